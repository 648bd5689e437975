"""``POST /api/eligibility``: a profile, the verdicts on the points of a document; ``GET /api/eligibility/attributes``: what it may hold."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr
from starlette.responses import Response

from assistant.api.described import failures
from assistant.api.drafts import wants_word
from assistant.api.refusals import Refusal
from assistant.api.service import Service
from assistant.eligibility.profile import ProfileError
from assistant.eligibility.report import AttributeCatalogue, EligibilityReport, catalogue
from assistant.eligibility.requests import Check, UnknownDocumentError, check, profile_schema, read_profile
from assistant.eligibility.word import as_word
from assistant.word import MEDIA_TYPE

_JSON = "application/json"


def _with_profile(schema: dict[str, Any]) -> None:
    """Puts the catalogue into the description; only when that is asked for, since it is read from a file."""
    schema["properties"]["profile"] = described_profile(schema["properties"]["profile"])


class Situation(BaseModel):
    """Who asks, attribute by attribute, in their own words, or both; what is stated attribute by attribute counts first."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra=_with_profile)

    profile: dict[str, Any] = Field(default={})
    text: StrictStr = Field(default="", description="The situation in the speaker's own words, in Chinese or English.")
    document: StrictStr | None = Field(default=None, description="Id of a document; the policy without it.")
    docx: StrictBool = Field(default=False, description="Whether a Word document is wanted, whatever Accept says.")
    language: Literal["zh", "en"] = Field(default="zh", description="Language of the Word document.")


_WORD: dict[str, Any] = {
    "description": "All verdicts, best first; as a Word document where asked for.",
    "content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}},
}


def router(service: Service) -> APIRouter:
    """The resource."""
    api = APIRouter(prefix="/api", tags=["eligibility"])

    @api.post(
        "/eligibility",
        response_model=EligibilityReport,
        responses={200: _WORD, **failures(413, 422, 429, 503, 504)},
        operation_id="eligibility",
    )
    async def eligibility(asked: Situation, request: Request) -> Response:
        """Hold a profile against the points of a document: what it is eligible for, what is missing, what to ask next."""
        word = asked.docx or wants_word(request.headers.get("accept", ""))

        def checked(assistant: Any) -> bytes:
            found = checked_of(assistant, asked.profile, asked.text, asked.document)
            if not word:
                return found.report.model_dump_json().encode()
            if found.assessment is None:
                raise Refusal("invalid_request", "The points of this document are not on record; ask for JSON.", param="document")
            return as_word(found.assessment, asked.language)

        content = await service.look_up(checked)
        if word:
            name = {"Content-Disposition": 'attachment; filename="eligibility.docx"'}
            return Response(content, media_type=MEDIA_TYPE, headers=name)
        return Response(content, media_type=_JSON)

    @api.get("/eligibility/attributes", responses=failures(429, 503), operation_id="eligibility_attributes")
    async def attributes() -> AttributeCatalogue:
        """List what a profile may hold: attributes, their values, and how to ask for them."""
        return catalogue()

    return api


def described_profile(schema: dict[str, Any], *, brief: bool = False) -> dict[str, Any]:
    """The schema of a profile with every value of the catalogue, under the description that ``schema`` has."""
    found = profile_schema(brief=brief)
    said = " ".join(part for part in (schema.get("description", ""), found["description"]) if part)
    return {**schema, **found, "description": said}


def checked_of(assistant: Any, profile: dict[str, Any], text: str, document: str | None) -> Check:
    """The check that a program asks for.

    Raises:
        Refusal: nothing is said of anybody, or what is said is not in the catalogue, or there is no such document.
    """
    if not profile and not text.strip():
        raise Refusal("invalid_request", "Give a profile or a text.", param="profile")
    try:
        return check(assistant.corpus, read_profile(profile, text), document)
    except ProfileError as error:
        raise Refusal("invalid_request", str(error), param="profile") from error
    except UnknownDocumentError as error:
        raise Refusal("invalid_request", str(error), param="document") from error
