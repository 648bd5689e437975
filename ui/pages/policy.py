"""The policy as it should be read: the text with all that is known about it, search and filters, and the document at a glance."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assistant import Assistant
from assistant.answering.wording import number_of
from corpus import Corpus, CorpusError, Document
from corpus.glossary import load_lexicon
from ui.backend import Backend
from ui.pages.reading.about import damage_of, standing
from ui.pages.reading.facets import Facet, Value, facets, kind
from ui.pages.reading.finding import Found, Window, find, options, wider, window
from ui.pages.reading.flow import Heading, anchor_of, flow
from ui.pages.reading.glance import glance
from ui.pages.reading.lines import damaged_digits
from ui.pages.reading.search import holds
from ui.pages.reading.state import Asked, Trouble, read_asked
from ui.pages.reading.view import article_html, heading_html, name_of, note_of
from ui.pages.shell import STATIC, Shell
from ui.wording import LANGUAGES, Language, fill

log = logging.getLogger(__name__)

_WAIT = 3
"""Seconds after which a page is asked for again while the assistant is being opened."""
_MISSING: tuple[Trouble, ...] = ("no_document", "no_measure", "no_sentence", "sentence_alone")


def routes(shell: Shell, backend: Backend) -> list[Route]:
    """The page at ``/policy``."""

    def respond(request: Request) -> Response:
        assistant = backend.opened()
        if assistant is None:
            return _waiting(shell, failed=backend.settled)
        return _shown(shell, assistant, request.query_params)

    async def page(request: Request) -> Response:
        # Working a document out takes a moment the first time; other requests need not wait for it.
        return await run_in_threadpool(respond, request)

    return [Route(shell.address("policy"), page)]


def warm(backend: Backend) -> None:
    """Work out what every first page needs, in all languages, so that no reader waits for it. A failure is that of no request: it is
    logged, and told to whoever asks for the page."""
    for language in LANGUAGES:
        try:
            shell = Shell(language)
            if (assistant := backend.opened()) is not None:
                _shown(shell, assistant, {})
        except Exception:
            log.exception("the policy page could not be made ready")


def _waiting(shell: Shell, *, failed: bool) -> Response:
    response = shell.page("policy_wait.html.j2", "policy", status=503, failed=failed, css=_static("policy.css"))
    if not failed:
        response.headers["Retry-After"] = response.headers["Refresh"] = str(_WAIT)
    return response


def _shown(shell: Shell, assistant: Assistant, parameters: Mapping[str, str]) -> Response:
    """The page that ``parameters`` ask for."""
    corpus = assistant.corpus
    main = corpus.policies[0] if corpus.policies else corpus.documents[0]
    wanted = parameters.get("document", "").strip()
    try:
        document = corpus.document(wanted) if wanted else main
    except CorpusError:
        document = None
    asked = read_asked(shell.address("policy"), parameters, document or main, main.id)
    # Of a document that there is not, nothing else need be said.
    trouble: tuple[Trouble, ...] = asked.trouble if document is not None else ("no_document",)
    document = document or main
    found, note = find(document, asked), note_of(document)
    part = window(found, asked)
    t = shell.words("policy")
    return shell.page(
        "policy.html.j2",
        "policy",
        path="policy" + asked.written().removeprefix(asked.base),
        status=404 if any(x in trouble for x in _MISSING) else 200,
        css=_static("policy.css"),
        script=_static("clipboard.js") + _static("policy.js"),
        fill=fill,
        document=document,
        note=note,
        about=_about(corpus, document, t),
        asked=asked,
        trouble=[t["trouble"][x] for x in trouble],
        damage=damage_of(document) if document.restored.repairs else None,
        digits=damaged_digits(document),
        named=[(number_of(p, shell.language), shell.address("policy") + f"?measure={p.id}#{anchor_of(p.id)}")
               for p in main.measures if note is not None and p.number in note.named_in],
        others=[r for r in corpus.records if r.id != document.id],
        facets=[(f, t["facets"][f], [_option(o.value, f, shell.language, t) | {"count": o.count, "chosen": o.chosen} for o in choices])
                for f, choices in options(document, asked).items() if facets(document)[f]],
        chosen=_chosen(document, asked, shell.language, t),
        found=found,
        wider=_wider(shell, document, asked, t),
        instead=_instead(document, asked) if asked.terms and not found.items else [],
        contents=_contents(shell, document, asked, found, part),
        part=part,
        items=_items(shell, document, asked, part) if asked.view == "text" else [],
        table=glance(document),
        name=lambda item: name_of(document, item, shell),
        anchor_of=anchor_of,
    )  # fmt: skip


def _about(corpus: Corpus, document: Document, t: dict[str, Any]) -> dict[str, Any]:
    today = dt.date.today()
    force, key = standing(corpus, document, today) if document.record.kind != "note" else (None, "")
    dates = document.record.dates
    return {
        "force": force,
        "verdict": fill(t["force"][key], day=f"{today:{t['day']}}", by=_repealing(corpus, document)) if force else "",
        "dates": [(t["dates"][name], dates[name]) for name in ("issued", "in_force", "expires", "repealed") if name in dates],
    }


def _repealing(corpus: Corpus, document: Document) -> str:
    """The titles of the documents held that repeal ``document``."""
    by = (corpus.document(repeal.document) for repeal, _ in corpus.validity(document).repealed_by)
    return "、".join(dict.fromkeys(f"《{d.title.strip('《》')}》" for d in by if d is not None))


def _option(value: Value, facet: Facet, language: Language, t: dict[str, Any]) -> dict[str, Any]:
    label = f"{value.name} {t['strengths'][value.name]}" if facet == "strength" else value.label(language)
    return {"value": value.name, "label": label}


def _chosen(document: Document, asked: Asked, language: Language, t: dict[str, Any]) -> list[dict[str, str]]:
    """What narrows the document, each with the address that takes it away."""
    found = []
    if asked.terms:
        found.append({"what": t["search"], "label": asked.query, "without": asked.without(query=True)})
    for facet, choices in options(document, asked).items():
        for option in choices:
            if option.chosen:
                label = _option(option.value, facet, language, t)["label"]
                found.append({"what": t["facets"][facet], "label": label, "without": asked.without(facet)})
    return found


def _wider(shell: Shell, document: Document, asked: Asked, t: dict[str, Any]) -> list[dict[str, Any]]:
    """What may be meant as well, apart from what was found: collective words that may include the kind that is chosen."""
    found = []
    for facet, value, more in wider(document, asked):
        words = (
            [w for w in record.broader if any(w in x.sentence.text for a in more for x in a.lines)]
            if (record := kind(facet, value.name))
            else []
        )
        links = [{"label": number_of(a.provision, shell.language), "href": asked.address(a.id)} for a in more]
        found.append({"line": fill(t["wider"], what=value.label(shell.language), words="、".join(words)), "links": links})
    return found


def _instead(document: Document, asked: Asked) -> list[dict[str, str]]:
    """Words of the document for the everyday words that were looked for."""
    means = (m for entry in load_lexicon() if any(s.lower() in asked.terms for s in entry.say) for m in entry.means)
    there = dict.fromkeys(m for m in means if holds(document.text, (m,)))
    return [{"word": word, "href": asked.searching(word)} for word in there][:6]


def _contents(shell: Shell, document: Document, asked: Asked, found: Found, part: Window) -> list[dict[str, Any]]:
    shown = {item.provision.id for item in part.items} if asked.view == "text" else set()
    kept = {item.provision.id for item in found.items}
    return [
        {
            **entry,
            "href": f"#{anchor_of(name)}" if name in shown else entry["href"],
            "dim": asked.narrowed and name not in kept,
            "here": name == asked.measure,
        }
        for name, entry in _entries(shell, document, asked.plain()).items()
    ]


@lru_cache(maxsize=64)
def _entries(shell: Shell, document: Document, asked: Asked) -> dict[str, dict[str, Any]]:
    """What the contents list, by the id of the provision: all but the title and the facts of a note."""
    return {
        item.provision.id: {
            "name": name_of(document, item, shell),
            "href": asked.address(item.provision.id),
            "heading": isinstance(item, Heading),
            "short": not isinstance(item, Heading) and not item.provision.title and item.provision.number is not None,
        }
        for item in flow(document)
        if item.provision.kind not in ("title", "note")
    }


def _items(shell: Shell, document: Document, asked: Asked, part: Window) -> list[dict[str, Any]]:
    return [
        {"heading": True, "level": item.level, "anchor": anchor_of(item.provision.id), "html": heading_html(shell, document, item, asked),
         "addressed": asked.measure == item.provision.id, "name": name_of(document, item, shell)}
        if isinstance(item, Heading)
        else {"heading": False, "html": article_html(shell, document, item, asked)}
        for item in part.items
    ]  # fmt: skip


@cache
def _static(name: str) -> Markup:
    return Markup((STATIC / name).read_text(encoding="utf-8"))  # noqa: S704
