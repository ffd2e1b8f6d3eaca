"""LIST-1, LIST-2: which lists and which parts of a batch are distributed."""

from __future__ import annotations

import psycopg
import pytest

from tests.floor import Floor


@pytest.mark.parametrize(
    ("activity", "offers"), [("Prepared", 0), ("Running", 1), ("Paused", 0), ("Completed", 0)]
)
def test_only_running_lists_distribute(db: psycopg.Connection, activity: str, offers: int) -> None:
    """LIST-1, DIST-2: Prepared, Paused and Completed lists offer nothing."""
    floor = Floor(db)
    floor.agent()
    floor.call(OutboundListId=floor.outbound_list(Activity=activity))
    assert floor.cycle().offered == offers


@pytest.mark.parametrize("way", ["set_list_activity", "UPDATE"])
def test_pausing_takes_effect_on_the_next_offer(db: psycopg.Connection, way: str) -> None:
    """LIST-1: calls in progress go on, whatever phase they are in; no other call is offered."""
    floor = Floor(db)
    offered, previewed, talking = floor.offered(), floor.offered(), floor.talking()
    floor.do("accept_offer", previewed, floor.see(previewed, "AgentId"))
    floor.agent()
    waiting = floor.call()
    if way == "UPDATE":
        floor.set("OutboundList", floor.list_id, Activity="Paused")
    else:
        floor.do(way, floor.list_id, "Paused")
    assert floor.cycle().offered == 0
    agents = {call: floor.see(call, "AgentId") for call in (offered, previewed, talking)}
    assert floor.do("accept_offer", offered, agents[offered]) == "AgentPreCall"
    assert floor.do("dial_call", previewed, agents[previewed]) == "AgentDialing"
    assert floor.pbx(previewed, "answered") == "applied"
    assert floor.do("hang_up", talking, agents[talking]) in ("WaitForResult", "HangupAgent")
    assert floor.see(waiting) == ("Enqueue", "Scheduled")
    floor.do("set_list_activity", floor.list_id, "Running")
    assert floor.cycle().offered == 1


@pytest.mark.parametrize("mode", ["Preview", "Progressive", "Power", "Predictive", "Ivr"])
def test_lists_of_the_dialler_are_left_to_it(db: psycopg.Connection, mode: str) -> None:
    """DIST-2, LIST-5: a call reserved for the dialler is not offered, unless it is pre-distributed."""
    floor = Floor(db)
    floor.set("OutboundList", floor.list_id, DialingMode=mode)
    owner, _ = floor.agent(), floor.agent()
    floor.call()
    own = floor.call(Predistributed=1, AgentId=owner)
    assert floor.cycle().offered == (2 if mode in ("Preview", "Progressive") else 1)
    assert floor.see(own, "AgentId") == owner


def test_a_batch_is_released_in_steps(db: psycopg.Connection) -> None:
    """LIST-2, DIST-2: only ranks up to RankBarrier are distributed; raised, it lets the next ones in at once."""
    floor = Floor(db)
    batch = floor.batch(RankBarrier=2)
    for _ in range(8):
        floor.agent()
    calls = [floor.call(OutboundListImportId=batch, Rank=rank) for rank in (6, 5, 4, 3, 2, 1)]

    def offered() -> list[int]:
        floor.cycle()
        return [
            floor.see(call, "Rank") for call in calls if floor.see(call, "CallResult") == "Active"
        ]

    assert offered() == [2, 1]
    floor.set("OutboundListImport", batch, RankBarrier=4)
    assert offered() == [4, 3, 2, 1]
    floor.set("OutboundListImport", batch, RankBarrier=None)
    assert offered() == [6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize("change", [{"RankBarrier": 1}, {"RankBarrier": 0}, {"Active": 0}])
def test_a_batch_held_back_again(db: psycopg.Connection, change: dict[str, int]) -> None:
    """LIST-2, DIST-2: a barrier lowered, or a batch switched off, holds its calls back until it is put right."""
    floor = Floor(db)
    batch = floor.batch(RankBarrier=5)
    other = floor.call(OutboundListImportId=floor.batch(RankBarrier=5), Rank=3)
    calls = [floor.call(OutboundListImportId=batch, Rank=rank) for rank in (2, 3)]
    floor.set("OutboundListImport", batch, **change)
    floor.agent(), floor.agent(), floor.agent()
    assert floor.cycle().offered == 1
    assert floor.see(other, "CallResult") == "Active"
    floor.set("OutboundListImport", batch, RankBarrier=5, Active=1)
    assert floor.cycle().offered == 2
    assert [floor.see(call, "CallResult") for call in calls] == ["Active"] * 2


def test_a_call_moved_within_its_batch(db: psycopg.Connection) -> None:
    """LIST-2, DIST-2: a rank that is changed counts at once, both ways."""
    floor = Floor(db)
    floor.agent()
    call = floor.call(OutboundListImportId=floor.batch(RankBarrier=5), Rank=6)
    floor.set("OutboundCall", call, Rank=5)
    floor.set("OutboundCall", call, Rank=6)
    assert floor.cycle().offered == 0
    floor.set("OutboundCall", call, Rank=5)
    assert floor.cycle().offered == 1
