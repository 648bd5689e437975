"""The page: it says what the run says, stands by itself, and shows hostile text as the characters it is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Corpus, Document
from evals.metrics import METRICS
from evals.reporting.html import LONGEST, cut, legible, points, render
from evals.reporting.summary import percent
from tests.evals.report_samples import Told, response, tell
from tests.evals.samples import answered, gold

HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "]]>", "' onmouseover='alert(1)", "</style></details></main>", "<!--",
    "{{ 7 * 7 }}{% raw %}", "\u2028\u2029", "\u202egnp.exe", "\x00\x07\x1b[31m", "javascript:alert(1)", "&lt;b&gt;&#60;",
    "<svg onload=alert(1)>",
)  # fmt: skip
ADDRESSES = {"src", "href", "srcset", "action", "data", "poster", "xlink:href", "background", "formaction"}


class Read(HTMLParser):
    """The elements of a page in their order, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attributes}))

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    @property
    def shape(self) -> list[tuple[str, list[str]]]:
        """The elements with the names of their attributes."""
        return [(tag, sorted(attributes)) for tag, attributes in self.elements]


def night(corpus: Corpus, policy: Document, text: str = "x", **record: Any) -> Told:
    """A run in which one question passes, one is lost, one failed before too, one could not be asked, one breaks a rule and passes;
    ``text`` stands wherever a text can stand."""
    turns = [{"role": "user", "content": f"省级产业知识产权联盟 {text}"}]
    questions = [
        gold(),
        gold(id="lookup-002", question=f"第二问 {text}", history=turns, note=f"注 {text}"),
        gold(
            id="lookup-003",
            question=f"第三问 {text}",
            as_of="2024-05-01",
            facts=[{"text": [f"没有 {text}"], "vital": True, "proof": "evidence"}],
        ),
        gold(id="forms-001", category="forms"),
        gold(id="lookup-004"),
    ]
    wrong = answered(policy, answer=f"不知道。{text}", citations=(), notices=[{"kind": "other", "text": f"注意 {text}"}])
    right = answered(policy)
    beside = answered(policy, answer=f"{right.answer} 另有500项。")
    responses = [
        response(questions[0], right),
        response(questions[1], wrong, trace={f"trace {text}": [f"step {text}", 1, None]}, ms=80),
        response(questions[2], right, trace={"half": "\ud83d"}),
        response(questions[3], None, error=f"ModelTimeout: {text}"),
        response(questions[4], beside),
    ]
    settings = {
        "provenance": {"commit": "0123", "dirty": False, "gold": "g", "prompts": "p", "corpus": "c", "code": "d", "settings": {text: text}}
    }
    return tell(
        corpus, questions, responses, passed_before=("lookup-001", "lookup-002"), nights=4, config=f"live {text}", **settings, **record
    )


def test_the_smallest_run_passes_and_has_nothing_to_tell(corpus: Corpus, policy: Document) -> None:
    question = gold()
    told = tell(corpus, [question], [response(question, answered(policy))])
    page = Read(render(told.data | {"checks": [c for c in told.data["checks"] if c["kept"]], "kept": True}))
    assert "✓ PASS" in page.text and "are kept" in page.text
    for none in ("every check is kept", "There is no baseline to compare with", "every answer passes"):
        assert none in page.text
    assert "with changes not committed" in page.text


def test_a_run_without_an_answer_can_be_told(corpus: Corpus) -> None:
    assert "nothing was asked" in Read(render(tell(corpus, [], []).data)).text
    question = gold()
    text = Read(render(tell(corpus, [question], [response(question, None)]).data)).text
    assert "ModelTimeout: no answer in 30 s" in text and "no time was measured" in text and "no risk to draw" in text


def test_the_headline_says_the_verdict_the_figures_and_of_what(corpus: Corpus, policy: Document) -> None:
    text = " ".join(Read(render(night(corpus, policy).data)).text.split())
    for told in ("✗ FAIL", "22 November 2026, 01:30 UTC", "live x", "40.0%", "2 of 5 pass", "0123", "accepted", "95% interval"):
        assert told in text, told
    assert "core reaches 40.0% over 5 answers" in text
    assert "required: 100% for every answer. 1 answer broke it. (hard rule) lookup-004" in text


def test_every_failure_is_there_with_what_was_expected_and_what_came(corpus: Corpus, policy: Document) -> None:
    told = night(corpus, policy)
    page = Read(render(told.data))
    assert {row.id for row in told.scored.rows if not row.passed} == {"lookup-002", "lookup-003", "forms-001"}
    for row in told.scored.rows:
        assert (f"q-{row.id}" in page.ids) == (not row.passed or row.id == "lookup-004")
    for text in (
        "does not say 给予资金支持",
        "不知道。x",
        "注意 x",
        "注 x",
        "省级产业知识产权联盟 x",
        "asked on 2024-05-01",
        '"trace x"',
        "⟨U+D83D⟩",
    ):
        assert text in page.text, text
    assert "breaks number faithfulness" in page.text


def test_a_failure_is_new_known_or_not_compared_and_all_are_listed(corpus: Corpus, policy: Document) -> None:
    page = Read(render(night(corpus, policy).data))
    classes = [
        attributes["class"].split()[1:]
        for tag, attributes in page.elements
        if tag == "details" and "failure" in attributes.get("class", "")
    ]
    assert classes == [[], ["new"], ["known"], ["known"]]
    assert "new since the baseline (1)" in page.text and "known, failed before (2)" in page.text


def test_the_repeats_of_a_question_have_places_of_their_own(corpus: Corpus, policy: Document) -> None:
    question, wrong = gold(), answered(policy, answer="不知道。", citations=())
    told = tell(corpus, [question], [response(question, wrong), response(question, wrong, repeat=2)], passed_before=[])
    ids = Read(render(told.data)).ids
    assert {"q-lookup-001", "q-lookup-001-repeat-2"} < set(ids)


def test_hostile_text_makes_no_element_and_no_attribute(corpus: Corpus, policy: Document) -> None:
    calm, hostile = (Read(render(night(corpus, policy, text).data)) for text in ("x", " ".join(HOSTILE)))
    assert hostile.shape == calm.shape
    assert not {tag for tag, _ in hostile.elements} & {"script", "img", "iframe", "object", "link", "base", "form", "embed"}
    assert "<script>alert(1)</script>" in hostile.text and "⟨U+2028⟩" in hostile.text and "⟨U+202E⟩" in hostile.text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e]", hostile.text)


def test_the_page_stands_by_itself(corpus: Corpus, policy: Document) -> None:
    written = render(night(corpus, policy, "https://example.org/x.js url(//example.org)").data)
    page = Read(written)
    references = [value for _, attributes in page.elements for name, value in attributes.items() if name in ADDRESSES]
    assert references and all(value.startswith("#") for value in references)
    assert not [value for value in references if value[1:] not in page.ids]
    assert len(page.ids) == len(set(page.ids))
    style = written[written.index("<style>") : written.index("</style>")]
    assert "url(" not in style and "@import" not in style
    policies = [attributes["content"] for tag, attributes in page.elements if tag == "meta" and "http-equiv" in attributes]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]
    written.encode("utf-8")


def test_every_check_and_every_metric_is_on_the_page(corpus: Corpus, policy: Document) -> None:
    told = night(corpus, policy)
    text = Read(render(told.data)).text
    assert not [metric.name for metric in METRICS if metric.definition not in text or metric.name not in text]
    assert not [check.name for check in told.checks if check.name not in text]


def test_floors_and_the_rates_of_the_baseline_stand_beside_the_rates(corpus: Corpus, policy: Document) -> None:
    page = render(night(corpus, policy).data)
    row = re.search(r'<tr class="whole"><th scope="row">core</th>.*?</tr>', page, re.S)
    assert row is not None
    cells = re.findall(r"<td[^>]*>([^<]*)", row.group())
    assert [cell for cell in cells if "%" in cell] == ["40.0%", "11.8–76.9%", "75.0%", "90.0%"]
    assert "✗ broken" in row.group()


def test_a_long_trace_is_cut_and_says_so(corpus: Corpus, policy: Document) -> None:
    question = gold()
    trace = {"passages": ["省级产业知识产权联盟" * 100] * 100}
    page = render(tell(corpus, [question], [response(question, answered(policy, citations=()), trace=trace)]).data)
    assert "kB are shown; responses.jsonl of the run holds all of it" in page
    assert len(page.encode()) < 200_000
    assert len(cut("措" * LONGEST).encode()) < LONGEST + 200
    assert cut("措") == "措"


@given(st.text(max_size=30))
def test_what_can_be_seen_is_left_as_it_is(text: str) -> None:
    shown = legible(text)
    assert legible(shown) == shown
    assert shown == text or re.search(r"⟨U\+[0-9A-F]{4,6}⟩|\n", shown)


@pytest.mark.parametrize(
    ("share", "told"), [(None, "–"), (0.0, "0%"), (1.0, "100%"), (0.99999, "99.9%"), (0.00001, "0.1%"), (0.8512, "85.1%"), (2 / 3, "66.7%")]
)
def test_less_than_all_is_never_told_as_all(share: float | None, told: str) -> None:
    assert percent(share) == told


@pytest.mark.parametrize(("change", "told"), [(0.0, "±0.0"), (0.0447, "+4.5"), (-0.021, "−2.1"), (-0.0001, "±0.0")])
def test_a_change_has_its_sign(change: float, told: str) -> None:
    assert points(change) == told


def test_history_of_another_configuration_is_not_mixed_in(corpus: Corpus, policy: Document) -> None:
    data = night(corpus, policy).data
    history: Sequence[dict[str, Any]] = [*data["history"], data["history"][0] | {"run": "other", "config": "extractive"}]
    text = " ".join(Read(render(data | {"history": history})).text.split())
    assert "over 5 runs of the configuration live x" in text and "1 run of other configurations is not shown" in text
