"""How a call has ended: from what was seen of its channel, never from the order of it."""

from __future__ import annotations

from dataclasses import dataclass

from ..base import Happening

# Causes of ITU-T Q.850, as Asterisk gives them when the far end was what ended the channel.
WORDS: dict[int, tuple[Happening, str]] = {
    1: ("failed", "bad number"),  # unallocated
    3: ("failed", "bad number"),  # no route to destination
    22: ("failed", "bad number"),  # number changed
    28: ("failed", "bad number"),  # invalid number format
    17: ("busy", "busy"),
    18: ("no_answer", "no answer"),
    19: ("failed", "unreachable"),
    20: ("failed", "unreachable"),  # subscriber absent
    27: ("failed", "unreachable"),  # destination out of order
    34: ("failed", "congestion"),
    38: ("failed", "congestion"),  # network out of order
    41: ("failed", "congestion"),  # temporary failure
    42: ("failed", "congestion"),  # switching equipment congestion
}
REJECTED, FORBIDDEN = 21, 403


@dataclass(slots=True)
class Facts:
    """What was seen of a channel."""

    ringing: bool = False
    answered: bool = False
    ended_by_us: bool = False  # hung up on command, or because the agent's side was gone
    ended_there: bool = False  # ChannelHangupRequest that was not ours

    def outcome(self, cause: int, sip: int | None) -> tuple[Happening, str]:
        """Return the event that ends the call, and its cause in words and Q.850's and SIP's number.

        sip is what Asterisk 22 tells besides (tech_cause); 16 does not, and then a number
        that the trunk refused to dial (403) counts as declined by the called party.
        """
        happening, word = self._word(cause, sip)
        numbers = "/".join(str(number) for number in (cause, sip) if number)
        return happening, f"{word} ({numbers})" if numbers else word

    def _word(self, cause: int, sip: int | None) -> tuple[Happening, str]:
        if self.answered:
            if self.ended_by_us:
                return "hangup_agent", "hung up here"
            return "hangup_called", "hung up there" if self.ended_there else "cut off"
        if self.ended_by_us:
            return "hangup_agent", "given up here"
        if not self.ended_there:  # the ring time was over
            return ("no_answer", "no answer") if self.ringing else ("failed", "dead end")
        if cause == REJECTED:
            return "failed", "refused" if sip == FORBIDDEN else "declined"
        return WORDS.get(cause, ("failed", "failed"))
