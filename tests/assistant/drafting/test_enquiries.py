"""Enquiries as they come in, and what the reply to each must and must not say."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from assistant.drafting import compose_draft
from assistant.drafting.register import typeset
from assistant.privacy import conceal
from corpus import LOST, read_figures
from tests.assistant.drafting.conftest import ENQUIRIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant import Assistant
    from assistant.drafting import Draft

FRAME = {
    "zh": ("〔来信人〕：", "收悉", "特此答复。", "〔答复单位〕", "〔日期〕"),
    "en": ("Dear 〔Enquirer〕,", "Thank you for your", "Yours sincerely,", "〔Replying office〕", "〔Date〕"),
}
STATING = ("statement", "contact")


@pytest.fixture(params=list(ENQUIRIES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def letter(draft: Draft) -> str:
    return "\n".join(s.text for s in draft.sentences)


def test_the_questions_are_found_and_answered_or_declined(name: str, drafted: Callable[[str], Draft]) -> None:
    assert [q.status for q in drafted(name).questions] == ENQUIRIES[name]["statuses"]


def test_the_measures_are_cited(name: str, drafted: Callable[[str], Draft]) -> None:
    stated = {c.measure for c in drafted(name).citations if c.role == "support"}
    assert set(ENQUIRIES[name]["cites"]) <= stated


def test_what_must_be_said_is_said_and_what_must_not_is_not(name: str, drafted: Callable[[str], Draft]) -> None:
    text = letter(drafted(name))
    assert not [words for words in ENQUIRIES[name].get("says", ()) if words not in text]
    assert not [words for words in ENQUIRIES[name].get("never", ()) if words in text]


def test_the_checklist_names_what_a_person_must_look_at(name: str, drafted: Callable[[str], Draft]) -> None:
    kinds = {item.kind for item in drafted(name).checklist}
    assert set(ENQUIRIES[name].get("checklist", ())) | {"placeholders"} <= kinds
    assert not kinds & {"removed", "error", *ENQUIRIES[name].get("quiet", ())}


def test_the_frame_of_a_letter_stands_once(name: str, drafted: Callable[[str], Draft]) -> None:
    draft = drafted(name)
    assert draft.language == ENQUIRIES[name].get("language", "zh")
    lines = letter(draft).splitlines()
    for phrase in FRAME[draft.language]:
        assert sum(phrase in line and line.rstrip("。.") != phrase.rstrip("。.") for line in lines) <= 1
        assert any(phrase in line for line in lines)
    assert lines[0] == FRAME[draft.language][0]
    assert lines[-1] == FRAME[draft.language][-1]


def test_every_statement_carries_a_note_and_every_note_is_used_in_order(name: str, drafted: Callable[[str], Draft]) -> None:
    draft = drafted(name)
    assert not [s.text for s in draft.sentences if s.kind in STATING and not s.citations]
    used = [n for s in draft.sentences for n in s.citations]
    assert list(dict.fromkeys(used)) == [c.n for c in draft.citations] == list(range(1, len(draft.citations) + 1))


def test_every_note_is_the_exact_words(name: str, drafted: Callable[[str], Draft], assistant: Assistant) -> None:
    for citation in drafted(name).citations:
        document = assistant.corpus.document(citation.document)
        assert document is not None
        assert document.text[citation.start : citation.end] == citation.quote
        assert citation.document_title == document.title.strip("《》")


def test_no_figure_of_the_letter_stands_nowhere(name: str, drafted: Callable[[str], Draft], assistant: Assistant) -> None:
    draft = drafted(name)
    known = {f.key for d in assistant.corpus.documents for f in read_figures(d.text)}
    for sentence in draft.sentences:
        if sentence.kind in STATING:
            said = {f.key for f in read_figures(sentence.text) if f.kind in ("money", "percent", "duration")}
            today = {"duration:" + part for part in assistant._engine.today().strftime("%-m月 %-d日").split()}
            assert not said - known - today, sentence.text


def test_nothing_is_put_into_a_lost_place(name: str, drafted: Callable[[str], Draft]) -> None:
    """Whatever a note shows with □, no sentence that rests on it shows whole."""
    draft = drafted(name)
    quotes = {c.n: c.quote for c in draft.citations}
    for sentence in draft.sentences:
        if any(LOST in quotes[n] for n in sentence.citations) and sentence.kind == "statement":
            money = [f for f in read_figures(sentence.text) if f.kind == "money"]
            assert all(f.lost for f in money), sentence.text


def test_personal_data_are_found_and_stand_nowhere_in_the_draft(name: str, drafted: Callable[[str], Draft]) -> None:
    enquiry = ENQUIRIES[name]["enquiry"]
    masked = conceal(enquiry)
    assert Counter(masked.kinds) == Counter(ENQUIRIES[name].get("personal", {}))
    whole = drafted(name).model_dump_json()
    assert not [enquiry[s.start : s.end] for s in masked.spans if s.end - s.start > 1 and enquiry[s.start : s.end] in whole]


def test_a_letter_has_full_width_punctuation(name: str, drafted: Callable[[str], Draft]) -> None:
    draft = drafted(name)
    if draft.language == "zh":
        assert all(typeset(s.text) == s.text for s in draft.sentences)
        assert "，。" not in letter(draft)
        assert "。。" not in letter(draft)
        assert "《》" not in letter(draft)


def test_no_letter_asks_back_as_a_self_check_does(assistant: Assistant) -> None:
    enquiry = "您好，我们是苏州一家做传感器的小公司，去年拿了江苏专利奖银奖，现在想出海。请问我们能享受什么政策？盼复。"
    assert assistant.ask("我们是苏州一家做传感器的小公司，能享受什么政策？").eligibility is not None
    drafted = compose_draft(assistant, enquiry)
    assert drafted.questions and not any(words in letter(drafted) for words in ("退出", "想再了解", "自查"))
