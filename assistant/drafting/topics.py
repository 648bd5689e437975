"""A question as the letter may repeat it: in the heading of its section, in the field for a person's answer."""

from __future__ import annotations

import re

from assistant.drafting.reading import asks, rules
from assistant.privacy import PLACEHOLDER, to_be_read, without_placeholders
from assistant.understanding.normalise import has_words, language_of
from assistant.understanding.splitting import is_tail
from corpus import read_figures

TOPIC = 40
"""Characters of a question that are repeated."""
_RUDE = re.compile(r"[!！<>\[\]{}【】\\]|凭什么|痛快|气死|废物|垃圾")


def shown_topic(question: str) -> str:
    """``question`` (concealed) as the letter may repeat it; empty where it names a figure, which a letter must not seem to confirm, holds
    personal data, is heated, holds a sign of markup or is too long."""
    shown = topic(question, TOPIC)
    figures = any(f.kind in ("money", "percent", "duration") for f in read_figures(shown))
    return "" if figures or PLACEHOLDER.search(shown) or _RUDE.search(shown) else shown


def beside_topic(question: str) -> tuple[str, ...]:
    """The sentences of ``question`` that ask too and are not the one that a heading repeats."""
    sentences = _asking(question)
    return tuple(s.strip() for s in sentences if s != sentences[-1])


def topic(question: str, longest: int) -> str:
    """The last clauses of ``question``, without courtesies and stops; empty where they do not fit."""
    question = without_placeholders(to_be_read(question))
    asking = next(reversed(_asking(question) or _sentences(question)), "").strip().rstrip("。;；!！?？. ")
    if language_of(question) == "en":
        return asking if len(asking) <= 3 * longest else ""
    clauses = [c for c in re.split(r"[,，:：]", asking) if has_words(c)]
    shown = ""
    for clause in reversed(clauses):
        bare = rules()["courtesy"].sub("", clause.strip())
        if not has_words(bare) or (shown and rules()["announced"].search(clause)) or (shown and len(bare) + len(shown) >= longest):
            break
        shown = f"{bare}，{shown}" if shown else bare
        if bare != clause.strip():
            break
    return shown if len(shown) <= longest else ""


def _sentences(question: str) -> list[str]:
    return [s for s in re.split(r"(?<=[。;；!！?？\n])", question) if has_words(s) and not is_tail(s)]


def _asking(question: str) -> list[str]:
    return [s for s in _sentences(question) if asks(s)]
