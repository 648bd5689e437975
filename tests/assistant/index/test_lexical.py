from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.index.lexical import K1, B, LexicalIndex, tokenize


def test_chinese_becomes_pairs_and_latin_words_and_numerals_stay_whole() -> None:
    assert tokenize("专利质押PCT申请50万元") == ["专利", "利质", "质押", "pct", "申请", "50", "万元"]


def test_width_and_case_and_thousands_separators_do_not_matter() -> None:
    assert tokenize("ＰＣＴ　１,０００元") == tokenize("pct 1000元")


def test_punctuation_and_lost_characters_separate() -> None:
    assert tokenize("贷款,贴息") == ["贷款", "贴息"]
    assert tokenize("□00万元") == ["00", "万元"]
    assert tokenize("。、!?□") == []


def test_a_lone_character_and_a_decimal_stay_as_they_are() -> None:
    assert tokenize("税 3.5%") == ["税", "3.5"]


@given(st.text(max_size=200))
def test_any_text_can_be_tokenized_and_searched(text: str) -> None:
    index = LexicalIndex.build(["专利质押贷款", "abc"])
    assert all(tokenize(text))
    assert index.scores(text).shape == (2,)


def test_scores_follow_the_formula() -> None:
    texts = ["专利专利", "专利质押", "商标注册登记"]
    scores = LexicalIndex.build(texts).scores("质押")
    lengths = [len(tokenize(text)) for text in texts]
    idf = np.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    expected = idf * 1 / (1 + K1 * (1 - B + B * lengths[1] / np.mean(lengths)))
    assert scores == pytest.approx([0, expected, 0], rel=1e-5)


def test_unknown_words_score_nothing_instead_of_something_arbitrary() -> None:
    index = LexicalIndex.build(["专利质押", "商标注册"])
    assert not index.scores("天气预报").any()
    assert not index.scores("").any()


def test_an_index_without_a_single_term_can_be_searched_saved_and_loaded(tmp_path: Path) -> None:
    LexicalIndex.build(["。。", ""]).save(tmp_path)
    assert LexicalIndex.load(tmp_path).scores("专利").tolist() == [0, 0]


def test_a_text_without_terms_among_others_keeps_the_rows_in_place() -> None:
    scores = LexicalIndex.build(["……", "专利", ""]).scores("专利")
    assert scores[0] == scores[2] == 0 < scores[1]


def test_loading_gives_back_what_was_saved(tmp_path: Path) -> None:
    index = LexicalIndex.build(["专利质押", "商标注册", "专利许可 PCT"])
    index.save(tmp_path)
    loaded = LexicalIndex.load(tmp_path)
    assert len(loaded) == 3
    assert loaded.scores("专利 pct").tolist() == index.scores("专利 pct").tolist()


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    LexicalIndex.build(["专利质押"]).save(tmp_path)
    (tmp_path / "indices.csc.index.npy").unlink()
    with pytest.raises(FileNotFoundError):
        LexicalIndex.load(tmp_path)
