"""DIST-6: pre-distributed calls."""

from __future__ import annotations

import psycopg
import pytest

from tests.floor import Floor


def test_it_waits_for_its_agent(db: psycopg.Connection) -> None:
    """DIST-6: others are free and better, but the call waits for AgentId alone."""
    floor = Floor(db)
    owner = floor.agent(knowledge=10, status="Pause")
    floor.agent(knowledge=90)
    call = floor.call(Predistributed=1, AgentId=owner)
    for _ in range(3):
        floor.pass_time(3600)
        assert floor.cycle().offered == 0
    floor.do("set_agent_status", owner, "Ready")
    assert floor.cycle().offered == 1
    assert floor.see(call, "CallPhase", "AgentId") == ("AgentOfferFirst", owner)


def test_it_waits_while_its_agent_talks(db: psycopg.Connection) -> None:
    """DIST-6: a second call for the same agent comes after the first, not to somebody else."""
    floor = Floor(db)
    owner, _ = floor.agent(), floor.agent()
    first = floor.talking(owner)
    second = floor.call(Predistributed=1, AgentId=owner)
    assert floor.cycle().offered == 0
    floor.do("hang_up", first, owner)
    floor.do("set_agent_status", owner, "Ready")
    assert floor.cycle().offered == 1
    assert floor.see(second, "AgentId") == owner


def test_missed_it_is_offered_to_the_same_agent_again(db: psycopg.Connection) -> None:
    """DIST-6, DIST-10: only AgentId gets it, also after a miss."""
    floor = Floor(db)
    owner, _ = floor.agent(MaxMissedCalls=None), floor.agent()
    call = floor.offered(owner)
    floor.do("reject_offer", call, owner)
    assert floor.see(call) == ("AgentOfferMissed", "Scheduled")
    assert floor.cycle().offered == 1
    assert floor.see(call, "CallPhase", "AgentId") == ("AgentOfferNext", owner)


@pytest.mark.parametrize(("own", "offers"), [(1, 1), (0, 0)])
def test_a_status_that_allows_pre_distributed_calls(
    db: psycopg.Connection, own: int, offers: int
) -> None:
    """DIST-3: in such a status the agent gets pre-distributed calls and no others."""
    floor = Floor(db)
    floor.status("Own calls", CallPreDistribute=1)
    agent = floor.agent(status="Own calls")
    floor.call(Predistributed=own, **({"AgentId": agent} if own else {"PreferredAgentId": agent}))
    assert floor.cycle().offered == offers


def test_nothing_is_distributed_in_a_post_call_pause(db: psycopg.Connection) -> None:
    """PCP-2, DIST-3: not even a pre-distributed call, whatever the status allows."""
    floor = Floor(db)
    floor.status("Papers", "PostCall", CallPreDistribute=1)
    agent = floor.agent(status="Papers")
    floor.call(Predistributed=1, AgentId=agent)
    floor.call()
    assert floor.cycle().offered == 0


@pytest.mark.parametrize("lacks", ["skill", "language", "line"])
def test_its_agent_must_be_able_to_take_it(db: psycopg.Connection, lacks: str) -> None:
    """DIST-3, DIST-6: the other conditions of getting a call apply to pre-distributed ones too."""
    floor = Floor(db)
    agent = floor.agent(
        skills={} if lacks == "skill" else None, languages={} if lacks == "language" else None
    )
    if lacks == "line":
        floor.set("Workplace", floor.desk(agent), State="Busy")
    floor.call(Predistributed=1, AgentId=agent)
    assert floor.cycle().offered == 0


def test_one_of_many_own_calls_at_a_time(db: psycopg.Connection) -> None:
    """DIST-6, DIST-9: of an agent's own calls one is offered, the most urgent."""
    floor = Floor(db)
    agent = floor.agent()
    calls = [floor.call(Predistributed=1, AgentId=agent, Priority=each) for each in (1, 3, 2)]
    assert floor.cycle().offered == 1
    assert [floor.see(call, "CallPhase") for call in calls] == [
        "Enqueue", "AgentOfferFirst", "Enqueue",
    ]  # fmt: skip


def test_cancelled_pre_distribution_opens_it_to_anybody(db: psycopg.Connection) -> None:
    """DIST-6: with Predistributed set back to 0 the best agent gets it."""
    floor = Floor(db)
    owner, other = floor.agent(status="Pause"), floor.agent()
    call = floor.call(Predistributed=1, AgentId=owner)
    assert floor.cycle().offered == 0
    floor.set("OutboundCall", call, Predistributed=0)
    assert floor.cycle().offered == 1
    assert floor.see(call, "AgentId") == other
