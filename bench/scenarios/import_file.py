"""A CSV file as people send them, imported by pgdialer import.

Numbers in five ways of writing, one row in a hundred twice, one bad. The baseline is COPY of the
same file into a table without an index.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ...runner.database import Connection
from ...runner.errors import UserError
from .. import floor
from ..measure import Baseline, Measured, Target, timed
from ..server import Base, installed
from ..service import MAIN, memory_of
from ..stage import Stage

IN_STATES = False
ONLY_IF_ASKED = False
CITIES = ("Praha", "Brno", "Ostrava", "Plzeň", "České Budějovice", "Ústí nad Labem", "Jihlava")
RAW = "CREATE TABLE bench.Raw (Telefon text, Jmeno text, Mesto text, Tarif text, Poznamka text)"
COPY = "COPY bench.Raw FROM STDIN WITH (FORMAT csv, HEADER, DELIMITER ';')"


def measure(stage: Stage) -> Iterator[Measured]:
    """Import the file, then copy it; each time anew."""
    size = stage.size
    base = installed(stage.cluster, "import")
    with base.connect() as conn, tempfile.TemporaryDirectory(prefix="pgdialer-bench-") as folder:
        floor.people(conn, size)
        file = Path(folder) / "customers.csv"
        write_file(file, size.imported)
        memory: list[float] = []
        ours, theirs = [], []
        for turn in range(size.imports):
            ours.append(timed(_noted, memory, base, file, f"List {turn}"))
            theirs += [_copy(conn, file) for _ in range(3)]
        left = conn.execute("SELECT count(*) FROM OutboundCall").fetchone()
        if not left or left[0] < 0.97 * size.imported * size.imports:
            raise UserError(f"Of {size.imported:,} rows only {left} were imported.")
    yield Measured(
        f"import of {size.imported:,} rows",
        ours,
        baseline=Baseline("COPY of the file", theirs),
        targets=(Target("ratio", 8),),
    )
    yield Measured("memory of pgdialer import", memory, unit="MB", targets=(Target("most", 200),))


def write_file(file: Path, rows: int) -> None:
    """Write so many rows."""
    with file.open("w", encoding="utf-8") as lines:
        lines.write("Telefon;Jméno;Město;Tarif;Poznámka\n")
        for n in range(rows):
            city = CITIES[n % len(CITIES)]
            lines.write(f"{number(n)};Zákazník {n};{city};T{n % 9};smlouva {n * 7919 % 100000}\n")


def number(n: int) -> str:
    """Return the number of a row as somebody wrote it."""
    if n % 100 == 50:
        return f"72{n % 1000}"
    if n % 100 == 99:
        n -= 37
    digits = str(720_000_000 + n)
    a, b, c = digits[:3], digits[3:6], digits[6:]
    return (
        f"{a} {b} {c}", f"+420 {a} {b} {c}", f"00420{digits}", f"{a}-{b}-{c}", f"(+420) {digits}",
    )[n % 5]  # fmt: skip


def _noted(memory: list[float], base: Base, file: Path, name: str) -> None:
    memory.append(run_import(base, file, name))


def run_import(base: Base, file: Path, name: str) -> float:
    """Run the command into a list of this name and return the most memory it held, in MB."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-c", MAIN, "import", str(file), "--database", base.url),
            *("--list", name),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        said = process.stderr.read() if process.stderr else ""
        memory = memory_of(process)
    if process.returncode:
        raise UserError(f"pgdialer import failed: {said.strip()}")
    return memory


def _copy(conn: Connection, file: Path) -> float:
    conn.execute("DROP TABLE IF EXISTS bench.Raw")
    conn.execute(RAW)

    def copy() -> None:
        with file.open("rb") as data, conn.cursor().copy(COPY) as into:
            while block := data.read(1 << 20):
                into.write(block)

    return timed(copy)
