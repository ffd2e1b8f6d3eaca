"""What happens on a random floor between two cycles, whoever does it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg

from tests.distribution.floors import HOUR, NOON, RandomFloor

MINUTE = timedelta(minutes=1)


def an_hour(there: RandomFloor, ends: Any) -> None:
    """Let some of everything happen; what the engine refuses has not happened."""
    happenings = [call_happens] * 8 + [list_happens, batch_happens, people_happen]
    for minute in sorted(there.rng.sample(range(1, 60), there.rng.randrange(5, 15))):
        there.floor.at(ends - minute * MINUTE)
        try:
            with there.floor.conn.transaction():
                there.rng.choice(happenings)(there)
        except (psycopg.errors.UniqueViolation, psycopg.errors.CheckViolation):
            continue
        except psycopg.Error as refused:
            if not str(refused.sqlstate).startswith("PD"):
                raise
    there.floor.at(ends)


def call_happens(there: RandomFloor) -> None:
    rng = there.rng
    call = rng.choice(there.calls)
    phase, result = there.floor.see(call)
    if result == "Active":
        changes = rng.choice((
            {"CallPhase": "AgentOfferMissed"}, {"CallPhase": "AgentOfferMissed"}, {"CallPhase": "AgentPreCall"},
            {"CallPhase": "AgentDialing"}, {"CallPhase": "AgentTalk"}, {"CallPhase": "HangupAgent"},
        ))  # fmt: skip
    elif result == "Scheduled":
        changes = waiting_call_happens(there)
    else:
        changes = {
            "CallPhase": phase if result == "Paused" and phase != "Manual" else "Enqueue",
            "CallResult": "Scheduled",
        }
    there.floor.set("OutboundCall", call, **changes)


def waiting_call_happens(there: RandomFloor) -> dict[str, Any]:
    rng = there.rng
    agent = rng.choice(there.agents)
    changes: tuple[dict[str, Any], ...] = (
        {"CallPhase": "AgentOfferFirst", "AgentId": agent}, {"CallPhase": "AgentPreCall", "AgentId": agent},
        {"CallPhase": "AgentOfferFirst", "AgentId": agent}, {"CallPhase": "AgentOfferNext", "AgentId": agent},
        {"CallResult": "Paused"}, {"CallResult": "Cancelled"}, {"CallResult": "Neglected"}, {"CallPhase": "Manual"},
        {"Priority": rng.choice((0, 1, 9))}, {"Skill": rng.choice((0, 45))}, {"Proficiency": rng.choice((0, 80))},
        {"Rank": rng.choice((None, 1, 5))}, {"EnqueueingTime": NOON - 5 * HOUR}, {"Number": there.some_number()},
        {"ProjectId": rng.choice(there.projects)}, {"LanguageId": there.maybe(0.6, *there.languages)},
        {"OutboundListId": rng.choice(there.lists)}, {"PreferredAgentId": agent},
        {"Predistributed": 1, "AgentId": agent}, {"Predistributed": 0}, there.some_window(), {"TimeMode": "None"},
        {"ScheduleTime": there.maybe(0.7, NOON - HOUR, NOON, NOON + HOUR, NOON + 2 * HOUR)},
    )  # fmt: skip
    return rng.choice(changes)


def list_happens(there: RandomFloor) -> None:
    rng = there.rng
    changes: tuple[dict[str, Any], ...] = (
        {"Activity": rng.choice(("Running", "Running", "Paused"))},
        {"TimeZone": there.maybe(0.5, "Asia/Tokyo")},
        {"CalendarId": there.maybe(0.5, there.calendar)},
        {"DialingMode": rng.choice(("Preview", "Predictive"))},
    )
    there.floor.set("OutboundList", rng.choice(there.lists), **rng.choice(changes))


def batch_happens(there: RandomFloor) -> None:
    rng = there.rng
    changes = rng.choice(
        ({"RankBarrier": rng.choice((None, 1, 3, 4))}, {"Active": there.flag(0.6)})
    )
    there.floor.set("OutboundListImport", rng.choice([*there.batches.values()]), **changes)


def people_happen(there: RandomFloor) -> None:
    rng, floor = there.rng, there.floor
    project, agent = rng.choice(there.projects), rng.choice(there.agents)
    status = rng.choice(("Ready", "Ready", "Ready", "Second ready", "Pause", "Own calls only"))
    tuesday = "SELECT CalendarHoursId FROM CalendarHours WHERE Weekday = 2 AND CalendarId = %s"
    rng.choice((
        lambda: floor.set("Project", project, PbxOutDistribute=there.flag(0.7)),
        lambda: floor.set("Project", project, WaitingOffset=rng.choice((0, 3600))),
        lambda: floor.do("set_agent_status", agent, status),
        lambda: floor.do("set_agent_status", agent, status),
        lambda: floor.do("log_off", agent),
        lambda: floor.set("Agent", agent, WorkplaceId=None),
        lambda: floor.set("CalendarHours", floor.value(tuesday, there.calendar), TimeTo=rng.choice(("12:45", "21:00"))),
    ))()  # fmt: skip
