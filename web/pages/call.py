"""The page of one call: what it is, what has happened to it, and what can be done with it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from babel.dates import format_skeleton
from flask import Blueprint, Response, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, lazy_pgettext
from flask_babel import lazy_gettext as _
from psycopg.rows import DictRow

from ..commands import BY_NAME
from ..database import Connection, acting, row, rows
from ..parameters import Given, Parameters, malformed
from ..problems import Problem
from . import history, reasons
from .shell import show, to_login

blueprint = Blueprint("page_call", __name__)

CALL = """
    SELECT c.OutboundCallId AS call_id, c.CallType::text AS call_type, c.CallPhase::text AS phase,
        c.CallResult::text AS result, c.ChangedTime AS changed, c.Deadline AS deadline,
        c.Number AS number, nullif(c.NumberGiven, c.Number) AS number_given, c.DisplayName AS name,
        c.OutboundListId::text AS list_id, l.DisplayName AS list, p.DisplayName AS project,
        g.DisplayName AS language, c.AgentId AS agent_id, a.DisplayName AS agent,
        c.Predistributed = 1 AS predistributed, f.DisplayName AS preferred,
        w.DisplayName AS workplace, c.Priority AS priority, c.Trial AS trial, c.Offers AS offers,
        c.CallKey AS call_key, c.CallerId AS caller_id, c.CreatedTime AS created,
        c.ScheduleTime AS scheduled, c.ValidUntil AS valid_until, c.RetryTime AS retry,
        c.DialTime AS dialled, c.AnswerTime AS answered, c.EndTime AS ended,
        d.DisplayName AS detail, c.Cause AS cause, c.TalkState::text AS talk,
        c.ConsultNumber AS consulted, c.Muted = 1 AS muted, c.TransferredTo AS transferred,
        c.ChainingId AS chaining_id,
        c.ExtendedFields AS fields, c.IssueId IS NOT NULL AS has_issue, i.IssueKey AS issue_key,
        i.DisplayName AS issue, i.ExtendedFields AS issue_fields,
        c.ContactId IS NOT NULL AS has_contact, k.ContactKey AS contact_key,
        k.DisplayName AS contact, k.ExtendedFields AS contact_fields, t.TimeZone AS zone,
        t.WallTime AS wall_time, t.ScheduleWallTime AS schedule_wall_time,
        t.TimeWindow AS time_window,
        c.CallType = 'DialOut' AND c.CallResult IN ('Scheduled', 'Paused', 'Prepared', 'Neglected')
            AS waits
    FROM OutboundCall AS c
    LEFT JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
    LEFT JOIN Project AS p ON p.ProjectId = c.ProjectId
    LEFT JOIN Language AS g ON g.LanguageId = c.LanguageId
    LEFT JOIN Agent AS a ON a.AgentId = c.AgentId
    LEFT JOIN Agent AS f ON f.AgentId = c.PreferredAgentId
    LEFT JOIN Workplace AS w ON w.WorkplaceId = c.WorkplaceId
    LEFT JOIN CallResultDetail AS d ON d.CallResultDetailId = c.CallResultDetailId
    LEFT JOIN Issue AS i ON i.IssueId = c.IssueId
    LEFT JOIN Contact AS k ON k.ContactId = c.ContactId
    LEFT JOIN call_clock(c.OutboundCallId) AS t ON TRUE
    WHERE c.OutboundCallId = %s
"""
ACTIONS = "SELECT a.Cmd AS cmd, a.ForMe AS for_me FROM call_actions(%s) AS a"
DETAILS = """
    SELECT d.CallResultDetailId::text AS id, d.DisplayName AS name, d.Color AS color
    FROM offered_details(%s) AS d
"""
CHAINED = """
    SELECT c.OutboundCallId AS call_id, c.Number AS number, c.CallPhase::text AS phase,
        c.CreatedTime AS created
    FROM OutboundCall AS c
    WHERE c.ChainingId = %s
    ORDER BY c.OutboundCallId
    LIMIT 20
"""
RECORDINGS = """
    SELECT r.RecordingId AS id, r.Seconds AS seconds, r.DeletedTime IS NOT NULL AS deleted,
        may('Recording', 'Read') AND configuration('RecordingFolder') <> '' AS heard,
        r.StartTime AS time
    FROM CallRecording AS r
    WHERE r.OutboundCallId = %s
    ORDER BY r.RecordingId
    LIMIT 100
"""
ANSWERS = """
    SELECT v.Question AS question, v.Answer AS answer, v.AnswerTime AS time
    FROM IvrAnswer AS v
    WHERE v.OutboundCallId = %s
    ORDER BY v.IvrAnswerId
    LIMIT 100
"""
FORM = """
    SELECT f.Question AS question, f.Answer AS answer, f.Options AS options,
        f.PreFilled AS prefilled, f.IsOld AS is_old
    FROM call_form(%s) AS f
    WHERE f.Shown AND f.Answer IS NOT NULL
    ORDER BY f.Place
"""
WHOSE = "SELECT c.AgentId AS agent_id FROM OutboundCall AS c WHERE c.OutboundCallId = %s"
MOMENT = "SELECT call_moment(%s, %s) AS moment"


@dataclass(frozen=True)
class Deed:
    """Something that can be done with a call, and how the page says it."""

    name: Any
    said: Any  # when it is done
    key: str | None = None
    tone: str = "second"
    question: Any = None


DEEDS = {
    ("EnqueueCall", False): Deed(_("Release"), _("Released."), "Alt+R", ""),
    ("EnqueueCall", True): Deed(_("Release to me"), _("Released to you."), "Alt+M"),
    ("PauseCall", False): Deed(lazy_pgettext("do", "Pause"), _("Paused."), "Alt+P"),
    ("CancelCall", False): Deed(
        _("Cancel"), _("Cancelled."), "Alt+X",
        question=_("Cancel this call? It is not made unless somebody schedules it anew."),
    ),
    ("NeglectCall", False): Deed(
        _("Give up"), _("Given up."),
        question=_("Give this call up? It counts as neglected, and is not made unless somebody"
            " schedules it anew."),
    ),
    ("HangUp", False): Deed(_("End the visit without a result"), _("The visit is over."), "Alt+H"),
    ("ScheduleCall", False): Deed(_("Schedule"), _("Scheduled."), "Alt+S", ""),
    ("ScheduleCall", True): Deed(_("Schedule on me"), _("Scheduled on you."), "Alt+M"),
}  # fmt: skip
# What scheduling is called for a call that does not wait.
AGAIN = {
    "Paused": (_("Resume"), _("Resume on me")),
    "Prepared": (_("Release at"), _("Release to me at")),
    "Scheduled": (_("Schedule"), _("Schedule on me")),
}
OVER = (_("Call again"), _("Call again, by me"))


def page(given: Given) -> str:
    """Show the page of a call."""
    call_id = _id(given)
    with acting() as conn:
        found = _look(conn, call_id)
        if found is None:
            raise Problem(
                HTTPStatus.NOT_FOUND,
                "There is no such call",
                f"There is no call {given.text.strip()}, or it is not shown to you.",
                "A private call of which nothing is kept is gone when it ends.",
                "OutboundCallId",
                "PD012",
            )
        g.logged["call"] = call_id
        return show(conn, "call/page.html", **found)


@blueprint.get("/ReactClient/Pages/call/<int:call_id>")
def fragment(call_id: int) -> ResponseReturnValue:
    """Show all of a call anew."""
    if (way := to_login()) is not None:
        return way
    with acting() as conn:
        found = _look(conn, call_id)
        return show(conn, "call/main.html", **found) if found else show(conn, "call/gone.html")


@blueprint.get("/ReactClient/Pages/call/<int:call_id>/why")
def why(call_id: int) -> ResponseReturnValue:
    """Show anew what keeps a call from being dialled."""
    if (way := to_login()) is not None:
        return way
    with acting() as conn:
        call = conn.execute(CALL, [call_id]).fetchone()
        if call is None or not call["waits"]:
            return ""
        return show(conn, "call/why.html", call=call, why=reasons.of_call(conn, call_id))


def _id(given: Given) -> int:
    text = given.text.strip()
    return int(text) if re.fullmatch("[0-9]{1,18}", text) else 0


def _look(conn: Connection, call_id: int) -> dict[str, Any] | None:
    """Return what the page shows of a call; None: it is not there, or not shown to the caller."""
    call = conn.execute(CALL, [call_id]).fetchone()
    if call is None:
        return None
    possible = [(one["cmd"], one["for_me"]) for one in rows(conn, ACTIONS, [call_id])]
    before = request.args.get("Before", "")
    events, earlier = history.of_call(conn, call_id, int(before) if before.isdecimal() else None)
    return {
        "call": call
        | {
            "clock": _clock(call["wall_time"]),
            "schedule_clock": _clock(call["schedule_wall_time"]),
        },
        "path": "/ReactClient/Pages/OutCallEditor.html",
        "deeds": [
            (f"{cmd}.me" if for_me else cmd, DEEDS[cmd, for_me])
            for cmd, for_me in possible
            if (cmd, for_me) in DEEDS and cmd != "ScheduleCall"
        ],
        "schedules": [
            (
                f"{cmd}.me" if for_me else cmd,
                DEEDS[cmd, for_me],
                AGAIN.get(call["result"], OVER)[for_me],
            )
            for cmd, for_me in possible
            if cmd == "ScheduleCall"
        ],
        "details": rows(conn, DETAILS, [call_id]) if ("SetCallResult", False) in possible else [],
        "why": reasons.of_call(conn, call_id) if call["waits"] else None,
        "events": events,
        "earlier": earlier,
        "recordings": rows(conn, RECORDINGS, [call_id]),
        "answers": rows(conn, ANSWERS, [call_id]),
        "form": [one | {"answer": _words(one)} for one in rows(conn, FORM, [call_id])],
        "chained": rows(conn, CHAINED, [call_id]),
    }  # fmt: skip


def _words(one: DictRow) -> str:
    """Return an answer in the words of its options."""
    labels = {choice["key"]: choice["label"] for choice in one["options"]}
    given = one["answer"] if isinstance(one["answer"], list) else [one["answer"]]
    return ", ".join(labels.get(key, str(key)) for key in given)


def _clock(wall_time: Any) -> str:
    if wall_time is None:
        return ""
    day = format_skeleton("MMMEd", wall_time, locale=get_locale())
    return f"{day} {wall_time:%H:%M}"


def act(parameters: Parameters) -> ResponseReturnValue:
    """Do with a call what a button of its page says: by default set its result."""
    do = parameters.pop("do", Given("Do", "SetCallResult")).text.strip()
    cmd, _dot, mine = do.partition(".")
    if cmd != "SetCallResult" and (cmd, mine == "me") not in DEEDS:
        raise malformed(
            "Do", f'"{do}" is nothing that can be done here', "Use the buttons of the page."
        )
    with acting() as conn:
        command = BY_NAME[cmd.lower()]
        values = command.bind(_bound(conn, cmd, parameters, mine == "me"), g.agent.agent_id, None)
        conn.execute(command.statement, values)
    g.logged["call"] = values["call_id"]
    if request.headers.get("HX-Request"):
        said = DEEDS[cmd, mine == "me"].said if cmd != "SetCallResult" else _("The result is set.")
        return Response(
            status=HTTPStatus.NO_CONTENT, headers={"HX-Trigger": json.dumps({"say": str(said)})}
        )
    return redirect(f"{request.path}?OutboundCallId={values['call_id']}", HTTPStatus.SEE_OTHER)


def _bound(conn: Connection, cmd: str, parameters: Parameters, mine: bool) -> Parameters:
    """Return the parameters that the command takes."""
    call_id = _id(parameters["outboundcallid"])
    bound = {"outboundcallid": parameters["outboundcallid"]}
    if mine:
        bound["agentid"] = Given("AgentId", str(g.agent.agent_id))
    elif cmd in ("SetCallResult", "HangUp"):
        # Whoever may do it for others does it for the agent whose call it is.
        found: DictRow | None = conn.execute(WHOSE, [call_id]).fetchone()
        if found and found["agent_id"]:
            bound["agentid"] = Given("AgentId", str(found["agent_id"]))
    if cmd == "SetCallResult" and "callresultdetailid" in parameters:
        bound["callresultdetailid"] = parameters["callresultdetailid"]
    if cmd == "ScheduleCall" and "scheduletime" in parameters:
        moment = row(conn, MOMENT, [call_id, parameters["scheduletime"].text.strip()])["moment"]
        bound["scheduletime"] = Given("ScheduleTime", moment.isoformat())
    return bound
