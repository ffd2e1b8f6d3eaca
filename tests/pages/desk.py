"""The agent's page in few words."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from playwright.sync_api import Page, expect

from tests.pages.conftest import Site

DESK = "/ReactClient/"


def desk(site: Site, **columns: Any) -> UUID:
    """Make a workplace with time enough for an offer."""
    return site.floor.workplace(**{"DisplayName": "Window", "MaxOffering": 300} | columns)


def open_desk(site: Site, agent: UUID, **options: Any) -> Page:
    """Return the agent's page in a browser."""
    page = site.sign_in(agent, **options)
    page.goto(site.url + DESK)
    return page


def phase(page: Page, name: str) -> None:
    """Expect the page to show a call in this phase."""
    expect(page.locator("#desk")).to_have_attribute("data-phase", name)


def status(page: Page, name: str) -> None:
    """Expect the page to show this status."""
    expect(page.locator("#status .state strong")).to_have_text(name)


def customer(site: Site, **columns: Any) -> dict[str, Any]:
    """Make a contact and return what a call to it says."""
    contact = site.floor.add(
        "Contact", ContactKey="C-1", DisplayName="Eva Nováková", ExtendedFields=json.dumps({"Tariff": "Gold"})
    )  # fmt: skip
    site.floor.add("PhoneNumber", ContactId=contact, Number="+420724555666")
    return {"ContactId": contact, "Number": "+420724555666"} | columns
