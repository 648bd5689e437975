"""Names under which people are reached: mail addresses, also as people spell them out, and accounts of messengers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.privacy.model import Kind
from assistant.privacy.words import cues

_LOCAL = "A-Za-z0-9._%+-"
_ENDINGS = "com|cn|net|org|edu|gov|io|me|info|vip|cc|co|top|xyz|hk|tw|mo|uk|us|de|jp|asia|biz|tech|icloud"
_PROVIDERS = "qq|163|126|139|189|gmail|sina|sohu|foxmail|outlook|hotmail|yeah|aliyun|icloud|yahoo|live|wo|21cn"
_DOT = r" ?(?:\.|。|·|点|點|\((?:dot|点)\)|\[dot\]|\{dot\}| dot ) ?"
_AT = r" ?(?:@|\((?:at|@|艾特)\)|\[(?:at|@)\]|\{at\}|<at>| at |艾特|圈a|#) ?"
_STRICT = re.compile(rf"(?<![{_LOCAL}])[{_LOCAL}]{{1,64}}@[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{1,5}}")
_LOOSE = re.compile(
    rf"(?<![{_LOCAL}])[{_LOCAL}]{{1,64}}{_AT}[A-Za-z0-9-]{{1,63}}(?:{_DOT}[A-Za-z0-9-]{{1,63}}){{0,3}}{_DOT}(?:{_ENDINGS})(?![A-Za-z0-9])",
    re.I,
)
_BARE = re.compile(rf"(?<![{_LOCAL}])[{_LOCAL}]{{2,64}}@(?:{_PROVIDERS})(?![A-Za-z0-9])", re.I)
_UNBOUNDED = re.compile(rf"(?<=[{_LOCAL}])[{_LOCAL}]{{64}}@[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{1,5}}")
"""The end of an address that is longer than any may be: what stands before its last characters is looked up by hand."""
_WXID = re.compile(r"(?<![A-Za-z0-9])wxid_[A-Za-z0-9_-]{4,30}", re.I)


@cache
def _wechat() -> re.Pattern[str]:
    filler = cues()["filler"].pattern
    account = r"(?:[A-Za-z][A-Za-z0-9_-]{4,29}|[0-9](?:[ -]?[0-9]){4,10})(?![A-Za-z0-9_]|[ -]?[0-9])"
    return re.compile(rf"(?P<cue>{cues()['wechat'].pattern})(?P<filler>{filler})(?P<found>{account})", re.I)


def accounts(text: str) -> Iterator[tuple[Kind, int, int]]:
    """Kind, start and end of each in ``text`` (as :func:`~assistant.privacy.plain.plain` gives it); they may overlap."""
    if "@" in text or "#" in text or re.search(r"at|艾特|圈a", text, re.I):
        for pattern in (_STRICT, _LOOSE, _BARE):
            yield from (("email", m.start(), m.end()) for m in pattern.finditer(text) if not _is_english(text, m))
        yield from (("email", _beginning(text, m.start()), m.end()) for m in _UNBOUNDED.finditer(text))
    yield from (("wechat", m.start(), m.end()) for m in _WXID.finditer(text))
    for m in _wechat().finditer(text):
        word = m["found"]
        # A word without a digit is an account only where it is announced as one.
        named = re.search(r"[0-9_-]", word) or re.search(r"号|號|[:：=]|是|为|加|\+", m["cue"] + m["filler"])
        if named and not _is_unit(text, m.end()):
            yield "wechat", m.start("found"), m.end("found")


def _is_english(text: str, m: re.Match[str]) -> bool:
    """Whether what looks like an address spelled out are words (look at this.com)."""
    if not re.search(r" at ", m[0], re.I) or re.search(rf" dot |{_DOT}(?:{_PROVIDERS}){_DOT}| (?:{_PROVIDERS}){_DOT}", m[0], re.I):
        return False
    return cues()["mail"].search(text[max(0, m.start() - 16) : m.start()]) is None


def _beginning(text: str, place: int) -> int:
    """Where the run of an address's characters begins that goes on at ``place``. Walked once for each address: runs do not overlap."""
    while place and re.match(f"[{_LOCAL}]", text[place - 1]):
        place -= 1
    return place


def _is_unit(text: str, place: int) -> bool:
    return re.match(r" ?(?:[万亿元%年月日]|人|家|个)", text[place : place + 3]) is not None
