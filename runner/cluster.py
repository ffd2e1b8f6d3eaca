"""A private PostgreSQL cluster: started for the demo and for the tests.

Who may connect: whoever may enter the socket's folder, which belongs to the account of the server
with mode 0700; no password is asked. To let another account in, give it the folder (it is then
superuser of this database), or use a server of your own by --database. On Windows there is no
socket: the server listens on 127.0.0.1, open to every local account.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from psycopg import pq

from .binaries import EXE, WINDOWS, Account, NoPostgres, find_bindir, is_postgres, reachable

# Safe for a scratch cluster only: a crash may lose everything.
FAST_AND_LOSSY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "jit": "off",
}


class Cluster:
    """One PostgreSQL data folder and the server on it."""

    user = "postgres"

    def __init__(
        self, data: Path, settings: Mapping[str, str] | None = None, *, lossy: bool = False
    ) -> None:
        self.account = Account.for_server()
        self.bindir = reachable(find_bindir(), self.account)
        self.data = data
        self.lossy = lossy
        self.settings = {**(FAST_AND_LOSSY if lossy else {}), **(settings or {})}
        self.host = ""
        self.port = 5432
        self.started_here = False

    def major(self) -> int:
        """Major version of the server's binaries."""
        shown = subprocess.run(
            [self.bindir / f"postgres{EXE}", "--version"],
            capture_output=True,
            text=True,
            check=True,
            cwd="/" if not WINDOWS else None,
            **self.account.start_as(),
        ).stdout
        return int(re.findall(r"\d+", shown)[0])

    def init(self) -> None:
        """Create the data folder, unless it is there."""
        if (self.data / "PG_VERSION").exists():
            return
        self.data.parent.mkdir(parents=True, exist_ok=True)
        # Made beside and then renamed, so that a killed initdb leaves nothing half-made in place.
        staging = Path(tempfile.mkdtemp(prefix="initdb-", dir=self.data.parent))
        self.account.own(staging)
        # Unicode upper and lower, and a sort order that no update of the system can change.
        if self.major() >= 17:
            locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        else:
            locale = ["--locale=C.UTF-8" if sys.platform == "linux" else "--locale=C"]
        options = ["-U", self.user, "--auth=trust", "-E", "UTF8", *locale]
        options += ["--no-sync"] if self.lossy else []
        try:
            self._run("initdb", "-D", str(staging), *options, folder=staging)
            with contextlib.suppress(FileNotFoundError):
                self.data.rmdir()
            staging.rename(self.data)
        except OSError as error:
            # Another process may have made it meanwhile.
            if not (self.data / "PG_VERSION").exists():
                raise NoPostgres(f"Cannot create {self.data}: {error}") from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)

    def running(self) -> bool:
        """Whether a server is up on this folder; if so, take over its address."""
        patience = time.monotonic() + 60
        while time.monotonic() < patience and (lines := self._lock_file()):
            if len(lines) > 5:
                self.port, self.host = int(lines[3]), lines[4] or lines[5]
                if pq.PGconn.ping(self.url().encode()) == pq.Ping.OK:
                    return True
            time.sleep(0.05)  # starting up, in recovery perhaps, or just dying
        return False

    def _lock_file(self) -> list[str]:
        """Return the lines of postmaster.pid, none if it is stale or not there."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []
        return lines if lines and is_postgres(int(lines[0])) else []

    def start(self) -> None:
        """Start the server, or share the one that another process left or is using."""
        if self.running():
            return
        self._disown_lock_file()
        options = [f"-c {name}={value}" for name, value in self.settings.items()]
        options += self._listen()
        self.started_here = True
        atexit.register(self.stop)
        try:
            self._run(
                *("pg_ctl", "start", "-D", str(self.data), "-w", "-t", "60"),
                *("-l", str(self.data / "server.log"), "-o", " ".join(options)),
            )
        except NoPostgres:
            self.started_here = False
            atexit.unregister(self.stop)
            self._remove_socket()
            if not self.running():  # another process may have started it meanwhile
                raise

    def _listen(self) -> list[str]:
        """Choose the address, and return the server's options for it."""
        if WINDOWS:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
            self.host = "127.0.0.1"
            return ["-c listen_addresses=127.0.0.1", f"-p {self.port}"]
        # A socket in a private folder needs no password and no free port. Its path must stay
        # short; inside the data folder it could exceed the 107 bytes allowed.
        folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        self.account.own(folder)
        self.port, self.host = 5432, str(folder)
        return [
            *("-p 5432", "-c listen_addresses=", f"-c unix_socket_directories={folder}"),
            "-c unix_socket_permissions=0700",
        ]

    def _disown_lock_file(self) -> None:
        """Let a stale postmaster.pid name nobody, when its number is in use by something else.

        The server itself takes any living process of that number (a zombie, too) for a postmaster.
        The file stays, because the server finds in it the memory that survivors may still use.
        """
        lock = self.data / "postmaster.pid"
        # Root writes here into a folder of the server's account, hence no links.
        with contextlib.suppress(FileNotFoundError):
            number = os.open(lock, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
            with os.fdopen(number, "r+", encoding="utf-8") as file:
                _nobody, *rest = file.readlines() or [""]
                file.seek(0)
                file.truncate()
                file.writelines(["2147483647\n", *rest])

    def stop(self) -> None:
        """Stop the server if this process started it, and remove its socket."""
        atexit.unregister(self.stop)
        if not self.started_here:
            return
        self.started_here = False
        mode = "immediate" if self.lossy else "fast"
        if self._lock_file():
            with contextlib.suppress(NoPostgres):
                self._run("pg_ctl", "stop", "-D", str(self.data), "-m", mode, "-w", "-t", "60")
        self._remove_socket()

    def leave_running(self) -> None:
        """Let the server outlive this process."""
        atexit.unregister(self.stop)
        self.started_here = False

    def _remove_socket(self) -> None:
        if Path(self.host).name.startswith("pg-"):
            shutil.rmtree(self.host, ignore_errors=True)

    def url(self, dbname: str = "postgres") -> str:
        """Return the connection URL of a database in this cluster."""
        if WINDOWS:
            return f"postgresql://{self.user}@{self.host}:{self.port}/{quote(dbname)}"
        return f"postgresql://{self.user}@/{quote(dbname)}?host={self.host}"

    def _run(self, program: str, *args: str, folder: Path | None = None) -> None:
        # Output goes to a file: pg_ctl's child keeps a pipe open for ever.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                [self.bindir / f"{program}{EXE}", *args],
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=folder or self.data,
                env={**os.environ, "LC_ALL": "C"},
                **self.account.start_as(),
            )
            if done.returncode:
                output.seek(0)
                log = self.data / "server.log"
                tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
                raise NoPostgres(f"{program} failed:\n{output.read()}\n{tail}".strip())


def default_folder() -> Path:
    """Where the demo keeps its database between runs."""
    if sys.platform != "win32" and os.geteuid() == 0:
        return Path("/var/lib/pgdialer")  # the server's account cannot look into root's home
    base = os.environ.get("LOCALAPPDATA") if WINDOWS else os.environ.get("XDG_DATA_HOME")
    return Path(base or Path.home() / ".local" / "share") / "pgdialer"


def persistent() -> Cluster:
    """Start or share the embedded cluster, kept between runs; one folder per major version.

    The process that started it stops it; another that shares it sees its connections end.
    """
    cluster = Cluster(default_folder())
    cluster.data = cluster.data / f"pgdata-{cluster.major()}"
    cluster.init()
    cluster.start()
    return cluster


@contextlib.contextmanager
def temporary(settings: Mapping[str, str] | None = None) -> Iterator[Cluster]:
    """Run a throw-away cluster that trades safety for speed."""
    # Not under pytest's own folder: for root that one is closed to the server's account.
    data = Path(tempfile.mkdtemp(prefix="pgdata-", dir=_quickest_folder()))
    cluster = Cluster(data, settings, lossy=True)
    try:
        cluster.init()
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(data, ignore_errors=True)


def _quickest_folder() -> str | None:
    """Memory if there is plenty (a container's /dev/shm is often 64 MiB), else the usual place."""
    memory = Path("/dev/shm")  # noqa: S108
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 << 30:
        return str(memory)
    return None
