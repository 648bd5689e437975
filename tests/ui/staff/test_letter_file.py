"""Enquiries as files: every kind that is read, what cannot be read in one sentence, names and contents that mean harm."""

from __future__ import annotations

import html
import io
import zipfile
from typing import Any

import pytest
from docx import Document
from starlette.testclient import TestClient

from assistant import Assistant
from tests.ui.staff.conftest import MakeClient, token
from ui.pages.staff.letter_file import shown_name
from ui.pages.staff.posted import LARGEST_FILE, Upload

ENQUIRY = "您好，获得江苏专利奖有多少奖励？我的电话是13812345678。"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.fixture
def client(make_client: MakeClient, assistant: Assistant) -> TestClient:
    return make_client(opened=assistant)


def send(client: TestClient, name: str, content: bytes, *, enquiry: str = "", prefix: str = "", **headers: str) -> Any:
    shown = client.get(f"{prefix}/staff/draft").text
    data = {"token": token(shown), "enquiry": enquiry}
    return client.post(f"{prefix}/staff/draft", data=data, files={"file": (name, content)}, headers=headers)


def word(text: str) -> bytes:
    document = Document()
    document.add_paragraph(text)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def pdf(text: str) -> bytes:
    """A PDF of one page with ``text`` in one line, ASCII alone."""
    stream = f"BT /F1 12 Tf 40 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(body)


def bomb() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 300_000_000)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("来信.txt", ENQUIRY.encode()),
        ("来信.TXT", ENQUIRY.encode("gb18030")),
        ("来信.md", f"# 来信\n\n{ENQUIRY}".encode("utf-8-sig")),
        ("来信.docx", word(ENQUIRY)),
    ],
)
def test_a_letter_is_read_from_a_file(client: TestClient, name: str, content: bytes) -> None:
    made = send(client, name, content)
    assert made.status_code == 303, made.text
    page = client.get(made.headers["location"]).text
    assert "□0万元" in page
    assert f"来自文件：{name}" in page
    assert "13812345678" not in page


def test_a_pdf_is_read_in_english(client: TestClient) -> None:
    made = send(client, "letter.pdf", pdf("What support is there for loans against patents?"), prefix="/en")
    assert made.status_code == 303, made.text
    assert "From the file letter.pdf" in client.get(made.headers["location"]).text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.exe", b"MZ", "格式不能读取"),
        ("a", b"text", "格式不能读取"),
        ("a.html", b"<p>text</p>", "格式不能读取"),
        ("a.doc", OLD, "旧版 Office 格式"),
        ("a.docx", OLD + "EncryptedPackage".encode("utf-16-le"), "密码保护"),
        ("a.txt", b" \n ", "没有文字"),
        ("a.txt", b"", "没有文字"),
        ("a.md", "……".encode(), "没有文字"),
        ("a.docx", b"no zip", "已损坏"),
        ("a.docx", word(ENQUIRY)[:900], "已损坏"),
        ("a.pdf", b"%PDF-1.4 broken", "已损坏"),
        ("a.pdf", pdf(""), "扫描件"),
        ("a.txt", bytes(range(256)) * 40, "已损坏"),
        ("a.docx", bomb(), "超出限度"),
        ("a.txt", b"\xff\xfe" + b"\x00\xd8" * 50, "没有文字"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(client: TestClient, name: str, content: bytes, said: str) -> None:
    made = send(client, name, content)
    assert made.status_code == 422
    assert made.text.count('role="alert"') == 1
    assert f"“{name}”" in made.text and said in made.text
    assert "Traceback" not in made.text and "corpus" not in made.text.partition("<main")[2]


def test_text_and_a_file_together_are_one_too_many_and_the_text_stays(client: TestClient) -> None:
    made = send(client, "a.txt", ENQUIRY.encode(), enquiry="我想问一个问题。")
    assert made.status_code == 422
    assert "只能选一种" in made.text and "我想问一个问题。" in made.text


def test_no_file_chosen_is_no_file(client: TestClient) -> None:
    assert send(client, "", b"", enquiry=ENQUIRY).status_code == 303


def test_a_letter_that_is_too_long_is_said(client: TestClient) -> None:
    assert send(client, "a.txt", ("专" * 20_001).encode()).status_code == 422


def test_a_file_that_is_too_large_is_said(client: TestClient) -> None:
    made = send(client, "a.txt", b"x" * (LARGEST_FILE + 1))
    assert made.status_code == 413
    assert "过大" in made.text
    assert "too large" in send(client, "a.txt", b"x" * (2 * LARGEST_FILE), prefix="/en").text


BAD_NAMES = (
    "<script>alert(1)</script>.txt",
    '"><img src=x onerror=alert(1)>.txt',
    "{{1987*1979}}{% raw %}.txt",
    "../../../etc/passwd.txt",
    "C:\\windows\\system32\\letter.txt",
    "a\u202etxt.exe.txt",
    "%s%n{name}{0.__class__}.txt",
    "x" * 3000 + ".txt",
    "\u0000\u0007.txt",
)


@pytest.mark.parametrize("name", BAD_NAMES)
@pytest.mark.parametrize("content", [ENQUIRY.encode(), b""])
def test_a_name_that_means_harm_is_a_name(client: TestClient, name: str, content: bytes) -> None:
    made = send(client, name, content)
    page = client.get(made.headers["location"]).text if made.status_code == 303 else made.text
    assert made.status_code in (303, 400, 422)
    main = page.partition("<main")[2].partition("<script>")[0]
    assert "<script" not in main and "<img" not in main
    assert "\u202e" not in page and "etc/" not in main and "system32" not in main
    assert "3932273" not in html.unescape(main)
    assert "x" * 100 not in main


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_is_short_and_has_no_folders(name: str) -> None:
    shown = shown_name(Upload(name, b""))
    assert len(shown) <= 80 and "/" not in shown.replace("</", "") and "\\" not in shown
    assert shown.isprintable()


def test_a_hostile_letter_is_shown_and_does_nothing(client: TestClient) -> None:
    made = send(client, "a.txt", f"</textarea><script>alert(1)</script>{ENQUIRY}".encode())
    page = client.get(made.headers["location"]).text
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x", "multipart/mixed; boundary=x"]
)
def test_a_form_that_cannot_be_taken_apart_is_refused(client: TestClient, kind: str) -> None:
    client.get("/staff/draft")
    made = client.post("/staff/draft", content=b"--x\r\nContent-Disposition: nonsense", headers={"Content-Type": kind})
    assert made.status_code in (400, 403, 415)


def test_a_file_without_our_token_is_not_read(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object) -> str:
        raise AssertionError("it was read")

    monkeypatch.setattr("ui.pages.staff.draft.read_letter", read)
    for fields, headers in (({}, {}), ({"token": "x"}, {}), ({}, {"Sec-Fetch-Site": "cross-site"})):
        made = client.post("/staff/draft", data=fields, files={"file": ("a.txt", b"x")}, headers=headers)
        assert made.status_code == 403


def test_files_are_taken_where_they_are_asked_for_alone(client: TestClient) -> None:
    address = send(client, "a.txt", ENQUIRY.encode()).headers["location"]
    for path in (address, "/staff/sign-out"):
        made = client.post(path, data={"token": token(client.get("/staff/draft").text)}, files={"file": ("a.txt", b"x")})
        assert made.status_code == 415
