"""What holds of a draft whatever the enquiry: limits, failures, and what is sent to no one."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from assistant import Assistant
from assistant.answering.model import Claim
from assistant.drafting import EnquiryError, compose_draft
from assistant.drafting.asking import MOST, Asked
from assistant.drafting.checking import check_letter
from assistant.drafting.draft import LONGEST
from assistant.drafting.letter import filled
from assistant.drafting.lines import Line
from assistant.drafting.register import same_but_for_width, typeset
from assistant.drafting.subject import called
from assistant.messages import messages
from assistant.presenting import present

if TYPE_CHECKING:
    from assistant.pipeline import Turn


@pytest.mark.parametrize("enquiry", ["", " \n\t", "?!。…", "\u200b"])
def test_an_empty_enquiry_is_refused(assistant: Assistant, enquiry: str) -> None:
    with pytest.raises(EnquiryError) as refused:
        compose_draft(assistant, enquiry)
    assert refused.value.reason == "empty"


def test_a_long_enquiry_is_read_and_one_beyond_the_limit_refused(assistant: Assistant) -> None:
    story = "那年冬天我在车间里琢磨这件事，前后试了许多办法，邻居们都来看，说这东西好用。"
    enquiry = story * 250 + "请问专利质押融资有什么支持？" + story * 200
    assert LONGEST - 3000 < len(enquiry) <= LONGEST
    began = time.monotonic()
    draft = compose_draft(assistant, enquiry)
    assert time.monotonic() - began < 20
    assert [q.status for q in draft.questions] == ["answered"]
    assert 6 in {c.measure for c in draft.citations}
    with pytest.raises(EnquiryError) as refused:
        compose_draft(assistant, "问" * (LONGEST + 1))
    assert refused.value.reason == "too_long"


def test_of_too_many_questions_the_rest_is_named(assistant: Assistant) -> None:
    enquiry = "\n".join(f"{n}、措施({c})由谁负责？" for n, c in enumerate("一二三四五六七八九十", 1))
    enquiry += "\n11、专利导航有什么措施？\n12、商业秘密有立法吗？\n13、海外维权有什么帮助？\n14、专利池怎么建？"
    draft = compose_draft(assistant, enquiry)
    assert len(draft.questions) == MOST
    (item,) = [i for i in draft.checklist if i.kind == "unread"]
    assert "专利池" in item.text


def test_a_component_that_fails_leaves_a_letter_that_says_so(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    answered = assistant.turn

    def sometimes(question: str, history: Any, **how: Any) -> Turn:
        if "导航" in question:
            raise RuntimeError("no index")
        return answered(question, history, **how)

    monkeypatch.setattr(assistant, "turn", sometimes)
    draft = compose_draft(assistant, "请问专利质押融资有什么支持？另外，专利导航由哪些部门负责？")
    assert [q.status for q in draft.questions] == ["answered", "error"]
    assert draft.failed
    assert "error" in {i.kind for i in draft.checklist}
    assert "暂未能答复" in draft.text


def test_nothing_that_is_masked_reaches_the_assistant_or_the_log(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[str] = []
    answered = assistant.turn

    def watched(question: str, history: Any, **how: Any) -> Turn:
        seen.append(question + "".join(h.content for h in history))
        return answered(question, history, **how)

    monkeypatch.setattr(assistant, "turn", watched)
    with caplog.at_level("DEBUG"):
        draft = compose_draft(assistant, "我的手机是13812345678，这个号码13812345678能用来办专利质押融资吗？由谁负责？")
    assert seen
    assert "13812345678" not in "".join(seen) + caplog.text + draft.enquiry
    assert draft.enquiry.count("〔手机号1〕") == 2


def test_the_term_is_checked_on_the_day(assistant: Assistant) -> None:
    later = Assistant(replace(assistant._engine, today=lambda: dt.date(2031, 1, 1)))
    kinds = {i.kind: i.text for i in compose_draft(later, "请问专利质押融资有什么支持？").checklist}
    assert "2031-01-01" in kinds["validity"]
    assert "validity" not in {i.kind for i in compose_draft(assistant, "请问专利质押融资有什么支持？").checklist}


@pytest.mark.parametrize(
    ("day", "force"), [(dt.date(2022, 12, 31), "not_yet"), (dt.date(2024, 6, 1), "in_force"), (dt.date(2029, 1, 1), "expired")]
)
def test_the_force_of_the_policy_by_its_own_dates(assistant: Assistant, day: dt.date, force: str) -> None:
    known = assistant.corpus.validity(assistant.corpus.policies[0])
    assert known.on(day) == force
    assert known.over(dt.date(2022, 1, 1), dt.date(2024, 6, 1)) == "undecided"


def test_a_sentence_that_its_notes_do_not_bear_is_dropped_and_listed(assistant: Assistant) -> None:
    turn = assistant.turn("专利质押融资有什么支持？", ())
    assert turn.draft
    quotes = turn.draft.claims[0].quotes
    lines = [
        Line("heading", Claim("一、关于质押的问题", style="lead"), 1, 1),
        Line("statement", Claim("措施(六)规定给予500万元。", quotes), 2, 1),
        Line("statement", Claim("措施(六)由省版权局负责。", quotes), 2, 1),
    ]
    kept, dropped = check_letter(lines, assistant.corpus)
    assert [line.claim.text for line in dropped] == ["措施(六)规定给予500万元。", "措施(六)由省版权局负责。"]
    asked = (Asked(1, "专利质押融资有什么支持？", present(turn, identifier=None, latency_ms=0), turn),)
    names = called(assistant.corpus, assistant.corpus.policies[0], "zh")
    letter = filled(kept, asked, names, "zh", dropped)
    assert [line.kind for line in letter] == ["heading", "open"]
    assert letter[1].claim.text == "〔请人工答复：专利质押融资有什么支持〕"
    assert all(q.signpost for q in letter[1].claim.quotes)


def test_every_message_said_in_a_letter_has_its_counterpart() -> None:
    known = messages("zh").variables
    for key, variables in known.items():
        if key.startswith("draft.said."):
            assert variables <= known[f"answer.{key.removeprefix('draft.said.')}"] | {"document", "place"}, key


@pytest.mark.parametrize(
    ("plain", "set_"),
    [
        ("措施(六)规定:加大力度,探索(PCT)等", "措施（六）规定：加大力度，探索（PCT）等"),
        ("比例为3.5%,at most", "比例为3.5%,at most"),
        ("(一)开展", "（一）开展"),
        ("Measure 6, of the Policy", "Measure 6, of the Policy"),
    ],
)
def test_punctuation_is_set_full_width_between_chinese(plain: str, set_: str) -> None:
    assert typeset(plain) == set_
    assert same_but_for_width(plain, set_)
