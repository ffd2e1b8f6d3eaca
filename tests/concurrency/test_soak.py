"""Everybody at once: runners, agents, a PBX that repeats itself, DBAs (DIST-9, PHASE-2, DIAL-2)."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg

from tests.concurrency.sessions import settle, shared_floor
from tests.conftest import Database
from tests.floor import Floor

ROUNDS = 500  # in which something was done
TRIES = 6000
AGENTS = 12
CALLS = 600
DETAIL = UUID("de7a0000-0000-4000-8000-000000000001")

# What a session that is too late may be told; anything else is a fault. Class PD is ours,
# 23505 the indexes of DIST-9 towards a person's statement, 40P01 two bulk statements of people.
REFUSED = ("PD", "23505", "40P01")


class Soak:
    """A number of sessions, each doing at random what somebody of its kind does."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.floor = shared_floor(database)
        self.floor.set("OutboundList", self.floor.list_id, PreviewTime=None, MaxOffers=50)
        self.floor.set("Project", self.floor.project_id, ResultWait=None)
        for result in ("Busy", "NoAnswer", "Failed"):
            self.floor.add("RetryRule", CallResult=result, Delay=0)
        self.agents = [self.floor.agent(MaxMissedCalls=None) for _ in range(AGENTS)]
        self.floor.cycle()  # the months of the history
        self.floor.calls(CALLS)
        self.done: Counter[str] = Counter()
        self.faults: list[str] = []
        self.people = 0

    def run(self, *people: Callable[[random.Random, Floor], str | None]) -> None:
        """Let each do its rounds in a session and thread of its own, runners as long as others do."""
        self.people = sum(doing != self.runner for doing in people)
        gate = threading.Barrier(len(people))
        threads = [
            threading.Thread(target=self._act, args=(seed, doing, gate))
            for seed, doing in enumerate(people)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _act(
        self,
        seed: int,
        doing: Callable[[random.Random, Floor], str | None],
        gate: threading.Barrier,
    ) -> None:
        chance = random.Random(seed)  # noqa: S311
        floor = self.floor.via(settle(self.database.connect()))
        gate.wait()
        rounds = tries = 0
        while self.people > 0 if doing == self.runner else rounds < ROUNDS and tries < TRIES:
            rounds, tries = rounds + 1, tries + 1
            try:
                done = doing(chance, floor)
                self.done[done or "nothing"] += 1
                rounds -= done is None
            except psycopg.Error as error:
                code = error.sqlstate or ""
                if doing == self.runner or not code.startswith(REFUSED):
                    self.faults.append(f"{doing.__name__}: {code} {error}")
                self.done[f"refused {code}"] += 1
        if doing != self.runner:
            self.people -= 1
        if doing == self.dba:
            # The others go on: nothing stays switched off.
            floor.conn.execute(b"UPDATE OutboundList SET Activity = 'Running'")
            floor.conn.execute(b"UPDATE Skill SET PbxOutEnabled = 1")

    def runner(self, _chance: random.Random, floor: Floor) -> str | None:
        """Run the cycle; nothing at all may go wrong in it."""
        return "offered" if floor.cycle().offered else None

    def agent(self, chance: random.Random, floor: Floor) -> str | None:
        """Do with a call of one's own what an agent does, right or too late."""
        agent = chance.choice(self.agents)
        call = floor.rows(
            "SELECT OutboundCallId FROM OutboundCall WHERE AgentId = %s AND CallResult = 'Active' LIMIT 1",
            agent,
        )  # fmt: skip
        if not call:
            floor.do("set_agent_status", agent, "Ready")
            return None
        if chance.random() < 0.02:
            floor.do("set_agent_status", agent, "Pause")
        deed = chance.choice(
            ["accept_offer", "accept_offer", "dial_call", "dial_call", "hang_up", "reject_offer"]
        )
        if chance.random() < 0.1:
            floor.do("set_call_result", call[0][0], agent, DETAIL)
            return "result"
        floor.do(deed, call[0][0], agent)
        return deed

    def pbx(self, chance: random.Random, floor: Floor) -> str | None:
        """Take commands; report events twice and in any order."""
        floor.do("beat", "soak")
        taken = floor.rows("SELECT pbx_call_id FROM take_pbx_commands('soak', 5)")
        known = taken or floor.rows(
            "SELECT PbxCallId FROM OutboundCall WHERE CallPhase IN ('AgentDialing', 'AgentTalk')"
            " AND CallResult = 'Active' ORDER BY random() LIMIT 2"
        )
        for (pbx_call,) in known:
            events = ["ringing", chance.choice(["answered", "answered", "busy", "no_answer"])]
            if chance.random() < 0.5:
                events.append("hangup_called")
            chance.shuffle(events)
            for event in [*events, events[0]]:
                floor.do("report_pbx_event", pbx_call, event)
        return "event" if known else None

    def dba(self, chance: random.Random, floor: Floor) -> str | None:
        """Change what a DBA changes, in bulk too."""
        statement = chance.choice([
            "UPDATE OutboundList SET Activity = 'Paused'",
            "UPDATE OutboundList SET Activity = 'Running'",
            "UPDATE OutboundList SET Activity = 'Running'",
            "UPDATE OutboundList SET Activity = 'Running'",
            "UPDATE OutboundCall SET CallResult = 'Paused' WHERE CallResult = 'Scheduled' AND OutboundCallId %% 17 = 3",
            "UPDATE OutboundCall SET CallResult = 'Scheduled' WHERE CallResult = 'Paused'",
            "UPDATE OutboundCall SET CallPhase = 'Enqueue' WHERE CallResult IN ('Neglected', 'Completed')",
            "UPDATE OutboundCall SET Priority = OutboundCallId %% 5 WHERE CallResult = 'Scheduled'",
            "UPDATE OutboundCall SET CallPhase = 'Manual' WHERE OutboundCallId %% 31 = 5",
            "UPDATE OutboundCall SET CallPhase = 'Enqueue' WHERE CallPhase = 'Manual'",
            "UPDATE Skill SET PbxOutEnabled = 1 - PbxOutEnabled WHERE random() < 0.1",
            "UPDATE Skill SET PbxOutEnabled = 1",
        ])  # fmt: skip
        return "dba" if floor.conn.execute(statement.replace("%%", "%").encode()).rowcount else None


def test_everybody_at_once(database: Database) -> None:
    """DIST-9, DIAL-2: after it every invariant holds; nobody met a fault, a runner not even a refusal."""
    soak = Soak(database)
    soak.run(
        soak.runner, soak.runner, soak.runner, soak.agent, soak.agent, soak.agent, soak.agent,
        soak.pbx, soak.pbx, soak.dba,
    )  # fmt: skip
    assert soak.faults == []
    for deed in ("offered", "accept_offer", "dial_call", "hang_up", "reject_offer", "event", "dba"):
        assert soak.done[deed] > 0, f"nobody did {deed}: {soak.done}"
    assert soak.floor.broken() == []
    dialled: Any = soak.floor.value(
        "SELECT count(*) FROM PbxCommand WHERE Command = 'originate' AND TakenTime IS NOT NULL"
    )
    assert dialled > 0
