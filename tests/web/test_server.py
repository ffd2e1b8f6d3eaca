"""The service as it is run: the printed URLs against a started system, its command, its end."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from pgdialer.runner.errors import UserError
from pgdialer.web.server import Server, read_address
from pgdialer.web.settings import Settings

from tests.conftest import Database
from tests.floor import Floor
from tests.web.conftest import token_of

MAIN = "from pgdialer.runner.cli import main; main()"


@pytest.fixture
def served(database: Database, floor: Floor) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a running service, and jana's token."""
    floor.agent(Login="jana", DisplayName="Jana")
    server = Server(Settings(database=database.dsn, secret_key="k" * 32), "127.0.0.1:0", 4)
    with server.beside():
        yield server.url, token_of(floor.conn, "jana")


def fetch(url: str, headers: dict[str, str]) -> tuple[int, str, str]:
    """What a browser gets for a URL that somebody typed: spaces become %20, redirects are followed."""
    request = urllib.request.Request(url.replace(" ", "%20"), headers=headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return answer.status, answer.read().decode(), answer.url
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), url


def test_the_urls_as_they_are_printed(served: tuple[str, dict[str, str]], floor: Floor) -> None:
    """URL-1: the page's four forms, character by character, with the server's address put in."""
    server, token = served

    url = f"{server}/ReactClient/api/bar/web?Cmd=PrivateCall&Par= 00420724123456&Seq=1&CallKey=12345678"
    status, text, _ = fetch(url, token)
    answer = json.loads(text)
    assert (status, answer["Seq"], answer["Number"]) == (200, "1", "+420724123456"), text
    assert floor.see(answer["OutboundCallId"], "CallType", "CallKey") == ("Private", "12345678")
    floor.set("OutboundCall", answer["OutboundCallId"], CallResult="Failed")

    campaign = floor.list_id
    url = f"{server}/ReactClient/api/bar/web?Cmd=PrivateCall&OutboundList={campaign}&Par=724 123 457&CallKey=a"
    status, text, _ = fetch(url, token)
    answer = json.loads(text)
    assert status == 200, text
    assert floor.see(answer["OutboundCallId"], "CallType", "OutboundListId") == (
        "DialOut",
        campaign,
    )

    # As printed: two slashes, and spaces around the =.
    status, text, _ = fetch(
        f"{server}//ReactClient/Pages/calleditor.html?Number = 00420724123456", token
    )
    assert status == 200, text
    assert 'value="00420724123456"' in text

    url = (
        f"{server}/ReactClient/Pages/OutCallEditor.html?Number=724123458&OutboundListId={campaign}"
    )
    status, text, _ = fetch(url, token)
    assert (status, "+420724123458" in text) == (200, True)
    assert floor.value("SELECT count(*) FROM OutboundCall WHERE Number = '+420724123458'") == 0

    status, text, where = fetch(
        f"{server}/ReactClient/Pages/OutCallEditor.html?CallType=Visitor", token
    )
    assert status == 200, text
    call = int(where.split("OutboundCallId=")[1])
    assert floor.see(call, "CallType", "CallPhase", "CallResult") == (
        "Visitor",
        "AgentTalk",
        "Prepared",
    )


def test_keys_of_browsers_that_repeat(served: tuple[str, dict[str, str]], floor: Floor) -> None:
    """A connection that broke before the answer: the same again, with the key, dials once."""
    server, token = served
    host, port = server.removeprefix("http://").split(":")
    path = "/ReactClient/api/bar/web?Cmd=PrivateCall&Par=724123456&RequestKey=k1"
    with socket.create_connection((host, int(port))) as line:
        line.sendall(
            f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {token['Authorization']}\r\n\r\n".encode()
        )
    status, text, _ = fetch(f"{server}{path}", token)
    assert status == 200, text
    assert floor.value("SELECT count(*) FROM OutboundCall") == 1


def start(database: Database, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", MAIN, "web", "--database", database.dsn, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | environment,
    )  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command(database: Database, number: signal.Signals) -> None:
    """The command says where it listens, answers, and ends in order when it is told to."""
    process = start(
        database, "--listen", "127.0.0.1:0", "--log", "json", PGDIALER_SECRET_KEY="k" * 32
    )
    assert process.stderr
    try:
        said = json.loads(process.stderr.readline())
        assert said["event"] == "web service started"
        assert fetch(f"{said['url']}/healthz", {})[0] == 200
        assert fetch(f"{said['url']}/ReactClient/api/bar/web?Cmd=GetState&secret=x", {})[0] == 401
        logged = json.loads(process.stderr.readline())
        assert (logged["event"], logged["cmd"], logged["status"]) == ("request", "GetState", 401)
        assert "secret" not in json.dumps(logged)
        assert {"ms", "request", "path"} <= set(logged)
        process.send_signal(number)
        assert process.wait(timeout=20) == 0
        rest = process.stderr.read()
        assert "web service stopped" in rest
        assert "Traceback" not in rest
    finally:
        process.kill()
        process.communicate()


def bad(database: Database, *arguments: str, **environment: str) -> str:
    process = start(database, *arguments, **environment)
    out, said = process.communicate(timeout=30)
    assert process.returncode == 1
    assert out == ""
    assert said.startswith("Error: ")
    assert said.count("\n") == 1
    return said


def test_a_taken_port(database: Database) -> None:
    """One line that says what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        assert f"Cannot listen on {address}: Address already in use." in bad(
            database, "--listen", address
        )


def test_nothing_installed(empty_database: Database) -> None:
    """One line where the schema is missing, where a setting is wrong, where an address is none."""
    assert "pgdialer migrate" in bad(empty_database)
    assert "openssl" in bad(empty_database, PGDIALER_SECRET_KEY="short")


@pytest.mark.parametrize("text", ["8080", "localhost", "localhost:http", "1.2.3.4:70000", ""])
def test_no_address(text: str) -> None:
    """HOST:PORT, nothing else."""
    with pytest.raises(UserError):
        read_address(text)


def test_the_demo_has_the_service_with_it(database: Database) -> None:
    """Pgdialer demo prints the address and a login, and is ready to be called; it ends as a whole."""
    process = subprocess.Popen(
        [sys.executable, "-c", MAIN, "demo", "--database", database.dsn, "--agents", "2", "--listen", "127.0.0.1:0"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout
        said = next((line for line in process.stdout if line.startswith("Web: ")), "")
        assert "log in as guest, password" in said
        url = said.split()[1].removesuffix("/ReactClient/")
        status, text, where = fetch(f"{url}/ReactClient/Pages/calleditor.html", {})
        assert (status, "/login?next=" in where) == (200, True), text
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()
        process.communicate()
