"""/ReactClient/api/bar/web: the commands of the call bar, for pages, links and other programs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g
from psycopg.rows import DictRow

from .commands import Command, find_command
from .database import Connection, acting
from .parameters import Parameters, read_parameters, request_key
from .protection import check_origin

blueprint = Blueprint("bar", __name__)

CALL = """
    SELECT c.OutboundCallId AS "OutboundCallId", c.CallPhase AS "CallPhase",
        c.CallResult AS "CallResult", c.Number AS "Number"
    FROM OutboundCall AS c
    WHERE c.OutboundCallId = %s
"""
STATE = {
    "login": "Login",
    "displayname": "DisplayName",
    "agentstatusid": "AgentStatusId",
    "agentstatus": "AgentStatus",
    "activity": "Activity",
    "statussince": "StatusSince",
    "workplaceid": "WorkplaceId",
    "workplace": "Workplace",
    "linestate": "LineState",
    "outboundcallid": "OutboundCallId",
    "calltype": "CallType",
    "callphase": "CallPhase",
    "callresult": "CallResult",
    "number": "Number",
    "callname": "CallName",
    "outboundlistid": "OutboundListId",
    "deadline": "Deadline",
    "talkstate": "TalkState",
    "consultnumber": "ConsultNumber",
    "transferredto": "TransferredTo",
    "talkproblem": "TalkProblem",
    "muted": "Muted",
    "keyssent": "KeysSent",
}


@blueprint.route("/ReactClient/api/bar/web", methods=["GET", "POST"])
def run() -> dict[str, Any]:
    """Run one command."""
    parameters = read_parameters()
    command = find_command(parameters)
    g.logged["cmd"] = command.name
    if command.changes:
        check_origin()
    with acting() as conn:
        key = request_key(parameters, command.name) if command.keyed else None
        values = command.bind(parameters, g.agent.agent_id, key)
        row = conn.execute(command.statement, values).fetchone() or {}
        answer = _answer(conn, command, values, row)
    g.logged["call"] = answer["OutboundCallId"]
    answer["Seq"] = parameters["seq"].value if "seq" in parameters else None
    ignored = _ignored(command, parameters)
    return answer | ({"Ignored": ignored} if ignored else {})


def _answer(
    conn: Connection, command: Command, values: dict[str, Any], row: DictRow
) -> dict[str, Any]:
    none: dict[str, Any] = {"OutboundCallId": None, "CallPhase": None, "CallResult": None}
    if command.procedure == "agent_state":
        return none | {STATE[name]: _plain(value) for name, value in row.items()}
    if command.whole:
        return {
            "OutboundCallId": row["outbound_call_id"],
            "CallPhase": row["call_phase"],
            "CallResult": row["call_result"],
            "Number": row["number"],
        }
    returned = row[command.procedure]
    call_id = values.get("call_id") or (returned if command.keyed else None)
    if call_id is None:
        return none | {"AgentStatus": returned}
    call = conn.execute(CALL, [call_id]).fetchone()
    return call or none | {"OutboundCallId": call_id}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _ignored(command: Command, parameters: Parameters) -> list[str]:
    """Name what meant nothing, so that a slip of the pen is seen."""
    known = command.names()
    return sorted(one.name for name, one in parameters.items() if name not in known)
