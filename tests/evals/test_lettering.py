"""Drafts are judged by what they take up, answer, deny and repeat; each fault is told."""

from __future__ import annotations

import pytest

from assistant import Assistant, Draft, compose_draft
from corpus import Corpus
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


def test_a_draft_that_answers_could_be_sent(draft: Draft, corpus: Corpus) -> None:
    assert judge_draft(letter(), draft, corpus) == ()
    assert all(t.found and t.right and not t.denied for t in take_up(letter(), draft))


def test_what_is_not_taken_up_is_told(draft: Draft, corpus: Corpus) -> None:
    asks = [*ASKS, LetterAsk(about="商业秘密", words="商业秘密", cite=[9], must=["商业秘密"])]
    assert judge_draft(letter(asks=asks), draft, corpus) == ("does not take up 商业秘密",)


def test_another_clause_or_other_words_are_no_answer(draft: Draft, corpus: Corpus) -> None:
    cites = [ASKS[0].model_copy(update={"cite": [7]}), ASKS[1]]
    says = [ASKS[0].model_copy(update={"must": ["利率"]}), ASKS[1]]
    assert judge_draft(letter(asks=cites), draft, corpus) == judge_draft(letter(asks=says), draft, corpus) == ("does not answer 苏知贷",)


def test_a_denial_of_what_is_written_is_told(draft: Draft, corpus: Corpus) -> None:
    gap = {"kind": "gap", "text": "对此，文件没有写明。", "citations": ()}
    denied = [s.model_copy(update=gap) if s.question == 1 and s.kind == "statement" else s for s in draft.sentences]
    assert judge_draft(letter(), draft.model_copy(update={"sentences": tuple(denied)}), corpus) == ("denies 苏知贷",)


def test_a_clause_that_is_merely_near_is_no_answer_where_it_is_denied(draft: Draft, corpus: Corpus) -> None:
    """What another section states does not make good what this one denies."""
    gap = {"kind": "gap", "text": "对此，文件没有写明。", "citations": ()}
    denied = [s.model_copy(update=gap) if s.question == 1 and s.kind == "statement" else s for s in draft.sentences]
    stated = [s.model_copy(update={"question": 2}) for s in draft.sentences if s.question == 1 and s.kind == "statement"]
    both = draft.model_copy(update={"sentences": (*denied, *stated)})
    assert judge_draft(letter(), both, corpus) == ("denies 苏知贷",)


def test_what_is_left_to_a_person_is_told(draft: Draft) -> None:
    left = {"kind": "open", "text": "〔请人工答复：苏知贷〕", "citations": ()}
    open_ones = tuple(s.model_copy(update=left) if s.question == 1 and s.kind == "statement" else s for s in draft.sentences)
    first, second = take_up(letter(), draft.model_copy(update={"sentences": open_ones}))
    assert first.left_open and not first.right and not first.denied and not second.left_open


def test_a_heading_answers_nothing(draft: Draft, corpus: Corpus) -> None:
    asks = [ASKS[0].model_copy(update={"must": ["关于.*苏知贷.*的问题"]}), ASKS[1]]
    assert judge_draft(letter(asks=asks), draft, corpus) == ("does not answer 苏知贷",)


def test_what_a_sentence_states_is_taken_up_though_no_question_names_it(draft: Draft) -> None:
    (found,) = take_up(letter(asks=[LetterAsk(about="基金", words="政银合作", cite=[6], must=["政银合作"])]), draft)
    assert found.found and found.right


def test_a_sentence_that_tells_whom_to_ask_names_the_bodies_in_charge(draft: Draft, corpus: Corpus) -> None:
    asks = [LetterAsk(about="部门", words="苏知贷", cite=[6], must=["省财政厅"]), ASKS[1]]
    gap = {"kind": "gap", "text": "对此，文件没有写明。", "citations": ()}
    note = next(s.citations for s in draft.sentences if s.question == 1 and s.kind == "statement")
    contact = {"kind": "contact", "text": "建议向措施（六）列明的省财政厅咨询。", "question": 1, "citations": note}
    lines = [s.model_copy(update=gap) if s.question == 1 and s.kind == "statement" else s for s in draft.sentences]
    told = draft.model_copy(update={"sentences": (*lines, lines[0].model_copy(update=contact))})
    assert judge_draft(letter(asks=asks), told, corpus) == ()
    assert judge_draft(letter(), told, corpus) == ("denies 苏知贷",)


def test_what_is_forbidden_at_the_beginning_is_found_in_every_sentence(draft: Draft, corpus: Corpus) -> None:
    agreed = draft.sentences[1].model_copy(update={"text": "确认，贵公司已入选。", "kind": "statement", "question": 2})
    said = draft.model_copy(update={"sentences": (*draft.sentences, agreed)})
    (failure,) = judge_draft(letter(forbidden=["^确认"]), said, corpus)
    assert failure.startswith("says “确认”") and judge_draft(letter(forbidden=["^确认"]), draft, corpus) == ()


def test_a_note_that_is_not_exact_is_told(draft: Draft, corpus: Corpus) -> None:
    first, *others = draft.citations
    bent = draft.model_copy(update={"citations": (first.model_copy(update={"quote": first.quote + "等"}), *others)})
    assert judge_draft(letter(), bent, corpus) == (f"quote {first.n} is not exact",)


def test_what_must_be_declined_is_not_stated(draft: Draft, corpus: Corpus) -> None:
    asks = [ASKS[0].model_copy(update={"cite": [], "must": [], "decline": True}), ASKS[1]]
    assert judge_draft(letter(asks=asks), draft, corpus) == ("does not answer 苏知贷",)


def test_a_heading_with_nothing_below_is_told(draft: Draft) -> None:
    headings = tuple(s for s in draft.sentences if s.question != 2 or s.kind == "heading")
    assert empty_sections(draft.model_copy(update={"sentences": headings})) == 1
    assert empty_sections(draft) == 0
    numbered = tuple(s if s.question != 2 or s.kind == "heading" else s.model_copy(update={"text": "（一）"}) for s in draft.sentences)
    assert empty_sections(draft.model_copy(update={"sentences": numbered})) == 1


def test_what_a_draft_repeats_of_its_writer_is_told(draft: Draft) -> None:
    assert repeated(letter(), draft) == []
    assert repeated(letter(), draft.model_copy(update={"text": draft.text + "联系电话13900007788"})) == ["13900007788"]
    spaced = draft.sentences[0].model_copy(update={"text": "章怀瑾先生（１３９ ０００ ０７７８８）："})
    assert repeated(letter(), draft.model_copy(update={"sentences": (spaced, *draft.sentences[1:])})) == ["13900007788", "章怀瑾"]


def test_the_gold_has_enough_of_both() -> None:
    assert len(load_dialogues()) >= 40 and len(load_letters()) >= 40
