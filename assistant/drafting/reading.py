"""An enquiry read: what its writer says now, without mail headers, quoted history and signature; what of it asks; which days it names.

Questions are found by :func:`assistant.understanding.splitting.split_questions`; here only what a letter has around them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.messages import Language
from assistant.privacy import PLACEHOLDER
from assistant.understanding.instructions import without_instructions
from assistant.understanding.language_data import content_words, without_benefits
from assistant.understanding.normalise import clean, has_words, language_of
from assistant.understanding.splitting import is_asking, is_tail, split_questions
from corpus import PartialDate, read_dates
from corpus.blanks import short_blanks
from corpus.records import read_yaml

KEYWORDS = 40
"""A text no longer than this is a question even when nothing in it asks (专利质押融资政策)."""
_SENTENCE = re.compile(r"[^。！？!?;；\n]+[。！？!?;；]*|\n")
_CLAUSE = re.compile(r"[^，,。！？!?;；\n]+[？?]?")
_STOPS = "。.!！;； \t\r\n\f\v\u00a0\u3000"
_NUMERIC_DATE = re.compile(r"(?<!\d)(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMBER = re.compile(r"^\s*[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[、.．)）]")
_LONGEST_LINE = 200
_SEEN = 10
"""Characters by whose end a sentence is known again in a question."""


@dataclass(frozen=True)
class Dated:
    """A date that can be read, and the clause that it stands in; empty where it is the letter's own, in its head."""

    date: PartialDate
    clause: str = ""


@dataclass(frozen=True)
class Enquiry:
    """What was read. ``questions`` in their order; ``unrecognised`` are sentences that seem to ask and are in none of them."""

    body: str
    language: Language
    questions: tuple[str, ...]
    unrecognised: tuple[str, ...] = ()
    dates: tuple[Dated, ...] = ()
    asks: bool = True
    """Whether anything in it asks; a line of keywords does not, and may be meant as a question all the same."""
    for_organisation: bool = False
    quoted_lines: int = 0
    gives_orders: bool = False
    """Whether some of it tries to tell the assistant how to answer."""


@cache
def rules() -> dict[str, Any]:
    """``enquiry.yaml``, compiled."""
    raw = read_yaml(Path(__file__).with_name("enquiry.yaml"))
    return {
        name: re.compile("|".join(f"(?:{p})" for p in ([value] if isinstance(value, str) else value)), re.I | re.M)
        for name, value in raw.items()
    }


def read_enquiry(text: str) -> Enquiry:
    """``text`` (concealed) read as a letter."""
    said, headers, quoted = _said(short_blanks(text))
    body = "\n".join(line for line in _without_signature(said).splitlines() if not _is_line(line, "announcing"))
    marked = "".join(_as_question(s) for s in _SENTENCE.findall(body) if asks(s) or not PLACEHOLDER.search(s))
    language: Language = "en" if language_of(body) == "en" else "zh"
    asking = asks(marked)
    questions = split_questions(marked) if asking or len(clean(body)) <= KEYWORDS else ()
    whole = clean(body)
    return Enquiry(
        body=body,
        language=language,
        questions=questions,
        unrecognised=_unrecognised(marked, questions),
        dates=_dates(headers, said),
        asks=asking,
        for_organisation=rules()["organisation"].search(clean(without_instructions(clean(said)))) is not None,
        quoted_lines=quoted,
        gives_orders=len(_letters(without_instructions(whole))) < len(_letters(whole)),
    )


def _is_line(line: str, rule: str) -> bool:
    """Whether ``line`` is one of those lines around a letter, which are short."""
    bare = line.strip()
    return len(bare) <= _LONGEST_LINE and rules()[rule].fullmatch(bare) is not None


def _said(text: str) -> tuple[str, list[str], int]:
    """What is not quoted from earlier letters, the mail headers, and how many lines were quoted. A letter that holds nothing else is a
    forwarded one: then what it quotes is read."""
    lines, kept, headers = text.splitlines(), list[str](), list[str]()
    known = rules()
    for number, line in enumerate(lines):
        bare = line.strip()
        if _is_line(bare, "history") and any(map(has_words, kept)):
            return "\n".join(kept), headers, sum(map(has_words, lines[number + 1 :]))
        if known["headers"].fullmatch(bare) and not any(map(has_words, kept)):
            headers.append(bare)
        elif not _is_line(bare, "history"):
            kept.append(line)
    own = [line for line in kept if not known["quoted"].match(line)]
    if any(map(has_words, own)):
        return "\n".join(own), headers, len(kept) - len(own)
    return "\n".join(line.lstrip(" >＞|") for line in kept), headers, 0


def _without_signature(text: str) -> str:
    """``text`` up to its closing words; of what follows only lines that ask (又及)."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if _is_line(line, "closing") and any(map(has_words, lines[:number])):
            return "\n".join([*lines[:number], *(after for after in lines[number + 1 :] if is_asking(clean(after)))])
    return text


def _as_question(sentence: str) -> str:
    """``sentence`` with a question mark where it is a request that names what it wants."""
    return sentence.rstrip(_STOPS) + "？" + ("\n" if sentence.endswith("\n") else "") if _is_request(sentence) else sentence


def _is_request(sentence: str) -> bool:
    known = rules()
    if sentence.rstrip().endswith(("?", "？")) or not known["requests"].search(sentence) or known["announced"].search(sentence):
        return False
    rest = clean(known["requests"].sub("", sentence))
    return len(content_words(without_benefits(rest)).replace(" ", "")) >= (4 if language_of(rest) == "zh" else 12)


def asks(text: str) -> bool:
    """Whether a sentence of ``text`` asks."""
    return any(s.rstrip().endswith(("?", "？")) or rules()["indirect"].search(s) for s in _SENTENCE.findall(text) if has_words(s))


def _unrecognised(body: str, questions: tuple[str, ...]) -> tuple[str, ...]:
    known = _letters("".join(questions))
    found = []
    for sentence in _SENTENCE.findall(without_instructions(clean(body))):
        letters = _letters(sentence)
        if len(letters) > 3 and asks(sentence) and letters[-_SEEN:] not in known and not is_tail(sentence):
            found.append(sentence.strip())
    return tuple(dict.fromkeys(found))


def _letters(text: str) -> str:
    return "".join(c for c in rules()["courtesy"].sub("", clean(_NUMBER.sub("", text))) if c.isalnum())


def _dates(headers: list[str], said: str) -> tuple[Dated, ...]:
    clauses = [("", line) for line in headers] + [(c, c) for c in _CLAUSE.findall(said)]
    found: dict[tuple[str, str], Dated] = {}
    for clause, words in clauses:
        written = _NUMERIC_DATE.sub(lambda m: f"{m[1]}年{int(m[2])}月{int(m[3])}日", words)
        for _, _, date in read_dates(written):
            if date.readable:
                found.setdefault((date.text, clause), Dated(date, clause))
    return tuple(found.values())
