"""An app for most tests: laying out its routes takes longer than most of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask_openapi3 import OpenAPI
from pgdialer.web.app import create_app
from pgdialer.web.database import Database
from pgdialer.web.live import Hub
from pgdialer.web.settings import Settings

_made: dict[Settings, OpenAPI] = {}  # by all that is fixed when an app is made


@contextmanager
def app_on(settings: Settings) -> Iterator[OpenAPI]:
    """An app with these settings, its connections new; only its request figures go on."""
    key = replace(settings, database="")
    app = _made.get(key)
    if app is None:
        app = _made[key] = create_app(settings)
    else:
        app.extensions["pgdialer.settings"] = settings
        app.extensions["pgdialer.live"] = Hub(settings)
        app.extensions["pgdialer.database"] = Database(settings)
        app.extensions["pgdialer.database"].open()
    try:
        yield app
    finally:
        app.extensions["pgdialer.database"].close()
