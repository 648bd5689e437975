"""Retrieval alone: what is counted, and that every system is asked what it should be."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant import Assistant, Settings, build_index, open_index
from evals.benchmarks.beir import DOCUMENT, BeirError, PassageCorpus, load_beir, measure_beir
from evals.benchmarks.cli import benchmarks_app
from evals.benchmarks.ranking import Table, as_text, compare, distinct, measure
from evals.benchmarks.retrieval import MAY, MEASURES, MUST, OWN, assistant_rankers, index_rankers, measure_gold, relevance, stock_ranker
from evals.benchmarks.stock import open_stock
from evals.gold_schema import POLICY, load_gold

LOAN = "专利质押融资有什么支持"
PASSAGES = {
    "a": ("养蜂办法第一条", "养蜂人应当向县农业农村局备案。"),
    "b": ("养蜂办法第二条", "蜂箱距离学校不得少于五十米。"),
    "c": ("风筝规则", "放风筝应当远离高压电线。"),
    "long": ("灌溉通知", "渠道每年清淤一次,由村民委员会组织。" * 40 + "水泵的维修费用由受益农户分担。"),
}
QUERIES = {"q1": "养蜂要到哪里备案", "q2": "水泵维修费用谁出", "q3": "没有人判断过的问题"}
QRELS = "query-id\tcorpus-id\tscore\nq1\ta\t1\nq1\tb\t0\nq2\tlong\t1\n"
TWO = "火星上有没有生命?那到哪里备案?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A tiny set in BEIR's layout."""
    root = tmp_path / "bees"
    (root / "qrels").mkdir(parents=True)
    lines = [json.dumps({"_id": key, "title": title, "text": text}) for key, (title, text) in PASSAGES.items()]
    (root / "corpus.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (root / "queries.jsonl").write_text("".join(json.dumps({"_id": k, "text": t}) + "\n" for k, t in QUERIES.items()), encoding="utf-8")
    (root / "qrels" / "test.tsv").write_text(QRELS, encoding="utf-8")
    return root


def test_figures_are_those_counted_by_hand() -> None:
    # Of the first question, what must be found comes third and what may be found first; of the second nothing is found.
    grades = {"q1": {"a": MUST, "z": MAY}, "q2": {"c": MUST}}
    figures = measure(grades, {"q1": ["z", "x", "a"]}, ["R(rel=2)@1", "R(rel=2)@3", "RR(rel=2)", "R@1", "RR", "nDCG@10"])
    found = 1 / math.log2(2) + 2 / math.log2(4)
    ideal = 2 / math.log2(2) + 1 / math.log2(3)
    expected = {
        "R(rel=2)@1": 0.0,
        "R(rel=2)@3": 1 / 2,
        "RR(rel=2)": 1 / 3 / 2,
        "R@1": 1 / 2 / 2,
        "RR": 1 / 2,
        "nDCG@10": found / ideal / 2,
    }
    assert figures == pytest.approx(expected)


def test_the_order_is_kept_whatever_the_ids_are() -> None:
    ids = [str(number) for number in range(100)]
    for ranking in (ids, ids[::-1]):
        for place in (0, 1, 98, 99):
            assert measure({"q": {ranking[place]: 1}}, {"q": ranking}, ["RR"])["RR"] == pytest.approx(1 / (place + 1))


def test_a_ranking_that_holds_an_id_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="q holds an id twice"):
        measure({"q": {"a": 1}}, {"q": ["a", "b", "a"]}, ["RR"])


def test_an_id_stands_where_it_comes_first() -> None:
    assert distinct(["b", "a", "b", "c", "a"]) == ["b", "a", "c"]


def test_a_table_has_a_line_for_each_system_and_says_the_same_as_its_json() -> None:
    table = compare(
        "set", {"q": "?"}, {"q": {"a": 1}}, {"good": lambda q: ["a"], "bad": lambda q: ["b", "a"]}, ["R@1", "RR"], lambda _: None
    )
    assert table == Table("set", 1, {"good": {"R@1": 1.0, "RR": 1.0}, "bad": {"R@1": 0.0, "RR": 0.5}})
    lines = as_text([table]).splitlines()[1:]
    assert lines[0].split() == ["R@1", "RR", "p50", "ms", "p95", "ms"]
    assert [line.split()[:3] for line in lines[1:]] == [["good", "1.000", "1.000"], ["bad", "0.000", "0.500"]]
    assert all(0 < p50 <= p95 for p50, p95 in table.ms.values())
    assert json.loads(json.dumps(table.to_dict()))["figures"]["bad"]["RR"] == 0.5


def test_a_provision_stands_where_its_best_passage_does(assistant: Assistant) -> None:
    rankers = index_rankers(assistant.index, POLICY)
    for system, weight in (("lexical", 0.0), ("dense", 1.0), ("fused", None)):
        found = assistant.index.search(LOAN, 100, keep=lambda chunk: chunk.document == POLICY, weight=weight)
        provisions = [passage.chunk.provision for passage in found]
        ranking = rankers[system](LOAN)
        assert len(set(ranking)) == len(ranking) < len(provisions), "something came twice"
        assert ranking == sorted(set(provisions), key=provisions.index)
    assert rankers["fused"](LOAN)[0] == "6"
    assert len({tuple(rank(LOAN)) for rank in rankers.values()}) == 3, "three systems, three rankings"


def test_the_own_search_ranks_what_answers_are_made_from(assistant: Assistant) -> None:
    own = assistant_rankers(assistant, POLICY)[OWN]
    found = assistant.turn(LOAN, ()).found
    assert found is not None
    assert own(LOAN) == [f.provision.id for f in found.provisions if f.document.id == POLICY]
    assert own(LOAN)[0] == "6"
    # A question that is answered without a search is searched for all the same, each of several has its best in front.
    assert assistant.turn("哪些措施由省版权局参与", ()).found is None
    assert len(own("哪些措施由省版权局参与")) > 3
    assert own(f"{LOAN}?产业知识产权联盟有什么支持?")[:2] == [own(LOAN)[0], own("产业知识产权联盟有什么支持")[0]] == ["6", "8"]


def test_words_alone_rank_nothing_for_a_question_without_a_known_word(assistant: Assistant) -> None:
    rankers = index_rankers(assistant.index, POLICY)
    assert rankers["lexical"]("qwertz") == []
    assert len(rankers["dense"]("qwertz")) > 10


def test_gold_gives_a_headline_and_follow_ups_apart(built_home: Path, assistant: Assistant, tmp_path: Path) -> None:
    shutil.copytree(built_home, tmp_path / "copy")
    gold = load_gold()
    chosen = {"lookup": 3, "follow_up": 2, "decline_off_topic": 2}
    questions = [q for category, count in chosen.items() for q in [q for q in gold if q.category == category][:count]]
    answerable = [q for q in questions if q.answerable and q.must_cite]
    with open_stock(Settings(home=tmp_path / "copy")) as stock:
        tables = measure_gold(questions, assistant, [stock], lambda _: None)
        assert [table.questions for table in tables] == [sum(not q.history for q in answerable), sum(bool(q.history) for q in answerable)]
        for table in tables:
            assert list(table.figures) == ["lexical", "dense", "fused", OWN, "stock 1000/200"]
            assert all(tuple(row) == MEASURES and all(0 <= value <= 1 for value in row.values()) for row in table.figures.values())
        ranking = stock_ranker(stock, POLICY)(LOAN)
    assert len(set(ranking)) == len(ranking) >= 21


def test_what_must_be_cited_counts_more_than_what_may_be() -> None:
    question = next(q for q in load_gold() if q.must_cite and q.may_cite)
    assert relevance(question) == {**dict.fromkeys(question.may_cite, 1), **dict.fromkeys(question.must_cite, 2)}


def test_a_set_is_read_with_the_questions_that_were_judged(folder: Path) -> None:
    beir = load_beir(folder)
    assert (beir.name, beir.questions) == ("bees", {key: QUERIES[key] for key in ("q1", "q2")})
    assert beir.relevance == {"q1": {"a": 1}, "q2": {"long": 1}}
    assert beir.passages == tuple((key, title, text) for key, (title, text) in PASSAGES.items())


def test_every_passage_is_a_provision_and_a_change_is_noticed(folder: Path) -> None:
    beir = load_beir(folder)
    corpus = PassageCorpus.of(beir)
    document = corpus.documents[0]
    assert [(p.id, p.title, document.text[p.start : p.end]) for p in document.provisions] == list(beir.passages)
    changed = (folder / "corpus.jsonl").read_text("utf-8").replace('"_id": "a"', '"_id": "a2"')
    (folder / "corpus.jsonl").write_text(changed, "utf-8")
    (folder / "qrels" / "test.tsv").write_text("header\nq2\tlong\t1\n", "utf-8")
    assert PassageCorpus.of(load_beir(folder)).fingerprint() != corpus.fingerprint()


BROKEN = {
    "no corpus": ("corpus.jsonl", None, r"corpus.jsonl cannot be read"),
    "no judgements": ("qrels/test.tsv", None, r"test.tsv cannot be read"),
    "not JSON": ("queries.jsonl", '{"_id": "q1", "text": "x"}\n{', r"queries.jsonl:2 is not JSON"),
    "no object": ("queries.jsonl", "[1]", r"queries.jsonl:1 is not a JSON object"),
    "no text": ("corpus.jsonl", '{"_id": "a"}', r"corpus.jsonl:1 has no text in its field text"),
    "a number for an id": ("corpus.jsonl", '{"_id": 1, "text": "x"}', r"corpus.jsonl:1 has no text in its field _id"),
    "an id twice": ("corpus.jsonl", '{"_id": "a", "text": "x"}\n{"_id": "a", "text": "y"}', r"corpus.jsonl: two passages"),
    "unknown passage": ("qrels/test.tsv", "header\nq1\tnone\t1", r"test.tsv:2: there is no passage none"),
    "unknown question": ("qrels/test.tsv", "header\nq9\ta\t1", r"test.tsv:2: there is no question q9"),
    "a grade that is none": ("qrels/test.tsv", "header\nq1\ta\tyes", r"test.tsv:2 is not question, passage and grade"),
    "a column too few": ("qrels/test.tsv", "header\nq1\ta", r"test.tsv:2 is not question, passage and grade"),
    "nothing relevant": ("qrels/test.tsv", "header\nq1\ta\t0", r"test.tsv calls no passage relevant"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_set_that_cannot_be_read_names_file_and_line(folder: Path, case: str) -> None:
    file, content, message = BROKEN[case]
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_text(content, "utf-8")
    with pytest.raises(BeirError, match=message):
        load_beir(folder)


def test_a_set_is_indexed_once_and_searched_in_four_ways(folder: Path, tmp_path: Path) -> None:
    beir, settings = load_beir(folder), Settings(home=tmp_path / "kept")
    told: list[str] = []
    table = measure_beir(beir, settings, told.append)
    assert list(table.figures) == ["lexical", "dense", "fused", OWN]
    assert (table.title, table.questions) == ("bees", 2)
    # Each question shares words with its passage alone; of the long one they stand in its second window.
    for system in ("lexical", OWN):
        assert table.figures[system] == dict.fromkeys(("R@1", "R@5", "R@10", "RR", "nDCG@10"), 1.0)
    assert told[0] == "embedded 0 of 5 passages …"
    told.clear()
    assert measure_beir(beir, settings, told.append) == table
    assert not [line for line in told if "embedded" in line]


def test_several_questions_in_one_are_searched_for_in_a_set_too(folder: Path, tmp_path: Path) -> None:
    settings, corpus = Settings(home=tmp_path / "kept"), PassageCorpus.of(load_beir(folder))
    build_index(settings, corpus)
    own = assistant_rankers(Assistant.over(settings, corpus, open_index(settings, corpus)), DOCUMENT)[OWN]
    assert "a" in own(TWO)[:2] and len(set(own(TWO))) == len(own(TWO))


def test_the_command_prints_a_table_or_json_and_keeps_the_index_only_where_it_is_told(folder: Path, tmp_path: Path, own_home: Path) -> None:
    cache = tmp_path / "cache"
    told = CliRunner().invoke(benchmarks_app, ["retrieval", "--beir", str(folder), "--cache", str(cache)])
    assert told.exit_code == 0
    assert told.stdout.splitlines()[0] == "bees (2 questions)"
    assert (cache / "bees" / "index" / "CURRENT").is_file()
    again = CliRunner().invoke(benchmarks_app, ["retrieval", "--beir", str(folder), "--cache", str(cache), "--json"])
    assert [table["title"] for table in json.loads(again.stdout)] == ["bees"]
    assert "embedded" in told.stderr and "embedded" not in again.stderr
    assert not own_home.exists()


def test_the_command_refuses_what_it_cannot_use(folder: Path, tmp_path: Path) -> None:
    assert CliRunner().invoke(benchmarks_app, ["retrieval", "--cache", str(tmp_path)]).exit_code == 2
    (folder / "queries.jsonl").unlink()
    refused = CliRunner().invoke(benchmarks_app, ["retrieval", "--beir", str(folder)])
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "queries.jsonl cannot be read" in refused.stderr
