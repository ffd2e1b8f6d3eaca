"""The editor: the page's table of parameters, and the way from the form to the call."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.floor import Floor, new_number
from tests.web.conftest import EDITOR, SHORT, Office, Person, hidden
from tests.web.test_private_call import NOWHERE, filled

GOOD = {
    "a list": ({"OutboundListId": "list"}, {"OutboundListId": "list", "ProjectId": "project"}),
    "the list's other name": ({"OutboundList": "list"}, {"OutboundListId": "list"}),
    "a project": ({"ProjectId": "other_project"}, {"OutboundListId": "other_list"}),
    "list and project": (
        {"OutboundListId": "list", "ProjectId": "other_project"},
        {"OutboundListId": "list", "ProjectId": "other_project"},
    ),
    "Predist": ({"OutboundListId": "list", "Predist": "true"}, {"Predistributed": 1}),
    "Predist and AgentId": (
        {"OutboundListId": "list", "Predist": "1", "AgentId": "agent"},
        {"Predistributed": 1, "AgentId": "agent"},
    ),
    "AgentId": ({"OutboundListId": "list", "AgentId": "agent"}, {"PreferredAgentId": "agent"}),
    "CallKey": ({"OutboundListId": "list", "CallKey": "x" * 48}, {"CallKey": "x" * 48}),
    "IssueId": (
        {"IssueId": "issue"},
        {
            "IssueId": "issue", "OutboundListId": "other_list", "ProjectId": "other_project",
            "LanguageId": "other_language", "ContactId": "contact",
        },
    ),
    "IssueKey": ({"IssueKey": "I-1"}, {"IssueId": "issue", "ContactId": "contact"}),
    "IssueId before IssueKey": ({"IssueId": "issue", "IssueKey": "lost"}, {"IssueId": "issue"}),
    "explicit before the case": (
        {"IssueId": "issue", "LanguageId": "language", "ContactId": "other_contact"},
        {"LanguageId": "language", "ContactId": "other_contact"},
    ),
    "LanguageId": ({"OutboundListId": "list", "LanguageId": "other_language"}, {"LanguageId": "other_language"}),
    "ContactId": ({"OutboundListId": "list", "ContactId": "contact"}, {"ContactId": "contact"}),
    "ContactKey": ({"OutboundListId": "list", "ContactKey": "C-2"}, {"ContactId": "other_contact"}),
    "ContactId before ContactKey": (
        {"OutboundListId": "list", "ContactId": "contact", "ContactKey": "C-2"}, {"ContactId": "contact"},
    ),
    "PhoneNumberId": (
        {"OutboundListId": "list", "PhoneNumberId": "phone"}, {"PhoneNumberId": "phone", "ContactId": "contact"},
    ),
    "MessageId": ({"MessageId": "message"}, {"MessageId": "message", "IssueId": "issue", "ContactId": "contact"}),
    "ChatId": ({"ChatId": "chat"}, {"ChatId": "chat", "IssueId": "issue", "ContactId": "contact"}),
}  # fmt: skip


@pytest.mark.parametrize("case", GOOD)
def test_good(jana: Person, office: Office, case: str) -> None:
    """URL-1, CALL-4: opened with the parameters and saved as it comes, the call has what they say."""
    given, expected = GOOD[case]
    number = new_number()
    page = jana.open(Number=number, **filled(office, given))
    assert page.status_code == 200, page.text
    assert jana.floor.value("SELECT count(*) FROM OutboundCall") == 0
    answer = jana.client.post(EDITOR, data=typed(page.text), headers=jana.token)
    assert answer.status_code == 303, answer.text
    call = int(answer.location.split("OutboundCallId=")[1])
    expected = {"CallType": "DialOut", "Number": number} | filled(office, expected)
    assert jana.floor.see(call, *expected) == tuple(expected.values())


def typed(page: str) -> dict[str, str]:
    """What a browser sends of a form that nobody has touched."""
    form = page.split("<main")[1].split("<form")[1].split("</form>")[0]
    values = {}
    for tag in re.findall(r"<input[^>]*>", form, re.S):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if said.get("type") != "checkbox" or " checked" in tag:
            values[said["name"]] = said.get("value", "")
    for select in re.findall(r"<select.*?</select>", form, re.S):
        name = re.search(r'name="(\w+)"', select)
        chosen = re.search(r'<option value="([^"]*)" selected', select)
        assert name
        values[name[1]] = chosen[1] if chosen else ""
    return values


BAD = {
    "a number of nobody": ({"Number": "12"}, "Number"),
    "a list that is none": ({"OutboundListId": "x"}, "OutboundListId"),
    "an unknown list": ({"OutboundListId": NOWHERE}, "OutboundListId"),
    **{
        f"{name}: {what}": ({name: value}, name)
        for name in ("AgentId", "ProjectId", "LanguageId", "IssueId", "ContactId", "PhoneNumberId", "MessageId", "ChatId")
        for what, value in (("no id", "x1"), ("unknown", NOWHERE))
    },
    "an unknown case key": ({"IssueKey": "lost"}, "IssueKey"),
    "an unknown contact key": ({"ContactKey": "lost"}, "ContactKey"),
    "neither yes nor no": ({"Predist": "maybe"}, "Predist"),
    "a key too long": ({"CallKey": "k" * 49}, "CallKey"),
    "a number of another contact": ({"PhoneNumberId": "phone", "ContactId": "other_contact"}, "PhoneNumberId"),
    "a project without a list": ({"OutboundListId": "", "ProjectId": "empty_project"}, "ProjectId"),
}  # fmt: skip


@pytest.mark.parametrize("way", ["opened", "saved"])
@pytest.mark.parametrize("case", BAD)
def test_bad(jana: Person, office: Office, case: str, way: str) -> None:
    """URL-3: the error stands beside its field, readable, and nothing is created."""
    given, field = BAD[case]
    values = filled(office, {"Number": new_number(), "OutboundListId": "list"} | given)
    answer = jana.open(**values) if way == "opened" else jana.type_in(**values)
    assert answer.status_code in (409, 422), answer.text
    assert answer.content_type.startswith("text/html")
    beside = answer.text.split(f'id="{field}-problem">')[1].split("</p>")[0]
    assert beside.strip().endswith(".")
    assert f'aria-describedby="{field}-problem' in answer.text or given == {"Predist": "maybe"}
    assert 'role="alert"' in answer.text
    # What was typed is still there.
    assert values["Number"] in answer.text
    assert jana.floor.value("SELECT count(*) FROM OutboundCall") == 0


@pytest.mark.parametrize("missing", ["Number", "OutboundListId", "both"])
def test_what_is_missing_is_asked_for(jana: Person, office: Office, missing: str) -> None:
    """An empty editor is no mistake when it is opened; saved, it is."""
    values = {"Number": new_number(), "OutboundListId": str(office.list)}
    for name in ("Number", "OutboundListId"):
        if missing in (name, "both"):
            values[name] = ""
    page = jana.open(**values)
    assert page.status_code == 200
    assert 'role="alert"' not in page.text.split("<main")[1].split("</main>")[0]
    answer = jana.type_in(**values)
    assert answer.status_code == 422
    field = "Number" if missing == "Number" else "OutboundListId"
    assert f'id="{field}-problem"' in answer.text


def test_a_case_fills_the_rest(jana: Person, office: Office) -> None:
    """What follows from the parameters is filled in, even before there is a number."""
    values = typed(jana.open(IssueKey="I-1").text)
    assert values["OutboundListId"] == str(office.other_list)
    assert values["LanguageId"] == str(office.other_language)
    assert values["ContactId"] == str(office.contact)


def test_the_created_call_is_shown(jana: Person, office: Office) -> None:
    """After saving, the same address shows phase, status, history and why it waits; a reload makes no second one."""
    answer = jana.type_in(SHORT, Number="724 123 456", OutboundListId=office.list)
    assert answer.location.startswith(f"{SHORT}?OutboundCallId=")
    for _ in range(2):
        page = jana.client.get(answer.location, headers=jana.token)
        assert page.status_code == 200, page.text
        assert "+420724123456" in page.text
        assert "Enqueue" in page.text
        assert "History" in page.text
    assert jana.floor.value("SELECT count(*) FROM OutboundCall") == 1


def test_a_form_sent_twice_makes_one_call(jana: Person, office: Office) -> None:
    """A double click, or the browser's repeat, carries the key of the page that was opened."""
    page = jana.open(Number=new_number(), OutboundListId=office.list).text
    first, second = (
        jana.client.post(EDITOR, data=typed(page), headers=jana.token).location for _ in range(2)
    )
    assert first == second
    assert jana.floor.value("SELECT count(*) FROM OutboundCall") == 1


def test_a_visitor_is_written_down_at_once(jana: Person) -> None:
    """CALL-5: the tile's URL creates the record and shows it; its key makes a reload harmless."""
    path = EDITOR + "?CallType=Visitor&RequestKey=tile-1"
    first, again = (jana.client.get(path, headers=jana.token) for _ in range(2))
    assert (first.status_code, again.location) == (303, first.location)
    call = int(first.location.split("=")[1])
    assert jana.floor.see(call, "CallType", "CallPhase", "CallResult", "WorkplaceId") == (
        "Visitor", "AgentTalk", "Prepared", jana.floor.desk(jana.agent),
    )  # fmt: skip
    assert "Visitor" in jana.client.get(first.location, headers=jana.token).text


def test_a_visitor_from_elsewhere_is_asked_about(make_client: Any, floor: Floor) -> None:
    """CALL-5: what may be a page elsewhere's doing is not done, but can be confirmed."""
    from ipaddress import ip_network

    from tests.web.conftest import token_of

    floor.agent(Login="jana")
    token_of(floor.conn, "jana")
    client = make_client(login_header="Remote-User", trusted_proxies=(ip_network("127.0.0.1"),))
    headers = {"Remote-User": "jana", "Sec-Fetch-Site": "cross-site"}
    page = client.get(EDITOR, query_string={"CallType": "visitor"}, headers=headers)
    assert page.status_code == 403
    assert "Create the visitor" in page.text
    assert floor.value("SELECT count(*) FROM OutboundCall") == 0
    answer = client.post(EDITOR, data=typed(page.text), headers={"Remote-User": "jana"})
    assert answer.status_code == 303, answer.text
    assert floor.value("SELECT CallType::text FROM OutboundCall") == "Visitor"


def test_a_visitor_gets_his_result(jana: Person) -> None:
    """CALL-5, RES-1: only details meant for visitors are offered, and one of them ends it."""
    floor = jana.floor
    detail = floor.add(
        "CallResultDetail",
        CallResultDetailId=NOWHERE,
        DisplayName="Served",
        CallResult="Completed",
        Channels=1024,
    )
    call = jana.client.get(EDITOR + "?CallType=Visitor", headers=jana.token).location
    page = jana.client.get(call, headers=jana.token).text
    assert "Served" in page
    assert page.count('name="CallResultDetailId"') == floor.value(
        "SELECT count(*) FROM CallResultDetail WHERE Deleted = 0 AND Channels & 1024 <> 0"
    )
    values = typed(page) | {"CallResultDetailId": str(detail)}
    answer = jana.client.post(EDITOR, data=values, headers=jana.token)
    assert answer.location == call
    assert floor.value("SELECT CallResult::text FROM OutboundCall") == "Completed"


def test_nobody_is_sent_to_the_login(client: Any, floor: Floor) -> None:
    """And comes back to where he wanted to go."""
    answer = client.get(SHORT, query_string={"Number": "+420 724"})
    assert answer.status_code == 303
    assert (
        answer.location
        == "/login?next=%2FReactClient%2FPages%2Fcalleditor.html%3FNumber%3D%252B420%2B724"
    )


@pytest.mark.parametrize("call", ["1", "x", "-1", "9" * 40])
def test_a_call_that_is_not_there(jana: Person, call: str) -> None:
    """People get a page, programs a problem."""
    answer = jana.open(OutboundCallId=call)
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    page = jana.client.get(
        EDITOR, query_string={"OutboundCallId": call}, headers=jana.token | {"Accept": "text/html"}
    )
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert hidden(jana.open().text, "FormToken")


def test_what_is_typed_is_text(jana: Person, office: Office) -> None:
    """Nothing that a URL brings becomes a part of the page."""
    page = jana.open(Number='"><script>alert(1)</script>', CallKey="<b>").text
    assert "<script>" not in page
    assert "<b>" not in page
