"""The web application: the page in each language, and the interfaces for programs beside them."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from fastapi import FastAPI
from starlette.routing import Route

from assistant import Settings
from assistant.api import Hosts, KnownHosts, Service, create_api
from ui.backend import Backend
from ui.compression import Compression
from ui.conversations.missing import told_of
from ui.conversations.owner import Owners
from ui.conversations.registry import Conversations
from ui.conversations.routes import conversation_routes
from ui.doors import gradio
from ui.doors.admission import Doors, Pages
from ui.doors.elsewhere import Elsewhere, OtherMethods
from ui.doors.readers import Readers
from ui.doors.trouble import Troubles
from ui.first_paint import FirstPaint
from ui.fragments import fragment_routes
from ui.line import AT_ONCE, WITH_MODEL, Line
from ui.pages import site_routes
from ui.pages.shell import Shell
from ui.pages.staff.door import Door, Peer, Visitors
from ui.pages.staff.routes import staff_routes
from ui.protection import Protection
from ui.wording import LANGUAGES, wording


def create_app(backend: Backend, settings: Settings) -> FastAPI:
    """The application around ``backend``: ``/`` in Chinese, ``/en`` in English, and the interfaces for programs (:mod:`assistant.api`).

    Raises:
        SettingsError: the keys of the interfaces are malformed, or who may see the staff pages is.
    """
    gradio.quiet()
    _spare_searches()
    door = Door(settings)
    checks, besides = {"model": lambda: _model_trouble(backend)}, {"store": backend.recorder.trouble}
    service = Service(settings, opened=backend.opened, checks=checks, besides=besides)
    api, pages, readers = create_api(service), Pages(), Readers()
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=api.lifespan)
    conversations = Conversations(backend.recorder)
    app.add_middleware(FirstPaint, languages={Shell(language).address(""): language for language in LANGUAGES}, tell=told_of(conversations))
    _add_middleware(app, door, service, pages, readers)
    app.router.routes.append(api)
    app.router.routes.extend(site_routes(backend))
    app.router.routes.extend(fragment_routes(backend))
    app.router.routes.extend(staff_routes(door, backend, settings))
    backend.at_end(conversations.end)
    app.router.routes.extend(conversation_routes(conversations, backend))
    app.router.routes.extend((Elsewhere(_pages_of(app)), OtherMethods(tuple(app.router.routes))))
    _mount_pages(app, backend, conversations, Line(WITH_MODEL if settings.model else AT_ONCE), pages, readers)
    return app


def _pages_of(app: FastAPI) -> list[str]:
    """The paths of all pages, those of the chat among them."""
    plain = [r.path for r in app.router.routes if isinstance(r, Route) and "GET" in (r.methods or ()) and "{" not in r.path]
    return [*plain, *(Shell(language).address("") for language in LANGUAGES)]


def _spare_searches() -> None:
    """Gradio tries to import matplotlib around every piece of an answer. Where there is none Python would search its whole path each time,
    in the loop that serves everybody; told so once, it gives up at once."""
    if find_spec("matplotlib") is None:
        sys.modules["matplotlib"] = None  # type: ignore[assignment]


def _add_middleware(app: FastAPI, door: Door, service: Service, pages: Pages, readers: Readers) -> None:
    """What every request passes before the pages, the last one first."""
    from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

    settings = service.settings

    app.add_middleware(Owners)
    app.add_middleware(Visitors, door=door)
    app.add_middleware(Doors, service=service, pages=pages, readers=readers)
    app.add_middleware(KnownHosts, hosts=Hosts(settings))
    app.add_middleware(Troubles)
    app.add_middleware(Protection)
    app.add_middleware(Compression)
    if settings.trusted_proxies:
        # Here and not in uvicorn, which would leave no trace of who really connected.
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=settings.trusted_proxies)
    app.add_middleware(Peer)


def _model_trouble(backend: Backend) -> str | None:
    """What to say where the model that writes has failed so often that it is left alone; answers are extracts meanwhile."""
    assistant = backend.opened()
    away = assistant is not None and assistant.model_is_away
    return "left alone after failures in a row; answers are extracts" if away else None


def _mount_pages(app: FastAPI, backend: Backend, conversations: Conversations, line: Line, pages: Pages, readers: Readers) -> None:
    import gradio as gr

    from ui.page import ASKING, build_page
    from ui.theme import STATIC, head, theme

    # The page at "/" answers every path that no earlier route takes, so it comes last.
    for language in reversed(LANGUAGES):
        words = wording(language)
        path = "/" if language == LANGUAGES[0] else f"/{language}"
        blocks = build_page(backend, words, conversations, line, readers)
        pages.add(words.page.address, blocks, ASKING)
        gr.mount_gradio_app(
            app,
            blocks,
            path=path,
            theme=theme(),
            head=head(words),
            footer_links=[],
            run_history=False,
            show_error=False,
            ssr_mode=False,
            pwa=False,
            mcp_server=False,
            enable_monitoring=False,
            max_file_size=0,
            favicon_path=str(STATIC / "favicon.png") if path == "/" else None,
            app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        )
