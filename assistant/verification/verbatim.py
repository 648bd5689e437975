"""Words given as a document's own stand in a quote, character by character.

For a composed claim these are the strings that it names as such. In a written one everything between quotation marks claims to be the
document's: what fails is told apart as in attribution of quotations: *misattributed* (stands elsewhere in a document cited), *stitched*
(made of two places) or *absent*. Width and white space are no difference.
"""

from __future__ import annotations

import re

from assistant.answering.model import Claim
from assistant.verification.normal import letters
from corpus import Corpus

_QUOTED = re.compile(r"“([^“”]{2,})”?|「([^「」]{2,})」?|『([^『』]{2,})』?|\"([^\"]{2,})\"|〝([^〝〞]{2,})〞?")
_HAN = re.compile(r"[\u3400-\u9fff]")
_EDGES = "。,;:!?、. "
LEAST = 4
"""Characters from which words between quotation marks are a quotation; shorter ones are names or emphasis (see *entities*)."""
_PIECE = 4


def check(claim: Claim, corpus: Corpus) -> str | None:
    """The words that stand in no quote."""
    for words in claim.verbatim:
        if words not in claim.text or not any(words in q.text for q in claim.quotes):
            return words
    if not claim.written:
        return None
    for found in _QUOTED.finditer(claim.text):
        words = letters(next(g for g in found.groups() if g is not None)).strip(_EDGES)
        if len(words) >= LEAST and _HAN.search(words) and (fault := _fault(words, claim)) is not None:
            return f"{fault}: {words}"
    return None


def _fault(words: str, claim: Claim) -> str | None:
    """What is wrong with ``words`` as a quotation: None where they stand in a quote or in the heading of one."""
    held = [letters(q.text) for q in claim.quotes] + [letters(f"{q.provision.title}\n{q.document.title}") for q in claim.quotes]
    plain = [re.sub('[“”"「」]', "", h) for h in held]
    bare = re.sub('[“”"「」]', "", words)
    if any(bare in h for h in plain):
        return None
    if "..." in bare or "…" in bare:
        pieces = [p.strip(_EDGES) for p in re.split(r"\.{3,}|…+", bare)]
        return None if all(any(p in h for h in plain) for p in pieces) and _in_order(pieces, plain) else "absent"
    if any(bare in letters(d.text) for d in {q.document for q in claim.quotes}):
        return "misattributed"
    return "stitched" if _stitched(bare, [*plain, *(letters(d.text) for d in {q.document for q in claim.quotes})]) else "absent"


def _in_order(pieces: list[str], held: list[str]) -> bool:
    """Whether one text holds the pieces of an elliptic quotation one behind the other."""
    for text in held:
        at = 0
        for piece in pieces:
            at = text.find(piece, at)
            if at < 0:
                break
            at += len(piece)
        else:
            return True
    return False


def _stitched(words: str, held: list[str]) -> bool:
    """Whether ``words`` are two runs that each stand somewhere."""
    return any(
        any(words[:i] in h for h in held) and any(words[i:] in h for h in held) for i in range(_PIECE, min(len(words) - _PIECE, 200) + 1)
    )
