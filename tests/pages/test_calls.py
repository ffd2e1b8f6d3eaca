"""The search of calls, and what is done with many of them."""

from __future__ import annotations

import csv
import io

from playwright.sync_api import expect

from tests.pages.conftest import NARROW, WIDE, Site
from tests.pages.looks import check_looks, press

HOME = "/admin/calls/"


def test_search_and_bulk(site: Site) -> None:
    """What is found is all that fits; what is to be done is shown first, and then done, call by call."""
    floor = site.floor
    first, second = (
        floor.outbound_list(DisplayName="First"),
        floor.outbound_list(DisplayName="Second"),
    )
    calls = floor.calls(55, OutboundListId=first, DisplayName="Customer")
    paused = floor.call(OutboundListId=first, CallResult="Paused")
    floor.call(OutboundListId=second, DisplayName="Somebody else")
    floor.do("cancel_call", calls[0])
    page = site.sign_in(site.agent("Supervisor", Login="eva", DisplayName="Eva"))
    page.goto(f"{site.url}{HOME}?list={first}")
    rows = page.locator("[data-rows] tbody tr")
    expect(rows).to_have_count(50)
    expect(page.locator("#count")).to_have_text("56 calls")
    press(page, "Alt+N")
    expect(rows).to_have_count(6)
    press(page, "Alt+P")
    expect(rows).to_have_count(50)
    check_looks(page, "calls")
    with page.expect_download() as waiting:
        press(page, "Alt+V")
    lines = list(csv.DictReader(io.StringIO(waiting.value.path().read_text("utf-8-sig"))))
    assert [int(line["OutboundCallId"]) for line in lines] == [*calls, paused]

    # All that the search finds.
    press(page, "Alt+B")
    page.get_by_label("all that the search finds").check()
    page.get_by_label("What", exact=True).select_option("pause")
    page.get_by_role("button", name="Preview").click()
    preview = page.locator("#preview")
    expect(preview.locator(".figure")).to_have_text("54")
    expect(preview.locator("tbody tr")).to_have_count(2)
    expect(preview).to_contain_text("It is over.")
    check_looks(page, "calls-preview")
    assert floor.value("SELECT count(*) FROM OutboundCall WHERE CallResult = 'Paused'") == 1
    page.locator("#do-it").click()
    expect(page.locator("#progress")).to_contain_text("Done.")
    assert floor.value("SELECT count(*) FROM OutboundCall WHERE CallResult = 'Paused'") == 55
    said = "SELECT count(*) FROM CallEvent WHERE EventType = 'paused' AND Actor LIKE 'agent%'"
    assert floor.value(said) == 54
    page.keyboard.press("Escape")

    # Those selected.
    page.locator("[data-tick]").nth(1).click()
    page.locator("[data-tick]").nth(3).click(modifiers=["Shift"])
    press(page, "Alt+B")
    page.get_by_label("those selected").check()
    page.get_by_label("What", exact=True).select_option("move")
    page.get_by_label("To the list").select_option("Second")
    page.get_by_role("button", name="Preview").click()
    page.locator("#do-it").click()
    expect(page.locator("#progress")).to_contain_text("Done.")
    moved = floor.value("SELECT count(*) FROM OutboundCall WHERE OutboundListId = %s", second)
    assert moved == 4


def test_nothing_found(site: Site) -> None:
    page = site.sign_in(site.agent("Supervisor", Login="eva"))
    page.goto(f"{site.url}{HOME}?number=724999")
    expect(page.locator(".empty")).to_contain_text("No call fits.")
    page.goto(f"{site.url}{HOME}?list=nonsense")
    expect(page.locator("main")).to_contain_text("is no id")


def test_on_a_narrow_screen_the_search_is_folded(site: Site) -> None:
    """It says what is set, opens when it is wanted, and is open where there is room."""
    first = site.floor.outbound_list(DisplayName="Renewals")
    page = site.sign_in(site.agent("Supervisor", Login="eva"), viewport=NARROW)
    page.goto(f"{site.url}{HOME}?list={first}&result=Paused&number=724")
    said, number = page.locator("details.filter > summary"), page.get_by_label("Number")
    expect(number).to_be_hidden()
    for text in ("Renewals", "Paused", "724"):
        expect(said).to_contain_text(text)
    said.click()
    expect(number).to_have_value("724")
    said.click()
    page.set_viewport_size(WIDE)
    expect(number).to_be_visible()
    expect(said).to_be_hidden()
