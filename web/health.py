"""/healthz, /readyz and /metrics: what operators and their machines look at."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any

import psycopg
from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue
from flask_openapi3 import OpenAPI
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from .. import __version__
from . import auth
from .database import nobody, rows
from .problems import Problem
from .settings import is_within

blueprint = Blueprint("health", __name__)

READINESS = "SELECT part, ready, description AS detail FROM readiness()"
METRICS = "SELECT name, help, labels, value FROM metrics()"
PREFIX = "pgdialer_"
TEXT = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)


@blueprint.get("/healthz")
def alive() -> dict[str, str]:
    """Say that the process lives."""
    return {"status": "alive"}


@blueprint.get("/readyz")
def ready() -> ResponseReturnValue:
    """Say whether calls can be made, and if not, which part is missing."""
    parts: dict[str, dict[str, Any]] = {}
    try:
        with nobody() as conn:
            found = rows(conn, READINESS)
    except psycopg.errors.UndefinedFunction:
        parts["database"] = {"ready": True, "detail": "It answers."}
        parts["schema"] = {
            "ready": False,
            "detail": "It is not this release's: pgdialer migrate.",
        }
    except psycopg.Error:
        parts["database"] = {"ready": False, "detail": "It cannot be reached."}
    else:
        parts["database"] = {"ready": True, "detail": "It answers."}
        parts |= {one["part"]: {"ready": one["ready"], "detail": one["detail"]} for one in found}
        version = (parts["schema"]["detail"] or "").partition(" / ")[0]
        if version != __version__:
            parts["schema"] = {
                "ready": False,
                "detail": f"Release {version or 'unknown'} is deployed, this is {__version__}.",
            }
    is_ready = all(part["ready"] for part in parts.values())
    status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    return {"ready": is_ready, "parts": parts}, status


class Requests:
    """Figures of the requests that this process has answered."""

    def __init__(self, app: OpenAPI) -> None:
        self.registry = CollectorRegistry()
        self._seconds = Histogram(
            "pgdialer_http_request_seconds", "Time that requests took, by route.",
            ["route", "cmd"], buckets=BUCKETS, registry=self.registry,
        )  # fmt: skip
        self._answers = Counter(
            "pgdialer_http_requests", "Requests answered, by route and status.",
            ["route", "cmd", "status"], registry=self.registry,
        )  # fmt: skip
        app.after_request(self._count)

    def _count(self, response: Response) -> Response:
        # By rule, not by path: paths have ids in them, and whatever somebody tries.
        route = request.url_rule.rule if request.url_rule else "none"
        cmd = g.get("logged", {}).get("cmd", "")
        self._answers.labels(route, cmd, response.status_code).inc()
        if "began" in g:
            self._seconds.labels(route, cmd).observe(time.perf_counter() - g.began)
        return response


class Figures:
    """The figures of the database, as prometheus-client reads them."""

    def __init__(self, found: Iterable[dict[str, Any]]) -> None:
        self._found = found

    def collect(self) -> Iterator[Metric]:
        """Return each figure with all its labels."""
        families: dict[str, GaugeMetricFamily] = {}
        for one in self._found:
            names = list(one["labels"])
            family = families.setdefault(
                one["name"],
                GaugeMetricFamily(PREFIX + one["name"], one["help"], labels=names),
            )
            family.add_metric([str(one["labels"][name]) for name in names], one["value"])
        yield from families.values()


def watch(app: OpenAPI) -> None:
    """Add the addresses for operators to an application."""
    requests = Requests(app)
    app.register_blueprint(blueprint)

    @app.get("/metrics", doc_ui=False)
    def metrics() -> Response:
        if not is_within(request.remote_addr, auth.settings().metrics_from):
            raise Problem(
                HTTPStatus.FORBIDDEN,
                "Not from here",
                f"Figures are not shown to {request.remote_addr}.",
                "Allow its network: PGDIALER_METRICS_FROM=10.0.0.0/24",
            )
        figures: list[dict[str, Any]] = []
        up = 1.0
        try:
            with nobody() as conn:
                figures = rows(conn, METRICS)
        except psycopg.Error:
            up = 0.0
        figures.append(
            {
                "name": "database_up",
                "help": "1: the database answers the service.",
                "labels": {},
                "value": up,
            }
        )
        registry = CollectorRegistry()
        registry.register(Figures(figures))
        text = generate_latest(requests.registry) + generate_latest(registry)
        return Response(text, content_type=TEXT)
