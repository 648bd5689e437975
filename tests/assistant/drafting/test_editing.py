"""An edited letter checked again: what was left keeps its verdict, what nothing bears is marked."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.drafting import Draft, compose_draft
from assistant.drafting.edited import Checked, editable, edited
from assistant.drafting.editing import check_edited
from assistant.drafting.word import as_word
from tests.assistant.drafting.conftest import ENQUIRIES

LETTER = "想问质押贷款的利率是多少？获得江苏专利奖有多少奖励？电话13812345678。另外，高校可以把专利的所有权给完成人吗？"


@pytest.fixture(scope="module")
def draft(assistant: Assistant) -> Draft:
    return compose_draft(assistant, LETTER)


def changed(draft: Draft, assistant: Assistant, old: str, new: str) -> list[Checked]:
    """What is marked after ``old`` was replaced in the letter."""
    letter = editable(draft)
    assert old in letter
    return [c for c in check_edited(draft, letter.replace(old, new, 1), assistant.corpus) if c.state in ("failed", "uncited")]


@pytest.mark.parametrize("name", ENQUIRIES)
def test_a_letter_that_was_not_edited_is_not_marked_and_stays_the_same(
    name: str, drafted: Callable[[str], Draft], assistant: Assistant
) -> None:
    draft = drafted(name)
    checked = check_edited(draft, editable(draft), assistant.corpus)
    assert not [c for c in checked if c.state in ("failed", "uncited")]
    assert edited(draft, checked).text == draft.text
    assert [c.kind for c in checked] == [s.kind for s in draft.sentences]


@pytest.mark.parametrize(
    ("old", "new", "gate", "word"),
    [
        ("分别给予□0万元、□0万元、□0万元、□万元", "分别给予50万元、30万元、20万元、5万元", "figures", "50万元"),
        ("可以按照国家有关规定赋予", "必须按照国家有关规定赋予", "modality", "必须"),
        ("、江苏证监局", "、江苏证监局、省教育厅", "entities", "省教育厅"),
        ("加大知识产权质押融资支持力度", "保证给予知识产权质押融资贴息", "modality", ""),
        ("省财政厅。[4]", "省财政厅。[44]", "mark", "[44]"),
        ("省财政厅。[4]", "省财政厅。[1]", "", ""),
    ],
)
def test_what_the_text_cited_does_not_bear_is_marked(draft: Draft, assistant: Assistant, old: str, new: str, gate: str, word: str) -> None:
    marked = changed(draft, assistant, old, new)
    assert len(marked) == 1
    assert marked[0].state == "failed"
    assert not gate or marked[0].gate == gate
    assert word in marked[0].word


@pytest.mark.parametrize(
    "words", ["我们将给予贵单位20万元补助。", "贵单位可以获得奖励。", "一定能够通过。", "请于3个工作日内提交材料。", "每年补贴百分之十。"]
)
def test_a_figure_or_a_promise_that_cites_nothing_is_marked(draft: Draft, assistant: Assistant, words: str) -> None:
    marked = changed(draft, assistant, "感谢", f"{words}感谢")
    assert [(c.text, c.state) for c in marked] == [(words, "uncited")]
    assert marked[0].word


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("感谢", "祝工作顺利。感谢"),
        ("〔来信人〕", "苏州某公司"),
        ("与〔答复单位〕联系", "与江苏省知识产权局联系"),
        ("〔日期〕", "2026年11月23日"),
        ("〔日期〕", "二〇二六年十一月二十三日"),
        ("特此答复。", "此复。"),
    ],
)
def test_what_a_person_fills_in_or_says_politely_is_not_marked(draft: Draft, assistant: Assistant, old: str, new: str) -> None:
    assert changed(draft, assistant, old, new) == []


def test_a_figure_in_front_of_a_sentence_with_a_note_is_held_against_it(draft: Draft, assistant: Assistant) -> None:
    marked = changed(draft, assistant, "具体事宜，建议向措施（一）", "奖励为100万元。具体事宜，建议向措施（一）")
    assert [c.word for c in marked] == ["100万元"]


def test_the_word_document_holds_the_edited_letter_and_its_notes(draft: Draft, assistant: Assistant) -> None:
    letter = editable(draft).replace("〔来信人〕", "苏州某公司").replace("〔日期〕", "2026年11月23日")
    document = Document(io.BytesIO(as_word(edited(draft, check_edited(draft, letter, assistant.corpus)))))
    words = "\n".join(p.text for p in document.paragraphs)
    assert "苏州某公司" in words
    assert "2026年11月23日" in words
    assert "13812345678" not in editable(draft) or "13812345678" in words
    assert "[1]" not in words


@given(st.text(alphabet="一二可以给予万元50。！[]123措施（）“”\n　 <>", max_size=200))
def test_any_text_can_be_checked_and_none_of_it_is_lost(draft: Draft, assistant: Assistant, letter: str) -> None:
    checked = check_edited(draft, letter, assistant.corpus)
    kept = "".join(c.text for c in checked)
    words = re.sub(r"\[\d{1,3}\]", "", letter)
    assert {c for c in words if not c.isspace()} <= set(kept) | {"["}
