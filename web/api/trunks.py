"""Trunks: what they may carry, and what they do now."""

from __future__ import annotations

from typing import Annotated

from flask import Response
from pydantic import Field

from ..database import acting
from .blueprint import Api
from .kinds import Given, Id, Moment, Name, Number, Shown
from .nouns import offer
from .problems import problem
from .rows import Table, plain

api = Api("trunks", "Trunks: the lines by which calls are dialled, and what they may carry.")

Endpoint = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^\S+$")]
Rest = Annotated[int, Field(ge=0, le=100)]


class Trunk(Shown):
    """A trunk."""

    trunk_id: Id
    display_name: str
    endpoint: str
    pbx_id: Id | None
    rank: int
    calls_per_second: int | None
    max_calls: int | None
    rest_failures: int | None
    rest_attempts: int | None
    rest_time: int
    rests_until: Moment | None
    deleted: bool


class TrunkChange(Given):
    """What may be changed of a trunk; none: no limit, no rest."""

    display_name: Name = ""
    endpoint: Endpoint = ""
    pbx_id: Id | None = None
    rank: Number = 0
    calls_per_second: Annotated[int, Field(ge=1, le=1000)] | None = None
    max_calls: Annotated[int, Field(ge=1, le=100000)] | None = None
    rest_failures: Rest | None = None
    rest_attempts: Rest | None = None
    rest_time: Annotated[int, Field(ge=1, le=86400)] = 300
    rests_until: Moment | None = None
    deleted: bool = False


class TrunkNew(TrunkChange):
    """A trunk to be made."""

    display_name: Name
    endpoint: Endpoint


TRUNKS = Table("Trunk", "trunk_id", Trunk)
offer(api, "trunks", TRUNKS, new=TrunkNew, change=TrunkChange, remove=True, what="trunk")


class TrunkPath(Given):
    """Which trunk."""

    trunk_id: Id


class TrunkState(Shown):
    """What a trunk does now."""

    trunk_id: Id
    live_calls: int
    last_second: int
    rests_until: Moment | None
    attempts: int
    failure_share: float | None


@api.get("/trunks/<trunk_id>/state", responses={200: TrunkState})
def read_state(path: TrunkPath) -> Response:
    """Show the calls that are up on a trunk, until when it rests, how many attempts failed."""
    with acting() as conn:
        TRUNKS.find(conn, path.trunk_id)
        row = conn.execute(
            "SELECT TrunkId AS trunk_id, LiveCalls AS live_calls, LastSecond AS last_second,"
            " RestsUntil AS rests_until, Attempts, FailureShare AS failure_share"
            " FROM trunk_states() WHERE TrunkId = %s",
            [path.trunk_id],
        ).fetchone()
    if row is None:
        raise problem(404, detail=f"Trunk {path.trunk_id} is deleted.", parameter="trunk_id")
    return plain(TrunkState, row)
