"""Unified social credit codes (GB 32100) in a text. They are never needed: they can only be told to be right or not."""

from __future__ import annotations

import re
import unicodedata

_CHARS = r"[0-9a-hj-npqrtuwxyA-HJ-NPQRTUWXY]"
CODE = re.compile(rf"(?<![0-9A-Za-z]){_CHARS}{{2}}[ -]?[0-9]{{6}}[ -]?{_CHARS}{{9}}[ -]?{_CHARS}(?![0-9A-Za-z])")
"""What is written like a code, in half width: authority and kind, division, organisation, check character."""


def find_credit_codes(text: str) -> tuple[tuple[str, bool], ...]:
    """Each code in ``text`` in half width and capitals, with whether its check character is right. The number of an identity card,
    which is as long, is none."""
    from stdnum.cn import ric, uscc

    found: dict[str, bool] = {}
    for m in CODE.finditer(unicodedata.normalize("NFKC", text)):
        code = re.sub(r"[ -]", "", m[0]).upper()
        valid = bool(uscc.is_valid(code))
        if valid or not ric.is_valid(code):
            found[code] = valid
    return tuple(found.items())
