"""The panel of sources: for each answer the provisions that it cites, whole, with the quoted words highlighted. Pure functions to HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from assistant import Citation
from corpus import Document, Provision
from ui.conversation import Turn, Turns
from ui.pages.reading.flow import anchor_of
from ui.render import clean, escape, passage, plain
from ui.wording import SourceText, fill

FindDocument = Callable[[str], Document | None]


def grouped(citations: Sequence[Citation]) -> list[list[Citation]]:
    """Citations by the provision they stand in, those of a background note by the note, in the order of their first mention."""
    groups: dict[tuple[str, str], list[Citation]] = {}
    for citation in citations:
        groups.setdefault((citation.document, "" if citation.kind == "note" else citation.provision), []).append(citation)
    return list(groups.values())


def anchors(turn: Turn) -> dict[str, str]:
    """From the label of a citation to the id of its block in the panel. When two documents share a label the first one has it."""
    found: dict[str, str] = {}
    for k, group in enumerate(grouped(turn.answer.citations if turn.answer else ())):
        for citation in group:
            found.setdefault(citation.label, _anchor(turn, k))
    return found


def panel(turns: Turns, find: FindDocument, words: SourceText) -> str:
    """The whole panel as HTML, the newest answer first and open, earlier ones folded."""
    answered = [turn for turn in turns if turn.answer is not None]
    heading = f'<h2 class="sources-heading">{escape(words.heading)}</h2>'
    if not answered:
        return f'{heading}<p class="sources-empty">{escape(words.empty)}</p>'
    sections = [_section(turn, find, words, opened=turn is answered[-1]) for turn in reversed(answered)]
    return heading + "".join(sections)


def copy_text(turn: Turn, find: FindDocument, words: SourceText) -> str:
    """The answer and its sources as plain text for the clipboard."""
    if turn.answer is None:
        return ""
    lines = [plain(turn.answer.answer)]
    lines += [notice.text for notice in turn.answer.notices]
    if turn.answer.citations:
        lines += ["", words.copy_sources]
    lines += [f"{c.n}. {cited(c, find(c.document), words)}" for c in turn.answer.citations]
    return clean("\n".join(lines))


def cited(citation: Citation, document: Document | None, words: SourceText) -> str:
    title = "" if citation.label.endswith(citation.title) else citation.title
    origin = _title(document) or citation.document
    sentence = words.copy_note if citation.kind == "note" else words.copy_quote
    return fill(sentence, label=citation.label, title=title, document=origin, quote=citation.quote)


def _section(turn: Turn, find: FindDocument, words: SourceText, *, opened: bool) -> str:
    assert turn.answer is not None
    groups = grouped(turn.answer.citations)
    blocks = "".join(block(group, find(group[0].document), _anchor(turn, k), words) for k, group in enumerate(groups))
    body = blocks or f'<p class="sources-empty">{escape(words.none)}</p>'
    question = clean(turn.question).strip()
    short = question if len(question) <= 40 else question[:40] + "…"
    return (
        f'<details class="turn"{" open" if opened else ""}>'
        f'<summary><span class="turn-number">{escape(fill(words.turn, n=turn.number))}</span> {escape(short)}</summary>{body}'
        f'<button type="button" class="copy" data-done="{escape(words.copied)}">{escape(words.copy_all)}</button>'
        f'<pre class="copy-text" hidden>{escape(copy_text(turn, find, words))}</pre></details>'
    )


def block(citations: Sequence[Citation], document: Document | None, anchor: str, words: SourceText) -> str:
    """One cited provision, or one background note, as HTML. ``document`` is None when it has left the corpus since."""
    first = citations[0]
    signpost = all(c.role == "signpost" for c in citations)
    kinds = [words.note] * (first.kind == "note") + [words.signpost] * signpost
    tags = "".join(f'<span class="tag">{escape(kind)}</span>' for kind in kinds)
    title = "" if first.label.endswith(first.title) else f' <span class="title">{escape(first.title)}</span>'
    return (
        f'<article class="source {first.kind} {"signpost" if signpost else "support"}" id="{anchor}" tabindex="-1">'
        f'<h3><span class="label">{escape(first.label)}</span>{title}</h3>{tags}'
        f"{_body(citations, document, words)}{_origin(first, document, words)}</article>"
    )


def _origin(citation: Citation, document: Document | None, words: SourceText) -> str:
    number = f' <span class="number">{escape(citation.document_number)}</span>' if citation.document_number else ""
    title = _title(document) or citation.document
    if citation.kind == "note" and citation.label.endswith(title):
        return ""
    if document is None:
        return f'<p class="origin">{escape(title)}{number}</p>'
    # In a tab of its own: the conversation stays where it is.
    asked = urlencode({"document": citation.document, "measure": citation.provision})
    address = f"{words.reader_address}?{asked}#{anchor_of(citation.provision)}"
    link = f'<a href="{escape(address)}" target="_blank" rel="noopener">{escape(words.reader)}</a>'
    return f'<p class="origin">{escape(title)}{number} {link}</p>'


def _body(citations: Sequence[Citation], document: Document | None, words: SourceText) -> str:
    cited = dict.fromkeys(c.provision for c in citations)
    provisions = [p for p in map(document.provision, cited) if p] if document else []
    if document is None or len(provisions) < len(cited):
        quotes = "".join(f'<p class="text"><mark>{escape(c.quote)}</mark></p>' for c in citations)
        return f'<p class="hint">{escape(words.unknown)}</p>{quotes}'
    places = [(c.start, c.end) for c in citations]
    return "".join(_provision(p, document, places, words) for p in provisions)


def _provision(provision: Provision, document: Document, places: Sequence[tuple[int, int]], words: SourceText) -> str:
    repairs = document.restored.repairs_in(provision.start, provision.end)
    inside = range(provision.start, provision.end)
    lost = {i for r in repairs for i in r.lost if i in inside}
    inferred = {i for r in repairs for i in r.inferred if i in inside}
    text = passage(provision.text, provision.start, places, lost, inferred, {"lost": words.lost, "inferred": words.inferred})
    return f'<p class="text">{text}</p>{_departments(provision, words)}{_legend(bool(lost), bool(inferred), words)}'


def _departments(provision: Provision, words: SourceText) -> str:
    if not provision.departments:
        return ""
    names = "".join(f"<li>{escape(name)}</li>" for name in provision.departments)
    return f'<div class="departments"><span>{escape(words.departments)}</span><ul>{names}</ul></div>'


def _legend(lost: bool, inferred: bool, words: SourceText) -> str:
    parts = [f"<li>{escape(words.legend_lost)}</li>"] if lost else []
    parts += [f'<li><span class="inferred">{escape(words.legend_inferred)}</span></li>'] if inferred else []
    return f'<ul class="legend">{"".join(parts)}</ul>' if parts else ""


def _title(document: Document | None) -> str:
    return document.title if document else ""


def _anchor(turn: Turn, k: int) -> str:
    return f"source-{turn.number}-{k + 1}"
