"""The OpenAPI document, and a page that shows it without anything from elsewhere."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Any

from flask import Flask, Response, json
from flask_openapi3 import Info, OpenAPI

from ..auth import COOKIE
from .blueprint import PREFIX, Api
from .kinds import ProblemShown

SCHEMES: dict[str, Any] = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "A token: POST /tokens."},
    "cookie": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": "A session."},
}
HEADERS = {
    "ETag": {"description": "State of what is shown.", "schema": {"type": "string"}},
    "Location": {"description": "Where it is.", "schema": {"type": "string"}},
}


def register(app: Flask, apis: tuple[Api, ...]) -> None:
    """Serve the document and its page."""

    @app.get(f"{PREFIX}/openapi.json")
    def _document() -> Response:
        return Response(json.dumps(document(apis)), content_type="application/json")

    @app.get(f"{PREFIX}/docs")
    def _page() -> Response:
        answer = Response(html(document(apis)), content_type="text/html; charset=utf-8")
        answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
        return answer


@cache
def document(apis: tuple[Api, ...]) -> dict[str, Any]:
    """Return the document; the library collects it on an app that serves nothing, once."""
    collector = OpenAPI(
        "pgdialer",
        info=Info(title="pgdialer", version="1", description="Outbound calls."),
        security_schemes=SCHEMES,
        doc_ui=False,
        validation_error_model=ProblemShown,
    )
    for api in apis:
        collector.register_api(api)
    found: dict[str, Any] = collector.api_doc
    for operations in found["paths"].values():
        for method, operation in operations.items():
            _complete(method, operation)
    for schema in found["components"]["schemas"].values():
        # They are components of their own, side by side.
        schema.pop("$defs", None)
    return found


def _complete(method: str, operation: dict[str, Any]) -> None:
    """Add what the library does not say: headers, and that a body is needed."""
    for parameter in operation.get("parameters", []):
        parameter["schema"] = _given(parameter["schema"])
    answers = operation["responses"]
    if "201" in answers:
        answers["201"]["headers"] = HEADERS
    elif "200" in answers and method in ("get", "patch", "put"):
        answers["200"]["headers"] = {"ETag": HEADERS["ETag"]}
    if method == "get":
        answers["304"] = {"description": "Not changed"}
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True


def _given(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a parameter that is there: what is left out is not null."""
    kinds = [kind for kind in schema.get("anyOf", []) if kind.get("type") != "null"]
    found = {key: value for key, value in schema.items() if key not in ("anyOf", "default")}
    if len(kinds) == 1:
        found.update(kinds[0])
        return found
    return schema


def html(said: dict[str, Any]) -> str:
    """Return a page of all operations."""
    parts = [
        (
            "<!doctype html><html lang=en><meta charset=utf-8><title>pgdialer REST</title>"
            "<style>body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
            "code{background:#eee;padding:0 .2em}table{border-collapse:collapse}"
            "td,th{border:1px solid #ccc;padding:.2em .5em;text-align:left}</style>"
            f"<h1>pgdialer REST</h1><p>The same as <a href='{PREFIX}/openapi.json'>OpenAPI</a>.</p>"
        )
    ]
    schemas = said["components"]["schemas"]
    for path, operations in said["paths"].items():
        for method, operation in operations.items():
            parts.append(f"<h2><code>{method.upper()} {escape(path)}</code></h2>")
            parts.append(f"<p>{escape(operation.get('summary', ''))}</p>")
            rows = [
                (one["name"], one["in"], one["schema"], one.get("description", ""))
                for one in operation.get("parameters", [])
            ]
            for media in operation.get("requestBody", {}).get("content", {}).values():
                name = media["schema"].get("$ref", "").rpartition("/")[2]
                rows += [
                    (key, "body", value, value.get("description", ""))
                    for key, value in schemas.get(name, {}).get("properties", {}).items()
                ]
            if rows:
                cells = "".join(
                    f"<tr><td><code>{escape(name)}</code><td>{where}<td>{escape(_kind(schema))}"
                    f"<td>{escape(text)}</tr>"
                    for name, where, schema, text in rows
                )
                parts.append(f"<table><tr><th>Name<th>In<th>Kind<th>Meaning</tr>{cells}</table>")
    return "\n".join(parts)


def _kind(schema: dict[str, Any]) -> str:
    """Say in a word what a value is."""
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    return str(schema.get("format") or schema.get("type") or schema.get("const") or "any")
