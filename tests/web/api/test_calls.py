"""Calls by REST: made, found, changed, moved."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.floor import new_number
from tests.web.api.conftest import Client, Site


def make(site: Site, boss: Client, **more: Any) -> dict[str, Any]:
    body = {"outbound_list_id": str(site.floor.list_id), "number": "724 123 456"} | more
    answer = boss.post("/calls", body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json
    assert answer.headers["Location"] == f"/api/v1/calls/{made['outbound_call_id']}"
    return made


def test_a_call_is_made(site: Site, boss: Client) -> None:
    """CALL-4: the same defaults and checks as by any other way."""
    made = make(site, boss, extended_fields={"a": {"b": [1, "ř"]}}, call_key="k")
    assert (made["number"], made["number_given"]) == ("+420724123456", "724 123 456")
    assert (made["call_phase"], made["call_result"]) == ("Enqueue", "Scheduled")
    assert made["extended_fields"] == {"a": {"b": [1, "ř"]}}
    assert boss.get(f"/calls/{made['outbound_call_id']}").json == made


def test_a_repeated_request(site: Site, boss: Client) -> None:
    """The same key, the same answer; another client's same key is another request."""
    body = {"outbound_list_id": str(site.floor.list_id), "number": "724123456"}
    key = {"Idempotency-Key": "one"}
    one, again = (boss.post("/calls", body, headers=key).json for _ in range(2))
    other = site.administrator().post("/calls", body, headers=key).json
    assert one == again
    assert other["outbound_call_id"] != one["outbound_call_id"]
    assert site.floor.value("SELECT count(*) FROM OutboundCall") == 2


@pytest.mark.parametrize(
    "change, status, parameter",
    [
        ({"number": "123"}, 422, None),
        ({"outbound_list_id": str(uuid4())}, 404, None),
        ({"outbound_list_id": "x"}, 422, "outbound_list_id"),
        ({"call_key": "x" * 49}, 422, "call_key"),
        ({"priority": 2**31}, 422, "priority"),
        ({"priority": "1"}, 422, "priority"),
        ({"priority": True}, 422, "priority"),
        ({"predistributed": 1}, 422, "predistributed"),
        ({"predistributed": True}, 422, None),
        ({"schedule_time": "tomorrow"}, 422, "schedule_time"),
        ({"schedule_time": "0001-01-01T00:00:00+14:00"}, 422, "schedule_time"),
        ({"schedule_time": "2026-11-24T10:00:00"}, 422, "schedule_time"),
        ({"display_name": "a\0b"}, 422, None),
        ({"extended_fields": {"a\0": 1}}, 422, None),
        ({"extended_fields": [1]}, 422, "extended_fields"),
        ({"agent_id": str(uuid4())}, 404, None),
        ({"language_id": str(uuid4())}, 422, None),
        ({"number": None}, 422, "number"),
        ({"colour": "red"}, 422, "colour"),
    ],
)
def test_what_is_refused(
    site: Site, boss: Client, change: dict[str, Any], status: int, parameter: str | None
) -> None:
    """URL-3: with the parameter's name, and nothing is changed."""
    body = {"outbound_list_id": str(site.floor.list_id), "number": "724123456"} | change
    answer = boss.post("/calls", body)
    assert answer.status_code in (status, 409 if "language_id" in change else status), answer.text
    assert answer.content_type == "application/problem+json"
    if parameter:
        assert answer.json["parameter"] == parameter
    assert answer.json["detail"]
    assert site.floor.value("SELECT count(*) FROM OutboundCall") == 0


@pytest.mark.parametrize(
    "data, kind, status",
    [
        (b"{}", "text/plain", 415),
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b'{"priority": NaN}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b'{"number": "\\ud800"}', "application/json", 422),
        (b'{"extended_fields": {"n": 1e999}}', "application/json", 422),
        (b'{"number": "' + b"1" * (1 << 20) + b'"}', "application/json", 413),
    ],
)
def test_bodies_that_are_none(boss: Client, data: bytes, kind: str, status: int) -> None:
    answer = boss.ask("POST", "/calls", data=data, content_type=kind)
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"


def test_pages_of_a_list(site: Site, boss: Client) -> None:
    """Each call once, whatever order they were made in, also two with one number."""
    made = [
        site.floor.call(number) for number in ("724000003", "724000001", "724000002", "724000001")
    ]
    other = site.floor.call(OutboundListId=site.floor.outbound_list())
    seen: list[int] = []
    url = f"/calls?outbound_list_id={site.floor.list_id}&limit=2"
    while url:
        page = boss.get(url).json
        seen += [call["outbound_call_id"] for call in page["items"]]
        url = (page["next"] or "").removeprefix("/api/v1")
    assert seen == [made[1], made[3], made[2], made[0]]
    everything = boss.get("/calls?limit=500").json
    assert [call["outbound_call_id"] for call in everything["items"]] == [*made, other]
    assert everything["next"] is None


@pytest.mark.parametrize(
    "query, found",
    [
        ("call_key=k", 1),
        ("call_key=x", 0),
        ("number=724+000+001", 1),
        ("number=%2B420724000001", 1),
        ("after=9223372036854775807", 0),
    ],
)
def test_calls_are_found(site: Site, boss: Client, query: str, found: int) -> None:
    site.floor.call("724000001", CallKey="k")
    assert len(boss.get(f"/calls?{query}").json["items"]) == found


@pytest.mark.parametrize(
    "query",
    [
        "call_phase=Enqueue", "project_id=x", "limit=0", "limit=501", "limit=1_0", "limit=x",
        "after=9223372036854775808", "after=-1", "call_key=a&call_key=b", "number=1", "call_key=%00",
    ],
)  # fmt: skip
def test_what_cannot_be_asked(boss: Client, query: str) -> None:
    """A filter without an index is refused, not served by reading a million rows."""
    assert boss.get(f"/calls?{query}").status_code == 422


def test_a_change_of_what_has_changed(site: Site, boss: Client) -> None:
    """ETag and If-Match: whoever has seen an older state is told."""
    call = site.floor.call()
    first = boss.get(f"/calls/{call}")
    seen = {"If-Match": first.headers["ETag"]}
    assert (
        boss.get(f"/calls/{call}", headers={"If-None-Match": first.headers["ETag"]}).status_code
        == 304
    )
    changed = boss.patch(f"/calls/{call}", {"priority": 7}, headers=seen)
    assert (changed.status_code, changed.json["priority"]) == (200, 7)
    assert boss.patch(f"/calls/{call}", {"priority": 8}, headers=seen).status_code == 412
    assert site.floor.see(call, "Priority") == 7
    assert (
        boss.patch(f"/calls/{call}", {"priority": 8}, headers={"If-Match": "*"}).status_code == 200
    )


def test_from_phase_to_phase(site: Site, boss: Client) -> None:
    """MAN-2, PHASE-4: what the procedures do, and what they refuse."""
    call = site.floor.call()
    path = f"/calls/{call}"
    assert boss.post(f"{path}/pause").json == {"call_phase": "Enqueue"}
    assert boss.post(f"{path}/release").status_code == 409
    later = {"schedule_time": "2999-01-01T00:00:00Z"}
    assert boss.post(f"{path}/schedule", later).status_code == 200
    assert boss.post(f"{path}/neglect").status_code == 200
    assert boss.post(f"{path}/pause").json["code"] == "PD001"
    assert boss.post(f"{path}/schedule").status_code == 200
    assert boss.post(f"{path}/cancel").status_code == 200
    steps = boss.get(f"{path}/history").json["items"]
    assert [step["step"] for step in steps] == [1, 2, 3, 4, 5, 6]
    assert all(step["actor"] for step in steps)
    assert {row["condition"] for row in boss.get(f"{path}/why-not").json["items"]}
    held = site.floor.call(OutboundListId=site.floor.outbound_list(ManualDistribution=1))
    assert boss.post(f"/calls/{held}/release").json == {"call_phase": "Enqueue"}
    assert boss.post("/calls/999999/pause").status_code == 404


def test_a_conversation(site: Site, boss: Client) -> None:
    """RES-1, RES-4 by REST."""
    jana = site.floor.agent()
    call = site.floor.talking(jana)
    done = {"agent_id": str(jana), "call_result_detail_id": "de7a0000-0000-4000-8000-000000000002"}
    assert boss.post(f"/calls/{call}/result", done).status_code == 200
    site.floor.do("hang_up", call, jana)
    again = {"agent_id": str(jana), "schedule_time": "2999-01-01T00:00:00Z", "personal": True}
    assert boss.post(f"/calls/{call}/reschedule", again).json == {"call_phase": "Enqueue"}


def test_in_the_middle_of_a_conversation(site: Site, boss: Client) -> None:
    """DIAL-2 by REST: hold, resume, consult, take back, transfer."""
    jana = site.floor.agent()
    call = site.floor.talking(jana)
    path, hers = f"/calls/{call}", {"agent_id": str(jana)}
    assert boss.post(f"{path}/hold", hers).json == {"talk_state": "OnHold"}
    assert boss.get(path).json["talk_state"] == "OnHold"
    assert boss.post(f"{path}/take-back", hers).json["code"] == "PD069"
    assert boss.post(f"{path}/resume", hers).json == {"talk_state": "Talking"}
    assert boss.post(f"{path}/consult", hers | {"target": "nobody"}).status_code == 422
    whom = {"target": "724 555 555"}
    assert boss.post(f"{path}/consult", hers | whom).json == {"talk_state": "Consulting"}
    assert boss.get(path).json["consult_number"] == "+420724555555"
    assert boss.post(f"{path}/take-back", hers).json == {"talk_state": "Talking"}
    assert boss.post(f"{path}/transfer", hers).json["code"] == "PD068"
    for _ in range(2):
        assert boss.post(f"{path}/transfer", hers | whom).status_code == 200
    assert boss.get(path).json["transferred_to"] == "+420724555555"


def test_mute_and_keys(site: Site, boss: Client) -> None:
    """DIAL-2 by REST: mute, unmute, keys; a repeated request with its key sends nothing again."""
    jana = site.floor.agent()
    call = site.floor.talking(jana)
    path, hers = f"/calls/{call}", {"agent_id": str(jana)}
    assert boss.post(f"{path}/mute", hers).json == {"muted": True}
    assert boss.get(path).json["muted"] is True
    assert boss.post(f"{path}/unmute", hers).json == {"muted": False}
    for _ in range(2):
        answer = boss.post(
            f"{path}/keys", hers | {"keys": "*12#"}, headers={"Idempotency-Key": "one"}
        )
        assert answer.json == {"keys_sent": 4}
    assert boss.get(path).json["keys_sent"] == 4
    wrong = boss.post(f"{path}/keys", hers | {"keys": "4111-1111"})
    assert (wrong.status_code, wrong.json["code"]) == (422, "PD070")
    assert "4111" not in wrong.text
    site.floor.do("hang_up", call, jana)
    assert boss.get(path).json["muted"] is None


def test_who_may(site: Site, boss: Client) -> None:
    """PERM-1: the database answers, whoever asks; nobody asks without saying who."""
    jana = site.floor.agent()
    hers, others = site.floor.call(AgentId=jana, Predistributed=1), site.floor.call()
    client = site.client(jana)
    assert [c["outbound_call_id"] for c in client.get("/calls").json["items"]] == [hers]
    assert client.get(f"/calls/{others}").status_code == 404
    assert client.post(f"/calls/{others}/cancel").status_code == 403
    assert client.post(f"/calls/{hers}/pause").status_code == 200
    assert site.client(jana, "read").post(f"/calls/{hers}/schedule").status_code == 403
    client.token = "unknown"
    assert client.get("/calls").status_code == 401
    bare = site.app.test_client().get("/api/v1/calls")
    assert (bare.status_code, bare.headers["WWW-Authenticate"][:6]) == (401, "Bearer")
    assert boss.get("/nothing").status_code == 404
    refused = boss.ask("TRACE", "/calls")
    assert refused.status_code == 405
    assert "GET" in refused.headers["Allow"]


def test_a_visitor_without_a_number(site: Site, boss: Client) -> None:
    """CALL-5: is a call like others, and has no number."""
    visitor = site.floor.do("create_visitor", site.floor.agent())
    found = boss.get(f"/calls/{visitor}")
    assert found.status_code == 200, found.text
    assert (found.json["call_type"], found.json["number"]) == ("Visitor", None)


def test_what_a_call_is_about(site: Site, boss: Client) -> None:
    """CALL-1: case, message, chat and number of the contact are kept with the call."""
    floor = site.floor
    contact, issue = (
        floor.add("Contact", DisplayName="Jana"),
        floor.add("Issue", DisplayName="Complaint"),
    )
    about = {
        "contact_id": contact,
        "phone_number_id": floor.add("PhoneNumber", ContactId=contact, Number=new_number()),
        "issue_id": issue,
        "message_id": floor.add("Message", IssueId=issue),
        "chat_id": floor.add("Chat", IssueId=issue),
    }
    given = {name: str(key) for name, key in about.items()}
    body = given | {"outbound_list_id": str(floor.list_id), "number": new_number()}
    made = boss.post("/calls", body)
    assert made.status_code == 201, made.text
    assert {name: made.json[name] for name in given} == given
    path = f"/calls/{made.json['outbound_call_id']}"
    assert boss.patch(path, {"issue_id": None}).json["issue_id"] is None
