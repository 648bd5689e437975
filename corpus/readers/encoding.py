"""Bytes to text: which encoding a Chinese text file is in.

General detectors confuse GB18030 and Big5 with each other and with Korean or Thai code pages when the text is short. The question is
narrower here: a Chinese document is in UTF-8, UTF-16, GB18030 or Big5, and of the candidates that decode without an error the right
one shows common characters and Chinese punctuation, the wrong one rare characters. ``charset-normalizer`` decides about the rest.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from corpus.readers.errors import ConversionError

_COMMON = frozenset(
    "的一是在不了有和人中大上我以要他用生到作地出就分成可主年同工也能下子面而方多定行所民得十三之等部度家力如水化高自二理起小物加量都"
    "使本去性好合因由其前外天政四日社事平形相全各重新心你明看原又利比或但第向道命此只解意建月公者最立代已通提直入常文次品式活及管特"
    "件求基流路少接知期根指放被先回任取府市省县区局委员会法律条例规定办法通知意见五六七八九"
    "这为个国时来们于对会发动过说产种后学经进着两体制机当点从业应开还义间样与关线内数么质气变没结问无系总设长资级图统较将组见计"
    "别论运农几强决则据处务办项实现术创"
    "這為個國時來們於對會發動過說產種後學經進著兩體製機當點從業應開還義間樣與關線內數麼質氣變沒結問無係總設長資級圖統較將組見計"
    "別論運農幾強決則據處務辦項實現術創條縣區員規點"
    "\uff0c\u3002\u3001\uff1b\uff1a\uff08\uff09\u300a\u300b\u201c\u201d\u2014\u3014\u3015\u3000"
)
_ALIASES = {
    "gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "gb18030": "gb18030", "hz": "hz",
    "big5": "cp950", "big5-tw": "cp950", "cp950": "cp950", "big5hkscs": "big5hkscs",
    "utf-8": "utf-8", "utf8": "utf-8", "utf-16": "utf-16",
}  # fmt: skip
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONFIDENT = 0.12
_CONFIDENT_WIDE = 0.8
"""Share of common characters that real Chinese text exceeds (0.4 and more) and a wrong decoding does not reach (below 0.08)."""
_SAMPLE = 20_000
_DAMAGED = 0.02


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text, the name of its encoding, and what the reader should know about the decoding."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of ``data``. ``declared`` is an encoding that the file names itself (HTML); it counts unless the bytes contradict it.

    Raises:
        ConversionError: no encoding fits; the file is probably not text.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            text, lost = _forgiving(data, name)
            return Decoded(text, name, _lost_warning(lost))
    utf8 = _strict(data, "utf-8")
    if utf8 is not None and "\0" not in utf8:
        return Decoded(utf8, "ascii" if utf8.isascii() else "utf-8")
    if declared and (named := _ALIASES.get(declared.strip().lower(), declared.strip())):
        text_or_none = _strict(data, named)
        if text_or_none is not None and "\0" not in text_or_none:
            return Decoded(text_or_none, named)
    return _best(data) or _damaged(data) or _other(data)


def common_share(text: str) -> float:
    """Share of common Chinese characters and punctuation among the characters of ``text`` outside ASCII (0 when there are none)."""
    other = [c for c in text if not c.isascii()]
    return sum(c in _COMMON for c in other) / len(other) if other else 0.0


def _readable_share(text: str) -> float:
    """Share of printable ASCII and common Chinese characters: Latin letters read in the wrong byte order become common characters too
    (N is 一), so of UTF-16 both kinds count, and the usual order comes first among equals."""
    return sum(c in _COMMON or " " <= c <= "~" or c in "\r\n\t" for c in text) / len(text) if text else 0.0


def _candidates(data: bytes) -> tuple[str, ...]:
    if b"\0" in data:
        return ("utf-16-le", "utf-16-be") if len(data) % 2 == 0 else ()
    return ("gb18030", "cp950", "big5hkscs")


def _best(data: bytes) -> Decoded | None:
    """The candidate that decodes without an error and shows the most common characters, if any shows enough."""
    found = [(name, text) for name in _candidates(data) if (text := _strict(data, name)) is not None]
    share = _readable_share if b"\0" in data else common_share
    scored = sorted(((share(text[:_SAMPLE]), -i, name, text) for i, (name, text) in enumerate(found)), reverse=True)
    if scored and scored[0][0] >= (_CONFIDENT_WIDE if b"\0" in data else _CONFIDENT):
        return Decoded(scored[0][3], scored[0][2])
    return None


def _damaged(data: bytes) -> Decoded | None:
    """A text with a few broken bytes: the encoding that loses least, with U+FFFD in the place of each."""
    tried = []
    for name in ("utf-8", *_candidates(data)):
        text, lost = _forgiving(data, name)
        if text and lost <= max(1, len(text) * _DAMAGED) and common_share(text[:_SAMPLE]) >= _CONFIDENT:
            tried.append((lost, name, text))
    if not tried:
        return None
    lost, name, text = min(tried, key=lambda t: t[0])
    return Decoded(text, name, _lost_warning(lost))


def _other(data: bytes) -> Decoded:
    """Any other encoding, by general detection."""
    from charset_normalizer import from_bytes

    match = None if b"\0" in data else from_bytes(data[: 4 * _SAMPLE]).best()
    text = _strict(data, match.encoding) if match is not None else None
    if match is None or text is None:
        raise ConversionError("The file is not text in an encoding that is known (UTF-8, UTF-16, GB18030, Big5); it may be binary.")
    return Decoded(text, match.encoding, (f"The encoding is uncertain; read as {match.encoding}.",))


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _forgiving(data: bytes, name: str) -> tuple[str, int]:
    """The text with U+FFFD for each broken sequence, and how many of them the decoding itself put in."""
    text = data.decode(name, errors="replace")
    genuine = len(data.decode(name, errors="ignore")) if "\ufffd" in text else len(text)
    return text, len(text) - genuine


def _lost_warning(lost: int) -> tuple[str, ...]:
    return (f"{lost} places could not be decoded; U+FFFD stands for each.",) if lost else ()
