"""The application: what it is put together from."""

from __future__ import annotations

import time
from http import HTTPStatus
from pathlib import Path
from secrets import token_hex
from typing import Any

import structlog
from flask import Response, g, request
from flask_openapi3 import Info, OpenAPI
from werkzeug.middleware.proxy_fix import ProxyFix

from .. import __version__
from . import (
    api,
    auth,
    bar,
    health,
    live,
    login,
    problems,
    protection,
    recordings,
    sso,
)
from .database import Database
from .pages import call, calls, desk, editor, floor, grids, lists, scenario, setup, shell, skills
from .pages.imports import page as imports
from .pages.reports import page as reports
from .settings import Settings

HERE = Path(__file__).parent
PARTS = (bar, live, login, recordings)
PAGES = (desk, scenario, grids, call, editor, floor, lists, calls, skills, imports, reports, setup)
log = structlog.get_logger()


def create_app(settings: Settings) -> OpenAPI:
    """Return the application; it connects to the database when the first request wants it."""
    app = OpenAPI(
        "pgdialer.web",
        info=Info(title="pgdialer", version=__version__),
        doc_ui=False,
        validation_error_callback=lambda error: problems.of_validation(error).response(),
        template_folder=str(HERE / "templates"),
        static_folder=str(HERE / "static"),
        static_url_path="/static",
    )
    app.config["MAX_CONTENT_LENGTH"] = settings.upload_limit
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.upload_limit
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions["pgdialer.settings"] = settings
    app.extensions["pgdialer.database"] = database = Database(settings)
    database.open()
    problems.handle(app)
    _write_log(app)
    protection.protect(app)
    health.watch(app)
    app.extensions["pgdialer.live"] = live.Hub(settings)
    shell.frame(app)
    for module in (*PARTS, *PAGES):
        app.register_blueprint(module.blueprint)
    api.register(app)
    if settings.signs_on:
        sso.sign_on(app, settings)
    app.jinja_env.globals["form_token"] = auth.form_token
    app.wsgi_app = BehindProxy(app.wsgi_app, settings)  # type: ignore[method-assign]
    return app


class BehindProxy:
    """Believes what a proxy says about a request, if it is one that is trusted."""

    def __init__(self, app: Any, settings: Settings) -> None:
        self._app = app
        self._behind = ProxyFix(app, x_for=1, x_proto=1, x_host=1)
        self._settings = settings

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Answer a request."""
        peer = environ["pgdialer.peer"] = environ.get("REMOTE_ADDR")
        app = self._behind if self._settings.trusts(peer) else self._app
        return app(environ, start_response)


def _write_log(app: OpenAPI) -> None:
    """Have one line written for each request; its views add to it by g.logged."""

    @app.before_request
    def begin() -> None:
        g.request_id = token_hex(8)
        g.began = time.perf_counter()
        g.logged = {}
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        agent = g.get("agent")
        said: dict[str, Any] = {
            # Without the query: numbers and keys are in it.
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "ms": round(1000 * (time.perf_counter() - g.get("began", time.perf_counter())), 1),
            "agent": agent and str(agent.agent_id),
            "code": g.get("code"),
            **g.get("logged", {}),
        }
        write = log.debug if request.path in QUIET else log.info
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            write = log.warning
        write("request", **{name: value for name, value in said.items() if value is not None})
        return response


QUIET = ("/healthz", "/readyz", "/metrics")
