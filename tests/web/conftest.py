"""The web service before a database of its own, and people who use it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
import pytest
from flask.testing import FlaskClient
from pgdialer.web.app import create_app
from pgdialer.web.settings import Settings
from psycopg.conninfo import make_conninfo
from werkzeug.test import TestResponse

from tests.conftest import Database
from tests.floor import Floor, new_id
from tests.web.apps import app_on

MAKE_TOKEN = "SELECT create_token(%s, %s, 'full', NULL, 'test')"
MAY = """
    INSERT INTO RoleGrant (RoleId, AgentId)
    SELECT RoleId, %s FROM Role WHERE DisplayName = %s
"""
BAR = "/ReactClient/api/bar/web"
EDITOR = "/ReactClient/Pages/OutCallEditor.html"
SHORT = "/ReactClient/Pages/calleditor.html"


@pytest.fixture
def dba(database: Database) -> psycopg.Connection[Any]:
    """A session of the owner's."""
    return database.connect()


@pytest.fixture
def floor(dba: psycopg.Connection[Any]) -> Floor:
    """The floor of the centre, in real time."""
    return Floor(dba, at=None)


WEB_LOGIN = """
    DO $$
    BEGIN
        EXECUTE format('CREATE ROLE web_of_tests LOGIN IN ROLE %I', database_role('web'));
    EXCEPTION WHEN duplicate_object THEN
        NULL;
    END
    $$
"""


@pytest.fixture
def web_dsn(database: Database, dba: psycopg.Connection[Any]) -> str:
    """The database as a login sees it that has the web's rights and no others."""
    dba.execute(WEB_LOGIN)
    return make_conninfo(database.dsn, user="web_of_tests")


def settings_of(database: str, **more: Any) -> Settings:
    """Settings of a service that is tried."""
    return Settings(**{"database": database, "secret_key": "k" * 32, "connections": 4, **more})


@pytest.fixture
def make_client(web_dsn: str) -> Iterator[Callable[..., FlaskClient]]:
    """Make a client of a service with settings of its own."""
    made = []

    def make(**settings: Any) -> FlaskClient:
        app = create_app(settings_of(**{"database": web_dsn, **settings}))
        made.append(app)
        return app.test_client()

    yield make
    for app in made:
        app.extensions["pgdialer.database"].close()


@pytest.fixture
def client(web_dsn: str) -> Iterator[FlaskClient]:
    """A client of a service as it is by default."""
    with app_on(settings_of(web_dsn)) as app:
        yield app.test_client()


def token_of(dba: psycopg.Connection[Any], login: str, role: str = "Supervisor") -> dict[str, str]:
    """The header with which a program acts for an agent, who gets this role besides."""
    found = dba.execute("SELECT AgentId FROM Agent WHERE Login = %s", [login]).fetchone()
    assert found
    dba.execute(MAKE_TOKEN, [found[0], hashlib.sha256(login.encode()).hexdigest()])
    dba.execute(MAY, [found[0], role])
    return {"Authorization": f"Bearer {login}"}


@dataclass
class Person:
    """An agent, and a program that acts for the agent."""

    client: FlaskClient
    floor: Floor
    agent: UUID
    token: dict[str, str]

    def cmd(self, name: str, **parameters: Any) -> TestResponse:
        """Run a command of the call bar."""
        return self.client.get(BAR, query_string={"Cmd": name, **parameters}, headers=self.token)

    def open(self, path: str = EDITOR, **parameters: Any) -> TestResponse:
        """Open the editor."""
        return self.client.get(path, query_string=parameters, headers=self.token)

    def type_in(self, path: str = EDITOR, **parameters: Any) -> TestResponse:
        """Open the editor and send its form."""
        page = self.client.get(path, headers=self.token)
        return self.client.post(
            path,
            data={"FormToken": hidden(page.text, "FormToken"), **parameters},
            headers=self.token,
        )


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    return page.split(f'name="{name}" value="')[1].split('"')[0]


@pytest.fixture
def jana(client: FlaskClient, floor: Floor) -> Person:
    """An agent who is ready, and whose program may do everything with calls."""
    agent = floor.agent(Login="jana", DisplayName="Jana")
    return Person(client, floor, agent, token_of(floor.conn, "jana"))


class Office:
    """What the parameters of URLs refer to."""

    def __init__(self, floor: Floor) -> None:
        self.list = floor.list_id
        self.project = floor.project_id
        self.language = floor.language_id
        self.other_project = floor.project()
        self.other_list = floor.outbound_list(ProjectId=self.other_project)
        self.other_language = floor.language("de")
        self.empty_project = floor.project()
        self.contact = floor.add("Contact", ContactId=new_id(), ContactKey="C-1")
        self.other_contact = floor.add("Contact", ContactId=new_id(), ContactKey="C-2")
        self.phone = floor.add(
            "PhoneNumber", PhoneNumberId=new_id(), ContactId=self.contact, Number="+420724555666"
        )
        self.issue = floor.add(
            "Issue", IssueId=new_id(), IssueKey="I-1", ProjectId=self.other_project,
            LanguageId=self.other_language, ContactId=self.contact,
        )  # fmt: skip
        self.message = floor.add(
            "Message", MessageId=new_id(), IssueId=self.issue, ContactId=self.contact
        )
        self.chat = floor.add("Chat", ChatId=new_id(), IssueId=self.issue, ContactId=self.contact)
        self.agent = floor.agent(Login="petr", DisplayName="Petr")


@pytest.fixture
def office(floor: Floor) -> Office:
    return Office(floor)
