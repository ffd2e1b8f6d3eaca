"""Agents, and the tokens with which programs act for them."""

from __future__ import annotations

import secrets
from typing import Annotated, Literal

from flask import Response
from pydantic import Field

from ..auth import hashed
from ..database import acting
from .blueprint import Api
from .kinds import Given, Id, Moment, Name, Shown
from .nouns import offer
from .problems import problem
from .rows import Table, nothing, one, plain

agents = Api("agents", "Agents and the statuses they are in.")
tokens = Api("tokens", "Tokens with which programs act for an agent.")


class Agent(Shown):
    """An agent, and how things stand."""

    agent_id: Id
    login: str
    display_name: str
    team_name: str | None
    agent_status_id: Id
    status_since: Moment
    status_until: Moment | None
    workplace_id: Id | None
    last_call_utc: Moment | None
    missed_calls: int
    max_missed_calls: int | None
    deleted: bool


AGENTS = Table("Agent", "agent_id", Agent)
offer(agents, "agents", AGENTS, what="agent")


class AgentPath(Given):
    """Which agent."""

    agent_id: Id


class StatusSet(Given):
    """The status an agent chooses."""

    status: Annotated[Name, Field(description="Its name or id.")]


class LogIn(Given):
    """Where an agent sits down."""

    workplace_id: Id


class Empty(Given):
    """Nothing is to be said."""


def _do(query: str, *values: object) -> Response:
    with acting() as conn:
        conn.execute(query.encode(), values)
        return one(Agent, AGENTS.find(conn, values[0]))


@agents.put("/agents/<agent_id>/status", responses={200: Agent})
def set_status(path: AgentPath, body: StatusSet) -> Response:
    """Set the status that an agent chose."""
    return _do("SELECT set_agent_status(%s, %s)", path.agent_id, body.status)


@agents.post("/agents/<agent_id>/log-in", responses={200: Agent})
def log_in(path: AgentPath, body: LogIn) -> Response:
    """Seat an agent at a workplace."""
    return _do("SELECT log_in(%s, %s)", path.agent_id, body.workplace_id)


@agents.post("/agents/<agent_id>/log-off", responses={200: Agent})
def log_off(path: AgentPath, body: Empty) -> Response:  # noqa: ARG001
    """Log an agent off."""
    return _do("SELECT log_off(%s)", path.agent_id)


class TokenNew(Given):
    """A token to be made."""

    agent_id: Annotated[Id | None, Field(description="For whom; none: oneself.")] = None
    scope: Literal["read", "write", "full"] = "write"
    expires: Annotated[Moment | None, Field(description="None: never.")] = None
    display_name: Annotated[Name, Field(description="What it is for.")]


class Token(Shown):
    """A token, shown this once."""

    api_token_id: Id
    token: str


class TokenPath(Given):
    """Which token."""

    api_token_id: Id


@tokens.post("/tokens", responses={201: Token})
def create_token(body: TokenNew) -> Response:
    """Make a token. It is shown this once; the database keeps only its hash."""
    token = f"pgd_{secrets.token_urlsafe(32)}"
    with acting() as conn:
        row = conn.execute(
            "SELECT create_token(coalesce(%s::uuid, acting_agent()), %s, %s, %s::timestamptz, %s)"
            " AS id",
            [body.agent_id, hashed(token), body.scope, body.expires, body.display_name],
        ).fetchone()
    if row is None:
        raise problem(409, detail="No token was made.")
    return plain(Token, {"api_token_id": row["id"], "token": token}, 201)


@tokens.delete("/tokens/<api_token_id>", responses={204: None})
def revoke_token(path: TokenPath) -> Response:
    """Take a token back, at once and for good."""
    with acting() as conn:
        conn.execute("SELECT revoke_token(%s)", [path.api_token_id])
    return nothing()
