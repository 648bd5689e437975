"""Records of kinds of support and of those who may get it: read strictly, and true of the policy's text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import Document, load_corpus
from corpus.glossary import load_beneficiaries, load_supports
from corpus.records import CorpusError, WordKind

KINDS: list[WordKind] = [*load_supports(), *load_beneficiaries()]


@pytest.fixture(scope="module")
def policy() -> Document:
    document = load_corpus().document("js-ip-2023")
    assert document is not None
    return document


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.id)
def test_every_word_of_a_kind_stands_in_a_measure(kind: WordKind, policy: Document) -> None:
    sentences = [s.text for m in policy.measures for s in m.sentences if s.kind != "responsibility"]
    assert not [w for w in (*kind.words, *kind.broader) if not any(w in s for s in sentences)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.id)
def test_every_kind_is_named_in_both_languages_and_asked_for_in_english(kind: WordKind) -> None:
    assert kind.name_zh and kind.name_en.isascii()
    assert any(w.isascii() for w in (kind.name_en, *kind.say))


def test_money_is_what_hands_over_money() -> None:
    assert {k.id for k in load_supports() if k.money} == {"funding", "reward", "subsidy", "assistance"}


@pytest.mark.parametrize(
    ("load", "source", "said"),
    [
        (
            load_supports,
            "- {id: a, name_zh: 甲, name_en: A, words: [x]}\n- {id: a, name_zh: 乙, name_en: B, words: [y]}",
            "id 'a' stands twice",
        ),
        (
            load_beneficiaries,
            "- {id: a, name_zh: 甲, name_en: A, say: [丙], words: [x]}\n- {id: b, name_zh: 乙, name_en: B, say: [丙], words: [y]}",
            "asking word '丙' stands twice",
        ),
        (load_supports, "- {id: a, name_zh: 甲, name_en: A, words: []}", "words"),
        (load_supports, "- {id: a, name_zh: 甲, name_en: A, words: [x], gold: 1}", "gold"),
        (load_beneficiaries, "- {id: a, name_zh: 甲, name_en: A, words: [x], money: true}", "money"),
        (load_beneficiaries, "- {id: a, name_zh: 甲, name_en: A, words: [xy], unless_in: [z]}", "no longer word"),
    ],
)
def test_a_broken_record_is_refused_by_name(tmp_path: Path, load: Callable[[Path], object], source: str, said: str) -> None:
    path = tmp_path / "kinds.yaml"
    path.write_text(source, encoding="utf-8")
    with pytest.raises(CorpusError, match=said):
        load(path)
