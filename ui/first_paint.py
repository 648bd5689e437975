"""What the chat page shows before its scripts run, and to a browser that runs none: header, navigation and a line.

Gradio's page begins empty and English, and adds even our style sheet only once it runs. This stands in its body from the first byte and
goes once the chat is there.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Any

from starlette.requests import Request

from ui.pages.shell import STATIC, Shell
from ui.render import escape
from ui.welcome import header
from ui.wording import Language, wording

_APP = b"<gradio-app"
Tell = Callable[[Request, Language], Awaitable[str]]
_ENGLISH = b'lang="en"'


@cache
def first_paint(language: Language, told: str = "") -> str:
    """The HTML that stands before the chat; where no script runs, with what is ``told`` of the address."""
    words, shell = wording(language), Shell(language)
    style = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("colours.css", "first.css"))
    links = " ".join(f'<a href="{shell.address(path)}">{escape(shell.words("frame")[path])}</a>' for path in ("policy", "check"))
    missed = f'<p class="first-script" role="status">{escape(told)}</p>' if told else ""
    return (
        f'<style>{style}</style><div id="first-paint"><div class="inside"><div class="first-header">{header(words)}</div>'
        f'<p class="first-line" role="status">{escape(words.connection.loading)}</p>'
        f"<noscript><style>#first-paint .first-line {{ display: none; }}</style>{missed}"
        f'<p class="first-script">'
        f"{escape(words.connection.no_script)} {links}</p></noscript></div></div>"
    )


class FirstPaint:
    """ASGI middleware: puts :func:`first_paint` into the chat pages and gives them their language. ``languages``: from path to language;
    ``tell``: what there is to say of a request's address, to its browser."""

    def __init__(self, app: Any, languages: Mapping[str, Language], tell: Tell) -> None:
        self._app = app
        self._languages = dict(languages)
        self._tell = tell

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        language = self._languages.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        if language is None:
            await self._app(scope, receive, send)
            return
        before = first_paint(language, await self._tell(Request(scope), language)).encode()
        page = before, wording(language).language.encode()
        begun: dict[str, Any] = {}
        body = bytearray()

        async def gather(message: Any) -> None:
            if message["type"] == "http.response.start":
                begun.update(message)
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    whole = _filled(bytes(body), *page) if begun["status"] == 200 else bytes(body)
                    await send({**begun, "headers": _sized(begun["headers"], len(whole))})
                    await send({"type": "http.response.body", "body": whole})

        await self._app(scope, receive, gather)


def _filled(page: bytes, before: bytes, language: bytes) -> bytes:
    return page.replace(_ENGLISH, b'lang="' + language + b'"', 1).replace(_APP, before + _APP, 1)


def _sized(headers: Any, length: int) -> list[tuple[bytes, bytes]]:
    return [*((n, v) for n, v in headers if n.lower() != b"content-length"), (b"content-length", str(length).encode())]
