"""The call centre that is measured: people, lists and calls, the same at every run.

Keys and choices come of arithmetic: no dice.
"""

from __future__ import annotations

from psycopg import sql

from ..runner.database import Connection
from .load import OWN, load
from .size import Size

CHUNK = 20_000  # calls that one INSERT makes

# Kinds of keys: 1 language, 2 project, 3 list, 4 agent, 5 workplace.
KEYS = """
    CREATE SCHEMA bench;
    CREATE FUNCTION bench.key(kind integer, number bigint) RETURNS uuid
    LANGUAGE sql IMMUTABLE
    RETURN (lpad(kind::text, 8, '0') || '-0000-4000-8000-' || lpad(number::text, 12, '0'))::uuid
"""
PEOPLE = """
    INSERT INTO Language (LanguageId, LanguageCode, DisplayName)
    SELECT key(1, n), 'l' || n, 'Language ' || n FROM generate_series(0, %(languages)s - 1) AS n;

    INSERT INTO Project (ProjectId, DisplayName, LanguageId, PostCallPause, ResultWait)
    SELECT key(2, n), 'Project ' || n, key(1, n %% %(languages)s), NULL, NULL
    FROM generate_series(0, %(projects)s - 1) AS n;

    INSERT INTO OutboundList (OutboundListId, DisplayName, ProjectId, Country, Activity)
    SELECT key(3, n), 'List ' || n, key(2, n), 'CZ', 'Running'
    FROM generate_series(0, %(lists)s - 1) AS n;

    INSERT INTO Workplace (WorkplaceId, DisplayName, Number)
    SELECT key(5, n), 'Desk ' || n, (1000 + n)::text FROM generate_series(0, %(agents)s - 1) AS n;

    INSERT INTO Agent (AgentId, Login, DisplayName, AgentStatusId, WorkplaceId)
    SELECT key(4, n), 'agent' || n, 'Agent ' || n, default_status('Pause'), key(5, n)
    FROM generate_series(0, %(agents)s - 1) AS n;

    -- Five projects of fifty each, spread so that every tenth agent alone covers them all.
    INSERT INTO Skill (AgentId, ProjectId, PbxOutKnowledge)
    SELECT DISTINCT ON (1, 2)
        key(4, n), key(2, (3 * n + n / 10 + 11 * k) %% %(projects)s), 40 + (13 * n + 7 * k) %% 61
    FROM generate_series(0, %(agents)s - 1) AS n, generate_series(0, 4) AS k;

    INSERT INTO Proficiency (AgentId, LanguageId, VoiceKnowledge)
    SELECT DISTINCT ON (1, 2)
        key(4, n), key(1, (n + n / 10 + 2 * k) %% %(languages)s), 50 + (17 * n + 5 * k) %% 51
    FROM generate_series(0, %(agents)s - 1) AS n, generate_series(0, 1) AS k
"""
# How the columns of a call come of its number is written in load.OWN.
CALLS = """
    INSERT INTO OutboundCall
        (OutboundListId, ProjectId, LanguageId, Number, DisplayName, Priority, EnqueueingTime)
    SELECT key(3, i %% %(lists)s), key(2, i %% %(projects)s),
        key(1, (i / (2 * %(projects)s)) %% %(languages)s), {number}, {name}, {priority}, {time}
    FROM generate_series(%(first)s::bigint, %(first)s::bigint + %(many)s - 1) AS i
    ORDER BY i
"""
_INSERT = sql.SQL(CALLS).format(
    number=sql.SQL(OWN["number"]), name=sql.SQL(OWN["displayname"]),
    priority=sql.SQL(OWN["priority"]), time=sql.SQL(OWN["enqueueingtime"]),
)  # fmt: skip


def people(conn: Connection, size: Size) -> None:
    """Make everything but calls: agents are logged in, in a pause."""
    numbers = {
        "languages": size.languages, "projects": size.projects,
        "lists": size.lists, "agents": size.agents,
    }  # fmt: skip
    with conn.transaction():
        # As the first cycle does, so that history goes where it goes in a database that is in use.
        conn.execute("SELECT make_partitions()")
        conn.execute(KEYS, prepare=False)
        for statement in PEOPLE.split(";"):
            conn.execute(statement.encode(), numbers)


def calls(conn: Connection, size: Size, first: int, many: int, *, honestly: bool = False) -> None:
    """Add calls number first and following, due at once; honestly: all of them by the triggers."""
    kinds = 2 * size.projects * size.languages  # after so many everything but a call's own repeats
    for start in range(first, first + (many if honestly else min(kinds, many)), CHUNK):
        chunk = min(CHUNK, first + many - start)
        if not honestly:
            chunk = min(chunk, kinds)
        numbers = {"languages": size.languages, "projects": size.projects, "lists": size.lists}
        numbers |= {"reserved": size.reserved}
        conn.execute(_INSERT, {**numbers, "first": start, "many": chunk})
    if not honestly and many > kinds:
        load(conn, first, kinds, many, size.reserved)


def fill(conn: Connection, size: Size, waiting: int, *, honestly: bool = False) -> None:
    """Fill an installed database with people and waiting calls."""
    people(conn, size)
    calls(conn, size, 0, waiting, honestly=honestly)
    conn.execute("VACUUM ANALYZE")


def ready(conn: Connection, size: Size, many: int) -> None:
    """Have so many agents ready, evenly among all of them, and the others in a pause."""
    step = size.agents // many if many else size.agents + 1
    conn.execute(
        """
        UPDATE Agent AS a
        SET AgentStatusId = w.AgentStatusId
        FROM (
            SELECT key(4, n) AS AgentId,
                default_status(CASE WHEN n %% %(step)s = 0 AND n / %(step)s < %(many)s
                    THEN 'Ready' ELSE 'Pause' END::AgentActivity) AS AgentStatusId
            FROM generate_series(0, %(agents)s - 1) AS n
        ) AS w
        WHERE a.AgentId = w.AgentId AND a.AgentStatusId <> w.AgentStatusId
        """,
        {"step": step, "many": many, "agents": size.agents},
    )


def withdraw(conn: Connection) -> int:
    """Take every offer and preview back to the queue."""
    return conn.execute(
        "UPDATE OutboundCall SET CallPhase = 'Enqueue' WHERE CallResult = 'Active'"
        " AND CallPhase IN ('AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall')"
    ).rowcount
