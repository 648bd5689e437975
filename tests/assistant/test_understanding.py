"""What a question is understood to ask, before anything is looked up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.understanding import Understanding, understand
from assistant.understanding.language_data import asked_kinds, content_words
from assistant.understanding.normalise import clean
from assistant.understanding.references import read_refs
from assistant.understanding.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def vocabulary(assistant: Assistant) -> Vocabulary:
    return Vocabulary.of(assistant.corpus, assistant.index.terms)


def asked(question: str, vocabulary: Vocabulary) -> Understanding:
    return understand(question, vocabulary, max_chars=4000)


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("第六条说了什么", [6]),
        ("第13条", [13]),
        ("第 十三 条", [13]),
        ("措施(四)谁负责", [4]),
        ("措施四", [4]),
        ("措施(四)", [4]),
        ("(二十一)讲什么", [21]),
        ("measure 6", [6]),
        ("What does article 21 say?", [21]),
        ("第二十条和第二十一条", [20, 21]),
        ("第二十二条", [22]),
        ("第六项措施", [6]),
        ("专利质押有什么支持", []),
        ("第一等奖多少钱", []),
        ("2023年的政策", []),
        ("第三方机构", []),
    ],
)
def test_units_named_by_number(question: str, numbers: list[int]) -> None:
    assert [r.number for r in read_refs(clean(question)) if r.level == "unit"] == numbers


@pytest.mark.parametrize(("question", "number"), [("第三部分有哪些措施", 3), ("第二章讲什么", 2), ("part 5", 5)])
def test_parts_named_by_number(question: str, number: int) -> None:
    assert [(r.level, r.number) for r in read_refs(question)] == [("part", number)]


@pytest.mark.parametrize(
    ("question", "route"),
    [
        ("第六条说了什么", "provision"),
        ("第三部分有哪些", "part"),
        ("一共有多少条措施", "outline"),
        ("这个政策什么时候施行", "document"),
        ("有效期到哪天", "document"),
        ("谁发布的", "document"),
        ("2017年的旧政策还能用吗", "document"),
        ("哪些措施由省版权局参与", "department_list"),
        ("科技厅负责哪些措施", "department_list"),
        ("你好", "greeting"),
        ("hi there", "greeting"),
        ("Hello, what can you do?", "greeting"),
        ("good morning", "greeting"),
        ("专利质押有什么支持", "content"),
        ("苏知贷什么时候开始实施", "content"),
        ("How many measures are there?", "outline"),
        ("When does the policy take effect?", "document"),
    ],
)
def test_routes(question: str, route: str, vocabulary: Vocabulary) -> None:
    assert asked(question, vocabulary).route == route


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("金奖奖励多少钱", "amount"),
        ("质押贷款利率是多少", "rate"),
        ("联系电话是多少", "phone"),
        ("申报截止日期是哪天", "deadline"),
        ("要交哪些材料", "materials"),
        ("怎么申请", "procedure"),
        ("由谁负责", "who"),
        ("PCT是什么", "definition"),
        ("最高能贷多少", "limit"),
        ("能支持多久", "duration"),
        ("登记收费吗", "fee"),
        ("在哪里办理", "address"),
        ("有多少家联盟", "quantity"),
        ("高校可以拥有专利吗", "whether"),
        ("How much is the award?", "amount"),
        ("Who takes charge of it?", "who"),
        ("What is the interest rate?", "rate"),
    ],
)
def test_kinds_of_thing_asked_for(question: str, kind: str, vocabulary: Vocabulary) -> None:
    assert kind in asked(question, vocabulary).kinds


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("科技厅", "省科技厅"),
        ("江苏省科学技术厅", "省科技厅"),
        ("工信厅", "省工业和信息化厅"),
        ("人社厅", "省人力资源社会保障厅"),
        ("发改委", "省发展改革委"),
        ("证监局", "江苏证监局"),
        ("贸促会", "省贸促会"),
        ("法院", "省法院"),
        ("海关", "南京海关"),
    ],
)
def test_departments_under_any_name(written: str, name: str, vocabulary: Vocabulary) -> None:
    assert asked(f"{written}负责哪些措施", vocabulary).departments == (name,)


def test_another_body_of_a_like_name_is_not_taken_for_ours(vocabulary: Vocabulary) -> None:
    assert asked("国家知识产权局负责哪些措施", vocabulary).departments == ()


def test_everyday_words_bring_the_official_ones(vocabulary: Vocabulary) -> None:
    assert "质押融资" in asked("专利抵押贷款", vocabulary).expansions
    assert "知识产权管理规范" in asked("贯标有什么好处", vocabulary).expansions


def test_words_that_only_ask_bring_nothing(vocabulary: Vocabulary) -> None:
    assert asked("专利导航找哪个部门", vocabulary).searched.strip() == "专利导航"


@pytest.mark.parametrize("question", ["", "   ", "?!。……", "\u200b\u202e", "\x00\x01", "😀😀"])
def test_nothing_to_read_is_said_so(question: str, vocabulary: Vocabulary) -> None:
    assert asked(question, vocabulary).problem == "empty_question"


def test_too_long_is_said_so(vocabulary: Vocabulary) -> None:
    assert asked("专利" * 50_000, vocabulary).problem == "too_long"


def test_script_width_and_invisible_characters_do_not_matter() -> None:
    assert clean("專利\u200b質押\u202e貸款") == clean("专利 质押 贷款") == "专利质押贷款"
    assert clean("第13条\x00(六)") == "第13条(六)"


def test_a_single_function_character_stays_in_a_known_word() -> None:
    assert content_words("请问申请中国的专利", {"申请", "中国", "专利"}) == "申请中国 专利"
    assert content_words("请问申请中国的专利") == "申 中国 专利"


def test_a_letter_is_read_for_its_questions(vocabulary: Vocabulary) -> None:
    letter = "尊敬的领导:" + "我们是一家成立多年的企业,业务发展很快。" * 15 + "请问专利质押融资有什么支持?" + "盼复。" * 10
    u = asked(letter, vocabulary)
    assert u.standalone == "请问专利质押融资有什么支持?"
    assert u.question.startswith("尊敬的领导")


def test_every_kind_with_evidence_has_a_name_for_what_is_missing() -> None:
    for kind in asked_kinds():
        assert not kind.evidence or (kind.missing_zh and kind.missing_en), kind.name


@given(st.text(max_size=200))
def test_any_string_is_understood_without_error(question: str) -> None:
    from corpus import load_corpus

    u = asked(question, Vocabulary.of(load_corpus()))
    assert u.route and (u.problem or u.standalone)


@pytest.mark.parametrize(("words", "language"), [("hello", "en"), ("Thanks!", "en"), ("谢谢", "zh"), ("PCT", "zh"), ("IPR是什么", "zh")])
def test_one_word_of_greeting_tells_the_language_and_an_abbreviation_does_not(words: str, language: str, vocabulary: Vocabulary) -> None:
    assert understand(words, vocabulary, max_chars=2000).language == language
