"""pgdialer simulate as a user runs it: what it refuses, and what it prints and writes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Database
from tests.floor import Floor

PROGRAM = [sys.executable, "-c", "from pgdialer.runner.cli import main; main()", "simulate"]


def simulate(*words: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*PROGRAM, *words], capture_output=True, text=True, check=False, timeout=300
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--agents", "ten"], '"ten" is not whole numbers from 1 to 500, such as 10,20,30.'),
        (["--agents", "5,0"], '"5,0" is not whole numbers from 1 to 500'),
        (["--agents", ""], "There is nothing to compare: give --agents, such as 10,20,30."),
        (["--mode", "Preditive"], '"Preditive" is not modes out of Preview, Progressive, Power'),
        (["--abandon-limit", "101"], '"101" is not percents, such as 1,3.'),
        (["--lines", "0.5"], '"0.5" is not numbers from 1 to 20'),
        (["--answer-rate", "95"], "No 95% of attempts can be answered where only 88% ring"),
        (["--html", "/no/such/folder/a.html"], "There is no folder /no/such/folder"),
        (["--talk", "0"], "--talk"),
    ],
)
def test_bad_input_is_one_sentence(words: list[str], said: str) -> None:
    """PRED-1: it names what is wrong and what would be right, before anything is played."""
    done = simulate(*words)
    assert done.returncode != 0
    assert said in done.stderr
    assert done.stdout == ""


def test_a_list_that_is_not_there(database: Database) -> None:
    """PRED-1: nor one that has no agents unless a mode is named."""
    floor = Floor(database.connect(), at=None)
    floor.set("OutboundList", floor.list_id, DialingMode="Ivr")
    unknown = simulate("--database", database.dsn, "--list", "November")
    assert unknown.returncode == 1
    assert 'There is no outbound list "November"' in unknown.stderr
    script = simulate("--database", database.dsn, "--list", str(floor.list_id))
    assert script.returncode == 1
    assert "The list dials by a script (Ivr) and has no agents" in script.stderr


def test_a_list_is_compared(database: Database, tmp_path: Path) -> None:
    """PRED-1: each combination is a row of the figures and of the page; too little history is told."""
    floor = Floor(database.connect(), at=None)
    floor.set("OutboundList", floor.list_id, DisplayName="Über <b>", MaxTrials=1)
    floor.calls(40)
    page = tmp_path / "what-if.html"
    words = ["--database", database.dsn, "--list", "Über <b>", "--agents", "1,5", "--calls", "10",
        "--mode", "progressive", "--talk", "30", "--seeds", "2", "--hours", "2"]  # fmt: skip
    done = simulate(*words, "--json", "--html", str(page))
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["list"], told["waiting"], told["calls"]) == ("Über <b>", 40, 10)
    assert any(one.startswith("Too little history: 0 attempts") for one in told["notes"])
    assert told["figures"]["talk"] == {"value": 30.0, "source": "given", "observed": 0}
    assert told["figures"]["busy"]["source"] == "default"
    few, many = told["cases"]
    assert (few["agents"], many["agents"]) == (1, 5)
    for one in (few, many):
        assert one["left"] == 0
        assert len(one["replays"]) == 2
        assert one["whole_hours"] == pytest.approx(4 * one["hours"], rel=0.01)
        assert one["ends"]
    assert many["hours"] < few["hours"]
    written = page.read_text("utf-8")
    assert "Über &lt;b&gt;" in written
    assert "<b>" not in written
    assert written.count("<svg") == 5
    for outside in ("http:", "https:", "<script", "<link", "url("):
        assert outside not in written, outside
    assert floor.value("SELECT count(*) FROM CallEvent WHERE ToPhase <> 'Enqueue'") == 0
