"""One provision in the panel of sources, as HTML: its words with the quoted ones highlighted, and what helps to read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlencode

from assistant import Citation
from corpus import Document, Provision
from ui.pages.reading.about import Reason, reasons
from ui.pages.reading.binding import words_of
from ui.pages.reading.facets import facets
from ui.pages.reading.flow import Article, Heading, anchor_of, articles, flow
from ui.pages.reading.lines import apart
from ui.pages.reading.view import cited, entries, name_of
from ui.pages.shell import Shell
from ui.render import escape, passage
from ui.wording import SourceText, fill


@dataclass(frozen=True)
class Place:
    """A provision in its document, and what of it is quoted (offsets in the document)."""

    document: Document
    provision: Provision
    quotes: tuple[tuple[int, int], ...] = ()

    @property
    def article(self) -> Article | None:
        """The measure, article or paragraph that it is or stands in."""
        return _article_of(self.document).get(self.provision.id)


def block(citations: Sequence[Citation], document: Document | None, anchor: str, words: SourceText) -> str:
    """One cited provision, or one background note, as HTML. ``document`` is None when it has left the corpus since."""
    first = citations[0]
    signpost = all(c.role == "signpost" for c in citations)
    kinds = [words.note] * (first.kind == "note") + [words.signpost] * signpost
    tags = "".join(f'<span class="tag">{escape(kind)}</span>' for kind in kinds)
    title = "" if first.label.endswith(first.title) else f' <span class="title">{escape(first.title)}</span>'
    there = _places(citations, document)
    inner = "".join(_words(p, words) for p in there) or _quotes_alone(citations, words)
    if there and first.kind != "note":
        inner += _departments(there[0], words) + _binding(there[0], words)
    tools = _tools(citations, there, words)
    beside = beside_links(there[0], words) if there and first.kind != "note" else ""
    kind = f"{first.kind} {'signpost' if signpost else 'support'}"
    return (
        f'<article class="source {kind}" id="{anchor}" tabindex="-1" aria-labelledby="{anchor}-h">'
        f'<h3 id="{anchor}-h"><span class="label">{escape(first.label)}</span>{title}</h3>'
        f"{_above(there, words)}{tags}{inner}{_origin(first, document, words)}{tools}{beside}</article>"
    )


def neighbour(place: Place, words: SourceText) -> str:
    """A provision that stands beside a cited one, as HTML; nothing of it is quoted."""
    name = _name(place, words)
    return (
        f'<section class="neighbour" tabindex="-1" aria-label="{escape(name)}"><h4>{escape(name)}</h4>'
        f'{_above([place], words)}<span class="tag">{escape(words.not_cited)}</span>'
        f"{_words(place, words)}{_departments(place, words)}{_binding(place, words)}"
        f'<p class="origin"><a href="{escape(reader_address(place, words))}" target="_blank" rel="noopener">{escape(words.reader)}</a></p>'
        f'{beside_links(place, words)}<p class="tools"><button type="button" class="tool fold">{escape(words.fold)}</button></p></section>'
    )


def beside_links(place: Place, words: SourceText) -> str:
    """Links to the provisions before and after, where there are any. ``data-part`` is where the page finds them to show them in place."""
    article = place.article
    if article is None:
        return ""
    row = [a for a in articles(place.document) if a.numbered] if article.numbered else list(articles(place.document))
    at = next(n for n, a in enumerate(row) if a.id == article.id)
    sides = (("prev", words.previous, at - 1), ("next", words.next, at + 1))
    links = "".join(
        _beside_link(Place(place.document, row[n].provision), rel, label, words) for rel, label, n in sides if 0 <= n < len(row)
    )
    return f'<nav class="beside" aria-label="{escape(words.beside)}">{links}</nav>' if links else ""


def _beside_link(place: Place, rel: str, label: str, words: SourceText) -> str:
    part = f"{words.reader_address}/provision?{urlencode({'document': place.document.id, 'provision': place.provision.id})}"
    return (
        f'<a rel="{rel}" href="{escape(reader_address(place, words))}" data-part="{escape(part)}" target="_blank">'
        f"<span>{escape(label)}</span> {escape(_name(place, words))}</a>"
    )


def _name(place: Place, words: SourceText) -> str:
    """What the article of ``place`` is called: as citations call it; in English by our title where there is one."""
    if words.language == "zh" or place.article is None:
        return f"{place.provision.label} {place.provision.title}".strip()
    return name_of(place.document, place.article, Shell(words.language))


def reader_address(place: Place, words: SourceText) -> str:
    """Where the provision, or the first sentence quoted from it, stands in the whole text."""
    asked, anchor = {"document": place.document.id, "measure": place.provision.id}, anchor_of(place.provision.id)
    if numbers := _sentences(place):
        asked["sentence"] = str(numbers[0])
        anchor += f"s{numbers[0]}"
    return f"{words.reader_address}?{urlencode(asked)}#{anchor}"


@lru_cache(maxsize=16)
def _article_of(document: Document) -> dict[str, Article]:
    return {line.provision.id: article for article in articles(document) for line in article.lines}


def _places(citations: Sequence[Citation], document: Document | None) -> list[Place]:
    """Where ``citations`` stand; nothing when one of their provisions cannot be found."""
    found = {c.provision: document.provision(c.provision) if document else None for c in citations}
    quotes = tuple((c.start, c.end) for c in citations)
    return [Place(document, p, quotes) for p in found.values() if p and document] if all(found.values()) else []


def _sentences(place: Place) -> list[int]:
    """The numbers of the sentences that are quoted from the provision itself; none when a quote cannot be told by sentences."""
    own = [line for line in (place.article.lines if place.article else ()) if line.provision is place.provision]
    numbers = []
    for start, end in place.quotes:
        touched = [x.number for x in own if x.sentence.start < end and start < x.sentence.end and x.number]
        if not touched:
            return []
        numbers += touched
    return sorted(set(numbers))


def _words(place: Place, words: SourceText) -> str:
    provision = place.provision
    repairs = place.document.restored.repairs_in(provision.start, provision.end)
    inside = range(provision.start, provision.end)
    lost = {i for r in repairs for i in r.lost if i in inside}
    inferred = {i for r in repairs for i in r.inferred if i in inside}
    hints = {"lost": words.lost, "inferred": words.inferred}
    text = passage(provision.text, provision.start, place.quotes, lost, inferred, hints)
    return f'<p class="text" lang="zh-CN">{text}</p>{_legend(bool(lost), bool(inferred), words)}'


def _quotes_alone(citations: Sequence[Citation], words: SourceText) -> str:
    quotes = (f'<p class="text"><mark data-q="{n}" tabindex="-1">{escape(c.quote)}</mark></p>' for n, c in enumerate(citations, start=1))
    return f'<p class="hint">{escape(words.unknown)}</p>{"".join(quotes)}'


def _above(places: Sequence[Place], words: SourceText) -> str:
    """The parts or chapters that a provision stands in."""
    article = places[0].article if places else None
    if article is None or not article.above:
        return ""
    document, shell = places[0].document, Shell(words.language)
    names = (name_of(document, item, shell) for item in flow(document) if isinstance(item, Heading) and item.provision.id in article.above)
    return f'<p class="part">{escape(" › ".join(names))}</p>'


def _departments(place: Place, words: SourceText) -> str:
    if not place.provision.departments:
        return ""
    known = facets(place.document)["department"]
    labels = ((name, known[name].label(words.language) if name in known else name) for name in place.provision.departments)
    names = "".join(
        f"<li>{escape(name)}</li>" if label == name else f'<li>{escape(label)} <span lang="zh-CN">{escape(name)}</span></li>'
        for name, label in labels
    )
    return f'<div class="departments"><span>{escape(words.departments)}</span><ul>{names}</ul></div>'


def _binding(place: Place, words: SourceText) -> str:
    """The words that bind, those of what is quoted first, each with what it binds to."""
    shell = Shell(words.language)
    inside = place.provision
    found = words_of(place.document).get(place.article.id, ()) if place.article else ()
    found = tuple(w for w in found if inside.start <= w.start < inside.end)
    quoted = tuple(w for w in found if any(a <= w.start < b for a, b in place.quotes))
    first = entries(quoted, shell.words("policy"), shell)
    rest = [e for e in entries(found, shell.words("policy"), shell) if e.word not in {x.word for x in first}]
    if not found:
        return ""
    heading = words.binding_quoted if first else words.binding
    shown = "".join(f"<b>{escape(e.word)}</b> " for e in first or rest)
    lines = "".join(f"<li{' class=quoted' if e in first else ''}>{escape(e.tip)}</li>" for e in (*first, *rest))
    return f'<details class="binding"><summary>{escape(heading)} <span lang="zh-CN">{shown}</span></summary><ul>{lines}</ul></details>'


def _tools(citations: Sequence[Citation], places: Sequence[Place], words: SourceText) -> str:
    """Copying what is quoted with where it stands, and the way back to the mark in the answer, shown once it was followed."""
    copy = ""
    if places and citations[0].kind != "note":
        text, address = copied(places[0], words), reader_address(places[0], words)
        copy = (
            f'<button type="button" class="tool copy-quote" data-copy="{escape(text)}" data-href="{escape(address)}" '
            f'data-done="{escape(words.copied)}">{escape(words.copy_cited)}</button>'
        )
    return f'<p class="tools">{copy}<button type="button" class="tool back" hidden>{escape(words.back)}</button></p>'


def copied(place: Place, words: SourceText) -> str:
    """The quoted words with where they stand, as the reader of the whole text writes it."""
    document, t = place.document, Shell(words.language).words("policy")
    quotes = "\n".join(document.text[a:b] for a, b in apart(place.quotes))
    label = place.provision.label
    if numbers := _sentences(place):
        label += words.enumeration.join(fill(t["cite_sentence"], n=n) for n in numbers)
    return cited(document, t, quotes, label, _doubts(place))


def _doubts(place: Place) -> tuple[Reason, ...]:
    """Why characters of what is quoted are in doubt; not those of the rest of the provision."""
    found = []
    for reason in reasons(place.document, place.article, certain=False) if place.article else ():
        at = [i for r in reason.repairs for i in (r.lost or r.inferred) if any(a <= i < b for a, b in place.quotes)]
        if at:
            found.append(replace(reason, shown=tuple(dict.fromkeys(place.document.text[i] for i in at))))
    return tuple(found)


def _legend(lost: bool, inferred: bool, words: SourceText) -> str:
    parts = [f"<li>{escape(words.legend_lost)}</li>"] if lost else []
    parts += [f'<li><span class="inferred">{escape(words.legend_inferred)}</span></li>'] if inferred else []
    return f'<ul class="legend">{"".join(parts)}</ul>' if parts else ""


def _origin(citation: Citation, document: Document | None, words: SourceText) -> str:
    number = f' <span class="number">{escape(citation.document_number)}</span>' if citation.document_number else ""
    title = document.title if document else citation.document
    if citation.kind == "note" and citation.label.endswith(title):
        return ""
    places = _places([citation], document)
    if not places:
        return f'<p class="origin">{escape(title)}{number}</p>'
    # In a tab of its own: the conversation stays where it is.
    link = f'<a href="{escape(reader_address(places[0], words))}" target="_blank" rel="noopener">{escape(words.reader)}</a>'
    return f'<p class="origin">{escape(title)}{number} {link}</p>'
