"""COMP-1: registers come in by the command line, all of a file or nothing of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.conftest import Database
from tests.floor import Floor

PROGRAM = [sys.executable, "-c", "from pgdialer.runner.cli import main; main()", "import"]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def floor(database: Database) -> Floor:
    return Floor(database.connect(), at=None)


@pytest.fixture
def never(floor: Floor) -> UUID:
    key: UUID = floor.add("DoNotCallList", DisplayName="Register", Country="GB", MaxAgeDays=28)
    floor.add("DoNotCallNumber", DoNotCallListId=key, Number="+442079460000")
    return key


@pytest.fixture
def run(database: Database, tmp_path: Path) -> Run:
    """Run the import of a text into the list Register."""

    def command(
        text: str, *words: str, ok: bool = True, name: str = "Register"
    ) -> subprocess.CompletedProcess[str]:
        (tmp_path / "register.csv").write_text(text)
        done = subprocess.run(
            [*PROGRAM, "register.csv", "--do-not-call", name, "--database", database.dsn, *words],
            capture_output=True, text=True, check=False, cwd=tmp_path, timeout=120,
        )  # fmt: skip
        assert (done.returncode == 0) == ok, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done

    return command


def numbers(floor: Floor) -> list[Any]:
    return [n for (n,) in floor.rows("SELECT Number FROM DoNotCallNumber ORDER BY 1")]


FILE = "Number\n020 7946 0001\n+442079460002\n0044 20 7946 0003\n020 7946 0001\n12\n"
ADDED = ["+442079460001", "+442079460002", "+442079460003"]


def test_a_file_is_added(floor: Floor, never: UUID, run: Run) -> None:
    """COMP-1: numbers are read by the list's country, bad rows told with their lines, the age counted anew."""
    call = floor.call("+442079460002", OutboundListId=floor.outbound_list(Country="GB"))
    done = run(FILE)
    assert (
        "4 of 5 numbers are on the list, 1 rejected; 1 waiting calls are set aside" in done.stdout
    )
    assert "line 6: 12" in done.stderr
    assert numbers(floor) == ["+442079460000", *ADDED]
    assert floor.look("DoNotCallList", never, "RefreshedTime") is not None
    assert floor.see(call, "HeldBy", "DueTime") == ("DoNotCall", None)


def test_a_file_replaces(floor: Floor, never: UUID, run: Run, tmp_path: Path) -> None:
    """COMP-1: what it does not have is gone, and calls to that are dialled again."""
    free = floor.call("+442079460000", OutboundListId=floor.outbound_list(Country="GB"))
    floor.conn.execute("UPDATE OutboundCall SET Due = NULL")
    assert floor.see(free, "HeldBy") == "DoNotCall"
    run(FILE, "--replace", "--rejects", "bad.csv")
    assert numbers(floor) == ADDED
    assert (tmp_path / "bad.csv").read_text().startswith("6,12: ")
    assert floor.see(free, "HeldBy", "Due") == (None, 1)


def test_a_dry_run_and_bad_wishes_change_nothing(floor: Floor, never: UUID, run: Run) -> None:
    """COMP-1: one line of error each, and the list is what it was."""
    assert "would be on the list" in run(FILE, "--dry-run", "--replace").stdout
    assert "No do-not-call lists" in run(FILE, ok=False, name="Other").stderr
    assert "Say which column" in run("a;b\n1;2\n", ok=False).stderr
    assert "--do-not-call takes" in run(FILE, "--list", "x", ok=False).stderr
    assert numbers(floor) == ["+442079460000"]
    run("a;b\n1;020 7946 0001\n", "--map", "b=Number")
    assert numbers(floor) == ["+442079460000", "+442079460001"]
