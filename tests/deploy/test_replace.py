"""What an upgrade replaces and drops, and what of a DBA's it never takes away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from pgdialer.runner.objects import Refused

if TYPE_CHECKING:
    from tests.conftest import Database
    from tests.deploy.conftest import Tree

OTHER_RATE = """
CREATE OR REPLACE FUNCTION rate(seconds integer) RETURNS numeric LANGUAGE sql IMMUTABLE
SET search_path FROM CURRENT AS 'SELECT seconds / 2.0';
"""
LONGER_RATE = """
CREATE OR REPLACE FUNCTION rate(seconds integer, factor integer DEFAULT 3) RETURNS integer
LANGUAGE sql IMMUTABLE SET search_path FROM CURRENT AS 'SELECT seconds * factor';
"""
TRIGGER = """
CREATE OR REPLACE FUNCTION number_call() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    NEW.Number := coalesce(NEW.Number, 'none');
    RETURN NEW;
END
$$;
CREATE OR REPLACE TRIGGER NumberCall BEFORE INSERT ON Call
FOR EACH ROW EXECUTE FUNCTION number_call();
"""


def routines(conn: psycopg.Connection) -> list[str]:
    return [
        name
        for (name,) in conn.execute(
            "SELECT oid::regprocedure::text FROM pg_proc"
            " WHERE pronamespace = 'dialer'::regnamespace ORDER BY 1"
        )
    ]


def test_what_no_file_makes_any_more_is_dropped(empty_database: Database, tree: Tree) -> None:
    """Function, trigger and view of a removed file go; the rest stays."""
    tree.file("trigger", TRIGGER)
    tree.file("more", "CREATE OR REPLACE VIEW More AS SELECT rate(1) AS Rate;")
    tree.deploy(empty_database.dsn)
    tree.remove("trigger")
    tree.remove("more")
    done = tree.deploy(empty_database.dsn)
    assert sorted(done.dropped) == [
        "routine number_call()", "trigger numbercall on call", "view more",
    ]  # fmt: skip
    conn = empty_database.connect()
    assert routines(conn) == ["rate(integer)"]
    conn.execute("INSERT INTO Call VALUES (1)")
    assert conn.execute("SELECT * FROM Calls").fetchall() == [(1, None, 6)]


def test_a_dbas_own_objects_are_never_dropped(empty_database: Database, tree: Tree) -> None:
    """In our schema too, an overload, a view and a trigger of the DBA's survive an upgrade."""
    tree.deploy(empty_database.dsn)
    conn = empty_database.connect()
    conn.execute("CREATE FUNCTION rate(text) RETURNS text LANGUAGE sql AS 'SELECT $1'")
    conn.execute("CREATE VIEW Mine AS SELECT 1 AS One")
    conn.execute(
        "CREATE FUNCTION mine() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
    )
    conn.execute("CREATE TRIGGER Mine BEFORE INSERT ON Call FOR EACH ROW EXECUTE FUNCTION mine()")
    tree.remove("calls")
    tree.remove("rate")
    tree.file("trigger", TRIGGER)
    assert sorted(tree.deploy(empty_database.dsn).dropped) == [
        "routine rate(integer)",
        "view calls",
    ]
    assert routines(conn) == ["mine()", "number_call()", "rate(text)"]
    assert conn.execute("SELECT One FROM Mine").fetchone() == (1,)
    triggers = conn.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1")
    assert triggers.fetchall() == [("mine",), ("numbercall",)]


@pytest.mark.parametrize(
    ("theirs", "named"),
    [
        ("CREATE VIEW reporting.Mine AS SELECT * FROM Calls", "view reporting.mine"),
        (
            "CREATE FUNCTION reporting.f() RETURNS SETOF Calls LANGUAGE sql AS 'SELECT * FROM Calls'",
            "function reporting.f()",
        ),
        (
            "CREATE MATERIALIZED VIEW reporting.Mine AS SELECT rate(1)",
            "materialized view reporting.mine",
        ),
        (
            "CREATE TABLE reporting.Mine (Rate integer DEFAULT rate(4))",
            "default value for column rate of table reporting.mine",
        ),
        (
            "CREATE TRIGGER Mine INSTEAD OF INSERT ON Calls FOR EACH ROW"
            " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
            "trigger mine on view calls",
        ),
        ("CREATE RULE Mine AS ON INSERT TO Calls DO INSTEAD NOTHING", "rule mine on view calls"),
    ],
    ids=["view", "function", "materialized view", "default", "trigger", "rule"],
)
def test_what_a_dba_built_on_it_refuses_the_upgrade(
    empty_database: Database, tree: Tree, theirs: str, named: str
) -> None:
    """The dependent is named, and not even the migrations are applied."""
    tree.deploy(empty_database.dsn)
    conn = empty_database.connect()
    conn.execute("CREATE SCHEMA reporting")
    conn.execute(theirs)
    tree.migration("0002.more", "CREATE TABLE More (Id integer);")
    tree.remove("calls")
    tree.remove("rate")
    with pytest.raises(Refused) as caught:
        tree.deploy(empty_database.dsn)
    assert named in str(caught.value)
    assert conn.execute("SELECT to_regclass('More') IS NULL").fetchone() == (True,)
    assert conn.execute("SELECT rate(3)").fetchone() == (6,)


def test_an_incompatible_change_is_made_where_nothing_depends(
    empty_database: Database, tree: Tree
) -> None:
    """A new return type and other view columns: dropped and made, also what lies between."""
    tree.deploy(empty_database.dsn)
    tree.file("rate", OTHER_RATE)
    tree.file("calls", "CREATE OR REPLACE VIEW Calls AS SELECT Number, rate(3) AS Half FROM Call;")
    assert tree.deploy(empty_database.dsn).dropped == []
    conn = empty_database.connect()
    conn.execute("INSERT INTO Call VALUES (1, 'n')")
    assert conn.execute("SELECT * FROM Calls").fetchall() == [("n", 1.5)]


def test_an_incompatible_change_is_refused_where_a_dba_depends_on_it(
    empty_database: Database, tree: Tree
) -> None:
    """A new return type under a DBA's view is refused; a new body is not."""
    tree.deploy(empty_database.dsn)
    conn = empty_database.connect()
    conn.execute("CREATE SCHEMA reporting")
    conn.execute("CREATE VIEW reporting.Mine AS SELECT Rate FROM Calls")
    rate = (tree.code / "rate.sql").read_text()
    tree.file("rate", OTHER_RATE)
    with pytest.raises(
        Refused, match=r"routine rate\(integer\), on which depends: .*reporting\.mine"
    ):
        tree.deploy(empty_database.dsn)
    tree.file("rate", rate.replace("* 2", "* 7"))
    conn.execute("INSERT INTO Call VALUES (1)")
    tree.deploy(empty_database.dsn)
    assert conn.execute("SELECT * FROM reporting.Mine").fetchall() == [(21,)]


def test_a_new_parameter_replaces_the_old_signature(empty_database: Database, tree: Tree) -> None:
    """The old overload goes before a view could bind to it again."""
    tree.deploy(empty_database.dsn)
    tree.file("rate", LONGER_RATE)
    assert "routine rate(integer)" in tree.deploy(empty_database.dsn).dropped
    conn = empty_database.connect()
    assert routines(conn) == ["rate(integer,integer)"]
    conn.execute("INSERT INTO Call VALUES (1)")
    assert conn.execute("SELECT Rate FROM Calls").fetchall() == [(9,)]


def test_rights_survive(empty_database: Database, tree: Tree) -> None:
    """Grants, revocations and owners outlive replacing, dropping and making, and a new parameter."""
    conn = empty_database.connect()
    for role in ("reader", "keeper"):
        conn.execute(f"DROP ROLE IF EXISTS {role}")
        conn.execute(f"CREATE ROLE {role}")
    tree.file("half", OTHER_RATE.replace("rate", "half"))
    tree.deploy(empty_database.dsn)
    conn.execute("REVOKE ALL ON FUNCTION rate FROM PUBLIC")
    conn.execute("GRANT EXECUTE ON FUNCTION rate TO reader WITH GRANT OPTION")
    conn.execute("REVOKE ALL ON FUNCTION half FROM PUBLIC")
    conn.execute("GRANT EXECUTE ON FUNCTION half TO reader")
    conn.execute("GRANT SELECT ON Calls TO reader")
    conn.execute("GRANT UPDATE (Number) ON Calls TO PUBLIC")
    conn.execute("ALTER VIEW Calls OWNER TO keeper")
    tree.file("rate", LONGER_RATE)
    tree.file("half", OTHER_RATE.replace("rate", "half").replace("numeric", "float"))
    tree.file("calls", "CREATE OR REPLACE VIEW Calls AS SELECT Number, CallId FROM Call;")
    tree.deploy(empty_database.dsn)
    rights = conn.execute("""
        SELECT proname, a.grantee::regrole::text, a.is_grantable
        FROM pg_proc CROSS JOIN aclexplode(proacl) AS a
        WHERE proname IN ('rate', 'half') AND a.grantee <> proowner ORDER BY 1
    """).fetchall()
    view = conn.execute("""
        SELECT relowner::regrole::text, has_table_privilege('reader', oid, 'SELECT'), (
            SELECT attacl::text FROM pg_attribute WHERE attrelid = c.oid AND attname = 'number')
        FROM pg_class AS c WHERE relname = 'calls'
    """).fetchone()
    for role in ("reader", "keeper"):
        conn.execute(f"DROP OWNED BY {role} CASCADE")
        conn.execute(f"DROP ROLE {role}")
    assert rights == [("half", "reader", False), ("rate", "reader", True)]
    assert view == ("keeper", True, "{=w/keeper}")


def test_a_migration_may_drop_a_view_of_ours(empty_database: Database, tree: Tree) -> None:
    """Changing a column under a view keeps the view's grants, too."""
    tree.deploy(empty_database.dsn)
    conn = empty_database.connect()
    conn.execute("GRANT SELECT ON Calls TO PUBLIC")
    tree.migration("0002.wide", "DROP VIEW Calls; ALTER TABLE Call ALTER Number TYPE varchar(20);")
    assert tree.deploy(empty_database.dsn).dropped == []
    assert conn.execute(
        "SELECT relacl::text LIKE '%,=r/%' FROM pg_class WHERE relname = 'calls'"
    ).fetchone() == (True,)


def test_a_dbas_function_is_not_overwritten(empty_database: Database, tree: Tree) -> None:
    """Where a DBA has taken the name, the upgrade is refused."""
    tree.deploy(empty_database.dsn)
    conn = empty_database.connect()
    conn.execute("CREATE FUNCTION half(int) RETURNS int LANGUAGE sql AS 'SELECT $1 / 2'")
    tree.file(
        "half", "CREATE OR REPLACE FUNCTION half(i int) RETURNS int LANGUAGE sql AS 'SELECT 0';"
    )
    with pytest.raises(
        Refused, match=r"routine half\(integer\) exists already and was not made by"
    ):
        tree.deploy(empty_database.dsn)
    assert conn.execute("SELECT half(8)").fetchone() == (4,)


def test_a_function_of_a_migration_becomes_ours(empty_database: Database, tree: Tree) -> None:
    """A default needs its function early; sql/ may give it a new body afterwards."""
    tree.migration(
        "0002.clock",
        "CREATE FUNCTION clock() RETURNS integer LANGUAGE sql AS 'SELECT 1';"
        "ALTER TABLE Call ADD Made integer DEFAULT clock();",
    )
    tree.file(
        "clock", "CREATE OR REPLACE FUNCTION clock() RETURNS integer LANGUAGE sql AS 'SELECT 2';"
    )
    tree.deploy(empty_database.dsn)
    conn = empty_database.connect()
    assert conn.execute("INSERT INTO Call (CallId) VALUES (1) RETURNING Made").fetchone() == (2,)
