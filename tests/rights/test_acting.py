"""Who acts is a setting that nobody can forge, take along or keep."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.conftest import Database
from tests.floor import Floor
from tests.rights.people import by_psql, by_web, new_login, outcome, session_of

ACTING = "SELECT current_setting('dialer.acting', TRUE)"
SECRET = "ab" * 32


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db, at=None)


def sqlstate(floor: Floor, function: str, *values: Any) -> str | None:
    try:
        with floor.conn.transaction():
            floor.do(function, *values)
    except psycopg.Error as error:
        return error.sqlstate
    return None


def test_a_session_a_token_and_a_login(floor: Floor) -> None:
    """PERM-1: each brings its agent, with its scope, until the end of the transaction."""
    jana, petr = floor.agent(Login="jana", DisplayName="Jana"), floor.agent(Login="petr")
    assert floor.do("finish_login", "jana", "::1", True, SECRET) == jana
    floor.do("create_token", petr, "cd" * 32, "write", None, "CRM")
    assert floor.row("SELECT * FROM act_as('session', %s)", SECRET) == (jana, "Jana", "full")
    assert floor.do("acting_agent") == jana
    assert floor.row("SELECT * FROM act_as('token', %s)", "cd" * 32)[::2] == (petr, "write")
    assert floor.do("acting_agent") == petr
    assert floor.row("SELECT * FROM act_as('login', 'jana')") == (jana, "Jana", "full")
    assert floor.do("acting_agent") == jana


@pytest.mark.parametrize(
    ("kind", "credential"),
    [
        ("session", "00" * 32), ("token", "00" * 32), ("login", "nobody"), ("password", "x"),
        ("session", None), ("token", None), ("login", None), (None, None),
    ],
)  # fmt: skip
def test_unknown_credentials(floor: Floor, kind: str | None, credential: str | None) -> None:
    """PD046: and nobody acts."""
    assert sqlstate(floor, "act_as", kind, credential) == "PD046"
    assert floor.do("acting_agent") is None


def test_what_is_over_lets_nobody_in(floor: Floor) -> None:
    """PERM-1: an ended or expired session, a revoked or expired token, an agent who left."""
    floor.at("2026-11-24 10:00+01")
    jana = floor.agent(Login="jana", status=None)
    for secret in ("aa" * 32, "bb" * 32):
        floor.do("finish_login", "jana", "::1", True, secret)
    lasting = floor.do("create_token", jana, "cc" * 32, "full", None, "lasting")
    floor.do("create_token", jana, "dd" * 32, "full", floor.value("SELECT clock() + interval '1 day'"), "day")
    floor.do("end_session", "aa" * 32)
    assert sqlstate(floor, "act_as", "session", "aa" * 32) == "PD046"
    assert sqlstate(floor, "act_as", "session", "bb" * 32) is None
    floor.pass_time(12 * 3600)
    assert sqlstate(floor, "act_as", "session", "bb" * 32) == "PD046"
    assert sqlstate(floor, "act_as", "token", "dd" * 32) is None
    floor.pass_time(12 * 3600)
    assert sqlstate(floor, "act_as", "token", "dd" * 32) == "PD046"
    assert sqlstate(floor, "act_as", "token", "cc" * 32) is None
    floor.conn.execute("SELECT set_config('dialer.acting', '', TRUE)")
    floor.do("revoke_token", lasting)
    assert sqlstate(floor, "act_as", "token", "cc" * 32) == "PD046"
    assert sqlstate(floor, "act_as", "login", "jana") is None
    floor.set("Agent", jana, Deleted=1)
    assert sqlstate(floor, "act_as", "login", "jana") == "PD046"


def test_a_forged_setting_is_found_out(floor: Floor) -> None:
    """PD043: another agent, another scope, a made-up seal, nonsense; in every way of asking."""
    jana, petr = floor.agent(), floor.agent()
    call = floor.call(AgentId=jana, Predistributed=1)
    floor.do("create_token", jana, SECRET, "read", None, "reads")
    with session_of(floor, new_login(floor, "web")):
        floor.rows("SELECT * FROM act_as('token', %s)", SECRET)
        agent, scope, seal = floor.value(ACTING).split(":")
        for forged in (
            f"{petr}:{scope}:{seal}", f"{agent}:full:{seal}", f"{agent}:{scope}:{seal[::-1]}",
            f"{agent}:{scope}", f"{agent}", "x", ":", "::", f"{agent}:{scope}:", f"nobody:full:{seal}",
        ):  # fmt: skip
            floor.conn.execute("SELECT set_config('dialer.acting', %s, TRUE)", (forged,))
            assert outcome(floor, "SELECT acting_agent()") == "PD043", forged
            assert outcome(floor, "SELECT FROM OutboundCall") == "PD043", forged
            assert outcome(floor, "SELECT pause_call(%s)", (call,)) == "PD043", forged
        floor.conn.execute("SELECT set_config('dialer.acting', %s, TRUE)", (f"{agent}:{scope}:{seal}",))
        assert floor.do("acting_agent") == jana


def test_no_other_transaction_or_session_believes_it(database: Database) -> None:
    """PD043: replayed in the next transaction of the same session, and in another session at once."""
    first, second = database.connect(autocommit=False), database.connect(autocommit=False)
    floor = Floor(first, at=None)
    floor.agent(Login="jana", status=None)
    first.commit()
    floor.rows("SELECT * FROM act_as('login', 'jana')")
    acting = floor.value(ACTING)
    second.execute("SELECT set_config('dialer.acting', %s, FALSE)", (acting,))
    assert sqlstate(Floor(second, at=None), "acting_agent") == "PD043"
    assert floor.do("acting_agent") is not None
    first.commit()
    # It went with the transaction.
    assert not floor.value(ACTING)
    assert floor.do("acting_agent") is None
    first.execute("SELECT set_config('dialer.acting', %s, FALSE)", (acting,))
    assert sqlstate(floor, "acting_agent") == "PD043"
    # And does not keep the next one out.
    floor.rows("SELECT * FROM act_as('login', 'jana')")
    assert floor.do("acting_agent") is not None


def test_only_the_web_may_say_who_acts(floor: Floor) -> None:
    """PERM-1: no other kind of role, and no function, grid or block of code either."""
    jana = floor.agent(Login="jana")
    for kind in ("agent", "supervisor", "reporting", "runner"):
        with session_of(floor, new_login(floor, kind)):
            assert outcome(floor, "SELECT * FROM act_as('login', 'jana')") == "42501"
    with session_of(floor, new_login(floor, "web")):
        for function in (
            "act_as('login', 'jana')", "begin_login('jana', '')",
            f"finish_login('jana', '', TRUE, '{SECRET}')",
        ):  # fmt: skip
            nested = f"DO $$ BEGIN PERFORM {function}; END $$"
            assert outcome(floor, nested) == "PD047"
        assert outcome(floor, "SELECT act_as('login', 'jana')") == 1
        assert floor.do("acting_agent") == jana


def test_an_agents_own_login(floor: Floor) -> None:
    """PERM-1: acts for its agent without more ado, and for nobody once the agent has left."""
    jana = floor.agent(status=None)
    with by_psql(floor, jana):
        assert floor.do("acting_agent") == jana
    login = floor.look("Agent", jana, "DatabaseRole")
    floor.set("Agent", jana, Deleted=1)
    with session_of(floor, login):
        assert floor.do("acting_agent") is None
        assert not floor.do("acts_freely")


def test_a_role_taken_on_is_not_a_login(floor: Floor) -> None:
    """PERM-1: SET ROLE does not make somebody else of a login."""
    jana, petr = floor.agent(), floor.agent()
    role = floor.value("SELECT database_role('agent')")
    with by_psql(floor, petr):
        theirs = floor.value("SELECT session_user")
    with by_psql(floor, jana):
        assert outcome(floor, f"SET ROLE {theirs}") == "42501"
        floor.conn.execute(f'SET LOCAL ROLE "{role}"')
        assert floor.do("acting_agent") == jana


def test_what_is_seen_is_noted_once_a_minute(floor: Floor) -> None:
    """A request does not write each time it comes."""
    floor.at("2026-11-24 10:00+01")
    floor.agent(Login="jana", status=None)
    floor.do("finish_login", "jana", "::1", True, SECRET)
    seen = "SELECT LastSeenTime FROM LoginSession"
    began = floor.value(seen)
    floor.pass_time(59)
    floor.do("act_as", "session", SECRET)
    assert floor.value(seen) == began
    floor.pass_time(2)
    floor.do("act_as", "session", SECRET)
    assert (floor.value(seen) - began).seconds == 61


def test_acting_in_a_transaction_that_only_reads(database: Database) -> None:
    """A standby, or an export, can know who acts."""
    floor = Floor(database.connect(), at=None)
    floor.agent(Login="jana", status=None)
    floor.do("finish_login", "jana", "::1", True, SECRET)
    with floor.conn.transaction():
        floor.conn.execute("SET TRANSACTION READ ONLY")
        floor.do("act_as", "session", SECRET)
        assert floor.do("acting_agent") is not None


def test_who_did_it_is_in_the_history(floor: Floor) -> None:
    """PHASE-5: brought by a program the agent's login, in psql the database role; not what they say themselves."""
    jana = floor.agent(Login="jana")
    said = "SELECT actor()"
    with by_web(floor, jana):
        floor.conn.execute("SET LOCAL dialer.actor = 'somebody else'")
        assert floor.value(said) == "agent:jana"
    with by_psql(floor, jana):
        assert floor.value(said) == f"sql:{floor.value('SELECT session_user')}"
    assert floor.value(said) == "somebody else"
