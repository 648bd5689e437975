"""The panel of sources: for each answer the provisions that it cites, whole, with the quoted words highlighted. Pure functions to HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant import Citation
from corpus import Document, Provision
from ui.conversation import Turn, Turns
from ui.render import clean, escape, passage, plain
from ui.wording import SourceText, fill

FindDocument = Callable[[str], Document | None]


def grouped(citations: Sequence[Citation]) -> list[list[Citation]]:
    """Citations by the provision they stand in, in the order of their first mention."""
    groups: dict[tuple[str, str], list[Citation]] = {}
    for citation in citations:
        groups.setdefault((citation.document, citation.provision), []).append(citation)
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
    lines += [
        f"{c.n}. " + fill(words.copy_quote, label=c.label, title=c.title, document=_title(find(c.document)) or c.document, quote=c.quote)
        for c in turn.answer.citations
    ]
    return clean("\n".join(lines))


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
    """One cited provision as HTML. ``citations`` all stand in it; ``document`` is None when it has left the corpus since."""
    first = citations[0]
    provision = document.provision(first.provision) if document else None
    kinds = [words.note] if first.kind == "note" else []
    kinds += [words.signpost] if all(c.role == "signpost" for c in citations) else []
    tags = "".join(f'<span class="tag">{escape(kind)}</span>' for kind in kinds)
    number = f' <span class="number">{escape(first.document_number)}</span>' if first.document_number else ""
    return (
        f'<article class="source {first.kind} {citations[0].role}" id="{anchor}" tabindex="-1">'
        f'<h3><span class="label">{escape(first.label)}</span> <span class="title">{escape(first.title)}</span></h3>{tags}'
        f"{_body(citations, document, provision, words)}"
        f'<p class="origin">{escape(_title(document) or first.document)}{number}</p></article>'
    )


def _body(citations: Sequence[Citation], document: Document | None, provision: Provision | None, words: SourceText) -> str:
    if document is None or provision is None:
        quotes = "".join(f'<p class="text"><mark>{escape(c.quote)}</mark></p>' for c in citations)
        return f'<p class="hint">{escape(words.unknown)}</p>{quotes}'
    repairs = document.restored.repairs_in(provision.start, provision.end)
    inside = range(provision.start, provision.end)
    lost = {i for r in repairs for i in r.lost if i in inside}
    inferred = {i for r in repairs for i in r.inferred if i in inside}
    places = [(c.start, c.end) for c in citations]
    hints = {"lost": words.lost, "inferred": words.inferred}
    text = passage(provision.text, provision.start, places, lost, inferred, hints)
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
