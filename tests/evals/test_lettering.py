"""Drafts are judged by what they take up, answer, deny and repeat; each fault is told."""

from __future__ import annotations

import pytest

from assistant import Assistant, Draft, compose_draft
from evals.gold_schema import GoldQuestion, LetterAsk
from evals.gold_talk import load_dialogues, load_letters
from evals.lettering import empty_sections, judge_draft, repeated, take_up

LETTER = (
    "省知识产权局：我公司拟开展以下工作，请予答复。1. “苏知贷”是什么性质的产品；2. 知识产权学院由谁建设。"
    "无锡晨岚机电有限公司 章怀瑾 13900007788"
)
ASKS = [
    LetterAsk(about="苏知贷", words="苏知贷", cite=[6], must=["政银合作"]),
    LetterAsk(about="学院", words="学院", cite=[20], must=["高校|高等学校"]),
]


@pytest.fixture(scope="module")
def draft(assistant: Assistant) -> Draft:
    return compose_draft(assistant, LETTER)


def letter(**changes: object) -> GoldQuestion:
    raw = {
        "id": "letter-001", "category": "letter", "suite": "letters", "question": LETTER, "answerable": True, "status": ["answered"],
        "asks": ASKS, "personal": ["13900007788", "章怀瑾"], "author": "test", "reviewed": True,
    }  # fmt: skip
    return GoldQuestion.model_validate({**raw, **changes})


def test_a_draft_that_answers_could_be_sent(draft: Draft) -> None:
    assert judge_draft(letter(), draft) == ()
    assert all(t.found and t.right and not t.denied for t in take_up(letter(), draft))


def test_what_is_not_taken_up_is_told(draft: Draft) -> None:
    asks = [*ASKS, LetterAsk(about="商业秘密", words="商业秘密", cite=[9], must=["商业秘密"])]
    assert judge_draft(letter(asks=asks), draft) == ("does not take up 商业秘密",)


def test_another_clause_or_other_words_are_no_answer(draft: Draft) -> None:
    cites = [ASKS[0].model_copy(update={"cite": [7]}), ASKS[1]]
    says = [ASKS[0].model_copy(update={"must": ["利率"]}), ASKS[1]]
    assert judge_draft(letter(asks=cites), draft) == judge_draft(letter(asks=says), draft) == ("does not answer 苏知贷",)


def test_a_denial_of_what_is_written_is_told(draft: Draft) -> None:
    gap = {"kind": "gap", "text": "对此，文件没有写明。", "citations": ()}
    denied = [s.model_copy(update=gap) if s.question == 1 and s.kind == "statement" else s for s in draft.sentences]
    assert judge_draft(letter(), draft.model_copy(update={"sentences": tuple(denied)})) == ("denies 苏知贷",)


def test_what_must_be_declined_is_not_stated(draft: Draft) -> None:
    asks = [ASKS[0].model_copy(update={"cite": [], "must": [], "decline": True}), ASKS[1]]
    assert judge_draft(letter(asks=asks), draft) == ("does not answer 苏知贷",)


def test_a_heading_with_nothing_below_is_told(draft: Draft) -> None:
    headings = tuple(s for s in draft.sentences if s.question != 2 or s.kind == "heading")
    assert empty_sections(draft.model_copy(update={"sentences": headings})) == 1
    assert empty_sections(draft) == 0


def test_what_a_draft_repeats_of_its_writer_is_told(draft: Draft) -> None:
    assert repeated(letter(), draft) == []
    assert repeated(letter(), draft.model_copy(update={"text": draft.text + "联系电话13900007788"})) == ["13900007788"]


def test_the_gold_has_enough_of_both() -> None:
    assert len(load_dialogues()) >= 40 and len(load_letters()) >= 40
