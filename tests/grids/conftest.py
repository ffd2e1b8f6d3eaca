"""One floor for all tests of grids."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.grids.grids import Grids


@pytest.fixture
def grids(db: psycopg.Connection[Any]) -> Grids:
    return Grids(db)
