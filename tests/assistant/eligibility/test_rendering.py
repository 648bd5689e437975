"""An assessment in words: every group under its heading, nothing promised that the verdict does not bear, no figure but the text's."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from assistant.answering.model import Claim, Draft, Quote
from assistant.eligibility import Assessment, Fact, PointTable, Profile, assess, point_table
from assistant.eligibility.conditions import Known
from assistant.eligibility.rendering import as_markdown, as_text_short, question_lines, short_lines
from assistant.eligibility.sections import GROUPS, group_of, paper
from assistant.eligibility.wording import condition_lines, requirements
from assistant.messages import LANGUAGES, Language, text
from assistant.verification.gates import verify
from corpus import load_corpus, read_figures
from corpus.glossary import load_commitments
from corpus.points import Condition

PROFILES = {
    "nothing": {},
    "start-up": {"organisation": "enterprise", "region": "jiangsu", "size": "small", "rights": ["patent"], "needs": ["financing"]},
    "university": {
        "organisation": "university",
        "region": "jiangsu",
        "honours": {"yes": ["cn_patent_silver", "js_ip_demo"], "no": ["cn_patent_gold"]},
        "results": ["outstanding_transfer"],
        "record": ["abnormal_filings", "refuses_to_rectify"],
    },
    "elsewhere": {"organisation": "enterprise", "region": "elsewhere", "honours": ["cn_patent_gold"]},
    "none of it": {"organisation": "individual", "region": "jiangsu", "honours": "none", "record": "none", "person": "none"},
    "city": {"organisation": "city", "region": "jiangsu", "results": ["real_work"]},
}


@pytest.fixture(scope="module")
def table() -> PointTable:
    document = load_corpus().document("js-ip-2023")
    assert document is not None
    found = point_table(document)
    assert found is not None
    return found


def made(table: PointTable, name: str) -> Assessment:
    return assess(Profile.from_json(PROFILES[name]), table)


def heading(group: str, language: Language) -> str:
    return f"## {text(f'eligibility.heading.{group}', language)}"


def sections(markdown: str) -> dict[str, str]:
    """What stands below each heading of the second level."""
    parts = re.split(r"^(## .*)$", markdown, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PROFILES)
def test_every_point_that_is_shown_stands_under_the_heading_of_its_verdict(table: PointTable, name: str, language: Language) -> None:
    assessment = made(table, name)
    below = sections(as_markdown(assessment, language))
    assert [h for h in below if h in {heading(g, language) for g in GROUPS}] == [
        heading(g, language) for g in GROUPS if any(group_of(v) == g for v in assessment.verdicts)
    ]
    for v in assessment.verdicts:
        title = v.point.record.title_zh if language == "zh" else v.point.record.title_en
        group = group_of(v)
        if group is not None:
            assert title in below[heading(group, language)], v.point.id


@pytest.mark.parametrize("name", PROFILES)
def test_only_entitlements_are_called_so(table: PointTable, name: str) -> None:
    for v in made(table, name).verdicts:
        if group_of(v) in ("eligible", "possible"):
            assert v.point.record.nature == "entitlement"
            assert v.overall in ("eligible", "possible")


@pytest.mark.parametrize("name", PROFILES)
def test_quotes_are_verbatim_with_the_label_of_their_measure(table: PointTable, name: str) -> None:
    shown = [p for s in paper(made(table, name), "zh").sections for p in s.points]
    assert name == "nothing" or shown
    for point in shown:
        provision = next(p for p in table.document.provisions if p.label == point.source)
        assert point.quote in provision.text
    markdown = as_markdown(made(table, name), "zh")
    assert all(f"> “{p.quote}”——{p.source}" in markdown for p in shown)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PROFILES)
def test_there_is_no_figure_but_those_of_the_text_and_what_the_program_counts(table: PointTable, name: str, language: Language) -> None:
    assessment = made(table, name)
    p = paper(assessment, language)
    glosses = "\n".join(c.gloss_zh + "\n" + c.gloss_en for c in load_commitments())
    stated = {f.key for f in read_figures(table.document.text + "\n" + glosses)}
    told = chain.from_iterable((s.lead, s.perhaps, *s.brief, *chain.from_iterable((*q.titles, *q.still, *q.lines) for q in s.points))
                               for s in p.sections)  # fmt: skip
    for line in (*told, p.basis, *p.known, *p.warnings):
        assert {f.key for f in read_figures(line)} <= stated, line


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PROFILES)
def test_a_line_of_a_conversation_holds_no_figure_or_body_that_its_quote_does_not(table: PointTable, name: str, language: Language) -> None:
    bodies = {d for p in table.document.provisions for d in p.departments}
    for line, v in short_lines(made(table, name), language):
        if v is not None:
            quote = v.point.record.quote
            assert {f.key for f in read_figures(line)} <= {f.key for f in read_figures(quote)}, line
            assert not [b for b in bodies if b in line and b not in quote]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PROFILES)
def test_every_line_of_a_conversation_passes_verification(table: PointTable, name: str, language: Language) -> None:
    lines = [(line, v.point) for line, v in short_lines(made(table, name), language, most=400) if v is not None]
    claims = tuple(Claim(line, (Quote(p.document, p.provision, p.start, p.end),), style="item") for line, p in lines)
    _, verification, removed = verify(Draft("answered", claims, "structured"), load_corpus())
    assert not removed
    assert verification.supported == len(lines) > 0


def test_a_short_answer_shows_the_best_and_counts_the_rest(table: PointTable) -> None:
    assessment = made(table, "university")
    short = as_text_short(assessment, "zh", most=4)
    lines = [line for line in short.splitlines() if line.startswith("- ")]
    assert len(lines) == 4
    assert lines[0].startswith("- 符合条件：中国专利奖银奖奖励")
    assert lines[0].endswith("[措施(一)]")
    assert sum("处罚性规定" in line for line in lines) == 2
    assert "此外还有：" in short
    assert question_lines(assessment, "zh")[0] in short
    shown = [v for _, v in short_lines(assessment, "zh", 400) if v is not None]
    assert {group_of(v) for v in shown} >= {"eligible", "possible", "services", "directions", "mind"}


def test_points_of_one_clause_are_one_line(table: PointTable) -> None:
    lines = [line for line, v in short_lines(made(table, "start-up"), "zh") if v is not None]
    assert "江苏专利奖金奖奖励、江苏专利奖银奖奖励、江苏专利奖优秀奖奖励" in " ".join(lines)
    assert sum("江苏专利奖" in line for line in lines) == 1


def test_lost_digits_are_shown_as_lost(table: PointTable) -> None:
    markdown = as_markdown(made(table, "university"), "zh")
    assert "金额：□0万元（□为缺损的数字）" in markdown
    assert "Amount: □0万元 (□ is a lost digit)" in as_markdown(made(table, "university"), "en")


def test_what_is_possible_says_what_is_missing_and_who_decides(table: PointTable) -> None:
    markdown = as_markdown(made(table, "start-up"), "zh")
    assert "**还需明确：工作成效（“转化成效突出”）**" in markdown
    assert "原文没有写明“符合条件的”指什么，须向责任部门了解" in markdown
    assert "责任部门：省知识产权局、省财政厅" in markdown


def test_what_is_not_met_says_why(table: PointTable) -> None:
    below = sections(as_markdown(made(table, "university"), "zh"))[heading("not_met", "zh")]
    assert "因“拒不整改取消示范和评优资格”（措施(十八)）不能享受。" in below
    assert "✗ “中国专利奖金奖”：不符合，已知没有或者不是“中国专利奖金奖”" in below
    assert "用语" not in below
    warned = sections(as_markdown(made(table, "university"), "zh"))[heading("mind", "zh")]
    assert "✓ “拒不整改”：有此情形，已知拒不整改" in warned


@pytest.mark.parametrize(
    ("region", "said"), [("elsewhere", "没有写明是否包括江苏省以外"), ("abroad", "没有写明是否包括江苏省以外"), (None, "尚不知道您在哪里")]
)
def test_outside_the_territory_that_is_said(table: PointTable, region: str | None, said: str) -> None:
    stated = {"organisation": "enterprise", "honours": ["cn_patent_gold"]} | ({"region": region} if region else {})
    assessment = assess(Profile.from_json(stated), table)
    assert said in as_markdown(assessment, "zh")
    assert said in as_text_short(assessment, "zh")
    assert heading("eligible", "zh") not in as_markdown(assessment, "zh")


def test_inside_nothing_is_said_of_the_place(table: PointTable) -> None:
    assert not paper(made(table, "start-up"), "zh").warnings


def test_what_was_said_both_ways_is_warned_of_and_nothing_concluded(table: PointTable) -> None:
    facts = [Fact("organisation", "enterprise"), Fact("size", "large", words="我们是大企业"), Fact("size", "micro", words="三五个人")]
    assessment = assess(Profile().with_facts([*facts, Fact("region", "jiangsu")]), table)
    markdown = as_markdown(assessment, "zh")
    assert "> **⚠** 关于规模，所说的情况前后不一致" in markdown
    assert "我们是大企业" in markdown
    assert "三五个人" in short_lines(assessment, "zh")[0][0]
    assert short_lines(assessment, "zh")[0][1] is None


def test_the_words_of_the_user_stand_beside_what_they_were_read_as_and_change_nothing_else(table: PointTable) -> None:
    words = "# 我们是*大学*\n<b>，[见](http://x)"
    facts = [Fact("organisation", "university", words=words, source="said"), Fact("honours", "cn_patent_gold", "no", words="没拿过金奖")]
    markdown = as_markdown(assess(Profile().with_facts(facts), table), "zh")
    assert r"高校（您说：“\# 我们是\*大学\* \<b\>，\[见\](http://x)”）" in markdown
    assert "没有或者不是“中国专利奖金奖”（您说：“没拿过金奖”）" in markdown


def test_others_and_tasks_are_counted_alone(table: PointTable) -> None:
    assessment = made(table, "none of it")
    others = [v for v in assessment.verdicts if v.overall == "not_for_you"]
    tasks = [v for v in others if v.point.record.nature == "task"]
    rest = paper(assessment, "zh").rest
    assert f"其余{len(others)}项" in rest[0]
    assert f"其中{len(tasks)}项" in rest[0]
    off = sum(v.point.record.nature == "penalty" and v.overall == "not_met" for v in assessment.verdicts)
    assert list(rest[1:]) == ([f"另有{off}项处罚性规定，按已知情况不适用。"] if off else [])
    assert any("所列各项都没有" in line for line in paper(assessment, "zh").known)


def test_penalties_that_only_would_apply_are_a_line_each(table: PointTable) -> None:
    mind = next(s for s in paper(made(table, "start-up"), "zh").sections if s.heading == "需要注意")
    assert not mind.points
    assert "拒不整改取消示范和评优资格〔措施(十八)〕" in mind.brief


def test_the_next_question_is_numbered_and_says_how_to_answer(table: PointTable) -> None:
    lines = question_lines(made(table, "nothing"), "en")
    assert lines[0] == "What kind of organisation or person are you?"
    assert lines[1] == "1. an enterprise"
    assert lines[-1].startswith("Answer with one number")


@pytest.mark.parametrize("name", PROFILES)
def test_english_titles_and_chinese_quotes(table: PointTable, name: str) -> None:
    for section in paper(made(table, name), "en").sections:
        assert not re.search("[一-鿿]", section.heading + section.lead)
        for point in section.points:
            assert not re.search("[一-鿿]", re.sub("“[^”]*”", "", "".join(point.titles)))
            assert re.search("[一-鿿]", point.quote)


def leaf(attribute: str, *values: str, quote: str) -> Condition:
    return Condition(attribute=attribute, any=values, quote=quote)


def shown(condition: Condition, profile: dict[str, object]) -> tuple[str, ...]:
    return condition_lines(requirements(condition, Known(Profile.from_json(profile))), "zh")


def test_of_alternatives_those_are_shown_that_decide() -> None:
    either = Condition(any_of=(leaf("organisation", "university", quote="高校"), leaf("organisation", "enterprise", quote="企业")))
    assert shown(either, {"organisation": "enterprise"}) == ("✓ “企业”：符合，已知企业",)
    assert [line[0] for line in shown(either, {"organisation": "city"})] == ["✗", "✗"]
    assert [line[0] for line in shown(either, {})] == ["?", "?"]


def test_what_must_not_be_so_is_said_to_be_so_and_turned_round() -> None:
    clean = Condition.model_validate({"not": leaf("record", "abnormal_filings", quote="非正常专利申请")})
    assert shown(clean, {"record": ["abnormal_filings"]})[0].startswith("✗ 不得有“非正常专利申请”")
    assert shown(clean, {"record": "none"})[0].startswith("✓ 不得有“非正常专利申请”")
    assert shown(clean, {})[0].startswith("? 不得有“非正常专利申请”")
    neither = Condition.model_validate(
        {"not": Condition(any_of=(leaf("size", "large", quote="大型"), leaf("size", "medium", quote="中型")))}
    )
    assert [line[0] for line in shown(neither, {"size": "micro"})] == ["✓", "✓"]


def test_a_value_that_others_alone_can_have_is_said_to_be_so() -> None:
    inventor = leaf("person", "inventor", quote="发明人")
    assert shown(inventor, {"organisation": "city"}) == ("✗ “发明人”：不符合，需要发明人或设计人，您这类单位或个人没有这一情况",)


def test_what_may_take_away_what_is_within_reach_is_told(table: PointTable) -> None:
    honoured = assess(Profile.from_json({"organisation": "enterprise", "region": "jiangsu", "honours": ["national_ip_enterprise"]}), table)
    lines = [(line, v) for line, v in short_lines(honoured, "zh") if v is not None]
    assert "国家级优势示范企业资金支持" in lines[0][0]
    (penalty,) = [v for _, v in lines if v.point.record.nature == "penalty"]
    assert penalty.point.id == "18.5"
    clean = assess(honoured.profile.with_facts([Fact("record", "abnormal_filings", "no"), Fact("record", "bad_faith_marks", "no")]), table)
    assert not any(v.point.record.nature == "penalty" for _, v in short_lines(clean, "zh") if v is not None)
