"""Schemathesis drives every operation of the document, with all its checks, and finds nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from pgdialer.web.api import APIS
from pgdialer.web.api.document import document
from schemathesis import GenerationMode

from tests.web.api.conftest import Client, Site

EXAMPLES = 6

# The database decides about more than a schema can say: a number that can be dialled, a zone that there is.
GOOD = ["2xx", "401", "403", "404", "409", "412", "422"]


@pytest.fixture
def rest(site: Site) -> Any:
    """The document as the app serves it."""
    found = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", site.app)
    # Who asks is said by each request.
    found.config.generation.update(with_security_parameters=False)
    found.config.checks.positive_data_acceptance.expected_statuses = GOOD
    return found


@pytest.fixture
def known(site: Site, tmp_path: Path) -> dict[str, Any]:
    """Things that are there, for operations that would otherwise hardly find any."""
    floor = site.floor
    call = floor.call()
    # Without the file, which a client that does not read it would leave open.
    floor.set("Configuration", "RecordingFolder", ConfigurationValue=str(tmp_path))
    return {
        "recording_id": floor.add(
            "Recording", OutboundCallId=call, PbxCallId="1", FileName="1-1.wav", StartTime="now"
        ),
        "outbound_call_id": call,
        "outbound_list_id": floor.list_id,
        "outbound_list_import_id": floor.batch(),
        "agent_id": floor.agent(),
        "agent_status_id": "57a70000-0000-4000-8000-000000000001",
        "call_result_detail_id": "de7a0000-0000-4000-8000-000000000001",
        "schedule_post_condition_id": floor.add(
            "SchedulePostCondition", DisplayName="One", SetPriority=1
        ),
        "do_not_call_list_id": floor.add("DoNotCallList", DisplayName="Own"),
        "trunk_id": floor.add("Trunk", DisplayName="One", Endpoint="one"),
        "web_hook_id": floor.add(
            "WebHook", DisplayName="One", Url="https://x.example", Secret="0" * 16,
            Events=["list_completed"],
        ),
    }  # fmt: skip


OPERATIONS = [
    (method.upper(), path) for path, found in document(APIS)["paths"].items() for method in found
]


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_nothing_is_found(
    rest: Any, boss: Client, known: dict[str, Any], mode: GenerationMode
) -> None:
    """No error of the server, nothing that the document does not say, nothing taken that it forbids."""
    assert len(OPERATIONS) > 40
    found = []
    for method, path in OPERATIONS:
        operation = rest[path][method]

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        def ask(case: Any) -> None:
            for name in case.path_parameters or {}:
                # Half of what is asked is asked of something that is there.
                taken = name in known and crc32(repr(case.body).encode()) % 2
                if taken and mode is GenerationMode.POSITIVE:
                    case.path_parameters[name] = str(known[name])
            case.call_and_validate(headers={"Authorization": f"Bearer {boss.token}"})

        try:
            ask()
        except Unsatisfiable:
            # Nothing can be wrong with a request that takes nothing.
            assert mode is GenerationMode.NEGATIVE
        except BaseException as error:  # noqa: BLE001  (all of them are to be told at once)
            found.append(f"{method} {path}: {_told(error)}")
    assert not found, "\n".join(found)


def _told(error: BaseException) -> str:
    inner = getattr(error, "exceptions", None)
    return "\n".join(map(_told, inner)) if inner else f"{type(error).__name__}: {error}"[:1500]
