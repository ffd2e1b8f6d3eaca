"""The set-up in a browser: what administrators do first, and what must not go wrong."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import Site
from tests.pages.looks import check_looks, press

HOME = "/admin/setup/"


@pytest.fixture
def admin(site: Site) -> Page:
    return site.sign_in(site.agent("Administrator", Login="anna", DisplayName="Anna"))


def open_(page: Page, site: Site, path: str) -> None:
    page.goto(site.url + HOME + path)


def save(page: Page) -> None:
    press(page, "Alt+s")
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()


def key_of(page: Page) -> str:
    return page.url.rpartition("/")[2].partition("?")[0]


def new(page: Page, site: Site, kind: str, **texts: str) -> str:
    """Make one from its list, by keys, and return its key."""
    open_(page, site, f"{kind}/")
    press(page, "Alt+n")
    for name, text in texts.items():
        page.locator(f"#{name}").fill(text)
    save(page)
    return key_of(page)


def look(site: Site, table: str, key: str | UUID, column: str) -> Any:
    return site.floor.look(table, key, column)


def test_an_agent_who_is_set_up_logs_in(admin: Page, site: Site) -> None:
    """SETUP-1: project, list, workplace, agent with skill, seat and password; then that agent is let in."""
    project = new(admin, site, "project", DisplayName="Renewals")
    open_(admin, site, "outboundlist/new")
    admin.locator("#DisplayName").fill("November")
    admin.locator("#ProjectId").select_option("Renewals")
    retries = admin.get_by_role("region", name="Retry rules")
    retries.get_by_role("button", name="Add a line").click()
    admin.get_by_label("After 1", exact=True).select_option("NoAnswer")
    admin.get_by_label("Wait 3", exact=True).fill("600")
    save(admin)
    outbound_list = key_of(admin)
    desk = new(admin, site, "workplace", DisplayName="Desk 1", Number="101")
    open_(admin, site, "agent/new")
    admin.locator("#DisplayName").fill("Jana")
    admin.locator("#Login").fill("jana")
    skills = admin.get_by_role("region", name="Skills")
    skills.get_by_role("button", name="Add a line").click()
    skills.get_by_label("Project 1").select_option("Renewals")
    skills.get_by_label("Knowledge 2").fill("80")
    seats = admin.get_by_role("region", name="Workplaces")
    seats.get_by_role("button", name="Add a line").click()
    seats.get_by_label("Workplace 1").select_option("Desk 1")
    save(admin)
    agent = key_of(admin)
    assert site.floor.rows(
        "SELECT CallResult::text, Delay FROM RetryRule WHERE OutboundListId = %s", outbound_list
    ) == [("NoAnswer", 600)]
    assert site.floor.rows(
        "SELECT ProjectId::text, PbxOutKnowledge, PbxOutEnabled FROM Skill WHERE AgentId = %s",
        agent,
    ) == [(project, 80, 1)]
    assert site.floor.rows("SELECT WorkplaceId::text FROM Seating WHERE AgentId = %s", agent) == [
        (desk,)
    ]
    admin.get_by_label("New password").fill("correct horse")
    admin.get_by_label("Once more").fill("correct horse")
    admin.get_by_role("button", name="Set the password").click()
    expect(admin.locator("#access")).to_contain_text("Password set")
    visitor = admin.context.browser.new_page()  # type: ignore[union-attr]
    visitor.goto(site.url + "/login")
    visitor.locator("[name=login]").fill("jana")
    visitor.locator("[name=password]").fill("correct horse")
    visitor.keyboard.press("Enter")
    expect(visitor.locator("details.who summary")).to_have_text("Jana")
    visitor.close()


def test_a_capacity_with_a_channel_of_its_own(admin: Page, site: Site) -> None:
    open_(admin, site, "busycondition/new")
    admin.locator("#DisplayName").fill("Mixed")
    admin.get_by_label("Chat, with Call in hand, percent").fill("50")
    admin.get_by_label("Another channel").fill("SMS")
    admin.get_by_role("button", name="Add", exact=True).click()
    admin.get_by_label("SMS, with Call in hand, percent").fill("30")
    save(admin)
    assert site.floor.rows("SELECT OfferedChannel, HandledChannel, Percent FROM BusyConditionRule ORDER BY 1") == [
        ("Chat", "Call", 50), ("SMS", "Call", 30),
    ]  # fmt: skip
    check_looks(admin, "setup-capacity")


def test_hours_of_a_week(admin: Page, site: Site) -> None:
    """The week is drawn as it is typed in, and saved as it is drawn."""
    open_(admin, site, "calendar/new")
    admin.locator("#DisplayName").fill("Office")
    hours = admin.get_by_role("region", name="Opening hours")
    for day, start, end in (
        ("Monday", "8:00", "12:00"),
        ("Monday", "13:00", "24:00"),
        ("Friday", "08:30", "14:00"),
    ):
        hours.get_by_role("button", name="Add a line").click()
        line = hours.locator("tbody tr").last
        line.locator("select").select_option(day)
        line.locator("input.short").first.fill(start)
        line.locator("input.short").last.fill(end)
    expect(hours.locator("svg rect.open")).to_have_count(3)
    save(admin)
    assert site.floor.rows("SELECT Weekday, TimeFrom::text, TimeTo::text FROM CalendarHours ORDER BY 1, 2") == [
        (1, "08:00:00", "12:00:00"), (1, "13:00:00", "24:00:00"), (5, "08:30:00", "14:00:00"),
    ]  # fmt: skip
    check_looks(admin, "setup-calendar")


def test_what_is_not_saved_is_guarded(admin: Page, site: Site) -> None:
    """Who leaves is asked; who stays has everything still."""
    open_(admin, site, f"project/{site.floor.project_id}")
    admin.locator("#DisplayName").fill("Not yet")
    asked: list[str] = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    admin.once("dialog", stay)
    admin.get_by_role("link", name="Set-up", exact=True).last.click(no_wait_after=True)
    expect(admin.locator("#DisplayName")).to_have_value("Not yet")
    admin.wait_for_timeout(200)
    assert asked == ["beforeunload"]
    save(admin)
    assert look(site, "Project", site.floor.project_id, "DisplayName") == "Not yet"


def test_two_administrators(admin: Page, site: Site) -> None:
    """The second is told what the first has done."""
    path = f"callresultdetail/{'de7a0000-0000-4000-8000-000000000005'}"
    other = site.sign_in(site.agent("Administrator", Login="boris", DisplayName="Boris"))
    open_(admin, site, path)
    open_(other, site, path)
    other.locator("#DisplayName").fill("No such number")
    other.get_by_label("Visitor").check()
    save(other)
    admin.locator("#DisplayName").fill("Bad number")
    press(admin, "Alt+s")
    expect(admin.locator("#problem")).to_contain_text("Somebody else has changed it")
    expect(admin.locator("#history")).to_contain_text("boris")
    expect(admin.get_by_role("region", name="What stands there now")).to_contain_text(
        "No such number"
    )
    assert look(site, "CallResultDetail", path.rpartition("/")[2], "Channels") == 512 + 1024


def test_the_looks(admin: Page, site: Site) -> None:
    """A few of each, looked at in both widths and both schemes."""
    floor = site.floor
    floor.add("RetryRule", OutboundListId=floor.list_id, CallResult="Busy", Delay=300)
    floor.add(
        "RetryRule",
        OutboundListId=floor.list_id,
        CallResult="NoAnswer",
        Delay=3600,
        Action="NextNumber",
    )
    site.dba.execute("UPDATE Project SET CallerId = '+420123456789'")
    for name, path in (
        ("overview", ""), ("details", "callresultdetail/"), ("list", f"outboundlist/{floor.list_id}"),
        ("role", "role/401e0000-0000-4000-8000-000000000002"), ("changes", "changes/"),
        ("agent", f"agent/{floor.agent(Login='jana', DisplayName='Jana')}"),
    ):  # fmt: skip
        open_(admin, site, path)
        check_looks(admin, f"setup-{name}")
    open_(admin, site, "callresultdetail/")
    press(admin, "/")
    admin.keyboard.type("wrong")
    admin.keyboard.press("Enter")
    expect(admin.locator("tbody tr")).to_have_count(1)
