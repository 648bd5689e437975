"""*verbatim*: what stands between quotation marks stands in a quote, character by character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assistant.verification.sample import SENTENCES, cited, fault

MARKS = ["“{}”", "「{}」", "『{}』", '"{}"']
quotes = st.sampled_from(SENTENCES)


@given(quotes, st.data(), st.sampled_from(MARKS))
def test_any_run_of_a_quote_is_a_quotation(quote, data: st.DataObject, marks: str) -> None:  # type: ignore[no-untyped-def]
    start = data.draw(st.integers(0, len(quote.text) - 5))
    end = data.draw(st.integers(start + 4, len(quote.text)))
    words = quote.text[start:end]
    if not set(words) & set('“”"'):
        assert fault("verbatim", f"文件写明{marks.format(words)}。", quote) is None


@given(quotes, st.data(), st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF))
def test_no_character_of_a_quotation_can_be_another(quote, data: st.DataObject, other: str) -> None:  # type: ignore[no-untyped-def]
    words = quote.text.rstrip("。;").replace("“", "").replace("”", "")
    at = data.draw(st.integers(1, len(words) - 2))
    changed = words[:at] + other + words[at + 1 :]
    if changed not in quote.text and words[at] != other:
        assert fault("verbatim", f"文件写明“{changed}”。", quote)


@given(quotes, st.data())
def test_no_character_of_a_quotation_can_be_missing(quote, data: st.DataObject) -> None:  # type: ignore[no-untyped-def]
    words = quote.text.rstrip("。;").replace("“", "").replace("”", "")
    at = data.draw(st.integers(1, len(words) - 2))
    shorter = words[:at] + words[at + 1 :]
    if shorter not in quote.text.replace("“", "").replace("”", "") and words[at].strip("。,;:!?、. "):
        assert fault("verbatim", f"文件写明“{shorter}”。", quote)


@pytest.mark.parametrize("words", ["国（境）外知名展会", "国(境)外 知名展会", "支持企业参加国（境）外知名展会"])
def test_width_and_white_space_are_no_difference(words: str) -> None:
    assert fault("verbatim", f"文件写的是“{words}”。", cited("js/21#2")) is None


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("鼓励社会资本发起设立知识产权投资基金", "misattributed"),
        ("加大知识产权质押融资支持力度,探索专利权人以专利使用权作价出资", "stitched"),
        ("对知识产权质押融资给予贴息", "absent"),
    ],
)
def test_what_is_wrong_with_a_quotation_is_told(words: str, kind: str) -> None:
    assert (fault("verbatim", f"原文为“{words}”。", cited("js/6#1")) or "").startswith(kind)


def test_an_elliptic_quotation_keeps_the_order() -> None:
    assert fault("verbatim", "原文为“在省普惠金融风险补偿基金下设立……政银合作子产品”。", cited("js/6#1")) is None
    assert fault("verbatim", "原文为“政银合作子产品……在省普惠金融风险补偿基金下设立”。", cited("js/6#1"))


def test_a_heading_may_be_quoted() -> None:
    assert fault("verbatim", "这一条的标题是“强化知识产权金融支撑”。", cited("js/6#1")) is None
