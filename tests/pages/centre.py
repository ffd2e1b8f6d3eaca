"""A call centre on a Tuesday morning, for pictures of the pages: people, lists and calls as they might be anybody's.

Its clock is a row of its database, the same for all sessions, and moves only when it is told to. The numbers are of
the ranges that the British regulator keeps free for films: nobody has them.
"""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

from tests.floor import Floor

LAST_WEEK = datetime(2026, 11, 19, 15, 20, tzinfo=UTC)
MORNING = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 10, 12, tzinfo=UTC)

CLOCK = """
    CREATE TABLE PictureClock (Moment timestamptz);
    INSERT INTO PictureClock VALUES (now());
    CREATE OR REPLACE FUNCTION clock() RETURNS timestamptz
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT
    AS $$ BEGIN RETURN (SELECT p.Moment FROM PictureClock AS p); END $$
"""
AGENTS = {
    "Amelia Clarke": "North", "Oliver Bennett": "North", "Priya Shah": "North", "Thomas Wright": "North",
    "Chloe Murphy": "North", "Daniel Okafor": "South", "Hannah Lewis": "South", "George Palmer": "South",
    "Sofia Rossi": "South", "James Hughes": "South", "Emily Carter": "South", "Lucas Novak": "South",
}  # fmt: skip
FIRST = (
    "Alice", "Brian", "Catherine", "David", "Eleanor", "Frank", "Grace", "Henry", "Isabel", "Jack", "Karen",
    "Liam", "Martha", "Nathan", "Olivia", "Peter", "Rachel", "Samuel", "Teresa", "Victor", "Wendy",
)  # fmt: skip
LAST = (
    "Adams", "Baker", "Coleman", "Dawson", "Ellis", "Foster", "Gibson", "Harper", "Ingram", "Jennings", "Knight",
    "Lawson", "Mitchell", "Norris", "Osborne", "Parsons", "Reynolds", "Sanders", "Turner", "Underwood", "Walsh",
)  # fmt: skip
AREAS = (
    "1134960",
    "1144960",
    "1154960",
    "1164960",
    "1174960",
    "1184960",
    "1214960",
    "1314960",
    "1614960",
    "2079460",
)
SOLD, LATER, NO_THANKS, MACHINE = (
    "Renewed",
    "Call another time",
    "Not interested",
    "Answering machine",
)


class Centre(Floor):
    """Who works there, what for, and what has come of it so far."""

    def __init__(self, conn: psycopg.Connection[Any]) -> None:
        conn.execute(CLOCK)
        super().__init__(conn, at=LAST_WEEK)
        self.chance = random.Random(1124)  # noqa: S311
        self._customers = 0
        self.mine = 0
        self.people: dict[str, UUID] = {}
        self.lists: dict[str, UUID] = {}
        self._set_up()
        self._look_back()
        self._wait()
        self._work()
        self.at(NOW)

    def at(self, moment: str | datetime) -> None:
        """Set the clock of all sessions."""
        self.conn.execute("UPDATE PictureClock SET Moment = %s", (moment,))

    def customer(self) -> tuple[str, str]:
        """Return the number and the name of somebody who was not there before."""
        one = self._customers
        self._customers += 1
        area, place = AREAS[one % len(AREAS)], one // len(AREAS)
        return (
            f"+44{area}{place * 37 % 1000:03}",
            f"{FIRST[one * 5 % 21]} {LAST[one * 8 % 21 - one // 21 % 21]}",
        )

    def ring(self, who: str, calls: str, **columns: Any) -> int:
        """Make a call to somebody, for this agent, and offer it."""
        number, name = self.customer()
        return self.offered(
            self.people[who],
            **{
                "Number": number,
                "DisplayName": name,
                "OutboundListId": self.lists[calls],
                "Priority": 9,
            }
            | columns,
        )

    def talk(self, who: str, calls: str, **columns: Any) -> int:
        """Make one that is answered."""
        call = self.ring(who, calls, **columns)
        self.do("dial_call", call, self.people[who])
        self.pass_time(9)
        self.pbx(call, "answered")
        return call

    def finish(self, call: int, detail: str) -> None:
        """Hang up, and choose a result."""
        agent = self.see(call, "AgentId")
        self.pbx(call, "hangup_called")
        self.pass_time(11)
        self.do("set_call_result", call, agent, self.details[detail])
        self.do("set_agent_status", agent, "Ready")

    def _set_up(self) -> None:
        self.rows("SELECT set_config('timezone', 'UTC', false)")
        self.set("Configuration", "DefaultTimeZone", ConfigurationValue="Europe/London")
        self.set("Configuration", "DefaultCountry", ConfigurationValue="GB")
        english, french = self.language("en"), self.language("fr")
        for key, name in ((english, "English"), (french, "French")):
            self.set("Language", key, DisplayName=name)
        vars(self)["language_id"] = english
        renewals, winback, survey = (
            self.project(
                DisplayName=name, ProjectGroupName=group, PostCallPause=60, CallerId="+442079460000"
            )
            for name, group in (
                ("Contract renewals", "Sales"),
                ("Win back", "Sales"),
                ("Satisfaction survey", "Care"),
            )
        )
        vars(self)["project_id"] = renewals
        self.status("Lunch", Color="#f9a825")
        self.status("Training", Color="#8b5cf6")
        self.add(
            "CallResultDetail",
            DisplayName=SOLD,
            CallResult="Completed",
            Channels=513,
            Rank=5,
            Color="#2e7d32",
        )
        self.conn.execute("UPDATE CallResultDetail SET DefaultCode = 0")
        self.details = dict(
            self.rows("SELECT DisplayName, CallResultDetailId FROM CallResultDetail")
        )
        calendar = self.add("Calendar", DisplayName="Weekdays 9 to 19")
        for day in range(1, 6):
            self.add(
                "CalendarHours", CalendarId=calendar, Weekday=day, TimeFrom="08:00", TimeTo="19:00"
            )
        self.add(
            "CalendarDay",
            CalendarId=calendar,
            Day="2026-12-25",
            Yearly=1,
            DisplayName="Christmas Day",
        )
        for name, project, columns in (
            ("Renewals November", renewals, {"PreviewTime": 60, "CalendarId": calendar}),
            (
                "Renewals October, second round",
                renewals,
                {"DialingMode": "Progressive", "CalendarId": calendar},
            ),
            ("Left in summer", winback, {"PreviewTime": 90}),
            ("Survey autumn 2026", survey, {"Activity": "Paused"}),
            ("Renewals December", renewals, {"Activity": "Prepared", "CalendarId": calendar}),
            ("Complaints to follow up", survey, {"ManualDistribution": 1}),
        ):
            self.lists[name] = self.outbound_list(
                DisplayName=name,
                ProjectId=project,
                **{"Country": "GB", "MaxTrials": 5, "RingTime": 25} | columns,
            )
        for result, delay in (("NoAnswer", 7200), ("Busy", 900), ("ToContinue", 10800)):
            self.add(
                "RetryRule",
                OutboundListId=self.lists["Renewals November"],
                CallResult=result,
                Delay=delay,
            )
        for place, (name, team) in enumerate(AGENTS.items()):
            skills = {
                renewals: 60 + place * 7 % 40,
                winback: 40 + place * 11 % 60,
                survey: 30 + place * 13 % 70,
            }
            if place % 3 == 1:
                del skills[survey]
            if place % 4 == 3:
                del skills[winback]
            languages = {english: 100} | ({french: 70} if place % 5 == 3 else {})
            self.people[name] = self.agent(
                Login=name.split()[0].lower(), DisplayName=name, TeamName=team, skills=skills, languages=languages,
                workplace=self.workplace(DisplayName=f"Desk {place + 1}", Number=str(201 + place), MaxOffering=30),
            )  # fmt: skip
        self.conn.execute(
            "UPDATE Skill SET PbxOutEnabled = 0 WHERE AgentId = %s AND ProjectId = %s",
            (self.people["James Hughes"], winback),
        )
        for name, role in (("Margaret Doyle", "Supervisor"), ("Simon Reed", "Administrator")):
            self.people[name] = self.agent(
                Login=name.split()[0].lower(),
                DisplayName=name,
                status=None,
                skills={},
                languages={},
            )
            self.conn.execute(
                "INSERT INTO RoleGrant (RoleId, AgentId) SELECT RoleId, %s FROM Role WHERE DisplayName = %s",
                (self.people[name], role),
            )

    def _look_back(self) -> None:
        """Two weeks before this morning, as reports and the pages of lists count them."""
        names = list(AGENTS)
        attempts, tallies = [], []
        running = list(self.lists)[:3]
        for day in range(15):
            for hour in range(8, 18):
                begin = (NOW - timedelta(days=day)).replace(hour=hour, minute=0)
                if begin.weekday() > 4 or begin > NOW:
                    continue
                for place, calls in enumerate(running):
                    answered = finished = 0
                    many = (26, 15, 9)[place] + hour * 7 % 5 + day * 3 % 4
                    many = many // 5 if begin.hour == NOW.hour and not day else many
                    for _ in range(many):
                        at = begin + timedelta(
                            seconds=self.chance.randrange(600 if not day else 3600)
                        )
                        reached = self.chance.random() < 0.25 + 0.03 * ((hour + 5) % 10)
                        end = at + timedelta(
                            seconds=self.chance.randrange(60, 420) if reached else 25
                        )
                        detail = (
                            self.chance.choices((SOLD, NO_THANKS, LATER), (3, 5, 4))[0]
                            if reached
                            else None
                        )
                        result = {LATER: "ToContinue", None: "NoAnswer"}.get(detail, "Completed")
                        who = self.chance.choices(names, range(len(names) + 6, 6, -1))[0]
                        attempts.append((
                            1_000_000 + len(attempts), at, self.lists[calls], self.project_id, self.people[who],
                            at + timedelta(seconds=11) if reached else None, end, end, result,
                            self.details[detail] if detail else None, end,
                        ))  # fmt: skip
                        answered += reached
                        finished += result == "Completed"
                    for step in range(12 if begin.hour < NOW.hour or day else 2):
                        tallies.append((
                            self.lists[calls], begin + timedelta(minutes=5 * step),
                            *(_share(n, step, 12 if begin.hour < NOW.hour or day else 2)
                              for n in (many, answered, finished)),
                        ))  # fmt: skip
        with self.conn.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO CallAttempt (OutboundCallId, DialTime, OutboundListId, ProjectId, AgentId, AnswerTime,"
                " EndTime, ResultTime, CallResult, CallResultDetailId, LastResultTime)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                attempts,
            )
            cursor.executemany("INSERT INTO ListTally VALUES (%s, %s, %s, %s, %s)", tallies)

    def _wait(self) -> None:
        """What is still to be called: some of it is due, but nobody is offered it before all else is done."""
        for calls, many in zip(self.lists, (420, 180, 96, 240, 310, 7), strict=True):
            for rest in range(3):
                at = NOW + timedelta(hours=(1, 4, 25)[rest])
                them = [self.customer() for _ in range(many * (7, 2, 1)[rest] // 10)]
                self.conn.execute(
                    "INSERT INTO OutboundCall (OutboundListId, Number, DisplayName, ScheduleTime)"
                    " SELECT %s, u.number, u.name, %s FROM unnest(%s::text[], %s::text[]) AS u (number, name)",
                    (
                        self.lists[calls],
                        at,
                        [number for number, _ in them],
                        [name for _, name in them],
                    ),
                )

    def _work(self) -> None:
        """The calls that pages name, and what everybody is at now."""
        contact = self.add(
            "Contact", ContactKey="K-20417", DisplayName="Eleanor Parsons",
            ExtendedFields='{"Tariff": "Family 200", "Contract ends": "31 December 2026", "Since": "2019"}',
        )  # fmt: skip
        self.add("PhoneNumber", ContactId=contact, Number="+441614960912")
        issue = self.add(
            "Issue",
            IssueKey="R-1187",
            ProjectId=self.project_id,
            ContactId=contact,
            DisplayName="Offer of September",
        )
        self.known = {
            "Number": "+441614960912",
            "ContactId": contact,
            "DisplayName": "Eleanor Parsons",
            "IssueId": issue,
        }
        call = self.talk("Oliver Bennett", "Renewals November", **self.known)
        self.pass_time(146)
        self.finish(call, NO_THANKS)
        self.at(MORNING)
        for agent in AGENTS:
            self.do("set_agent_status", self.people[agent], "Pause")
            self.do("set_agent_status", self.people[agent], "Ready")
        outcomes = [LATER, SOLD, MACHINE, NO_THANKS, SOLD, LATER, NO_THANKS, SOLD]
        for place in range(14):
            who = ("Amelia Clarke", "Priya Shah", "Hannah Lewis")[place % 3 if place % 2 else 0]
            call = self.talk(who, list(self.lists)[place % 3])
            self.pass_time(70 + place * 37 % 190)
            self.finish(call, outcomes[place % 8])
            self.pass_time(130)
        for hours, name in ((1.2, "Grace Harper"), (4.3, "Peter Lawson"), (23, "Teresa Walsh")):
            self.call(
                self.customer()[0], DisplayName=name, OutboundListId=self.lists["Renewals November"], Predistributed=1,
                AgentId=self.people["Amelia Clarke"], ScheduleTime=NOW + timedelta(hours=hours),
            )  # fmt: skip
        self.at(NOW - timedelta(minutes=34))
        self.do("set_agent_status", self.people["Emily Carter"], "Lunch")
        self.do("set_agent_status", self.people["Chloe Murphy"], "Training")
        for before, who, calls in (
            (412, "Oliver Bennett", "Renewals November"), (340, "Hannah Lewis", "Renewals November"),
            (261, "George Palmer", "Renewals October, second round"), (233, "Sofia Rossi", "Left in summer"),
            (171, "Thomas Wright", "Renewals November"), (96, "Daniel Okafor", "Renewals October, second round"),
        ):  # fmt: skip
            self.at(NOW - timedelta(seconds=before))
            talking = self.talk(who, calls)
        self.at(NOW - timedelta(seconds=41))
        self.pbx(talking, "hangup_called")
        self.at(NOW - timedelta(seconds=4))
        self.do("set_agent_status", self.people["Amelia Clarke"], "Pause")
        self.do("set_agent_status", self.people["Amelia Clarke"], "Ready")
        self.set("Workplace", self.desk(self.people["Lucas Novak"]), State="OutOfOrder")
        for before, who in ((38, "Priya Shah"), (7, "James Hughes")):
            self.at(NOW - timedelta(seconds=before))
            call = self.ring(who, "Renewals November")
            if who == "Priya Shah":
                self.do("accept_offer", call, self.people[who])
        self.at(NOW)
        self.conn.execute(
            "UPDATE OutboundCall SET ScheduleTime = %s WHERE ScheduleTime = %s",
            (NOW - timedelta(minutes=3), NOW + timedelta(hours=1)),
        )
        for waited, number in ((48, "+441214960101"), (12, "+441314960077")):
            self.add(
                "InboundCall", Number=number, ProjectId=self.project_id, Outcome="Waiting",
                StartTime=NOW - timedelta(seconds=waited),
            )  # fmt: skip
        while self.value("SELECT take_census()") == 0:
            pass
        # Those that were called in the weeks before are not there as calls, but they count.
        for calls, over in zip(self.lists, (1180, 640, 212, 505), strict=False):
            counts = {"Completed": over * 6 // 10, "NoAnswer": over * 3 // 10, "Failed": over // 10}
            details = {
                str(self.details[SOLD]): over // 5,
                str(self.details[NO_THANKS]): over * 2 // 5,
            }
            self.conn.execute(
                "UPDATE ListCensus SET Counts = Counts || %s, Details = %s WHERE OutboundListId = %s",
                (json.dumps({"HangupAgent": counts}), json.dumps(details), self.lists[calls]),
            )


def _share(many: int, step: int, steps: int) -> int:
    """Return the part of a step, so that all steps add up to it."""
    return many * (step + 1) // steps - many * step // steps
