"""Whoever may change everything of the set-up."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.floor import Floor
from tests.web.setup.forms import Admin


@pytest.fixture
def admin(client: FlaskClient, floor: Floor) -> Admin:
    return Admin(client, floor)
