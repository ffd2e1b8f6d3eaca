"""Real stories, end to end: people in browsers, a runner that runs, and a PBX whose customers do as they are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pgdialer.runner.simulation.floor import Seat
from playwright.sync_api import Page, Route, expect

from tests.conftest import Database
from tests.grids.grids import MANUAL, Grids
from tests.pages import exchange
from tests.pages.conftest import Site
from tests.pages.desk import DESK, desk, open_desk, phase, status
from tests.pages.exchange import number
from tests.pages.looks import press, settle
from tests.pages.test_floor import supervisor


@pytest.fixture
def centre(site: Site, database: Database) -> Site:
    """A site whose lists run and whose telephones work."""
    floor = site.floor = Grids(site.dba, at=None)
    vars(floor)["project_id"] = floor.project(DisplayName="Renewals", PostCallPause=600)
    vars(floor)["list_id"] = floor.outbound_list(
        DisplayName="Autumn", PreviewTime=300, RingTime=60, MaxTrials=5
    )
    exchange.run(database, floor)
    return site


def free(page: Page) -> None:
    """Have an agent be ready again."""
    press(page, "Alt+R")
    status(page, "Ready")
    expect(page.locator("#call")).to_have_count(0)


def take(page: Page) -> None:
    """Have an agent accept an offer, and dial."""
    press(page, "Alt+A")
    phase(page, "AgentPreCall")
    press(page, "Alt+D")


def test_an_agents_first_hour(centre: Site) -> None:
    """CALL-1, DIST-1, RES-1, PCP-1: by keys alone; whatever phase it is in, it is there after a reload."""
    floor = centre.floor
    jana = centre.agent(Login="jana", DisplayName="Jana", status=None)
    floor.add("Seating", AgentId=jana, WorkplaceId=desk(centre))
    desk(centre, DisplayName="Forbidden")
    page = open_desk(centre, jana)

    def is_phase(name: str) -> None:
        phase(page, name)
        page.reload()
        phase(page, name)

    def offered(name: str, ending: str, **columns: Any) -> int:
        call = floor.call(number(ending), DisplayName=name, **columns)
        phase(page, "AgentOfferFirst")
        expect(page.locator("#who")).to_contain_text(name)
        return call

    expect(page.locator("select[name=WorkplaceId] option")).to_have_count(1)
    press(page, "Alt+L")
    status(page, "Pause")
    expect(page.get_by_text("No calls come now")).to_be_visible()
    press(page, "Alt+R")
    status(page, "Ready")
    expect(page.get_by_text("Calls come from: Autumn")).to_be_visible()

    # Eva talks, and says goodbye.
    eva = offered("Eva", "00", ExtendedFields='{"Tariff": "Gold"}')
    is_phase("AgentOfferFirst")
    expect(page.locator(".clock")).to_contain_text("The offer stands for")
    expect(page.locator(".why")).to_contain_text("Autumn · Renewals · attempt 1 of 5")
    expect(page).to_have_title("☎ Eva – My calls – pgdialer")
    press(page, "Alt+A")
    is_phase("AgentPreCall")
    expect(page).to_have_title("My calls – pgdialer")
    expect(page.locator(".facts")).to_contain_text("Gold")
    press(page, "Alt+D")
    is_phase("AgentTalk")
    press(page, "Alt+O")
    expect(page.locator(".clock")).to_contain_text("on hold")
    press(page, "Alt+O")
    expect(page.locator(".clock")).not_to_contain_text("on hold")
    press(page, "Alt+3")
    expect(page.locator("#results")).to_contain_text("Not interested is kept for the end")
    press(page, "Alt+H")
    is_phase("HangupAgent")
    expect(page.locator("#wrap-up")).to_contain_text("ends in")
    press(page, "Alt+1")
    expect(page.locator("#results")).to_contain_text("Done is set")
    assert floor.see(eva, "CallResult") == "Completed"
    free(page)

    # Bert is busy.
    bert = offered("Bert", "01")
    take(page)
    expect(page.locator("#call .badge")).to_have_text("Busy")
    expect(page.locator("#results")).to_contain_text("How it went is known.")
    expect(page.get_by_role("button", name="Hang up")).to_have_count(0)
    assert floor.see(bert, "CallResult") == "Busy"
    free(page)

    # Nina is not at home; nor is Nora, whom Jana lets ring no longer.
    floor.set("OutboundList", floor.list_id, RingTime=1)
    offered("Nina", "02")
    take(page)
    expect(page.locator("#call .badge")).to_have_text("No answer")
    free(page)
    floor.set("OutboundList", floor.list_id, RingTime=60)
    offered("Nora", "02")
    take(page)
    is_phase("AgentDialing")
    expect(page.locator(".clock")).to_contain_text("It rings")
    press(page, "Alt+H")
    expect(page.locator("#call .badge")).to_have_text("No answer")
    free(page)

    # Hugo hangs up.
    offered("Hugo", "05")
    take(page)
    is_phase("WaitForResult")
    expect(page.locator("#wrap-up")).to_contain_text("ends in")
    press(page, "Alt+1")
    is_phase("HangupCalled")
    free(page)
    for name in ("Eva", "Bert", "Nina", "Nora", "Hugo"):
        expect(page.locator("#day .last")).to_contain_text(name)
    expect(page.locator("#day")).to_contain_text("Done 2")
    press(page, "Alt+Q")
    expect(page.get_by_text("Where do you sit?")).to_be_visible()


def test_a_callback_missed_and_taken(centre: Site) -> None:
    """RES-4: arranged at the end of a talk for oneself; it comes back, is missed once, and taken."""
    floor = centre.floor
    jana = centre.agent(Login="jana", workplace=desk(centre))
    page = open_desk(centre, jana)
    call = floor.call(number("00"), DisplayName="Eva", TimeZone="America/New_York")
    phase(page, "AgentOfferFirst")
    take(page)
    phase(page, "AgentTalk")
    press(page, "Alt+H")
    phase(page, "WaitForResult")
    press(page, "Alt+L")
    press(page, "Alt+3")
    expect(page.locator("#mine")).to_contain_text("3:00 PM")  # Prague, six hours ahead
    expect(page.locator("#later [data-zone]")).to_have_text("(America/New_York)")
    page.keyboard.press("Enter")
    expect(page.locator("#later")).to_be_hidden()
    callback = page.locator("#callbacks li")
    expect(callback).to_contain_text("Eva")
    at, personal = floor.see(call, "ScheduleTime", "Predistributed")
    assert (at.astimezone(UTC).strftime("%H:%M"), personal) == ("14:00", 1)

    # The next day has come, and Jana has not.
    floor.set("OutboundCall", call, ScheduleTime=datetime.now(UTC) - timedelta(minutes=5))
    expect(callback.locator(".badge")).to_have_text("overdue")
    callback.get_by_role("button", name="Call now").click()
    expect(callback).to_contain_text("as soon as you are free")
    floor.set("Workplace", floor.desk(jana), MaxOffering=1, Blocking=600)
    free(page)
    expect(page.locator(".note")).to_contain_text("You missed an offer.")
    assert floor.see(call, "CallPhase", "AgentId") == ("AgentOfferMissed", jana)
    floor.set("Workplace", floor.desk(jana), MaxOffering=300, BlockedUntil=None)
    phase(page, "AgentOfferNext")
    expect(page.locator(".why")).to_contain_text("for you alone · attempt 2 of 5")
    expect(page.locator("tbody tr").first).to_contain_text("To continue")
    take(page)
    phase(page, "AgentTalk")
    press(page, "Alt+1")
    press(page, "Alt+H")
    phase(page, "HangupAgent")
    expect(page.locator("#callbacks li")).to_have_count(0)
    assert floor.see(call, "CallResult") == "Completed"


def test_a_manual_release_by_two_agents_at_once(centre: Site) -> None:
    """MAN-2: one gets the call and talks, the other is told; on both pages it is gone."""
    grids = centre.floor
    call, other = (
        grids.manual(DisplayName=name, Number=number("00")) for name in ("Nováková", "Dvořák")
    )
    jana, petr = (centre.agent(Login=name, workplace=desk(centre)) for name in ("jana", "petr"))
    pages = [centre.sign_in(agent) for agent in (jana, petr)]
    for page in pages:
        page.goto(f"{centre.url}/ReactClient/grids/{MANUAL}")
        expect(page.locator("[data-rows] tbody tr")).to_have_count(2)
    # What each has pressed is held until both have.
    held: list[Route] = []
    for page in pages:
        page.route("**/command", lambda route: held.append(route))
        with page.expect_request("**/command"):
            page.locator(f"#row-{call} button").click()
    for page in pages:
        page.wait_for_timeout(10)  # until its route is held, too
    assert len(held) == 2
    for route in held:
        route.continue_()
    for page in pages:
        expect(page.locator("[data-rows] tbody tr")).to_have_count(1)
    # Which of the two was quicker is a matter of chance.
    winner = grids.see(call, "AgentId")
    first, second = pages if winner == jana else reversed(pages)
    expect(second.locator(".toast.bad")).to_contain_text("Somebody else was quicker")
    expect(first.locator(".toast.bad")).to_have_count(0)
    first.goto(centre.url + DESK)
    phase(first, "AgentOfferFirst")
    expect(first.locator("#who")).to_contain_text("Nováková")
    take(first)
    phase(first, "AgentTalk")
    assert grids.see(call, "CallPhase", "AgentId") == ("AgentTalk", winner)
    assert winner in (jana, petr)
    assert grids.see(other) == ("Manual", "Prepared")


def test_a_rule_that_changes_a_language(centre: Site) -> None:
    """COND-4: tried dry it changes nothing; saved, the call comes to whoever speaks the language."""
    floor = centre.floor
    german = floor.language("de")
    petr = centre.agent(Login="petr", workplace=desk(centre), languages={german: 100})
    page = open_desk(centre, petr)
    call = floor.call(number("00"), DisplayName="Eva")
    admin = centre.sign_in(centre.agent("Administrator", Login="anna", status=None))
    admin.goto(centre.url + "/admin/setup/schedulepostcondition/new")
    admin.locator("#DisplayName").fill("To German")
    expect(admin.locator("#SetLanguageId")).to_be_hidden()
    admin.locator("[data-wants]").nth(1).select_option(label="set the language to")
    admin.locator("#SetLanguageId").select_option("de")
    press(admin, "Alt+t")
    expect(admin.locator("#trial")).to_contain_text("One waiting call fits. Nothing was changed.")
    expect(admin.locator("#trial")).to_contain_text("→ de")
    assert floor.see(call, "CallPhase", "LanguageId") == ("Enqueue", floor.language_id)
    press(admin, "Alt+s")
    expect(admin.get_by_text("Saved.", exact=True)).to_be_visible()
    expect(admin.locator("#history")).to_contain_text("To German")
    expect(admin.locator("#history")).to_contain_text("anna")
    phase(page, "AgentOfferFirst")
    expect(page.locator(".why")).to_contain_text("de")
    assert floor.see(call, "AgentId", "LanguageId") == (petr, german)


LONG = 60_000  # milliseconds in which a list is worked off and counted: no measure of anything
READY = "SELECT FROM FreeAgent WHERE IsReady"
FILE = "Telefon;Jméno\n{};Anna\n{};Bert\n{};Cyril\n12;Krátký\n{};Dana\n"


def test_a_list_from_creation_to_completion(
    centre: Site, database: Database, tmp_path: Path
) -> None:
    """LIST-1, LIST-2: made, filled and started in the browser, worked off by agents, and completed."""
    floor = centre.floor
    floor.set("OutboundList", floor.list_id, Activity="Completed")
    floor.rows(
        "UPDATE CallResultDetail SET Deleted = 1 WHERE CallResult <> 'Completed' RETURNING 1"
    )
    page = supervisor(centre, "/admin/lists/")
    expect(page.get_by_text("There is no list that is not completed")).to_be_visible()
    press(page, "Alt+N")
    page.locator("#DisplayName").fill("November")
    page.locator("#ProjectId").select_option("Renewals")
    page.locator("#Country").fill("CZ")
    page.locator("#RingTime").fill("2")
    press(page, "Alt+s")
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()

    file = tmp_path / "november.csv"
    file.write_text(FILE.format(*(number(ending) for ending in ("05", "01", "02", "13"))))
    page.goto(centre.url + "/admin/import/")
    page.get_by_label("Drop a CSV file here").set_input_files(file)
    expect(page.get_by_role("heading", name="Columns")).to_be_visible()
    settle(page)
    page.get_by_role("combobox", name="List", exact=True).select_option(label="November")
    expect(page.locator("table.preview tbody tr")).to_have_count(5)
    page.get_by_role("button", name="Start the import").click()
    expect(page.get_by_role("status").filter(has_text="Complete").first).to_be_visible()
    expect(page.get_by_role("region", name="Rejected rows")).to_contain_text(
        '5The number "12" can\'t be dialled'
    )

    seats = [
        Seat(floor.agent(Login=name, status=None), desk(centre), name) for name in ("jan", "petr")
    ]
    with exchange.shift(database, seats, speed=20):
        exchange.until(lambda: len(floor.rows(READY)) == len(seats), "the agents do not begin")
        page.goto(centre.url + "/admin/lists/")
        row = page.get_by_role("row", name="November")
        expect(row).to_contain_text("0 of 4")
        row.get_by_role("button", name="Start…").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("4 calls could be offered now")
        dialog.get_by_role("button", name="Start", exact=True).click()
        expect(page.get_by_text("November runs.")).to_be_visible()
        row.get_by_role("link", name="November").click()
        expect(page.locator("#figure-finished .figure")).to_have_text("4", timeout=LONG)
        expect(page.locator("#figure-waiting .figure")).to_have_text("0", timeout=LONG)
    expect(page.locator("#tables")).to_contain_text("No answer")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Start…")).to_be_visible()
    page.get_by_role("button", name="Complete").click()
    page.get_by_role("button", name="Complete").last.click()
    expect(page.locator("#figures .badge").first).to_have_text("Completed")
    assert floor.rows(
        "SELECT right(Number, 2), CallResult::text FROM OutboundCall ORDER BY OutboundCallId"
    ) == [("05", "Completed"), ("01", "Busy"), ("02", "NoAnswer"), ("13", "Completed")]


def test_a_cut_connection(centre: Site, database: Database) -> None:
    """It is said; what happened meanwhile is there when it is back: the network, and a service that died."""
    service = exchange.Service(database)
    service.start()
    jana = centre.agent(Login="jana", workplace=desk(centre))
    page = centre.sign_in(jana)
    page.goto(service.url + DESK)
    status(page, "Ready")
    page.context.set_offline(True)
    expect(page.locator("#connection")).to_contain_text("The connection is interrupted")
    call = centre.floor.call(number("00"), DisplayName="Eva")
    page.context.set_offline(False)
    phase(page, "AgentOfferFirst")
    expect(page.locator("#connection")).to_be_empty()
    take(page)
    phase(page, "AgentTalk")
    service.kill()
    expect(page.locator("#connection")).to_contain_text("The connection is interrupted")
    centre.floor.do("hang_up", call, jana)
    service.start()
    phase(page, "WaitForResult")
    expect(page.locator("#connection")).to_be_empty()
    press(page, "Alt+1")
    phase(page, "HangupAgent")
