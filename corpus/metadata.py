"""Title, issuer, document number and dates, read from a text where it states them and nowhere else.

Every value comes with its place, so that it can be shown and checked; what the text does not state stays None. The value is the slice
itself without the white space in it (titles run over lines, 令 and its number stand on two).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.dates import read_dates
from corpus.numbering import read_marker
from corpus.numbers import BRACKETED, COUNT, ORDER, YEARLY
from corpus.outline import Line, split_lines
from corpus.repeals import read_repeals
from corpus.terms import own_end, own_period, sentence_before
from corpus.titles import read_title

_HEAD_LINES = 40
_NUMBER = re.compile(rf"{BRACKETED}|{ORDER}|{YEARLY}")
_NUMBER_LABEL = re.compile(r"(?:发文字号|文件编号|文\s*号|字\s*号)\s*[:\uff1a]\s*")
_BODY_END = (
    r"(?:人民政府|委员会|办公厅|办公室|领导小组|指挥部|管理局|人民法院|人民检察院|代表大会|联合会|协会|学会|促进会|"
    r"总局|总署|委|局|厅|部|署|院|馆|中心|大学|学院|公司|集团)"
)
_BODY = rf"[\u4e00-\u9fff]{{1,28}}?{_BODY_END}"
_SIGNED = re.compile(rf"\s*({_BODY})\s*(?:[\(\uff08](?:盖章|章|印章|代章)[\)\uff09])?\s*")
_LETTERHEAD = re.compile(rf"\s*({_BODY})\s*文\s*件\s*")
_ORDER_LINE = re.compile(r"[\s#*]{0,20}([\u4e00-\u9fff]{2,25}?)\s*令\s*(?:[\(\uff08]?\s*第.{1,12}号\s*[\)\uff09]?)?\s*")
_ISSUER_LABEL = re.compile(
    rf"[#*|\-\s]{{0,20}}(?:发布机构|发文机关|发文单位|发布单位|制定机关|印发机关)\s*\*{{0,3}}\s*[:\uff1a|]\s*({_BODY})"
)
_ADOPTED = re.compile(r"日([\u4e00-\u9fff]{2,30}(?:委员会|代表大会))第[\u4e00-\u9fff\d]{1,12}次会议")
_TITLE_BODY = re.compile(rf"[\s#*]{{0,20}}({_BODY})\s*关于")
_ISSUED_LABEL = re.compile(r"(?:成文日期|发文日期|印发日期|发布日期|公布日期|发布时间|发文时间|印发时间)\s*\**\s*[:\uff1a|]\s*")
_FORCE_LABEL = re.compile(r"(?:施行日期|实施日期|生效日期)\s*\**\s*[:\uff1a|]\s*")
_PUBLISHED = re.compile(r"[^。\n]{0,60}?(?:公布|发布|印发)")
_FORCE = re.compile(r"\s*(?:之日|日)?起?(?:正式|开始|试)?(?:施行|实施|生效|执行|试行|暂行)")
_FORCE_FROM = re.compile(r"(?:自|从)\s*$")
_FORCE_AT_ISSUE = re.compile(r"自(?:本\S{2}|\S{0,2})?(?:印发|发布|公布)之日起(?:正式)?(?:施行|实施|生效|执行|试行|暂行)")
_ZERO = str.maketrans("○\uff2f", "〇〇")


@dataclass(frozen=True, slots=True)
class Found:
    """A value and the slice of the text that states it."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a text says about itself. ``validity`` is a period as it stands (有效期5年); no date is computed from it.

    ``repeals`` are the names that the text says it repeals, with the document number behind them where it is given; with ``lapses`` the
    text no longer holds on the very day of ``expires`` (自……起失效).
    """

    title: Found | None = None
    issuer: Found | None = None
    document_number: Found | None = None
    issued: Found | None = None
    in_force: Found | None = None
    expires: Found | None = None
    validity: Found | None = None
    lapses: bool = False
    repeals: tuple[Found, ...] = ()

    @property
    def dates(self) -> dict[str, str]:
        """The dates as a document record holds them."""
        found = {"issued": self.issued, "in_force": self.in_force, "expires": self.expires}
        return {key: value.value for key, value in found.items() if value is not None}


@lru_cache(maxsize=32)
def read_metadata(text: str, hint_title: str | None = None) -> Metadata:
    """What ``text`` (restored) states about itself.

    ``hint_title`` is what the file calls itself (an HTML title); it helps to choose a line of the text and is never taken on its own.
    """
    lines = split_lines(text)
    head = _head(lines)
    title = read_title(text, lines, hint_title)
    signature = _signature(text, lines)
    issued = _labelled_date(text, head, _ISSUED_LABEL) or _published(text, head) or (signature[1] if signature else None)
    end, period = own_end(text.translate(_ZERO)), own_period(text)
    return Metadata(
        title=_found(text, *title) if title else None,
        issuer=_issuer(text, lines, head) or (signature[0] if signature else None) or _issuer_in_head(text, head),
        document_number=_document_number(text, head),
        issued=issued,
        in_force=_labelled_date(text, head, _FORCE_LABEL) or _in_force(text, issued),
        expires=_found(text, *end[:2]) if end else None,
        lapses=bool(end and end[2]),
        validity=_found(text, *period) if period else None,
        repeals=tuple(_found(text, *place) for place in read_repeals(text)),
    )


def _found(text: str, start: int, end: int) -> Found:
    value = re.sub(r"\s+", "", text[start:end]) if not text[start:end].isascii() else text[start:end]
    return Found(value, start, end)


def _head(lines: list[Line]) -> list[Line]:
    """The lines before the first numbered unit, at most forty."""
    head: list[Line] = []
    for line in lines[:_HEAD_LINES]:
        if read_marker(line.text) is not None and _NUMBER.search(line.text) is None and not re.match(r"\s*第.{1,9}号", line.text):
            break
        head.append(line)
    return head


def _document_number(text: str, head: list[Line]) -> Found | None:
    """A number that stands on its own, behind 文号:, under 令, or in brackets behind the title. One in running text is another's."""
    for i, line in enumerate(head):
        label = _NUMBER_LABEL.search(line.text)
        match = _NUMBER.match(line.text, label.end()) if label else None
        if match:
            return _found(text, line.start + match.start(), line.start + match.end())
        stop = head[i + 1].end if i + 1 < len(head) and re.fullmatch(rf"[\s#*(\uff08]*{COUNT}[\s)\uff09]*", head[i + 1].text) else line.end
        piece = text[line.start : stop]
        match = _NUMBER.search(piece)
        dated = [end for start, end, date in read_dates(piece) if match and date.day and start <= match.start() < end < match.end()]
        match = _NUMBER.search(piece, dated[-1]) if dated else match
        if match and _stands_alone(piece, match, i):
            return _found(text, line.start + match.start(), line.start + match.end())
    return None


def _stands_alone(piece: str, match: re.Match[str], place: int) -> bool:
    before, after = piece[: match.start()], piece[match.end() :]
    if re.search(r"》\s*[(\uff08]$", before):
        return False  # the number of the document named in 《》
    if re.fullmatch(r"[\s#*|(\uff08〔【]*", before) and re.fullmatch(r"[\s)\uff09*|】]*(?:签发人.*)?", after, re.S):
        return True
    # (2024年3月5日某市人民政府令第12号公布) under a title
    if re.match(r"\s*[(\uff08]", before) and re.match(r"\s*(?:公布|发布)", after) and len(piece) < 90 and "修" not in before:
        return True
    return place < 3 and before.endswith(("(", "\uff08")) and after.strip() in (")", "\uff09") and not re.search(r"[。;\uff1b]", before)


def _issuer(text: str, lines: list[Line], head: list[Line]) -> Found | None:
    """A labelled issuer, a letterhead (…文件), or the body whose 令 it is."""
    for line in head:
        for pattern in (_ISSUER_LABEL, _LETTERHEAD, _ORDER_LINE):
            match = pattern.match(line.text) if pattern is _ISSUER_LABEL else pattern.fullmatch(line.text)
            if match:
                return _found(text, line.start + match.start(1), line.start + match.end(1))
    return None


def _issuer_in_head(text: str, head: list[Line]) -> Found | None:
    """The body that adopted it (…第九次会议通过), or the one named in the title before 关于."""
    for pattern, method in ((_ADOPTED, "search"), (_TITLE_BODY, "match")):
        for line in head:
            match = getattr(pattern, method)(line.text)
            if match:
                return _found(text, line.start + match.start(1), line.start + match.end(1))
    return None


def _signature(text: str, lines: list[Line]) -> tuple[Found | None, Found] | None:
    """The bodies that sign and the date under them: the first date that fills a line with a body above or beside it."""
    alone = []
    for i, line in enumerate(lines):
        dates = read_dates(line.text.translate(_ZERO))
        if len(dates) != 1:
            continue
        start, end, _ = dates[0]
        before, after = line.text[:start], line.text[end:]
        if after.strip(" \t\u3000印发。"):
            continue
        date = _found(text, line.start + start, line.start + end)
        beside = _SIGNED.fullmatch(before)
        if beside:
            return _found(text, line.start + beside.start(1), line.start + beside.end(1)), date
        if before.strip():
            continue
        above = _bodies_above(text, lines, i)
        if above:
            return above, date
        alone.append(date)
    return (None, alone[0]) if len(alone) == 1 else None


def _bodies_above(text: str, lines: list[Line], i: int) -> Found | None:
    first = i
    while first and i - first < 6 and _SIGNED.fullmatch(lines[first - 1].text):
        first -= 1
    if first == i:
        return None
    names = [lines[k].text.strip() for k in range(first, i)]
    start, end = lines[first].start, lines[i - 1].end
    return Found("、".join(names), start, end) if len(names) > 1 else _found(text, start, end)


def _labelled_date(text: str, head: list[Line], label: re.Pattern[str]) -> Found | None:
    for line in head:
        match = label.search(line.text)
        if match:
            for start, end, _ in read_dates(line.text.translate(_ZERO)):
                if start == match.end():
                    return _found(text, line.start + start, line.start + end)
    return None


def _published(text: str, head: list[Line]) -> Found | None:
    """``(2024年3月5日……令第12号公布)`` under a title."""
    for line in head:
        if not re.match(r"\s*[(\uff08]", line.text):
            continue
        for start, end, _ in read_dates(line.text.translate(_ZERO)):
            if _PUBLISHED.match(line.text, end):
                return _found(text, line.start + start, line.start + end)
    return None


def _in_force(text: str, issued: Found | None) -> Found | None:
    """自……起施行 of this document; of several the one that says 本, else the last. 自印发之日起 is the date of issue."""
    found = []
    for start, end, _ in read_dates(text.translate(_ZERO)):
        if not _FORCE.match(text, end) or not _FORCE_FROM.search(text[max(0, start - 3) : start]):
            continue
        before = sentence_before(text, start)
        own = bool(re.search(r"本[\u4e00-\u9fff]", before)) or "予以公布" in before or "现予公布" in before
        if own or "》" not in before:
            found.append((own, start, end))
    if found:
        _, start, end = max(found)
        return _found(text, start, end)
    match = _FORCE_AT_ISSUE.search(text)
    if match and issued and "》" not in sentence_before(text, match.start()):
        return Found(issued.value, *match.span())
    return None
