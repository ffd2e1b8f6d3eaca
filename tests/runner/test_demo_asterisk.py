"""The demo with a real Asterisk: its plumbing, with a bridge that stands in for the one by ARI."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Self

import pytest
from pgdialer.runner.bridges import find_bridge
from pgdialer.runner.bridges.simulated import Simulated
from pgdialer.runner.demo import far_numbers, sip
from pgdialer.runner.demo.sample import Sample
from pgdialer.runner.errors import UserError
from rich.console import Console

from tests.conftest import Database

# The demo, with a bridge that is told of the Asterisk and talks to nobody.
DEMO = """
import sys
from pgdialer.runner.bridges.simulated import Simulated
from pgdialer.runner.demo import sip

class StandIn(Simulated):
    @classmethod
    def configured(cls, options):
        print("options", *sorted(options), options["trunk"], flush=True)
        return super().configured({})

sip.find_bridge = lambda name: StandIn
from pgdialer.runner.cli import main
main()
"""


class StandIn(Simulated):
    """Keeps what it was configured with."""

    @classmethod
    def configured(cls, options: dict[str, str]) -> Self:
        made = super().configured({})
        made.options = options
        return made


def at_work(folder: Path) -> list[int]:
    """The processes whose command line names a folder."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes() if entry.name.isdigit() else b""
        except OSError:  # gone meanwhile
            continue
        if os.fsencode(folder) in words:
            found.append(int(entry.name))
    return found


@pytest.fixture
def state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("demo")  # a short name: there will be a socket in it
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    return folder / "pgdialer"


def test_an_asterisk_as_long_as_it_is_needed(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SETUP-1: the bridge is told of it; two demos have two; at the end nothing is left."""
    monkeypatch.setattr(sip, "find_bridge", {"asterisk": StandIn}.__getitem__)
    with sip.exchange(Console(), 2) as one, sip.exchange(Console(), 1) as two:
        assert one.extensions == ("agent001", "agent002")
        assert set(one.bridge.options) == {"url", "user", "password", "trunk"}
        assert one.bridge.options["url"] != two.bridge.options["url"]
        # Asterisk, customers on two trunks, telephones.
        assert [len(at_work(state / f"asterisk-{n}")) for n in (1, 2)] == [4, 4]
    assert at_work(state) == []


def test_it_ends_when_the_play_fails(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SETUP-1: whatever happens in between."""
    monkeypatch.setattr(sip, "find_bridge", {"asterisk": StandIn}.__getitem__)
    with pytest.raises(ZeroDivisionError), sip.exchange(Console(), 1):
        _ = 1 / 0
    with pytest.raises(SystemExit) as ended, sip.exchange(Console(), 1):
        os.kill(os.getpid(), signal.SIGHUP)
    assert ended.value.code == 128 + signal.SIGHUP
    assert at_work(state) == []


def test_desks_have_telephones(database: Database) -> None:
    """SETUP-1: the extensions are the desks' numbers; every customer's number is one of E.164."""
    with database.connect() as conn:
        seats = Sample(conn, 1, 1.0, ["agent001", "agent002", "agent003"]).sip_campaign()
        found = conn.execute(
            "SELECT Number FROM Workplace WHERE WorkplaceId = ANY (%s) ORDER BY Number",
            ([seat.workplace_id for seat in seats],),
        ).fetchall()
        assert found == [("agent001",), ("agent002",), ("agent003",)]
        ((calls, numbers, bad),) = conn.execute(
            "SELECT count(*), count(DISTINCT Number),"
            " count(*) FILTER (WHERE Number !~ '^\\+44[0-9]{10}$') FROM OutboundCall"
        ).fetchall()
        assert (calls, numbers, bad) == (300, 300, 0)


def test_customers_are_mixed_as_they_are_in_life() -> None:
    """SETUP-1: about half of them answer, some are busy, a few numbers lead nowhere."""
    numbers = far_numbers.choose(300, Random(1))  # noqa: S311
    endings = Counter(number[-2:] for number in numbers)
    assert set(endings) == set(far_numbers.SHARES)
    answered = sum(endings[ending] for ending in ("00", "05", "06", "13"))
    assert 120 < answered < 180
    assert endings["02"] > endings["01"] > endings["03"]


def test_the_command(database: Database, state: Path) -> None:
    """SETUP-1: pgdialer demo --asterisk plays, and Ctrl-C ends all of it."""
    demo = subprocess.Popen(
        [
            sys.executable, "-c", DEMO, "demo", "--asterisk", "--agents", "2",
            "--database", database.dsn, "--listen", "127.0.0.1:0",
        ],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    conn = database.connect()
    while not conn.execute("SELECT 1 FROM Agent WHERE TeamName = 'Sip'").fetchall():
        assert demo.poll() is None
        time.sleep(0.05)
    while not conn.execute("SELECT 1 FROM Runner").fetchall():
        assert demo.poll() is None
        time.sleep(0.05)
    assert len(at_work(state)) == 4
    demo.send_signal(signal.SIGINT)
    said, _ = demo.communicate(timeout=60)
    assert demo.returncode == 0, said
    assert "options password trunk url user carrier" in said
    assert "2 simulated agents, their telephones" in said
    assert at_work(state) == []


def test_speed_is_refused() -> None:
    """SETUP-1, bad input: telephones ring in real time."""
    done = subprocess.run(
        [sys.executable, "-c", DEMO, "demo", "--asterisk", "--speed", "20"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "--speed 20 does not go with --asterisk" in done.stderr


def test_no_such_bridge(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SETUP-1, bad input: without its bridge nothing is fetched or started."""
    monkeypatch.setattr(sip, "find_bridge", lambda _: find_bridge("pigeon"))
    with pytest.raises(UserError, match="pigeon"), sip.exchange(Console(), 1):
        pass
    assert at_work(state) == []
