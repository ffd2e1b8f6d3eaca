"""Asterisk in the cache folder: fetched once, or a sentence that says what to do instead."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pgdialer.runner.asterisk import install
from pgdialer.runner.errors import UserError

# Writes down that it ran, and makes what the real one makes.
MAKES_THEM = """
    echo ran "${@:2}" >> "$1/runs"
    printf '#!/bin/sh\\n' | tee "$1/asterisk" > "$1/sipp"
    chmod +x "$1/asterisk" "$1/sipp"
"""
FETCHES = """
import sys
from pathlib import Path
from pgdialer.runner.asterisk import install
install.SCRIPT = Path(sys.argv[1])
input()
print(install.fetch())
"""


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A script instead of the real one, and a cache folder where nothing is."""
    made = tmp_path / "script.sh"
    made.write_text(MAKES_THEM)
    monkeypatch.setattr(install, "SCRIPT", made)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv(install.SUITE, raising=False)
    return made


def test_it_is_there_and_runs() -> None:
    """SETUP-1: Asterisk and sipp start from the cache folder, which may be asked for again."""
    folder = install.fetch()
    assert folder == install.fetch()
    for program, flag, name in (("asterisk", "-V", "Asterisk "), ("sipp", "-v", "SIPp ")):
        said = subprocess.run(
            [folder / program, flag], capture_output=True, text=True, check=False,
            env={"PATH": os.environ["PATH"]},
        )  # fmt: skip
        assert name in said.stdout


def test_two_at_once_fetch_once(script: Path) -> None:
    """SETUP-1: the second waits for the first, and finds what it brought."""
    both = [
        subprocess.Popen(
            [sys.executable, "-c", FETCHES, str(script)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    for process in both:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    said = {process.communicate(timeout=60)[0].strip() for process in both}
    assert said == {str(install.folder())}
    assert (install.folder() / "runs").read_text() == "ran\n"


def test_from_the_suite_that_is_named(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SETUP-1: what comes from another suite of Debian is kept beside the first."""
    usual = install.fetch()
    monkeypatch.setenv(install.SUITE, "bullseye")
    named = install.fetch()
    assert named != usual
    assert [(one / "runs").read_text() for one in (usual, named)] == ["ran\n", "ran bullseye\n"]


def test_what_is_no_suite(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SETUP-1, bad input: the value is named, and nothing is fetched."""
    for value in ("../sid", "sid bullseye", "-x"):
        monkeypatch.setenv(install.SUITE, value)
        with pytest.raises(UserError, match=f'{install.SUITE}="{value}" is no suite of Debian'):
            install.fetch()


def test_no_debian(script: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """SETUP-1, bad input: without apt-get one sentence says so, and what to do."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match=r"there is no bash here.*docs/how-to/asterisk\.md"):
        install.fetch()


def test_a_mirror_that_is_away(script: Path) -> None:
    """SETUP-1, bad input: what apt said last is repeated, with the remedy."""
    script.write_text("echo 'E: Unable to fetch some archives' >&2; exit 3")
    with pytest.raises(UserError, match=r"E: Unable to fetch some archives.*how-to/asterisk\.md"):
        install.fetch()
    script.write_text(MAKES_THEM)
    assert install.fetch() == install.folder()


def test_a_cache_that_is_a_file(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SETUP-1, bad input: a cache folder that cannot be made is named."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(script))
    with pytest.raises(UserError, match=r"cannot be kept in .*script\.sh"):
        install.fetch()
