"""The sender, against receivers on this machine."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
import pytest
from aiohttp import web
from pgdialer.runner.hooks.sender import Sender
from pgdialer.runner.hooks.signing import HEADER, is_signed, signature
from pgdialer.runner.process import run
from pgdialer.runner.session import Session

from tests.conftest import Database
from tests.floor import Floor

SECRET = "0123456789abcdef"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def send(database: Database, handler: Handler, *, times: int = 1) -> Floor:
    """Cancel a call that somebody wants to know of, and send what there is."""
    floor = Floor(database.connect(), at=None)

    async def play() -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", handler)
        served = web.AppRunner(app)
        await served.setup()
        site = web.TCPSite(served, "127.0.0.1", 0)
        await site.start()
        port = served.addresses[0][1]
        floor.add(
            "WebHook", DisplayName="CRM", Url=f"http://127.0.0.1:{port}/in", Secret=SECRET,
            Events=["call_finished"],
        )  # fmt: skip
        floor.do("cancel_call", floor.call())
        sender = Sender(Session(database.dsn, "dialer"), "one", timeout=0.5)
        for _ in range(times):
            await sender.once()
        await sender._session.close()
        await served.cleanup()

    run(play())
    return floor


def outcome(floor: Floor) -> tuple[Any, ...]:
    return floor.row(
        "SELECT DeliveredTime IS NOT NULL, LastStatus, coalesce(LastError, '') FROM WebHookDelivery"
    )


def test_a_delivery_arrives_signed(database: Database) -> None:
    got: list[tuple[dict[str, str], bytes]] = []

    async def handler(request: web.Request) -> web.Response:
        got.append((dict(request.headers), await request.read()))
        return web.Response(status=204)

    floor = send(database, handler, times=2)
    ((headers, body),) = got
    assert is_signed(SECRET, body, headers[HEADER], int(time.time()))
    assert headers["Content-Type"] == "application/json"
    assert headers["X-Pgdialer-Event"] == "call_finished"
    said = json.loads(body)
    assert (said["event"], said["call_result"]) == ("call_finished", "Cancelled")
    assert outcome(floor) == (True, 204, "")


@pytest.mark.parametrize("status", [302, 400, 500])
def test_any_other_answer_is_a_failure(database: Database, status: int) -> None:
    """A redirect is not followed."""
    asked: list[str] = []

    async def handler(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=status, headers={"Location": "/elsewhere"})

    floor = send(database, handler)
    assert asked == ["/in"]
    assert outcome(floor) == (False, status, f"The answer was {status}.")


def test_no_answer_in_time(database: Database) -> None:
    async def handler(request: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response()

    assert outcome(send(database, handler)) == (False, None, "No answer within 0.5 s.")


def test_a_connection_that_breaks(database: Database) -> None:
    async def handler(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    delivered, status, error = outcome(send(database, handler))
    assert (delivered, status) == (False, None)
    assert error


@pytest.mark.parametrize(
    "given, now",
    [
        (signature("another secret..", b"{}", 100), 100),
        (signature(SECRET, b"[]", 100), 100),
        (signature(SECRET, b"{}", 100), 500),
        ("", 100),
        ("t=x,v1=y", 100),
    ],
)
def test_a_signature_that_does_not_fit(given: str, now: int) -> None:
    assert not is_signed(SECRET, b"{}", given, now)
    assert is_signed(SECRET, b"{}", signature(SECRET, b"{}", 100), 100)


def test_psycopg_is_not_blocked(db: psycopg.Connection[Any]) -> None:
    """No call's transaction writes for the hooks: no trigger of theirs is on calls or history."""
    named = db.execute(
        "SELECT tgname FROM pg_trigger AS t JOIN pg_proc AS p ON p.oid = t.tgfoid"
        " WHERE tgrelid IN ('OutboundCall'::regclass, 'CallEvent'::regclass) AND p.prosrc ~* 'hook'"
    ).fetchall()
    assert named == []
