"""pgdialer why: what keeps a call from being dialled."""

from __future__ import annotations

from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..cli import database_option, schema_option
from ..database import Connection, connect, locate
from ..errors import UserError

CALL = """
    SELECT format(
        'Call %%s to %%s%%s, %%s: %%s (%%s), attempts %%s%%s.',
        c.OutboundCallId, c.Number, ' (' || c.DisplayName || ')',
        coalesce('list ' || l.DisplayName, 'no list'),
        c.CallPhase, c.CallResult, c.Trial, ' of ' || l.MaxTrials)
    FROM OutboundCall AS c
    LEFT JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
    WHERE c.OutboundCallId = %s
"""
# By the country of each list; the calls that are not over come first.
CALLS_TO = """
    SELECT c.OutboundCallId
    FROM OutboundList AS l
    CROSS JOIN LATERAL parse_number(%s, coalesce(l.Country, configuration('DefaultCountry'))) AS p
    INNER JOIN OutboundCall AS c ON c.OutboundListId = l.OutboundListId AND c.Number = p.e164
    ORDER BY c.CallResult IN ('Active', 'Scheduled', 'Prepared', 'Paused') DESC,
        c.ChangedTime DESC, c.OutboundCallId
    LIMIT 20
"""
WHY_NOT = "SELECT Condition, Holds, Value, LimitValue, Remedy FROM why_not(%s)"
LISTS = """
    SELECT OutboundListId
    FROM OutboundList
    WHERE DisplayName = %(name)s OR OutboundListId::text = %(name)s
"""
WHY_NOT_LIST = "SELECT Condition, Calls, Remedy FROM why_not_list(%s)"


@click.command()
@database_option
@schema_option
@click.option("--list", "list_name", metavar="NAME", help="A whole list, by its name or id.")
@click.argument("call", metavar="CALL_ID_OR_NUMBER", required=False)
def command(database: str | None, schema: str, list_name: str | None, call: str | None) -> None:
    """Say why a call is not dialled: each condition, whether it holds, and what to do about it."""
    if (call is None) == (list_name is None):
        raise click.UsageError("Give a call's id or number, or --list NAME.")
    # Wide where nobody looks at a screen, so that a line stays a line.
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=250)
    with connect(locate(database), schema) as conn:
        if list_name is not None:
            _explain_list(conn, console, list_name)
        elif call is not None:
            _explain_call(conn, console, call)


def _explain_call(conn: Connection, console: Console, given: str) -> None:
    call, *others = _find(conn, given)
    console.print(_only(conn.execute(CALL, (call,)).fetchall()), markup=False)
    if others:
        console.print(f"Other calls to it: {', '.join(map(str, others))}.", markup=False)
    table = Table("Condition", "Holds", "Value", "Limit", "What to do")
    for condition, holds, *rest in conn.execute(WHY_NOT, (call,)):
        answer = Text("yes", "green") if holds else Text("NO", "bold red")
        table.add_row(Text(condition), answer, *(Text(word or "") for word in rest))
    console.print(table)


def _explain_list(conn: Connection, console: Console, name: str) -> None:
    found = conn.execute(LISTS, {"name": name}).fetchall()
    if len(found) != 1:
        raise UserError(
            f'There are {len(found)} lists named "{name}": give the id.'
            if found
            else f'There is no list "{name}".'
        )
    table = Table("Condition", "Calls", "What to do")
    for condition, calls, remedy in conn.execute(WHY_NOT_LIST, found[0]):
        table.add_row(Text(condition), Text(str(calls), justify="right"), Text(remedy or ""))
    console.print(table if table.row_count else "Every call of this list is over.")


def _find(conn: Connection, given: str) -> list[int]:
    """Return the call with this id, else those to this number, the most telling one first."""
    if given.isascii() and given.isdigit() and len(given) < 19:
        found = conn.execute(CALL, (int(given),)).fetchall()
        if found:
            return [int(given)]
    calls = [row[0] for row in conn.execute(CALLS_TO, (given,))]
    if not calls:
        raise UserError(f"There is no call {given}, and none to such a number.")
    return calls


def _only(rows: list[Any]) -> Any:
    ((value,),) = rows
    return value
