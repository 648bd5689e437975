"""What concealing gives: the text as it may be read, and where in the original each thing stood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "identity",
    "mobile",
    "landline",
    "organisation",
    "card",
    "email",
    "passport",
    "permit",
    "record",
    "plate",
    "wechat",
    "qq",
    "address",
    "name",
]

KIND_NAMES: dict[Kind, str] = {
    "identity": "身份证号",
    "mobile": "手机号",
    "landline": "电话号码",
    "organisation": "统一社会信用代码",
    "card": "银行卡号",
    "email": "邮箱",
    "passport": "护照号",
    "permit": "通行证号",
    "record": "证件号",
    "plate": "车牌号",
    "wechat": "微信号",
    "qq": "QQ号",
    "address": "住址",
    "name": "姓名",
}
"""What a placeholder calls each kind."""

PLACEHOLDER = re.compile(f"〔(?:{'|'.join(KIND_NAMES.values())})[0-9]{{1,5}}〕")
"""What stands for something that was concealed; the fields of a letter (〔来信人〕) are none."""

RANK: dict[Kind, int] = {kind: rank for rank, kind in enumerate(KIND_NAMES)}


@dataclass(frozen=True, slots=True)
class Found:
    """A thing found in a text, before it has its placeholder: offsets in the original, and ``key``, which is the same for the same thing
    however it is written."""

    kind: Kind
    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Span:
    """One place that was concealed: offsets in the original text, and what stands there now. It holds nothing of what was there."""

    kind: Kind
    start: int
    end: int
    placeholder: str


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without personal data, and where in the original they stood. There is no way back: nothing written from it can hold them."""

    text: str
    spans: tuple[Span, ...] = ()

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kind of each different thing, in the order of the text."""
        return tuple({s.placeholder: s.kind for s in self.spans}.values())
