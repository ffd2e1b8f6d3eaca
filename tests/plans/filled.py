"""A database as it is in the middle of a day: many calls that wait, each in one of the ways in which calls wait.

A thousand are made by the engine itself; copies of them are laid down behind the triggers' back.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.floor import Floor

WAITING = 1_000  # in each copy
TOMORROW = "2026-11-25 09:00+01"


def fill(floor: Floor, copies: int) -> None:
    """Make a thousand waiting calls, and so many copies in all."""
    floor.cycle()
    thousand(floor)
    call = {"OutboundCallId": "t.OutboundCallId + k * 100000"}
    attempt = {"PbxCallId": "t.PbxCallId || '-' || k"}
    copy(
        floor, "OutboundCall", copies, **call, **attempt,
        Number="'+420' || lpad((t.OutboundCallId + k * 100000)::text, 9, '6')",
        EnqueueingTime="t.EnqueueingTime - k * interval '1 second'",
        Rank="t.Rank + k * 1000", CallKey="t.CallKey || '-' || k",
    )  # fmt: skip
    copy(floor, "CallEvent", copies, CallEventId="t.CallEventId + k * 100000", **call)
    command = "t.PbxCommandId + k * 100000"
    copy(floor, "PbxCommand", copies, PbxCommandId=command, **call, **attempt)
    copy(floor, "PbxEvent", copies, **attempt)
    floor.conn.execute("VACUUM ANALYZE")


def thousand(floor: Floor) -> None:
    """Waiting calls of ten lists in five projects, and some that are over."""
    projects = [floor.project(DisplayName=f"Filled {n}") for n in range(5)]
    lists = [
        floor.outbound_list(DisplayName=f"Filled {n}", ProjectId=projects[n % 5]) for n in range(10)
    ]
    for place, outbound_list in enumerate(lists):
        for priority in range(3):
            floor.calls(28, OutboundListId=outbound_list, Priority=priority, CallKey=f"{place}.{priority}")  # fmt: skip
    batch = floor.batch(lists[2], RankBarrier=1_000_000)
    for rank in range(10):
        floor.call(OutboundListId=lists[2], OutboundListImportId=batch, Rank=rank)
    floor.calls(50, OutboundListId=lists[3], ScheduleTime=TOMORROW)
    floor.calls(50, OutboundListId=lists[4], TimeMode="Daily", TimeFrom="08:00", TimeTo="20:00")
    floor.calls(40, OutboundListId=lists[5], TimeMode="Daily", TimeFrom="18:00", TimeTo="20:00")
    floor.calls(10, OutboundListId=lists[6], Predistributed=1, AgentId=floor.agent(status=None))
    agent = floor.agent(skills=dict.fromkeys(projects, 50), status="Pause")
    contact = floor.add("Contact", DisplayName="Everybody")
    number = floor.add("PhoneNumber", ContactId=contact, Number="+420724555555")
    floor.set("AgentStatus", floor.look("Agent", agent, "AgentStatusId"), CallPreDistribute=1)
    for place in range(40):
        call = floor.offered(
            agent, OutboundListId=lists[place % 10], ContactId=contact, PhoneNumberId=number
        )
        floor.do("dial_call", call, agent)
        floor.rows("SELECT * FROM take_pbx_commands('filler')")
        for event in ("ringing", "answered", "hangup_called"):
            floor.pbx(call, event)


def copy(floor: Floor, table: str, copies: int, **changed: str) -> None:
    """Lay down copies of all rows of a table, with some columns changed."""
    changes = {name.lower(): value for name, value in changed.items()}
    names = [
        name
        for (name,) in floor.rows(
            "SELECT attname::text FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
            table,
        )
    ]
    values = ", ".join(changes.get(name, f"t.{name}") for name in names)
    with floor.conn.transaction():
        floor.conn.execute("SET LOCAL session_replication_role = replica")
        floor.conn.execute(
            f"INSERT INTO {table} ({', '.join(names)}) OVERRIDING SYSTEM VALUE"
            f" SELECT {values} FROM {table} AS t CROSS JOIN generate_series(1, {copies - 1}) AS k".encode()
        )
        for (key,) in floor.rows(
            "SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass AND attidentity <> ''",
            table,
        ):
            sequence = f"pg_get_serial_sequence('{table}', '{key}')"
            floor.rows(f"SELECT setval({sequence}, (SELECT max({key}) FROM {table}))")


# What tests ask of it.


def ready(floor: Floor, many: int) -> list[UUID]:
    """Agents who can be given any of the calls that wait."""
    projects = [p for (p,) in floor.rows("SELECT ProjectId FROM Project")]
    languages = [s for (s,) in floor.rows("SELECT LanguageId FROM Language")]
    return [
        floor.agent(skills=dict.fromkeys(projects, 50), languages=dict.fromkeys(languages, 100))
        for _ in range(many)
    ]


def some_call(floor: Floor, condition: str) -> Any:
    """One of the calls, in the middle of them."""
    return floor.value(
        f"SELECT OutboundCallId FROM OutboundCall WHERE {condition} ORDER BY OutboundCallId"
        f" OFFSET (SELECT count(*) / 2 FROM OutboundCall WHERE {condition}) LIMIT 1"
    )
