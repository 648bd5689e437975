"""The name of the file that a letter leaves in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from urllib.parse import unquote

import pytest

from assistant.drafting import Draft, DraftSentence
from assistant.drafting.filename import LONGEST, disposition, file_name

DAY = dt.date(2026, 11, 30)


def addressed(draft: Draft, words: str, day: str = "〔日期〕") -> Draft:
    first, *rest = draft.sentences
    sentences = [first.model_copy(update={"text": words}), *rest[:-1], rest[-1].model_copy(update={"text": day})]
    return draft.model_copy(update={"sentences": tuple(sentences)})


@pytest.mark.parametrize(
    ("words", "day", "name"),
    [
        ("〔来信人〕：", "〔日期〕", "答复_若干政策措施_20261130.docx"),
        ("明远公司：", "〔日期〕", "答复_明远公司_20261130.docx"),
        ("尊敬的周女士：", "2026年12月2日", "答复_周女士_20261202.docx"),
        ("您好！您的来信收悉。现答复如下：", "〔日期〕", "答复_若干政策措施_20261130.docx"),
        ("../../etc/passwd：", "〔日期〕", "答复_etc-passwd_20261130.docx"),
        ('a"\r\nX: y', "〔日期〕", "答复_若干政策措施_20261130.docx"),
        ("……：", "〔日期〕", "答复_20261130.docx"),
    ],
)
def test_a_name_says_whom_or_what_it_is_about_and_when(drafted: Callable[[str], Draft], words: str, day: str, name: str) -> None:
    assert file_name(addressed(drafted("retired-inventor"), words, day), "docx", DAY) == name


@pytest.mark.parametrize(
    "words", ["长" * 40 + "：", "a/b\\c:d*e?f：", "CON：", "\u202etxt.exe：", "李\ud800\u0000：", ".hidden：", "𠮷" * 40 + "："]
)
def test_a_name_is_short_and_safe_whatever_was_typed(drafted: Callable[[str], Draft], words: str) -> None:
    name = file_name(addressed(drafted("retired-inventor"), words), "docx", DAY)
    assert len(name) <= LONGEST and name.endswith("_20261130.docx")
    assert not set(name) & set('/\\:*?"<>|\r\n\0\u202e')
    header = disposition(name, "reply.docx")
    header.encode("latin-1")
    assert "\n" not in header and "\r" not in header
    assert unquote(header.partition("UTF-8''")[2]) == name


def test_nothing_of_the_enquiry_stands_in_it(drafted: Callable[[str], Draft]) -> None:
    draft = drafted("sensor-start-up")
    assert file_name(draft, "md", DAY) == "答复_若干政策措施_20261130.md"


def test_a_letter_on_several_documents_or_none_is_named_after_none(drafted: Callable[[str], Draft]) -> None:
    draft = drafted("medical-insurance")
    assert (
        file_name(draft.model_copy(update={"sentences": (DraftSentence(text="x", kind="framing", paragraph=0),)}), "docx", DAY)
        == "答复_20261130.docx"
    )
