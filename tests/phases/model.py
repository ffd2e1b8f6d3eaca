"""What each action on a call should come to, written down once more and small.

No windows, no retries, results are waited for without limit: what these do is tested elsewhere.
An answer is a set of states of which one must come about, or the SQLSTATE with which the action is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.phases.states import State, Step

OFFERED = {State("AgentOfferFirst", "Active"), State("AgentOfferNext", "Active")}
PREVIEW = State("AgentPreCall", "Active")
DIALLED = State("AgentDialing", "Active")
TALK = State("AgentTalk", "Active")
AWAITED = State("WaitForResult", "Active")
WAITING = {State("Enqueue", "Scheduled"), State("AgentOfferMissed", "Scheduled")}
MANUAL = State("Manual", "Prepared")
QUEUED = State("Enqueue", "Scheduled")
MISSED = {State("AgentOfferMissed", "Scheduled"), State("AgentOfferMissed", "Neglected")}
ENDED = ("HangupAgent", "HangupCalled")
UNREACHED = {
    "busy": "Busy",
    "no_answer": "NoAnswer",
    "failed": "Failed",
    "hangup_agent": "NoAnswer",
}

Answer = set[State] | str


@dataclass
class Call:
    """A call as the model sees it."""

    state: State
    agent: Any = None
    has_detail: bool = False
    last_missed: Any = None
    heard: set[str] = field(default_factory=set)

    def is_held_by(self, agent: Any) -> bool:
        return self.agent == agent

    @property
    def is_over(self) -> bool:
        return self.state.phase in ENDED or (
            self.state.phase == "AgentDialing" and self.state != DIALLED
        )

    def ends(self, phase: str) -> set[State]:
        """Return what a conversation comes to that ends in this phase."""
        return {State(phase, "Completed")} if self.has_detail else {AWAITED}

    # What the agent does

    def accept(self, agent: Any) -> Answer:
        if not self.is_held_by(agent):
            return "PD020"
        if self.state in OFFERED:
            return {PREVIEW}
        return (
            {self.state}
            if self.state.phase in ("AgentPreCall", "AgentDialing", "AgentTalk")
            else "PD020"
        )

    def reject(self, agent: Any) -> Answer:
        if self.state.phase == "AgentOfferMissed" and self.last_missed == agent:
            return {self.state}
        return MISSED if self.state in OFFERED and self.is_held_by(agent) else "PD020"

    def dial(self, agent: Any) -> Answer:
        if not self.is_held_by(agent):
            return "PD020"
        if self.state in OFFERED | {PREVIEW}:
            return {DIALLED}
        return {self.state} if self.state in (DIALLED, TALK) else "PD020"

    def hang_up(self, agent: Any) -> Answer:
        if not self.is_held_by(agent):
            return "PD020"
        if self.state == PREVIEW:
            return MISSED
        if self.state == DIALLED:
            return {State("AgentDialing", "NoAnswer")}
        if self.state == TALK:
            return self.ends("HangupAgent")
        return {self.state} if self.state == AWAITED or self.is_over else "PD020"

    def hold(self, agent: Any) -> Answer:
        """Put the customer on hold or take the customer off hold: the phase stays."""
        return {TALK} if self.is_held_by(agent) and self.state == TALK else "PD020"

    resume = hold

    def set_result(self, agent: Any) -> Answer:
        """Choose a detail of status Completed."""
        if not self.is_held_by(agent):
            return "PD020"
        if self.state == PREVIEW:
            return {State("HangupAgent", "Completed")}
        if self.state in (DIALLED, TALK):
            return {self.state}
        if self.state == AWAITED:
            return {State(phase, "Completed") for phase in ENDED}
        if self.state.phase in ENDED:
            return {State(self.state.phase, "Completed")}
        return {self.state} if self.is_over else "PD020"

    def reschedule(self, agent: Any) -> Answer:
        if not self.is_held_by(agent) or not (self.state in (PREVIEW, AWAITED) or self.is_over):
            return "PD001" if self.is_held_by(agent) and self.state == DIALLED else "PD020"
        return {QUEUED}

    # What anybody does

    def schedule(self) -> Answer:
        if self.state.result == "Active":
            return "PD001" if self.state not in OFFERED | {PREVIEW} else {QUEUED}
        return {QUEUED}

    def enqueue(self) -> Answer:
        return {QUEUED} if self.state.phase == "Manual" else "PD016"

    def put(self, result: str) -> Answer:
        """Pause, cancel or neglect."""
        if self.state.result == result:
            return {self.state}
        if result == "Paused":
            waits = self.state in WAITING | {MANUAL}
            return {State(self.state.phase, "Paused")} if waits else "PD001"
        if self.state in WAITING | {MANUAL} | OFFERED | {PREVIEW}:
            return {State("Obsolete", result)} | ({State("AgentOfferMissed", result)} & MISSED)
        if result == "Cancelled" and (self.state in (DIALLED, TALK, AWAITED) or self.is_over):
            return (
                {State(phase, result) for phase in (*ENDED, "AgentDialing")}
                if self.may_end()
                else "PD001"
            )
        return "PD001"

    def may_end(self) -> bool:
        return self.state != State("AgentDialing", self.state.result) or self.state == DIALLED

    # What the PBX says

    def hear(self, event: str) -> set[State]:
        if event in self.heard or self.state not in (DIALLED, TALK) or event == "ringing":
            return {self.state}
        if self.state == DIALLED and event == "answered":
            return {TALK}
        if self.state == DIALLED and event in UNREACHED:
            return {State("AgentDialing", UNREACHED[event])}
        if event == "answered":
            return {self.state}
        phase = "HangupAgent" if event == "hangup_agent" else "HangupCalled"
        return {State(phase, "Failed")} if event == "failed" else self.ends(phase)


def update(steps: list[Step], state: State, phase: str | None, result: str | None) -> set[State]:
    """Return what an UPDATE of phase or status may come to by the table; the empty set: it is refused."""
    # What is set to what it is already is not asked for.
    phase = None if phase == state.phase else phase
    result = None if result == state.result else result
    if phase is result is None:
        return {state}
    onward = [step.to for step in steps if step.start == state]
    return {
        to for to in onward if (phase is None or to.phase == phase) and (result is None or to.result == result)
    }  # fmt: skip
