"""Where somebody is: place and zone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.eligibility.reading.clauses import Clause
from assistant.eligibility.reading.lexicon import Token, pattern
from assistant.eligibility.reading.said import Said

BARE_NOUNS = ("公司", "厂", "工厂")
"""Nouns that by themselves, at the beginning of a clause, are the speaker's own: 公司在昆山."""
_GENERAL_PLACE = re.compile(r"江苏|省内|本省|jiangsu|国外|海外|境外|外省|省外|abroad|overseas")
_NOT_THERE = re.compile(r"^(?:有|做|生产|研发|从事|开|办)")


def read_place(clause: Clause) -> Iterator[Said]:
    """在无锡, 注册在安徽, based in Shanghai, 我们是南京的; 不在江苏."""
    for token in clause.tokens:
        region, zone = token.of("region"), token.of("zone")
        if not (region or zone) or clause.is_supposed(token) or clause.subject_at(token.start) == "other":
            continue
        before, after = clause.before(token), clause.after(token)
        if clause.subject_at(token.start) is None and _is_of_another(clause, token):
            continue
        if pattern("wished").search(before) or (clause.asks and clause.subject_at(token.start) is None):
            continue
        denied = pattern("not_at").search(before) is not None
        if not denied and not pattern("at").search(before):
            continue
        if not pattern("place_ends").search(after) or (region == "abroad" and (not before.strip() or _NOT_THERE.match(after))):
            continue
        if zone and not re.search(r"[\u4e00-\u9fffa-z]", before):
            zone = None
        for attribute, said in (("region", region), ("zone", zone)):
            if said and not (denied and attribute == "region" and not _GENERAL_PLACE.match(clause.written.text, token.start)):
                yield Said(attribute, said, "no" if denied else "yes", token.start, token.end)


def _is_of_another(clause: Clause, token: Token) -> bool:
    """Whether a noun before ``token`` that nobody called the speaker's is what is there: 国际组织在江苏设立分支机构."""
    nouns = [t for t in clause.tokens if t.end <= token.start and t.of("organisation")]
    return any(clause.written.text[t.start : t.end] not in BARE_NOUNS for t in nouns)
