"""Tiles of the dashboard."""

from __future__ import annotations

from typing import Any

import pytest

from tests.grids.grids import NOBODY, VISITOR, WAITING, Grids


def test_visitor(grids: Grids) -> None:
    """CALL-5: the shipped tile opens the editor for a visitor."""
    assert grids.look("Tile", VISITOR, "Url", "IsSample") == (
        "OutCallEditor.html?CallType=Visitor",
        1,
    )
    assert grids.do("run_tile", VISITOR) is None
    found = grids.refused("PD053", lambda: grids.do("press_tile", VISITOR, grids.agent()))
    assert found.message_hint == "It opens OutCallEditor.html?CallType=Visitor."


def test_waiting_calls(grids: Grids) -> None:
    """GRID-1: those reserved for the agent, and those in phase Manual of the agent's projects."""
    agent, other = grids.agent(), grids.agent(skills={})
    assert grids.do("run_tile", WAITING, agent) == "0"
    grids.manual()
    grids.call(AgentId=agent, Predistributed=1)
    grids.call()
    assert (grids.do("run_tile", WAITING, agent), grids.do("run_tile", WAITING, other)) == (
        "2",
        "0",
    )
    grids.calls(120, AgentId=agent, Predistributed=1)
    assert grids.do("run_tile", WAITING, agent) == "100+"


def test_a_tile_of_ones_own(grids: Grids) -> None:
    """GRID-1: shows a figure and runs a command with @AgentId bound."""
    agent = grids.agent()
    tile = grids.tile(
        Query="SELECT count(*) FROM OutboundCall WHERE AgentId = @AgentId -- mine",
        Command="UPDATE Agent SET MaxMissedCalls = 9 WHERE AgentId = @AgentId AND MaxMissedCalls < 9;",
    )
    assert grids.do("run_tile", tile, agent) == "0"
    assert grids.do("press_tile", tile, agent) == 1
    assert grids.look("Agent", agent, "MaxMissedCalls") == 9
    grids.refused("PD051", lambda: grids.do("press_tile", tile, agent))
    grids.refused("PD052", lambda: grids.do("run_tile", tile))
    grids.refused("PD052", lambda: grids.do("press_tile", tile))


def test_a_tile_finds_nothing(grids: Grids) -> None:
    """GRID-1: then it shows nothing."""
    assert grids.do("run_tile", grids.tile(Query="SELECT Number FROM OutboundCall")) is None


def test_a_tile_changes_nothing_by_being_shown(grids: Grids) -> None:
    """GRID-1: nor the session by being pressed."""
    call = grids.call()
    grids.refused(
        "PD050",
        lambda: grids.do(
            "run_tile", grids.tile(Query="SELECT cancel_call(OutboundCallId) FROM OutboundCall")
        ),
    )
    assert grids.see(call) == ("Enqueue", "Scheduled")
    hidden = "SELECT " + grids.hidden("SELECT set_config('dialer.acting', 'x', FALSE)")
    grids.refused("PD050", lambda: grids.do("press_tile", grids.tile(Command=hidden)))


@pytest.mark.parametrize(
    ("columns", "at_fault"),
    [
        ({"Query": "DROP TABLE Tile"}, "Query"),
        ({"Query": "SELECT 1 AS a, 2 AS b"}, "Query"),
        ({"Query": "SELECT @Id"}, "Query"),
        ({"Command": "DROP TABLE Tile"}, "Command"),
        ({"Command": "SELECT @Value"}, "Command"),
        ({"Command": "SELECT 1", "Url": "x.html"}, "Url"),
    ],
)
def test_tiles_are_checked(grids: Grids, columns: dict[str, Any], at_fault: str) -> None:
    """GRID-1: when they are written, by the same rules as grids."""
    found = grids.refused("PD050", lambda: grids.tile(**columns))
    assert found.column_name == at_fault


def test_what_is_not_there(grids: Grids) -> None:
    """GRID-1: no such tile, or it is deleted."""
    gone = grids.tile(Query="SELECT 1", Command="SELECT 1", Deleted=1)
    for tile in (gone, NOBODY, None):
        grids.refused("PD053", lambda tile=tile: grids.do("run_tile", tile))
        grids.refused("PD053", lambda tile=tile: grids.do("press_tile", tile))
