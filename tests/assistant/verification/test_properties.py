"""What must hold of the gates for every sentence of the documents, and for any text at all."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.model import Claim, Quote
from assistant.verification import check_written
from corpus import Corpus, Document, load_corpus, read_departments, read_figures
from tests.linear.calls import grows_too_fast

CORPUS = load_corpus()
POLICY = CORPUS.policies[0]
SENTENCES = [Quote(POLICY, p, s.start, s.end) for p in POLICY.measures for s in p.sentences if s.kind == "body"]
quotes = st.sampled_from(SENTENCES)
DIGITS = "0123456789"


def written(text: str, *cited: Quote) -> Claim:
    return Claim(text, cited, written=True)


def removed(text: str, *cited: Quote) -> bool:
    return check_written(written(text, *cited), CORPUS) is not None


@pytest.mark.parametrize("quote", SENTENCES, ids=lambda q: f"{q.provision.id}-{q.start}")
def test_a_sentence_of_the_document_passes_as_it_stands(quote: Quote) -> None:
    removal = check_written(written(quote.text, quote), CORPUS)
    assert removal is None, f"{removal.gate}: {removal.detail}"


@pytest.mark.parametrize("quote", [q for q in SENTENCES if read_figures(q.text)], ids=lambda q: f"{q.provision.id}-{q.start}")
def test_no_character_of_a_figure_can_be_another(quote: Quote) -> None:
    for figure in read_figures(quote.text):
        for at in range(figure.start, figure.end):
            old = quote.text[at]
            if old in DIGITS + "□":
                others = [d for d in DIGITS if d != old]
            elif old in "一二三四五六七八九":
                others = [d for d in "一二三四五六七八九" if d != old]
            else:
                continue
            for other in others:
                assert removed(quote.text[:at] + other + quote.text[at + 1 :], quote), (figure.text, other)


@given(quotes, st.sampled_from([d.name for d in CORPUS.departments]))
def test_a_body_that_is_not_in_charge_is_not_put_in_charge(quote: Quote, body: str) -> None:
    named = {m.name for m in read_departments(quote.text, CORPUS.departments)}
    if body not in quote.provision.departments and body not in named:
        assert removed(f"{quote.text.rstrip('。')}，由{body}负责。", quote)


@given(quotes, st.data())
def test_no_character_of_a_quotation_can_be_another(quote: Quote, data: st.DataObject) -> None:
    words = re.sub(r"[“”\"()、,。\s□]", "", quote.text)[:24]
    if len(words) < 8 or words not in quote.text:
        return
    at = data.draw(st.integers(0, len(words) - 1))
    other = data.draw(st.sampled_from("海洋渔业牧草钢琴"))
    if other != words[at]:
        assert removed(f"文件写的是“{words[:at]}{other}{words[at + 1 :]}”。", quote)


@given(quotes, quotes)
def test_a_sentence_of_another_measure_is_not_borne_by_this_one(one: Quote, other: Quote) -> None:
    if one.provision.id != other.provision.id and len(other.text) > 25:
        assert removed(other.text, one)


@given(quotes, st.sampled_from(["对所有企业一律给予奖励。", "企业必须申请。", "保证获得资金。", "申请人有权获得补贴。"]))
def test_a_promise_to_everybody_is_in_no_sentence(quote: Quote, promise: str) -> None:
    assert removed(promise, quote)


@given(quotes)
def test_nothing_passes_without_evidence(quote: Quote) -> None:
    removal = check_written(written(quote.text), CORPUS)
    assert removal is not None and removal.gate == "uncited"


@given(st.text(max_size=120), quotes)
def test_no_text_breaks_a_gate(text: str, quote: Quote) -> None:
    check_written(written(text, quote), CORPUS)


@given(st.text(alphabet="□0123456789.%万亿元年月日第条至-最高不超过约（）()①Ⅲ³٣", max_size=60), quotes)
def test_no_figure_breaks_a_gate(text: str, quote: Quote) -> None:
    check_written(written(text, quote), CORPUS)


@pytest.mark.parametrize("piece", ["一", "50万元", "最高", "《", "“", "省财政厅", "not ", "1.", "不"])
def test_the_time_of_a_sentence_grows_with_its_length_alone(piece: str) -> None:
    assert not grows_too_fast(lambda text: check_written(written(text, SENTENCES[0]), CORPUS), piece, 2_500)


def test_the_policy_is_the_one_that_these_sentences_are_from() -> None:
    assert isinstance(CORPUS, Corpus) and isinstance(POLICY, Document) and len(SENTENCES) > 60
