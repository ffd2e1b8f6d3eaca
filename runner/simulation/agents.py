"""The people on the floor: what an agent does next, and after how long.

Pure: it is given what an agent sees on the screen and says what that agent will do. The same seed,
agent and sight give the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .chance import around, dice

Act = Literal[
    "log in", "be ready", "take a break", "accept", "reject", "dial", "hang up", "choose a result"
]


@dataclass(frozen=True, slots=True)
class Sight:
    """What an agent sees: the status, and the call if there is one."""

    activity: str
    status: str
    call: int | None = None
    phase: str | None = None
    step: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What an agent will do, in how many seconds, if nothing changes until then."""

    act: Act
    after: float


@dataclass(frozen=True)
class Manner:
    """How agents work: shares of occasions, times in seconds (medians unless said otherwise)."""

    misses: float = 0.03  # of the offers: does not look at the screen
    rejects: float = 0.02  # of the offers
    reacts: float = 3.0  # to an offer
    reads: float = 8.0  # the preview, before dialling early
    lets_preview_end: float = 0.15  # of the previews: reads until it dials by itself
    gives_up_ringing: float = 0.03  # of the attempts
    patience: float = 18.0  # before giving up
    ends_talk: float = 0.45  # of the conversations: says goodbye first, if the customer does not
    talks: float = 90.0
    wraps_up: float = 14.0
    wrap_up_spread: float = 0.6
    tidies: float = 5.0  # after the result, before the next call
    arrives: float = 20.0  # within, when the shift begins
    works: float = 4500.0  # between two breaks
    rests: float = 540.0
    comes_back: float = 60.0  # when sent on a break for missing offers
    calls_later: float = 0.6  # of the results "call another time": names the time as well
    later: float = 5400.0  # four times as long at most
    personally: float = 0.3  # of those: wants to make the call again


class Person:
    """One agent's character."""

    def __init__(self, seed: int, login: str, manner: Manner | None = None) -> None:
        self._key = (seed, login)
        self._manner = manner or Manner()
        self._mood = dice(*self._key)
        self._did: Act | None = None
        self._work_until = self._manner.works * self._mood.random()

    def plan(self, sight: Sight, moment: float) -> Plan | None:
        """Say what comes next; moment is in seconds since the shift began. None: wait."""
        manner = self._manner
        if sight.call is not None:
            return self._with_call(sight)
        match sight.activity:
            case "LogOff":
                return Plan("log in", manner.arrives * self._mood.random())
            case "Pause":
                return Plan("be ready", self._pause())
            case "PostCall":
                return Plan("be ready", around(self._mood, manner.tidies, 0.5))
        return Plan("take a break", max(0.0, self._work_until - moment))

    def did(self, act: Act, moment: float) -> None:
        """Take note of what was done."""
        if act == "be ready" and self._did == "take a break":
            self._work_until = moment + around(self._mood, self._manner.works, 0.4)
        self._did = act

    def choose(self, sight: Sight, details: int) -> int:
        """Choose one of so many results offered: the first is the usual one."""
        weights = [5.0, *(0.75**place for place in range(1, details))]
        chance = dice(*self._key, sight.call, sight.step, "result")
        return chance.choices(range(details), weights)[0]

    def calls_later(self, sight: Sight) -> tuple[float, bool] | None:
        """Say in how many seconds to call again, and whether personally; None: leaves it open."""
        chance = dice(*self._key, sight.call, sight.step, "later")
        if chance.random() > self._manner.calls_later:
            return None
        later = min(around(chance, self._manner.later, 0.8), 4 * self._manner.later)
        return later, chance.random() < self._manner.personally

    def _with_call(self, sight: Sight) -> Plan | None:
        manner = self._manner
        chance = dice(*self._key, sight.call, sight.step)
        fate = chance.random()
        match sight.phase:
            case "AgentOfferFirst" | "AgentOfferNext":
                if fate < manner.misses:
                    return None
                act: Act = "reject" if fate < manner.misses + manner.rejects else "accept"
                return Plan(act, around(chance, manner.reacts, 0.4))
            case "AgentPreCall":
                if fate < manner.lets_preview_end:
                    return Plan("dial", 10 * manner.reads)  # the list is quicker, if it has a limit
                return Plan("dial", around(chance, manner.reads, 0.5))
            case "AgentDialing" if fate < manner.gives_up_ringing:
                return Plan("hang up", manner.patience)
            case "AgentTalk" if fate < manner.ends_talk:
                return Plan("hang up", around(chance, manner.talks, 0.7))
            case "WaitForResult":
                return Plan(
                    "choose a result", around(chance, manner.wraps_up, manner.wrap_up_spread)
                )
        return None

    def _pause(self) -> float:
        """How long a pause lasts: one that was wanted, the one after logging in, or a sent one."""
        match self._did:
            case "take a break":
                return around(self._mood, self._manner.rests, 0.4)
            case "log in" | None:
                return self._manner.reacts
        return around(self._mood, self._manner.comes_back, 0.4)
