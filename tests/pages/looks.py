"""Whether a page can be read and used by everybody: at two widths, light and dark.

With PGDIALER_SCREENSHOTS=folder each look is kept there as a picture, for whoever wants to see it, and each width is
looked at in both schemes; otherwise the one in the light, the other in the dark.
"""

from __future__ import annotations

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

PICTURES = os.environ.get("PGDIALER_SCREENSHOTS")
WIDTHS = {"wide": {"width": 1440, "height": 900}, "narrow": {"width": 390, "height": 844}}
SCHEMES = {"wide": ["light"], "narrow": ["dark"]}
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
}

TOO_WIDE = """
    [...document.querySelectorAll("body *")]
        .filter((one) => one.getBoundingClientRect().right > innerWidth)
        .map((one) => one.outerHTML.slice(0, 120)).slice(-3)
"""


def press(page: Page, key: str) -> None:
    """Press a key of the page: when it listens, which is after what one sees of it."""
    page.wait_for_load_state("domcontentloaded")
    page.keyboard.press(key)


def settle(page: Page) -> None:
    """Wait until what has come listens, too, which is a moment after one sees it."""
    expect(page.locator(".htmx-added")).to_have_count(0)


def check_looks(page: Page, name: str, within: str | None = None) -> None:
    """Demand that axe finds nothing, that nothing is wider than the screen, and keep the pictures.

    within: what alone is looked at, such as a dialog before a page that is dimmed.
    """
    wrong: list[str] = []
    for width, size in WIDTHS.items():
        page.set_viewport_size(size)
        for scheme in ("light", "dark") if PICTURES else SCHEMES[width]:
            # Or colours are looked at on their way from the one to the other.
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = Axe().run(page, options=RULES).response["violations"]
            wrong += [
                f"{width} {scheme}: {one['id']}: {node['target']} {node['failureSummary']}"
                for one in found
                for node in one["nodes"]
            ]
            if PICTURES:
                Path(PICTURES).mkdir(parents=True, exist_ok=True)
                page.screenshot(
                    path=Path(PICTURES) / f"{name}-{width}-{scheme}.png", full_page=True
                )
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{width}: the page is wider than the screen: {page.evaluate(TOO_WIDE)}")
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    page.set_viewport_size(WIDTHS["wide"])
    assert not wrong, "\n".join(wrong)
