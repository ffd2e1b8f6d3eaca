"""Who has chosen another language reads no English: what a page says twice alike is no text of ours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pgdialer.web.pages.setup.kinds import KINDS
from playwright.sync_api import Page

from tests.pages.conftest import Site

# Texts of two words and more; what is to be typed in, and options, which people have named, are none.
READ = r"""
    (selector) => {
        const found = [];
        for (const root of document.querySelectorAll(selector)) {
            if (root.title) found.push(root.title);
            const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
            while (walk.nextNode())
                if (!walk.currentNode.parentElement.closest("code, textarea, option, script"))
                    found.push(walk.currentNode.data.trim());
        }
        return found.filter((one) => /\p{Ll}{2,}.*\s.*\p{Ll}{2,}/su.test(one));
    }
"""
Read = Callable[[str, str], set[str]]


@pytest.fixture
def both(site: Site) -> Read:
    """Read the texts that an element has on a page, in English and in Czech, and return those alike."""
    admin = site.agent("Administrator", Login="anna", DisplayName="Anna")
    site.dba.execute(
        "INSERT INTO RoleGrant (RoleId, AgentId)"
        " SELECT RoleId, %s FROM Role WHERE DisplayName = 'Supervisor'", [admin],
    )  # fmt: skip
    english, czech = (site.sign_in(admin, locale=one) for one in ("en-GB", "cs-CZ"))

    def read(path: str, selector: str) -> set[str]:
        first, second = (_texts(page, site.url + path, selector) for page in (english, czech))
        assert first and second, f"{path} says nothing in {selector}"
        return {*first} & {*second}

    return read


def _texts(page: Page, url: str, selector: str) -> list[str]:
    page.goto(url, wait_until="domcontentloaded")
    found: list[str] = page.evaluate(READ, selector)
    return found


def test_help_on_forms(both: Read) -> None:
    """What stands beside fields, above columns, and of permissions."""
    alike = {
        (kind.path, text)
        for kind in KINDS
        if kind.adds
        for text in both(f"/admin/setup/{kind.path}/new", "#form")
    }
    assert alike == set()


def test_parameters(both: Read) -> None:
    """The descriptions of parameters come out of the database."""
    assert both("/admin/setup/configuration/", "main td") == set()
    assert both("/admin/setup/configuration/HistoryMonths", "#form") == set()


def test_why_a_call_is_not_dialled(both: Read, site: Site) -> None:
    """Each condition of a call that does not hold, with its remedy, and what keeps agents away."""
    list_id = site.floor.outbound_list(
        Activity="Paused",
        ProjectId=site.floor.project(PbxOutDistribute=0),
        DialingMode="Predictive",
    )
    call = site.floor.call(OutboundListId=list_id, ScheduleTime="2100-01-01 10:00")
    assert both(f"/ReactClient/Pages/call/{call}/why", ".reasons") == set()
    ready = site.floor.call()
    site.floor.agent(Login="jana", DisplayName="Jana")
    site.dba.execute("UPDATE Skill SET PbxOutEnabled = 0, PbxOutChannel = 0")
    assert both(f"/ReactClient/Pages/call/{ready}/why", ".reasons") == set()


def test_what_a_new_installation_needs(both: Read) -> None:
    """On the first page, and on that of the set-up."""
    assert both("/admin/", "#setup td") == set()
    assert both("/admin/setup/", ".checks") == set()
