"""The agent's page: an agent's hours at it, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Request, expect

from tests.pages.conftest import Site
from tests.pages.desk import DESK, customer, desk, open_desk, phase, status
from tests.pages.looks import check_looks, press
from tests.web.conftest import MAY

BUDGET = 250_000  # bytes of the page with all that it loads
REQUESTS = 14


@pytest.fixture
def project(site: Site) -> UUID:
    """A project with a pause after each call, its running list, and a result that is taken by default."""
    key = site.floor.project(DisplayName="Renewals", PostCallPause=600)
    vars(site.floor)["project_id"] = key
    site.dba.execute("UPDATE CallResultDetail SET DefaultCode = 1 WHERE DisplayName = 'Done'")
    vars(site.floor)["list_id"] = site.floor.outbound_list(
        ProjectId=key, DisplayName="Autumn", PreviewTime=300, MaxTrials=5
    )
    return key


@pytest.fixture
def jana(site: Site, project: UUID) -> UUID:
    """An agent who has a seat and is ready."""
    return site.agent(Login="jana", DisplayName="Jana", workplace=desk(site))


def test_a_second_tab(site: Site, jana: UUID) -> None:
    """Each phase is in both, whichever of them one uses; what is typed into one is there after a reload."""
    floor = site.floor
    page = open_desk(site, jana)
    other = page.context.new_page()
    other.goto(site.url + DESK)
    call = floor.call(**customer(site), Predistributed=1, AgentId=jana)

    def both(name: str) -> None:
        phase(page, name)
        phase(other, name)

    page.locator("#number").fill("+42072")
    steps: list[tuple[str, Callable[[], Any]]] = [
        ("AgentOfferFirst", floor.cycle),
        ("AgentPreCall", lambda: other.locator("[data-key='Alt+A']").click()),
        ("AgentDialing", lambda: page.locator("[data-key='Alt+D']").click()),
        ("AgentTalk", lambda: floor.pbx(call, "answered")),
        ("WaitForResult", lambda: other.locator("[data-key='Alt+H']").click()),
        ("HangupAgent", lambda: page.locator("#results button").first.click()),
    ]
    for name, do in steps:
        do()
        both(name)
    assert floor.see(call, "CallResult") == "Completed"
    page.reload()
    expect(page.locator("#number")).to_have_value("+42072")


def test_what_is_typed_stays_while_all_else_changes(site: Site, jana: UUID) -> None:
    """A plain UPDATE is on the page; the focus and the text of whoever is typing are left alone."""
    page = open_desk(site, jana)
    press(page, "Alt+N")
    page.keyboard.type("7245")
    site.floor.set("Workplace", site.floor.desk(jana), State="OutOfOrder")
    expect(page.get_by_text("Your telephone is out of order")).to_be_visible()
    page.keyboard.type("55")
    expect(page.locator("#number")).to_have_value("724555")
    site.floor.set("Workplace", site.floor.desk(jana), State="Free")
    expect(page.get_by_text("Your telephone is out of order")).to_have_count(0)
    site.dba.execute("UPDATE OutboundList SET Activity = 'Paused'")
    press(page, "Alt+P")
    status(page, "Pause")
    expect(page.get_by_text("No list is running for you")).to_be_visible()


def test_offers_that_are_not_taken(site: Site, project: UUID) -> None:
    """DIST-10: one is rejected, one missed; the seat rests, and the page says so."""
    floor = site.floor
    jana = site.agent(Login="jana", workplace=desk(site, Blocking=600))
    first = floor.call(**customer(site), Predistributed=1, AgentId=jana)
    page = open_desk(site, jana)
    floor.cycle()
    phase(page, "AgentOfferFirst")
    press(page, "Alt+X")
    expect(page.locator("#call")).to_have_count(0)
    expect(page.locator(".note")).to_contain_text("You missed an offer.")
    assert floor.see(first, "CallPhase") == "AgentOfferMissed"

    floor.set("Workplace", floor.desk(jana), BlockedUntil=None)
    floor.cycle()
    phase(page, "AgentOfferNext")
    floor.set("OutboundCall", first, Deadline=datetime.now(UTC) - timedelta(seconds=1))
    floor.cycle()
    expect(page.locator("#call")).to_have_count(0)
    expect(page).to_have_title("My calls – pgdialer")


def test_a_typed_number(site: Site, jana: UUID) -> None:
    """CALL-2: private, and for a list; a wrong one is explained beside the field; a contact is found."""
    floor = site.floor
    site.dba.execute(MAY, [jana, "Supervisor"])
    who = customer(site)
    page = open_desk(site, jana)
    page.locator("#number").fill("12")
    page.keyboard.press("Enter")
    expect(page.locator("#dial-wrong")).to_contain_text("12")
    expect(page.locator("#number")).to_be_focused()

    page.locator("#number").fill("724 777 888")
    page.keyboard.press("Enter")
    phase(page, "AgentDialing")
    expect(page.locator(".why")).to_contain_text("Private call")
    expect(page.locator("#number")).to_have_value("")
    press(page, "Alt+H")
    expect(page.locator("#call")).to_have_count(0)

    press(page, "Alt+N")
    page.keyboard.type("nov")
    expect(page.locator("#contacts li")).to_contain_text("Eva Nováková")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#number")).to_have_value("+420724555666")
    page.locator("#dial select").select_option(label="Autumn")
    press(page, "Alt+N")
    page.keyboard.press("Enter")
    phase(page, "AgentDialing")
    expect(page.locator("#who")).to_contain_text("Eva Nováková")
    found = floor.row(
        "SELECT OutboundListId, ContactId FROM OutboundCall WHERE AgentId = %s AND CallResult = 'Active'", jana
    )  # fmt: skip
    assert found == (floor.list_id, who["ContactId"])


def test_a_colleague_is_consulted(site: Site, jana: UUID) -> None:
    """Found while the name is typed, asked, and given the call."""
    floor = site.floor
    site.agent(Login="petr", DisplayName="Petr Malý", workplace=desk(site, Number="4321"))
    call = floor.talking(jana, **customer(site))
    page = open_desk(site, jana)
    press(page, "Alt+C")
    page.keyboard.type("mal")
    expect(page.locator("#colleagues li")).to_contain_text("Petr Malý")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".clock")).to_contain_text("you consult 4321")
    assert floor.see(call, "TalkState") == "Consulting"
    press(page, "Alt+B")
    expect(page.locator("[data-key='Alt+C']")).to_be_visible()
    press(page, "Alt+C")
    page.keyboard.type("nobody at all")
    page.keyboard.press("Enter")
    expect(page.locator("#consult-wrong")).to_contain_text("nobody at all")
    page.locator("#target").fill("petr")
    press(page, "Alt+T")
    phase(page, "WaitForResult")
    expect(page.locator(".clock")).to_contain_text("Handed over to petr")
    # A button that has become another one does what it says now, and nothing else.
    expect(page.locator(".toast")).to_have_count(0)


def test_mute_and_keypad(site: Site, jana: UUID) -> None:
    """By keys and by clicks, in a conversation only; what is typed is shown nowhere, and arrives in its order."""
    floor = site.floor
    call = floor.talking(jana, **customer(site))
    page = open_desk(site, jana)
    phase(page, "AgentTalk")
    mute = page.get_by_role("button", name="Mute")
    expect(mute).to_have_attribute("aria-pressed", "false")
    press(page, "Alt+M")
    expect(mute).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".clock")).to_contain_text("nobody hears you")
    assert floor.see(call, "Muted") == 1
    press(page, "Alt+O")
    expect(page.locator("[data-key='Alt+K']")).to_have_count(0)
    press(page, "Alt+O")
    mute.click()
    expect(mute).to_have_attribute("aria-pressed", "false")
    assert floor.see(call, "Muted") == 0

    # Off hold again.
    expect(page.locator("[data-key='Alt+K']")).to_have_count(1)
    press(page, "Alt+K")
    keypad = page.locator("#keypad")
    page.keyboard.type("41*#0", delay=1)
    keypad.get_by_role("button", name="9", exact=True).click()
    page.keyboard.press("Shift+D")
    expect(page.locator("#keys-sent")).to_have_text("7")
    sent = "SELECT string_agg(k.Keys, '' ORDER BY k.PbxCommandId) FROM PbxKeys AS k"
    assert floor.value(sent) == "41*#09D"
    assert "41*#09D" not in page.content()
    site.dba.execute(
        "UPDATE OutboundCall SET TalkState = 'OnHold' WHERE OutboundCallId = %s", [call]
    )
    page.keyboard.press("5")
    expect(page.locator("#keys-wrong")).to_contain_text("on hold")
    floor.pbx(call, "hangup_called")
    phase(page, "WaitForResult")
    expect(keypad).to_be_hidden()
    expect(page.locator("[data-key='Alt+M'], [data-key='Alt+K']")).to_have_count(0)


def test_what_the_exchange_could_not_do(site: Site, jana: UUID) -> None:
    """It is said where the agent looks."""
    call = site.floor.talking(jana, **customer(site))
    page = open_desk(site, jana)
    site.dba.execute(
        "UPDATE OutboundCall SET TalkProblem = 'Not muted: no line' WHERE OutboundCallId = %s", [call]
    )  # fmt: skip
    expect(page.locator("#call [role=alert]")).to_have_text("Not muted: no line")


def test_the_weight(site: Site, jana: UUID) -> None:
    """All that the page loads, as it is transferred."""
    call = site.floor.talking(jana, **customer(site))
    page = site.sign_in(jana)
    loaded: list[Request] = []
    page.on("requestfinished", lambda done: loaded.append(done))
    page.goto(site.url + DESK)
    expect(page.locator("#desk")).to_have_attribute("data-call", str(call))
    weight = sum(one.sizes()["responseBodySize"] for one in loaded if "/live?" not in one.url)
    assert 50_000 < weight <= BUDGET
    assert len(loaded) <= REQUESTS, [one.url for one in loaded]


def test_the_looks(site: Site, project: UUID) -> None:
    """Before the seat, without work, with an offer, in a talk, and after it."""
    floor = site.floor
    jana = site.agent(Login="jana", DisplayName="Jana", status=None)
    window = desk(site)
    page = open_desk(site, jana)
    check_looks(page, "desk-seat")
    floor.do("log_in", jana, window)
    floor.do("set_agent_status", jana, "Ready")
    status(page, "Ready")
    check_looks(page, "desk-ready")
    eva = customer(site)
    earlier = floor.talking(jana, **eva)
    floor.pbx(earlier, "hangup_called")
    details = floor.rows("SELECT CallResultDetailId FROM offered_details(%s)", earlier)
    floor.do("set_call_result", earlier, jana, details[0][0])
    floor.do("set_agent_status", jana, "Ready")
    in_three_hours = datetime.now(UTC) + timedelta(hours=3)
    floor.call(
        Predistributed=1, AgentId=jana, ScheduleTime=in_three_hours, DisplayName="Karel Dlouhý"
    )
    call = floor.offered(jana, **eva)
    phase(page, "AgentOfferFirst")
    check_looks(page, "desk-offer")
    floor.do("dial_call", call, jana)
    floor.pbx(call, "answered")
    phase(page, "AgentTalk")
    check_looks(page, "desk-talk")
    press(page, "Alt+C")
    check_looks(page, "desk-consult")
    page.keyboard.press("Escape")
    press(page, "Alt+M")
    expect(page.locator("[data-key='Alt+M'][aria-pressed=true]")).to_be_visible()
    press(page, "Alt+K")
    check_looks(page, "desk-keypad")
    page.keyboard.press("Escape")
    check_looks(page, "desk-muted")
    press(page, "Alt+C")
    floor.pbx(call, "hangup_called")
    phase(page, "WaitForResult")
    expect(page.locator("#consult")).to_be_hidden()
    check_looks(page, "desk-result")
    press(page, "Alt+L")
    press(page, "Alt+1")
    check_looks(page, "desk-later")
