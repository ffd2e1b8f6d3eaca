from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = ("countries.sql", "zones.sql", "regions.sql")


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    script = ROOT / "scripts" / "generate_numbers.py"
    return subprocess.run(
        [sys.executable, str(script), "--check", "--folder", str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_files_are_what_the_script_generates() -> None:
    """CALL-6: the numbering plans are those of the metadata, not edited by hand."""
    done = check(ROOT / "sql" / "numbers")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_stale_file_is_found(tmp_path: Path) -> None:
    """CALL-6: the check fails when a file differs or is missing, and mends nothing."""
    stale = Path(shutil.copy(ROOT / "sql" / "numbers" / "zones.sql", tmp_path))
    stale.write_text(stale.read_text().replace("Europe/Prague", "Europe/Brno"))
    done = check(tmp_path)
    assert done.returncode == 1
    assert all(name in done.stderr for name in FILES)
    assert "Europe/Brno" in stale.read_text()
    assert not (tmp_path / "countries.sql").exists()


@pytest.mark.parametrize(
    ("file", "table", "spoil"),
    [
        ("countries.sql", "CallingCountry", "DELETE FROM CallingCountry WHERE Country = 'DE'"),
        ("countries.sql", "CallingCountry", "UPDATE CallingCountry SET PossibleLengths = '{3}'"),
        (
            "countries.sql", "CallingCountry",
            "INSERT INTO CallingCountry VALUES ('XX', '999', TRUE, NULL, NULL, NULL, '^', '{9}')",
        ),
        ("zones.sql", "NumberZone", "DELETE FROM NumberZone WHERE Prefix = '420'"),
        ("zones.sql", "NumberZone", "UPDATE NumberZone SET TimeZone = NULL"),
        ("zones.sql", "NumberZone", "INSERT INTO NumberZone VALUES ('4207', 'Asia/Tokyo')"),
    ],
)  # fmt: skip
def test_files_can_be_applied_again(
    db: psycopg.Connection, file: str, table: str, spoil: str
) -> None:
    """CALL-6: applying the data again adds, corrects and removes rows, and ends where it began."""
    rows = f"SELECT * FROM {table} ORDER BY 1"
    before = db.execute(rows).fetchall()
    db.execute(spoil)
    assert db.execute(rows).fetchall() != before
    db.execute((ROOT / "sql" / "numbers" / file).read_text())
    assert db.execute(rows).fetchall() == before


def test_each_calling_code_has_a_main_country(db: psycopg.Connection) -> None:
    """CALL-6: a number with a + is judged by one country, and no code begins another."""
    orphans = db.execute(
        "SELECT CallingCode FROM CallingCountry GROUP BY CallingCode"
        " HAVING count(*) FILTER (WHERE MainCountry) <> 1"
    ).fetchall()
    nested = db.execute(
        "SELECT a.CallingCode, b.CallingCode FROM CallingCountry AS a"
        " JOIN CallingCountry AS b ON starts_with(b.CallingCode, a.CallingCode)"
        " AND b.CallingCode <> a.CallingCode"
    ).fetchall()
    assert (orphans, nested) == ([], [])


def test_a_calling_code_can_get_another_main_country(db: psycopg.Connection) -> None:
    """CALL-6: applying the data puts the main country right, whichever it was before."""
    mains = "SELECT Country FROM CallingCountry WHERE CallingCode = '1' AND MainCountry"
    db.execute("UPDATE CallingCountry SET MainCountry = FALSE WHERE Country = 'US'")
    db.execute("UPDATE CallingCountry SET MainCountry = TRUE WHERE Country = 'CA'")
    db.execute((ROOT / "sql" / "numbers" / "countries.sql").read_text())
    assert db.execute(mains).fetchall() == [("US",)]
