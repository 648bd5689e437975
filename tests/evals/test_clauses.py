"""Whether a quote is the clause: labels, spaces, width, several sentences, and neighbours that only sound alike."""

from __future__ import annotations

import pytest

from evals.benchmarks.clauses import pairs, same_stretch, share_said, unlabelled

FINE = "违反本办法第三条规定的,由县畜牧主管部门责令改正;拒不改正的,处二百元以上一千元以下罚款。"
NEIGHBOUR = "违反本办法第五条规定的,由县农业主管部门给予警告;情节严重的,处三千元以上五千元以下罚款。"


@pytest.mark.parametrize(
    ("clause", "rest"),
    [
        ("第五条 养蜂人应当备案。", "养蜂人应当备案。"),
        ("第五条　养蜂人应当备案。", "养蜂人应当备案。"),
        ("第二十五条之一:养蜂人应当备案。", "养蜂人应当备案。"),
        ("第5条(一)养蜂人应当备案。", "养蜂人应当备案。"),
        ("（三）养蜂人应当备案。", "养蜂人应当备案。"),
        ("三、养蜂人应当备案。", "养蜂人应当备案。"),
        ("3.养蜂人应当备案。", "养蜂人应当备案。"),
        ("3.5公里以内不得放蜂。", "3.5公里以内不得放蜂。"),
        ("第三条规定的罚款由县财政收取。", "第三条规定的罚款由县财政收取。"),
        ("第五条", "第五条"),
    ],
)
def test_labels_in_front_are_left_out(clause: str, rest: str) -> None:
    assert unlabelled(clause) == rest


@pytest.mark.parametrize(
    "words",
    [
        FINE,
        "违反本办法第三条规定的，由县畜牧主管部门责令改正；\n拒不改正的，处二百元以上一千元以下罚款。",
        " 违反 本办法 第三条 规定的,由县畜牧主管部门责令改正 ",
        "拒不改正的,处二百元以上一千元以下罚款",
        f"蜂箱与学校、医院的距离不得少于五十米。{FINE}本办法自公布之日起施行。",
        "**违反本办法第三条规定的**,由县畜牧主管部门责令改正;拒不改正的,处二百元以上一千元以下罚款。",
        "违反本办法第三条规定的,由县畜牧主管部门责令整改;拒不改正的,处二百元以上一千元以下罚款。",
    ],
    ids=["itself", "full width and a line break", "spaces", "a sentence of it", "more around it", "markup", "a slip"],
)
def test_it_is_the_clause(words: str) -> None:
    assert same_stretch(f"第四条 {FINE}", words)


@pytest.mark.parametrize(
    "words",
    ["", "。,", NEIGHBOUR, "罚款", "规定的", "县畜牧主管部门", "养蜂人应当自蜂群到达放蜂地之日起七日内,向乡镇人民政府备案。"],
    ids=["nothing", "no letter", "the neighbour", "a word", "set phrase", "a body", "another article"],
)
def test_it_is_not_the_clause(words: str) -> None:
    assert not same_stretch(f"第四条 {FINE}", words)


def test_a_short_clause_must_stand_there_whole() -> None:
    assert same_stretch("七日内", "应当自到达之日起七日内向乡镇人民政府备案")
    assert not same_stretch("七日内", "应当在七十日内备案")
    assert same_stretch("五", "五") and not same_stretch("五", "五百")


def test_a_clause_of_two_sentences_is_met_by_either() -> None:
    two = "蜂箱与学校、医院的距离不得少于五十米。夜间不得搬运蜂箱,但遇洪水的除外。"
    assert same_stretch(two, "蜂箱与学校、医院的距离不得少于五十米。")
    assert same_stretch(two, "夜间不得搬运蜂箱,但遇洪水的除外。")


def test_the_share_said_is_that_of_all_clauses_in_all_texts() -> None:
    clauses = ["第一条 蜂箱五十米", "图书五册"]
    assert len(pairs("蜂箱五十米") | pairs("图书五册")) == 7
    assert share_said(clauses, ["蜂箱 五十米。"]) == 4 / 7
    assert share_said(clauses, ["蜂箱五十米", "借图书五册"]) == 1.0
    assert share_said(clauses, []) == 0.0 and share_said(["。"], ["。"]) == 0.0
