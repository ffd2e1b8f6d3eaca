"""Passwords, lock-out, sessions and tokens."""

from __future__ import annotations

from typing import Any

import argon2
import psycopg
import pytest

from tests.floor import Floor
from tests.rights.people import by_web, new_login, only_allow, outcome, session_of
from tests.rights.ways import HASH

HASHER = argon2.PasswordHasher()
SECRET = "ab" * 32


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    floor = Floor(db)
    jana = floor.agent(Login="jana", DisplayName="Jana", status=None)
    floor.do("set_password", jana, HASH)
    return floor


def attempt(floor: Floor, login: str, *, address: str = "192.0.2.1", succeeds: bool = False) -> str:
    """Try to log in: what became of it, or the SQLSTATE with which it was refused."""
    try:
        with floor.conn.transaction():
            floor.row("SELECT * FROM begin_login(%s, %s)", login, address)
    except psycopg.Error as error:
        return f"{error.sqlstate} {error.diag.message_detail}"
    secret = floor.value("SELECT encode(sha256(gen_random_uuid()::text::bytea), 'hex')")
    return "in" if floor.do("finish_login", login, address, succeeds, secret) else "out"


def test_a_password(floor: Floor) -> None:
    """PERM-1: the hash comes out as it went in, and the session is the agent's."""
    jana = floor.value("SELECT AgentId FROM Agent WHERE Login = 'jana'")
    floor.do("set_password", jana, HASHER.hash("correct horse"))
    agent, hashed = floor.row("SELECT * FROM begin_login('jana', '192.0.2.1')")
    assert agent == jana
    assert HASHER.verify(hashed, "correct horse")
    assert floor.do("finish_login", "jana", "192.0.2.1", True, SECRET) == jana
    assert floor.row("SELECT AgentId, Address FROM LoginSession") == (jana, "192.0.2.1")
    assert floor.row("SELECT LastLoginTime FROM AgentLogin") == floor.row("SELECT clock()")


@pytest.mark.parametrize("login", ["nobody", "without", "left", "", None])
def test_a_name_that_nobody_has_is_like_any_other(floor: Floor, login: str | None) -> None:
    """PERM-1: a hash with the cost of the others, which no password fits; the same lock-out."""
    floor.agent(Login="without", status=None)
    left = floor.agent(Login="left", status=None)
    floor.do("set_password", left, HASH)
    floor.set("Agent", left, Deleted=1)
    agent, hashed = floor.row("SELECT * FROM begin_login(%s, '192.0.2.1')", login)
    assert agent is None
    assert argon2.extract_parameters(hashed) == argon2.extract_parameters(HASH)
    with pytest.raises(argon2.exceptions.VerifyMismatchError):
        HASHER.verify(hashed, "")
    assert floor.do("finish_login", login, "192.0.2.1", False, None) is None
    if login:
        said = [attempt(floor, login) for _ in range(5)]
        assert said == ["out"] * 4 + ["PD044 seconds 900"]


def test_too_many_failures_lock_the_name(floor: Floor) -> None:
    """PERM-1: after LoginFailures in a row, from wherever they come, for LoginLock seconds."""
    assert [attempt(floor, "jana", address=str(i)) for i in range(5)] == ["out"] * 5
    assert attempt(floor, "jana", succeeds=True) == "PD044 seconds 900"
    floor.pass_time(899)
    assert attempt(floor, "jana", succeeds=True) == "PD044 seconds 1"
    assert attempt(floor, "petr") == "out"
    floor.pass_time(1)
    assert attempt(floor, "jana", succeeds=True) == "in"
    assert [attempt(floor, "jana") for _ in range(4)] == ["out"] * 4


def test_in_a_row(floor: Floor) -> None:
    """A success forgets what was before; so does a new password, which lifts the lock."""
    for _ in range(3):
        assert [attempt(floor, "jana") for _ in range(4)] == ["out"] * 4
        assert attempt(floor, "jana", succeeds=True) == "in"
    for _ in range(5):
        attempt(floor, "jana")
    assert attempt(floor, "jana", succeeds=True).startswith("PD044")
    floor.do("set_password", floor.value("SELECT AgentId FROM Agent WHERE Login = 'jana'"), HASH)
    assert attempt(floor, "jana", succeeds=True) == "in"


def test_an_attempt_counts_before_it_is_over(floor: Floor) -> None:
    """Many at once are no way round: each has counted before a password is compared."""
    for _ in range(5):
        floor.row("SELECT * FROM begin_login('jana', '192.0.2.1')")
    with pytest.raises(psycopg.Error, match='Too many failed logins as "jana": wait 900 s'):
        floor.row("SELECT * FROM begin_login('jana', '192.0.2.1')")


def test_too_many_failures_lock_the_address(floor: Floor) -> None:
    """PERM-1: one address that tries many names; others are not bothered."""
    floor.set("Configuration", "AddressFailures", ConfigurationValue="10")
    assert {attempt(floor, f"name{i}") for i in range(10)} == {"out"}
    assert attempt(floor, "jana", succeeds=True) == "PD044 seconds 900"
    assert attempt(floor, "jana", address="192.0.2.2", succeeds=True) == "in"
    floor.pass_time(900)
    assert attempt(floor, "jana", succeeds=True) == "in"


def test_long_names_do_not_fill_the_table(floor: Floor) -> None:
    """Bounded, whatever is sent."""
    assert attempt(floor, "x" * 100_000, address="y" * 100_000) == "out"
    assert floor.value("SELECT max(length(Subject)) FROM LoginFailure") == 200


def test_single_sign_on_needs_no_password(floor: Floor) -> None:
    """PERM-1: whoever somebody else has let in gets a session; whoever is no agent does not."""
    petr = floor.agent(Login="petr", status=None)
    assert floor.do("finish_login", "petr", None, True, SECRET) == petr
    assert floor.do("finish_login", "nobody", None, True, "cd" * 32) is None


def test_a_new_password_ends_sessions(floor: Floor) -> None:
    """PERM-1: whoever got hold of one is out."""
    assert attempt(floor, "jana", succeeds=True) == "in"
    assert attempt(floor, "jana", succeeds=True) == "in"
    floor.do("set_password", floor.value("SELECT AgentId FROM Agent WHERE Login = 'jana'"), HASH)
    assert floor.value("SELECT count(*) FROM LoginSession") == 0


@pytest.mark.parametrize("given", ["secret", "", None, "$argon2i$v=19$m=1,t=1,p=1$YQ$YQ", "$2b$12$abc"])
def test_no_password_is_kept_as_it_is(floor: Floor, given: str | None) -> None:
    """PD045: and the message does not repeat it."""
    jana = floor.value("SELECT AgentId FROM Agent WHERE Login = 'jana'")
    with pytest.raises(psycopg.Error) as caught:
        floor.do("set_password", jana, given)
    assert caught.value.sqlstate == "PD045"
    assert not given or given not in str(caught.value)


@pytest.mark.parametrize(
    ("token", "scope", "expires", "code"),
    [
        ("secret", "full", None, "PD045"), (None, "full", None, "PD045"),
        ("ab" * 32, "admin", None, "PD045"), ("ab" * 32, None, None, "PD045"),
        ("ab" * 32, "full", "2026-11-24 09:00+01", "PD014"),
    ],
)  # fmt: skip
def test_bad_tokens(floor: Floor, token: str, scope: str, expires: str | None, code: str) -> None:
    """Refused with what is wrong, and nothing is kept."""
    jana = floor.value("SELECT AgentId FROM Agent WHERE Login = 'jana'")
    query = "SELECT create_token(%s, %s, %s, %s, 'x')"
    assert outcome(floor, query, (jana, token, scope, expires)) == code
    assert floor.value("SELECT count(*) FROM ApiToken") == 0


def test_one_sees_to_ones_own(floor: Floor) -> None:
    """PERM-1: one's own password and tokens without any permission; by a token only with full scope."""
    floor.conn.execute("SELECT set_config('dialer.clock', '', FALSE)")
    jana, petr = floor.value("SELECT AgentId FROM Agent WHERE Login = 'jana'"), floor.agent(status=None)
    only_allow(floor, jana)
    mine = "SELECT create_token(%s, repeat('e', 64), 'full', NULL, 'mine')"
    password = "SELECT set_password(%s, %s)"
    with by_web(floor, jana):
        assert outcome(floor, password, (jana, HASH)) == 1
        assert outcome(floor, mine, (jana,)) == 1
        assert outcome(floor, password, (petr, HASH)) == "PD042"
        assert outcome(floor, mine, (petr,)) == "PD042"
    floor.do("create_token", jana, SECRET, "write", None, "CRM")
    with session_of(floor, new_login(floor, "web")):
        floor.rows("SELECT * FROM act_as('token', %s)", SECRET)
        assert outcome(floor, password, (jana, HASH)) == "PD042"
        assert outcome(floor, mine, (jana,)) == "PD042"


def test_no_such_token(floor: Floor) -> None:
    """PD048; a token revoked twice is none the worse."""
    jana = floor.value("SELECT AgentId FROM Agent WHERE Login = 'jana'")
    token = floor.do("create_token", jana, SECRET, "full", None, "x")
    floor.do("revoke_token", token)
    when = floor.look("ApiToken", token, "RevokedTime")
    floor.pass_time(60)
    floor.do("revoke_token", token)
    assert floor.look("ApiToken", token, "RevokedTime") == when
    assert outcome(floor, "SELECT revoke_token(%s)", (jana,)) == "PD048"


@pytest.mark.parametrize("table", ["Secret", "AgentLogin", "LoginFailure", "LoginSession", "ApiToken"])
@pytest.mark.parametrize("kind", ["web", "agent", "supervisor", "reporting", "runner"])
def test_secrets_are_the_owners(floor: Floor, table: str, kind: str) -> None:
    """PERM-1: no role of ours reads them."""
    with session_of(floor, new_login(floor, kind)):
        assert outcome(floor, f"SELECT FROM {table}") == "42501"
        assert outcome(floor, f"DELETE FROM {table}") == "42501"


def test_old_sessions_and_failures_are_purged(floor: Floor) -> None:
    """Days after they ended; those that still mean something stay."""
    attempt(floor, "jana", succeeds=True)
    attempt(floor, "nobody")
    counts = "SELECT (SELECT count(*) FROM LoginSession), (SELECT count(*) FROM LoginFailure)"
    assert floor.row(counts) == (1, 2)
    floor.pass_time(24 * 3600)
    assert floor.do("purge") == 0
    attempt(floor, "late")
    floor.pass_time(2 * 24 * 3600)
    attempt(floor, "jana", address="2", succeeds=True)
    assert floor.do("purge") == 4
    assert floor.row(counts) == (1, 0)
