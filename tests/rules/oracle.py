"""Which rule is executed for which call, and what it makes of it: a plain loop over rules and calls (COND-1 to COND-3).

It uses none of the engine's views and functions, and no column that the engine keeps for the rules but the level. Every
limit and action has a name, so that a test can leave one out and see whether anybody would notice.
"""

# ruff: noqa: ARG005 - each takes all that some need

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row

from tests.windows.asking import Window
from tests.windows.model import Model

Row = Any
COLUMNS = (
    "projectid", "languageid", "outboundlistid", "priority", "skill", "proficiency", "predistributed",
    "agentid", "preferredagentid", "scheduletime", "callresult", "extendedfields", "conditionlevel",
)  # fmt: skip


class Tables:
    """What rules are compared with, and the moment."""

    def __init__(self, conn: psycopg.Connection[Any]) -> None:
        def read(table: str) -> list[Row]:
            with conn.cursor(row_factory=namedtuple_row) as cursor:
                return cursor.execute(f"SELECT * FROM {table}".encode()).fetchall()

        def by_key(table: str) -> dict[Any, Row]:
            return {row[0]: row for row in read(table)}

        (self.now,) = conn.execute("SELECT clock()").fetchone() or (None,)
        self.calls = by_key("OutboundCall")
        self.projects, self.agents, self.lists = by_key("Project"), by_key("Agent"), by_key("OutboundList")
        self.rules = sorted(
            (row for row in read("SchedulePostCondition") if row.active),
            key=lambda row: (row.rank, row.schedulepostconditionid),
        )  # fmt: skip
        (self.zone,) = conn.execute("SELECT configuration('DefaultTimeZone')").fetchone() or (None,)

    def agent(self, call: Row) -> Row | None:
        return self.agents.get(call.agentid or call.preferredagentid)


def like(text: str | None, mask: str | None) -> bool:
    """Whether a text fits a mask of LIKE with % and _."""
    if mask is None:
        return True
    pattern = "".join({"%": ".*", "_": "."}.get(c, re.escape(c)) for c in mask)
    return text is not None and re.fullmatch(pattern, text, re.DOTALL) is not None


def between(low: int | None, value: int, high: int | None) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)


def same(limit: Any, value: Any) -> bool:
    return limit is None or limit == value


LIMITS: dict[str, Callable[[Tables, Row, Row], bool]] = {
    "WaitingLonger": lambda t, r, c: (
        r.waitinglonger is None or t.now - c.enqueueingtime >= timedelta(seconds=r.waitinglonger)
    ),
    "Priority": lambda t, r, c: between(r.priorityfrom, c.priority, r.priorityto),
    "ProjectId": lambda t, r, c: same(r.projectid, c.projectid),
    "ProjectGroupMask": lambda t, r, c: like(t.projects[c.projectid].projectgroupname, r.projectgroupmask),
    "LanguageId": lambda t, r, c: same(r.languageid, c.languageid),
    "OutboundListId": lambda t, r, c: same(r.outboundlistid, c.outboundlistid),
    "Skill": lambda t, r, c: between(r.skillfrom, c.skill, r.skillto),
    "Proficiency": lambda t, r, c: between(r.proficiencyfrom, c.proficiency, r.proficiencyto),
    "Trial": lambda t, r, c: between(r.trialfrom, c.trial, r.trialto),
    "CallType": lambda t, r, c: same(r.calltype, c.calltype),
    "Predistributed": lambda t, r, c: same(r.predistributed, c.predistributed),
    "AgentId": lambda t, r, c: same(r.agentid, getattr(t.agent(c), "agentid", None)),
    "TeamMask": lambda t, r, c: like(getattr(t.agent(c), "teamname", None), r.teammask),
    "TimeMode": lambda t, r, c: (
        r.timemode in (None, "None")
        or Model(Window(r.timemode, r.timefrom, r.timeto, r.timezone or t.zone), None).open_at(t.now)
    ),
}  # fmt: skip


def _priority(rule: Row, call: Row) -> int:
    wanted = call.priority + (rule.addpriority or 0) if rule.setpriority is None else rule.setpriority
    return min(max(wanted, -(2**31)), 2**31 - 1)


def _postponed(t: Tables, rule: Row, call: Row) -> Any:
    moment = t.now + timedelta(seconds=rule.postpone)
    return max(moment, call.scheduletime or moment)


ACTIONS: dict[str, tuple[Callable[[Row], Any], Callable[[Tables, Row, Row], dict[str, Any]]]] = {
    "project": (lambda r: r.setprojectid, lambda t, r, c: {"projectid": r.setprojectid}),
    "language": (lambda r: r.setlanguageid, lambda t, r, c: {"languageid": r.setlanguageid}),
    "list": (lambda r: r.setoutboundlistid, lambda t, r, c: {
        "outboundlistid": r.setoutboundlistid, "projectid": t.lists[r.setoutboundlistid].projectid}),
    "priority": (lambda r: r.setpriority is not None or r.addpriority, lambda t, r, c: {"priority": _priority(r, c)}),
    "skill": (lambda r: r.setskill is not None, lambda t, r, c: {"skill": r.setskill}),
    "proficiency": (lambda r: r.setproficiency is not None, lambda t, r, c: {"proficiency": r.setproficiency}),
    "cancel": (lambda r: r.cancelpredistribution, lambda t, r, c: {"predistributed": 0, "agentid": None}),
    "pre-distribute": (lambda r: r.setagentid, lambda t, r, c: {"predistributed": 1, "agentid": r.setagentid}),
    "prefer": (lambda r: r.setpreferredagentid, lambda t, r, c: {"preferredagentid": r.setpreferredagentid}),
    "postpone": (lambda r: r.postpone, lambda t, r, c: {"scheduletime": _postponed(t, r, c)}),
    "pause": (lambda r: r.pause, lambda t, r, c: {"callresult": "Paused"}),
    "end": (lambda r: r.endas, lambda t, r, c: {"callresult": r.endas}),
    "marker": (lambda r: r.marker, lambda t, r, c: {"extendedfields": {**(c.extendedfields or {}), "marker": r.marker}}),
}  # fmt: skip

PARTS = {*LIMITS, *ACTIONS, "rank", "level"}


def pick(tables: Tables, call: Row, without: Collection[str] = ()) -> Row | None:
    """Return the rule that is to be executed for a call."""
    levels = [rule.conditionlevel for rule in tables.rules if rule.conditionlevel >= call.conditionlevel]
    if call.callresult != "Scheduled" or not levels:
        return None
    rules = [
        rule for rule in tables.rules
        if ("level" in without or rule.conditionlevel == min(levels))
        and all(holds(tables, rule, call) for name, holds in LIMITS.items() if name not in without)
    ]  # fmt: skip
    if not rules:
        return None
    return rules[-1] if "rank" in without else rules[0]


def oracle(tables: Tables, without: Collection[str] = ()) -> dict[int, dict[str, Any]]:
    """Return what each call is after rules were tried once."""
    after = {}
    for key, call in tables.calls.items():
        now = {name: getattr(call, name) for name in COLUMNS}
        rule = pick(tables, call, without)
        if rule is not None:
            now["conditionlevel"] = rule.conditionlevel + 1
            for name, (has, change) in ACTIONS.items():
                if name not in without and has(rule):
                    now |= change(tables, rule, call)
        after[key] = now
    return after
