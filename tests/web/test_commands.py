"""The table of commands, held against the procedures that there are."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from pgdialer.web.commands import BY_NAME, COMMANDS, TYPES, WHOLE, Command

PROCEDURE = """
    SELECT (coalesce(p.proargnames, '{}'))[1:p.pronargs],
        ARRAY(SELECT format_type(t, NULL) FROM unnest(p.proargtypes) WITH ORDINALITY AS u (t, n) ORDER BY n),
        p.pronargdefaults
    FROM pg_proc AS p
    WHERE p.proname = %s AND p.pronamespace = current_schema()::regnamespace
"""
SPELT = {"timestamp with time zone": "timestamptz"}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.name)
def test_every_command_has_its_procedure(db: psycopg.Connection[Any], command: Command) -> None:
    """URL-1: name, parameters, types, and which of them must be given, as pg_proc has them."""
    found = db.execute(PROCEDURE, [command.procedure]).fetchall()
    assert len(found) == 1, f"{command.procedure} is there {len(found)} times"
    names, types, defaults = found[0]
    there = dict(zip(names, (SPELT.get(one, one) for one in types), strict=True))
    ours = {one.argument: TYPES[one.kind] for one in command.parameters}
    if command.whole:
        ours["parameters"] = "jsonb"
    if command.keyed:
        ours["request_key"] = "uuid"
    assert {name: there.get(name) for name in ours} == ours
    # What the procedure wants, the command gives; what it can do without may be left out.
    needed = set(names[: len(names) - defaults])
    assert needed <= set(ours)
    given_always = {one.argument for one in command.parameters if one.required or one.acting}
    assert needed - {"parameters"} <= given_always | {
        one.argument for one in command.parameters if one.default is not None
    }


def test_every_agent_function_has_its_command() -> None:
    """URL-1: one command per agent function of the product's surface, and PrivateCall."""
    functions = {
        "log_in", "log_off", "set_agent_status", "accept_offer", "reject_offer", "dial_call",
        "hang_up", "set_call_result", "reschedule_call",
        "hold_call", "resume_call", "mute_call", "unmute_call", "send_keys", "consult", "take_back", "transfer_call",
    }  # fmt: skip
    assert functions <= {one.procedure for one in COMMANDS}
    assert "privatecall" in BY_NAME


def test_names_are_unambiguous() -> None:
    """No two parameters of a command answer to one name."""
    for command in COMMANDS:
        names = [n.lower() for one in command.parameters for n in (one.name, *one.aliases)]
        assert len(names) == len(set(names))
    assert len({name.lower() for name in WHOLE}) == len(WHOLE)
