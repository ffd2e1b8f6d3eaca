"""Clicks and changed cells: values are bound, rows are read anew, the session stays what it was."""

from __future__ import annotations

import pytest

from tests.grids.grids import CALL_OFF, CALLS, DIAL, MANUAL, NOBODY, Grids

WRITE = (
    "UPDATE OutboundCall SET DisplayName = @Value, CallKey = @CallKey, Cause = @DisplayName"
    " WHERE OutboundCallId = @Id"
)


def test_the_sample_releases_a_call(grids: Grids) -> None:
    """MAN-2: an icon with the page's own UPDATE gives the call to the agent who clicked."""
    agent, call = grids.agent(), grids.manual()
    assert grids.click(DIAL, call, agent) == 1
    assert grids.see(call, "CallPhase", "AgentId", "Predistributed") == ("Enqueue", agent, 1)
    assert grids.shown(MANUAL, agent) == []
    assert grids.cycle().offered == 1
    assert grids.see(call) == ("AgentOfferFirst", "Active")


def test_callbacks_can_be_called_off(grids: Grids) -> None:
    """GRID-1: by the agent for whom they are."""
    agent, other = grids.agent(), grids.agent()
    call = grids.call(AgentId=agent, Predistributed=1, ScheduleTime="2026-11-25 12:00+01")
    grids.refused("PD051", lambda: grids.click(CALL_OFF, call, other))
    assert grids.click(CALL_OFF, call, agent) == 1
    assert grids.see(call) == ("Obsolete", "Cancelled")


VALUES = [
    "plain", "it's", "''", "a;b", "'; DROP TABLE OutboundCall; --", "$$x$$", "$1", "$1[1]", "\\", "\\'", "E'\\''", '"',
    "100%", "%s", "@Id", "@AgentId", "/* x", "-- x", "{a,b}", "{", "NULL", "null", "", " ", "\t\n", "ž🙂", "\u202e",
    "a" * 48,
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES)
def test_values_are_bound(grids: Grids, value: str) -> None:
    """GRID-1: whatever is in them, whether they come from the page or from the row."""
    call, other = grids.call(DisplayName=value, CallKey=value), grids.call()
    icon = grids.icon(WRITE)
    assert grids.click(icon, call, value=value) == 1
    assert grids.see(call, "DisplayName", "CallKey", "Cause") == (value, value, value)
    assert grids.see(other, "DisplayName", "Cause") == (None, None)


def test_null_is_bound(grids: Grids) -> None:
    """GRID-1: a column without a value is NULL, and so is a value that was not given."""
    call = grids.call(DisplayName="x")
    icon = grids.icon(WRITE.replace("@Value", "coalesce(@Value, 'none')"))
    assert grids.click(icon, call) == 1
    assert grids.see(call, "DisplayName", "CallKey", "Cause") == ("none", None, "x")


@pytest.mark.parametrize(
    "text",
    [
        "'@Id'", "'it''s @Nobody'", "E'\\'@Nobody'", "$$ @Nobody $$", "$a$ @Nobody $b$ @x $a$", "U&'\\0040Id'",
        "'x' /* @Nobody /* @x */ ; */", "'x' -- @Nobody ;\n", "'a'\n '@b'", "E'a' -- c\n '\\'@b'", "'$1'",
    ],
)  # fmt: skip
def test_text_is_left_alone(grids: Grids, text: str) -> None:
    """GRID-1: nothing is replaced inside of literals and comments."""
    call = grids.call()
    icon = grids.icon(f"UPDATE OutboundCall SET Cause = {text} WHERE OutboundCallId = @Id;")
    assert grids.click(icon, call) == 1
    assert grids.see(call, "Cause") == grids.value(f"SELECT {text}")


def test_quoted_names_are_left_alone(grids: Grids) -> None:
    """GRID-1: a name in quotes may have an @."""
    call = grids.call()
    icon = grids.icon(
        'UPDATE OutboundCall AS "@Id" SET Priority = 3 WHERE "@Id".OutboundCallId = @Id'
    )
    assert grids.click(icon, call) == 1
    assert grids.see(call, "Priority") == 3


def test_a_longer_name_is_another_one(grids: Grids) -> None:
    """GRID-1: @IdNumber is a column of the row, not @Id and a word."""
    call = grids.call()
    icon = grids.icon(
        "UPDATE OutboundCall SET Priority = @IdNumber WHERE OutboundCallId = @iD",
        "SELECT OutboundCallId, 7 AS IdNumber FROM OutboundCall",
    )
    assert grids.click(icon, call) == 1
    assert grids.see(call, "Priority") == 7


def test_types_survive(grids: Grids) -> None:
    """GRID-1: what the row has comes to the command as it was: times to the microsecond, arrays, intervals, bytes."""
    query = """SELECT OutboundCallId, '2026-11-24 10:00:00.123456+01'::timestamptz AS t, '{1,NULL,3}'::int[] AS a,
        interval '1 day 2 h' AS i, '\\x00ff'::bytea AS b, 0.1::float8 + 0.2 AS f, '{"a": [1]}'::jsonb AS j,
        TRUE AS o, 'Scheduled'::CallResult AS r FROM OutboundCall"""
    command = """UPDATE OutboundCall AS c SET ExtendedFields = jsonb_build_object('same',
        (@t, @a, @i, @b, @f, @j, @o, @r) IS NOT DISTINCT FROM (q.t, q.a, q.i, q.b, q.f, q.j, q.o, q.r))
        FROM (%s) AS q WHERE c.OutboundCallId = q.OutboundCallId AND c.OutboundCallId = @Id"""
    call = grids.call()
    icon = grids.icon(command.replace("%s", query), query)
    assert grids.click(icon, call) == 1
    assert grids.see(call, "ExtendedFields") == {"same": True}


def test_the_row_is_read_anew(grids: Grids) -> None:
    """GRID-1: what the grid does not show to the agent he cannot click, and a row that left is gone."""
    call = grids.call(Priority=1)
    icon = grids.icon(
        "UPDATE OutboundCall SET Priority = @Priority + 1 WHERE OutboundCallId = @Id",
        CALLS + " WHERE Priority < 3",
    )
    assert [grids.click(icon, call) for _ in range(2)] == [1, 1]
    found = grids.refused("PD051", lambda: grids.click(icon, call))
    assert (
        str(found.message_primary)
        == f"Nothing was changed: call {call} is in phase Enqueue (Scheduled) now."
    )
    assert grids.see(call, "Priority") == 3
    for row in ("x", "", "1e9", str(2**70), "NULL", f"{call} OR TRUE", f"{call}; SELECT 1"):
        found = grids.refused("PD051", lambda row=row: grids.click(icon, row))
        assert f'row {row} of "Ours"' in str(found.message_primary)
    found = grids.refused("PD051", lambda: grids.do("run_grid_command", icon, None))
    assert "row NULL" in str(found.message_primary)


def test_nothing_changed_is_told(grids: Grids) -> None:
    """MAN-2: also where the row is there and the command finds nothing to do; by a SELECT, too."""
    call = grids.call()
    for command in (
        "UPDATE OutboundCall SET Priority = 1 WHERE OutboundCallId = @Id AND CallPhase = 'Manual'",
        "SELECT pause_call(@Id) WHERE FALSE",
    ):
        found = grids.refused(
            "PD051", lambda command=command: grids.click(grids.icon(command), call)
        )
        assert "Nothing was changed" in str(found.message_primary)
    assert grids.click(grids.icon("SELECT pause_call(@Id)"), call) == 1
    assert grids.see(call, "CallResult") == "Paused"


def test_an_error_of_the_command_comes_through(grids: Grids) -> None:
    """GRID-1: with its own code; the phase machine is asked as always (PHASE-2)."""
    call = grids.call()
    grids.refused(
        "PD001",
        lambda: grids.click(
            grids.icon(
                "UPDATE OutboundCall SET CallPhase = 'AgentTalk' WHERE OutboundCallId = @Id"
            ),
            call,
        ),
    )
    priority = grids.icon("UPDATE OutboundCall SET Priority = @Value WHERE OutboundCallId = @Id")
    grids.refused("22P02", lambda: grids.click(priority, call, value="high"))
    grids.refused("22003", lambda: grids.click(priority, call, value="99999999999"))


@pytest.mark.parametrize(
    ("value", "stored"), [("1", 1), ("true", 1), ("On", 1), ("0", 0), ("FALSE", 0), ("off", 0)]
)
def test_toggle(grids: Grids, value: str, stored: int) -> None:
    """GRID-1: becomes 1 or 0, however the page says it."""
    agent = grids.agent()
    grid = grids.grid("SELECT AgentId, DisplayName, Deleted FROM Agent", "AgentId")
    toggle = grids.column(
        grid,
        "Deleted",
        "UPDATE Agent SET MaxMissedCalls = 10 + @Value WHERE AgentId = @Id",
        Model="Toggle",
    )
    assert grids.click(toggle, agent, value=value) == 1
    assert grids.look("Agent", agent, "MaxMissedCalls") == 10 + stored


@pytest.mark.parametrize("value", [None, "", "2", "yes'"])
def test_toggle_takes_nothing_else(grids: Grids, value: str | None) -> None:
    """GRID-1: in one sentence with the value."""
    agent = grids.agent()
    grid = grids.grid("SELECT AgentId, Deleted FROM Agent", "AgentId")
    toggle = grids.column(
        grid, "Deleted", "UPDATE Agent SET Deleted = @Value WHERE AgentId = @Id", Model="Toggle"
    )
    found = grids.refused("PD050", lambda: grids.click(toggle, agent, value=value))
    assert found.column_name == "Value"
    assert found.message_hint == "It may be: 0, 1."


def test_select(grids: Grids) -> None:
    """GRID-1: one of its choices, by list or by query, and nothing else."""
    call, agent = grids.call(), grids.agent()
    grid = grids.grid()
    listed = grids.column(
        grid, "Priority", "UPDATE OutboundCall SET Priority = @Value WHERE OutboundCallId = @Id",
        Model="Select", Choices='[1, {"Value": 5, "Label": "high"}]',
    )  # fmt: skip
    asked = grids.column(
        grid, "DisplayName", "UPDATE OutboundCall SET PreferredAgentId = @Value WHERE OutboundCallId = @Id",
        Model="Select", ChoicesQuery="SELECT AgentId, DisplayName FROM Agent WHERE Deleted = 0",
    )  # fmt: skip
    assert grids.click(listed, call, value="5") == 1
    assert grids.click(asked, call, value=str(agent)) == 1
    assert grids.see(call, "Priority", "PreferredAgentId") == (5, agent)
    for column, value in ((listed, "high"), (listed, "7"), (asked, str(NOBODY)), (asked, None)):
        found = grids.refused(
            "PD050", lambda column=column, value=value: grids.click(column, call, value=value)
        )
        assert found.column_name == "Value"


CHANGES = {
    "role": "pgdialer_somebody", "search_path": "public", "dialer.acting": "x", "dialer.actor": "x",
    "dialer.clock": "2026-11-25 10:00", "row_security": "off", "standard_conforming_strings": "off",
    "client_encoding": "LATIN1", "statement_timeout": "5s", "lock_timeout": "5s", "DateStyle": "SQL",
    "TimeZone": "Asia/Tokyo", "transaction_read_only": "on",
}  # fmt: skip


@pytest.mark.parametrize("setting", CHANGES)
@pytest.mark.parametrize("local", ["true", "false"])
def test_the_session_stays_what_it_was(grids: Grids, setting: str, local: str) -> None:
    """GRID-1: a command that would leave another role, or other settings, behind is taken back, also where it hides it."""
    call = grids.call()
    grids.conn.execute("CREATE ROLE pgdialer_somebody")
    hidden = grids.hidden(f"SELECT set_config('{setting}', '{CHANGES[setting]}', {local})")
    icon = grids.icon(f"SELECT {hidden}")
    before = grids.row("SELECT coalesce(current_setting(%s, TRUE), ''), current_user", setting)
    found = grids.refused("PD050", lambda: grids.click(icon, call))
    assert "it changes settings of the session" in str(found.message_primary)
    assert (
        grids.row("SELECT coalesce(current_setting(%s, TRUE), ''), current_user", setting) == before
    )


def test_what_is_not_there(grids: Grids) -> None:
    """GRID-1: no such column, one without a command, or one of a deleted grid."""
    icon = grids.icon("SELECT @Id")
    grid = grids.look("DataQueryColumn", icon, "DataQueryId")
    plain = grids.column(grid, "Priority", Model="Integer")
    for column in (NOBODY, None, plain):
        grids.refused("PD053", lambda column=column: grids.do("run_grid_command", column, "1"))
    grids.set("DataQuery", grid, Deleted=1)
    grids.refused("PD053", lambda: grids.click(icon, 1))


def test_who_clicks(grids: Grids) -> None:
    """GRID-1: a command that asks who clicks, or whose grid does, is told or not run."""
    call = grids.manual()
    grids.refused("PD052", lambda: grids.click(DIAL, call))
    grids.refused("PD007", lambda: grids.click(DIAL, call, NOBODY))
    asks = grids.icon(
        "UPDATE OutboundCall SET PreferredAgentId = @AgentId WHERE OutboundCallId = @Id"
    )
    grids.refused("PD052", lambda: grids.click(asks, call))
    assert grids.see(call) == ("Manual", "Prepared")
