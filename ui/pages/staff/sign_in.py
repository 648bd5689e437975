"""Signing in and out."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ui.pages.staff.attempts import Attempts
from ui.pages.staff.desk import Desk, Visit, inside, set_cookie
from ui.pages.staff.door import COOKIE
from ui.pages.staff.posted import BadForm
from ui.pages.staff.session import SECONDS


def routes(desk: Desk, attempts: Attempts) -> list[Route]:
    """``/staff``, ``/staff/sign-in`` and ``/staff/sign-out``."""
    sign_in = desk.shell.address("staff/sign-in")

    async def first(visit: Visit) -> Response:
        return desk.redirect(desk.shell.address("staff/draft"))

    async def form(request: Request) -> Response:
        if not desk.door.has_passwords:
            return desk.refuse(request)
        wanted = inside(request.query_params.get("next", ""), desk.shell)
        if desk.door.visitor(request.scope):
            return desk.redirect(wanted)
        return shown(request, wanted)

    async def signed_in(request: Request) -> Response:
        if not desk.door.has_passwords:
            return desk.refuse(request)
        try:
            fields = (await desk.posted(request, "")).last
        except BadForm as error:
            # A sign-in left open over a restart carries the token of a process that is gone.
            return shown(request, inside("", desk.shell), "expired", error.status)
        wanted = inside(fields.get("next", ""), desk.shell)
        if seconds := attempts.wait(request.scope):
            response = shown(request, wanted, "wait", 429)
            response.headers["Retry-After"] = str(seconds)
            return response
        name, staff = fields.get("name", "").strip(), desk.door.staff()
        if not await attempts.check(request.scope, staff, name, fields.get("password", "")):
            return shown(request, wanted, "wrong", 401, name)
        response = desk.redirect(wanted)
        set_cookie(request, response, COOKIE, desk.door.signer.begin(name, staff[name]), SECONDS)
        return response

    def shown(request: Request, wanted: str, trouble: str = "", status: int = 200, name: str = "") -> Response:
        values = {"wanted": wanted, "trouble": trouble, "name": name[:64], "action": sign_in}
        path = f"staff/sign-in?next={quote(wanted)}"
        return desk.open_page(request, "staff_sign_in.html.j2", "staff_sign_in", path=path, status=status, **values)

    async def signed_out(visit: Visit) -> Response:
        if visit.visitor.session:
            desk.door.signer.end(visit.visitor.session)
        response = desk.redirect(sign_in if desk.door.has_passwords else desk.shell.address(""))
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
        return response

    return [
        desk.route("", first),
        Route(sign_in, form, methods=["GET"]),
        Route(sign_in, signed_in, methods=["POST"]),
        desk.route("/sign-out", signed_out, "POST"),
    ]
