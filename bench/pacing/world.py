"""What is the same for all ways of pacing: the setting, its customers, and its agents' habits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ...runner.simulation.chance import around, dice

Outcome = Literal["answered", "refused", "silent"]


@dataclass(frozen=True)
class Setting:
    """One run. Times are in seconds, medians unless said otherwise; shares are of all attempts."""

    agents: int = 30
    answer_rate: float = 0.3
    hours: float = 8.0
    seed: int = 1
    limit: float = 3.0  # percent of live answers that may be abandoned
    patience: float = 2.0  # after the answer: then the call is abandoned
    ring_time: float = 30.0  # from the first ring until the attempt is given up
    jump: float = 0.3  # added to the answer rate for one hour
    jump_from: float = 0.5  # of the run has gone by when that hour begins
    jump_hours: float = 1.0
    refused: float = 0.15  # of what nobody answers: busy, dead, broken, known at once
    setup: float = 1.8
    answer_after: float = 8.0
    talk: float = 70.0
    long_talk: float = 0.06  # of the conversations: no end to them
    longest_talk: float = 3600.0
    wrap_up: float = 14.0
    tidy: float = 5.0
    works: float = 4500.0  # between two breaks
    rests: float = 540.0
    arrives: float = 120.0  # within, when the shift begins

    @property
    def length(self) -> float:
        """Seconds of the run."""
        return self.hours * 3600.0

    def rate_at(self, moment: float) -> float:
        """Return the chance that a call dialled at this moment is answered."""
        since = moment - self.jump_from * self.length
        jumped = 0.0 <= since < min(self.jump_hours * 3600.0, self.length / 8.0)
        return min(self.answer_rate + (self.jump if jumped else 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one attempt goes: when its end or its answer is known, and how long the call keeps."""

    outcome: Outcome
    after: float  # from dialling
    talk: float
    wrap_up: float


def attempts(setting: Setting) -> Iterator[tuple[float, Attempt, Attempt]]:
    """Yield for each call a throw of the dice, and the attempt with an answer and without."""
    chance = dice(setting.seed, "attempts", setting.agents, setting.answer_rate)
    while True:
        setup = around(chance, setting.setup, 0.4)
        answer = around(chance, setting.answer_after, 0.6)
        while answer > setting.ring_time:
            answer = around(chance, setting.answer_after, 0.6)
        talk = around(chance, setting.talk, 0.8)
        if chance.random() < setting.long_talk:
            talk = 3 * setting.talk * chance.paretovariate(1.7)
        wrap_up = around(chance, setting.wrap_up, 0.6) + around(chance, setting.tidy, 0.5)
        refused = chance.random() < setting.refused
        yield (
            chance.random(),
            Attempt("answered", setup + answer, min(talk, setting.longest_talk), wrap_up),
            Attempt("refused", setup + 1.0, 0.0, 0.0)
            if refused
            else Attempt("silent", setup + setting.ring_time, 0.0, 0.0),
        )
