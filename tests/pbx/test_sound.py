"""Twenty agents with open lines, two hundred preview calls, and sound in all of them."""

from __future__ import annotations

import time

from tests.pbx.centre import Centre, number
from tests.pbx.sound import loudness

TONE, OTHER = 440, 620
AGENTS, CALLS = 20, 200
APP = "pgdialer-one"  # of the runner


def listen(centre: Centre, call: int, line: str) -> None:
    """Have the agent of a call speak a tone for two seconds, and record what the agent hears."""
    mouth, ear = f"mouth-{call:04}", f"ear-{call:04}"
    ask = centre.pbx.ask
    ask("POST", f"/channels/{line}/snoop/{mouth}?app={APP}&whisper=in&appArgs=snoop")
    ask("POST", f"/channels/{line}/snoop/{ear}?app={APP}&spy=out&appArgs=snoop")
    centre.insist("POST", f"/channels/{mouth}/play?media=tone:{TONE}")
    centre.insist("POST", f"/channels/{ear}/record?name={ear}&format=wav")


def test_two_hundred_previews_with_sound(centre: Centre) -> None:
    """DIAL-1: a tone that the agent speaks comes back from the customer, who echoes it, in every call."""
    floor = centre.floor
    floor.conn.cursor().executemany(
        "INSERT INTO OutboundCall (OutboundListId, Number) VALUES (%s, %s)",
        [(floor.list_id, number("12")) for _ in range(CALLS)],
    )
    centre.run()
    centre.seat(AGENTS)
    centre.lines_up()
    since: dict[int, float] = {}

    def all_heard() -> bool:
        for call, agent, phase, channel, line in floor.rows("""
            SELECT c.OutboundCallId, c.AgentId, c.CallPhase::text, c.PbxCallId, w.LineId
            FROM OutboundCall AS c JOIN Workplace AS w USING (WorkplaceId)
            WHERE c.CallResult = 'Active' AND c.CallPhase <> 'WaitForResult'"""):
            if phase == "AgentOfferFirst":
                floor.do("accept_offer", call, agent)
            elif phase == "AgentPreCall":
                floor.do("dial_call", call, agent)
            elif phase == "AgentTalk" and call not in since:
                if any({channel, line} <= {*one["channels"]} for one in centre.bridges()):
                    listen(centre, call, line)
                    since[call] = time.monotonic()
            elif phase == "AgentTalk" and time.monotonic() > since[call] + 2:
                floor.do("set_call_result", call, agent, centre.completed)
                floor.do("hang_up", call, agent)
                for end in ("mouth", "ear"):
                    centre.pbx.ask("DELETE", f"/channels/{end}-{call:04}")
        return (
            floor.value("SELECT count(*) FROM OutboundCall WHERE CallResult = 'Completed'") == CALLS
        )

    centre.until(all_heard, 240)
    heard = {
        call: (loudness(file, TONE), loudness(file, OTHER))
        for call in since
        for file in [centre.pbx.recordings / f"ear-{call:04}.wav"]
    }
    assert len(heard) == CALLS
    deaf = {
        call: tones for call, tones in heard.items() if tones[0] < 0.02 or tones[0] < 10 * tones[1]
    }
    assert deaf == {}
    assert floor.broken() == []
