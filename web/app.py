"""The app."""

from __future__ import annotations

from flask import Flask

from . import api, problems
from .database import Database


def create_app(conninfo: str = "", schema: str = "dialer") -> Flask:
    """Make an app on a database; connections are made when they are needed."""
    app = Flask(__name__, static_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = True
    app.url_map.merge_slashes = False
    app.extensions["pgdialer"] = Database(conninfo, schema)
    problems.register(app)
    api.register(app)
    return app
