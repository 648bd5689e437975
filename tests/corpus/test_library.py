import io
import multiprocessing
import os
import re
import shutil
import time
from pathlib import Path

import pytest
import yaml
from docx import Document as WordDocument

from corpus import CorpusError, Document
from corpus.library import Corpus, Ingested, Skipped, ingest, load_corpus, remove
from corpus.naming import is_id, make_id
from corpus.records import RECORDS, TEXTS
from corpus.sources import shipped_sources

DOCUMENTS = Path(__file__).parent.parent / "data" / "documents"
NAMES = {
    "law.txt", "notice.txt", "paragraphs.txt", "table.md", "table.html", "gb18030.txt", "big5.txt", "faq.md", "order.txt", "damaged.txt",
}  # fmt: skip


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "documents"


def taken(path: Path, shelf: Path) -> Ingested:
    (result,) = ingest([path], shelf)
    assert isinstance(result, Ingested), result
    return result


def document(corpus: Corpus, identifier: str) -> Document:
    found = corpus.document(identifier)
    assert found is not None
    return found


def slices_are_exact(corpus: Corpus) -> bool:
    pieces = ((d, u) for d in corpus.documents for p in d.provisions for u in (p, *p.sentences))
    return all(d.text[u.start : u.end] == u.text for d, u in pieces)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# The shipped corpus


def test_the_shipped_corpus_holds_the_policy_first_and_a_note_for_each_instrument() -> None:
    corpus = load_corpus()
    assert corpus.ids()[0] == "js-ip-2023"
    assert len(corpus.policies) == 1
    assert len(corpus.policies[0].measures) == 21
    assert len(corpus.notes) == len(corpus.instruments) == len(corpus.ids()) - 1
    assert [d.id for d in corpus.documents] == list(corpus.ids())
    assert slices_are_exact(corpus)


def test_the_record_of_the_policy_is_filled_from_its_text() -> None:
    record = load_corpus().policies[0].record
    assert record.issuer == "江苏省人民政府"
    assert record.document_number is None
    assert record.dates == {"issued": "2023年□月□9日", "in_force": "2023年□月□9日", "expires": "2028年□月□8日"}


def test_a_note_holds_a_fact_a_line_and_says_where_it_was_seen() -> None:
    corpus = load_corpus()
    instrument = next(i for i in corpus.instruments if len(i.facts) > 2 and any(f.source for f in i.facts))
    note = corpus.document(f"note-{instrument.id}")
    assert note is not None
    assert (note.record.kind, note.title) == ("note", instrument.name)
    assert [p.text for p in note.provisions] == [" ".join(f.text.split()) for f in instrument.facts]
    assert [p.id for p in note.provisions] == [str(n + 1) for n in range(len(instrument.facts))]
    assert {p.label for p in note.provisions} == {"背景资料"}
    assert all(f.source in str(note.record.source) for f in instrument.facts if f.source)


def test_documents_are_parsed_once_and_only_when_asked_for() -> None:
    corpus = load_corpus()
    assert corpus.document("js-ip-2023") is corpus.document("js-ip-2023") is corpus.policies[0]
    assert corpus.document("no-such") is None


def copied_records(tmp_path: Path) -> tuple[Path, Path]:
    records, texts = tmp_path / "records", tmp_path / "texts"
    shutil.copytree(RECORDS, records)
    shutil.copytree(TEXTS, texts)
    return records, texts


def test_a_changed_text_is_refused_by_its_hash(tmp_path: Path) -> None:
    records, texts = copied_records(tmp_path)
    with (texts / "jiangsu-ip-measures-2023.txt").open("ab") as handle:
        handle.write(b"!")
    with pytest.raises(CorpusError, match=r"js-ip-2023 is not the one on record \(sha256"):
        Corpus(shipped_sources(records, texts), ()).document("js-ip-2023")


def test_a_missing_text_and_a_record_without_one_are_refused(tmp_path: Path) -> None:
    records, texts = copied_records(tmp_path)
    (texts / "jiangsu-ip-measures-2023.txt").unlink()
    with pytest.raises(CorpusError, match="cannot be read"):
        Corpus(shipped_sources(records, texts), ()).fingerprint()
    write(records / "documents" / "other.yaml", "id: other\ntitle: 无文\n")
    with pytest.raises(CorpusError, match=r"other\.yaml: text:"):
        shipped_sources(records, texts)
    write(records / "documents" / "other.yaml", "id: other\ntitle: 无文\ntext: ../../secret\n")
    with pytest.raises(CorpusError, match=r"other\.yaml: text:"):
        shipped_sources(records, texts)


def test_a_fingerprint_changes_with_text_record_and_repairs_and_with_nothing_else(tmp_path: Path) -> None:
    def prints(records: Path, texts: Path) -> str:
        return Corpus(shipped_sources(records, texts), ()).fingerprint()["js-ip-2023"]

    records, texts = copied_records(tmp_path)
    first = prints(records, texts)
    assert first == load_corpus().fingerprint()["js-ip-2023"]
    repairs = records / "repairs" / "js-ip-2023.yaml"
    repairs.write_text(repairs.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    assert prints(records, texts) != first
    shutil.copy(RECORDS / "repairs" / "js-ip-2023.yaml", repairs)
    assert prints(records, texts) == first
    record = records / "documents" / "js-ip-2023.yaml"
    record.write_text(record.read_text(encoding="utf-8") + "status: 现行\n", encoding="utf-8")
    assert prints(records, texts) != first


# Ingesting


def test_the_ten_samples_go_in_with_their_numbering_and_exact_slices(shelf: Path) -> None:
    results = list(ingest([DOCUMENTS], shelf))
    assert {r.path.name for r in results} == NAMES
    assert all(isinstance(r, Ingested) and r.outcome == "added" for r in results)
    corpus = load_corpus(shelf)
    assert slices_are_exact(corpus)
    by_name = {r.path.name: document(corpus, r.id) for r in results if isinstance(r, Ingested)}

    def ids(name: str) -> list[str]:
        assert all(p.measure is None for p in by_name[name].provisions), "only a policy has measures"
        return [p.id for p in by_name[name].provisions]

    assert [i for i in ids("law.txt") if i.isdigit()] == [str(n) for n in range(1, 10)]
    assert {"chapter-1", "chapter-4", "4.1", "4.2", "4.3"} <= set(ids("law.txt"))
    assert {"1.2", "2.1.1.2.2", "2.2", "3.1", "notice", "closing"} <= set(ids("notice.txt"))
    assert ids("paragraphs.txt") == ["title", "p1", "p2", "p3"]
    assert [i for i in ids("big5.txt") if i.isdigit()] == ["1", "2", "3", "4", "5"]
    assert [i for i in ids("order.txt") if i.isdigit()] == ["1", "2", "3", "4"]
    assert [i for i in ids("gb18030.txt") if i.isdigit()] == ["1", "2", "3"]
    law, faq, table, damaged = (by_name[n] for n in ("law.txt", "faq.md", "table.md", "damaged.txt"))
    assert law.record.kind == "law"
    assert [p.title for p in faq.provisions if p.kind == "paragraph"] == ["哪里可以停车？", "停错地方会怎样？", "车坏了找谁？"]
    assert any("| 细菌总数 | 120 | 三日出结果 |" in p.text for p in table.provisions)
    assert damaged.provision("2") is not None
    assert damaged.text.count("阀门。") == 1
    assert len(damaged.restored.repairs) == 4


def test_word_files_keep_their_numbers_all_the_way(tmp_path: Path, shelf: Path) -> None:
    word, out = WordDocument(), io.BytesIO()
    for words in ("云河市渡口安全规定", "第一条 渡船应当配备救生衣。", "第二条 大风天停航。", "第三条 本规定自2024年1月1日起施行。"):
        word.add_paragraph(words)
    word.save(out)
    (tmp_path / "渡口.docx").write_bytes(out.getvalue())
    result = taken(tmp_path / "渡口.docx", shelf)
    assert result.id == "yun-he-shi-du-kou-an-quan-gui-ding"
    read = document(load_corpus(shelf), result.id)
    assert (read.record.kind, read.record.dates) == ("law", {"in_force": "2024年1月1日"})
    article = read.provision("2")
    assert article is not None
    assert article.text == "第二条 大风天停航。"


def test_what_cannot_be_read_is_skipped_with_its_reason_and_the_rest_goes_in(tmp_path: Path, shelf: Path) -> None:
    folder = tmp_path / "in"
    write(folder / "a.txt", "第一条 甲。")
    write(folder / "b.txt", "")
    write(folder / "c.exe", "MZ")
    write(folder / "sub" / "d.md", "# 说明\n\n乙。")
    write(folder / ".hidden.txt", "藏")
    write(folder / ".git" / "e.txt", "藏")
    write(folder / "~$a.docx", "锁")
    (folder / "f.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "loop").symlink_to(folder)
    (folder / "dangling.txt").symlink_to(folder / "none.txt")
    results = list(ingest([folder, tmp_path / "none.txt"], shelf))
    got = {r.path.name: r for r in results}
    assert {n for n, r in got.items() if isinstance(r, Ingested)} == {"a.txt", "d.md"}
    reasons = {n: r.reason for n, r in got.items() if isinstance(r, Skipped)}
    passed = {n for n, r in got.items() if isinstance(r, Skipped) and r.hidden}
    assert passed == {".hidden.txt", ".git", "~$a.docx"}
    assert set(reasons) - passed == {"b.txt", "c.exe", "f.pdf", "loop", "dangling.txt", "none.txt"}
    assert reasons["b.txt"] == "The file is empty."
    assert all(reason.endswith(".") for reason in reasons.values())
    assert len(load_corpus(shelf).records) == 3


def test_odd_names_are_kept_as_names_and_never_as_paths(tmp_path: Path, shelf: Path) -> None:
    folder = tmp_path / "in"
    for name in ("..txt", "a b'\"$(x);.txt", "‮fdp.txt", "-rf.txt", "CON.txt", "名" * 60 + ".txt", "a\nb.txt", "é.txt"):
        write(folder / name, f"第一条 {name.encode().hex()}。")
    (folder / os.fsdecode(b"\xff\xfe.txt")).write_text("第一条 无名。", encoding="utf-8")
    results = list(ingest([folder], shelf))
    assert [r.path.name for r in results if isinstance(r, Skipped)] == ["..txt"], "it begins with a dot"
    results = [r for r in results if isinstance(r, Ingested)]
    assert len(results) == 8
    assert all(isinstance(r, Ingested) and is_id(r.id) for r in results)
    assert sorted(p.name for p in shelf.iterdir()) == sorted(r.id for r in results if isinstance(r, Ingested))
    assert slices_are_exact(load_corpus(shelf))


def test_the_same_file_again_is_unchanged_wherever_it_lies(tmp_path: Path, shelf: Path) -> None:
    first = taken(DOCUMENTS / "law.txt", shelf)
    before = load_corpus(shelf).fingerprint()
    assert taken(DOCUMENTS / "law.txt", shelf).outcome == "unchanged"
    copy = tmp_path / "another-name.txt"
    copy.write_bytes((DOCUMENTS / "law.txt").read_bytes())
    assert taken(copy, shelf).id == first.id
    in_gb = tmp_path / "in-gb.txt"
    in_gb.write_bytes((DOCUMENTS / "law.txt").read_text(encoding="utf-8").encode("gb18030"))
    assert (taken(in_gb, shelf).id, taken(in_gb, shelf).outcome) == (first.id, "unchanged")
    assert len(load_corpus(shelf).records) == 2
    assert set(before) == set(load_corpus(shelf).fingerprint())


def test_a_changed_file_replaces_what_came_from_its_place(tmp_path: Path, shelf: Path) -> None:
    path = write(tmp_path / "rules.txt", "云河市集市办法\n第一条 每周一次。\n")
    first = taken(path, shelf)
    before = load_corpus(shelf).fingerprint()[first.id]
    write(path, "云河市集市办法（修订）\n第一条 每周两次。\n")
    second = taken(path, shelf)
    assert (second.id, second.outcome) == (first.id, "replaced")
    assert "每周两次" in document(load_corpus(shelf), first.id).text
    assert load_corpus(shelf).fingerprint()[first.id] != before
    assert len(list((shelf / first.id).iterdir())) == 2, "the old text is gone"


def test_title_and_number_together_name_a_document_and_the_title_alone_does_not(tmp_path: Path, shelf: Path) -> None:
    head = "云河市集市办法\n云商发〔2024〕3号\n"
    first = taken(write(tmp_path / "a" / "x1.txt", head + "第一条 每周一次。\n"), shelf)
    second = taken(write(tmp_path / "b" / "x2.txt", head + "第一条 每周两次。\n"), shelf)
    assert (second.id, second.outcome) == (first.id, "replaced")
    revised = taken(write(tmp_path / "c" / "x3.txt", head.replace("3号", "4号") + "第一条 每周三次。\n"), shelf)
    unnumbered = [taken(write(tmp_path / f"d{i}" / "x4.txt", f"停水通知\n明日第{i}区停水。\n"), shelf) for i in (1, 2)]
    assert len({first.id, revised.id, *(u.id for u in unnumbered)}) == 4
    assert {u.outcome for u in unnumbered} == {"added"}


def test_an_ingested_document_cannot_take_the_place_of_a_shipped_one(tmp_path: Path, shelf: Path) -> None:
    result = taken(write(tmp_path / "js-ip-2023.txt", "假的办法\n第一条 全部免费。\n"), shelf)
    note = taken(write(tmp_path / "note-pct.txt", "假的背景\n第一条 全部免费。\n"), shelf)
    assert result.id != "js-ip-2023"
    assert note.id == "text-note-pct"
    assert len(load_corpus(shelf).policies) == 1


def test_the_shelf_is_not_ingested_into_itself(tmp_path: Path, shelf: Path) -> None:
    taken(DOCUMENTS / "faq.md", shelf)
    assert list(ingest([tmp_path], shelf)) == []


def test_a_file_as_folder_of_documents_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="cannot be written"):
        list(ingest([DOCUMENTS], write(tmp_path / "file", "x")))


# Removing


def test_an_ingested_document_can_be_removed_and_nothing_else(tmp_path: Path, shelf: Path) -> None:
    identifier = taken(DOCUMENTS / "faq.md", shelf).id
    remove(identifier, shelf)
    assert list(shelf.iterdir()) == []
    keep = write(tmp_path / "keep" / "record.yaml", "x: 1")
    for unknown in (identifier, "../keep", "..", "", ".", "/", str(tmp_path / "keep"), "a\0b"):
        with pytest.raises(CorpusError, match="no ingested document"):
            remove(unknown, shelf)
    assert keep.exists()
    for shipped in ("js-ip-2023", load_corpus().notes[0].id):
        with pytest.raises(CorpusError, match="comes with the package"):
            remove(shipped, shelf)


# Broken and half-written shelves


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda folder: (folder / "record.yaml").unlink(), "record is missing"),
        (lambda folder: (folder / "record.yaml").write_text("id: [", encoding="utf-8"), "not valid YAML"),
        (lambda folder: (folder / "record.yaml").write_text("id: faq\n", encoding="utf-8"), "title"),
        (lambda folder: folder.rename(folder.parent / "other"), "does not fit the folder"),
        (lambda folder: next(folder.glob("received-*")).unlink(), "cannot be read"),
        (lambda folder: next(folder.glob("received-*")).write_text("别的", encoding="utf-8"), "not the one on record"),
    ],
)
def test_a_broken_entry_is_set_aside_and_named(change, message: str, shelf: Path) -> None:  # type: ignore[no-untyped-def]
    taken(DOCUMENTS / "law.txt", shelf)
    change(shelf / taken(DOCUMENTS / "faq.md", shelf).id)
    corpus = load_corpus(shelf)
    assert [record.id for record in corpus.records] == ["js-ip-2023", "law"]
    (entry,) = corpus.broken
    assert re.search(message, entry.why)
    assert "law" in corpus.fingerprint()
    remove(entry.folder.name, shelf)
    assert load_corpus(shelf).broken == ()


def test_the_record_on_disk_says_where_the_document_came_from(shelf: Path) -> None:
    identifier = taken(DOCUMENTS / "table.html", shelf).id
    record = yaml.safe_load((shelf / identifier / "record.yaml").read_text(encoding="utf-8"))
    assert record["origin"]["name"] == "table.html"
    assert (record["origin"]["format"], record["origin"]["encoding"]) == ("html", "gb18030")
    assert record["document_number"] == "云旅公告〔2024〕3号"
    assert (shelf / identifier / record["text"]).read_text(encoding="utf-8").startswith("# 关于调整云河市游船票价的公告")


def _ingest_over_and_over(folder: Path, shelf: Path) -> None:
    number = 0
    while True:
        number += 1
        for i in range(5):
            write(folder / f"rule{i}.txt", f"云河市第{i}号办法\n第一条 第{number}版。\n")
        list(ingest([folder], shelf))
        (folder.parent / f"round-{os.getpid()}").touch()


def test_a_kill_at_any_moment_leaves_every_document_whole(tmp_path: Path, shelf: Path) -> None:
    context = multiprocessing.get_context("spawn")
    for attempt in range(6):
        process = context.Process(target=_ingest_over_and_over, args=(tmp_path / "in", shelf))
        process.start()
        deadline = time.monotonic() + 60
        while not (tmp_path / f"round-{process.pid}").exists() and time.monotonic() < deadline:
            time.sleep(0.005)
        assert process.is_alive()
        time.sleep(0.013 * attempt)
        process.kill()
        process.join()
        corpus = load_corpus(shelf)
        corpus.fingerprint()
        assert [r.id for r in corpus.records if r.id.startswith("rule")] == [f"rule{i}" for i in range(5)]
        assert slices_are_exact(corpus)


def test_three_hundred_files_take_seconds_of_computing(tmp_path: Path, shelf: Path) -> None:
    law = (DOCUMENTS / "law.txt").read_text(encoding="utf-8")
    for i in range(300):
        write(tmp_path / "in" / f"{i // 50}" / f"条例{i}.txt", law.replace("河道", f"第{i}号河道"))
    start = sum(os.times()[:4])
    results = list(ingest([tmp_path / "in"], shelf))
    took = sum(os.times()[:4]) - start  # of this process and of the one that read
    assert [r.outcome for r in results if isinstance(r, Ingested)] == ["added"] * 300
    assert len(load_corpus(shelf).fingerprint()) == len(load_corpus().ids()) + 300
    assert took < 20, f"{took:.1f} s"


# Ids


@pytest.mark.parametrize(
    ("stem", "title", "identifier"),
    [
        ("water-permit 2024", "云河市取水办法", "water-permit-2024"),
        ("doc1", "关于印发《云河市取水办法》的通知", "yun-he-shi-qu-shui-ban-fa-tong-zhi"),
        ("20240101", "云河市取水办法", "yun-he-shi-qu-shui-ban-fa"),
        ("新建文档", "Notice on Water 2024", "notice-on-water-2024"),
        ("新", "。。", "document-0123ab"),
    ],
)
def test_an_id_is_readable(stem: str, title: str, identifier: str) -> None:
    assert make_id(stem, title, "0123abcdef0123456789", lambda _: False) == identifier
    assert is_id(identifier)


def test_a_taken_id_gets_a_hash() -> None:
    taken_ids = {"rules", "rules-0123ab"}
    assert make_id("rules", "规则", "0123abcdef0123456789", taken_ids.__contains__) == "rules-0123abcdef"
