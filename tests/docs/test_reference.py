"""The reference is what the database says."""

from __future__ import annotations

import pytest
from pgdialer.runner.deploy import session

from scripts.generate_reference import PAGES, pages, stale
from scripts.reference.common import Unmatched
from tests.conftest import Database


def test_reference_is_current(database: Database) -> None:
    """PHASE-2: the pages are read from the same rows as the triggers. `make docs` writes them."""
    with session(database.dsn, "dialer") as conn:
        made = pages(conn)
    assert set(made) == set(PAGES)
    assert stale(made) == []


def test_a_change_makes_it_stale(database: Database) -> None:
    """A comment, a parameter, a transition: the page that shows it is not current any more."""
    with session(database.dsn, "dialer") as conn:
        conn.execute("COMMENT ON COLUMN Agent.Login IS 'Something else.'")
        conn.execute(
            "UPDATE Configuration SET DefaultValue = '7' WHERE ConfigurationName = 'CycleBatch'"
        )
        conn.execute("DELETE FROM PhaseTransition WHERE FromPhase = 'New' AND ToPhase = 'Manual'")
        made = pages(conn)
    assert stale(made) == ["tables.md", "phases.md", "configuration.md"]


@pytest.mark.parametrize(
    "sql, said",
    [
        (
            "CREATE FUNCTION find_status(status uuid) RETURNS uuid LANGUAGE plpgsql STABLE"
            " AS $$ BEGIN RETURN status; END $$",
            "several of the name find_status",
        ),
        ("DROP FUNCTION set_list_activity(uuid, ListActivity)", "there is no set_list_activity"),
        (
            "CREATE OR REPLACE FUNCTION find_status(status text) RETURNS uuid LANGUAGE plpgsql STABLE"
            " AS $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'PD099'; END $$",
            r"lacks \['PD099'\]",
        ),
        (
            "CREATE OR REPLACE FUNCTION log_in(agent_id uuid, workplace_id uuid) RETURNS text"
            " LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
            r"has \['PD008'\] in vain",
        ),
    ],
)
def test_meanings_match(database: Database, sql: str, said: str) -> None:
    """A code raised without a meaning, a meaning never raised, a public function that is gone."""
    with session(database.dsn, "dialer") as conn:
        conn.execute(sql.encode())
        with pytest.raises(Unmatched, match=said):
            pages(conn)


def test_every_function_is_named(database: Database) -> None:
    """No function of ours is missing from the page."""
    with session(database.dsn, "dialer") as conn:
        text = pages(conn)["functions.md"]
        query = "SELECT DISTINCT Name FROM DeployedObject WHERE Kind = 'routine'"
        names = [name for (name,) in conn.execute(query)]
    missing = [n for n in names if f"### {n}\n" not in text and f"| `{n}` |" not in text]
    assert names
    assert missing == []
