"""Outbound lists, and the files that go into and out of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from flask import Response
from flask_openapi3 import RawModel
from pydantic import Field

from ..auth import demand_caller
from ..database import acting
from . import files
from .blueprint import PREFIX, Api
from .kinds import CallId, Given, Id, Moment, Name, Shown, Yes
from .nouns import offer
from .rows import Table, many, one, plain

api = Api("lists", "Outbound lists, and the files that go into and out of them.")

Activity = Literal["Prepared", "Running", "Paused", "Completed"]
Positive = Annotated[int, Field(ge=1, le=2147483647)]
Lines = Annotated[float, Field(ge=1, le=20)]
Natural = Annotated[int, Field(ge=0, le=2147483647)]


class OutboundList(Shown):
    """An outbound list."""

    outbound_list_id: Id
    display_name: str
    project_id: Id
    language_id: Id | None
    activity: str
    dialing_mode: str
    manual_distribution: int
    preview_time: int | None
    preview_end: str
    ring_time: int
    max_offers: int | None
    max_trials: int | None
    open_missed_after: int | None
    country: str | None
    time_zone: str | None
    calendar_id: Id | None
    caller_id: str | None
    rank_batch: int | None
    duplicates: str
    allow_shared_number: bool
    ivr_script: str | None
    max_channels: int
    recording: bool
    lines_per_agent: float
    most_lines_per_agent: float
    min_agents: int
    abandon_limit: float
    abandon_threshold: float
    abandon_hold: int
    abandon_message: str | None
    detect_machines: bool
    machine_action: str
    machine_message: str | None
    agent_first: bool
    rule_pack_id: Id | None
    has_consent: bool
    scenario_id: Id | None
    deleted: bool


class ListChange(Given):
    """What may be changed of a list; its state has an operation of its own."""

    display_name: Name = ""
    language_id: Id | None = None
    dialing_mode: Literal["Preview", "Progressive", "Power", "Predictive", "Ivr"] = "Preview"
    manual_distribution: Natural = 0
    preview_time: Natural | None = None
    preview_end: Literal["Dial", "TakeBack"] = "Dial"
    ring_time: Positive = 30
    max_offers: Positive | None = None
    max_trials: Positive | None = None
    open_missed_after: Positive | None = None
    country: Annotated[str, Field(max_length=3)] | None = None
    time_zone: Name | None = None
    calendar_id: Id | None = None
    caller_id: Name | None = None
    rank_batch: Positive | None = None
    duplicates: Literal["Skip", "Update", "Keep"] = "Skip"
    allow_shared_number: bool = False
    ivr_script: Annotated[Name | None, Field(description="What talks, for mode Ivr.")] = None
    max_channels: Annotated[Positive, Field(description="Calls at once, for mode Ivr.")] = 10
    recording: Annotated[bool, Field(description="Its calls are recorded, both legs.")] = False
    lines_per_agent: Annotated[Lines, Field(description="For mode Power.")] = 1
    most_lines_per_agent: Annotated[Lines, Field(description="For mode Predictive.")] = 5
    min_agents: Annotated[
        Positive, Field(description="With fewer agents mode Predictive dials a line for each.")
    ] = 5
    abandon_limit: Annotated[
        float, Field(ge=0, le=100, description="Abandoned calls, in percent of live answers.")
    ] = 3
    abandon_threshold: Annotated[float, Field(ge=0, le=60, description="In seconds.")] = 2
    abandon_hold: Annotated[Natural, Field(description="In hours.")] = 72
    abandon_message: Name | None = None
    detect_machines: bool = False
    machine_action: Literal["HangUp", "Message", "Agent"] = "HangUp"
    machine_message: Name | None = None
    rule_pack_id: Id | None = None
    has_consent: Annotated[
        bool, Field(description="Everybody on it has consented to be called, or needs not.")
    ] = False
    scenario_id: Id | None = None
    deleted: bool = False


class ListNew(ListChange):
    """A list to be made; it begins Prepared."""

    display_name: Name
    project_id: Id


LISTS = Table("OutboundList", "outbound_list_id", OutboundList)
offer(api, "lists", LISTS, new=ListNew, change=ListChange, what="list")


class ListPath(Given):
    """Which list."""

    outbound_list_id: Id


class State(Given):
    """The state a list is to have."""

    activity: Activity


class Progress(Shown):
    """Calls of a list in one status and phase."""

    call_result: str
    call_phase: str
    calls: int
    trials: int


class ProgressPage(Shown):
    """How far a list has come."""

    items: list[Progress]
    next: str | None


class Reason(Shown):
    """Calls of a list that one condition holds back."""

    condition: str
    calls: int
    remedy: str | None


class ReasonPage(Shown):
    """What holds the calls of a list back."""

    items: list[Reason]
    next: str | None


@api.put("/lists/<outbound_list_id>/state", responses={200: OutboundList})
def set_state(path: ListPath, body: State) -> Response:
    """Start, pause or complete a list."""
    with acting() as conn:
        conn.execute("SELECT set_list_activity(%s, %s)", [path.outbound_list_id, body.activity])
        return one(OutboundList, LISTS.find(conn, path.outbound_list_id))


@api.get("/lists/<outbound_list_id>/progress", responses={200: ProgressPage})
def read_progress(path: ListPath) -> Response:
    """Count the calls of a list by status and phase."""
    with acting() as conn:
        rows = conn.execute(
            "SELECT CallResult::text AS call_result, CallPhase::text AS call_phase, Calls, Trials"
            " FROM list_progress(%s)",
            [path.outbound_list_id],
        ).fetchall()
    return many(Progress, rows)


class ListQuota(Shown):
    """How far a quota of a list is."""

    quota_id: Id
    display_name: str
    conditions: str | None
    target: int
    filled: int
    reached_time: Moment | None
    is_counted: bool


class ListQuotaPage(Shown):
    """The quotas of a list."""

    items: list[ListQuota]
    next: str | None


@api.get("/lists/<outbound_list_id>/quotas", responses={200: ListQuotaPage})
def list_quotas(path: ListPath) -> Response:
    """List the quotas of a list, with how many calls count."""
    with acting() as conn:
        rows = conn.execute(
            "SELECT QuotaId AS quota_id, DisplayName AS display_name, Conditions, Target, Filled,"
            " ReachedTime AS reached_time, IsCounted AS is_counted FROM list_quotas(%s)",
            [path.outbound_list_id],
        ).fetchall()
    return many(ListQuota, rows)


@api.get("/lists/<outbound_list_id>/why-not", responses={200: ReasonPage})
def why_not_list(path: ListPath) -> Response:
    """Count the calls of a list by what holds them back."""
    with acting() as conn:
        rows = conn.execute(
            "SELECT Condition, Calls, Remedy FROM why_not_list(%s)", [path.outbound_list_id]
        ).fetchall()
    return many(Reason, rows)


@api.get("/lists/<outbound_list_id>/dry-run", responses={200: ReasonPage})
def dry_run_list(path: ListPath) -> Response:
    """Say what would happen if a list were started now."""
    with acting() as conn:
        rows = conn.execute(
            "SELECT Condition, Calls, Remedy FROM dry_run_list(%s)", [path.outbound_list_id]
        ).fetchall()
    return many(Reason, rows)


class Import(Shown):
    """An import: what came of the rows of a file."""

    outbound_list_import_id: int
    outbound_list_id: Id
    display_name: str
    active: bool
    rank_barrier: int | None
    duplicates: str
    all_or_nothing: bool
    last_line: int
    rows_read: int
    rows_imported: int
    rows_updated: int
    rows_duplicate: int
    rows_rejected: int
    started_time: Moment
    finished_time: Moment | None
    undone_time: Moment | None


class Upload(RawModel):
    """A file."""

    mimetypes = ["text/csv"]  # noqa: RUF012


class UploadQuery(Given):
    """How a file is read."""

    name: Annotated[str, Field(min_length=1, max_length=200, description="Of the file.")] = (
        "upload.csv"
    )
    map: Annotated[
        str | None,
        Field(max_length=2000, description="COLUMN=FIELD, several with semicolons between."),
    ] = None
    delimiter: Annotated[str | None, Field(max_length=9, description="A character, or tab.")] = None
    encoding: Annotated[str | None, Field(max_length=40)] = None
    header: Yes = True
    duplicates: Literal["Skip", "Update", "Keep"] | None = None
    all_or_nothing: Yes = False
    again: Annotated[Yes, Field(description="Although the file was imported before.")] = False


class ImportPath(Given):
    """Which import."""

    outbound_list_import_id: CallId


class Undone(Shown):
    """What became of the calls of an import."""

    removed: int
    kept: int
    in_progress: int


class Reject(Shown):
    """A row that was not taken."""

    line: int
    outcome: str
    reason: str


class RejectPage(Shown):
    """Rows that were not taken."""

    items: list[Reject]
    next: str | None


class LineQuery(Given):
    """Which page."""

    after: Annotated[CallId | None, Field(description="Lines behind this one.")] = None


IMPORTS = Table("OutboundListImport", "outbound_list_import_id", Import)


@api.post("/lists/<outbound_list_id>/imports", responses={201: Import})
def import_file(path: ListPath, query: UploadQuery, raw: Upload) -> Response:
    """Import a CSV file: the body. Cut short, the same request goes on where it stopped."""
    with acting() as conn:
        conn.execute("SELECT demand('OutboundList', 'Write')")
        LISTS.find(conn, path.outbound_list_id)
    key = files.take_in(raw, demand_caller(), path.outbound_list_id, query)
    with acting() as conn:
        return one(Import, IMPORTS.find(conn, key), 201, f"{PREFIX}/imports/{key}")


@api.get("/imports/<outbound_list_import_id>", responses={200: Import})
def read_import(path: ImportPath) -> Response:
    """Show how far an import has come."""
    with acting() as conn:
        return one(Import, IMPORTS.find(conn, path.outbound_list_import_id))


@api.get("/imports/<outbound_list_import_id>/rejects", responses={200: RejectPage})
def read_rejects(path: ImportPath, query: LineQuery) -> Response:
    """Show the rows of a file that were not taken, with the reasons."""
    key = path.outbound_list_import_id
    with acting() as conn:
        IMPORTS.find(conn, key)
        rows = conn.execute(
            "SELECT Line, Outcome, Reason FROM ImportReject"
            " WHERE OutboundListImportId = %s AND Line > %s ORDER BY Line LIMIT 500",
            [key, query.after or 0],
        ).fetchall()
    following = (
        f"{PREFIX}/imports/{key}/rejects?after={rows[-1]['line']}" if len(rows) == 500 else None
    )
    return many(Reject, rows, following)


@api.delete("/imports/<outbound_list_import_id>", responses={200: Undone})
def undo_import(path: ImportPath) -> Response:
    """Take an import back: calls that were never attempted are removed."""
    with acting() as conn:
        conn.execute("SELECT set_config('statement_timeout', '600s', true)")
        row = conn.execute(
            "SELECT Removed, Kept, InProgress AS in_progress FROM undo_import(%s)",
            [path.outbound_list_import_id],
        ).fetchone()
    return plain(Undone, row or {})


class Forgotten(Shown):
    """Rows that were not taken, and are not kept any more."""

    deleted: int


@api.delete("/imports/<outbound_list_import_id>/rejects", responses={200: Forgotten})
def forget_rejects(path: ImportPath) -> Response:
    """Delete what is kept of the rows of a file that were not taken; the counts stay."""
    key = path.outbound_list_import_id
    with acting() as conn:
        IMPORTS.find(conn, key)
        row = conn.execute("SELECT forget_rejects(%s) AS deleted", [key]).fetchone()
    return plain(Forgotten, row or {})


class ExportQuery(Given):
    """What is exported, and how."""

    since: Annotated[Moment | None, Field(description="Only calls that changed then or later.")] = (
        None
    )
    delimiter: Annotated[str, Field(min_length=1, max_length=3, description="Also: tab.")] = ","
    excel: Annotated[Yes, Field(description="A mark of UTF-8, and no formulas.")] = False


@api.get(
    "/lists/<outbound_list_id>/export",
    responses={
        200: {"description": "The calls.", "content": {"text/csv": {"schema": {"type": "string"}}}}
    },
)
def export_list(path: ListPath, query: ExportQuery) -> Response:
    """Export the calls of a list as CSV, as a stream."""
    who = demand_caller()
    with acting() as conn:
        LISTS.find(conn, path.outbound_list_id)
        conn.execute("SELECT export_statement(%s)", [path.outbound_list_id])
    blocks: Iterator[bytes] = files.stream(who, path.outbound_list_id, query)
    return Response(blocks, content_type="text/csv; charset=utf-8")
