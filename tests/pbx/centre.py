"""The floor of a call centre whose telephones are real, and programs that drive its PBX."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from itertools import count
from urllib.error import HTTPError
from uuid import UUID

import psycopg
from pgdialer.runner.asterisk.far_ends import FarEnds
from pgdialer.runner.asterisk.private import PrivatePbx

from tests.conftest import Database
from tests.floor import Floor

PROGRAM = [sys.executable, "-c", "from pgdialer.runner.cli import main; main()"]
PATIENCE = 60.0  # seconds until something that must happen has happened: no measure of anything

WORK = """
    SELECT c.OutboundCallId, c.AgentId, CASE
        WHEN c.CallPhase IN ('AgentOfferFirst', 'AgentOfferNext') THEN 'accept_offer'
        WHEN c.CallPhase = 'AgentPreCall' THEN 'dial_call'
        WHEN c.CallResultDetailId IS NULL THEN 'set_call_result'
        ELSE 'hang_up'
    END
    FROM OutboundCall AS c
    WHERE c.CallResult = 'Active' AND (
        c.CallPhase IN ('AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall')
        OR (c.CallPhase = 'AgentTalk' AND c.CallResultDetailId IS NULL)
        OR (c.CallPhase = 'AgentTalk' AND c.AnswerTime < clock() - %s * interval '1 s'
            AND right(c.Number, 2) <> ALL (%s)))
"""
OPEN = "SELECT count(*) FROM OutboundCall WHERE CallResult IN ('Active', 'Scheduled') OR RetryTime IS NOT NULL"

_serial = count(1)


def number(ending: str) -> str:
    """Return a number that no other call has; its last two digits say what the customer does."""
    return f"+4207{next(_serial):06}{ending}"


class Centre:
    """Desks, agents, calls; and what the test waits for."""

    def __init__(self, database: Database, pbx: PrivatePbx, far_ends: FarEnds) -> None:
        self.database = database
        self.pbx = pbx
        self.far_ends = far_ends
        self.floor = Floor(database.connect(), at=None)
        self.floor.set(
            "OutboundList", self.floor.list_id, RingTime=6, PreviewTime=60, CallerId="+420222333444"
        )
        self.floor.set("Project", self.floor.project_id, ResultWait=1)
        self.agents: dict[str, UUID] = {}  # by extension

    @cached_property
    def result_done(self) -> UUID:
        """The result detail Done: Completed."""
        found: UUID = self.floor.value(
            "SELECT CallResultDetailId FROM CallResultDetail WHERE DisplayName = 'Done'"
        )
        return found

    def seat(self, agents: int, mode: str = "OpenLine") -> None:
        """Have so many agents log in, each at a desk with a telephone, Ready."""
        for extension in self.pbx.agents[:agents]:
            desk = self.floor.workplace(Number=extension, LineMode=mode)
            self.agents[extension] = self.floor.agent(workplace=desk)

    def run(
        self,
        name: str = "one",
        *,
        database: str | None = None,
        pbx_name: str | None = None,
        **options: object,
    ) -> subprocess.Popen[bytes]:
        """Start a runner, and return when it drives the PBX."""
        told = {"url": self.pbx.url, "user": self.pbx.user, "password": self.pbx.password} | options
        words = [word for key, value in told.items() for word in ("--option", f"{key}={value}")]
        words += ["--database", database or self.database.dsn, "--name", name, "--pbx", "asterisk"]
        words += ["--pbx-name", pbx_name] if pbx_name else []
        process = self.database.start([*PROGRAM, "run", *words])
        self.ready(name)
        return process

    def ready(self, name: str = "one") -> None:
        """Wait until a runner drives the PBX, and says so from now on."""
        since = self.floor.value("SELECT clock()")
        self.until(
            lambda: self.floor.rows(
                "SELECT FROM Runner WHERE RunnerName = %s AND PbxReady = 1 AND HeartbeatTime > %s",
                name, since,
            )
        )  # fmt: skip

    def lines_up(self) -> None:
        """Wait until every open line is up."""
        self.until(
            lambda: (
                not self.floor.rows(
                    "SELECT FROM Workplace WHERE LineMode = 'OpenLine' AND LineTime IS NULL"
                )
            )
        )

    def dial(self, ending: str, extension: str | None = None, **columns: object) -> int:
        """Have an agent dial a customer who does what the ending says; return the call."""
        agent = self.agents[extension or self.pbx.agents[0]]
        call = self.floor.call(number(ending), Predistributed=1, AgentId=agent, **columns)
        self.until(lambda: self.floor.see(call, "CallPhase") == "AgentOfferFirst")
        self.floor.do("dial_call", call, agent)
        return call

    def until(self, true: Callable[[], object], patience: float = PATIENCE) -> None:
        """Wait until something is true; it must come to that."""
        give_up = time.monotonic() + patience
        while not true():
            assert time.monotonic() < give_up, self.state()
            time.sleep(0.02)

    def talking(self, call: int) -> None:
        """Wait until a call is a conversation, with both in one bridge."""
        self.until(lambda: self.floor.see(call, "CallPhase") == "AgentTalk")
        channel = self.floor.see(call, "PbxCallId")
        self.until(
            lambda: any(
                channel in one["channels"] and len(one["channels"]) > 1 for one in self.bridges()
            )
        )

    def over(self, call: int) -> None:
        """Wait until a call is over."""
        self.until(lambda: self.floor.see(call, "CallResult") != "Active")

    def work(self, talk: float, leaving: list[str]) -> None:
        """Be all agents until every call is final; customers whose numbers end so hang up themselves."""
        self.until(lambda: self.pass_work(talk, leaving), 240)

    def pass_work(self, talk: float, leaving: list[str]) -> bool:
        """Be every agent once: take what is offered, dial, choose a result, hang up; say whether all is done."""
        for call, agent, act in self.floor.rows(WORK, talk, leaving):
            more = [self.result_done] if act == "set_call_result" else []
            # The customer was quicker.
            with suppress(psycopg.DatabaseError):
                self.floor.do(act, call, agent, *more)
        return bool(self.floor.value(OPEN) == 0)

    def together(self, *names: str) -> bool:
        """Whether these channels, and no others, are in one bridge."""
        return any({*names} == {*one["channels"]} for one in self.bridges())

    def is_heard(self, speaking: str, other: str) -> bool:
        """Whether Asterisk sends sound to the other channel while sound comes from the one that speaks."""
        came, went = self.packets(speaking, "rxcount"), self.packets(other, "txcount")
        self.until(lambda: self.packets(speaking, "rxcount") >= came + 25)
        return self.packets(other, "txcount") > went

    def packets(self, channel: str, which: str) -> int:
        """Return how many packets of sound a channel has got (rxcount) or was sent (txcount)."""
        return int(self.pbx.ask("GET", f"/channels/{channel}/rtp_statistics")[which])

    def bridges(self) -> list[dict[str, list[str]]]:
        """Return the bridges of the PBX."""
        found: list[dict[str, list[str]]] = self.pbx.ask("GET", "/bridges")
        return found

    def channels(self) -> list[str]:
        """Return the ids of the PBX's channels."""
        return [one["id"] for one in self.pbx.ask("GET", "/channels")]

    def insist(self, method: str, path: str) -> None:
        """Ask the PBX for something until it can do it: a channel takes a moment to be there."""

        def done() -> bool:
            try:
                self.pbx.ask(method, path)
            except HTTPError as error:
                assert error.code in (404, 409), error
                return False
            return True

        self.until(done)

    def state(self) -> str:
        """Return what can be seen, for a test that waits in vain."""
        calls = self.floor.rows("""
            SELECT c.OutboundCallId, c.Number, c.CallPhase::text, c.CallResult::text, c.Cause, c.PbxCallId
            FROM OutboundCall AS c WHERE c.CallResult IN ('Active', 'Scheduled') LIMIT 10""")
        desks = self.floor.rows(
            "SELECT Number, State::text, LineMode::text, LineId, LineTime FROM Workplace LIMIT 5"
        )
        if not self.pbx.pid:
            return f"{calls}\n{desks}"
        return f"{calls}\n{desks}\n{self.channels()}\n{self.bridges()}"
