"""What the page on the design shows as a table is what the function says."""

from __future__ import annotations

import re

import psycopg
import pytest

from tests.docs.examples import ROOT

TEXT = (ROOT / "docs/explanation/design.md").read_text("utf-8")
ROWS = re.findall(r"^  \| (empty|\d+) \| (empty|\d+) \| (.+) \|$", TEXT, re.M)
SECONDS = """
    INSERT INTO Project (ProjectId, DisplayName, ShowResultBar, PostCallPause, ResultWait)
    VALUES ('00000000-0000-0000-0000-000000000001', 'One', %(bar)s, %(pause)s, %(wait)s);
"""
ASKED = """
    SELECT wanted, extract(epoch FROM until - timestamptz '2026-11-24 10:00+01')::integer
    FROM result_wait('00000000-0000-0000-0000-000000000001', '2026-11-24 10:00+01')
"""


def test_the_table_is_complete() -> None:
    """Three kinds of pause by three kinds of wait."""
    assert len({row[:2] for row in ROWS}) == 9


@pytest.mark.parametrize("pause, wait, said", ROWS)
def test_waiting_for_a_result(db: psycopg.Connection, pause: str, wait: str, said: str) -> None:
    """RES-2, PCP-1: how long an ended call waits; never without the result bar."""
    values = {
        "pause": None if pause == "empty" else pause,
        "wait": None if wait == "empty" else wait,
    }
    db.execute(SECONDS, {"bar": 1, **values})
    seconds = re.match(r"(\d+) s", said)
    assert db.execute(ASKED).fetchone() == (
        said != "not at all",
        int(seconds[1]) if seconds else None,
    )
    db.execute("UPDATE Project SET ShowResultBar = 0")
    assert db.execute(ASKED).fetchone() == (False, None)
