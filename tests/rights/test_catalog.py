"""Nothing is forgotten: every function has its audience, every table its readers, and the public has none."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import psycopg
import pytest

from tests.docs.examples import ROOT
from tests.floor import Floor

PUBLIC = tomllib.loads((ROOT / "docs/reference/meanings.toml").read_text("utf-8"))["functions"][
    "public"
]
# What agents may execute without being asked for a permission: it tells nothing that is anybody's.
HARMLESS = {
    "acting_agent", "acting_projects", "actor", "acts_freely", "check_window", "clock", "demand",
    "describe_window", "may", "next_window", "normalise_number", "number_problem", "number_time_zone",
    "column_of", "named_places", "refuse_absent", "refuse_row", "refuse_statement", "split_statement",
    "fits_type", "like_text", "order_clause", "refuse_filter", "steps_behind",
    "safe_cell", "schema_version", "send_hint", "window_open",
    "shown_answers", "form_state", "condition_holds", "value_fits", "try_answer", "find_option",
    "date_of", "call_facts", "answer_text", "holiday_date", "number_region",
}  # fmt: skip

OURS = """
    WITH Routine AS (
        SELECT p.*, p.prorettype = 'trigger'::regtype AS IsTrigger
        FROM pg_proc AS p WHERE p.pronamespace = current_schema()::regnamespace
    ),
    Relation AS (
        SELECT c.*, c.oid::regclass::text AS Name
        FROM pg_class AS c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v')
            AND NOT c.relispartition
    ),
    OfCaller AS (
        SELECT p.oid FROM Routine AS p JOIN DeployedObject AS o ON o.Kind = 'routine' AND o.Name = p.proname
        WHERE o.Path LIKE 'sql/grids/%'
    ),
    Kind AS (
        SELECT d.Kind, r.oid FROM DatabaseRole AS d JOIN pg_roles AS r ON r.rolname = d.RoleName
    )
"""

RULES = {
    "the public may execute nothing": """
        SELECT p.oid::regprocedure::text
        FROM Routine AS p CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS a
        WHERE a.grantee = 0
    """,
    "the public may do nothing with a table or the schema": """
        SELECT c.Name FROM Relation AS c CROSS JOIN LATERAL aclexplode(c.relacl) AS a WHERE a.grantee = 0
        UNION ALL
        SELECT nspname FROM pg_namespace CROSS JOIN LATERAL aclexplode(nspacl) AS a
        WHERE nspname = current_schema() AND a.grantee = 0
    """,
    "every table and view is named in TableRight": """
        SELECT c.Name FROM Relation AS c WHERE c.relname NOT IN (SELECT TableName FROM TableRight)
    """,
    "TableRight names only what is there": """
        SELECT concat_ws('.', t.TableName, t.ColumnName)
        FROM TableRight AS t
        LEFT JOIN Relation AS c ON c.relname = t.TableName
        LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = t.ColumnName
        -- yoyo makes it where it needs it.
        WHERE t.TableName <> 'yoyo_lock' AND (c.oid IS NULL OR (t.ColumnName IS NOT NULL AND a.attnum IS NULL))
    """,
    "FunctionRight names only what is there": """
        SELECT f.FunctionName FROM FunctionRight AS f WHERE f.FunctionName NOT IN (SELECT proname FROM Routine)
    """,
    "RowRight names only tables": """
        SELECT r.TableName FROM RowRight AS r
        WHERE r.TableName NOT IN (SELECT relname FROM Relation WHERE relkind <> 'v')
    """,
    "every trigger function runs as the owner": """
        SELECT p.proname FROM Routine AS p WHERE p.IsTrigger AND NOT p.prosecdef
            AND p.oid NOT IN (SELECT oid FROM OfCaller)
    """,
    "every function that others execute runs as the owner, unless it reads nothing": """
        SELECT p.proname FROM Routine AS p
        WHERE NOT p.prosecdef AND p.provolatile <> 'i'
            AND p.proname IN (SELECT FunctionName FROM FunctionRight WHERE Kind <> 'owner')
            AND p.oid NOT IN (SELECT oid FROM OfCaller)
    """,
    "no part of others runs as the owner by itself": """
        SELECT p.proname FROM Routine AS p
        WHERE p.prosecdef AND NOT p.IsTrigger AND p.proname NOT IN (SELECT FunctionName FROM FunctionRight)
    """,
    "every function belongs to whom the tables belong to": """
        SELECT p.proname FROM Routine AS p
        WHERE p.proowner <> (SELECT relowner FROM Relation WHERE relname = 'outboundcall')
    """,
    "what an agent may do with a table has a condition on its rows": """
        SELECT DISTINCT format('%s on %s', t.Privilege, t.TableName)
        FROM TableRight AS t
        JOIN Relation AS c ON c.relname = t.TableName
        WHERE t.Kind = 'agent' AND c.relkind <> 'v'
            -- Constants of the product, which are no secret to anybody.
            AND NOT (t.TableName IN ('literallookup', 'phasetransition', 'protected') AND t.Privilege = 'SELECT')
            AND NOT (c.relrowsecurity AND EXISTS (
                SELECT FROM pg_policy AS p
                WHERE p.polrelid = c.oid AND NOT p.polpermissive
                    AND p.polroles = ARRAY[(SELECT k.oid FROM Kind AS k WHERE k.Kind = 'agent')]
                    AND p.polcmd = CASE t.Privilege
                        WHEN 'SELECT' THEN 'r' WHEN 'INSERT' THEN 'a' WHEN 'UPDATE' THEN 'w' ELSE 'd' END))
    """,
    "a view for agents has the rights of whoever reads it": """
        SELECT c.Name FROM Relation AS c
        JOIN TableRight AS t ON t.TableName = c.relname AND t.Kind = 'agent'
        WHERE c.relkind = 'v' AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), FALSE)
    """,
    "nobody but agents is bound by a policy of ours": """
        SELECT format('%s on %s', p.polname, c.Name) FROM pg_policy AS p JOIN Relation AS c ON c.oid = p.polrelid
        WHERE NOT p.polpermissive AND p.polroles <> ARRAY[(SELECT k.oid FROM Kind AS k WHERE k.Kind = 'agent')]
            OR c.relforcerowsecurity
    """,
    "all roles are there, and the web is an agent": """
        SELECT d.RoleName FROM DatabaseRole AS d WHERE to_regrole(quote_ident(d.RoleName)) IS NULL
        UNION ALL
        SELECT 'web' WHERE NOT EXISTS (
            SELECT FROM Kind AS w JOIN Kind AS a ON a.Kind = 'agent' AND pg_has_role(w.oid, a.oid, 'USAGE')
            WHERE w.Kind = 'web')
    """,
    "rights are as they are to be": "SELECT Statement FROM settle_rights()",
}


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


@pytest.mark.parametrize("rule", RULES)
def test_rule(db: psycopg.Connection[Any], rule: str) -> None:
    """PERM-1: whoever breaks a rule is named."""
    db.execute("SET LOCAL search_path TO dialer, pg_temp")
    assert sorted(name for (name,) in db.execute((OURS + RULES[rule]).encode())) == []


BREAKS = {
    "the public may execute nothing": ("GRANT EXECUTE ON FUNCTION find_call TO PUBLIC", "find_call(bigint)"),
    "the public may do nothing with a table or the schema": ("GRANT SELECT ON Agent TO PUBLIC", "agent"),
    "every table and view is named in TableRight": ("CREATE TABLE Bad (Id integer)", "bad"),
    "TableRight names only what is there": ("ALTER TABLE OutboundCall RENAME CallKey TO Other", "outboundcall.callkey"),
    "FunctionRight names only what is there": ("DROP FUNCTION pause_call", "pause_call"),
    "RowRight names only tables": ("ALTER TABLE Calendar RENAME TO Other", "calendar"),
    "every trigger function runs as the owner": ("ALTER FUNCTION new_call SECURITY INVOKER", "new_call"),
    "every function that others execute runs as the owner, unless it reads nothing": (
        "ALTER FUNCTION why_not SECURITY INVOKER", "why_not"),
    "no part of others runs as the owner by itself": ("ALTER FUNCTION find_call SECURITY DEFINER", "find_call"),
    "every function belongs to whom the tables belong to": (
        "CREATE ROLE somebody; GRANT CREATE ON SCHEMA dialer TO somebody;"
        "ALTER FUNCTION why_not OWNER TO somebody", "why_not"),
    "what an agent may do with a table has a condition on its rows": (
        "DROP POLICY may_update ON OutboundCall", "UPDATE on outboundcall"),
    "a view for agents has the rights of whoever reads it": (
        "ALTER VIEW ExportedCall RESET (security_invoker)", "exportedcall"),
    "nobody but agents is bound by a policy of ours": (
        "ALTER POLICY may_select ON OutboundCall TO PUBLIC", "may_select on outboundcall"),
    "all roles are there, and the web is an agent": ("UPDATE DatabaseRole SET RoleName = 'nowhere' WHERE Kind = 'runner'", "nowhere"),
    "rights are as they are to be": (
        "GRANT DELETE ON OutboundCall TO PUBLIC", "REVOKE DELETE ON dialer.outboundcall FROM PUBLIC"),
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_rule_finds_its_breach(db: psycopg.Connection[Any], rule: str) -> None:
    """A planted breach is named by the rule it breaks."""
    statement, named = BREAKS[rule]
    db.execute("SET LOCAL search_path TO dialer, pg_temp")
    db.execute(statement.encode())
    assert named in {name for (name,) in db.execute((OURS + RULES[rule]).encode())}


def test_every_public_function_has_an_audience(floor: Floor) -> None:
    """A function that docs/reference names for people and programs is in FunctionRight, if only for the owner."""
    named = {name for (name,) in floor.rows("SELECT FunctionName FROM FunctionRight")}
    assert sorted({*PUBLIC} - named) == []


DEMANDS = re.compile(r"\bdemand(?:_call|_self)?\(")
NOUNS = re.compile(r"\bdemand\('(\w+)', '(\w+)'")


def bodies(floor: Floor) -> dict[str, str]:
    return dict(
        floor.rows(
            "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
        )
    )


def test_what_agents_execute_asks_first(floor: Floor) -> None:
    """PERM-1: before anything else, unless it is harmless."""
    written = bodies(floor)
    for_agents = {
        name
        for (name,) in floor.rows("SELECT FunctionName FROM FunctionRight WHERE Kind = 'agent'")
    }
    unasked = sorted(
        name
        for name in for_agents - HARMLESS
        if not DEMANDS.search(written[name].partition("BEGIN\n")[2].partition(";")[0])
    )
    assert unasked == []
    # What is declared is worked out before: nothing that locks, writes, or says what there is.
    early = sorted(
        name
        for name in for_agents - HARMLESS
        if re.search(
            r":= (?:find_(?!grid|tile)|open_|check_)\w+\(", written[name].partition("BEGIN\n")[0]
        )
    )
    assert early == []
    assert sorted(HARMLESS - for_agents) == []


def test_what_is_demanded_exists(floor: Floor) -> None:
    """A permission misspelt would be refused to everybody."""
    nouns = {name for (name,) in floor.rows("SELECT PermissionName FROM Protected")}
    demanded = {pair for body in bodies(floor).values() for pair in NOUNS.findall(body)}
    asked = {
        pair
        for (text,) in floor.rows("SELECT concat(Condition, Outcome) FROM RowRight")
        for pair in re.findall(r"may\('(\w+)', '(\w+)'\)", text)
    }
    assert demanded
    assert asked
    assert {noun for noun, _ in demanded | asked} <= nouns
    assert {degree for _, degree in demanded | asked} <= {"Read", "Write", "Full"}
