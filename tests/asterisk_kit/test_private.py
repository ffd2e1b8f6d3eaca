"""A private Asterisk: up in a moment, alone on its ports, back after a kill."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pgdialer.runner.asterisk import ports, private
from pgdialer.runner.asterisk.children import Children
from pgdialer.runner.asterisk.far_ends import FarEnds
from pgdialer.runner.asterisk.private import PrivatePbx
from pgdialer.runner.errors import UserError


@pytest.fixture
def other(tmp_path: Path) -> Iterator[PrivatePbx]:
    """An instance of the test's own, beside the session's."""
    pbx = private.prepare(tmp_path / "other", agents=3)
    try:
        pbx.start()
        yield pbx
    finally:
        pbx.close()


def online(pbx: PrivatePbx) -> list[str]:
    found = pbx.ask("GET", "/endpoints/PJSIP")
    return sorted(
        one["resource"]
        for one in found
        if one["state"] == "online" and one["resource"].startswith("agent")
    )


def kept(pbx: PrivatePbx) -> bool:
    """Whether the registrations are on disk; read without a lock, which would hold up the writer."""
    disk = pbx.folder / "lib" / "astdb.sqlite3"
    written = disk.read_bytes().count(b"/registrar/contact/") >= len(pbx.agents)
    return written and not disk.with_name(disk.name + "-journal").exists()


def listening(pid: int) -> set[str]:
    """The addresses where a process listens by TCP, as the kernel writes them."""
    sockets = {str(fd.readlink()) for fd in Path(f"/proc/{pid}/fd").iterdir() if fd.is_symlink()}
    lines = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
    ]
    return {line[1] for line in lines if line[3] == "0A" and f"socket:[{line[9]}]" in sockets}


def test_it_is_up_and_its_number_is_its_own(asterisk: PrivatePbx) -> None:
    """DIAL-2: ready means all modules; the process is Asterisk, and listens to this host alone."""
    assert asterisk.pid
    words = Path(f"/proc/{asterisk.pid}/cmdline").read_bytes().split(b"\0")
    assert any(word.endswith(b"/usr/sbin/asterisk") for word in words)
    assert asterisk._not_running() == []
    assert asterisk.ask("GET", "/asterisk/ping")["ping"] == "pong"
    assert "Asterisk " in asterisk.cli("core show version")
    assert listening(asterisk.pid) == {f"0100007F:{asterisk.block.first:04X}"}
    assert f"127.0.0.1:{asterisk.sip_port}" in asterisk.cli("pjsip show transports")


def test_nobody_else_may_read_the_secret(asterisk: PrivatePbx) -> None:
    """PERM-1: the folder with the password is closed, and the password is in no line printed."""
    assert asterisk.folder.stat().st_mode & 0o077 == 0
    assert asterisk.password not in repr(asterisk)


def test_two_beside_each_other_and_back_after_a_kill(
    asterisk: PrivatePbx, other: PrivatePbx
) -> None:
    """DIAL-5: kill -9 takes one down and not the other; it comes back on its ports, telephones kept."""
    assert other.block != asterisk.block
    with FarEnds(other):
        assert online(other) == ["agent001", "agent002", "agent003"]
        before = other.pid
        while not kept(other):
            assert other.pid == before
        other.kill()
        assert other.pid is None
        assert ports.is_free(other.sip_port)
        assert asterisk.ask("GET", "/asterisk/ping")["ping"] == "pong"
        other.start()
        assert other.pid != before
        assert online(other) == ["agent001", "agent002", "agent003"]
    assert len(online(asterisk)) == len(asterisk.agents)


def test_one_whose_parent_was_killed_is_ended(tmp_path: Path) -> None:
    """DIAL-5: the next to work in the folder ends what was left there, and nothing else."""
    mine, foreign = Children(tmp_path), Children(tmp_path / "x")
    (tmp_path / "x").mkdir()
    left = mine.start("sleeper", ["sh", "-c", f"while :; do sleep 9; done # {tmp_path}"])
    stranger = foreign.start("sleeper", ["sleep", "99"])
    (tmp_path / "pids" / "stranger").write_text(str(stranger.pid))
    after = Children(tmp_path)
    after.start("sleeper", ["sleep", "99"])
    after.start("stranger", ["sleep", "99"])
    assert left.wait(10) == -9
    assert stranger.poll() is None
    after.end_all()
    foreign.end_all()


def test_a_broken_configuration_is_told(tmp_path: Path) -> None:
    """Bad input: an Asterisk that does not come up is named with the place of its log."""
    pbx = private.prepare(tmp_path)
    (tmp_path / "etc" / "pjsip.conf").write_text("[udp]\ntype = transport\nprotocol = pigeon\n")
    (tmp_path / "etc" / "modules.conf").write_text(
        "[modules]\nautoload = no\nrequire = res_no.so\n"
    )
    try:
        with pytest.raises(UserError, match=r"Asterisk ended with .*log"):
            pbx.start()
        assert pbx.pid is None
    finally:
        pbx.close()


def test_a_folder_with_a_long_name(tmp_path: Path) -> None:
    """Bad input: a folder too deep for a socket."""
    with pytest.raises(UserError, match="too long"):
        private.prepare(tmp_path / ("n" * 100))


def test_no_ports_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bad input: when every block is taken, the message says what to end."""
    monkeypatch.setattr(ports, "FIRST", 8000)
    monkeypatch.setattr(ports, "LAST", 9000)
    block = ports.claim(0)
    with pytest.raises(UserError, match="end one that runs"):
        ports.claim(0)
    block.release()
    ports.claim(0).release()
