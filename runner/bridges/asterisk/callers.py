"""Those who call: answered with music, they wait until they press a key or give up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..base import Inbound
from .ari import Ari


def understand(event: Mapping[str, Any], at: datetime) -> Inbound | None:
    """Return what an event of the application for calls that come in says, if anything."""
    channel = event.get("channel") or {}
    name = str(channel.get("id", ""))
    match event["type"]:
        case "StasisStart":
            caller = str(channel["caller"]["number"]) or None
            called = event["args"][-1] if event["args"] else channel["dialplan"]["exten"]
            return Inbound(name, "came", at, caller=caller, called=called)
        case "ChannelDtmfReceived":
            return Inbound(name, "pressed", at, key=event["digit"])
        case "StasisEnd":
            return Inbound(name, "ended", at)
    return None


async def let_wait(ari: Ari, channel: str) -> None:
    """Answer a caller, and play music."""
    await ari.post(f"/channels/{channel}/answer")
    await ari.post(f"/channels/{channel}/moh")
