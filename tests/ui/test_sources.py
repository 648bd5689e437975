"""The panel of sources and the notice above the conversation, over the real corpus."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from assistant import Answer, Assistant, Citation
from corpus import Document, DocumentRecord, RestoredText, load_corpus
from corpus.parse import parse
from ui.conversation import Turn
from ui.notice import notice
from ui.sources import IN_FULL, FindDocument, anchors, copy_text, grouped, panel
from ui.wording import fill, wording

WORDS = wording("zh")


@pytest.fixture(scope="module")
def policy() -> Document:
    return load_corpus().policies[0]


def cite(document: Document, provision_id: str, quote: str, n: int = 1, **more: Any) -> Citation:
    provision = document.provision(provision_id)
    assert provision is not None
    start = document.text.index(quote, provision.start)
    where: dict[str, Any] = {"document": document.id, "provision": provision_id, "measure": provision.measure}
    where |= {"start": start, "end": start + len(quote)}
    return Citation(n=n, label=f"措施({n})", title=provision.title, quote=quote, **where, **more)


def turn(*citations: Citation, number: int = 1, answer: str = "见 [措施(1)]", question: str = "问") -> Turn:
    made = Answer(question=question, standalone_question=question, status="answered", answer=answer, citations=citations)
    return Turn(number, question, answer, "done", made)


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def test_the_whole_measure_is_shown_with_the_quote_marked_and_damage_hinted(policy: Document) -> None:
    out = panel((turn(cite(policy, "6", "加大知识产权质押融资支持力度")),), policy_by_id(policy), WORDS.sources)
    measure = policy.provision("6")
    assert measure is not None
    assert measure.text in text_of(out)
    assert '<mark data-q="1" tabindex="-1">加大知识产权质押融资支持力度</mark>' in out
    assert f'<span class="inferred" title="{WORDS.sources.inferred}">贷</span>' in out
    assert WORDS.sources.legend_inferred in out
    assert WORDS.sources.legend_lost not in out
    assert all(f"<li>{name}</li>" in out for name in measure.departments)


def policy_by_id(policy: Document) -> FindDocument:
    return lambda document_id: policy if document_id == policy.id else None


def test_lost_digits_stay_boxes_with_a_hint(policy: Document) -> None:
    out = panel((turn(cite(policy, "1", "开展江苏专利奖评选")),), policy_by_id(policy), WORDS.sources)
    assert f'<span class="lost" title="{WORDS.sources.lost}">□</span>0万元' in out
    assert WORDS.sources.legend_lost in out


def test_quotes_from_one_measure_share_a_block_that_their_marks_lead_to(policy: Document) -> None:
    asked = turn(cite(policy, "6", "政银合作子产品"), cite(policy, "7", "商标品牌", 2), cite(policy, "6", "质押融资工作"), number=3)
    assert [len(group) for group in grouped(asked.answer.citations)] == [2, 1]  # type: ignore[union-attr]
    assert anchors(asked) == {"措施(1)": ("source-3-1-q1.2",), "措施(2)": ("source-3-2-q1",)}
    out = panel((asked,), policy_by_id(policy), WORDS.sources)
    assert out.count("<article") == 2
    assert all(f'id="{place.partition("-q")[0]}"' in out for places in anchors(asked).values() for place in places)


def test_background_and_signposts_are_called_what_they_are(policy: Document) -> None:
    note = cite(policy, "6", "质押融资工作", kind="note")
    sign = cite(policy, "9", "地理标志", 2, role="signpost")
    out = panel((turn(note, sign),), policy_by_id(policy), WORDS.sources)
    assert out.index(WORDS.sources.note) < out.index(WORDS.sources.signpost)
    assert '<article class="source note support"' in out
    assert '<article class="source provision signpost"' in out


def test_a_place_that_also_supports_is_no_signpost(policy: Document) -> None:
    both = (cite(policy, "6", "质押融资工作"), cite(policy, "6", "强化知识产权金融支撑", role="signpost"))
    assert WORDS.sources.signpost not in panel((turn(*both),), policy_by_id(policy), WORDS.sources)


def test_the_statements_of_one_note_share_a_block(assistant: Assistant) -> None:
    answer = assistant.ask("专利合作条约是什么")
    notes = [c for c in answer.citations if c.kind == "note"]
    assert len({c.provision for c in notes}) > 1
    out = panel((Turn(1, "问", answer.answer, "done", answer),), assistant.corpus.document, WORDS.sources)
    assert out.count('<article class="source note') == 1
    assert all(f'<mark data-q="{n}" tabindex="-1">{c.quote}</mark>' in out for n, c in enumerate(notes, start=1))


def test_a_document_that_has_gone_still_shows_the_quote(policy: Document) -> None:
    out = panel((turn(cite(policy, "6", "质押融资工作")),), lambda _: None, WORDS.sources)
    assert '<mark data-q="1" tabindex="-1">质押融资工作</mark>' in out
    assert WORDS.sources.unknown in out


def test_the_newest_answer_comes_first_and_is_the_open_one(policy: Document) -> None:
    turns = (turn(number=1, question="旧的问题"), turn(number=2, question="新的问题"))
    out = panel(turns, policy_by_id(policy), WORDS.sources)
    assert out.index("新的问题") < out.index("旧的问题")
    assert out.count("<details") == 2
    assert out.index('<details class="turn" data-turn="2" open>') < out.index("新的问题")
    assert out.count(" open>") == 1


def test_hostile_words_in_every_field_stay_words() -> None:
    bad = "<img src=x onerror=alert(1)>{{7*7}}\"'"
    document = parse(DocumentRecord(id="bad", title=bad, document_number=bad), RestoredText(bad, bad))
    provision = document.provisions[-1]
    citation = Citation(
        n=1, document="bad", document_number=bad, provision=provision.id, label=bad, title=bad, quote=bad, start=0, end=len(bad)
    )
    out = panel((turn(citation, answer=bad, question=bad),), lambda _: document, WORDS.sources)
    assert "<img" not in out
    assert "{{" not in out
    assert text_of(out).count(bad) >= 5


def test_the_clipboard_gets_the_answer_and_where_it_stands(policy: Document) -> None:
    out = copy_text(turn(cite(policy, "6", "质押融资工作"), answer="**可以**质押 [措施(1)]"), policy_by_id(policy), WORDS.sources)
    assert out.startswith("可以质押 [措施(1)]")
    assert "“质押融资工作”" in out
    assert policy.title in out


def test_the_notice_counts_what_is_damaged(policy: Document) -> None:
    out = text_of(notice([policy], WORDS.page))
    repairs = policy.restored.repairs
    assert str(len(repairs)) in out
    assert f"{policy.text.count('□')} 个字符无法辨认" in out
    assert f"{sum(len(r.inferred) for r in repairs)} 个字符据上下文推定" in out
    assert "2028年□月□8日" in out


def test_a_copy_without_damage_has_no_notice_of_damage(policy: Document) -> None:
    whole = parse(policy.record, RestoredText(policy.text, policy.text))
    assert "damage" not in notice([whole], WORDS.page)
    assert whole.title in notice([whole], WORDS.page)


def test_damage_in_other_documents_is_counted_too(policy: Document) -> None:
    other = Document(DocumentRecord(id="other", title="另一份"), policy.restored, policy.provisions)
    assert "另有 1 件文件" in text_of(notice([policy, other], WORDS.page))


def test_every_mark_of_a_real_answer_has_a_source(assistant: Assistant) -> None:
    for question in ("专利质押融资有哪些支持", "哪些措施由省版权局参与", "专利合作条约是什么"):
        answer = assistant.ask(question)
        marks = set(re.findall(r"\[([^\[\]]+)\]", answer.answer))
        assert marks
        assert marks <= anchors(Turn(1, question, answer.answer, "done", answer)).keys()


def test_each_source_leads_to_its_place_in_the_whole_text(assistant: Assistant) -> None:
    answer = assistant.ask("专利质押融资有什么支持")
    out = panel((Turn(1, "问", answer.answer, "done", answer),), assistant.corpus.document, WORDS.sources)
    (address,) = set(re.findall(r'<p class="origin">[^<]*<a href="([^"]+)"', out))
    parts = urlsplit(html.unescape(address))
    assert parts.path == "/policy" and parse_qs(parts.query) == {"document": ["js-ip-2023"], "measure": ["6"], "sentence": ["1"]}
    assert parts.fragment == "m6s1"
    before, after = (html.unescape(x) for x in re.findall(r'<a rel="(?:prev|next)" href="([^"]+)"', out))
    assert before.endswith("measure=5#m5") and after.endswith("measure=7#m7")


def test_earlier_answers_are_folded_to_where_their_citations_stand(policy: Document) -> None:
    turns = tuple(turn(cite(policy, "6", "质押融资工作"), number=n, question=f"第{n}个问题") for n in range(1, IN_FULL + 3))
    out = panel(turns, policy_by_id(policy), WORDS.sources)
    assert out.count("<article") == IN_FULL
    recent, earlier = out.split('<details class="earlier">')
    assert fill(WORDS.sources.earlier, n=2) in earlier and "第2个问题" in earlier and "第3个问题" in recent
    place = f"{policy.id}/6/{policy.text.index('质押融资工作')}-{policy.text.index('质押融资工作') + 6}"
    assert [html.unescape(x) for x in re.findall(r'data-places="([^"]+)"', earlier)] == [place, place]


def test_a_long_conversation_has_a_light_panel(assistant: Assistant) -> None:
    answer = assistant.ask("哪些措施由省财政厅参与")
    assert len(answer.citations) > 10
    turns = tuple(Turn(n, "哪些措施由省财政厅参与", answer.answer, "done", answer) for n in range(1, 301))
    whole, few = (len(panel(t, assistant.corpus.document, WORDS.sources).encode()) for t in (turns, turns[-IN_FULL:]))
    assert (whole - few) / (len(turns) - IN_FULL) < 160 + 40 * len(answer.citations)


def test_an_earlier_answer_without_citations_says_so_at_once(policy: Document) -> None:
    turns = tuple(turn(number=n) for n in range(1, IN_FULL + 2))
    assert panel(turns, policy_by_id(policy), WORDS.sources).count(WORDS.sources.none) == IN_FULL + 1
