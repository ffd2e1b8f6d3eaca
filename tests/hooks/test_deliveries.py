"""Who is told of what: the outbox of the web hooks."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.conftest import Database
from tests.floor import Floor, new_number

SECRET = "0123456789abcdef"


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def hook(floor: Floor, *events: str, **columns: Any) -> Any:
    return floor.add(
        "WebHook",
        **{"DisplayName": "CRM", "Url": "https://crm.example/in", "Secret": SECRET} | columns,
        Events=list(events),
    )


def told(floor: Floor) -> list[tuple[Any, ...]]:
    floor.do("follow_history")
    return floor.rows(
        "SELECT Event, Body ->> 'outbound_call_id', Body ->> 'call_result' FROM WebHookDelivery"
        " ORDER BY WebHookDeliveryId"
    )


def take(floor: Floor, name: str = "one", limit: int = 20) -> list[tuple[Any, ...]]:
    return floor.rows(
        "SELECT WebHookDeliveryId, Attempts FROM take_hook_deliveries(%s, %s)", name, limit
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://crm.example/in", "ftp://crm.example/", "https://", "https://user:pw@crm.example/",
        "https:///in", "http://127.0.0.1.evil.example/", "http://localhost@evil.example/",
        "https://crm.example/a b", "javascript:alert(1)", "", "https://crm.example/\nX: y",
    ],
)  # fmt: skip
def test_an_address_that_will_not_do(floor: Floor, url: str) -> None:
    """PD056 when it is written, not when it is called."""
    with pytest.raises(psycopg.Error) as refused:
        hook(floor, "call_finished", Url=url)
    assert (refused.value.sqlstate, refused.value.diag.column_name) == ("PD056", "Url")


@pytest.mark.parametrize(
    "url",
    ["https://crm.example", "https://crm.example:8443/in?x=1", "http://localhost:8080/",
        "http://127.0.0.1:9/x", "http://[::1]:80/"],
)  # fmt: skip
def test_an_address_that_will(floor: Floor, url: str) -> None:
    assert hook(floor, "call_finished", Url=url)


@pytest.mark.parametrize(
    "columns, at_fault",
    [
        ({"Secret": "short"}, "Secret"),
        ({"Events": []}, "Events"),
        ({"Events": ["call_began"]}, "Events"),
        ({"Events": [None]}, "Events"),
    ],
)
def test_a_hook_that_will_not_do(floor: Floor, columns: dict[str, Any], at_fault: str) -> None:
    given = {
        "DisplayName": "x",
        "Url": "https://x.example",
        "Secret": SECRET,
        "Events": ["call_finished"],
    }
    with pytest.raises(psycopg.Error) as refused:
        floor.add("WebHook", **given | columns)
    assert (refused.value.sqlstate, refused.value.diag.column_name) == ("PD056", at_fault)


def test_a_call_that_is_over_is_told_once(floor: Floor) -> None:
    """Cancelled, given up: each end of a call, once, however often the history is read."""
    hook(floor, "call_finished")
    one, other = floor.call(), floor.call()
    floor.do("cancel_call", one)
    floor.do("neglect_call", other)
    expected = [
        ("call_finished", str(one), "Cancelled"),
        ("call_finished", str(other), "Neglected"),
    ]
    assert told(floor) == expected
    floor.rows("UPDATE HookReader SET ReadTo = 0, SettledTo = 0 RETURNING 1")
    assert told(floor) == expected


def test_a_callback_is_told(floor: Floor) -> None:
    """CB-1, CB-2: of a lost call, of a request in the IVR with an inbound call or without; no other call is one."""
    hook(floor, "callback_created")
    floor.add("QueueTransition", OutboundListId=floor.list_id)
    floor.call()
    lost = floor.add("InboundCall", Number=new_number(), ProjectId=floor.project_id)
    first = floor.do("lost_shift", lost)
    number = new_number()
    second = floor.do("ivr_call_back", number)
    floor.do("ivr_call_back", number)  # waits already
    assert told(floor) == [
        ("callback_created", str(first), "Scheduled"),
        ("callback_created", str(second), "Scheduled"),
    ]
    query = "SELECT Body ->> 'inbound_call_id' FROM WebHookDelivery ORDER BY WebHookDeliveryId"
    assert floor.rows(query) == [(str(lost),), (None,)]


def test_only_who_wants_to_know(floor: Floor) -> None:
    """By event, by hook; what happened before the hook was made is not told."""
    before = floor.call()
    floor.do("cancel_call", before)
    floor.pass_time(1)
    hook(floor, "list_completed")
    hook(floor, "call_finished", Active=0)
    floor.do("cancel_call", floor.call())
    assert told(floor) == []
    floor.pass_time(1)
    hook(floor, "call_finished")
    after = floor.call()
    floor.do("cancel_call", after)
    assert told(floor) == [("call_finished", str(after), "Cancelled")]


def test_without_hooks_nothing_is_written(floor: Floor) -> None:
    floor.do("cancel_call", floor.call())
    assert floor.do("follow_history") == 0
    assert take(floor) == []
    assert floor.row("SELECT ReadTo, MarkTransaction FROM HookReader") == (0, None)


def test_a_list_that_completes(floor: Floor) -> None:
    """In the transaction that completes it; completed already is not news."""
    hook(floor, "list_completed")
    for state in ("Completed", "Completed", "Running", "Completed"):
        floor.pass_time(1)
        floor.set("OutboundList", floor.list_id, Activity=state)
    assert (
        floor.rows("SELECT Event, Body ->> 'outbound_list_id' FROM WebHookDelivery")
        == [("list_completed", str(floor.list_id))] * 2
    )


def test_back_off_and_giving_up(floor: Floor) -> None:
    """10 s, 20 s, 40 s; HookAttempts; any 2xx ends it."""
    hook(floor, "call_finished")
    floor.set("Configuration", "HookAttempts", ConfigurationValue="4")
    floor.do("cancel_call", floor.call())
    ((delivery, attempts),) = take(floor)
    assert attempts == 1
    assert take(floor) == []
    for wait in (10, 20, 40):
        assert floor.do("report_hook_delivery", delivery, 503, None) == "again"
        floor.pass_time(wait - 1)
        assert take(floor) == []
        floor.pass_time(1)
        ((again, attempts),) = take(floor)
        assert again == delivery
    assert attempts == 4
    assert floor.do("report_hook_delivery", delivery, None, "no route") == "given up"
    assert floor.look("WebHookDelivery", delivery, "NextTime", "LastStatus", "LastError") == (
        None, None, "no route")  # fmt: skip
    assert floor.do("report_hook_delivery", delivery, 200, None) == "over"


def test_a_sender_that_dies(floor: Floor) -> None:
    """What it had in hand is handed out again after a minute."""
    hook(floor, "call_finished")
    floor.do("cancel_call", floor.call())
    ((delivery, _),) = take(floor, "one")
    floor.pass_time(59)
    assert take(floor, "other") == []
    floor.pass_time(1)
    assert take(floor, "other") == [(delivery, 2)]
    assert floor.do("report_hook_delivery", delivery, 204, None) == "delivered"


def test_one_receiver_takes_its_share_only(floor: Floor) -> None:
    """A receiver that hangs leaves room for others."""
    slow = hook(floor, "call_finished")
    for call in floor.calls(30):
        floor.do("cancel_call", call)
    assert len(take(floor, limit=40)) == 8
    assert take(floor, limit=40) == []
    quick = hook(floor, "list_completed")
    floor.set("OutboundList", floor.list_id, Activity="Completed")
    assert len(take(floor, limit=40)) == 1
    assert slow != quick


def test_what_is_over_is_purged(floor: Floor) -> None:
    """HookLogDays after it is over."""
    hook(floor, "call_finished")
    floor.do("cancel_call", floor.call())
    ((delivery, _),) = take(floor)
    floor.do("report_hook_delivery", delivery, 200, None)
    floor.pass_time(7 * 86400)
    assert floor.do("purge_hook_deliveries") == 0
    floor.pass_time(86400)
    assert floor.do("purge_hook_deliveries") == 1


def test_rows_committed_out_of_order(database: Database) -> None:
    """A transaction that takes longer than later ones is told of all the same, once."""
    floor = Floor(database.connect(), at=None)
    hook(floor, "call_finished")
    slow, quick = floor.call(), floor.call()
    late = database.connect(autocommit=False)
    floor.via(late).do("cancel_call", slow)
    floor.do("cancel_call", quick)
    assert [call for _, call, _ in told(floor)] == [str(quick)]
    assert [call for _, call, _ in told(floor)] == [str(quick)]
    late.commit()
    assert [call for _, call, _ in told(floor)] == [str(quick), str(slow)]
    told(floor)
    assert len(told(floor)) == 2
    # All is settled: the next look writes nothing.
    assert floor.value("SELECT MarkTransaction IS NULL AND SettledTo = ReadTo FROM HookReader")


def test_a_mark_of_another_server(database: Database) -> None:
    """After a restore numbers of transactions begin anew; nothing waits for one that never comes."""
    floor = Floor(database.connect(), at=None)
    hook(floor, "call_finished")
    floor.do("cancel_call", floor.call())
    told(floor)
    floor.rows("UPDATE HookReader SET MarkTransaction = '99999999999' RETURNING 1")
    told(floor)
    told(floor)
    assert floor.value("SELECT SettledTo = ReadTo FROM HookReader")
