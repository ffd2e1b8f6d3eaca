"""A floor for all tests of calls."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)
