"""``POST /api/draft``: the draft as JSON or as a Word document, a sentence for what cannot be drafted to."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.api import Service, create_api
from assistant.drafting import Draft
from assistant.drafting.word import MEDIA_TYPE
from assistant.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant import Assistant

ENQUIRY = "请问专利质押融资有什么支持？我的手机13812345678"


@pytest.fixture
def client(assistant: Assistant) -> Iterator[TestClient]:
    api = create_api(Service(Settings(home=assistant.settings.home), lambda: assistant))
    app = FastAPI(lifespan=api.lifespan)
    app.router.routes.append(api)
    with TestClient(app, base_url="http://127.0.0.1:7860", raise_server_exceptions=False) as client:
        yield client


def test_an_enquiry_gives_a_draft(client: TestClient) -> None:
    response = client.post("/api/draft", json={"enquiry": ENQUIRY})
    assert response.status_code == 200
    draft = Draft.model_validate_json(response.content)
    assert 6 in {c.measure for c in draft.citations}
    assert "13812345678" not in response.text


@pytest.mark.parametrize(
    ("more", "headers"), [({"docx": True}, {}), ({}, {"Accept": MEDIA_TYPE}), ({}, {"Accept": f"{MEDIA_TYPE};q=1, */*"})]
)
def test_a_word_document_where_one_is_asked_for(client: TestClient, more: dict[str, bool], headers: dict[str, str]) -> None:
    response = client.post("/api/draft", json={"enquiry": ENQUIRY, **more}, headers=headers)
    assert response.headers["content-type"] == MEDIA_TYPE
    assert any("特此答复" in p.text for p in docx.Document(io.BytesIO(response.content)).paragraphs)


@pytest.mark.parametrize("body", [{}, {"enquiry": ""}, {"enquiry": "问" * 20_001}, {"enquiry": 5}, {"enquiry": ENQUIRY, "more": 1}])
def test_what_cannot_be_drafted_to_is_refused(client: TestClient, body: dict[str, object]) -> None:
    response = client.post("/api/draft", json=body)
    assert response.status_code == 422
    assert response.json()["error"]["message"]
