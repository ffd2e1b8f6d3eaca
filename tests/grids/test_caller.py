"""Grids run with the rights of whoever uses them, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.grids.grids import CALLS, MANUAL, Grids

FUNCTIONS = """
    SELECT p.proname FROM pg_proc AS p JOIN DeployedObject AS o ON o.Kind = 'routine' AND o.Name = p.proname
    WHERE o.Path LIKE 'sql/grids/%' AND p.prosecdef
"""


@contextmanager
def a_reader(grids: Grids, *rights: str) -> Iterator[None]:
    """What is done in here is done by a role that may read calls and grids, and what else is granted."""
    grids.conn.execute("CREATE ROLE pgdialer_reader")
    grids.conn.execute("GRANT USAGE ON SCHEMA dialer TO pgdialer_reader")
    grids.conn.execute(
        "GRANT SELECT ON DataQuery, DataQueryColumn, Tile, OutboundCall, Agent TO pgdialer_reader"
    )
    grids.conn.execute("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA dialer TO pgdialer_reader")
    for right in rights:
        grids.conn.execute(f"GRANT {right} TO pgdialer_reader".encode())
    grids.conn.execute("SET LOCAL ROLE pgdialer_reader")
    yield
    grids.conn.execute("RESET ROLE")


def test_no_function_lends_its_owners_rights(grids: Grids) -> None:
    """GRID-1: none but the one that sets the time limit runs as its owner."""
    assert [name for (name,) in grids.rows(FUNCTIONS.replace("%", "%%"), *())] == [
        "limit_grid_time"
    ]


def test_a_query_reads_what_the_caller_may_read(grids: Grids) -> None:
    """GRID-1: not what whoever wrote it could."""
    call = grids.call()
    open_to_all, secret = (
        grids.grid(),
        grids.grid("SELECT ProjectId, DisplayName FROM Project", "ProjectId"),
    )
    with a_reader(grids):
        assert [row["Id"] for row in grids.shown(open_to_all)] == [str(call)]
        grids.refused("42501", lambda: grids.shown(secret))


def test_a_command_changes_what_the_caller_may_change(grids: Grids) -> None:
    """GRID-1: a click is the caller's own statement."""
    call = grids.call()
    icon = grids.icon("UPDATE OutboundCall SET Priority = 3 WHERE OutboundCallId = @Id")
    tile = grids.tile(
        Command="UPDATE OutboundCall SET Priority = 4", Query="SELECT count(*) FROM OutboundCall"
    )
    with a_reader(grids):
        grids.refused("42501", lambda: grids.click(icon, call))
        grids.refused("42501", lambda: grids.do("press_tile", tile))
        assert grids.do("run_tile", tile) == "1"
    assert grids.see(call, "Priority") == 0


def test_row_rights_count(grids: Grids) -> None:
    """GRID-1: a row that the caller may not see is not in the grid, and cannot be clicked."""
    mine, theirs = grids.call(CallKey="mine"), grids.call(CallKey="theirs")
    icon = grids.icon("UPDATE OutboundCall SET Priority = 3 WHERE OutboundCallId = @Id")
    grid = grids.look("DataQueryColumn", icon, "DataQueryId")
    grids.conn.execute("ALTER TABLE OutboundCall ENABLE ROW LEVEL SECURITY")
    grids.conn.execute("CREATE POLICY everything ON OutboundCall USING (TRUE)")
    grids.conn.execute("CREATE POLICY mine ON OutboundCall AS RESTRICTIVE USING (CallKey = 'mine')")
    with a_reader(grids):
        assert [row["Id"] for row in grids.shown(grid)] == [str(mine)]
        found = grids.refused("PD051", lambda: grids.click(icon, theirs))
        # Nothing is told of a call that the caller may not see.
        assert "phase" not in str(found.message_primary)


def test_writing_a_grid_lends_no_rights(grids: Grids) -> None:
    """GRID-1: whoever writes one that reads what he may not read is refused, and learns nothing of it."""
    grids.project(DisplayName="Secret 1")
    # The planner asks a STABLE function what to expect, before anything is run.
    grids.conn.execute(
        "CREATE FUNCTION peek() RETURNS integer LANGUAGE plpgsql STABLE"
        " AS $$ BEGIN RETURN (SELECT min(DisplayName)::int FROM Project); END $$"
    )
    read = "SELECT OutboundCallId FROM OutboundCall WHERE Priority"
    leak = f"{read} = (SELECT min(DisplayName)::int FROM Project)"
    stable = f"{read} < peek()"
    with a_reader(grids, "INSERT ON DataQuery"):
        for query in (leak, stable):
            found = grids.refused("PD050", lambda query=query: grids.grid(query))
            assert "permission denied" in str(found.message_primary)
            assert "Secret" not in str(found.message_primary)
        grids.grid(CALLS)


@pytest.mark.parametrize("function", ["run_grid", "describe_grid", "run_bulk_action"])
def test_permissions_are_asked_for(grids: Grids, function: str) -> None:
    """PERM-1: demand is the first thing, so that its refusal is the answer."""
    grids.conn.execute(
        "CREATE OR REPLACE FUNCTION demand(permission text, degree text, agent_id uuid DEFAULT NULL) RETURNS void"
        " LANGUAGE plpgsql STABLE AS $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'PD042', MESSAGE = permission,"
        " HINT = degree; END $$"
    )
    arguments = (MANUAL, "x", ["1"]) if function == "run_bulk_action" else (MANUAL,)
    found = grids.refused("PD042", lambda: grids.do(function, *arguments))
    assert (found.message_primary, found.message_hint) == ("Grid", "Read")
