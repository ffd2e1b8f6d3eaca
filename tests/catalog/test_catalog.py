"""Rules about the code base, asked of the catalogues."""

from __future__ import annotations

import re

import pglast
import psycopg
import pytest

OURS = """
    WITH Ours AS (SELECT oid FROM pg_namespace WHERE nspname = current_schema()),
    Relation AS (
        SELECT * FROM pg_class AS c
        WHERE relnamespace = (SELECT oid FROM Ours) AND relkind IN ('r', 'p', 'v') AND NOT relispartition
    ),
    Stored AS (SELECT * FROM Relation WHERE relkind <> 'v'),
    Routine AS (SELECT * FROM pg_proc WHERE pronamespace = (SELECT oid FROM Ours))
"""

RULES = {
    "every table and view has a comment": """
        SELECT oid::regclass::text FROM Relation WHERE obj_description(oid, 'pg_class') IS NULL
    """,
    "every column of a table has a comment": """
        SELECT format('%s.%s', r.oid::regclass, a.attname)
        FROM Stored AS r
        JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE col_description(r.oid, a.attnum) IS NULL
    """,
    "every function has a comment": """
        SELECT oid::regprocedure::text FROM Routine WHERE obj_description(oid, 'pg_proc') IS NULL
    """,
    "every enum and domain has a comment": """
        SELECT typname FROM pg_type
        WHERE typnamespace = (SELECT oid FROM Ours) AND typtype IN ('e', 'd')
            AND obj_description(oid, 'pg_type') IS NULL
    """,
    "every function pins its search_path to its own schema": """
        SELECT oid::regprocedure::text FROM Routine
        WHERE NOT coalesce('search_path=' || current_schema() || ', pg_temp' = ANY (proconfig), false)
            AND prosqlbody IS NULL -- bound to what it names since it was made
    """,
    "every function that turns a plan off has none compiled for its price": """
        SELECT oid::regprocedure::text FROM Routine
        WHERE array_to_string(proconfig, ' ') LIKE '%enable@_%' ESCAPE '@' AND NOT 'jit=off' = ANY (proconfig)
    """,
    "every table has a primary key": """
        SELECT oid::regclass::text FROM Stored AS s
        WHERE NOT EXISTS (SELECT 1 FROM pg_index WHERE indrelid = s.oid AND indisprimary)
    """,
    "every identity is a bigint, and none is a serial": """
        SELECT format('%s.%s', s.oid::regclass, a.attname)
        FROM Stored AS s
        JOIN pg_attribute AS a ON a.attrelid = s.oid AND NOT a.attisdropped
        LEFT JOIN pg_attrdef AS d ON d.adrelid = s.oid AND d.adnum = a.attnum
        WHERE a.attidentity <> '' AND a.atttypid <> 'bigint'::regtype
            OR pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%'
    """,
    "every foreign key has an index that begins with its columns": """
        SELECT format('%s on %s', k.conname, k.conrelid::regclass)
        FROM pg_constraint AS k
        JOIN Stored AS s ON s.oid = k.conrelid
        WHERE k.contype = 'f'
            -- Configuration is marked Deleted, not deleted; and what a call's every step changes
            -- is to be in no index but the partial ones.
            AND NOT (k.conrelid = 'OutboundCall'::regclass AND k.confrelid IN (
                'Agent'::regclass, 'CallGroup'::regclass, 'CallResultDetail'::regclass,
                'Language'::regclass, 'Project'::regclass, 'Workplace'::regclass))
            AND NOT EXISTS (
            SELECT 1 FROM pg_index AS i
            WHERE i.indrelid = k.conrelid AND i.indisvalid
                AND (i.indkey::smallint[])[0:cardinality(k.conkey) - 1] @> k.conkey
                AND (i.indpred IS NULL OR pg_get_expr(i.indpred, i.indrelid) ~* 'IS NOT NULL'))
    """,
    "no table is unlogged": """
        SELECT oid::regclass::text FROM Stored WHERE relpersistence <> 'p'
    """,
    "no foreign key, view or default reaches into another schema": """
        SELECT DISTINCT pg_describe_object(d.classid, d.objid, d.objsubid)
        FROM pg_depend AS d
        LEFT JOIN pg_rewrite AS w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
        LEFT JOIN pg_constraint AS k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid
        LEFT JOIN pg_attrdef AS f ON d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid
        JOIN Relation AS r ON r.oid = coalesce(w.ev_class, k.conrelid, f.adrelid)
        LEFT JOIN pg_class AS c ON d.refclassid = 'pg_class'::regclass AND c.oid = d.refobjid
        LEFT JOIN pg_proc AS p ON d.refclassid = 'pg_proc'::regclass AND p.oid = d.refobjid
        WHERE coalesce(c.relnamespace, p.pronamespace) NOT IN (
            SELECT oid FROM Ours UNION ALL SELECT 'pg_catalog'::regnamespace)
    """,
    "every function is in plpgsql, but for an expression that becomes part of statements": """
        SELECT p.oid::regprocedure::text FROM Routine AS p
        JOIN pg_language AS l ON l.oid = p.prolang
        WHERE l.lanname <> 'plpgsql' AND NOT (p.prosqlbody IS NOT NULL AND p.provolatile = 'i')
    """,
}


@pytest.mark.parametrize("rule", RULES)
def test_rule(db: psycopg.Connection, rule: str) -> None:
    """Whoever breaks a rule is named."""
    assert sorted(name for (name,) in db.execute(OURS + RULES[rule])) == []


FORBIDDEN = {
    "advisory locks": r"\badvisory|pg_\w*advisory\w*",
    "NOTIFY": r"\bpg_notify\b|\bnotify\b",
    "TG_TABLE_NAME and its kind": r"\btg_(table_name|table_schema|relid|relname)\b",
    "WHERE CURRENT OF": r"\bcurrent of\b",
    "MERGE": r"\bmerge\b",
    "transaction numbers": r"\btxid_current|\bpg_current_xact_id|\bxmin\b|\bctid\b",
    "its own schema": r"\bdialer \.|'[^']*\bdialer\.(?![a-z_]+')",
    "a clock of its own": r"\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday) \("
    r"|\bcurrent_(timestamp|date|time)\b|\blocaltime(stamp)?\b",
    "what came after 15": r"\buuidv7\b|\bany_value\b|\bjson_table\b",
}
# The one place for each: the sender of hints, the clock itself, and what tells one transaction
# from another.
ALLOWED = {
    ("NOTIFY", "send_hint"),
    ("a clock of its own", "clock"),
    ("a clock of its own", "acting_seal"),
}


def without_comments(body: str) -> str:
    """The words of a body, in small letters, one blank between them."""
    return " ".join(
        body[piece.start : piece.end + 1].lower()
        for piece in pglast.scan(body)
        if piece.name not in ("SQL_COMMENT", "C_COMMENT")
    )


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_body_uses(db: psycopg.Connection, what: str) -> None:
    """What breaks under a pooler, on Citus, on 15, or under another schema's name."""
    bodies = db.execute(OURS + "SELECT proname, prosrc FROM Routine").fetchall()
    users = {
        name
        for name, body in bodies
        if re.search(FORBIDDEN[what], without_comments(body)) and (what, name) not in ALLOWED
    }
    assert users == set()
