"""Rewording by a model: what passes every gate is used, everything else leaves the letter as it was."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import Assistant
from assistant.drafting.checking import stands
from assistant.drafting.lines import Line
from assistant.drafting.smoothing import smooth_lines
from assistant.errors import ModelTimeout


@pytest.fixture
def lines(assistant: Assistant) -> list[Line]:
    turn = assistant.turn("措施(六)由谁负责", ())
    assert turn.draft
    return [Line("statement", claim, 1, 1) for claim in turn.draft.claims if claim.quotes]


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "对不起，我无法完成。",
        "[1] 措施(六)由省版权局负责，最高可获得500万元。",
        "[7] 措施(六)由省财政厅负责。",
        "[1] Measure 6 is in the charge of the finance department.",
        "[1] " + "省财政厅负责。" * 200,
        "[1]",
    ],
)
def test_what_fails_leaves_the_sentence(lines: list[Line], assistant: Assistant, reply: str) -> None:
    assert smooth_lines(lines, assistant.corpus, lambda _: reply, "zh") == (lines, 0)


def test_what_passes_every_gate_is_used(lines: list[Line], assistant: Assistant) -> None:
    bodies = "省财政厅、省地方金融监管局、人民银行南京分行、江苏银保监局、江苏证监局、省知识产权局"
    better = f"根据政策规定，措施(六)由{bodies}按照职责分工负责。"
    smoothed, count = smooth_lines(lines, assistant.corpus, lambda _: f"好的：\n[1] {better}\n", "zh")
    assert count == 1
    assert smoothed[0].claim.text == better
    assert smoothed[0].claim.quotes == lines[0].claim.quotes


def test_a_model_that_fails_leaves_the_letter(lines: list[Line], assistant: Assistant) -> None:
    def fails(_: str) -> str:
        raise ModelTimeout("no end")

    assert smooth_lines(lines, assistant.corpus, fails, "zh") == (lines, 0)


def test_the_model_sees_the_sentences_and_nothing_of_the_enquiry(lines: list[Line], assistant: Assistant) -> None:
    prompts: list[str] = []
    smooth_lines(lines, assistant.corpus, lambda prompt: prompts.append(prompt) or "", "zh")  # type: ignore[func-returns-value]
    assert f"[1] {lines[0].claim.text}" in prompts[0]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from("[1]措施(六)由省财政厅、版权局负责给予500万元。必须\n"), max_size=80))
def test_whatever_a_model_replies_every_sentence_stands(lines: list[Line], assistant: Assistant, reply: str) -> None:
    smoothed, _ = smooth_lines(lines, assistant.corpus, lambda _: reply, "zh")
    assert all(stands(line.claim, assistant.corpus) for line in smoothed)
    assert [line.claim.quotes for line in smoothed] == [line.claim.quotes for line in lines]
