"""pgdialer login: the first administrator and the first password, as an owner makes them."""

from __future__ import annotations

from typing import Any

import argon2
import pytest
from click.testing import CliRunner, Result
from pgdialer.runner.cli import group

from tests.conftest import Database
from tests.floor import Floor


def call(database: Database, *args: str, given: str = "") -> Result:
    return CliRunner().invoke(group, ["login", *args, "--database", database.dsn], input=given)


@pytest.fixture
def floor(database: Database) -> Floor:
    floor = Floor(database.connect(), at=None)
    floor.agent(Login="jana", DisplayName="Jana", status=None)
    return floor


def test_a_password_is_set(database: Database, floor: Floor) -> None:
    """PERM-1: hashed with argon2id; the one that was typed fits."""
    done = call(database, "set", "jana", given="correct horse\ncorrect horse\n")
    assert done.exit_code == 0
    assert done.output.endswith("The password of Jana is set.\n")
    assert "correct" not in done.output
    (_, hashed) = floor.row("SELECT * FROM begin_login('jana', '')")
    assert argon2.PasswordHasher().verify(hashed, "correct horse")


@pytest.mark.parametrize(
    ("args", "given", "said"),
    [
        (["set", "petr"], "", 'Error: There is no agent with the login "petr".'),
        (["set", "jana"], "short\nshort\n", "Error: A password has at least 10 characters."),
        (["grant", "jana", "Boss"], "", 'Error: There is no role "Boss". There are: Administrator, Agent, Supervisor.'),
        (["grant", "petr", "Agent"], "", 'Error: There is no agent with the login "petr".'),
        (["revoke", "jana", "Agent"], "", "Error: Jana was not granted the role Agent."),
    ],
)  # fmt: skip
def test_mistakes_are_told_in_one_line(
    database: Database, floor: Floor, args: list[str], given: str, said: str
) -> None:
    """Exit code 1, and nothing is changed."""
    done = call(database, *args, given=given)
    assert done.exit_code == 1
    assert done.output.splitlines()[-1] == said
    counts: Any = "SELECT (SELECT count(*) FROM AgentLogin), (SELECT count(*) FROM RoleGrant)"
    assert floor.row(counts) == (0, 1)


def test_the_first_administrator(database: Database, floor: Floor) -> None:
    """PERM-1: a role is granted once, however often it is said, and taken back."""
    agent = floor.value("SELECT AgentId FROM Agent WHERE Login = 'jana'")
    granted = "SELECT r.DisplayName FROM RoleGrant JOIN Role AS r USING (RoleId) WHERE AgentId = %s"
    for _ in range(2):
        done = call(database, "grant", "jana", "administrator")
        assert (done.exit_code, done.output) == (0, "Jana has the role Administrator.\n")
    assert floor.rows(granted, agent) == [("Administrator",)]
    done = call(database, "revoke", "jana", "Administrator")
    assert done.output == "The role Administrator is taken from Jana.\n"
    assert floor.rows(granted, agent) == []
