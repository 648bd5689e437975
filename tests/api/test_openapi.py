"""The OpenAPI description, and whatever can be made from it thrown at the interfaces: no failure, and every response as described."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from assistant.settings import Settings
from tests.api.conftest import MakeClient, application

if TYPE_CHECKING:
    from assistant import Assistant

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance, negative_data_rejection]
SEED = 20230706


OPERATIONS = [
    ("/api/ask", "POST", 60),
    ("/api/draft", "POST", 20),
    ("/api/eligibility", "POST", 60),
    ("/api/eligibility/attributes", "GET", 1),
    ("/v1/chat/completions", "POST", 60),
    ("/v1/models", "GET", 1),
    ("/v1/models/{name}", "GET", 20),
    ("/healthz", "GET", 1),
    ("/readyz", "GET", 1),
    ("/metrics", "GET", 1),
]


@pytest.fixture(scope="module")
def described(assistant: Assistant) -> Any:
    app = application(Settings(home=assistant.settings.home, host="0.0.0.0"), lambda: assistant)
    return schemathesis.openapi.from_asgi("/api/openapi.json", app)


THROWN = [(*operation, mode) for operation in OPERATIONS for mode in GenerationMode if operation[1] == "POST" or not mode.is_negative]
"""Only a body can be wrong: a GET takes nothing that does not fit."""


@pytest.mark.parametrize(("path", "method", "examples", "mode"), THROWN)
def test_whatever_fits_or_misses_the_description_is_answered_as_described(
    described: Any, path: str, method: str, examples: int, mode: GenerationMode
) -> None:
    @seed(SEED)
    @settings(max_examples=examples, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=described[path][method].as_strategy(generation_mode=mode))
    def throw(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    throw()


def test_the_description_names_every_resource(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    assert set(described["paths"]) == {path for path, _, _ in OPERATIONS}
    answer = described["components"]["schemas"]["Answer"]
    assert {"status", "citations", "notices", "verification"} <= set(answer["properties"])
    content = described["paths"]["/api/ask"]["post"]["responses"]["200"]["content"]
    assert set(content) == {"application/json", "text/event-stream"}


def test_the_description_says_how_a_key_is_shown_where_one_is_needed(make_client: MakeClient) -> None:
    described = make_client(api_keys="some key").get("/api/openapi.json", headers={"X-API-Key": "some key"}).json()
    assert described["paths"]["/api/ask"]["post"]["security"] == [{"HTTPBearer": []}, {"APIKeyHeader": []}]
    assert "security" not in described["paths"]["/healthz"]["get"]
    assert "security" not in make_client().get("/api/openapi.json").json()["paths"]["/api/ask"]["post"]


def test_no_page_of_it_is_loaded_from_elsewhere(client: TestClient) -> None:
    for path in ("/api/docs", "/api/redoc", "/docs", "/redoc", "/openapi.json"):
        assert client.get(path).status_code == 404
