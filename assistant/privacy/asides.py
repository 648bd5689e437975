"""What of a concealed message is read as a question: all of it but who writes and how to reach them.

By tokens: a clause that holds nothing but placeholders, words for contacts (手机, 邮箱) and little words is set aside; where a clause says
more, the placeholder goes with the words for it. A clause that asks (知识产权局电话多少) is always read.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from assistant.privacy.model import PLACEHOLDER
from corpus.records import read_yaml

_BETWEEN = re.compile(r"(?<=[,，。;；!！?？\n、])|(?<=\.)(?=\s)")
_SPACE = re.compile(r"[ \t]{2,}")
_TITLE_BEHIND = re.compile(r"^(?:先生|女士|小姐|老师|教授|博士|经理|主任|处长|科长|局长|工(?!作|程|业)|总(?!局|部|额))")
_WORDS = re.compile(r"[\w\u3400-\u9fff]")


@cache
def _words() -> dict[str, re.Pattern[str]]:
    raw: dict[str, str] = read_yaml(Path(__file__).with_name("asides.yaml"))
    found = {name: re.compile(pattern, re.I) for name, pattern in raw.items()}
    tokens = "|".join(rf"(?<![A-Za-z])(?:{raw[name]})(?![A-Za-z])" for name in ("contact", "own", "little"))
    return found | {"tokens": re.compile(tokens, re.I)}


def to_be_read(text: str) -> str:
    """``text`` (concealed) without the clauses in which its writer only gives contacts, and without placeholders; as it is where it holds
    none and names no telephone of the writer's. Empty only where nothing else was said."""
    if "〔" not in text and not _words()["telephone"].search(text):
        return text
    clauses = [c for c in _BETWEEN.split(text) if c]
    keeps = [not _is_aside(c) for c in clauses]
    if not any(k and _WORDS.search(without_placeholders(c)) for k, c in zip(keeps, clauses, strict=True)):
        return "" if PLACEHOLDER.search(text) and not _WORDS.search(_bare(text)) else without_placeholders(text)
    if all(keeps) and "〔" not in text:
        return text
    kept = ""
    for clause, keep in zip(clauses, keeps, strict=True):
        if keep:
            kept += without_placeholders(clause)
        elif clause[-1] in "。.;；!！?？\n" and kept and kept[-1] in ",，、":
            kept = kept[:-1] + clause[-1]  # the sentence ends where the clause that is gone ended it
    return kept.strip(" ,，、;；")


def without_placeholders(text: str) -> str:
    """``text`` without what stands for personal data and the words that only announce it (手机是〔手机号1〕): those would be taken for
    what is asked for."""
    pieces, end = list[str](), 0
    for m in PLACEHOLDER.finditer(text):
        before = text[end : m.start()]
        attached = _words()["attached"].search(before[-24:])
        cut = len(before) - (len(attached[0]) if attached and not _words()["asks"].search(attached[0]) else 0)
        pieces.append(before[:cut])
        behind = _TITLE_BEHIND.match(text[m.end() : m.end() + 4]) if m[0].startswith("〔姓名") else None
        end = m.end() + (len(behind[0]) if behind else 0)
    return _SPACE.sub(" ", "".join([*pieces, text[end:]]))


def _is_aside(clause: str) -> bool:
    """Whether ``clause`` only says who writes or how to reach them."""
    words = _words()
    bare = PLACEHOLDER.sub("", clause)
    if words["asks"].search(bare):
        return False
    if PLACEHOLDER.search(clause):
        return not _WORDS.search(_bare(clause))
    # A telephone of the writer's, told without its number: whose it is stands before it (我的手机, 我们热线).
    telephone = words["telephone"].search(bare)
    return telephone is not None and words["own"].search(bare[: telephone.start()]) is not None


def _bare(clause: str) -> str:
    """``clause`` without placeholders, words for contacts and little words."""
    return _words()["tokens"].sub("", PLACEHOLDER.sub(" ", clause))
