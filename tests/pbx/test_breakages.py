"""When things break in the middle of real calls: nobody is dialled twice, all ends well within a minute (DIAL-5)."""

from __future__ import annotations

import re
import signal
import time
from urllib.parse import urlsplit

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.pbx.cable import Cable
from tests.pbx.centre import Centre, number

PHONES, AWAY = 8, 20.0
STAY, RING, LEAVE = "12", "06", "13"  # answers and stays; answers after 4 s; hangs up after 8 s


def busy_floor(centre: Centre) -> list[int]:
    """Have half of the agents talk, one with a customer who will hang up, and the others dial."""
    phones = centre.pbx.agents
    talks = [
        centre.dial(ending, phone)
        for ending, phone in zip([STAY, STAY, STAY, LEAVE], phones[:4], strict=True)
    ]
    for call in talks:
        centre.talking(call)
    dialled = [centre.dial(RING, phone) for phone in phones[4:]]
    for call in dialled:
        centre.until(lambda call=call: centre.floor.see(call, "RingingTime"))
    return talks + dialled


def hang_up(centre: Centre) -> None:
    """Have every agent who is in a call hang up."""
    for call, agent in centre.floor.rows("""
        SELECT OutboundCallId, AgentId FROM OutboundCall
        WHERE CallResult = 'Active' AND CallPhase IN ('AgentDialing', 'AgentTalk')"""):
        centre.floor.do("hang_up", call, agent)


def judge(centre: Centre, calls: list[int]) -> None:
    """All are final, each was dialled once, nothing of them is left on the PBX, and every agent can talk again."""
    floor = centre.floor
    for call in calls:
        centre.until(lambda call=call: floor.see(call, "CallResult") not in ("Active", "Scheduled"))
    assert floor.value("SELECT max(Trial) FROM OutboundCall") == 1
    assert floor.value("SELECT count(*) FROM OutboundCall WHERE RetryTime IS NOT NULL") == 0
    assert floor.value("SELECT count(*) FROM PbxCommand WHERE Command = 'originate'") == len(calls)
    centre.until(lambda: all(one.startswith("line-") for one in centre.channels()))
    centre.lines_up()
    again = []
    for phone in centre.pbx.agents:
        floor.do("set_agent_status", centre.agents[phone], "Ready")
        again.append(centre.dial(STAY, phone))
    for call in again:
        centre.talking(call)
    hang_up(centre)
    for call in again:
        centre.over(call)
    assert floor.broken() == []


def invites(centre: Centre) -> int:
    """How many calls the PBX has begun since its start, agents' lines included."""
    found = re.search(r"(\d+) calls? processed", centre.pbx.cli("core show calls"))
    assert found
    return int(found[1])


def test_the_pbx_is_killed(centre: Centre) -> None:
    """DIAL-5: SIGKILL to Asterisk: what it was in is unknown and rests; lines are rung again by themselves."""
    centre.seat(PHONES)
    centre.run()
    centre.lines_up()
    calls = busy_floor(centre)
    centre.pbx.kill()
    centre.pbx.start()
    judge(centre, calls)
    causes = centre.floor.rows(
        "SELECT DISTINCT Cause FROM OutboundCall WHERE OutboundCallId = ANY (%s)", calls
    )
    assert causes == [("unknown",)]


def test_the_connection_to_the_pbx_is_cut(centre: Centre) -> None:
    """DIAL-5: 20 s without ARI: conversations go on; who answers meanwhile is not left in silence; all end."""
    with Cable(int(urlsplit(centre.pbx.url).port or 0)) as cable:
        centre.seat(PHONES)
        centre.run(url=f"http://127.0.0.1:{cable.port}/ari")
        centre.lines_up()
        calls = busy_floor(centre)
        cable.cut()
        until = time.monotonic() + AWAY
        talking = centre.floor.see(calls[0], "PbxCallId")
        centre.until(lambda: time.monotonic() > until)
        assert centre.floor.value("SELECT PbxReady FROM Runner") == 0  # it was cut indeed
        assert talking in centre.channels()
        before = invites(centre)
        cable.mend()
        centre.until(lambda: centre.floor.see(calls[3], "CallResult") != "Active")
        assert centre.floor.see(calls[0], "CallPhase") == "AgentTalk"
        assert invites(centre) == before
        hang_up(centre)
        judge(centre, calls)


def test_the_database_is_gone(centre: Centre) -> None:
    """DIAL-5: 20 s without a database: what the PBX says meanwhile is told afterwards, with its own time."""
    part = conninfo_to_dict(centre.database.dsn)
    with Cable(f"{part['host']}/.s.PGSQL.{part['port']}") as cable:
        centre.seat(PHONES)
        centre.run(database=make_conninfo(**part | {"host": "127.0.0.1", "port": cable.port}))
        centre.lines_up()
        calls = busy_floor(centre)
        began = centre.floor.value("SELECT clock()")
        cable.cut()
        until = time.monotonic() + AWAY
        centre.until(lambda: time.monotonic() > until)
        assert centre.floor.value(
            "SELECT HeartbeatTime < clock() - interval '15 s' FROM Runner"
        )  # it was cut indeed
        cable.mend()
        centre.until(lambda: centre.floor.see(calls[3], "EndTime"))
        assert centre.floor.value(
            "SELECT c.EndTime < %s + interval '15 s' FROM OutboundCall AS c WHERE c.OutboundCallId = %s",
            began, calls[3],
        )  # fmt: skip
        for call in calls[4:]:
            centre.talking(call)
        hang_up(centre)
        judge(centre, calls)


def test_the_runner_is_killed(centre: Centre) -> None:
    """DIAL-5: SIGKILL to the runner: another takes its calls and lines over, and dials none of them again."""
    centre.seat(PHONES)
    first = centre.run("first")
    centre.lines_up()
    calls = busy_floor(centre)
    first.send_signal(signal.SIGKILL)
    before = invites(centre)
    centre.run("second")
    centre.until(
        lambda: (
            centre.floor.value(
                "SELECT count(*) FROM PbxCommand WHERE Command = 'open_line' AND TakenBy = 'second'"
            )
            == PHONES
        )
    )
    centre.until(lambda: centre.floor.see(calls[3], "CallResult") != "Active")
    assert centre.floor.see(calls[0], "CallPhase") == "AgentTalk"
    assert invites(centre) == before
    hang_up(centre)
    judge(centre, calls)


def test_two_runners_on_one_pbx(centre: Centre) -> None:
    """DIAL-5: they share the work; one dies in the middle of it, and every number was dialled once."""
    floor = centre.floor
    centre.seat(PHONES)
    runners = [centre.run("first"), centre.run("second")]
    centre.lines_up()
    for ending in ["12", "05", "01", "03"] * 15:
        floor.call(number(ending))
    killed = False

    def done() -> bool:
        nonlocal killed
        if (
            not killed
            and floor.value("SELECT count(*) FROM OutboundCall WHERE EndTime IS NOT NULL") > 20
        ):
            runners[0].send_signal(signal.SIGKILL)
            killed = True
        return centre.pass_work(0.3, ["05"])

    centre.until(done, 120)
    taken = dict(
        floor.rows(
            "SELECT TakenBy, count(*) FROM PbxCommand WHERE Command = 'originate' GROUP BY 1"
        )
    )
    assert killed
    assert set(taken) == {"first", "second"}
    assert sum(taken.values()) == 60
    assert floor.value("SELECT max(Trial) FROM OutboundCall") == 1
    centre.until(lambda: all(one.startswith("line-") for one in centre.channels()))
    assert floor.broken() == []


def test_lines_of_a_dead_runner(centre: Centre) -> None:
    """DIAL-5: with no call in progress another runner takes the lines over, and hears who hangs up."""
    centre.seat(2)
    first = centre.run("first")
    centre.lines_up()
    first.send_signal(signal.SIGKILL)
    centre.run("second")
    taken = "SELECT count(*) FROM PbxCommand WHERE Command = 'open_line' AND TakenBy = 'second'"
    centre.until(lambda: centre.floor.value(taken) == 2)
    # The first sign of life after that ends the round in which it began to listen.
    for _ in range(2):
        centre.ready("second")
    line = centre.floor.value("SELECT LineId FROM Workplace WHERE Number = 'agent001'")
    centre.pbx.ask("DELETE", f"/channels/{line}")
    centre.until(lambda: centre.floor.rows("SELECT FROM Workplace WHERE LineId IS NULL"))
    assert centre.floor.value("SELECT count(*) FROM PbxCommand WHERE Command = 'open_line'") == 2
