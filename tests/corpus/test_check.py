from dataclasses import replace
from pathlib import Path

import pytest

from corpus.check import check_corpus, render
from corpus.damage import find_damage
from corpus.library import ingest, load_corpus
from corpus.model import Document

DOCUMENTS = Path(__file__).parent.parent / "data" / "documents"
GARBLED = "检查结果应当告知用户并且记录在册".encode().decode("gb18030", errors="replace")


def test_the_shipped_corpus_is_sound_and_counted() -> None:
    report = check_corpus(load_corpus())
    assert report.sound
    (policy,) = report.documents
    assert (policy.id, policy.parts, policy.measures, policy.shipped) == ("js-ip-2023", 6, 21, True)
    assert (policy.damage, policy.anomalies) == ((), ())
    assert sum(report.repairs.values()) == len(load_corpus().policies[0].restored.repairs)
    assert report.repairs["A", "certain"] == 18
    assert report.departments["省知识产权局"] == max(report.departments.values())
    assert report.unknown_departments == ()
    assert [u.name for u in report.unresolved_titles if not u.repealed] == []


def test_what_is_wrong_with_ingested_documents_is_reported(tmp_path: Path) -> None:
    odd = tmp_path / "odd.txt"
    odd.write_text("云河市甲办法\n一、依照《云河市乙办法》办理。\n二、甲。\n四、乙。（责任单位：云河市丙局）\n", encoding="utf-8")
    assert len(list(ingest([DOCUMENTS / "damaged.txt", odd], tmp_path / "shelf"))) == 2
    report = check_corpus(load_corpus(tmp_path / "shelf"))
    by_id = {d.id: d for d in report.documents}
    assert {d.kind for d in by_id["damaged"].damage} == {"replacement", "entity", "mojibake"}
    assert by_id["damaged"].repairs["A", "certain"] == 1
    assert len(by_id["odd"].anomalies) == 1
    assert [(u.name, u.place) for u in report.unresolved_titles if u.document == "odd"] == [("《云河市乙办法》", "一、")]
    assert [(u.name, u.place) for u in report.unknown_departments] == [("云河市丙局", "四、")]
    text = render(report)
    for words in ("lost characters (U+FFFD): 1", "text in a wrong encoding: 1", "《云河市乙办法》  (odd 一、)", "云河市丙局", "编号不连续"):
        assert words in text


def test_a_name_that_a_document_of_the_corpus_bears_is_resolved(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("云河市乙办法\n第一条 乙。\n", encoding="utf-8")
    names = "《云河市 乙办法》和《知识产权强国建设纲要（2021—2035年）》"
    (tmp_path / "a.txt").write_text(f"云河市甲办法\n一、依照{names}。\n", encoding="utf-8")
    list(ingest([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "shelf"))
    assert [u for u in check_corpus(load_corpus(tmp_path / "shelf")).unresolved_titles if not u.repealed] == []


def test_a_provision_that_is_no_slice_of_its_document_is_a_fault() -> None:
    corpus = load_corpus()
    policy = corpus.policies[0]
    wrong = tuple(replace(p, text=p.text + "假") if p.id == "6" else p for p in policy.provisions)
    corpus._read["js-ip-2023"] = Document(policy.record, policy.restored, (*wrong, wrong[-1]))
    del corpus.__dict__["policies"]
    report = check_corpus(corpus)
    assert not report.sound
    assert any(": 6: text[" in fault for fault in report.faults)
    assert any("stands 2 times" in fault for fault in report.faults)
    assert "FAULTS: " in render(report)


def test_a_broken_record_is_a_fault_and_the_rest_is_reported(tmp_path: Path) -> None:
    list(ingest([DOCUMENTS / "faq.md"], tmp_path))
    (tmp_path / "faq" / "record.yaml").write_text("id: faq\nextra: 1\n", encoding="utf-8")
    report = check_corpus(load_corpus(tmp_path))
    assert not report.sound
    assert any("record.yaml" in fault for fault in report.faults)
    assert report.documents[0].id == "js-ip-2023"


def test_the_report_reads_well_in_a_pipe() -> None:
    lines = render(check_corpus(load_corpus())).splitlines()
    assert not any("\x1b" in line or line != line.rstrip() for line in lines)
    assert lines[0].startswith("Documents: 1; background notes: ")
    assert any("6 parts, 21 measures" in line for line in lines)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("数额为\ufffd\ufffd万元", ["replacement"]),
        ("贯彻执行/p>", ["tag"]),
        ("贯彻<br>执行", ["tag"]),
        ("称为?ldquo;绿道", ["entity"]),
        ("绿道&#160;两侧&nbsp;", ["entity", "entity"]),
        (f"一、{GARBLED}。", ["mojibake"]),
        ("一、" + "检查结果应当告知用户".encode().decode("latin-1"), ["mojibake"]),
        ("锟斤拷锟斤拷", ["replacement"]),
        ("第一条 甲方＜乙方，数额＞3；A&B公司；x<y。", []),
        ("喆鑫焱镕祎翀昊珺骁钰", []),
        ("第二條　每證可借圖書十冊，借期三十日。", []),
    ],
)
def test_damage_is_seen_and_good_text_is_left_alone(text: str, kinds: list[str]) -> None:
    found = find_damage(text)
    assert [d.kind for d in found] == kinds
    assert all(text[d.start : d.end] == d.text for d in found)
