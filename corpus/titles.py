"""Which line, or lines, of a text is its title."""

from __future__ import annotations

import re

from corpus.annotate import read_titles
from corpus.dates import read_dates
from corpus.numbering import read_marker
from corpus.outline import Line

_HEAD_LINES = 40
_KINDS = (
    "通知|意见|办法|条例|规定|措施|方案|细则|决定|决议|公告|通告|规划|纲要|计划|规则|章程|指南|制度|标准|规范|清单|目录|问答|解读|批复|函|报告|公报"
    "|政策|指引|法|须知|说明|要点|手册|守则|公约|简章|流程|汇编|一览表|辦法|條例|規定|規則|細則|計畫|要點|須知|公約|標準|說明"
)
_ENDS_AS_TITLE = re.compile(rf"(?:{_KINDS})(?:[(\uff08][^()\uff08\uff09]{{1,20}}[)\uff09])*")
_TRANSMITTED = re.compile(r"(?:现(?:将|印发|转发|公布|发布)|兹将)[^。\n]{0,16}$")
_PROMULGATED = re.compile(r"[^。\n]{0,12}已[^。\n]{2,60}(?:通过|同意|批准)|[^。\n]{0,6}(?:经|业经)[^。\n]{2,60}(?:通过|同意|批准)")
_NO_TITLE = re.compile(
    r".*(?:[。;\uff1b,\uff0c:\uff1a!?\uff01\uff1f]|文件)\s*"
    r"|\s*[-—=*_|>`].*"
    r"|.*(?:公布|通过|修[正订])[)\uff09]?\s*"
    r"|[\s(\uff08]*第.{1,12}号[\s)\uff09]*",
    re.S,
)
_DOCUMENT_NUMBER = re.compile(r"[〔\[【(\uff08]\s*[12□][\d□]{3}\s*[〕\]】)\uff09]\s*第?\s*[\d□]+\s*号\s*[)\uff09]?")
_ORDER = re.compile(r"[\s#*]*[\u4e00-\u9fff\s]{2,30}令\s*(?:[(\uff08]?\s*第.{1,12}号\s*[)\uff09]?)?\s*")
_AROUND = "#*" + "".join(c for c in map(chr, range(0x3001)) if c.isspace())
_LONGEST, _LONGEST_LOOSE, _WRAPPED = 90, 45, 4


def read_title(text: str, lines: list[Line], hint: str | None = None) -> tuple[int, int] | None:
    """The slice of the title (over several lines where it is wrapped), or None when no line looks like one.

    The document that a notice transmits or an order promulgates comes first, if its text follows; then a Markdown heading, the line
    that ``hint`` names, a line that ends as official titles do, and last a short first line.
    """
    head = lines[:_HEAD_LINES]
    return _transmitted(head, lines) or _marked(head) or _hinted(head, hint) or _official(text, head) or _short_first(head)


def _plain(text: str) -> str:
    return re.sub(r"[\s#*]", "", text)


def _trimmed(line: Line) -> tuple[int, int]:
    words = line.text.rstrip(_AROUND)
    return line.start + len(words) - len(words.lstrip(_AROUND)), line.start + len(words)


def _transmitted(head: list[Line], lines: list[Line]) -> tuple[int, int] | None:
    """``现将《X》印发给你们`` or ``《X》已经……通过,现予公布`` where X itself stands below as a line or as wrapped lines."""
    for i, line in enumerate(head):
        for name in read_titles(line.text):
            if not (_TRANSMITTED.search(line.text[max(0, name.start - _LONGEST) : name.start]) or _PROMULGATED.match(line.text, name.end)):
                continue
            title = _plain(name.name)
            for k in range(i + 1, len(lines)):
                joined, last = "", k
                while last < len(lines) and last - k < _WRAPPED and title.startswith(joined + _plain(lines[last].text)):
                    joined += _plain(lines[last].text)
                    last += 1
                if joined == title:
                    return _trimmed(lines[k])[0], _trimmed(lines[last - 1])[1]
    return None


def _marked(head: list[Line]) -> tuple[int, int] | None:
    for line in head:
        if re.match(r"\s*#\s+\S", line.text) and line.text.strip(_AROUND):
            return _trimmed(line)
    return None


def _hinted(head: list[Line], hint: str | None) -> tuple[int, int] | None:
    """The line that the hint begins with or is; a site's name often follows it (``……办法_云河市人民政府``)."""
    wanted = _plain(hint or "")
    for line in head:
        words = _plain(line.text)
        if len(words) >= 4 and (words == wanted or (wanted.startswith(words) and re.match(r"[_|\-—–·]", wanted[len(words) :]))):
            return _trimmed(line)
    return None


def _official(text: str, head: list[Line]) -> tuple[int, int] | None:
    for i, line in enumerate(head):
        if not _may_be_title(line):
            if read_marker(line.text) is not None and not _DOCUMENT_NUMBER.search(line.text):
                return None
            continue
        joined = ""
        for k in range(i, min(i + _WRAPPED, len(head))):
            if not _may_be_title(head[k]):
                break
            joined += _without_number(_plain(head[k].text))
            if k > i and not _runs_over(_plain(text[line.start : head[k - 1].end])):
                break
            if len(joined) <= _LONGEST and _ENDS_AS_TITLE.search(joined) and _ENDS_AS_TITLE.fullmatch(_tail(joined)):
                end = _trimmed(head[k])[1]
                cut = _DOCUMENT_NUMBER.search(head[k].text)
                behind = cut is not None and bool(head[k].text[: cut.start()].strip(" \t\u3000(\uff08"))
                return _trimmed(line)[0], _before_number(head[k], cut.start()) if cut is not None and behind else end
    return None


def _tail(joined: str) -> str:
    """The part of a line from the last title word on."""
    matches = list(_ENDS_AS_TITLE.finditer(joined))
    return joined[matches[-1].start() :]


def _runs_over(before: str) -> bool:
    """Whether a line asks to be continued: a body's name alone, or 关于… without its end."""
    return "关于" in before or bool(re.search(r"(?:人民政府|委员会|局|厅|部|办公室|办公厅|院|会|的|和|及|与|、)$", before))


def _without_number(words: str) -> str:
    return re.sub(r"[(\uff08]?[\u4e00-\u9fff]{0,14}" + _DOCUMENT_NUMBER.pattern + "$", "", words)


def _before_number(line: Line, place: int) -> int:
    words = line.text[:place]
    opened = max(words.rfind("("), words.rfind("\uff08"))
    return line.start + len((words[:opened] if opened > 0 else words).rstrip())


def _may_be_title(line: Line) -> bool:
    words = line.text.strip()
    if not 2 <= len(words) <= _LONGEST or _NO_TITLE.fullmatch(words) or read_marker(words) is not None or _ORDER.fullmatch(words):
        return False
    if _DOCUMENT_NUMBER.search(words) and not _without_number(_plain(words)):
        return False
    dates = read_dates(words)
    return not (dates and dates[0][0] == 0 and dates[0][1] == len(words))


def _short_first(head: list[Line]) -> tuple[int, int] | None:
    """A short first line that is no sentence, no number and no date, and has more below it."""
    if len(head) > 1 and _may_be_title(head[0]) and 4 <= len(head[0].text.strip()) <= _LONGEST_LOOSE:
        return _trimmed(head[0])
    return None
