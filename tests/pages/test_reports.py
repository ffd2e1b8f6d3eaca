"""Reports in the browser: the figures, a comparison, the CSV, an empty period, paper."""

from __future__ import annotations

import csv
import os
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.pages.conftest import Site
from tests.pages.looks import WIDTHS, check_looks

PRAGUE = ZoneInfo("Europe/Prague")
TODAY = datetime.now(PRAGUE).replace(hour=12, minute=0, second=0, microsecond=0)


def fill(site: Site) -> dict[str, list[tuple[datetime, int | None]]]:
    """Two weeks of attempts by three agents; return those of each."""
    pick = random.Random(7)  # noqa: S311
    names = ("Jana Nováková", "Petr Svoboda", "Eva Malá")
    agents = [
        site.agent(Login=f"agent-{n}", DisplayName=name, TeamName="North")
        for n, name in enumerate(names)
    ]
    lists = [site.floor.outbound_list(DisplayName=name) for name in ("Renewals 2026", "Survey")]
    details = [
        (result, site.floor.add("CallResultDetail", DisplayName=name, CallResult=result, Channels=512))
        for name, result in (("Sold", "Completed"), ("Not interested", "Completed"), ("Calls back", "ToContinue"))
    ]  # fmt: skip
    made: dict[str, list[tuple[datetime, int | None]]] = {name: [] for name in names}
    for n in range(900):
        moment = (TODAY - timedelta(days=pick.randrange(14))).replace(
            hour=pick.randrange(8, 18), minute=pick.randrange(60)
        )
        talk = pick.choice([None, None, pick.randrange(20, 400)])
        who = pick.choices(range(3), (5, 3, 2))[0]
        result, detail = ("NoAnswer", None) if talk is None else pick.choice(details)
        answer = moment + timedelta(seconds=12) if talk is not None else None
        end = (answer or moment) + timedelta(seconds=talk or 25)
        known = end + timedelta(seconds=15 if talk else 0)
        site.floor.add(
            "CallAttempt", OutboundCallId=n + 1, DialTime=moment, AgentId=agents[who], OutboundListId=pick.choice(lists),
            ProjectId=site.floor.project_id, AnswerTime=answer, EndTime=end, ResultTime=known, LastResultTime=known,
            CallResult=result, CallResultDetailId=detail,
        )  # fmt: skip
        made[names[who]].append((moment, talk))
    return made


def supervisor(site: Site) -> Page:
    return site.sign_in(site.agent("Supervisor", Login="sona", DisplayName="Soňa"))


def since(made: list[tuple[datetime, int | None]], days: int, until: int = 0) -> int:
    """Count those of the last days."""
    first, last = (TODAY - timedelta(days=days - 1)).date(), (TODAY - timedelta(days=until)).date()
    return sum(first <= moment.date() <= last for moment, _ in made)


def test_the_figures(site: Site, tmp_path: Path) -> None:
    """Equal to a plain count; compared with the days before; in the CSV the same."""
    made = fill(site)
    page = supervisor(site)
    page.goto(site.url + "/admin/reports/?by=agent&period=7")
    table = page.locator("table.figures")
    total = sum(since(ones, 7) for ones in made.values())
    expect(table.locator("tfoot td").first).to_have_text(str(total))
    for name, ones in made.items():
        row = table.locator("tbody tr").filter(has_text=name)
        expect(row.locator("td").first).to_have_text(str(since(ones, 7)))
    page.get_by_label("Compare").select_option("previous")
    before = {name: since(ones, 14, 7) for name, ones in made.items()}
    for name, ones in made.items():
        cell = table.locator("tbody tr").filter(has_text=name).locator("td").first
        change = 100 * (since(ones, 7) - before[name]) / before[name]
        expect(cell.locator(".before")).to_have_text(f"{before[name]} {change:+.0f} %")
    check_looks(page, "reports-agents")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    download.value.save_as(tmp_path / "report.csv")
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as text:
        head, *lines = list(csv.reader(text))
    assert head[:2] == ["Agent", "Attempts"]
    assert {line[0]: int(line[1]) for line in lines} == {
        "Total": total, **{name: since(ones, 7) for name, ones in made.items()},
    }  # fmt: skip
    # From a name to that agent's days.
    table.get_by_role("link", name="Petr Svoboda").click()
    expect(table.locator("tfoot td").first).to_contain_text(str(since(made["Petr Svoboda"], 7)))
    expect(table.locator("tbody tr")).to_have_count(7)


def test_days_results_and_paper(site: Site) -> None:
    made = fill(site)
    page = supervisor(site)
    first = (TODAY - timedelta(days=9)).date()
    page.goto(site.url + f"/admin/reports/?from={first}&to={TODAY.date()}&by=day&compare=previous")
    expect(page.locator("#chart canvas")).to_be_visible()
    check_looks(page, "reports-days")
    page.get_by_role("button", name="Results").click()
    heads = page.locator("table.figures thead th")
    expect(heads.filter(has_text="Sold")).to_be_visible()
    expect(heads.filter(has_text="No answer")).to_be_visible()
    cells = page.locator("table.figures tfoot td").evaluate_all(
        "cells => cells.map(cell => Number(cell.firstChild.textContent.trim().replace(',', '') || cell.innerText.split('\\n')[0]))"
    )
    total = sum(since(ones, 10) for ones in made.values())
    assert cells[0] == total
    assert sum(cells[1:]) == total
    page.get_by_label("Compare").select_option("")
    check_looks(page, "reports-results")
    page.emulate_media(media="print")
    expect(page.locator("form.asked")).to_be_hidden()
    expect(page.locator("table.figures")).to_be_visible()
    if folder := os.environ.get("PGDIALER_SCREENSHOTS"):
        page.set_viewport_size({"width": 794, "height": 1123})
        page.screenshot(path=Path(folder) / "reports-print.png", full_page=True)
        page.set_viewport_size(WIDTHS["wide"])


def test_nothing_in_the_period(site: Site) -> None:
    page = supervisor(site)
    page.goto(site.url + "/admin/reports/?view=inbound")
    expect(page.get_by_text("Nothing in this period")).to_be_visible()
    check_looks(page, "reports-empty")


def test_the_zone_of_who_looks(site: Site) -> None:
    """An attempt of 23:30 in Prague is the next day's in Tokyo; the page says whose days they are."""
    late = (TODAY - timedelta(days=2)).replace(hour=23, minute=30).astimezone(UTC)
    site.floor.add("CallAttempt", OutboundCallId=1, DialTime=late, EndTime=late, ResultTime=late,
                   CallResult="Busy", LastResultTime=late)  # fmt: skip
    page = site.sign_in(site.agent("Supervisor", Login="sona"), timezone_id="Asia/Tokyo")
    page.goto(site.url + "/admin/reports/")
    rows = page.locator("table.figures tbody tr").filter(
        has=page.locator("td:first-of-type", has_text="1")
    )
    expect(rows).to_have_count(1)
    expect(rows.locator("th")).to_contain_text(str((TODAY - timedelta(days=2)).day))
    page.get_by_label("Times of").select_option("Asia/Tokyo")
    expect(page.get_by_text("Days and hours are those of Asia/Tokyo.")).to_be_visible()
    expect(rows.locator("th")).to_contain_text(str((TODAY - timedelta(days=1)).day))


def test_ones_own_figures(site: Site) -> None:
    """Who lacks Report sees nobody else's."""
    made = fill(site)
    agent = site.floor.value("SELECT AgentId FROM Agent WHERE Login = 'agent-1'")
    other = site.floor.value("SELECT AgentId FROM Agent WHERE Login = 'agent-0'")
    page = site.sign_in(agent)
    page.goto(site.url + f"/admin/reports/?period=7&by=agent&agent={other}")
    expect(page.locator("table.figures tbody tr")).to_have_count(1)
    expect(page.locator("table.figures tbody th")).to_have_text("Petr Svoboda")
    expect(page.locator("table.figures tfoot td").first).to_have_text(
        str(since(made["Petr Svoboda"], 7))
    )
