"""PRED-3: twenty agents with open lines, and calls that are dialled ahead of them."""

from __future__ import annotations

from tests.pbx.centre import Centre, number

CALLS, PHONES = 100, 20
JOINED = """
    SELECT extract(epoch FROM t.EventTime - a.HappenedAt) * 1000
    FROM CallEvent AS t
    INNER JOIN OutboundCall AS c ON c.OutboundCallId = t.OutboundCallId
    INNER JOIN PbxEvent AS a ON a.PbxCallId = c.PbxCallId AND a.Event = 'answered'
    WHERE t.ToPhase = 'AgentTalk'
    ORDER BY 1
"""


def test_who_answers_is_with_an_agent_at_once(centre: Centre) -> None:
    """PRED-3, DIAL-1: each answered call is in one bridge with its agent's line; each ends right."""
    floor = centre.floor
    floor.set("OutboundList", floor.list_id, DialingMode="Power", LinesPerAgent=1)
    floor.conn.cursor().executemany(
        "INSERT INTO OutboundCall (OutboundListId, Number) VALUES (%s, %s)",
        [(floor.list_id, number("12")) for _ in range(CALLS)],
    )
    centre.run()
    centre.seat(PHONES)
    centre.lines_up()

    def all_done() -> bool:
        talks = floor.rows(
            "SELECT c.OutboundCallId, c.AgentId, c.PbxCallId, w.LineId FROM OutboundCall AS c"
            " JOIN Workplace AS w USING (WorkplaceId) WHERE c.CallPhase = 'AgentTalk'"
        )
        bridges = centre.bridges()
        for call, agent, channel, line in talks:
            if any({channel, line} <= {*one["channels"]} for one in bridges):
                floor.do("set_call_result", call, agent, centre.result_done)
                floor.do("hang_up", call, agent)
        return (
            floor.value("SELECT count(*) FROM OutboundCall WHERE CallResult = 'Completed'") == CALLS
        )

    centre.until(all_done, 240)
    times = [float(one) for (one,) in floor.rows(JOINED)]
    # What the database knew of it, in ms: reported, matched, told, joined, and told back.
    print(f"answered to agent joined, {len(times)} calls: median {times[len(times) // 2]:.1f},"
          f" p99 {times[len(times) * 99 // 100]:.1f} ms")  # fmt: skip
    assert len(times) == CALLS
    assert floor.value("SELECT count(*) FROM OutboundCall WHERE Trial <> 1") == 0
    assert floor.broken() == []


def test_with_no_agent_a_message_is_heard(centre: Centre) -> None:
    """PRED-3: who has answered and has no agent hears it to its end; then it is over on both sides."""
    floor = centre.floor
    floor.set(
        "OutboundList", floor.list_id,
        DialingMode="Power", LinesPerAgent=3, AbandonMessage="beep", AbandonLimit=100,
    )  # fmt: skip
    for _ in range(3):
        floor.call(number("12"))
    centre.run()
    centre.seat(1)
    centre.lines_up()
    centre.until(
        lambda: floor.value(
            "SELECT count(*) FROM OutboundCall WHERE Cause = 'abandoned'"
        ) == 2,
        60,
    )  # fmt: skip
    centre.until(
        lambda: floor.value(
            "SELECT count(*) FROM PbxEvent WHERE Event IN ('hangup_agent', 'hangup_called')"
        ) == 2,
        60,
    )  # fmt: skip
    assert floor.value("SELECT count(*) FROM OutboundCall WHERE CallPhase = 'AgentTalk'") == 1
    assert floor.value(
        "SELECT count(*) FROM PbxCommand WHERE Command = 'message' AND TakenTime IS NOT NULL"
    ) == 2  # fmt: skip
