"""A letter that a person has edited, checked again: which of its sentences nothing that they cite bears.

The letter is edited as plain text with the marks ``[1]`` of its notes behind the sentences that they bear. A sentence that was left
as it was keeps its verdict, as long as what it cites is still held; a new one passes the gates of free prose on what it cites; one that
cites nothing must promise nothing and name no figure, unless it rightly counts what the document holds, or is a form of politeness
(:mod:`assistant.drafting.counting`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answering.model import Claim, Quote
from assistant.drafting.counting import Needless
from assistant.drafting.edited import Below, Checked, on_a_line, with_text_below_headings
from assistant.drafting.fields import topic_of
from assistant.drafting.model import Draft, DraftSentence, SentenceKind
from assistant.drafting.stating import stated
from assistant.verification import check_written
from assistant.verification.normal import normal

if TYPE_CHECKING:
    from corpus import Corpus

LONGEST = 40_000
"""Characters of a letter that are read."""
_MARKS = re.compile(r"(?:\[\d{1,3}\])+")
_NUMBER = re.compile(r"\d+")
_END = re.compile(r"[。！？!?]+[”’」』）)]*|\.(?=\s|$)")
_DAY = re.compile(
    r"\s*(?:[\d〇零一二三四五六七八九十○]{2,4}年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日"
    r"|[A-Z][a-z]+ \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]+ \d{4})\s*"
)
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；]{1,80}|\d{1,2}\. [^.]{1,80}")
_STOPS = frozenset("。！？!?.]”）)")
_OF_ITS_OWN = 6
"""Characters from which a sentence of the draft is known again in a line that was edited."""


def check_edited(draft: Draft, letter: str, corpus: Corpus) -> tuple[Checked, ...]:
    """Every sentence of ``letter``, an edited form of :func:`editable`, with its verdict."""
    quotes = dict(_quotes(draft, corpus))
    known = {_marked(s): s for s in draft.sentences}
    needless = Needless(draft, corpus)
    checked: list[Checked] = []
    lines = [line.strip() for line in letter.splitlines() if line.strip()]
    signed, below = False, Below(draft)
    for paragraph, line in enumerate(lines):
        kind = _kind(line, first=paragraph == 0, signed=signed)
        for words, marks, same in _sentences(line, known, needless):
            if same is not None:
                checked.append(below.placed(_left(same, paragraph, quotes)))
                signed |= same.kind == "closing" and "。" not in line.rstrip("。")
            else:
                checked.append(below.placed(_checked(words, marks, kind, paragraph, quotes, needless)))
    return with_text_below_headings(draft, checked)


def _left(same: DraftSentence, paragraph: int, quotes: Mapping[int, Quote]) -> Checked:
    """A sentence of the draft that was left as it was: it stands as long as the documents still say what it cites."""
    gone = next((n for n in same.citations if n not in quotes), None)
    found = Checked(same.text, same.citations, same.kind, paragraph, "held" if same.citations else "own", question=same.question)
    if gone is not None:
        return replace(found, state="failed", gate="gone", word=f"[{gone}]")
    return replace(found, answers=same.answers)


def _checked(
    words: str, marks: tuple[int, ...], kind: SentenceKind, paragraph: int, quotes: dict[int, Quote], needless: Needless
) -> Checked:
    if topic_of(words, needless.draft.language) is not None:
        return Checked(words, marks, "open", paragraph, "held" if marks else "own")
    borne = needless.needs_none(words, first=kind == "address")
    if not marks:
        word = None if borne or _DAY.fullmatch(words) else stated(words)
        return Checked(words, (), kind, paragraph, "own" if word is None else "uncited", word=word or "")
    if unknown := [n for n in marks if n not in quotes]:
        return Checked(words, marks, "statement", paragraph, "failed", "mark", f"[{unknown[0]}]")
    removal = None if borne else check_written(Claim(words, tuple(quotes[n] for n in marks), written=True), needless.corpus)
    if removal is None:
        return Checked(words, marks, "statement", paragraph, "held")
    return Checked(words, marks, "statement", paragraph, "failed", removal.gate, _at_fault(removal.detail, words))


def _at_fault(detail: str, words: str) -> str:
    """The beginning of what a gate says that stands in the sentence: the figure, the name, the word that promises."""
    pieces = re.split(r" (?:for|is|as|without|stands|of) ", detail)
    piece = pieces[0].strip()
    return piece if piece and (piece in normal(words) or piece in words) else ""


def _sentences(
    line: str, known: dict[str, DraftSentence], needless: Needless
) -> Iterator[tuple[str, tuple[int, ...], DraftSentence | None]]:
    """The sentences of a line with the numbers of their notes; those of the draft as they are there, whatever stops they hold."""
    at = 0
    while at < len(line):
        if line[at].isspace():
            at += 1
            continue
        if (same := _starts_with(line, at, known)) is not None:
            yield "", (), known[same]
            at += len(same)
            continue
        marks = _MARKS.search(line, at)
        stop = min((place for key in known if (place := _behind_a_stop(line, key, at + 1)) > 0), default=len(line))
        end, behind = (marks.start(), marks.end()) if marks and marks.start() < stop else (stop, stop)
        numbers = tuple(dict.fromkeys(int(n) for n in _NUMBER.findall(marks[0]))) if marks and behind == marks.end() else ()
        parts = _parts(line[at:end])
        for place, words in enumerate(parts):
            # A note stands behind the last sentence that it bears; those before it need one where they state something.
            last = place == len(parts) - 1
            bare = not last and (stated(words) is None or needless.needs_none(words))
            yield words, () if bare else numbers, None
        if not parts and numbers:
            yield "", numbers, None
        at = behind


def _behind_a_stop(line: str, key: str, at: int) -> int:
    """Where a sentence of the draft begins again in the rest of a line; -1 where it does not."""
    while len(key) >= _OF_ITS_OWN and (at := line.find(key, at)) > 0:
        if line[:at].rstrip()[-1:] in _STOPS:
            return at
        at += 1
    return -1


def _parts(chunk: str) -> list[str]:
    parts, start = [], 0
    for m in _END.finditer(chunk):
        parts.append(chunk[start : m.end()].strip())
        start = m.end()
    return [part for part in (*parts, chunk[start:].strip()) if part]


def _starts_with(line: str, at: int, known: dict[str, DraftSentence]) -> str | None:
    """The longest sentence of the draft that stands at ``at`` with just its own marks."""
    fitting = (key for key in known if line.startswith(key, at) and not _MARKS.match(line, at + len(key)))
    return max(fitting, key=len, default=None)


def _kind(line: str, *, first: bool, signed: bool) -> SentenceKind:
    if first:
        return "address"
    if signed:
        return "signature"
    return "heading" if _HEADING.fullmatch(line) else "framing"


def _marked(sentence: DraftSentence) -> str:
    return on_a_line(sentence.text) + "".join(f"[{n}]" for n in sentence.citations)


def _quotes(draft: Draft, corpus: Corpus) -> Iterator[tuple[int, Quote]]:
    """What the notes of the draft cite, as far as it is still held."""
    for c in draft.citations:
        document = corpus.document(c.document)
        provision = next((p for p in document.provisions if p.id == c.provision), None) if document else None
        if document is not None and provision is not None and document.text[c.start : c.end] == c.quote:
            yield c.n, Quote(document, provision, c.start, c.end, signpost=c.role == "signpost")
