"""A call centre on a real Asterisk: every call here is SIP, and sound where it is listened to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pgdialer.runner.asterisk.far_ends import FarEnds
from pgdialer.runner.asterisk.private import PrivatePbx, prepare

from tests.conftest import Database
from tests.pbx.centre import Centre


@pytest.fixture
def pbx(request: pytest.FixtureRequest) -> Iterator[PrivatePbx]:
    """An Asterisk of the test's own, with as many telephones as its module says in PHONES."""
    with TemporaryDirectory(prefix="pbx-") as folder:
        made = prepare(Path(folder), agents=request.module.PHONES)
        try:
            made.start()
            yield made
        finally:
            made.close()


@pytest.fixture
def far_ends(pbx: PrivatePbx) -> Iterator[FarEnds]:
    """Customers and telephones."""
    with FarEnds(pbx) as there:
        yield there


@pytest.fixture
def centre(database: Database, pbx: PrivatePbx, far_ends: FarEnds) -> Centre:
    """A floor in real time, whose desks have the telephones of that Asterisk."""
    return Centre(database, pbx, far_ends)
