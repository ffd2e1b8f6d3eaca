"""Sample data: two projects, three lists, a floor of agents, a few hundred calls.

Everything has a key of its own that follows from its name, so that it can be made again and again.
The numbers are those that regulators keep free for films and tests: nobody has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid5

from ..database import Connection
from ..simulation.chance import dice
from ..simulation.floor import Seat
from . import far_numbers

_OURS = UUID("d0d0cafe-0000-4000-8000-000000000000")


def key(*name: object) -> UUID:
    """Return the key of what has this name."""
    return uuid5(_OURS, "/".join(map(str, name)))


ENGLISH, FRENCH = key("language", "en"), key("language", "fr")
RENEWALS, SURVEY = key("project", "renewals"), key("project", "survey")
CSV, SIP = key("project", "csv"), key("project", "sip")
LANDLINES, MOBILES, FRANCE = key("list", "landlines"), key("list", "mobiles"), key("list", "france")
SIP_PREVIEW, SIP_PROGRESSIVE = key("list", "sip", "preview"), key("list", "sip", "progressive")

FIRST_NAMES = (
    "Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gina", "Hugo", "Iris", "Jana", "Karl", "Lena",
    "Milan", "Nora", "Otto", "Petra", "Quinn", "Rosa", "Sam", "Tereza", "Udo", "Vera", "Will",
    "Zoe",
)  # fmt: skip
LAST_NAMES = (
    "Archer", "Baker", "Carter", "Dyer", "Evans", "Fisher", "Gardner", "Hunt", "Ives", "Joiner",
    "Knight", "Lambert", "Mason", "Naylor", "Osborn", "Potter", "Reeve", "Smith", "Turner", "Webb",
)  # fmt: skip

# Result of an attempt, from which attempt on, seconds until the next, what then.
RETRIES = (
    ("NoAnswer", 1, 3600, "SameNumber"),
    ("Busy", 1, 900, "SameNumber"),
    ("Failed", 1, 1800, "SameNumber"),
    ("Failed", 2, 0, "Stop"),
    ("TalkError", 1, 300, "SameNumber"),
    ("ToContinue", 1, 7200, "SameNumber"),
)

# The same, when somebody waits for the end.
RETRIES_SOON = tuple(
    (result, trial, delay / 10, action) for result, trial, delay, action in RETRIES
)

INSERT_LANGUAGE = """
    INSERT INTO Language (LanguageId, LanguageCode, DisplayName)
    VALUES (%s, %s, %s)
    ON CONFLICT DO NOTHING
"""
INSERT_PROJECT = """
    INSERT INTO Project (ProjectId, DisplayName, LanguageId, PostCallPause, CallerId)
    VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (ProjectId) DO UPDATE SET PostCallPause = excluded.PostCallPause
"""
INSERT_LIST = """
    INSERT INTO OutboundList
    (OutboundListId, DisplayName, ProjectId, Country, DialingMode, PreviewTime, RingTime,
        MaxTrials, OpenMissedAfter, Activity)
    VALUES (%s, %s, %s, %s, %s, %s, %s, 3, 1, 'Running')
    ON CONFLICT (OutboundListId) DO UPDATE
    SET PreviewTime = excluded.PreviewTime, RingTime = excluded.RingTime
"""
INSERT_RETRY_RULE = """
    INSERT INTO RetryRule (OutboundListId, CallResult, FromTrial, Delay, Action)
    VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (OutboundListId, CallResult, FromTrial) DO UPDATE SET Delay = excluded.Delay
"""
INSERT_WORKPLACE = """
    INSERT INTO Workplace (WorkplaceId, DisplayName, Number, Blocking, MaxOffering)
    VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (WorkplaceId) DO UPDATE
    SET Blocking = excluded.Blocking, MaxOffering = excluded.MaxOffering
"""
INSERT_AGENT = """
    INSERT INTO Agent (AgentId, Login, DisplayName, TeamName)
    VALUES (%s, %s, %s, %s)
    ON CONFLICT DO NOTHING
"""
INSERT_SKILL = """
    INSERT INTO Skill (AgentId, ProjectId, PbxOutKnowledge)
    VALUES (%s, %s, %s)
    ON CONFLICT DO NOTHING
"""
INSERT_PROFICIENCY = """
    INSERT INTO Proficiency (AgentId, LanguageId, VoiceKnowledge)
    VALUES (%s, %s, %s)
    ON CONFLICT DO NOTHING
"""
KNOW_EVERYTHING = "UPDATE Skill SET PbxOutKnowledge = 100 WHERE AgentId = ANY (%s)"
SPEAK_EVERYTHING = """
    INSERT INTO Proficiency (AgentId, LanguageId)
    SELECT a.AgentId, l.LanguageId
    FROM Agent AS a
    CROSS JOIN Language AS l
    WHERE a.AgentId = ANY (%s)
    ON CONFLICT DO NOTHING
"""
INSERT_CALLS = """
    INSERT INTO OutboundCall (OutboundListId, Number, DisplayName, Priority)
    SELECT %(list)s, n.Number, n.Name, n.Priority
    FROM unnest(%(numbers)s::text [], %(names)s::text [], %(priorities)s::integer [])
        AS n (Number, Name, Priority)
    WHERE NOT EXISTS (SELECT FROM OutboundCall AS c WHERE c.OutboundListId = %(list)s)
"""


class Sample:
    """What the demo puts into a database, in time `speed` times as quick as people's.

    With extensions there are telephones at the desks: the agents are others, as many as those.
    """

    def __init__(
        self, conn: Connection, seed: int, speed: float, extensions: Sequence[str] = ()
    ) -> None:
        self._conn = conn
        self._seed = seed
        self._speed = speed
        self._extensions = extensions

    def sip_campaign(self) -> list[Seat]:
        """Make a campaign whose customers are far ends by SIP; return who works in it."""
        with self._conn.transaction():
            self._conn.execute(INSERT_LANGUAGE, (ENGLISH, "en", "English"))
            self._conn.execute(INSERT_LANGUAGE, (FRENCH, "fr", "French"))
            self._project(SIP, "Renewals by SIP", ENGLISH, "+442079460999")
            self._list(SIP_PREVIEW, "By SIP, previewed", SIP, "GB")
            self._list(SIP_PROGRESSIVE, "By SIP, progressive", SIP, "GB", progressive=True)
            numbers = far_numbers.choose(300, dice(self._seed, SIP))
            self._calls(SIP_PREVIEW, numbers[:150])
            self._calls(SIP_PROGRESSIVE, numbers[150:])
            return [self._agent("Sip", n, [SIP]) for n in range(len(self._extensions))]

    def campaign(self, agents: int) -> list[Seat]:
        """Make the sample campaign, where it is not there yet, and return who works in it."""
        with self._conn.transaction():
            self._conn.execute(INSERT_LANGUAGE, (ENGLISH, "en", "English"))
            self._conn.execute(INSERT_LANGUAGE, (FRENCH, "fr", "French"))
            self._project(RENEWALS, "Renewals", ENGLISH, "+442079460999")
            self._project(SURVEY, "Survey", FRENCH, "+33199009999")
            self._list(LANDLINES, "Renewals, landlines", RENEWALS, "GB")
            self._list(MOBILES, "Renewals, mobiles", RENEWALS, "GB", progressive=True)
            self._list(FRANCE, "Survey in France", SURVEY, "FR")
            self._calls(LANDLINES, [f"020 7946 0{n:03}" for n in range(180)])
            self._calls(MOBILES, [f"07700 900{n:03}" for n in range(120)])
            self._calls(FRANCE, [f"01 99 00 10 {n:02}" for n in range(100)])
            # Every agent knows the renewals, every second one the survey.
            return [self._agent("Demo", n, [RENEWALS, SURVEY][: 2 - n % 2]) for n in range(agents)]

    def single_list(self, name: str, country: str | None) -> UUID:
        """Make an empty list with a project of its own, unless it is there; return its id."""
        outbound_list = key("list", "csv", name)
        with self._conn.transaction():
            self._project(CSV, "CSV files", None, None)
            self._list(outbound_list, name, CSV, country, RETRIES_SOON)
        return outbound_list

    def team_of_all_trades(self, agents: int) -> list[Seat]:
        """Return agents for a list of one's own, who speak and know whatever its calls ask for."""
        with self._conn.transaction():
            team = "CSVSip" if self._extensions else "CSV"
            seats = [self._agent(team, n, [CSV]) for n in range(agents)]
            self._conn.execute(KNOW_EVERYTHING, ([seat.agent_id for seat in seats],))
            self._conn.execute(SPEAK_EVERYTHING, ([seat.agent_id for seat in seats],))
        return seats

    def _seconds(self, model_seconds: float) -> int:
        return max(1, round(model_seconds / self._speed))

    def _project(self, project: UUID, name: str, language: UUID | None, caller: str | None) -> None:
        self._conn.execute(INSERT_PROJECT, (project, name, language, self._seconds(45), caller))

    def _list(
        self,
        outbound_list: UUID,
        name: str,
        project: UUID,
        country: str | None,
        retries: Sequence[tuple[str, int, float, str]] = RETRIES,
        *,
        progressive: bool = False,
    ) -> None:
        mode, preview = ("Progressive", 0) if progressive else ("Preview", self._seconds(20))
        self._conn.execute(
            INSERT_LIST,
            (outbound_list, name, project, country, mode, preview, self._seconds(25)),
        )
        for result, trial, delay, action in retries:
            self._conn.execute(
                INSERT_RETRY_RULE, (outbound_list, result, trial, self._seconds(delay), action)
            )

    def _calls(self, outbound_list: UUID, numbers: list[str]) -> None:
        chance = dice(self._seed, outbound_list)
        names = [f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}" for _ in numbers]
        priorities = [int(chance.random() < 0.1) for _ in numbers]
        self._conn.execute(
            INSERT_CALLS,
            {"list": outbound_list, "numbers": numbers, "names": names, "priorities": priorities},
        )

    def _agent(self, team: str, place: int, projects: list[UUID]) -> Seat:
        chance = dice(self._seed, team, place)
        seat = Seat(
            key("agent", team, place), key("desk", team, place), f"{team.lower()}{place + 1}"
        )
        again, first = divmod(place, len(FIRST_NAMES))
        name = FIRST_NAMES[first] + (f" {LAST_NAMES[(again - 1) % 20]}" if again else "")
        made_up = f"{len(team)}{place + 1:02}"
        extension = self._extensions[place] if self._extensions else made_up
        offering = max(3, self._seconds(20))  # not so short that a busy machine misses it
        self._conn.execute(
            INSERT_WORKPLACE,
            (seat.workplace_id, f"Desk {extension}", extension, self._seconds(10), offering),
        )
        self._conn.execute(INSERT_AGENT, (seat.agent_id, seat.login, name, team))
        for project in projects:
            self._conn.execute(INSERT_SKILL, (seat.agent_id, project, chance.randint(30, 100)))
        for language in (ENGLISH, FRENCH) if team in ("Demo", "Sip") else ():
            self._conn.execute(
                INSERT_PROFICIENCY, (seat.agent_id, language, chance.randint(50, 100))
            )
        return seat
