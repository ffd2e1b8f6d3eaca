"""REST for other programs: /api/v1, a module for each noun, and a document that says all of it."""

from __future__ import annotations

from flask import Flask

from . import (
    agents,
    call_answers,  # noqa: F401 - adds to calls.api
    call_insight,  # noqa: F401 - adds to calls.api
    call_moves,  # noqa: F401 - adds to calls.api
    call_talks,  # noqa: F401 - adds to calls.api
    calls,
    document,
    lists,
    packs,
    recordings,
    reports,
    scenarios,
    setup,
    trunks,
)

APIS = (
    calls.api, lists.api, agents.agents, setup.statuses, setup.rules, setup.details,
    setup.do_not_call, packs.api, agents.tokens, setup.hooks, trunks.api, recordings.api,
    reports.api, scenarios.scenarios, scenarios.quotas,
)  # fmt: skip


def register(app: Flask) -> None:
    """Add the operations and their document to an app."""
    for api in APIS:
        app.register_blueprint(api)
    document.register(app, APIS)
