"""DIST-10: offers made in vain."""

from __future__ import annotations

from uuid import UUID

import psycopg
import pytest

from tests.floor import Floor


def miss(floor: Floor, call: int, how: str = "reject") -> UUID:
    """Have the agent who is offered a call not take it, and return who that was."""
    agent: UUID = floor.see(call, "AgentId")
    if how == "reject":
        floor.do("reject_offer", call, agent)
    else:
        floor.pass_time(floor.look("Workplace", floor.desk(agent), "MaxOffering"))
        floor.do("expire_calls")
    assert floor.see(call, "CallPhase") == "AgentOfferMissed"
    return agent


def test_an_offer_stands_for_max_offering_seconds(db: psycopg.Connection) -> None:
    """DIST-10: MaxOffering seconds over, the call is missed and distributable again, and the cycle knows when."""
    floor = Floor(db)
    agent = floor.agent(workplace=floor.workplace(MaxOffering=25))
    call = floor.call()
    due = floor.cycle().next_run
    assert (due - floor.value("SELECT clock()")).total_seconds() == 25
    floor.pass_time(24.9)
    assert floor.cycle().expired == 0
    assert floor.see(call, "CallPhase", "AgentId") == ("AgentOfferFirst", agent)
    floor.set("Workplace", floor.desk(agent), State="Busy")
    floor.pass_time(0.1)
    assert floor.cycle().expired == 1
    assert floor.see(call, "CallPhase", "CallResult", "AgentId") == (
        "AgentOfferMissed",
        "Scheduled",
        None,
    )


@pytest.mark.parametrize("how", ["reject", "expire"])
def test_another_agent_comes_before_the_same_one(db: psycopg.Connection, how: str) -> None:
    """DIST-10: missed by the best, the call goes to the next best, then round again when all have missed it."""
    floor = Floor(db)
    agents = [floor.agent(knowledge=known, MaxMissedCalls=None) for known in (90, 60, 30)]
    call = floor.call()
    asked = []
    for _ in range(4):
        assert floor.cycle().offered == 1
        asked.append(miss(floor, call, how))
    assert asked == [*agents, agents[0]]


def test_another_agent_comes_before_the_preferred_one_who_missed_it(db: psycopg.Connection) -> None:
    """DIST-10, DIST-5: a preference does not bring a missed call back while somebody else can take it."""
    floor = Floor(db)
    preferred, other = floor.agent(knowledge=10), floor.agent(knowledge=90)
    call = floor.call(PreferredAgentId=preferred)
    floor.cycle()
    assert miss(floor, call) == preferred
    floor.cycle()
    assert floor.see(call, "CallPhase", "AgentId") == ("AgentOfferNext", other)


def test_alone_the_same_agent_is_asked_again(db: psycopg.Connection) -> None:
    """DIST-10: with nobody else there the call comes back to who missed it."""
    floor = Floor(db)
    agent = floor.agent()
    call = floor.call()
    floor.cycle()
    miss(floor, call)
    assert floor.cycle().offered == 1
    assert floor.see(call, "CallPhase", "AgentId") == ("AgentOfferNext", agent)


@pytest.mark.parametrize("how", ["reject", "expire"])
def test_after_max_offers_it_is_neglected(db: psycopg.Connection, how: str) -> None:
    """DIST-10, PHASE-4: MaxOffers offers in vain make it Neglected, and it is never offered again."""
    floor = Floor(db)
    floor.set("OutboundList", floor.list_id, MaxOffers=3)
    agent = floor.agent(MaxMissedCalls=None)
    call = floor.call()
    for offers in (1, 2, 3):
        assert floor.cycle().offered == 1
        miss(floor, call, how)
        assert floor.see(call, "Offers", "CallResult") == (
            offers,
            "Scheduled" if offers < 3 else "Neglected",
        )
    for _ in range(3):
        floor.pass_time(24 * 3600)
        assert floor.cycle().offered == 0
    floor.do("schedule_call", call)
    assert floor.cycle().offered == 1
    assert floor.see(call, "AgentId", "Offers") == (agent, 0)


def test_with_no_max_offers_it_is_offered_for_ever(db: psycopg.Connection) -> None:
    """DIST-10: MaxOffers NULL never gives a call up."""
    floor = Floor(db)
    floor.set("OutboundList", floor.list_id, MaxOffers=None)
    floor.agent(MaxMissedCalls=None)
    call = floor.call()
    for _ in range(20):
        assert floor.cycle().offered == 1
        miss(floor, call)


@pytest.mark.parametrize("named", ["by name", "by id"])
def test_max_missed_calls_in_a_row_end_readiness(db: psycopg.Connection, named: str) -> None:
    """DIST-10: the agent leaves Ready for the status in MissedCallsStatus and gets nothing more."""
    floor = Floor(db)
    away = floor.status("Not answering")
    value = "Not answering" if named == "by name" else str(away)
    floor.set("Configuration", "MissedCallsStatus", ConfigurationValue=value)
    agent = floor.agent(MaxMissedCalls=2)
    call = floor.call()
    ready = floor.look("Agent", agent, "AgentStatusId")
    for status, offers in ((ready, 1), (away, 0)):
        floor.cycle()
        miss(floor, call)
        assert floor.look("Agent", agent, "AgentStatusId") == status
        assert floor.value("SELECT count(*) FROM match_calls()") == offers
    floor.do("set_agent_status", agent, "Ready")
    floor.cycle()
    miss(floor, call)
    assert floor.look("Agent", agent, "AgentStatusId") == ready, "missed calls are counted anew"


def test_a_call_taken_breaks_the_row(db: psycopg.Connection) -> None:
    """DIST-10: misses count in a row: one call taken, and the count begins again."""
    floor = Floor(db)
    agent = floor.agent(MaxMissedCalls=2)
    ready = floor.look("Agent", agent, "AgentStatusId")
    for _ in range(3):
        missed = floor.call()
        floor.cycle()
        miss(floor, missed)
        floor.do("cancel_call", missed)
        taken = floor.call()
        floor.cycle()
        floor.do("dial_call", taken, agent)
        floor.pbx(taken, "busy")
        floor.do("set_agent_status", agent, "Ready")
    assert floor.look("Agent", agent, "AgentStatusId") == ready


def test_max_missed_calls_null_means_never(db: psycopg.Connection) -> None:
    """DIST-10: an agent without MaxMissedCalls stays Ready."""
    floor = Floor(db)
    floor.agent(MaxMissedCalls=None)
    for call in floor.calls(6):
        assert floor.cycle().offered == 1
        miss(
            floor,
            floor.value("SELECT OutboundCallId FROM OutboundCall WHERE CallResult = 'Active'"),
        )
        floor.do("cancel_call", call)


@pytest.mark.parametrize("how", ["reject", "expire"])
def test_the_workplace_rests_after_a_miss(db: psycopg.Connection, how: str) -> None:
    """DIST-10, DIST-3: no offer to the workplace for Agent blocked [s], whoever sits there."""
    floor = Floor(db)
    desk = floor.workplace(Blocking=90)
    agent = floor.agent(workplace=desk)
    call = floor.call()
    floor.cycle()
    miss(floor, call, how)
    assert floor.cycle().offered == 0
    floor.do("log_off", agent)
    other = floor.agent(workplace=desk)
    floor.pass_time(89)
    assert floor.cycle().offered == 0
    assert floor.cycle().next_run == floor.pass_time(1)
    assert floor.cycle().offered == 1
    assert floor.see(call, "AgentId") == other


def test_a_workplace_that_is_not_blocked_does_not_rest(db: psycopg.Connection) -> None:
    """DIST-10: with Agent blocked [s] of 0 the next offer comes at once; other workplaces are not concerned."""
    floor = Floor(db)
    blocked = floor.agent(workplace=floor.workplace(Blocking=90), knowledge=90)
    other = floor.agent(workplace=floor.workplace(Blocking=0), MaxMissedCalls=None)
    call = floor.call()
    floor.cycle()
    assert miss(floor, call) == blocked
    for _ in range(3):
        assert floor.cycle().offered == 1
        assert miss(floor, call) == other
