"""The editor of calls: /ReactClient/Pages/OutCallEditor.html and calleditor.html."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
from flask import Blueprint, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from . import auth
from .commands import BY_NAME
from .database import Connection, acting, row, rows
from .parameters import KEY, Given, Parameters, as_texts, read_parameters, request_key
from .problems import Problem, of_database
from .protection import check_origin

blueprint = Blueprint("editor", __name__)
PATHS = ("/ReactClient/Pages/OutCallEditor.html", "/ReactClient/Pages/calleditor.html")

PREVIEW = "SELECT * FROM editor_call(%s)"
SAVE = "SELECT save_editor_call(%s, %s) AS call_id"

LISTS = """
    SELECT l.OutboundListId::text AS id, l.DisplayName || ' (' || l.Activity || ')' AS name
    FROM OutboundList AS l
    WHERE l.Deleted = 0 AND l.Activity <> 'Completed'
    ORDER BY l.DisplayName, l.OutboundListId
    LIMIT 2000
"""
LANGUAGES = """
    SELECT l.LanguageId::text AS id, l.DisplayName AS name
    FROM Language AS l
    WHERE l.Deleted = 0
    ORDER BY l.DisplayName, l.LanguageId
"""
AGENTS = """
    SELECT a.AgentId::text AS id, a.DisplayName AS name
    FROM Agent AS a
    WHERE a.Deleted = 0
    ORDER BY a.DisplayName, a.AgentId
    LIMIT 2000
"""
CALL = """
    SELECT c.OutboundCallId AS call_id, c.CallType::text AS call_type, c.CallPhase::text AS phase,
        c.CallResult::text AS result, c.Number AS number, c.NumberGiven AS number_given,
        l.DisplayName AS list, p.DisplayName AS project, g.DisplayName AS language,
        a.DisplayName AS agent, c.AgentId AS agent_id, c.Predistributed = 1 AS predistributed,
        k.DisplayName AS contact, c.CallKey AS call_key, w.DisplayName AS workplace,
        d.DisplayName AS detail, c.Cause AS cause,
        c.CallResult IN ('Scheduled', 'Paused', 'Prepared') AND c.CallType = 'DialOut' AS waits,
        c.CallPhase IN ('AgentPreCall', 'AgentDialing', 'AgentTalk', 'WaitForResult', 'HangupAgent',
            'HangupCalled') AS may_have_result
    FROM OutboundCall AS c
    LEFT JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
    LEFT JOIN Project AS p ON p.ProjectId = c.ProjectId
    LEFT JOIN Language AS g ON g.LanguageId = c.LanguageId
    LEFT JOIN Agent AS a ON a.AgentId = c.AgentId
    LEFT JOIN Contact AS k ON k.ContactId = c.ContactId
    LEFT JOIN Workplace AS w ON w.WorkplaceId = c.WorkplaceId
    LEFT JOIN CallResultDetail AS d ON d.CallResultDetailId = c.CallResultDetailId
    WHERE c.OutboundCallId = %s
"""
HISTORY = """
    SELECT e.Step AS step, e.EventType AS event, e.ToPhase::text AS phase,
        e.ToResult::text AS result, e.Actor AS actor,
        to_char(e.EventTime AT TIME ZONE configuration('DefaultTimeZone'), 'YYYY-MM-DD HH24:MI:SS')
            AS time
    FROM CallEvent AS e
    WHERE e.OutboundCallId = %s
    ORDER BY e.Step DESC
    LIMIT 100
"""
WHY_NOT = """
    SELECT w.Condition AS condition, w.Value AS value, w.LimitValue AS limit_value,
        w.Remedy AS remedy
    FROM why_not(%s) AS w
    WHERE NOT w.Holds
    LIMIT 50
"""
RECORDINGS = """
    SELECT r.RecordingId AS id, round(r.Seconds) AS seconds, r.DeletedTime IS NOT NULL AS deleted,
        may('Recording', 'Read') AND configuration('RecordingFolder') <> '' AS heard,
        to_char(r.StartTime AT TIME ZONE configuration('DefaultTimeZone'), 'YYYY-MM-DD HH24:MI:SS')
            AS time
    FROM CallRecording AS r
    WHERE r.OutboundCallId = %s
    ORDER BY r.RecordingId
    LIMIT 100
"""
DETAILS = """
    SELECT d.CallResultDetailId::text AS id, d.DisplayName AS name FROM offered_details(%s) AS d
"""


@dataclass(frozen=True)
class Field:
    """One field of the form, named as the URL's parameter."""

    name: str
    label: str
    kind: Literal["text", "tel", "list", "flag"] = "text"
    help: str = ""
    choices: str = ""  # the statement that lists them
    resolved: str = ""  # the column of editor_call that fills it


FIELDS = (
    Field("Number", "Number", "tel", "Any usual way of writing it will do."),
    Field(
        "OutboundListId",
        "List",
        "list",
        "Empty: the first of the project.",
        LISTS,
        "outbound_list_id",
    ),
    Field("LanguageId", "Language", "list", "Empty: the list's.", LANGUAGES, "language_id"),
    Field("Predist", "Only for the agent below", "flag"),
    Field("AgentId", "Agent", "list", "Empty: you, if the call is for the agent only.", AGENTS),
    Field("CallKey", "Key in another system", "text", "At most 48 characters."),
)
MORE = (
    Field("ProjectId", "Project id", resolved="project_id"),
    Field("IssueId", "Case id"),
    Field("IssueKey", "Case key"),
    Field("ContactId", "Contact id", resolved="contact_id"),
    Field("ContactKey", "Contact key"),
    Field("PhoneNumberId", "Phone number id"),
    Field("MessageId", "Message id"),
    Field("ChatId", "Chat id"),
)
TITLES = {"dialout": "New call", "visitor": "New visitor"}


@blueprint.get(PATHS[0], endpoint="page")
@blueprint.get(PATHS[1], endpoint="short")
def page() -> ResponseReturnValue:
    """Show the form filled in, or a call that there is; a visitor is written down at once."""
    if auth.caller() is None:
        here = request.path + (f"?{request.query_string.decode()}" if request.query_string else "")
        return redirect(f"/login?{urlencode({'next': here})}", HTTPStatus.SEE_OTHER)
    parameters = read_parameters()
    if "outboundcallid" in parameters:
        return _show(parameters["outboundcallid"])
    problem = None
    if _is_visitor(parameters):
        try:
            check_origin()
            return _save(parameters)
        except (Problem, psycopg.Error) as error:
            problem = _shown(error)
    return _form(parameters, problem)


@blueprint.post(PATHS[0], endpoint="save")
@blueprint.post(PATHS[1], endpoint="save_short")
def save() -> ResponseReturnValue:
    """Create the call, or set the result of one."""
    auth.demand_caller()
    auth.check_form()
    parameters = read_parameters()
    parameters.pop("formtoken", None)
    if "outboundcallid" in parameters:
        return _set_result(parameters)
    try:
        return _save(parameters)
    except (Problem, psycopg.Error) as error:
        return _form(parameters, _shown(error))


def _is_visitor(parameters: Parameters) -> bool:
    kind = parameters.get("calltype")
    return kind is not None and kind.text.strip().lower() == "visitor"


def _shown(error: Problem | psycopg.Error) -> Problem:
    """Return what can be shown on the form; what cannot is raised."""
    problem = error if isinstance(error, Problem) else of_database(error)
    if problem is None or problem.status in (
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.SERVICE_UNAVAILABLE,
    ):
        raise error
    g.code = problem.code
    return problem


def _save(parameters: Parameters) -> ResponseReturnValue:
    with acting() as conn:
        key = request_key(parameters, "editor")
        given = Jsonb(as_texts({n: p for n, p in parameters.items() if n != KEY}))
        call_id = row(conn, SAVE, [given, key])["call_id"]
    g.logged["call"] = call_id
    return redirect(f"{request.path}?OutboundCallId={call_id}", HTTPStatus.SEE_OTHER)


def _form(parameters: Parameters, problem: Problem | None) -> ResponseReturnValue:
    with acting() as conn:
        resolved: DictRow = {}
        if problem is None:
            resolved, problem = _preview(conn, parameters)
        choices = {one.name: rows(conn, one.choices) for one in FIELDS if one.choices}
    values = {one.name: _value(one, parameters, resolved) for one in (*FIELDS, *MORE)}
    kind = parameters["calltype"].text.strip() if "calltype" in parameters else ""
    fields = {one.name.lower(): one.name for one in (*FIELDS, *MORE)}
    shown = render_template(
        "editor.html",
        title=TITLES.get(kind.lower(), TITLES["dialout"]),
        fields=FIELDS,
        more=MORE,
        more_open=any(one.name.lower() in parameters for one in MORE),
        values=values,
        choices=choices,
        call_type=kind,
        will_dial=resolved.get("number"),
        problem=problem,
        at_fault=fields.get((problem.parameter or "").lower()) if problem else None,
        request_key=parameters[KEY].text if KEY in parameters else str(uuid4()),
    )
    return shown, problem.status if problem else HTTPStatus.OK


def _value(field: Field, parameters: Parameters, resolved: DictRow) -> str:
    given = parameters.get(field.name.lower())
    if given is None and field.name == "OutboundListId":
        given = parameters.get("outboundlist")
    if given is not None:
        return given.text.strip()
    found = resolved.get(field.resolved) if field.resolved else None
    return "" if found is None else str(found)


def _preview(conn: Connection, parameters: Parameters) -> tuple[DictRow, Problem | None]:
    """Work out what the parameters come to; what is still to be typed in is no mistake."""
    given = as_texts({n: p for n, p in parameters.items() if n != KEY})
    try:
        with conn.transaction():
            return row(conn, PREVIEW, [Jsonb(given)]), None
    except psycopg.Error as error:
        problem = _shown(error)
    at_fault = (problem.parameter or "").lower()
    if at_fault not in ("number", "outboundlistid") or at_fault in parameters:
        return {}, problem
    # A visitor needs neither number nor list: so the rest can be worked out.
    others = {name: text for name, text in given.items() if name.strip().lower() != "calltype"}
    try:
        with conn.transaction():
            return row(conn, PREVIEW, [Jsonb(others | {"CallType": "Visitor"})]), None
    except psycopg.Error as error:
        return {}, _shown(error)


def _show(given: Given) -> ResponseReturnValue:
    text = given.text.strip()
    call_id = int(text) if re.fullmatch("[0-9]{1,18}", text) else 0
    with acting() as conn:
        call = conn.execute(CALL, [call_id]).fetchone()
        if call is None:
            raise Problem(
                HTTPStatus.NOT_FOUND,
                "There is no such call",
                f"There is no call {text}, or it is not shown to you.",
                "A private call of which nothing is kept is gone when it ends.",
                "OutboundCallId",
                "PD012",
            )
        g.logged["call"] = call_id
        return render_template(
            "call.html",
            call=call,
            history=rows(conn, HISTORY, [call_id]),
            recordings=rows(conn, RECORDINGS, [call_id]),
            reasons=rows(conn, WHY_NOT, [call_id]) if call["waits"] else [],
            details=(
                rows(conn, DETAILS, [call_id])
                if call["may_have_result"] and call["agent_id"] == g.agent.agent_id
                else []
            ),
        )


def _set_result(parameters: Parameters) -> ResponseReturnValue:
    command = BY_NAME["setcallresult"]
    with acting() as conn:
        values = command.bind(parameters, g.agent.agent_id, None)
        conn.execute(command.statement, values)
    g.logged["call"] = values["call_id"]
    return redirect(f"{request.path}?OutboundCallId={values['call_id']}", HTTPStatus.SEE_OTHER)
