"""Parsing: the shipped policy, other kinds of numbering, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Document
from corpus.parse import parse
from corpus.records import RECORDS, TEXTS, DocumentRecord, RepairRecord, load_records
from corpus.restore import restore

TITLE = "关于高标准推进知识产权强省建设的若干政策措施"


def read(text: str, title: str = "试验文件", kind: str = "document") -> Document:
    return parse(DocumentRecord(id="x", title=title, kind=kind), restore(text))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def policy() -> Document:
    received = (TEXTS / "jiangsu-ip-measures-2023.txt").read_text("utf-8")
    record = DocumentRecord(id="js-ip-2023", title=TITLE, kind="policy")
    return parse(record, restore(received, load_records(RECORDS / "repairs" / "js-ip-2023.yaml", RepairRecord)))


def test_six_parts_and_twenty_one_measures(policy: Document) -> None:
    assert [p.title for p in policy.parts] == [
        "鼓励知识产权高质量创造",
        "促进知识产权高效益运用",
        "实施知识产权高标准保护",
        "发展知识产权高水平服务",
        "实施知识产权高效能管理",
        "构建知识产权高品质环境",
    ]
    assert [m.measure for m in policy.measures] == list(range(1, 22))
    assert [len(policy.children(p.id)) for p in policy.parts] == [3, 5, 4, 2, 5, 2]
    assert policy.anomalies == ()


def test_notice_preamble_and_closing(policy: Document) -> None:
    assert [p.id for p in policy.provisions if p.parent is None and p.kind != "part"] == ["notice", "title", "preamble", "closing"]
    notice, preamble, closing = (policy.provision(i) for i in ("notice", "preamble", "closing"))
    assert notice is not None and notice.text.startswith("各市、县") and notice.text.endswith("(此件公开发布)")
    assert preamble is not None and preamble.text.startswith("为深入贯彻") and "知识产权强国建设纲要(2021—2035年)" in preamble.text
    assert closing is not None and closing.text.startswith("各地各部门") and closing.text.endswith("同时废止。")


def test_measures_have_label_heading_departments_in_order(policy: Document) -> None:
    six = policy.provision("6")
    assert six is not None
    assert (six.label, six.title, six.parent) == ("措施(六)", "强化知识产权金融支撑", "part-2")
    assert six.departments == ("省财政厅", "省地方金融监管局", "人民银行南京分行", "江苏银保监局", "江苏证监局", "省知识产权局")
    assert [s.kind for s in six.sentences] == ["heading", "body", "body", "body", "responsibility"]
    assert all(m.departments and m.title and m.sentences[-1].kind == "responsibility" for m in policy.measures)
    assert sum("省知识产权局" in m.departments for m in policy.measures) == 20


def test_every_provision_and_sentence_slices_the_document(policy: Document) -> None:
    for provision in policy.provisions:
        assert policy.text[provision.start : provision.end] == provision.text
        for s in provision.sentences:
            assert policy.text[s.start : s.end] == s.text
            assert provision.start <= s.start < s.end <= provision.end


def test_no_character_is_left_outside_a_sentence(policy: Document) -> None:
    covered = [False] * len(policy.text)
    for _, s in policy.walk():
        assert not any(covered[s.start : s.end]), "sentences do not overlap"
        covered[s.start : s.end] = [True] * (s.end - s.start)
    assert "".join(c for c, seen in zip(policy.text, covered, strict=True) if not seen).strip() == ""


LAW = """江南市专利促进条例
目  录
第一章 总则
第二章 创造
第一章 总则
第一条 为了促进专利工作,制定本条例。
第二条 本条例所称专利,包括:
(一)发明;
(二)实用新型。
第二章 创造
第三条 市人民政府应当设立专利奖。
第三条规定的奖励由市财政承担。
第三条之一 区人民政府可以设立专利奖。
第四条 本条例自2022年6月1日起施行。"""


def test_a_law_with_chapters_articles_and_items() -> None:
    law = read(LAW, "江南市专利促进条例", "law")
    assert [(p.id, p.label) for p in law.provisions if p.kind in ("chapter", "article", "item")] == [
        ("chapter-1", "第一章"),
        ("1", "第一条"),
        ("2", "第二条"),
        ("2.1", "第二条第(一)项"),
        ("2.2", "第二条第(二)项"),
        ("chapter-2", "第二章"),
        ("3", "第三条"),
        ("3-1", "第三条之一"),
        ("4", "第四条"),
    ]
    three = law.provision("3")
    assert three is not None and "第三条规定的奖励" in three.text, "a line that begins with a reference is text"


NOTICE = """关于做好小微企业服务工作的通知
各区人民政府:
一、总体要求
坚持服务导向。
二、重点任务
(一)降低成本。每户每年不超过2万元。
1.申请条件。注册地在本市。
2.申请材料。营业执照复印件。
(1)原件备查。
①扫描件亦可。
(二)拓宽融资。设立资金池。
三、组织实施
各单位抓好落实。
江南市人民政府办公室
2024年5月6日"""


def test_a_notice_with_five_levels() -> None:
    notice = read(NOTICE, "关于做好小微企业服务工作的通知")
    assert [p.id for p in notice.provisions] == [
        "title",
        "preamble",
        "1",
        "2",
        "2.1",
        "2.1.1",
        "2.1.2",
        "2.1.2.1",
        "2.1.2.1.1",
        "2.2",
        "3",
        "closing",
    ]
    closing = notice.provision("closing")
    assert closing is not None and closing.text == "江南市人民政府办公室\n2024年5月6日"
    assert all(p.measure is None for p in notice.provisions), "only a policy's numbered provisions are measures"


def test_plain_paragraphs_and_tables_without_numbers() -> None:
    page = read("# 借书\n每人五本。周一闭馆。\n\n| 类别 | 册数 |\n|---|---|\n| 成人 | 5 |\n\n# 还书\n三十天内归还。")
    assert [(p.id, p.title) for p in page.provisions] == [("p1", "借书"), ("p2", "借书"), ("p3", "还书")]
    assert page.provisions[1].text.count("|") == 9


def test_a_gap_in_the_numbering_is_reported() -> None:
    assert read("一、甲\n二、乙\n四、丁").anomalies == ("二、之后是四、,编号不连续",)


def test_restarted_numbers_get_ids_of_their_own() -> None:
    document = read("1.甲\n2.乙\n1.丙\n2.丁")
    assert [p.id for p in document.provisions] == ["1", "2", "1~2", "2~2"]


PIECES = [
    "第一章 总则\n",
    "第一条 内容。",
    "第三条规定",
    "一、甲",
    "(一)乙。",
    "(二)丙\n",
    "1.丁。",
    "(1)戊",
    "①己",
    "目录\n",
    "现将《文》印发给你们",
    "文\n",
    "\n",
    "(省财政厅等按职责分工负责)",
    "自2023年□月□9日施行",
    "|a|\n",
    "# 标题\n",
    "。",
    ";",
    "“",
    "\r\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_mixture_of_markers_keeps_every_character_and_slices_exactly(pieces: list[str]) -> None:
    document = read("".join(pieces))
    ids = [p.id for p in document.provisions]
    assert len(ids) == len(set(ids))
    covered = [False] * len(document.text)
    for p in document.provisions:
        assert document.text[p.start : p.end] == p.text
        for s in p.sentences:
            assert document.text[s.start : s.end] == s.text
            assert not any(covered[s.start : s.end])
            covered[s.start : s.end] = [True] * (s.end - s.start)
    rest = [line for line in "".join(c for c, seen in zip(document.text, covered, strict=True) if not seen).split("\n") if line.strip()]
    assert all(line.lstrip().startswith("#") for line in rest), "only Markdown headings, kept as titles, belong to no sentence"


@given(st.text(max_size=300))
def test_no_text_crashes_the_parser(text: str) -> None:
    for p in read(text).provisions:
        assert p.text


def test_a_clause_on_who_is_in_charge_behind_a_heading_is_none_of_the_heading() -> None:
    unit = read("一、甲(省财政厅等按职责分工负责)").provisions[0]
    assert unit.title == "甲" and unit.departments == ("省财政厅",)
    assert [s.kind for s in unit.sentences] == ["heading", "responsibility"]
