"""Twenty agents with open lines, two hundred preview calls, and sound in all of them."""

from __future__ import annotations

from pgdialer.runner.asterisk import tone

from tests.pbx.centre import Centre, number
from tests.pbx.sound import hears

OTHER = 1300.0
CALLS, PHONES = 200, 20
ENOUGH = 10  # packets: a fifth of a second
TALKS = """
    SELECT c.OutboundCallId, c.AgentId, c.CallPhase::text, c.PbxCallId, w.LineId
    FROM OutboundCall AS c JOIN Workplace AS w USING (WorkplaceId)
    WHERE c.CallResult = 'Active' AND c.CallPhase <> 'WaitForResult'
"""


def test_two_hundred_previews_with_sound(centre: Centre) -> None:
    """DIAL-1: in every call the agent's telephone speaks a tone that the customer sends back, and is sent sound."""
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
    centre.pbx.cli("module load app_mixmonitor.so")
    listening: dict[int, int] = {}  # call -> packets that the agent had been sent before

    def name_of(channel: str) -> str:
        name: str = centre.pbx.ask("GET", f"/channels/{channel}")["name"]
        return name

    def all_heard() -> bool:
        bridges = centre.bridges()
        for call, agent, phase, channel, line in floor.rows(TALKS):
            ears = [centre.pbx.recordings / f"{end}-{call:04}.sln" for end in ("agent", "customer")]
            if phase == "AgentOfferFirst":
                floor.do("accept_offer", call, agent)
            elif phase == "AgentPreCall":
                floor.do("dial_call", call, agent)
            elif phase == "AgentTalk" and call not in listening:
                if any({channel, line} <= {*one["channels"]} for one in bridges):
                    # What comes back from the customer and what goes out to the agent: each of them, as a snoop
                    # channel, is deaf at times from its beginning on, while the sound is in the packets.
                    for name, way, ear in zip((line, channel), "tr", ears, strict=True):
                        centre.pbx.cli(f"mixmonitor start {name_of(name)} ,{way}({ear})")
                    listening[call] = centre.packets(line, "txcount")
            elif (
                phase == "AgentTalk"
                and any(ear.exists() and hears(ear, tone.TONE, OTHER) for ear in ears)
                and centre.packets(line, "txcount") >= listening[call] + ENOUGH
            ):
                centre.pbx.cli(f"mixmonitor stop {name_of(line)}")
                floor.do("set_call_result", call, agent, centre.result_done)
                floor.do("hang_up", call, agent)
        return (
            floor.value("SELECT count(*) FROM OutboundCall WHERE CallResult = 'Completed'") == CALLS
        )

    centre.until(all_heard, 240)
    assert len(listening) == CALLS
    assert floor.broken() == []
