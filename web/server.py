"""Serving the application: waitress, on an address of one's choice."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from threading import Thread

from flask_openapi3 import OpenAPI
from waitress.server import create_server

from ..runner.errors import UserError
from .app import create_app
from .live import Hub
from .settings import Settings

ANYWHERE = "0.0.0.0"  # noqa: S104
CONNECTIONS = 4096


class Server:
    """The service on a port, from when it is made."""

    def __init__(self, settings: Settings, listen: str, threads: int = 8) -> None:
        host, port = read_address(listen)
        self._app: OpenAPI = create_app(settings)
        self._socket = _bound(host, port)
        self._server = create_server(
            self._app,
            sockets=[self._socket],
            threads=threads,
            channel_timeout=120,
            # An open page holds one as long as it is open, and more of them than select() takes.
            connection_limit=CONNECTIONS,
            asyncore_use_poll=True,
            # The application believes what proxies say only of those that it trusts.
            clear_untrusted_proxy_headers=False,
            expose_tracebacks=False,
            ident="pgdialer",
        )
        self._hub: Hub = self._app.extensions["pgdialer.live"]
        # Each event stream brings a thread of its own, so that those for requests stay free.
        self._hub.on_count = lambda streams: self._server.task_dispatcher.set_thread_count(
            threads + streams
        )
        name, number = self._socket.getsockname()[:2]
        shown = "127.0.0.1" if name == ANYWHERE else f"[{name}]" if ":" in name else name
        self.url = f"http://{shown}:{number}"

    def run(self) -> None:
        """Serve until the process is told to stop."""
        try:
            self._server.run()
        finally:
            self.close()

    def close(self) -> None:
        """Answer what has been taken, and end."""
        self._hub.close()
        self._server.close()
        self._app.extensions["pgdialer.database"].close()

    @contextlib.contextmanager
    def beside(self) -> Iterator[None]:
        """Serve in a thread of its own, until the block ends."""
        thread = Thread(target=self._serve, name="web", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.close()
            thread.join(timeout=5)

    def _serve(self) -> None:
        # Closing its sockets is how it is told to end.
        with contextlib.suppress(OSError):
            self._server.run()


def read_address(text: str) -> tuple[str, int]:
    """Read HOST:PORT."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise UserError(f'"{text}" is no address to listen on: write 127.0.0.1:8080.')
    return host.strip("[]"), int(port)


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, kind)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        # Here and not when waitress does, so that a taken port is told before anything else.
        made.listen(1024)
    except socket.gaierror as error:
        raise UserError(f"There is no host {host} to listen on.") from error
    except OSError as error:
        raise UserError(
            f"Cannot listen on {host}:{port}: {error.strerror}."
            f" Another port: --listen {host}:{port + 1}"
        ) from error
    return made
