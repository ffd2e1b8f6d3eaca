"""What is set up by REST: rules, details, statuses, do-not-call numbers, agents, tokens, hooks, trunks; the document."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.web.api.conftest import Client, Site

HOOK = {
    "display_name": "CRM", "url": "https://crm.example/in", "secret": "0" * 16,
    "events": ["call_finished"],
}  # fmt: skip
PACK = {"display_name": "Ours", "source": "agreement", "source_date": "2026-11-01"}
MADE = [
    ("rule-packs", PACK, {"country": "CZ"}, "country"),
    ("rules", {"display_name": "Later", "set_priority": 5}, {"rank": 7}, "rank"),
    ("result-details", {"display_name": "Sold", "call_result": "Completed"}, {"channels": 1537}, "channels"),
    ("do-not-call", {"display_name": "Own"}, {"display_name": "Ours"}, "display_name"),
    ("hooks", HOOK, {"active": False}, "active"),
    ("trunks", {"display_name": "North", "endpoint": "north"}, {"calls_per_second": 5}, "calls_per_second"),
]  # fmt: skip


@pytest.mark.parametrize("noun, new, change, name", MADE, ids=[one[0] for one in MADE])
def test_made_changed_deleted(
    boss: Client, noun: str, new: dict[str, Any], change: dict[str, Any], name: str
) -> None:
    key = {"Idempotency-Key": "k"}
    made = boss.post(f"/{noun}", new, headers=key)
    assert made.status_code == 201, made.text
    assert boss.post(f"/{noun}", new, headers=key).json == made.json
    path = made.headers["Location"].removeprefix("/api/v1")
    assert boss.get(path).json == made.json
    seen = {"If-Match": made.headers["ETag"]}
    changed = boss.patch(path, change, headers=seen)
    assert changed.json[name] == change[name], changed.text
    assert boss.delete(path, headers=seen).status_code == 412
    assert changed.json in boss.get(f"/{noun}?limit=500").json["items"]
    assert boss.delete(path).status_code == 204
    assert boss.get(path).status_code == 404


def test_pages(boss: Client) -> None:
    """Every row once, by keyset."""
    seen: list[str] = []
    url = "/statuses?limit=3"
    while url:
        page = boss.get(url).json
        seen += [one["agent_status_id"] for one in page["items"]]
        url = (page["next"] or "").removeprefix("/api/v1")
    assert len(seen) == len(set(seen)) == 4


def test_a_rule_is_tried(site: Site, boss: Client) -> None:
    """COND-4: by REST as by SQL."""
    call = site.floor.call()
    rule = boss.post("/rules", {"display_name": "Up", "set_priority": 5}).json
    path = f"/rules/{rule['schedule_post_condition_id']}/try"
    assert call in {one["outbound_call_id"] for one in boss.post(path, {"limit": 10}).json["items"]}
    assert boss.post(f"/rules/{uuid4()}/try").json["code"] == "PD039"
    assert boss.post("/rules", {"display_name": "Nothing"}).json["code"] == "PD038"


def test_numbers_not_to_be_called(boss: Client) -> None:
    path = (
        boss.post("/do-not-call", {"display_name": "Own"})
        .headers["Location"]
        .removeprefix("/api/v1")
    )
    added = boss.post(f"{path}/numbers", {"number": "724 000 001", "reason": "asked"})
    assert (added.status_code, added.json["number"]) == (201, "+420724000001")
    assert boss.post(f"{path}/numbers", {"number": "12"}).json["code"] == "PD010"
    assert [one["reason"] for one in boss.get(f"{path}/numbers").json["items"]] == ["asked"]
    assert boss.delete(f"{path}/numbers/724000001").status_code == 204
    assert boss.get(f"{path}/numbers").json["items"] == []


def test_rules_of_a_pack(site: Site, boss: Client) -> None:
    """COMP-2: a site's own rules; a list names the pack."""
    pack = boss.post("/rule-packs", PACK).json["rule_pack_id"]
    new = {"rule_pack_id": pack, "source": "§ 4", "source_date": "2026-11-01"}
    hours = {"kind": "Hours", "weekdays": "12345", "time_from": "08:00", "time_to": "24:00"}
    made = boss.post("/rule-pack-rules", new | hours)
    assert made.status_code == 201, made.text
    assert [made.json["time_from"], made.json["time_to"]] == ["08:00:00", "24:00:00"]
    path = f"/rule-pack-rules/{made.json['rule_pack_rule_id']}"
    assert boss.patch(path, {"time_to": "20:00"}).json["time_to"] == "20:00:00"
    refused = boss.post("/rule-pack-rules", new | {"kind": "Cap", "window_hours": 24})
    assert (refused.status_code, refused.json["code"]) == (422, "23514")
    refused = boss.post("/rule-pack-rules", new | {"kind": "Holiday", "holiday": "christmas"})
    assert refused.status_code == 422
    refused = boss.post("/rule-pack-rules", new | hours | {"source_date": "2026-13-01"})
    assert (refused.status_code, refused.json["parameter"]) == (422, "source_date")
    assert boss.patch(f"/lists/{site.floor.list_id}", {"rule_pack_id": pack}).status_code == 200
    assert boss.delete(f"/rule-packs/{pack}").status_code == 409
    assert boss.delete(path).status_code == 204


def test_the_packs_that_are_shipped(boss: Client) -> None:
    """Each rule with its source, by the page."""
    packs = boss.get("/rule-packs?limit=500").json["items"]
    assert {"United Kingdom", "United States", "Czechia"} <= {one["display_name"] for one in packs}
    rules, url = [], "/rule-pack-rules?limit=100"
    while url:
        page = boss.get(url).json
        rules += page["items"]
        url = (page["next"] or "").removeprefix("/api/v1")
    assert len(rules) > 100
    assert all(one["source"] and one["source_date"] for one in rules)


def test_agents(site: Site, boss: Client) -> None:
    jana = site.floor.agent()
    path = f"/agents/{jana}"
    assert boss.put(f"{path}/status", {"status": "Pause"}).status_code == 200
    assert boss.put(f"{path}/status", {"status": "Dancing"}).json["code"] == "PD006"
    assert boss.post(f"{path}/log-off").json["workplace_id"] is None
    desk = str(site.floor.workplace())
    assert boss.post(f"{path}/log-in", {"workplace_id": desk}).json["workplace_id"] == desk


def test_tokens(site: Site) -> None:
    """Shown once, kept as a hash, taken back at once."""
    jana = site.client(site.floor.agent())
    made = jana.post("/tokens", {"display_name": "CRM", "scope": "read"}).json
    other = Client(site.app.test_client(), made["token"])
    assert other.get("/calls").status_code == 200
    assert jana.delete(f"/tokens/{made['api_token_id']}").status_code == 204
    assert other.get("/calls").status_code == 401
    assert jana.delete(f"/tokens/{uuid4()}").status_code in (403, 404)


def test_a_hook_keeps_its_secret(boss: Client) -> None:
    made = boss.post("/hooks", HOOK)
    assert "secret" not in made.json
    path = made.headers["Location"].removeprefix("/api/v1")
    assert boss.get(f"{path}/deliveries").json == {"items": [], "next": None}
    wrong = boss.post("/hooks", HOOK | {"url": "http://crm.example"})
    assert (wrong.status_code, wrong.json["code"], wrong.json["parameter"]) == (422, "PD056", "Url")


def test_who_may_set_up(site: Site) -> None:
    """PERM-1: an agent nothing of it."""
    jana = site.client(site.floor.agent())
    for noun, new, _, _ in MADE:
        assert jana.post(f"/{noun}", new).status_code == 403, noun


def test_the_document_and_its_page(site: Site) -> None:
    """For everybody, and with nothing from elsewhere."""
    http = site.app.test_client()
    said = http.get("/api/v1/openapi.json").json
    assert said["openapi"].startswith("3.1")
    page = http.get("/api/v1/docs").text
    for path in said["paths"]:
        assert path in page
    assert "src=" not in page
    assert "http" not in page.replace("https", "http").split("<h1>")[0]


def test_a_trunk_and_its_state(site: Site, boss: Client) -> None:
    """COMP-4: limits by REST; what will not do is refused in words; what it does now is shown."""
    north = {"display_name": "North", "endpoint": "north", "max_calls": 30, "rest_failures": 5}
    refused = boss.post("/trunks", north)
    assert (refused.status_code, refused.json["code"]) == (422, "PD060")
    assert refused.json["parameter"] == "RestFailures"
    made = boss.post("/trunks", north | {"rest_attempts": 20})
    path = made.headers["Location"].removeprefix("/api/v1")
    assert (made.json["rest_time"], made.json["rests_until"]) == (300, None)
    again = boss.post("/trunks", {"display_name": "Other", "endpoint": "north"})
    assert (again.status_code, again.json["parameter"]) == (422, "Endpoint")
    site.floor.conn.execute("UPDATE Trunk SET RestsUntil = clock() + interval '1 hour'")
    state = boss.get(f"{path}/state").json
    assert (state["live_calls"], state["last_second"], state["failure_share"]) == (0, 0, None)
    assert state["rests_until"]
    assert boss.patch(path, {"rests_until": None}).json["rests_until"] is None
    assert boss.get(f"{path}/state").json["rests_until"] is None
    # One that is deleted does nothing.
    boss.patch(path, {"deleted": True})
    assert boss.get(f"{path}/state").status_code == 404
    assert boss.get(path).json["deleted"] is True
