"""The sender: takes deliveries from the outbox, posts them, and reports how it went.

It decides nothing: what is sent, when again and when no more is in the database. Whoever dies with
a delivery in hand leaves it to the next one, so a receiver may be told twice, never not at all.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass

import aiohttp
import psycopg
import structlog
from psycopg.rows import class_row

from ..session import Again, Session
from .signing import HEADER, signature

log = structlog.get_logger()

TAKE = "SELECT * FROM take_hook_deliveries(%s, %s)"
REPORT = "SELECT report_hook_delivery(%s, %s, %s)"
AT_ONCE = 40  # deliveries in hand
LOOK = 1.0  # seconds between two looks with nothing to do
BACK_OFF = 5.0  # without a database
TIMEOUT = 10.0  # for one delivery; the lease in take_hook_deliveries is some times as long


@dataclass(frozen=True)
class Delivery:
    """One row of the outbox, as taken."""

    webhookdeliveryid: int
    webhookid: object
    url: str
    secret: str
    event: str
    body: str
    attempts: int


class Sender:
    """Sends what the database hands out until it is cancelled."""

    def __init__(self, session: Session, name: str, *, timeout: float = TIMEOUT) -> None:
        self._session = session
        self._name = name
        self._timeout = timeout
        self._going: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Go round for ever."""
        try:
            async with self._client() as client:
                while True:
                    try:
                        found = await self._take(client)
                    except (Again, psycopg.Error) as error:
                        log.warning("no hooks for now", error=str(error))
                        await asyncio.sleep(BACK_OFF)
                        continue
                    if not found:
                        await asyncio.sleep(LOOK)
                    elif len(self._going) >= AT_ONCE:
                        await asyncio.wait(self._going, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in self._going:
                task.cancel()
            await self._session.close()

    async def once(self) -> int:
        """Send what is due now, wait for the answers, and return how many there were."""
        async with self._client() as client:
            found = await self._take(client)
            while self._going:
                await asyncio.wait(self._going)
        return found

    def _client(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=self._timeout),
            headers={"User-Agent": "pgdialer", "Content-Type": "application/json"},
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def _take(self, client: aiohttp.ClientSession) -> int:
        deliveries: list[Delivery] = await self._session.rows(
            TAKE, self._name, AT_ONCE - len(self._going), as_=class_row(Delivery)
        )
        for delivery in deliveries:
            task = asyncio.create_task(self._deliver(client, delivery))
            self._going.add(task)
            task.add_done_callback(self._going.discard)
        return len(deliveries)

    async def _deliver(self, client: aiohttp.ClientSession, delivery: Delivery) -> None:
        status, problem = await self._post(client, delivery)
        said = log.bind(delivery=delivery.webhookdeliveryid, event_told=delivery.event)
        # Not reported: it is handed out again after the lease.
        with suppress(Again):
            outcome = (
                await self._session.row(REPORT, delivery.webhookdeliveryid, status, problem)
            )[0]
            if outcome == "delivered":
                said.debug("told")
            else:
                said.warning("not told", outcome=outcome, status=status, error=problem)

    async def _post(
        self, client: aiohttp.ClientSession, delivery: Delivery
    ) -> tuple[int | None, str | None]:
        """Return the status of the answer, or why there is none."""
        body = delivery.body.encode()
        headers = {
            HEADER: signature(delivery.secret, body, int(time.time())),
            "X-Pgdialer-Event": delivery.event,
            "X-Pgdialer-Delivery": str(delivery.webhookdeliveryid),
        }
        try:
            # A redirect could lead anywhere, also inside; the answer's body is nothing to us.
            async with client.post(
                delivery.url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                return answer.status, None
        except TimeoutError:
            return None, f"No answer within {self._timeout:g} s."
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return None, str(error) or type(error).__name__
