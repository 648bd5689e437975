"""A question for a list → the typed query; anything not understood to the last word → no query."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.list_query import Comparison, Filter, ListQuery
from assistant.understanding.listing import read_query
from assistant.understanding.normalise import clean, language_of
from assistant.understanding.vocabulary import Vocabulary
from corpus import load_corpus

VOCABULARY = Vocabulary.of(load_corpus())
FINANCE, IP, TRADE, SCIENCE, SCHOOLS = "省财政厅", "省知识产权局", "省商务厅", "省科技厅", "省教育厅"


def asked(question: str) -> ListQuery | Comparison | None:
    text = clean(question)
    return read_query(text, language_of(text), VOCABULARY)


def conditions(question: str) -> list[tuple[str, tuple[str, ...], str, bool]]:
    query = asked(question)
    assert isinstance(query, ListQuery), question
    return [(f.kind, f.values, f.join, f.negated) for f in query.filters]


@pytest.mark.parametrize(
    ("question", "names", "join", "negated"),
    [
        ("哪些措施由省财政厅负责", (FINANCE,), "all", False),
        ("财政厅都管哪几条?", (FINANCE,), "all", False),
        ("请列出财政厅参与的所有措施", (FINANCE,), "all", False),
        ("财政厅负责多少条", (FINANCE,), "all", False),
        ("Which measures involve the Department of Finance?", (FINANCE,), "all", False),
        ("How many measures does the finance department take part in?", (FINANCE,), "all", False),
        ("省财政厅和省商务厅共同负责哪些", (FINANCE, TRADE), "all", False),
        ("财政厅与商务厅都参与的措施有哪些", (FINANCE, TRADE), "all", False),
        ("同时由财政厅以及商务厅负责的有几条", (FINANCE, TRADE), "all", False),
        ("省财政厅或者省商务厅负责的措施", (FINANCE, TRADE), "any", False),
        ("Which measures involve the Department of Finance or the Department of Commerce?", (FINANCE, TRADE), "any", False),
        ("哪些措施没有省财政厅参与", (FINANCE,), "all", True),
        ("省财政厅没有参与哪些措施", (FINANCE,), "all", True),
        ("省财政厅不参与的措施是哪一条", (FINANCE,), "all", True),
        ("不归财政厅管的措施", (FINANCE,), "all", True),
        ("除了财政厅以外的措施有哪些", (FINANCE,), "all", True),
        ("Which measures do not involve the Department of Finance?", (FINANCE,), "all", True),
        ("List the measures that the Department of Finance is not part of", (FINANCE,), "all", True),
        ("只由省知识产权局和省财政厅负责的有哪些", (IP, FINANCE), "only", False),
        ("仅由知识产权局负责的措施", (IP,), "only", False),
        ("省财政厅牵头哪些措施", (FINANCE,), "first", False),
        ("哪些措施里省财政厅排在第一位", (FINANCE,), "first", False),
        ("Which measures are led by the Department of Finance?", (FINANCE,), "first", False),
        ("哪些措施不是省财政厅牵头", (FINANCE,), "first", True),
        ("Which measures are not led by the IP Office?", (IP,), "first", True),
        ("版权局和财政厅负责的措施有哪些重合", ("省版权局", FINANCE), "all", False),
        ("和省财政厅有关的措施", (FINANCE,), "all", False),
        ("国家知识产权局负责哪些措施", ("国家知识产权局",), "all", False),
    ],
)
def test_bodies_with_and_or_not_only_and_first(question: str, names: tuple[str, ...], join: str, negated: bool) -> None:
    assert conditions(question) == [("department", names, join, negated)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("由省财政厅负责但不包括省知识产权局的措施有哪些", [("department", (FINANCE,), "all", False), ("department", (IP,), "all", True)]),
        ("财政厅参与但科技厅不参与的措施", [("department", (FINANCE,), "all", False), ("department", (SCIENCE,), "all", True)]),
        ("除了知识产权局以外,哪些措施由财政厅负责", [("department", (IP,), "all", True), ("department", (FINANCE,), "all", False)]),
        ("第二部分里哪些措施由省财政厅负责", [("part", ("2",), "any", False), ("department", (FINANCE,), "all", False)]),
        ("除了省版权局参与的以外,第三部分还有哪几条", [("department", ("省版权局",), "all", True), ("part", ("3",), "any", False)]),
        ("第五部分里不由省财政厅负责的措施", [("part", ("5",), "any", False), ("department", (FINANCE,), "all", True)]),
        ("除了第六条,还有哪些措施提到质押", [("unit", ("6",), "any", True), ("keyword", ("质押",), "all", False)]),
        ("企业能拿到哪些资金支持", [("beneficiary", ("enterprise",), "any", False), ("support", ("funding",), "any", False)]),
        ("省版权局参与的措施里哪些给钱", [("department", ("省版权局",), "all", False), ("money", ("money",), "any", False)]),
        ("哪些措施鼓励高校", [("commitment", ("鼓励",), "any", False), ("beneficiary", ("university",), "any", False)]),
        (
            "Which measures are for universities and give funding?",
            [("beneficiary", ("university",), "any", False), ("support", ("funding",), "any", False)],
        ),
    ],
)  # fmt: skip
def test_conditions_combine(question: str, expected: list[tuple[str, tuple[str, ...], str, bool]]) -> None:
    assert conditions(question) == expected


@pytest.mark.parametrize(
    ("question", "word", "exact"),
    [
        ("哪些措施提到版权", "版权", True),
        ("版权在哪些措施里提到了", "版权", True),
        ("提到版权的措施有几条", "版权", True),
        ("有没有提到区块链", "区块链", True),
        ("政策里有提到区块链吗", "区块链", True),
        ("含有“绿色通道”的措施", "绿色通道", True),
        ("哪些地方说到长三角", "长三角", True),
        ("哪几条涉及数据知识产权", "数据知识产权", False),
        ("关于商业秘密的规定在哪几条", "商业秘密", False),
        ("商标相关的措施有哪些", "商标", False),
        ("哪些条款与数据有关", "数据", False),
        ("哪些措施涉及海关", "海关", False),
        ("Which measures mention copyright?", "copyright", True),
    ],
)
def test_a_word_that_the_text_is_to_mention(question: str, word: str, exact: bool) -> None:
    query = asked(question)
    assert isinstance(query, ListQuery)
    assert [(f.kind, f.values, f.exact) for f in query.filters] == [("keyword", (word,), exact)]


@pytest.mark.parametrize(
    ("question", "kind", "value"),
    [
        ("哪些措施给钱", "money", "money"),
        ("哪些措施有补贴", "money", "money"),
        ("哪些措施有资金支持", "support", "funding"),
        ("有哪些奖励", "support", "reward"),
        ("哪些有绿色通道", "support", "green_channel"),
        ("哪些措施涉及政府采购", "support", "procurement"),
        ("哪些措施用了鼓励", "commitment", "鼓励"),
        ("哪些措施用了“支持”", "commitment", "支持"),
        ("哪些是给予的", "commitment", "给予"),
        ("哪些只是探索", "commitment", "探索"),
        ("哪些措施有处罚", "commitment", "penalty"),
        ("哪些措施写了具体金额", "figure", "money"),
        ("恰好由两个部门负责的措施是哪条", "bodies", "=2"),
        ("由三个以上部门负责的措施", "bodies", ">=3"),
        ("责任部门超过6个部门的措施有哪些", "bodies", ">6"),
        ("Which measures have at least three departments in charge?", "bodies", ">=3"),
        ("哪些措施带有“探索”字样", "commitment", "探索"),
        ("哪些措施承诺给予资金支持", "support", "funding"),
        ("Which measures are only exploratory?", "commitment", "explore"),
        ("Which measures encourage?", "commitment", "encourage"),
        ("哪些措施和高校有关", "beneficiary", "university"),
        ("高校可以享受哪些政策", "beneficiary", "university"),
        ("银行有哪些政策", "beneficiary", "financial"),
        ("外国人能享受哪些政策", "beneficiary", "foreign"),
    ],
)
def test_kinds_of_support_words_and_people(question: str, kind: str, value: str) -> None:
    assert [(k, v) for k, v, _, _ in conditions(question)] == [(kind, (value,))]


@pytest.mark.parametrize(
    ("question", "shape"),
    [
        ("列出全部21条措施", "table"),
        ("二十一条措施分别是什么", "table"),
        ("给我一个措施清单", "table"),
        ("全部措施的标题和责任部门", "table"),
        ("各措施分别由谁负责", "table"),
        ("List all measures", "table"),
        ("一共涉及多少个部门", "bodies"),
        ("第三部分涉及哪些部门", "bodies"),
        ("省财政厅和哪些部门合作", "bodies"),
        ("措施(六)除了省财政厅还有哪些部门负责", "bodies"),
        ("How many departments are there?", "bodies"),
        ("参与措施最多的部门是哪个", "rank_bodies"),
        ("每个部门分别参与几条措施", "rank_bodies"),
        ("Which department takes part in the most measures?", "rank_bodies"),
        ("哪一部分措施最多", "rank_parts"),
        ("哪条措施涉及的部门最多", "rank_units"),
    ],
)
def test_tables_bodies_and_rankings(question: str, shape: str) -> None:
    query = asked(question)
    assert isinstance(query, ListQuery) and query.shape == shape


@pytest.mark.parametrize(
    ("question", "kind", "sides"),
    [
        ("第六条和第七条有什么区别", "unit", ("6", "7")),
        ("比较措施四和措施八", "unit", ("4", "8")),
        ("What is the difference between measure 6 and measure 7?", "unit", ("6", "7")),
        ("省教育厅和省科技厅各负责什么", "department", (SCHOOLS, SCIENCE)),
        ("省财政厅和省科技厅负责的措施有什么不同", "department", (FINANCE, SCIENCE)),
        ("江苏专利奖和中国专利奖的奖励有什么不同", "term", ("江苏专利奖", "中国专利奖")),
        ("质押融资和证券化有什么区别", "term", ("质押融资", "证券化")),
        ("江苏专利奖和中国专利奖哪个奖金高", "term", ("江苏专利奖", "中国专利奖")),
    ],
)
def test_comparisons(question: str, kind: str, sides: tuple[str, ...]) -> None:
    query = asked(question)
    assert isinstance(query, Comparison) and (query.kind, query.sides) == (kind, sides)


@pytest.mark.parametrize(
    "question",
    [
        "专利质押融资有什么支持",
        "第六条说了什么",
        "第六条由哪些部门负责",
        "专利质押由哪些部门负责",
        "一共有多少条措施",
        "第三部分有哪些措施",
        "哪些措施可以帮企业出海",
        "哪些措施对企业最有利",
        "哪些措施加强知识产权保护",
        "哪些企业可以申请",
        "需要哪些材料",
        "哪些奖励可以叠加",
        "贯标有什么好处",
        "高校老师的专利能归自己吗",
        "你好",
    ],
)
def test_what_is_not_understood_whole_is_no_query(question: str) -> None:
    assert asked(question) is None


def test_what_is_said_twice_is_asked_once() -> None:
    query = asked("我们县刚被认定为国家知识产权强国建设示范县,对我们有哪些好处?")
    assert isinstance(query, ListQuery)
    assert [f.kind for f in query.filters] == ["beneficiary", "benefit"]


def test_two_questions_are_not_mixed_into_one() -> None:
    assert asked("哪些措施由省财政厅负责?哪些措施提到版权?") is None


def test_a_query_can_lose_a_condition() -> None:
    two = Filter("keyword", ("专利",), "专利"), Filter("part", ("2",), "第二部分")
    assert ListQuery("units", two).without(two[0]).filters == (two[1],)


_WORDS = [
    "哪些措施",
    "提到",
    "由",
    "省财政厅",
    "和",
    "或",
    "不",
    "只",
    "除了",
    "高校",
    "第二部分",
    "给钱",
    "最多",
    "部门",
    "有什么区别",
    "专利",
    "?",
    "which",
    "not",
]


@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(_WORDS), max_size=9).map("".join)))
def test_any_string_is_read_without_error(question: str) -> None:
    query = asked(question)
    assert query is None or isinstance(query, (ListQuery, Comparison))
