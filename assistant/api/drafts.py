"""``POST /api/draft``: an enquiry, the draft of a reply; as JSON, or as a Word document where the request accepts one."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr
from starlette.responses import Response

from assistant.api.described import answers_too, failures
from assistant.api.refusals import RETRY, Refusal
from assistant.api.service import Service
from assistant.drafting import Draft, EnquiryError, compose_draft
from assistant.drafting.filename import disposition, file_name
from assistant.drafting.release import Unsupported, release
from assistant.drafting.word import MEDIA_TYPE, as_word
from assistant.messages import text

_JSON = "application/json"


class Enquiry(BaseModel):
    """What came in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enquiry: StrictStr = Field(description="The letter or e-mail as it came, in Chinese or English.")
    docx: StrictBool = Field(default=False, description="Whether the letter alone is wanted, as a Word document, whatever Accept says.")
    smooth: StrictBool = Field(default=False, description="Whether the model that is configured may reword statements.")


_WORD: dict[str, Any] = {
    "description": "The draft; as a Word document, without the checklist, where asked for.",
    "content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}},
}


def router(service: Service) -> APIRouter:
    """The resource."""
    api = APIRouter(prefix="/api", tags=["draft"])

    refused = {**failures(409, 413, 422, 429, 503, 504), **answers_too(503, answer=Draft)}

    @api.post("/draft", response_model=Draft, responses={200: _WORD, **refused}, operation_id="draft")
    async def draft(asked: Enquiry, request: Request) -> Response:
        """Draft a reply to an enquiry for a person to check, complete and sign; 503 where a component failed over one of its questions."""

        def drafted(assistant: Any) -> Draft:
            return compose_draft(assistant, asked.enquiry, smooth=asked.smooth)

        try:
            made = await service.look_up(drafted)
        except EnquiryError as error:
            raise Refusal("invalid_request", text(f"draft.refused_{error.reason}", "en", **error.values), param="enquiry") from error
        status, retry = (503, RETRY) if made.failed else (200, {})
        if asked.docx or wants_word(request.headers.get("accept", "")):
            content, name = await service.look_up(lambda assistant: as_file(assistant, made))
            named = {"Content-Disposition": disposition(name, "reply.docx")}
            return Response(content, status, {**named, **retry}, MEDIA_TYPE)
        return Response(made.model_dump_json(), status, retry, _JSON)

    return api


def as_file(assistant: Any, made: Draft) -> tuple[bytes, str]:
    """The letter as a Word document, verified as it leaves, and the name of its file. Raises a :class:`Refusal` where nothing bears some
    sentence."""
    try:
        letter = release(made, assistant.corpus)
    except Unsupported as error:
        raise Refusal("unsupported", error.told("en"), status=409) from error
    return as_word(letter), file_name(letter, "docx", assistant.current_engine().today())


def wants_word(accept: str) -> bool:
    """Whether a request that accepts ``accept`` names Word documents and does not put JSON before them."""
    named = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    return MEDIA_TYPE in named and (_JSON not in named or named.index(MEDIA_TYPE) < named.index(_JSON))
