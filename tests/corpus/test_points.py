"""The points say what the measures say, all of it and nothing else, and every way of getting them wrong is found."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from corpus import CorpusError, load_corpus
from corpus.model import LOST, Document
from corpus.points import Condition, Nature, PointRecord, PolicyPoint, load_attributes, load_point_set, load_points
from corpus.points_check import OPEN_WORDS, WORDS_OF, check_points
from corpus.records import RECORDS
from corpus.respective import read_pairs

NAME = "js-ip-2023.yaml"
MEASURES = [str(n) for n in range(1, 22)]
Raw = dict[str, Any]


@cache
def policy() -> Document:
    return load_corpus().policies[0]


@cache
def points() -> tuple[PolicyPoint, ...]:
    found = load_points(policy())
    assert found is not None
    return found


def point(identifier: str) -> PointRecord:
    return next(p.record for p in points() if p.id == identifier)


def leaves(record: PointRecord) -> list[Condition]:
    return [leaf for c in (record.who, *record.conditions) if c for leaf in c.leaves()]


@cache
def shipped() -> Raw:
    record: Raw = yaml.safe_load((RECORDS / "points" / NAME).read_text(encoding="utf-8"))
    return record


def raw(record: Raw, identifier: str) -> Raw:
    found: Raw = next(p for p in record["points"] if p["id"] == identifier)
    return found


def written(folder: Path, damage: Callable[[Raw], object]) -> Path:
    """A folder with a copy of the shipped record that ``damage`` was done to."""
    record = yaml.safe_load(yaml.safe_dump(copy.deepcopy(shipped()), allow_unicode=True))
    damage(record)
    (folder / NAME).write_text(yaml.safe_dump(record, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


# The record as it ships


def test_the_shipped_points_are_sound() -> None:
    assert check_points(policy()) == []


def test_a_copy_of_the_record_is_as_sound_as_the_record(tmp_path: Path) -> None:
    assert check_points(policy(), written(tmp_path, lambda record: None)) == []


def test_a_document_without_a_record_has_no_points_and_no_faults(tmp_path: Path) -> None:
    assert load_points(policy(), tmp_path) is None
    assert check_points(policy(), tmp_path) == []


@pytest.mark.parametrize("number", MEASURES)
def test_every_word_of_a_measure_belongs_to_a_point_or_is_set_aside(number: str) -> None:
    record = load_point_set(policy())
    measure = policy().provision(number)
    assert record is not None and measure is not None
    quotes = [p.record.quote for p in points() if p.record.measure == number] + [n.quote for n in record.none if n.measure == number]
    for sentence in (s for s in measure.sentences if s.kind == "body"):
        rest = sentence.text
        for quote in sorted(quotes, key=len, reverse=True):
            rest = rest.replace(quote, "|")
        assert re.findall(r"[\w□]+", rest) == []


@pytest.mark.parametrize("number", MEASURES)
def test_a_point_stands_in_one_sentence_of_its_measure_and_never_in_its_heading(number: str) -> None:
    measure = policy().provision(number)
    assert measure is not None
    bodies = [s for s in measure.sentences if s.kind == "body"]
    own = [p for p in points() if p.record.measure == number]
    assert own
    for p in own:
        assert policy().text[p.start : p.end] == p.record.quote
        assert sum(s.start <= p.start and p.end <= s.end for s in bodies) == 1
    for sentence in bodies:
        assert any(sentence.start <= p.start < sentence.end for p in own)


def test_what_is_given_by_a_word_that_gives_is_an_entitlement_and_nothing_else_is() -> None:
    given = "给予|予以激励|开辟|可以按照"
    for p in points():
        clause = p.record.quote.rpartition(",")[2] if p.record.nature != "entitlement" else p.record.quote
        assert bool(re.search(given, clause)) == (p.record.nature == "entitlement"), p.id
    for measure in policy().measures:
        for found in re.finditer("给予|予以激励|开辟", measure.text):
            at = measure.start + found.start()
            assert any(p.record.nature == "entitlement" and p.start <= at < p.end for p in points())


def test_the_points_of_each_nature_are_as_many_as_were_read() -> None:
    counted = {nature: sum(p.record.nature == nature for p in points()) for nature in get_args(Nature)}
    assert counted == {"entitlement": 26, "service": 11, "support": 27, "direction": 29, "duty": 1, "penalty": 3, "task": 37}
    assert set(WORDS_OF) == set(counted)


# Sums


def test_each_grade_of_each_award_has_the_sum_that_the_text_pairs_with_it() -> None:
    measure = policy().provision("1")
    assert measure is not None
    paired = {p.group + p.grade: p.figure.text for p in read_pairs(measure.text)}
    honours = next(a for a in load_attributes() if a.id == "honours")
    read: dict[str, str] = {}
    for p in (p.record for p in points() if p.record.amount):
        (leaf,) = (leaf for leaf in leaves(p) if leaf.attribute == "honours")
        value = honours.value(leaf.any[0])
        assert value is not None and p.amount is not None and len(leaf.any) == 1
        read[value.name_zh] = p.amount.text
    assert read == paired
    assert len(read) == 10


def test_a_sum_keeps_its_lost_digit() -> None:
    sums = [p.record.amount.text for p in points() if p.record.amount]
    assert all(LOST in text for text in sums)
    assert {re.sub(r"[\d□]+", "", text) for text in sums} == {"万元"}


# Whom it is for, and what is required


def test_no_title_and_no_remark_has_a_figure_that_the_quote_has_not() -> None:
    for p in (p.record for p in points()):
        for words in (p.title_zh, p.title_en, *p.left_open_zh, *p.left_open_en):
            for figure in re.findall(r"[\d□]+|[一二三四五六七八九十百千万两]+(?=年|个月|日|万元|元|天|倍)", words):
                assert figure in p.quote, p.id


PROMISES = {
    "资金": "资金", "奖励": "奖励", "补助": "补助", "补贴": "补贴", "激励": "激励", "扶持": "扶持", "优先": "优先", "绿色通道": "绿色通道",
    "免费": "免费", "减免": "减免", "贴息": "贴息", "fund": "资金|基金|财政资助", "reward": "奖", "subsid": "补助", "incentive": "激励",
    "money": "资金", "free of charge": "免费", "grant": "给予", "guarantee": "确保",
}  # fmt: skip


def test_no_title_promises_what_the_quote_does_not() -> None:
    for p in (p.record for p in points()):
        for said, needed in PROMISES.items():
            if said in p.title_zh or said in p.title_en.lower():
                assert re.search(needed, p.quote), (p.id, said)


def test_a_title_is_short_and_an_encouragement_never_sounds_like_a_gift() -> None:
    for p in (p.record for p in points()):
        assert len(p.title_zh) <= 22 and len(p.title_en) <= 80
        if p.nature != "entitlement":
            assert not re.search("奖励|补助|资金支持|给予", p.title_zh)
            assert not re.search(r"\b(given|paid|receives?|entitled|reward for|funding for)\b", p.title_en)
        for words in (p.title_zh, *p.left_open_zh):
            assert not re.search(r"[A-Za-z;:?!]", words)


SILENCE = "没有写|没有定|没有承诺|没有规定|没有向|没有列|不能推定|不是必须|不等于|依法决定"
SILENT = r"\bnot\b|\bno\b|\bnothing\b|Neither|\bnone\b|for the court"


def test_what_is_left_open_says_what_the_text_does_not_say_in_both_languages() -> None:
    for p in (p.record for p in points()):
        assert all(re.search(SILENCE, words) and words.endswith("。") for words in p.left_open_zh), p.id
        assert all(re.search(SILENT, words) and words.endswith(".") for words in p.left_open_en), p.id
        assert p.left_open_zh or p.nature == "task", p.id


@pytest.mark.parametrize(("provider", "beneficiary"), [("2.2", "2.3"), ("6.6", "6.7"), ("6.8", "6.9"), ("14.4", "14.5"), ("14.6", "14.7"),
                                                       ("14.6", "14.8"), ("19.2", "19.3"), ("19.4", "19.5"), ("13.6", "13.7")])  # fmt: skip
def test_who_gains_by_what_others_are_supported_in_is_told_that_nothing_is_promised_to_them(provider: str, beneficiary: str) -> None:
    assert point(provider).quote == point(beneficiary).quote
    assert point(provider).who != point(beneficiary).who
    assert any(re.search("原文只(支持|鼓励|推动)", words) for words in point(beneficiary).left_open_zh)
    assert any(re.search(r"only (supports|encourages|moves)", words) for words in point(beneficiary).left_open_en)
    assert not any("原文只" in words for words in point(provider).left_open_zh)


def test_broad_words_are_read_with_a_note_and_plain_words_are_not() -> None:
    broad = "创新主体|市场主体|社会资本|企事业单位|专利权人|行业组织|中介机构|专业机构|各地|地方$|单位$"
    for p in points():
        for leaf in leaves(p.record):
            if leaf.attribute in ("organisation", "rights") and re.search(broad, leaf.quote or ""):
                assert leaf.reading == "inferred", p.id
            if leaf.quote in ("企业", "高校", "高校、科研院所", "金融机构", "行业协会、产业联盟、企业"):
                assert leaf.reading == "stated", p.id


def test_all_that_the_text_requires_without_saying_it_is_open() -> None:
    assert {p.id for p in points() if any(leaf.open for leaf in leaves(p.record))} == {
        "1.2", "3.3", "4.2", "4.3", "5.3", "5.4", "6.8", "6.9", "7.5", "14.3", "14.5", "15.1", "16.1", "18.6", "20.1",
    }  # fmt: skip
    assert {leaf.open for p in points() for leaf in leaves(p.record) if leaf.open} == set(OPEN_WORDS)


@pytest.mark.parametrize(("identifier", "value", "words"), [("8.6", "alliance_runs_well", "运营情况较好"), ("4.4", "outstanding_transfer",
                                                            "转化成效突出"), ("18.8", "real_work", "成效明显")])  # fmt: skip
def test_a_result_whose_measure_is_not_stated_is_required_and_said_to_be_open(identifier: str, value: str, words: str) -> None:
    assert any(value in leaf.any for leaf in leaves(point(identifier)))
    assert any(f"“{words}”" in left and "原文没有写" in left for left in point(identifier).left_open_zh)


def test_refusing_to_put_it_right_takes_away_what_rests_on_the_standing_of_an_organisation() -> None:
    (penalty,) = (p.record for p in points() if p.record.bars)
    assert (penalty.id, penalty.word) == ("18.5", "取消")
    for barred in map(point, penalty.bars):
        assert barred.measure == "15" and "示范" in barred.quote
        assert any(leaf.attribute == "honours" for leaf in leaves(barred))
        assert any("enterprise" in leaf.any for leaf in leaves(barred))
    kinds = {v for leaf in leaves(penalty) if leaf.attribute == "organisation" for v in leaf.any}
    assert kinds and "individual" not in kinds
    assert set(penalty.bars) == {"15.1", "15.4", "15.5", "15.6"}


# A record that is damaged


def _none(measure: str, quote: str) -> Callable[[Raw], object]:
    return lambda record: record["none"].append({"measure": measure, "quote": quote, "why": "x"})


def _set(identifier: str, **fields: object) -> Callable[[Raw], object]:
    return lambda record: raw(record, identifier).update(fields)


def _without(identifier: str, field: str) -> Callable[[Raw], object]:
    return lambda record: raw(record, identifier).pop(field)


def _drop(identifier: str) -> Callable[[Raw], object]:
    return lambda record: record["points"].remove(raw(record, identifier))


def _swap(record: Raw) -> None:
    first, second = raw(record, "9.1"), raw(record, "9.2")
    i = record["points"].index(first)
    record["points"][i : i + 2] = [second, first]
    first["id"], second["id"] = "9.2", "9.1"


def _open_says(word: str) -> Callable[[Raw], object]:
    return lambda record: raw(record, "1.2")["conditions"].__setitem__(0, {"open": word, "quote": "高价值"})


def _unused(record: Raw) -> None:
    raw(record, "14.3").pop("who")


FAULTS: dict[str, tuple[Callable[[Raw], object], str]] = {
    "a point is missing": (_drop("21.2"), "measure 21: “支持企业参加国” belongs to no point"),
    "a word is missing": (_set("13.5", quote="开展数据知识产权登记"), "measure 13: “服务” belongs to no point"),
    "words set aside are missing": (lambda r: r["none"].pop(0), "measure 1: “提升产业链自主可控能力” belongs to no point"),
    "words set aside stand nowhere": (_none("2", "没有"), "none: “没有” does not stand in measure 2"),
    "words set aside stand twice": (_none("1", "优秀奖"), "“优秀奖” does not stand in measure 1"),
    "words set aside in no measure": (_none("99", "破解"), "does not stand in measure 99"),
    "words set aside are a point": (_none("9", "地方立法"), "is part of point 9.1 as well"),
    "a gap in the ids": (_drop("10.8"), "10.9: should be 10.8"),
    "out of order": (_swap, "9.2: stands before its forerunner"),
    "a penalty bars what is not there": (_set("18.5", bars=["15.7"]), "18.5: takes away 15.7"),
    "a penalty bars what is given to nobody": (_set("18.5", bars=["1.1"]), "18.5: takes away 1.1"),
    "a grant that bars": (_set("8.6", bars=["15.1"]), "8.6: only a penalty"),
    "another territory": (lambda r: r["territory"].update(quote="浙江省"), "territory: “浙江省” does not stand in notice"),
    "territory in no provision": (lambda r: r["territory"].update(provision="annex"), "does not stand in annex"),
    "an unknown region": (lambda r: r["territory"].update(region="zhejiang"), "zhejiang is no region"),
    "another copy of the text": (lambda r: r.update(text_sha256="0" * 64), "read from another copy"),
    "another document": (lambda r: r.update(document="x"), "the record is for x"),
    "a digit is filled in": (_set("1.4", amount={"text": "50万元", "quote": point("1.8").quote}), "50万元 is no whole figure"),
    "part of a sum": (lambda r: raw(r, "1.12")["amount"].update(text="5万元"), "5万元 is no whole figure"),
    "the sum of another grade": (lambda r: raw(r, "1.8")["amount"].update(text="□0万元"), "not with □0万元"),
    "a sum's words from elsewhere": (_set("1.8", amount=shipped()["points"][10]["amount"]), "the amount's quote does not stand"),
    "an open word of our own": (_open_says("高价值"), "高价值 is no word that leaves open"),
    "an open word not in its quote": (_open_says("符合条件"), "符合条件 is no word that leaves open"),
    "符合条件 is forgotten": (_without("1.2", "conditions"), "1.2: the quote has 符合条件 and no open condition"),
    "按规定 is forgotten": (lambda r: raw(r, "15.1")["conditions"].pop(), "15.1: the quote has 按规定"),
    "有关规定 is forgotten": (lambda r: raw(r, "4.3")["conditions"].pop(), "4.3: the quote has 有关规定"),
    "a sentence in one language": (_set("6.1", left_open_en=[]), "6.1: left_open_zh has 1 sentences and left_open_en 0"),
    "a value that nothing turns on": (_unused, "attributes.yaml: no point turns on person foreigner"),
    "an encouragement as a grant": (_set("1.1", nature="entitlement"), "1.1: 鼓励 (encourage) does not go with nature entitlement"),
    "a grant as support": (_set("8.6", nature="support"), "8.6: 给予资金支持 (grant) does not go with nature support"),
    "support as a direction": (_set("20.2", nature="direction"), "20.2: 支持 (support) does not go with nature direction"),
    "a penalty without conditions": (_without("17.4", "conditions"), "17.4: a penalty without who or conditions"),
    "a task with an addressee": (_set("7.3", who=shipped()["points"][0]["who"] | {"quote": "商标品牌"}), "7.3: a task of the authorities"),
    "a shorter word": (_set("15.2", word="优先"), "15.2: 优先 is only part of a longer word"),
    "a word inside another": (_set("6.1", word="支持"), "6.1: 支持 is only part of a longer word"),
    "a figure in a title": (_set("6.2", title_zh="最高贷500万元"), "6.2: “最高贷500万元” has 500"),
    "a figure in characters": (_set("6.2", title_zh="贷款期限三年"), "has 三年, which the quote has not"),
    "a filled digit in a title": (_set("1.8", title_en="RMB 1,000,000 for gold"), "1.8: “RMB 1,000,000 for gold” has"),
    "a figure in what is left open": (_set("6.1", left_open_zh=["最多30天。"]), "6.1: “最多30天。” has 30"),
    "a value that the words do not name": (lambda r: raw(r, "1.5")["conditions"][0].update(quote="金奖"), "does not name js_patent_silver"),
    "a kind that the words do not name": (lambda r: raw(r, "20.1")["who"].update(any=["hospital"]), "20.1: “高校” does not name hospital"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_damaged_record_is_found_out(name: str, tmp_path: Path) -> None:
    damage, words = FAULTS[name]
    faults = check_points(policy(), written(tmp_path, damage))
    assert any(words in fault for fault in faults), faults


REFUSED: dict[str, tuple[Callable[[Raw], object], str]] = {
    "a quote that stands nowhere": (_set("6.1", quote="给予质押融资补贴"), "6.1: the quote does not stand in measure 6 exactly once"),
    "a quote that stands twice": (_set("13.5", quote="知识产权", word="开展"), "13.5: the quote does not stand in measure 13"),
    "a quote of another measure": (_set("6.1", id="7.9"), "7.9: the quote does not stand in measure 7"),
    "a measure that is not there": (_set("6.1", id="99.1"), "99.1: the quote does not stand in measure 99"),
    "a word that is not in the quote": (_set("6.1", word="给予"), "6.1: 给予 is no commitment word of the quote"),
    "a word that binds nothing": (_set("6.1", word="力度"), "6.1: 力度 is no commitment word"),
    "an unknown attribute": (lambda r: raw(r, "20.1")["who"].update(attribute="colour"), "20.1: colour university: not in attributes.yaml"),
    "an unknown value": (lambda r: raw(r, "20.1")["who"].update(any=["school"]), "20.1: organisation school: not in attributes.yaml"),
    "a condition from elsewhere": (lambda r: raw(r, "20.1")["who"].update(quote="企业"), "20.1: the condition “企业” does not stand"),
    "an unknown benefit": (_set("20.1", what=["castle"]), "20.1: castle is no benefit on record"),
    "an unknown need": (_set("20.1", serves=["luck"]), "20.1: luck is no need on record"),
    "an id given twice": (_set("20.2", id="20.1"), "20.1 is there twice"),
    "a nature of our own": (_set("20.2", nature="gift"), "nature"),
    "a field of our own": (_set("20.2", sum="much"), "sum"),
    "an inference without a note": (lambda r: raw(r, "6.4")["who"].pop("note_en"), "what is inferred says how"),
    "a requirement without words": (lambda r: raw(r, "20.1")["who"].pop("quote"), "a requirement needs its quote"),
    "two requirements in one": (lambda r: raw(r, "20.1")["who"].update(open="符合条件"), "give exactly one of"),
    "nothing given": (_set("20.1", what=[]), "what"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_record_that_cannot_be_read_names_its_file_and_the_point(name: str, tmp_path: Path) -> None:
    damage, words = REFUSED[name]
    with pytest.raises(CorpusError) as refused:
        load_points(policy(), written(tmp_path, damage))
    assert str(tmp_path / NAME) in str(refused.value)
    assert words in str(refused.value)
