"""Yes/no questions: yes, no, or what the text really says."""

from __future__ import annotations

import pytest

from assistant import Assistant


def first_line(assistant: Assistant, question: str) -> str:
    return assistant.ask(question).answer.split("\n")[0]


@pytest.mark.parametrize(
    ("question", "begins", "word"),
    [
        ("产业知识产权联盟能拿资金支持吗", "是，", "给予资金支持"),
        ("新认定的省级知识产权服务业集聚区有补助吗", "是，", "给予适当补助"),
        ("高校可以把专利所有权给完成人吗", "可以，", "可以"),
        ("非正常专利申请拒不整改会取消资格吗", "会，", "取消"),
        ("外国人能考专利代理师吗", "原文只是", "鼓励"),
        ("可以用专利使用权作价出资登记公司吗", "原文只是", "探索"),
        ("国家示范的县一定能拿到真抓实干激励吗", "可以，但只是优先，不是保证", "优先给予"),
        ("企业参加国外展会给补贴吗", "没有写明给予资金", "支持"),
        ("知识产权保险有补贴吗", "没有写明给予资金", "支持"),
        ("贯标是强制的吗", "没有写成必须", "鼓励"),
        ("高校必须设知识产权学院吗", "没有写成必须", "支持"),
        ("南京知识产权法院已经成立了吗", "原文只是", "推动设立"),
    ],
)
def test_the_governing_word_decides(assistant: Assistant, question: str, begins: str, word: str) -> None:
    line = first_line(assistant, question)
    assert line.startswith(begins) and f"“{word}”" in line


def test_a_supposed_department_is_held_against_the_clause(assistant: Assistant) -> None:
    for measure in assistant.corpus.policies[0].measures:
        assert first_line(assistant, f"{measure.label}由{measure.departments[0]}负责吗").startswith("是，")
        absent = next(d.name for d in assistant.corpus.departments if d.name not in measure.departments)
        line = first_line(assistant, f"{measure.label}由{absent}负责吗")
        assert line.startswith("不是，") and all(d in line for d in measure.departments)


def test_a_department_supposed_of_a_topic(assistant: Assistant) -> None:
    assert first_line(assistant, "专利质押是省科技厅负责的吗").startswith("不是，措施(六)")


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("财政资助的专利三年不转化才会被公布,对吗", "是，"),
        ("专利三年不转化会被公布吗", "措施(十七)原文写的正是三年"),
        ("专利五年不转化会被公布吗", "不是，措施(十七)原文写的是三年"),
        ("江苏专利奖金奖奖励30万元对吗", "无法确认"),
        ("金奖是100万吗", "无法确认"),
    ],
)
def test_a_supposed_figure_is_held_against_the_text(assistant: Assistant, question: str, begins: str) -> None:
    assert first_line(assistant, question).startswith(begins)


def test_whether_a_measure_mentions_something(assistant: Assistant) -> None:
    assert first_line(assistant, "措施(十)提到惩罚性赔偿吗").startswith("是，")
    line = first_line(assistant, "措施(七)提到惩罚性赔偿吗")
    assert line.startswith("没有，") and "措施(十)" in line


def test_what_the_text_does_not_decide_is_not_affirmed(assistant: Assistant) -> None:
    line = first_line(assistant, "金融租赁公司可以享受苏知贷吗")
    assert line.startswith("没有找到直接回答")


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("措施(八)是说凡联盟都给钱,不管它有没有备案,是这样吧", "不是无条件的"),
        ("技术调查员名录只由省法院一家来管吗", "不是，"),
        ("外国的专利代理机构不许到江苏设常驻点,是不是", "不是这样"),
        ("国际知识产权金融创新中心是要建在苏州自贸片区,对吗", "不是，原文写的是“南京”"),
    ],
)
def test_a_false_premise_is_put_right(assistant: Assistant, question: str, begins: str) -> None:
    assert first_line(assistant, question).startswith(begins)


@pytest.mark.parametrize(
    "question",
    [
        "发起维权援助基金的是不是省财政厅",
        "财政项目的专利三年没转化就一定要开放许可吗",
        "措施(八)是说凡联盟都给钱,不管它有没有备案,是这样吧",
    ],
)
def test_no_yes_to_what_the_text_does_not_say(assistant: Assistant, question: str) -> None:
    assert not first_line(assistant, question).startswith(("是，", "会，", "可以，"))


@pytest.mark.parametrize("question", ["企业可以把专利的所有权给完成人吗", "银行能设知识产权学院吗"])
def test_what_is_for_others_is_not_affirmed(assistant: Assistant, question: str) -> None:
    assert first_line(assistant, question).startswith("原文没有写到")


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("我们是省级产业知识产权联盟,备案一直没去办,能拿到资金支持吗", "不符合：原文要求“备案”"),
        ("联盟刚拉起来,还没去备案,能照产业知识产权联盟那条领资金不", "不符合"),
        ("外国人一律不许考专利代理师,文件是这么定的吧", "不是这样"),
        ("听说财政项目的专利三年没转化,所有权就要被国家收回,真的假的", "原文没有这样写"),
        ("江苏省专利奖里头有没有铜奖", "没有找到直接回答"),
        ("企业办知识产权学院,政策支持吗", "原文没有写到企业"),
        ("维权援助基金由行业协会发起,文件鼓励吗", "是，原文用语是“鼓励”"),
        ("电商和展会上的保护,有没有说要出专门的政策", "有，原文用语是“出台”"),
        ("知识产权保险和证券化,政策支持吗", "是，原文用语是“支持”"),
        ("简单案件书面审理的机制已经落地了吗", "原文只是“探索建立”"),
        ("创新药挂了网,医院就一定会采购吗", "没有写成必须或一定：这里的原文用语是“鼓励”"),
    ],
)
def test_how_the_question_is_put_decides_what_a_yes_would_claim(assistant: Assistant, question: str, begins: str) -> None:
    assert first_line(assistant, question).startswith(begins)


@pytest.mark.parametrize(
    "question",
    [
        "我去年转化率只有5%,高校专利转化能拿到资金支持吗",
        "创新药挂了网,医院就一定会采购吗",
        "国家级知识产权优势示范企业可以优先享受真抓实干成效明显地区激励吗",
        "所有专利侵权纠纷行政裁决都改成书面审理了吗",
        "只要查到一件非正常专利申请,评优资格当场就没了吗",
        "产业专利池是企业必须建的吗",
    ],
)
def test_what_stands_beside_a_promise_is_promised_to_nobody(assistant: Assistant, question: str) -> None:
    assert not first_line(assistant, question).startswith(("是，", "会，", "可以，", "有，"))


def test_any_in_english_asks_whether_there_is_some(assistant: Assistant) -> None:
    line = first_line(assistant, "Does the document mention any provincial legislation on trade secrets?")
    assert line.startswith("Yes") and "“探索”" in line


@pytest.mark.parametrize(
    "question",
    [
        "我们公司获得过中国专利奖金奖吗？",
        "我司被认定为国家级知识产权优势示范企业了吗",
        "我校通过了知识产权管理规范没有",
        "Have we won the China Patent Award?",
    ],
)
def test_what_the_speaker_has_done_stands_in_no_document(assistant: Assistant, question: str) -> None:
    line = first_line(assistant, question)
    assert line.startswith(("这是您自己的情况", "That is about you")), line


@pytest.mark.parametrize(
    "question", ["我们公司获得了中国专利奖金奖，有奖励吗", "我们通过了贯标能申报政府项目吗", "我们单位可以获得资金支持吗"]
)
def test_what_there_is_for_the_speaker_does(assistant: Assistant, question: str) -> None:
    assert not first_line(assistant, question).startswith("这是您自己的情况")
