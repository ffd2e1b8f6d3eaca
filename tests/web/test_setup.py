"""Every form of the set-up opens, and saves what it shows without changing anything."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from flask.testing import FlaskClient
from pgdialer.web.pages.setup.kinds import KINDS
from pgdialer.web.pages.setup.model import Kind

from tests.floor import Floor
from tests.web.conftest import token_of

HOME = "/admin/setup/"
kinds = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.path)


class Form(HTMLParser):
    """What a browser would send of the first form for POST."""

    def __init__(self, page: str, action: str) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self._action, self._inside, self._apart = action, False, 0
        self._select: str | None = None
        self._first: str | None = None
        self._text: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_ = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = is_.get("action") == self._action
        if tag == "template":
            self._apart += 1
        if not self._inside or self._apart:
            return
        name = is_.get("name")
        if tag == "input" and name and "disabled" not in is_:
            kind = is_.get("type", "text")
            if kind not in ("checkbox", "radio") or "checked" in is_:
                self.sent.append((name, is_.get("value", "on")))
        elif tag == "select":
            self._select, self._first = name, None
        elif tag == "option" and self._select:
            value = is_.get("value", "")
            if "selected" in is_:
                self.sent.append((self._select, value))
                self._select = None
            elif self._first is None:
                self._first = value
        elif tag == "textarea" and name:
            self._text = ""
            self.sent.append((name, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "template":
            self._apart -= 1
        elif tag == "select" and self._select:
            self.sent.append((self._select, self._first or ""))
            self._select = None
        elif tag == "textarea" and self._text is not None:
            self.sent[-1] = (self.sent[-1][0], self._text.removeprefix("\n"))
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text += data


class Admin:
    """A program that acts for an administrator, and sends forms as a browser would."""

    def __init__(self, client: FlaskClient, floor: Floor, role: str = "Administrator") -> None:
        self.client, self.floor = client, floor
        self.agent = floor.agent(Login="anna", DisplayName="Anna")
        self.token = token_of(floor.conn, "anna", role)

    def get(self, path: str) -> str:
        answer = self.client.get(HOME + path, headers=self.token)
        assert answer.status_code == 200, answer.text
        return answer.text

    def form(self, path: str) -> dict[str, list[str]]:
        """What the form would send."""
        sent: dict[str, list[str]] = {}
        for name, value in Form(self.get(path), HOME + path.partition("?")[0]).sent:
            sent.setdefault(name, []).append(value)
        assert sent
        return sent

    def send(self, path: str, form: dict[str, Any], **changes: Any) -> Any:
        return self.client.post(
            HOME + path.partition("?")[0], data={**form, **changes}, headers=self.token
        )

    def save(self, path: str, **changes: Any) -> str:
        """Open a form, change it, save it; return the path of what was saved."""
        answer = self.send(path, self.form(path), **changes)
        assert answer.status_code == 303, wrong(answer.text)
        return str(answer.headers["Location"]).partition("?")[0].removeprefix(HOME)


def wrong(page: str) -> list[str]:
    """What a form says is wrong."""
    found = re.findall(r'<p class="(?:wrong|problem)"[^>]*>(.*?)</p>', page, re.S)
    return [unescape(re.sub(r"<[^>]+>|\s+", " ", one)).strip() for one in found] or [page]


@pytest.fixture
def admin(client: FlaskClient, floor: Floor) -> Admin:
    return Admin(client, floor)


def fill(floor: Floor) -> None:
    """One of each kind that has none, with parts."""
    calendar = floor.add("Calendar", DisplayName="Office")
    floor.conn.execute(  # Python has no 24:00
        "INSERT INTO CalendarHours (CalendarId, Weekday, TimeFrom, TimeTo) VALUES (%s, 1, '8:00', '24:00')",
        [calendar],
    )
    floor.add("CalendarDay", CalendarId=calendar, Day="2026-12-24", Yearly=1, DisplayName="Eve")
    floor.set("OutboundList", floor.list_id, CalendarId=calendar, TimeZone="Europe/Prague")
    floor.add("RetryRule", OutboundListId=floor.list_id, CallResult="Busy", Delay=60)
    floor.add("RetryRule", CallResult="NoAnswer", Delay=600)
    floor.add(
        "SchedulePostCondition", DisplayName="Later", ProjectId=floor.project_id, Postpone=60,
        TimeMode="Daily", TimeFrom="08:00", TimeTo="12:00", Predistributed=0,
    )  # fmt: skip
    floor.add("QueueTransition", OutboundListId=floor.list_id, SourceProjectId=floor.project_id)
    matrix = floor.add("BusyCondition", DisplayName="Mixed")
    floor.add(
        "BusyConditionRule", BusyConditionId=matrix, HandledChannel="Call", OfferedChannel="SMS",
        Percent=30,
    )  # fmt: skip
    floor.add("Pbx", DisplayName="Main")
    floor.add("Trunk", DisplayName="North", Endpoint="north")
    floor.add("Scenario", DisplayName="Form")
    never = floor.add("DoNotCallList", DisplayName="Ours")
    floor.add("DoNotCallNumber", DoNotCallListId=never, Number="+420724000001")
    floor.add(
        "WebHook", DisplayName="CRM", Url="https://crm.example/hook", Secret="s" * 16,
        Events=["list_completed", "call_finished"],
    )  # fmt: skip
    floor.add(
        "Tile", DisplayName="Waiting", Query="SELECT count(*) FROM OutboundCall\n WHERE 1 = 1",
        Color="#0b5cad",
    )  # fmt: skip
    floor.add("CallResultDetail", DisplayName="Odd", CallResult="Completed", Channels=515)
    floor.add(
        "Seating",
        AgentId=floor.agent(),
        WorkplaceId=floor.row("SELECT min(WorkplaceId::text)::uuid FROM Workplace")[0],
    )


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


def test_channels_of_a_result_detail(admin: Admin) -> None:
    """RES: check boxes of a bit mask; a bit that nobody knows stays."""
    fill(admin.floor)
    key = admin.floor.value(
        "SELECT CallResultDetailId FROM CallResultDetail WHERE DisplayName = 'Odd'"
    )
    admin.save(f"callresultdetail/{key}", Channels=["512", "1024"])
    assert admin.floor.look("CallResultDetail", key, "Channels") == 2 + 512 + 1024
    admin.save("callresultdetail/new", DisplayName="New", CallResult="Completed", Channels=["1"])
    assert admin.floor.value("SELECT Channels FROM CallResultDetail WHERE DisplayName = 'New'") == 1


def test_capacity_is_a_matrix(admin: Admin) -> None:
    """Columns are work in hand, rows work to be offered; empty is no rule."""
    path = admin.save(
        "busycondition/new", DisplayName="Mixed", **{"capacity.0.1": "50", "capacity.1.1": "100"}
    )
    rules = "SELECT OfferedChannel, HandledChannel, Percent FROM BusyConditionRule ORDER BY 1, 2"
    assert admin.floor.rows(rules) == [("Call", "Chat", 50), ("Chat", "Chat", 100)]
    admin.save(path, **{"capacity.0.1": "", "capacity.1.1": "90"})
    assert admin.floor.rows(rules) == [("Chat", "Chat", 90)]
    answer = admin.send(path, admin.form(path), **{"capacity.1.1": "101"})
    assert 'id="capacity.1.1-fault">101 is too high: 100 is the highest.' in answer.text


def test_permissions_are_a_grid(admin: Admin) -> None:
    path = admin.save(
        "role/new", DisplayName="Reader",
        **{"degree.Report.allow": "Read", "degree.OutboundCall.deny": "Full",
           "RoleGrant.line": ["new1"], "RoleGrant.new1.Everyone": "1"},
    )  # fmt: skip
    degrees = "SELECT PermissionName, Degree::text FROM Permission WHERE RoleId = %s ORDER BY 1"
    key = path.rpartition("/")[2]
    assert admin.floor.rows(degrees, key) == [("OutboundCall", "DenyFull"), ("Report", "AllowRead")]
    admin.save(path, **{"degree.OutboundCall.deny": "", "degree.Report.allow": "Full"})
    assert admin.floor.rows(degrees, key) == [("Report", "AllowFull")]
    assert admin.floor.rows("SELECT Everyone FROM RoleGrant WHERE RoleId = %s", key) == [(1,)]


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


def test_secrets_are_written_and_never_shown(admin: Admin) -> None:
    fill(admin.floor)
    key = admin.floor.value("SELECT WebHookId FROM WebHook")
    assert "s" * 16 not in admin.get(f"webhook/{key}")
    admin.save(f"webhook/{key}", Secret="another-secret-1234")
    assert admin.floor.look("WebHook", key, "Secret") == "another-secret-1234"
    assert "another-secret" not in admin.get(f"webhook/{key}") + admin.get("changes/")
    made = admin.save(
        "webhook/new", DisplayName="ERP", Url="https://erp.example/", Events=["list_completed"]
    )
    secret, events = admin.floor.look("WebHook", made.rpartition("/")[2], "Secret", "Events")
    assert (len(secret), events) == (43, ["list_completed"])


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


def test_a_rule_is_tried_and_nothing_is_written(admin: Admin) -> None:
    """COND-4: as it stands on the form, saved or not."""
    floor = admin.floor
    other = floor.language("de")
    call = floor.call()
    form = admin.form("schedulepostcondition/new") | {
        "DisplayName": "German",
        "SetLanguageId": str(other),
    }
    answer = admin.client.post(f"{HOME}schedulepostcondition/try", data=form, headers=admin.token)
    assert f"OutboundCallId={call}" in answer.text
    assert "→ de" in answer.text
    assert floor.rows("SELECT FROM SchedulePostCondition") == []
    assert floor.rows("SELECT FROM SetupChange WHERE TableName = 'SchedulePostCondition'") == []
    form["SetPriority"] = form["AddPriority"] = "1"
    answer = admin.client.post(f"{HOME}schedulepostcondition/try", data=form, headers=admin.token)
    assert "adds 1 to it" in answer.text


def test_numbers_that_are_not_to_be_called(admin: Admin) -> None:
    key = admin.floor.add("DoNotCallList", DisplayName="Ours")
    path = f"donotcalllist/{key}"
    form = admin.form(path)
    numbers = f"{HOME}{path}/numbers"
    given = form | {"Numbers": "724 000 001\n00420724000002\n", "Reason": "asked"}
    assert admin.client.post(numbers, data=given, headers=admin.token).status_code == 303
    assert "+420724000001" in admin.get(path)
    found = admin.get(f"{path}?number=%2B420+724+000+002")
    assert "+420724000002" in found
    assert 'data-label="Number">+420724000001' not in found
    bad = admin.client.post(
        numbers, data=form | {"Numbers": "724 000 003\nhello"}, headers=admin.token
    )
    assert bad.status_code == 422
    assert "hello" in bad.text
    gone = form | {"Number": "+420724000001"}
    assert admin.client.post(f"{numbers}/remove", data=gone, headers=admin.token).status_code == 303
    assert admin.floor.rows("SELECT Number FROM DoNotCallNumber") == [("+420724000002",)]


def test_a_token_is_shown_once_and_works(admin: Admin) -> None:
    agent = admin.floor.agent(Login="petr")
    form = admin.form(f"agent/{agent}")
    made = admin.client.post(
        f"{HOME}agent/{agent}/tokens",
        data=form | {"Name": "CRM", "Scope": "read"},
        headers=admin.token,
    )
    token = re.search(r'class="token">(pgd_[^<]+)<', made.text)
    assert token
    assert (
        admin.client.get(
            "/api/v1/agents", headers={"Authorization": f"Bearer {token[1]}"}
        ).status_code
        == 200
    )
    page = admin.get(f"agent/{agent}")
    assert token[1] not in page
    revoke = re.search(rf'action="({HOME}agent/{agent}/tokens/[^"]+/revoke)"', page)
    assert revoke
    assert admin.client.post(revoke[1], data=form, headers=admin.token).status_code == 303
    assert (
        admin.client.get(
            "/api/v1/agents", headers={"Authorization": f"Bearer {token[1]}"}
        ).status_code
        == 401
    )


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [("short", "short", "at least 10 characters"), ("long enough 1", "long enough 2", "not the same")],
)  # fmt: skip
def test_a_password_that_will_not_do(admin: Admin, password: str, again: str, said: str) -> None:
    form = admin.form(f"agent/{admin.agent}") | {"Password": password, "Again": again}
    answer = admin.client.post(
        f"{HOME}agent/{admin.agent}/password", data=form, headers=admin.token
    )
    assert answer.status_code == 422
    assert said in answer.text


def test_where_a_query_is_wrong(admin: Admin) -> None:
    """GRID: the character is where the cursor is put."""
    form = admin.form("dataquery/new") | {
        "DisplayName": "Bad", "Query": "SELECT c.OutboundCallId\nFROM OutboundCall AS c\nWHERE c.AgentId = @Agent",
        "KeyColumn": "OutboundCallId",
    }  # fmt: skip
    answer = admin.send("dataquery/new", form)
    assert 'data-position="66"' in answer.text
    assert "@Agent" in answer.text


def test_parameters_are_checked(admin: Admin) -> None:
    answer = admin.send(
        "configuration/CycleBatch",
        admin.form("configuration/CycleBatch"),
        ConfigurationValue="many",
    )
    assert "CycleBatch cannot be" in wrong(answer.text)[1]
    version = admin.floor.value("SELECT Version FROM Cache")
    admin.save("configuration/CycleBatch", ConfigurationValue="500")
    assert admin.floor.value("SELECT configuration('CycleBatch')") == "500"
    assert admin.floor.value("SELECT Version FROM Cache") == version + 1
    assert admin.client.get(f"{HOME}configuration/new", headers=admin.token).status_code == 404


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
