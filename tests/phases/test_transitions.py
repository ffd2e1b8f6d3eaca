"""PHASE-2: every state, every target, by UPDATE: the trigger does what the table says, and nothing else."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import psycopg
import pytest

from tests.floor import Floor
from tests.phases.states import PHASES, RESULTS, State, Step, put, states, transitions

# Tries one statement and takes it back, whatever came of it.
TRY = """
    CREATE FUNCTION pg_temp.try_all(call_id bigint, phases text[], results text[])
    RETURNS TABLE (n integer, phase text, result text, code text, message text, hint text, step integer, events bigint)
    LANGUAGE plpgsql AS $$
    BEGIN
        FOR n IN 1..cardinality(phases) LOOP
            code := NULL; message := NULL; hint := NULL; phase := NULL; result := NULL; step := NULL;
            BEGIN
                UPDATE OutboundCall AS c
                SET CallPhase = coalesce(phases[n]::CallPhase, c.CallPhase),
                    CallResult = coalesce(results[n]::CallResult, c.CallResult)
                WHERE c.OutboundCallId = call_id
                RETURNING c.CallPhase, c.CallResult, c.Step INTO phase, result, step;
                SELECT count(*) INTO events FROM CallEvent AS e
                WHERE e.OutboundCallId = call_id AND e.Step = try_all.step
                    AND e.ToPhase::text = phase AND e.ToResult::text = result;
                RAISE SQLSTATE 'UNDO1';
            EXCEPTION
                WHEN SQLSTATE 'UNDO1' THEN NULL;
                WHEN OTHERS THEN
                    GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT, code = RETURNED_SQLSTATE;
            END;
            RETURN NEXT;
        END LOOP;
    END $$
"""


class Tried(NamedTuple):
    """What came of a statement that set a phase, a status, or both."""

    n: int
    phase: str
    result: str
    code: str | None
    message: str
    hint: str
    step: int
    events: int


class Bench:
    """Calls in every state, tried one by one."""

    def __init__(self, db: psycopg.Connection[Any]) -> None:
        self.floor = Floor(db)
        self.floor.set("OutboundList", self.floor.list_id, MaxOffers=None)
        self.agent = self.floor.agent()
        db.execute(TRY.encode())
        self.steps = transitions(db)
        self.states = states(db)

    def onward(self, start: State) -> list[Step]:
        return [step for step in self.steps if step.start == start]

    def tried(self, start: State, targets: list[tuple[str | None, str | None]]) -> list[Tried]:
        """Try each target from a state; None leaves the phase or the status alone."""
        with self.floor.conn.transaction(force_rollback=True):
            call = put(self.floor, start, self.agent)
            phases, results = zip(*targets, strict=True)
            rows = self.floor.rows(
                "SELECT * FROM pg_temp.try_all(%s, %s, %s)", call, list(phases), list(results)
            )
        return [Tried(*row) for row in rows]


@pytest.fixture
def bench(db: psycopg.Connection[Any]) -> Bench:
    return Bench(db)


def outcomes(bench: Bench, start: State, phase: str, result: str) -> set[State]:
    """Return what the table lets become of a statement that asks for this phase and status."""
    onward = bench.onward(start)
    if result == start.result:
        fitting = [step for step in onward if step.to.phase == phase]
    elif phase == start.phase:
        fitting = [step for step in onward if step.to.result == result]
    else:
        fitting = [step for step in onward if step.to == State(phase, result)]
    # The status that was asked for if the table has it, else what the lowest rank says.
    exact = [step for step in fitting if step.to == State(phase, result)]
    fitting = exact or fitting
    found = {step.to for step in fitting if step.rank == min(each.rank for each in fitting)}
    if phase in ("HangupAgent", "HangupCalled") and result == "Active":
        found = {step.to for step in fitting if step.to.result == "NoResult"}
    # With no window of its own a call is always inside it.
    return {
        State("Enqueue", to.result) if to == ("EnqueueNoTime", "Scheduled") else to for to in found
    }


def check(bench: Bench, start: State, targets: list[tuple[str | None, str | None]]) -> set[str]:
    """Compare what came of each target with the table; return what was seen."""
    seen = set()
    for (phase, result), tried in zip(targets, bench.tried(start, targets), strict=True):
        asked = State(phase or start.phase, result or start.result)
        case = (start, phase, result, tried)
        if asked == start:
            assert (tried.code, tried.phase, tried.result, tried.step) == (None, *start, 1), case
            seen.add("same")
            continue
        allowed = outcomes(bench, start, *asked)
        if allowed:
            assert tried.code is None, case
            assert State(tried.phase, tried.result) in allowed, (case, allowed)
            is_same = State(tried.phase, tried.result) == start
            assert (tried.step, tried.events) == (
                (1, 0) if is_same and tried.step == 1 else (2, 1)
            ), case
            seen.add("taken")
        else:
            assert tried.code == "PD001", case
            assert start.phase in tried.message, case
            assert asked.phase in tried.message, case
            named = set(re.findall(r"\w+", tried.hint.partition(":")[2]))
            if asked.phase != start.phase:
                assert named == {step.to.phase for step in bench.onward(start)}, case
            else:
                assert named == {step.to.result for step in bench.onward(start)}, case
            seen.add("refused")
    return seen


def test_setting_the_phase_alone(bench: Bench) -> None:
    """PHASE-2, PHASE-3: from every state to every phase; the status follows, or PD001 says what is possible."""
    seen = {
        each
        for start in bench.states
        for each in check(bench, start, [(phase, None) for phase in PHASES])
    }
    assert seen == {"same", "taken", "refused"}


def test_setting_the_status_alone(bench: Bench) -> None:
    """PHASE-2, PHASE-3: from every state to every status; the phase follows, or PD001 says what is possible."""
    seen = {
        each
        for start in bench.states
        for each in check(bench, start, [(None, result) for result in RESULTS])
    }
    assert seen == {"same", "taken", "refused"}


@pytest.mark.parametrize("part", range(4))
def test_setting_both(bench: Bench, part: int) -> None:
    """PHASE-2: from every state to every pair of phase and status, whether the table has it or not."""
    targets: list[tuple[str | None, str | None]] = [
        (phase, result) for phase in PHASES for result in RESULTS
    ]
    seen = {each for start in bench.states[part::4] for each in check(bench, start, targets)}
    assert seen == {"same", "taken", "refused"}


def test_creating_in_every_state(bench: Bench) -> None:
    """PHASE-2: a call begins in a pair that the table lets it begin in, whoever inserts it."""
    floor = bench.floor
    allowed = {
        State(*row)
        for row in floor.rows(
            "SELECT ToPhase, ToResult FROM PhaseTransition WHERE FromPhase IS NULL"
        )
    }
    begun = set()
    for phase in PHASES:
        for result in RESULTS:
            try:
                with floor.conn.transaction():
                    # CALL-5: only a visitor begins in conversation.
                    kind = "Visitor" if (phase, result) == ("AgentTalk", "Prepared") else "DialOut"
                    call = floor.call(
                        CallPhase=phase, CallResult=result, AgentId=bench.agent, CallType=kind
                    )
                    begun.add(State(phase, result))
                    found = State(*floor.see(call))
                    assert found == ("Enqueue" if phase == "EnqueueNoTime" else phase, result)
                    raise psycopg.Rollback
            except psycopg.Error as refused:
                assert refused.sqlstate == "PD001", (phase, result, refused)
                assert refused.diag.message_primary is not None
                assert phase in refused.diag.message_primary
    assert begun == allowed
