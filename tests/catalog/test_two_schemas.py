"""Two installations in one database know nothing of each other."""

from __future__ import annotations

import psycopg
import pytest
from pgdialer.runner.deploy import deploy, session

from scripts.dump_schema import dump
from tests.conftest import Database

ACROSS = """
    WITH Item AS (
        SELECT 'pg_class'::regclass AS ClassId, oid, relnamespace AS SchemaId FROM pg_class
        UNION ALL SELECT 'pg_proc'::regclass, oid, pronamespace FROM pg_proc
        UNION ALL SELECT 'pg_type'::regclass, oid, typnamespace FROM pg_type
        UNION ALL SELECT 'pg_constraint'::regclass, oid, connamespace FROM pg_constraint
        UNION ALL
        SELECT 'pg_trigger'::regclass, t.oid, c.relnamespace
        FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
        UNION ALL
        SELECT 'pg_rewrite'::regclass, r.oid, c.relnamespace
        FROM pg_rewrite AS r JOIN pg_class AS c ON c.oid = r.ev_class
        UNION ALL
        SELECT 'pg_attrdef'::regclass, d.oid, c.relnamespace
        FROM pg_attrdef AS d JOIN pg_class AS c ON c.oid = d.adrelid
    )
    SELECT pg_describe_object(d.classid, d.objid, 0), pg_describe_object(d.refclassid, d.refobjid, 0)
    FROM pg_depend AS d
    JOIN Item AS a ON a.ClassId = d.classid AND a.oid = d.objid
    JOIN Item AS b ON b.ClassId = d.refclassid AND b.oid = d.refobjid
    WHERE a.SchemaId <> b.SchemaId
        AND a.SchemaId IN ('dialer'::regnamespace, 'north'::regnamespace)
        AND b.SchemaId <> 'pg_catalog'::regnamespace
"""
TABLES = """
    SELECT oid::regclass::text FROM pg_class
    WHERE relnamespace = %s::regnamespace AND relkind IN ('r', 'p') ORDER BY 1
"""


def counts(conn: psycopg.Connection, schema: str) -> dict[str, int]:
    """How many rows each table of a schema has."""
    conn.execute("SET search_path TO pg_catalog")
    tables = [name for (name,) in conn.execute(TABLES, [schema])]
    return {name: conn.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}


@pytest.fixture
def both(database: Database) -> Database:
    """A database with a second installation, called north."""
    deploy(database.dsn, schema="north")
    return database


def work(conn: psycopg.Connection) -> int:
    """One agent, one list, one call, one cycle; return the number of calls on offer."""
    conn.execute("""
        INSERT INTO Language (LanguageId, LanguageCode, DisplayName)
        VALUES ('00000000-0000-0000-0000-000000000001', 'cs', 'Czech');
        INSERT INTO Project (ProjectId, DisplayName, LanguageId)
        VALUES ('00000000-0000-0000-0000-000000000002', 'Renewals', '00000000-0000-0000-0000-000000000001');
        INSERT INTO OutboundList (OutboundListId, DisplayName, ProjectId, Country, Activity)
        VALUES ('00000000-0000-0000-0000-000000000003', 'November', '00000000-0000-0000-0000-000000000002', 'CZ', 'Running');
        INSERT INTO Workplace (WorkplaceId, DisplayName, Number)
        VALUES ('00000000-0000-0000-0000-000000000004', 'Desk 1', '101');
        INSERT INTO Agent (AgentId, Login, DisplayName)
        VALUES ('00000000-0000-0000-0000-000000000005', 'jana', 'Jana');
        INSERT INTO Skill (AgentId, ProjectId, PbxOutKnowledge)
        VALUES ('00000000-0000-0000-0000-000000000005', '00000000-0000-0000-0000-000000000002', 50);
        INSERT INTO Proficiency (AgentId, LanguageId, VoiceKnowledge)
        VALUES ('00000000-0000-0000-0000-000000000005', '00000000-0000-0000-0000-000000000001', 100);
        SELECT log_in('00000000-0000-0000-0000-000000000005', '00000000-0000-0000-0000-000000000004');
        SELECT set_agent_status('00000000-0000-0000-0000-000000000005', 'Ready');
        INSERT INTO OutboundCall (OutboundListId, Number)
        VALUES ('00000000-0000-0000-0000-000000000003', '724 123 456');
        SELECT * FROM run_cycle()
    """)
    row = conn.execute(
        "SELECT count(*) FROM OutboundCall WHERE CallPhase = 'AgentOfferFirst'"
    ).fetchone()
    return row[0] if row else 0


def test_they_are_alike(both: Database) -> None:
    """The second installation differs from the first in the schema's name alone."""
    with session(both.dsn, "dialer") as one, session(both.dsn, "north") as other:
        assert dump(one) == dump(other)


def test_nothing_depends_across(both: Database) -> None:
    """No key, view, default, trigger or signature of one names anything of the other."""
    assert both.connect().execute(ACROSS).fetchall() == []


@pytest.mark.parametrize("at_work", ["dialer", "north"])
def test_work_in_one_leaves_the_other_alone(both: Database, at_work: str) -> None:
    """A call made, distributed and recorded in one schema is not seen in the other."""
    other = "north" if at_work == "dialer" else "dialer"
    conn = both.connect()
    before = counts(conn, other)
    # Under the work, search_path names the other one too, and first comes the one at work.
    conn.execute(f"SET search_path TO {at_work}, {other}")
    assert work(conn) == 1
    assert counts(conn, other) == before


def test_one_works_when_the_other_is_gone(both: Database) -> None:
    """Dropping a schema takes nothing from the other."""
    conn = both.connect()
    conn.execute("SET search_path TO north")
    conn.execute("DROP SCHEMA dialer CASCADE")
    assert work(conn) == 1
