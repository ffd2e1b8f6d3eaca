"""The search of calls finds what fits, page by page, along an index."""

from __future__ import annotations

import json
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.floor import Floor


def search(
    floor: Floor, place: Any = None, *, back: bool = False, limit: int = 3, **filter_: Any
) -> Any:
    asked = {name.rstrip("_"): str(value) for name, value in filter_.items()}
    where = None if place is None else Jsonb(place)
    return floor.do("search_calls", Jsonb(asked), limit, where, back)


def whole(floor: Floor, **filter_: Any) -> list[int]:
    """Return all pages, after having gone back through them as well."""
    found, page = [], search(floor, **filter_)
    pages = [page]
    while page["Next"]:
        page = search(floor, page["Next"], **filter_)
        pages.append(page)
    for one in pages:
        found += one["Calls"]
    again: list[int] = []
    while page["Previous"]:
        page = search(floor, page["Previous"], back=True, **filter_)
        again = page["Calls"] + again
    assert again + pages[-1]["Calls"] == found
    return found


@pytest.fixture
def calls(floor: Floor) -> dict[str, Any]:
    """Calls of two lists, in several phases."""
    agent = floor.agent()
    other = floor.outbound_list()
    ended = []
    for _ in range(4):
        call = floor.talking(agent)
        floor.pass_time(60)
        floor.do("hang_up", call, agent)
        floor.set("OutboundCall", call, CallResult="Completed")
        floor.do("set_agent_status", agent, "Ready")
        ended.append(call)
    waiting = floor.calls(5, DisplayName="Jan Novák")
    manual = [
        floor.call(OutboundListId=floor.outbound_list(ManualDistribution=1)) for _ in range(2)
    ]
    return {
        "agent": agent, "other": other, "ended": ended, "waiting": waiting, "manual": manual,
        "reserved": floor.call(Predistributed=1, AgentId=agent, CallKey="K-1"),
        "elsewhere": floor.call("+420724999111", OutboundListId=other),
    }  # fmt: skip


def test_what_is_found(floor: Floor, calls: dict[str, Any]) -> None:
    """Each filter, forth and back."""
    ended, waiting = calls["ended"], calls["waiting"]
    assert whole(floor, result="Completed") == ended[::-1]
    assert whole(floor, agent=calls["agent"]) == [calls["reserved"], *ended[::-1]]
    assert whole(floor, agent=calls["agent"], result="Completed") == ended[::-1]
    assert whole(floor, phase="Manual") == calls["manual"][::-1]
    assert whole(floor, name="novák") == waiting[::-1]
    assert whole(floor, list=calls["other"]) == [calls["elsewhere"]]
    assert set(whole(floor, list=floor.list_id)) == {*ended, *waiting, calls["reserved"]}
    assert whole(floor, callkey="K-1") == [calls["reserved"]]
    assert whole(floor, number="724 999 111") == [calls["elsewhere"]]
    assert whole(floor, number="999111") == [calls["elsewhere"]]
    assert whole(floor, from_="2026-11-24 10:02+01", to="2026-11-24 10:04+01") == ended[1:3][::-1]
    every = [
        calls["elsewhere"],
        calls["reserved"],
        *calls["manual"][::-1],
        *waiting[::-1],
        *ended[::-1],
    ]
    assert set(whole(floor)) == set(every)
    assert floor.row("SELECT * FROM count_calls('{}')") == (len(every), True)


def test_calls_in_progress(floor: Floor) -> None:
    call = floor.offered()
    assert whole(floor, phase="AgentOfferFirst") == whole(floor, result="Active") == [call]


def test_it_says_where_it_stopped(floor: Floor) -> None:
    """A search for what is far away looks at so many calls, and goes on from there."""
    first = floor.call(DisplayName="far away")
    floor.calls(9)
    floor.conn.execute(
        "CREATE OR REPLACE FUNCTION search_reach() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 4'"
    )
    page = search(floor, name="far")
    assert (page["Calls"], page["Stopped"]) == ([], True)
    page = search(floor, page["Next"], name="far")
    assert (page["Calls"], page["Stopped"]) == ([], True)
    page = search(floor, page["Next"], name="far")
    assert (page["Calls"], page["Stopped"]) == ([first], False)
    assert floor.row('SELECT * FROM count_calls(\'{"name": "far"}\')') == (0, False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("list", "x"), ("agent", "1"), ("phase", "manual"), ("result", "Done"), ("from", "noon"),
        ("number", "none"), ("color", "red"),
    ],
)  # fmt: skip
def test_nonsense_is_refused(floor: Floor, name: str, value: str) -> None:
    with pytest.raises(psycopg.Error) as error, floor.conn.transaction():
        floor.do("search_calls", Jsonb({name: value}))
    assert (error.value.sqlstate, error.value.diag.column_name) == ("PD033", name)


@pytest.mark.parametrize("place", [[], {}, {"Id": "x"}, {"Id": 1, "At": "noon"}])
def test_a_place_that_is_none_is_refused(floor: Floor, place: Any) -> None:
    with pytest.raises(psycopg.Error) as error, floor.conn.transaction():
        search(floor, place, result="Completed")
    assert (error.value.sqlstate, error.value.diag.column_name) == ("PD033", "place")


@pytest.mark.parametrize(
    ("filter_", "index"),
    [
        ({}, "outboundcall_pkey"),
        ({"agent": "00000000-0000-0000-0000-000000000001"}, "outboundcall_pkey"),
        ({"agent": "00000000-0000-0000-0000-000000000001", "result": "Completed"}, "callended"),
        ({"result": "Failed"}, "callbyendtime"),
        ({"from": "2026-11-24"}, "callbyendtime"),
        # Of two that begin with the list.
        ({"list": "00000000-0000-0000-0000-000000000001"}, "callbylist"),
        ({"callkey": "K"}, "callbycallkey"),
        ({"number": "+420724000001"}, "callbylistandnumber"),
        ({"phase": "Manual"}, "callmanual"),
        ({"result": "Active"}, "oneattemptpernumber"),
    ],
)
def test_it_goes_along_an_index(floor: Floor, filter_: dict[str, str], index: str) -> None:
    floor.conn.execute("SET LOCAL enable_seqscan TO off")
    name, down, condition = floor.row("SELECT * FROM call_way(%s)", Jsonb(filter_))
    walk = floor.value("SELECT call_walk(%s, %s, %s, NULL)", name, down, condition)
    walk = walk.replace("$1", f"'{json.dumps(filter_)}'::jsonb").replace("$3", "30000")
    plan = " ".join(line for (line,) in floor.rows(f"EXPLAIN {walk}"))
    assert index in plan, plan
