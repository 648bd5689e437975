"""The page: what stands where, and which event leads to what. Built once for each language."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator
from typing import Any

import gradio as gr

from ui.backend import Backend
from ui.conversation import Turn, Turns
from ui.notice import notice
from ui.opinions import options, voted
from ui.pages.shell import NAVIGATION, Shell
from ui.render import answer_markdown, escape, question_markdown
from ui.session import Session
from ui.sources import anchors, panel
from ui.wording import Wording, fill

SESSION_SECONDS = 8 * 3600
"""How long an idle conversation stays in memory."""
AT_ONCE = 4
"""Questions that are worked on at the same time; the others queue."""

QUEUE = 256
"""Questions that may wait; one more is refused."""

_TEMPLATE = "${value}"
_VOTABLE = '\n\n<div class="votable"></div>'
"""The style sheet shows thumbs below answers that hold this: Gradio itself puts them below all, also one that is still being written."""


def build_page(backend: Backend, words: Wording) -> gr.Blocks:
    """The chat page in one language."""
    page = _Page(backend, words)
    blocks = gr.Blocks(title=words.page.title, analytics_enabled=False, fill_width=True)
    with blocks:
        _html(header(words), "page-header")
        about = _html("", "notice")
        session = gr.State(Session(), time_to_live=SESSION_SECONDS)
        with gr.Row(elem_id="desk", equal_height=True):
            with gr.Column(elem_id="talk", scale=3, min_width=320):
                chat = _chatbot(words, options(words.feedback) if backend.recorder.wanted else {})
                with gr.Row(elem_id="composer-row"):
                    composer = _composer(words)
                    clear = gr.Button(words.chat.clear, elem_id="clear", size="sm", scale=0, min_width=0)
            with gr.Column(elem_id="evidence", scale=2, min_width=320):
                sources = _html(panel((), backend.document, words.sources), "sources")
        # The browser's own guard against asking twice would also swallow a question that follows a stop; the session has a better one.
        gr.on(
            [composer.submit, chat.example_select, chat.option_select],
            page.ask,
            [composer, session],
            [chat, sources, composer],
            concurrency_limit=AT_ONCE,
            concurrency_id="ask",
            trigger_mode="multiple",
            show_progress="hidden",
            api_visibility="private",
        )
        if backend.recorder.wanted:
            # One after the other, so that the last click is the last word.
            chat.like(page.vote, session, chat, concurrency_limit=1, show_progress="hidden", api_visibility="private")
        # Stopping and clearing do not queue: they must get through while an answer is being written.
        at_once: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
        composer.stop(Session.stop, session, None, **at_once)
        clear.click(page.clear, session, [chat, sources, composer], **at_once)
        blocks.load(page.about, None, about, show_progress="hidden", concurrency_limit=None, api_visibility="private")
    blocks.queue(max_size=QUEUE)
    return blocks


class _Page:
    """The events of one page. Holds no conversation: that is in each session's state."""

    def __init__(self, backend: Backend, words: Wording) -> None:
        self._backend = backend
        self._words = words
        self._options = options(words.feedback)

    def ask(self, typed: str, session: Session, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        """Answer what was typed, or the example or suggestion that was chosen; nothing while an answer is still being written."""
        began, voted_before = False, bool(session.votes)
        recorder = self._backend.recorder
        for turns in session.ask(_chosen(event) or typed or "", self._backend.assistant, self._words.errors, recorder.record):
            yield self._messages(turns, session), gr.skip(), gr.skip() if began else gr.update(value="", submit_btn=False, stop_btn=True)
            began = True
        if began:
            chat = self._chat(session.turns, session) if voted_before or session.votes else self._messages(session.turns, session)
            yield chat, self._sources(session.turns), gr.update(submit_btn=True, stop_btn=False)
        # Gradio ends by sending once more what came last, whole: nothing rather than conversation and sources.
        yield (gr.skip(),) * 3

    def vote(self, session: Session, event: gr.EventData) -> Any:
        """Keep what was chosen for an answer of this session; anything else that a browser may send does nothing."""
        turn, option = voted(event, session.turns)
        if turn is not None and (not option or option in self._options):
            opinion = self._options.get(option)
            if not session.vote(turn.number, option, lambda exchange: self._backend.recorder.vote(exchange, opinion)):
                gr.Warning(self._words.feedback.failed, title=self._words.feedback.failed_title)
        return gr.update(feedback_value=_votes(session.turns, session))

    def clear(self, session: Session) -> tuple[Any, ...]:
        """An empty conversation; the answer that is being written sees to it when there is one."""
        return (self._chat((), session), self._sources(()), gr.update(value="")) if session.clear() else (gr.skip(),) * 3

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

    def _sources(self, turns: Turns) -> str:
        return panel(turns, self._backend.document, self._words.sources)

    def _chat(self, turns: Turns, session: Session) -> Any:
        """The conversation and its votes. Dear: for every update of other things than the value Gradio makes the component anew, and its
        JSON schema with it (8 ms)."""
        return gr.update(value=self._messages(turns, session), feedback_value=_votes(turns, session))

    def _messages(self, turns: Turns, session: Session) -> list[dict[str, Any]]:
        kept = session.exchanges
        return [m for turn in turns for m in messages(turn, self._words, last=turn is turns[-1], kept=bool(kept.get(turn.number)))]


def _votes(turns: Turns, session: Session) -> list[str | None]:
    return [session.votes.get(turn.number) or None for turn in turns]


def messages(turn: Turn, words: Wording, *, last: bool, kept: bool = False) -> list[dict[str, Any]]:
    """A turn as two messages of the conversation; the last one offers its suggestions. One that was ``kept`` can be voted on."""
    chat = words.chat
    question = turn.question if turn.question.strip() else chat.empty_question
    text = answer_markdown(turn.text, anchors(turn)) if turn.text else f"*{chat.thinking}*"
    if turn.state == "stopped":
        text = f"{answer_markdown(turn.text, {})}\n\n*{chat.stopped}*"
    reply: dict[str, Any] = {"role": "assistant", "content": [_text(text + _notices(turn, words) + _VOTABLE * kept)]}
    if last and turn.answer and turn.answer.suggestions:
        reply["options"] = [{"value": s, "label": s} for s in turn.answer.suggestions[:4]]
    shown = question_markdown(question, fill(chat.long_question, n=len(question)))
    return [{"role": "user", "content": [_text(shown)]}, reply]


def _text(markdown: str) -> dict[str, str]:
    # A bare string would have its indentation taken away.
    return {"type": "text", "text": markdown}


def _notices(turn: Turn, words: Wording) -> str:
    # Written as elements because Markdown has none for this; the text inside is escaped and holds no empty line, which would end the block.
    if turn.answer is None or not turn.answer.notices:
        return ""
    lines = "".join(
        f'<p class="notice {n.kind}"><b>{escape(words.chat.notices.get(n.kind, ""))}</b> {escape(" ".join(n.text.split()))}</p>'
        for n in turn.answer.notices
    )
    return f'\n\n<div class="notices">{lines}</div>'


def _chosen(event: gr.EventData) -> str:
    """The text of the example or suggestion that was clicked; empty when the question was typed."""
    value = getattr(event, "_data", None)
    value = value.get("value") if isinstance(value, dict) else None
    if isinstance(value, dict):
        value = value.get("text")
    return value if isinstance(value, str) else ""


def _chatbot(words: Wording, votes: Collection[str]) -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        label=words.chat.label,
        show_label=False,
        container=False,
        height="auto",
        layout="bubble",
        buttons=[],
        placeholder=f'<p class="welcome">{escape(words.chat.welcome)}</p>',
        examples=[{"text": q} for q in words.chat.examples],
        sanitize_html=True,
        allow_tags=False,
        render_markdown=True,
        latex_delimiters=[],
        feedback_options=list(votes) or None,
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


def header(words: Wording) -> str:
    """Name, navigation and the way to the other language."""
    page, shell = words.page, Shell("zh" if words.language.startswith("zh") else "en")
    frame = shell.words("frame")
    links = "".join(
        f'<a href="{escape(shell.address(e.path))}"{" aria-current=page" if e.name == "chat" else ""}>{escape(frame[e.name])}</a>'
        for e in NAVIGATION
    )
    return (
        f"<header><div><h1>{escape(page.title)}</h1><p>{escape(page.line)}</p></div>"
        f'<nav aria-label="{escape(frame["navigation"])}">{links}</nav>'
        f'<a href="{escape(page.other_language_address)}">{escape(page.other_language)}</a></header>'
    )
