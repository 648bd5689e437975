"""Lists and counts of the whole pipeline, compared with what a plain search of the text finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant import Answer, Assistant
from assistant.answering.context import Context
from assistant.answering.lists import answer_query
from assistant.understanding import understand
from assistant.understanding.vocabulary import Vocabulary
from assistant.verification import verify
from corpus import Document, load_corpus
from corpus.glossary import load_beneficiaries, load_departments, load_supports
from corpus.ingest import ingest

DOCUMENTS = Path(__file__).parent.parent / "data" / "documents"
_CLAUSE = re.compile(r"\([^()]*等按职责分工负责\)\s*$")


@pytest.fixture(scope="module")
def policy(assistant: Assistant) -> Document:
    document = assistant.corpus.document("js-ip-2023")
    assert document is not None
    return document


def measures(policy: Document) -> dict[str, str]:
    return {m.id: m.text for m in policy.measures}


def charge(policy: Document) -> dict[str, list[str]]:
    """The bodies of each measure's last bracket, read by hand."""
    clauses = {i: _CLAUSE.search(t) for i, t in measures(policy).items()}
    return {i: re.sub(r"等按职责分工负责\)\s*$", "", m[0])[1:].split("、") for i, m in clauses.items() if m}


def body(policy: Document) -> dict[str, str]:
    return {i: _CLAUSE.sub("", t) for i, t in measures(policy).items()}


def cited(answer: Answer) -> list[str]:
    """Units supported, in the order of their citations, each once."""
    found = (c.provision for c in answer.citations if c.role == "support" and c.kind == "provision")
    return list(dict.fromkeys(found))


def rows(answer: Answer) -> list[str]:
    return [line for line in answer.answer.split("\n") if line.startswith("- ")]


def whole(answer: Answer) -> None:
    """Structured, nothing removed by verification, every quote exact."""
    assert answer.mode == "structured" and answer.verification.removed == 0, answer


def test_the_clauses_were_read(policy: Document) -> None:
    assert len(charge(policy)) == 21 and all(charge(policy).values())


NAMES = [d.name for d in load_departments()]


@pytest.mark.parametrize("name", NAMES)
def test_the_list_of_every_body_is_what_the_clauses_say(assistant: Assistant, policy: Document, name: str) -> None:
    expected = [i for i, bodies in charge(policy).items() if name in bodies]
    answer = assistant.ask(f"{name}负责哪些措施")
    whole(answer)
    assert cited(answer) == expected and len(rows(answer)) == len(expected) and f"{len(expected)}条" in answer.answer
    without = assistant.ask(f"哪些措施没有{name}参与")
    whole(without)
    assert cited(without) == [i for i in charge(policy) if i not in expected]
    first = [i for i, bodies in charge(policy).items() if bodies[0] == name]
    lead = assistant.ask(f"{name}牵头哪些措施")
    whole(lead)
    assert cited(lead) == first and (lead.status == "answered") == bool(first)
    assert not first or "没有指明由谁牵头" in lead.answer


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("省财政厅", "省商务厅"),
        ("省教育厅", "省科技厅"),
        ("省版权局", "省财政厅"),
        ("省法院", "省公安厅"),
        ("省外办", "省统计局"),
        ("省贸促会", "省商务厅"),
    ],
)
def test_two_bodies_together_either_of_them_and_one_without_the_other(assistant: Assistant, policy: Document, one: str, other: str) -> None:
    of = charge(policy)
    both = [i for i, b in of.items() if one in b and other in b]
    answer = assistant.ask(f"{one}和{other}共同负责哪些措施")
    whole(answer)
    assert cited(answer) == both and (answer.status == "declined") == (not both)
    either = assistant.ask(f"{one}或{other}负责的措施有哪些")
    assert cited(either) == [i for i, b in of.items() if one in b or other in b]
    only_one = [i for i, b in of.items() if one in b and other not in b]
    assert cited(assistant.ask(f"{one}参与但{other}不参与的措施")) == only_one


def test_only_these_bodies_and_no_other(assistant: Assistant, policy: Document) -> None:
    assert cited(assistant.ask("只由省知识产权局和省财政厅负责的措施有哪些")) == [
        i for i, b in charge(policy).items() if set(b) == {"省知识产权局", "省财政厅"}
    ]
    alone = assistant.ask("只由省知识产权局负责的措施有哪些")
    assert (alone.status, alone.reason, cited(alone)) == ("declined", "no_evidence", [])
    assert "责任部门只有省知识产权局" in alone.answer and "最接近" in alone.answer
    assert len({c.provision for c in alone.citations}) == 20 and all(c.role == "signpost" for c in alone.citations)


KEYWORDS = [
    "版权", "商标", "数据知识产权", "长三角", "地理标志", "商业秘密", "专利导航", "质押融资", "绿色通道", "PCT", "马德里协定", "惩罚性赔偿",
    "人才", "自贸试验区", "高价值专利", "海外", "开放许可", "信用", "电商", "高校", "保险", "政府采购", "专利", "知识产权", "海关", "标准",
    "首台(套)",
    "培训基地", "南京",
]  # fmt: skip


@pytest.mark.parametrize("word", KEYWORDS)
def test_a_word_is_found_wherever_it_stands(assistant: Assistant, policy: Document, word: str) -> None:
    answer = assistant.ask(f"哪些措施提到{word}")
    whole(answer)
    assert answer.status == "answered"
    assert sorted(set(cited(answer)) & set(measures(policy)), key=int) == [i for i, t in measures(policy).items() if word in t]
    in_body = [i for i, t in body(policy).items() if word in t]
    assert [i for i in cited(answer) if i in measures(policy)][: len(in_body)] == in_body
    for c in answer.citations:
        assert word in c.quote or c.provision not in in_body or word in policy.provision(c.provision).title  # type: ignore[union-attr]


@pytest.mark.parametrize("question", ["哪些措施提到区块链", "有没有提到元宇宙", "哪几条说到红烧肉"])
def test_a_word_that_stands_nowhere_is_declined_by_name(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert (answer.status, answer.reason, answer.mode) == ("declined", "no_evidence", "structured")
    assert re.search(r"通篇没有提到“(区块链|元宇宙|红烧肉)”", answer.answer) and not answer.citations


def test_a_figure_that_the_user_brings_is_not_repeated(assistant: Assistant) -> None:
    assert "500万" not in assistant.ask("哪些措施提到500万元").answer


def test_an_everyday_word_is_found_by_the_words_of_the_text_and_that_is_said(assistant: Assistant, policy: Document) -> None:
    answer = assistant.ask("哪些措施提到抵押")
    assert "没有写“抵押”" in answer.answer and "“质押融资”" in answer.answer
    assert cited(answer) == [i for i, t in body(policy).items() if "质押融资" in t]


def test_a_compound_is_found_by_its_halves_in_one_sentence_and_that_is_said(assistant: Assistant) -> None:
    answer = assistant.ask("文件中有没有提到过信托产品")
    assert cited(answer) == ["6"] and "没有写“信托产品”" in answer.answer and "证券化、信托等金融产品" in answer.answer


@pytest.mark.parametrize("part", range(1, 7))
def test_a_part_and_a_body_together(assistant: Assistant, policy: Document, part: int) -> None:
    inside = {m.id for m in policy.measures if m.parent == f"part-{part}"}
    answer = assistant.ask(f"第{'一二三四五六'[part - 1]}部分里哪些措施由省财政厅负责")
    whole(answer)
    assert cited(answer) == [i for i, b in charge(policy).items() if i in inside and "省财政厅" in b]


def sentences(policy: Document) -> dict[str, list[str]]:
    return {m.id: [s.text for s in m.sentences if s.kind != "responsibility"] for m in policy.measures}


def lists(answer: Answer, count: int) -> list[str]:
    """The measures of the first ``count`` rows."""
    return [str(m) for row in rows(answer)[:count] for m in [_number(row)]]


def _number(row: str) -> int:
    numerals = [
        "一",
        "二",
        "三",
        "四",
        "五",
        "六",
        "七",
        "八",
        "九",
        "十",
        "十一",
        "十二",
        "十三",
        "十四",
        "十五",
        "十六",
        "十七",
        "十八",
        "十九",
        "二十",
        "二十一",
    ]
    found = re.search(r"措施\(([一二三四五六七八九十]+)\)", row)
    assert found, row
    return numerals.index(found[1]) + 1


@pytest.mark.parametrize("kind", load_supports(), ids=lambda k: k.id)
def test_every_kind_of_support(assistant: Assistant, policy: Document, kind) -> None:  # type: ignore[no-untyped-def]
    expected = [i for i, ss in sentences(policy).items() if any(w in s for w in kind.words for s in ss)]
    answer = assistant.ask(f"哪些措施有{kind.name_zh}")
    whole(answer)
    assert lists(answer, len(expected)) == expected and f"共有{len(expected)}条" in answer.answer
    broader = [i for i, ss in sentences(policy).items() if i not in expected and any(w in s for w in kind.broader for s in ss)]
    assert lists(answer, 99)[len(expected) :] == broader


@pytest.mark.parametrize("kind", load_beneficiaries(), ids=lambda k: k.id)
def test_every_kind_of_people(assistant: Assistant, policy: Document, kind) -> None:  # type: ignore[no-untyped-def]
    asked = kind.say[0] if kind.say and "和" in kind.name_zh else kind.words[0] if "、" in kind.name_zh else kind.name_zh
    expected = [i for i, ss in sentences(policy).items() if any(w in s for w in kind.words for s in ss)]
    if kind.id in ("inventor", "locality", "foreign", "association"):
        asked = {"inventor": "发明人、设计人", "locality": "设区市", "foreign": "外国机构", "association": "协会"}[kind.id]
    answer = assistant.ask(f"哪些措施和{asked}有关")
    whole(answer)
    assert lists(answer, len(expected)) == expected and f"共有{len(expected)}条" in answer.answer


def test_who_gives_money(assistant: Assistant, policy: Document) -> None:
    words = [w for k in load_supports() if k.money for w in k.words]
    expected = [i for i, ss in sentences(policy).items() if any(w in s for w in words for s in ss)]
    answer = assistant.ask("哪些措施给钱")
    assert cited(answer) == expected
    assert any(n.kind == "illegible" for n in answer.notices), "amounts with lost digits are quoted"
    assert cited(assistant.ask("哪些措施不给钱")) == [i for i in measures(policy) if i not in expected]


def test_support_and_people_stand_in_one_sentence(assistant: Assistant, policy: Document) -> None:
    answer = assistant.ask("高校能拿到哪些资金支持")
    words = next(k for k in load_supports() if k.id == "funding").words
    expected = [i for i, ss in sentences(policy).items() if any("高校" in s and any(w in s for w in words) for s in ss)]
    assert expected == lists(answer, len(expected)) and f"共有{len(expected)}条" in answer.answer


@pytest.mark.parametrize("word", ["鼓励", "给予", "探索", "推动", "优先", "引导", "打造"])
def test_commitment_words(assistant: Assistant, policy: Document, word: str) -> None:
    answer = assistant.ask(f"哪些措施用了“{word}”")
    whole(answer)
    expected = [i for i, ss in sentences(policy).items() if any(word in s for s in ss)]
    assert [i for i in cited(answer) if i in measures(policy)] == expected
    assert any(n.kind == "modality" and word in n.text for n in answer.notices)


def test_a_commitment_word_inside_a_noun_does_not_count(assistant: Assistant, policy: Document) -> None:
    nouns = ("支持力度", "资金支持", "政策支持", "支持计划", "支持政策", "支持创新政策")
    stripped = {i: [re.sub("|".join(nouns), "", s) for s in ss] for i, ss in sentences(policy).items()}
    assert cited(assistant.ask("哪些措施用了“支持”")) == [i for i, ss in stripped.items() if any("支持" in s for s in ss)]


def test_the_whole_table(assistant: Assistant, policy: Document) -> None:
    answer = assistant.ask("列出全部21条措施的标题和责任部门")
    whole(answer)
    assert cited(answer) == list(measures(policy)) and len(rows(answer)) == 21
    for m, row in zip(policy.measures, rows(answer), strict=True):
        assert m.title in row and "、".join(charge(policy)[m.id]) in row


def test_bodies_counted_and_ranked(assistant: Assistant, policy: Document) -> None:
    counts: dict[str, int] = {}
    for bodies in charge(policy).values():
        for name in bodies:
            counts[name] = counts.get(name, 0) + 1
    all_bodies = assistant.ask("一共涉及多少个部门")
    whole(all_bodies)
    assert f"共有{len(counts)}个" in all_bodies.answer
    assert [re.match(r"- (.+?):?：?(\d+)条", r)[1] for r in rows(all_bodies)] == list(counts)  # type: ignore[index]
    ranking = assistant.ask("每个部门分别参与几条措施")
    whole(ranking)
    shown = [(m[1], int(m[2])) for r in rows(ranking) if (m := re.match(r"- (.+?)：(\d+)条", r))]
    assert dict(shown) == counts and [n for _, n in shown] == sorted(counts.values(), reverse=True)
    most = assistant.ask("参与措施最多的部门是哪个")
    best = max(counts, key=lambda name: counts[name])
    assert f"{best}，共有{counts[best]}条" in most.answer


def test_bodies_of_a_part_and_the_other_bodies_of_a_measure(assistant: Assistant, policy: Document) -> None:
    inside = [m.id for m in policy.measures if m.parent == "part-3"]
    names = list(dict.fromkeys(n for i in inside for n in charge(policy)[i]))
    answer = assistant.ask("第三部分涉及哪些部门")
    whole(answer)
    assert f"共有{len(names)}个" in answer.answer and [n for n in names if n in answer.answer] == names
    others = assistant.ask("措施(六)除了省财政厅还有哪些部门负责")
    assert len(rows(others)) == len(charge(policy)["6"]) - 1 and cited(others) == ["6"]


def test_parts_and_measures_ranked(assistant: Assistant, policy: Document) -> None:
    parts = assistant.ask("每个部分有几条措施")
    assert [int(re.search(r"(\d+)条", r)[1]) for r in rows(parts)] == [len(policy.children(p.id)) for p in policy.parts]  # type: ignore[index]
    most = assistant.ask("哪条措施涉及的部门最多")
    size = max(len(b) for b in charge(policy).values())
    assert cited(most) == [i for i, b in charge(policy).items() if len(b) == size] and f"{size}个部门" in most.answer


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("恰好由两个部门负责的措施是哪条", lambda n: n == 2),
        ("由七个以上部门负责的措施", lambda n: n >= 7),
        ("哪些措施有超过6个部门负责", lambda n: n > 6),
    ],
)
def test_measures_by_how_many_bodies_are_in_charge(assistant: Assistant, policy: Document, question: str, holds) -> None:  # type: ignore[no-untyped-def]
    answer = assistant.ask(question)
    whole(answer)
    assert cited(answer) == [i for i, b in charge(policy).items() if holds(len(b))] != []


def test_an_unknown_body_is_declined_by_name(assistant: Assistant) -> None:
    for name in ("省旅游局", "国家知识产权局"):
        answer = assistant.ask(f"{name}负责哪些措施")
        assert answer.status == "declined" and name in answer.answer and not answer.citations


def test_english(assistant: Assistant, policy: Document) -> None:
    answer = assistant.ask("Which measures involve both the Department of Finance and the Department of Commerce?")
    whole(answer)
    assert cited(answer) == [i for i, b in charge(policy).items() if {"省财政厅", "省商务厅"} <= set(b)]
    assert cited(assistant.ask("Which measures mention PCT?")) == [i for i, t in measures(policy).items() if "PCT" in t]
    assert "All measures that" in answer.answer


def test_a_follow_up_asks_the_same_of_another_body(assistant: Assistant, policy: Document) -> None:
    history = [{"role": "user", "content": "省财政厅负责哪些措施"}]
    answer = assistant.ask("那科技厅呢", history)
    assert cited(answer) == [i for i, b in charge(policy).items() if "省科技厅" in b]


def test_articles_of_a_law_by_a_word(tmp_path: Path) -> None:
    list(ingest([DOCUMENTS / "law.txt"], tmp_path / "documents"))
    corpus = load_corpus(tmp_path / "documents")
    law = next(d for d in corpus.documents if "河道" in d.title)
    vocabulary = Vocabulary.of(corpus)
    for word in ("罚款", "水务", "奖励", "禁止", "垃圾"):
        u = understand(f"河道保护条例哪些条款提到{word}", vocabulary, max_chars=4000)
        assert u.documents == (law.id,) and u.query is not None
        draft = answer_query(Context(corpus, law, "zh"), u, u.query)
        assert draft is not None
        kept, counts, _ = verify(draft, corpus)
        assert counts.removed == 0
        units = [p for p in law.provisions if p.kind == "article"]
        found = list(dict.fromkeys(q.provision.id for c in kept.claims for q in c.quotes if not q.signpost))
        assert found == [p.id for p in units if word in p.text] != [], word
    u = understand("河道保护条例哪些条款提到专利", vocabulary, max_chars=4000)
    assert u.query is not None
    gone = answer_query(Context(corpus, law, "zh"), u, u.query)
    assert gone is not None and gone.status == "declined" and "“专利”" in gone.claims[0].text
