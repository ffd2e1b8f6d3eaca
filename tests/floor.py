"""The floor of a call centre in few words: each method makes one thing that works, columns change what is asked for.

    floor = Floor(db)
    jana = floor.agent(knowledge=80)
    call = floor.call(priority=5)
    assert floor.cycle().offered == 1
    assert floor.see(call, "CallPhase", "AgentId") == ("AgentOfferFirst", jana)
    floor.do("accept_offer", call, jana)
    floor.set("Workplace", floor.desk(jana), State="Busy")

Ids ascend in the order of making. The clock stands still (a Tuesday, 10:00 in Prague) until it is moved;
Floor(db, at=None) leaves it running.
"""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta
from functools import cached_property
from itertools import count
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.rows import namedtuple_row

MORNING = "2026-11-24 10:00+01"

_serial = count(1)

# Key columns whose name is not that of the table followed by Id.
KEYS = {"configuration": "configurationname"}


def new_id() -> UUID:
    """Return an id above all that were made before."""
    return UUID(int=(0xF100 << 112) + next(_serial))


def new_number() -> str:
    """Return a Czech mobile number that no other call has."""
    return f"+420724{next(_serial):06}"


class Floor:
    """What happens on one connection; via() gives the same floor on another."""

    def __init__(self, conn: psycopg.Connection[Any], at: str | datetime | None = MORNING) -> None:
        self.conn = conn
        if at is not None:
            self.at(at)

    def via(self, conn: psycopg.Connection[Any]) -> Floor:
        """Return the same floor, with the same defaults, on another connection."""
        # Defaults are made here first, or each of the two would make its own.
        _ = self.list_id
        other = copy(self)
        other.conn = conn
        return other

    # Asking and saying

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        return self.conn.execute(query.encode(), values or None).fetchall()

    def row(self, query: str, *values: Any) -> tuple[Any, ...]:
        """Return the only row of a query."""
        (only,) = self.rows(query, *values)
        return only

    def value(self, query: str, *values: Any) -> Any:
        """Return the only value of a query."""
        (only,) = self.row(query, *values)
        return only

    def do(self, function: str, *values: Any) -> Any:
        """Return what a function of the engine says, given its arguments."""
        query = sql.SQL("SELECT {}({})").format(
            sql.Identifier(function), sql.SQL(", ").join([sql.Placeholder()] * len(values))
        )
        (answer,) = self.conn.execute(query, values).fetchone() or (None,)
        return answer

    def cycle(self) -> Any:
        """Run the cycle and return its row: .ran, .offered, .next_run and so on."""
        with self.conn.cursor(row_factory=namedtuple_row) as cursor:
            return cursor.execute("SELECT * FROM run_cycle()").fetchone()

    def see(self, call: int, *columns: str) -> Any:
        """Return columns of a call; phase and status when none is named."""
        return self.look("OutboundCall", call, *(columns or ("CallPhase", "CallResult")))

    def look(self, table: str, key: Any, *columns: str) -> Any:
        """Return columns of the row with this key: one value for one, a tuple for several."""
        query = sql.SQL("SELECT {} FROM {} WHERE {} = %s").format(
            sql.SQL(", ").join(sql.Identifier(name.lower()) for name in columns),
            sql.Identifier(table.lower()), _key(table),
        )  # fmt: skip
        found = self.conn.execute(query, (key,)).fetchone()
        assert found is not None, f"no row {key} in {table}"
        return found[0] if len(columns) == 1 else found

    def set(self, table: str, key: Any, **columns: Any) -> None:
        """Change columns of the row with this key."""
        changes = [
            sql.SQL("{} = {}").format(sql.Identifier(name.lower()), sql.Placeholder())
            for name in columns
        ]
        query = sql.SQL("UPDATE {} SET {} WHERE {} = %s").format(
            sql.Identifier(table.lower()), sql.SQL(", ").join(changes), _key(table)
        )
        assert self.conn.execute(query, (*columns.values(), key)).rowcount == 1

    def add(self, table: str, **columns: Any) -> Any:
        """INSERT a row and return its first column, which is its key where it has one of its own."""
        query = sql.SQL("INSERT INTO {} AS made ({}) VALUES ({}) RETURNING made.*").format(
            sql.Identifier(table.lower()),
            sql.SQL(", ").join(sql.Identifier(name.lower()) for name in columns),
            sql.SQL(", ").join([sql.Placeholder()] * len(columns)),
        )
        made = self.conn.execute(query, list(columns.values())).fetchone()
        assert made is not None
        return made[0]

    def broken(self) -> list[tuple[str, int, int]]:
        """Return the invariants that do not hold: none, if all is well."""
        return [row for row in self.rows("SELECT * FROM check_invariants()") if row[1]]

    # Time

    def at(self, moment: str | datetime) -> None:
        """Stop the clock of the session at a moment."""
        self.conn.execute("SELECT set_config('dialer.clock', %s, false)", (str(moment),))

    def pass_time(self, seconds: float) -> datetime:
        """Move the stopped clock on and return where it stands."""
        moment: datetime = self.value("SELECT clock()") + timedelta(seconds=seconds)
        self.at(moment.isoformat())
        return moment

    # The people's side

    @cached_property
    def language_id(self) -> UUID:
        """The language of agents and projects that name none."""
        return self.language()

    @cached_property
    def project_id(self) -> UUID:
        """The project of lists and agents that name none."""
        return self.project()

    @cached_property
    def list_id(self) -> UUID:
        """The list of calls that name none."""
        return self.outbound_list()

    def language(self, code: str = "cs") -> UUID:
        """Make a language."""
        key = new_id()
        self.add("Language", LanguageId=key, LanguageCode=code, DisplayName=code)
        return key

    def project(self, **columns: Any) -> UUID:
        """Make a project, by default in the floor's language."""
        key = new_id()
        columns = {
            "DisplayName": f"Project {key.int % 1000}",
            "LanguageId": self.language_id,
        } | columns
        self.add("Project", ProjectId=key, **columns)
        return key

    def status(self, name: str, activity: str = "Pause", **columns: Any) -> UUID:
        """Make an agent status."""
        key = new_id()
        self.add("AgentStatus", AgentStatusId=key, DisplayName=name, Activity=activity, **columns)
        return key

    def workplace(self, **columns: Any) -> UUID:
        """Make a workplace with a free line."""
        key = new_id()
        columns = {
            "DisplayName": f"Desk {key.int % 1000}",
            "Number": str(key.int % 10000),
        } | columns
        self.add("Workplace", WorkplaceId=key, **columns)
        return key

    def agent(
        self,
        *,
        skills: dict[UUID, int] | None = None,
        languages: dict[UUID, int] | None = None,
        knowledge: int = 50,
        proficiency: int = 100,
        workplace: UUID | None = None,
        status: str | None = "Ready",
        **columns: Any,
    ) -> UUID:
        """Make an agent with skill and proficiency, logged in at a workplace, in a status (None: not logged in)."""
        key = new_id()
        name = f"Agent {key.int % 1000}"
        columns = {"Login": f"agent{key.int & 0xFFFFFFFF}", "DisplayName": name} | columns
        self.add("Agent", AgentId=key, **columns)
        for project, known in (
            skills if skills is not None else {self.project_id: knowledge}
        ).items():
            self.add("Skill", AgentId=key, ProjectId=project, PbxOutKnowledge=known)
        for language, known in (
            languages if languages is not None else {self.language_id: proficiency}
        ).items():
            self.add("Proficiency", AgentId=key, LanguageId=language, VoiceKnowledge=known)
        if status is not None:
            self.do("log_in", key, workplace or self.workplace())
            self.do("set_agent_status", key, status)
        return key

    def desk(self, agent: UUID) -> UUID:
        """Return the workplace at which an agent sits."""
        where: UUID = self.look("Agent", agent, "WorkplaceId")
        return where

    # The calls' side

    def outbound_list(self, **columns: Any) -> UUID:
        """Make a running list of the floor's project."""
        key = new_id()
        columns = {
            "DisplayName": f"List {key.int % 1000}", "Activity": "Running", "Country": "CZ",
        } | columns  # fmt: skip
        columns.setdefault("ProjectId", None)
        columns["ProjectId"] = columns["ProjectId"] or self.project_id
        self.add("OutboundList", OutboundListId=key, **columns)
        return key

    def batch(self, outbound_list: UUID | None = None, **columns: Any) -> int:
        """Make an import batch of a list."""
        key: int = self.add(
            "OutboundListImport",
            OutboundListId=outbound_list or self.list_id, **{"DisplayName": "batch.csv"} | columns,
        )  # fmt: skip
        return key

    def call(self, number: str | None = None, /, **columns: Any) -> int:
        """Insert a call into the floor's list (or OutboundListId), by default with a number of its own."""
        if "OutboundListId" not in columns and columns.get("CallType", "DialOut") == "DialOut":
            columns["OutboundListId"] = self.list_id
        columns["Number"] = number or columns.get("Number") or new_number()
        key: int = self.add("OutboundCall", **columns)
        return key

    def calls(self, many: int, **columns: Any) -> list[int]:
        """Insert many calls, each with a number of its own, by one statement."""
        columns.setdefault("OutboundListId", self.list_id)
        names = [sql.Identifier(name.lower()) for name in columns]
        query = sql.SQL(
            "INSERT INTO OutboundCall (Number{}) SELECT u.number{} FROM unnest(%s::text[])"
            " WITH ORDINALITY AS u (number, place) ORDER BY u.place RETURNING OutboundCallId"
        ).format(
            sql.Composed([sql.SQL(", ") + name for name in names]),
            sql.Composed([sql.SQL(", ") + sql.Literal(value) for value in columns.values()]),
        )
        found = self.conn.execute(query, ([new_number() for _ in range(many)],)).fetchall()
        return [key for (key,) in found]

    def offered(self, agent: UUID | None = None, **columns: Any) -> int:
        """Make a call that is offered to an agent (default: a new one, for this call alone)."""
        call = self.call(Predistributed=1, AgentId=agent or self.agent(), **columns)
        self.cycle()
        assert self.see(call, "CallPhase") in ("AgentOfferFirst", "AgentOfferNext")
        return call

    def talking(self, agent: UUID | None = None, **columns: Any) -> int:
        """Make a call that an agent talks in."""
        call = self.offered(agent, **columns)
        self.do("dial_call", call, self.see(call, "AgentId"))
        self.pbx(call, "answered")
        return call

    def pbx(self, call: int, event: str, cause: str | None = None) -> str:
        """Report what the PBX says of a call's attempt, and return what came of it."""
        answer: str = self.do("report_pbx_event", self.see(call, "PbxCallId"), event, cause)
        return answer

    def waiting(self) -> datetime | None:
        """Return when the cycle wants to run next."""
        moment: datetime | None = self.value("SELECT next_moment()")
        return moment


def _key(table: str) -> sql.Identifier:
    return sql.Identifier(KEYS.get(table.lower(), f"{table.lower()}id"))
