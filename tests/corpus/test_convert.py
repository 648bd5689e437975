import io
import os
from pathlib import Path

import pytest
from docx import Document
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus import CorpusError
from corpus.convert import FORMATS, MAX_BYTES, ConversionError, convert, read_file

DOCUMENTS = Path(__file__).parent.parent / "data" / "documents"


def docx() -> bytes:
    document, out = Document(), io.BytesIO()
    document.add_paragraph("正文")
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "encoding", "words"),
    [
        ("law.txt", "utf-8", "第六条　单位和个人发现违法行为的"),
        ("notice.txt", "utf-8-sig", "（1）面积不足200平方米的，补助3万元；"),
        ("order.txt", "utf-16", "第二条　设置户外广告应当向市城市管理局申请"),
        ("gb18030.txt", "gb18030", "喆字楼等临时场所备用"),
        ("big5.txt", "cp950", "第二條　每證可借圖書十冊"),
        ("table.html", "gb18030", "| 北湖—石桥 | 儿童 | 30元 |"),
        ("faq.md", "utf-8", "## 停错地方会怎样？"),
        ("damaged.txt", "utf-8", "并记录胶管的使用年\ufffd。"),
    ],
)
def test_each_sample_is_read_in_its_own_encoding(name: str, encoding: str, words: str) -> None:
    converted = read_file(DOCUMENTS / name)
    assert (converted.encoding, converted.warnings) == (encoding, ())
    assert words in converted.text
    assert not converted.text.startswith("\ufeff")


def test_a_page_is_read_without_what_surrounds_it_and_fetches_nothing(network_attempts: list[str]) -> None:
    converted = read_file(DOCUMENTS / "table.html")
    assert converted.text.splitlines()[:3] == [
        "# 关于调整云河市游船票价的公告", "云旅公告〔2024〕3号", "经听证，自2024年4月1日起执行下列票价，原票价停止使用……",
    ]  # fmt: skip
    assert converted.title == "关于调整云河市游船票价的公告_云河市文化旅游网"
    for left_out in ("首页", "分享到", "脚本", "版权", "color", "alert"):
        assert left_out not in converted.text
    assert network_attempts == []


def test_line_ends_and_invisible_signs_are_made_even_and_all_else_stays() -> None:
    text = convert("\ufeff第一\u200b条\u00a0甲\u3000乙 \r\n\r第二条\u2028（①）\tⅣ\x0c完\u202e".encode(), "a.txt").text
    assert text == "第一条\u00a0甲\u3000乙\n\n第二条\n（①）\tⅣ\n完\n"


def test_stray_control_characters_go_with_a_warning() -> None:
    converted = convert("第一条\x01 甲\x07。".encode(), "a.txt")
    assert converted.text == "第一条 甲。\n"
    assert converted.warnings == ("2 control characters were left out.",)


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.txt", "empty"),
        (b" \r\n\t\n", "a.md", "empty"),
        ("。。——……".encode(), "a.txt", "no text"),
        (b"<html><body><script>1</script></body></html>", "a.html", "no text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a.png", r"format \.png is not known; known are"),
        ("文字".encode(), "README", r"\(no ending\) is not known"),
        (bytes(range(256)) * 40, "a.txt", "binary"),
        (b"\x01\x02\x03\x04\x05\x06\x0e\x0f\x10abc\x11" * 30, "a.txt", "binary"),
        (b"not a pdf", "a.pdf", "not a PDF"),
        (b"%PDF-1.7 rubbish", "a.pdf", "broken"),
        (b"not a package", "a.docx", "not a Word document"),
        (b"PK\x03\x04 cut off", "a.docx", "broken zip"),
        (docx(), "a.txt", "zip package"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc", "old Office format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "encrypted"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(ConversionError, match=reason) as caught:
        convert(data, name)
    assert isinstance(caught.value, CorpusError)
    assert str(caught.value)[0].isupper()
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_a_pdf_under_another_name_is_read_as_what_it_is() -> None:
    with pytest.raises(ConversionError, match="PDF"):
        convert(b"%PDF-1.7 rubbish", "a.txt")


def test_files_that_are_none_too_large_or_closed_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(ConversionError, match="not a file"):
        read_file(tmp_path / "folder.txt")
    with pytest.raises(ConversionError, match="no such file"):
        read_file(tmp_path / "none.txt")
    with pytest.raises(ConversionError):
        read_file(Path("a\0b.txt"))
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    with pytest.raises(ConversionError):
        read_file(tmp_path / "loop.txt")
    with (tmp_path / "large.txt").open("wb") as handle:
        handle.truncate(MAX_BYTES + 1)
    with pytest.raises(ConversionError, match="at most 20 MB"):
        read_file(tmp_path / "large.txt")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ConversionError, match="not a file"):
        read_file(tmp_path / "pipe.txt")


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "closed.txt"
    path.write_text("文字", encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):  # root may read everything: let the system's refusal come from the call itself

        def refuse(*_: object) -> int:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(ConversionError, match="permission"):
        read_file(path)


@given(st.binary(max_size=400), st.sampled_from(sorted(FORMATS)))
def test_no_bytes_under_any_name_raise_anything_else(data: bytes, ending: str) -> None:
    try:
        outcome = convert(data, f"a{ending}").text
    except ConversionError as error:
        outcome = str(error)
    assert outcome.strip()


# A NUL is no character of a text file: bytes that hold one are read as UTF-16 or refused.
@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=200).filter(
        lambda t: any(c.isalnum() for c in t)
    )
)
def test_the_words_of_a_utf8_text_survive(text: str) -> None:
    try:
        converted = convert(text.encode(), "a.txt")
    except ConversionError:
        assume(False)
    assert [c for c in text if c.isalnum()] == [c for c in converted.text if c.isalnum()]
