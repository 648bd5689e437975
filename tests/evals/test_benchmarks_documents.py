"""Documents of other people: taken in, asked about, held against the clauses; every measure is seen to fall."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from docx import Document as Word
from typer.testing import CliRunner

from assistant import Answer, Assistant, Citation, Settings
from corpus import Corpus
from evals.benchmarks.cli import benchmarks_app
from evals.benchmarks.document_scores import ALL, MEASURES, Judged, figures, judge
from evals.benchmarks.document_set import DocumentQuestion, DocumentSetError, load_document_set
from evals.benchmarks.document_table import as_text
from evals.benchmarks.documents import ANSWERS, REPORT, RUN, DocumentReport, ask_documents, measure_documents
from evals.responses import Response, read_responses

BEES = """青禾县养蜂管理办法
第一条 为了规范养蜂活动,保护蜜蜂资源,制定本办法。
第二条 养蜂人应当自蜂群到达放蜂地之日起七日内,向放蜂地的乡镇人民政府备案,并出示检疫证明。
第三条 蜂箱与学校、医院的距离不得少于五十米。
第四条 违反本办法第三条规定的,由县畜牧主管部门责令改正;拒不改正的,处二百元以上一千元以下罚款。
第五条 本办法自2021年3月1日起施行。
"""
LIBRARY = """白石市社区图书室服务规定
第一条 社区图书室每周开放时间不得少于四十小时,周末应当开放。
第二条 读者凭身份证件免费办理借阅证,一次可以借阅图书五册,借阅期限为三十日。
第三条 图书逾期不还的,暂停借阅,不收取逾期费用。
第四条 图书遗失的,读者应当按照图书定价的一倍赔偿。
"""
LANTERNS = """云溪镇元宵灯会安全须知
第一条 灯会期间,东街禁止机动车通行。
第二条 燃放孔明灯的,处五百元罚款。
"""
QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "q-1", "document": "bees.docx", "kind": "fact", "question": "养蜂人多久之内要备案,向谁备案?", "answer": "七日内",
        "clauses": ["第二条 养蜂人应当自蜂群到达放蜂地之日起七日内，向放蜂地的乡镇人民政府备案，并出示检疫证明。"],
    },
    {
        "id": "q-2", "document": "rooms/library.txt", "kind": "fact", "question": "社区图书室的图书遗失了怎么赔偿?",
        "clauses": ["图书遗失的，读者应当按照图书定价的一倍赔偿"],
    },
    {
        "id": "q-3", "document": "bees.docx", "kind": "two", "question": "蜂箱离学校太近会怎么处罚?",
        "clauses": [
            "第三条　蜂箱与学校、医院的距离不得少于五十米。",
            "第四条 违反本办法第三条规定的，由县畜牧主管部门责令改正；拒不改正的，处二百元以上一千元以下罚款。",
        ],
    },
]  # fmt: skip


def write_set(root: Path) -> Path:
    documents = root / "bees" / "documents"
    (documents / "rooms").mkdir(parents=True)
    word = Word()
    for line in BEES.splitlines():
        word.add_paragraph(line)
    word.save(str(documents / "bees.docx"))
    (documents / "rooms" / "library.txt").write_text(LIBRARY, encoding="utf-8")
    (documents / "lanterns.txt").write_text(LANTERNS, encoding="utf-8")
    (documents / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    lines = [json.dumps(question, ensure_ascii=False) for question in QUESTIONS]
    (root / "bees" / "questions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return root / "bees"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_set(tmp_path_factory.mktemp("set"))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("out")


@pytest.fixture(scope="module")
def report(folder: Path, out: Path) -> DocumentReport:
    """The set through the assistant itself, from files to figures."""
    return measure_documents(load_document_set(folder), out, workers=2, say=lambda line: None)


@pytest.fixture(scope="module")
def opened(report: DocumentReport, out: Path) -> Assistant:
    return Assistant.open(Settings(home=out / "home"))


def question(number: int) -> DocumentQuestion:
    return DocumentQuestion.model_validate(QUESTIONS[number - 1])


def test_documents_are_taken_in_and_what_cannot_be_read_is_told(report: DocumentReport) -> None:
    assert set(report.taken.ids) == {"bees.docx", "rooms/library.txt", "lanterns.txt"}
    assert list(report.taken.failed) == ["photo.jpg"] and report.taken.failed["photo.jpg"]
    assert report.passages > 10 and report.index_seconds is not None


def test_the_assistant_is_asked_and_its_answers_are_judged(report: DocumentReport) -> None:
    by_id = {j.id: j for j in report.judged}
    first = by_id["q-1"]
    assert (first.status, first.right_document, first.cited, first.quoted, first.denied) == ("answered", True, (True,), (True,), False)
    assert first.said > 0.9 and first.on_clause >= 1 and first.length > 20 and first.ms > 0
    assert by_id["q-2"].cited == (True,) and any(by_id["q-3"].cited)
    assert [(kind, f.questions) for kind, f in report.figures.items()] == [(ALL, 3), ("fact", 2), ("two", 1)]
    right = report.figures[ALL].values["right document"]
    assert right is not None and (right.value, right.n) == (1.0, 3) and 0.4 < right.low < right.high == 1.0


def test_report_and_answers_are_kept_and_the_table_says_the_same(report: DocumentReport, out: Path) -> None:
    kept = json.loads((out / REPORT).read_text("utf-8"))
    assert kept["figures"]["fact"]["values"]["a clause cited"]["value"] == 1.0
    assert [r.id for r in read_responses(out / ANSWERS)] == ["q-1", "q-2", "q-3"]
    told = as_text(report)
    assert "3 documents taken in" in told and "1 failed" in told and "failed  photo.jpg" in told
    for name in report.figures[ALL].values:
        assert told.count(f"  {name} ") >= 3


class Told:
    """A system whose answers are those of another, changed; it counts what it is asked."""

    def __init__(self, inner: Assistant, change: Callable[[Answer], Answer] = lambda answer: answer) -> None:
        self.inner, self.change, self.asked = inner, change, list[str]()

    def ask(self, question: str, history: Sequence[Any] = (), *, id: str | None = None) -> Answer:
        self.asked.append(str(id))
        return self.change(self.inner.ask(question, history, id=id))


def judged(number: int, answer: Answer | None, report: DocumentReport, corpus: Corpus, **changes: Any) -> Judged:
    asked = question(number)
    given: dict[str, Any] = {"id": asked.id, "asked": "", "answer": answer} | ({} if answer else {"error": "RuntimeError: away"})
    return judge(asked, Response(**(given | changes)), report.taken.ids.get(asked.document), corpus)


def test_an_answer_that_denies_is_seen(report: DocumentReport, opened: Assistant) -> None:
    right = opened.ask(QUESTIONS[0]["question"])
    declined = right.model_copy(
        update={"status": "declined", "abstained": True, "reason": "no_evidence", "answer": "没有找到对应的规定。", "citations": ()}
    )
    found = judged(1, declined, report, opened.corpus)
    assert (found.denied, found.right_document, found.cited, found.said) == (True, False, (False,), 0.0)
    unwritten = right.model_copy(update={"answer": f"《青禾县养蜂管理办法》没有写明备案的期限。\n\n{right.answer}"})
    assert judged(1, unwritten, report, opened.corpus).denied and not judged(1, right, report, opened.corpus).denied
    values = figures([judged(1, declined, report, opened.corpus), judged(1, right, report, opened.corpus)])[ALL].values
    denied, cited = values["denied"], values["a clause cited"]
    assert denied is not None and cited is not None and (denied.value, cited.value) == (0.5, 0.5)


def test_a_disclaimer_in_front_is_seen_and_is_none_where_nothing_is_given(report: DocumentReport, opened: Assistant) -> None:
    right = opened.ask(QUESTIONS[0]["question"])
    found = judged(
        1, right.model_copy(update={"answer": f"没有找到直接回答这一点的原文,最相关的规定如下。{right.answer}"}), report, opened.corpus
    )
    assert found.disclaimed and not judged(1, right, report, opened.corpus).disclaimed
    values = figures([found, judged(1, None, report, opened.corpus)])[ALL].values
    disclaimed = values["begins with a disclaimer"]
    assert disclaimed is not None and (disclaimed.value, disclaimed.n) == (1.0, 1)


def test_another_document_is_neither_the_right_one_nor_its_clause(report: DocumentReport, opened: Assistant) -> None:
    right = opened.ask(QUESTIONS[0]["question"])
    other = report.taken.ids["lanterns.txt"]
    moved = tuple(c.model_copy(update={"document": other}) for c in right.citations)
    found = judged(1, right.model_copy(update={"citations": moved}), report, opened.corpus)
    assert (found.right_document, found.cited, found.quoted, found.on_clause) == (False, (False,), (False,), 0)
    assert found.citations == len([c for c in right.citations if c.role == "support"])


def test_a_signpost_is_no_support(report: DocumentReport, opened: Assistant) -> None:
    right = opened.ask(QUESTIONS[0]["question"])
    pointing = right.model_copy(update={"citations": tuple(c.model_copy(update={"role": "signpost"}) for c in right.citations)})
    found = judged(1, pointing, report, opened.corpus)
    assert (found.right_document, found.citations) == (False, 0)


def cite(opened: Assistant, document: str, label: str, quote: str) -> Citation:
    held = opened.corpus.document(document)
    assert held is not None
    provision = next(p for p in held.provisions if p.label == label)
    start = held.text.index(quote)
    return Citation(
        n=1, document=document, provision=provision.id, label=provision.label, title="", quote=quote, start=start, end=start + len(quote)
    )


def test_one_clause_of_two_is_not_all_of_them(report: DocumentReport, opened: Assistant) -> None:
    bees = report.taken.ids["bees.docx"]
    fine = cite(opened, bees, "第四条", "处二百元以上一千元以下罚款")
    distance = cite(opened, bees, "第三条", "蜂箱与学校、医院的距离不得少于五十米。")
    answer = opened.ask(QUESTIONS[2]["question"]).model_copy(update={"answer": "罚款。", "citations": (fine,)})
    one = judged(3, answer, report, opened.corpus)
    both = judged(3, answer.model_copy(update={"citations": (fine, distance)}), report, opened.corpus)
    assert (one.cited, both.cited, one.said < both.said, both.on_clause) == ((False, True), (True, True), True, 2)
    values = figures([one, both])[ALL].values
    shares = [values[name] for name in ("a clause cited", "all clauses cited")]
    assert [share and share.value for share in shares] == [1.0, 0.5]


def test_the_provision_named_counts_as_cited_but_not_as_quoted(report: DocumentReport, opened: Assistant) -> None:
    short = cite(opened, report.taken.ids["bees.docx"], "第二条", "检疫证明")
    answer = opened.ask(QUESTIONS[0]["question"]).model_copy(update={"answer": "要。", "citations": (short,)})
    found = judged(1, answer, report, opened.corpus)
    assert (found.cited, found.quoted, found.said < 0.2) == ((True,), (False,), True)


def test_an_error_has_cited_nothing_and_is_no_denial(report: DocumentReport, opened: Assistant) -> None:
    found = judged(1, None, report, opened.corpus)
    assert (found.failed, found.denied, found.cited) == (True, False, ())
    values = figures([found])[ALL].values
    assert [values[name] and values[name].value for name in ("errors", "all clauses cited")] == [1.0, 0.0]  # type: ignore[union-attr]


def test_a_run_that_was_broken_off_goes_on(folder: Path, report: DocumentReport, opened: Assistant, tmp_path: Path) -> None:
    class Broken(Told):
        def ask(self, question: str, history: Sequence[Any] = (), *, id: str | None = None) -> Answer:
            if id == "q-3":
                raise KeyboardInterrupt
            return super().ask(question, history, id=id)

    questions, state, told = load_document_set(folder).questions, {"code": "a"}, list[str]()
    with pytest.raises(KeyboardInterrupt):
        ask_documents(Broken(opened), questions, tmp_path, state, workers=1, say=told.append)
    with (tmp_path / ANSWERS).open("a", encoding="utf-8") as file:
        file.write('{"id": "q-3", "asked"')  # what a kill leaves
    system = Told(opened)
    responses = ask_documents(system, questions, tmp_path, state, workers=1, say=told.append)
    assert (system.asked, list(responses)) == (["q-3"], ["q-1", "q-2", "q-3"])
    assert [r.id for r in read_responses(tmp_path / ANSWERS)] == ["q-1", "q-2", "q-3"]
    assert told[-1] == "asking 1 questions, 2 are answered from before"


def test_answers_of_other_code_or_to_other_words_are_not_kept(folder: Path, opened: Assistant, tmp_path: Path) -> None:
    questions, told = load_document_set(folder).questions, list[str]()
    ask_documents(Told(opened), questions, tmp_path, {"code": "a", "documents": "d"}, workers=2, say=told.append)
    system = Told(opened)
    ask_documents(system, questions, tmp_path, {"code": "b", "documents": "d"}, workers=2, say=told.append)
    assert sorted(system.asked) == ["q-1", "q-2", "q-3"] and told[-2].startswith("changed since the answers were given: code;")
    other = [questions[0].model_copy(update={"question": "蜂箱要离医院多远?"}), *questions[1:]]
    again = Told(opened)
    ask_documents(again, other, tmp_path, {"code": "b", "documents": "d"}, workers=2, say=told.append)
    assert again.asked == ["q-1"]


def test_what_failed_is_asked_again(folder: Path, opened: Assistant, tmp_path: Path) -> None:
    def fail(answer: Answer) -> Answer:
        raise RuntimeError("away")

    questions = load_document_set(folder).questions
    failed = ask_documents(Told(opened, fail), questions, tmp_path, {}, workers=1, say=lambda line: None)
    assert [r.error for r in failed.values()] == ["RuntimeError: away"] * 3
    system = Told(opened)
    assert all(r.answer for r in ask_documents(system, questions, tmp_path, {}, workers=1, say=lambda line: None).values())
    assert len(system.asked) == 3


def test_the_command_goes_on_with_what_is_there(folder: Path, report: DocumentReport, out: Path) -> None:
    given = ["documents", str(folder), "--out", str(out), "--questions", "2"]
    told = CliRunner().invoke(benchmarks_app, given)
    assert told.exit_code == 0, told.stderr
    assert "the index stood from before" in told.stdout and "all (2 questions)" in told.stdout
    assert "asking 0 questions, 2 are answered from before" in told.stderr and "embedded" not in told.stderr
    figures_told = json.loads(CliRunner().invoke(benchmarks_app, [*given, "--json"]).stdout)
    assert figures_told["name"] == "bees" and figures_told[ALL]["questions"] == 2
    assert json.loads((out / RUN).read_text("utf-8")).keys() == {"code", "documents"}


BROKEN = {
    "no questions": (None, "questions.jsonl cannot be read"),
    "nothing in it": ("\n", "holds no question"),
    "not JSON": ("{", "questions.jsonl:1 is not JSON"),
    "no clause": (json.dumps(QUESTIONS[0] | {"clauses": []}), "questions.jsonl:1: clauses"),
    "no document": (json.dumps(QUESTIONS[0] | {"document": "away.docx"}), "questions.jsonl:1: there is no document away.docx"),
    "an id twice": ("\n".join([json.dumps(QUESTIONS[0])] * 2), "questions.jsonl:2: there are two questions q-1"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_set_that_cannot_be_read_names_file_and_line(tmp_path: Path, case: str) -> None:
    content, message = BROKEN[case]
    root = write_set(tmp_path)
    if content is None:
        (root / "questions.jsonl").unlink()
    else:
        (root / "questions.jsonl").write_text(content, "utf-8")
    with pytest.raises(DocumentSetError, match=message):
        load_document_set(root)
    refused = CliRunner().invoke(benchmarks_app, ["documents", str(root), "--out", str(tmp_path / "out")])
    assert (refused.exit_code, refused.stdout) == (1, "") and message in refused.stderr


def test_a_few_questions_are_spread_over_all(folder: Path) -> None:
    assert [q.id for q in load_document_set(folder, 2).questions] == ["q-1", "q-2"]
    assert len(load_document_set(folder, 50).questions) == 3


def test_every_figure_is_explained() -> None:
    readme = (Path(__file__).parent.parent.parent / "evals" / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## Documents of other people")[2].partition("\n## ")[0]
    for measure in MEASURES:
        assert measure.name in section, measure.name


def test_the_set_changes_with_its_documents(tmp_path: Path) -> None:
    root = write_set(tmp_path)
    before = load_document_set(root).fingerprint()
    (root / "documents" / "lanterns.txt").write_text(LANTERNS + "第三条 灯会二十二时结束。\n", "utf-8")
    assert load_document_set(root).fingerprint() != before
