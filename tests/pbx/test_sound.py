"""Twenty agents with open lines, two hundred preview calls, and sound in all of them."""

from __future__ import annotations

from pgdialer.runner.asterisk import tone

from tests.pbx.centre import Centre, number
from tests.pbx.sound import hears

OTHER = 1300.0
CALLS, PHONES = 200, 20
TALKS = """
    SELECT c.OutboundCallId, c.AgentId, c.CallPhase::text, c.PbxCallId, w.LineId
    FROM OutboundCall AS c JOIN Workplace AS w USING (WorkplaceId)
    WHERE c.CallResult = 'Active' AND c.CallPhase <> 'WaitForResult'
"""


def test_two_hundred_previews_with_sound(centre: Centre) -> None:
    """DIAL-1: in every call the agent's telephone speaks a tone until it hears it back from the customer, who echoes."""
    floor = centre.floor
    floor.conn.cursor().executemany(
        "INSERT INTO OutboundCall (OutboundListId, Number) VALUES (%s, %s)",
        [(floor.list_id, number("12")) for _ in range(CALLS)],
    )
    for extension in centre.pbx.agents:
        centre.far_ends.register(extension, "speaks")
    centre.run()
    centre.seat(PHONES)
    centre.lines_up()
    names = {one["id"]: one["name"] for one in centre.pbx.ask("GET", "/channels")}
    centre.pbx.cli("module load app_mixmonitor.so")
    listening: set[int] = set()

    def all_heard() -> bool:
        bridges = centre.bridges()
        for call, agent, phase, channel, line in floor.rows(TALKS):
            ear = centre.pbx.recordings / f"ear-{call:04}.sln"
            if phase == "AgentOfferFirst":
                floor.do("accept_offer", call, agent)
            elif phase == "AgentPreCall":
                floor.do("dial_call", call, agent)
            elif phase == "AgentTalk" and call not in listening:
                if any({channel, line} <= {*one["channels"]} for one in bridges):
                    # What goes out to the agent, and nothing that comes from there. (A snoop channel that
                    # spies on that alone is deaf at times, while the sound is in the packets.)
                    centre.pbx.cli(f"mixmonitor start {names[line]} ,t({ear})")
                    listening.add(call)
            elif phase == "AgentTalk" and ear.exists() and hears(ear, tone.TONE, OTHER):
                floor.do("set_call_result", call, agent, centre.result_done)
                floor.do("hang_up", call, agent)
                centre.pbx.cli(f"mixmonitor stop {names[line]}")
        return (
            floor.value("SELECT count(*) FROM OutboundCall WHERE CallResult = 'Completed'") == CALLS
        )

    centre.until(all_heard, 240)
    assert len(listening) == CALLS
    assert floor.broken() == []
