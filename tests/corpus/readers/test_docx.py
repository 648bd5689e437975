import io
import zipfile
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus.readers.docx import read_docx
from corpus.readers.errors import ConversionError

W = nsdecls("w")


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_list(document: Any, levels: list[tuple[str, str, str]], num_id: int = 77, extra: str = "") -> int:
    """Adds a list with ``(format, pattern, further XML)`` per level and gives its id."""
    numbering = document.part.numbering_part.element
    body = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{pattern}"/></w:lvl>'
        for i, (kind, pattern, more) in enumerate(levels)
    )
    abstract = parse_xml(f'<w:abstractNum {W} w:abstractNumId="{num_id}">{body}</w:abstractNum>')
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {W} w:numId="{num_id}"><w:abstractNumId w:val="{num_id}"/>{extra}</w:num>'))
    return num_id


def numbered(document: Any, text: str, num_id: int, level: int = 0) -> Any:
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>'))
    return paragraph


def lines(document: Any) -> list[str]:
    return read_docx(saved(document))[0].splitlines()


def test_automatic_numbers_stand_in_the_text_as_word_shows_them() -> None:
    document = Document()
    chinese = "chineseCountingThousand"
    num = with_list(document, [(chinese, "第%1章", ""), (chinese, "%2、", ""), (chinese, "（%3）", ""), ("decimal", "%4.", "")])
    for line in ("0总则", "1对象", "2居民", "2企业", "3小型", "3大型", "1标准", "2补助", "0附则", "1解释"):
        numbered(document, line[1:], num, int(line[0]))
    assert lines(document) == [
        "第一章 总则", "一、对象", "（一）居民", "（二）企业", "1. 小型", "2. 大型", "二、标准", "（一）补助", "第二章 附则", "一、解释",
    ]  # fmt: skip


def test_articles_count_on_through_the_chapters_where_the_list_says_so() -> None:
    document = Document()
    num = with_list(document, [("chineseCounting", "第%1章 ", ""), ("chineseCountingThousand", "第%2条 ", '<w:lvlRestart w:val="0"/>')])
    for level, words in ((0, "总则"), (1, "甲"), (1, "乙"), (0, "附则"), (1, "丙")):
        numbered(document, words, num, level)
    assert lines(document)[-1] == "第三条 丙"


def test_other_lists_start_where_they_are_told_and_interrupted_ones_count_on() -> None:
    document = Document()
    first = with_list(document, [("decimal", "%1.", "")], 70)
    later = with_list(document, [("decimal", "%1.", "")], 71, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>')
    numbered(document, "甲", first)
    document.add_paragraph("插入的一段。")
    numbered(document, "乙", first)
    numbered(document, "丙", later)
    numbered(document, "丁", later)
    assert lines(document) == ["1. 甲", "插入的一段。", "2. 乙", "5. 丙", "6. 丁"]


def test_a_number_may_come_from_the_paragraphs_style() -> None:
    document = Document()
    num = with_list(document, [("chineseCounting", "第%1条　", '<w:pStyle w:val="Clause"/>')], 72)
    style = document.styles.add_style("Clause", 1)
    style.element.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:numId w:val="{num}"/></w:numPr>'))
    document.add_paragraph("甲方出资。", style="Clause")
    document.add_paragraph("乙方出力。", style="Clause")
    assert lines(document) == ["第一条　甲方出资。", "第二条　乙方出力。"]


@pytest.mark.parametrize(
    ("kind", "third"),
    [
        ("decimal", "3"), ("lowerLetter", "c"), ("upperRoman", "III"), ("decimalEnclosedCircle", "③"), ("chineseLegalSimplified", "叁"),
        ("ideographTraditional", "丙"), ("decimalFullWidth", "\uff13"), ("decimalZero", "03"), ("ideographDigital", "三"),
    ],
)  # fmt: skip
def test_the_formats_of_numbers(kind: str, third: str) -> None:
    document = Document()
    num = with_list(document, [(kind, "%1", '<w:suff w:val="nothing"/>')])
    for _ in range(3):
        numbered(document, "项", num)
    assert lines(document)[-1] == f"{third}项"


def test_tables_become_rows_with_merged_cells_in_each() -> None:
    document = Document()
    table = document.add_table(rows=3, cols=3)
    for r, row in enumerate((("类别", "对象", "标准"), ("餐费", "老人", "2元"), ("餐费", "学生", "1元"))):
        for c, words in enumerate(row):
            table.cell(r, c).text = words if (r, c) != (2, 0) else ""
    table.cell(1, 0).merge(table.cell(2, 0))
    document.add_paragraph("表后。")
    assert lines(document) == ["| 类别 | 对象 | 标准 |", "| --- | --- | --- |", "| 餐费 | 老人 | 2元 |", "| 餐费 | 学生 | 1元 |", "表后。"]


def test_tracked_deletions_are_left_out_and_insertions_kept() -> None:
    document = Document()
    paragraph = document.add_paragraph("补助")._p
    paragraph.append(parse_xml(f"<w:del {W}><w:r><w:delText>三</w:delText></w:r></w:del>"))
    paragraph.append(parse_xml(f"<w:ins {W}><w:r><w:t>五</w:t></w:r></w:ins>"))
    paragraph.append(parse_xml(f"<w:r {W}><w:t>万元</w:t><w:br/><w:t>下一行</w:t></w:r>"))
    assert lines(document) == ["补助五万元", "下一行"]


def test_left_out_footnotes_are_told() -> None:
    document = Document()
    document.add_paragraph("正文")._p.append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>'))
    assert read_docx(saved(document)) == ("正文", ("Footnotes were left out.",))


def rewritten(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == name else old.read(entry.filename))
    return out.getvalue()


def plain() -> bytes:
    document = Document()
    document.add_paragraph("正文")
    return saved(document)


def test_an_outside_entity_is_not_read(tmp_path) -> None:  # type: ignore[no-untyped-def]
    secret = tmp_path / "secret.txt"
    secret.write_text("机密内容", encoding="utf-8")
    xml = (
        f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file://{secret}">]><w:document {W}><w:body><w:p><w:r><w:t>前&x;后</w:t></w:r></w:p>'
        "</w:body></w:document>"
    )
    assert "机密" not in read_docx(rewritten(plain(), "word/document.xml", xml.encode()))[0]


def test_entities_that_multiply_do_not_unfold() -> None:
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    xml = f'<!DOCTYPE d [<!ENTITY e0 "哈">{entities}]><w:document {W}><w:body><w:p><w:r><w:t>&e9;</w:t></w:r></w:p></w:body></w:document>'
    try:
        text, _ = read_docx(rewritten(plain(), "word/document.xml", xml.encode()))
    except ConversionError:
        return
    assert len(text) < 1000


@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml", "word/styles.xml", "word/numbering.xml"])
@pytest.mark.parametrize("content", [b"", b"<broken", b"\x00\x01", b"<a/>"])
def test_broken_parts_are_refused_in_a_sentence(part: str, content: bytes) -> None:
    try:
        outcome = read_docx(rewritten(plain(), part, content))[0]
    except ConversionError as error:
        outcome = str(error)
    assert outcome in ("正文", "The Word document is broken and cannot be read.")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(ConversionError, match="zip bomb"):
        read_docx(rewritten(plain(), "word/styles.xml", b"0" * 60_000_000))


def test_a_cut_off_package_and_another_zip_are_refused() -> None:
    with pytest.raises(ConversionError, match="broken zip"):
        read_docx(plain()[:-400])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "文字")
    with pytest.raises(ConversionError, match="not a Word document"):
        read_docx(out.getvalue())
