"""A cable between a program and a server that can be cut and mended."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self


class Cable:
    """Listens on 127.0.0.1 at `port`, and carries everything to a port there or a socket in a folder."""

    def __init__(self, to: int | str) -> None:
        self._to = to
        self._whole = True
        self._ends: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self.port = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def cut(self) -> None:
        """End every connection, and let nobody through."""
        asyncio.run_coroutine_threadsafe(self._cut(), self._loop).result(10)

    def mend(self) -> None:
        """Let connections through again."""
        self._whole = True

    async def _cut(self) -> None:
        self._whole = False
        for end in list(self._ends):
            end.transport.abort()

    async def _end(self) -> None:
        if self._server:
            self._server.close()
        await self._cut()
        while self._ends:
            await asyncio.sleep(0)

    async def _listen(self) -> int:
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._whole:
            writer.transport.abort()
            return
        if isinstance(self._to, int):
            beyond, into = await asyncio.open_connection("127.0.0.1", self._to)
        else:
            beyond, into = await asyncio.open_unix_connection(self._to)
        self._ends |= {writer, into}
        await asyncio.gather(self._carry(reader, into), self._carry(beyond, writer))
        self._ends -= {writer, into}

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.CancelledError):
            while what := await reader.read(65536):
                writer.write(what)
                await writer.drain()
        with suppress(OSError):
            writer.close()
