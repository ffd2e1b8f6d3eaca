"""What an agent's permissions deny, no grid gives (PERM-1)."""

from __future__ import annotations

import re
from typing import Any

import psycopg
import pytest

from tests.grids.grids import DIAL, MANUAL, WAITING, Grids
from tests.rights import people, ways

COMMANDS = [way for way in ways.WAYS if way.permission != "Grid"]


def as_command(grids: Grids, statement: str, ids: dict[str, Any]) -> str:
    """Write the ids of a statement out, because a command has no place for them."""
    written = re.sub(
        r"%\((\w+)\)s(?:::text)?",
        lambda found: grids.value("SELECT quote_literal(%s::text)", str(ids[found[1]])),
        statement,
    )
    return written.replace("SELECT FROM", "SELECT 1 FROM")


def clicked(grids: Grids, icon: Any) -> int | str:
    try:
        with grids.conn.transaction():
            return grids.click(icon, 1)
    except psycopg.Error as error:
        return str(error.sqlstate)


@pytest.mark.parametrize("way", COMMANDS, ids=lambda way: way.name)
@pytest.mark.parametrize("bringing", people.BRINGINGS)
def test_a_command_needs_the_permission(grids: Grids, way: Any, bringing: str) -> None:
    """GRID-1: a click does what its statement would do in the agent's own psql, and nothing else."""
    ids = ways.stage(grids)
    grid = grids.grid("SELECT 1 AS k", "k")
    icon = grids.column(grid, command=as_command(grids, way.statement, ids))
    enough = {way.permission: f"Allow{way.degree}"}
    for degrees, refused in (({}, True), (enough, False)):
        with grids.conn.transaction(force_rollback=True):
            people.only_allow(grids, ids["me"], Grid="AllowRead", **degrees)
            with people.BRINGINGS[bringing](grids, ids["me"]):
                found = clicked(grids, icon)
            assert (found in (*people.REFUSED, "PD051")) == refused, found
            assert refused or isinstance(found, int), found


@pytest.mark.parametrize("bringing", people.BRINGINGS)
def test_an_agent_with_the_usual_role(grids: Grids, bringing: str) -> None:
    """MAN-2: sees and takes calls in phase Manual; releases none for anybody; acts for nobody else."""
    agent, other = grids.agent(), grids.agent()
    call, late, third = grids.manual(), grids.manual(), grids.manual()
    grids.do("enqueue_call", late, other)
    with people.BRINGINGS[bringing](grids, agent):
        assert [row["Id"] for row in grids.shown(MANUAL)] == [str(call), str(third)]
        assert grids.do("run_tile", WAITING) == "2"
        assert grids.click(DIAL, call) == 1
        # Whose call it is now he may not see.
        assert "phase" not in str(
            grids.refused("PD051", lambda: grids.click(DIAL, late)).message_primary
        )
        assert "lacks the degree Full" in grids.bulk(MANUAL, [third])[str(third)]
        assert grids.do("describe_grid", MANUAL)["BulkActions"] == []
        for refused in (
            lambda: grids.shown(MANUAL, other),
            lambda: grids.click(DIAL, third, other),
            lambda: grids.bulk(MANUAL, [third], other),
            lambda: grids.do("run_tile", WAITING, other),
        ):
            grids.refused("PD042", refused)
    assert grids.see(call, "AgentId", "Predistributed") == (agent, 1)
    assert grids.see(third) == ("Manual", "Prepared")
