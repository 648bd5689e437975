"""Claims of the assistant in the register of a letter: each message ``answer.NAME`` that a claim was made from has a counterpart
``draft.said.NAME`` in the same file, filled with the same words. A claim without a counterpart keeps its wording."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache

from assistant.answering.model import Claim
from assistant.answering.wording import joined, number_of
from assistant.messages import Language, messages, text

_SAID = "draft.said."
_MAY_BE_EMPTY = frozenset(("scope",))
_TAILS = ("whether_conditional",)
_HAN = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’…□"
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_TYPESET = re.compile(rf"(?<=[{_HAN}])[,;:?!()]|[,;:?!()](?=[{_HAN}])")

_LONGEST = 1_200
"""A sentence longer than this is said as it is: to find the places of its variables takes more than linear time."""


def in_register(claim: Claim, language: Language, document: str) -> tuple[Claim, str]:
    """``claim`` as the letter says it, and the name of the message that it was made from (empty when it has no counterpart).

    ``document`` is how the letter calls the document that the question is about.
    """
    said = without_tail(claim.text, language)
    tail = claim.text[len(said) :]
    if len(said) > _LONGEST:
        return claim, ""
    for name, pattern in _patterns(language):
        if m := pattern.fullmatch(said):
            if not _labels_agree(claim, m.groupdict().get("label")) or (name == "row" and not _title_agrees(claim, m["title"])):
                continue
            key = _SAID + name
            values = {**m.groupdict(), "document": document, "place": _places(claim, language)}
            if "words" in values and (len(claim.verbatim) > 1 or name.startswith("row_quoted")) and _only_quotes(values["words"], claim):
                values["words"] = ("；" if language == "zh" else "; ").join(claim.verbatim)
            needed = messages(language).variables[key]
            words = text(key, language, **{k: v for k, v in values.items() if k in needed})
            return replace(claim, text=_once(words) + tail), name
    return claim, ""


def without_tail(words: str, language: Language) -> str:
    """``words`` of a claim without what is set behind any message."""
    tail = next((t for name in _TAILS if words.endswith(t := text(f"answer.{name}", language))), "")
    return words.removesuffix(tail)


def typeset(words: str) -> str:
    """Chinese text with full-width punctuation, as a letter is printed; figures and Latin words keep theirs."""
    done, before = words, ""
    while done != before:
        before = done
        done = _TYPESET.sub(lambda m: _FULL[m[0]], done)
    return done


def same_but_for_width(a: str, b: str) -> bool:
    """Whether two texts differ in nothing but the width of their signs."""
    return unicodedata.normalize("NFKC", a) == unicodedata.normalize("NFKC", b)


def _labels_agree(claim: Claim, label: str | None) -> bool:
    """Whether what a pattern took for a label is the label of a place that the claim cites: a message may look like another."""
    if label is None:
        return True
    known = {named for q in claim.quotes for named in (q.provision.label, number_of(q.provision, "en"), q.document.title)}
    return any(label.endswith(name) for name in known)


def _title_agrees(claim: Claim, title: str) -> bool:
    return any(title == q.provision.title for q in claim.quotes)


def _places(claim: Claim, language: Language) -> str:
    return joined(dict.fromkeys(number_of(q.provision, language) for q in claim.quotes), language)


def _only_quotes(words: str, claim: Claim) -> bool:
    """Whether ``words`` are the claim's verbatim words with nothing else between them than signs."""
    for verbatim in claim.verbatim:
        words = words.replace(verbatim, "", 1)
    return not any(c.isalnum() for c in words)


def _once(words: str) -> str:
    """A label that names its document itself (《办法》第三条) does not need the letter's document before it."""
    return re.sub(r"《[^《》]+》(?=《)", "", words)


@cache
def _patterns(language: Language) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each message that has a counterpart as a pattern; those with most words of their own first."""
    known = messages(language).variables
    found = []
    for key in known:
        if key.startswith(_SAID):
            name = key.removeprefix(_SAID)
            found.append((name, *message_pattern(f"answer.{name}", known[f"answer.{name}"], language)))
    return tuple((name, pattern) for name, pattern, _ in sorted(found, key=lambda f: -f[2]))


def message_pattern(key: str, variables: frozenset[str], language: Language) -> tuple[re.Pattern[str], int]:
    """The message ``key`` as a pattern with a group for each variable, and how many characters it has of its own."""
    filled = text(key, language, **{v: f"\0{v}\0" for v in variables})
    pieces, own, seen = list[str](), 0, set[str]()
    for place, piece in enumerate(filled.split("\0")):
        if place % 2:
            pieces.append(f"(?P={piece})" if piece in seen else f"(?P<{piece}>.{'*' if piece in _MAY_BE_EMPTY else '+'}?)")
            seen.add(piece)
        else:
            pieces.append(re.escape(piece))
            own += len(piece)
    return re.compile("".join(pieces), re.S), own
