"""Two agents at the same row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from tests.concurrency.sessions import meanwhile, settle
from tests.conftest import Database
from tests.floor import MORNING
from tests.grids.grids import DIAL, MANUAL, Grids

WAYS: dict[str, Callable[[Grids, int, UUID], Any]] = {
    "icon": lambda grids, call, agent: grids.click(DIAL, call, agent),
    "bulk": lambda grids, call, agent: grids.bulk(MANUAL, [call], agent)[str(call)],
}


def sessions(database: Database) -> tuple[Grids, Grids]:
    here = Grids(settle(database.connect()))
    _ = here.list_id
    there = here.via(settle(database.connect()))
    there.at(MORNING)
    assert isinstance(there, Grids)
    return here, there


@pytest.mark.parametrize("first", WAYS)
@pytest.mark.parametrize("second", WAYS)
def test_one_gets_it_the_other_is_told(database: Database, first: str, second: str) -> None:
    """MAN-2: by the icon and by the bulk action, in either order, in the very same moment."""
    here, there = sessions(database)
    call, other = here.manual(), here.manual()
    quick, slow = here.agent(), here.agent()
    observer = database.connect()
    here.conn.execute("BEGIN")
    assert WAYS[first](here, call, quick) in (1, "Enqueue")
    with meanwhile(there, lambda grids: WAYS[second](grids, call, slow)) as waiting:  # type: ignore[arg-type]
        assert waiting.is_blocked(observer)
        here.conn.execute("COMMIT")
        if second == "icon":
            error = waiting.error()
            assert error is not None
            assert error.sqlstate == "PD051"
            said = str(error.diag.message_primary)
            assert error.diag.message_hint == "Somebody else was quicker. Read the grid anew."
        else:
            said = waiting.result()
    assert "Enqueue (Scheduled)" in said
    assert here.see(call, "CallPhase", "AgentId") == ("Enqueue", quick if first == "icon" else None)
    # Whoever was told can go on at once.
    assert WAYS[second](there, other, slow) in (1, "Enqueue")
    assert here.broken() == []


def test_if_the_first_takes_it_back_the_second_gets_it(database: Database) -> None:
    """MAN-2: nobody is told that he was late because of what did not come to pass."""
    here, there = sessions(database)
    call = here.manual()
    quick, slow = here.agent(), here.agent()
    observer = database.connect()
    here.conn.execute("BEGIN")
    here.click(DIAL, call, quick)
    with meanwhile(there, lambda grids: WAYS["icon"](grids, call, slow)) as waiting:  # type: ignore[arg-type]
        assert waiting.is_blocked(observer)
        here.conn.execute("ROLLBACK")
        assert waiting.result() == 1
    assert here.see(call, "AgentId") == slow


def test_a_later_click_is_told(database: Database) -> None:
    """MAN-2: also long after."""
    here, there = sessions(database)
    call = here.manual()
    quick, slow = here.agent(), here.agent()
    assert here.click(DIAL, call, quick) == 1
    found = there.refused("PD051", lambda: there.click(DIAL, call, slow))
    assert (
        str(found.message_primary)
        == f"Nothing was changed: call {call} is in phase Enqueue (Scheduled) now."
    )
    assert here.see(call, "AgentId") == quick


def test_opposite_orders_do_not_lock_each_other(database: Database) -> None:
    """MAN-2: two bulk actions over the same rows take them in one order, whatever order they are given in."""
    here, there = sessions(database)
    agent = here.agent()
    calls = [here.manual() for _ in range(12)]
    observer = database.connect()
    here.conn.execute("BEGIN")
    assert set(here.bulk(MANUAL, calls[::-1], agent).values()) == {"Enqueue"}
    with meanwhile(there, lambda grids: grids.bulk(MANUAL, calls, agent)) as waiting:  # type: ignore[attr-defined]
        assert waiting.is_blocked(observer)
        here.conn.execute("COMMIT")
        assert all("phase Enqueue" in said for said in waiting.result().values())
    assert here.broken() == []
