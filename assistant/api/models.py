"""``GET /v1/models``: the one model that there is, as OpenAI's clients list it."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from assistant.api.completions import require_model
from assistant.api.completions_model import MODEL
from assistant.api.described import failures
from assistant.api.service import Service


class Model(BaseModel):
    """A model."""

    id: str = MODEL
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = MODEL


class Models(BaseModel):
    """All models."""

    object: Literal["list"] = "list"
    data: tuple[Model, ...] = (Model(),)


def router(_: Service) -> APIRouter:
    """The resource."""
    api = APIRouter(prefix="/v1", tags=["openai"])

    @api.get("/models", responses=failures(429, openai=True), operation_id="models")
    async def models() -> Models:
        """List the models."""
        return Models()

    @api.get("/models/{name}", responses=failures(404, 429, openai=True), operation_id="model")
    async def model(name: str) -> Model:
        """Describe a model."""
        require_model(name)
        return Model()

    return api
