"""pgdialer check --pbx against a real Asterisk: what is wrong is said in words, with what to do."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from aiohttp import ClientTimeout
from click.testing import CliRunner, Result
from pgdialer.runner.asterisk.far_ends import FarEnds
from pgdialer.runner.asterisk.private import PrivatePbx
from pgdialer.runner.bridges.asterisk import ari
from pgdialer.runner.cli import group

from tests.conftest import Database
from tests.floor import Floor

PHONES = 2


class Check:
    """The command, with a workplace whose telephone is agent001, and the right options."""

    def __init__(self, database: Database, **options: str) -> None:
        self.floor = Floor(database.connect(), at=None)
        self.floor.workplace(Number="agent001")
        self.options = options
        self._database = database

    def said(self, **options: str) -> Result:
        """Run it, with these options in place of the right ones; a traceback fails the test."""
        words = [
            word
            for key, value in (self.options | options).items()
            for word in ("--option", f"{key}={value}")
        ]
        done = command("--pbx", "asterisk", "--database", self._database.dsn, *words)
        assert self.options["password"] not in done.output
        return done

    def well(self, **options: str) -> list[str]:
        """Return what it says, none of it wrong."""
        done = self.said(**options)
        assert done.exit_code == 0, done.output
        assert "MISSING" not in done.output
        return done.output.splitlines()

    def wrong(self, **options: str) -> tuple[str, str]:
        """Return the only thing that it says is wrong, and the remedy."""
        done = self.said(**options)
        assert done.exit_code == 1, done.output
        assert done.output.endswith("Error: 1 of these are not as they must be.\n"), done.output
        lines = done.output.splitlines()
        (place,) = [n for n, line in enumerate(lines) if line.startswith("MISSING")]
        assert lines[place + 1].startswith("         "), done.output
        return lines[place].removeprefix("MISSING  "), lines[place + 1].strip()


def command(*words: str) -> Result:
    done = CliRunner().invoke(group, ["check", *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


@pytest.fixture
def check(database: Database, pbx: PrivatePbx) -> Check:
    """A check of the test's own Asterisk."""
    return Check(database, url=pbx.url, user=pbx.user, password=pbx.password)


@pytest.fixture
def elsewhere(database: Database) -> Check:
    """A check of what the test says."""
    return Check(database, password="a secret")


def test_all_is_well(check: Check, pbx: PrivatePbx, far_ends: FarEnds) -> None:
    """DIAL-2: version, user, modules, trunk and telephone, one after the other; exit 0."""
    lines = check.well()
    assert all(line.startswith("ok       ") for line in lines)
    whole = "\n".join(lines)
    assert f"Asterisk at {pbx.url} answers, version " in whole
    assert "the user pgdialer may make calls" in whole
    assert "all modules are there that are needed" in whole
    assert "trunk PJSIP/carrier is " in whole
    assert "telephone PJSIP/agent001 is online" in whole
    assert len(lines) == 6
    assert pbx.ask("GET", "/bridges") == []


def test_a_telephone_that_is_not_registered(check: Check) -> None:
    """DIAL-2: it is shown, and is no error: its agent is not there yet."""
    assert check.well()[-2:] == [
        "-        telephone PJSIP/agent001 is not registered",
        "         Switch it on.",
    ]


def test_a_telephone_that_nobody_knows(check: Check) -> None:
    """DIAL-2: the number of a workplace that no telephone has; of a workplace that is deleted it is none."""
    gone = check.floor.workplace(Number="agent008", DisplayName="Gone")
    check.floor.set("Workplace", gone, Deleted=1)
    check.floor.workplace(Number="agent009")
    what, remedy = check.wrong()
    assert what == "there is no telephone PJSIP/agent009, which is the number of a workplace"
    assert remedy == "Make an endpoint agent009 in pjsip.conf, or correct Workplace.Number."


def test_a_trunk_that_is_not_there(check: Check) -> None:
    """DIAL-2: it is named, with the two places where that can be mended."""
    what, remedy = check.wrong(trunk="carrier9")
    assert what == "there is no trunk PJSIP/carrier9"
    assert remedy == "Make an endpoint carrier9 in pjsip.conf, or give another: --option trunk=…"


def test_a_trunk_that_is_offline(check: Check) -> None:
    """DIAL-2: known, and not reached: nobody has registered there."""
    what, remedy = check.wrong(trunk="agent002")
    assert what == "trunk PJSIP/agent002 is offline"
    assert remedy.endswith("asterisk -rx 'pjsip show endpoint agent002'")


def test_the_trunks_of_the_database(check: Check) -> None:
    """COMP-4: where there are any, each of them is looked at, and not the one of the option."""
    check.floor.add("Trunk", DisplayName="Second", Endpoint="carrier2", Rank=1)
    lines = check.well(trunk="carrier9")
    (line,) = [line for line in lines if "trunk" in line]
    assert "trunk PJSIP/carrier2 is " in line
    check.floor.add("Trunk", DisplayName="Ninth", Endpoint="carrier9", Rank=2)
    what, remedy = check.wrong()
    assert what == "there is no trunk PJSIP/carrier9"
    assert remedy == "Make an endpoint carrier9 in pjsip.conf, or correct Trunk.Endpoint."


def test_a_wrong_password(check: Check) -> None:
    """DIAL-2: neither the right password nor the wrong one is repeated."""
    said = check.said(password="guessed").output
    assert "guessed" not in said
    for wrong in ({"password": "guessed"}, {"user": "nobody"}):
        what, remedy = check.wrong(**wrong)
        user = wrong.get("user", "pgdialer")
        assert what.endswith(f"does not know the user {user} with this password")
        assert "ari.conf" in remedy


def test_a_user_who_may_only_read(check: Check, pbx: PrivatePbx) -> None:
    """DIAL-2: it says so before the first call fails."""
    file = pbx.folder / "etc" / "ari.conf"
    file.write_text(file.read_text().replace("read_only = no", "read_only = yes"))
    pbx.cli("module reload res_ari.so")
    what, remedy = check.wrong()
    assert what.startswith("the user pgdialer may only read: ")
    assert remedy.startswith("Set read_only = no in section pgdialer of ari.conf")


@pytest.mark.parametrize(
    "module", ["res_ari_recordings.so", "bridge_holding.so", "res_ari_endpoints.so"]
)
def test_a_module_that_is_not_loaded(check: Check, pbx: PrivatePbx, module: str) -> None:
    """DIAL-2: that alone is named, with what it is for; what needs it is left out."""
    pbx.cli(f"module unload {module}")
    what, remedy = check.wrong()
    assert what.startswith(f"module {module} is not loaded: ")
    assert remedy.startswith(f"In modules.conf: load = {module}")
    pbx.cli(f"module load {module}")
    check.well()


def test_answering_machines(check: Check, pbx: PrivatePbx) -> None:
    """PRED-3: that nobody can tell them from people is said, with the remedy; it is no error."""
    assert "answering machines are told from people" in "".join(check.well())
    pbx.cli('dialplan set global PGDIALER_DETECT ""')
    said = "\n".join(check.well())
    assert "the dialplan has no PGDIALER_DETECT: it takes every answering machine" in said
    assert "dialplan reload" in said
    pbx.cli("module unload app_amd.so")
    said = "\n".join(check.well())
    assert "module app_amd.so is not loaded: it takes every answering machine" in said
    assert "In modules.conf: load = app_amd.so" in said


def test_nobody_is_there(elsewhere: Check) -> None:
    """DIAL-2: no listener, and no such host."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}/ari"
        for url in (nobody, "http://nowhere.invalid:8088/ari"):
            what, remedy = elsewhere.wrong(url=url)
            assert what.startswith(f"Asterisk at {url} does not answer: no connection: ")
            assert "http.conf" in remedy


@contextmanager
def web_server(status: int, body: bytes) -> Iterator[str]:
    """A web server of somebody else's, which has the same answer for everything."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/ari"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, b"<html>\n<h1>It works!</h1></html>", "GET /asterisk/info: the answer is no JSON"),
        (200, b"\xff\xfe", "GET /asterisk/info: the answer is no JSON"),
        (200, b'{"system": "fine"}', "not what /asterisk/info says"),
        (200, b"[1]", "not what /asterisk/info says"),
        (200, b"", "not what /asterisk/info says"),
        (404, b"<html>\n<h1>Nothing here</h1></html>", "has no ARI there: Not Found (HTTP 404)"),
        (500, b"one\ntwo", "has no ARI there: one two (HTTP 500)"),
    ],
)
def test_somebody_else_is_there(elsewhere: Check, status: int, body: bytes, said: str) -> None:
    """DIAL-2: what answers there is no ARI; said in one line, without its page."""
    with web_server(status, body) as url:
        what, remedy = elsewhere.wrong(url=url)
    assert what.startswith(f"Asterisk at {url} ")
    assert what.endswith(said)
    assert "http.conf" in remedy or "ari.conf" in remedy


def test_another_protocol_is_spoken_there(elsewhere: Check) -> None:
    """DIAL-2: a listener that is no web server."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet() -> None:
            with listener.accept()[0] as heard:
                heard.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")
                heard.recv(9999)

        thread = threading.Thread(target=greet)
        thread.start()
        what, remedy = elsewhere.wrong(url=f"http://127.0.0.1:{listener.getsockname()[1]}/ari")
        thread.join()
    assert what.endswith("does not answer as ARI does: GET /asterisk/info: the answer is no HTTP")
    assert "another program" in remedy


def test_whoever_is_there_says_nothing(elsewhere: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    """DIAL-2: a listener that takes the request and is silent."""
    monkeypatch.setattr(ari, "PATIENCE", ClientTimeout(total=0.2))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        what, _ = elsewhere.wrong(url=f"http://127.0.0.1:{listener.getsockname()[1]}/ari")
    assert what.endswith("GET /asterisk/info: no answer in time")


def test_not_as_far_as_ari(check: Check, pbx: PrivatePbx) -> None:
    """DIAL-2: the right server, and not its ARI."""
    what, remedy = check.wrong(url=pbx.url.removesuffix("/ari"))
    assert what.endswith("has no ARI there: Not Found (HTTP 404)")
    assert remedy.startswith("The url ends in /ari")


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("colour=red", "has no option colour; it has app, dial, "),
        ("guard=soon", 'guard="soon" is no number of seconds: write 1 or more.'),
        ("dial=PJSIP/1", 'dial="PJSIP/1" does not say where {number} goes.'),
        ("url=ari", 'url="ari" is no address of ARI: http://HOST:8088/ari is one.'),
        ("url=http://h:99999/ari", 'url="http://h:99999/ari" is no address of ARI'),
        ("url=http://[::1/ari", 'url="http://[::1/ari" is no address of ARI'),
        ("url=http://a:b@h/ari", 'url="http://a:b@h/ari" is no address of ARI'),
        ("trunk", '"trunk" is no setting of a bridge: write NAME=VALUE.'),
    ],
)
def test_options_that_cannot_be(option: str, said: str) -> None:
    """DIAL-2, bad input: one sentence with the value; nothing is asked."""
    refused(["--pbx", "asterisk", "--option", "password=x", "--option", option], said)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--pbx", "asterisk"], "--option password=… is missing"),
        (["--pbx", "pigeon"], 'There is no bridge "pigeon"; there are: asterisk, simulated.'),
        (["--option", "trunk=carrier"], "--option is for a bridge: name it with --pbx."),
    ],
)
def test_words_that_cannot_be(words: list[str], said: str) -> None:
    """DIAL-2, bad input: without password, without bridge."""
    refused(words, said)


def refused(words: list[str], said: str) -> None:
    """See to it that these words come to one line, which says this."""
    done = command(*words)
    assert done.exit_code == 1
    assert done.output.startswith("Error: ")
    assert said in done.output
    assert done.output.count("\n") == 1


def test_a_pbx_that_has_nothing_to_check(database: Database) -> None:
    """DIAL-2: the simulated one."""
    done = command("--pbx", "simulated", "--database", database.dsn)
    assert (done.exit_code, done.output) == (0, "There is nothing to check on this PBX.\n")
