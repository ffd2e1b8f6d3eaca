"""Several PBXs: a runner is given what is for the PBX that it drives, and nothing else (DIAL-1, DIAL-5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.floor import Floor

TAKE = "SELECT command::text, pbx_call_id FROM take_pbx_commands(%s)"
COMPARE = "SELECT pbx_call_id, action FROM reconcile_pbx(%s, %s::text[])"


class Sites(Floor):
    """A floor with two PBXs, and a runner of the same name for each."""

    def __init__(self, conn: psycopg.Connection[Any]) -> None:
        super().__init__(conn)
        self.brno, self.prague = (
            self.add("Pbx", DisplayName=name, Bridge="asterisk") for name in ("Brno", "Prague")
        )
        for name in ("Brno", "Prague"):
            self.do("register_runner", name, name, "asterisk")

    def dialled(self, pbx: UUID | None, **desk: Any) -> tuple[int, str]:
        """A call that is to be dialled, from a desk of this PBX, and its channel."""
        agent = self.agent(workplace=self.workplace(PbxId=pbx, **desk))
        call = self.offered(agent)
        self.do("dial_call", call, agent)
        return call, self.see(call, "PbxCallId")

    def taken(self, runner: str) -> list[tuple[str, str]]:
        """What a runner is given."""
        self.do("beat", runner)
        return self.rows(TAKE, runner)

    def compared(self, runner: str, *live: str) -> list[tuple[str, str]]:
        """What a runner that has these channels is told."""
        return self.rows(COMPARE, runner, list(live))


@pytest.fixture
def sites(db: psycopg.Connection[Any]) -> Sites:
    return Sites(db)


def refused(floor: Floor, *values: Any) -> tuple[str | None, str, str]:
    with pytest.raises(psycopg.Error) as error, floor.conn.transaction():
        floor.do("register_runner", *values)
    said = error.value.diag
    return error.value.sqlstate, str(said.message_primary), str(said.message_hint)


# Which PBX a runner drives


def test_a_name_that_no_pbx_has(sites: Sites) -> None:
    """URL-3: the names there are, or how to make it."""
    sites.set("Pbx", sites.add("Pbx", DisplayName="Vienna"), Deleted=1)
    for name in ("Vienna", "brno", ""):
        assert refused(sites, "one", name) == (
            "PD071",
            f'There is no PBX named "{name}".',
            "There are: Brno, Prague.",
        )
    sites.add("Pbx", DisplayName="Brno")
    assert refused(sites, "one", "Brno")[:2] == ("PD071", '2 PBXs are named "Brno".')
    sites.conn.execute("UPDATE Pbx SET Deleted = 1")
    assert "INSERT INTO Pbx" in refused(sites, "one", "Brno")[2]
    assert sites.rows("SELECT FROM Runner WHERE RunnerName = 'one'") == []


def test_another_bridge_than_the_pbx_has(sites: Sites) -> None:
    """URL-3: dice do not answer for a real PBX."""
    code, message, hint = refused(sites, "one", "Brno", "simulated")
    assert code == "PD072"
    assert message == 'The PBX "Brno" is driven by the bridge "asterisk", not by "simulated".'
    assert "--pbx asterisk" in hint


def test_a_name_stays_with_its_pbx(sites: Sites) -> None:
    """DIAL-5: or the calls that it left there would count as lost; again, and for the first time, it may be said."""
    sites.do("beat", "one")
    assert sites.do("register_runner", "one", "Brno") == sites.brno
    assert sites.do("register_runner", "one", "Brno") == sites.brno
    for other in ("Prague", None):
        code, message, hint = refused(sites, "one", other)
        assert (code, message) == ("PD072", 'The runner "one" drives the PBX "Brno".')
        assert '--pbx-name "Brno"' in hint
    sites.do("beat", "one", 0.01, True)
    assert sites.do("runner_pbx", "one") == sites.brno


# What it is given


def test_calls_are_dialled_by_a_runner_of_their_pbx(sites: Sites) -> None:
    """DIAL-1: by the workplace; what is of none is anybody's, and is of that PBX from then on."""
    (_, here), (_, there), (free, anywhere) = map(sites.dialled, (sites.brno, sites.prague, None))
    assert sites.taken("Prague") == [("originate", there), ("originate", anywhere)]
    assert sites.taken("Prague") == []
    assert sites.taken("Brno") == [("originate", here)]
    assert (
        sites.value("SELECT PbxId FROM PbxCommand WHERE OutboundCallId = %s", free) == sites.prague
    )


def test_a_call_that_begins_by_being_dialled(sites: Sites) -> None:
    """DIAL-1, CALL-2: a private call is dialled where its agent sits."""
    agent = sites.agent(workplace=sites.workplace(PbxId=sites.brno))
    sites.do("private_call", "+420724000001", agent)
    assert sites.taken("Prague") == []
    assert [what for what, _ in sites.taken("Brno")] == ["originate"]


def test_a_runner_without_a_name(sites: Sites) -> None:
    """DIAL-1: gets what is of no PBX where there are several, and all where there is one."""
    (_, here), (_, anywhere) = sites.dialled(sites.brno), sites.dialled(None)
    assert sites.taken("unnamed") == [("originate", anywhere)]
    sites.set("Pbx", sites.prague, Deleted=1)
    assert sites.taken("unnamed") == [("originate", here)]


def test_what_follows_goes_where_it_was_dialled(sites: Sites) -> None:
    """DIAL-5: to another runner only if that drives the same PBX, also for a call of no PBX."""
    call, channel = sites.dialled(None)
    sites.taken("Prague")
    sites.pbx(call, "answered")
    sites.do("hold_call", call, sites.see(call, "AgentId"))
    sites.pass_time(16)
    assert sites.taken("Brno") == sites.taken("unnamed") == []
    sites.do("register_runner", "heir", "Prague")
    assert sites.taken("heir") == [("hold", channel)]


def test_lines_are_opened_and_closed_by_a_runner_of_their_pbx(sites: Sites) -> None:
    """DIAL-1: an open line is the PBX's whose telephone it is."""
    desk = sites.workplace(PbxId=sites.brno, LineMode="OpenLine")
    agent = sites.agent(workplace=desk)
    line = sites.look("Workplace", desk, "LineId")
    assert sites.taken("Prague") == []
    assert sites.taken("Brno") == [("open_line", line)]
    sites.do("log_off", agent)
    sites.pass_time(16)
    assert sites.taken("Prague") == []
    assert sites.taken("Brno") == [("close_line", line)]


def test_a_caller_is_let_go_by_a_runner_of_the_pbx(sites: Sites) -> None:
    """CB-2: the one on whose PBX the caller waits."""
    sites.set("Project", sites.project_id, InboundNumber="900")
    sites.add("QueueTransition", OutboundListId=sites.list_id)
    report = "SELECT report_inbound('Brno', 'in', %s, '+420724000001', '900', %s)"
    sites.rows(report, "came", None)
    sites.rows(report, "pressed", "1")
    assert sites.taken("Prague") == []
    assert sites.taken("Brno") == [("hangup", "in")]


# What becomes of a dead one's


def test_calls_of_a_dead_runner_are_taken_over_on_their_pbx(sites: Sites) -> None:
    """DIAL-5: a runner of another PBX has not their channels, and takes none for lost."""
    call, channel = sites.dialled(None)
    sites.taken("Prague")
    sites.pbx(call, "answered")
    sites.pass_time(16)
    assert sites.compared("Brno") == sites.compared("unnamed") == []
    assert sites.see(call, "CallPhase") == "AgentTalk"
    sites.do("register_runner", "heir", "Prague")
    assert sites.compared("heir", channel) == [(channel, "adopted")]
    assert sites.compared("heir") == [(channel, "lost")]
    assert sites.see(call, "Cause") == "unknown"


def test_lines_and_callers_of_a_dead_runner(sites: Sites) -> None:
    """DIAL-5, CB-1: they are neither rung again nor over because another PBX does not know them."""
    desk = sites.workplace(PbxId=sites.prague, LineMode="OpenLine")
    sites.agent(workplace=desk)
    ((_, line),) = sites.taken("Prague")
    sites.do("report_line", line, "answered")
    sites.rows("SELECT report_inbound('Prague', 'in', 'came', '+420724000001', '900')")
    sites.pass_time(16)
    ended = "SELECT EndTime IS NOT NULL FROM InboundCall"
    assert sites.compared("Brno") == []
    assert (sites.look("Workplace", desk, "LineId"), sites.value(ended)) == (line, False)
    sites.do("register_runner", "heir", "Prague")
    assert sites.compared("heir") == [(line, "line lost")]
    assert sites.value(ended)


def test_places_on_trunks_of_a_dead_runner(sites: Sites) -> None:
    """COMP-4: a channel that another PBX does not know keeps its place."""
    sites.add("Trunk", DisplayName="North", Endpoint="north", MaxCalls=1, PbxId=sites.prague)
    call, _ = sites.dialled(sites.prague)
    sites.taken("Prague")
    sites.pbx(call, "answered")
    sites.pass_time(16)
    sites.compared("Brno")
    ended = "SELECT EndedTime IS NOT NULL FROM PbxCommand WHERE TrunkId IS NOT NULL"
    assert not sites.value(ended)
    sites.do("register_runner", "heir", "Prague")
    sites.compared("heir")
    assert sites.value(ended)


def test_a_transferred_customer_of_a_dead_runner_is_taken_over(sites: Sites) -> None:
    """DIAL-5: the call is over, but who is left there alone must be let go by somebody; said once."""
    call, channel = sites.dialled(sites.prague)
    sites.taken("Prague")
    sites.pbx(call, "answered")
    sites.do("transfer_call", call, sites.see(call, "AgentId"), "+420724555555")
    assert sites.taken("Prague") == [("transfer", channel)]
    sites.do("register_runner", "heir", "Prague")
    assert sites.compared("heir", channel) == []
    sites.pass_time(16)
    assert sites.compared("heir", channel) == [(channel, "adopted")]
    assert sites.compared("heir", channel) == sites.compared("heir") == []
    assert sites.broken() == []


# Telephones and files


def test_two_pbxs_may_have_the_same_extensions(sites: Sites) -> None:
    """CALL-1: each speaks for its own telephones, and for those of no PBX."""
    here, there, anywhere = (
        sites.workplace(Number=number, PbxId=pbx)
        for number, pbx in (("101", sites.brno), ("101", sites.prague), ("102", None))
    )
    watched = "SELECT w FROM watched_extensions(find_pbx(%s)) AS w ORDER BY 1"
    assert sites.rows(watched, "Brno") == [("101",), ("102",)]
    assert sites.rows(watched, None) == [("102",)]
    report = "SELECT report_line_states('{101,102}', '{Busy,Busy}', %s)"
    assert sites.value(report, "Brno") == 2
    states = [sites.look("Workplace", one, "State") for one in (here, there, anywhere)]
    assert states == ["Busy", "Free", "Busy"]


def test_a_file_is_deleted_by_the_pbx_that_has_it(sites: Sites) -> None:
    """REC-1: to another one it would be gone already, and count as deleted."""
    sites.set("Configuration", "RecordingRetention", ConfigurationValue="1")
    call, channel = sites.dialled(None)
    sites.taken("Prague")
    sites.pbx(call, "answered")
    sites.pbx(call, "hangup_called")
    sites.rows("SELECT report_recording(%s, 'a.wav')", channel)
    sites.pass_time(2 * 24 * 3600)
    due = "SELECT file_name FROM recordings_to_delete(10, %s)"
    assert sites.rows(due, "Brno") == sites.rows(due, "unnamed") == []
    assert sites.rows(due, "Prague") == [("a.wav",)]
