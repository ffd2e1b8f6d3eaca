"""Every form of the set-up opens, and saves what it shows without changing anything."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from pgdialer.web.pages.setup.kinds import KINDS
from pgdialer.web.pages.setup.model import Kind

from tests.floor import Floor
from tests.web.conftest import token_of
from tests.web.setup.forms import HOME, Admin, Form, fill, wrong

kinds = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.path)


def first_key(floor: Floor, kind: Kind) -> Any:
    """The key of a row, of the kinds with parts one that has some."""
    order = (
        f"(SELECT count(*) FROM {kind.parts[0].table} AS p WHERE p.{kind.parts[0].owner} = t.{kind.key}) DESC,"
        if kind.parts
        else ""
    )
    return floor.row(
        f"SELECT t.{kind.key} FROM {kind.table} AS t WHERE {kind.where} ORDER BY {order} t.{kind.key} LIMIT 1"
    )[0]


@kinds
def test_what_is_saved_unchanged_is_unchanged(admin: Admin, kind: Kind) -> None:
    """The list, an empty form, a copy and the form of a row open; saving it as it is changes no column."""
    fill(admin.floor)
    tables = [kind.table, *(part.table for part in kind.parts)]
    look = " UNION ALL ".join(f"SELECT to_jsonb(t)::text FROM {table} AS t" for table in tables)
    key = first_key(admin.floor, kind)
    admin.get(f"{kind.path}/")
    if kind.adds:
        admin.get(f"{kind.path}/new")
        admin.get(f"{kind.path}/new?copy={key}")
    before = sorted(admin.floor.rows(look))
    changes = admin.floor.value("SELECT count(*) FROM SetupChange")
    assert admin.save(f"{kind.path}/{key}") == f"{kind.path}/{key}"
    assert sorted(admin.floor.rows(look)) == before
    assert admin.floor.value("SELECT count(*) FROM SetupChange") == changes


def test_each_mistake_stands_beside_its_field(admin: Admin) -> None:
    """What the catalogue forbids is told at once, what the database refuses beside the column it names."""
    form = admin.form("project/new")
    answer = admin.send("project/new", form, DisplayName=" ", WaitingOffset="x", PostCallPause="-1")
    assert answer.status_code == 422
    assert 'id="DisplayName-fault">Give a value.' in answer.text
    assert 'id="WaitingOffset-fault">“x” is no whole number.' in answer.text
    assert 'id="PostCallPause-fault">-1 is too low: 0 is the lowest.' in answer.text
    assert 'value="-1"' in answer.text
    rule = admin.send(
        "schedulepostcondition/new", admin.form("schedulepostcondition/new"), DisplayName="Twice",
        SetPriority="5", AddPriority="5",
    )  # fmt: skip
    assert 'id="AddPriority-fault"' in rule.text
    admin.floor.language("de")
    status = admin.send(
        "agentstatus/new", admin.form("agentstatus/new"), DisplayName="Ready", Activity="Ready"
    )
    assert (
        wrong(status.text)[1]
        == "“Ready” is there already. Give another value, or change the one that is there."
    )


def test_a_mistake_in_a_line_stands_in_the_line(admin: Admin) -> None:
    key = admin.floor.list_id
    form = admin.form(f"outboundlist/{key}")
    answer = admin.send(
        f"outboundlist/{key}", form, DisplayName="Not saved",
        **{"RetryRule.line": ["new1"], "RetryRule.new1.CallResult": "Busy", "RetryRule.new1.Delay": "-5",
           "RetryRule.new1.FromTrial": "1", "RetryRule.new1.Action": "SameNumber"},
    )  # fmt: skip
    assert 'id="RetryRule.new1.Delay-fault">-5 is too low: 0 is the lowest.' in answer.text
    assert admin.floor.look("OutboundList", key, "DisplayName") != "Not saved"


def test_lines_are_added_changed_and_removed(admin: Admin) -> None:
    floor = admin.floor
    fill(floor)
    key = floor.list_id
    saved = {
        "RetryRule.line": ["1", "new1"], "RetryRule.1.Delay": "90", "RetryRule.new1.CallResult": "NoAnswer",
        "RetryRule.new1.FromTrial": "2", "RetryRule.new1.Delay": "30", "RetryRule.new1.Action": "Stop",
    }  # fmt: skip
    admin.save(f"outboundlist/{key}", **saved)
    rules = "SELECT CallResult::text, FromTrial, Delay, Action::text FROM RetryRule WHERE OutboundListId = %s ORDER BY 1"
    assert floor.rows(rules, key) == [("Busy", 1, 90, "SameNumber"), ("NoAnswer", 2, 30, "Stop")]
    admin.save(f"outboundlist/{key}", **{"RetryRule.2.removed": "1"})
    assert floor.rows(rules, key) == [("Busy", 1, 90, "SameNumber")]


def test_two_editors(admin: Admin) -> None:
    """The second is told, sees what the first has done, and may put hers in its place."""
    floor = admin.floor
    path = f"project/{floor.project_id}"
    mine, others = admin.form(path), admin.form(path)
    assert admin.send(path, others, DisplayName="Theirs").status_code == 303
    answer = admin.send(path, mine, DisplayName="Mine")
    assert answer.status_code == 412
    assert "Somebody else has changed it" in answer.text
    assert "<dd>Theirs</dd>" in answer.text
    assert 'value="Mine"' in answer.text
    assert floor.look("Project", floor.project_id, "DisplayName") == "Theirs"
    again: dict[str, list[str]] = {}
    for name, value in Form(answer.text, HOME + path).sent:
        again.setdefault(name, []).append(value)
    assert admin.send(path, again).status_code == 303
    assert floor.look("Project", floor.project_id, "DisplayName") == "Mine"


def test_a_part_changed_by_another_is_a_conflict_too(admin: Admin) -> None:
    path = f"outboundlist/{admin.floor.list_id}"
    form = admin.form(path)
    admin.floor.add("RetryRule", OutboundListId=admin.floor.list_id, CallResult="Busy")
    assert admin.send(path, form, DisplayName="Mine").status_code == 412


def test_what_happens_all_day_is_no_conflict(admin: Admin) -> None:
    agent = admin.floor.agent(Login="petr")
    form = admin.form(f"agent/{agent}")
    admin.floor.do("set_agent_status", agent, "Pause")
    assert admin.send(f"agent/{agent}", form, DisplayName="Petr").status_code == 303


def test_who_has_changed_what(admin: Admin) -> None:
    """What a page and what plain SQL has changed stands in the history of the form and among all changes."""
    floor = admin.floor
    key = floor.project_id
    admin.save(f"project/{key}", DisplayName="Renewals")
    floor.set("Project", key, CallerId="+420123456789")
    who = floor.value("SELECT 'sql:' || session_user")
    for page in (admin.get(f"project/{key}"), admin.get("changes/?table=Project")):
        assert '<td data-label="Who">anna</td>' in page
        assert f'<td data-label="Who">{who}</td>' in page
        assert "<del>–</del> → +420123456789" in page
    assert "+420123456789" not in admin.get("changes/?actor=anna")
    assert admin.get("changes/?from=2001-01-01&to=2001-01-02").count("<td") == 0


def test_pages_and_search(admin: Admin) -> None:
    """Keyset paging: each row once; what LIKE takes for a mask is only a text."""
    for n in range(120):
        admin.floor.add("Language", LanguageCode="x", DisplayName=f"Language {n % 7:03} 100%")
    page, seen = "language/", []
    while page:
        text = admin.get(page)
        seen += re.findall(r'<td data-label="Language"><a href="([^"]+)"', text)
        following = re.search(r'<a href="([^"]+)" rel="next"', text)
        page = "language/" + unescape(following[1]) if following else ""
    assert len(seen) == len(set(seen)) == admin.floor.value("SELECT count(*) FROM Language")
    assert admin.get("language/?search=003+100%25").count("<tr>") == 18
    assert "Nothing here fits." in admin.get("language/?search=1_0")
    assert admin.client.get(HOME + 'language/?after=["a"]', headers=admin.token).status_code == 422


def test_deleted_and_restored(admin: Admin) -> None:
    key = admin.floor.language("de")
    form = admin.form(f"language/{key}")
    assert (
        admin.client.post(
            f"{HOME}language/{key}/delete", data=form, headers=admin.token
        ).status_code
        == 303
    )
    assert f'href="{key}"' not in admin.get("language/")
    assert f'href="{key}"' in admin.get("language/?deleted=1")
    assert (
        admin.client.post(
            f"{HOME}language/{key}/restore", data=form, headers=admin.token
        ).status_code
        == 303
    )
    assert admin.floor.look("Language", key, "Deleted") == 0


def test_what_is_referred_to_is_not_deleted(admin: Admin) -> None:
    fill(admin.floor)
    key = admin.floor.value("SELECT CalendarId FROM Calendar")
    form = admin.form(f"calendar/{key}")
    answer = admin.client.post(f"{HOME}calendar/{key}/delete", data=form, headers=admin.token)
    assert answer.status_code == 409
    assert "still referred to" in answer.text


def test_rights_decide(client: FlaskClient, floor: Floor) -> None:
    """PERM-1: a supervisor changes lists and rules, sees the set-up and no roles; an agent nothing of it."""
    boss = Admin(client, floor, "Supervisor")
    fill(floor)
    assert boss.save(f"outboundlist/{floor.list_id}", DisplayName="Hers")
    page = boss.get(f"project/{floor.project_id}")
    assert 'data-key="Alt+S"' not in page
    assert "disabled" in page
    for method, path, status in (
        ("GET", "role/", 403), ("GET", "project/new", 403), ("POST", f"project/{floor.project_id}", 403),
        ("GET", "nothing/", 404), ("GET", "project/nothing", 404), ("GET", f"language/{floor.project_id}", 404),
    ):  # fmt: skip
        form = boss.form(f"outboundlist/{floor.list_id}")
        assert (
            client.open(HOME + path, method=method, data=form, headers=boss.token).status_code
            == status
        ), path
    overview = boss.get("")
    assert "outboundlist/" in overview
    assert 'href="project/"' not in overview.partition("What the first call needs")[0]
    floor.agent(Login="petr")
    agent = token_of(floor.conn, "petr", "Agent")
    assert client.get(HOME, headers=agent).status_code == 403
    assert client.get(f"{HOME}changes/", headers=agent).status_code == 403


def test_a_form_of_another_page_is_refused(admin: Admin) -> None:
    form = admin.form("language/new") | {
        "FormToken": "x",
        "DisplayName": "German",
        "LanguageCode": "de",
    }
    assert admin.send("language/new", form).status_code == 403


def test_the_overview_says_what_is_missing(admin: Admin) -> None:
    page = admin.get("")
    assert '<a href="pbx/">a runner drives a PBX that answers</a>' in page
    assert '<a href="language/">Languages</a>' in page
