"""Cmd=PrivateCall: the page's table of parameters, each good, missing, malformed, conflicting."""

from __future__ import annotations

from typing import Any

import pytest

from tests.floor import Floor, new_number
from tests.web.conftest import BAR, Office, Person

NOWHERE = "00000000-0000-0000-0000-00000000dead"

# What is given besides Par, and what becomes of the call: attributes of the office by name.
GOOD = {
    "nothing: private": ({}, {"CallType": "Private", "OutboundListId": None}),
    "OutboundListId": ({"OutboundListId": "list"}, {"CallType": "DialOut", "OutboundListId": "list"}),
    "OutboundList": ({"OutboundList": "list"}, {"CallType": "DialOut", "OutboundListId": "list"}),
    "both, the same": (
        {"OutboundListId": "list", "OutboundList": "list"}, {"OutboundListId": "list"},
    ),
    "AgentId": ({"AgentId": "agent"}, {"AgentId": "agent"}),
    "ProjectId": ({"ProjectId": "project"}, {"ProjectId": "project"}),
    "ProjectId besides the list's": (
        {"OutboundListId": "list", "ProjectId": "other_project"}, {"ProjectId": "other_project"},
    ),
    "LanguageId": (
        {"OutboundListId": "list", "LanguageId": "other_language"}, {"LanguageId": "other_language"},
    ),
    "IssueId": ({"IssueId": "issue"}, {"IssueId": "issue"}),
    "ContactId": ({"ContactId": "contact"}, {"ContactId": "contact"}),
    "CallKey": ({"CallKey": "12345678"}, {"CallKey": "12345678"}),
    "CallKey of 48": ({"CallKey": "k" * 48}, {"CallKey": "k" * 48}),
    "empty ones": ({"OutboundListId": "", "CallKey": " ", "AgentId": ""}, {"OutboundListId": None, "CallKey": None}),
    "small letters": ({"outboundlistid": "list", "callkey": "x"}, {"OutboundListId": "list", "CallKey": "x"}),
    "spaces around": ({" OutboundListId ": "list", "CallKey ": " x "}, {"OutboundListId": "list", "CallKey": "x"}),
}  # fmt: skip


def filled(office: Office, values: dict[str, Any]) -> dict[str, Any]:
    """Values with what the office has for them."""
    return {name: getattr(office, str(value), value) for name, value in values.items()}


@pytest.mark.parametrize("case", GOOD)
def test_good(jana: Person, office: Office, case: str) -> None:
    """URL-1, URL-2: every parameter arrives in the call, whatever the case of its name."""
    given, expected = GOOD[case]
    number = new_number()
    answer = jana.cmd("PrivateCall", Par=number, Seq="7", **filled(office, given))
    assert answer.status_code == 200, answer.text
    assert answer.json["Seq"] == "7"
    assert answer.json["Number"] == number
    assert (answer.json["CallPhase"], answer.json["CallResult"]) == ("AgentDialing", "Active")
    call = answer.json["OutboundCallId"]
    expected = {"AgentId": jana.agent, "Number": number} | filled(office, expected)
    assert jana.floor.see(call, *expected) == tuple(expected.values())
    assert "Ignored" not in answer.json


BAD = {
    "no number": ({"Par": ""}, 422, "PD033", "Par"),
    "a number of nobody": ({"Par": "12"}, 422, "PD010", "Par"),
    "a text for a number": ({"Par": "call me"}, 422, "PD010", "Par"),
    **{
        f"{name}: no id": ({name: "12345"}, 422, "PD033", name)
        for name in ("OutboundListId", "AgentId", "ProjectId", "LanguageId", "IssueId", "ContactId")
    },
    **{
        f"{name}: unknown": ({name: NOWHERE}, 422, "PD033", name)
        for name in ("OutboundListId", "AgentId", "ProjectId", "LanguageId", "IssueId", "ContactId")
    },
    "OutboundList: no id": ({"OutboundList": "12345"}, 422, "PD033", "OutboundListId"),
    "CallKey too long": ({"CallKey": "k" * 49}, 422, "PD015", "CallKey"),
    "two lists": ({"OutboundListId": "list", "OutboundList": "other_list"}, 422, "PD033", "OutboundListId"),
    "a list twice": ({"OutboundListId": ["list", "other_list"]}, 422, "PD033", "OutboundListId"),
    "the same name in two cases": ({"CallKey": "a", "callkey": "b"}, 422, "PD033", "CallKey"),
    "a NUL": ({"CallKey": "a\0b"}, 422, "PD033", "CallKey"),
}  # fmt: skip


def calls(floor: Floor) -> int:
    found: int = floor.value("SELECT count(*) FROM OutboundCall")
    return found


@pytest.mark.parametrize("case", BAD)
def test_bad(jana: Person, office: Office, case: str) -> None:
    """URL-3: a bad parameter is named, with a sentence and a remedy, and nothing is changed."""
    given, status, code, parameter = BAD[case]
    values = {
        name: [getattr(office, one) for one in value] if isinstance(value, list) else value
        for name, value in filled(office, {"Par": new_number(), **given}).items()
    }
    answer = jana.cmd("PrivateCall", **values)
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    said = answer.json
    assert (said["status"], said["code"], said["parameter"]) == (status, code, parameter)
    assert said["detail"].endswith(".")
    assert said["hint"]
    assert said["title"]
    assert said["type"] == f"urn:pgdialer:error:{code}"
    assert calls(jana.floor) == 0


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("Cmd=PrivateCall&Par= 00420724123456&Seq=1&CallKey=12345678", "+420724123456"),
        ("Cmd=PrivateCall&Par=+420724123456", "+420724123456"),
        ("Cmd=PrivateCall&Par=%2B420724123456", "+420724123456"),
        ("Cmd=PrivateCall&Par=724+123+456", "+420724123456"),
        ("cmd=privatecall&par=724123456", "+420724123456"),
        ("CMD=PRIVATECALL&PAR=00420 724 123 456", "+420724123456"),
    ],
)
def test_numbers_as_they_are_written(jana: Person, query: str, number: str) -> None:
    """URL-1, CALL-6: a leading space, and a + that a URL has made one, do no harm."""
    answer = jana.client.get(f"{BAR}?{query.replace(' ', '%20')}", headers=jana.token)
    assert answer.status_code == 200, answer.text
    assert answer.json["Number"] == number


@pytest.mark.parametrize("form", ["query", "form", "json"])
def test_post(jana: Person, form: str) -> None:
    """GET, a form and JSON say the same."""
    values = {"Cmd": "PrivateCall", "Par": "724123456", "Seq": "1"}
    way = {"query": "query_string", "form": "data", "json": "json"}[form]
    answer = jana.client.post(BAR, headers=jana.token, **{way: values})
    assert answer.status_code == 200, answer.text
    assert answer.json["Number"] == "+420724123456"


@pytest.mark.parametrize("seq", [1, "1", " 1 ", "00x", True])
def test_seq_comes_back_as_it_is(jana: Person, seq: Any) -> None:
    """URL-2: unchanged and unchecked."""
    values = {"Cmd": "GetState", "Seq": seq}
    answer = jana.client.post(BAR, headers=jana.token, json=values)
    assert answer.json["Seq"] == seq


@pytest.mark.parametrize("how", ["header", "parameter"])
def test_a_repeated_key_dials_once(jana: Person, how: str) -> None:
    """A browser's repeat with the same key gets the first answer; another key is another call."""
    number = new_number()

    def call(key: str) -> Any:
        query = {"Cmd": "PrivateCall", "Par": number} | (
            {"RequestKey": key} if how == "parameter" else {}
        )
        headers = jana.token | ({"Idempotency-Key": key} if how == "header" else {})
        return jana.client.get(BAR, query_string=query, headers=headers)

    first, again = call("order 1"), call("order 1")
    assert first.status_code == 200, first.text
    assert again.json == first.json
    assert calls(jana.floor) == 1
    other = call("order 2")
    assert (other.status_code, other.json["code"]) == (409, "PD031")
    assert calls(jana.floor) == 1


def test_what_means_nothing_is_told(jana: Person) -> None:
    """A parameter that nobody reads may be a slip of the pen: the answer names it."""
    answer = jana.cmd("PrivateCall", Par="724123456", OutbondListId="x", _="1")
    assert answer.json["Ignored"] == ["OutbondListId", "_"]


@pytest.mark.parametrize("cmd", ["", "Dial", "private call"])
def test_unknown_command(jana: Person, cmd: str) -> None:
    """URL-3: what there is, is listed."""
    answer = jana.client.get(BAR, query_string={"Cmd": cmd}, headers=jana.token)
    assert (answer.status_code, answer.json["parameter"]) == (422, "Cmd")
    assert "PrivateCall" in answer.json["hint"]
    assert "SetAgentStatus" in answer.json["hint"]
