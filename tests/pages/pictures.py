"""The pictures of the guides: what is shown, to whom, and how it comes to that.

A picture is drawn of a page that is opened anew, so what one does on it is in no other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.pages.centre import NOW, SOLD, Centre
from tests.pages.conftest import Site
from tests.pages.looks import press

WIDE, HIGH, NARROW = (1100, 660), (1100, 900), (390, 760)
AGENT, SUPERVISOR, ADMIN = "Amelia Clarke", "Margaret Doyle", "Simon Reed"
SETTLED = 700  # milliseconds
DESK, CALL = "/ReactClient/", "/ReactClient/Pages/OutCallEditor.html"
REPORT = "/admin/reports/?period=7&by=day&compare=previous"
GRID = "/ReactClient/grids/d47a0000-0000-4000-8000-000000000001"
FILE = (
    "Phone;Name;Tariff;Contract ends;Priority\n"
    "0113 496 0951;Alice Underwood;Family 200;31 December 2026;5\n"
    "0121 496 0952;Brian Mitchell;Solo 50;15 January 2027;\n"
    "496;Catherine Ellis;Solo 50;20 January 2027;\n"
    "020 7946 0953;David Sanders;Family 100;31 January 2027;high\n"
    "+44 113 496 0951;A. Underwood;Family 200;31 December 2026;\n"
    "0161 496 0954;Eleanor Parsons;Family 500;28 February 2027;\n"
)


@dataclass
class Sight:
    """A page in front of somebody, and the centre behind it."""

    page: Page
    centre: Centre
    folder: Path


def nothing(_: Sight) -> None:
    """Show the page as it is opened."""


@dataclass(frozen=True)
class Picture:
    """What is drawn; before: what happens in the centre before the page is opened, after: on it."""

    name: str
    who: str
    path: str | Callable[[Centre], str]
    shown: str  # text that is there when the page is ready
    before: Callable[[Centre], None] = lambda _: None
    after: Callable[[Sight], None] = nothing
    size: tuple[int, int] = WIDE
    dark: bool = False
    part: str = ""  # what is drawn of it


def draw(picture: Picture, site: Site, centre: Centre, folder: Path) -> Path:
    """Draw one, and return its file."""
    picture.before(centre)
    width, height = picture.size
    page = site.sign_in(
        centre.people[picture.who], viewport={"width": width, "height": height}, timezone_id="Europe/London",
        color_scheme="dark" if picture.dark else "light", reduced_motion="reduce",
    )  # fmt: skip
    page.clock.set_fixed_time(centre.value("SELECT clock()"))
    path = picture.path if isinstance(picture.path, str) else picture.path(centre)
    page.goto(site.url + path)
    expect(page.locator("body")).to_contain_text(picture.shown)
    picture.after(Sight(page, centre, folder))
    # An open page asks for its parts anew as soon as it listens.
    page.wait_for_timeout(SETTLED)
    file = folder / f"{picture.name}.png"
    if picture.part:
        page.locator(picture.part).screenshot(path=file)
    else:
        page.screenshot(path=file)
    page.context.close()
    return file


def offer(centre: Centre) -> None:
    """A customer of whom much is known, who was called last week."""
    centre.at(NOW)
    centre.mine = centre.ring(AGENT, "Renewals November", **centre.known)
    centre.pass_time(6)


def answer(centre: Centre) -> None:
    """The call that was offered is talked in."""
    centre.do("dial_call", centre.mine, centre.people[AGENT])
    centre.pass_time(14)
    centre.pbx(centre.mine, "answered")
    centre.pass_time(103)


def hang_up(centre: Centre) -> None:
    """The customer has hung up."""
    centre.pbx(centre.mine, "hangup_called")
    centre.pass_time(8)


def later(sight: Sight) -> None:
    press(sight.page, "Alt+L")
    press(sight.page, "Alt+3")


def an_agent(sight: Sight) -> None:
    sight.page.get_by_role("button", name="Thomas Wright").click()
    expect(sight.page.get_by_role("dialog")).to_be_visible()


def start(sight: Sight) -> None:
    sight.page.get_by_role("row", name="Renewals December").get_by_role(
        "button", name="Start…"
    ).click()
    expect(sight.page.get_by_role("dialog")).to_contain_text("could be offered")


def charts(sight: Sight) -> None:
    expect(sight.page.locator("canvas").first).to_be_visible()


def choose_file(sight: Sight) -> None:
    page, file = sight.page, sight.folder / "renewals-january.csv"
    file.write_text(FILE, "utf-8")
    page.get_by_label("Drop a CSV file here").set_input_files(file)
    expect(page.get_by_role("heading", name="Columns")).to_be_visible()
    file.unlink()
    page.get_by_role("combobox", name="List", exact=True).select_option(label="Renewals December")
    expect(page.locator("table.preview")).to_contain_text("can't be dialled")


def a_list(centre: Centre) -> str:
    return f"/admin/lists/{centre.lists['Renewals November']}?days=3"


def a_form(centre: Centre) -> str:
    return f"/admin/setup/outboundlist/{centre.lists['Renewals November']}"


def a_call(centre: Centre) -> str:
    """One of a list that is paused, whose time has come."""
    call = centre.value(
        "SELECT min(c.OutboundCallId) FROM OutboundCall AS c WHERE c.OutboundListId = %s",
        centre.lists["Survey autumn 2026"],
    )
    return f"{CALL}?OutboundCallId={call}"


EDITOR = f"{CALL}?Number=0161 496 0932&DisplayName=Frank Osborne"
DIALOG, PREVIEW = "dialog[open] > article", ".scroll:has(> table.preview)"
PICTURES = (
    Picture("floor", SUPERVISOR, "/admin/", "Amelia Clarke", size=(1200, 640)),
    Picture("floor-agent", SUPERVISOR, "/admin/", "Amelia Clarke", after=an_agent, part=DIALOG),
    Picture("floor-phone", SUPERVISOR, "/admin/", "Amelia Clarke", size=NARROW, dark=True),
    Picture("wallboard", SUPERVISOR, "/admin/wallboard", "callers wait", dark=True),
    Picture("lists", SUPERVISOR, "/admin/lists/", "Renewals November", size=(1400, 560)),
    Picture("lists-start", SUPERVISOR, "/admin/lists/", "Renewals", after=start, part=DIALOG),
    Picture("list", SUPERVISOR, a_list, "Why", after=charts, size=HIGH),
    Picture("skills", SUPERVISOR, "/admin/skills/", "Amelia Clarke"),
    Picture("calls", SUPERVISOR, "/admin/calls/", "Renewals November", size=(1440, 640)),
    Picture("call", SUPERVISOR, a_call, "Why"),
    Picture("editor", AGENT, EDITOR, "+441614960932", size=(1300, 600)),
    Picture("grid", AGENT, GRID, "Complaints to follow up"),
    Picture("import", SUPERVISOR, "/admin/import/", "Drop", after=choose_file, part=PREVIEW),
    Picture("reports", SUPERVISOR, REPORT, "Contact rate", after=charts, size=HIGH),
    Picture("set-up", ADMIN, "/admin/setup/", "What the first call needs", size=(1000, 640)),
    Picture("set-up-list", ADMIN, a_form, "Retry rules"),
    Picture("desk", AGENT, DESK, "Ready", size=HIGH),
    Picture("desk-offer", AGENT, DESK, "Eleanor Parsons", before=offer),
    Picture("desk-talk", AGENT, DESK, "Eleanor Parsons", before=answer, size=(1100, 630)),
    Picture("desk-later", AGENT, DESK, SOLD, before=hang_up, after=later, part=DIALOG),
)
