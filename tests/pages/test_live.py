"""What changes in the database is on the page by itself."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.pages.conftest import Site
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


def test_the_look(site: Site) -> None:
    page = site.sign_in(site.agent(Login="jana", DisplayName="Jana"))
    page.goto(site.url + "/ReactClient/")
    check_looks(page, "desk")
