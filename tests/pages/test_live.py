"""What changes in the database is on the page by itself."""

from __future__ import annotations

import pytest
from pgdialer.web import live
from playwright.sync_api import APIResponse, Route, expect

from tests.pages.conftest import PATIENCE, Site
from tests.pages.looks import check_looks


def test_a_plain_update_is_on_the_page(site: Site) -> None:
    agent = site.agent(Login="jana", DisplayName="Jana")
    page = site.sign_in(agent)
    page.goto(site.url + "/ReactClient/")
    status = page.locator("#status .state strong")
    expect(status).to_have_text("Ready")
    site.dba.execute(
        "UPDATE Agent SET AgentStatusId = (SELECT AgentStatusId FROM AgentStatus WHERE DisplayName = 'Pause')"
        " WHERE AgentId = %s",
        [agent],
    )
    expect(status).to_have_text("Pause")


def test_what_changes_while_an_answer_is_on_its_way(site: Site) -> None:
    """The first answer is old when it comes; what is true then is on the page all the same."""
    agent = site.agent(Login="jana", DisplayName="Jana")
    page = site.sign_in(agent)
    held: list[tuple[Route, APIResponse]] = []

    def hold_the_first(route: Route) -> None:
        answer = route.fetch()
        if held:
            route.fulfill(response=answer)
        else:
            held.append((route, answer))

    page.route("**/desk/now", hold_the_first)
    page.goto(site.url + "/ReactClient/")
    for _ in range(PATIENCE // 50):
        if not held:
            page.wait_for_timeout(50)
    site.floor.do("set_agent_status", agent, "Pause")
    page.wait_for_timeout(1000)  # so that the page has heard of it
    ((route, answer),) = held
    route.fulfill(response=answer)
    expect(page.locator("#status .state strong")).to_have_text("Pause")


@pytest.mark.parametrize("shown_by", [1, 2])
def test_what_is_changed_back_at_once(
    site: Site, monkeypatch: pytest.MonkeyPatch, shown_by: int
) -> None:
    """Shown between two looks of the service, which sees no change: it does not stay on the page.

    Neither if it is shown by the answer to the last question, with which the page makes sure.
    """
    agent = site.agent(Login="jana", DisplayName="Jana")
    page = site.sign_in(agent)
    desk = site.floor.desk(agent)
    asked = 0

    def change_and_change_back(route: Route) -> None:
        nonlocal asked
        asked += 1
        if asked == shown_by:
            monkeypatch.setattr(live, "PAUSE", 3.0)
            page.wait_for_timeout(500)  # the look that is under way is over
            site.floor.set("Workplace", desk, State="OutOfOrder")
        answer = route.fetch()
        if asked == shown_by:
            site.floor.set("Workplace", desk, State="Free")
        route.fulfill(response=answer)

    page.route("**/desk/now", change_and_change_back)
    page.goto(site.url + "/ReactClient/")
    out_of_order = page.get_by_text("Your telephone is out of order")
    expect(out_of_order).to_be_visible()
    expect(out_of_order).to_have_count(0)


def test_the_look(site: Site) -> None:
    page = site.sign_in(site.agent(Login="jana", DisplayName="Jana"))
    page.goto(site.url + "/ReactClient/")
    check_looks(page, "desk")
