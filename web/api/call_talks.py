"""Calls: what their agents do in a conversation."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Response
from pydantic import Field

from .call_moves import moved
from .calls import CallPath, api, told
from .kinds import Given, Id, Phase, RepeatKey, Shown
from .rows import new_key


class ByAgent(Given):
    """Whose conversation it is."""

    agent_id: Id


Target = Annotated[
    str, Field(min_length=1, max_length=100, description="A number, a login or an extension.")
]


class Consultation(Given):
    """Whom the agent consults."""

    agent_id: Id
    target: Target


class Transfer(Given):
    """To whom the agent hands the customer over."""

    agent_id: Id
    target: Annotated[Target | None, Field(description="None: whom the agent consults.")] = None


class Keys(Given):
    """What the agent presses for a machine at the other end."""

    agent_id: Id
    # What is wrong with them the database says, and does not say what they are.
    keys: Annotated[str, Field(description="1 to 32 of 0 to 9, *, #, A to D.")]


class KeysSent(Shown):
    """How many keys the agent has sent in the conversation."""

    keys_sent: int


class Mute(Shown):
    """Whether the agent is muted."""

    muted: bool


class Talk(Shown):
    """The state of a conversation."""

    talk_state: str


def _talk(function: str, call: int, *values: Any) -> Response:
    return told(Talk, "talk_state", function, call, *values)


@api.post("/calls/<outbound_call_id>/hold", responses={200: Talk})
def hold_call(path: CallPath, body: ByAgent) -> Response:
    """Put the customer on hold."""
    return _talk("hold_call", path.outbound_call_id, body.agent_id)


@api.post("/calls/<outbound_call_id>/resume", responses={200: Talk})
def resume_call(path: CallPath, body: ByAgent) -> Response:
    """Talk with a customer on hold again."""
    return _talk("resume_call", path.outbound_call_id, body.agent_id)


@api.post("/calls/<outbound_call_id>/mute", responses={200: Mute})
def mute_call(path: CallPath, body: ByAgent) -> Response:
    """Have nobody hear the agent, who hears on."""
    return told(Mute, "muted", "mute_call", path.outbound_call_id, body.agent_id)


@api.post("/calls/<outbound_call_id>/unmute", responses={200: Mute})
def unmute_call(path: CallPath, body: ByAgent) -> Response:
    """Have the agent heard again."""
    return told(Mute, "muted", "unmute_call", path.outbound_call_id, body.agent_id)


@api.post("/calls/<outbound_call_id>/keys", responses={200: KeysSent})
def send_keys(path: CallPath, header: RepeatKey, body: Keys) -> Response:
    """Press keys for a machine at the customer's end."""
    values = (body.agent_id, body.keys, new_key(header))
    return told(KeysSent, "keys_sent", "send_keys", path.outbound_call_id, *values)


@api.post("/calls/<outbound_call_id>/consult", responses={200: Talk})
def consult(path: CallPath, body: Consultation) -> Response:
    """Call somebody else while the customer waits."""
    return _talk("consult", path.outbound_call_id, body.agent_id, body.target)


@api.post("/calls/<outbound_call_id>/take-back", responses={200: Talk})
def take_back(path: CallPath, body: ByAgent) -> Response:
    """End the consultation and talk with the customer again."""
    return _talk("take_back", path.outbound_call_id, body.agent_id)


@api.post("/calls/<outbound_call_id>/transfer", responses={200: Phase})
def transfer_call(path: CallPath, body: Transfer) -> Response:
    """Hand the customer over; for the agent the call is over."""
    return moved("transfer_call", path.outbound_call_id, body.agent_id, body.target)
