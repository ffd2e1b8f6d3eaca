"""Errors: what clients are told, and what they are not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
import structlog
from flask.testing import FlaskClient
from pgdialer.web.database import acting, rows
from pgdialer.web.problems import error_codes

from tests.conftest import Database
from tests.floor import Floor
from tests.web.conftest import BAR, Person, token_of

RAISED = """
    SELECT DISTINCT m[1] FROM pg_proc AS p
    CROSS JOIN LATERAL regexp_matches(p.prosrc, 'ERRCODE = ''(PD[0-9A-Z]{3})''', 'g') AS m
    WHERE p.pronamespace = current_schema()::regnamespace
"""


def test_every_code_has_its_status(db: psycopg.Connection[Any]) -> None:
    """ErrorCode names each code that is raised, once, with a status that tells the client's fault."""
    listed = db.execute("SELECT Code, HttpStatus FROM ErrorCode").fetchall()
    assert len({code for code, _ in listed}) == len(listed)
    assert {code for (code,) in db.execute(RAISED)} == {code for code, _ in listed}
    assert {status for _, status in listed} <= {401, 403, 404, 409, 422, 429}


STATEMENTS = {
    "a value that does not fit": ("SELECT 'x'::integer", 422, "22P02"),
    "a number too large": ("SELECT 10000000000::integer", 422, "22003"),
    "there already": ("INSERT INTO Language (LanguageId, LanguageCode, DisplayName) SELECT LanguageId, 'a', 'b' FROM Language", 409, "23505"),
    "still referred to": ("DELETE FROM Workplace", 409, "23503"),
    "missing": ("INSERT INTO Language (LanguageCode) VALUES (NULL)", 422, "23502"),
    "out of range": ("UPDATE Skill SET PbxOutKnowledge = 1000", 422, "23514"),
    "taken too long": ("SET LOCAL statement_timeout = 1; SELECT pg_sleep(5)", 503, "57014"),
    "a deadlock": ("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40P01'; END $$", 503, "40P01"),
    "a conflict": ("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$", 503, "40001"),
    "locked": ("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '55P03'; END $$", 503, "55P03"),
    "not permitted": ("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '42501'; END $$", 403, "42501"),
    "a standby": ("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '25006'; END $$", 503, "25006"),
    "ours": ("SELECT dial_call(77, acting_agent())", 404, "PD012"),
    "a code of tomorrow": ("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'PD999', MESSAGE = 'New.'; END $$", 422, "PD999"),
    "a mistake of ours": ("SELECT * FROM Nowhere", 500, None),
    "an assertion": ("DO $$ BEGIN ASSERT FALSE, 'secret'; END $$", 500, None),
}  # fmt: skip


@pytest.fixture
def plain_logs() -> Iterator[None]:
    """Logs go to where they are looked for, whatever a command has set before in this process."""
    before = structlog.get_config()
    structlog.reset_defaults()
    yield
    structlog.configure(**before)


@pytest.mark.usefixtures("plain_logs")
@pytest.mark.parametrize("case", STATEMENTS)
def test_database_errors(
    make_client: Callable[..., FlaskClient],
    floor: Floor,
    case: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each becomes a problem; what is no client's business is in the log alone, under the request's id."""
    statement, status, code = STATEMENTS[case]
    floor.agent(Login="jana")
    client = make_client()

    @client.application.get("/try")
    def attempt() -> Any:
        with acting() as conn:
            for one in statement.split("; ") if "DO" not in statement else [statement]:
                conn.execute(one)
        return {}

    answer = client.get("/try", headers=token_of(floor.conn, "jana", "Administrator"))
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    said = answer.json
    assert said.get("code") == code
    assert {"type", "title", "status", "detail"} <= set(said)
    assert said["request_id"] == answer.headers["X-Request-Id"]
    assert ("Retry-After" in answer.headers) == (status == 503)
    if status == 500:
        assert "Nowhere" not in answer.text
        assert "secret" not in answer.text
        out = capsys.readouterr()
        assert said["request_id"] in out.out + out.err


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("DELETE", BAR, 405),
        ("PUT", "/healthz", 405),
        ("POST", "/login", 401),
        ("GET", BAR, 422),
        ("GET", f"{BAR}?Cmd=GetState", 401),
    ],
)
def test_http_errors(
    client: FlaskClient, floor: Floor, method: str, path: str, status: int
) -> None:
    """404, 405 and their kind are problems, too; 401 says how to authenticate."""
    answer = client.open(path, method=method, json={"login": "x"} if path == "/login" else None)
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    assert ("Allow" in answer.headers) == (status == 405)
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)


@pytest.mark.parametrize("header", ["Basic amFuYTpqYW5h", "Bearer", "", "Digest x"])
def test_other_ways_to_authenticate(client: FlaskClient, header: str) -> None:
    """What is not understood is said, not taken for nobody."""
    answer = client.get(f"{BAR}?Cmd=GetState", headers={"Authorization": header})
    assert answer.status_code == 401
    assert "Bearer" in answer.json["hint"]


def test_no_database(make_client: Callable[..., FlaskClient]) -> None:
    """503 within the wait that was set, with a time to come again."""
    client = make_client(database="host=127.0.0.1 port=1 connect_timeout=1", wait=0.3)
    answer = client.get(f"{BAR}?Cmd=GetState", headers={"Authorization": "Bearer x"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert "port" not in answer.text


def test_a_database_that_came_back(jana: Person, database: Database) -> None:
    """Connections that the server has closed are replaced, and the first request does not notice."""
    assert jana.cmd("GetState").status_code == 200
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        ended = conn.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'pgdialer' AND pid <> pg_backend_pid()"
        ).fetchall()
        assert ended
    assert jana.cmd("GetState").status_code == 200


def test_a_refused_request_leaves_nothing_behind(
    make_client: Callable[..., FlaskClient], floor: Floor
) -> None:
    """One request, one transaction: what was done before the error is taken back, and who acted is forgotten."""
    floor.agent(Login="jana", DisplayName="Jana")
    client = make_client(connections=1)

    @client.application.get("/half")
    def half() -> Any:
        with acting() as conn:
            conn.execute("UPDATE Agent SET DisplayName = 'Changed'")
            conn.execute("SELECT dial_call(77, NULL)")
        return {}

    @client.application.get("/who")
    def who() -> Any:
        from pgdialer.web.database import nobody

        with nobody() as conn:
            return {"is": rows(conn, "SELECT current_setting('dialer.acting', TRUE) AS acting")}

    assert client.get("/half", headers=token_of(floor.conn, "jana")).status_code == 404
    assert floor.value("SELECT count(*) FROM Agent WHERE DisplayName = 'Changed'") == 0
    assert client.get("/who").json["is"][0]["acting"] in (None, "")


def test_meanings_are_titles(client: FlaskClient) -> None:
    """The title of a problem is what the reference says of its code."""
    with client.application.app_context():
        assert error_codes()["PD012"] == (404, "There is no such call")
