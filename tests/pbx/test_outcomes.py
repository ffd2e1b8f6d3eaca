"""Hundreds of real calls: each ends in the status and with the cause that its far end stands for."""

from __future__ import annotations

import re
from collections import Counter

from pgdialer.runner.asterisk.private import PrivatePbx
from pgdialer.runner.bridges.asterisk.attempt import LINES
from pgdialer.runner.simulation.chance import dice

from tests.asterisk_kit.version import is_old
from tests.pbx.centre import Centre, number

# By the last two digits of the number: status, phase and cause.
EXPECTED = {
    "00": ("Completed", "HangupAgent", None),
    "01": ("Busy", "AgentDialing", "busy (17/486)"),
    "02": ("NoAnswer", "AgentDialing", "no answer (19/480)"),
    "03": ("Failed", "AgentDialing", "bad number (1/404)"),
    "04": ("Failed", "AgentDialing", "congestion (34/503)"),
    "05": ("Completed", "HangupCalled", "hung up there"),
    "06": ("Completed", "HangupAgent", None),
    "07": ("Failed", "AgentDialing", "declined (21/603)"),
    "08": ("Failed", "AgentDialing", "unreachable (19/480)"),
    "09": ("Failed", "AgentDialing", "bad number (22/410)"),
    "10": ("Failed", "AgentDialing", "bad number (28/484)"),
    "11": ("Failed", "AgentDialing", "dead end (19/480)"),
    "12": ("Completed", "HangupAgent", None),
    "13": ("Completed", "HangupCalled", "hung up there"),
    "14": ("Failed", "AgentDialing", "refused (21/403)"),
    "15": ("Failed", "AgentDialing", "bad number (1/404)"),
}
# What an Asterisk that does not tell SIP's status leaves open; the others only lack that number.
WITHOUT_SIP = {"02": "no answer", "11": "dead end", "14": "declined (21)"}
CALLS, PHONES = 320, 40


def expected(pbx: PrivatePbx) -> dict[str, tuple[str, str, str | None]]:
    """What is to come out on this Asterisk."""
    if not is_old(pbx):
        return EXPECTED
    return {
        ending: (status, phase, WITHOUT_SIP.get(ending, cause and re.sub(r"/\d+", "", cause)))
        for ending, (status, phase, cause) in EXPECTED.items()
    }


def test_every_outcome(centre: Centre) -> None:
    """DIAL-3, DIAL-4: 320 calls in random order, all of them right; nothing is left on the PBX."""
    endings = [*EXPECTED] * (CALLS // len(EXPECTED))
    dice("outcomes").shuffle(endings)
    floor = centre.floor
    floor.conn.cursor().executemany(
        "INSERT INTO OutboundCall (OutboundListId, Number) VALUES (%s, %s)",
        [(floor.list_id, number(ending)) for ending in endings],
    )
    centre.run()
    centre.seat(PHONES)
    centre.work(0.5, ["05", "13"])
    seen = floor.rows("""
        SELECT right(Number, 2), CallResult::text, CallPhase::text, regexp_replace(Cause, '^(hung up there).*', '\\1')
        FROM OutboundCall""")
    right = expected(centre.pbx)
    wrong = Counter(row for row in seen if row[1:] != right[row[0]])
    assert (len(seen), wrong) == (CALLS, Counter())
    assert floor.value("SELECT count(*) FROM PbxCommand WHERE Command = 'originate'") == CALLS
    assert floor.broken() == []
    centre.until(lambda: all(one.startswith("line-") for one in centre.channels()))
    # An old one keeps the bridge that a line has left until the line moves again.
    old = is_old(centre.pbx)
    centre.until(
        lambda: [one["id"] for one in centre.bridges() if one["channels"] or not old] == [LINES]
    )
