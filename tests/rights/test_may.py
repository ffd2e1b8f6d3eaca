"""PERM-1: of all grants that apply the highest degree decides, a denial before a grant of the same degree."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.floor import Floor
from tests.rights.people import new_login, session_of

DEGREES = ["Read", "Write", "Full"]
ALL = [f"{verb}{degree}" for verb in ("Deny", "Allow") for degree in DEGREES]
SUBSETS = [subset for size in range(7) for subset in combinations(ALL, size)]


def model(granted: Iterable[str], needed: str) -> bool:
    """What the requirement says, the long way round."""
    height = DEGREES.index(needed)
    decides: tuple[int, bool] | None = None
    for one in granted:
        allows = one.startswith("Allow")
        at = DEGREES.index(one.removeprefix("Allow").removeprefix("Deny"))
        if at < height if allows else at > height:
            continue
        # Of the same degree the denial wins.
        if decides is None or at > decides[0] or (at == decides[0] and not allows):
            decides = (at, allows)
    return decides is not None and decides[1]


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    floor = Floor(db)
    floor.conn.execute("DELETE FROM RoleGrant")
    return floor


def role(floor: Floor, *degrees: str) -> UUID:
    key: UUID = floor.add("Role", DisplayName=f"Role of {degrees} {floor.value('SELECT count(*) FROM Role')}")
    for degree in degrees:
        floor.add("Permission", RoleId=key, PermissionName="Report", Degree=degree)
    return key


def act(floor: Floor, agent: UUID) -> None:
    floor.rows("SELECT * FROM act_as('login', %s)", floor.look("Agent", agent, "Login"))


def test_every_combination(floor: Floor) -> None:
    """PERM-1: all 64 sets of degrees, for each degree that may be needed."""
    agent = floor.agent()
    for subset in SUBSETS:
        floor.conn.execute("DELETE FROM RoleGrant")
        # Each by a role of its own: it makes no difference.
        for degree in subset:
            floor.add("RoleGrant", RoleId=role(floor, degree), AgentId=agent)
        act(floor, agent)
        for needed in DEGREES:
            assert floor.do("may", "Report", needed) == model(subset, needed), (subset, needed)


def test_examples_of_the_rule() -> None:
    """The model itself, by hand."""
    assert model(["AllowFull", "DenyWrite"], "Write")
    assert not model(["AllowWrite", "DenyWrite"], "Write")
    assert not model(["AllowRead", "DenyWrite"], "Write")
    assert model(["AllowRead", "DenyWrite"], "Read")
    assert not model(["DenyRead"], "Full")
    assert not model([], "Read")


@pytest.mark.parametrize("how", ["agent", "team", "skill", "everyone"])
def test_whom_a_role_is_granted_to(floor: Floor, how: str) -> None:
    """PERM-1: to an agent, a team, holders of a skill, everyone; and to nobody else."""
    special, plain = floor.project(), floor.project_id
    jana = floor.agent(TeamName="Night", skills={special: 50, plain: 50})
    petr = floor.agent(TeamName="Day", skills={plain: 50})
    who = {
        "agent": {"AgentId": jana}, "team": {"TeamName": "Night"},
        "skill": {"ProjectId": special}, "everyone": {"Everyone": 1},
    }[how]  # fmt: skip
    floor.add("RoleGrant", RoleId=role(floor, "AllowRead"), **who)
    act(floor, jana)
    assert floor.do("may", "Report", "Read")
    assert not floor.do("may", "Rights", "Read")
    act(floor, petr)
    assert floor.do("may", "Report", "Read") == (how == "everyone")


def test_a_denial_for_a_team_against_a_grant_for_everyone(floor: Floor) -> None:
    """PERM-1: it does not matter whom a role was granted to."""
    jana, petr = floor.agent(TeamName="New"), floor.agent()
    floor.add("RoleGrant", RoleId=role(floor, "AllowWrite"), Everyone=1)
    floor.add("RoleGrant", RoleId=role(floor, "DenyWrite"), TeamName="New")
    for agent, may in ((jana, False), (petr, True)):
        act(floor, agent)
        assert floor.do("may", "Report", "Write") == may
        assert floor.do("may", "Report", "Read")


@pytest.mark.parametrize("scope", ["read", "write", "full"])
def test_the_scope_of_a_token_caps_the_degree(floor: Floor, scope: str) -> None:
    """PERM-1: a token may less than its agent, and never more."""
    jana, petr = floor.agent(), floor.agent()
    floor.add("RoleGrant", RoleId=role(floor, "AllowFull"), AgentId=jana)
    for agent, grants in ((jana, DEGREES), (petr, [])):
        token = "ab" * 31 + ("11" if agent == jana else "22")
        floor.do("create_token", agent, token, scope, None, "test")
        floor.rows("SELECT * FROM act_as('token', %s)", token)
        capped = DEGREES[: DEGREES.index(scope.capitalize()) + 1]
        for needed in DEGREES:
            assert floor.do("may", "Report", needed) == (needed in grants and needed in capped)
        floor.conn.execute("SELECT set_config('dialer.acting', '', TRUE)")


def test_whoever_nobody_acts_for(floor: Floor) -> None:
    """The owner and a DBA's own roles may all; logins of agents and of the web nothing."""
    assert floor.do("may", "Rights", "Full")
    assert floor.do("acts_freely")
    for kinds, may in ((["supervisor"], True), (["agent"], False), (["web"], False)):
        login = new_login(floor, *kinds)
        with session_of(floor, login):
            assert floor.do("acting_agent") is None
            assert floor.do("may", "Rights", "Full") == may


def test_no_such_degree(floor: Floor) -> None:
    """A slip of the programmer's is told, not taken for a no."""
    act(floor, floor.agent())
    with pytest.raises(psycopg.Error, match='"Reed" is no degree'):
        floor.do("may", "Report", "Reed")


def test_a_refusal_says_who_lacks_what(floor: Floor) -> None:
    """PD042: the agent's name, the degree, the permission, and what to do."""
    floor.add("RoleGrant", RoleId=role(floor, "AllowRead"), Everyone=1)
    act(floor, floor.agent(DisplayName="Jana"))
    with pytest.raises(psycopg.Error) as caught:
        floor.do("demand", "Report", "Write")
    assert caught.value.sqlstate == "PD042"
    assert caught.value.diag.message_primary == "Jana lacks the degree Write of the permission Report."
    assert "pgdialer login grant" in str(caught.value.diag.message_hint)
