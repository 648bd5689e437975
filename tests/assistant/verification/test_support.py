"""*support*: a sentence is about what it cites. The floors are held against paraphrases of the shipped policy, each cited to its own
measure and to every other."""

from __future__ import annotations

import re

import pytest

from assistant.answering.model import Quote
from assistant.verification.evidence import Evidence
from corpus.glossary import load_glosses
from tests.assistant.verification.sample import POLICY, SENTENCES, cited, fault

ABSENCE = re.compile("看不全|does not show")


def paraphrases(language: str) -> list[tuple[str, str]]:
    """(provision, sentence): our own glosses of the measures, sentence by sentence."""
    found = []
    for gloss in load_glosses(POLICY.id):
        if POLICY.provision(gloss.provision) in POLICY.measures:
            text = gloss.gist_en if language == "en" else gloss.gist_zh
            parts = re.split(r"(?<=\.) ", text) if language == "en" else re.split(r"(?<=[。；])", text)
            found += [(gloss.provision, part) for part in parts if part.strip() and not ABSENCE.search(part)]
    return found


def whole(provision: str) -> Quote:
    unit = POLICY.provision(provision)
    assert unit is not None
    return Quote(POLICY, unit, unit.start, unit.end)


@pytest.mark.parametrize(("language", "removed", "missed"), [("zh", 0.03, 0.03), ("en", 0.05, 0.10)])
def test_paraphrases_are_told_from_those_of_other_measures(
    language: str, removed: float, missed: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The English glosses help English sentences; here they are the sentences, and must not be held against themselves.
    monkeypatch.setattr(Evidence, "glosses", frozenset())
    true = paraphrases(language)
    kept = [fault("support", text, whole(place)) is None for place, text in true]
    assert 1 - sum(kept) / len(kept) <= removed
    foreign = [fault("support", text, whole(m.id)) is None for place, text in true for m in POLICY.measures if m.id != place]
    assert sum(foreign) / len(foreign) <= missed


def test_a_sentence_of_one_measure_is_hardly_borne_by_a_sentence_of_another() -> None:
    pairs = [(a, b) for a in SENTENCES[::3] for b in SENTENCES[::5] if a.provision.id != b.provision.id]
    borne = [fault("support", a.text, b) is None for a, b in pairs]
    assert sum(borne) / len(borne) <= 0.01


def test_every_sentence_bears_itself() -> None:
    assert [q.text for q in SENTENCES if fault("support", q.text, q)] == []


def test_each_clause_is_asked_for() -> None:
    true = "鼓励社会资本发起设立知识产权投资基金"
    assert fault("support", f"{true}。", cited("js/6#2")) is None
    assert fault("support", f"{true}，并由专家组按季度评审。", cited("js/6#2"))


def test_each_place_cited_contributes() -> None:
    text = "鼓励社会资本发起设立知识产权投资基金。"
    assert fault("support", text, cited("js/6#2"), cited("js/13#4"))
    both = "鼓励社会资本发起设立知识产权投资基金，推动在乡镇、街道建设知识产权工作站。"
    assert fault("support", both, cited("js/6#2"), cited("js/13#4")) is None


@pytest.mark.parametrize("text", ["是的。", "可以。", "以上就是全部内容。", "Yes, of course."])
def test_what_says_nothing_is_not_supported(text: str) -> None:
    assert fault("support", text, cited("js/6#1"))


@pytest.mark.parametrize(
    "lead", ["根据文件，", "按照该政策的规定，", "总之，", "- ", "1. ", "① ", "**融资**：", "该措施提出，", "According to the policy, "]
)
def test_words_that_lead_up_to_a_sentence_break_nothing(lead: str) -> None:
    text = f"{lead}探索地理标志、集成电路布图设计、数据知识产权等新领域质押融资工作。"
    assert fault("support", text, cited("js/6#1")) is None and fault("modality", text, cited("js/6#1")) is None
