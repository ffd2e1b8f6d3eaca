"""Pages in a real browser, served as they are in earnest, before a database of the test's own."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
import pytest
from itsdangerous import Signer
from pgdialer.web.server import Server
from pgdialer.web.settings import Settings
from playwright.sync_api import Browser, Page, expect, sync_playwright
from psycopg.conninfo import make_conninfo

from tests.conftest import Database
from tests.floor import Floor
from tests.web.conftest import MAY, WEB_LOGIN

KEY = "k" * 32
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# The shell without a window first: it takes half as much processor time.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# What the browser and htmx write of a request that was refused or not sent.
REFUSED = re.compile(
    r"Failed to load resource|Response Status Error|htmx:(afterRequest|(send|response)Error)"
)
PATIENCE = 10_000  # milliseconds that a test waits for what it expects


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; the tests of the pages cannot do without one.

    For a module and not for the session: while it is there, no other test of the process can run an event loop.
    """
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert found, "No Chromium is here. Debian: apt install chromium"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        # The arguments: whoever is root has no sandbox, and small machines have little shared memory.
        started = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield started
        started.close()


@dataclass
class Site:
    """A web service, and people in browsers before it."""

    url: str
    dba: psycopg.Connection[Any]
    floor: Floor
    server: Server
    _open: Callable[..., Page]

    def agent(self, role: str | None = None, **columns: Any) -> UUID:
        """Return an agent, with a role besides that of everybody if one is named."""
        made = self.floor.agent(**columns)
        if role:
            self.dba.execute(MAY, [made, role])
        return made

    def sign_in(self, agent: UUID, **options: Any) -> Page:
        """Return a page of a browser in which the agent is logged in; options are Playwright's."""
        return self._open(agent, **options)


@pytest.fixture
def site(database: Database, browser: Browser) -> Iterator[Site]:
    """The service with nobody at it yet; nothing that a page writes on its console is wrong."""
    dba = database.connect()
    dba.execute(WEB_LOGIN)
    server = Server(
        Settings(database=make_conninfo(database.dsn, user="web_of_tests"), secret_key=KEY),
        "127.0.0.1:0",
    )
    contexts, complaints = [], []

    def open_(agent: UUID, **options: Any) -> Page:
        context = browser.new_context(
            **{"viewport": WIDE, "locale": "en-GB", "timezone_id": "Europe/Prague", **options}
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        context.add_cookies([{"name": "pgdialer", "value": session(dba, agent), "url": server.url}])
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        page = context.new_page()
        # A request that is refused or cut is what some tests are about; browser and htmx write it there, too.
        page.on(
            "console",
            lambda said: (
                complaints.append(said.text)
                if said.type == "error" and not REFUSED.match(said.text)
                else None
            ),
        )
        page.goto(server.url + "/healthz")
        return page

    with server.beside():
        yield Site(server.url, dba, Floor(dba, at=None), server, open_)
        for context in contexts:
            context.close()
    assert not complaints, f"pages complain: {complaints}"


def session(dba: psycopg.Connection[Any], agent: UUID) -> str:
    """Return the cookie of a session that a login would have begun."""
    secret = f"secret-{agent}"
    dba.execute(
        "INSERT INTO LoginSession (SessionHash, AgentId, CreatedTime, ExpiresTime, LastSeenTime)"
        " VALUES (%s, %s, clock(), clock() + interval '1 day', clock()) ON CONFLICT DO NOTHING",
        [hashlib.sha256(secret.encode()).hexdigest(), agent],
    )
    signer = Signer(KEY, salt="pgdialer.session", digest_method=hashlib.sha256)
    return signer.sign(secret).decode()
