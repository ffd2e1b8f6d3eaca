"""Every attempt that is over is written down once, with what became of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.floor import Floor

ATTEMPTS = """
    SELECT CallResult::text, AnswerTime IS NOT NULL, extract(epoch FROM EndTime - AnswerTime)::integer,
        extract(epoch FROM ResultTime - EndTime)::integer
    FROM CallAttempt ORDER BY DialTime
"""


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def detail(floor: Floor, result: str) -> UUID:
    made: UUID = floor.add("CallResultDetail", DisplayName=result, CallResult=result, Channels=512)
    return made


def talked(floor: Floor, agent: UUID, **columns: Any) -> int:
    """A conversation of a minute that waits for its result."""
    call = floor.talking(agent, **columns)
    floor.pass_time(60)
    floor.pbx(call, "hangup_called")
    return call


def test_a_conversation(floor: Floor) -> None:
    agent, sold = floor.agent(), detail(floor, "Completed")
    floor.set("Project", floor.project_id, PostCallPause=600)
    call = talked(floor, agent)
    assert floor.rows(ATTEMPTS) == [], "it is not over before its result is known"
    floor.pass_time(15)
    floor.do("set_call_result", call, agent, sold)
    assert floor.rows(ATTEMPTS) == [("Completed", True, 60, 15)]
    columns = "OutboundCallId, OutboundListId, ProjectId, AgentId, CallResultDetailId"
    assert floor.row(f"SELECT {columns} FROM CallAttempt") == (
        call, floor.list_id, floor.project_id, agent, sold,
    )  # fmt: skip


def test_a_result_chosen_anew(floor: Floor) -> None:
    """The attempt's own; how long the wrap-up took stays."""
    agent, sold, later = floor.agent(), detail(floor, "Completed"), detail(floor, "ToContinue")
    floor.set("Project", floor.project_id, PostCallPause=600)
    call = talked(floor, agent)
    for chosen in (sold, later, sold, later):
        floor.pass_time(10)
        floor.do("set_call_result", call, agent, chosen)
    assert floor.rows(ATTEMPTS) == [("ToContinue", True, 60, 10)]
    assert floor.value("SELECT CallResultDetailId FROM CallAttempt") == later


def test_each_attempt_of_a_call(floor: Floor) -> None:
    floor.add("RetryRule", CallResult="Busy", Action="SameNumber", Delay=60)
    agent = floor.agent()
    call = floor.offered(agent)
    for _ in range(2):
        floor.do("dial_call", call, agent)
        floor.pass_time(5)
        floor.pbx(call, "busy")
        floor.pass_time(120)
        floor.do("set_agent_status", agent, "Ready")
        floor.cycle()
        floor.cycle()
    assert floor.rows(ATTEMPTS) == [("Busy", False, None, 0)] * 2


def test_what_was_not_dialled(floor: Floor) -> None:
    """A call that ends in preview, or is called off, was no attempt; and is none of an earlier one's."""
    floor.add("RetryRule", CallResult="Busy", Action="SameNumber", Delay=60)
    agent, no = floor.agent(), detail(floor, "Cancelled")
    call = floor.offered(agent)
    floor.do("dial_call", call, agent)
    floor.pbx(call, "busy")
    floor.pass_time(120)
    floor.do("set_agent_status", agent, "Ready")
    floor.cycle()
    floor.cycle()
    floor.do("accept_offer", call, agent)
    floor.do("set_call_result", call, agent, no)
    assert floor.see(call) == ("HangupAgent", "Cancelled")
    floor.pass_time(10)
    floor.do("set_call_result", call, agent, detail(floor, "Completed"))
    called_off = floor.call()
    floor.do("cancel_call", called_off)
    assert floor.rows(ATTEMPTS) == [("Busy", False, None, 0)]


def test_old_ones_go_with_the_history(floor: Floor) -> None:
    floor.add("CallAttempt", OutboundCallId=1, DialTime="2025-01-01", EndTime="2025-01-01",
              ResultTime="2025-01-01", CallResult="Busy", LastResultTime="2025-01-01")  # fmt: skip
    floor.add("CallAttempt", OutboundCallId=2, DialTime="2026-10-01 12:00Z", EndTime="2026-11-01",
              ResultTime="2026-11-01", CallResult="Busy", LastResultTime="2026-11-01")  # fmt: skip
    floor.do("purge")
    assert floor.value("SELECT count(*) FROM CallAttempt") == 2
    floor.set("Configuration", "HistoryMonths", ConfigurationValue="1")
    floor.do("purge")
    assert floor.value("SELECT array_agg(OutboundCallId) FROM CallAttempt") == [2]
