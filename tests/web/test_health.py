"""/healthz, /readyz and /metrics."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from tests.floor import Floor
from tests.web.conftest import BAR, Person


def figures(client: FlaskClient) -> dict[tuple[str, ...], float]:
    """Samples by name and the values of their labels."""
    answer = client.get("/metrics")
    assert answer.status_code == 200, answer.text
    found = {}
    for family in text_string_to_metric_families(answer.text):
        assert family.documentation
        for sample in family.samples:
            key = (sample.name, *(v for k, v in sorted(sample.labels.items()) if k != "list_id"))
            assert key not in found
            found[key] = sample.value
    return found


def test_alive(make_client: Callable[..., FlaskClient]) -> None:
    """The process lives, whether there is a database or not."""
    client = make_client(database="host=127.0.0.1 port=1 connect_timeout=1", wait=0.2)
    assert client.get("/healthz").json == {"status": "alive"}
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["parts"]["database"]["ready"] is False
    # Operators are told at all events.
    assert figures(client)["pgdialer_database_up",] == 0


def test_ready(client: FlaskClient, dba: psycopg.Connection[Any]) -> None:
    """Each part that is missing is named: no runner, a silent one, another release."""
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["parts"]["runner"]["ready"]) == (503, False)
    assert "pgdialer run" in answer.json["parts"]["runner"]["detail"]
    dba.execute("SELECT beat('r1')")
    assert client.get("/readyz").json["ready"] is True
    dba.execute("UPDATE Runner SET HeartbeatTime = HeartbeatTime - interval '1 hour'")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["parts"]["runner"]["ready"]) == (503, False)
    dba.execute("SELECT beat('r1')")
    dba.execute("UPDATE SchemaVersion SET Version = '0.0.1'")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["parts"]["schema"]["ready"]) == (503, False)


def test_no_schema(make_client: Callable[..., FlaskClient], empty_database: Any) -> None:
    """A database with nothing of ours in it is told from one that is away."""
    answer = make_client(database=empty_database.dsn).get("/readyz")
    assert answer.status_code == 503
    assert answer.json["parts"]["database"]["ready"] is True
    assert "migrate" in answer.json["parts"]["schema"]["detail"]


def test_what_a_dialer_is_watched_by(jana: Person) -> None:
    """Waiting and due calls per list, agents by status, cycle, outbox, transactions, PBX, runners."""
    floor, client = jana.floor, jana.client
    name = floor.look("OutboundList", floor.list_id, "DisplayName")
    floor.calls(3)
    floor.call(ScheduleTime="2099-01-01 00:00+00")
    floor.call(CallResult="Paused")
    before = figures(client)
    assert ("pgdialer_list_waiting_calls", name) not in before
    while floor.value("SELECT take_census()") == 0:
        pass
    floor.rows("SELECT beat('r1', 0.012, true)")
    jana.cmd("PrivateCall", Par="724123456")
    found = figures(client)
    assert found["pgdialer_list_waiting_calls", name] == 4
    assert found["pgdialer_list_due_calls", name] == 3
    assert found["pgdialer_list_calls", name, "Enqueue", "Scheduled"] >= 3
    assert found["pgdialer_list_census_age_seconds", name] >= 0
    assert found["pgdialer_agents", "Ready", "Ready"] == 1
    assert found["pgdialer_agents", "Pause", "Pause"] == 0
    assert found["pgdialer_calls_in_progress", "AgentDialing"] == 1
    assert found["pgdialer_outbox_commands",] == 1
    assert found["pgdialer_outbox_age_seconds",] >= 0
    assert found["pgdialer_cycle_seconds", "r1"] == 0.012
    assert found["pgdialer_cycle_age_seconds",] >= 0
    assert found["pgdialer_runner_pbx_ready", "r1"] == 1
    assert found["pgdialer_runner_heartbeat_age_seconds", "r1"] >= 0
    assert found["pgdialer_workplaces", "Free"] == 1
    assert "pgdialer_oldest_transaction_seconds" in {key[0] for key in found}
    assert found["pgdialer_database_up",] == 1
    answered = ("pgdialer_http_requests_total", "PrivateCall", BAR, "200")
    assert found[answered] == before.get(answered, 0) + 1


def test_a_list_is_left_alone_after_its_census(floor: Floor) -> None:
    """Ten seconds while it runs, a minute at rest, an hour when completed, fifty times what it took."""
    floor.at("2026-11-24 10:00+01")
    floor.calls(2)
    assert floor.value("SELECT take_census()") == 0
    assert floor.value("SELECT take_census()") == 10
    floor.set("OutboundList", floor.list_id, Activity="Paused")
    assert floor.value("SELECT take_census()") == 60
    floor.set("OutboundList", floor.list_id, Activity="Running")
    floor.pass_time(11)
    assert floor.value("SELECT take_census()") == 0
    floor.rows("UPDATE ListCensus SET Seconds = 10 RETURNING 1")
    floor.pass_time(61)
    assert floor.value("SELECT take_census()") == 60
    floor.pass_time(450)
    assert floor.value("SELECT take_census()") == 0
    floor.set("OutboundList", floor.list_id, Activity="Completed")
    floor.pass_time(3500)
    assert floor.value("SELECT take_census()") == 60
    floor.pass_time(200)
    assert floor.value("SELECT take_census()") == 0


def test_two_do_not_count_the_same(database: Any, floor: Floor) -> None:
    """A second runner goes away from a list that is being counted."""
    floor.calls(2)
    first = database.connect(autocommit=False)
    assert first.execute("SELECT take_census()").fetchone() == (0,)
    first.commit()
    floor.rows("UPDATE ListCensus SET CountedTime = CountedTime - interval '1 day' RETURNING 1")
    assert first.execute("SELECT take_census()").fetchone() == (0,)
    assert floor.value("SELECT take_census()") >= 1
    first.rollback()


def test_a_scrape_reads_no_calls(db: psycopg.Connection[Any]) -> None:
    """Nothing counts the call table: no sequential scan of it, however often it is asked."""
    floor = Floor(db)
    floor.agent()
    floor.calls(50)
    scans = "SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'outboundcall'"
    before = floor.value(scans)
    assert floor.rows("SELECT * FROM metrics()")
    assert floor.value(scans) == before


@pytest.mark.parametrize(
    ("address", "status"), [("127.0.0.1", 200), ("::1", 200), ("10.1.2.3", 403)]
)
def test_figures_are_for_operators(client: FlaskClient, address: str, status: int) -> None:
    """By default only this host reads them."""
    answer = client.get("/metrics", environ_overrides={"REMOTE_ADDR": address})
    assert answer.status_code == status
