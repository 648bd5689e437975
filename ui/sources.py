"""The panel of sources: for each answer the provisions that it cites, whole, with the quoted words highlighted. Pure functions to HTML.

The newest answers are there in full. Of an earlier one there is where its citations stand, no more: its provisions are fetched when it is
opened, or when one of its marks is followed (:mod:`ui.fragments`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant import Citation
from corpus import Document
from ui.conversation import Turn, Turns
from ui.marks import anchors, block_id, grouped, write_places
from ui.render import clean, escape, plain
from ui.source_block import block
from ui.wording import SourceText, fill

__all__ = ["IN_FULL", "FindDocument", "anchors", "blocks", "copy_text", "grouped", "panel"]

FindDocument = Callable[[str], Document | None]
IN_FULL = 3
"""Answers whose sources are in the page from the beginning."""
_SHORT = 40


def panel(turns: Turns, find: FindDocument, words: SourceText) -> str:
    """The whole panel as HTML, the newest answer first and open, others folded, those before the last few together."""
    answered = [turn for turn in turns if turn.answer is not None]
    told = {"cited": f"{words.reader_address}/cited", "loading": words.loading, "failed": words.unloadable}
    attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in told.items())
    heading = f'<h2 class="sources-heading"{attributes}>{escape(words.heading)}</h2>'
    if not answered:
        return f'{heading}<p class="sources-empty">{escape(words.empty)}</p>'
    recent, earlier = answered[-IN_FULL:], answered[:-IN_FULL]
    sections = [_section(turn, find, words, opened=turn is answered[-1]) for turn in reversed(recent)]
    if earlier:
        folded = "".join(_folded(turn, words) for turn in reversed(earlier))
        summary = escape(fill(words.earlier, n=len(earlier)))
        sections.append(f'<details class="earlier"><summary>{summary}</summary>{folded}</details>')
    return heading + "".join(sections)


def blocks(citations: Sequence[Citation], turn: int, find: FindDocument, words: SourceText) -> str:
    """The provisions that an answer cites, as HTML."""
    groups = grouped(citations)
    return "".join(block(group, find(group[0].document), block_id(turn, k), words) for k, group in enumerate(groups))


def copy_text(turn: Turn, find: FindDocument, words: SourceText) -> str:
    """The answer and its sources as plain text for the clipboard."""
    if turn.answer is None:
        return ""
    lines = [plain(turn.answer.answer)]
    lines += [notice.text for notice in turn.answer.notices]
    if turn.answer.citations:
        lines += ["", words.copy_sources]
    lines += cited_lines(turn.answer.citations, find, words)
    return clean("\n".join(lines))


def cited_lines(citations: Sequence[Citation], find: FindDocument, words: SourceText) -> list[str]:
    """Each citation as a line of plain text, with its number."""
    return [f"{c.n}. {cited(c, find(c.document), words)}" for c in citations]


def copy_button(text: str, label: str, words: SourceText) -> str:
    """A button that puts ``text`` on the clipboard, and the text beside it."""
    return (
        f'<button type="button" class="copy" data-done="{escape(words.copied)}">{escape(label)}</button>'
        f'<pre class="copy-text" hidden>{escape(text)}</pre>'
    )


def cited(citation: Citation, document: Document | None, words: SourceText) -> str:
    """A citation as a sentence: label, title, document, the quoted words. ``document`` is None when it has left the corpus since."""
    title = "" if citation.label.endswith(citation.title) else citation.title
    origin = document.title if document else citation.document
    sentence = words.copy_note if citation.kind == "note" else words.copy_quote
    return fill(sentence, label=citation.label, title=title, document=origin, quote=citation.quote)


def _section(turn: Turn, find: FindDocument, words: SourceText, *, opened: bool) -> str:
    assert turn.answer is not None, "an answered turn"
    body = blocks(turn.answer.citations, turn.number, find, words) or f'<p class="sources-empty">{escape(words.none)}</p>'
    copy = copy_button(copy_text(turn, find, words), words.copy_all, words)
    return f'<details class="turn" data-turn="{turn.number}"{" open" if opened else ""}>{_summary(turn, words)}{body}{copy}</details>'


def _folded(turn: Turn, words: SourceText) -> str:
    assert turn.answer is not None, "an answered turn"
    places = write_places(turn.answer.citations)
    wanted = f' data-places="{escape(places)}"' if places else ""
    none = "" if places else f'<p class="sources-empty">{escape(words.none)}</p>'
    return f'<details class="turn" data-turn="{turn.number}"{wanted}>{_summary(turn, words)}{none}</details>'


def _summary(turn: Turn, words: SourceText) -> str:
    question = clean(turn.question).strip()
    short = question if len(question) <= _SHORT else question[:_SHORT] + "…"
    return f'<summary><span class="turn-number">{escape(fill(words.turn, n=turn.number))}</span> {escape(short)}</summary>'
