from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import psycopg
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.floor import Floor
from tests.phases.model import OFFERED, Answer, Call, update
from tests.phases.states import PHASES, RESULTS, State, transitions

CALLS, AGENTS = 4, 3
EVENTS = ("ringing", "answered", "busy", "no_answer", "failed", "hangup_called", "hangup_agent")
# What the model knows of; the dialler's own phases it does not.
KNOWN = [
    phase
    for phase in PHASES
    if phase not in ("PredictiveDial", "Answered", "AgentRing", "AutoDial", "IvrScript")
]
a_call = st.integers(0, CALLS - 1)
an_agent = st.integers(0, AGENTS - 1)
# What an UPDATE may also be refused with: an agent who is not there or has a call already, no agent at all.
NOT_NOW = ("23505", "23514", "PD002", "PD005", "PD022")


class Machine(RuleBasedStateMachine):
    """Random actions on a few calls, each compared with the model."""

    def __init__(self, db: psycopg.Connection[Any], seen: Counter[str]) -> None:
        super().__init__()
        self.db, self.seen = db, seen

    @initialize()
    def open_the_floor(self) -> None:
        self.db.execute("SAVEPOINT example")
        self.floor = floor = Floor(self.db)
        floor.set("Project", floor.project_id, ResultWait=None)
        floor.set("OutboundList", floor.list_id, MaxOffers=3, PreviewTime=None)
        floor.set("Configuration", "DialGuard", ConfigurationValue="100000000")
        self.agents = [floor.agent(MaxMissedCalls=None) for _ in range(AGENTS)]
        by_hand = floor.outbound_list(ManualDistribution=1, PreviewTime=None)
        self.calls = {
            floor.call(OutboundListId=each): Call(State("", ""))
            for each in (floor.list_id, by_hand) * 2
        }
        self.steps = transitions(self.db)
        self.done = floor.value(
            "SELECT CallResultDetailId FROM CallResultDetail WHERE DisplayName = 'Done'"
        )
        self.look()

    def teardown(self) -> None:
        self.db.execute("ROLLBACK TO SAVEPOINT example")

    def look(self) -> None:
        """Take over where the calls stand now."""
        for key, call in self.calls.items():
            phase, result, call.agent, detail, missed = self.floor.see(
                key, "CallPhase", "CallResult", "AgentId", "CallResultDetailId", "MissedBy"
            )
            call.has_detail, call.last_missed = detail is not None, missed[-1] if missed else None
            if State(phase, result) == ("AgentDialing", "Active") != call.state:
                call.heard = set()
            call.state = State(phase, result)

    def act(
        self, number: int, answer: Callable[[Call], Answer], action: Callable[[int], Any]
    ) -> None:
        """Act on a call; it must come to what the model says, and the other calls must stay."""
        key = [*self.calls][number]
        before = {each: call.state for each, call in self.calls.items()}
        expected = answer(self.calls[key])
        try:
            with self.db.transaction():
                action(key)
        except psycopg.Error as refused:
            assert refused.sqlstate == expected, (before[key], expected, refused)
            self.seen["refused"] += 1
        else:
            found = State(*self.floor.see(key))
            assert not isinstance(expected, str), (before[key], expected, found)
            assert found in expected, (before[key], expected, found)
            self.seen["moved" if found != before[key] else "stayed"] += 1
        self.look()
        assert {each: call.state for each, call in self.calls.items() if each != key} == {
            each: state for each, state in before.items() if each != key
        }

    @rule(
        number=a_call,
        who=an_agent,
        verb=st.sampled_from(["accept", "reject", "dial", "hang_up", "hold", "resume"]),
    )
    def click(self, number: int, who: int, verb: str) -> None:
        agent = self.agents[who]
        names = {
            "accept": "accept_offer",
            "reject": "reject_offer",
            "dial": "dial_call",
            "hang_up": "hang_up",
            "hold": "hold_call",
            "resume": "resume_call",
        }
        self.act(
            number,
            lambda call: getattr(call, verb)(agent),
            lambda key: self.floor.do(names[verb], key, agent),
        )

    @rule(
        number=a_call,
        verb=st.sampled_from(["accept", "dial", "dial", "hang_up", "set_result", "hold", "resume"]),
    )
    def own_agent_clicks(self, number: int, verb: str) -> None:
        agent = [*self.calls.values()][number].agent
        if agent is None:
            return
        if verb == "set_result":
            self.set_result_by(number, agent)
        else:
            self.click(number, self.agents.index(agent), verb)

    @rule(number=a_call, who=an_agent)
    def set_result(self, number: int, who: int) -> None:
        self.set_result_by(number, self.agents[who])

    def set_result_by(self, number: int, agent: Any) -> None:
        self.act(
            number,
            lambda call: call.set_result(agent),
            lambda key: self.floor.do("set_call_result", key, agent, self.done),
        )

    @rule(number=a_call, who=an_agent, personal=st.booleans())
    def reschedule(self, number: int, who: int, personal: bool) -> None:
        agent, when = self.agents[who], self.floor.pass_time(1)
        when = when.replace(year=when.year + 1)
        self.act(
            number, lambda call: call.reschedule(agent),
            lambda key: self.floor.do("reschedule_call", key, agent, when, personal),
        )  # fmt: skip

    @rule(number=a_call, event=st.sampled_from(EVENTS))
    def report(self, number: int, event: str) -> None:
        key = [*self.calls][number]
        if self.floor.see(key, "PbxCallId"):
            self.act(number, lambda call: call.hear(event), lambda key: self.floor.pbx(key, event))
            self.calls[key].heard.add(event)

    @rule(number=a_call)
    def schedule(self, number: int) -> None:
        self.act(
            number, lambda call: call.schedule(), lambda key: self.floor.do("schedule_call", key)
        )

    @rule(number=a_call)
    def enqueue(self, number: int) -> None:
        self.act(
            number, lambda call: call.enqueue(), lambda key: self.floor.do("enqueue_call", key)
        )

    @rule(number=a_call, verb=st.sampled_from(["pause", "cancel", "neglect"]))
    def put(self, number: int, verb: str) -> None:
        result = {"pause": "Paused", "cancel": "Cancelled", "neglect": "Neglected"}[verb]
        self.act(
            number, lambda call: call.put(result), lambda key: self.floor.do(f"{verb}_call", key)
        )

    @rule(
        number=a_call, phase=st.none() | st.sampled_from(KNOWN), result=st.none() | st.sampled_from(RESULTS),
        who=st.none() | an_agent,
    )  # fmt: skip
    def write(self, number: int, phase: str | None, result: str | None, who: int | None) -> None:
        """An UPDATE that anybody might write."""
        key = [*self.calls][number]
        before = self.calls[key].state
        changes: dict[str, Any] = {"CallPhase": phase, "CallResult": result}
        changes = {name: value for name, value in changes.items() if value} or {"Priority": 1}
        if who is not None:
            changes["AgentId"] = self.agents[who]
        expected = update(self.steps, before, phase, result)
        try:
            with self.db.transaction():
                self.floor.set("OutboundCall", key, **changes)
        except psycopg.Error as refused:
            if refused.sqlstate == "PD001":
                assert before not in expected, (before, phase, result)
                assert not expected, (before, phase, result)
            else:
                assert refused.sqlstate in NOT_NOW, (before, phase, result, refused)
            self.seen["write refused"] += 1
        else:
            found = State(*self.floor.see(key))
            also = (
                {State("Enqueue", "Scheduled")}
                if State("EnqueueNoTime", "Scheduled") in expected
                else set()
            )
            # A conversation that ends waits for its result; an offer may be the last one.
            also |= (
                {State("WaitForResult", "Active")}
                if phase in ("HangupAgent", "HangupCalled")
                else set()
            )
            assert found in expected | also, (before, phase, result, found)
            self.seen["written"] += 1
        self.look()

    @rule(who=an_agent, status=st.sampled_from(["Ready", "Ready", "Pause"]))
    def be(self, who: int, status: str) -> None:
        with self.db.transaction():
            self.floor.do("set_agent_status", self.agents[who], status)

    @rule(seconds=st.sampled_from([1, 30, 3600]))
    def time_passes(self, seconds: int) -> None:
        self.floor.pass_time(seconds)

    @rule()
    def cycle(self) -> None:
        before = {key: call.state for key, call in self.calls.items()}
        result = self.floor.cycle()
        self.look()
        offers = [
            key
            for key, call in self.calls.items()
            if call.state in OFFERED and before[key] != call.state
        ]
        assert result.offered >= len(offers)
        assert self.floor.value("SELECT count(*) FROM match_calls()") == 0, (
            "a call and an agent were left waiting"
        )
        self.seen["offered"] += result.offered

    @invariant()
    def all_is_well(self) -> None:
        assert self.floor.broken() == []


def test_random_actions_come_to_what_the_model_says(db: psycopg.Connection[Any]) -> None:
    """PHASE-2 to PHASE-5, DIST-9, DIAL-1: procedures and UPDATEs in any order, invariants after each."""
    seen: Counter[str] = Counter()
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        lambda: Machine(db, seen),
        settings=settings(
            max_examples=100, stateful_step_count=30, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    assert (
        min(
            seen[kind]
            for kind in ("offered", "moved", "stayed", "refused", "written", "write refused")
        )
        > 50
    ), seen
