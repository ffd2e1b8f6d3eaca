"""Pages of supervisors at their edges: who may see them, and what makes no sense."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from pgdialer.web.pages.setup.kinds import KINDS
from pgdialer.web.pages.setup.views import HOME
from pgdialer.web.pages.shell import PLACES
from werkzeug.test import TestResponse

from tests.floor import Floor
from tests.web.conftest import Person, token_of

HTMX = {"HX-Request": "true"}
NOWHERE = UUID(int=7)


@pytest.fixture
def agent(jana: Person) -> dict[str, str]:
    """The token of somebody who has no role but everybody's."""
    made = jana.floor.agent(Login="petr", status=None)
    jana.floor.conn.execute(
        "SELECT create_token(%s, encode(sha256('petr'::bytea), 'hex'), 'full', NULL, 'test')",
        [made],
    )
    return {"Authorization": "Bearer petr"}


def get(
    person: Person, path: str, token: dict[str, str] | None = None, **query: Any
) -> TestResponse:
    return person.client.get(path, query_string=query, headers={**(token or person.token), **HTMX})


@pytest.mark.parametrize(
    "path",
    [
        "/admin/", "/admin/floor", "/admin/wallboard", "/admin/wallboard/figures", "/admin/lists/",
        "/admin/lists/rows", "/admin/lists/{list}", "/admin/lists/{list}/figures", "/admin/lists/{list}/tables",
        "/admin/lists/{list}/start", "/admin/lists/{list}/why", "/admin/skills/", "/admin/skills/matrix",
    ],
)  # fmt: skip
def test_who_may_see_them(jana: Person, agent: dict[str, str], path: str) -> None:
    """PERM-1: a supervisor does, an agent does not, and nobody without a login."""
    path = path.format(list=jana.floor.list_id)
    assert get(jana, path).status_code == 200
    assert get(jana, path, agent).status_code == 403
    assert jana.client.get(path, headers=HTMX).status_code == 401


@pytest.mark.parametrize("role", ["Agent", "Supervisor", "Administrator"])
def test_nothing_in_the_navigation_is_a_dead_end(
    client: FlaskClient, floor: Floor, role: str
) -> None:
    """PERM-1: what is shown can be opened, what is not shown cannot; so it is for who may set up a single kind."""
    floor.agent(Login="eva", status=None)
    token = token_of(floor.conn, "eva", role)
    floor.list_id  # noqa: B018 - made, so that pages have something to show
    shown = _navigation(client, token)
    for place in PLACES:
        status = client.get(place.url, headers=token).status_code
        assert status == (200 if place.url in shown else 403), place.url


@pytest.mark.parametrize("permission", sorted({one.permission for one in KINDS}))
def test_whoever_sets_up_one_kind_finds_it(
    client: FlaskClient, floor: Floor, permission: str
) -> None:
    floor.agent(Login="eva", status=None)
    token = token_of(floor.conn, "eva", "Agent")
    assert HOME not in _navigation(client, token)
    role = floor.add("Role", DisplayName="One kind")
    floor.add("Permission", RoleId=role, PermissionName=permission, Degree="AllowWrite")
    floor.add("RoleGrant", RoleId=role, Everyone=1)
    assert HOME in _navigation(client, token)
    assert client.get(HOME, headers=token).status_code == 200


def _navigation(client: FlaskClient, token: dict[str, str]) -> set[str]:
    page = client.get("/admin/reports/", headers=token).text
    return set(re.findall(r'href="([^"]+)"', page.partition("<nav")[2].partition("</nav>")[0]))


def test_an_agent_changes_nothing(jana: Person, agent: dict[str, str]) -> None:
    floor = jana.floor
    stop = jana.client.post(
        f"/admin/lists/{floor.list_id}/activity",
        data={"Activity": "Paused"},
        headers={**agent, **HTMX},
    )
    level = jana.client.post(
        "/admin/skills/cell", headers={**agent, **HTMX},
        data={"kind": "project", "agent": jana.agent, "of": floor.project_id, "level": "99"},
    )  # fmt: skip
    assert (stop.status_code, level.status_code) == (403, 403)
    assert floor.look("OutboundList", floor.list_id, "Activity") == "Running"
    assert floor.rows("SELECT PbxOutKnowledge FROM Skill WHERE AgentId = %s", jana.agent) == [(50,)]


@pytest.mark.parametrize(
    ("path", "query", "parameter"),
    [
        ("/admin/floor", {"project": "nonsense"}, "project"),
        ("/admin/floor", {"sort": "age"}, "sort"),
        ("/admin/floor", {"page": "-1"}, "page"),
        ("/admin/floor", {"activity": "Asleep"}, "activity"),
        ("/admin/floor", {"name": "a\0b"}, "name"),
        ("/admin/lists/rows", {"shown": "some"}, "shown"),
        ("/admin/lists/rows", {"page": "1e9"}, "page"),
        ("/admin/wallboard/figures", {"list": "1"}, "list"),
        ("/admin/skills/matrix", {"skilled": "yes"}, "skilled"),
    ],
)
def test_what_makes_no_sense(
    jana: Person, path: str, query: dict[str, str], parameter: str
) -> None:
    """URL-3: one sentence with the value, and the parameter's name."""
    answer = get(jana, path, **query)
    assert answer.status_code == 422
    assert answer.json["parameter"] == parameter
    assert answer.json["hint"]


def test_a_list_or_an_agent_that_is_not_there(jana: Person) -> None:
    assert get(jana, f"/admin/lists/{NOWHERE}").status_code == 404
    assert get(jana, f"/admin/lists/{NOWHERE}/start").status_code == 404
    assert get(jana, f"/admin/floor/{NOWHERE}").status_code == 404
    stop = jana.client.post(
        f"/admin/lists/{NOWHERE}/activity",
        data={"Activity": "Paused"},
        headers={**jana.token, **HTMX},
    )
    assert stop.status_code == 404


@pytest.mark.parametrize("given", [{}, {"Activity": "Prepared"}, {"Activity": "Asleep"}])
def test_a_state_that_no_button_sets(jana: Person, given: dict[str, str]) -> None:
    answer = jana.client.post(
        f"/admin/lists/{jana.floor.list_id}/activity", data=given, headers={**jana.token, **HTMX}
    )
    assert (answer.status_code, answer.json["parameter"]) == (422, "Activity")


def test_two_thousand_agents_are_shown_a_hundred_at_a_time(jana: Person) -> None:
    floor = jana.floor
    floor.rows(
        "INSERT INTO Agent (Login, DisplayName, AgentStatusId)"
        " SELECT 'a' || n, 'Agent ' || lpad(n::text, 4, '0'), a.AgentStatusId"
        " FROM generate_series(1, 2000) AS n, Agent AS a WHERE a.Login = 'jana' RETURNING 1"
    )
    first = get(jana, "/admin/floor", everybody="1", sort="name").text
    assert first.count('<tr id="agent-') == 100
    assert "1 to 100 of 2001" in first
    last = get(jana, "/admin/floor", everybody="1", sort="name", page="20").text
    assert last.count('<tr id="agent-') == 1
    assert get(jana, "/admin/floor", everybody="1", page="21").status_code == 404
    assert get(jana, "/admin/skills/matrix").text.count('<tr id="agent-') == 50


def test_the_number_of_a_call_is_for_whoever_sees_calls(floor: Floor, jana: Person) -> None:
    """As in agent_state: another's calls are for the degree Full of OutboundCall."""
    call = floor.talking()
    number = floor.see(call, "Number")
    assert number in get(jana, "/admin/floor").text
    role = floor.add("Role", DisplayName="Looks on")
    floor.add("Permission", RoleId=role, PermissionName="Agent", Degree="AllowRead")
    floor.agent(Login="karel", status=None)
    onlooker = token_of(floor.conn, "karel", "Looks on")
    seen = get(jana, "/admin/floor", onlooker).text
    assert number not in seen
    assert "Talking" in seen
