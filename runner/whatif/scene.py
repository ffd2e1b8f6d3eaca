"""The stage of a replay: a list as the campaign says, calls, agents at desks with open lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from psycopg import sql

from ..database import Connection
from ..simulation.floor import Seat
from .campaign import Campaign
from .cases import Case

LIST, PROJECT = UUID(int=1), UUID(int=2)

# Signs of life are rare in a replay: they cost time and tell nobody anything.
SILENCE = """
    UPDATE Configuration SET ConfigurationValue = '3600' WHERE ConfigurationName = 'RunnerSilence'
"""
NO_RULES = "DELETE FROM RetryRule"
RULE = """
    INSERT INTO RetryRule (OutboundListId, CallResult, FromTrial, Delay, Action)
    VALUES (%s, %s, %s, %s, %s)
"""
DESKS = """
    INSERT INTO Workplace (WorkplaceId, DisplayName, Number, LineMode)
    SELECT d.Id, 'Desk ' || d.Place, d.Place, 'OpenLine'
    FROM unnest(%s::uuid []) WITH ORDINALITY AS d (Id, Place)
"""
AGENTS = """
    INSERT INTO Agent (AgentId, Login, DisplayName)
    SELECT a.Id, 'agent' || a.Place, 'Agent ' || a.Place
    FROM unnest(%s::uuid []) WITH ORDINALITY AS a (Id, Place)
"""
SKILLS = "INSERT INTO Skill (AgentId, ProjectId) SELECT a.Id, %s FROM unnest(%s::uuid []) AS a (Id)"
CALLS = """
    INSERT INTO OutboundCall (OutboundListId, Number)
    SELECT %s, '+420724' || lpad(n.Place::text, 6, '0')
    FROM generate_series(1, %s) AS n (Place)
    ORDER BY n.Place
"""


def prepare(conn: Connection, campaign: Campaign, case: Case, calls: int) -> list[Seat]:
    """Set a fresh database up, and return who works in it."""
    seats = [
        Seat(UUID(int=1_000_000 + n), UUID(int=2_000_000 + n), f"agent{n}")
        for n in range(1, case.agents + 1)
    ]
    agents, desks = ([getattr(one, key) for one in seats] for key in ("agent_id", "workplace_id"))
    chosen: dict[str, Any] = {"DialingMode": case.mode}
    if case.abandon_limit is not None:
        chosen["AbandonLimit"] = case.abandon_limit
    if case.lines is not None:
        chosen["LinesPerAgent"] = case.lines
    with conn.transaction():
        conn.execute(SILENCE)
        _add(conn, "Project", {"ProjectId": PROJECT, "DisplayName": "P", **campaign.project})
        named = {"OutboundListId": LIST, "DisplayName": "L", "ProjectId": PROJECT, "Country": "CZ"}
        _add(conn, "OutboundList", {**named, **campaign.columns, **chosen, "Activity": "Running"})
        conn.execute(NO_RULES)
        for rule in campaign.retries:
            conn.execute(RULE, (LIST, *rule))
        conn.execute(DESKS, [desks])
        conn.execute(AGENTS, [agents])
        conn.execute(SKILLS, [PROJECT, agents])
        conn.execute(CALLS, [LIST, calls])
    return seats


def _add(conn: Connection, table: str, columns: Mapping[str, Any]) -> None:
    conn.execute(
        sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(table.lower()),
            sql.SQL(", ").join(sql.Identifier(name.lower()) for name in columns),
            sql.SQL(", ").join(sql.Placeholder() * len(columns)),
        ),
        list(columns.values()),
    )
