"""The guides have the pictures that they name, and these can be made anew."""

from __future__ import annotations

import os
import re
from pathlib import Path

from tests.pages.centre import Centre
from tests.pages.conftest import Site
from tests.pages.pictures import PICTURES, draw

GUIDES = Path(__file__).parents[2] / "docs" / "guides"
SHOWN = re.compile(r"!\[([^\]]+)\]\(pictures/([\w-]+)\.png\)")
FOLDER = os.environ.get("PGDIALER_PICTURES")  # make pictures
LARGEST = 120_000  # bytes


def test_they_are_made(site: Site, tmp_path: Path) -> None:
    """Into the folder that is asked for all of them, otherwise the first one alone."""
    folder = Path(FOLDER) if FOLDER else tmp_path
    site.server._app.jinja_env.globals["now"] = lambda: site.dba.execute("SELECT clock()").fetchone()[0].isoformat()
    centre = Centre(site.dba)
    made = [draw(one, site, centre, folder) for one in (PICTURES if FOLDER else PICTURES[:1])]
    assert centre.broken() == []
    assert {one.name: one.stat().st_size for one in made if one.stat().st_size > LARGEST} == {}
