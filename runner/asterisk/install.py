"""Asterisk and sipp in the user's cache folder, unpacked from Debian's packages."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import UserError

SCRIPT = Path(__file__).with_name("install.sh")
PROGRAMS = ("asterisk", "sipp")
SUITE = "PGDIALER_ASTERISK_SUITE"  # of Debian, where Asterisk is to come from; else install.sh says
REMEDY = "Connect an Asterisk of your own instead: docs/how-to/asterisk.md."


def folder() -> Path:
    """Return where they are kept, whether they are there or not."""
    base = os.environ.get("XDG_CACHE_HOME")
    name = f"asterisk-{suite}" if (suite := _suite()) else "asterisk"
    return (Path(base) if base else Path.home() / ".cache") / "pgdialer" / name


def fetch() -> Path:
    """Return the folder that holds the programs asterisk and sipp, fetched if need be.

    It takes some 30 s and 260 MB the first time. Raise UserError where they cannot be had.
    """
    target = folder()
    if _is_there(target):
        return target
    _check_system()
    try:
        target.mkdir(parents=True, exist_ok=True)
        # One fetches, the others wait for it.
        with _locked(target / ".lock"):
            if not _is_there(target):
                _install(target)
    except OSError as error:
        said = f"Asterisk cannot be kept in {target}: {error.strerror}."
        raise UserError(f"{said} {REMEDY}") from error
    return target


def _suite() -> str:
    suite = os.environ.get(SUITE, "")
    if suite and not re.fullmatch(r"[a-z][a-z-]*", suite):
        raise UserError(f'{SUITE}="{suite}" is no suite of Debian: bullseye is one, sid another.')
    return suite


def _is_there(target: Path) -> bool:
    return all(os.access(target / program, os.X_OK) for program in PROGRAMS)


def _check_system() -> None:
    missing = [tool for tool in ("bash", "apt-get", "dpkg-deb") if not shutil.which(tool)]
    if sys.platform != "linux" or missing:
        lacking = f"there is no {missing[0]} here" if missing else f"this is {sys.platform}"
        raise UserError(f"Asterisk is fetched from Debian's packages, and {lacking}. {REMEDY}")


def _install(target: Path) -> None:
    done = subprocess.run(
        ["bash", str(SCRIPT), str(target), *_suite().split()],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        env={**os.environ, "LC_ALL": "C"},
    )  # fmt: skip
    if done.returncode or not _is_there(target):
        *_, last = ["the script ended without a word", *done.stderr.split("\n")[-4:-1]]
        raise UserError(
            f"Asterisk could not be fetched from this machine's apt source ({last}). {REMEDY}"
        )


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    if sys.platform == "win32":
        yield
    else:
        import fcntl

        with file.open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield
