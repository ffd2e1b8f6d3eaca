"""The guides have the pictures that they name, and these can be made anew."""

from __future__ import annotations

import os
import re
from pathlib import Path

from tests.pages.centre import Centre
from tests.pages.conftest import Site
from tests.pages.pictures import PICTURES, draw

GUIDES = Path(__file__).parents[2] / "docs" / "guides"
FOLDER = os.environ.get("PGDIALER_PICTURES")  # of make pictures
LARGEST = 120_000  # bytes


def test_they_are_made(site: Site, tmp_path: Path) -> None:
    """Into the folder that is asked for all of them; otherwise one alone, which takes all of the staging."""
    folder = Path(FOLDER) if FOLDER else tmp_path
    folder.mkdir(exist_ok=True)
    centre = Centre(site.dba)
    site.server._app.jinja_env.globals["now"] = lambda: centre.value("SELECT clock()").isoformat()
    made = [draw(one, site, centre, folder) for one in (PICTURES if FOLDER else PICTURES[:1])]
    assert centre.broken() == []
    assert {one.name for one in made if one.stat().st_size > LARGEST} == set()


def test_each_is_shown() -> None:
    """What there is, is shown with a text for who does not see it; and it is what make pictures makes."""
    text = "".join(page.read_text("utf-8") for page in sorted(GUIDES.glob("*.md")))
    shown = re.findall(r"!\[([^\]]*)\]\(pictures/([\w-]+)\.png\)", text)
    assert len(shown) == text.count("pictures/")
    assert [name for alternative, name in shown if len(alternative) < 20] == []
    assert sorted(name for _, name in shown) == sorted(one.name for one in PICTURES)
    assert {one.name for one in GUIDES.glob("pictures/*")} == {f"{name}.png" for _, name in shown}
