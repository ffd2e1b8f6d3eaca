"""The pages of the import: choose a file, say how it is read, watch, and what came of it."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID

import psycopg
from flask import Blueprint, Response, g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ....runner.errors import UserError
from ....runner.session import conninfo_of
from ...api.acting import connect
from ...auth import check_form, demand_caller, settings
from ...database import Caller, Connection, acting, row, rows
from ...problems import Problem, of_database
from .. import shell
from . import uploads
from .jobs import SHOWN, Job, jobs
from .reading import (
    DELIMITERS,
    DUPLICATES,
    ENCODINGS,
    FIELDS,
    Chosen,
    as_before,
    columns,
    preview,
    set_up,
    unreadable,
)  # fmt: skip
from .uploads import Upload

blueprint = Blueprint("page_imports", __name__)

UNDO_WITHIN = "600s"  # longer than other statements may take: a call is a row
BLOCK = 500  # rows of a CSV sent at once

BATCHES = """
    SELECT i.OutboundListImportId AS id, i.DisplayName AS name, i.OutboundListId AS list_id,
        l.DisplayName AS list_name, i.Active AS active, i.RankBarrier AS barrier,
        i.RowsRead AS read, i.RowsImported AS imported, i.RowsUpdated AS updated,
        i.RowsDuplicate AS duplicates, i.RowsRejected AS rejected, i.StartedTime AS started,
        i.FinishedTime AS finished, i.UndoneTime AS undone, i.LastLine AS line,
        i.AllOrNothing AS all_or_nothing, i.Duplicates::text AS policy
    FROM OutboundListImport AS i
    INNER JOIN OutboundList AS l ON l.OutboundListId = i.OutboundListId
"""
RECENT = BATCHES + " WHERE i.DryRun = 0 ORDER BY i.OutboundListImportId DESC LIMIT 25"
OF_LIST = (
    BATCHES
    + " WHERE i.OutboundListId = %s AND i.DryRun = 0 ORDER BY i.OutboundListImportId DESC LIMIT 100"
)
ONE = BATCHES + " WHERE i.OutboundListImportId = %s"
SWITCH = """
    UPDATE OutboundListImport SET Active = %s, RankBarrier = %s WHERE OutboundListImportId = %s
"""
REJECTS = """
    SELECT r.Line AS line, r.Reason AS reason, r.Given ->> 'number' AS number
    FROM ImportReject AS r
    WHERE r.OutboundListImportId = %s AND r.Outcome = %s
    ORDER BY r.Line
    LIMIT %s
"""
ALL_REJECTS = """
    SELECT Line, Reason, Given FROM ImportReject
    WHERE OutboundListImportId = %s AND Outcome = 'Rejected'
    ORDER BY Line
"""
HEADINGS = (
    "SELECT Options -> 'columns' AS columns FROM OutboundListImport WHERE OutboundListImportId = %s"
)
UNDO_PREVIEW = (
    "SELECT Removed AS removed, Kept AS kept, InProgress AS in_progress FROM undo_preview(%s)"
)
UNDO = "SELECT Removed AS removed, Kept AS kept FROM undo_import(%s)"
FORGET = "SELECT forget_rejects(%s) AS gone"
MAY = "SELECT may('OutboundList', 'Full') AS undo"
NAME = "SELECT DisplayName AS name FROM OutboundList WHERE OutboundListId = %s"
LISTS = """
    SELECT OutboundListId::text AS id, DisplayName AS name FROM OutboundList
    WHERE Deleted = 0 ORDER BY DisplayName LIMIT 500
"""
PROJECTS = """
    SELECT ProjectId::text AS id, DisplayName AS name FROM Project
    WHERE Deleted = 0 ORDER BY DisplayName LIMIT 500
"""


@blueprint.get("/admin/import/")
def start() -> ResponseReturnValue:
    """Ask for a file, and show what was imported."""
    if (way := shell.to_login()) is not None:
        return way
    with acting() as conn:
        return _start(conn)


def _start(conn: Connection, problem: Problem | None = None) -> str:
    shell.demand(conn, "OutboundList", "Write")
    list_id = _list_id()
    found = rows(conn, OF_LIST, [list_id]) if list_id else rows(conn, RECENT)
    return shell.show(
        conn, "imports/start.html", problem=problem, list_id=list_id, batches=found,
        list_name=next((one["name"] for one in rows(conn, NAME, [list_id])), None),
    )  # fmt: skip


def _list_id() -> UUID | None:
    try:
        return UUID(request.values.get("list", ""))
    except ValueError:
        return None


@blueprint.post("/admin/import/upload")
def upload() -> ResponseReturnValue:
    """Keep the file that a browser sends, and go to how it is read."""
    if (way := shell.to_login()) is not None:
        return way
    with acting() as conn:
        shell.demand(conn, "OutboundList", "Write")
        agent_id = g.agent.agent_id
    # The one way by which much may come: it goes to a file as it comes.
    request.max_content_length = sys.maxsize
    check_form()
    file = request.files.get("file")
    goes_on = request.form.get("import", "")
    if file is None or not file.filename:
        with acting() as conn:
            return _start(conn, _none_chosen()), HTTPStatus.UNPROCESSABLE_ENTITY
    kept = uploads.keep(file, agent_id)
    if goes_on.isdecimal():
        return _go_on(int(goes_on), kept)
    try:
        Chosen().source(kept)
    except Problem as error:
        uploads.forget(kept)
        with acting() as conn:
            return _start(conn, error), error.status
    here = url_for(".mapping", token=kept.token, list=request.form.get("list") or None)
    return redirect(here, HTTPStatus.SEE_OTHER)


def _none_chosen() -> Problem:
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY, gettext("No file"), gettext("No file was chosen."),
        gettext("Drop one on the field, or choose it."), "file",
    )  # fmt: skip


@blueprint.get("/admin/import/file/<token>")
def mapping(token: str) -> ResponseReturnValue:
    """Show how a file is read, and its first rows as they will be."""
    if (way := shell.to_login()) is not None:
        return way
    with acting() as conn:
        shell.demand(conn, "OutboundList", "Write")
        kept = uploads.find(token, g.agent.agent_id)
        return _mapping(conn, kept, Chosen.read(request.args))


def _mapping(conn: Connection, kept: Upload, chosen: Chosen, problem: Problem | None = None) -> str:
    source, first, wrong = None, None, problem
    found: list[Any] = []
    try:
        source = chosen.source(kept)
        found, no_number = columns(conn, source, chosen)
        wrong = wrong or no_number
        if not no_number:
            first = preview(source, chosen)
    except (Problem, psycopg.Error) as error:
        told = error if isinstance(error, Problem) else of_database(error)
        if told is None:
            raise
        wrong = wrong or told
    return shell.show(
        conn, "imports/mapping.html", upload=kept, chosen=chosen, source=source, columns=found,
        preview=first, wrong=wrong, encodings=ENCODINGS, delimiters=DELIMITERS,
        policies=DUPLICATES, fields=FIELDS, lists=rows(conn, LISTS), projects=rows(conn, PROJECTS),
        delimiter=source and {"\t": "tab"}.get(source.delimiter, source.delimiter),
    )  # fmt: skip


@blueprint.post("/admin/import/file/<token>")
def begin(token: str) -> ResponseReturnValue:
    """Begin the import, and go to its page."""
    if (way := shell.to_login()) is not None:
        return way
    check_form()
    chosen = Chosen.read(request.form)
    with acting() as conn:
        shell.demand(conn, "OutboundList", "Write")
        kept = uploads.find(token, g.agent.agent_id)
    try:
        source = chosen.source(kept)
        with acting() as conn:
            list_id = chosen.find_list(conn)
        job = Job(kept, source, list_id, chosen.wish())
        return _to(_started(job, partial(set_up, chosen)))
    except (Problem, psycopg.Error, UserError) as error:
        told = _told(error, kept)
        with acting() as conn:
            return _mapping(conn, kept, chosen, told), told.status


@blueprint.post("/admin/import/<int:import_id>/go-on")
def go_on(import_id: int) -> ResponseReturnValue:
    """Go on with an import that was cut short, if its file is still here."""
    if (way := shell.to_login()) is not None:
        return way
    check_form()
    kept = uploads.of_import(import_id)
    if kept is None:
        return _to(import_id)
    return _go_on(import_id, kept)


def _go_on(import_id: int, kept: Upload) -> ResponseReturnValue:
    try:
        with acting() as conn:
            shell.demand(conn, "OutboundList", "Write")
            _find(conn, import_id)
            source, wish, list_id = as_before(conn, import_id, kept)
        return _to(_started(Job(kept, source, list_id, wish), lambda _conn, _id: None))
    except (Problem, psycopg.Error, UserError) as error:
        told = _told(error, kept)
        with acting() as conn:
            return _one(conn, import_id, told), told.status


def _started(job: Job, set_up: Any) -> int | None:
    jobs().start(job, set_up)
    return job.import_id


def _told(error: Exception, kept: Upload) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, UserError):
        return unreadable(error, kept)
    told = of_database(error) if isinstance(error, psycopg.Error) else None
    if told is None:
        raise error
    if "imported into this list already" in told.detail:
        told.hint = gettext("Tick “Although it was imported before”, or undo that import first.")
    return told


def _to(import_id: int | None) -> ResponseReturnValue:
    where = url_for(".one", import_id=import_id) if import_id else url_for(".start")
    return redirect(where, HTTPStatus.SEE_OTHER)


@blueprint.get("/admin/import/<int:import_id>")
def one(import_id: int) -> ResponseReturnValue:
    """Show how far an import is, or what came of it."""
    if (way := shell.to_login()) is not None:
        return way
    with acting() as conn:
        return _one(conn, import_id)


def _one(conn: Connection, import_id: int, problem: Problem | None = None) -> str:
    shell.demand(conn, "OutboundList", "Write")
    return shell.show(conn, "imports/one.html", problem=problem, **_found(conn, import_id))


@blueprint.get("/admin/import/<int:import_id>/progress")
def progress(import_id: int) -> ResponseReturnValue:
    """Show how far it is anew."""
    if (way := shell.to_login()) is not None:
        return way
    with acting() as conn:
        shell.demand(conn, "OutboundList", "Write")
        found = _found(conn, import_id)
        # Once it is over, or goes on, the page has other parts, too.
        again = request.args.get("was") not in (None, found["state"])
        shown = render_template("imports/progress.html", agent=g.agent, **found)
    return shown, {"HX-Refresh": "true"} if again else {}


def _find(conn: Connection, import_id: int) -> Any:
    found = rows(conn, ONE, [import_id])
    if not found:
        raise Problem(
            HTTPStatus.NOT_FOUND, gettext("No such import"),
            gettext("There is no import %(id)s.", id=import_id),
            gettext("The page Import lists those there are."),
        )  # fmt: skip
    return found[0]


def _found(conn: Connection, import_id: int) -> dict[str, Any]:
    """Return what is known of an import by the database and by this process."""
    job = jobs().find(import_id)
    try:
        batch = _find(conn, import_id)
    except Problem:
        # All or nothing: nobody sees it before its end, nor after it if nothing was taken.
        if job is None or job.state is None:
            raise
        batch = None
    if batch and batch["undone"]:
        state = "undone"
    elif batch and batch["finished"]:
        state = "done"
    elif job and not job.over:
        state = "running"
    elif job and job.error:
        state = "failed"
    else:
        state = "stopped"
    rejected = [
        {"line": line, "reason": reason, "number": None} for line, reason in job.rejected
    ] if job and not batch else rows(conn, REJECTS, [import_id, "Rejected", SHOWN])  # fmt: skip
    return {
        "import_id": import_id,
        "batch": batch,
        "job": job,
        "state": state,
        "counts": batch or (job and job.state and vars(job.state)),
        "error": _said(job) if state == "failed" and job else None,
        "rejected": rejected,
        "repeated": rows(conn, REJECTS, [import_id, "Duplicate", SHOWN]) if batch else [],
        "kept": state in ("stopped", "failed") and batch and uploads.of_import(import_id),
        "may_undo": row(conn, MAY)["undo"],
        "batches": rows(conn, OF_LIST, [batch["list_id"]]) if batch and state != "running" else [],
    }


def _said(job: Job) -> Problem:
    error = job.error
    told = of_database(error) if isinstance(error, psycopg.Error) else None
    return told or Problem(
        HTTPStatus.INTERNAL_SERVER_ERROR, gettext("Stopped"),
        str(error).replace(str(job.upload.path), job.upload.name) or type(error).__name__,
        gettext("Go on with it; if it stops again, ask an administrator for the log."),
    )  # fmt: skip


@blueprint.get("/admin/import/<int:import_id>/rejects.csv")
def rejects_csv(import_id: int) -> ResponseReturnValue:
    """Send the rows that were not taken, with the line and the reason."""
    if (way := shell.to_login()) is not None:
        return way
    job = jobs().find(import_id)
    with acting() as conn:
        shell.demand(conn, "OutboundList", "Write")
        if job is None or batch_is_there(conn, import_id):
            _find(conn, import_id)
        headings = (rows(conn, HEADINGS, [import_id]) or [{"columns": []}])[0]["columns"] or []
    kept = job.upload if job else uploads.of_import(import_id)
    name = f"import-{import_id}.rejects.csv"
    # As the file had them, while it is here; else as they were read.
    if kept and kept.rejects.exists():
        return send_file(kept.rejects, "text/csv", as_attachment=True, download_name=name)
    return Response(
        _read_rows(demand_caller(), settings().database, settings().schema, import_id, headings),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def batch_is_there(conn: Connection, import_id: int) -> bool:
    """Whether the database has the import."""
    return bool(rows(conn, ONE, [import_id]))


def _read_rows(
    who: Caller, database: str, schema: str, import_id: int, headings: list[list[Any]]
) -> Iterator[str]:
    def lines(many: list[list[Any]]) -> str:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(many)
        return text.getvalue()

    yield "\ufeff" + lines([["line", "reason", *(heading for heading, _field in headings)]])
    with (
        connect(conninfo_of(database), schema, who) as conn,
        conn.transaction(),
        conn.cursor(name="rejects") as cursor,
    ):
        cursor.itersize = BLOCK
        cursor.execute(ALL_REJECTS, [import_id])
        while found := cursor.fetchmany(BLOCK):
            yield lines(
                [[line, reason, *_cells(headings, given or {})] for line, reason, given in found]
            )


def _cells(headings: list[list[Any]], given: dict[str, Any]) -> list[str]:
    others = given.get("extendedfields") or {}
    return [
        str(
            others.get(heading, "")
            if field == "ExtendedFields"
            else given.get((field or "").lower(), "")
        )
        for heading, field in headings
    ]


@blueprint.get("/admin/import/<int:import_id>/undo")
def undo_page(import_id: int) -> ResponseReturnValue:
    """Ask whether an import is to be taken back, and say what that would do."""
    if (way := shell.to_login()) is not None:
        return way
    with acting() as conn:
        shell.demand(conn, "OutboundList", "Full")
        conn.execute("SELECT set_config('statement_timeout', %s, true)", [UNDO_WITHIN])
        return shell.show(
            conn, "imports/undo.html", batch=_find(conn, import_id), import_id=import_id,
            would=row(conn, UNDO_PREVIEW, [import_id]),
        )  # fmt: skip


@blueprint.post("/admin/import/<int:import_id>/undo")
def undo(import_id: int) -> ResponseReturnValue:
    """Take an import back."""
    if (way := shell.to_login()) is not None:
        return way
    check_form()
    with acting() as conn:
        conn.execute("SELECT set_config('statement_timeout', %s, true)", [UNDO_WITHIN])
        row(conn, UNDO, [import_id])
    return _to(import_id)


@blueprint.post("/admin/import/<int:import_id>/forget")
def forget(import_id: int) -> ResponseReturnValue:
    """Delete what is kept of the rows that were not taken."""
    if (way := shell.to_login()) is not None:
        return way
    check_form()
    with acting() as conn:
        row(conn, FORGET, [import_id])
    if (kept := uploads.of_import(import_id)) is not None:
        uploads.forget(kept)
    return _to(import_id)


@blueprint.post("/admin/import/<int:import_id>/batch")
def switch(import_id: int) -> ResponseReturnValue:
    """Switch a batch on or off, and move its barrier."""
    if (way := shell.to_login()) is not None:
        return way
    check_form()
    barrier = request.form.get("barrier", "").strip()
    if barrier and (not barrier.isdecimal() or int(barrier) > 2147483647):
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, gettext("Value not allowed"),
            gettext("The barrier cannot be “%(value)s”.", value=barrier[:50]),
            gettext("Give a whole number: how many rows of the file are released; empty: all."),
            "barrier",
        )  # fmt: skip
    with acting() as conn:
        shell.demand(conn, "OutboundList", "Write")
        conn.execute(SWITCH, [int("active" in request.form), barrier or None, import_id])
        shown = render_template("imports/batch.html", one=_find(conn, import_id))
    return shown, {"HX-Trigger": json.dumps({"say": gettext("Saved")})}
