"""What the role that everybody has gives in the grid of calls that wait for their release."""

from __future__ import annotations

import pytest

from tests.grids.grids import DIAL, MANUAL, WAITING, Grids
from tests.rights import people


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
