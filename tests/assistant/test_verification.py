"""The gates: a claim that its quotes do not bear is taken out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.model import Claim, Draft, Quote
from assistant.verification import verify
from corpus import Corpus, Document, load_corpus

CORPUS: Corpus = load_corpus()
POLICY = CORPUS.document("js-ip-2023")
assert POLICY is not None


def quote(document: Document, provision: str, words: str) -> Quote:
    unit = document.provision(provision)
    assert unit is not None
    start = unit.start + unit.text.index(words)
    return Quote(document, unit, start, start + len(words))


SUZHIDAI = quote(POLICY, "6", "在省普惠金融风险补偿基金下设立“苏知贷”政银合作子产品")
AWARDS = quote(POLICY, "1", "分别给予□00万元、□0万元、□0万元奖励")
THREE_YEARS = quote(POLICY, "17", "对无正当理由在三年内没有转化实施的")
IN_CHARGE = quote(POLICY, "5", "(省工业和信息化厅、省财政厅、省医保局等按职责分工负责)")


def kept(*claims: Claim) -> list[str]:
    draft, counts, removed = verify(Draft("answered", claims, "generative"), CORPUS)
    assert counts.removed == len(removed) == len(claims) - len(draft.claims)
    return [c.text for c in draft.claims]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("设立“苏知贷”政银合作子产品", SUZHIDAI),
        ("3年内没有转化实施的", THREE_YEARS),
        ("三年内没有转化实施的", THREE_YEARS),
        ("金奖为□00万元", AWARDS),
        ("由省医保局等负责", IN_CHARGE),
        ("措施(六)下设立苏知贷", SUZHIDAI),
        ("第6条设立苏知贷", SUZHIDAI),
    ],
)
def test_what_the_quote_bears_stays(text: str, source: Quote) -> None:
    assert kept(Claim(text, (source,))) == [text]


@pytest.mark.parametrize(
    ("text", "source", "why"),
    [
        ("最高可贷500万元", SUZHIDAI, "an amount from nowhere"),
        ("金奖为100万元", AWARDS, "a lost digit filled in"),
        ("金奖为□0万元至300万元", AWARDS, "a range"),
        ("五年内没有转化实施的", THREE_YEARS, "another number"),
        ("在30%的比例内", THREE_YEARS, "a share"),
        ("由省科技厅负责", IN_CHARGE, "another department"),
        ("共有8家机构", SUZHIDAI, "a count"),
        ("2024年起施行", SUZHIDAI, "a year"),
        ("第七条设立苏知贷", SUZHIDAI, "another measure's number"),
        ("三个月内没有转化实施的", THREE_YEARS, "another unit"),
    ],
)
def test_what_the_quote_does_not_bear_goes(text: str, source: Quote, why: str) -> None:
    assert kept(Claim(text, (source,))) == [], why


def test_words_given_as_verbatim_must_be() -> None:
    good = "省普惠金融风险补偿基金下设立"
    assert kept(Claim(good, (SUZHIDAI,), (good,))) == [good]
    changed = good.replace("补偿", "赔偿")
    assert kept(Claim(changed, (SUZHIDAI,), (changed,))) == []
    assert kept(Claim("别的话", (SUZHIDAI,), (good,))) == [], "verbatim words that the claim does not say"


def test_two_measures_stitched_into_one_quotation_go() -> None:
    stitched = "政银合作子产品对无正当理由"
    assert kept(Claim(stitched, (SUZHIDAI, THREE_YEARS), (stitched,))) == []


def test_a_claim_without_a_quote_goes_unless_it_only_frames() -> None:
    assert kept(Claim("可以获得支持")) == []
    assert kept(Claim("相关规定如下:", style="lead")) == ["相关规定如下:"]
    assert kept(Claim("共5条:", style="lead")) == [], "a frame may hold no figure of its own"
    assert kept(Claim("共5条:", style="lead", computed=frozenset({"count:5条"}))) == ["共5条:"]


def test_a_quote_outside_its_provision_goes() -> None:
    seven = POLICY.provision("7")  # type: ignore[union-attr]
    assert seven is not None
    assert kept(Claim("设立“苏知贷”", (Quote(POLICY, seven, SUZHIDAI.start, SUZHIDAI.end),))) == []  # type: ignore[arg-type]


@given(st.integers(min_value=1, max_value=99_999), st.sampled_from(["万元", "元", "%", "年", "家", "个月", "亿元"]))
def test_no_invented_figure_passes(number: int, unit: str) -> None:
    text = f"给予{number}{unit}支持"
    expected = [text] if (number, unit) == (3, "年") else []
    assert kept(Claim(text, (THREE_YEARS,))) == expected


@given(st.data())
def test_any_slice_quoted_as_it_is_passes(data: st.DataObject) -> None:
    sentences = [s for m in POLICY.measures for s in m.sentences if s.kind == "body"]  # type: ignore[union-attr]
    s = data.draw(st.sampled_from(sentences))
    found = POLICY.sentence_at(s.start)  # type: ignore[union-attr]
    assert found is not None
    source = Quote(POLICY, found[1], s.start, s.end)  # type: ignore[arg-type]
    assert kept(Claim(s.text, (source,), (s.text,))) == [s.text]


def test_bodies_and_years_in_a_title_or_an_issuer_are_names_and_no_statements() -> None:
    title, issuer = POLICY.record.title, POLICY.record.issuer
    assert issuer
    claim = Claim(f"《{title}》没有写明这一点，可向{issuer}查询。", (SUZHIDAI,))
    assert not verify(Draft("answered", (claim,), "extractive"), CORPUS)[2]
    other = Claim("《省教育厅关于2031年工作的通知》没有写明这一点。", (SUZHIDAI,))
    assert [r.gate for r in verify(Draft("answered", (other,), "extractive"), CORPUS)[2]] == ["figures"]
