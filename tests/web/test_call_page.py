"""The page of a call: what can be done with it is asked of the phase machine and of the permissions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.floor import Floor, new_number
from tests.web.conftest import EDITOR, Office, Person, hidden, token_of

CALL = "/ReactClient/Pages/call"


def manual(floor: Floor) -> int:
    return floor.call(OutboundListId=floor.outbound_list(ManualDistribution=1))


def put(function: str) -> Callable[[Floor], int]:
    def made(floor: Floor) -> int:
        call = floor.call()
        floor.do(function, call)
        return call

    return made


def ended(floor: Floor) -> int:
    call = floor.talking()
    floor.pbx(call, "hangup_called")
    floor.conn.execute(
        "UPDATE OutboundCall SET CallResult = 'NoResult' WHERE OutboundCallId = %s", [call]
    )
    return call


def without_result(floor: Floor) -> int:
    floor.set("Project", floor.project_id, ResultWait=None)
    call = floor.talking()
    floor.pbx(call, "hangup_called")
    return call


def not_reached(floor: Floor) -> int:
    call = floor.offered()
    floor.do("dial_call", call, floor.see(call, "AgentId"))
    floor.pbx(call, "busy")
    return call


SCHEDULES = {"ScheduleCall", "ScheduleCall.me"}
RELEASES = {"EnqueueCall", "EnqueueCall.me"}
WAITING = {"PauseCall", "CancelCall", "NeglectCall"}
STATES: dict[str, tuple[Callable[[Floor], int], set[str]]] = {
    "it waits": (Floor.call, SCHEDULES | WAITING),
    "it waits for its release": (manual, SCHEDULES | RELEASES | WAITING),
    "paused": (put("pause_call"), SCHEDULES),
    "given up": (put("neglect_call"), SCHEDULES),
    "cancelled": (put("cancel_call"), SCHEDULES),
    "offered": (Floor.offered, {"CancelCall", "NeglectCall"}),
    "talked": (Floor.talking, {"SetCallResult"}),
    "without its result": (without_result, {"SetCallResult"}),
    "over": (ended, SCHEDULES | {"SetCallResult"}),
    "not reached": (not_reached, SCHEDULES | {"SetCallResult"}),
    "a visitor": (
        lambda floor: floor.do("create_visitor", floor.agent()), {"SetCallResult", "HangUp"},
    ),
}  # fmt: skip


def offered(person: Person, call: int) -> set[str]:
    """What the page has buttons for."""
    page = person.open(OutboundCallId=call).text.split("<main")[1]
    found = {part.split('"')[0] for part in page.split('name="Do" value="')[1:]}
    return found | ({"SetCallResult"} if 'name="CallResultDetailId"' in page else set())


def press(person: Person, call: int, do: str, **values: Any) -> Any:
    """Press a button."""
    page = person.open()
    return person.client.post(
        EDITOR,
        data={"FormToken": hidden(page.text, "FormToken"), "OutboundCallId": call, "Do": do, **values},
        headers=person.token,
    )  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_what_is_offered_can_be_done(jana: Person, state: str) -> None:
    """PHASE-2: the buttons are those of the phase, and each does what it says."""
    make, expected = STATES[state]
    floor = jana.floor
    call = make(floor)
    assert offered(jana, call) == expected
    for do in sorted(expected):
        call = make(floor)
        values = {}
        if do == "SetCallResult":
            values["CallResultDetailId"] = str(
                floor.value("SELECT CallResultDetailId FROM offered_details(%s) LIMIT 1", call)
            )
        answer = press(jana, call, do, **values)
        assert answer.status_code == 303, f"{state}, {do}: {answer.text}"


def test_only_what_one_may(jana: Person, make_client: Callable[..., FlaskClient]) -> None:
    """PERM-1: an agent has buttons for the agent's own calls and those that may be taken; none for others'."""
    floor = jana.floor
    petr = floor.agent(Login="petr", DisplayName="Petr")
    plain = Person(make_client(), floor, petr, token_of(floor.conn, "petr", role="Agent"))
    own = floor.call(AgentId=petr, Predistributed=1)
    assert offered(plain, own) == {"ScheduleCall"} | WAITING
    assert offered(plain, manual(floor)) == {"ScheduleCall.me", "EnqueueCall.me"}
    theirs = floor.call(AgentId=jana.agent, Predistributed=1)
    assert plain.open(OutboundCallId=theirs).status_code == 404
    answer = press(jana, own, "CancelCall")
    assert answer.status_code == 303
    assert press(plain, theirs, "CancelCall").status_code == 403


def test_a_time_is_the_called_partys(jana: Person) -> None:
    """TIME-1: without a zone it is what a clock there shows; nonsense is refused, and changes nothing."""
    call = jana.floor.call("+81312345678")
    answer = press(jana, call, "ScheduleCall", ScheduleTime="2031-03-04T09:00")
    assert answer.status_code == 303, answer.text
    moment = jana.floor.see(call, "ScheduleTime")
    assert moment.utctimetuple()[:5] == (2031, 3, 4, 0, 0)
    answer = press(jana, call, "ScheduleCall", ScheduleTime="soon")
    assert (answer.status_code, answer.json["parameter"]) == (422, "ScheduleTime")
    assert jana.floor.see(call, "ScheduleTime") == moment


@pytest.mark.parametrize("do", ["PrivateCall", "PauseCall.me", "", "LogOff"])
def test_nothing_else_is_done(jana: Person, do: str) -> None:
    """The page does what it has buttons for, and no other command."""
    call = jana.floor.call()
    assert press(jana, call, do or " .me").status_code == 422
    assert jana.floor.see(call) == ("Enqueue", "Scheduled")


def test_scripts_get_a_word(jana: Person) -> None:
    """The page's own script hears what was done, and what was not."""
    call = jana.floor.call()
    page = jana.open(OutboundCallId=call)
    data = {"FormToken": hidden(page.text, "FormToken"), "OutboundCallId": call, "Do": "PauseCall"}
    headers = jana.token | {"HX-Request": "true"}
    done = jana.client.post(EDITOR, data=data, headers=headers)
    assert (done.status_code, done.headers["HX-Trigger"]) == (204, '{"say": "Paused."}')
    data["Do"] = "CancelCall"
    refused = jana.client.post(EDITOR, data=data, headers=headers | {"Accept": "text/html"})
    assert (refused.status_code, refused.json["code"]) == (409, "PD001")


def test_the_parts_of_the_page(jana: Person) -> None:
    """They are there for a call that is; of one that is gone they say so without an error."""
    call = jana.floor.call()
    assert "Its list is running" in jana.client.get(f"{CALL}/{call}/why", headers=jana.token).text
    assert "History" in jana.client.get(f"{CALL}/{call}", headers=jana.token).text
    assert "not there any more" in jana.client.get(f"{CALL}/0", headers=jana.token).text
    assert jana.client.get(f"{CALL}/0/why", headers=jana.token).text == ""


def test_a_long_history_goes_on(jana: Person) -> None:
    """PHASE-5: the last events are shown, and a link leads to those before."""
    call = jana.floor.call()
    for _ in range(30):
        jana.floor.do("pause_call", call)
        jana.floor.do("schedule_call", call)
    first = jana.open(OutboundCallId=call).text
    assert "Before=12" in first
    assert "Created" not in first.split("timeline")[1].split("</ol>")[0]
    assert "Created" in jana.open(OutboundCallId=call, Before="12").text.split("timeline")[1]


NUMBERS = {
    "several countries": ("+447911123456", "+447911123456", ["United Kingdom", "Europe/London"]),
    "of no country": ("+80012345678", "+80012345678", ["+800"]),
    "as it is written": ("724 123 456", "+420724123456", ["Czechia", "Europe/Prague"]),
}


@pytest.mark.parametrize("case", NUMBERS)
def test_the_number_in_the_editor(jana: Person, office: Office, case: str) -> None:
    """CALL-6: country, zone, the time there."""
    given, number, said = NUMBERS[case]
    page = jana.client.get(
        "/ReactClient/Pages/number",
        query_string={"Number": given, "OutboundListId": office.list},
        headers=jana.token,
    ).text
    assert all(text in page for text in (number, *said)), page
    assert "May be dialled now" in page


def test_a_number_that_is_called_already(jana: Person) -> None:
    """DIST-9: whoever types it is told."""
    number = new_number()
    jana.floor.talking(Number=number)
    page = jana.open(Number=number).text
    assert "Somebody is calling this number" in page


def test_the_script_for_other_systems(client: FlaskClient) -> None:
    """It is there for everybody, from everywhere, at an address that stays."""
    answer = client.get("/ReactClient/calls.js", buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "CallorConsult" in answer.text
