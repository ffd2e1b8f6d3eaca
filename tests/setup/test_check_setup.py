"""SETUP-1: what is missing for a first call, and that the remedy mends it as printed."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from click.testing import CliRunner
from pgdialer.runner.cli import group
from pgdialer.runner.files import split

from tests.conftest import Database
from tests.floor import Floor

DESK, AGENT, SEAT, READY, OWN, PROJECT, LIST, SKILL, LANGUAGE, PBX, PARAMETERS, THERE, CALL = range(
    1, 14
)
OPTIONAL = {OWN, THERE, CALL}


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


Row = tuple[bool | None, str, str | None]


def look(floor: Floor) -> dict[int, Row]:
    """What holds, by rank, with value and remedy."""
    found = floor.rows("SELECT Rank, Holds, Value, Remedy FROM check_setup()")
    assert [rank for rank, *_ in found] == list(range(1, 14))
    return {rank: (holds, value, remedy) for rank, holds, value, remedy in found}


def wrong(floor: Floor) -> set[int]:
    """The ranks of what is missing, optional or not; only that has a remedy."""
    rows = look(floor)
    assert all(value for _, value, _ in rows.values())
    assert all((remedy is None) == (holds is True) for holds, _, remedy in rows.values())
    for rank, (holds, _, _) in rows.items():
        assert holds in ((True, None) if rank in OPTIONAL else (True, False))
    return {rank for rank, (holds, _, _) in rows.items() if not holds}


def mend(floor: Floor, rank: int) -> None:
    """Do as the remedy says, if it is SQL."""
    remedy = look(floor)[rank][2]
    assert remedy
    for start, end in split(remedy):
        floor.conn.execute(remedy[start:end].encode())


def whole(floor: Floor) -> UUID:
    """Make a floor on which nothing is missing; return its agent."""
    agent = floor.agent()
    floor.status("Own calls only", CallPreDistribute=1)
    floor.call()
    floor.do("beat", "one")
    assert wrong(floor) == set()
    return agent


def test_from_nothing_to_the_first_call(floor: Floor) -> None:
    """SETUP-1: the first that is missing is mended as printed, until only commands are left; then a call is offered."""
    assert wrong(floor) == {DESK, AGENT, SEAT, OWN, PROJECT, LIST, SKILL, PBX, THERE, CALL}
    mended = []
    while sql := sorted(wrong(floor) - {PBX, CALL}):
        mend(floor, sql[0])
        mended.append(sql[0])
        assert sql[0] not in wrong(floor)
    assert mended == [DESK, AGENT, OWN, PROJECT, LIST, SKILL, THERE]
    assert look(floor)[PBX][1:] == ("no runner yet", "pgdialer run")
    floor.do("beat", "one")
    (only,) = floor.row("SELECT OutboundListId FROM OutboundList")
    assert look(floor)[CALL][2] == f"pgdialer import FILE.csv --list {only}"
    floor.call("+420724123456", OutboundListId=only)
    assert wrong(floor) == set()
    assert floor.cycle().offered == 1


class Scene:
    """A floor on which nothing is missing, and its agent."""

    def __init__(self, floor: Floor) -> None:
        self.floor, self.agent = floor, whole(floor)

    def sql(self, statement: str) -> None:
        self.floor.conn.execute(statement.encode())

    def of_project(self, **columns: Any) -> None:
        self.floor.set("Project", self.floor.project_id, **columns)

    def of_list(self, **columns: Any) -> None:
        self.floor.set("OutboundList", self.floor.list_id, **columns)

    def leave(self) -> None:
        self.floor.do("log_off", self.agent)
        self.floor.set("Agent", self.agent, Deleted=1)

    def seat_nowhere(self) -> None:
        self.floor.add("Seating", AgentId=self.agent, WorkplaceId=self.floor.workplace(Deleted=1))

    def no_ready_status(self, how: str) -> None:
        self.floor.do("set_agent_status", self.agent, "Pause")
        self.sql(f"{how} WHERE Activity = 'Ready'")

    def second_project(self, **skill: int) -> None:
        """One in which nobody, or nobody at work, has the skill."""
        project = self.floor.project()
        self.floor.outbound_list(ProjectId=project)
        if skill:
            other = self.floor.agent(skills={})
            self.floor.add("Skill", AgentId=other, ProjectId=project, **skill)

    def unchecked(self, value: str) -> None:
        """As if it had been written before values were checked."""
        self.sql("SET LOCAL session_replication_role = replica")
        self.floor.set("Configuration", "UseUnifiedQueue", ConfigurationValue=value)
        self.sql("SET LOCAL session_replication_role = origin")


Break = Callable[[Scene], Any]
NO_SKILL = {SKILL, LANGUAGE}
BREAKS: dict[str, tuple[Break, set[int]]] = {
    "workplaces deleted": (lambda s: s.sql("UPDATE Workplace SET Deleted = 1"), {DESK, SEAT}),
    "no extension": (lambda s: s.sql("UPDATE Workplace SET Number = ''"), {DESK, SEAT}),
    "agents left": (lambda s: s.leave(), {AGENT, SEAT, THERE} | NO_SKILL),
    "seat nowhere": (lambda s: s.seat_nowhere(), {SEAT}),
    "ready status not to be chosen": (
        lambda s: s.sql("UPDATE AgentStatus SET UserBlocked = 1 WHERE Activity = 'Ready'"), {READY},
    ),
    "ready status retired": (lambda s: s.no_ready_status("UPDATE AgentStatus SET Deleted = 1"), {READY, THERE}),
    "no ready status at all": (lambda s: s.no_ready_status("DELETE FROM AgentStatus"), {READY, THERE}),
    "no pause for own calls": (
        lambda s: s.sql("UPDATE AgentStatus SET CallPreDistribute = 0 WHERE Activity = 'Pause'"), {OWN},
    ),
    "project does not distribute": (lambda s: s.of_project(PbxOutDistribute=0), {PROJECT, LIST, SKILL}),
    "list prepared": (lambda s: s.of_list(Activity="Prepared"), {LIST}),
    "list paused": (lambda s: s.of_list(Activity="Paused"), {LIST}),
    "list completed": (lambda s: s.of_list(Activity="Completed"), {LIST}),
    "list deleted": (lambda s: s.of_list(Deleted=1), {LIST}),
    "no skill": (lambda s: s.sql("DELETE FROM Skill"), NO_SKILL),
    "skill disabled": (lambda s: s.sql("UPDATE Skill SET PbxOutEnabled = 0"), NO_SKILL),
    "skill disengaged": (lambda s: s.sql("UPDATE Skill SET PbxOutChannel = 0"), NO_SKILL),
    "a second project": (lambda s: s.second_project(), NO_SKILL),
    "a second project, disengaged": (lambda s: s.second_project(PbxOutChannel=0), NO_SKILL),
    "no proficiency": (lambda s: s.sql("DELETE FROM Proficiency"), {LANGUAGE}),
    "language disabled": (lambda s: s.sql("UPDATE Proficiency SET VoiceEnabled = 0"), {LANGUAGE}),
    "language disengaged": (lambda s: s.sql("UPDATE Proficiency SET VoiceChannel = 0"), {LANGUAGE}),
    "other language": (lambda s: s.of_list(LanguageId=s.floor.language("en")), {LANGUAGE}),
    "bad value": (lambda s: s.unchecked("maybe"), {PARAMETERS}),
    "value in other words": (lambda s: s.unchecked("YES"), {PARAMETERS}),
    "agent on a break": (lambda s: s.floor.do("set_agent_status", s.agent, "Pause"), {THERE}),
    "agent gone home": (lambda s: s.floor.do("log_off", s.agent), {THERE}),
}  # fmt: skip


@pytest.mark.parametrize("case", BREAKS)
def test_what_is_broken_is_named_and_mended(floor: Floor, case: str) -> None:
    """SETUP-1: a row for each, false when it is missing, true after its remedy, in their order, as printed."""
    breaks, named = BREAKS[case]
    breaks(Scene(floor))
    assert wrong(floor) == named
    while missing := sorted(wrong(floor)):
        mend(floor, missing[0])
        assert missing[0] not in wrong(floor)


def test_a_value_in_other_words_is_kept_in_ours(floor: Floor) -> None:
    """CONF-1: what was meant stays, where that can be read."""
    Scene(floor).unchecked("YES")
    assert look(floor)[PARAMETERS][1] == 'UseUnifiedQueue "YES"'
    mend(floor, PARAMETERS)
    assert floor.do("configuration", "UseUnifiedQueue") == "true"


def test_a_project_without_a_language_asks_for_none(floor: Floor) -> None:
    """SETUP-1: no proficiency is wanted where no language is."""
    whole(floor)
    floor.set("Project", floor.project_id, LanguageId=None)
    floor.conn.execute("DELETE FROM Proficiency")
    assert wrong(floor) == set()


def test_only_lists_that_run_ask_for_skills(floor: Floor) -> None:
    """SETUP-1: a list that is prepared for later is not held against the ones that run."""
    whole(floor)
    floor.outbound_list(ProjectId=floor.project(), Activity="Prepared")
    assert wrong(floor) == set()


def test_a_completed_list_is_not_begun_again(floor: Floor) -> None:
    """SETUP-1: the remedy makes a new one."""
    whole(floor)
    floor.set("OutboundList", floor.list_id, Activity="Completed")
    mend(floor, LIST)
    assert floor.look("OutboundList", floor.list_id, "Activity") == "Completed"
    assert wrong(floor) == set()


def test_a_seat_that_is_taken_is_not_offered(floor: Floor) -> None:
    """SETUP-1: the agent who logs in gets a free one that is open to him."""
    agent = whole(floor)
    floor.do("set_agent_status", agent, "Pause")
    desk = floor.desk(agent)
    floor.do("log_off", agent)
    other = floor.agent(workplace=desk, status="Pause", Login="zoe")
    floor.set("Agent", other, Deleted=1)
    remedy = look(floor)[THERE][2]
    assert remedy == "First make a free workplace, an agent and a ready status."
    free = floor.workplace()
    floor.add("Seating", AgentId=agent, WorkplaceId=free)
    mend(floor, THERE)
    assert floor.desk(agent) == free


@pytest.mark.parametrize(
    ("seconds", "holds"), [(0, True), (15, True), (15.1, False)], ids=["now", "just", "silent"]
)
def test_a_runner_that_is_silent_drives_nothing(floor: Floor, seconds: float, holds: bool) -> None:
    """SETUP-1: a sign of life within RunnerSilence seconds."""
    whole(floor)
    floor.pass_time(seconds)
    assert look(floor)[PBX][0] is holds
    assert (PBX in wrong(floor)) is not holds
    if not holds:
        assert look(floor)[PBX][1].startswith("one, silent since 2026-11-24")
        assert look(floor)[PBX][2] == "pgdialer run"
    floor.do("beat", "two")
    assert look(floor)[PBX][:2] == (True, "two" if seconds else "one")


def test_a_pbx_that_takes_no_commands_does_not_answer(floor: Floor) -> None:
    """SETUP-1: a runner may live and not reach its PBX: then commands wait."""
    agent = whole(floor)
    call = floor.offered(agent)
    floor.do("dial_call", call, agent)
    floor.pass_time(15)
    floor.do("beat", "one")
    assert look(floor)[PBX][0] is True
    floor.pass_time(1)
    assert look(floor)[PBX][0] is False
    assert "takes no commands since 2026-11-24" in look(floor)[PBX][1]
    assert "log" in str(look(floor)[PBX][2])
    floor.rows("SELECT * FROM take_pbx_commands('one')")
    assert look(floor)[PBX][0] is True


@pytest.mark.parametrize("kept", [{}, {"Predistributed": 1}])
def test_a_call_that_waits_is_found(floor: Floor, kept: dict[str, Any]) -> None:
    """SETUP-1: one that could be dialled now, for anybody or for one agent; not one for tomorrow."""
    agent = whole(floor)
    floor.conn.execute("UPDATE OutboundCall SET CallResult = 'Cancelled'")
    floor.call(ScheduleTime="2026-11-25 10:00+01")
    assert wrong(floor) == {CALL}
    call = floor.call(**kept | ({"AgentId": agent} if kept else {}))
    assert look(floor)[CALL] == (True, f"call {call}", None)


def command(*words: str) -> Any:
    return CliRunner().invoke(group, [*words])


def test_the_command_says_it(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SETUP-1: pgdialer check --setup; exit 0 when nothing but the optional is missing; commands work as printed."""
    floor = Floor(database.connect(), at=None)
    here = ("--database", database.dsn)
    empty = command("check", "--setup", *here)
    assert empty.exit_code == 1
    assert "MISSING  there is an agent: 0" in empty.output
    assert "INSERT INTO Agent" in empty.output
    assert "7 of these are missing." in empty.output
    floor.agent(status=None)
    floor.workplace()
    floor.outbound_list()
    floor.do("beat", "one")
    done = command("check", "--setup", *here)
    assert done.exit_code == 0, done.output
    assert "-        optional: a call waits to be dialled now: none" in done.output
    assert "MISSING" not in done.output
    (line,) = [line for line in done.output.splitlines() if "pgdialer import" in line]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "FILE.csv").write_text("Number\n+420724123456\n")
    imported = command(*shlex.split(line)[1:], *here)
    assert imported.exit_code == 0, imported.output
    assert look(floor)[CALL][0] is True


def test_an_empty_database_is_told(empty_database: Database) -> None:
    """SETUP-1: where nothing is installed, that is what is said."""
    said = command("check", "--setup", "--database", empty_database.dsn)
    assert said.exit_code == 1
    assert "pgdialer migrate" in said.output


def test_it_counts_no_calls(floor: Floor) -> None:
    """SETUP-1: the calls are looked at by two indexes of what is due, and no other way."""
    whole(floor)
    floor.conn.execute("SET LOCAL enable_seqscan = off")
    for own, key in ((0, "CallGroupId"), (1, "AgentId")):
        plan = "\n".join(
            line
            for (line,) in floor.rows(
                "EXPLAIN SELECT c.OutboundCallId FROM OutboundCall AS c"
                f" WHERE c.Due = 1 AND c.Predistributed = {own} ORDER BY c.{key} LIMIT 1"
            )
        )
        assert "using callclaim" in plan
        assert "Sort" not in plan


def test_a_pbx_that_nobody_drives(floor: Floor) -> None:
    """SETUP-1, DIST-12: calls wait for it, and the runner of another PBX is not blamed; driven, all is well."""
    agent = whole(floor)
    brno = floor.add("Pbx", DisplayName="Brno", Bridge="asterisk")
    prague = floor.add("Pbx", DisplayName="My Prague", Bridge="asterisk")
    floor.add("Pbx", DisplayName="Empty")
    floor.set("Workplace", floor.desk(agent), PbxId=prague)
    floor.workplace(PbxId=brno)
    for name, pbx in (("one", "Brno"), ("two", "My Prague")):
        floor.do("register_runner", name, pbx)
    assert wrong(floor) == set()
    floor.cycle()
    floor.do("dial_call", floor.value("SELECT OutboundCallId FROM OutboundCall"), agent)
    floor.pass_time(20)
    floor.do("beat", "one")
    found = floor.rows("SELECT Rank, Value, Remedy FROM check_setup() WHERE NOT Holds")
    assert found == [(
        15, "nobody drives My Prague, for which 1 commands wait",
        'pgdialer run --pbx asterisk --pbx-name "My Prague"',
    )]  # fmt: skip
    floor.do("beat", "two")
    assert [rank for rank, *_ in floor.rows("SELECT Rank FROM check_setup() WHERE NOT Holds")] == [
        PBX
    ]
    floor.rows("SELECT * FROM take_pbx_commands('two')")
    assert floor.rows("SELECT FROM check_setup() WHERE NOT Holds") == []
