"""Asterisk's REST interface, as much of it as is needed: requests, and the socket for events."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp

from ..base import Disconnected, NotSent

PATIENCE = aiohttp.ClientTimeout(total=10, connect=5)
CONNECTIONS = 40  # at once; http.conf of Asterisk limits them by sessionlimit


class Refused(Exception):
    """Asterisk has understood a request and does not do it."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"{said} (HTTP {status})")
        self.status = status


class Ari:
    """One user of one Asterisk. Connections are made when they are needed and kept."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self._url = url.rstrip("/")
        secret = base64.b64encode(f"{user}:{password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {secret}"}
        self._session: aiohttp.ClientSession | None = None

    async def get(self, path: str, **values: object) -> Any:
        """Return what a resource is."""
        return await self.request("GET", path, **values)

    async def post(self, path: str, body: object = None, **values: object) -> Any:
        """Have something done, and return what came of it."""
        return await self.request("POST", path, body, **values)

    async def delete(self, path: str, **values: object) -> None:
        """Take something away; that it is not there any more is as good."""
        try:
            await self.request("DELETE", path, **values)
        except Refused as error:
            if error.status != 404:
                raise

    async def request(self, method: str, path: str, body: object = None, **values: object) -> Any:
        """Ask for one thing.

        Raise NotSent if Asterisk surely has not heard of it, Disconnected if nobody knows, Refused
        if it says no.
        """
        told = {name: str(value) for name, value in values.items() if value is not None}
        try:
            async with self._opened().request(
                method, self._url + path, params=told, json=body, timeout=PATIENCE
            ) as answer:
                said = await answer.text()
                if answer.status >= 400:
                    raise Refused(answer.status, _message(said) or answer.reason or "refused")
                return json.loads(said) if said else None
        except aiohttp.ClientConnectorError as error:
            raise NotSent(f"no connection: {error.strerror or error}") from error
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise Disconnected(f"{method} {path}: {_why(error)}") from error

    async def events(self, app: str, *, of_all: bool = False) -> AsyncIterator[dict[str, Any]]:
        """Register an application and yield its events; raise Disconnected when they end.

        of_all: those of every channel and bridge, and not of its own alone.
        """
        asked = {"app": app} | ({"subscribeAll": "true"} if of_all else {})
        try:
            async with self._opened().ws_connect(
                self._url + "/events", params=asked, heartbeat=5.0, max_msg_size=0
            ) as socket:
                yield {"type": "Connected"}
                async for message in socket:
                    if message.type is aiohttp.WSMsgType.TEXT:
                        yield json.loads(message.data)
        except aiohttp.WSServerHandshakeError as error:
            raise Disconnected(
                f"the events of {app}: HTTP {error.status} {error.message}"
            ) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Disconnected(f"the events of {app}: {_why(error)}") from error
        raise Disconnected(f"the events of {app} have ended")

    async def close(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()
            self._session = None

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                headers=self._headers, connector=aiohttp.TCPConnector(limit=CONNECTIONS)
            )
        return self._session


def _message(said: str) -> str:
    try:
        told = json.loads(said)
    except json.JSONDecodeError:
        # A page for a browser says no more than the status does.
        return "" if said.lstrip().startswith("<") else _in_one_line(said)
    return str(told.get("message") or told.get("error") or "") if isinstance(told, dict) else ""


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, aiohttp.ClientResponseError):
        return "the answer is no HTTP"
    if isinstance(error, aiohttp.ClientError):
        return _in_one_line(str(error)) or type(error).__name__
    return "the answer is no JSON"


def _in_one_line(said: str) -> str:
    return " ".join(said.split())[:200]
