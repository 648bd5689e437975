"""The self-check as the server gives it, without a browser and without an index."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from docx import Document as open_docx
from lxml import html
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant import Settings
from assistant.eligibility.requests import check, read_profile
from assistant.eligibility.sections import paper
from corpus import load_corpus
from ui.backend import Backend
from ui.pages import site_routes
from ui.pages.check import LARGEST

SAID = "我们是苏州一家做新材料的小型企业，拿过中国专利奖优秀奖，想质押贷款"
TEXTS = Path(__file__).parents[2] / "ui" / "pages" / "texts"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server whose assistant is not open."""
    backend = Backend(Settings(home=tmp_path_factory.mktemp("home")))
    with TestClient(Starlette(routes=site_routes(backend))) as client:
        yield client
    assert not backend.ready


def page(client: TestClient, path: str = "/check", status: int = 200, **fields: Any) -> Any:
    """The page after posting ``fields``; its words are in ``text_content()``."""
    response = client.post(path, data=fields)
    assert response.status_code == status, response.text[:500]
    return html.fromstring(response.text)


def field(found: Any, name: str) -> str:
    """The value of a hidden field."""
    return str(found.xpath(f"//input[@name='{name}']")[0].value)


def words(found: Any, selector: str) -> list[str]:
    """What elements of a class say, in one line each."""
    return [" ".join(e.text_content().split()) for e in found.xpath(f"//*[contains(concat(' ', @class, ' '), ' {selector} ')]")]


def known(found: Any) -> list[str]:
    """The known facts without their buttons."""
    return [e.text_content().strip() for e in found.xpath("//section[@aria-labelledby='known']//li/span[1]")]


def test_the_empty_form_asks_for_everything_in_the_catalogue(client: TestClient) -> None:
    found = html.fromstring(client.get("/check").text)
    assert found.get("lang") == "zh-CN"
    assert len(found.xpath("//select[@name='organisation']/option")) == 33
    assert len(found.xpath("//input[@name='honours']")) == 23
    assert not found.xpath("//*[@id='result']")
    for control in found.xpath("//input[not(@type='hidden')]|//select|//textarea"):
        assert control.xpath("ancestor::label") or found.xpath(f"//label[@for='{control.get('id')}']")


@pytest.mark.parametrize(("path", "language"), [("/check", "zh"), ("/en/check", "en")])
def test_verdicts_stand_as_on_paper(client: TestClient, path: str, language: Any) -> None:
    found = page(client, path, text=SAID)
    expected = paper(check(load_corpus(), read_profile({}, SAID)).assessment, language)  # type: ignore[arg-type]
    headings = [re.sub(r"\s*\d+$", "", e.text_content().strip()) for e in found.xpath("//section[contains(@class, 'group')]/h3")]
    assert headings == [s.heading for s in expected.sections]
    shown = " ".join(found.text_content().split())
    for line in (line for s in expected.sections for p in s.points for line in (*p.titles, *p.lines, *p.still)):
        assert " ".join(line.split()) in shown
    for s in expected.sections:
        assert all(p.quote in shown for p in s.points)
        assert all(" ".join(line.split()) in shown for line in s.brief)
    assert sorted(known(found)) == sorted(expected.known)
    counts = [int(e.text_content()) for e in found.xpath("//ul[@class='counts']//strong")]
    assert counts == [sum(len(p.titles) for p in s.points) + len(s.brief) for s in expected.sections]
    assert found.xpath("//a[@href=$there]", there=path.removesuffix("check") + "policy?measure=1#m1")


def test_headings_go_down_by_one_and_ids_are_given_once(client: TestClient) -> None:
    found = page(client, text=SAID)
    levels = [int(e.tag[1]) for e in found.xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))
    ids = found.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_the_next_question_is_answered_by_a_button_and_its_answer_is_kept(client: TestClient) -> None:
    found = page(client, text="我们是企业")
    offered = found.xpath("//input[@name='offered']/@value")
    assert "cn_patent_gold" in offered
    found = page(client, state=field(found, "state"), offered=offered, pick=["cn_patent_gold"], do="chosen:honours", text="我们是企业")
    assert "奖项和认定：中国专利奖金奖" in known(found)
    assert any(line.startswith("奖项和认定：没有或者不是") for line in known(found))
    assert "单位类型：企业（您说：“企业”）" in known(found)
    asked = found.xpath("//section[contains(@class, 'asked')]//button/@value")
    assert "answer:region:jiangsu" in asked or "unknown:results" in asked


def test_questions_can_be_answered_to_the_end(client: TestClient) -> None:
    found, seen = page(client), set()
    for _ in range(20):
        buttons = found.xpath("//section[contains(@class, 'asked')]//button/@value")
        if not buttons:
            break
        seen.add(buttons[-1])
        found = page(client, state=field(found, "state"), do=buttons[-1])
    assert not buttons
    assert len(seen) > 3
    assert "没有需要再问的情况了" in found.text_content()
    assert found.xpath("//button[starts-with(@value, 'again:')]")


def test_facts_can_be_removed_and_turned_and_are_not_read_again(client: TestClient) -> None:
    found = page(client, text=SAID)
    removing = found.xpath("//button[starts-with(@value, 'remove:size')]/@value")[0]
    found = page(client, state=field(found, "state"), text=SAID, do=removing)
    assert not any("规模" in line for line in known(found))
    found = page(client, state=field(found, "state"), text=SAID, do="flip:honours:yes:cn_patent_excellence")
    assert "奖项和认定：没有或者不是“中国专利奖优秀奖”" in known(found)
    found = page(client, state=field(found, "state"), text="我们是高校", do="check")
    assert "单位类型：高校（您说：“高校”）" in known(found)
    assert not any("江苏" in line for line in known(found))


def test_contradictions_and_an_unknown_place_are_explained(client: TestClient) -> None:
    assert any("前后不一致" in line for line in words(page(client, text="我们是南京的企业。我们有专利。我们没有专利。"), "warning"))
    assert any("尚不知道您在哪里" in line for line in words(page(client, text="我们是企业"), "warning"))
    assert any("没有写明是否包括" in line for line in words(page(client, text="我们是上海的企业"), "warning"))


@pytest.mark.parametrize(("code", "sentence"), [("91320000MA1MXXXX0X", "校验位不对"), ("91350100M000100Y43", "校验位正确")])
def test_a_credit_code_is_noticed_and_not_kept(client: TestClient, code: str, sentence: str) -> None:
    for written in (code, code.lower(), "".join(chr(ord(c) + 0xFEE0) for c in code), f"{code[:2]} {code[2:8]} {code[8:17]} {code[17]}"):
        found = page(client, text=f"我们是南京的企业，统一社会信用代码{written}，有专利")
        assert any(sentence in line for line in words(found, "calm")), written
        shown = html.tostring(found, encoding="unicode")
        assert code not in shown
        assert written not in shown
        assert "权利：专利（您说：“专利”）" in known(found)


def test_a_text_of_which_nothing_is_read_is_told(client: TestClient) -> None:
    found = page(client, text="今天天气不错")
    assert any("没有从这段话里读出" in line for line in words(found, "calm"))
    assert "今天天气不错" in found.xpath("//textarea")[0].text


HOSTILE = (
    "<script>alert(1)</script>我们是企业",
    "</textarea><img src=x onerror=alert(1)>我们是“><svg onload=alert(1)>企业",
    "{{7*7}}{% raw %}我们是企业${7*7}",
    "\x00\x01\u202e我们是企业\ud83d",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_does_nothing(client: TestClient, text: str) -> None:
    sent = text.encode("utf-8", "replace").decode()
    found = page(client, text=sent)
    assert not found.xpath("//*[@onerror or @onload]|//main//script|//main//img|//main//svg")
    assert "\u202e" not in found.text_content()
    again = page(client, text=sent, state=field(found, "state"), do="flip:rights:no:patent")
    assert "权利：专利" in known(again)
    forged = '{"facts": [["rights", "patent", "yes", "said", "<img src=x onerror=alert(1)>"]], "declined": [], "told": ""}'
    assert not page(client, state=forged).xpath("//main//img")


BAD: tuple[dict[str, Any], ...] = (
    {"state": "{"},
    {"state": "[" * 100_000},
    {"state": '{"facts": [["rights", "nothing", "yes", "said", ""]], "declined": [], "told": ""}'},
    {"state": '{"facts": 1, "declined": [], "told": ""}'},
    {"state": '{"facts": [], "declined": ["x"], "told": ""}'},
    {"shown": "organisation", "organisation": "<b>"},
    {"shown": "honours", "honours": ["cn_patent_gold", "x"]},
    {"link": "organisation=x"},
    {"link": "%%%"},
    {"link": "organisation=" + "enterprise," * 2000},
    {"do": "explode"},
    {"do": "answer:region:moon"},
    {"do": "none:honours:" + "x," * 10_000},
    {"do": "remove:x"},
    {"do": "chosen:honours", "pick": "x"},
)


@pytest.mark.parametrize("fields", BAD, ids=str)
def test_what_the_page_never_sends_gives_a_sentence(client: TestClient, fields: dict[str, Any]) -> None:
    assert words(page(client, status=422, **fields), "trouble") == ["提交的内容里有本页没有的选项，没有采用，请重新选择。"]


def test_too_much_gives_a_sentence_and_keeps_what_was_chosen(client: TestClient) -> None:
    found = page(client, status=422, text="专" * 4001, shown="size", size="small")
    assert "4001字" in words(found, "trouble")[0]
    assert found.xpath("//input[@name='size' and @checked]/@value") == ["small"]
    assert not found.xpath("//*[@id='result']")
    assert len(found.xpath("//textarea")[0].text.strip()) == 4001
    assert words(page(client, status=413, text="x" * (LARGEST + 1)), "trouble")
    assert words(page(client, status=422, shown=["size"] * 600), "trouble")
    assert client.post("/check", content=b"\xff\xfe%%%=&&&").status_code == 200
    assert "至少选一项" in words(page(client, status=422, do="chosen:honours", offered="cn_patent_gold"), "trouble")[0]


def test_a_text_of_four_thousand_characters_with_line_ends_is_read(client: TestClient) -> None:
    assert page(client, text=("我们是企业" + "\r\n" + "专" * 3994)) is not None


def test_the_result_comes_as_word(client: TestClient) -> None:
    response = client.post("/en/check", data={"text": SAID, "do": "word"})
    assert response.headers["content-disposition"] == 'attachment; filename="self-check.docx"'
    assert "What the policy holds for you" in "\n".join(p.text for p in open_docx(io.BytesIO(response.content)).paragraphs)


def test_nothing_of_it_stands_in_an_address_and_a_query_changes_nothing(client: TestClient) -> None:
    found = html.fromstring(client.get("/check", params={"text": "<script>alert(1)</script>", "state": "{", "link": "x"}).text)
    assert not words(found, "trouble")
    assert not found.xpath("//main//script")
    (form,) = found.xpath("//form")
    assert (form.get("method"), form.get("action")) == ("post", "/check#result")


def test_a_corpus_that_cannot_be_read_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backend = Backend(Settings(home=tmp_path))
    monkeypatch.setattr(backend, "corpus", lambda: 1 / 0)
    with TestClient(Starlette(routes=site_routes(backend))) as client:
        response = client.post("/check", data={"text": "我们是企业"})
    assert response.status_code == 503
    assert "政策文本暂时读不出来" in response.text


def test_both_languages_say_the_same_things() -> None:
    zh, en = (yaml.safe_load((TEXTS / f"check.{language}.yaml").read_text(encoding="utf-8")) for language in ("zh", "en"))

    def shape(texts: dict[str, Any]) -> dict[str, Any]:
        return {k: shape(v) if isinstance(v, dict) else sorted(re.findall(r"\$[a-z]+", v)) for k, v in texts.items()}

    assert shape(zh) == shape(en)
