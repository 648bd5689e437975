"""Counting tokens and cutting at them, with a vocabulary that travels with the package: nothing is fetched."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktoken import Encoding

VOCABULARY = Path(__file__).with_name("vocabulary") / "cl100k_base.tiktoken"
SHA256 = "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"
"""Of the vocabulary, as tiktoken itself demands it."""
PATTERN = r"""'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s"""
"""How text is parted before it is encoded: that of tiktoken's ``cl100k_base``, which cannot be asked without fetching."""


@cache
def encoding() -> Encoding:
    """OpenAI's ``cl100k_base``, without the special tokens, which no text of ours may hold.

    Raises:
        OSError: the file of the vocabulary is not there.
        ValueError: it is not what was packed.
    """
    from tiktoken import Encoding

    data = VOCABULARY.read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise ValueError(f"{VOCABULARY} is damaged: install the package anew")
    ranks = {base64.b64decode(token): int(rank) for token, rank in (line.split() for line in data.splitlines())}
    return Encoding("cl100k_base", pat_str=PATTERN, mergeable_ranks=ranks, special_tokens={})


def cut_to_tokens(text: str, limit: int) -> str:
    """``text``, or its first ``limit`` tokens. A character that the cut would split is left out."""
    # A token is at least one byte, so a short text needs no tokenizer (nor the half second that loading it takes).
    if len(text.encode("utf-8", "replace")) <= limit:
        return text
    tokens = encoding().encode_ordinary(text)
    return text if len(tokens) <= limit else encoding().decode(tokens[:limit], errors="ignore")


def count_tokens(text: str) -> int:
    """How many tokens ``text`` is in this vocabulary: near enough for any model's budget."""
    return len(encoding().encode_ordinary(text)) if text else 0
