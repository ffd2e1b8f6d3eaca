"""A private Asterisk: everything of it lies in one folder and listens to 127.0.0.1 alone."""

from __future__ import annotations

import base64
import json
import re
import secrets
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import UserError
from . import hold_music, install, ports
from .children import Children
from .templates import fill

TEMPLATES = Path(__file__).with_name("etc")
# Read by parts that are always there; empty, their defaults hold and nobody complains.
EMPTY = ("acl", "ccss", "cel", "features", "manager", "pjproject", "sorcery", "udptl",
         "websocket_client")  # fmt: skip
USER = "pgdialer"
INBOUND_APP = "pgdialer-inbound"  # Stasis application of the calls that come in
PATIENCE = 30.0  # seconds until Asterisk must be ready
NAMED_PORTS = 5  # of the block; RTP has the rest
# From which place in the block on.
PHONES, CALLERS, ASTERISK_RTP, FAR_ENDS_RTP = 4, 10, 100, 700
LONGEST_SOCKET = 107  # bytes of a socket's path


@dataclass(frozen=True)
class PrivatePbx:
    """One instance, started and stopped by its process number; it keeps its ports when down."""

    folder: Path
    url: str
    user: str
    password: str = field(repr=False)
    sip_port: int
    carrier_port: int
    carrier2_port: int
    agents: tuple[str, ...]
    recordings: Path
    programs: Path
    block: ports.Block = field(repr=False)
    _children: Children = field(repr=False, compare=False)

    @property
    def phones_port(self) -> int:
        """Where the agents' telephones are to be."""
        return self.block.first + PHONES

    @property
    def callers_port(self) -> int:
        """The first of the ports kept for those who call."""
        return self.block.first + CALLERS

    @property
    def far_ends_rtp(self) -> int:
        """The first of the ports kept for the sound of far ends."""
        return self.block.first + FAR_ENDS_RTP

    @property
    def pid(self) -> int | None:
        """Asterisk's process number, while it is started."""
        process = self._children.get("asterisk")
        return process.pid if process else None

    def start(self) -> None:
        """Start it, and return when everything in it is up."""
        if self.pid is not None:
            return
        # -f: it stays in the foreground, so that the number is Asterisk's own.
        argv = [str(self.programs / "asterisk"), "-f", "-C", str(self._config)]
        process = self._children.start("asterisk", argv)
        try:
            wrong = self._come_up(process)
        except BaseException:
            self.kill()
            raise
        if wrong:
            self.kill()
            raise UserError(f"Asterisk {wrong}; its log is in {self.folder / 'log'}.")

    def stop(self) -> None:
        """Stop it in order: it hangs up every call first."""
        self._children.end("asterisk")

    def kill(self) -> None:
        """Kill it at once, as a power cut would: it forgets what it was told in the last second."""
        self._children.end("asterisk", 0)

    def close(self) -> None:
        """Stop it and give its ports back: it cannot be started again."""
        self.stop()
        self.block.release()

    def cli(self, command: str) -> str:
        """Run a command of Asterisk's console, and return what it prints."""
        return subprocess.run(
            [str(self.programs / "asterisk"), "-C", str(self._config), "-rx", command],
            capture_output=True, text=True, check=True, timeout=PATIENCE,
        ).stdout  # fmt: skip

    def ask(self, method: str, path: str) -> Any:
        """Make a request of ARI, say POST /bridges?type=mixing, and return what it answers."""
        request = urllib.request.Request(self.url + path, method=method)  # noqa: S310 - our own
        pair = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        request.add_header("Authorization", f"Basic {pair}")
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            text = answer.read()
        return json.loads(text) if text else None

    @property
    def _config(self) -> Path:
        return self.folder / "etc" / "asterisk.conf"

    def _come_up(self, process: subprocess.Popen[bytes]) -> str | None:
        """Wait until all is up; return what went wrong, if anything."""
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if process.poll() is not None:
                return f"ended with {process.returncode}"
            if time.monotonic() > deadline:
                return f"was not ready in {PATIENCE:g} s"
            time.sleep(0.02)
        down = self._not_running()
        return f"did not load {', '.join(down)}" if down else None

    def _answers(self) -> bool:
        try:
            # Until it has started, ARI is not there, or says 503.
            self.ask("GET", "/asterisk/info?only=status")
        except (OSError, urllib.error.HTTPError):
            return False
        return True

    def _not_running(self) -> list[str]:
        """Return the modules that this Asterisk has and was told to load, but that are not up."""
        text = (self.folder / "etc" / "modules.conf").read_text()
        wanted = re.findall(r"^(?:pre)?load = (\S+)", text, re.M)
        there = {file.name for file in _modules(self.programs).iterdir()}
        up = {
            module["name"]
            for module in self.ask("GET", "/asterisk/modules")
            if module["status"] == "Running"
        }
        return [name for name in wanted if name in there and name not in up]


def prepare(folder: Path, agents: int = 20) -> PrivatePbx:
    """Fetch Asterisk if need be, and write the configuration of an instance into a folder.

    The ports, in a block of its own, are chosen now. There are agents agent001, agent002 and so on.
    """
    folder = folder.resolve()
    if len(str(folder / "run" / "asterisk.ctl")) > LONGEST_SOCKET:
        raise UserError(f"The folder's name is too long for Asterisk's socket in it: {folder}.")
    programs = install.fetch()
    block = ports.claim(NAMED_PORTS)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in ("etc", "lib/keys", "log", "music", "run", "spool/recording"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    hold_music.write(folder / "music" / "hold.wav")
    first = block.first
    pbx = PrivatePbx(
        folder=folder,
        url=f"http://127.0.0.1:{first}/ari",
        user=USER,
        password=secrets.token_urlsafe(18),
        sip_port=first + 1,
        carrier_port=first + 2,
        carrier2_port=first + 3,
        agents=tuple(f"agent{number:03}" for number in range(1, agents + 1)),
        recordings=folder / "spool" / "recording",
        programs=programs,
        block=block,
        _children=Children(folder),
    )
    _write(pbx)
    return pbx


def _write(pbx: PrivatePbx) -> None:
    marks = {
        "ROOT": pbx.programs / "asterisk.root",
        "MODULES": _modules(pbx.programs),
        "RUN": pbx.folder,
        "USER": pbx.user,
        "SECRET": pbx.password,
        "INBOUND_APP": INBOUND_APP,
        "HTTP_PORT": pbx.block.first,
        "SIP_PORT": pbx.sip_port,
        "CARRIER_PORT": pbx.carrier_port,
        "CARRIER2_PORT": pbx.carrier2_port,
        "RTP_FIRST": pbx.block.first + ASTERISK_RTP,
        "RTP_LAST": pbx.block.first + FAR_ENDS_RTP - 1,
        "AGENTS": "\n".join(map(_agent, pbx.agents)),
    }
    etc = pbx.folder / "etc"
    for name in EMPTY:
        (etc / f"{name}.conf").touch()
    for template in TEMPLATES.glob("*.conf"):
        file = etc / template.name
        file.touch(mode=0o600)
        file.write_text(fill(template.read_text(), marks))


def _agent(name: str) -> str:
    return (
        f"[{name}](agent)\nauth = {name}\naors = {name}\ncallerid = {name} <{name}>\n"
        f"[{name}](agent-auth)\nusername = {name}\n[{name}](agent-aor)\n"
    )


def _modules(programs: Path) -> Path:
    root = programs / "asterisk.root"
    return next(root.glob("usr/lib/*/asterisk/modules"), root / "usr/lib/asterisk/modules")
