"""The tools that a language model is offered over MCP. Each gives structured content with the contract's citations."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from assistant.api.eligibility import checked_of, described_profile
from assistant.api.lookup import find_document, find_measure, find_measures
from assistant.api.lookup_model import DocumentFound, MeasureFound, MeasuresFound
from assistant.api.refusals import Refusal, require_sound
from assistant.api.service import Service
from assistant.contract import Answer, HistoryTurn
from assistant.eligibility.report import EligibilityReport

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_T = TypeVar("_T")

INSTRUCTIONS = (
    "Answers about Chinese policy documents. Every statement carries the provision that says so and its exact words; quote these words and "
    "name the provision. What the documents do not state is declined; □ stands for a character that is lost in the copy at hand: never "
    "fill it in."
)
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_PROFILE = Field(
    description='What is known of the user, e.g. {"organisation": "enterprise", "region": "jiangsu", "honours": ["cn_patent_silver"], '
    '"record": "none"}.',
    json_schema_extra=lambda schema: schema.update(described_profile(schema, brief=True)),
)
_DOCUMENT = Field(description="Id of a document, as about_document lists them; the policy without it.")


def create_server(service: Service, version: str) -> MCPServer:
    """The MCP server with its tools."""
    with _root_logger_left_alone():
        server = MCPServer("policy-assistant", "Policy assistant", instructions=INSTRUCTIONS, version=version, subscriptions=False)

    @server.tool(title="Ask", annotations=_READS, structured_output=True)
    async def ask(
        question: Annotated[str, Field(description="The question, in Chinese or English.")],
        history: Annotated[list[HistoryTurn], Field(description="What was said before, oldest first; user turns alone will do.")] = [],  # noqa: B006
    ) -> Answer:
        """Answer a question about the documents. `status` tells whether it is answered, partial, declined or unclear; quote `citations`."""
        with _told():
            return require_sound(await service.ask(question, history))

    @server.tool(title="Look up a measure", annotations=_READS, structured_output=True)
    async def look_up_measure(
        measure: Annotated[int | str, Field(description="Its number (6) or label (措施(六), 第六条).")],
        document: Annotated[str | None, _DOCUMENT] = None,
    ) -> MeasureFound:
        """Read one measure: its exact text, heading, part, departments in charge, words of commitment, and the document's dates."""
        return await read(partial(find_measure, named=measure, document=document))

    @server.tool(title="List measures", annotations=_READS, structured_output=True)
    async def list_measures(
        department: Annotated[str | None, Field(description="A department in charge, under any of its names (省版权局, 工信厅).")] = None,
        part: Annotated[int | str | None, Field(description="A part of the document: its number or heading.")] = None,
        commitment: Annotated[
            str | None,
            Field(
                description="A word by which measures bind themselves (给予, 优先, 支持, 鼓励, 探索), or a kind: grant, priority, duty, "
                "support, encourage, explore, promote, penalty, permit."
            ),
        ] = None,
        document: Annotated[str | None, _DOCUMENT] = None,
    ) -> MeasuresFound:
        """List all measures that meet every condition given, complete and in order; all measures without conditions."""
        return await read(partial(find_measures, department=department, part=part, commitment=commitment, document=document))

    @server.tool(title="About the document", annotations=_READS, structured_output=True)
    async def about_document(document: Annotated[str | None, _DOCUMENT] = None) -> DocumentFound:
        """Tell who issued a document, when it applies, how it is built, how damaged the copy is, and which documents are held."""
        return await read(partial(find_document, document=document))

    @server.tool(title="Check eligibility", annotations=_READS, structured_output=True)
    async def check_eligibility(
        profile: Annotated[dict[str, Any], _PROFILE] = {},  # noqa: B006
        text: Annotated[str, Field(description="The user's own words about themselves, read for facts; the profile counts first.")] = "",
        document: Annotated[str | None, _DOCUMENT] = None,
    ) -> EligibilityReport:
        """Find out what the policy gives to somebody: every point with its verdict, the exact words it rests on, and what to ask next.

        Fill `profile` with what the user has said and nothing else: an attribute that they did not speak of is left out, one that they
        deny goes under "no". `eligible` alone may be told as an entitlement; `possible` names what is missing; `concerns` gives nothing by
        itself; outside true or null means that the place is not covered or not known. Put `question` to the user and call again with all
        that is known."""
        return await read(lambda assistant: checked_of(assistant, profile, text, document).report)

    async def read(call: Callable[[Assistant], _T]) -> _T:
        with _told():
            return await service.look_up(call)

    return server


@contextmanager
def _told() -> Iterator[None]:
    """A refusal becomes what the model is told; anything else is logged by the SDK and told to nobody."""
    try:
        yield
    except Refusal as refusal:
        raise ToolError(f"{refusal.code}: {refusal.message}") from None


@contextmanager
def _root_logger_left_alone() -> Iterator[None]:
    """The SDK sets up logging for the whole process unless somebody has; that is not its business inside another program."""
    root, quiet = logging.getLogger(), logging.NullHandler()
    root.addHandler(quiet)
    try:
        yield
    finally:
        root.removeHandler(quiet)
