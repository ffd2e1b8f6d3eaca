"""The agent's page in a real browser: from its first byte until its keys listen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...runner.errors import UserError
from ..measure import Measured, Target
from ..service import HEADERS, served
from ..stage import Stage

if TYPE_CHECKING:
    from playwright.sync_api import Page

IN_STATES = False
ONLY_IF_ASKED = True  # it needs Playwright and a Chromium, which pgdialer itself does without
CHROMIUM = ("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome")
WARM_UP = 2
# The page has run its scripts when this event is over: from then on a key does what it says.
USABLE = """
    () => {
        const [page] = performance.getEntriesByType("navigation");
        return page.domContentLoadedEventEnd - page.responseStart;
    }
"""


def measure(stage: Stage) -> Iterator[Measured]:
    """Open the page by a browser that has never seen it, and then once more by the same one."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise UserError(
            "Playwright is not here, which drives the browser: pip install playwright"
        ) from error
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not found:
        raise UserError("No Chromium is here. Debian: apt install chromium")
    base = stage.full
    first, again = [], []
    with base.connect() as conn, served(base, conn) as service, sync_playwright() as playwright:
        # Whoever is root has no sandbox, and small machines have little shared memory.
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        for number in range(-WARM_UP, stage.size.latencies):
            context = browser.new_context(extra_http_headers=HEADERS)
            page = context.new_page()
            took = [_usable(page, f"{service.url}/ReactClient/") for _ in range(2)]
            context.close()
            if number >= 0:
                first.append(took[0])
                again.append(took[1])
        browser.close()
    for what, samples in (("never seen before", first), ("seen before", again)):
        yield Measured(
            f"the agent's page, {what}: from its first byte until its keys listen",
            samples,
            targets=(Target("most", 1000),),
        )


def _usable(page: Page, url: str) -> float:
    page.goto(url, wait_until="domcontentloaded")
    page.wait_for_function("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    took: float = page.evaluate(USABLE)
    # What is measured is the page, not another one that asks who one is.
    page.locator("#desk").wait_for(state="attached")
    return took
