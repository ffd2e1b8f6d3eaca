"""Lists: one from its creation to its completion, and what is seen of it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from playwright.sync_api import expect

from tests.pages.conftest import Site
from tests.pages.looks import check_looks
from tests.pages.test_floor import supervisor


def count(site: Site) -> None:
    """Count as a runner does, without waiting until it is time to."""
    floor = site.floor
    floor.rows("UPDATE ListCensus SET CountedTime = CountedTime - interval '1 day' RETURNING 1")
    while floor.value("SELECT take_census()") == 0:
        pass
    while floor.value("SELECT tally_calls()") == 0:
        pass
    floor.rows("SELECT tally_calls()")


def history(site: Site, outbound_list: UUID) -> None:
    """Two weeks of dialling, with a best hour."""
    floor = site.floor
    now = floor.value("SELECT date_trunc('hour', clock())")
    for day in range(14):
        for hour in range(8, 18):
            at = now - timedelta(days=day, hours=now.hour) + timedelta(hours=hour)
            if at.weekday() > 4 or at > now:
                continue
            attempts = 10 + 3 * (hour % 4) + day // 3
            for minutes in (0, 20, 40):
                floor.add(
                    "ListTally", OutboundListId=outbound_list, Attempts=attempts,
                    FromTime=at + timedelta(minutes=minutes),
                    Answered=attempts * (hour - 4) // 30, Finished=attempts // 2,
                )  # fmt: skip
    for minutes in range(0, 60, 5):
        floor.rows(
            "INSERT INTO ListTally VALUES (%s, date_bin('5 minutes', clock(), 'epoch') - %s * interval '1 minute', 9, 4, 3)"
            " ON CONFLICT DO NOTHING RETURNING 1",
            outbound_list, minutes,
        )  # fmt: skip


def test_the_looks(site: Site) -> None:
    floor = site.floor
    for place, activity in enumerate(("Running", "Running", "Paused", "Prepared", "Prepared")):
        made = floor.outbound_list(DisplayName=f"Renewals {place + 1}", Activity=activity)
        floor.calls(20 * (4 - place) or 1, OutboundListId=made)
        floor.rows(
            "SELECT neglect_call(OutboundCallId) FROM OutboundCall WHERE OutboundListId = %s"
            " ORDER BY OutboundCallId LIMIT %s", made, 12 * (3 - place) if place < 3 else 0,
        )  # fmt: skip
        if place == 0:
            first = made
    floor.batch(first)
    history(site, first)
    count(site)
    page = supervisor(site, "/admin/lists/")
    expect(page.get_by_role("row", name="Renewals 1")).to_contain_text("36 of 80, 45 %")
    check_looks(page, "lists")
    page.get_by_role("button", name="Start…").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("could be offered")
    check_looks(page, "lists-start", "dialog[open]")
    page.goto(f"{site.url}/admin/lists/{first}?days=14")
    expect(page.locator("#hours canvas")).to_be_visible()
    expect(page.locator("#ahead canvas")).to_be_visible()
    # The last day of the forecast ends with nothing left, as its text says.
    expect(page.locator("#forecast tbody tr").last.locator("td").nth(3)).to_have_text("0")
    expect(page.locator("#why table")).to_be_visible()
    check_looks(page, "list")
