"""Rules and scenarios tried dry, as they stand on the form: written down, tried, and taken back."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from ... import auth
from ...database import acting, rows
from ..shell import demand
from . import changes, store
from .catalogue import relation
from .faults import Wrong
from .kinds import BY_PATH
from .views import HOME, blueprint

SHOWN = 50
TRY_SCENARIO = """
    SELECT t.QuestionKey AS key, t.QuestionType AS type, t.Question AS question, t.Help AS help,
        t.Required AS required, t.Options AS options, t.Answer AS answer, FALSE AS prefilled,
        t.Problem AS problem
    FROM try_scenario(%s, %s) AS t
    WHERE t.Shown
    ORDER BY t.Place
"""
TRY = """
    SELECT t.OutboundCallId AS call, t.ColumnName AS name, t.OldValue AS old, t.NewValue AS new,
        r.DisplayName AS earlier, c.Number AS number, c.DisplayName AS called
    FROM try_post_condition(%s, %s) AS t
    LEFT JOIN OutboundCall AS c ON c.OutboundCallId = t.OutboundCallId
    LEFT JOIN SchedulePostCondition AS r ON r.SchedulePostConditionId = t.EarlierRuleId
    ORDER BY t.OutboundCallId, t.ColumnName
"""


@blueprint.post(HOME + "schedulepostcondition/try")
def try_rule() -> ResponseReturnValue:
    """Show which waiting calls a rule would fit now, and what would change."""
    auth.demand_caller()
    auth.check_form()
    kind = BY_PATH["schedulepostcondition"]
    sheet = store.given(kind, request.form)
    key = request.form.get("Key") or None
    with acting() as conn:
        demand(conn, kind.permission, "Write")
        try:
            with conn.transaction(force_rollback=True):
                if key is not None:
                    store.check_key(kind, key)
                rule = store.save(conn, kind, key, sheet)
                found = rows(conn, TRY, [rule, SHOWN + 1])
        except Wrong as wrong:
            return render_template("setup/trial.html", said=_said(wrong), calls=[], more=False)
        calls = [list(lines) for _call, lines in groupby(found, lambda one: one["call"])]
        shown = calls[:SHOWN]
        names = changes.named(
            conn,
            [
                (relation("OutboundCall")[one["name"]].refers_to, value)
                for lines in shown
                for one in lines
                if one["name"] and one["name"] in relation("OutboundCall")
                for value in (one["old"], one["new"])
            ],
        )
        return render_template(
            "setup/trial.html", said=[], calls=shown, more=len(calls) > SHOWN,
            read=lambda name, value: _read(name, value, names),
        )  # fmt: skip


@blueprint.post(HOME + "scenario/try")
def try_scenario() -> ResponseReturnValue:
    """Show what an agent would see of a scenario, as it is answered."""
    auth.demand_caller()
    auth.check_form()
    kind = BY_PATH["scenario"]
    sheet = store.given(kind, request.form)
    key = request.form.get("Key") or None
    answers = {
        name.removeprefix("answer."): texts if f"several.{name[7:]}" in request.form else texts[0]
        for name, texts in request.form.lists()
        if name.startswith("answer.")
    }
    found: list[DictRow] = []
    said: list[str] = []
    with acting() as conn:
        demand(conn, kind.permission, "Write")
        try:
            with conn.transaction(force_rollback=True):
                if key is not None:
                    store.check_key(kind, key)
                saved = store.save(conn, kind, key, sheet)
                found = rows(conn, TRY_SCENARIO, [saved, Jsonb(answers)])
        except Wrong as wrong:
            said = _said(wrong)
    return render_template(
        "setup/trial_scenario.html", said=said, home=HOME, questions_shown=found,
        wrong={one["key"]: (answers[one["key"]], one["problem"]) for one in found if one["problem"]},
    )  # fmt: skip


def _said(wrong: Wrong) -> list[str]:
    said = [*wrong.faults.beside.values()]
    if wrong.faults.problem:
        said.append(f"{wrong.faults.problem.detail} {wrong.faults.problem.hint or ''}")
    return said


def _read(name: str, value: str | None, names: Any) -> str:
    if value is None:
        return "–"
    if name in relation("OutboundCall"):
        refers_to = relation("OutboundCall")[name].refers_to
        return str(names.get((refers_to, value), value))
    return value
