"""phases.md: statuses, phases, and the transitions between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set

from scripts.reference.common import MEANINGS, Connection, match, opening, quoted, table

Row = tuple[str | None, str | None, str, str, int, str]
Step = tuple[str | None, str, int, str]  # from phase, to phase, rank, event

LITERALS = "SELECT LiteralId, LiteralName FROM LiteralLookup WHERE GroupId = %s ORDER BY LiteralId"
TRANSITIONS = """
    SELECT FromPhase::text, FromResult::text, ToPhase::text, ToResult::text, Rank, EventType
    FROM PhaseTransition
    ORDER BY FromPhase::text COLLATE "C" NULLS FIRST, Rank, ToPhase::text COLLATE "C",
        EventType COLLATE "C", FromResult::text COLLATE "C", ToResult::text COLLATE "C"
"""
FINAL = frozenset(
    ["Completed", "Cancelled", "NoAnswer", "Busy", "ToContinue", "TalkError", "Failed", "NoResult"]
)


def phases_page(conn: Connection) -> str:
    """Describe the phase machine."""
    statuses = conn.execute(LITERALS, [42]).fetchall()
    phases = conn.execute(LITERALS, [43]).fetchall()
    of_status, of_phase = MEANINGS["statuses"], MEANINGS["phases"]
    stage = {name: title for title, names in MEANINGS["stages"].items() for name in names}
    match("statuses", of_status, (name for _, name in statuses))
    match("phases", of_phase, (name for _, name in phases))
    match("stages", stage, of_phase)
    rows = conn.execute(TRANSITIONS.encode()).fetchall()
    text = opening("phases")
    text += ["## Statuses", ""]
    text += table("", "Status", "Meaning", rows=((i, n, of_status[n]) for i, n in statuses))
    text += ["## Phases", ""]
    text += table(
        "", "Phase", "Stage", "Meaning", rows=((i, n, stage[n], of_phase[n]) for i, n in phases)
    )
    return "\n".join([*text, *_drawings(rows), *_transitions(rows)])


def _drawings(rows: list[Row]) -> list[str]:
    """Draw which phase may follow which, statuses left out."""
    edges: dict[tuple[str | None, str], list[str]] = defaultdict(list)
    for source, _, target, _, _, event in rows:
        if source != target and event not in edges[source, target]:
            edges[source, target].append(event)
    left = {*edges}
    text = ["## Drawings", "", "Which phase may follow which, and how the history calls it.", ""]
    for title, names in MEANINGS["drawings"].items():
        text += [f"### {title}", "", "```mermaid", "stateDiagram-v2"]
        for (source, target), events in edges.items():
            # A call may begin in several drawings, but is shown to do so once.
            begins = source is None and (source, target) in left
            if target in names and (source in names or begins):
                text.append(f"    {source or '[*]'} --> {target}: {', '.join(events)}")
                left.discard((source, target))
        text += ["```", ""]
    by_targets: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for source in sorted({source or "a new call" for source, _ in left}):
        by_targets[tuple(sorted(t for s, t in left if (s or "a new call") == source))].append(
            source
        )
    text += ["Not drawn:", ""]
    text += [f"- {quoted(s)} to {quoted(t)}" for t, s in sorted(by_targets.items())]
    return [*text, ""]


def _transitions(rows: list[Row]) -> list[str]:
    """List all transitions, those that differ in their status only in one line."""
    text = [
        "## Transitions",
        "",
        "Any other is refused with `PD001`. Where a statement sets only the phase, or the status,",
        "the row that fits with the lowest rank gives the other half. *Any final* is one of",
        f"{quoted(sorted(FINAL))}.",
        "",
    ]
    steps: dict[Step, dict[str | None, set[str]]] = defaultdict(lambda: defaultdict(set))
    for source, from_result, target, to_result, rank, event in rows:
        steps[source, target, rank, event][from_result].add(to_result)
    lines = []
    for (source, target, rank, event), moves in steps.items():
        if {*moves} == FINAL and all(to == FINAL - {was} for was, to in moves.items()):
            lines.append([source, "any final", target, "another final", rank, event])
            continue
        merged: dict[frozenset[str], set[str | None]] = defaultdict(set)
        for was, to in moves.items():
            merged[frozenset(to)].add(was)
        for targets, was_one_of in merged.items():
            before, after = _named(was_one_of), _named(targets)
            lines.append([source or "(a new call)", before, target, after, rank, event])
    heads = ["From phase", "Status", "To phase", "Status", "Rank", "Event"]
    return [*text, *table(*heads, rows=lines)]


def _named(statuses: Set[str | None]) -> str:
    return "any final" if statuses == FINAL else ", ".join(sorted(s for s in statuses if s))
