"""The demo from its first line to its last: what it needs, the play, what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from rich.console import Console

from .. import logs, process
from ..database import Connection, connect
from ..deploy import deploy
from ..errors import UserError
from ..lists.importing import Import, Wish
from ..lists.reading import Source
from ..lists.screen import Watch, show_reading
from ..simulation.floor import Seat
from . import guest, outcome
from .centre import Centre
from .exchange import Exchange
from .sample import FRANCE, LANDLINES, MOBILES, SIP_PREVIEW, SIP_PROGRESSIVE, Sample

IS_IN = """
    SELECT EXISTS (
        SELECT FROM OutboundListImport AS i
        WHERE i.OutboundListId = %s AND i.FileHash = %s
            AND i.FinishedTime IS NOT NULL AND i.UndoneTime IS NULL)
"""
FIRST_CALL = "SELECT min(OutboundCallId) FROM OutboundCall WHERE OutboundListId = ANY (%s)"


@dataclass(frozen=True)
class File:
    """A file to be dialled instead of the sample."""

    path: Path
    list_name: str
    country: str | None


@dataclass(frozen=True)
class Play:
    """What is to be played, and where; `speed` seconds of the people's time pass in one."""

    conninfo: str
    schema: str
    runner: str
    agents: int
    speed: float
    seed: int
    exchange: Exchange
    listen: str | None = None  # address of the web service, if there is to be one

    def perform(self, console: Console, file: File | None, *, until_done: bool) -> None:
        """Play until told to stop, or until every call is final."""
        console.print("Preparing the database ...")
        deploy(self.conninfo, schema=self.schema)
        with connect(self.conninfo, self.schema) as conn:
            lists, seats = self._prepare(conn, console, file)
            ((first,),) = conn.execute(FIRST_CALL, (lists,)).fetchall()
        console.print(
            f"{self.agents} {self.exchange.introduction}; nothing leaves this machine."
            " Ctrl-C ends it.\n"
            f'Try meanwhile: psql "{self.conninfo}"   or: pgdialer why {first or 1}',
            markup=False, highlight=False, soft_wrap=True,
        )  # fmt: skip
        centre = Centre(
            self.conninfo, self.schema, self.runner, seats, lists, self.seed, self.speed,
            self.exchange,
        )  # fmt: skip
        with self._served(console):
            done = process.run(centre.run(until_done=until_done))
        with connect(self.conninfo, self.schema) as conn:
            outcome.show_calls(conn, console, lists)
            if file:
                outcome.show_rows(conn, console, lists)
        if until_done and not done:
            raise UserError("Told to stop before every call was final; the same command goes on.")

    @contextmanager
    def _served(self, console: Console) -> Iterator[None]:
        """Have the web service run meanwhile, and say how to look at it."""
        if self.listen is None:
            yield
            return
        # Flask and what hangs on it is loaded only where it is wanted.
        from ...web.server import Server
        from ...web.settings import Settings

        logs.forward_libraries()
        server = Server(Settings.read(database=self.conninfo, schema=self.schema), self.listen)
        with connect(self.conninfo, self.schema) as conn:
            guest.invite(conn)
        with server.beside():
            console.print(
                f"Web: {server.url}/ReactClient/   log in as {guest.LOGIN},"
                f" password {guest.PASSWORD}\n",
                markup=False, highlight=False, soft_wrap=True,
            )  # fmt: skip
            yield

    def _prepare(
        self, conn: Connection, console: Console, file: File | None
    ) -> tuple[Sequence[UUID], Sequence[Seat]]:
        sample = Sample(conn, self.seed, self.speed, self.exchange.extensions)
        if not file and self.exchange.extensions:
            return [SIP_PREVIEW, SIP_PROGRESSIVE], sample.sip_campaign()
        if not file:
            return [LANDLINES, MOBILES, FRANCE], sample.campaign(self.agents)
        outbound_list = sample.single_list(file.list_name, file.country)
        _import(conn, console, file.path, outbound_list)
        return [outbound_list], sample.team_of_all_trades(self.agents)


def _import(conn: Connection, console: Console, path: Path, outbound_list: UUID) -> None:
    """Bring a file into the list; one that is in already stays as it is."""
    source = Source.open(path)
    ((is_in,),) = conn.execute(IS_IN, (outbound_list, source.survey.hash)).fetchall()
    if is_in:
        console.print(f"{path.name} was imported before: going on with its calls.", markup=False)
        return
    work = Import(conn, source, outbound_list, Wish(mapped={}))
    show_reading(console, work)
    with Watch(console, source, work.state) as watch:
        work.run(watch)
    work.finish()
