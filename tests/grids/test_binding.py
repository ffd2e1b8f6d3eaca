"""Commands are checked when they are written, and their values bound."""

from __future__ import annotations

import re
from typing import Any

import psycopg
import pytest

from tests.grids.grids import CALLS, PRINTED, Grids


def bound(grids: Grids, command: str, *names: str) -> tuple[str, list[str]]:
    query = (
        "SELECT bound_command, parameter_names FROM bind_command(%s, %s::text[], 'Command', 'Go')"
    )
    text, found = grids.row(query, command, ["AgentId", "Id", "Value", *names])
    return text, found


def test_the_printed_command(grids: Grids) -> None:
    """GRID-1, MAN-2: exactly as printed in the page; each value is cast to the type that its place asks for."""
    assert bound(grids, PRINTED) == (
        "UPDATE OutboundCall SET CallPhase='Enqueue', AgentId=($1[1]::uuid), Predistributed=1"
        " WHERE ($1[2]::bigint)=OutboundCallId AND CallPhase='Manual'",
        ["AgentId", "Id"],
    )


BOUND = [
    # One name at two places, of two types.
    ("UPDATE OutboundCall SET CallKey = @Id WHERE OutboundCallId = @Id",
     "UPDATE OutboundCall SET CallKey = ($1[1]::character varying) WHERE OutboundCallId = ($1[1]::bigint)"),
    # No capitals matter, in the order in which names are known.
    ("SELECT @VALUE::text, @id::bigint", "SELECT ($1[2]::text)::text, ($1[1]::bigint)::bigint"),
    ("SELECT @Value", "SELECT ($1[1]::text)"),
    # Where any type would do, it is a text.
    ("SELECT format('%s', @Value), jsonb_build_object('a', @Id)",
     "SELECT format('%s', ($1[2]::text)), jsonb_build_object('a', ($1[1]::text))"),
    # Types of ours come without a schema, so that the grid works in another one.
    ("UPDATE OutboundCall SET CallResult = @Value", "UPDATE OutboundCall SET CallResult = ($1[1]::callresult)"),
    ("SELECT OutboundCallId FROM OutboundCall LIMIT @Value",
     "SELECT OutboundCallId FROM OutboundCall LIMIT ($1[1]::bigint)"),
    ("SELECT @IdNumber::int + 1, @Id::int", "SELECT ($1[2]::integer)::int + 1, ($1[1]::integer)::int"),
    # Semicolons behind it are left out, comments kept.
    ("/* a */ SELECT 1 -- @x\n + 1;; -- done", "/* a */ SELECT 1 -- @x\n + 1 -- done"),
    ("(SELECT 1)", "(SELECT 1)"),
    ("wItH a AS (SELECT 1) DELETE FROM Tile", "wItH a AS (SELECT 1) DELETE FROM Tile"),
    ("INSERT INTO Contact (DisplayName) VALUES (@Value)", "INSERT INTO Contact (DisplayName) VALUES (($1[1]::text))"),
]  # fmt: skip


def mentioned(command: str) -> set[str]:
    return {name.lower() for name in re.findall(r"@(\w+)", command)}


@pytest.mark.parametrize(("command", "expected"), BOUND)
def test_bound(grids: Grids, command: str, expected: str) -> None:
    """GRID-1: placeholders become elements of an array; nothing else of the text changes."""
    text, names = bound(grids, command, "idnumber")
    assert text == expected
    assert names == [
        n for n in ("AgentId", "Id", "Value", "idnumber") if n.lower() in mentioned(command)
    ]


REFUSED = [
    ("", "it is empty", "unknown"),
    ("  -- nothing\n;", "it is empty", "unknown"),
    ("UPDATE OutboundCall SET Priority = 1; DELETE FROM OutboundCall", "more than one statement", "37"),
    ("SELECT 1;;SELECT 2", "more than one statement", "9"),
    ("SELECT 1; -- @x\n COMMIT", "more than one statement", "9"),
    ("DROP TABLE OutboundCall", "it begins with DROP", "1"),
    ("/* SELECT */ TRUNCATE OutboundCall", "it begins with TRUNCATE", "14"),
    ("COPY OutboundCall TO PROGRAM 'sh'", "it begins with COPY", "1"),
    ("DO $$ BEGIN END $$", "it begins with DO", "1"),
    ("SET ROLE postgres", "it begins with SET", "1"),
    ("RESET ALL", "it begins with RESET", "1"),
    ("BEGIN", "it begins with BEGIN", "1"),
    ("COMMIT", "it begins with COMMIT", "1"),
    ("CALL p()", "it begins with CALL", "1"),
    ("LOCK TABLE OutboundCall", "it begins with LOCK", "1"),
    ("EXECUTE p", "it begins with EXECUTE", "1"),
    ("EXPLAIN ANALYZE DELETE FROM Tile", "it begins with EXPLAIN", "1"),
    ("CREATE TABLE t AS SELECT 1", "it begins with CREATE", "1"),
    ("MERGE INTO Tile AS t USING Tile AS s ON t.TileId = s.TileId WHEN MATCHED THEN DELETE", "it begins with MERGE", "1"),
    ("1", "it begins with 1", "1"),
    ("SELECT 1 INTO t", "it has an INTO", "10"),
    ("WITH a AS (SELECT 1) MERGE INTO Tile AS t USING a ON TRUE WHEN MATCHED THEN DELETE", "it has an INTO", "28"),
    ("UPDATE OutboundCall SET Cause = @Nobody", "nothing is known for @Nobody", "33"),
    ("UPDATE OutboundCall SET Cause = @IdNumber", "nothing is known for @IdNumber", "33"),
    ("UPDATE OutboundCall SET Cause = $1", "nothing is known for $1", "33"),
    ("SELECT set_config('role', 'none', false)", "settings of the session", "8"),
    ('SELECT pg_catalog."set_config"(@Id, @Id, true)', "settings of the session", "19"),
    ("UPDATE OutboundCal SET Priority = 1", 'relation "outboundcal" does not exist', "8"),
    ("UPDATE OutboundCall SET Priorty = 1", 'column "priorty" of relation', "25"),
    ("SELECT c.Nowhere FROM OutboundCall AS c", "column c.nowhere does not exist", "10"),
    ("SELECT 1 FORM OutboundCall AND AND", 'syntax error at or near "OutboundCall"', "15"),
    ("UPDATE OutboundCall SET", "syntax error at end of input", "unknown"),
    ("SELECT 'open", "unterminated quoted string", None),
    ("SELECT /* open", "unterminated /* comment", None),
    ("SELECT nosuch(@Id)", "function nosuch(unknown) does not exist", "unknown"),
    ("SELECT CallPhase FROM OutboundCall WHERE CallPhase = 'Nowhere'", 'invalid input value for enum callphase: "Nowhere"', None),
    ("SELECT 1 FROM nosuch.OutboundCall", 'relation "nosuch.outboundcall" does not exist', None),
    ("SELECT " + "1 + " * 5000 + "1", "it has 20008 characters", "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("command", "said", "place"), REFUSED, ids=lambda v: str(v)[:40])
def test_what_cannot_be_run_is_refused(
    grids: Grids, command: str, said: str, place: str | None
) -> None:
    """GRID-1: when it is written, with PostgreSQL's own words, the column, and the character where it is known."""
    grid = grids.grid()
    found = grids.refused("PD050", lambda: grids.column(grid, "Go", command))
    assert found.column_name == "Command"
    assert found.message_primary is not None
    assert found.message_primary.startswith('Command of "Go" cannot be: ')
    assert said in found.message_primary
    if place is not None:
        assert found.message_detail == f"position {place}"
    assert grids.value("SELECT count(*) FROM DataQueryColumn WHERE DataQueryId = %s", grid) == 0


def test_nothing_is_left_prepared(grids: Grids) -> None:
    """GRID-1: neither by what is taken nor by what is refused, and a leftover does no harm."""
    left = "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'pgdialer%%'"
    grid = grids.grid()
    grids.refused("PD050", lambda: grids.column(grid, command="SELECT nosuch(@Id)"))
    assert grids.value(left) == 0
    grids.conn.execute("PREPARE pgdialer_bind_command AS SELECT 1")
    grids.column(grid, command=PRINTED)
    assert grids.value(left) == 0


@pytest.mark.parametrize("scope", ["on", "off"])
def test_backslashes_are_read_the_same_in_every_session(grids: Grids, scope: str) -> None:
    """GRID-1: a session that takes a backslash for an escape is not told another statement than was checked."""
    call, grid = grids.call(), grids.grid()
    grids.conn.execute("SET LOCAL escape_string_warning TO off")
    grids.conn.execute(f"SET LOCAL standard_conforming_strings TO {scope}".encode())
    icon = grids.column(
        grid,
        command="UPDATE OutboundCall SET CallKey = '\\' WHERE OutboundCallId = @Id AND '' <> ' -- '",
    )
    assert grids.click(icon, call) == 1
    assert grids.see(call, "CallKey") == "\\"


@pytest.mark.parametrize("kept", ["BoundCommand", "ParameterNames", "SourceName"])
def test_what_is_kept_cannot_be_written(grids: Grids, kept: str) -> None:
    """GRID-1: whoever may write grids gets no statement past the check."""
    icon = grids.icon("UPDATE OutboundCall SET Priority = 1 WHERE OutboundCallId = @Id")
    before = grids.look("DataQueryColumn", icon, kept)
    given: Any = ["x"] if kept == "ParameterNames" else "DROP TABLE OutboundCall"
    grids.set("DataQueryColumn", icon, **{kept: given})
    assert grids.look("DataQueryColumn", icon, kept) == before
    grid = grids.look("DataQueryColumn", icon, "DataQueryId")
    grids.set("DataQuery", grid, BoundQuery="DROP TABLE OutboundCall", KeyType="x", KeyName="y")
    assert grids.look("DataQuery", grid, "BoundQuery", "KeyType", "KeyName") == (
        CALLS,
        "bigint",
        "outboundcallid",
    )


QUERIES = [
    ("DELETE FROM OutboundCall RETURNING OutboundCallId", "it begins with DELETE"),
    (
        "WITH d AS (DELETE FROM OutboundCall RETURNING *) SELECT OutboundCallId FROM d",
        "data-modifying",
    ),
    ("SELECT 1 AS OutboundCallId; SELECT 2", "more than one statement"),
    ("SELECT OutboundCallId FROM OutboundCall WHERE AgentId = @Id", "nothing is known for @Id"),
    ("SELECT OutboundCallId FROM Nowhere", 'relation "nowhere" does not exist'),
    ("SELECT OutboundCallId, Number AS a, Cause AS A FROM OutboundCall", 'two columns "a"'),
    ("SELECT FROM OutboundCall", "it has no column"),
    ("SELECT 1 AS OutboundCallId) AS q, (SELECT 2", "syntax error"),
    ("SELECT OutboundCallId INTO t FROM OutboundCall", "it has an INTO"),
]


@pytest.mark.parametrize(("query", "said"), QUERIES)
def test_queries_are_checked(grids: Grids, query: str, said: str) -> None:
    """GRID-1: one SELECT that changes nothing."""
    found = grids.refused("PD050", lambda: grids.grid(query))
    assert found.column_name == "Query"
    assert said in str(found.message_primary)


@pytest.mark.parametrize(
    ("columns", "at_fault"),
    [
        ({"key": "Number"}, "KeyColumn"),
        ({"OrderBy": "Number"}, "OrderBy"),
        (
            {"query": "SELECT OutboundCallId, '{}'::json AS j FROM OutboundCall", "OrderBy": "j"},
            "OrderBy",
        ),
        ({"key": "DisplayName", "BulkSchedule": 1}, "BulkSchedule"),
        ({"DisplayName": " "}, "DisplayName"),
    ],
)
def test_what_is_said_of_a_query_is_checked(
    grids: Grids, columns: dict[str, Any], at_fault: str
) -> None:
    """GRID-1: the key and the order are columns that it has."""
    assert grids.refused("PD050", lambda: grids.grid(**columns)).column_name == at_fault


COLUMNS: list[tuple[dict[str, Any], str]] = [
    ({"name": "Nowhere", "Model": "Text"}, "ColumnName"),
    ({"name": "Id", "command": PRINTED}, "ColumnName"),
    ({"name": "Go", "Model": "ImageScript"}, "Command"),
    ({"name": "Priority", "Model": "Integer", "command": PRINTED}, "Command"),
    ({"name": "Priority", "Model": "Select"}, "Choices"),
    (
        {"name": "Priority", "Model": "Select", "Choices": "[1]", "ChoicesQuery": "SELECT 1 AS a"},
        "Choices",
    ),
    ({"name": "Priority", "Model": "Toggle", "Choices": "[1]"}, "Choices"),
    ({"name": "Priority", "Model": "Select", "Choices": "{}"}, "Choices"),
    ({"name": "Priority", "Model": "Select", "Choices": "[[1]]"}, "Choices"),
    ({"name": "Priority", "Model": "Select", "Choices": '[{"Label": "x"}]'}, "Choices"),
    ({"name": "Priority", "Model": "Select", "ChoicesQuery": "DELETE FROM Tile"}, "ChoicesQuery"),
    (
        {"name": "Priority", "Model": "Select", "ChoicesQuery": "SELECT 1 AS a, 2 AS b, 3 AS c"},
        "ChoicesQuery",
    ),
]


@pytest.mark.parametrize(("columns", "at_fault"), COLUMNS)
def test_columns_are_checked(grids: Grids, columns: dict[str, Any], at_fault: str) -> None:
    """GRID-1: what fits the model, and what the query has."""
    grid = grids.grid()
    assert grids.refused("PD050", lambda: grids.column(grid, **columns)).column_name == at_fault


def test_a_changed_query_is_checked_against_its_columns(grids: Grids) -> None:
    """GRID-1: no column is left of which the query knows nothing any more."""
    grid = grids.grid()
    grids.column(
        grid,
        command="UPDATE OutboundCall SET Priority = @Priority::int + 1 WHERE OutboundCallId = @Id",
    )
    found = grids.refused(
        "PD050",
        lambda: grids.set("DataQuery", grid, Query="SELECT OutboundCallId FROM OutboundCall"),
    )
    assert "@Priority" in str(found.message_primary)
    grids.set(
        "DataQuery", grid, Query="SELECT OutboundCallId, 7::bigint AS Priority FROM OutboundCall"
    )
    assert grids.shown(grid) == []


def test_a_column_is_there_once(grids: Grids) -> None:
    """GRID-1: capitals do not matter."""
    grid = grids.grid()
    grids.column(grid, "Priority", Model="Integer")
    with pytest.raises(psycopg.errors.UniqueViolation), grids.conn.transaction():
        grids.column(grid, "PRIORITY", Model="Integer")


def test_what_is_shipped_is_bound(grids: Grids) -> None:
    """GRID-1: the samples are marked as such, and stay as they are when they are written anew."""
    assert (
        grids.value("SELECT count(*) FROM DataQuery WHERE BoundQuery IS NULL OR IsSample = 0") == 0
    )
    assert (
        grids.value(
            "SELECT count(*) FROM DataQueryColumn WHERE Command IS NOT NULL AND BoundCommand IS NULL"
        )
        == 0
    )
    assert grids.rows("SELECT DisplayName FROM DataQuery ORDER BY Rank") == [
        ("Manual calls",), ("My calls today",), ("Callbacks",),
    ]  # fmt: skip
    assert grids.rows("UPDATE DataQuery SET Query = Query RETURNING 1")
    assert grids.value("SELECT count(*) FROM DataQueryColumn WHERE Command = %s", PRINTED) == 1
