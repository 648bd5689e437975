"""How a request gets to a staff page: only by way of :meth:`Desk.route`, which knows who it is and has read and judged the form."""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ui.pages.shell import STATIC, Shell
from ui.pages.staff.door import Door, Visitor, cookie
from ui.pages.staff.posted import BadForm, Posted, Upload, read_posted

FORM_COOKIE = "staff_form"
_INSIDE = re.compile(r"/(?:en/)?staff(?:/[A-Za-z0-9_-]+(?:\.[A-Za-z0-9]+)?)*")


@dataclass(frozen=True)
class Visit:
    """A request that was let in. ``posted`` is empty unless it was a form."""

    request: Request
    visitor: Visitor
    posted: Posted = field(default_factory=Posted)

    @property
    def form(self) -> dict[str, str]:
        """The fields, the last of each name."""
        return self.posted.last

    @property
    def upload(self) -> Upload | None:
        """The file that came with the form."""
        return self.posted.upload


Page = Callable[[Visit], Awaitable[Response]]


@dataclass(frozen=True)
class Desk:
    """The staff pages of one language."""

    door: Door
    shell: Shell

    def route(self, path: str, page: Page, *methods: str, files: bool = False) -> Route:
        """The route of a page below ``/staff`` (``{name}`` as Starlette has it): nobody gets to ``page`` but staff, no form but ours.
        ``files``: whether a file may come with its form."""

        async def guarded(request: Request) -> Response:
            visitor = self.door.visitor(request.scope)
            if visitor is None:
                return self.refuse(request)
            try:
                posted = await self.posted(request, visitor.whose, files=files) if request.method == "POST" else Posted()
            except BadForm as error:
                return self.message(request, "too_large" if error.status == 413 else "form", error.status, visitor)
            return await page(Visit(request, visitor, posted))

        return Route(self.shell.address(f"staff{path}"), guarded, methods=list(methods or ("GET",)))

    def refuse(self, request: Request) -> Response:
        """What somebody gets who is not known: the sign-in where there is one."""
        if not (self.door.has_passwords or self.door.has_proxy):
            return self.message(request, "nothing", 404)
        if not self.door.has_passwords:
            return self.message(request, "by_proxy", 401)
        wanted = request.url.path if request.method in ("GET", "HEAD") else self.shell.address("staff")
        return self.redirect(f"{self.shell.address('staff/sign-in')}?next={quote(inside(wanted, self.shell))}")

    async def posted(self, request: Request, whose: str, *, files: bool = False) -> Posted:
        """What was posted, without its token.

        Raises:
            BadForm: it does not carry the token that this browser was given for ``whose``, or cannot be read.
        """
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise BadForm(403)
        found = await read_posted(request, files=files)
        fields = dict(found.fields)
        if not self.door.signer.is_token(fields.pop("token", ("",))[-1], cookie(request.headers, FORM_COOKIE), whose):
            raise BadForm(403)
        return Posted(fields, found.upload)

    def page(self, visit: Visit, template: str, texts: str, *, path: str | None = None, status: int = 200, **values: Any) -> Response:
        """``template`` for whoever visits, with the texts called ``texts``, at ``path`` below the language."""
        return self._filled(
            visit.request, visit.visitor.whose, template, texts, path or "staff", status, {"visitor": visit.visitor, **values}
        )

    def open_page(self, request: Request, template: str, texts: str, *, path: str, status: int = 200, **values: Any) -> Response:
        """The same for somebody who is not known."""
        return self._filled(request, "", template, texts, path, status, {"visitor": None, **values})

    def message(self, request: Request, key: str, status: int, visitor: Visitor | None = None) -> Response:
        """A page with one sentence, ``key`` of the texts ``staff_message``."""
        whose = visitor.whose if visitor else ""
        return self._filled(request, whose, "staff_message.html.j2", "staff_message", "staff", status, {"visitor": visitor, "key": key})

    def redirect(self, address: str) -> Response:
        """See other."""
        return RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})

    def _filled(
        self, request: Request, whose: str, template: str, texts: str, path: str, status: int, values: Mapping[str, Any]
    ) -> Response:
        browser = cookie(request.headers, FORM_COOKIE)
        fresh = not re.fullmatch(r"[A-Za-z0-9_-]{22,64}", browser)
        browser = secrets.token_urlsafe(24) if fresh else browser
        response = self.shell.page(
            template,
            texts,
            path=path,
            status=status,
            token=self.door.signer.token(browser, whose),
            staff_words=self.shell.words("staff"),
            staff_style=(STATIC / "staff.css").read_text(encoding="utf-8"),
            **values,
        )
        response.headers["Cache-Control"] = "no-store"
        if fresh:
            set_cookie(request, response, FORM_COOKIE, browser)
        return response


def set_cookie(request: Request, response: Response, name: str, value: str, seconds: int | None = None) -> None:
    """Give the browser a cookie that no script reads, no other site sends, and that goes over https alone where this page did."""
    response.set_cookie(name, value, max_age=seconds, path="/", httponly=True, samesite="strict", secure=request.url.scheme == "https")


def inside(address: str, shell: Shell) -> str:
    """``address`` where it is a path of the staff pages, else their first page: nobody is sent elsewhere."""
    start = shell.address("staff")
    known = _INSIDE.fullmatch(address) is not None and len(address) <= 200
    return address if known and not address.endswith(("/sign-in", "/sign-out")) else start
