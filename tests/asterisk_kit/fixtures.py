"""A private Asterisk with customers and registered telephones, once a session.

Import the fixtures into the conftest.py of the folder that needs them.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pgdialer.runner.asterisk import private
from pgdialer.runner.asterisk.far_ends import FarEnds
from pgdialer.runner.asterisk.private import PrivatePbx

AGENTS = 20


@pytest.fixture(scope="session")
def far_ends(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FarEnds]:
    """The far ends of the session's Asterisk; every agent's telephone picks up."""
    pbx = private.prepare(tmp_path_factory.mktemp("asterisk"), AGENTS)
    try:
        pbx.start()
        with FarEnds(pbx) as ends:
            yield ends
    finally:
        pbx.close()


@pytest.fixture(scope="session")
def asterisk(far_ends: FarEnds) -> PrivatePbx:
    """The session's Asterisk, its far ends beside it."""
    return far_ends.pbx
