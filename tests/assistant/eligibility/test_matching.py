"""Verdicts: what must hold of all of them, and of some that are read off the text here."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.eligibility import ORDER, Fact, PointTable, Profile, assess
from tests.assistant.eligibility.strategies import FACTS, PROFILES


def outcomes(profile: Profile, table: PointTable) -> dict[str, str]:
    return {v.point.id: v.overall for v in assess(profile, table).verdicts}


@given(PROFILES)
def test_every_point_has_one_verdict_and_the_best_come_first(table: PointTable, profile: Profile) -> None:
    verdicts = assess(profile, table).verdicts
    assert sorted(v.point.id for v in verdicts) == sorted(p.id for p in table.points)
    places = [ORDER.index(v.overall) for v in verdicts]
    assert places == sorted(places)
    for v in verdicts:
        if v.overall == "eligible":
            assert v.point.record.nature == "entitlement" and not v.missing and not v.left_open and not v.barred_by and v.outside is False
        if v.overall == "possible" and v.point.record.nature == "entitlement":
            assert v.missing or v.left_open or v.outside is not False
        assert v.point.document.text[v.point.start : v.point.end] == v.point.record.quote


@given(PROFILES, st.randoms())
def test_the_order_of_facts_does_not_matter(table: PointTable, profile: Profile, chance: random.Random) -> None:
    shuffled = list(profile.facts)
    chance.shuffle(shuffled)
    assert outcomes(Profile(tuple(shuffled)), table) == outcomes(profile, table)


@given(PROFILES, FACTS)
def test_a_fact_makes_eligible_only_what_asks_for_it(table: PointTable, profile: Profile, fact: Fact) -> None:
    before, after = outcomes(profile, table), outcomes(profile.with_facts([fact]), table)
    for point in table.points:
        if before[point.id] in ("not_met", "not_for_you") and after[point.id] == "eligible":
            asked = {leaf.attribute for c in table.decisive[point.id] for leaf in c.leaves()}
            assert fact.attribute in asked, (point.id, fact)


@given(PROFILES)
def test_who_says_nothing_more_is_never_told_more(table: PointTable, profile: Profile) -> None:
    """Taking facts away never makes anything eligible that was not, but where a penalty or a contradiction goes with them."""
    fewer = Profile(tuple(f for f in profile.facts if f.state == "yes"))
    if not profile.conflicts and not profile.of("record"):
        before = outcomes(profile, table)
        assert all(before[i] == "eligible" for i, o in outcomes(fewer, table).items() if o == "eligible")


FIRM: dict[str, Any] = {"organisation": "enterprise", "region": "jiangsu"}


def point_with(table: PointTable, words: str, title: str = "", nature: str = "entitlement") -> str:
    found = [p for p in table.points if words in p.record.quote and title in p.record.title_zh and p.record.nature == nature]
    assert found, (words, title)
    return found[0].id


@pytest.mark.parametrize(
    ("profile", "words", "title", "outcome"),
    [
        (FIRM | {"honours": ["js_patent_silver"]}, "江苏专利奖", "银奖", "eligible"),
        ({"organisation": "enterprise", "honours": ["js_patent_silver"]}, "江苏专利奖", "银奖", "possible"),  # the place is unknown
        ({"organisation": "enterprise", "region": "elsewhere", "honours": ["js_patent_silver"]}, "江苏专利奖", "银奖", "possible"),
        (FIRM | {"honours": ["cn_patent_gold"]}, "江苏专利奖", "金奖", "possible"),  # another award says nothing of this one
        (FIRM | {"honours": {"no": ["js_patent_gold"]}}, "江苏专利奖", "金奖", "not_met"),
        (FIRM | {"products": ["medical_device"], "rights": ["own_ip"]}, "挂网绿色通道", "", "possible"),  # 符合条件: the text does not say
        (FIRM | {"products": "none"}, "挂网绿色通道", "", "not_for_you"),
        (FIRM | {"products": ["medical_device"], "rights": "none"}, "挂网绿色通道", "", "not_met"),
        ({"organisation": "hospital", "region": "jiangsu"}, "优先给予真抓实干", "", "not_for_you"),
        ({"organisation": "city", "region": "jiangsu", "honours": ["national_demo"]}, "优先给予真抓实干", "", "eligible"),
    ],
)
def test_some_verdicts_read_off_the_text(table: PointTable, profile: dict[str, Any], words: str, title: str, outcome: str) -> None:
    assert outcomes(Profile.from_json(profile), table)[point_with(table, words, title)] == outcome


def test_whoever_lost_the_standing_is_not_eligible_for_what_rests_on_it(table: PointTable) -> None:
    honoured = FIRM | {"honours": ["national_ip_enterprise"]}
    point = point_with(table, "国家级知识产权优势示范企业", "企业")
    assert outcomes(Profile.from_json(honoured), table)[point] == "eligible"
    lost = assess(Profile.from_json(honoured | {"record": ["abnormal_filings", "refuses_to_rectify"]}), table)
    verdict = next(v for v in lost.verdicts if v.point.id == point)
    assert verdict.overall == "not_met" and [p.provision.id for p in verdict.barred_by] == ["18"]
    assert any(v.overall == "concerns" for v in lost.warnings)


def test_nothing_is_promised_by_a_wish(table: PointTable) -> None:
    every = Profile.from_json(dict.fromkeys(("honours", "results", "rights", "products", "record"), "none") | FIRM)
    for v in assess(every, table).verdicts:
        if v.point.commitment.kind in ("encourage", "explore", "promote"):
            assert v.overall not in ("eligible",), v.point.id


def test_a_contradiction_decides_nothing(table: PointTable) -> None:
    both = Profile.from_json({"organisation": ["enterprise", "university"], "region": "jiangsu"})
    assert assess(both, table).conflicts == ("organisation",)
    assert outcomes(both, table) == outcomes(Profile.from_json({"region": "jiangsu"}), table)
