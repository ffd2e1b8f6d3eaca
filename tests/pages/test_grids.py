"""Grids and tiles: what they show, and what their cells do."""

from __future__ import annotations

import csv
import io
from uuid import UUID

from playwright.sync_api import Page, expect

from tests.grids.grids import MANUAL, Grids
from tests.pages.conftest import Site
from tests.pages.looks import check_looks, press

HOME = "/ReactClient/grids/"
SORTED = "SELECT k, 'Customer ' || k AS Name, k % 3 AS Rest FROM generate_series(1, 120) AS k"


def grids_of(site: Site) -> Grids:
    site.floor = Grids(site.dba, at=None)
    return site.floor


def names(page: Page) -> list[str]:
    return page.locator("[data-rows] tbody tr td:first-child").all_inner_texts()


def test_by_the_keyboard(site: Site) -> None:
    """From row to row, and what one is at stays when others take rows away."""
    grids = grids_of(site)
    calls = [grids.manual(DisplayName=name) for name in ("Anna", "Berta", "Cecil", "David")]
    page = site.sign_in(site.agent("Supervisor", Login="jana"))
    page.goto(f"{site.url}{HOME}{MANUAL}")
    press(page, "j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press(" ")
    expect(page.locator(f"#row-{calls[1]}")).to_have_attribute("aria-selected", "true")
    press(page, "j")
    page.keyboard.press("Shift+ ")
    page.keyboard.press("k")
    # Somebody releases the first one.
    grids.do("enqueue_call", calls[0])
    expect(page.locator("[data-rows] tbody tr")).to_have_count(3)
    expect(page.locator(f"#row-{calls[1]}")).to_be_focused()
    expect(page.locator('[aria-selected="true"]')).to_have_count(2)
    # And the one that one is at.
    grids.do("enqueue_call", calls[1])
    expect(page.locator("[data-rows] tbody tr")).to_have_count(2)
    expect(page.locator(f"#row-{calls[2]}")).to_be_focused()
    expect(page.locator('[aria-selected="true"]')).to_have_count(1)
    press(page, "Alt+1")
    expect(page.locator(f"#row-{calls[2]}")).to_have_count(0)
    assert grids.see(calls[2]) == ("Enqueue", "Scheduled")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/OutCallEditor.html?OutboundCallId={calls[3]}")


def test_selected_calls_are_released(site: Site) -> None:
    """MAN-2: each has its outcome, and one that somebody else has taken keeps none of the others."""
    grids = grids_of(site)
    calls = [grids.manual() for _ in range(3)]
    page = site.sign_in(site.agent("Supervisor", Login="jana"))
    page.goto(f"{site.url}{HOME}{MANUAL}")
    page.locator("[data-tick]").first.click()
    page.locator("[data-tick]").last.click(modifiers=["Shift"])
    button = page.get_by_role("button", name="Schedule outbound calls")
    expect(button).to_contain_text("(3)")
    # The page does not hear that it is gone: what is pressed meanwhile is what it shows.
    page.route("**/rows*", lambda route: route.abort())
    grids.do("enqueue_call", calls[1])
    press(page, "Alt+S")
    dialog = page.locator("#outcome")
    expect(dialog.locator("tbody tr")).to_have_count(3)
    expect(dialog.get_by_text("Somebody")).to_have_count(0)
    expect(dialog.locator(".warn")).to_have_text(
        f"Nothing was changed: call {calls[1]} is in phase Enqueue (Scheduled) now."
    )
    assert {grids.see(call) for call in calls} == {("Enqueue", "Scheduled")}


def test_choices_and_switches(site: Site) -> None:
    """GRID-1: a Select and a Toggle run their command; who says no to a question has changed nothing."""
    grids = grids_of(site)
    grid = grids.grid(
        "SELECT c.OutboundCallId, c.Priority, (c.Skill > 0)::integer AS Hard FROM OutboundCall AS c"
    )
    grids.column(
        grid, "Priority", "UPDATE OutboundCall SET Priority = @Value WHERE OutboundCallId = @Id",
        Model="Select", Choices='[{"Value": 0, "Label": "normal"}, {"Value": 9, "Label": "high"}]',
    )  # fmt: skip
    grids.column(
        grid, "Hard", "UPDATE OutboundCall SET Skill = 50 * @Value::integer WHERE OutboundCallId = @Id",
        Model="Toggle", Confirm="Is it hard?",
    )  # fmt: skip
    call = grids.call(PreferredAgentId=(agent := site.agent(Login="jana")))
    page = site.sign_in(agent)
    page.goto(f"{site.url}{HOME}{grid}")
    page.get_by_role("combobox", name="Priority").select_option("9")
    expect(page.locator("[data-rows] option:checked")).to_have_text("high")
    switch = page.get_by_role("switch")
    switch.click()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    expect(switch).not_to_be_checked()
    assert grids.see(call, "Priority", "Skill") == (9, 0)
    switch.click()
    with page.expect_response("**/command"):
        page.get_by_role("dialog").get_by_role("button").first.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(switch).to_be_checked()
    grids.set("OutboundCall", call, Skill=0, CallResult="Paused")
    expect(switch).not_to_be_checked()
    assert grids.see(call, "Skill") == 0


def test_pages_forth_and_back(site: Site) -> None:
    """GRID-1: page after page is the whole, in any order, and so is the file; the filter holds for all of them."""
    grids = grids_of(site)
    grid = grids.grid(SORTED, "k")
    grids.column(grid, "Name", Model="Text", Rank=1)
    grids.column(grid, "Rest", Model="Integer", Rank=2)
    page = site.sign_in(site.agent(Login="jana"))
    page.goto(f"{site.url}{HOME}{grid}")
    page.get_by_role("link", name="Rest").click()
    page.get_by_role("link", name="Rest").click()
    seen = [names(page)]
    while page.locator('[rel="next"]').count():
        press(page, "Alt+N")
        expect(page.locator("tbody tr td").first).not_to_have_text(seen[-1][0])
        seen.append(names(page))
    order = sorted(range(1, 121), key=lambda k: (-(k % 3), -k))
    assert [name for shown in seen for name in shown] == [f"Customer {k}" for k in order]
    for before in seen[-2::-1]:
        press(page, "Alt+P")
        expect(page.locator("tbody tr td").first).to_have_text(before[0])
        assert names(page) == before
    expect(page.locator('[rel="prev"]')).to_have_count(0)
    press(page, "Alt+F")
    page.get_by_label("Name").fill("customer 1*")
    page.get_by_label("Rest from").fill("1")
    page.get_by_role("button", name="Apply").click()
    expected = [f"Customer {k}" for k in order if str(k)[0] == "1" and k % 3 > 0]
    expect(page.locator("[data-rows] tbody tr")).to_have_count(len(expected))
    assert names(page) == expected
    with page.expect_download() as waiting:
        press(page, "Alt+V")
    text = waiting.value.path().read_text("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[:2] == [["Name", "Rest"], [expected[0], "2"]]
    assert len(text.splitlines()) == len(expected) + 1


def test_the_dashboard(site: Site) -> None:
    """GRID-1: tiles show their figure as it changes, run their command or open their page."""
    grids = grids_of(site)
    tile = grids.tile(
        DisplayName="To be released", Color="#8e24aa", Image="flag",
        Query="SELECT count(*) FROM OutboundCall WHERE CallPhase = 'Manual'",
        Command="UPDATE OutboundCall SET CallPhase = 'Enqueue' WHERE CallPhase = 'Manual'",
    )  # fmt: skip
    grids.tile(DisplayName="Broken", Query="SELECT 1 / (SELECT count(*) FROM Tile WHERE FALSE)")
    page = site.sign_in(site.agent("Supervisor", Login="jana", DisplayName="Jana"))
    page.goto(site.url + HOME)
    figure = page.locator(f"#tile-{tile} .figure")
    expect(figure).to_have_text("0")
    call = grids.manual()
    expect(figure).to_have_text("1")
    expect(page.get_by_text("division by zero")).to_be_visible()
    check_looks(page, "grids-home")
    page.locator(f"#tile-{tile}").click()
    expect(figure).to_have_text("0")
    assert grids.see(call) == ("Enqueue", "Scheduled")
    page.get_by_role("link", name="Visitor").click()
    page.wait_for_url("**/ReactClient/Pages/OutCallEditor.html?OutboundCallId=*")


def look_of_a_grid(grids: Grids) -> UUID:
    grid = grids.grid(
        "SELECT c.OutboundCallId, c.Number, c.DisplayName AS Name, c.Priority, c.CreatedTime AS At,"
        " (c.Skill > 0)::integer AS Hard FROM OutboundCall AS c",
        BulkSchedule=1, DisplayName="All calls", Description="Whatever there is.",
    )  # fmt: skip
    for rank, (name, model) in enumerate(
        [("Number", "Text"), ("Name", "Text"), ("Priority", "Integer"), ("At", "Date")]
    ):
        grids.column(grid, name, Model=model, Rank=rank, Width=12)
    raise_ = "UPDATE OutboundCall SET Priority = Priority + 1 WHERE OutboundCallId = @Id"
    hard = "UPDATE OutboundCall SET Skill = 50 * @Value::integer WHERE OutboundCallId = @Id"
    grids.column(grid, "Hard", hard, Model="Toggle", Rank=5)
    grids.column(grid, "Raise", raise_, Image="star", Rank=6)
    grids.column(grid, "Other", raise_, Image="no such icon", Rank=7)
    return grid


def test_the_look(site: Site) -> None:
    grids = grids_of(site)
    grid = look_of_a_grid(grids)
    for place in range(60):
        grids.call(DisplayName=f"Customer {place}", Priority=place % 7)
    page = site.sign_in(site.agent("Supervisor", Login="jana", DisplayName="Jana"))
    page.goto(f"{site.url}{HOME}{grid}?f.Priority.from=1&order=Priority&down=1")
    page.locator("[data-tick]").nth(1).click()
    check_looks(page, "grid")
    page.goto(f"{site.url}{HOME}{grid}?f.Name=nobody")
    expect(page.locator(".empty")).to_contain_text("Nothing fits the filter.")
