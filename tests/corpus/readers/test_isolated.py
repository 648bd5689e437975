"""Files that would freeze or fill the process that reads them: refused with a reason, while everything else goes on."""

from __future__ import annotations

import io
import random
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from corpus.convert import ConversionError, convert
from corpus.library import Ingested, Skipped, ingest, load_corpus
from corpus.readers import isolated
from corpus.readers.isolated import IsolatedReader, read_letter
from corpus.readers.limits import LETTER, MEGABYTE, Limits

TEXT = "云河市渡口办法\n第一条 渡船应当配备救生衣。\n".encode()


def word(body: str, more: dict[str, bytes] | None = None) -> bytes:
    """A Word document whose body holds ``body``."""
    from docx import Document

    plain, out = io.BytesIO(), io.BytesIO()
    Document().save(plain)
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != "word/document.xml":
                target.writestr(name, source.read(name))
        target.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
        for name, data in (more or {}).items():
            target.writestr(name, data)
    return out.getvalue()


def noise(size: int) -> bytes:
    return random.Random(7).randbytes(size)


@pytest.fixture
def reader() -> Iterator[IsolatedReader]:
    with IsolatedReader(Limits(memory=600 * MEGABYTE, cpu=2, wall=30.0, output=MEGABYTE)) as opened:
        yield opened


def test_a_file_is_read_there_as_it_is_read_here(reader: IsolatedReader) -> None:
    for data, name in ((TEXT, "a.txt"), (word("<w:p><w:r><w:t>正文</w:t></w:r></w:p>"), "a.docx"), ("<p>甲".encode("gb18030"), "a.html")):
        assert reader.text(data, name) == convert(data, name)


def test_one_process_reads_many_and_what_is_refused_does_not_end_it(reader: IsolatedReader) -> None:
    reader.text(TEXT, "a.txt")
    first = reader._process
    with pytest.raises(ConversionError, match="empty") as refused:
        reader.text(b" ", "a.txt")
    assert refused.value.reason == "empty"
    reader.text(TEXT, "a.txt")
    assert reader._process is first


def test_a_text_larger_than_allowed_is_refused_and_the_next_is_read(reader: IsolatedReader) -> None:
    with pytest.raises(ConversionError, match="1 MB for its text") as refused:
        reader.text("字".encode() * 600_000, "a.txt")
    assert refused.value.reason == "heavy"
    assert reader.text(TEXT, "a.txt").text


def test_time_and_memory_end_and_the_next_is_read(reader: IsolatedReader, monkeypatch: pytest.MonkeyPatch) -> None:
    for wasteful, word_ in (("while True: pass", "computing"), ("x = [bytearray(10**7) for _ in range(200)]", "memory")):
        program = isolated._PROGRAM.replace(
            "; main()", f"; import corpus.convert as c; exec({f'def convert(*_):{chr(10)} {wasteful}'!r}, vars(c)); main()"
        )
        with monkeypatch.context() as patched:
            patched.setattr(isolated, "_PROGRAM", program)
            reader.close()
            with pytest.raises(ConversionError, match=word_) as refused:
                reader.text(TEXT, "a.txt")
        assert refused.value.reason == "heavy"
        assert reader.text(TEXT, "a.txt").text


def test_a_process_that_waits_is_ended_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    sleeping = "; import corpus.convert as c, time; c.convert = lambda *_: time.sleep(600); main()"
    monkeypatch.setattr(isolated, "_PROGRAM", isolated._PROGRAM.replace("; main()", sleeping))
    with (
        IsolatedReader(Limits(memory=600 * MEGABYTE, cpu=60, wall=1.0, output=MEGABYTE)) as waiting,
        pytest.raises(ConversionError) as refused,
    ):
        waiting.text(TEXT, "a.txt")
    assert refused.value.reason == "heavy"


def test_empty_paragraphs_by_the_million_are_refused() -> None:
    many = word("<w:p/>" * 3_000_000, {"word/media/noise.bin": noise(300_000)})
    assert len(many) < 2 * MEGABYTE
    with pytest.raises(ConversionError, match=r"pieces of markup|memory") as refused:
        read_letter(many, "a.docx")
    assert refused.value.reason == "heavy"


def test_a_part_that_unpacks_to_many_megabytes_is_refused() -> None:
    with pytest.raises(ConversionError, match="MB are read") as refused:
        read_letter(word(f"<!--{'x' * 30_000_000}-->", {"word/media/noise.bin": noise(300_000)}), "a.docx")
    assert refused.value.reason == "heavy"


def test_text_boxes_inside_text_boxes_are_read_once() -> None:
    inner = "<w:p><w:r><w:t>里面</w:t></w:r></w:p>"
    for _ in range(12):
        inner = f"<w:p><w:r><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r></w:p>"
    assert convert(word(inner), "a.docx").text.count("里面") == 1


def test_other_threads_of_this_process_go_on_meanwhile() -> None:
    ticks, done = [], threading.Event()

    def tick() -> None:
        while not done.wait(0.01):
            ticks.append(time.monotonic())

    ticking = threading.Thread(target=tick)
    ticking.start()
    blanks = "问题".encode() + b" " * 3_000_000 + "谢谢".encode()
    try:
        before = time.thread_time()
        for data, name in ((blanks, "a.txt"), (b"<div>" * 200_000, "a.html")):
            with suppress(ConversionError):
                read_letter(data, name)
        used = time.thread_time() - before
    finally:
        done.set()
        ticking.join()
    assert used < 1.0, "the work is done elsewhere"
    assert ticks


def test_ingest_goes_on_behind_a_file_that_costs_too_much_and_writes_nothing_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_bytes(TEXT)
    (folder / "b.docx").write_bytes(word("<w:p/>" * 2_000_000, {"word/media/noise.bin": noise(200_000)}))
    (folder / "c.md").write_text("# 集市\n\n每周一次。", encoding="utf-8")
    results = list(ingest([folder], tmp_path / "documents"))
    assert [type(r) for r in results] == [Ingested, Skipped, Ingested]
    assert len(load_corpus(tmp_path / "documents").records) == 3
    assert len(list((tmp_path / "documents").iterdir())) == 2


def test_a_letter_is_given_less_than_a_document_and_less_than_the_page_waits() -> None:
    from ui.pages.staff.draft import _READING_SECONDS

    assert LETTER.wall < _READING_SECONDS
