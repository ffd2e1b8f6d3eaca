"""The bulk action Schedule outbound calls."""

from __future__ import annotations

import pytest

from tests.grids.grids import CALLS, MANUAL, TODAY, Grids


def test_calls_are_released(grids: Grids) -> None:
    """MAN-2: for anybody, by the cycle; each id has an answer, and one that is late keeps none of the others."""
    agent = grids.agent()
    one, two, late = grids.manual(), grids.manual(), grids.manual()
    grids.do("enqueue_call", late, agent)
    outcome = grids.bulk(MANUAL, [two, late, "x", one, 10**12, one, ""], agent)
    assert {k: v for k, v in outcome.items() if k in (str(one), str(two))} == {
        str(one): "Enqueue",
        str(two): "Enqueue",
    }
    assert (
        outcome[str(late)]
        == f"Nothing was changed: call {late} is in phase Enqueue (Scheduled) now."
    )
    assert set(outcome) == {str(one), str(two), str(late), "x", str(10**12), ""}
    assert all(outcome[k].startswith("Nothing was changed: row ") for k in ("x", str(10**12), ""))
    assert grids.see(one, "CallPhase", "Predistributed", "AgentId") == ("Enqueue", 0, None)
    grids.do("cancel_call", late)
    assert grids.cycle().offered == 1


def test_only_what_the_grid_shows(grids: Grids) -> None:
    """MAN-2: a call of another project is not released by whoever cannot see it in the grid."""
    call = grids.manual()
    outcome = grids.bulk(MANUAL, [call], grids.agent(skills={}))
    assert outcome[str(call)].startswith("Nothing was changed")
    assert grids.see(call) == ("Manual", "Prepared")


def test_a_call_in_another_phase_stays(grids: Grids) -> None:
    """MAN-2: what is in the grid and not in phase Manual is told so."""
    grid = grids.grid(CALLS, BulkSchedule=1)
    call, manual = grids.call(), grids.manual()
    outcome = grids.bulk(grid, [call, manual])
    assert (
        outcome[str(call)]
        == f"Call {call} does not wait for its release: it is in phase Enqueue (Scheduled)."
    )
    assert outcome[str(manual)] == "Enqueue"
    assert grids.bulk(grid, []) == {}


@pytest.mark.parametrize("action", ["Delete calls", "schedule outbound calls", "", None])
def test_other_actions_are_refused(grids: Grids, action: str) -> None:
    """MAN-2: there is one, and only where it is switched on."""
    agent = grids.agent()
    call = grids.manual()
    grids.refused("PD053", lambda: grids.bulk(MANUAL, [call], agent, action))
    grids.refused("PD053", lambda: grids.bulk(TODAY, [call], agent))
    assert grids.see(call) == ("Manual", "Prepared")


def test_it_is_offered_where_it_is_switched_on(grids: Grids) -> None:
    """MAN-2: a page is told."""
    assert grids.do("describe_grid", MANUAL)["BulkActions"] == ["Schedule outbound calls"]
    grids.set("DataQuery", MANUAL, BulkSchedule=0)
    assert grids.do("describe_grid", MANUAL)["BulkActions"] == []
