"""Who gets which call, as a plain loop over plain rows (DIST-7).

A second reading of DIST-2 to DIST-6, DIST-8 and DIST-10, which uses none of the engine's views and functions
and no column that the engine works out for itself. Every rule has a name, so that a test can leave one out
and see whether anybody would notice.
"""

# ruff: noqa: ARG005 - each rule takes all that some rule needs

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import namedtuple_row

from tests.windows.asking import Calendar, Exceptional, Window
from tests.windows.model import Model

Row = Any
Rule = Callable[..., Any]
LONG_AGO = datetime.min.replace(tzinfo=UTC)
HANDLED = (
    "AgentOfferFirst",
    "AgentOfferNext",
    "AgentPreCall",
    "AgentDialing",
    "AgentTalk",
    "AgentRing",
)
# Zones that numbers imply, for the numbers that the floors use; a free-phone number implies none.
ZONES = {
    "+420": "Europe/Prague",
    "+44": "Europe/London",
    "+1212": "America/New_York",
    "+1800": None,
}


class Tables:
    """The base tables of a floor, and the moment."""

    def __init__(self, conn: psycopg.Connection[Any]) -> None:
        def read(table: str) -> list[Row]:
            with conn.cursor(row_factory=namedtuple_row) as cursor:
                return cursor.execute(f"SELECT * FROM {table}".encode()).fetchall()

        def by_key(table: str) -> dict[Any, Row]:
            return {row[0]: row for row in read(table)}

        self.without: Collection[str] = ()
        (self.now,) = conn.execute("SELECT clock()").fetchone() or (None,)
        self.config = {
            row.configurationname: row.configurationvalue or row.defaultvalue
            for row in read("Configuration")
        }
        self.calls, self.agents = by_key("OutboundCall"), by_key("Agent")
        self.lists, self.projects = by_key("OutboundList"), by_key("Project")
        self.batches, self.workplaces = by_key("OutboundListImport"), by_key("Workplace")
        self.statuses = by_key("AgentStatus")
        self.skills = {(row.agentid, row.projectid): row for row in read("Skill")}
        self.languages = {(row.agentid, row.languageid): row for row in read("Proficiency")}
        self.offsets = {
            (row.agentid, row.workplaceid): row.knowledgeoffset for row in read("Seating")
        }
        self.work, self.matrices = read("AgentWork"), read("BusyCondition")
        self.percents = {
            (row.busyconditionid, row.handledchannel, row.offeredchannel): row.percent
            for row in read("BusyConditionRule")
        }
        self.events: dict[int, list[Row]] = {}
        for event in read("CallEvent"):
            self.events.setdefault(event.outboundcallid, []).append(event)
        hours, days = read("CalendarHours"), read("CalendarDay")
        self.calendars = {
            key: Calendar(
                tuple((each.weekday, f"{each.timefrom:%H:%M}", f"{each.timeto:%H:%M}") for each in hours if each.calendarid == key),
                tuple(Exceptional(each.day, yearly=each.yearly) for each in days if each.calendarid == key),
            )
            for key in by_key("Calendar")
        }  # fmt: skip

    # What the rules below ask

    def list_of(self, call: Row) -> Row:
        return self.lists[call.outboundlistid]

    def batch_of(self, call: Row) -> Row | None:
        return self.batches.get(call.outboundlistimportid)

    def in_progress(self) -> list[Row]:
        return [
            row
            for row in self.calls.values()
            if row.callresult == "Active" and row.callphase != "WaitForResult"
        ]

    def zone_of(self, call: Row) -> str:
        implied = next(zone for prefix, zone in ZONES.items() if call.number.startswith(prefix))
        return (
            call.timezone
            or implied
            or self.list_of(call).timezone
            or self.config["DefaultTimeZone"]
        )

    def is_open(self, call: Row) -> bool:
        window = Window(call.timemode, call.timefrom, call.timeto, self.zone_of(call))
        return Model(window, self.calendars.get(self.list_of(call).calendarid)).open_at(self.now)

    def missed(self, call: Row) -> set[UUID]:
        """Return who has missed the call since it was put into the queue."""
        events = sorted(self.events.get(call.outboundcallid, ()), key=lambda event: event.step)
        missed: set[UUID] = set()
        for event in events:
            if event.toresult == "Scheduled" and event.fromresult not in (
                "Scheduled",
                "Paused",
                "Active",
            ):
                missed = set()
            elif event.tophase == "AgentOfferMissed" and event.fromresult == "Active":
                missed.add(event.agentid)
        return missed

    def full(self, agent: Row) -> int:
        default = next((row.busyconditionid for row in self.matrices if row.isdefault), None)
        matrix = agent.busyconditionid or default
        return sum(
            100 if work.channel == "Call" else self.percents.get((matrix, work.channel, "Call"), 0)
            for work in self.work if work.agentid == agent.agentid
        )  # fmt: skip

    def status_of(self, agent: Row) -> Row:
        return self.statuses[agent.agentstatusid]

    def may_receive(self, agent: Row, call: Row) -> bool:
        status = self.status_of(agent)
        # During a post-call pause nothing is distributed (PCP-2).
        own = status.callpredistribute and status.activity == "Pause" and call.predistributed
        return bool(status.activity == "Ready" or own)

    def speaks(self, agent: Row, call: Row) -> bool:
        spoken = self.languages.get((agent.agentid, call.languageid))
        return call.languageid is None or bool(
            spoken
            and spoken.voiceenabled
            and spoken.voicechannel
            and spoken.voiceknowledge >= call.proficiency
        )

    def skill(self, agent: Row, call: Row) -> Row | None:
        return self.skills.get((agent.agentid, call.projectid))


# DIST-2: when a call is distributable. EnqueueNoTime is only the trace of a window that was closed (DIST-11).
CALL_RULES: dict[str, Rule] = {
    "list runs": lambda t, call: t.list_of(call).activity == "Running",
    "status": lambda t, call: call.callresult == "Scheduled",
    "phase": lambda t, call: call.callphase in ("Enqueue", "AgentOfferMissed", "EnqueueNoTime"),
    "window": lambda t, call: t.is_open(call),
    "schedule time": lambda t, call: call.scheduletime is None or call.scheduletime <= t.now,
    "batch active": lambda t, call: not (batch := t.batch_of(call)) or batch.active,
    "batch barrier": lambda t, call: (
        not (batch := t.batch_of(call))
        or None in (batch.rankbarrier, call.rank)
        or call.rank <= batch.rankbarrier
    ),
    "project distributes": lambda t, call: t.projects[call.projectid].pbxoutdistribute,
    "dialler": lambda t, call: (
        call.predistributed or t.list_of(call).dialingmode in ("Preview", "Progressive")
    ),
}

# DIST-3, DIST-6, DIST-8: when an agent can get it.
AGENT_RULES: dict[str, Rule] = {
    "own call": lambda t, agent, call: not call.predistributed or call.agentid == agent.agentid,
    "not left": lambda t, agent, call: not agent.deleted,
    "logged in": lambda t, agent, call: agent.workplaceid is not None,
    "skill": lambda t, agent, call: t.skill(agent, call),
    "skill enabled": lambda t, agent, call: not (skill := t.skill(agent, call)) or skill.pbxoutenabled,
    "skill engaged": lambda t, agent, call: not (skill := t.skill(agent, call)) or skill.pbxoutchannel,
    "knowledge": lambda t, agent, call: not (skill := t.skill(agent, call)) or skill.pbxoutknowledge >= call.skill,
    "language": lambda t, agent, call: t.speaks(agent, call),
    "agent status": lambda t, agent, call: t.may_receive(agent, call),
    "line free": lambda t, agent, call: agent.workplaceid is None or t.workplaces[agent.workplaceid].state == "Free",
    "no call": lambda t, agent, call: not any(
        row.agentid == agent.agentid and row.callphase in HANDLED for row in t.in_progress()
    ),
    "not blocked": lambda t, agent, call: (
        agent.workplaceid is None or (t.workplaces[agent.workplaceid].blockeduntil or LONG_AGO) <= t.now
    ),
    "capacity": lambda t, agent, call: t.config["UseUnifiedQueue"] != "true" or t.full(agent) < 100,
}  # fmt: skip

# DIST-4: the order of calls.
ORDER: dict[str, Rule] = {
    "pre-distributed first": lambda t, call: -call.predistributed,
    "priority": lambda t, call: -call.priority,
    "longer waiting": lambda t, call: (
        -(
            (t.now - call.enqueueingtime).total_seconds()
            + ("waiting offset" not in t.without) * t.projects[call.projectid].waitingoffset
        )
    ),
    "lower call id": lambda t, call: call.outboundcallid,
}

# DIST-5, DIST-10: the choice of agent.
CHOICE: dict[str, Rule] = {
    "others first": lambda t, agent, call: agent.agentid in t.missed(call),
    "preferred": lambda t, agent, call: agent.agentid != call.preferredagentid,
    "highest knowledge": lambda t, agent, call: (
        -(
            getattr(t.skill(agent, call), "pbxoutknowledge", 0)
            + ("seat offset" not in t.without)
            * t.offsets.get((agent.agentid, agent.workplaceid), 0)
        )
    ),
    "highest proficiency": lambda t, agent, call: (
        -(getattr(t.languages.get((agent.agentid, call.languageid)), "voiceknowledge", 0))
    ),
    "most idle": lambda t, agent, call: agent.lastcallutc or LONG_AGO,
    "lower agent id": lambda t, agent, call: agent.agentid,
}

# Rules that decide something of their own; the phases of Scheduled calls are all waiting ones.
RULES = {*CALL_RULES, *AGENT_RULES, *ORDER, *CHOICE} - {"phase"} | {
    "waiting offset", "seat offset", "number free", "shared number",
}  # fmt: skip


def oracle(tables: Tables, without: Collection[str] = ()) -> dict[int, UUID]:
    """Return which call goes to which agent, as if the rules named in without did not exist."""
    tables.without = without

    def kept(rules: dict[str, Rule]) -> list[Rule]:
        return [rule for name, rule in rules.items() if name not in without]

    def is_alone(call: Row) -> bool:
        return "shared number" in without or not (
            call.outboundlistid and tables.list_of(call).allowsharednumber
        )

    in_use = {call.number for call in tables.in_progress() if is_alone(call)}
    pairs: dict[int, UUID] = {}
    # What no rule settles falls to the higher id, so that leaving out the last rule shows.
    calls = sorted(tables.calls.values(), key=lambda call: -call.outboundcallid)
    agents = sorted(tables.agents.values(), key=lambda agent: -agent.agentid.int)
    waiting = [
        call
        for call in calls
        if call.outboundlistid and all(rule(tables, call) for rule in kept(CALL_RULES))
    ]
    for call in sorted(waiting, key=lambda call: [rule(tables, call) for rule in kept(ORDER)]):
        alone = is_alone(call)
        if alone and call.number in in_use and "number free" not in without:
            continue
        free = [
            agent for agent in agents
            if agent.agentid not in pairs.values() and all(rule(tables, agent, call) for rule in kept(AGENT_RULES))
        ]  # fmt: skip
        if free:
            best = min(free, key=lambda agent: [rule(tables, agent, call) for rule in kept(CHOICE)])
            pairs[call.outboundcallid] = best.agentid
            if alone:
                in_use.add(call.number)
    return pairs
