"""``POST /api/eligibility``, and one contract: whatever way a profile comes in, the same report goes out."""

from __future__ import annotations

import asyncio
import io
import json
from typing import TYPE_CHECKING, Any

import docx
import pytest
from mcp import Client
from starlette.testclient import TestClient

from assistant.eligibility import EligibilityReport, Profile, assess, point_table, report
from assistant.word import MEDIA_TYPE
from corpus.points import load_attributes
from tests.api.conftest import Live
from tests.cli import run

if TYPE_CHECKING:
    from pathlib import Path

    from assistant import Assistant

PROFILES: dict[str, dict[str, Any]] = {
    "start-up": {"organisation": "enterprise", "region": "jiangsu", "size": "small", "rights": ["patent"], "needs": ["financing"]},
    "university": {"organisation": "university", "region": "jiangsu", "honours": {"yes": ["cn_patent_silver"], "no": ["cn_patent_gold"]}},
    "elsewhere": {"organisation": "enterprise", "region": "elsewhere", "record": "none"},
    "both ways": {"size": ["large", "micro"]},
}


def through_engine(assistant: Assistant, profile: dict[str, Any]) -> dict[str, Any]:
    table = point_table(assistant.corpus.policies[0])
    assert table is not None
    return report(assess(Profile.from_json(profile), table)).to_dict()


async def _called(address: str, arguments: dict[str, Any]) -> Any:
    async with Client(f"{address}/mcp") as client:
        return await client.call_tool("check_eligibility", arguments)


@pytest.mark.parametrize("name", PROFILES)
def test_every_interface_tells_the_same(
    name: str, assistant: Assistant, client: TestClient, live_server: Live, own_home: Path, tmp_path: Path
) -> None:
    profile = PROFILES[name]
    lines = json.dumps({"id": name, "profile": profile})
    batch = json.loads(run("eligibility", "--batch", "-", "-", stdin=lines).out)
    assert batch.pop("id") == name
    ways = {
        "command line": json.loads(run("eligibility", "--profile", "-", "--json", stdin=json.dumps(profile)).out),
        "batch": batch,
        "REST": client.post("/api/eligibility", json={"profile": profile}).json(),
        "MCP": asyncio.run(_called(live_server.address, {"profile": profile})).structured_content,
    }
    assert ways == dict.fromkeys(ways, through_engine(assistant, profile))


def test_every_quote_is_a_slice_of_its_document(client: TestClient, assistant: Assistant) -> None:
    found = EligibilityReport.model_validate(client.post("/api/eligibility", json={"profile": PROFILES["start-up"]}).json())
    text = assistant.corpus.policies[0].text
    assert found.verdicts
    assert all(text[v.start : v.end] == v.quote for v in found.verdicts)


def test_free_text_is_read_and_the_profile_counts_first(client: TestClient) -> None:
    asked = {"text": "我们是南京的一家企业", "profile": {"organisation": "university"}, "document": "js-ip-2023"}
    found = client.post("/api/eligibility", json=asked).json()
    assert {(f["attribute"], f["value"]) for f in found["profile"]} == {("organisation", "university"), ("region", "jiangsu")}


def test_a_word_document_is_given_where_it_is_asked_for(client: TestClient) -> None:
    asked = {"profile": PROFILES["university"]}
    by_name = client.post("/api/eligibility", json={**asked, "docx": True, "language": "en"})
    by_header = client.post("/api/eligibility", json=asked, headers={"Accept": MEDIA_TYPE})
    for response, words in ((by_name, "You are eligible"), (by_header, "符合条件")):
        assert response.headers["content-type"] == MEDIA_TYPE
        assert words in "\n".join(p.text for p in docx.Document(io.BytesIO(response.content)).paragraphs)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "Give a profile or a text."),
        ({"profile": {}, "text": "  "}, "Give a profile or a text."),
        ({"profile": {"shoe": "large"}}, "There is no attribute “shoe”; there are organisation"),
        ({"profile": {"size": "huge"}}, "“huge” is no value of size; there are large, medium, small, micro."),
        ({"profile": {"honours": {"maybe": []}}}, "honours: give a value, a list of values"),
        ({"profile": []}, "profile: "),
        ({"profile": {"size": "small"}, "document": "nope"}, "There is no document “nope”; there are js-ip-2023."),
        ({"text": "长" * 5000}, "at most 4000 are read"),
        ({"profile": {"size": "small"}, "more": 1}, "more: "),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(client: TestClient, asked: dict[str, Any], said: str) -> None:
    response = client.post("/api/eligibility", json=asked)
    assert response.status_code == 422
    assert response.json()["error"]["code"] == "invalid_request"
    assert said in response.json()["error"]["message"]


def test_the_tool_is_told_what_is_wrong(live_server: Live) -> None:
    result = asyncio.run(_called(live_server.address, {"profile": {"size": "huge"}}))
    assert result.is_error
    assert "“huge” is no value of size" in result.content[0].text


def test_the_catalogue_is_given_and_described(client: TestClient, live_server: Live) -> None:
    ids = [a.id for a in load_attributes()]
    assert [a["attribute"] for a in client.get("/api/eligibility/attributes").json()["attributes"]] == ids
    described = client.get("/api/openapi.json").json()["components"]["schemas"]["Situation"]["properties"]["profile"]["properties"]
    assert list(described) == ids

    async def tools() -> Any:
        async with Client(f"{live_server.address}/mcp") as mcp:
            return (await mcp.list_tools()).tools

    (tool,) = (t for t in asyncio.run(tools()) if t.name == "check_eligibility")
    properties = tool.input_schema["properties"]["profile"]["properties"]
    assert all(v.id in properties[a.id]["description"] for a in load_attributes() for v in a.values)
    assert len(json.dumps(tool.input_schema)) < 25_000
