"""On random floors the cycle does what the plain loop over rules and calls does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import psycopg
import pytest

from tests.floor import Floor, new_id
from tests.rules.oracle import COLUMNS, PARTS, Tables, oracle

BLOCKS, FLOORS, STEPS = 6, 8, 8
GROUPS = ("Sales east", "Sales west", "Service", None)
TEAMS = ("Red", "Red two", "Blue", None)


class RuledFloor:
    """A floor with rules and calls that a seeded random generator makes, and what happens on it."""

    def __init__(self, conn: psycopg.Connection[Any], seed: int) -> None:
        self.rng = Random(seed)  # noqa: S311
        self.floor = floor = Floor(conn)
        self.projects = [floor.project(ProjectGroupName=group) for group in GROUPS]
        self.languages = [floor.language(code) for code in ("cs", "en")]
        self.lists = [floor.outbound_list(ProjectId=project) for project in self.projects[:3]]
        self.agents = [floor.agent(status=None, TeamName=team) for team in TEAMS]
        self.rules: list[Any] = []
        for _ in range(self.rng.randrange(6)):
            self.new_call()
        for _ in range(self.rng.randrange(3, 12)):
            self.new_rule()
        for _ in range(self.rng.randrange(5, 15)):
            self.new_call()

    def maybe(self, share: float, *choices: Any) -> Any:
        return self.rng.choice(choices) if self.rng.random() < share else None

    def pair(self, name: str, *values: int) -> dict[str, Any]:
        low, high = sorted(self.rng.choices(values, k=2))
        return {f"{name}From": self.maybe(0.15, low), f"{name}To": self.maybe(0.15, high)}

    def new_rule(self) -> None:
        rng = self.rng
        columns = {
            "WaitingLonger": self.maybe(0.5, 0, 60, 300, 600),
            "ProjectId": self.maybe(0.15, *self.projects),
            "ProjectGroupMask": self.maybe(0.15, "Sales%", "S_rvice", "%"),
            "LanguageId": self.maybe(0.1, *self.languages),
            "OutboundListId": self.maybe(0.15, *self.lists),
            "CallType": self.maybe(0.1, "DialOut", "DialOut", "Private"),
            "Predistributed": self.maybe(0.2, 0, 1),
            "AgentId": self.maybe(0.1, *self.agents),
            "TeamMask": self.maybe(0.15, "Red%", "Blue"),
            **self.pair("Priority", -5, 0, 5), **self.pair("Skill", 0, 40), **self.pair("Proficiency", 0, 60),
            **self.pair("Trial", 0, 1, 2),
        }  # fmt: skip
        if rng.random() < 0.25:
            columns |= {
                "TimeMode": "Daily",
                "TimeFrom": rng.choice(("09:30", "10:05", "10:20")),
                "TimeTo": rng.choice(("10:10", "10:30", "23:00")),
                "TimeZone": self.maybe(0.2, "Europe/London"),
            }
        columns |= rng.choice((
            {"SetProjectId": rng.choice(self.projects)}, {"SetLanguageId": rng.choice(self.languages)},
            {"SetOutboundListId": rng.choice(self.lists)}, {"SetPriority": 7}, {"AddPriority": rng.choice((-3, 4))},
            {"SetSkill": 40}, {"SetProficiency": 60}, {"CancelPredistribution": 1},
            {"SetAgentId": rng.choice(self.agents)}, {"SetPreferredAgentId": rng.choice(self.agents)},
            {"Postpone": 120}, {"Pause": 1}, {"EndAs": rng.choice(("Neglected", "Cancelled"))},
        ))  # fmt: skip
        columns |= {"Marker": self.maybe(0.3, "late", "seen")}
        key = self.floor.add(
            "SchedulePostCondition", SchedulePostConditionId=new_id(), DisplayName=f"Rule {len(self.rules)}", Rank=rng.randrange(3),
            ConditionLevel=rng.choice((0, 0, 0, 1, 1, 2, 4)), Active=int(rng.random() < 0.9), **columns,
        )  # fmt: skip
        self.rules.append(key)

    def new_call(self) -> None:
        rng = self.rng
        columns = {
            "OutboundListId": rng.choice(self.lists), "Priority": rng.choice((-5, 0, 0, 5)),
            "Skill": rng.choice((0, 40)), "Proficiency": rng.choice((0, 60)), "Trial": rng.randrange(3),
            "LanguageId": self.maybe(0.5, *self.languages), "PreferredAgentId": self.maybe(0.3, *self.agents),
            "ScheduleTime": self.maybe(0.2, "2026-11-24 10:10+01", "2026-11-25 10:00+01"),
            "ExtendedFields": self.maybe(0.2, '{"debt": 5}'),
        }  # fmt: skip
        if rng.random() < 0.3:
            columns |= {"AgentId": rng.choice(self.agents), "Predistributed": 1}
        columns["ConditionLevel"] = rng.choice((0, 0, 0, 1, 2))
        self.floor.call(**columns)

    def happen(self) -> None:
        """Let something happen, and some time pass."""
        rng, floor = self.rng, self.floor
        what = rng.choice((
            self.new_call, self.new_call, self.new_rule, self.priority, self.level, self.team, self.group, self.active,
            self.removed, self.paused, self.resumed, self.nothing, self.nothing,
        ))  # fmt: skip
        what()
        floor.pass_time(rng.choice((0, 59, 60, 61, 240, 300, 600)))

    def nothing(self) -> None:
        pass

    def some(self, condition: str = "TRUE") -> Any:
        calls = self.floor.rows(f"SELECT OutboundCallId FROM OutboundCall WHERE {condition} ORDER BY 1")
        return self.rng.choice(calls)[0] if calls else None

    def priority(self) -> None:
        if call := self.some("CallResult = 'Scheduled'"):
            self.floor.set("OutboundCall", call, Priority=self.rng.choice((-5, 0, 5)))

    def level(self) -> None:
        if call := self.some("ConditionLevel > 0"):
            self.floor.set("OutboundCall", call, ConditionLevel=0)

    def team(self) -> None:
        self.floor.set("Agent", self.rng.choice(self.agents), TeamName=self.rng.choice(TEAMS))

    def group(self) -> None:
        group = self.rng.choice(GROUPS)
        self.floor.set("Project", self.rng.choice(self.projects), ProjectGroupName=group)

    def active(self) -> None:
        if self.rules:
            self.floor.set("SchedulePostCondition", self.rng.choice(self.rules), Active=self.rng.randrange(2))

    def removed(self) -> None:
        if self.rules:
            rule = self.rules.pop(self.rng.randrange(len(self.rules)))
            self.floor.conn.execute("DELETE FROM SchedulePostCondition WHERE SchedulePostConditionId = %s", (rule,))

    def paused(self) -> None:
        if call := self.some("CallResult = 'Scheduled'"):
            self.floor.do("pause_call", call)

    def resumed(self) -> None:
        if call := self.some("CallResult IN ('Paused', 'Neglected')"):
            self.floor.do("schedule_call", call)


def floors(db: psycopg.Connection[Any], block: int) -> Iterator[tuple[tuple[int, int], Floor]]:
    """Random floors, each at several times, with what would name it in a failure."""
    Floor(db).do("make_partitions")
    for seed in range(block * FLOORS, (block + 1) * FLOORS):
        with db.transaction(force_rollback=True):
            there = RuledFloor(db, seed)
            for step in range(STEPS):
                yield (seed, step), there.floor
                there.happen()


def calls(floor: Floor) -> dict[int, dict[str, Any]]:
    rows = floor.rows(f"SELECT OutboundCallId, {', '.join(COLUMNS)} FROM OutboundCall")
    return {key: dict(zip(COLUMNS, values, strict=True)) for key, *values in rows}


@pytest.mark.parametrize("block", range(BLOCKS))
def test_the_cycle_does_what_the_plain_loop_does(db: psycopg.Connection[Any], block: int) -> None:
    """COND-1 to COND-3: on random floors each cycle changes exactly the calls that rules change, as they say."""
    done: Counter[str] = Counter()
    for case, floor in floors(db, block):
        before = calls(floor)
        expected = oracle(Tables(db))
        changed = sum(expected[key] != before[key] for key in expected)
        assert floor.cycle().rules_applied == changed, case
        assert calls(floor) == expected, case
        # (The calls came with attempts that nobody made.)
        broken = {name for name, *_ in floor.broken()}
        assert broken <= {"attempts counted are attempts dialled"}, case
        done["changed"] += changed
        done["unchanged"] += len(expected) - changed
    assert min(done["changed"], done["unchanged"]) > 60, done


def test_every_limit_and_action_decides_on_some_floor(db: psycopg.Connection[Any]) -> None:
    """COND-2, COND-3: leaving out any one of them changes what becomes of some call."""
    silent = set(PARTS)
    for block in range(BLOCKS):
        for _, floor in floors(db, block):
            tables = Tables(db)
            expected = oracle(tables)
            silent -= {part for part in silent if oracle(tables, {part}) != expected}
            floor.cycle()
        if not silent:
            break
    assert silent == set()
