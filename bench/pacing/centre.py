"""The centre: who is ready, what rings, who talks; an event loop over a heap.

Once a second a way of pacing is asked. It sees what the database's own pacing sees, and says how
many calls to start, or that each agent who is ready gets a call (agent first).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

from ...runner.simulation.chance import around, dice
from .world import Attempt, Setting, attempts

KEPT = 200  # newest times of which quantiles are taken
LEAST = 20  # with fewer times nothing is known yet
MINUTES = 30


@dataclass(slots=True)
class Agent:
    """Somebody who works here, and takes a break when it is time for one."""

    number: int
    rest_at: float
    since: float = 0.0  # at work, or on a break
    works: bool = False


@dataclass(slots=True)
class Call:
    """A call in progress; agent: who is reserved for it or talks."""

    attempt: Attempt
    dialled: float
    agent: Agent | None = None
    waits: bool = False


@dataclass(frozen=True)
class Minute:
    """What had happened by the end of a minute, since the beginning."""

    answered: int
    abandoned: int


class Centre:
    """One run, second by second."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.now = 0.0
        self.ready: deque[Agent] = deque()  # the longest idle first
        self.busy: dict[int, float] = {}  # agent -> since when
        self.ringing: dict[int, float] = {}  # call dialled ahead -> when
        self.waiting: deque[Call] = deque()
        self.ended: deque[int] = deque([0], MINUTES)
        self.answers: deque[int] = deque([0], MINUTES)
        self.answer_times: deque[float] = deque(maxlen=KEPT)
        self.handle_times: deque[float] = deque(maxlen=KEPT)
        self.answered = self.abandoned = self.attempted = 0
        self.talked = self.at_work = 0.0
        self.minutes: list[Minute] = []
        self._attempts = attempts(setting)
        self._events: list[tuple[float, int, str, Any]] = []
        self._count = 0
        self._mood = dice(setting.seed, "agents", setting.agents)
        self._agents = [
            Agent(number, setting.works * self._mood.random()) for number in range(setting.agents)
        ]
        for agent in self._agents:
            self._at(setting.arrives * self._mood.random(), "arrive", agent)

    def run_to(self, moment: float) -> None:
        """Let everything happen until then."""
        events = self._events
        while events and events[0][0] <= moment:
            self.now, _, what, whom = heappop(events)
            getattr(self, f"_{what}")(whom)
        self.now = moment
        for agent in [one for one in self.ready if one.rest_at <= moment]:
            self.ready.remove(agent)
            self._rest(agent)
        if moment % 60.0 == 0.0:
            self.minutes.append(Minute(self.answered, self.abandoned))
            self.ended.append(0)
            self.answers.append(0)

    def start(self, calls: int) -> None:
        """Dial calls ahead."""
        for _ in range(calls):
            self._count += 1
            number = self._count
            call = self._dial(None)
            self.ringing[number] = self.now
            self._at(self.now + call.attempt.after, "known", (number, call))

    def start_for_agents(self) -> None:
        """Dial a call for each agent who is ready and not needed by calls dialled ahead."""
        spare = len(self.ready) - len(self.ringing) - len(self.waiting)
        for _ in range(spare):
            agent = self.ready.popleft()
            self.busy[agent.number] = self.now
            self._count += 1
            call = self._dial(agent)
            self._at(self.now + call.attempt.after, "known", (self._count, call))

    def finish(self) -> None:
        """Add the time at work that has not ended yet."""
        self.at_work += sum(self.now - agent.since for agent in self._agents if agent.works)

    # What happens.

    def _at(self, moment: float, what: str, whom: object) -> None:
        self._count += 1
        heappush(self._events, (moment, self._count, what, whom))

    def _dial(self, agent: Agent | None) -> Call:
        throw, with_answer, without = next(self._attempts)
        answered = throw < self.setting.rate_at(self.now)
        self.attempted += 1
        return Call(with_answer if answered else without, self.now, agent)

    def _known(self, what: tuple[int, Call]) -> None:
        number, call = what
        self.ringing.pop(number, None)
        self.ended[-1] += 1
        if call.attempt.outcome != "answered":
            if call.agent:
                self.busy.pop(call.agent.number)
                self._become_ready(call.agent)
            return
        self.answered += 1
        self.answers[-1] += 1
        self.answer_times.append(call.attempt.after)
        if call.agent:
            self._talk(call, call.agent)
        elif self.ready:
            self._talk(call, self.ready.popleft())
        else:
            call.waits = True
            self.waiting.append(call)
            self._at(self.now + self.setting.patience, "abandon", call)

    def _talk(self, call: Call, agent: Agent) -> None:
        call.agent = agent
        self.busy[agent.number] = self.now
        ends = self.now + call.attempt.talk
        self.talked += max(min(ends, self.setting.length) - self.now, 0.0)
        self._at(ends + call.attempt.wrap_up, "wrapped_up", agent)

    def _abandon(self, call: Call) -> None:
        if call.waits:
            call.waits = False
            self.waiting.remove(call)
            self.abandoned += 1

    def _wrapped_up(self, agent: Agent) -> None:
        self.handle_times.append(self.now - self.busy.pop(agent.number))
        self._become_ready(agent)

    def _become_ready(self, agent: Agent) -> None:
        if agent.rest_at <= self.now:
            self._rest(agent)
        elif self.waiting:
            call = self.waiting.popleft()
            call.waits = False
            self._talk(call, agent)
        else:
            self.ready.append(agent)

    def _rest(self, agent: Agent) -> None:
        agent.works = False
        self.at_work += self.now - agent.since
        self._at(self.now + around(self._mood, self.setting.rests, 0.4), "arrive", agent)

    def _arrive(self, agent: Agent) -> None:
        if self.now > self.setting.arrives:
            agent.rest_at = self.now + around(self._mood, self.setting.works, 0.4)
        agent.works = True
        agent.since = self.now
        self._become_ready(agent)
