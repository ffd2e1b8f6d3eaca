"""Dialling ahead on the pages: a call that is there at once, and what a supervisor sees of the pacing."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from playwright.sync_api import expect

from tests.ahead.test_answers import extension
from tests.pages.conftest import Site
from tests.pages.desk import desk, open_desk, phase
from tests.pages.looks import check_looks
from tests.pages.test_floor import supervisor


@pytest.fixture
def ahead(site: Site) -> UUID:
    """A running list that dials ahead of agents."""
    made: UUID = site.floor.outbound_list(
        DisplayName="Autumn", DialingMode="Power", LinesPerAgent=2
    )
    vars(site.floor)["list_id"] = made
    return made


def test_a_call_is_there_at_once(site: Site, ahead: UUID) -> None:
    """PRED-3: no offer, a tone, the card with who it is; then the conversation."""
    floor = site.floor
    jana = site.agent(Login="jana", DisplayName="Jana", workplace=desk(site))
    page = open_desk(site, jana)
    first, second = floor.calls(2, DisplayName="Marie Novotná")
    assert floor.cycle().dialled == 2
    floor.pbx(first, "answered")
    phase(page, "AgentRing")
    expect(page.locator("#who")).to_contain_text("Marie Novotná")
    expect(page.locator("#desk")).to_have_attribute("data-arrived", re.compile(r"\d"))
    expect(page.locator("#call")).to_contain_text("attempt 1")
    floor.pbx(first, "agent_answered", extension(floor, jana))
    phase(page, "AgentTalk")
    floor.pbx(second, "answered")
    assert floor.see(second, "CallPhase") == "Answered"
    expect(page.locator("#who")).to_contain_text("Marie Novotná")


def test_the_pacing_of_a_list(site: Site, ahead: UUID) -> None:
    """PRED-1, PRED-2, LIST-5: rates against their limit, why so many, and the mode to be changed."""
    floor = site.floor
    for name in ("jana", "petr"):
        site.agent(Login=name, workplace=desk(site))
    calls = floor.calls(9)
    assert floor.cycle().dialled == 4
    for call in calls[:3]:
        floor.pbx(call, "answered")
    floor.cycle()
    page = supervisor(site, f"/admin/lists/{ahead}")
    pacing = page.locator("#pace")
    expect(pacing).to_contain_text("2 busy here")
    expect(pacing).to_contain_text("1 calls ring, 1 answered and waiting")
    expect(pacing.get_by_role("table").last).to_contain_text("4")
    check_looks(page, "list-pace")
    pacing.get_by_role("button", name="Predictive").click()
    page.get_by_role("dialog").get_by_role("button").first.click()
    expect(pacing.locator("strong", has_text="Predictive")).to_be_visible()
    assert floor.look("OutboundList", ahead, "DialingMode") == "Predictive"
