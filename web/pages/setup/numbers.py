"""The numbers of a do-not-call list: searched, added, removed."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import psycopg
from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import auth
from ...database import Connection, acting, rows
from ...problems import Problem, of_database
from . import store
from .faults import Faults
from .kinds import BY_PATH
from .model import Kind
from .parts import demand_done
from .views import HOME, PANELS, _again, blueprint

PAGE = 50
MOST = 1000  # numbers that are typed in at once; more come by SQL or COPY
NUMBERS = """
    SELECT n.Number AS number, n.Reason AS reason, n.CreatedTime AS created
    FROM DoNotCallNumber AS n
    WHERE n.DoNotCallListId = %(list)s AND n.Number > %(after)s
        AND (%(search)s = '' OR (n.Number >= %(search)s AND n.Number < %(search)s || ':'))
    ORDER BY n.Number
    LIMIT %(limit)s
"""
ADD = """
    INSERT INTO DoNotCallNumber AS n (DoNotCallListId, Number, Reason) VALUES (%s, %s, %s)
    ON CONFLICT (DoNotCallListId, Number) DO UPDATE SET Reason = excluded.Reason
    WHERE n.Reason IS DISTINCT FROM excluded.Reason
"""
REMOVE = "DELETE FROM DoNotCallNumber WHERE DoNotCallListId = %s AND Number = %s"


def panel(conn: Connection, _kind: Kind, key: str) -> dict[str, Any]:
    """Return a page of the numbers."""
    search, after = request.args.get("number", "").strip(), request.args.get("after", "")
    found = rows(
        conn, NUMBERS,
        {"list": key, "after": after, "search": _begin(search), "limit": PAGE + 1},
    )  # fmt: skip
    return {
        "numbers": found[:PAGE], "search": search,
        "after": found[PAGE - 1]["number"] if len(found) > PAGE else None,
    }  # fmt: skip


def _begin(search: str) -> str:
    """Return the beginning of numbers in E.164 that is looked for, however it was typed."""
    digits = "".join(one for one in search if one.isdigit() or one == "+")
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    return digits if digits.startswith("+") or not digits else "+" + digits


PANELS["numbers"] = panel


@blueprint.post(HOME + "donotcalllist/<uuid:key>/numbers")
def add(key: Any) -> ResponseReturnValue:
    """Add numbers, one a line."""
    auth.demand_caller()
    auth.check_form()
    reason = request.form.get("Reason", "").strip() or None
    lines = [one.strip() for one in request.form.get("Numbers", "").splitlines() if one.strip()]
    if len(lines) > MOST:
        said = Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, "Value not allowed",
            _("%(count)s numbers are too many at once.", count=len(lines)),
            _("Type in %(most)s at most; pgdialer import --do-not-call reads more.", most=MOST),
        )  # fmt: skip
        return _wrong(key, said)
    try:
        with acting() as conn:
            for line in lines:
                conn.execute(ADD, [key, line, reason])
    except psycopg.Error as error:
        problem = of_database(error)
        if problem is None or problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise
        return _wrong(key, problem)
    return redirect(f"{HOME}donotcalllist/{key}?saved=numbers#numbers", HTTPStatus.SEE_OTHER)


@blueprint.post(HOME + "donotcalllist/<uuid:key>/numbers/remove")
def remove(key: Any) -> ResponseReturnValue:
    """Take a number off."""
    auth.demand_caller()
    auth.check_form()
    with acting() as conn:
        done = conn.execute(REMOVE, [key, request.form.get("Number", "")])
        demand_done(done.rowcount, _("Numbers"))
    return redirect(f"{HOME}donotcalllist/{key}?saved=numbers#numbers", HTTPStatus.SEE_OTHER)


def _wrong(key: Any, problem: Problem) -> ResponseReturnValue:
    kind = BY_PATH["donotcalllist"]
    with acting() as conn:
        sheet = store.read(conn, kind, str(key))
    return _again(kind, str(key), sheet, Faults(problem=problem))
