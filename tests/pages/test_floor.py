"""The floor: who is at work, what an administrator of a new installation sees, and the big screen."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.pages.conftest import WIDE, Site
from tests.pages.looks import check_looks, press


def supervisor(site: Site, path: str = "/admin/", **options: Any) -> Page:
    """Open a page as somebody who runs lists and agents, and sits nowhere."""
    page = site.sign_in(
        site.agent("Supervisor", Login="eva", DisplayName="Eva", status=None), **options
    )
    page.goto(site.url + path)
    return page


def test_the_first_page_of_a_new_installation_says_what_is_missing(site: Site) -> None:
    """SETUP-1: an administrator is led there; each row says whether it is there and where to see to it."""
    admin = site.agent(
        "Administrator", Login="admin", DisplayName="Admin", status=None, skills={}, languages={}
    )
    page = site.sign_in(admin)
    page.goto(site.url + "/")
    expect(page).to_have_url(site.url + "/admin/")
    place = page.get_by_role("row", name="there is a workplace with an extension")
    expect(place).to_contain_text("missing")
    expect(place.get_by_role("link")).to_have_attribute("href", "/admin/setup/workplace/")
    expect(page.get_by_role("row", name="there is an agent")).to_contain_text("in place")
    check_looks(page, "setup")
    # Whoever is no administrator has other things to do, and a complete installation nothing of it.
    agent = site.sign_in(site.agent(Login="jana"))
    agent.goto(site.url + "/")
    expect(agent).to_have_url(site.url + "/ReactClient/")


def test_what_changes_in_the_database_is_on_the_floor(site: Site) -> None:
    """A DBA's UPDATE, an offer, a conversation: each is there by itself; the focus stays where it is."""
    jana = site.agent(Login="jana", DisplayName="Jana", TeamName="Red")
    site.agent(Login="petr", DisplayName="Petr", TeamName="Blue")
    page = supervisor(site)
    row = page.get_by_role("row", name="Jana")
    expect(row).to_contain_text("Ready")
    expect(page.locator("#tile-Ready")).to_contain_text("2")
    page.get_by_role("button", name="Jana").focus()
    call = site.floor.talking(jana)
    expect(row.get_by_role("link", name="Talking")).to_have_attribute(
        "href", f"/ReactClient/Pages/OutCallEditor.html?OutboundCallId={call}"
    )
    expect(row).to_contain_text(site.floor.see(call, "Number"))
    expect(page.locator("#tile-calls")).to_contain_text("Talking 1")
    site.floor.set("Workplace", site.floor.desk(jana), State="OutOfOrder")
    expect(row).to_contain_text("Line out of order")
    # What needs somebody is first.
    site.floor.set("Agent", jana, DisplayName="Zora")
    expect(page.locator("table.agents tbody tr").first).to_contain_text("Zora")
    expect(page.get_by_role("button", name="Zora")).to_be_focused()


def test_filters_and_their_address(site: Site) -> None:
    for name, team in (("Jana", "Red"), ("Petr", "Blue")):
        site.agent(DisplayName=name, TeamName=team)
    page = supervisor(site)
    press(page, "/")
    page.keyboard.type("pet")
    expect(page.get_by_role("row", name="Jana")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"\?name=pet$"))
    page.get_by_role("combobox", name="Team", exact=True).select_option("Red")
    expect(page.get_by_text("Nobody fits.")).to_be_visible()
    page.get_by_role("link", name="Show all").click()
    expect(page.get_by_role("row", name="Jana")).to_be_visible()
    page.get_by_label("Also who is logged off").check()
    expect(page.get_by_role("row", name="Eva")).to_be_visible()


def test_a_status_is_forced(site: Site) -> None:
    """One is asked first; who is in a call cannot be logged off, and the page says why."""
    jana = site.agent(Login="jana", DisplayName="Jana")
    page = supervisor(site)
    page.get_by_role("button", name="Jana").click()
    page.get_by_role("dialog").get_by_role("button", name="Pause").click()
    expect(page.get_by_text("Set Jana from Ready to Pause?")).to_be_visible()
    page.get_by_role("button", name="Pause").last.click()
    expect(page.get_by_role("row", name="Jana")).to_contain_text("Pause")
    expect(page.get_by_role("dialog")).to_have_count(0)
    site.floor.do("set_agent_status", jana, "Ready")
    call = site.floor.talking(jana)
    expect(page.get_by_role("row", name="Jana")).to_contain_text("Talking")
    page.get_by_role("button", name="Jana").click()
    page.get_by_role("button", name="Log off").click()
    page.get_by_role("button", name="Log off").last.click()
    expect(page.get_by_text("The agent cannot log off during call")).to_be_visible()
    page.get_by_role("button", name="Hang up").click()
    page.get_by_role("button", name="Hang up").last.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert site.floor.rows(
        "SELECT FROM PbxCommand WHERE OutboundCallId = %s AND Command = 'hangup'", call
    )


def busy_floor(site: Site) -> None:
    """Some who are ready, talk, pause, write, and have trouble."""
    floor = site.floor
    wrap = floor.status("Writing", "PostCall", Color="#8b5cf6")
    for place in range(14):
        agent = floor.agent(
            DisplayName=f"{['Jana', 'Petr', 'Eva', 'Karel', 'Alena', 'Tomáš', 'Lucie'][place % 7]} {['Nováková', 'Dvořák'][place % 2]}",
            TeamName=("Red", "Blue")[place % 2], status="Pause" if place % 5 == 4 else "Ready",
        )  # fmt: skip
        if place % 5 == 0:
            floor.talking(agent)
        elif place % 5 == 1:
            floor.offered(agent)
        elif place % 5 == 2:
            floor.set("Agent", agent, AgentStatusId=wrap)
        if place == 9:
            floor.set("Workplace", floor.desk(agent), State="OutOfOrder")
    floor.calls(30)
    floor.add("InboundCall", Number="724 777 001", ProjectId=floor.project_id, Outcome="Waiting")
    floor.add(
        "ListTally", OutboundListId=floor.list_id, FromTime=floor.value("SELECT clock()"),
        Attempts=48, Answered=17, Finished=12,
    )  # fmt: skip
    while floor.value("SELECT take_census()") == 0:
        pass


def test_the_looks(site: Site) -> None:
    busy_floor(site)
    page = supervisor(site)
    expect(page.locator("table.agents tbody tr")).to_have_count(14)
    check_looks(page, "floor")
    page.get_by_role("button", name="Jana Nováková").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    check_looks(page, "floor-agent", "dialog[open]")


def test_the_wallboard(site: Site) -> None:
    """Few huge figures on one screen: nothing to scroll, no navigation; lists are chosen by the address."""
    busy_floor(site)
    other = site.floor.outbound_list(ProjectId=site.floor.project(DisplayName="Other"))
    page = supervisor(site, "/admin/wallboard")
    expect(page.locator("#wall-ready b")).to_have_text("9")
    expect(page.locator("#wall-answered b")).to_have_text("17")
    expect(page.get_by_role("navigation")).to_have_count(0)
    check_looks(page, "wallboard")
    for size in (WIDE, {"width": 1920, "height": 1080}, {"width": 390, "height": 844}):
        page.set_viewport_size(size)
        assert page.evaluate(
            "[document.documentElement, document.body, ...document.querySelectorAll('#wall a')]"
            ".every((e) => e.scrollHeight <= e.clientHeight + 1 && e.scrollWidth <= e.clientWidth + 1)"
        ), f"something is cut off at {size}"
    height = page.locator("#wall-ready b").evaluate("(e) => e.getBoundingClientRect().height")
    assert height >= 60, "a figure is too small to be read from afar"
    talks = int(page.locator("#wall-talking b").inner_text())
    site.floor.talking()
    expect(page.locator("#wall-talking b")).to_have_text(str(talks + 1))
    page.goto(f"{site.url}/admin/wallboard?list={other}")
    expect(page.locator("#wall-ready b")).to_have_text("0")
    expect(page.get_by_role("heading")).to_contain_text("List")
