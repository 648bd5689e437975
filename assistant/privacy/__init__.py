"""Personal data put out of sight, once for every door: before anything reads, keeps, logs or sends what somebody wrote.

::

    from assistant.privacy import conceal
    conceal("我是李小红，手机138-1234-5678").text      # 我是〔姓名1〕，手机〔手机号1〕
"""

from assistant.privacy.asides import to_be_read, without_placeholders
from assistant.privacy.concealing import conceal, conceal_each
from assistant.privacy.logs import ConcealingFormatter
from assistant.privacy.model import KIND_NAMES, PLACEHOLDER, Kind, Masked, Span

__all__ = [
    "KIND_NAMES",
    "PLACEHOLDER",
    "ConcealingFormatter",
    "Kind",
    "Masked",
    "Span",
    "conceal",
    "conceal_each",
    "to_be_read",
    "without_placeholders",
]
