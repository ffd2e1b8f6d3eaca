"""DIST-12: why a call is not dialled. Exactly one thing is broken, and exactly that is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.floor import Floor

LIST = "its list is Running"
STATUS = "its status is Scheduled"
PHASE = "its phase is Enqueue or AgentOfferMissed"
WINDOW = "it is inside its time window"
SCHEDULE = "its ScheduleTime has come"
BATCH = "its import batch is active"
BARRIER = "its rank is inside the batch barrier"
PROJECT = "its project distributes outbound calls"
DIALLER = "it is not reserved for the predictive dialler"
NUMBER = "no other attempt to its number is in progress"
QUOTA = "no quota that it is of is reached"
# Asked only where no agent is reserved.
ABANDONED = "the rest after an abandoned call is over"
CONDITIONS = [
    LIST, STATUS, PHASE, WINDOW, SCHEDULE, BATCH, BARRIER, PROJECT, DIALLER, NUMBER,
]  # fmt: skip


class Scene:
    """A call that could be offered, in a batch, and the only agent."""

    def __init__(self, db: psycopg.Connection[Any]) -> None:
        self.floor = Floor(db)
        self.batch = self.floor.batch(RankBarrier=5)
        self.agent = self.floor.agent()
        self.call = self.floor.call(
            OutboundListImportId=self.batch, Rank=3, Skill=40, Proficiency=40
        )

    def of_call(self, **columns: Any) -> None:
        self.floor.set("OutboundCall", self.call, **columns)

    def of_list(self, **columns: Any) -> None:
        self.floor.set("OutboundList", self.floor.list_id, **columns)

    def of_batch(self, **columns: Any) -> None:
        self.floor.set("OutboundListImport", self.batch, **columns)

    def of_project(self, **columns: Any) -> None:
        self.floor.set("Project", self.floor.project_id, **columns)

    def of_desk(self, **columns: Any) -> None:
        self.floor.set("Workplace", self.floor.desk(self.agent), **columns)

    def of_agent(self, **columns: Any) -> None:
        self.floor.set("Agent", self.agent, **columns)

    def of_skill(self, change: str) -> None:
        self.floor.conn.execute(f"UPDATE Skill SET {change}".encode())

    def of_language(self, change: str) -> None:
        self.floor.conn.execute(f"UPDATE Proficiency SET {change}".encode())

    def status(self, name: str) -> None:
        self.floor.do("set_agent_status", self.agent, name)

    def same_number_in_progress(self) -> None:
        number = self.floor.see(self.call, "Number")
        self.floor.offered(OutboundListId=self.floor.outbound_list(), Number=number)

    def full_of_chat(self) -> None:
        self.floor.set("Configuration", "UseUnifiedQueue", ConfigurationValue="true")
        matrix = self.floor.add("BusyCondition", DisplayName="All", IsDefault=1)
        self.floor.add(
            "BusyConditionRule",
            BusyConditionId=matrix,
            HandledChannel="Chat",
            OfferedChannel="Call",
            Percent=100,
        )
        self.floor.add("AgentWork", AgentId=self.agent, Channel="Chat")

    def rows(self) -> list[tuple[Any, ...]]:
        return self.floor.rows(
            "SELECT Condition, Holds, Value, LimitValue, Remedy FROM why_not(%s)", self.call
        )

    def on_call(self) -> list[tuple[Any, ...]]:
        return [row for row in self.rows() if not row[0].startswith("agent ")]

    def on_agents(self) -> list[tuple[Any, ...]]:
        return [row for row in self.rows() if row[0].startswith("agent ")]


Break = Callable[[Scene], Any]
OF_CALL: dict[str, tuple[Break, list[str]]] = {
    "list prepared": (lambda s: s.of_list(Activity="Prepared"), [LIST]),
    "list paused": (lambda s: s.of_list(Activity="Paused"), [LIST]),
    "list completed": (lambda s: s.of_list(Activity="Completed"), [LIST]),
    "paused": (lambda s: s.of_call(CallResult="Paused"), [STATUS]),
    "paused outside its window": (
        lambda s: s.of_call(CallResult="Paused", TimeMode="Daily", TimeFrom="11:00", TimeTo="12:00"), [STATUS, WINDOW],
    ),
    "held": (lambda s: s.of_call(CallPhase="Manual"), [STATUS, PHASE]),
    "cancelled": (lambda s: s.of_call(CallResult="Cancelled"), [STATUS, PHASE]),
    "neglected": (lambda s: s.of_call(CallResult="Neglected"), [STATUS, PHASE]),
    "window closed": (lambda s: s.of_call(TimeMode="Daily", TimeFrom="11:00", TimeTo="12:00"), [PHASE, WINDOW]),
    "window over": (lambda s: s.of_call(TimeMode="Range", TimeTo="2026-11-24 09:00"), [PHASE, WINDOW]),
    "calendar closed": (
        lambda s: s.of_list(CalendarId=s.floor.add("Calendar", DisplayName="Never")), [PHASE, WINDOW],
    ),
    "scheduled for later": (lambda s: s.of_call(ScheduleTime="2026-11-24 10:01+01"), [SCHEDULE]),
    "batch off": (lambda s: s.of_batch(Active=0), [BATCH]),
    "beyond the barrier": (lambda s: s.of_batch(RankBarrier=2), [BARRIER]),
    "project off": (lambda s: s.of_project(PbxOutDistribute=0), [PROJECT]),
    "script": (lambda s: s.of_list(DialingMode="Ivr"), [DIALLER]),
    "number in progress": (lambda s: s.same_number_in_progress(), [NUMBER]),
}  # fmt: skip

# What is to be read in the agent's row.
OF_AGENT: dict[str, tuple[Break, str]] = {
    "not logged in": (lambda s: s.floor.do("log_off", s.agent), "not logged in"),
    "skill disabled": (lambda s: s.of_skill("PbxOutEnabled = 0"), "supervisor"),
    "skill disengaged": (lambda s: s.of_skill("PbxOutChannel = 0"), "by the agent"),
    "knows too little": (lambda s: s.of_skill("PbxOutKnowledge = 39"), "knowledge 39"),
    "speaks too little": (lambda s: s.of_language("VoiceKnowledge = 39"), "proficiency 39"),
    "language disabled": (lambda s: s.of_language("VoiceEnabled = 0"), "proficiency"),
    "language disengaged": (lambda s: s.of_language("VoiceChannel = 0"), "proficiency"),
    "other language": (lambda s: s.of_call(LanguageId=s.floor.language("en")), "proficiency none"),
    "on a break": (lambda s: s.status("Pause"), "Pause"),
    "after a call": (lambda s: s.status("Completing info"), "Completing info"),
    "line busy": (lambda s: s.of_desk(State="Busy"), "Busy"),
    "telephone out of order": (lambda s: s.of_desk(State="OutOfOrder"), "OutOfOrder"),
    "has an offer": (lambda s: s.floor.offered(s.agent), "offer or a call"),
    "in a call": (lambda s: s.floor.talking(s.agent), "offer or a call"),
    "blocked": (lambda s: s.of_desk(BlockedUntil="2026-11-24 10:00:01+01"), "blocked until"),
    "full": (lambda s: s.full_of_chat(), "100 %"),
}


@pytest.fixture
def scene(db: psycopg.Connection[Any]) -> Scene:
    return Scene(db)


def test_nothing_is_in_the_way(scene: Scene) -> None:
    """DIST-12: a row for each condition in their order, then one for each candidate; all hold, nothing to be done."""
    rows = scene.rows()
    assert [row[0] for row in rows[:-1]] == CONDITIONS
    assert rows[-1][0].startswith("agent ")
    assert all(holds for _, holds, *_ in rows)
    assert all(value is not None and limit is not None for *_, value, limit, _ in rows[:-1])
    assert [row[4] for row in rows if row[4]] == []
    assert scene.floor.cycle().offered == 1


@pytest.mark.parametrize("case", OF_CALL)
def test_what_keeps_the_call_back(scene: Scene, case: str) -> None:
    """DIST-12, DIST-2: exactly the broken condition is named, with a remedy, and the cycle agrees."""
    spoil, expected = OF_CALL[case]
    spoil(scene)
    rows = scene.on_call()
    rest = [ABANDONED] if case == "script" else []
    assert [row[0] for row in rows] == CONDITIONS + rest
    assert [row[0] for row in rows if not row[1]] == expected
    assert [row[0] for row in rows if row[4]] == expected
    assert scene.on_agents()[0][1] is True, "the agent is not to blame"
    scene.floor.cycle()
    assert scene.floor.see(scene.call, "CallResult") != "Active"


@pytest.mark.parametrize("case", OF_AGENT)
def test_what_keeps_the_agent_out(scene: Scene, case: str) -> None:
    """DIST-12, DIST-3: exactly the broken thing is named in the agent's row, and the cycle agrees."""
    spoil, word = OF_AGENT[case]
    spoil(scene)
    assert [row[0] for row in scene.on_call() if not row[1]] == []
    ((_, holds, value, limit, remedy),) = scene.on_agents()
    assert holds is False
    assert word in value
    assert ";" not in value, "one reason only"
    assert limit
    assert remedy
    scene.floor.cycle()
    assert scene.floor.see(scene.call, "CallResult") != "Active"


def test_several_agents(scene: Scene) -> None:
    """DIST-12: each candidate has a row, those who can get the call first; who has no skill is no candidate."""
    floor = scene.floor
    floor.do("set_agent_status", scene.agent, "Pause")
    free = floor.agent()
    floor.agent(skills={})
    floor.agent(skills={floor.project(): 90})
    names = [f"agent {floor.look('Agent', each, 'DisplayName')}" for each in (free, scene.agent)]
    assert [(row[0], row[1]) for row in scene.on_agents()] == [(names[0], True), (names[1], False)]


def test_two_reasons(scene: Scene) -> None:
    """DIST-12: each reason is named, of the call and of the agent."""
    scene.of_list(Activity="Paused")
    scene.of_project(PbxOutDistribute=0)
    scene.status("Pause")
    scene.of_desk(State="Busy")
    assert [row[0] for row in scene.on_call() if not row[1]] == [LIST, PROJECT]
    ((*_, value, _, _),) = scene.on_agents()
    assert "Pause" in value
    assert "Busy" in value


def test_a_pre_distributed_call_asks_its_agent_alone(scene: Scene) -> None:
    """DIST-12, DIST-6: others are no candidates, and a status that allows such calls is no obstacle."""
    floor = scene.floor
    floor.status("Own calls", CallPreDistribute=1)
    owner = floor.agent(status="Own calls")
    scene.of_call(Predistributed=1, AgentId=owner)
    ((name, holds, *_),) = scene.on_agents()
    assert (name, holds) == (f"agent {floor.look('Agent', owner, 'DisplayName')}", True)
    scene.of_call(Predistributed=0)
    assert {holds for _, holds, *_ in scene.on_agents()} == {True, False}


def test_a_call_that_is_not_there(db: psycopg.Connection[Any]) -> None:
    """DIST-12: an unknown call is an error of its own."""
    with pytest.raises(psycopg.Error) as refused:
        db.execute("SELECT * FROM why_not(-1)")
    assert refused.value.sqlstate == "PD012"


def test_asking_changes_nothing(scene: Scene) -> None:
    """DIST-12: why_not, why_not_list and dry_run_list leave the call, its history and its locks alone."""
    floor = scene.floor

    def everything() -> list[tuple[Any, ...]]:
        return floor.rows("SELECT * FROM OutboundCall") + floor.rows("SELECT * FROM CallEvent")

    before = everything()
    for question in ("why_not", "why_not_list", "dry_run_list"):
        asked: UUID | int = scene.call if question == "why_not" else floor.list_id
        assert floor.rows(f"SELECT * FROM {question}(%s)", asked)
    assert everything() == before
