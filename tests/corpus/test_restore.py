"""The damage rules: every repair of the shipped text is pinned, the map goes both ways, a whole text is left alone."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import LOST, RestoredText
from corpus.records import RECORDS, TEXTS, CorpusError, RepairRecord, load_records
from corpus.restore import restore

RECEIVED = (TEXTS / "jiangsu-ip-measures-2023.txt").read_text("utf-8")
RECORDED = load_records(RECORDS / "repairs" / "js-ip-2023.yaml", RepairRecord)

# rule, class, confidence, before → after, in the order of the text
PINNED = [
    ("line-end-tag", "A", "certain", "、/p>", "。"),
    ("line-end-tag", "A", "certain", "庛/p>", "府"),
    ("date-digits-lost", "E", "lost", "??9?/p>", "年□月□9日"),
    ("line-end-tag", "A", "certain", "(/p>", ")"),
    ("outline-title-years", "C", "certain", "?", "—2"),
    ("outline-title-bracket", "C", "certain", "?021", "(2021"),
    ("outline-title-years", "C", "certain", "?035", "—2035"),
    ("line-end-tag", "A", "certain", "、/p>", "。"),
    ("line-end-tag", "A", "certain", "速/p>", "造"),
    *[("amount-digit-lost", "E", "lost", "?", f"{word}□") for word in "予、、、予、、予、、"],
    *[("line-end-tag", "A", "certain", "(/p>", ")")] * 2,
    ("inferred-character", "D", "inferred", "?ldquo;", "立“"),
    ("inferred-character", "D", "inferred", "?rdquo;", "贷”"),
    ("inferred-character", "D", "inferred", "?ldquo;", "索“"),
    ("inferred-character", "D", "inferred", "?rdquo;", "投”"),
    *[("line-end-tag", "A", "certain", "(/p>", ")")] * 4,
    ("inferred-character", "D", "inferred", "?ldquo;", "造“"),
    ("closing-quote-missing", "D", "lost", "", ""),
    ("inferred-character", "D", "inferred", "?ldquo;", "务“"),
    ("closing-quote-missing", "D", "lost", "", ""),
    *[("line-end-tag", "A", "certain", "(/p>", ")")] * 5,
    ("inferred-character", "D", "inferred", "?ldquo;", "和“"),
    ("closing-quote-missing", "D", "lost", "", ""),
    ("line-end-tag", "A", "certain", "(/p>", ")"),
    ("effective-year", "C", "certain", "?023", "自2023"),
    ("date-digits-lost", "E", "lost", "??9日", "年□月□9日"),
    ("date-digits-lost", "E", "lost", "??8日", "年□月□8日"),
    ("document-number-digit-lost", "E", "lost", "?017?2号", "〔2017〕□2号"),
    ("line-end-tag", "A", "certain", "、/p>", "。"),
]


@pytest.fixture(scope="module")
def shipped() -> RestoredText:
    return restore(RECEIVED, RECORDED)


def test_every_repair_of_the_shipped_text_is_pinned(shipped: RestoredText) -> None:
    assert [(r.rule, r.damage_class, r.confidence, r.before, r.after) for r in shipped.repairs] == PINNED
    assert all(r.evidence for r in shipped.repairs)


def test_no_trace_of_the_damage_is_left(shipped: RestoredText) -> None:
    assert "?" not in shipped.text
    assert "/p>" not in shipped.text
    assert "dquo;" not in shipped.text


def test_lost_digits_stay_lost(shipped: RestoredText) -> None:
    assert "分别给予□0万元、□0万元、□0万元、□万元奖励" in shipped.text
    assert "分别给予□00万元、□0万元、□0万元奖励" in shipped.text
    assert "分别给予□0万元、□5万元、□0万元奖励" in shipped.text
    assert "江苏省人民政府\n2023年□月□9日\n(此件公开发布)" in shipped.text
    assert "本通知自2023年□月□9日施行,有效期至2028年□月□8日" in shipped.text
    assert "(苏政发〔2017〕□2号)同时废止。" in shipped.text
    assert shipped.text.count(LOST) == sum(len(r.lost) for r in shipped.repairs) == 17


def test_inferred_characters_are_marked(shipped: RestoredText) -> None:
    assert "".join(shipped.text[i] for r in shipped.repairs for i in r.inferred) == "立贷索投造务和"


def test_received_and_restored_slices_agree(shipped: RestoredText) -> None:
    for repair in shipped.repairs:
        assert shipped.received[slice(*repair.received)] == repair.before
        assert shipped.text[slice(*repair.restored)] == repair.after
        assert all(shipped.text[i] == LOST for i in repair.lost)


def test_offsets_map_both_ways_outside_repairs(shipped: RestoredText) -> None:
    inside = {i for r in shipped.repairs for i in range(*r.restored)}
    for i in set(range(len(shipped.text))) - inside:
        assert shipped.received[shipped.to_received(i)] == shipped.text[i]
        assert shipped.to_restored(shipped.to_received(i)) == i


def test_offsets_inside_a_repair_map_to_its_start(shipped: RestoredText) -> None:
    for repair in shipped.repairs:
        for i in range(*repair.restored):
            assert shipped.to_received(i) == repair.received[0]
        for i in range(*repair.received):
            assert shipped.to_restored(i) == repair.restored[0]


def test_a_better_copy_passes_through_unchanged(shipped: RestoredText) -> None:
    better = shipped.text.replace(LOST, "3").replace("一网通办。", "一网通办”。")
    again = restore(better, RECORDED)
    assert again.text == better
    assert again.repairs == ()


def test_a_question_mark_in_a_whole_text_is_no_damage() -> None:
    text = "问:补贴多少元?500元以内的怎么办?\n<p>见附件。</p>\n详见 /p 目录\n"
    assert restore(text).repairs == ()
    assert restore(text).text == text


def test_damage_without_a_record_is_shown_as_lost() -> None:
    restored = restore("打?ldquo;数字城市”平台、/p>\n二?一、/p>")
    assert restored.text == "打□“数字城市”平台。\n二□□一。"
    assert Counter(r.confidence for r in restored.repairs) == {"certain": 2, "lost": 2}


def test_a_record_that_does_not_fit_its_context_is_refused() -> None:
    with pytest.raises(ValueError, match="exactly once"):
        RepairRecord(rule="x", damage_class="C", context="甲乙", before="丙", after="丁", confidence="certain", evidence="-")


def test_a_broken_record_names_file_and_field(tmp_path) -> None:  # type: ignore[no-untyped-def]
    broken = tmp_path / "r.yaml"
    broken.write_text("- {rule: a, damage_class: Z, context: x, before: x, after: y, confidence: certain, evidence: e}\n", "utf-8")
    with pytest.raises(CorpusError, match=r"r\.yaml\[0\]: damage_class"):
        load_records(broken, RepairRecord)


@given(
    st.lists(
        st.sampled_from(
            ["、/p>\n", "庛/p>\n", "?ldquo;", "?rdquo;", "给?0万元", "万元?5万元", "2023??9日", "苏政发?017?2号", "文", "字,", "?", "\n"]
        )
    )
)
def test_any_mixture_of_damage_is_restored_without_losing_a_character(pieces: list[str]) -> None:
    received = "".join(pieces)
    restored = restore(received)
    rebuilt, at = "", 0
    for repair in restored.repairs:
        assert repair.received[0] >= at
        rebuilt += received[at : repair.received[0]] + repair.after
        at = repair.received[1]
    assert rebuilt + received[at:] == restored.text
    for repair in restored.repairs:
        assert restored.text[slice(*repair.restored)] == repair.after
        assert not any(c.isdigit() and c not in repair.before + "2" for c in repair.after)


@given(st.text())
def test_a_text_without_damage_is_never_touched(text: str) -> None:
    if "?" not in text and "/p>" not in text:
        assert restore(text).text == text
