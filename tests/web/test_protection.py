"""Who may make a browser do something: the matrix of what browsers say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.floor import Floor, new_number
from tests.web.conftest import BAR, EDITOR, Person, hidden, token_of

OURS = "http://localhost"
CRM = "https://crm.example.com"
EVIL = "https://evil.example.com"

# What the browser says, and whether GET and POST are let through: cookie or proxy, no token.
MATRIX: dict[str, tuple[dict[str, str], bool, bool]] = {
    "our page": ({"Sec-Fetch-Site": "same-origin"}, True, True),
    "typed, or opened by a program": ({"Sec-Fetch-Site": "none"}, True, True),
    "a page elsewhere": ({"Sec-Fetch-Site": "cross-site"}, False, False),
    "a page elsewhere, named": ({"Sec-Fetch-Site": "cross-site", "Origin": EVIL}, False, False),
    "a link elsewhere": ({"Sec-Fetch-Site": "cross-site", "Referer": f"{EVIL}/x"}, False, False),
    "a neighbour": ({"Sec-Fetch-Site": "same-site"}, False, False),
    "a neighbour, named": (
        {"Sec-Fetch-Site": "same-site", "Origin": "http://other.localhost"}, False, False,
    ),
    "the CRM's page": ({"Sec-Fetch-Site": "cross-site", "Origin": CRM}, True, True),
    "a link in the CRM": ({"Sec-Fetch-Site": "cross-site", "Referer": f"{CRM}/card?id=1"}, True, True),
    "old browser, our page": ({"Referer": f"{OURS}/ReactClient/"}, True, True),
    "old browser, our form": ({"Origin": OURS}, True, True),
    "old browser, elsewhere": ({"Referer": f"{EVIL}/"}, False, False),
    "old browser, the CRM": ({"Referer": f"{CRM}/card"}, True, True),
    "hidden on purpose": ({"Origin": "null"}, False, False),
    "a name like ours": ({"Origin": f"{OURS}.evil.example.com"}, False, False),
    "our name in the path": ({"Referer": f"{EVIL}/{OURS}"}, False, False),
    "another port of ours": ({"Origin": f"{OURS}:8443"}, False, False),
    "nonsense": ({"Origin": "http://[::"}, False, False),
    # On plain http browsers say nothing on a GET; on a POST they always name the origin.
    "silence": ({}, False, True),
}  # fmt: skip


@pytest.fixture
def behind(make_client: Callable[..., FlaskClient], floor: Floor) -> Callable[..., FlaskClient]:
    """A service behind a proxy that has let jana in, which browsers cannot help either."""
    from ipaddress import ip_network

    floor.agent(Login="jana")
    token_of(floor.conn, "jana")

    def make(**settings: Any) -> FlaskClient:
        client = make_client(
            allowed_origins=(CRM,), login_header="Remote-User",
            trusted_proxies=(ip_network("127.0.0.1"),), **settings,
        )  # fmt: skip
        client.environ_base["HTTP_REMOTE_USER"] = "jana"
        return client

    return make


def dial(client: FlaskClient, method: str, headers: dict[str, str]) -> int:
    query = {"Cmd": "PrivateCall", "Par": new_number()}
    return client.open(BAR, method=method, query_string=query, headers=headers).status_code


@pytest.mark.parametrize("case", MATRIX)
def test_browsers(behind: Callable[..., FlaskClient], case: str) -> None:
    """A request that changes something is refused if a page elsewhere may have made it."""
    headers, get, post = MATRIX[case]
    client = behind()
    # Each may meet the agent's call of the other: what matters is whether it was let through.
    assert (dial(client, "GET", headers) != 403) == get
    assert (dial(client, "POST", headers) != 403) == post


def test_what_is_refused_dials_nothing(behind: Callable[..., FlaskClient], floor: Floor) -> None:
    """And the answer says what to do."""
    client = behind()
    answer = client.get(
        BAR, query_string={"Cmd": "PrivateCall", "Par": new_number()}, headers={"Origin": EVIL}
    )
    assert (answer.status_code, answer.content_type) == (403, "application/problem+json")
    assert EVIL in answer.json["detail"]
    assert "--allow-origin" in answer.json["hint"]
    assert floor.value("SELECT count(*) FROM OutboundCall") == 0


def test_silence_may_be_allowed(behind: Callable[..., FlaskClient]) -> None:
    """--allow-plain-get lets through a GET of which nothing is said, and nothing else."""
    client = behind(allow_plain_get=True)
    assert dial(client, "GET", {}) == 200
    assert dial(client, "GET", {"Origin": EVIL}) == 403


@pytest.mark.parametrize("headers", [given for given, _, _ in MATRIX.values()])
def test_a_token_is_no_cookie(jana: Person, headers: dict[str, str]) -> None:
    """No browser sends a token by itself: programs may call as they like."""
    assert dial(jana.client, "GET", headers | jana.token) != 403


def test_reading_is_free(behind: Callable[..., FlaskClient]) -> None:
    """GetState changes nothing and may be asked from anywhere; the answer is not readable there."""
    answer = behind().get(f"{BAR}?Cmd=GetState", headers={"Origin": EVIL})
    assert answer.status_code == 200
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("purpose", ["prefetch", "prefetch;prerender"])
def test_nothing_is_fetched_ahead(jana: Person, purpose: str) -> None:
    """A browser that prefetches a link does not dial; nor does HEAD."""
    query = {"Cmd": "PrivateCall", "Par": new_number()}
    headers = jana.token | {"Sec-Purpose": purpose}
    assert jana.client.get(BAR, query_string=query, headers=headers).status_code == 405
    assert jana.client.head(BAR, query_string=query, headers=jana.token).status_code == 405
    assert jana.floor.value("SELECT count(*) FROM OutboundCall") == 0


def test_pages_of_the_crm_read_the_answer(behind: Callable[..., FlaskClient]) -> None:
    """Allowed origins get the headers that let their scripts read; others get none."""
    client = behind()
    answer = client.options(BAR, headers={"Origin": CRM, "Access-Control-Request-Method": "POST"})
    assert answer.headers["Access-Control-Allow-Origin"] == CRM
    assert "Idempotency-Key" in answer.headers["Access-Control-Allow-Headers"]
    assert "Origin" in answer.headers["Vary"]


@pytest.mark.parametrize("path", ["/login", "/healthz", "/nowhere", BAR, "/static/style.css"])
def test_every_answer_is_hardened(client: FlaskClient, path: str) -> None:
    """No sniffing, no framing, no script but ours, nothing kept by caches."""
    headers = client.get(path, buffered=True).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert ("no-store" in headers.get("Cache-Control", "")) == (path != "/static/style.css")
    assert headers["X-Request-Id"]


def test_forms_carry_a_token(behind: Callable[..., FlaskClient], floor: Floor) -> None:
    """The editor takes no form but its own: not without the token, not with another's."""
    client = behind()
    floor.agent(Login="petr")
    values = {"Number": new_number(), "OutboundListId": str(floor.list_id)}
    assert client.post(EDITOR, data=values).status_code == 403
    theirs = client.get(EDITOR, headers={"Remote-User": "petr"}).text
    ours = client.get(EDITOR).text
    for page, status in ((theirs, 403), (ours, 303)):
        answer = client.post(EDITOR, data=values | {"FormToken": hidden(page, "FormToken")})
        assert answer.status_code == status
    assert floor.value("SELECT count(*) FROM OutboundCall") == 1


@pytest.mark.parametrize(("peer", "status"), [("127.0.0.1", 200), ("10.0.0.9", 401), ("unix", 401)])
def test_only_the_proxy_is_believed(
    behind: Callable[..., FlaskClient], peer: str, status: int
) -> None:
    """The header of single sign-on is believed of the proxy's address alone, whatever is forwarded."""
    client = behind()
    answer = client.get(
        f"{BAR}?Cmd=GetState",
        headers={"X-Forwarded-For": "127.0.0.1"},
        environ_overrides={"REMOTE_ADDR": peer},
    )
    assert answer.status_code == status, answer.text
