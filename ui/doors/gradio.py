"""What of Gradio is left open, what it is sent, and what it is made to forget. The one place that knows how Gradio keeps things inside.

A page joins the queue with an event and reads what comes of it from a stream of its session. Gradio keeps what nobody reads: messages by
session, the ids of events, a copy of the page's configuration, what was shown last. It forgets some of that when a stream ends, and nothing
where there never was one.
"""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import gradio as gr

PREFIX = "/gradio_api/"
JOIN, AT_ONCE = "queue/join", "run/predict"
DATA, HEARTBEAT = "queue/data", "heartbeat"
EVENTS = 1024
"""Events of a page that are under way at once. None is worked on: they watch the line in which the questions stand."""
STATES = 500
"""Loaded pages whose place is remembered; of one that is forgotten the address still tells its conversation."""
_OPEN = re.compile(r"queue/(?:join|data)|run/predict|heartbeat/[^/]+|cancel|reset/?|startup-events|app_id/?|theme\.css|info/?")
"""What the page asks of its programming interface. All else there writes files, fetches addresses, edits code or tells of the server."""
_SHUT = re.compile(r"(?:/[a-z]{2})?/(?:login|logout|monitoring|pwa_icon)(?:/.*)?")
_SESSION = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LONGEST_TRIGGER = 1_000_000


def quiet() -> None:
    """Have Gradio send nothing to anybody, and count nothing: it would sum up ten thousand events anew after each."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)


def bound(blocks: gr.Blocks) -> None:
    """Set how much of ``blocks`` is under way and remembered at once; before its queue is made."""
    blocks.max_threads = EVENTS
    blocks.state_session_capacity = STATES


def interface_of(path: str) -> tuple[str, str] | None:
    """Where the page stands and what is asked of its interface (``/en/``, ``queue/join``); None for any other path."""
    start, found, asked = path.partition(PREFIX)
    return (f"{start}/", asked) if found else None


def is_shut(path: str) -> bool:
    """Whether ``path`` is one of Gradio's that no page needs."""
    asked = interface_of(path)
    return _OPEN.fullmatch(asked[1]) is None if asked else "gradio_api" in path or _SHUT.fullmatch(path) is not None


class Malformed(ValueError):
    """A call that no page makes."""


def read_call(body: bytes, longest: int) -> tuple[str, int, bytes]:
    """The session and the function of a call, and the call as it is passed on: nothing in it but what a page sends, texts cut after
    ``longest`` characters.

    Raises:
        Malformed: it is none.
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    told = told if isinstance(told, dict) else {}
    session, function, data = told.get("session_hash"), told.get("fn_index"), told.get("data")
    if not (isinstance(session, str) and _SESSION.fullmatch(session) and type(function) is int and isinstance(data, list)):
        raise Malformed
    trigger, event = told.get("trigger_id"), told.get("event_data")
    value = event.get("value") if isinstance(event, dict) else None
    passed = {
        "session_hash": session,
        "fn_index": function,
        "data": [part[:longest] if isinstance(part, str) else None for part in data[:8]],
        "event_data": {"value": value[:longest]} if isinstance(value, str) else None,
        "trigger_id": trigger if type(trigger) is int and 0 <= trigger < _LONGEST_TRIGGER else None,
    }
    return session, function, json.dumps(passed).encode()


def named(blocks: gr.Blocks, names: frozenset[str]) -> frozenset[int]:
    """The numbers of the functions of ``blocks`` that are called one of ``names``."""
    return frozenset(number for number, function in blocks.fns.items() if function.name in names)


def unread(blocks: gr.Blocks, session: str) -> int:
    """How many events of a session are under way, or have an end that nobody has read."""
    return len(blocks._queue.pending_event_ids_session.get(session, ()))


def under_way(blocks: gr.Blocks) -> int:
    """How many events are under way."""
    return len(blocks._queue.event_ids_to_events)


async def let_go(blocks: gr.Blocks, session: str, *, whole: bool) -> None:
    """End the events of a session, and forget what nobody has read of them; where it is ``whole``, that there was such a page at all."""
    queue: Any = blocks._queue
    await queue.clean_events(session_hash=session)
    queue.pending_messages_per_session.pop(session, None)
    queue.pending_event_ids_session.pop(session, None)
    blocks.pending_streams.pop(session, None)
    blocks.pending_diff_streams.pop(session, None)
    holder = getattr(blocks, "state_holder", None)
    if whole and holder is not None:
        holder.delete_state(session)
        holder.session_data.pop(session, None)
        holder.time_last_used.pop(session, None)
