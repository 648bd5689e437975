"""Whole readers on pathological texts of n and 4n: at most five times as long, in CPU time, above a floor below which nothing counts."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from assistant.drafting.reading import read_enquiry
from assistant.eligibility.reading import read_facts
from assistant.understanding.instructions import without_instructions
from assistant.understanding.splitting import split_questions
from assistant.verification import check_written
from corpus import DocumentRecord
from corpus.annotate import read_titles
from corpus.convert import ConversionError, convert
from corpus.metadata import read_metadata
from corpus.parse import parse
from corpus.restore import restore
from tests.assistant.verification.sample import POLICY_CORPUS, SENTENCES, written
from tests.corpus.readers.test_isolated import word
from tests.ui.staff.test_letter_file import pdf
from ui.render import answer_markdown, plain, plain_markdown, question_markdown

RECORD = DocumentRecord(id="x", title="云河市办法", kind="policy")
MOST_TIMES, FLOOR, ATTEMPTS = 5.0, 0.2, 3
"""What four times the input may cost, and the CPU seconds below which a ratio means nothing. A busy machine may spoil an attempt; what is
quadratic takes sixteen times as long in each."""


def text(data: bytes, name: str) -> None:
    with suppress(ConversionError):
        convert(data, name)


def plain_text(words: str) -> None:
    text(words.encode(), "a.txt")


def html(markup: str) -> None:
    text(markup.encode(), "a.html")


def docx(body: str) -> None:
    text(word(body), "a.docx")


def pdf_page(words: str) -> None:
    text(pdf(words), "a.pdf")


def document(words: str) -> None:
    restored = restore(words)
    parse(RECORD, restored)


def described(words: str) -> None:
    read_metadata(words)
    read_titles(words)


def verified(words: str) -> None:
    check_written(written(words, SENTENCES[0]), POLICY_CORPUS)


def rendered(words: str) -> None:
    for shown in (plain, plain_markdown, lambda w: question_markdown(w, "…"), lambda w: answer_markdown(w, {"措施(六)": "a"})):
        shown(words)


def p(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def run(words: str) -> str:
    return p(f"<w:r><w:t>{words}</w:t></w:r>")


LEVELS = "一、甲\n(一)乙\n1.丙\n(1)丁\n①戊\n"
NUMBERED = "第{0}条 甲乙丙。\n"
Reader = Callable[[str], object]
CASES: tuple[tuple[Reader, Callable[[int], str], int], ...] = (
    # files of text
    (plain_text, lambda n: "甲" + " " * n + "乙", 40_000),
    (plain_text, lambda n: "甲" + " \t" * n + "乙", 20_000),
    (plain_text, lambda n: ("甲 " + " " * 70) * n, 1_000),
    (plain_text, lambda n: "甲\n" + " \n" * n + "乙", 40_000),
    (plain_text, lambda n: "甲\x01" + "乙" * n, 100_000),
    (plain_text, lambda n: "\u200b" * n + "甲", 100_000),
    (plain_text, lambda n: "甲\r\n\x0b\x85" * n, 20_000),
    # pages
    (html, lambda n: "<div>" * n + "甲", 3_000),
    (html, lambda n: "<header>" * n + "甲", 1_500),
    (html, lambda n: "<header><h3>甲</h3>" * n + "<h1>乙</h1>", 800),
    (html, lambda n: f"<p style='{'list-style:' * n}'>甲</p>", 10_000),
    (html, lambda n: "<ol>" + "<li style='list-style:'>甲" * n + "</ol>", 3_000),
    (html, lambda n: "<table><tr>" + "<td>甲</td>" * n + "</tr>" + "<tr><td>乙</td></tr>" * n + "</table>", 600),
    (html, lambda n: "<table>" + "<tr><td rowspan=500>甲</td><td>乙</td></tr>" * n + "</table>", 400),
    (html, lambda n: "<table><tr><td>甲" * n, 300),
    (html, lambda n: "<p>甲" + " \n" * n + "乙</p>", 20_000),
    (html, lambda n: "<b>" * n + "甲", 3_000),
    (html, lambda n: "<p>甲&nbsp;" * n, 5_000),
    # Word
    (docx, lambda n: "<w:p/>" * n, 10_000),
    (docx, lambda n: run("甲" * n), 50_000),
    (docx, lambda n: run("一、甲") * n, 1_000),
    (docx, lambda n: p("<w:r><w:tab/></w:r>" * n) + run("甲"), 5_000),
    (
        docx,
        lambda n: "<w:tbl><w:tr>" + f"<w:tc>{run('甲')}</w:tc>" * n + "</w:tr>" + f"<w:tr><w:tc>{run('乙')}</w:tc></w:tr>" * n + "</w:tbl>",
        400,
    ),
    (
        docx,
        lambda n: (
            f"<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>{run('甲' * n)}</w:tc></w:tr>"
            + f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{p('')}</w:tc></w:tr>" * n
            + "</w:tbl>"
        ),
        600,
    ),
    (docx, lambda n: p("<w:r><w:pict><w:txbxContent>" + run("甲") + "</w:txbxContent></w:pict></w:r>") * n, 500),
    # PDF
    (pdf_page, lambda n: "a" * n, 5_000),
    (pdf_page, lambda n: "a " * n, 2_500),
    (pdf_page, lambda n: "1 " * n, 2_500),
    # documents
    (document, lambda n: LEVELS * n, 400),
    (document, lambda n: "".join(NUMBERED.format(i) for i in range(1, n)), 1_000),
    (document, lambda n: "第一条 " + "甲。" * n, 5_000),
    (document, lambda n: "第一条 甲\n" + "| 甲 | 乙。丙 |\n" * n, 1_000),
    (document, lambda n: "第一条 | " + "甲。" * n, 3_000),
    (document, lambda n: "(一)" * n, 5_000),
    (document, lambda n: "一、甲\n" * n, 2_000),
    (document, lambda n: "目录\n" * n, 1_500),
    (document, lambda n: "目录\n第一条 甲\n" + "第一条\n" * n, 1_500),
    (document, lambda n: "一、甲(" * n, 2_000),
    (document, lambda n: "一、甲(乙(丙)" * n, 1_000),
    (document, lambda n: "第一条 甲\n" + "(" * n + "负责", 1_000),
    (document, lambda n: "本办法自" * n, 2_500),
    (document, lambda n: "现将《" * n, 2_500),
    (document, lambda n: "#" * n + "甲\n第一条 乙", 20_000),
    (document, lambda n: "甲" + "\n" * n + "乙", 20_000),
    (document, lambda n: "甲/p>\n?ldquo;?" * n, 1_000),
    (document, lambda n: "甲/p>\n" + "给?0万元" * n, 1_000),
    (document, lambda n: "“" * n + "\n?ldquo;", 10_000),
    (described, lambda n: "《" * n, 2_500),
    (described, lambda n: "《《甲》" * n, 2_000),
    (described, lambda n: "云河市令" * n, 2_500),
    (described, lambda n: "同时废止" * n, 400),
    (described, lambda n: "自2024年1月1日起施行" * n, 500),
    (described, lambda n: "二〇二四年" * n, 2_000),
    (described, lambda n: "一" * n, 10_000),
    (described, lambda n: "现将《甲》印发\n" * 30 + "甲\n" * n, 3_000),
    # letters
    (read_enquiry, lambda n: "<b>" * n + "有什么奖励？", 1_500),
    (read_enquiry, lambda n: "质押有什么支持？" + " " * n + "谢谢", 10_000),
    (read_enquiry, lambda n: "。" * n + "有什么奖励", 5_000),
    (read_enquiry, lambda n: "1.有什么奖励？\n" * n, 200),
    (read_enquiry, lambda n: "> 甲\n" * n + "有什么奖励？", 2_000),
    (read_enquiry, lambda n: "-" * n + "\n有什么奖励？", 5_000),
    (read_enquiry, lambda n: "谢谢\n" * n, 1_000),
    (split_questions, lambda n: "<!--" * n + "奖励多少？", 1_500),
    (split_questions, lambda n: "(" * n + "奖励多少？", 5_000),
    (split_questions, lambda n: "另外," * n + "奖励多少？", 1_000),
    (split_questions, lambda n: "1、2、" * n + "奖励多少？", 1_200),
    (without_instructions, lambda n: "<b>甲" * n, 1_500),
    (without_instructions, lambda n: '{"role"' * n, 1_000),
    (without_instructions, lambda n: "忽略" * n, 2_500),
    # self-check
    (read_facts, lambda n: "1" * n, 1_000),
    (read_facts, lambda n: "某" * n, 1_000),
    (read_facts, lambda n: "我们有一二三件专利，" * n, 100),
    # replies of a model
    (verified, lambda n: "最高50万元、" * n, 400),
    (verified, lambda n: "《" * n, 3_000),
    (verified, lambda n: "一" * n, 3_000),
    (verified, lambda n: "Supports companies, " * n, 200),
    # what is shown
    (rendered, lambda n: "**" * n, 5_000),
    (rendered, lambda n: "**甲" * n, 4_000),
    (rendered, lambda n: "[" * n, 10_000),
    (rendered, lambda n: "|" * n, 10_000),
    (rendered, lambda n: "| :-" * n, 3_000),
    (rendered, lambda n: "\\*&lt;" * n, 2_000),
)


def seconds(reader: Reader, make: Callable[[int], str], size: int) -> float:
    """The least of three times, each of another text: what was read before may be remembered."""
    least = float("inf")
    for more in range(3):
        words = make(size + more)
        started = time.thread_time()
        reader(words)
        least = min(least, time.thread_time() - started)
        if least < FLOOR / 10:
            break
    return least


def test_there_are_sixty_and_more() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize(("reader", "make", "size"), CASES, ids=[f"{i}-{c[0].__name__}" for i, c in enumerate(CASES)])
def test_four_times_as_much_takes_at_most_five_times_as_long(reader: Reader, make: Callable[[int], str], size: int) -> None:
    gc.collect()
    gc.freeze()  # what is there already is not gone through again while the time is taken
    reader(make(10))
    for _ in range(ATTEMPTS):
        once, more = seconds(reader, make, size), seconds(reader, make, 4 * size)
        if more < FLOOR or more <= MOST_TIMES * once:
            return
    pytest.fail(f"{once:.3f} → {more:.3f} s")
