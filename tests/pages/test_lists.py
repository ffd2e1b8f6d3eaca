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


<<<<<<< HEAD
def figure(page: Page, name: str) -> Any:
    return page.locator(f"#figure-{name} .figure")


def test_a_list_from_creation_to_completion(site: Site) -> None:
    """LIST-1: made in SQL, started after a dry run, dialled by the cycle, and completed."""
    floor = site.floor
    floor.set("Project", floor.project_id, ResultWait=0)
    page = supervisor(site, "/admin/lists/")
    expect(page.get_by_text("There is no list that is not completed")).to_be_visible()
    floor.do("create_list", "Renewals", str(floor.project_id))
    row = page.get_by_role("row", name="Renewals")
    expect(row).to_contain_text("Prepared")
    (made,) = floor.row("SELECT OutboundListId FROM OutboundList WHERE DisplayName = 'Renewals'")
    expect(page.get_by_role("link", name="New list")).to_have_attribute(
        "href", "/admin/setup/outboundlist/new"
    )
    floor.set("OutboundList", made, Country="CZ", PreviewTime=0)
    calls = floor.calls(3, OutboundListId=made)
    floor.call(OutboundListId=made, ScheduleTime="2099-01-01 00:00+00")
    agent = floor.agent(DisplayName="Jana")
    count(site)
    expect(row).to_contain_text("0 of 4")

    row.get_by_role("button", name="Start…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("3 calls could be offered now; 1 would be skipped.")
    dialog.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_text("Renewals runs.")).to_be_visible()
    expect(row).to_contain_text("Running")

    row.get_by_role("link", name="Renewals").click()
    expect(figure(page, "waiting")).to_have_text("4")
    detail = "SELECT CallResultDetailId FROM offered_details(%s) AS d WHERE d.CallResult = 'Completed' LIMIT 1"
    for place in range(3):
        assert floor.cycle().offered == 1
        (call,) = floor.row("SELECT OutboundCallId FROM OutboundCall WHERE CallResult = 'Active'")
        floor.do("dial_call", call, agent)
        floor.pbx(call, "answered")
        floor.pbx(call, "hangup_called")
        floor.do("set_call_result", call, agent, floor.value(detail, call))
        floor.do("set_agent_status", agent, "Ready")
        count(site)
        expect(figure(page, "finished")).to_have_text(str(place + 1))
    assert sorted(calls) == [key for (key,) in floor.rows(
        "SELECT OutboundCallId FROM OutboundCall WHERE CallResult = 'Completed' ORDER BY 1")]  # fmt: skip
    expect(figure(page, "pace")).to_have_text("3")
    expect(figure(page, "rate")).to_have_text("100 %")
    expect(page.locator("#tables")).to_contain_text("Completed")
    expect(page.get_by_role("link", name="3", exact=True).first).to_have_attribute(
        "href", f"/admin/calls/?list={made}&result=Completed"
    )
    expect(page.locator("#why")).to_contain_text("Its time has come no")

    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Start…")).to_be_visible()
    page.get_by_role("button", name="Complete").click()
    page.get_by_role("button", name="Complete").last.click()
    expect(page.locator("#figures .badge").first).to_have_text("Completed")
    assert floor.look("OutboundList", made, "Activity") == "Completed"


=======
>>>>>>> stories
def history(site: Site, outbound_list: UUID) -> None:
    """Two weeks of dialling, with a best hour."""
    floor = site.floor
    now = floor.value("SELECT date_trunc('hour', clock())")
    for day in range(14):
        for hour in range(8, 18):
            at = now - timedelta(days=day, hours=now.hour) + timedelta(hours=hour)
            if at.weekday() > 4 or at > now:
                continue
            attempts = 30 + 7 * (hour % 4) + day
            floor.add(
                "ListTally", OutboundListId=outbound_list, FromTime=at, Attempts=attempts,
                Answered=attempts * (hour - 4) // 30, Finished=attempts // 4,
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
    expect(page.locator("#why table")).to_be_visible()
    check_looks(page, "list")
