"""Schemathesis drives every operation of the document, and finds nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from pgdialer.web.api import APIS
from pgdialer.web.api.document import document
from schemathesis.checks import CHECKS

from tests.web.api.conftest import Client, Site

schemathesis_any = schemathesis
EXAMPLES = 15


@pytest.fixture(scope="module")
def paths() -> list[tuple[str, str]]:
    return [
        (method, path) for path, found in document(APIS)["paths"].items() for method in found
    ]
