"""The editor of calls: /ReactClient/Pages/OutCallEditor.html and calleditor.html."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal
from uuid import uuid4

import psycopg
from flask import Blueprint, g, redirect, request, send_from_directory
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime, get_locale
from flask_babel import lazy_gettext as _
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb
from werkzeug.wrappers import Response

from .. import auth
from ..database import Connection, acting, row, rows
from ..parameters import KEY, Parameters, as_texts, read_parameters, request_key
from ..problems import Problem, of_database
from ..protection import check_origin
from . import call
from .shell import STATIC, show, to_login

blueprint = Blueprint("page_editor", __name__)
PATHS = ("/ReactClient/Pages/OutCallEditor.html", "/ReactClient/Pages/calleditor.html")

PREVIEW = """
    SELECT e.*,
        to_char(e.schedule_time AT TIME ZONE e.time_zone, 'YYYY-MM-DD"T"HH24:MI')
            AS schedule_wall_time
    FROM editor_call(%s) AS e
"""
SAVE = "SELECT save_editor_call(%s, %s) AS call_id"
NUMBER = "SELECT n.*, n.opens <= clock() AS is_open FROM editor_number(%s) AS n"
NAMES = """
    SELECT k.name AS field, k.text
    FROM (
        SELECT 'ProjectId' AS name, p.DisplayName AS text
        FROM Project AS p
        WHERE p.ProjectId = %(project_id)s
        UNION ALL
        SELECT 'IssueId', concat_ws(' · ', i.IssueKey, i.DisplayName)
        FROM Issue AS i
        WHERE i.IssueId = %(issue_id)s
        UNION ALL
        SELECT 'ContactId', concat_ws(' · ', c.ContactKey, c.DisplayName)
        FROM Contact AS c
        WHERE c.ContactId = %(contact_id)s
    ) AS k
    WHERE k.text <> ''
"""

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
MODES = (
    {"id": "daily", "name": _("Each day: 08:00 to 20:00")},
    {"id": "weekly", "name": _("Days of the week: Mon 08:00 to Fri 20:00")},
    {"id": "yearly", "name": _("Days of the year: 12-24 08:00 to 12-26 20:00")},
    {"id": "range", "name": _("Once: 2026-11-24 08:00 to 2026-11-25 20:00")},
)


@dataclass(frozen=True)
class Field:
    """One field of the form, named as the URL's parameter."""

    name: str
    label: Any
    kind: Literal["text", "tel", "list", "flag", "number", "datetime-local"] = "text"
    help: Any = ""
    choices: str | tuple[dict[str, Any], ...] = ()  # or the statement that lists them
    resolved: str = ""  # the column of the preview that fills it
    empty: Any = ""  # what it means to choose nothing
    half: bool = False  # as wide as half of its section


@dataclass(frozen=True)
class Section:
    """Fields that belong together."""

    name: Any
    fields: tuple[Field, ...]
    of_visitors: bool = True


NUMBER_FIELD = Field("Number", _("Number"), "tel", _("Any usual way of writing it will do."))
AGENT_FIELD = Field("AgentId", _("Agent"), "list", "", AGENTS, empty=_("Me"))
LIST_FIELD = Field(
    "OutboundListId", _("List"), "list", "", LISTS, "outbound_list_id",
    _("The first of the project"),
)  # fmt: skip
LANGUAGE_FIELD = Field(
    "LanguageId", _("Language"), "list", "", LANGUAGES, "language_id", _("The list's")
)  # fmt: skip
KEY_FIELD = Field("CallKey", _("Key in another system"), help=_("At most 48 characters."))
SECTIONS = (
    Section(_("Whom"), (NUMBER_FIELD, Field("DisplayName", _("Name")), KEY_FIELD)),
    Section(
        _("For what, and by whom"),
        (
            LIST_FIELD,
            LANGUAGE_FIELD,
            AGENT_FIELD,
            Field("Predist", _("Nobody else gets it"), "flag"),
        ),
    ),
    Section(
        _("When"),
        (
            Field(
                "ScheduleTime", _("Not before"), "datetime-local",
                _("By a clock at the called party. Empty: as soon as possible."),
                resolved="schedule_wall_time",
            ),
            Field("TimeMode", _("Only at these times"), "list", "", MODES, empty=_("At any time")),
            Field("TimeFrom", _("From"), half=True),
            Field("TimeTo", _("To"), half=True),
            Field(
                "TimeZone", _("Time zone"), help=_("Empty: the number's, else the list's."),
                half=True,
            ),
            Field("Priority", _("Priority"), "number", _("Higher goes first."), half=True),
        ),
        of_visitors=False,
    ),
)  # fmt: skip
MORE = (
    Field("ProjectId", _("Project id"), resolved="project_id"),
    Field("IssueId", _("Case id")),
    Field("IssueKey", _("Case key")),
    Field("ContactId", _("Contact id"), resolved="contact_id"),
    Field("ContactKey", _("Contact key")),
    Field("PhoneNumberId", _("Phone number id")),
    Field("MessageId", _("Message id")),
    Field("ChatId", _("Chat id")),
)
FIELDS = (*(field for section in SECTIONS for field in section.fields), *MORE)


@blueprint.get(PATHS[0], endpoint="page")
@blueprint.get(PATHS[1], endpoint="short")
def page() -> ResponseReturnValue:
    """Show the form filled in, or a call that there is; a visitor is written down at once."""
    if (way := to_login()) is not None:
        return way
    parameters = read_parameters()
    if "outboundcallid" in parameters:
        return call.page(parameters["outboundcallid"])
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
    """Create the call, or do something with one."""
    auth.demand_caller()
    auth.check_form()
    parameters = read_parameters()
    parameters.pop("formtoken", None)
    if "outboundcallid" in parameters:
        return call.act(parameters)
    try:
        return _save(parameters)
    except (Problem, psycopg.Error) as error:
        return _form(parameters, _shown(error))


@blueprint.get("/ReactClient/Pages/number")
def number() -> ResponseReturnValue:
    """Show what is to be known of the number, while it is typed."""
    if (way := to_login()) is not None:
        return way
    parameters = read_parameters()
    with acting() as conn:
        known, problem = _check_number(conn, parameters)
        return show(conn, "editor/number.html", known=known, problem=problem)


@blueprint.get("/ReactClient/calls.js")
def script() -> Response:
    """Send the functions that pages here and elsewhere dial with, at an address that stays."""
    response = send_from_directory(STATIC, "calls.js", mimetype="text/javascript", max_age=300)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


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
        call_id = row(conn, SAVE, [_given(parameters), key])["call_id"]
    g.logged["call"] = call_id
    return redirect(f"{request.path}?OutboundCallId={call_id}", HTTPStatus.SEE_OTHER)


def _given(parameters: Parameters) -> Jsonb:
    return Jsonb(as_texts({name: one for name, one in parameters.items() if name != KEY}))


def _form(parameters: Parameters, problem: Problem | None) -> ResponseReturnValue:
    with acting() as conn:
        resolved: DictRow = {}
        if problem is None:
            resolved, problem = _preview(conn, parameters)
        known, wrong = _check_number(conn, parameters)
        visitor = _is_visitor(parameters)
        values = {one.name: _value(one, parameters, resolved) for one in FIELDS}
        fields = {one.name.lower(): one.name for one in FIELDS}
        shown = show(
            conn,
            "editor/page.html",
            visitor=visitor,
            sections=[one for one in SECTIONS if one.of_visitors or not visitor],
            more=MORE,
            more_open=any(values[one.name] for one in MORE),
            values=values,
            names=_names(conn, resolved),
            choices={one.name: _choices(conn, one) for one in FIELDS if one.choices},
            call_type=parameters["calltype"].text.strip() if "calltype" in parameters else "",
            known=known,
            number_problem=wrong,
            problem=problem,
            at_fault=fields.get((problem.parameter or "").lower()) if problem else None,
            request_key=parameters[KEY].text if KEY in parameters else str(uuid4()),
        )
    return shown, problem.status if problem else HTTPStatus.OK


def _choices(conn: Connection, field: Field) -> list[dict[str, Any]]:
    return (
        rows(conn, field.choices) if isinstance(field.choices, str) else list(field.choices)
    )  # fmt: skip


def _names(conn: Connection, resolved: DictRow) -> dict[str, str]:
    """Return what ids stand for, as far as it is shown to the caller."""
    if not resolved:
        return {}
    return {one["field"]: one["text"] for one in rows(conn, NAMES, resolved)}


def _value(field: Field, parameters: Parameters, resolved: DictRow) -> str:
    given = parameters.get(field.name.lower())
    if given is None and field.name == "OutboundListId":
        given = parameters.get("outboundlist")
    found = resolved.get(field.resolved) if field.resolved else None
    # A moment is given in any zone, and shown as a clock at the called party has it.
    if given is not None and not (field.kind == "datetime-local" and found):
        text = given.text.strip()
        return text[:16].replace(" ", "T") if field.kind == "datetime-local" else text
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


def _check_number(
    conn: Connection, parameters: Parameters
) -> tuple[dict[str, Any] | None, Problem | None]:
    """Return what is known of the number, or what is wrong with it; neither before it is typed."""
    try:
        with conn.transaction():
            found = conn.execute(NUMBER, [_given(parameters)]).fetchone()
    except psycopg.Error as error:
        problem = _shown(error)
        # What is wrong with other fields is said beside them when the form is sent.
        is_ours = re.fullmatch("number|time.*|schedule.*", (problem.parameter or "").lower())
        return None, problem if is_ours else None
    if found is None:
        return None, None
    names = get_locale().territories
    countries = [names.get(code, f"+{code}") for code in found["countries"]]
    return found | {
        "countries": ", ".join(countries[:3]) + (", …" if len(countries) > 3 else ""),
        "clock": format_datetime(found["wall_time"], "EEEE H:mm", rebase=False),
    }, None
