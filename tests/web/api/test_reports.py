"""Figures by REST: those of the functions, and their refusals."""

from __future__ import annotations

from tests.web.api.conftest import Site

PERIOD = "since=2026-11-24T00:00:00Z&until=2026-11-25T00:00:00Z"


def test_figures(site: Site) -> None:
    site.floor.add("CallAttempt", OutboundCallId=1, DialTime="2026-11-24 10:00Z", EndTime="2026-11-24 10:02Z",
                   AnswerTime="2026-11-24 10:00:30Z", ResultTime="2026-11-24 10:02:10Z", CallResult="Completed",
                   LastResultTime="2026-11-24 10:02:10Z")  # fmt: skip
    site.floor.add("InboundCall", StartTime="2026-11-24 09:00Z", EndTime="2026-11-24 09:01Z")
    client = site.administrator()
    figures = {
        "attempts": 1,
        "answered": 1,
        "completed": 1,
        "talk_seconds": 90.0,
        "wrap_up_seconds": 10.0,
    }
    total, day = client.get(f"/reports/calls?{PERIOD}&dimension=day&time_zone=UTC").json["items"]
    assert total == {"key": None, "name": None, **figures}
    assert day == {"key": "2026-11-24", "name": "2026-11-24", **figures}
    (results,) = client.get(f"/reports/results?{PERIOD}&dimension=agent").json["items"]
    assert (results["call_result"], results["attempts"]) == ("Completed", 1)
    callers = client.get(f"/reports/callers?{PERIOD}&dimension=hour&time_zone=UTC").json["items"]
    assert [(one["key"], one["came"], one["lost"]) for one in callers] == [
        (None, 1, 1),
        ("9", 1, 1),
    ]


def test_what_is_refused(site: Site) -> None:
    client = site.administrator()
    assert client.get(f"/reports/callers?{PERIOD}&dimension=list").status_code == 422
    assert client.get("/reports/calls?dimension=day").status_code == 422
    answer = client.get(f"/reports/calls?{PERIOD}&dimension=day&time_zone=CEST")
    assert (answer.status_code, answer.json["code"]) == (422, "PD011")
    assert (
        site.client(site.floor.agent()).get(f"/reports/calls?{PERIOD}&dimension=day").status_code
        == 403
    )
