"""What a page shows before anything is asked: the header with its navigation, and examples for each kind of visitor. HTML."""

from __future__ import annotations

from ui.pages.shell import NAVIGATION, STAFF_NAVIGATION, Shell
from ui.render import escape
from ui.wording import Wording


def header(words: Wording, *, staff: bool = False) -> str:
    """The top of the chat page; the staff's own pages among its links for ``staff`` alone."""
    page, shell = words.page, Shell("zh" if words.language.startswith("zh") else "en")
    frame = shell.words("frame")
    links = "".join(
        f'<a href="{escape(shell.address(e.path))}"{" aria-current=page" if e.name == "chat" else ""}>{escape(frame[e.name])}</a>'
        for e in (*NAVIGATION, *(STAFF_NAVIGATION if staff else ()))
    )
    return (
        f"<header><div><h1>{escape(page.title)}</h1><p>{escape(page.line)}</p></div>"
        f'<nav aria-label="{escape(frame["navigation"])}">{links}</nav>'
        f'<a href="{escape(page.other_language_address)}">{escape(page.other_language)}</a></header>'
    )


def welcome(words: Wording, told: str = "") -> str:
    """A greeting, and for each kind of visitor some questions; a click asks one. ``told`` stands above it: why nothing else is here."""
    kinds = words.chat.examples
    choices = "".join(
        f'<label><input type="radio" name="visitor" value="{n}"{" checked" * (n == 0)}><span>{escape(kind.who)}</span></label>'
        for n, kind in enumerate(kinds)
    )
    lists = "".join(
        f'<ul class="examples" data-kind="{n}"{" hidden" * (n > 0)}>'
        + "".join(f'<li><button type="button" class="example">{escape(q)}</button></li>' for q in kind.questions)
        + "</ul>"
        for n, kind in enumerate(kinds)
    )
    before = f'<p class="told" role="status">{escape(told)}</p>' if told else ""
    return (
        f'{before}<section class="hello"><h2>{escape(words.chat.welcome)}</h2>'
        f"<fieldset><legend>{escape(words.chat.who)}</legend>{choices}</fieldset>{lists}</section>"
    )
