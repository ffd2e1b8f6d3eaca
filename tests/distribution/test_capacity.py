"""DIST-8: the unified queue."""

from __future__ import annotations

import psycopg
import pytest

from tests.floor import Floor

# How full work of a channel (column) makes an agent for calls and for chats (rows).
MATRIX = {
    "Chat": {"Call": 50, "Chat": 100},
    "Mail": {"Call": 49, "Chat": 0},
    "Desk": {"Call": 100, "Chat": 0},
}

CASES: dict[str, tuple[list[str], int]] = {
    "no work": ([], 1),
    "half full": (["Chat"], 1),
    "just under": (["Chat", "Mail"], 1),
    "contributions add up to 100": (["Chat", "Chat"], 0),
    "contributions add up to more": (["Mail", "Mail", "Mail"], 0),
    "one that fills": (["Desk"], 0),
    "a call makes the agent full": (["Call"], 0),
    "a channel that the matrix does not know": (["Fax"] * 5, 1),
}


def unified(floor: Floor, on: str = "true") -> None:
    floor.set("Configuration", "UseUnifiedQueue", ConfigurationValue=on)


def matrix(floor: Floor, percents: dict[str, dict[str, int]], default: int = 1) -> object:
    key = floor.add("BusyCondition", DisplayName="Matrix", IsDefault=default)
    for handled, row in percents.items():
        for offered, percent in row.items():
            floor.add(
                "BusyConditionRule", BusyConditionId=key, HandledChannel=handled, OfferedChannel=offered, Percent=percent
            )  # fmt: skip
    return key


@pytest.mark.parametrize("case", CASES)
def test_capacity_by_the_matrix(db: psycopg.Connection, case: str) -> None:
    """DIST-8: what the channels in hand contribute adds up, and at 100 nothing more is offered."""
    floor = Floor(db)
    unified(floor)
    matrix(floor, MATRIX)
    agent = floor.agent()
    work, offers = CASES[case]
    for channel in work:
        floor.add("AgentWork", AgentId=agent, Channel=channel)
    floor.call()
    assert floor.cycle().offered == offers


def test_without_the_unified_queue_other_work_does_not_count(db: psycopg.Connection) -> None:
    """DIST-8: UseUnifiedQueue=false."""
    floor = Floor(db)
    unified(floor, "false")
    matrix(floor, MATRIX)
    floor.add("AgentWork", AgentId=floor.agent(), Channel="Desk")
    floor.call()
    assert floor.cycle().offered == 1


@pytest.mark.parametrize(("own", "default", "offers"), [(100, 0, 0), (0, 100, 1)])
def test_an_agent_may_have_a_matrix_of_their_own(
    db: psycopg.Connection, own: int, default: int, offers: int
) -> None:
    """DIST-8: BusyConditionId of the agent goes before the default matrix."""
    floor = Floor(db)
    unified(floor)
    matrix(floor, {"Chat": {"Call": default}})
    agent = floor.agent(BusyConditionId=matrix(floor, {"Chat": {"Call": own}}, default=0))
    floor.add("AgentWork", AgentId=agent, Channel="Chat")
    floor.call()
    assert floor.cycle().offered == offers


def test_done_work_makes_room(db: psycopg.Connection) -> None:
    """DIST-8: current work is AgentWork; what is deleted from it no longer counts. Others are not concerned."""
    floor = Floor(db)
    unified(floor)
    matrix(floor, MATRIX)
    full, other = floor.agent(knowledge=90), floor.agent(knowledge=10)
    floor.add("AgentWork", AgentId=full, Channel="Desk")
    first, second = floor.calls(2)
    assert floor.cycle().offered == 1
    assert floor.see(first, "AgentId") == other
    floor.conn.execute("DELETE FROM AgentWork")
    assert floor.cycle().offered == 1
    assert floor.see(second, "AgentId") == full


def test_a_call_of_ours_fills_the_agent_with_the_queue_off_and_on(db: psycopg.Connection) -> None:
    """DIST-8, DIST-9: who has a call gets no second one."""
    floor = Floor(db)
    agent = floor.agent()
    floor.talking(agent)
    floor.call()
    for on in ("true", "false"):
        unified(floor, on)
        assert floor.cycle().offered == 0
