"""What the address asks for: document, text, place, search, filters; read from parameters that anybody may have written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal
from urllib.parse import urlencode

from corpus import Document
from ui.pages.reading.facets import FACETS, Facet, facets
from ui.pages.reading.flow import anchor_of, articles
from ui.pages.reading.search import LONGEST, TERMS, terms

Text = Literal["restored", "received"]
View = Literal["text", "glance"]
Trouble = Literal["no_document", "no_measure", "no_sentence", "sentence_alone", "no_value", "long_query"]


@dataclass(frozen=True)
class Asked:
    """A request for the page, every part of it checked against the document. ``trouble`` is what could not be followed."""

    base: str
    document: str | None = None
    text: Text = "restored"
    view: View = "text"
    measure: str | None = None
    sentence: int | None = None
    query: str = ""
    chosen: tuple[tuple[Facet, str], ...] = ()
    page: int = 1
    trouble: tuple[Trouble, ...] = ()

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The words that are looked for."""
        return terms(self.query)

    @property
    def narrowed(self) -> bool:
        """Whether only a part of the document is asked for."""
        return bool(self.terms or self.chosen)

    def value(self, facet: Facet) -> str:
        """The value chosen for ``facet``, or nothing."""
        return dict(self.chosen).get(facet, "")

    def plain(self) -> Asked:
        """The same document and text, from the beginning."""
        return replace(self, view="text", measure=None, sentence=None, query="", chosen=(), page=1, trouble=())

    def address(self, measure: str | None = None, sentence: int | None = None, chosen: Mapping[Facet, str] | None = None) -> str:
        """The address of a provision, of one of its sentences, or of what has been chosen, in the same document and text."""
        choice = tuple((f, v) for f, v in (chosen or {}).items() if v)
        there = replace(self.plain(), measure=measure, sentence=sentence, chosen=choice)
        place = "" if measure is None else f"#{anchor_of(measure)}" + ("" if sentence is None else f"s{sentence}")
        return there.written() + place

    def without(self, facet: Facet | None = None, *, query: bool = False) -> str:
        """The address of this request without one of its filters, or without its search."""
        chosen = tuple((f, v) for f, v in self.chosen if f != facet)
        return replace(self, chosen=chosen, query="" if query else self.query, measure=None, sentence=None, page=1).written()

    def on_page(self, page: int) -> str:
        """The address of another page of the same."""
        return replace(self, page=page, measure=None, sentence=None).written()

    def searching(self, query: str) -> str:
        """The address that looks for ``query`` in the same document."""
        return replace(self.plain(), query=query).written()

    def turned(self, *, text: Text | None = None, view: View | None = None) -> str:
        """The address of the same request with the other text, or seen the other way."""
        measure = None if view == "glance" else self.measure
        place = f"#{anchor_of(measure)}" if measure and text else ""
        return replace(self, text=text or self.text, view=view or self.view, measure=measure).written() + place

    def written(self) -> str:
        """This request as an address."""
        pairs: list[tuple[str, str]] = [("document", self.document)] if self.document else []
        pairs += [("text", self.text)] if self.text != "restored" else []
        pairs += [("view", self.view)] if self.view != "text" else []
        pairs += [("measure", self.measure)] if self.measure else []
        pairs += [("sentence", str(self.sentence))] if self.sentence is not None else []
        pairs += [("q", self.query)] if self.query else []
        pairs += list(self.chosen)
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return self.base + ("?" + urlencode(pairs) if pairs else "")


def read_asked(base: str, parameters: Mapping[str, str], document: Document, main: str | None) -> Asked:
    """``parameters`` as far as ``document`` can follow them; ``main`` is the document that is shown when none is named."""
    trouble: list[Trouble] = []
    known = {a.id: a for a in articles(document)}
    lines = {(line.provision.id, line.number) for a in known.values() for line in a.lines}
    places = {p.id for p in document.provisions}
    measure = parameters.get("measure", "").strip() or None
    if measure is not None and measure not in places:
        measure = None
        trouble.append("no_measure")
    sentence = None
    wanted = parameters.get("sentence", "").strip()
    if wanted and measure is None and not trouble:
        trouble.append("sentence_alone")
    elif wanted and measure is not None:
        sentence = _number(wanted)
        if sentence is None or (measure, sentence) not in lines:
            sentence = None
            trouble.append("no_sentence")
    query = " ".join("".join(c if c.isprintable() else " " for c in parameters.get("q", "")).split())
    if len(query) > LONGEST or len(query.split()) > TERMS:
        query = " ".join(query[:LONGEST].split()[:TERMS])
        trouble.append("long_query")
    chosen: list[tuple[Facet, str]] = []
    values = facets(document)
    for facet in FACETS:
        value = parameters.get(facet, "").strip()
        if value and value in values[facet]:
            chosen.append((facet, value))
        elif value:
            trouble.append("no_value")
    received = parameters.get("text") == "received" and bool(document.restored.repairs)
    return Asked(
        base,
        None if document.id == main else document.id,
        "received" if received else "restored",
        "glance" if parameters.get("view") == "glance" else "text",
        measure,
        sentence,
        query,
        tuple(chosen),
        _number(parameters.get("page", "")) or 1,
        tuple(dict.fromkeys(trouble)),
    )


def _number(written: str) -> int | None:
    """A number from 1 to 9999, or None."""
    return int(written) or None if written.isascii() and written.isdigit() and len(written) < 5 else None
