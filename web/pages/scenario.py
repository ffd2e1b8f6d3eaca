"""The form that an agent fills in during a call: saved as it is typed, shown anew as it branches."""

from __future__ import annotations

from typing import Any

import psycopg
from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue
from psycopg.types.json import Jsonb

from ..database import Connection, acting, row, rows
from ..parameters import malformed
from ..problems import of_database
from .hand import call_in_hand

blueprint = Blueprint("page_scenario", __name__)

FORM = """
    SELECT f.QuestionKey AS key, f.QuestionType AS type, f.Question AS question, f.Help AS help,
        f.Required AS required, f.Options AS options, f.Answer AS answer,
        f.PreFilled AS prefilled
    FROM call_form(%s) AS f
    WHERE f.Shown AND NOT f.IsOld
    ORDER BY f.Place
"""
SAVED = """
    SELECT r.ChangedTime AS time, a.DisplayName AS agent
    FROM (VALUES (1)) AS always (Row)
    LEFT JOIN ScenarioResult AS r ON r.OutboundCallId = %s
    LEFT JOIN Agent AS a ON a.AgentId = r.AgentId
"""
NAME = """
    SELECT s.DisplayName AS name
    FROM OutboundCall AS c
    INNER JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
    INNER JOIN Scenario AS s ON s.ScenarioId = l.ScenarioId
    WHERE c.OutboundCallId = %s
"""
SAVE = "SELECT save_answers(%s, %s, %s) AS time"
UNFIT = "PD082"
BEGINS, CLEARS = "answer.", "clear."

Wrong = dict[str, tuple[str, str]]  # by question: what was typed, and what is wrong with it


@blueprint.get("/ReactClient/desk/scenario")
def form() -> ResponseReturnValue:
    """Show the form of the call in hand anew; what was typed and could not be saved stays."""
    with acting() as conn:
        call_id = call_in_hand(conn)
        kept = request.args.get("OutboundCallId") == str(call_id)
        wrong = _save(conn, call_id, request.args.getlist("wrong")) if kept and call_id else {}
        return render_template("desk/scenario.html", form=of_call(conn, call_id, wrong))


@blueprint.post("/ReactClient/desk/answers")
def save() -> ResponseReturnValue:
    """Save what was answered, and show what there is to ask now."""
    given = request.form.get("OutboundCallId", "")
    if not (given.isascii() and given.isdecimal() and len(given) < 19):
        raise malformed("OutboundCallId", f'"{given}" is no call\'s id', "Give its whole number.")
    by = request.headers.get("HX-Trigger-Name", "")
    keys = [one.removeprefix(BEGINS) for one in request.form.getlist("changed")]
    keys += [by.partition(".")[2]] if by.startswith((BEGINS, CLEARS)) else []
    cleared = by.removeprefix(CLEARS) if by.startswith(CLEARS) else None
    with acting() as conn:
        wrong = _save(conn, int(given), [*keys, *request.form.getlist("wrong")], cleared)
        return render_template("desk/scenario.html", form=of_call(conn, int(given), wrong))


def of_call(conn: Connection, call_id: int | None, wrong: Wrong | None = None) -> Any:
    """Return what the form of a call shows; None where there is none."""
    questions = rows(conn, FORM, [call_id]) if call_id is not None else []
    if not questions:
        return None
    answered = [one for one in questions if one["answer"] is not None]
    return {
        "call_id": call_id,
        "name": row(conn, NAME, [call_id])["name"],
        "questions": questions,
        "wrong": wrong or {},
        "saved": row(conn, SAVED, [call_id]),
        "missing": [one for one in questions if one["required"] and one not in answered],
    }


def _save(conn: Connection, call_id: int, keys: list[str], cleared: str | None = None) -> Wrong:
    """Save answers one by one, so that one that does not fit takes no other with it."""
    wrong: Wrong = {}
    for key in dict.fromkeys(key[:40] for key in keys):
        texts = [text.replace("\0", "") for text in request.values.getlist(BEGINS + key)]
        several = request.values.get(f"several.{key}") == "1"
        answer: Any = texts if several else (texts or [""])[0]
        answer = None if key == cleared else answer
        try:
            with conn.transaction():
                conn.execute(SAVE, [call_id, g.agent.agent_id, Jsonb({key: answer})])
        except psycopg.Error as error:
            problem = of_database(error)
            if problem is None or error.sqlstate != UNFIT:
                raise
            said = " ".join(filter(None, [problem.detail, problem.hint]))
            wrong[key] = (str(answer), said)
    return wrong
