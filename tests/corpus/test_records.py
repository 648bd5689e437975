"""The records say what the policy says, name nobody twice, and give away no digit that the copy has lost."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from corpus.annotate import read_commitments, read_departments
from corpus.glossary import (
    load_commitments,
    load_departments,
    load_gloss_set,
    load_glosses,
    load_instruments,
    load_lexicon,
)
from corpus.records import RECORDS, TEXTS, CorpusError, DocumentRecord, Instrument, RepairRecord, load_record, load_records
from corpus.restore import restore

POLICY = "js-ip-2023"
_CLAUSE = re.compile(r"\(([^()]+)等按职责分工负责\)$")


@cache
def policy_text() -> str:
    received = (TEXTS / "jiangsu-ip-measures-2023.txt").read_text(encoding="utf-8")
    return restore(received, load_records(RECORDS / "repairs" / f"{POLICY}.yaml", RepairRecord)).text


@cache
def measures() -> dict[int, str]:
    """Number to text of each measure: the lines that begin with (一) … (二十一), in order."""
    lines = [line for line in policy_text().splitlines() if re.match(r"\([一二三四五六七八九十]+\)", line)]
    assert len(lines) == 21
    return dict(enumerate(lines, start=1))


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip("“”")


def names(instrument: Instrument) -> list[str]:
    return [folded(name) for name in (instrument.name, *instrument.aliases)]


def body(measure: str) -> str:
    return _CLAUSE.sub("", measure)


# Bodies in charge


def test_every_body_of_the_responsibility_clauses_is_on_record_under_the_name_the_text_uses() -> None:
    clauses = [_CLAUSE.search(measure) for measure in measures().values()]
    written = {name for clause in clauses if clause for name in clause[1].split("、")}
    assert all(clauses)
    assert {d.name for d in load_departments()} == written


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("科技厅", "省科技厅"), ("江苏省科学技术厅", "省科技厅"), ("工信厅", "省工业和信息化厅"), ("经信委", "省工业和信息化厅"),
        ("人社厅", "省人力资源社会保障厅"), ("发改委", "省发展改革委"), ("版权局", "省版权局"), ("教育厅", "省教育厅"),
        ("国资委", "省国资委"),
        ("银保监局", "江苏银保监局"), ("证监局", "江苏证监局"), ("金融办", "省地方金融监管局"), ("金融监管局", "省地方金融监管局"),
        ("中国人民银行", "人民银行南京分行"), ("高院", "省法院"), ("江苏省高级人民法院", "省法院"), ("省人民检察院", "省检察院"),
        ("公安厅", "省公安厅"), ("商务厅", "省商务厅"), ("贸促会", "省贸促会"), ("医保局", "省医保局"), ("市场监管局", "省市场监管局"),
        ("农业农村厅", "省农业农村厅"), ("司法厅", "省司法厅"), ("统计局", "省统计局"), ("外办", "省外办"), ("知识产权局", "省知识产权局"),
    ],
)  # fmt: skip
def test_a_body_is_known_by_the_names_people_use(said: str, name: str) -> None:
    assert [m.name for m in read_departments(f"{said}负责什么", load_departments())] == [name]


@pytest.mark.parametrize(
    "other",
    [
        "国家知识产权局", "国家版权局", "教育部", "最高人民法院", "海关总署", "国家发改委", "南京市知识产权局", "公司想在国外办展",
        "提高院校的专利质量",
    ],
)  # fmt: skip
def test_another_body_or_an_accident_of_characters_is_not_taken_for_a_body_in_charge(other: str) -> None:
    assert read_departments(other, load_departments(), weak=True) == []


def test_everyday_words_for_a_body_count_only_when_asked_who_is_responsible() -> None:
    question = "海关和法院怎么保护知识产权"
    assert read_departments(question, load_departments()) == []
    assert [m.name for m in read_departments(question, load_departments(), weak=True)] == ["南京海关", "省法院"]


def test_no_strong_name_of_a_body_stands_in_the_policy_outside_the_responsibility_clauses() -> None:
    found = {n: read_departments(body(m), load_departments()) for n, m in measures().items()}
    assert {n: mentions for n, mentions in found.items() if mentions} == {}


# Commitment words


def test_every_sentence_of_every_measure_holds_a_commitment_word() -> None:
    sentences = [s for m in measures().values() for s in body(m).split("。")[1:] if s]
    assert len(sentences) > 60
    assert [s for s in sentences if not read_commitments(s, load_commitments())] == []


def test_the_longest_commitment_word_comes_first_and_part_of_a_noun_does_not_count() -> None:
    lengths = [len(c.word) for c in load_commitments()]
    assert lengths == sorted(lengths, reverse=True)
    assert [m.name for m in read_commitments("优先给予激励", load_commitments())] == ["优先给予"]
    assert read_commitments("完成人所有权和资金支持力度", load_commitments()) == []


@pytest.mark.parametrize(
    ("word", "strength", "kind"),
    [
        ("给予", 5, "grant"), ("优先给予", 4, "priority"), ("支持", 3, "support"), ("可以", 3, "permit"), ("鼓励", 2, "encourage"),
        ("推动", 2, "promote"), ("探索", 1, "explore"), ("应当", 5, "duty"), ("不得", 5, "duty"), ("取消", 5, "penalty"),
    ],
)  # fmt: skip
def test_a_word_binds_as_much_as_it_says(word: str, strength: int, kind: str) -> None:
    found = next(c for c in load_commitments() if c.word == word)
    assert (found.strength, found.kind) == (strength, kind)


# Everyday words


def test_everyday_words_lead_to_words_that_stand_in_the_policy() -> None:
    entries = load_lexicon()
    assert len(entries) >= 120
    assert [m for e in entries for m in e.means if m not in policy_text()] == []


@pytest.mark.parametrize(
    ("say", "means"),
    [
        ("抵押", "质押融资"), ("老外", "外国人"), ("贯标", "知识产权管理规范"), ("补贴", "补助"), ("奖金", "奖励"), ("打官司", "审判"),
        ("山寨", "侵权"), ("出海", "海外"), ("抢注", "恶意商标注册"), ("专利贩子", "非正常专利申请"), ("入股", "作价出资"),
    ],
)  # fmt: skip
def test_an_everyday_word_has_the_policy_word_beside_it(say: str, means: str) -> None:
    assert means in next(e for e in load_lexicon() if say in e.say).means


# Background notes


def test_a_note_names_exactly_the_measures_in_which_its_name_or_an_alias_stands() -> None:
    wrong = {}
    for instrument in load_instruments():
        stands = tuple(n for n, m in measures().items() if any(name in m for name in names(instrument)))
        if stands != instrument.named_in:
            wrong[instrument.id] = (instrument.named_in, stands)
    assert wrong == {}


def test_every_fact_is_one_sentence_that_names_its_subject() -> None:
    facts = [(i, f.text) for i in load_instruments() for f in i.facts]
    assert len(facts) > 300
    assert [t for _, t in facts if not t.endswith("。") or t.count("。") != 1] == []
    assert [t for i, t in facts if not any(name in folded(t) for name in names(i))] == []


def test_no_background_fact_rests_on_the_policy_or_speaks_for_it() -> None:
    sources = [f.source or "" for i in load_instruments() for f in i.facts]
    assert [s for s in sources if "jiangsu-ip-measures" in s] == []
    assert [f.text for i in load_instruments() for f in i.facts if "本政策" in f.text or "本措施" in f.text] == []


def test_the_notes_give_away_no_digit_that_the_copy_has_lost() -> None:
    awards = [i for i in load_instruments() if i.kind == "award"]
    assert len(awards) >= 3
    assert [f.text for i in awards for f in i.facts if "万元" in f.text] == []
    everything = "\n".join(path.read_text(encoding="utf-8") for path in sorted(RECORDS.rglob("*.yaml")))
    assert re.findall(r"苏政发\D?2017\D?\d", everything) == []
    about_the_policy = [f.text for i in load_instruments() for f in i.facts if "若干政策措施" in f.text]
    assert [t for t in about_the_policy if re.search(r"[0-9]月|[0-9]日|万元", t)] == []


def test_a_fact_that_was_seen_has_its_source() -> None:
    fact = {"text": "某事。", "confidence": "seen"}
    with pytest.raises(ValueError, match="no source"):
        Instrument.model_validate({"id": "x", "name": "某", "kind": "event", "facts": [fact]})


# The policy's own record and its glosses


def test_the_document_record_is_that_of_the_copy_at_hand() -> None:
    record = load_record(RECORDS / "documents" / f"{POLICY}.yaml", DocumentRecord)
    assert record.text is not None
    assert record.sha256 == hashlib.sha256((TEXTS / record.text).read_bytes()).hexdigest()
    assert record.title in policy_text()
    assert record.issuer is not None
    assert record.issuer in policy_text()
    assert record.document_number is None
    assert record.dates == {}
    assert [s for s in record.supersedes if s not in policy_text()] == []
    assert "□2号" in record.supersedes[0]


def test_every_part_and_measure_has_a_gloss_and_it_was_written_from_this_copy() -> None:
    glosses = load_gloss_set(POLICY)
    assert glosses is not None
    assert {g.provision for g in glosses.provisions} == {str(n) for n in range(1, 22)} | {f"part-{n}" for n in range(1, 7)}
    assert glosses.text_sha256 == hashlib.sha256((TEXTS / "jiangsu-ip-measures-2023.txt").read_bytes()).hexdigest()


def test_a_gloss_shows_no_figure() -> None:
    shown = {g.provision: g.gist_en + g.gist_zh for g in load_glosses(POLICY) if not g.provision.startswith("part-")}
    assert {p: t for p, t in shown.items() if re.search(r"\d|万|[¥%]|percent|million|yuan", t)} == {}


@pytest.mark.parametrize(
    ("chinese", "english"),
    [("鼓励", "encourag"), ("探索", "explor"), ("给予", r"\b(give|subsid|first in line)"), ("取消", r"\blose"), ("引导", "guide")],
)
def test_a_gloss_promises_with_the_same_words_as_the_measure_and_no_more(chinese: str, english: str) -> None:
    given = {g.provision: g for g in load_glosses(POLICY)}
    for number, measure in measures().items():
        gloss, says = given[str(number)], chinese in body(measure)
        if english in ("encourag", "explor"):
            assert (english in gloss.gist_en.lower()) == says, number
            assert (chinese in gloss.gist_zh) == says, number
        elif says:
            assert re.search(english, gloss.gist_en.lower()), number


def test_a_gloss_gives_only_where_the_measure_gives() -> None:
    for gloss in load_glosses(POLICY):
        if re.search(r"\b(gives?|subsidy)\b|给资金|给奖励|给适当补助", gloss.gist_en + gloss.gist_zh):
            assert re.search("给予|予以", measures()[int(gloss.provision)]), gloss.provision


# Broken records


def test_a_document_without_glosses_has_none() -> None:
    assert load_glosses("another-document") == ()


@pytest.mark.parametrize(
    ("load", "text", "message"),
    [
        (load_departments, "- {name: 甲局, name_en: A, aliases: [局]}\n- {name: 乙局, name_en: B, weak_aliases: [局]}", "局.*twice"),
        (load_departments, "- {name: 甲局, name_en: A}\n- {name: 乙局, name_en: B, lookalikes: [甲局]}", "lookalike"),
        (load_commitments, "- &a {word: 给, strength: 5, kind: grant, gloss_zh: 给, gloss_en: give}\n- *a", "给.*twice"),
        (load_commitments, "- {word: 给, strength: 9, kind: grant, gloss_zh: 给, gloss_en: give}", "strength"),
        (load_commitments, "- {word: 给, strength: 5, kind: grant, gloss_zh: 给, gloss_en: give, unless_in: [拿]}", "unless_in"),
        (load_lexicon, "- {say: [钱], means: [资金]}\n- {say: [钱], means: [补助]}", "钱.*twice"),
        (load_lexicon, "- {say: [], means: [资金]}", "say"),
        (load_instruments, "- {id: x, name: 某, kind: event, facts: []}", "no facts"),
        (load_instruments, "- {id: x, name: 某, kind: event, colour: red, facts: []}", "colour"),
        (load_instruments, "id: x", "expected a list"),
    ],
)
def test_a_broken_record_is_refused_with_file_and_word(load: Callable[[Path], object], text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "record.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=message) as caught:
        load(path)
    assert str(path) in str(caught.value)


def test_glosses_of_another_document_are_refused(tmp_path: Path) -> None:
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures" / "a.yaml").write_text("{document: b, text_sha256: '0', source: ours, provisions: []}", encoding="utf-8")
    with pytest.raises(CorpusError, match="document is b, expected a"):
        load_glosses("a", tmp_path)
