"""CSV in and out by the command line, on files as people write them (LIST-2, LIST-3)."""

from __future__ import annotations

import csv
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import Database
from tests.floor import Floor

PROGRAM = [sys.executable, "-c", "from pgdialer.runner.cli import main; main()"]

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def floor(database: Database) -> Floor:
    return Floor(database.connect(), at=None)


@pytest.fixture
def run(database: Database, floor: Floor, tmp_path: Path) -> Run:
    """Run a command of pgdialer on the test's database and list."""

    def command(name: str, *words: str, ok: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [*PROGRAM, name, "--database", database.dsn, "--list", str(floor.list_id), *words],
            capture_output=True, text=True, check=False, cwd=tmp_path, timeout=120,
        )  # fmt: skip
        assert (done.returncode == 0) == ok, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done

    return command


def counts(floor: Floor) -> tuple[Any, ...]:
    return floor.row(
        "SELECT RowsRead, RowsImported, RowsUpdated, RowsDuplicate, RowsRejected"
        " FROM OutboundListImport ORDER BY OutboundListImportId DESC LIMIT 1"
    )


def numbers(floor: Floor) -> list[str]:
    return [n for (n,) in floor.rows("SELECT Number FROM OutboundCall ORDER BY Rank")]


@pytest.mark.parametrize(
    ("encoding", "delimiter", "start"),
    [
        ("utf-8-sig", ";", ""), ("utf-8", ",", ""), ("utf-16", "\t", ""), ("cp1250", ";", ""),
        ("utf-8", "|", ""), ("utf-8", ";", "sep=;\r\n"),
    ],
)  # fmt: skip
def test_files_as_programs_write_them(
    run: Run, floor: Floor, tmp_path: Path, encoding: str, delimiter: str, start: str
) -> None:
    """LIST-2: any delimiter and encoding; unknown columns are kept; quoted line ends are no rows."""
    file = tmp_path / "list.csv"
    rows = [
        ("Jméno", "Telefon", "Poznámka"),
        ("Jiří Žluťoučký", "724 123 456", f'says "hello"{delimiter}\r\non two lines'),
        ("Šárka Říhová", "00420 602/111-222", "příliš žluťoučký kůň"),
    ]
    text = "\r\n".join(
        delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows
    )
    file.write_bytes((start + text + "\r\n").encode(encoding))
    run("import", str(file))
    assert counts(floor) == (2, 2, 0, 0, 0)
    assert numbers(floor) == ["+420724123456", "+420602111222"]
    assert floor.row(
        "SELECT DisplayName, ExtendedFields ->> 'Poznámka' FROM OutboundCall WHERE Rank = 2"
    ) == ("Šárka Říhová", "příliš žluťoučký kůň")
    assert "on two lines" in floor.value(
        "SELECT ExtendedFields::text FROM OutboundCall WHERE Rank = 1"
    )


@pytest.mark.parametrize(
    ("heading", "value", "reason"),
    [
        ("Priority", "high", "high"), ("ScheduleTime", "tomorrowish", "tomorrowish"),
        ("Skill", "101", "101"), ("Agent", "nobody", "nobody"), ("Language", "xx", "xx"),
        ("CallKey", "k" * 49, "48"), ("TimeZone", "+01:00", "+01:00"), ("Number", "12", "12"),
    ],
)  # fmt: skip
def test_every_bad_row_has_its_line_and_reason(
    run: Run, floor: Floor, tmp_path: Path, heading: str, value: str, reason: str
) -> None:
    """LIST-2: bad rows are reported with their line and reason, and the good ones taken."""
    file, rejects = tmp_path / "bad.csv", tmp_path / "rejects.csv"
    if heading == "Number":
        file.write_text(f"Number;Name\n724123456;\n{value};\n724123457;\n")
    else:
        file.write_text(f"Number;{heading}\n724123456;\n724123458;{value}\n724123457;\n")
    run("import", str(file), "--rejects", str(rejects))
    assert counts(floor) == (3, 2, 0, 0, 1)
    (rejected,) = csv.reader(rejects.read_text("utf-8-sig").splitlines()[1:], delimiter=";")
    assert rejected[0] == "3"
    assert reason in rejected[1]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [("skip", (3, 1, 0, 2, 0)), ("update", (3, 1, 2, 0, 0)), ("keep", (3, 3, 0, 0, 0))],
)
def test_duplicates_by_policy(
    run: Run, floor: Floor, tmp_path: Path, policy: str, expected: tuple[int, ...]
) -> None:
    """LIST-2: duplicates of the list and of the file itself, however they are written."""
    floor.call("724123456", DisplayName="old")
    file = tmp_path / "twice.csv"
    file.write_text("Number,Name\n00420724123456,new\n602111222,first\n+420 602 111 222,second\n")
    run("import", str(file), "--duplicates", policy)
    assert counts(floor) == expected
    names = {name for (name,) in floor.rows("SELECT DisplayName FROM OutboundCall")}
    assert names == {
        "skip": {"old", "first"}, "update": {"new", "second"}, "keep": {"old", "new", "first", "second"},
    }[policy]  # fmt: skip


def test_all_or_nothing_and_dry_run_take_nothing(run: Run, floor: Floor, tmp_path: Path) -> None:
    """LIST-2: nothing taken at all if so asked; a dry run counts the same and changes nothing."""
    file = tmp_path / "one_bad.csv"
    file.write_text("Number\n724123456\n12\n")
    run("import", str(file), "--dry-run")
    run("import", str(file), "--all-or-nothing", ok=False)
    assert floor.rows("SELECT 1 FROM OutboundCall") == []
    run("import", str(file))
    assert counts(floor) == (2, 1, 0, 0, 1)


def test_bad_input_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    """LIST-2: no number column, no such list, an empty file, a file imported before."""
    file = tmp_path / "strange.csv"
    file.write_text("Colour;Shape\nred;round\n")
    said = run("import", str(file), ok=False).stderr
    assert "Colour" in said
    file.write_text("")
    assert run("import", str(file), ok=False).stderr.count("\n") <= 2
    file.write_text("Number\n724123456\n")
    assert "Nowhere" in run("import", str(file), "--list", "Nowhere", ok=False).stderr
    run("import", str(file))
    assert "--again" in run("import", str(file), ok=False).stderr


def test_a_killed_import_goes_on_where_it_stopped(
    database: Database, floor: Floor, run: Run, tmp_path: Path
) -> None:
    """LIST-2: killed anywhere and begun again, every row is taken once."""
    file = tmp_path / "long.csv"
    file.write_text("Number\n" + "".join(f"+420724{n:06}\n" for n in range(20_000)))
    for _ in range(10):
        before = floor.value("SELECT count(*) FROM OutboundCall")
        process = database.start(
            [*PROGRAM, "import", str(file), "--database", database.dsn, "--list", str(floor.list_id)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        while process.poll() is None and floor.value("SELECT count(*) FROM OutboundCall") == before:
            time.sleep(0.01)
        if process.poll() is not None:
            break
        process.send_signal(signal.SIGKILL)
        process.wait()
    else:
        run("import", str(file))
    assert counts(floor) == (20_000, 20_000, 0, 0, 0)
    assert floor.row("SELECT count(*), count(DISTINCT Number), max(Rank) FROM OutboundCall") == (
        20_000, 20_000, 20_000,
    )  # fmt: skip
    assert floor.broken() == []


def test_undo_takes_back_what_was_not_attempted(floor: Floor, run: Run, tmp_path: Path) -> None:
    """LIST-2: an import can be undone as a batch; what was dialled stays."""
    file = tmp_path / "undo.csv"
    file.write_text("Number\n724123456\n724123457\n724123458\n")
    run("import", str(file))
    batch = floor.value("SELECT OutboundListImportId FROM OutboundListImport")
    agent = floor.agent()
    floor.cycle()
    (call,) = floor.row("SELECT OutboundCallId FROM OutboundCall WHERE CallResult = 'Active'")
    floor.do("dial_call", call, agent)
    floor.pbx(call, "busy")
    floor.rows("SELECT * FROM undo_import(%s)", batch)
    assert floor.rows("SELECT OutboundCallId FROM OutboundCall") == [(call,)]
    floor.rows("SELECT * FROM undo_import(%s)", batch)
    assert floor.broken() == []


def test_batches_are_released_in_steps(floor: Floor, run: Run, tmp_path: Path) -> None:
    """LIST-2: Rank and RankBarrier."""
    floor.set("OutboundList", floor.list_id, RankBatch=2)
    file = tmp_path / "steps.csv"
    file.write_text("Number\n" + "".join(f"72412345{n}\n" for n in range(5)))
    run("import", str(file))
    due = "SELECT count(*) FROM OutboundCall WHERE Due = 1"
    assert floor.value(due) == 2
    floor.conn.execute("UPDATE OutboundListImport SET RankBarrier = 4")
    assert floor.value(due) == 4


def test_the_export_agrees_with_the_database(floor: Floor, run: Run, tmp_path: Path) -> None:
    """LIST-3: every call, with the columns of the file; it can be imported again elsewhere."""
    file, out = tmp_path / "in.csv", tmp_path / "out.csv"
    file.write_text('Number;Name;Note\n724123456;"Novák; Jan";=1+1\n602111222;Eva;\n')
    run("import", str(file))
    floor.agent()
    floor.cycle()
    run("export", "--output", str(out))
    with out.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    exported = [
        (int(r["OutboundCallId"]), r["Number"], r["DisplayName"], r["CallPhase"], r["CallResult"])
        for r in rows
    ]
    assert sorted(exported) == floor.rows(
        "SELECT OutboundCallId, Number, DisplayName, CallPhase::text, CallResult::text"
        " FROM OutboundCall ORDER BY 1"
    )
    assert {r["Note"] for r in rows} == {"=1+1", ""}
    with pytest.raises(psycopg.Error) as refused:
        floor.rows("SELECT export_statement(gen_random_uuid(), NULL, FALSE)")
    assert refused.value.sqlstate == "PD004"
