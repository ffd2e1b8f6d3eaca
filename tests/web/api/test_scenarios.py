"""Answers, scenarios and quotas by REST (LIST-4, LIST-6)."""

from __future__ import annotations

from tests.scenarios.forms import survey
from tests.web.api.conftest import Site


def test_answers_are_read_and_saved(site: Site) -> None:
    """LIST-6: what is shown with its answers; all that is given, or nothing."""
    survey(site.floor)
    jana = site.floor.agent()
    call = site.floor.talking(jana)
    client = site.client(jana)
    path = f"/calls/{call}/answers"
    assert [one["question_key"] for one in client.get(path).json["items"]] == [
        "interested", "born", "colour", "pets",
    ]  # fmt: skip
    refused = client.put(path, {"answers": {"interested": True, "age": "many"}})
    assert (refused.status_code, refused.json["code"], refused.json["parameter"]) == (
        422, "PD082", "age",
    )  # fmt: skip
    assert site.floor.value("SELECT count(*) FROM ScenarioResult") == 0
    saved = client.put(path, {"answers": {"interested": True, "age": 42}})
    assert saved.status_code == 200
    assert {one["question_key"]: one["answer"] for one in saved.json["items"]}["age"] == 42
    assert site.floor.value("SELECT AgentId FROM ScenarioResult") == jana


def test_a_scenario_and_a_quota_are_made(site: Site) -> None:
    """LIST-4, LIST-6: and a mistake in one is said with its column."""
    boss = site.administrator()
    scenario = boss.post("/scenarios", {"display_name": "Survey"}).json["scenario_id"]
    body = {
        "scenario_id": scenario,
        "question_key": "age",
        "question": "Age",
        "question_type": "Number",
    }
    assert boss.post("/scenario-questions", body).status_code == 201
    refused = boss.post(
        "/scenario-questions", body | {"question_key": "why", "shown_if": "later = 1"}
    )
    assert (refused.status_code, refused.json["code"], refused.json["parameter"]) == (
        422, "PD080", "ShownIf",
    )  # fmt: skip
    list_id = str(site.floor.list_id)
    assert boss.patch(f"/lists/{list_id}", {"scenario_id": scenario}).status_code == 200
    quota = {"outbound_list_id": list_id, "display_name": "Adults", "target": 5}
    made = boss.post("/quotas", quota | {"conditions": "age >= 18"})
    assert made.status_code == 201
    refused = boss.patch(f"/quotas/{made.json['quota_id']}", {"conditions": "height > 2"})
    assert (refused.status_code, refused.json["code"]) == (422, "PD084")
    shown = boss.get(f"/lists/{list_id}/quotas").json["items"]
    assert [(one["display_name"], one["filled"], one["target"]) for one in shown] == [
        ("Adults", 0, 5)
    ]
