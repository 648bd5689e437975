"""The Word document, opened again: its footnotes are Word's own and hold the exact words."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from lxml import etree

from assistant.drafting.word import as_word, legal
from corpus.convert import convert
from tests.assistant.drafting.conftest import ENQUIRIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.drafting import Draft

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(content: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return etree.fromstring(package.read(name))


@pytest.mark.parametrize("name", list(ENQUIRIES))
def test_the_letter_and_its_notes_are_read_again(name: str, drafted: Callable[[str], Draft]) -> None:
    draft = drafted(name)
    content = as_word(draft)
    body = "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
    assert all(s.text in body for s in draft.sentences)
    notes = part(content, "word/footnotes.xml")
    written = {int(n.get(f"{W}id", "")): "".join(n.itertext()) for n in notes if n.get(f"{W}type") is None}
    assert sorted(written) == [c.n for c in draft.citations]
    for citation in draft.citations:
        assert citation.quote.strip() in written[citation.n]
        assert citation.document_title in written[citation.n]
    assert "□ " not in body


def test_each_note_is_referred_to_once_and_named_again_by_its_bookmark(drafted: Callable[[str], Draft]) -> None:
    draft = drafted("lost-digit-awards")
    body = part(as_word(draft), "word/document.xml")
    references = [int(r.get(f"{W}id", "")) for r in body.iter(f"{W}footnoteReference")]
    assert references == [c.n for c in draft.citations]
    bookmarks = {b.get(f"{W}name") for b in body.iter(f"{W}bookmarkStart")}
    fields = [f.get(f"{W}instr", "").split()[1] for f in body.iter(f"{W}fldSimple")]
    assert fields
    assert set(fields) <= bookmarks
    assert len(references) + len(fields) == sum(len(s.citations) for s in draft.sentences)


def test_the_parts_fit_together(drafted: Callable[[str], Draft]) -> None:
    content = as_word(drafted("sensor-start-up"))
    types = part(content, "[Content_Types].xml")
    assert any(t.get("PartName") == "/word/footnotes.xml" and "footnotes+xml" in t.get("ContentType", "") for t in types)
    relations = part(content, "word/_rels/document.xml.rels")
    assert [r.get("Target") for r in relations if r.get("Type", "").endswith("/footnotes")] == ["footnotes.xml"]
    settings = part(content, "word/settings.xml")
    order = [etree.QName(e).localname for e in settings]
    assert order.index("footnotePr") < order.index("compat")
    assert order.index("footnotePr") > order.index("characterSpacingControl")
    styles = {s.get(f"{W}styleId") for s in part(content, "word/styles.xml").iter(f"{W}style")}
    for name in ("word/document.xml", "word/footnotes.xml"):
        used = {e.get(f"{W}val") for e in part(content, name).iter(f"{W}rStyle", f"{W}pStyle")}
        assert used <= styles
    separators = [n.get(f"{W}id") for n in part(content, "word/footnotes.xml") if n.get(f"{W}type")]
    assert separators == [e.get(f"{W}id") for e in settings.iter(f"{W}footnote")] == ["-1", "0"]


def test_our_own_reader_takes_the_letter_in(drafted: Callable[[str], Draft]) -> None:
    assert "特此答复" in convert(as_word(drafted("sensor-start-up")), "reply.docx").text


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    assert legal("a\x00b\x0bc\ud800d\ufffe") == "abcd"


def test_an_office_program_opens_it(drafted: Callable[[str], Draft], tmp_path: Path) -> None:
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None and os.environ.get("CI"):
        pytest.fail("no LibreOffice here, and on CI the letter must be opened: install the package libreoffice-writer-nogui")
    if soffice is None:
        pytest.skip("left out: no LibreOffice on this machine")
    draft = drafted("sensor-start-up")
    (tmp_path / "reply.docx").write_bytes(as_word(draft))
    # As OpenDocument: LibreOffice's plain text leaves footnotes out.
    command = [soffice, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "odt"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(tmp_path / "reply.docx")], check=True, timeout=120, capture_output=True)
    with zipfile.ZipFile(tmp_path / "reply.odt") as opened:
        content = etree.fromstring(opened.read("content.xml"))
    text = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
    notes = ["".join(note.find(f"{text}note-body").itertext()) for note in content.iter(f"{text}note")]
    assert notes and all(any(c.quote.strip() in note for note in notes) for c in draft.citations), notes
