"""What a page offers before anything is asked leads somewhere, and the header has the staff's links for staff alone."""

from __future__ import annotations

import pytest

from assistant import Assistant
from ui.welcome import header, welcome
from ui.wording import LANGUAGES, Language, wording


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_is_answered_from_the_text(language: Language, assistant: Assistant) -> None:
    kinds = wording(language).chat.examples
    questions = [question for kind in kinds for question in kind.questions]
    assert len(kinds) == 5 and len(set(questions)) == len(questions)
    answers = {question: assistant.ask(question) for question in questions}
    assert not [q for q, a in answers.items() if a.status not in ("answered", "partial")]
    assert not [q for q, a in answers.items() if not any(c.role == "support" for c in a.citations)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_kind_of_visitor_is_chosen_and_its_examples_are_shown(language: Language) -> None:
    shown = welcome(wording(language))
    assert shown.count(" checked") == 1
    assert shown.count("<ul ") == 5 and shown.count(" hidden") == 4


def test_the_staffs_pages_are_named_to_staff_alone() -> None:
    assert "/staff/" not in header(wording("zh"))
    assert header(wording("en"), staff=True).count("/en/staff/") == 3
