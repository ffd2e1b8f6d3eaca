"""The app on a database of the test's own, by a login of the web's kind, and clients that act for people."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tests.conftest import Database
from tests.floor import Floor
from tests.web.apps import app_on
from tests.web.conftest import settings_of

ADMINISTRATOR = UUID("401e0000-0000-4000-8000-000000000003")
SUPERVISOR = UUID("401e0000-0000-4000-8000-000000000002")
_serial = count(1)


@dataclass
class Client:
    """Somebody who asks."""

    http: FlaskClient
    token: str

    def ask(self, method: str, path: str, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} | more.pop("headers", {})
        return self.http.open(f"/api/v1{path}", method=method, headers=headers, **more)

    def get(self, path: str, **more: Any) -> Any:
        return self.ask("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.ask("POST", path, json={} if body is None else body, **more)

    def patch(self, path: str, body: Any, **more: Any) -> Any:
        return self.ask("PATCH", path, json=body, **more)

    def put(self, path: str, body: Any, **more: Any) -> Any:
        return self.ask("PUT", path, json=body, **more)

    def delete(self, path: str, **more: Any) -> Any:
        return self.ask("DELETE", path, **more)


@dataclass
class Site:
    """A database, its app, and who may ask."""

    floor: Floor
    app: Flask

    def client(self, agent: UUID, scope: str = "full") -> Client:
        token = f"token{next(_serial)}"
        self.floor.do(
            "create_token", agent, hashlib.sha256(token.encode()).hexdigest(), scope, None, "test"
        )
        return Client(self.app.test_client(), token)

    def administrator(self) -> Client:
        boss = self.floor.agent(status=None, skills={}, languages={})
        self.floor.add("RoleGrant", RoleId=ADMINISTRATOR, AgentId=boss)
        return self.client(boss)


@pytest.fixture
def site(database: Database) -> Iterator[Site]:
    conn = database.connect()
    login = f"rest_web_{conn.info.backend_pid}"
    row = conn.execute("SELECT database_role('web')").fetchone()
    assert row
    conn.execute(
        sql.SQL("CREATE ROLE {} LOGIN IN ROLE {}").format(
            sql.Identifier(login), sql.Identifier(row[0])
        )
    )
    try:
        with app_on(settings_of(make_conninfo(database.dsn, user=login))) as app:
            yield Site(Floor(conn, at=None), app)
    finally:
        conn.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(login)))


@pytest.fixture
def boss(site: Site) -> Client:
    """Somebody who may do everything."""
    return site.administrator()
