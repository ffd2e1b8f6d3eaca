"""What is set up: rules, result details, statuses, do-not-call lists, web hooks."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from flask import Response
from pydantic import Field

from ..database import acting
from .blueprint import PREFIX, Api
from .kinds import CallId, Given, Id, Limit, Moment, Name, Number, Percent, Seconds, Shown, Text
from .nouns import offer
from .rows import Table, many, nothing, plain

statuses = Api("statuses", "Statuses that agents can be in.")
rules = Api("rules", "Schedule post conditions: rules that change calls while they wait.")
details = Api("result-details", "Results that agents choose from.")
do_not_call = Api("do-not-call", "Numbers that are not to be called. Nothing reads them yet.")
hooks = Api("hooks", "Web hooks: who is told of what happens.")

Color = Annotated[str, Field(max_length=20)]
Level = Annotated[int, Field(ge=0, le=9)]
Mode = Literal["None", "Range", "Daily", "Weekly", "Yearly"]


class Status(Shown):
    """An agent status."""

    agent_status_id: Id
    display_name: str
    activity: str
    call_pre_distribute: bool
    predictive_distribute: bool
    user_blocked: bool
    is_default: bool
    color: str | None
    deleted: bool


offer(statuses, "statuses", Table("AgentStatus", "agent_status_id", Status), what="status")


class Rule(Shown):
    """A schedule post condition."""

    schedule_post_condition_id: Id
    display_name: str
    condition_level: int
    rank: int
    active: bool
    waiting_longer: int | None
    priority_from: int | None
    priority_to: int | None
    project_id: Id | None
    project_group_mask: str | None
    language_id: Id | None
    outbound_list_id: Id | None
    skill_from: int | None
    skill_to: int | None
    proficiency_from: int | None
    proficiency_to: int | None
    trial_from: int | None
    trial_to: int | None
    call_type: str | None
    predistributed: bool | None
    agent_id: Id | None
    team_mask: str | None
    time_mode: str | None
    time_from: str | None
    time_to: str | None
    time_zone: str | None
    set_project_id: Id | None
    set_language_id: Id | None
    set_outbound_list_id: Id | None
    set_priority: int | None
    add_priority: int | None
    set_skill: int | None
    set_proficiency: int | None
    cancel_predistribution: bool
    set_agent_id: Id | None
    set_preferred_agent_id: Id | None
    postpone: int | None
    pause: bool
    end_as: str | None
    marker: str | None


class RuleChange(Given):
    """What a rule says; none: the limit is not considered, the action not taken."""

    display_name: Name = ""
    condition_level: Level = 0
    rank: Number = 0
    active: bool = True
    waiting_longer: Seconds | None = None
    priority_from: Number | None = None
    priority_to: Number | None = None
    project_id: Id | None = None
    project_group_mask: Text | None = None
    language_id: Id | None = None
    outbound_list_id: Id | None = None
    skill_from: Percent | None = None
    skill_to: Percent | None = None
    proficiency_from: Percent | None = None
    proficiency_to: Percent | None = None
    trial_from: Seconds | None = None
    trial_to: Seconds | None = None
    call_type: Literal["DialOut", "Private", "Visitor"] | None = None
    predistributed: bool | None = None
    agent_id: Id | None = None
    team_mask: Text | None = None
    time_mode: Mode | None = None
    time_from: Name | None = None
    time_to: Name | None = None
    time_zone: Name | None = None
    set_project_id: Id | None = None
    set_language_id: Id | None = None
    set_outbound_list_id: Id | None = None
    set_priority: Number | None = None
    add_priority: Number | None = None
    set_skill: Percent | None = None
    set_proficiency: Percent | None = None
    cancel_predistribution: bool = False
    set_agent_id: Id | None = None
    set_preferred_agent_id: Id | None = None
    postpone: Seconds | None = None
    pause: bool = False
    end_as: Literal["Neglected", "Cancelled"] | None = None
    marker: Text | None = None


class RuleNew(RuleChange):
    """A rule to be made."""

    display_name: Name


RULES = Table("SchedulePostCondition", "schedule_post_condition_id", Rule)
offer(rules, "rules", RULES, new=RuleNew, change=RuleChange, remove=True, what="rule")


class RulePath(Given):
    """Which rule."""

    schedule_post_condition_id: Id


class Trial(Given):
    """How far to look."""

    limit: Annotated[int, Field(ge=1, le=1000, description="Calls, at most.")] = 100


class Would(Shown):
    """What a rule would change of a call."""

    outbound_call_id: int
    column_name: str | None
    old_value: str | None
    new_value: str | None
    earlier_rule_id: Id | None


class WouldPage(Shown):
    """What a rule would change."""

    items: list[Would]
    next: str | None


@rules.post("/rules/<schedule_post_condition_id>/try", responses={200: WouldPage})
def try_rule(path: RulePath, body: Trial) -> Response:
    """Try a rule dry: which waiting calls would match now, and what would change."""
    with acting() as conn:
        rows = conn.execute(
            "SELECT OutboundCallId AS outbound_call_id, ColumnName AS column_name,"
            " OldValue AS old_value, NewValue AS new_value, EarlierRuleId AS earlier_rule_id"
            " FROM try_post_condition(%s, %s)",
            [path.schedule_post_condition_id, body.limit],
        ).fetchall()
    return many(Would, rows)


class Detail(Shown):
    """A result that agents choose."""

    call_result_detail_id: Id
    display_name: str
    call_result: str
    channels: int
    rank: int
    default_code: bool
    project_group_mask: str | None
    color: str | None
    deleted: bool


Final = Literal[
    "Busy", "Cancelled", "Completed", "Failed", "NoAnswer", "NoResult", "TalkError", "ToContinue"
]


class DetailChange(Given):
    """What may be changed of a result detail."""

    display_name: Name = ""
    call_result: Final = "Completed"
    channels: Annotated[int, Field(ge=0, le=2147483647)] = 1
    rank: Number = 0
    default_code: bool = False
    project_group_mask: Text | None = None
    color: Color | None = None
    deleted: bool = False


class DetailNew(DetailChange):
    """A result detail to be made."""

    display_name: Name
    call_result: Final


offer(
    details,
    "result-details",
    Table("CallResultDetail", "call_result_detail_id", Detail),
    new=DetailNew,
    change=DetailChange,
    remove=True,
    what="result detail",
)


class DoNotCallList(Shown):
    """A do-not-call list."""

    do_not_call_list_id: Id
    display_name: str


class DoNotCallListNew(Given):
    """A do-not-call list to be made."""

    display_name: Name


LISTS = Table("DoNotCallList", "do_not_call_list_id", DoNotCallList)
offer(
    do_not_call,
    "do-not-call",
    LISTS,
    new=DoNotCallListNew,
    change=DoNotCallListNew,
    remove=True,
    what="do-not-call list",
)


class DoNotCallPath(Given):
    """Which list."""

    do_not_call_list_id: Id


class NumberPath(DoNotCallPath):
    """Which number of it."""

    number: Annotated[str, Field(min_length=1, max_length=100)]


class NumberQuery(Given):
    """Which page."""

    after: Annotated[str | None, Field(max_length=100, description="Numbers behind this one.")] = (
        None
    )
    limit: Limit = 100


class DoNotCallNumber(Shown):
    """A number that is not to be called."""

    number: str
    reason: str | None
    created_time: Moment


class DoNotCallPage(Shown):
    """Numbers that are not to be called."""

    items: list[DoNotCallNumber]
    next: str | None


class DoNotCallNew(Given):
    """A number that is not to be called."""

    number: Annotated[str, Field(min_length=1, max_length=100)]
    reason: Text | None = None


@do_not_call.get("/do-not-call/<do_not_call_list_id>/numbers", responses={200: DoNotCallPage})
def list_numbers(path: DoNotCallPath, query: NumberQuery) -> Response:
    """List the numbers of a do-not-call list."""
    key: UUID = path.do_not_call_list_id
    with acting() as conn:
        LISTS.find(conn, key)
        rows = conn.execute(
            "SELECT Number, Reason, CreatedTime AS created_time FROM DoNotCallNumber"
            " WHERE DoNotCallListId = %s AND Number > %s ORDER BY Number LIMIT %s",
            [key, query.after or "", query.limit],
        ).fetchall()
    following = None
    if len(rows) == query.limit:
        last = rows[-1]["number"].replace("+", "%2B")
        following = f"{PREFIX}/do-not-call/{key}/numbers?after={last}&limit={query.limit}"
    return many(DoNotCallNumber, rows, following)


@do_not_call.post("/do-not-call/<do_not_call_list_id>/numbers", responses={201: DoNotCallNumber})
def add_number(path: DoNotCallPath, body: DoNotCallNew) -> Response:
    """Add a number; one that is there gets the new reason."""
    with acting() as conn:
        LISTS.find(conn, path.do_not_call_list_id)
        row = conn.execute(
            "INSERT INTO DoNotCallNumber AS n (DoNotCallListId, Number, Reason) VALUES (%s, %s, %s)"
            " ON CONFLICT (DoNotCallListId, Number) DO UPDATE SET Reason = excluded.Reason"
            " RETURNING n.Number, n.Reason, n.CreatedTime AS created_time",
            [path.do_not_call_list_id, body.number, body.reason],
        ).fetchone()
    return plain(DoNotCallNumber, row or {}, 201)


@do_not_call.delete("/do-not-call/<do_not_call_list_id>/numbers/<number>", responses={204: None})
def remove_number(path: NumberPath) -> Response:
    """Take a number off; one that is not there is off."""
    with acting() as conn:
        LISTS.find(conn, path.do_not_call_list_id)
        conn.execute(
            "DELETE FROM DoNotCallNumber WHERE DoNotCallListId = %s AND Number"
            " = normalise_number(%s, configuration('DefaultCountry'))",
            [path.do_not_call_list_id, path.number],
        )
    return nothing()


class Hook(Shown):
    """A web hook; its secret is not shown."""

    web_hook_id: Id
    display_name: str
    url: str
    events: list[str]
    active: bool
    active_since: Moment | None


Events = Annotated[
    list[Literal["call_finished", "callback_created", "list_completed", "quota_reached"]],
    Field(min_length=1, max_length=4),
]
Url = Annotated[str, Field(min_length=1, max_length=2000)]
Secret = Annotated[str, Field(min_length=16, max_length=200)]


class HookChange(Given):
    """What may be changed of a web hook."""

    display_name: Name = ""
    url: Url = ""
    secret: Secret = ""
    events: Events = []  # noqa: RUF012
    active: bool = True


class HookNew(HookChange):
    """A web hook to be made."""

    display_name: Name
    url: Url
    secret: Secret
    events: Events


HOOKS = Table("WebHook", "web_hook_id", Hook)
offer(hooks, "hooks", HOOKS, new=HookNew, change=HookChange, remove=True, what="hook")


class HookPath(Given):
    """Which web hook."""

    web_hook_id: Id


class DeliveryQuery(Given):
    """Which page; the newest come first."""

    before: Annotated[CallId | None, Field(description="Deliveries before this one.")] = None
    limit: Limit = 100


class Delivery(Shown):
    """What a web hook was told, or is to be told."""

    web_hook_delivery_id: int
    event: str
    body: Any
    created_time: Moment
    next_time: Moment | None
    attempts: int
    delivered_time: Moment | None
    failed_time: Moment | None
    last_status: int | None
    last_error: str | None


class DeliveryPage(Shown):
    """Deliveries of a web hook."""

    items: list[Delivery]
    next: str | None


@hooks.get("/hooks/<web_hook_id>/deliveries", responses={200: DeliveryPage})
def list_deliveries(path: HookPath, query: DeliveryQuery) -> Response:
    """List what a web hook was told and is to be told, the newest first."""
    key: UUID = path.web_hook_id
    with acting() as conn:
        HOOKS.find(conn, key)
        rows = conn.execute(
            "SELECT WebHookDeliveryId AS web_hook_delivery_id, Event, Body,"
            " CreatedTime AS created_time,"
            " NextTime AS next_time, Attempts, DeliveredTime AS delivered_time,"
            " FailedTime AS failed_time, LastStatus AS last_status, LastError AS last_error"
            " FROM WebHookDelivery"
            " WHERE WebHookId = %s AND WebHookDeliveryId < %s"
            " ORDER BY WebHookDeliveryId DESC LIMIT %s",
            [key, query.before or 9223372036854775807, query.limit],
        ).fetchall()
    following = None
    if len(rows) == query.limit:
        last = rows[-1]["web_hook_delivery_id"]
        following = f"{PREFIX}/hooks/{key}/deliveries?before={last}&limit={query.limit}"
    return many(Delivery, rows, following)
