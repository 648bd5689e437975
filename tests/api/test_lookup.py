"""Measures and documents read from the parsed text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.api.lookup import find_document, find_measure, find_measures

if TYPE_CHECKING:
    from assistant import Assistant


@pytest.mark.parametrize("named", [6, "6", "六", "(六)", "措施(六)", "第六条", "措施六", "measure 6"])
def test_a_measure_is_found_by_number_or_label(assistant: Assistant, named: int | str) -> None:
    found = find_measure(assistant, named)
    assert found.measure is not None
    assert (found.measure.number, found.measure.label) == (6, "措施(六)")
    assert found.measure.departments[0] == "省财政厅"
    assert found.measure.part == "第二部分 促进知识产权高效益运用"


def test_its_text_and_its_citations_are_slices_of_the_document(assistant: Assistant) -> None:
    text = assistant.corpus.policies[0].text
    for number in range(1, 22):
        found = find_measure(assistant, number)
        assert found.measure is not None
        assert text[found.measure.start : found.measure.end] == found.measure.text
        assert found.citations
        assert all(text[c.start : c.end] == c.quote for c in found.citations)


def test_it_is_cited_as_an_answer_cites_it(assistant: Assistant) -> None:
    asked = assistant.ask("措施(六)说了什么")
    assert find_measure(assistant, 6).citations == asked.citations
    assert find_measure(assistant, 1).notices == assistant.ask("措施(一)说了什么").notices


@pytest.mark.parametrize(
    ("named", "reason"),
    [(22, "no_such_provision"), ("措施(三)和(四)", "ambiguous"), ("", "no_such_provision"), ("abc", "no_such_provision")],
)
def test_what_is_not_exactly_one_measure_is_not_found(assistant: Assistant, named: int | str, reason: str) -> None:
    found = find_measure(assistant, named)
    assert (found.found, found.measure, found.reason) == (False, None, reason)


def test_lost_digits_of_the_dates_stay_lost(assistant: Assistant) -> None:
    document = find_measure(assistant, 1).document
    assert document is not None
    assert (document.issued, document.expires) == ("2023年□月□9日", "2028年□月□8日")


def test_a_department_is_found_under_any_name_and_its_list_is_complete(assistant: Assistant) -> None:
    policy = assistant.corpus.policies[0]
    for department in assistant.corpus.departments:
        expected = tuple(p.id for p in policy.measures if department.name in p.departments)
        for name in (department.name, *department.aliases):
            assert tuple(m.provision for m in find_measures(assistant, department=name).measures) == expected, name


def test_a_list_is_cited_as_an_answer_cites_it(assistant: Assistant) -> None:
    listed = find_measures(assistant, department="省版权局").citations
    asked = assistant.ask("哪些措施由省版权局参与").citations
    assert {(c.provision, c.quote) for c in listed} == {(c.provision, c.quote) for c in asked}


def test_parts_partition_the_measures(assistant: Assistant) -> None:
    numbers = [m.number for part in range(1, 7) for m in find_measures(assistant, part=part).measures]
    assert numbers == list(range(1, 22)) == [m.number for m in find_measures(assistant).measures]
    assert find_measures(assistant, part="第二部分") == find_measures(assistant, part=2) == find_measures(assistant, part="高效益运用")


def test_a_commitment_word_is_shown_where_it_stands(assistant: Assistant) -> None:
    found = find_measures(assistant, commitment="给予")
    assert {c.measure for c in found.citations} == {m.number for m in found.measures}
    assert all("给予" in c.quote for c in found.citations)
    kind = find_measures(assistant, commitment="priority")
    assert kind.commitment
    assert all(any(word in c.quote for word in kind.commitment) for c in kind.citations)


def test_conditions_are_joined(assistant: Assistant) -> None:
    both = find_measures(assistant, department="省财政厅", part=2)
    apart = [{m.provision for m in f.measures} for f in (find_measures(assistant, department="省财政厅"), find_measures(assistant, part=2))]
    assert {m.provision for m in both.measures} == apart[0] & apart[1]


@pytest.mark.parametrize(
    ("asked", "reason", "known"),
    [
        ({"department": "火星局"}, "unknown_department", "省版权局"),
        ({"department": "省财政厅和省教育厅"}, "ambiguous", "省财政厅"),
        ({"part": 9}, "unknown_part", "第一部分 鼓励知识产权高质量创造"),
        ({"commitment": "施舍"}, "unknown_commitment", "鼓励"),
        ({"document": "nowhere"}, "no_such_document", "js-ip-2023"),
    ],
)
def test_what_is_unknown_is_told_with_what_is_known(assistant: Assistant, asked: dict[str, str], reason: str, known: str) -> None:
    found = find_measures(assistant, **asked)  # type: ignore[arg-type]
    assert (found.count, found.reason) == (0, reason)
    assert known in found.known


def test_the_document_tells_about_itself_with_its_own_words(assistant: Assistant) -> None:
    found = find_document(assistant)
    text = assistant.corpus.policies[0].text
    assert (found.issuer, found.measures, len(found.parts)) == ("江苏省人民政府", 21, 6)
    assert found.damage is not None
    assert found.damage.total == len(assistant.corpus.policies[0].restored.repairs)
    assert all(text[c.start : c.end] == c.quote for c in found.citations)
    assert any("有效期至" in c.quote for c in found.citations)
    assert find_document(assistant, "nowhere").reason == "no_such_document"
