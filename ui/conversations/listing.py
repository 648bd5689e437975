"""The list of conversations beside the chat, as HTML: one is opened by its link, renamed, taken along or deleted from its menu."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ui.conversations.owner import Owner
from ui.conversations.registry import TITLE_CHARS, Listed
from ui.render import clean, escape
from ui.wording import Wording, fill

LOCAL = dt.timezone(dt.timedelta(hours=8))
"""The time of day in China, whose offices and firms use this."""


def local_time(moment: dt.datetime) -> str:
    """``moment`` for people: ``2026-11-23 14:05``."""
    return f"{moment.astimezone(LOCAL):%Y-%m-%d %H:%M}"


def listing(owner: Owner, listed: Sequence[Listed], current: str, words: Wording, turn: int = 0, *, away: bool = False) -> str:
    """The whole panel; ``current`` is the id of the conversation that is shown (empty: one in which nothing was asked), ``turn`` the number
    of its last question, by which the page sees that one has been taken. ``away``: the store could not be read, and the list says so."""
    t = words.conversations
    items = "".join(_item(c, c.id == current, words) for c in listed)
    body = f"<ol>{items}</ol>{_clear_all(words)}" if listed else f'<p class="none">{escape(t.none)}</p>'
    unread = f'<p class="away">{escape(t.away)}</p>' if away else ""
    more = f'<a href="{escape(words.privacy.address)}">{escape(words.privacy.more)}</a>'
    shown = current if any(c.id == current for c in listed) else ""
    return (
        f'<section class="conversations" data-current="{escape(shown)}" data-turn="{turn}" aria-label="{escape(t.heading)}">'
        f'<button type="button" class="open-list" popovertarget="conversation-list">{escape(t.heading)}</button>'
        f'<div id="conversation-list" popover><h2>{escape(t.heading)}</h2>{unread}{body}'
        f'<p class="kept">{escape(t.kept_for_staff if owner.lasting else t.kept_for_visitors)} {more}</p></div></section>'
    )


def _item(c: Listed, current: bool, words: Wording) -> str:
    t = words.conversations
    title = escape(clean(c.title) or words.chat.empty_question)
    here = ' aria-current="page"' if current else ""
    exports = " ".join(
        f'<a href="/conversations/{c.id}.{form}?language={words.language[:2]}" download>{escape(label)}</a>'
        for form, label in (("docx", t.word), ("md", t.markdown), ("json", t.json_))
    )
    return (
        f'<li><a class="title" href="{_home(words)}?conversation={c.id}"{here}>{title}</a>'
        f'<time datetime="{c.used.isoformat()}">{local_time(c.used)}</time>'
        f'<details class="menu"><summary aria-label="{escape(fill(t.menu, title=clean(c.title)))}">…</summary>'
        f'<form method="post" action="/conversations/{c.id}/rename">{_back(words)}'
        f'<label>{escape(t.name)} <input name="title" value="{title}" maxlength="{TITLE_CHARS}" required autocomplete="off"></label>'
        f"<button>{escape(t.rename)}</button></form>"
        f'<p class="exports">{escape(t.export)} {exports}</p>'
        f"{_sure(f'/conversations/{c.id}/delete', t.delete, t.delete_sure, words)}</details></li>"
    )


def _clear_all(words: Wording) -> str:
    t = words.conversations
    return f'<div class="all">{_sure("/conversations/delete", t.delete_all, t.delete_all_sure, words)}</div>'


def _sure(action: str, label: str, question: str, words: Wording) -> str:
    """A deletion that is asked about once more."""
    return (
        f'<details class="sure"><summary>{escape(label)}</summary><form method="post" action="{action}">{_back(words)}'
        f"<p>{escape(question)}</p><button>{escape(words.conversations.delete_yes)}</button></form></details>"
    )


def _back(words: Wording) -> str:
    return f'<input type="hidden" name="language" value="{words.language[:2]}">'


def _home(words: Wording) -> str:
    return "/" if words.language.startswith("zh") else "/en/"
