"""Where somebody lives or sits, down to the number of the house. A place alone (南京市鼓楼区) is none: policies speak of places.

By the grammar of addresses: what ends in 路, 街, 巷, 村, 小区 … with a number behind it (22号, 3幢, 502室), and the places before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.privacy.model import Kind
from assistant.privacy.words import cues

_LONGEST = 48
"""Characters before the number of the house that may belong to the address."""
_N = r"(?:[0-9]{1,5}(?:-[0-9]{1,5}){0,2}|[A-Za-z][0-9]{0,4}|[一二三四五六七八九十百零〇]{1,5}|[甲乙丙丁东西南北])"
_PART = (
    r"(?:号楼|号院|号门|号房|号(?![文令召称码外角线])|弄|幢|栋|座|单元|室(?![内外])|"
    r"层|楼|房间|房|户|组(?![织成合建])|队(?![伍])|社(?![会保]))"
)
_CHAIN = re.compile(
    rf"(?<![0-9A-Za-z第])(?:{_N} ?{_PART}(?:之[一二三四五六])?(?:[ ,、-]{{0,2}}(?={_N} ?{_PART}))?)+"
    rf"(?: ?[A-Za-z]?[0-9]{{3,4}}(?:室|房)?(?![0-9A-Za-z年元月号万亿%]))?"
)
_ROAD = r"(?:路|街|大街|大道|道|巷|弄|胡同|里|条|支路|公路|环路|马路|村|组|庄|屯|寨|坊|桥|圩|湾|集|寺|坪|岗|营|埠|滩|河|口)"
_HOME = (
    r"(?:小区|花园|花苑|公寓|大厦|广场|家园|新村|新寓|名苑|苑|府|庭|城|园|里|居|轩|阁|邸|墅|湖|"
    r"家属院|宿舍|大院|院|中心|楼|座|国际|世家|豪庭|公馆|庄园|山庄|村|庄|社区|工业园|科技园|产业园|园区|基地|大楼)"
)
_PLACES = re.compile(
    r"(?:[\u3400-\u9fff]{2,7}?(?:省|自治区|特别行政区|自治州|地区|盟)|(?:北京|上海|天津|重庆|江苏|浙江|广东|山东|安徽|福建|河南|河北|湖南|湖北|四川|陕西|辽宁)"
    r"|[\u3400-\u9fff]{2,6}?(?:市|区|县|旗|州|镇|乡|街道|开发区|高新区|新区))"
)
_RUN = re.compile(r"[\u3400-\u9fff0-9A-Za-z ·()-]*$")
_ROAD_END = re.compile(rf"{_ROAD}(?:[东南西北中上下]段?|[0-9]{{1,3}}段)?(?:\([\u3400-\u9fff]{{1,6}}\))? ?$")
_HOME_END = re.compile(
    rf"{_HOME}(?:[东南西北一二三四五六七八九十]{{0,2}}[区期苑里村]|"
    rf"\([\u3400-\u9fff]{{1,6}}\)|[A-Za-z0-9一二三四五六七八九十]{{1,2}}[区期])? ?$"
)
_NOT_BEFORE = re.compile(r"(?:第|措施|条款|附件|表|图|文件|通知|公告|[〕\])])$")


@cache
def _lead() -> re.Pattern[str]:
    """Words that stand before an address and are none of it."""
    return re.compile(
        rf"(?:{cues()['address'].pattern})(?:在|于|是|为|:)?|[在到至是于为从往](?!山|化区|都县)|(?:我|我们|本人)家?|^(?:和|与|及|离)"
    )


_ROOM = r"(?:Room|Rm|Flat|Unit|Apt|Apartment|Suite|Building|Bldg|Tower|Block|Floor|No)\.? ?#?[A-Z0-9-]{1,6}"
_STREET = r"(?:Road|Rd|Street|St|Avenue|Ave|Lane|Ln|Boulevard|Blvd|Drive|Dr|Alley|Lu|Jie|Dadao)\b\.?"
_ENGLISH = re.compile(
    rf"(?:{_ROOM},? ?){{0,4}}\b(?:No\.? ?)?[0-9]{{1,5}}(?:-[0-9]{{1,5}})?,? (?:[A-Z][A-Za-z'-]{{0,20}} ){{1,4}}{_STREET}"
    rf"(?:,? (?:{_ROOM}|[0-9]{{6}}|[A-Z][a-z]{{1,20}}(?: [A-Z][a-z]{{1,20}}){{0,2}})){{0,6}}"
)


def addresses(text: str) -> Iterator[tuple[Kind, int, int]]:
    """Kind, start and end of each in ``text`` (as :func:`~assistant.privacy.plain.plain` gives it)."""
    end = 0
    for m in _CHAIN.finditer(text):
        start = _start(text, max(end, m.start() - _LONGEST), m.start(), m[0])
        if start is not None:
            end = m.end()
            yield "address", start, end
    yield from (("address", *m.span()) for m in _ENGLISH.finditer(text))


def _start(text: str, lowest: int, place: int, chain: str) -> int | None:
    """Where the address begins whose number stands at ``place``; None where it is no address."""
    run = _RUN.search(text[lowest:place])
    before = run[0] if run else ""
    if _NOT_BEFORE.search(text[max(0, place - 2) : place]):
        return None
    parts = len(re.findall(_PART, chain))
    cued = cues()["address"].search(text[max(0, place - _LONGEST) : place]) is not None
    road = _ROAD_END.search(before) is not None and re.search("号|弄|组|幢|栋|队|社|户", chain) is not None
    home = _HOME_END.search(before) is not None and (parts > 1 or cued or re.search("[幢栋室]|号楼", chain) is not None)
    deep = parts > 1 and re.search("室|单元|[0-9]{3,4}$", chain) is not None
    if not (road or home or deep or (cued and re.search("[幢栋室号]", chain))):
        return None
    named = _from_places(before)
    if len(named.strip()) < 2 and not (cued or deep):
        return None
    return place - len(named)


def _from_places(before: str) -> str:
    """The end of ``before`` that is the address: behind the last word that leads to one, from the first place that is named."""
    area = _PLACES.search(before)
    limit = area.end() if area else len(before)
    leads = [m.end() for m in _lead().finditer(before) if m.end() < limit or not area]
    named = before[max(leads, default=0) :]
    if not leads and area is None:
        # No place and no lead: the name of the road alone, as far as it can be told.
        named = re.split(r"[ ,]", named.rstrip())[-1][-12:] + named[len(named.rstrip()) :]
    return named.lstrip(" :：-")
