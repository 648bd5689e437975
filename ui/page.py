"""The page: what stands where, and which event leads to what. Built once for each language."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from ui.backend import Backend
from ui.conversation import Turns
from ui.conversations.listing import listing
from ui.conversations.missing import missing, wanted
from ui.conversations.owner import Owner, owner_of
from ui.conversations.registry import Conversations
from ui.doors import gradio
from ui.doors.readers import Readers
from ui.line import Line
from ui.messages import messages
from ui.notice import notice
from ui.pages.staff.door import VISITOR
from ui.privacy import privacy_line
from ui.recording import StoreAway
from ui.render import escape
from ui.session import Session
from ui.sources import panel
from ui.welcome import header, welcome
from ui.wording import Wording, fill

SESSION_SECONDS = 8 * 3600
"""How long the place of a page that was left is remembered."""
SHOWN = 30
"""Turns that a page shows to begin with, and so many more with each click: what is long ago costs nothing until it is wanted."""

LEANS = 8
"""Earlier questions that a follow-up may have been completed from."""
_TEMPLATE = "${value}"
_AS_IT_IS = (gr.skip(),) * 6
"""Nothing changes of what an event may write to."""


@dataclass
class View:
    """What one loaded page shows: which conversation (empty: none yet), and how many of its last turns. Changed in place by the events of
    the page, so that those that go on see when it has turned to something else."""

    conversation: str = ""
    shown: int = SHOWN


ASKING = frozenset(("ask", "again"))
"""The events of a page that put a question."""


def build_page(backend: Backend, words: Wording, conversations: Conversations, line: Line, readers: Readers) -> gr.Blocks:
    """The chat page in one language. A question is taken up once one of ``readers`` is there to read its answer."""
    page = _Page(backend, words, conversations, line, readers)
    blocks = gr.Blocks(title=words.page.title, analytics_enabled=False, fill_width=True)
    with blocks:
        head = _html(header(words), "page-header")
        about = _html("", "notice")
        view = gr.State(View(), time_to_live=SESSION_SECONDS)
        with gr.Row(elem_id="desk", equal_height=True):
            with gr.Column(elem_id="past", scale=0, min_width=0):
                past = _html("", "history")
            with gr.Column(elem_id="talk", scale=3, min_width=320):
                earlier = gr.Button(words.chat.earlier, elem_id="earlier", size="sm", visible=False)
                hello = _html(welcome(words), "welcome")
                chat = _chatbot(words)
                with gr.Row(elem_id="composer-row"):
                    composer = _composer(words)
                    clear = gr.Button(words.chat.clear, elem_id="clear", size="sm", scale=0, min_width=0)
                    _html(privacy_line(backend.settings, words), "privacy")
                again = gr.Button(words.chat.again, elem_id="again")
                refresh = gr.Button(words.conversations.heading, elem_id="refresh")
                reopen = gr.Button(words.chat.label, elem_id="reopen")
            with gr.Column(elem_id="evidence", scale=2, min_width=320):
                sources = _html(panel((), backend.document, words.sources), "sources")
        everything = [chat, sources, composer, past, earlier, hello]
        # No limit here: nothing is worked on in these events, they watch the line in which the questions stand.
        watching: dict[str, Any] = {"concurrency_limit": None, "show_progress": "hidden", "api_visibility": "private"}
        # The browser's own guard against asking twice would also swallow a question that follows a stop; the session has a better one.
        asking = [composer.submit, chat.option_select]
        gr.on(asking, page.ask, [composer, view], everything, trigger_mode="multiple", **watching)
        again.click(page.again, view, everything, trigger_mode="multiple", **watching)
        # Stopping and what only shows do not queue: they must get through while an answer is being written.
        at_once: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
        composer.stop(page.stop, view, None, **at_once)
        clear.click(page.clear, view, everything, **at_once)
        earlier.click(page.earlier, view, [chat, earlier], **at_once)
        reopen.click(page.reopen, view, everything, trigger_mode="multiple", **watching)
        refresh.click(page.refresh, view, everything, **at_once)
        blocks.load(page.about, None, about, **watching)
        blocks.load(page.open, view, [head, *everything], **watching)
    gradio.bound(blocks)
    blocks.queue()
    return blocks


class _Page:
    """The events of one page. Holds no conversation: those are the registry's, and each is asked for by its owner."""

    def __init__(self, backend: Backend, words: Wording, conversations: Conversations, line: Line, readers: Readers) -> None:
        self._backend = backend
        self._readers = readers
        self._words = words
        self._conversations = conversations
        self._line = line

    async def open(self, view: View, request: gr.Request) -> AsyncIterator[tuple[Any, ...]]:
        """The conversation that the address names, with whatever has come since it was shown last, also while an answer goes on."""
        owner, head = owner_of(request), header(self._words, staff=_is_staff(request))
        view.conversation, view.shown = "", SHOWN
        session, why = await self._found(owner, view, request)
        if session is None:
            yield head, *await self._nothing(owner, why)
            return
        async for values in self._followed(session, owner, view):
            yield head, *values
            head = gr.skip()

    async def reopen(self, view: View, request: gr.Request) -> AsyncIterator[tuple[Any, ...]]:
        """The same for a page that was cut off from the server for a while: what came meanwhile is shown."""
        owner = owner_of(request)
        session = await self._session(owner, view, request)
        if session is None:
            yield _AS_IT_IS
            return
        async for values in self._followed(session, owner, view):
            yield values

    async def ask(self, typed: str, view: View, request: gr.Request, event: gr.EventData) -> AsyncIterator[tuple[Any, ...]]:
        """Answer what was typed, or the suggestion that was chosen; nothing while an answer is still being written."""
        owner = owner_of(request)
        if not await self._readers.present(request.session_hash or ""):
            return
        session = await self._session(owner, view, request)
        if session is None:
            session = await asyncio.to_thread(self._conversations.begin, owner)
        async for values in self._asked(session, owner, view, _chosen(event) or typed or ""):
            yield values

    async def again(self, view: View, request: gr.Request) -> AsyncIterator[tuple[Any, ...]]:
        """Ask once more what was not answered."""
        owner = owner_of(request)
        if not await self._readers.present(request.session_hash or ""):
            return
        session = await self._session(owner, view, request)
        if session is None or not session.turns:
            yield _AS_IT_IS
            return
        async for values in self._asked(session, owner, view, session.turns[-1].question, again=True):
            yield values

    async def stop(self, view: View, request: gr.Request) -> None:
        """End the answer that is being written; what is written of it stays."""
        if session := await self._session(owner_of(request), view, request):
            session.stop()

    async def clear(self, view: View, request: gr.Request) -> tuple[Any, ...]:
        """A new conversation. An answer that is being written goes on in the one that is left."""
        owner = owner_of(request)
        left = await self._session(owner, view, request)
        view.conversation, view.shown = "", SHOWN
        if left is not None:
            left.wake()
        return await self._nothing(owner)

    async def earlier(self, view: View, request: gr.Request) -> tuple[Any, ...]:
        """Show more of what was said before."""
        session = await self._session(owner_of(request), view, request)
        if session is None:
            return gr.skip(), gr.skip()
        view.shown += SHOWN
        return self._chat(session.turns, session, view), self._earlier(session.turns, view)

    async def refresh(self, view: View, request: gr.Request) -> tuple[Any, ...]:
        """The list of conversations as it is now; when the one that was shown is gone, an empty one."""
        owner = owner_of(request)
        session, why = await self._found(owner, view, request)
        if session is None and view.conversation and why != self._words.conversations.unread:
            view.conversation, view.shown = "", SHOWN
            return await self._nothing(owner)
        return gr.skip(), gr.skip(), gr.skip(), await self._past(owner, session), gr.skip(), gr.skip()

    async def about(self) -> AsyncIterator[str]:
        """The notice above the conversation; while the index is being made ready, how far it is."""
        shown = None
        while not self._backend.settled:
            if (line := self._preparing()) != shown:
                shown = line
                yield line
            await asyncio.sleep(0.2)
        yield notice(self._backend.documents(), self._words.page) if self._backend.ready else f"<p>{escape(self._words.errors.index)}</p>"

    def _preparing(self) -> str:
        words, progress = self._words.preparing, self._backend.progress
        line = fill(words.progress, done=progress[0], total=progress[1]) if progress else words.opening
        return f'<p class="preparing">{escape(line)}</p>'

    async def _session(self, owner: Owner, view: View, request: gr.Request) -> Session | None:
        """The conversation that is shown, if it is still there and can be read."""
        return (await self._found(owner, view, request))[0]

    async def _found(self, owner: Owner, view: View, request: gr.Request) -> tuple[Session | None, str]:
        """The conversation that is shown, or why there is none; neither where the page is a new one. A server that was started anew knows
        nothing of its pages, but their addresses tell."""
        name = view.conversation or wanted(request)
        if not name:
            return None, ""
        try:
            session = await asyncio.to_thread(self._conversations.session, owner, name)
        except StoreAway:
            return None, self._words.conversations.unread
        return session, "" if session else missing(name, self._words)

    async def _asked(
        self, session: Session, owner: Owner, view: View, question: str, *, again: bool = False
    ) -> AsyncIterator[tuple[Any, ...]]:
        keep = self._conversations.keep(owner)
        if not session.ask(question, self._backend.assistant, self._words.errors, self._line, keep, again=again):
            yield _AS_IT_IS
            return
        async for values in self._followed(session, owner, view, asked=True):
            yield values

    async def _followed(self, session: Session, owner: Owner, view: View, *, asked: bool = False) -> AsyncIterator[tuple[Any, ...]]:
        """Everything at first, then the chat alone while an answer goes on, then everything that it changed.

        Where the page has turned to a new conversation, an empty one: a piece of the one that was left may have crossed the wish for it.
        """
        view.conversation, began, left = session.id, False, asked
        async for turns in session.follow():
            if view.conversation != session.id:
                yield _AS_IT_IS if view.conversation else await self._nothing(owner)
                return
            if session.closed:
                view.conversation = ""
                yield await self._nothing(owner, self._words.conversations.deleted)
                return
            busy = session.busy
            if not began:
                began, left = True, asked or busy
                yield await self._whole(session, turns, owner, view, asked=asked)
            elif busy:
                yield self._chat(turns, session, view), *_AS_IT_IS[1:]
            else:
                # Once when the answer is complete, and where keeping it takes longer once more when it is known whether it was kept.
                left = False
                yield await self._finished(session, owner, view)
        if left:
            yield await self._finished(session, owner, view)
        # Gradio ends by sending once more what came last, whole: nothing, rather than conversation and sources.
        yield _AS_IT_IS

    async def _finished(self, session: Session, owner: Owner, view: View) -> tuple[Any, ...]:
        """Everything that a finished answer changes."""
        bar, past = gr.update(submit_btn=True, stop_btn=False), await self._past(owner, session)
        return self._chat(session.turns, session, view), self._sources(session.turns), bar, past, gr.skip(), gr.skip()

    async def _whole(self, session: Session, turns: Turns, owner: Owner, view: View, *, asked: bool) -> tuple[Any, ...]:
        """All that a page shows of a conversation; where a question was ``asked`` just now, its sources are those from before."""
        busy = session.busy
        buttons: dict[str, Any] = {"submit_btn": not busy, "stop_btn": busy}
        bar = gr.update(value="", **buttons) if asked else gr.update(**buttons)
        sources = gr.skip() if asked else self._sources(turns)
        # An update of other things than the value is dear: Gradio makes the component anew, its JSON schema included.
        earlier = gr.skip() if asked and len(turns) <= view.shown else self._earlier(turns, view)
        return self._chat(turns, session, view), sources, bar, await self._past(owner, session), earlier, ""

    async def _nothing(self, owner: Owner, why: str = "") -> tuple[Any, ...]:
        """A page with no conversation, and ``why`` where one was expected."""
        bar = gr.update(submit_btn=True, stop_btn=False)
        return [], self._sources(()), bar, await self._past(owner, None), gr.update(visible=False), welcome(self._words, why)

    async def _past(self, owner: Owner, session: Session | None) -> str:
        listed = await asyncio.to_thread(self._conversations.listed, owner)
        last = session.turns[-1].number if session and session.turns else 0
        return listing(owner, listed, session.id if session else "", self._words, last, away=self._conversations.away)

    def _sources(self, turns: Turns) -> str:
        return panel(turns, self._backend.document, self._words.sources)

    def _chat(self, turns: Turns, session: Session, view: View) -> list[Any]:
        kept, held = session.exchanges, session.opinions
        asked = tuple(turn.question for turn in turns)
        first = max(len(turns) - view.shown, 0)
        return [
            message
            for place, turn in enumerate(turns[first:], start=first)
            for message in messages(
                turn,
                self._words,
                last=turn is turns[-1],
                before=asked[max(place - LEANS, 0) : place],
                kept=bool(kept.get(turn.number)),
                unkept=turn.number in session.unkept,
                opinion=held.get(turn.number),
                ahead=session.ahead,
            )
        ]

    def _earlier(self, turns: Turns, view: View) -> Any:
        hidden = len(turns) - view.shown
        return gr.update(visible=hidden > 0, value=fill(self._words.chat.earlier, n=hidden) if hidden > 0 else "")


def _is_staff(request: gr.Request) -> bool:
    return bool(request.request and request.request.scope.get(VISITOR))


def _chosen(event: gr.EventData) -> str:
    """The text of the suggestion that was clicked; empty when the question was typed."""
    value = getattr(event, "_data", None)
    value = value.get("value") if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""


def _chatbot(words: Wording) -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        label=words.chat.label,
        show_label=False,
        container=False,
        height="auto",
        layout="bubble",
        buttons=[],
        placeholder="",
        sanitize_html=True,
        allow_tags=False,
        render_markdown=True,
        latex_delimiters=[],
        allow_file_downloads=False,
        group_consecutive_messages=False,
    )


def _composer(words: Wording) -> gr.Textbox:
    # One line to begin with: then Enter sends and Shift+Enter makes a new line.
    return gr.Textbox(
        elem_id="composer",
        label=words.chat.label,
        show_label=False,
        container=False,
        placeholder=words.chat.placeholder,
        lines=1,
        max_lines=8,
        autofocus=True,
        submit_btn=True,
        html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
    )


def _html(value: str, elem_id: str) -> gr.HTML:
    return gr.HTML(value, html_template=_TEMPLATE, js_on_load=None, apply_default_css=False, elem_id=elem_id)
