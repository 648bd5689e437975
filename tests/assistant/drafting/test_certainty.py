"""What a letter denies is certain, or it is left to a person; every section says something."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant, load_settings
from assistant.drafting import Draft, certainty, compose_draft
from assistant.drafting.certainty import _grounds, absent, denial, signable
from assistant.drafting.fields import field_of, fields_in, topic_of
from assistant.messages import messages, text
from assistant.understanding.language_data import kind_named
from corpus.ingest import ingest
from corpus.records import read_yaml

DATA = Path(__file__).parents[2] / "data"
DENIES = re.compile("没有|不|无法|未|尚")
APART = ("filter", "fact", "suggest", "reading", "figure", "examples")


@pytest.fixture(scope="module")
def three(built_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant that holds two documents beside the policy."""
    home = tmp_path_factory.mktemp("three") / "home"
    shutil.copytree(built_home, home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASSISTANT_HOME", str(home))
        opened = load_settings()
        list(ingest([DATA / "irrigation-notice.txt", DATA / "kite-rules.txt"], opened.documents_dir))
        return Assistant.open(opened)


def body(draft: Draft) -> str:
    return "\n".join(s.text for s in draft.sentences)


def test_every_message_that_denies_something_has_a_ground() -> None:
    listed = {name for names in read_yaml(Path(certainty.__file__).with_name("denials.yaml")).values() for name in names}
    known = [key.removeprefix("answer.") for key in messages("zh").variables if key.startswith("answer.")]
    assert listed <= set(known)
    said = {name: text(f"answer.{name}", "zh", **dict.fromkeys(messages("zh").variables[f"answer.{name}"], "x")) for name in known}
    assert not [n for n in known if not n.startswith(APART) and DENIES.search(said[n]) and n not in listed]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_denial_is_known_by_its_message(language: str, assistant: Assistant) -> None:
    from assistant.answering.model import Claim

    for name in _grounds():
        words = text(f"answer.{name}", language, **dict.fromkeys(messages(language).variables[f"answer.{name}"], "某物"))
        assert denial(Claim(words), language), name


@pytest.mark.parametrize(
    ("question", "certain"),
    [
        ("专利质押贷款的利率是多少？", True),
        ("措施(三十)由谁负责？", True),
        ("省卫生健康委参与哪些措施？", True),
        ("货卖到德国，当地同行要告我们专利侵权，省里有没有援助？", False),
        ("员工的公积金怎么缴？", False),
        ("上海的企业能申请什么？", False),
        ("行政裁决怎么申请？", False),
        ("展会上发现侵权展品怎么投诉？", False),
        ("高新技术企业认定奖励多少？", False),
    ],
)
def test_only_what_is_certain_is_denied(assistant: Assistant, question: str, certain: bool) -> None:
    turn = assistant.turn(question, (), may_check=False)
    assert turn.draft is not None and (turn.draft.status == "declined" or not certain)
    assert signable(turn, "zh") is certain
    draft = compose_draft(assistant, question)
    fields = [topic_of(f, "zh") for f in fields_in(s.text for s in draft.sentences)]
    assert any(fields) is not certain
    if not certain:
        assert not re.search("没有写明|没有涉及|不属于|没有与之对应|没有提到", body(draft))
        assert draft.checklist[0].kind == "open" and question.rstrip("？")[:8] in draft.checklist[0].text.replace(",", "，")
        assert all(c.role == "signpost" for c in draft.citations)


def test_a_kind_is_absent_only_where_no_sentence_of_any_document_holds_it(assistant: Assistant, three: Assistant) -> None:
    assert absent(kind_named("phone"), assistant.corpus.policies)
    assert not absent(kind_named("phone"), three.corpus.documents), "the notice names a telephone"
    assert not absent(kind_named("materials"), assistant.corpus.policies), "known by words alone, and 申报 stands there"


def test_one_of_several_documents_proves_nothing_for_all(three: Assistant) -> None:
    assert signable(three.turn("措施(三十)由谁负责？", (), may_check=False), "zh") is False
    assert "没有第三十条" not in body(compose_draft(three, "措施(三十)由谁负责？"))


def test_in_english_too(assistant: Assistant) -> None:
    draft = compose_draft(assistant, "How is the housing provident fund paid for our staff?")
    assert "To be answered by a person" in body(draft)
    assert "does not" not in body(draft)


@pytest.mark.parametrize(
    ("enquiry", "named", "not_named"),
    [
        ("《节水灌溉示范项目申报通知》里，喷灌项目最多能补助多少？", ["节水灌溉"], ["知识产权强省"]),
        ("专利质押融资有什么支持？", ["知识产权强省"], ["节水灌溉"]),
        ("专利质押融资有什么支持？节水灌溉示范项目喷灌最多能补助多少？", ["知识产权强省", "节水灌溉"], []),
        ("员工的公积金怎么缴？", [], ["知识产权强省", "节水灌溉", "《"]),
    ],
)
def test_a_letter_is_about_the_documents_that_it_cites(three: Assistant, enquiry: str, named: list[str], not_named: list[str]) -> None:
    opening = next(s.text for s in compose_draft(three, enquiry).sentences if s.kind == "opening")
    assert all(words in opening for words in named), opening
    assert not any(words in opening for words in not_named), opening


PIECES = (
    "专利质押融资有什么支持？",
    "质押贷款的利率是多少？",
    "由谁负责？",
    "要交什么材料？",
    "收不收费？",
    "公积金怎么缴？",
    "措施(三十)讲什么？",
    "版权示范城市有奖励吗？",
    "找哪个部门？",
    "我们公司2016年成立。",
    "您好！",
    "上海的公司能申请吗？",
    "一共有多少条？",
    "省卫健委负责哪些措施？",
)


@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=6))
def test_no_heading_stands_without_a_text_below_it(assistant: Assistant, pieces: list[str]) -> None:
    draft = compose_draft(assistant, "\n".join(pieces))
    kinds = [s.kind for s in draft.sentences]
    for place, kind in enumerate(kinds):
        if kind in ("heading", "opening"):
            assert kinds[place + 1] in ("statement", "gap", "open", "framing", "heading"), body(draft)
            assert kind == "opening" or kinds[place + 1] != "heading", body(draft)
    for number, _ in enumerate(draft.questions, start=1):
        in_letter = any(s.question == number and s.kind not in ("heading", "contact") for s in draft.sentences)
        assert in_letter or any(i.question == number for i in draft.checklist), body(draft)


def test_a_section_whose_claims_fall_at_the_gates_asks_for_an_answer(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.drafting.checking.stands", lambda claim, corpus: not claim.quotes)
    draft = compose_draft(assistant, "专利质押融资有什么支持？版权示范城市有奖励吗？")
    kinds = [s.kind for s in draft.sentences if s.kind in ("heading", "statement", "framing", "open")]
    assert kinds == ["heading", "open", "heading", "open"]


@pytest.mark.parametrize(
    ("enquiry", "alarmed"),
    [
        ("我公司2016年成立，专利质押融资有什么支持？", False),
        ("我1998年从厂里退休，专利质押融资有什么支持？", False),
        ("我们2021年获得江苏专利奖，有什么奖励？", True),
        ("日期：2021年3月2日\n专利质押融资有什么支持？", True),
    ],
)
def test_only_days_of_the_matter_are_held_against_the_term(assistant: Assistant, enquiry: str, alarmed: bool) -> None:
    assert any(i.kind == "validity" for i in compose_draft(assistant, enquiry).checklist) is alarmed


def test_what_a_question_asks_for_beside_what_is_answered_is_listed(assistant: Assistant) -> None:
    draft = compose_draft(assistant, "获得江苏专利奖给多少、找谁领、要什么材料？")
    told = "".join(i.text for i in draft.checklist if i.kind in ("unanswered", "open", "declined"))
    assert "材料" in told
    english = compose_draft(assistant, "Can a foreign patent agency open an office in Jiangsu? What subsidy is given? Who is in charge?")
    assert "What subsidy" in " ".join([*(i.text for i in english.checklist), body(english)])


def test_evidence_is_said_to_answer_only_where_it_surely_does(assistant: Assistant) -> None:
    draft = compose_draft(assistant, "专利质押融资有什么支持？被同行抄袭了技术秘密怎么维权？")
    first = [s for s in draft.sentences if s.question == 1 and s.kind == "statement"]
    assert first and all(s.answers for s in first)
    assert not any(s.answers for s in draft.sentences if s.question == 2)
    listed = [i.question for i in draft.checklist if i.kind in ("relevance", "open")]
    assert listed == [2]


def test_a_heading_repeats_no_personal_data(assistant: Assistant) -> None:
    number = "320102196503071232"
    draft = compose_draft(assistant, f"身份证号{number}可以用来登记版权吗？手机13912345678能查到质押融资进度吗？")
    around = [s.text for s in draft.sentences if s.kind in ("heading", "opening", "open", "address")]
    assert around and not any(number in t or "13912345678" in t or "身份证号1" in t or "手机号1" in t for t in around)


def test_a_field_holds_no_field() -> None:
    assert list(fields_in([field_of("〔手机号1〕能办吗", "zh")])) == ["〔请人工答复：手机号1能办吗〕"]
    assert topic_of("〔日期〕", "zh") is None


def test_a_sentence_below_another_heading_answers_nothing(assistant: Assistant) -> None:
    from assistant.drafting.edited import editable
    from assistant.drafting.editing import check_edited

    draft = compose_draft(assistant, "专利质押融资有什么支持？版权示范城市有奖励吗？")
    headings = [s.text for s in draft.sentences if s.kind == "heading"]
    letter = editable(draft)
    swapped = letter.replace(headings[0], "\0").replace(headings[1], headings[0]).replace("\0", headings[1])
    assert any(c.answers for c in check_edited(draft, letter, assistant.corpus))
    assert not any(c.answers for c in check_edited(draft, swapped, assistant.corpus))


def test_whoever_smooths_leaves_the_sections_whole(assistant: Assistant) -> None:
    turn = assistant.turn("专利质押融资有什么支持？", ())
    assert turn.draft is not None
    assert signable(replace(turn, draft=replace(turn.draft, status="declined", claims=())), "zh") is False
