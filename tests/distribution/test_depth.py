"""Of each group of calls only the first few are read; what lies deeper is still offered in its turn (DIST-7)."""

from __future__ import annotations

import psycopg

from tests.floor import Floor

GROUPS = 12
AGENTS = 6


def crowded(db: psycopg.Connection) -> Floor:
    """Agents who can take any call, and a call in each of many groups, none urgent."""
    floor = Floor(db)
    for _ in range(AGENTS):
        floor.agent(knowledge=100)
    for skill in range(1, GROUPS):
        floor.call(Skill=skill)
    return floor


def offered(floor: Floor) -> set[int]:
    floor.cycle()
    return {
        call
        for (call,) in floor.rows(
            "SELECT OutboundCallId FROM OutboundCall WHERE CallPhase = 'AgentOfferFirst'"
        )
    }


def test_one_group_may_have_all_that_is_urgent(db: psycopg.Connection) -> None:
    """DIST-4, DIST-7: six urgent calls of one of twelve groups go before the first calls of the others."""
    floor = crowded(db)
    urgent = [floor.call(Priority=5) for _ in range(AGENTS + 4)]
    assert offered(floor) == set(urgent[:AGENTS])


def test_what_is_passed_over_takes_no_place(db: psycopg.Connection) -> None:
    """DIST-9, DIST-7: calls to one number wait for each other, however many come first in their group."""
    floor = crowded(db)
    same = [floor.call(Priority=5, Number="724 000 111") for _ in range(30)]
    others = [floor.call(Priority=4) for _ in range(AGENTS)]
    assert offered(floor) == {same[0], *others[: AGENTS - 1]}


def test_an_agent_with_own_calls_to_one_number(db: psycopg.Connection) -> None:
    """DIST-6, DIST-9: the next own call is offered where the first ones have to wait for their number."""
    floor = Floor(db)
    first, second = floor.agent(), floor.agent()
    floor.call(AgentId=first, Predistributed=1, Priority=9, Number="724 000 111")
    for _ in range(5):
        floor.call(AgentId=second, Predistributed=1, Priority=8, Number="724 000 111")
    own = floor.call(AgentId=second, Predistributed=1)
    floor.cycle()
    assert floor.see(own, "CallPhase", "AgentId") == ("AgentOfferFirst", second)
