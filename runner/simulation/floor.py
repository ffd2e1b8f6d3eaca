"""The floor: simulated agents at the database's public functions, each as a person at a screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
import structlog

from ..session import Again, Session
from .agents import Act, Manner, Person, Sight

log = structlog.get_logger()

SEE = """
    SELECT a.AgentId, s.Activity::text, s.DisplayName, c.OutboundCallId, c.CallPhase::text, c.Step
    FROM Agent AS a
    INNER JOIN AgentStatus AS s ON s.AgentStatusId = a.AgentStatusId
    LEFT JOIN LATERAL (
        SELECT o.OutboundCallId, o.CallPhase, o.Step
        FROM OutboundCall AS o
        WHERE o.AgentId = a.AgentId AND o.CallResult = 'Active'
            AND o.CallPhase IN (
                'AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall', 'AgentDialing', 'AgentTalk',
                'AgentRing')
        UNION ALL
        SELECT o.OutboundCallId, o.CallPhase, o.Step
        FROM OutboundCall AS o
        WHERE o.AgentId = a.AgentId AND o.CallPhase = 'WaitForResult'
        LIMIT 1
    ) AS c ON true
    WHERE a.AgentId = ANY (%s)
"""
LOG_IN = "SELECT log_in(%s, %s)"
STATUS = "SELECT set_agent_status(%s, %s)"
WITH_CALL: dict[Act, str] = {
    "accept": "SELECT accept_offer(%s, %s)",
    "reject": "SELECT reject_offer(%s, %s)",
    "dial": "SELECT dial_call(%s, %s)",
    "hang up": "SELECT hang_up(%s, %s)",
}
OFFERED = "SELECT CallResultDetailId, CallResult::text FROM offered_details(%s)"
RESULT = "SELECT set_call_result(%s, %s, %s)"
LATER = "SELECT reschedule_call(%s, %s, clock() + %s * interval '1 second', %s)"
HINT = "SELECT send_hint()"

LOG_OFF = "SELECT log_off(%s)"
READY, BREAK = "Ready", "Pause"

CONNECTIONS = 16  # shared by the agents, besides the one that looks at the screens


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits where."""

    agent_id: UUID
    workplace_id: UUID
    login: str


class _Agent:
    def __init__(self, seat: Seat, person: Person, session: Session) -> None:
        self.seat = seat
        self.person = person
        self.session = session
        self.seen: tuple[Any, ...] = ()  # the row that sight was made of
        self.timer: asyncio.TimerHandle | None = None
        self.acting: asyncio.Task[None] | None = None


class Floor:
    """A shift of agents. `speed` seconds of theirs pass in a second."""

    def __init__(
        self,
        seats: Sequence[Seat],
        connect: Callable[[], Session],
        seed: int = 1,
        speed: float = 1.0,
        *,
        manner: Manner | None = None,
        look: float = 0.5,
        hint: Callable[[], None] | None = None,
    ) -> None:
        """Make the floor; look is how many seconds a change on a screen may go unseen.

        hint is called after an act, for a runner in this process; None: the database sends one.
        """
        self._speed = speed
        self._look = look
        self._hint = hint
        self._eyes = connect()
        hands = [connect() for _ in range(min(len(seats), CONNECTIONS))]
        self._agents = {
            seat.agent_id: _Agent(seat, Person(seed, seat.login, manner), hands[place % len(hands)])
            for place, seat in enumerate(seats)
        }
        self._sessions = [self._eyes, *hands]
        self._awake = asyncio.Event()
        self._acted: list[UUID] = []  # since the last look at the screens
        self._look_at_all_from = 0.0
        self._closing = False
        self._began = 0.0

    def stir(self) -> None:
        """Have everybody look at their screens at once."""
        self._look_at_all_from = 0.0
        self._awake.set()

    def close(self) -> None:
        """Have run() return, when everybody has finished what they are doing."""
        self._closing = True
        self._awake.set()

    async def run(self) -> None:
        """Work until close()."""
        self._began = asyncio.get_running_loop().time()
        while not self._closing:
            self._awake.clear()
            try:
                await self._look_round(self._who_looks())
            except Again as error:
                log.info("screens are dark", error=str(error))
            with suppress(TimeoutError):
                async with asyncio.timeout(self._look):
                    await self._awake.wait()
            await asyncio.sleep(self._look / 10)
        for agent in self._agents.values():
            if agent.timer:
                agent.timer.cancel()
        await asyncio.gather(*(agent.acting for agent in self._agents.values() if agent.acting))

    async def go_home(self) -> None:
        """Log everybody off who is not in a call, and close the connections."""
        for agent in self._agents.values():
            with suppress(psycopg.Error, Again):
                await self._eyes.rows(LOG_OFF, agent.seat.agent_id)
        for session in self._sessions:
            await session.close()

    def _moment(self) -> float:
        """Seconds of the agents' time since the shift began."""
        return (asyncio.get_running_loop().time() - self._began) * self._speed

    def _who_looks(self) -> list[UUID]:
        """Say whose screens may have changed: what one agent does shows on no other's screen."""
        acted, self._acted = self._acted, []
        now = asyncio.get_running_loop().time()
        if now < self._look_at_all_from:
            return acted
        self._look_at_all_from = now + self._look
        return list(self._agents)

    async def _look_round(self, who: list[UUID]) -> None:
        for row in await self._eyes.rows(SEE, who):
            agent = self._agents[row[0]]
            if agent.acting or agent.seen == row:
                continue
            if agent.timer:
                agent.timer.cancel()
            agent.seen, sight = row, Sight(*row[1:])
            plan = agent.person.plan(sight, self._moment())
            if plan:
                agent.timer = asyncio.get_running_loop().call_later(
                    plan.after / self._speed, self._begin, agent, sight, plan.act
                )

    def _begin(self, agent: _Agent, sight: Sight, act: Act) -> None:
        agent.acting = asyncio.get_running_loop().create_task(self._act(agent, sight, act))

    async def _act(self, agent: _Agent, sight: Sight, act: Act) -> None:
        try:
            await self._do(agent, sight, act)
            agent.person.did(act, self._moment())
            if self._hint:
                self._hint()
            else:
                await agent.session.rows(HINT)
        except (psycopg.Error, Again) as error:
            # The call has moved on meanwhile, or the line was bad: look again.
            log.info("not done", agent=agent.seat.login, act=act, call=sight.call, error=str(error))
        finally:
            agent.acting, agent.seen = None, ()
            self._acted.append(agent.seat.agent_id)
            self._awake.set()

    async def _do(self, agent: _Agent, sight: Sight, act: Act) -> None:
        tell, agent_id = agent.session.rows, agent.seat.agent_id
        match act:
            case "log in":
                await tell(LOG_IN, agent_id, agent.seat.workplace_id)
            case "be ready":
                await tell(STATUS, agent_id, READY)
            case "take a break":
                await tell(STATUS, agent_id, BREAK)
            case "choose a result":
                await self._choose(agent, sight)
            case _:
                await tell(WITH_CALL[act], sight.call, agent_id)

    async def _choose(self, agent: _Agent, sight: Sight) -> None:
        tell, agent_id, person = agent.session.rows, agent.seat.agent_id, agent.person
        offered = await tell(OFFERED, sight.call)
        detail, result = offered[person.choose(sight, len(offered))]
        later = person.calls_later(sight) if result == "ToContinue" else None
        if later:
            seconds, personally = later
            await tell(LATER, sight.call, agent_id, 1 + seconds / self._speed, personally)
        else:
            await tell(RESULT, sight.call, agent_id, detail)
