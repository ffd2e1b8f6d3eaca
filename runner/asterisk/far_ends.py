"""Those at the other ends of the lines of a private Asterisk: customers, and agents' telephones.

All are sipp, which plays the scenarios in sipp/. Customers send back what they hear; if telephones
did so, too, every sound would go round for ever.
"""

from __future__ import annotations

import itertools
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from ..errors import UserError
from . import tone
from .children import Children
from .ports import is_taken_by_udp
from .private import PrivatePbx
from .templates import fill

SCENARIOS = Path(__file__).with_name("sipp")
INBOUND_NUMBER = "442079460900"  # any other of digits would do as well
PATIENCE = 15.0  # seconds until a far end must be there, or registered
RTP_EACH = 4  # sound and picture, each with its control channel
KEYS = frozenset("0123456789*#ABCD")
CALLED, CALLERS = 3, 60  # far ends that are called, and those that call at a time

Manner = Literal["picks_up", "silent", "busy", "leaves", "speaks"]


class Caller:
    """Somebody who calls the PBX; the call goes its way by itself."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def wait(self, timeout: float = 60.0) -> bool:
        """Wait for the end; return whether the call went as it should: answered, then ended."""
        return self._process.wait(timeout) == 0

    @property
    def ended(self) -> bool:
        """Whether the call is over."""
        return self._process.poll() is not None


class FarEnds:
    """Customers on both trunks and agents' telephones, as long as the with statement lasts.

    What a customer does, the number's last two digits say (sipp/customers.xml); what a telephone
    does, register() says (sipp/agent_phone.xml).
    """

    def __init__(self, pbx: PrivatePbx, *, registered: bool = True) -> None:
        """Take the place of them all; registered: every telephone registers at the beginning."""
        self.pbx = pbx
        self._registered = registered
        self._folder = pbx.folder / "far-ends"
        self._children = Children(self._folder)
        self._numbers = itertools.count(1)
        self._calling: dict[int, subprocess.Popen[bytes]] = {}  # by their places among the ports

    def __enter__(self) -> Self:
        """Start them, and return when all are there."""
        self._folder.mkdir(exist_ok=True)
        tone.write(self._folder / "tone.ulaw")
        tone.write(self._folder / "hello.ulaw", 0.4, 10.0)
        tone.write(self._folder / "greeting.ulaw", 4.0, 1.0)
        try:
            self._called("customers", "customers.xml", self.pbx.carrier_port, 0, "-rtp_echo")
            self._called("customers2", "customers.xml", self.pbx.carrier2_port, 1, "-rtp_echo")
            self._called("phones", "agent_phone.xml", self.pbx.phones_port, 2)
            if self._registered:
                self._register(self.pbx.agents, "picks_up")
        except BaseException:
            self._children.end_all()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End them all at once; calls they are in are left to Asterisk."""
        self._children.end_all()

    def register(self, agent: str, manner: Manner = "picks_up") -> None:
        """Register an agent's telephone, in place of the one before; it behaves as told."""
        self._register([agent], manner)

    def unregister(self, agent: str) -> None:
        """Take an agent's telephone away."""
        self._tell([(agent, "*", 0)])

    def call_in(
        self,
        caller: str,
        digits: str | None = None,
        seconds: float = 5.0,
        *,
        called: str = INBOUND_NUMBER,
    ) -> Caller:
        """Have a customer call the PBX from a number.

        The caller waits so many seconds for an answer; then presses the digits, a second before
        each, stays for so many seconds, and hangs up.
        """
        return self._call(f"{caller};{called};", digits or "", seconds)

    def dial_from(self, agent: str, number: str, seconds: float = 5.0) -> Caller:
        """Have an agent dial by the keypad; hang up so many seconds after the answer."""
        return self._call(f"{agent};{number};{self._password(agent)}", "", seconds)

    def _register(self, agents: Iterable[str], manner: Manner) -> None:
        where = f"127.0.0.1:{self.pbx.phones_port}"
        self._tell([(agent, f"<sip:{agent}-{manner}@{where}>", 3600) for agent in agents])

    def _tell(self, lines: list[tuple[str, str, int]]) -> None:
        if not lines:
            return
        rows = "".join(
            f"{agent};{contact};{expires};{self._password(agent)}\n"
            for agent, contact, expires in lines
        )
        name = f"register{next(self._numbers)}"
        process = self._calls(name, SCENARIOS / "agent_register.xml", rows, len(lines))
        try:
            ended = process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            ended = -1
        self._children.end(name, 0)
        if ended:
            who = ", ".join(agent for agent, _, _ in lines)
            raise UserError(f"Asterisk did not take the registration of {who}: see {self._folder}.")

    def _call(self, row: str, digits: str, seconds: float) -> Caller:
        for key in digits:
            if key not in KEYS:
                raise UserError(f'"{key}" is no key of a telephone.')
        press = (SCENARIOS / "press.xml").read_text()
        presses = (fill(press, {"PLACE": place, "KEY": key}) for place, key in enumerate(digits))
        milliseconds = max(1, round(1000 * seconds))
        marks = {"PRESSES": "".join(presses), "WAITS": milliseconds, "STAYS": milliseconds}
        name = f"caller{next(self._numbers)}"
        scenario = self._folder / f"{name}.xml"
        scenario.write_text(fill((SCENARIOS / "caller.xml").read_text(), marks))
        return Caller(self._calls(name, scenario, f"{row}\n", 1))

    def _password(self, agent: str) -> str:
        return f"[authentication username={agent} password={self.pbx.password}]"

    def _called(self, name: str, scenario: str, port: int, place: int, *more: str) -> None:
        """Start one that is called, and wait until it listens."""
        process = self._sipp(name, SCENARIOS / scenario, port, place, *more)
        deadline = time.monotonic() + PATIENCE
        while not is_taken_by_udp(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise UserError(f"sipp did not start: see {self._folder / name}.out.")
            time.sleep(0.01)

    def _calls(self, name: str, scenario: Path, rows: str, times: int) -> subprocess.Popen[bytes]:
        """Start one that calls, once for each of the rows."""
        file = self._folder / f"{name}.csv"
        file.touch(mode=0o600)
        file.write_text(f"SEQUENTIAL\n{rows}")
        over = {n for n, process in self._calling.items() if process.poll() is not None}
        free = (n for n in range(CALLERS) if n not in self._calling or n in over)
        place = next(free, None)
        if place is None:
            raise UserError(f"{CALLERS} callers are at it already; wait for one of them.")
        self._calling[place] = self._sipp(
            name, scenario, self.pbx.callers_port + place, CALLED + place,
            f"127.0.0.1:{self.pbx.sip_port}", "-inf", str(file), "-m", str(times), "-r", "50",
        )  # fmt: skip
        return self._calling[place]

    def _sipp(
        self, name: str, scenario: Path, port: int, place: int, *more: str
    ) -> subprocess.Popen[bytes]:
        sound = str(self.pbx.far_ends_rtp + RTP_EACH * place)
        argv = [
            str(self.pbx.programs / "sipp"), *more, "-sf", str(scenario), "-i", "127.0.0.1",
            "-p", str(port), "-mp", sound, "-nostdin",
            "-trace_err", "-error_file", str(self._folder / f"{name}.err"),
        ]  # fmt: skip
        return self._children.start(name, argv, {"TERM": "dumb"})
