"""What is peculiar to some kinds of the set-up: matrices, secrets, trials, queries, tokens."""

from __future__ import annotations

import re

import pytest

from tests.web.setup.forms import HOME, Admin, fill, wrong


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
