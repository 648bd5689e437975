import numpy as np
import pytest

from assistant.index.fusion import best, fuse


def f32(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_the_weight_moves_the_result_from_words_to_meaning() -> None:
    cosines, lexical = f32(0.90, 0.80, 0.85), f32(0.0, 8.0, 4.0)
    assert np.argmax(fuse(cosines, lexical, 1.0)) == 0
    assert np.argmax(fuse(cosines, lexical, 0.0)) == 1
    assert fuse(cosines, lexical, 0.5) == pytest.approx([0.5, 0.5, 0.5])


def test_scores_that_are_all_equal_say_nothing() -> None:
    assert fuse(f32(0.8, 0.8), f32(0.0, 3.0), 0.7) == pytest.approx([0.0, 0.3])
    assert fuse(f32(0.8, 0.9), f32(0.0, 0.0), 0.7) == pytest.approx([0.0, 0.7])


def test_nothing_to_fuse_gives_nothing() -> None:
    assert len(fuse(f32(), f32())) == 0


def test_best_is_cut_by_position_among_equals_and_never_asks_for_more_than_there_is() -> None:
    assert best(f32(1, 3, 2, 3, 2), 3).tolist() == [1, 3, 2]
    assert best(f32(1, 2), 10).tolist() == [1, 0]
    assert best(f32(), 5).tolist() == []
    assert best(f32(1, 2), 0).tolist() == []


def test_best_agrees_with_sorting_everything() -> None:
    scores = np.random.default_rng(3).integers(0, 20, 500).astype(np.float32)
    assert best(scores, 60).tolist() == np.argsort(-scores, kind="stable")[:60].tolist()
