"""What an agent's permissions deny can be done by no way: the agent's own psql, a grid, REST, the URL of the call bar.

The first two take any statement; tests/rights/ways.py has many more of these. REST and the call bar
do what they were made for, so that not each permission has something to try there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.conftest import Database
from tests.grids.grids import Grids
from tests.rights.people import REFUSED, new_login, only_allow
from tests.rights.ways import stage
from tests.web.api.conftest import Site
from tests.web.conftest import BAR

Ids = dict[str, Any]
Session = psycopg.Connection[Any]  # of the agent's own login
DEGREES = ("Read", "Write", "Full")


class Deed(NamedTuple):
    """Something that needs a degree of a permission, in the words of each way."""

    permission: str
    degree: str
    statement: str
    rest: tuple[str, str, dict[str, Any] | None] | None = None
    cmd: dict[str, str] | None = None
    shows: str | None = None  # what REST answers with is seen with the degree Read of this


DEEDS = [
    Deed("OutboundCall", "Read", "SELECT 1 FROM OutboundCall WHERE OutboundCallId = {own}",
         ("GET", "/calls/{own}", None), {"Cmd": "GetState"}),
    Deed("OutboundCall", "Write", "SELECT pause_call({own})",
         ("POST", "/calls/{own}/pause", {}), {"Cmd": "PauseCall", "OutboundCallId": "{own}"}),
    Deed("OutboundCall", "Full", "SELECT pause_call({others})",
         ("POST", "/calls/{others}/pause", {}), {"Cmd": "PauseCall", "OutboundCallId": "{others}"}),
    Deed("OutboundCall", "Full", "SELECT hold_call({talk}, '{talker}')",
         ("POST", "/calls/{talk}/hold", {"agent_id": "{talker}"}),
         {"Cmd": "Hold", "OutboundCallId": "{talk}", "AgentId": "{talker}"}),
    Deed("OutboundCall", "Full", "SELECT mute_call({talk}, '{talker}')",
         ("POST", "/calls/{talk}/mute", {"agent_id": "{talker}"}),
         {"Cmd": "Mute", "OutboundCallId": "{talk}", "AgentId": "{talker}"}),
    Deed("OutboundCall", "Full", "SELECT unmute_call({talk}, '{talker}')",
         ("POST", "/calls/{talk}/unmute", {"agent_id": "{talker}"}),
         {"Cmd": "Unmute", "OutboundCallId": "{talk}", "AgentId": "{talker}"}),
    Deed("OutboundCall", "Full", "SELECT send_keys({talk}, '{talker}', '12#')",
         ("POST", "/calls/{talk}/keys", {"agent_id": "{talker}", "keys": "12#"}),
         {"Cmd": "SendKeys", "OutboundCallId": "{talk}", "AgentId": "{talker}", "Keys": "12#"}),
    Deed("OutboundCall", "Full", "SELECT private_call('{number}', '{free}')",
         cmd={"Cmd": "PrivateCall", "Par": "{number}", "AgentId": "{free}"}),
    Deed("OutboundCall", "Full", "INSERT INTO OutboundCall (OutboundListId, Number) VALUES ('{list}', '{number}')",
         ("POST", "/calls", {"outbound_list_id": "{list}", "number": "{number}"})),
    Deed("OutboundList", "Read", "SELECT 1 FROM OutboundList WHERE OutboundListId = '{list}'",
         ("GET", "/lists/{list}", None)),
    Deed("OutboundList", "Write", "UPDATE OutboundList SET Activity = 'Paused' WHERE OutboundListId = '{list}'",
         ("PUT", "/lists/{list}/state", {"activity": "Paused"})),
    Deed("OutboundList", "Full", "SELECT count(*) FROM undo_import('{batch}')",
         ("DELETE", "/imports/{batch}", None)),
    Deed("Agent", "Read", "SELECT 1 FROM Agent WHERE AgentId = '{other}'", ("GET", "/agents/{other}", None)),
    Deed("AgentStatus", "Write", "SELECT set_agent_status('{me}', 'Pause')",
         ("PUT", "/agents/{me}/status", {"status": "Pause"}), {"Cmd": "SetAgentStatus", "Status": "Pause"}),
    Deed("AgentStatus", "Full", "SELECT log_off('{other}')",
         ("POST", "/agents/{other}/log-off", {}), {"Cmd": "LogOff", "AgentId": "{other}"}, "Agent"),
    Deed("Configuration", "Write", "INSERT INTO CallResultDetail (DisplayName, CallResult) VALUES ('Sold', 'Completed')",
         ("POST", "/result-details", {"display_name": "Sold", "call_result": "Completed"})),
    Deed("Configuration", "Read", "SELECT 1 FROM trunk_states() WHERE TrunkId = '{north}'",
         ("GET", "/trunks/{north}/state", None)),
    Deed("Configuration", "Write", "UPDATE Trunk SET MaxCalls = 10 WHERE TrunkId = '{north}'",
         ("PATCH", "/trunks/{north}", {"max_calls": 10})),
    Deed("Rule", "Read", "SELECT count(*) FROM try_post_condition('{rule}')", ("POST", "/rules/{rule}/try", {})),
    Deed("Rule", "Write", "INSERT INTO SchedulePostCondition (DisplayName, AddPriority) VALUES ('Mine', 1)",
         ("POST", "/rules", {"display_name": "Mine", "add_priority": 1})),
    Deed("Rule", "Full", "DELETE FROM SchedulePostCondition WHERE SchedulePostConditionId = '{rule}'",
         ("DELETE", "/rules/{rule}", None)),
    Deed("DoNotCall", "Read", "SELECT 1 FROM DoNotCallList WHERE DoNotCallListId = '{never}'",
         ("GET", "/do-not-call/{never}", None)),
    Deed("DoNotCall", "Write", "INSERT INTO DoNotCallNumber (DoNotCallListId, Number) VALUES ('{never}', '{number}')",
         ("POST", "/do-not-call/{never}/numbers", {"number": "{number}"})),
    Deed("Report", "Read", "SELECT count(*) FROM report_calls('2026-11-24', '2026-11-25', 'day')",
         ("GET", "/reports/calls?since=2026-11-24T00:00:00Z&until=2026-11-25T00:00:00Z&dimension=day", None)),
    Deed("Report", "Read", "SELECT 1 FROM OutboundCall WHERE OutboundCallId = {nobodys}",
         ("GET", "/calls/{nobodys}/why-not", None)),
    Deed("Rights", "Write", "SELECT create_token('{other}', repeat('c', 64), 'full', NULL, 'mine')",
         ("POST", "/tokens", {"agent_id": "{other}", "display_name": "mine", "scope": "full"})),
    Deed("Recording", "Read", "SELECT hear_recording({recording})", ("GET", "/recordings/{recording}/file", None)),
    # A grid is asked for by the first two ways alone.
    Deed("Grid", "Read", "SELECT describe_grid('d47a0000-0000-4000-8000-000000000001')"),
]  # fmt: skip


def filled(given: Any, ids: Ids) -> Any:
    """What is given, with the ids of the stage in it."""
    if isinstance(given, dict):
        return {name: filled(value, ids) for name, value in given.items()}
    return given.format(**ids) if isinstance(given, str) else given


@contextmanager
def psql_of(site: Site, dsn: str, agent: UUID) -> Iterator[psycopg.Connection[Any]]:
    """A session of the agent's own login."""
    login = new_login(site.floor, "agent")
    site.floor.set("Agent", agent, DatabaseRole=login)
    with psycopg.connect(make_conninfo(dsn, user=login), autocommit=True) as conn:
        yield conn
    site.floor.set("Agent", agent, DatabaseRole=None)
    site.floor.conn.execute(f"DROP ROLE {login}".encode())


def done(conn: psycopg.Connection[Any], query: str, *values: Any) -> bool:
    try:
        return conn.execute(query.encode(), values).rowcount > 0
    except psycopg.Error as error:
        assert error.sqlstate in (*REFUSED, "PD051"), error
        return False


def by_psql(site: Site, conn: Session, ids: Ids, deed: Deed) -> bool:
    return done(conn, filled(deed.statement, ids))


def by_grid(site: Site, conn: Session, ids: Ids, deed: Deed) -> bool:
    """The statement is the command behind an icon."""
    grids = Grids(site.floor.conn, at=None)
    icon = grids.column(
        grids.grid("SELECT 1 AS k", "k"),
        command=filled(deed.statement, ids),
    )
    return done(conn, "SELECT run_grid_command(%s, '1')", icon)


def by_rest(site: Site, conn: Session, ids: Ids, deed: Deed) -> bool:
    assert deed.rest
    method, path, body = deed.rest
    more = {} if body is None else {"json": filled(body, ids)}
    answer = site.client(ids["me"]).ask(method, filled(path, ids), buffered=True, **more)
    # What may not be seen is not there.
    assert answer.status_code in (200, 201, 204, 403, 404), answer.text
    return bool(answer.status_code < 400)


def by_url(site: Site, conn: Session, ids: Ids, deed: Deed) -> bool:
    client = site.client(ids["me"])
    answer = client.http.get(
        BAR,
        query_string=filled(deed.cmd, ids),
        headers={"Authorization": f"Bearer {client.token}"},
    )
    assert answer.status_code in (200, 403), answer.text
    return bool(answer.status_code == 200)


WAYS: dict[str, Callable[[Site, Session, Ids, Deed], bool]] = {
    "psql": by_psql, "grid": by_grid, "rest": by_rest, "url": by_url,
}  # fmt: skip
TRIED = [
    pytest.param(deed, way, id=f"{way}: {deed.permission} {deed.degree}: {deed.statement[:50]}")
    for deed in DEEDS
    for way in WAYS
    if not ((way == "rest" and deed.rest is None) or (way == "url" and deed.cmd is None))
]


@pytest.mark.parametrize("deed, way", TRIED)
def test_what_is_denied_is_done_by_no_way(
    site: Site, database: Database, tmp_path: Path, deed: Deed, way: str
) -> None:
    """PERM-1: with a degree less, a denial, or every other permission it is not done; with the degree it is."""
    floor = site.floor
    floor.set("Configuration", "RecordingFolder", ConfigurationValue=str(tmp_path))
    (tmp_path / "1-1.wav").write_bytes(b"RIFF")
    ids = {name: str(one) for name, one in stage(floor).items()} | {"free": str(floor.agent())}
    ids["me"] = UUID(ids["me"])
    below = DEGREES[: DEGREES.index(deed.degree)][-1:]
    others = {one.permission for one in DEEDS} - {deed.permission}
    if deed.permission in ("OutboundCall", "Report"):
        # Either lets one read what the other does.
        others -= {"OutboundCall", "Report"}
    needed = {"grid": "Grid", "rest": deed.shows}.get(way)
    also = {needed: "AllowRead"} if needed and needed != deed.permission else {}
    with psql_of(site, database.dsn, ids["me"]) as conn:
        for lacking in (
            also,
            *[also | {deed.permission: f"Allow{one}"} for one in below],
            also | {deed.permission: f"Allow{deed.degree} Deny{deed.degree}"},
            dict.fromkeys(others, "AllowFull"),
        ):
            only_allow(floor, ids["me"], **lacking)
            assert not WAYS[way](site, conn, ids, deed), lacking
        only_allow(floor, ids["me"], **also, **{deed.permission: f"Allow{deed.degree}"})
        assert WAYS[way](site, conn, ids, deed)


def test_each_permission_is_tried_by_each_way_there_is(site: Site) -> None:
    """PERM-1: none is left out; the call bar knows calls and statuses, REST all but grids."""
    nouns = {name for (name,) in site.floor.rows("SELECT PermissionName FROM Protected")}
    assert {one.permission for one in DEEDS} == nouns
    assert {one.permission for one in DEEDS if one.rest} == nouns - {"Grid"}
    assert {one.permission for one in DEEDS if one.cmd} == {"OutboundCall", "AgentStatus"}
