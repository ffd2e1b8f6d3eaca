"""The web service before a database of its own, and people who use it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from flask.testing import FlaskClient
from pgdialer.web.app import create_app
from pgdialer.web.settings import Settings

from tests.conftest import Database

HAS_TOKENS = "SELECT to_regclass('ApiToken') IS NOT NULL"
TOKEN = "SELECT create_token(%s, %s, 'full', NULL, 'test')"


@pytest.fixture
def dba(database: Database) -> psycopg.Connection:
    """A session of the owner's."""
    return database.connect()


@pytest.fixture
def make_client(database: Database) -> Iterator[Callable[..., FlaskClient]]:
    """Make a client of a service with settings of its own."""
    made = []

    def make(**settings: Any) -> FlaskClient:
        app = create_app(Settings(database=database.dsn, secret_key="k" * 32, **settings))
        made.append(app)
        return app.test_client()

    yield make
    for app in made:
        app.extensions["pgdialer.database"].close()


@pytest.fixture
def client(make_client: Callable[..., FlaskClient]) -> FlaskClient:
    return make_client()


def token_of(dba: psycopg.Connection, login: str) -> dict[str, str]:
    """The header with which a program acts for an agent."""
    if dba.execute(HAS_TOKENS).fetchone() == (True,):
        (agent,) = dba.execute("SELECT AgentId FROM Agent WHERE Login = %s", [login]).fetchone()
        dba.execute(TOKEN, [agent, hashlib.sha256(login.encode()).hexdigest()])
    # Of the stub's agents the login is the token.
    return {"Authorization": f"Bearer {login}"}
