"""The hot statements: what runs for every call, agent or event, and must not cost by the length of the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.floor import Floor
from tests.plans.filled import ready, some_call

CYCLE = "SELECT * FROM run_cycle()"


@dataclass(frozen=True)
class Hot:
    """A statement, what makes it have something to do, and the indexes that are there for it."""

    query: str
    prepare: Callable[[Floor], tuple[Any, ...]]
    indexes: tuple[str, ...]
    most: int = 1000  # rows and index entries, of 100,000 calls that wait and 4,000 that are over


def nothing(floor: Floor) -> tuple[Any, ...]:
    return ()


def agents(floor: Floor) -> tuple[Any, ...]:
    ready(floor, 10)
    return ()


def one_agent(floor: Floor) -> tuple[Any, ...]:
    return tuple(ready(floor, 1))


def own_calls(floor: Floor) -> tuple[Any, ...]:
    (agent,) = ready(floor, 1)
    floor.calls(3, Predistributed=1, AgentId=agent)
    return ()


def offers_over(floor: Floor) -> tuple[Any, ...]:
    for _ in range(3):
        floor.offered()
    floor.pass_time(60)
    return ()


def window_opens(floor: Floor) -> tuple[Any, ...]:
    floor.calls(3, TimeMode="Daily", TimeFrom="10:01", TimeTo="11:00")
    floor.pass_time(60)
    return ()


def window_closes(floor: Floor) -> tuple[Any, ...]:
    floor.calls(3, TimeMode="Daily", TimeFrom="09:00", TimeTo="10:01")
    floor.pass_time(60)
    return ()


def rules_hold(floor: Floor) -> tuple[Any, ...]:
    """Three calls have waited long enough; nothing else is to be looked at because rules have changed."""
    for level in range(3):
        floor.add(
            "SchedulePostCondition",
            DisplayName=f"Rule {level}", ConditionLevel=level, WaitingLonger=60, AddPriority=1, TeamMask="Red%",
        )  # fmt: skip
    floor.conn.execute("UPDATE RuleRefresh SET FromCallId = NULL, NextPass = NULL")
    floor.calls(3, PreferredAgentId=floor.agent(status=None, TeamName="Red"))
    floor.pass_time(60)
    return ()


def rules_change(floor: Floor) -> tuple[Any, ...]:
    """A rule is new; few calls are looked at in one cycle."""
    floor.set("Configuration", "CycleBatch", ConfigurationValue="20")
    floor.add("SchedulePostCondition", DisplayName="Rule", AddPriority=1)
    return ()


def retries(floor: Floor) -> tuple[Any, ...]:
    floor.add("RetryRule", OutboundListId=floor.list_id, CallResult="Busy", Delay=600)
    for _ in range(3):
        call, agent = offered(floor)
        floor.do("dial_call", call, agent)
        floor.pbx(call, "busy")
    return ()


def without_result(floor: Floor) -> tuple[Any, ...]:
    floor.set("Project", floor.project_id, PostCallPause=0, ResultWait=0)
    call, agent = talking(floor)
    floor.do("hang_up", call, agent)
    floor.do("set_agent_status", agent, "Pause")
    return ()


def offered(floor: Floor) -> tuple[Any, ...]:
    agent = floor.agent()
    return floor.offered(agent), agent


def dialled(floor: Floor) -> tuple[Any, ...]:
    call, agent = offered(floor)
    floor.do("dial_call", call, agent)
    return call, agent


def talking(floor: Floor) -> tuple[Any, ...]:
    agent = floor.agent()
    return floor.talking(agent), agent


def rung(floor: Floor) -> tuple[Any, ...]:
    call, _ = dialled(floor)
    floor.rows("SELECT * FROM take_pbx_commands('one')")
    return (floor.see(call, "PbxCallId"),)


def rung_ahead(floor: Floor) -> tuple[Any, ...]:
    """Two PBXs, a call on one, and an agent there."""
    floor.set("OutboundList", floor.list_id, DialingMode="Power", LinesPerAgent=1)
    brno, _ = (floor.add("Pbx", DisplayName=name) for name in ("Brno", "Prague"))
    floor.do("register_runner", "one", "Brno")
    floor.agent(workplace=floor.workplace(PbxId=brno))
    call = floor.call(Priority=9)
    floor.cycle()
    assert floor.see(call, "CallPhase") == "PredictiveDial"
    floor.rows("SELECT * FROM take_pbx_commands('one')")
    return (floor.see(call, "PbxCallId"),)


def answered(floor: Floor) -> tuple[Any, ...]:
    (pbx_call,) = rung(floor)
    floor.do("report_pbx_event", pbx_call, "answered")
    return (pbx_call,)


def two_to_take(floor: Floor) -> tuple[Any, ...]:
    dialled(floor)
    call, agent = dialled(floor)
    floor.do("hang_up", call, agent)
    return ()


def by_trunk(floor: Floor) -> tuple[Any, ...]:
    """Of three calls one is up on a trunk, one finds a place, one waits."""
    floor.add(
        "Trunk", DisplayName="North", Endpoint="north", CallsPerSecond=1, MaxCalls=2,
        RestFailures=1, RestAttempts=1,
    )  # fmt: skip
    (pbx_call,) = rung(floor)
    floor.pass_time(2)
    dialled(floor)
    dialled(floor)
    return (pbx_call,)


def two_to_take_of_several(floor: Floor) -> tuple[Any, ...]:
    two_to_take(floor)
    for name in ("Brno", "Prague"):
        floor.add("Pbx", DisplayName=name)
    floor.do("register_runner", "one", "Brno")
    return ()


def for_trunks(floor: Floor) -> tuple[Any, ...]:
    by_trunk(floor)
    return ()


def gone_from_trunks(floor: Floor) -> tuple[Any, ...]:
    by_trunk(floor)
    return ([],)


def live(floor: Floor) -> tuple[Any, ...]:
    return ([*answered(floor), *rung(floor), "none of ours"],)


def with_result(floor: Floor) -> tuple[Any, ...]:
    call, agent = talking(floor)
    return call, agent, floor.value("SELECT min(CallResultDetailId::text) FROM offered_details(%s)", call)  # fmt: skip


def due(floor: Floor) -> tuple[Any, ...]:
    return (some_call(floor, "Due = 1 AND Predistributed = 0"),)


def over(floor: Floor) -> tuple[Any, ...]:
    return (some_call(floor, "Trial = 1"),)


def scripts(floor: Floor) -> tuple[Any, ...]:
    """Calls for agents wait in the same project; a list with a script has two channels."""
    project = floor.look("OutboundCall", due(floor)[0], "ProjectId")
    there = floor.outbound_list(
        ProjectId=project, DialingMode="Ivr", IvrScript="survey", MaxChannels=2
    )
    floor.calls(5, OutboundListId=there)
    return ()


def inbound(floor: Floor) -> tuple[Any, ...]:
    floor.add("QueueTransition", OutboundListId=floor.list_id)
    return (floor.add("InboundCall", Number="724 777 002"),)


def feedback(floor: Floor) -> tuple[Any, ...]:
    there = floor.outbound_list(DialingMode="Ivr", IvrScript="survey")
    return (there, *over(floor))


def keyed(floor: Floor) -> tuple[Any, ...]:
    return (floor.see(over(floor)[0], "PbxCallId"),)


def short_list(floor: Floor) -> tuple[Any, ...]:
    floor.calls(20)
    return (floor.list_id,)


def batch(floor: Floor) -> tuple[Any, ...]:
    made = floor.batch(RankBarrier=0)
    for rank in range(5):
        floor.call(OutboundListImportId=made, Rank=rank)
    return (made,)


def chunk(floor: Floor) -> tuple[Any, ...]:
    outbound_list, known = number(floor)
    made = floor.do("begin_import", outbound_list, "three.csv")
    for line, value in enumerate([known, "724 888 001", "724 888 002"], start=2):
        floor.add("ImportRow", OutboundListImportId=made, Line=line, Number=value)
    return (made,)


def contact(floor: Floor) -> tuple[Any, ...]:
    made = floor.add("Contact", DisplayName="Nobody")
    floor.add("PhoneNumber", ContactId=made, Number="+420724666666")
    return (made,)


def key(floor: Floor) -> tuple[Any, ...]:
    return (floor.see(due(floor)[0], "CallKey"),)


def number(floor: Floor) -> tuple[Any, ...]:
    found: tuple[Any, ...] = floor.see(*due(floor), "OutboundListId", "Number")
    return found


def last_event(floor: Floor) -> tuple[Any, ...]:
    return (floor.value("SELECT max(CallEventId) - 50 FROM CallEvent"),)


def at_work(floor: Floor) -> tuple[Any, ...]:
    return (floor.agent(status="Pause"),)


def new(floor: Floor) -> tuple[Any, ...]:
    return floor.list_id, "724 777 001", uuid4()


def in_hand(floor: Floor) -> tuple[Any, ...]:
    talking(floor)
    offered(floor)
    return ()


def to_be_tallied(floor: Floor) -> tuple[Any, ...]:
    """The last twenty rows of a long history are marked, and no transaction is under way."""
    floor.rows(
        "UPDATE TallyReader SET (TalliedTo, MarkTo, MarkTransaction)"
        " = (SELECT max(CallEventId) - 20, max(CallEventId), '0'::xid8 FROM CallEvent) RETURNING 1"
    )
    return ()


def old_attempts(floor: Floor) -> tuple[Any, ...]:
    """Ten attempts are old; two of them are of a call in progress."""
    floor.set("Configuration", "HistoryMonths", ConfigurationValue="1")
    live_call, _ = dialled(floor)
    floor.rows(
        "INSERT INTO PbxCommand (PbxCallId, OutboundCallId, Command, CreatedTime)"
        " SELECT 'old ' || n, CASE WHEN n < 3 THEN %s ELSE n END, 'originate', clock() - interval '40 days'"
        " FROM generate_series(1, 10) AS n RETURNING 1",
        live_call,
    )
    return ()


def by_hand(floor: Floor) -> tuple[Any, ...]:
    """An agent and 20 calls that wait for a hand."""
    floor.set("OutboundList", floor.list_id, ManualDistribution=1)
    floor.calls(20)
    return (floor.agent(),)


def clicked(floor: Floor) -> tuple[Any, ...]:
    """One of so many that its own key is the shortest way to it."""
    (agent,) = by_hand(floor)
    floor.calls(2000)
    return floor.value("SELECT max(OutboundCallId)::text FROM OutboundCall"), agent


def all_clicked(floor: Floor) -> tuple[Any, ...]:
    (agent,) = by_hand(floor)
    query = "SELECT array_agg(OutboundCallId::text) FROM OutboundCall WHERE CallPhase = 'Manual'"
    return floor.value(query), agent


def reserved(floor: Floor) -> tuple[Any, ...]:
    agent = floor.agent()
    floor.calls(3, Predistributed=1, AgentId=agent, ScheduleTime="2026-11-25 09:00+01")
    return (agent,)


def worked(floor: Floor) -> tuple[Any, ...]:
    call, agent = talking(floor)
    floor.do("hang_up", call, agent)
    return (agent,)


EVENT = "SELECT report_pbx_event(%s, '{}')"

GRID = "SELECT run_grid('d47a0000-0000-4000-8000-00000000000{}', agent_id => %s)"
LADDERS = (
    "callopens",
    "callcloses",
    "calldeadline",
    "callretry",
    "callwaitsforresult",
    "callrules",
)
CALL = ("outboundcall_pkey",)
PBX_CALL = ("onecallperpbxcall", "pbxevent_pkey")

HOT = {
    "a cycle with nothing to do": Hot(CYCLE, nothing, LADDERS),
    "a cycle that offers to ten agents": Hot(CYCLE, agents, ("callclaim", "oneattemptpernumber")),
    "a cycle that offers an agent's own calls": Hot(CYCLE, own_calls, ("callclaimown",)),
    "a cycle in which offers are over": Hot(CYCLE, offers_over, ("calldeadline",)),
    "a cycle in which windows open": Hot(CYCLE, window_opens, ("callopens",)),
    "a cycle in which windows close": Hot(CYCLE, window_closes, ("callcloses",)),
    "a cycle in which rules hold": Hot(CYCLE, rules_hold, ("callrules", *CALL)),
    "a cycle after rules have changed": Hot(CYCLE, rules_change, CALL),
    "a cycle that repeats attempts": Hot(CYCLE, retries, ("callretry",)),
    "a cycle that closes results": Hot(CYCLE, without_result, ("callwaitsforresult",)),
    "accept_offer": Hot("SELECT accept_offer(%s, %s)", offered, CALL),
    "reject_offer": Hot("SELECT reject_offer(%s, %s)", offered, CALL),
    "dial_call": Hot("SELECT dial_call(%s, %s)", offered, CALL),
    "hang_up": Hot("SELECT hang_up(%s, %s)", talking, CALL),
    "hold_call": Hot("SELECT hold_call(%s, %s)", talking, CALL),
    "mute_call": Hot("SELECT mute_call(%s, %s)", talking, CALL),
    "send_keys": Hot("SELECT send_keys(%s, %s, '12#')", talking, CALL),
    "transfer_call": Hot("SELECT transfer_call(%s, %s, '724 555 555')", talking, CALL),
    "set_call_result": Hot("SELECT set_call_result(%s, %s, %s::uuid)", with_result, CALL),
    "set_agent_status": Hot("SELECT set_agent_status(%s, 'Ready')", at_work, ()),
    "take_pbx_commands": Hot(
        "SELECT * FROM take_pbx_commands('one')",
        two_to_take,
        ("pbxcommandwaiting", "pbxcommandonce", "pbxcommand_pkey"),
    ),
    "take_pbx_commands with trunks": Hot(
        "SELECT * FROM take_pbx_commands('one')",
        for_trunks,
        ("pbxcommandwaiting", "pbxcommandonce", "pbxcommand_pkey", "pbxcommandontrunk", *CALL),
    ),
    "take_pbx_commands with several PBXs": Hot(
        "SELECT * FROM take_pbx_commands('one')",
        two_to_take_of_several,
        ("pbxcommandwaiting", "pbxcommandonce", "pbxcommand_pkey"),
    ),
    "next_pbx_command": Hot(
        "SELECT next_pbx_command()", for_trunks, ("pbxcommandwaiting", "pbxcommandontrunk")
    ),
    "reported failed, on a trunk": Hot(EVENT.format("failed"), by_trunk, PBX_CALL),
    "reconcile_pbx with trunks": Hot(
        "SELECT * FROM reconcile_pbx('one', %s::text[])", gone_from_trunks, ("pbxcommandontrunk",)
    ),
    "reported answered, dialled ahead": Hot(EVENT.format("answered"), rung_ahead, PBX_CALL),
    "reported ringing": Hot(EVENT.format("ringing"), rung, PBX_CALL),
    "reported answered": Hot(EVENT.format("answered"), rung, PBX_CALL),
    "reported busy": Hot(EVENT.format("busy"), rung, PBX_CALL),
    "reported hang-up": Hot(EVENT.format("hangup_called"), answered, PBX_CALL),
    "reconcile_pbx": Hot(
        "SELECT * FROM reconcile_pbx('two', %s)",
        live,
        ("oneattemptpernumber", "attemptsharingnumber", "onecallperpbxcall", "pbxcommandonce"),
    ),
    "why_not": Hot("SELECT * FROM why_not(%s)", due, (*CALL, "oneattemptpernumber")),
    "why_not_list": Hot("SELECT * FROM why_not_list(%s)", short_list, ("callbylist",)),
    "floor_agents": Hot("SELECT * FROM floor_agents()", in_hand, ("oneattemptpernumber", *CALL)),
    "floor_figures": Hot("SELECT * FROM floor_figures()", in_hand, ("oneattemptpernumber",)),
    "list_figures": Hot("SELECT * FROM list_figures(%s)", short_list, ()),
    # It looks at the end of the history, where entries lie of what tests before it have rolled back.
    "tally_calls": Hot("SELECT tally_calls()", to_be_tallied, ("calleventbyid", *CALL), most=5000),
    "calls that ended": Hot(
        """SELECT search_calls('{"from": "2000-01-01"}', 10)""", nothing, ("callbyendtime",)
    ),
    "an agent's day": Hot(
        "SELECT * FROM agent_day(%s, clock() - interval '1 day')", one_agent, ("calleventbyagent",)
    ),
    "list_progress": Hot("SELECT * FROM list_progress(%s)", short_list, ("callbylist",)),
    "the history of a call": Hot(
        "SELECT * FROM CallEvent WHERE OutboundCallId = %s ORDER BY Step", over, ("callevent_pkey",)
    ),
    "what is new in the history": Hot(
        "SELECT * FROM CallEvent WHERE CallEventId > %s ORDER BY CallEventId LIMIT 100",
        last_event,
        ("calleventbyid",),
    ),
    "a call by its number": Hot(
        "SELECT * FROM OutboundCall WHERE OutboundListId = %s AND Number = %s",
        number,
        ("callbylistandnumber",),
    ),
    "an agent's call that waits for its result": Hot(
        "SELECT * FROM OutboundCall WHERE AgentId = %s AND CallPhase = 'WaitForResult'",
        at_work,
        ("callwaitsforresult",),
    ),
    "a call by its CallKey": Hot(
        "SELECT * FROM OutboundCall WHERE CallKey = %s", key, ("callbycallkey",)
    ),
    "create_call": Hot("SELECT create_call(%s, %s, request_key => %s)", new, ()),
    "a call is put off": Hot(
        "UPDATE OutboundCall SET ScheduleTime = clock() + interval '1 day'"
        " WHERE OutboundCallId = %s RETURNING 1",
        due,
        CALL,
    ),
    "a chunk of an import": Hot(
        "SELECT import_batch(%s)", chunk, ("callbylistandnumber", "callbyimportandrank")
    ),
    "a batch is released": Hot(
        "UPDATE OutboundListImport SET RankBarrier = 2 WHERE OutboundListImportId = %s RETURNING 1",
        batch,
        ("callbyimportandrank",),
    ),
    **{
        f"of cases, messages, chats one {table} is deleted": Hot(
            f"DELETE FROM {table} WHERE {table}Id = %s RETURNING 1",
            lambda floor, table=table: (floor.add(table, DisplayName="Nothing"),),
            (f"callby{table.lower()}",),
        )
        for table in ("Issue", "Message", "Chat")
    },
    "a contact is deleted": Hot(
        "DELETE FROM Contact WHERE ContactId = %s RETURNING 1",
        contact,
        ("callbycontact", "callbyphonenumber"),
    ),
    "the grid Manual calls": Hot(GRID.format(1), by_hand, ("callmanual",)),
    "the grid My calls today": Hot(GRID.format(2), worked, ("callended",)),
    "the grid Callbacks": Hot(GRID.format(3), reserved, ("callreserved",)),
    "a click in a grid": Hot(
        "SELECT run_grid_command('d47ac000-0000-4000-8000-000000000106', %s, agent_id => %s)",
        clicked,
        (),
    ),
    "a bulk action of a grid": Hot(
        "SELECT * FROM run_bulk_action("
        "'d47a0000-0000-4000-8000-000000000001', 'Schedule outbound calls', %s, %s)",
        all_clicked,
        (),
    ),
    "the tile Waiting calls": Hot(
        "SELECT run_tile('711e0000-0000-4000-8000-000000000002', %s)",
        by_hand,
        ("callmanual", "callreserved"),
        # Whatever before it released calls by hand, and was rolled back, left entries here.
        most=30_000,
    ),
    "a cycle that dials scripts": Hot(CYCLE, scripts, ("callclaim", "callunattended")),
    # What a rule keeps out is looked at again when the rule, the number or the contact changes.
    "calls of a list that are kept out": Hot(
        "SELECT count(*) FROM OutboundCall WHERE HeldBy IS NOT NULL AND OutboundListId ="
        " '00000000-0000-0000-0000-000000000001'",
        nothing,
        ("callheld",),
    ),
    "calls to a number that are kept out": Hot(
        "SELECT count(*) FROM OutboundCall WHERE HeldBy = 'DoNotCall' AND Number = '+420724000001'",
        nothing,
        ("callheldbynumber",),
    ),
    "calls to a contact that are kept out": Hot(
        "SELECT count(*) FROM OutboundCall WHERE HeldBy IS NOT NULL AND ContactId ="
        " '00000000-0000-0000-0000-000000000001'",
        nothing,
        ("callheldbycontact",),
    ),
    "lost_shift": Hot("SELECT lost_shift(%s)", inbound, ()),
    "ivr_feedback": Hot("SELECT ivr_feedback(%s, %s)", feedback, ("callbychaining", *CALL)),
    "ivr_result": Hot(
        """SELECT ivr_result(%s, '{"answer": "1"}')""", keyed, ("onecallperpbxcall",)
    ),
    "purge": Hot(
        "SELECT purge()",
        old_attempts,
        ("pbxcommandbytime", "pbxcommandonce", "pbxevent_pkey", *CALL),
    ),
}

# Indexes that no statement needs to read.
GUARDS = {
    "oneattemptperagent": "refuses an agent's second offer or call (DIST-9)",
    "oneattemptperworkplace": "refuses a workplace's second offer or call (DIST-9)",
}
