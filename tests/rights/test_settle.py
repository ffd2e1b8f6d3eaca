"""Each deployment gives the database roles their rights, as far as the role that deploys may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

import psycopg
import pytest
from pgdialer.runner.deploy import Deployment, deploy
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tests.catalog.test_two_schemas import work
from tests.conftest import Database

_serial = count(1)
OWNER = "rights_owner"
EVERYBODYS = """
    SELECT count(*) FROM pg_proc AS p
    CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS a
    WHERE p.pronamespace = %s::regnamespace AND a.grantee = 0
"""


@pytest.fixture
def schema() -> str:
    """A schema whose roles nobody has made yet."""
    return f"site {next(_serial)}"


@pytest.fixture
def dba(empty_database: Database, schema: str) -> Iterator[psycopg.Connection[Any]]:
    """A superuser in an empty database; whatever roles a test makes are gone afterwards."""
    conn = empty_database.connect()
    roles = "SELECT rolname FROM pg_roles WHERE rolname LIKE %s OR rolname LIKE 'rights\\_%%'"

    def sweep() -> None:
        for (name,) in conn.execute(roles, [f"{schema}\\_%"]).fetchall():
            role = sql.Identifier(name)
            conn.execute(sql.SQL("DROP OWNED BY {} CASCADE").format(role))
            conn.execute(sql.SQL("DROP ROLE {}").format(role))

    sweep()
    yield conn
    conn.execute(f"ALTER DATABASE {conn.info.dbname} OWNER TO CURRENT_USER")
    sweep()


def owner(dba: psycopg.Connection[Any], database: Database, *, options: str = "") -> str:
    """The connection string of a role that owns the database and is no superuser."""
    dba.execute(f"CREATE ROLE {OWNER} LOGIN {options}")
    dba.execute(f"ALTER DATABASE {dba.info.dbname} OWNER TO {OWNER}")
    return make_conninfo(database.dsn, user=OWNER)


def may(conn: psycopg.Connection[Any], schema: str, kind: str, function: str) -> bool:
    row = conn.execute(
        "SELECT has_function_privilege(%s, %s, 'EXECUTE')",
        [f"{schema}_{kind}", f'"{schema}".{function}'],
    ).fetchone()
    assert row
    return bool(row[0])


def statements(done: Deployment) -> list[str]:
    """The statements that the deployment asks somebody to run."""
    (note,) = [one for one in done.notes if "may not" in one]
    return re.findall(r"^  (.*);$", note, re.M)


def test_a_superuser_settles_everything(
    dba: psycopg.Connection[Any], empty_database: Database, schema: str
) -> None:
    """PERM-1: roles are made, nothing is the public's, and a second run has nothing to do."""
    deploy(empty_database.dsn, schema=schema)
    assert dba.execute(EVERYBODYS, [f'"{schema}"']).fetchone() == (0,)
    assert may(dba, schema, "runner", "run_cycle()")
    assert not may(dba, schema, "agent", "run_cycle()")
    assert deploy(empty_database.dsn, schema=schema) == Deployment()


def test_an_owner_without_createrole_is_told(
    dba: psycopg.Connection[Any], empty_database: Database, schema: str
) -> None:
    """PERM-1: the deployment works, and says what is to be run; when that is done, it does the rest."""
    dsn = owner(dba, empty_database)
    done = deploy(dsn, schema=schema)
    asked = statements(done)
    assert [one for one in asked if not one.startswith("CREATE ROLE")] == []
    assert len(asked) == 5
    assert dba.execute(EVERYBODYS, [f'"{schema}"']).fetchone() == (0,)
    with psycopg.connect(dsn, autocommit=True) as conn:
        conn.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(schema)))
        assert work(conn) == 1
    assert statements(deploy(dsn, schema=schema)) == asked
    for statement in asked:
        dba.execute(statement.encode())
    (last,) = statements(deploy(dsn, schema=schema))
    assert last == f'GRANT "{schema}_agent" TO "{schema}_web"'
    assert may(dba, schema, "runner", "run_cycle()")
    dba.execute(last.encode())
    assert deploy(dsn, schema=schema) == Deployment()


def test_an_owner_with_createrole_needs_nobody(
    dba: psycopg.Connection[Any], empty_database: Database, schema: str
) -> None:
    """PERM-1: who may make roles makes them, and owns no rights by it that an agent lacks."""
    dsn = owner(dba, empty_database, options="CREATEROLE")
    done = deploy(dsn, schema=schema)
    assert [note for note in done.notes if "may not" in note] == []
    assert may(dba, schema, "agent", "accept_offer(bigint, uuid)")
    assert may(dba, schema, "web", "accept_offer(bigint, uuid)")
    assert deploy(dsn, schema=schema) == Deployment()
    with psycopg.connect(dsn, autocommit=True) as conn:
        conn.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(schema)))
        conn.execute("SET dialer.clock = '2026-11-24 10:00+01'")
        assert conn.execute("SELECT acts_freely(), clock() = '2026-11-24 10:00+01'").fetchone() == (True, True)
        assert work(conn) == 1


def test_whoever_made_the_roles_is_no_agent(
    dba: psycopg.Connection[Any], empty_database: Database, schema: str
) -> None:
    """PERM-1: since PostgreSQL 16 the maker of a role is a member of it, with nothing of it."""
    dba.execute(f"CREATE ROLE {OWNER} LOGIN CREATEROLE")
    with psycopg.connect(make_conninfo(empty_database.dsn, user=OWNER), autocommit=True) as conn:
        for kind in ("agent", "web", "runner", "supervisor", "reporting"):
            conn.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(f"{schema}_{kind}")))
    deploy(empty_database.dsn, schema=schema)
    dba.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(schema)))
    supervisor = sql.Identifier(f"{schema}_supervisor")
    dba.execute(sql.SQL("GRANT {} TO {}").format(supervisor, sql.Identifier(OWNER)))
    dba.execute(f"SET SESSION AUTHORIZATION {OWNER}")
    found = dba.execute("SELECT acts_freely()").fetchone()
    dba.execute("RESET SESSION AUTHORIZATION")
    assert found == (True,)


def test_what_a_dba_granted_stays(
    dba: psycopg.Connection[Any], empty_database: Database, schema: str
) -> None:
    """PERM-1: to roles of the DBA's own, on objects of the DBA's own; what went astray is put right."""
    deploy(empty_database.dsn, schema=schema)
    dba.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(schema)))
    dba.execute(f"""
        CREATE ROLE rights_reader;
        GRANT USAGE ON SCHEMA "{schema}" TO rights_reader;
        GRANT SELECT ON OutboundCall TO rights_reader;
        GRANT UPDATE (Priority) ON OutboundCall TO rights_reader;
        GRANT EXECUTE ON FUNCTION pause_call TO rights_reader;
        CREATE FUNCTION mine() RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE TABLE Mine (Id integer PRIMARY KEY);
        GRANT SELECT ON Mine TO PUBLIC;
        CREATE POLICY theirs ON OutboundCall FOR SELECT TO rights_reader USING (Priority > 0);
        -- Astray
        GRANT DELETE ON OutboundCall TO "{schema}_agent";
        GRANT UPDATE (Step, Due) ON OutboundCall TO "{schema}_agent";
        REVOKE SELECT ON OutboundList FROM "{schema}_reporting";
        GRANT EXECUTE ON FUNCTION run_cycle TO PUBLIC;
        ALTER POLICY may_select ON OutboundCall TO PUBLIC;
        DROP POLICY may_update ON Agent;
        CREATE POLICY may_nothing ON Workplace
    """)
    assert deploy(empty_database.dsn, schema=schema) == Deployment()
    assert dba.execute("SELECT count(*) FROM settle_rights()").fetchone() == (0,)
    kept = dba.execute("""
        SELECT has_table_privilege('rights_reader', 'OutboundCall', 'SELECT'),
            has_column_privilege('rights_reader', 'OutboundCall', 'Priority', 'UPDATE'),
            has_function_privilege('rights_reader', 'pause_call(bigint)', 'EXECUTE'),
            has_function_privilege('rights_reader', 'mine()', 'EXECUTE'),
            has_table_privilege('rights_reader', 'Mine', 'SELECT'),
            EXISTS (SELECT FROM pg_policy WHERE polname = 'theirs')
    """).fetchone()
    assert kept == (True,) * 6
    settled = dba.execute(f"""
        SELECT has_table_privilege('{schema}_agent', 'OutboundCall', 'DELETE'),
            has_column_privilege('{schema}_agent', 'OutboundCall', 'Step', 'UPDATE'),
            NOT has_table_privilege('{schema}_reporting', 'OutboundList', 'SELECT'),
            has_function_privilege('rights_reader', 'run_cycle()', 'EXECUTE'),
            EXISTS (SELECT FROM pg_policy WHERE polname = 'may_nothing'),
            EXISTS (SELECT FROM pg_policy WHERE polname = 'may_select' AND 0 = ANY (polroles))
    """).fetchone()
    assert settled == (False,) * 6


def test_a_role_of_another_name(
    dba: psycopg.Connection[Any], empty_database: Database, schema: str
) -> None:
    """PERM-1: grants and policies follow the name in DatabaseRole."""
    deploy(empty_database.dsn, schema=schema)
    dba.execute(f"""UPDATE "{schema}".DatabaseRole SET RoleName = 'rights_people' WHERE Kind = 'agent'""")
    assert deploy(empty_database.dsn, schema=schema) == Deployment()
    assert dba.execute("""
        SELECT DISTINCT r.rolname
        FROM pg_policy AS p CROSS JOIN LATERAL unnest(p.polroles) AS m (oid) JOIN pg_roles AS r USING (oid)
    """).fetchall() == [("rights_people",)]
    assert dba.execute(
        "SELECT has_function_privilege('rights_people', %s, 'EXECUTE')", [f'"{schema}".clock()']
    ).fetchone() == (True,)


def test_a_condition_that_changed_is_made_anew(
    dba: psycopg.Connection[Any], empty_database: Database, schema: str
) -> None:
    """PERM-1: an upgrade with another condition replaces the policy."""
    deploy(empty_database.dsn, schema=schema)
    dba.execute(sql.SQL("SET search_path TO {}, pg_temp").format(sql.Identifier(schema)))
    dba.execute("ALTER POLICY may_select ON Project USING (FALSE)")
    dba.execute("COMMENT ON POLICY may_select ON Project IS 'as it was before'")
    asked = [one for (one,) in dba.execute("SELECT Statement FROM settle_rights()")]
    assert [one.split(" AS ")[0].split(" IS ")[0] for one in asked] == [
        "DROP POLICY may_select ON project",
        "CREATE POLICY may_select ON project",
        "COMMENT ON POLICY may_select ON project",
    ]
    deploy(empty_database.dsn, schema=schema)
    assert dba.execute(
        "SELECT pg_get_expr(polqual, polrelid) ~ 'may' FROM pg_policy"
        " WHERE polname = 'may_select' AND polrelid = 'Project'::regclass"
    ).fetchone() == (True,)


def test_a_long_name(dba: psycopg.Connection[Any], empty_database: Database) -> None:
    """Names of roles have 63 bytes at most, and two kinds are never one role."""
    long = "ž" * 30 + "_x"
    deploy(empty_database.dsn, schema=long)
    names = [name for (name,) in dba.execute(f'SELECT RoleName FROM "{long}".DatabaseRole')]
    there = dba.execute("SELECT count(*) FROM pg_roles WHERE rolname = ANY (%s)", [names]).fetchone()
    for name in names:
        dba.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(name)))
        dba.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))
    assert there == (5,)
