"""Calls dialled ahead where there are several PBXs: an answer can be given to nobody on another one (PRED-3, DIAL-1)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.floor import Floor


class Sites(Floor):
    """A floor whose list dials two lines for each ready agent, and two PBXs with a runner each."""

    def __init__(self, conn: psycopg.Connection[Any]) -> None:
        super().__init__(conn)
        self.set("OutboundList", self.list_id, DialingMode="Power", LinesPerAgent=2)
        self.brno = self.pbx_named("Brno")
        self.prague = self.pbx_named("Prague")

    def pbx_named(self, name: str) -> UUID:
        pbx = self.add("Pbx", DisplayName=name, Bridge="asterisk")
        self.do("register_runner", name, name, "asterisk")
        assert isinstance(pbx, UUID)
        return pbx

    def agent_at(self, pbx: UUID | None) -> UUID:
        return self.agent(workplace=self.workplace(PbxId=pbx))

    def taken(self, runner: str) -> list[int]:
        """The calls that a runner is given to dial or to connect."""
        self.do("beat", runner)
        return [
            call
            for (call,) in self.rows("SELECT outbound_call_id FROM take_pbx_commands(%s)", runner)
        ]

    def agent_of(self, call: int) -> tuple[Any, ...]:
        found: tuple[Any, ...] = self.see(call, "CallPhase", "AgentId")
        return found


@pytest.fixture
def sites(db: psycopg.Connection[Any]) -> Sites:
    return Sites(db)


def test_dialled_where_agents_are_ready(sites: Sites) -> None:
    """In proportion to those who are ready, less what rings there already."""
    for _ in range(2):
        sites.agent_at(sites.brno)
    sites.agent_at(sites.prague)
    calls = sites.calls(20)
    assert sites.cycle().dialled == 6
    assert (len(sites.taken("Brno")), len(sites.taken("Prague"))) == (4, 2)
    sites.agent_at(sites.prague)
    assert sites.cycle().dialled == 2
    assert (sites.taken("Brno"), sites.taken("Prague")) == ([], calls[6:8])


def test_given_to_an_agent_of_the_same(sites: Sites) -> None:
    """PRED-3: and not to a better one whose telephone is elsewhere."""
    in_prague = sites.agent_at(sites.prague)
    sites.calls(2)
    assert sites.cycle().dialled == 2
    in_brno = sites.agent_at(sites.brno)
    first, second = sites.taken("Prague")
    assert sites.pbx(first, "answered") == "applied"
    assert sites.agent_of(first) == ("AgentRing", in_prague)
    assert sites.pbx(second, "answered") == "applied"
    assert sites.agent_of(second) == ("Answered", None)
    assert not sites.taken("Brno")
    assert sites.taken("Prague") == [first]
    # Nor by the cycle, which is not woken for it either.
    assert not sites.value("SELECT somebody_for_waiting()")
    sites.cycle()
    assert sites.agent_of(second) == ("Answered", None)
    another = sites.agent_at(sites.prague)
    sites.cycle()
    assert sites.agent_of(second) == ("AgentRing", another)
    assert sites.value("SELECT HasNoCall FROM AgentCondition WHERE AgentId = %s", in_brno)
    assert not sites.broken()


def test_two_answers_at_once(sites: Sites) -> None:
    """PRED-3: of one group, on two PBXs, each has an agent of its own."""
    in_brno, in_prague = sites.agent_at(sites.brno), sites.agent_at(sites.prague)
    sites.calls(4)
    assert sites.cycle().dialled == 4
    answered = [sites.taken("Brno")[0], sites.taken("Prague")[0]]
    ids = [sites.see(call, "PbxCallId") for call in answered]
    sites.rows(
        "SELECT answer FROM report_pbx_events(%s, array_fill('answered'::text, '{2}'),"
        " array_fill(NULL::text, '{2}'), array_fill(NULL::timestamptz, '{2}'))", ids,
    )  # fmt: skip
    assert [sites.agent_of(call) for call in answered] == [
        ("AgentRing", in_brno), ("AgentRing", in_prague),
    ]  # fmt: skip


def test_desks_of_no_pbx(sites: Sites) -> None:
    """Of none is of any: whoever comes first dials, and such an agent can have it."""
    anywhere = sites.agent_at(None)
    calls = sites.calls(2)
    assert sites.cycle().dialled == 2
    assert sites.rows("SELECT PbxId FROM PbxCommand") == [(None,), (None,)]
    assert sites.taken("Prague") == calls
    sites.pbx(calls[0], "answered")
    assert sites.agent_of(calls[0]) == ("AgentRing", anywhere)


def test_one_pbx_needs_no_name(sites: Sites) -> None:
    """Where there is but one, nothing is chosen, and a runner without a name dials and connects."""
    sites.rows("UPDATE Pbx SET Deleted = 1 WHERE DisplayName = 'Prague' RETURNING 1")
    in_brno = sites.agent_at(sites.brno)
    calls = sites.calls(2)
    assert sites.cycle().dialled == 2
    assert sites.rows("SELECT PbxId FROM PbxCommand") == [(None,), (None,)]
    assert sites.taken("nameless") == calls
    sites.pbx(calls[0], "answered")
    assert sites.agent_of(calls[0]) == ("AgentRing", in_brno)
