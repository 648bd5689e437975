"""The web application: the page in each language, the health check, and room for other routes beside them."""

from __future__ import annotations

import os

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from ui.backend import Backend
from ui.protection import Protection
from ui.wording import LANGUAGES, wording


def create_app(backend: Backend) -> FastAPI:
    """The application around ``backend``: ``/`` in Chinese, ``/en`` in English, ``/healthz``."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Protection)

    @app.get("/healthz")
    def healthz() -> JSONResponse:
        """200 when questions are answered, 503 while the index is being made ready."""
        return JSONResponse({"status": "ok" if backend.ready else "starting"}, status_code=200 if backend.ready else 503)

    _mount_pages(app, backend)
    return app


def _mount_pages(app: FastAPI, backend: Backend) -> None:
    import gradio as gr

    from ui.page import build_page
    from ui.theme import STATIC, head, theme

    # The page at "/" answers every path that no earlier route takes, so it comes last.
    for language in reversed(LANGUAGES):
        words = wording(language)
        path = "/" if language == LANGUAGES[0] else f"/{language}"
        gr.mount_gradio_app(
            app,
            build_page(backend, words),
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
