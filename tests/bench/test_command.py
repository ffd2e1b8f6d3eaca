"""pgdialer bench: what it prints and writes, and that it leaves nothing behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from pgdialer.bench import play
from pgdialer.bench.measure import Measured, Target
from pgdialer.bench.report import Judged
from pgdialer.bench.size import FULL, QUICK
from pgdialer.runner.cli import group

MISSED = Measured(
    "slow", [9.0], scenario="cycle", state="fresh", targets=(Target("median", 1),), plan="Seq Scan"
)

ABOUT = {
    "postgres": "18.6",
    "cpus": 2,
    "settings": {"a": "1GB"},
    "waiting": 1_000,
    "lives": 10,
    "held": 5,
}


@pytest.fixture
def wishes(monkeypatch: pytest.MonkeyPatch) -> list[play.Wish]:
    """What would have been measured."""
    asked: list[play.Wish] = []

    def pretend(
        wish: play.Wish, _log: object, keep: Callable[..., None]
    ) -> tuple[dict[str, object], list[Judged]]:
        asked.append(wish)
        keep(ABOUT, [Judged(MISSED)])
        return ABOUT, [Judged(MISSED)]

    monkeypatch.setattr(play, "play", pretend)
    return asked


def test_list() -> None:
    shown = CliRunner().invoke(group, ["bench", "--list", "--only", "idle", "--only", "lives"])
    assert [line.split()[0] for line in shown.output.splitlines()] == ["lives", "idle"][::-1]


def test_unknown_scenario() -> None:
    shown = CliRunner().invoke(group, ["bench", "--only", "speed"])
    assert shown.exit_code == 1
    assert shown.output.startswith("Error: There is no scenario speed; there are: cycle,")


def test_a_missed_target(wishes: list[play.Wish], tmp_path: Path) -> None:
    """Its plan is printed; only --strict makes it an error."""
    figures, page = tmp_path / "a.json", tmp_path / "a.md"
    shown = CliRunner().invoke(group, ["bench", "--json", str(figures), "--markdown", str(page)])
    assert shown.exit_code == 0
    assert "Seq Scan" in shown.output and "NO" in shown.output
    assert json.loads(figures.read_text("utf-8"))["rows"][0]["median"] == 9.0
    assert "**no**" in page.read_text("utf-8")

    strict = CliRunner().invoke(
        group, ["bench", "--quick", "--fresh", "--strict", "--compare", str(figures)]
    )
    assert strict.exit_code == 1
    assert "9.00 ms (+0%)" in strict.output
    assert [(wish.size, wish.fresh_only) for wish in wishes] == [(FULL, False), (QUICK, True)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_half_way(number: signal.Signals) -> None:
    """The server and its folder are gone."""
    # Not pytest's own folder, which is closed to the server's account.
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    main = "from pgdialer.runner.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", main, "bench", "--quick", "--only", "idle"],
        env={**os.environ, "TMPDIR": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr
        assert process.stderr.readline().startswith("PostgreSQL ")
        (lock,) = folder.glob("pgdialer-bench-*/data/postmaster.pid")
        server = int(lock.read_text().splitlines()[0])
        process.send_signal(number)
        process.communicate(timeout=60)
        assert process.returncode != 0
        assert list(folder.iterdir()) == []
        deadline = time.monotonic() + 10
        while Path(f"/proc/{server}").exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        with pytest.raises(ProcessLookupError):
            os.kill(server, 0)
    finally:
        process.kill()
        shutil.rmtree(folder)
