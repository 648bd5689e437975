import io
from collections.abc import Callable
from typing import Any

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from corpus.readers.errors import ConversionError
from corpus.readers.pdf import read_pdf

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
Line = tuple[float, str]
EM = 16


def pdf(*pages: list[Line], head: str = "", foot: Callable[[int], str] | None = None, encrypt: Any = None) -> bytes:
    """Pages of lines at an indent (in characters), 22 characters to a full line."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), encrypt=encrypt)
    for number, page in enumerate(pages, 1):
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(90, 800, head)
        canvas.drawCentredString(297, 40, foot(number) if foot else "")
        canvas.setFont("STSong-Light", EM)
        for row, (indent, words) in enumerate(page):
            if words:
                canvas.drawString(90 + indent * EM, 740 - 28 * row, words)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


PAGE_1: list[Line] = [
    (5, "云河市图书馆夜间开放办法"),
    (2, "为了方便居民在夜间阅读和自习，结合本市实际情"),
    (0, "况，制定本办法，适用于本市各区的公共图书馆和街道的"),
    (0, "阅览室。"),
    (2, "第一条 夜间开放的时间是每日十八时到二十二时止"),
    (2, "第二条 读者凭借阅证入馆，每次最多可以借书十册"),
    (0, "，借期三十日。夜间入馆的读者应当保持安静，不得在馆"),
]
PAGE_2: list[Line] = [(0, "内饮食。"), (2, "第三条 本办法自2024年5月1日起施行。")]


def test_lines_are_joined_to_paragraphs_across_pages_and_page_furniture_is_gone() -> None:
    text, warnings = read_pdf(pdf(PAGE_1, PAGE_2, head="云河市公报 2024年第3期", foot=lambda n: f"— {n} —"))
    assert text.splitlines() == [
        "云河市图书馆夜间开放办法",
        "为了方便居民在夜间阅读和自习，结合本市实际情况，制定本办法，适用于本市各区的公共图书馆和街道的阅览室。",
        "第一条 夜间开放的时间是每日十八时到二十二时止",
        "第二条 读者凭借阅证入馆，每次最多可以借书十册，借期三十日。夜间入馆的读者应当保持安静，不得在馆内饮食。",
        "第三条 本办法自2024年5月1日起施行。",
    ]
    assert warnings == ()


@pytest.mark.parametrize("foot", [lambda n: str(n), lambda n: f"- {n} -", lambda n: f"第 {n} 页 共 2 页", lambda n: f"Page {n} of 2"])
def test_page_numbers_are_taken_away_however_they_are_written(foot: Callable[[int], str]) -> None:
    assert read_pdf(pdf(PAGE_1, PAGE_2, foot=foot)) == read_pdf(pdf(PAGE_1, PAGE_2))


def test_a_number_inside_the_text_is_no_page_number() -> None:
    page: list[Line] = [(0, "本市各街道今年新增的阅览室座位数量如下表所示，单位为个。"), (2, "2024"), (2, "以上。")]
    assert "2024" in read_pdf(pdf(page))[0].splitlines()


def test_rows_of_a_table_stay_rows() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setFont("STSong-Light", 12)
    for row, cells in enumerate((("项目", "标准", "部门"), ("开办补助", "3万元", "市民政局"), ("运营补助", "2元", "市财政局"))):
        for column, words in enumerate(cells):
            canvas.drawString(90 + 140 * column, 700 - 20 * row, words)
    canvas.save()
    assert read_pdf(out.getvalue())[0].splitlines() == [
        "| 项目 | 标准 | 部门 |", "| --- | --- | --- |", "| 开办补助 | 3万元 | 市民政局 |", "| 运营补助 | 2元 | 市财政局 |",
    ]  # fmt: skip


def test_words_of_other_scripts_are_joined_with_a_space() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    for row, words in enumerate(("The reading rooms of the city stay open until", "ten o'clock at night.")):
        canvas.drawString(90, 700 - 14 * row, words)
    canvas.save()
    assert read_pdf(out.getvalue())[0] == "The reading rooms of the city stay open until ten o'clock at night."


def test_pages_without_text_are_told_and_a_scan_is_refused() -> None:
    assert read_pdf(pdf(PAGE_1, [], PAGE_2))[1] == ("Pages without text: 2.",)
    with pytest.raises(ConversionError, match="no text layer"):
        read_pdf(pdf([], []))


def test_an_encrypted_file_is_refused_and_one_that_only_forbids_printing_is_read() -> None:
    with pytest.raises(ConversionError, match="encrypted"):
        read_pdf(pdf(PAGE_2, encrypt=StandardEncryption("secret")))
    assert "第三条" in read_pdf(pdf(PAGE_2, encrypt=StandardEncryption("", ownerPassword="owner", canPrint=0)))[0]


@pytest.mark.parametrize("cut", [20, 300, 900])
def test_a_cut_off_file_is_read_or_refused_in_a_sentence(cut: int) -> None:
    try:
        outcome = read_pdf(pdf(PAGE_1, PAGE_2)[:-cut])[0]
    except ConversionError as error:
        outcome = str(error)
    assert "云河市图书馆" in outcome or "The PDF " in outcome


def test_what_only_begins_like_a_pdf_is_refused() -> None:
    with pytest.raises(ConversionError, match="broken"):
        read_pdf(b"%PDF-1.7\n" + "这不是文件".encode() * 30)
