"""Random floors, on which every rule of the distribution decides something now and then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import psycopg

from tests.floor import Floor

HOUR = timedelta(hours=1)
START = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
# The first cycle: most lists are open then, some windows have opened or closed since the start.
NOON = START + 4 * HOUR
NUMBERS = (
    "+420724{:06}", "+420724{:06}", "+420724{:06}", "+44 7400 {:06}", "+1 212 710 {:04}", "+1 800 710 {:04}",
)  # fmt: skip


class RandomFloor:
    """A floor that a seeded random generator furnishes."""

    def __init__(self, conn: psycopg.Connection[Any], seed: int) -> None:
        self.rng = Random(seed)  # noqa: S311
        self.floor = Floor(conn, at=START)
        self.settings()
        self.languages = [self.floor.language(code) for code in ("cs", "en")]
        self.projects = [self.some_project() for _ in range(3)]
        self.agents = [self.some_agent() for _ in range(self.rng.randrange(5, 11))]
        self.lists = [self.some_list() for _ in range(4)]
        self.batches = {each: self.some_batch(each) for each in self.lists[:3]}
        self.calls = [self.some_call() for _ in range(self.rng.randrange(8, 26))]
        self.floor.at(NOON)

    def maybe(self, share: float, *choices: Any) -> Any:
        """Return one of the choices in this share of cases, else None."""
        return self.rng.choice(choices) if self.rng.random() < share else None

    def flag(self, share: float) -> int:
        """Return 1 in this share of cases, else 0."""
        return int(self.rng.random() < share)

    def settings(self) -> None:
        rng, floor = self.rng, self.floor
        floor.status("Own calls only", CallPreDistribute=1)
        floor.status("Second ready", "Ready")
        floor.status("Papers", "PostCall", CallPreDistribute=1)
        unified = rng.choice(("true", "false"))
        floor.set("Configuration", "UseUnifiedQueue", ConfigurationValue=unified)
        # Nothing ends by time alone: what the cycle does then is tested elsewhere.
        floor.set("Configuration", "DialGuard", ConfigurationValue=str(24 * 3600))
        self.matrices = [
            floor.add("BusyCondition", DisplayName=name, IsDefault=default)
            for name, default in (("all", 1), ("own", 0))
        ]
        for matrix in self.matrices:
            for handled in ("Chat", "Mail"):
                for offered in ("Call", "Chat"):
                    floor.add(
                        "BusyConditionRule", BusyConditionId=matrix, HandledChannel=handled,
                        OfferedChannel=offered, Percent=rng.choice((20, 50, 50, 99, 100)),
                    )  # fmt: skip
        self.calendar = floor.add("Calendar", DisplayName="Hours")
        for weekday in (1, 2, 3):
            floor.add(
                "CalendarHours", CalendarId=self.calendar, Weekday=weekday,
                TimeFrom=rng.choice(("08:00", "11:30", "12:30")), TimeTo=rng.choice(("13:00", "13:30", "20:00")),
            )  # fmt: skip

    def some_project(self) -> UUID:
        return self.floor.project(
            LanguageId=self.maybe(0.7, *self.languages),
            WaitingOffset=self.rng.choice((0, 0, 600, 7200)),
            PbxOutDistribute=self.flag(0.95),
        )

    def some_agent(self) -> UUID:
        rng, floor = self.rng, self.floor
        desk = floor.workplace(
            State=self.maybe(0.12, "Busy", "Ring", "Hold", "OutOfOrder") or "Free",
            BlockedUntil=self.maybe(0.2, NOON - HOUR, NOON, NOON + 2 * HOUR),
            Blocking=rng.choice((0, 0, 60, 5 * 3600)),
            MaxOffering=24 * 3600,
        )
        agent = floor.agent(
            skills={each: rng.choice((10, 40, 40, 50)) for each in self.projects if rng.random() < 0.85},
            languages={each: rng.choice((30, 60, 60, 100)) for each in self.languages if rng.random() < 0.85},
            workplace=desk, status=None,
            BusyConditionId=self.maybe(0.5, *self.matrices),
            LastCallUtc=self.maybe(0.7, START - HOUR, START - 2 * HOUR),
            MaxMissedCalls=rng.choice((None, 1, 3)),
        )  # fmt: skip
        if rng.random() < 0.4:
            offset = rng.choice((-10, 10, 20))
            floor.add("Seating", AgentId=agent, WorkplaceId=desk, KnowledgeOffset=offset)
        status = self.maybe(0.2, "Second ready", "Pause", "Own calls only", "Papers", "Logged off")
        floor.do("log_in", agent, desk)
        floor.do("set_agent_status", agent, status or "Ready")
        for table, enabled, engaged in (
            ("Skill", "PbxOutEnabled", "PbxOutChannel"),
            ("Proficiency", "VoiceEnabled", "VoiceChannel"),
        ):
            if rng.random() < 0.12:
                change = (
                    f"UPDATE {table} SET {rng.choice((enabled, engaged))} = 0 WHERE AgentId = %s"
                )
                floor.conn.execute(change.encode(), (agent,))
        for _ in range(rng.choice((0, 0, 0, 1, 2))):
            floor.add(
                "AgentWork", AgentId=agent, Channel=rng.choice(("Chat", "Mail", "Fax", "Call"))
            )
        if rng.random() < 0.05:
            floor.set("Agent", agent, Deleted=1)
        return agent

    def some_list(self) -> UUID:
        return self.floor.outbound_list(
            ProjectId=self.rng.choice(self.projects),
            LanguageId=self.maybe(0.3, *self.languages),
            Activity=self.maybe(0.15, "Prepared", "Paused", "Completed") or "Running",
            DialingMode=self.maybe(0.3, "Progressive", "Power", "Predictive", "Ivr") or "Preview",
            AllowSharedNumber=self.flag(0.5),
            ManualDistribution=self.flag(0.1),
            CalendarId=self.maybe(0.25, self.calendar),
            TimeZone=self.maybe(0.4, "Europe/Lisbon", "Asia/Tokyo"),
            MaxOffers=self.rng.choice((None, 2, 10)),
            PreviewTime=None,
        )

    def some_batch(self, outbound_list: UUID) -> int:
        return self.floor.batch(
            outbound_list, RankBarrier=self.maybe(0.7, 2, 4), Active=self.flag(0.9)
        )

    def some_call(self) -> int:
        rng = self.rng
        self.floor.at(START + rng.randrange(4) * HOUR / 2)
        columns: dict[str, Any] = {
            "OutboundListId": rng.choice(self.lists),
            "Priority": rng.choice((0, 0, 0, 1, 5)),
            "Skill": rng.choice((0, 0, 0, 40, 45)),
            "Proficiency": rng.choice((0, 0, 0, 60, 80)),
            "PreferredAgentId": self.maybe(0.3, *self.agents),
            "ScheduleTime": self.maybe(0.3, START, START + 2 * HOUR, NOON, NOON + HOUR),
        }
        if rng.random() < 0.35:
            batch_of = rng.choice([*self.batches])
            columns |= {"OutboundListId": batch_of, "OutboundListImportId": self.batches[batch_of]}
            columns |= {"Rank": rng.choice((None, 1, 2, 3, 4, 5))}
        if rng.random() < 0.2:
            columns |= {"Predistributed": 1, "AgentId": rng.choice(self.agents)}
        if rng.random() < 0.4:
            columns |= self.some_window()
        return self.floor.call(self.some_number(), **columns)

    def some_number(self) -> str:
        return self.rng.choice(NUMBERS).format(self.rng.randrange(1, self.rng.choice((5, 9999))))

    def some_window(self) -> dict[str, Any]:
        rng = self.rng
        mode = rng.choice(("Range", "Daily", "Daily", "Weekly"))
        low = rng.choice(("00:00", "08:00", "11:00", "12:00"))
        high = rng.choice(("10:30", "12:30", "13:30", "20:00", "23:45"))
        if mode == "Range":
            low, high = (f"2026-11-24 {each}" for each in sorted((low, high)))
        elif mode == "Weekly":
            low, high = f"Mon {low}", rng.choice(("Tue ", "Sun ")) + high
        zone = self.maybe(0.3, "Europe/Prague", "Europe/London", "America/New_York")
        return {"TimeMode": mode, "TimeFrom": low, "TimeTo": high, "TimeZone": zone}
