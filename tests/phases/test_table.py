"""PHASE-2: the table itself, held against the page."""

from __future__ import annotations

import itertools

import psycopg
import pytest

from tests.phases.states import (
    AFTER,
    BEFORE,
    CALLED_OFF,
    DURING,
    PHASES,
    RESULTS,
    State,
    states,
    transitions,
)  # fmt: skip


def test_integers_of_the_reports(db: psycopg.Connection) -> None:
    """PHASE: Active 0 … ToContinue 12 in group 42, AgentDialing 0 … AgentRing 20 in group 43."""
    for group, names in ((42, RESULTS), (43, PHASES)):
        found = db.execute(
            "SELECT LiteralName, LiteralId FROM LiteralLookup WHERE GroupId = %s ORDER BY LiteralId",
            (group,),
        ).fetchall()
        assert found == [(name, number) for number, name in enumerate(names)]


def test_pairs_are_those_of_the_stages(db: psycopg.Connection) -> None:
    """PHASE-2: no phase carries a status of another stage, and every phase and every status is used."""
    found = set(states(db))
    assert found <= BEFORE | DURING | AFTER | CALLED_OFF
    assert {state.phase for state in found} == set(PHASES)
    assert {state.result for state in found} == set(RESULTS)


def test_every_state_can_be_reached_and_left(db: psycopg.Connection) -> None:
    """PHASE-2: nothing is stranded: from every state some step leads on, and every step starts from a real state."""
    steps, there = transitions(db), set(states(db))
    reached = {
        State(*row)
        for row in db.execute(
            "SELECT ToPhase, ToResult FROM PhaseTransition WHERE FromPhase IS NULL"
        )
    }
    while more := {step.to for step in steps if step.start in reached} - reached:
        reached |= more
    assert reached == there
    assert {step.start for step in steps} == there


def test_the_ideal_path(db: psycopg.Connection) -> None:
    """PHASE-1: manual release, offer, preview, dial, conversation, result: each is one step."""
    path = [
        State("Manual", "Prepared"), State("Enqueue", "Scheduled"), State("AgentOfferFirst", "Active"),
        State("AgentPreCall", "Active"), State("AgentDialing", "Active"), State("AgentTalk", "Active"),
        State("WaitForResult", "Active"), State("HangupCalled", "Completed"),
    ]  # fmt: skip
    known = {(step.start, step.to) for step in transitions(db)}
    assert [pair for pair in itertools.pairwise(path) if pair not in known] == []


def test_from_paused_only_scheduled(db: psycopg.Connection) -> None:
    """PHASE-4: from Paused the only way on is Scheduled."""
    onward = {step.to.result for step in transitions(db) if step.start.result == "Paused"}
    assert onward == {"Scheduled"}


def test_from_neglected_only_scheduled_anew(db: psycopg.Connection) -> None:
    """PHASE-4: a neglected call is queued anew or stays; no step offers or dials it."""
    onward = {step.to for step in transitions(db) if step.start.result == "Neglected"}
    assert {state.result for state in onward} == {"Scheduled"}
    assert {state.phase for state in onward} <= {"Enqueue", "EnqueueNoTime"}


def test_only_waiting_calls_are_offered(db: psycopg.Connection) -> None:
    """PHASE-1, DIST-2: an offer starts from a call that is Scheduled."""
    starts = {
        step.start.result
        for step in transitions(db)
        if step.to.phase in ("AgentOfferFirst", "AgentOfferNext")
    }
    assert starts == {"Scheduled"}


@pytest.mark.parametrize("phase", ["HangupAgent", "HangupCalled"])
def test_an_ended_call_is_not_active(db: psycopg.Connection, phase: str) -> None:
    """PHASE: after a call there is a result; Active is for calls in progress."""
    assert State(phase, "Active") not in states(db)
