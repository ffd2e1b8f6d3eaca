"""What must be so on an Asterisk before calls are made over it, and what to do if not."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from ..base import Disconnected, Finding, NotSent
from . import detection
from .ari import Ari, Refused
from .options import Options

OLDEST = 16
# What each is for.
MODULES = {
    "app_stasis.so": "calls come to us by it",
    "res_ari_applications.so": "the state of telephones is told to us by it",
    "res_ari_bridges.so": "customer and agent are joined by it",
    "res_ari_channels.so": "calls are made by it",
    "res_ari_device_states.so": "the state of telephones is known by it",
    "res_ari_endpoints.so": "trunk and telephones are known by it",
    "res_ari_events.so": "we are told of everything by it",
    "res_ari_playbacks.so": "tones and prompts end by it",
    "res_ari_recordings.so": "recordings are deleted by it",
    "res_stasis_answer.so": "callers who wait are answered by it",
    "res_stasis_device_state.so": "the state of telephones is told to us by it",
    "res_stasis_recording.so": "conversations are recorded by it",
    "res_stasis_playback.so": "tones and prompts are played by it",
    "chan_bridge_media.so": "conversations are recorded by it",
    "bridge_simple.so": "customer and agent are joined by it",
    "bridge_softmix.so": "three are joined by it",
    "bridge_holding.so": "open lines wait in it",
    "res_musiconhold.so": "customers on hold hear music by it",
    "func_timeout.so": "no customer is left in silence by it",
}
NO_BRIDGE = "/bridges/pgdialer-check"  # there is none of this name


async def inspect(
    ari: Ari, options: Options, extensions: Collection[str], trunks: Collection[str]
) -> list[Finding]:
    """Look at everything; what cannot be looked at because of something before is left out."""
    where = f"Asterisk at {options.url}"
    try:
        info = await ari.get("/asterisk/info")
        version = str(info["system"]["version"])
    except NotSent as error:
        return [
            Finding(
                False, f"{where} does not answer: {error}",
                "See that it runs, that http.conf has enabled = yes, and host and port are right.",
            )
        ]  # fmt: skip
    except (Disconnected, LookupError, TypeError) as error:
        said = error if isinstance(error, Disconnected) else "not what /asterisk/info says"
        return [
            Finding(
                False, f"{where} does not answer as ARI does: {said}",
                "See that host and port are those of http.conf: another program may be there.",
            )
        ]  # fmt: skip
    except Refused as error:
        return [_refused(where, options, error)]
    number = re.match(r"\D*(\d+)", version)
    found = [
        Finding(
            number is None or int(number[1]) >= OLDEST,
            f"{where} answers, version {version}",
            f"Asterisk {OLDEST} or newer is needed.",
        ),
        await _may_write(ari, options),
    ]
    up = {one["name"] for one in await ari.get("/asterisk/modules") if one["status"] == "Running"}
    missing = {name: what for name, what in MODULES.items() if name not in up}
    found += [
        Finding(
            False, f"module {name} is not loaded: {what}",
            f"In modules.conf: load = {name}; at once: asterisk -rx 'module load {name}'",
        )
        for name, what in missing.items()
    ]  # fmt: skip
    if not missing:
        found.append(Finding(True, "all modules are there that are needed"))
    found.append(await _detection(ari, detection.MODULE in up))
    if "res_ari_endpoints.so" in missing:
        return found
    if "{trunk}" in options.dial:
        cure = "correct Trunk.Endpoint." if trunks else "give another: --option trunk=…"
        found += [await _trunk(ari, options, one, cure) for one in trunks or [options.trunk]]
    return found + [await _telephone(ari, options, one) for one in sorted(extensions)]


def _refused(where: str, options: Options, error: Refused) -> Finding:
    if error.status in (401, 403):
        return Finding(
            False, f"{where} does not know the user {options.user} with this password",
            "Give user and password of a section in ari.conf, and reload: module reload res_ari.so",
        )  # fmt: skip
    return Finding(
        False, f"{where} has no ARI there: {error}",
        "The url ends in /ari; ari.conf needs enabled = yes, and modules.conf res_ari.so and"
        " res_ari_asterisk.so.",
    )  # fmt: skip


async def _may_write(ari: Ari, options: Options) -> Finding:
    try:
        await ari.delete(NO_BRIDGE)
    except Refused as error:
        return Finding(
            False, f"the user {options.user} may only read: {error}",
            f"Set read_only = no in section {options.user} of ari.conf, and reload:"
            " module reload res_ari.so",
        )  # fmt: skip
    return Finding(True, f"the user {options.user} may make calls")


async def _detection(ari: Ari, has_module: bool) -> Finding:
    lacks = (
        "it takes every answering machine for a person, where a list is to tell them apart"
        " (DetectMachines)"
    )
    if not has_module:
        return Finding(
            None, f"module {detection.MODULE} is not loaded: {lacks}",
            f"In modules.conf: load = {detection.MODULE};"
            f" at once: asterisk -rx 'module load {detection.MODULE}'",
        )  # fmt: skip
    if not await detection.where(ari):
        return Finding(
            None, f"the dialplan has no {detection.GLOBAL}: {lacks}",
            "Add the global and the context of docs/how-to/asterisk.md, Answering machines, to"
            " extensions.conf, and reload: dialplan reload",
        )  # fmt: skip
    return Finding(True, "answering machines are told from people")


async def _trunk(ari: Ari, options: Options, trunk: str, cure: str) -> Finding:
    name = options.dial.partition("/")[0] + "/" + trunk
    try:
        state = (await ari.get(f"/endpoints/{name}"))["state"]
    except Refused:
        return Finding(
            False, f"there is no trunk {name}",
            f"Make an endpoint {trunk} in pjsip.conf, or {cure}",
        )  # fmt: skip
    return Finding(
        state != "offline", f"trunk {name} is {state}",
        f"See its registration and its contact: asterisk -rx 'pjsip show endpoint {trunk}'",
    )  # fmt: skip


async def _telephone(ari: Ari, options: Options, extension: str) -> Finding:
    name = options.telephone(extension)
    try:
        endpoint: dict[str, Any] = await ari.get(f"/endpoints/{name}")
    except Refused:
        return Finding(
            False, f"there is no telephone {name}, which is the number of a workplace",
            f"Make an endpoint {extension} in pjsip.conf, or correct Workplace.Number.",
        )  # fmt: skip
    if endpoint["state"] == "offline":
        return Finding(None, f"telephone {name} is not registered", "Switch it on.")
    return Finding(True, f"telephone {name} is {endpoint['state']}")
