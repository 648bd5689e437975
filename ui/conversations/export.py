"""A conversation to take along: as Markdown, as JSON with the answers as the interfaces give them, as a Word document with footnotes.

What people and models wrote is shown letter by letter in all of them, as on the page.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from assistant import Answer, Citation, conceal
from assistant.word import MEDIA_TYPE, Footnotes, body_points, legal, new_document, saved
from ui.conversation import Turn
from ui.conversations.listing import local_time
from ui.render import answer_markdown, block_of, clean, plain_markdown, spans
from ui.session import Session
from ui.sources import FindDocument, cited
from ui.wording import Wording, fill

Format = Literal["md", "json", "docx"]
FORMATS: tuple[Format, ...] = get_args(Format)
VERSION = 1
"""Of the JSON form; a change that is not an addition needs a new one."""


@dataclass(frozen=True)
class Exported:
    """A file: what it holds, and its media type."""

    content: bytes
    media_type: str


def export(session: Session, form: Format, find: FindDocument, words: Wording) -> Exported:
    """``session`` as a file. ``find`` gives the documents that its answers cite."""
    if form == "json":
        return Exported(_as_json(session), "application/json")
    if form == "md":
        return Exported(_as_markdown(session, find, words).encode(), "text/markdown; charset=utf-8")
    return Exported(_as_word(session, find, words), MEDIA_TYPE)


def _as_json(session: Session) -> bytes:
    turns = [
        {
            "number": turn.number,
            "question": _asked(turn),
            "state": turn.state,
            "text": turn.text,
            "answer": turn.answer.to_dict() if turn.answer else None,
            "opinion": _opinion(session, turn.number),
        }
        for turn in session.turns
    ]
    told = {"version": VERSION, "id": session.id, "title": conceal(session.title).text, "begun": session.begun.isoformat(), "turns": turns}
    # A half surrogate pair, which a browser may send, is in no encoding.
    return json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _asked(turn: Turn) -> str:
    """The question as it is kept: a file is passed on, and what the page shows to the one who typed it is not for everybody."""
    return turn.answer.question if turn.answer is not None else conceal(turn.question).text


def _opinion(session: Session, number: int) -> dict[str, Any] | None:
    opinion = session.opinions.get(number)
    return {"vote": opinion.vote, "reason": opinion.why, "comment": conceal(opinion.comment).text} if opinion else None


def _as_markdown(session: Session, find: FindDocument, words: Wording) -> str:
    lines = [f"# {plain_markdown(conceal(session.title).text)}", "", _about(session, words), ""]
    for turn in session.turns:
        head = fill(words.sources.turn, n=turn.number)
        lines += [f"## {head}", "", *(f"> {line}" for line in plain_markdown(_asked(turn)).split("\n")), ""]
        lines += [answer_markdown(_said(turn, words), {}), ""]
        if turn.answer:
            lines += [f"- {plain_markdown(line)}" for line in _notices(turn.answer, words)]
            lines += _sources(turn.answer, lambda c: plain_markdown(cited(c, find(c.document), words.sources)), words)
        lines.append("")
    return clean("\n".join(lines)).rstrip() + "\n"


def _sources(answer: Answer, told: Callable[[Citation], str], words: Wording) -> list[str]:
    return ["", f"{words.sources.copy_sources}:", "", *(f"{c.n}. {told(c)}" for c in answer.citations)] if answer.citations else []


def _about(session: Session, words: Wording) -> str:
    return fill(words.conversations.about, begun=local_time(session.begun), n=len(session.turns))


def _said(turn: Turn, words: Wording) -> str:
    """The answer, or as much of it as there is and why there is not more."""
    if turn.answer is not None or turn.state == "failed":
        return turn.text
    return f"{turn.text}\n\n{words.chat.stopped if turn.state == 'stopped' else words.chat.thinking}".strip()


def _notices(answer: Answer, words: Wording) -> list[str]:
    return [f"{words.chat.notices.get(n.kind, '')}{words.conversations.colon}{' '.join(n.text.split())}" for n in answer.notices]


def _as_word(session: Session, find: FindDocument, words: Wording) -> bytes:
    writer = _Word(words)
    writer.line(conceal(session.title).text, bold=True)
    writer.line(_about(session, words), soft=True)
    for turn in session.turns:
        writer.line(fill(words.sources.turn, n=turn.number) + words.conversations.colon + clean(_asked(turn)), bold=True)
        writer.answer(_said(turn, words))
        if turn.answer:
            for notice in _notices(turn.answer, words):
                writer.line(notice, soft=True)
            writer.sources(turn.answer, find)
    return writer.saved()


class _Word:
    """Writes the document. The sources of an answer are footnotes at its end, in the order of their numbers there."""

    def __init__(self, words: Wording) -> None:
        self._language: Literal["zh", "en"] = "zh" if words.language.startswith("zh") else "en"
        self._words = words
        self._document = new_document(self._language)
        self._footnotes = Footnotes(self._document)
        self._notes = 0

    def line(self, text: str, *, bold: bool = False, soft: bool = False) -> Any:
        """A paragraph of its own; ``soft`` is set smaller."""
        paragraph = self._document.add_paragraph()
        run = paragraph.add_run(legal(text))
        run.bold = bold or None
        if soft:
            self._smaller(run)
        paragraph.paragraph_format.keep_with_next = bold
        return paragraph

    def answer(self, markdown: str) -> None:
        """The answer's paragraphs, lists and tables."""
        rows: list[list[str]] = []
        for line in [*markdown.split("\n"), ""]:
            kind, body = block_of(line)
            if kind == "row":
                rows.append([cell.strip() for cell in body.strip("|").split("|")])
            elif kind != "rule":
                self._table(rows)
                rows = []
                if body:
                    self._paragraph(kind, body)

    def _paragraph(self, kind: str, body: str) -> None:
        from docx.shared import Pt

        paragraph = self._document.add_paragraph()
        if kind in ("item", "numbered", "quotation"):
            paragraph.paragraph_format.left_indent = Pt(2 * body_points(self._language))
        if kind == "item":
            paragraph.add_run("• ")
        for text, bold in spans(body):
            paragraph.add_run(legal(text)).bold = True if bold or kind == "heading" else None

    def _table(self, rows: list[list[str]]) -> None:
        if not rows:
            return
        table = self._document.add_table(0, max(map(len, rows)), style="Table Grid")
        for number, cells in enumerate(rows):
            for cell, text in zip(table.add_row().cells, cells, strict=False):
                for part, bold in spans(text):
                    run = cell.paragraphs[0].add_run(legal(part))
                    run.bold = bold or not number or None
                    self._smaller(run)

    def sources(self, answer: Answer, find: FindDocument) -> None:
        """A line that refers to what is cited, each source a footnote."""
        if not answer.citations:
            return
        paragraph = self.line(self._words.sources.copy_sources + self._words.conversations.colon, soft=True)
        for place, citation in enumerate(answer.citations):
            run = paragraph.add_run(("、" if self._language == "zh" else ", ") * bool(place) + legal(citation.label))
            self._smaller(run)
            self._notes += 1
            self._footnotes.refer(paragraph, self._notes, legal(cited(citation, find(citation.document), self._words.sources)))

    def saved(self) -> bytes:
        """The content of the file."""
        self._footnotes.close()
        return saved(self._document)

    def _smaller(self, run: Any) -> None:
        from docx.shared import Pt

        run.font.size = Pt(body_points(self._language) * 0.8)
