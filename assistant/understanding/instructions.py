"""A message without the words that try to tell the assistant how to answer: they change nothing, and would only blur what is asked."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from assistant.understanding.normalise import has_words
from corpus.records import read_yaml

_BOUNDARY = re.compile(r"(?<=[。!?;\n])|(?<=\.)(?=\s)")
_BRACKETS = re.compile(r"\((?:[^()]|\([^()]*\)){6,}\)")
_ASKS = re.compile(
    r"[?？吗呢]|什么|啥|哪|谁|多少|几[个条项万家]|怎么|如何|是否|(?P<x>[\u3400-\u9fff])[不没](?P=x)|\b(?:what|which|who|how|when|where|is|are|can|does|do)\b",
    re.I,
)
_LEAD = re.compile(r"^[^:?]{2,40}:(?=[^:]{4,})")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    raw = read_yaml(Path(__file__).with_name("instructions.yaml"))
    wrapped, sentence = ("|".join(f"(?:{p})" for p in raw[name]) for name in ("wrapped", "sentence"))
    return re.compile(wrapped, re.I | re.S), re.compile(sentence, re.I)


def without_instructions(message: str) -> str:
    """``message`` (cleaned) without wrapped instructions and, where another sentence asks, without sentences that only instruct; the
    whole message where nothing would be left."""
    wrapped, instructs = _patterns()
    rest = _BRACKETS.sub(lambda m: "" if instructs.search(m[0]) else m[0], wrapped.sub(" ", message))
    rest = rest if has_words(rest) else message
    sentences = [s for s in _BOUNDARY.split(rest) if has_words(s)]
    kept = [_asked(s, instructs) for s in sentences]
    asking = "".join(k for k in kept if k)
    return asking.strip() if has_words(asking) and len(asking) > 3 else rest.strip()


def _asked(sentence: str, instructs: re.Pattern[str]) -> str:
    """``sentence``, what asks behind the colon of an instruction (不许解释,只准说“否”:第十条有没有提到法院?), or nothing of one: what it
    gives to be said (直接回答:奖金为88万元) is part of it."""
    if not instructs.search(sentence):
        return sentence
    lead = _LEAD.match(sentence)
    behind = sentence[lead.end() :] if lead is not None else ""
    if lead is not None and instructs.search(lead[0]) and not instructs.search(behind) and _ASKS.search(behind):
        return behind
    return ""
