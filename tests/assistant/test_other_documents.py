"""Questions about documents that were taken in beside the policy: a notice for applications, of a body that no record knows; a set of rules
with penalties."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from assistant import Answer, Assistant, load_settings
from corpus.ingest import ingest

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture(scope="module")
def both(built_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant that holds the policy and the notice."""
    home = tmp_path_factory.mktemp("both") / "home"
    shutil.copytree(built_home, home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASSISTANT_HOME", str(home))
        settings = load_settings()
        list(ingest([DATA / "irrigation-notice.txt", DATA / "kite-rules.txt"], settings.documents_dir))
        return Assistant.open(settings, today=lambda: dt.date(2026, 11, 22))


def said(answer: Answer) -> str:
    return f"{answer.answer} {' '.join(c.quote for c in answer.citations)}"


def labels(answer: Answer) -> list[str]:
    return list(dict.fromkeys(c.label.rsplit("》", 1)[-1] for c in answer.citations if c.role == "support"))


@pytest.mark.parametrize(
    ("question", "words", "label"),
    [
        ("喷灌项目最多能补助多少", "最高不超过80万元", "二、(一)"),
        ("滴灌项目每亩补多少钱", "每亩600元", "二、(二)"),
        ("节水灌溉示范项目网上申报几号截止", "12月20日", "四、(一)"),
        ("节水灌溉示范项目的业务咨询电话是多少", "0377-5120088", "六、(一)"),
        ("审核节水灌溉申报项目会收费吗", "不得向申报单位收取任何费用", "四、(二)"),
        ("节水灌溉申报通知第二部分第(三)项说的是什么", "新型防渗材料", "二、(三)"),
    ],
)
def test_what_the_notice_says_is_found_and_survives_the_gates(both: Assistant, question: str, words: str, label: str) -> None:
    answer = both.ask(question)
    assert answer.status == "answered"
    assert words in said(answer) and label in labels(answer)
    assert answer.verification.removed == 0, "the body and the year in the title are a name, no statement"


def test_below_a_heading_all_units_are_given(both: Assistant) -> None:
    answer = both.ask("申报喷灌项目要准备哪些材料")
    assert labels(answer) == ["三、(一)", "三、(二)"]
    assert "土地承包合同" in said(answer) and "水源论证报告" in said(answer)


def test_an_item_is_read_with_the_row_it_stands_in(both: Assistant) -> None:
    answer = both.ask("申报节水灌溉示范项目的单位要符合什么条件")
    assert "登记满2年" in said(answer) and "取水许可证" in said(answer)


def test_bodies_on_no_record_are_listed(both: Assistant) -> None:
    answer = both.ask("节水灌溉申报通知里,责任单位有省农业农村厅的有哪几项")
    assert labels(answer) == ["一、(二)"]
    answer = both.ask("节水灌溉申报通知里,责任单位有省财政厅的有几项")
    assert labels(answer) == ["一、(三)", "二、(一)", "二、(二)"] and "3条" in answer.answer


def test_a_number_belongs_to_the_document_that_is_named(both: Assistant) -> None:
    answer = both.ask("节水灌溉申报通知第九部分讲什么")
    assert (answer.status, answer.reason) == ("declined", "no_such_provision") and "节水灌溉" in answer.answer
    assert "措施(九)" in both.ask("第九条讲什么").answer


def test_a_follow_up_stays_with_the_document(both: Assistant) -> None:
    history = [{"role": "user", "content": "滴灌项目每亩补多少钱"}]
    answer = both.ask("这笔钱用于购置什么", history)
    assert "管带和过滤设备" in said(answer)
    answer = both.ask("那喷灌项目呢", [{"role": "user", "content": "每个市最多能推荐几个滴灌项目"}])
    assert "喷灌项目不超过6个" in said(answer)


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("渠道防渗项目还没备案,能优先安排资金吗", ("是，", "可以，")),
        ("同一个单位可以既拿喷灌补助又拿滴灌补助,对吗", ("是，", "可以，")),
        ("注册才1年的公司能申报节水灌溉示范项目吗", ("是，", "可以，")),
    ],
)
def test_no_yes_to_what_the_notice_does_not_give(both: Assistant, question: str, never: tuple[str, ...]) -> None:
    assert not both.ask(question).answer.startswith(never)


def test_the_policy_is_answered_as_before(both: Assistant) -> None:
    answer = both.ask("专利质押融资有什么支持")
    assert answer.citations[0].measure == 6


def test_what_names_too_little_leans_on_the_unit_of_that_document(both: Assistant) -> None:
    history = [{"role": "user", "content": "节水灌溉示范项目网上申报几号截止"}]
    answer = both.ask("填报逾期了会怎样", history)
    assert "逾期不予受理" in said(answer) and labels(answer) == ["四、(一)"]


@pytest.mark.parametrize(
    ("questions", "articles", "words"),
    [
        (["在高压线旁边放飞风筝会怎么罚"], ["第四条", "第七条"], "二百元以下罚款"),
        (["风筝经营者不建立销售台账要受什么处罚"], ["第三条", "第六条"], "一千元以上五千元以下罚款"),
        (["风筝销售台账要保存多久", "没保存会怎么罚"], ["第三条", "第六条"], "一千元以上五千元以下罚款"),
    ],
)
def test_what_follows_from_a_breach_stands_in_another_article(
    both: Assistant, questions: list[str], articles: list[str], words: str
) -> None:
    answer = both.ask(questions[-1], [{"role": "user", "content": q} for q in questions[:-1]])
    assert labels(answer) == articles and words in said(answer)


@pytest.mark.parametrize(
    "question",
    [
        "申报节水灌溉示范项目,近1年没有安全事故够不够",
        "同一家种植大户可以既拿喷灌项目补助又拿滴灌项目补助,对吗",
        "放飞三十米以上的风筝,提前一日备案行不行",
        "每个市可以推荐十个喷灌项目吗",
    ],
)
def test_no_yes_where_the_figure_is_another(both: Assistant, question: str) -> None:
    assert not both.ask(question).answer.startswith(("是，", "可以，", "会，", "有，"))


def test_who_asks_what_there_is_for_him_in_a_document_without_points_is_shown_clauses_and_no_verdict(both: Assistant) -> None:
    answer = both.ask("我们是一家农业公司，《关于组织开展2026年度节水灌溉示范项目申报工作的通知》里我们能享受什么？")
    assert answer.status == "answered" and answer.eligibility is None
    assert "不判断您是否符合" in answer.answer and "符合条件：" not in answer.answer
    assert answer.citations and {c.document for c in answer.citations} == {"irrigation-notice"}
    assert answer.verification.removed == 0
