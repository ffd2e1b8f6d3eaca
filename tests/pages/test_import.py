"""A file into a list, walked in the browser from the drop to the undo."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from pgdialer.runner.lists import importing
from playwright.sync_api import Page, expect

from tests.pages.conftest import Site
from tests.pages.looks import check_looks, settle

FILE = (
    "Telefon;Jméno;Poznámka;Priorita;Město\n"
    "724 100 001;Anna Dvořáková;volat ráno;5;Brno\n"
    "724 100 002;Břetislav Kučera;;;Praha\n"
    "12;Krátký;;;\n"
    "+420 724 100 001;Anna znovu;;;\n"
    "724 100 003;Cyril Říha;;vysoká;Plzeň\n"
    "724 100 004;Dana Šťastná;stálá zákaznice;;Ostrava\n"
)


@pytest.fixture(autouse=True)
def own_uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "zákazníci.csv"
    made.write_bytes(FILE.encode("cp1250"))
    return made


def supervisor(site: Site) -> Page:
    return site.sign_in(site.agent("Supervisor", Login="sona", DisplayName="Soňa"))


def choose(page: Page, site: Site, file: Path) -> None:
    page.goto(site.url + "/admin/import/")
    page.get_by_label("Drop a CSV file here").set_input_files(file)
    expect(page.get_by_role("heading", name="Columns")).to_be_visible()
    settle(page)


def counts(page: Page) -> list[int]:
    return [
        int(text.replace(",", "")) for text in page.locator(".counts .figure").all_inner_texts()
    ]


def test_a_file_with_mistakes(site: Site, file: Path, tmp_path: Path) -> None:
    """LIST-2: recognised, mapped, shown as it will be read, imported, its rejects had, and taken back."""
    names = site.floor.outbound_list(DisplayName="November")
    page = supervisor(site)
    page.goto(site.url + "/admin/import/")
    check_looks(page, "import-start")
    choose(page, site, file)
    expect(page.get_by_label("Encoding")).to_have_text(re.compile("Recognised: cp1250"))
    expect(page.get_by_label("Delimiter")).to_have_text(re.compile("Recognised: ;"))
    expect(page.get_by_role("combobox", name="Telefon")).to_have_value("Number")
    expect(page.get_by_role("combobox", name="Jméno")).to_have_value("DisplayName")
    expect(page.get_by_role("combobox", name="Poznámka")).to_have_value("ExtendedFields")
    expect(page.get_by_text("Choose a list: numbers are read by its country")).to_be_visible()
    expect(page.get_by_role("button", name="Start the import")).to_be_disabled()

    page.get_by_role("combobox", name="List", exact=True).select_option(label="November")
    rows = page.locator("table.preview tbody tr")
    expect(rows).to_have_count(6)
    expect(rows.nth(0)).to_contain_text("+420724100001")
    expect(rows.nth(0)).to_contain_text("Anna Dvořáková")
    expect(rows.nth(0)).to_contain_text("Poznámka volat ráno")
    expect(rows.nth(2)).to_contain_text('The number "12" can\'t be dialled')
    expect(rows.nth(3)).to_contain_text("Duplicate")
    expect(rows.nth(4)).to_contain_text('Priority "vysoká" is not a whole number.')
    check_looks(page, "import-mapping")

    page.get_by_role("combobox", name="Priorita").select_option("ExtendedFields")
    expect(rows.nth(4)).to_contain_text("A call")
    page.get_by_role("combobox", name="Poznámka").select_option("")
    expect(rows.nth(0)).not_to_contain_text("volat ráno")
    page.get_by_label("Active at once").uncheck()
    page.get_by_label("Release only the first").fill("2")
    page.get_by_role("button", name="Start the import").click()

    expect(page.get_by_role("status").filter(has_text="Complete").first).to_be_visible()
    assert counts(page) == [6, 4, 0, 1, 1]
    assert site.floor.rows("SELECT Number, ExtendedFields FROM OutboundCall ORDER BY Rank")[0] == (
        "+420724100001", {"Priorita": "5", "Město": "Brno"},
    )  # fmt: skip
    assert site.floor.row(
        "SELECT Active, RankBarrier, Duplicates::text FROM OutboundListImport"
    ) == (0, 2, "Skip")
    expect(page.get_by_role("region", name="Rejected rows")).to_contain_text(
        '4The number "12" can\'t be dialled'
    )
    check_looks(page, "import-done")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download them as CSV").click()
    download.value.save_as(tmp_path / "rejects.csv")
    with (tmp_path / "rejects.csv").open(encoding="utf-8-sig", newline="") as text:
        line, _reason, *cells = list(csv.reader(text, delimiter=";"))[1]
    assert (line, cells) == ("4", ["12", "Krátký", "", "", ""])

    batch = page.locator("table.lines form.switch")
    batch.get_by_label("Active").check()
    expect(page.locator("#toasts")).to_contain_text("Saved")
    batch.get_by_label("up to row").fill("3")
    batch.get_by_label("up to row").press("Enter")
    expect(batch.get_by_label("up to row")).to_have_value("3")
    page.get_by_role("button", name="Delete them").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete them").click()
    expect(page.get_by_role("heading", name="Rejected rows")).to_have_count(0)
    assert site.floor.row("SELECT Active, RankBarrier FROM OutboundListImport") == (1, 3)
    assert site.floor.value("SELECT count(*) FROM ImportReject") == 0

    (attempted, *_others) = [
        key for (key,) in site.floor.rows("SELECT OutboundCallId FROM OutboundCall ORDER BY 1")
    ]
    site.floor.set("OutboundCall", attempted, Trial=1)
    page.get_by_role("button", name="Undo …").click()
    expect(page.locator("dl.facts dd").nth(0)).to_contain_text("3")
    expect(page.locator("dl.facts dd").nth(1)).to_contain_text("1")
    check_looks(page, "import-undo")
    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_role("status").filter(has_text="Undone").first).to_be_visible()
    assert site.floor.rows("SELECT OutboundCallId, OutboundListId FROM OutboundCall") == [
        (attempted, names)
    ]


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> tuple[Event, Event]:
    """Small chunks, and the second one is not read before it is let go."""
    reached, go = Event(), Event()
    monkeypatch.setattr(importing, "CHUNK_ROWS", 50)
    real = importing.Import._chunks

    def chunks(self: Any) -> Any:
        for n, chunk in enumerate(real(self)):
            if n == 2:
                reached.set()
                go.wait(120)
            yield chunk

    monkeypatch.setattr(importing.Import, "_chunks", chunks)
    return reached, go


def long_file(tmp_path: Path) -> Path:
    made = tmp_path / "long.csv"
    made.write_text("number\n" + "".join(f"+420724{n:06}\n" for n in range(500)))
    return made


def test_it_goes_on_without_the_page(site: Site, tmp_path: Path, held: tuple[Event, Event]) -> None:
    """A reload in the middle, a closed browser: the import does not mind."""
    reached, go = held
    site.floor.outbound_list(DisplayName="November")
    page = supervisor(site)
    choose(page, site, long_file(tmp_path))
    page.get_by_role("combobox", name="List", exact=True).select_option(label="November")
    page.get_by_role("button", name="Start the import").click()
    expect(page.get_by_text("Being read")).to_be_visible()
    assert reached.wait(10)
    expect(page.locator(".counts .figure").first).to_have_text("100")
    check_looks(page, "import-progress")
    page.reload()
    expect(page.get_by_text("Being read")).to_be_visible()
    expect(page.locator(".counts .figure").first).to_have_text("100")
    where, context = page.url, page.context
    page.close()
    go.set()
    again = context.new_page()
    again.goto(where)
    expect(again.get_by_role("status").filter(has_text="Complete").first).to_be_visible()
    assert counts(again) == [500, 500, 0, 0, 0]


def test_it_goes_on_with_the_file(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut short, it says so, and goes on with the same file and no other; no row is taken twice."""
    site.floor.outbound_list(DisplayName="November")
    page = supervisor(site)
    file = long_file(tmp_path)
    choose(page, site, file)
    page.get_by_role("combobox", name="List", exact=True).select_option(label="November")
    with monkeypatch.context() as patched:
        patched.setattr(importing, "CHUNK_ROWS", 100)
        real = importing.Import._chunks

        def chunks(self: Any) -> Any:
            for n, chunk in enumerate(real(self)):
                if n == 2:
                    raise OSError("The disk has gone")
                yield chunk

        patched.setattr(importing.Import, "_chunks", chunks)
        page.get_by_role("button", name="Start the import").click()
        expect(page.get_by_text("The disk has gone")).to_be_visible()
    # As after a restart, and with the file gone.
    site.server._app.extensions.pop("pgdialer.imports")
    for kept in tmp_path.glob("pgdialer-imports-*/*/import"):
        kept.unlink()
    page.reload()
    expect(page.get_by_text("it was cut short")).to_be_visible()
    other = tmp_path / "other.csv"
    other.write_text("number\n724999999\n")
    page.get_by_label("Drop a CSV file here").set_input_files(other)
    expect(page.get_by_role("alert").filter(has_text="is another file than")).to_be_visible()
    page.get_by_label("Drop a CSV file here").set_input_files(file)
    expect(page.get_by_role("status").filter(has_text="Complete").first).to_be_visible()
    assert counts(page) == [500, 500, 0, 0, 0]
    assert site.floor.value("SELECT count(*) FROM OutboundCall") == 500


def test_what_is_no_list_of_numbers(site: Site, tmp_path: Path) -> None:
    """What is wrong is said in words, and beside it what to do."""
    site.floor.outbound_list(DisplayName="November")
    page = supervisor(site)
    files = {
        "empty.csv": (b"", "empty.csv is empty."),
        "customers.xlsx": (b"PK\x03\x04" + bytes(range(256)) * 20, "customers.xlsx is no text"),
    }
    for name, (content, said) in files.items():
        (tmp_path / name).write_bytes(content)
        page.goto(site.url + "/admin/import/")
        page.get_by_label("Drop a CSV file here").set_input_files(tmp_path / name)
        expect(page.get_by_role("alert").filter(has_text=said)).to_be_visible()
    names = tmp_path / "names.csv"
    names.write_text("Who,Where\nAnna,724 100 001\nBert,724 100 002\n")
    choose(page, site, names)
    page.get_by_role("combobox", name="List", exact=True).select_option(label="November")
    expect(
        page.get_by_role("alert").filter(
            has_text="No column of the file is known to hold the number"
        )
    ).to_be_visible()
    page.get_by_role("combobox", name="Where").select_option("Number")
    expect(page.locator("table.preview tbody tr").first).to_contain_text("+420724100001")


def test_all_or_nothing_into_a_new_list(site: Site, tmp_path: Path) -> None:
    """One bad row, and nothing is there; without it, the new list and its calls."""
    site.floor.project(DisplayName="Renewals")
    page = supervisor(site)
    bad, good = tmp_path / "bad.csv", tmp_path / "good.csv"
    bad.write_text("number\n724100001\n12\n")
    good.write_text("number\n724100001\n")
    for file in (bad, good):
        choose(page, site, file)
        page.get_by_label("or a new list named").fill("Autumn")
        page.get_by_label("in the project").select_option(label="Renewals")
        page.get_by_label("All or nothing").check()
        expect(page.locator("table.preview tbody tr").first).to_contain_text("+420724100001")
        page.get_by_role("button", name="Start the import").click()
        if file is bad:
            expect(
                page.get_by_role("alert").filter(has_text="so nothing is imported")
            ).to_be_visible()
            expect(page.get_by_role("region", name="Rejected rows")).to_contain_text("12")
            assert site.floor.value("SELECT count(*) FROM OutboundCall") == 0
    expect(page.get_by_role("status").filter(has_text="Complete").first).to_be_visible()
    assert site.floor.rows(
        "SELECT l.DisplayName, c.Number FROM OutboundCall AS c JOIN OutboundList AS l USING (OutboundListId)"
    ) == [("Autumn", "+420724100001")]
