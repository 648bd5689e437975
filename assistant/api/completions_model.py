"""What is sent to and from ``/v1/chat/completions``: the part of OpenAI's interface that a service which answers from documents has."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool

from assistant.contract import Citation, Notice, Status

MODEL = "policy-assistant"


def _boolean(value: Any) -> Any:
    """0.0 equals False in Python, and is none."""
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


class _Given(BaseModel):
    """Fields that are not named here (temperature, max_tokens, seed …) change nothing and are let pass."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class TextPart(_Given):
    """A piece of a message."""

    type: Literal["text"]
    text: str


class UserMessage(_Given):
    """A question."""

    role: Literal["user"]
    content: str | Annotated[tuple[TextPart, ...], Field(min_length=1)]


class AssistantMessage(_Given):
    """An earlier answer."""

    role: Literal["assistant"]
    content: str | tuple[TextPart, ...] | None = None


class SystemMessage(_Given):
    """Left aside: how questions are answered is not for those who ask to say."""

    role: Literal["system", "developer"]
    content: str | tuple[TextPart, ...]


Message = Annotated[UserMessage | AssistantMessage | SystemMessage, Field(discriminator="role")]


class StreamOptions(_Given):
    """How the stream ends."""

    include_usage: StrictBool | None = None


class TextFormat(_Given):
    """The only format of an answer."""

    type: Literal["text"]


class CompletionRequest(_Given):
    """The last message is the question, those before it the conversation."""

    model: str = Field(json_schema_extra={"const": MODEL})
    messages: tuple[Message, ...] = Field(min_length=1)
    stream: StrictBool | None = None
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = None
    tools: Annotated[tuple[Any, ...], Field(max_length=0)] | None = None
    functions: Annotated[tuple[Any, ...], Field(max_length=0)] | None = None
    response_format: TextFormat | None = None
    logprobs: Annotated[Literal[False], BeforeValidator(_boolean)] | None = None
    audio: None = None
    modalities: tuple[Literal["text"], ...] | None = None


UNSUPPORTED = {
    "n": "One answer is given to each question: n must be 1.",
    "tools": "The model of this service calls no tools; leave tools out.",
    "functions": "The model of this service calls no functions; leave functions out.",
    "response_format": "Answers are Markdown text: response_format must be of type text.",
    "logprobs": "There are no log probabilities of an answer; leave logprobs out.",
    "audio": "Answers are text; leave audio out.",
    "modalities": "Answers are text: modalities must be text.",
}
"""What is said of a field that asks for more than there is."""


class Usage(BaseModel):
    """Tokens, counted in the vocabulary cl100k."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class AnswerMessage(BaseModel):
    """The answer. ``citations``, ``status`` and ``notices`` are those of the contract."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None
    citations: tuple[Citation, ...]
    status: Status
    notices: tuple[Notice, ...]


class Choice(BaseModel):
    """The one answer."""

    index: Literal[0] = 0
    message: AnswerMessage
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class Completion(BaseModel):
    """A whole answer."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str = MODEL
    choices: tuple[Choice, ...]
    usage: Usage
