"""The commands demo, run, why and check, as a user runs them."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Database
from tests.floor import Floor

LOOK = 0.02  # seconds between two looks
PROGRAM = [sys.executable, "-c", "from pgdialer.runner.cli import main; main()"]
FINAL = "('Completed','Cancelled','NoAnswer','Busy','ToContinue','TalkError','Failed','NoResult','Neglected')"
OVERLAPS = """
    WITH Attempt AS (
        SELECT c.OutboundCallId, c.Number, e.EventTime AS Begun, (
            SELECT min(f.EventTime) FROM CallEvent AS f
            WHERE f.OutboundCallId = e.OutboundCallId AND f.Step > e.Step
                AND (f.ToResult <> 'Active' OR f.ToPhase = 'WaitForResult')) AS Ended
        FROM CallEvent AS e JOIN OutboundCall AS c USING (OutboundCallId)
        WHERE e.ToPhase = 'AgentDialing' AND e.ToResult = 'Active'
    )
    SELECT count(*) FROM Attempt AS a JOIN Attempt AS b ON b.Number = a.Number
        AND (a.OutboundCallId, a.Begun) < (b.OutboundCallId, b.Begun)
        AND tstzrange(a.Begun, a.Ended) && tstzrange(b.Begun, b.Ended)
"""


def run(database: Database, name: str, *words: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*PROGRAM, name, "--database", database.dsn, *words],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done


def test_why_says_why(database: Database) -> None:
    """DIST-12: by id and by number; a call that is not there is told in one line."""
    floor = Floor(database.connect(), at=None)
    floor.set("OutboundList", floor.list_id, Activity="Paused")
    call = floor.call("724 123 456")
    for what in (str(call), "+420724123456"):
        said = run(database, "why", what)
        assert said.returncode == 0
        assert "Running" in said.stdout
    unknown = run(database, "why", "999999")
    assert unknown.returncode == 1
    assert "999999" in unknown.stderr


def test_check_says_what_is_wrong(database: Database) -> None:
    """DIST-9: exit 0 when all is well, 1 when an invariant is broken."""
    floor = Floor(database.connect(), at=None)
    call = floor.call()
    assert run(database, "check").returncode == 0
    floor.conn.execute("SET session_replication_role = replica")
    floor.set("OutboundCall", call, Number="724")
    broken = run(database, "check")
    assert broken.returncode == 1
    assert "E.164" in broken.stdout + broken.stderr


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Numbers as people write them, some impossible, some twice."""
    lines = ["Name;Telefon"]
    for n in range(60):
        number = f"724{n:06}"
        shapes = (
            number, f"+420 {number[:3]} {number[3:6]} {number[6:]}", f"00420{number}",
            f"{number[:3]}/{number[3:6]}/{number[6:]}",
        )  # fmt: skip
        lines.append(f"Person {n};{shapes[n % 4]}")
    lines += ["Twice;+420 724 000 003", "Twice;724000004", "Bad;12", "Bad;nobody", "Bad;"]
    path = tmp_path / "people.csv"
    path.write_text("\r\n".join(lines), encoding="utf-8-sig")
    return path


def accounted(floor: Floor) -> None:
    """Every row of the file is accounted for, every call final, none dialled twice."""
    assert floor.row(
        "SELECT RowsRead, RowsImported, RowsUpdated, RowsDuplicate, RowsRejected FROM OutboundListImport"
    ) == (65, 60, 0, 2, 3)
    assert floor.row(
        f"SELECT count(*), count(*) FILTER (WHERE CallResult IN {FINAL} AND RetryTime IS NULL)"
        " FROM OutboundCall WHERE OutboundListImportId IS NOT NULL"
    ) == (60, 60)
    assert floor.value(OVERLAPS) == 0
    assert floor.broken() == []


def test_a_file_until_done(database: Database, file: Path) -> None:
    """DIAL-1, LIST-2: demo --csv --until-done ends by itself with an outcome that adds up."""
    done = run(database, "demo", "--csv", str(file), "--until-done", "--speed", "400")
    assert done.returncode == 0, done.stderr
    assert "65 = imported 60" in done.stdout
    accounted(Floor(database.connect(), at=None))


def test_a_file_with_kills(database: Database, file: Path) -> None:
    """DIAL-5: SIGKILL at random moments changes none of the facts."""
    floor = Floor(database.connect(), at=None)
    chance = random.Random(4)  # noqa: S311
    words = [
        "demo",
        "--database",
        database.dsn,
        "--csv",
        str(file),
        "--until-done",
        "--speed",
        "1500",
    ]
    kills = 0
    for _ in range(5):
        process = database.start(
            [*PROGRAM, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        # Killed when so many more steps of calls have been made.
        steps = floor.value("SELECT count(*) FROM CallEvent") + chance.randint(20, 120)
        while process.poll() is None and floor.value("SELECT count(*) FROM CallEvent") < steps:
            time.sleep(LOOK)
        kills += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert kills >= 2
    done = run(database, *words[:1], *words[3:])
    assert done.returncode == 0, done.stderr
    accounted(floor)


def test_a_runner_stops_when_told(database: Database) -> None:
    """DIAL-5: SIGTERM: nothing new is dialled, what is to be reported is, exit 0."""
    floor = Floor(database.connect(), at=None)
    process = database.start(
        [*PROGRAM, "run", "--database", database.dsn, "--name", "one"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    while not floor.rows("SELECT 1 FROM Runner WHERE RunnerName = 'one'"):
        assert process.poll() is None
        time.sleep(LOOK)
    call = floor.call(Predistributed=1, AgentId=floor.agent())
    # The runner's own cycle offers it: one of ours beside it would give way.
    while floor.see(call, "CallPhase") != "AgentOfferFirst":
        assert process.poll() is None
        time.sleep(LOOK)
    floor.do("dial_call", call, floor.see(call, "AgentId"))
    while not floor.value("SELECT count(*) FROM PbxCommand WHERE TakenBy = 'one'"):
        assert process.poll() is None
        time.sleep(LOOK)
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert (
        floor.see(call, "CallResult") != "Active" or floor.see(call, "CallPhase") == "WaitForResult"
    )
    assert floor.broken() == []
