"""Logging in and out: passwords, sessions, the lock, single sign-on."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import Any
from urllib.parse import parse_qs, urlsplit

import argon2
import pytest
from flask.testing import FlaskClient
from pgdialer.runner.errors import UserError
from pgdialer.web.settings import Settings, origin_of

from tests.floor import Floor
from tests.web.conftest import BAR, EDITOR

PASSWORD = "correct horse battery"


@pytest.fixture
def known(floor: Floor) -> Floor:
    """A floor with an agent who has a password."""
    agent = floor.agent(Login="jana", DisplayName="Jana")
    quick = argon2.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
    floor.do("set_password", agent, quick.hash(PASSWORD))
    return floor


def log_in(client: FlaskClient, login: str = "jana", password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/login", json={"login": login, "password": password}, **more)


def state(client: FlaskClient) -> int:
    return client.get(f"{BAR}?Cmd=GetState").status_code


def test_in_and_out(known: Floor, client: FlaskClient) -> None:
    """PERM-1: the cookie of a login acts for the agent until he logs out."""
    assert state(client) == 401
    answer = log_in(client)
    assert answer.status_code == 200, answer.text
    assert client.get(f"{BAR}?Cmd=GetState").json["Login"] == "jana"
    assert client.post("/logout", json={}).status_code == 204
    assert state(client) == 401


@pytest.mark.parametrize(
    ("setting", "https", "secure"),
    [("auto", False, False), ("auto", True, True), ("always", False, True), ("never", True, False)],
)
def test_the_cookie(
    known: Floor, make_client: Callable[..., FlaskClient], setting: str, https: bool, secure: bool
) -> None:
    """No script reads it, no page elsewhere sends it with a form, and it travels by https where there is."""
    client = make_client(secure_cookie=setting)
    answer = log_in(client, base_url="https://localhost" if https else "http://localhost")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert ("Secure" in cookie) == secure
    assert cookie.startswith("__Host-") == secure
    # What the browser has is not what the database has, nor the other way round.
    stored = known.value("SELECT SessionHash FROM LoginSession")
    assert stored not in cookie
    assert PASSWORD not in cookie


def test_a_cookie_of_somebodys_own_making(
    known: Floor, client: FlaskClient, make_client: Callable[..., FlaskClient]
) -> None:
    """A cookie is signed: one that was changed, or signed by another key, is nobody's."""
    log_in(client)
    good = client.get_cookie("pgdialer")
    assert good
    for value in (
        "x",
        # Not the last letter, of which not all bits count.
        good.value[:-2] + ("A" if good.value[-2] != "A" else "B") + good.value[-1],
        good.value.partition(".")[0],
    ):
        client.set_cookie("pgdialer", value)
        assert state(client) == 401
    other = make_client(secret_key="other" * 8)
    other.set_cookie("pgdialer", good.value)
    assert state(other) == 401


@pytest.mark.parametrize(
    ("login", "password"),
    [("jana", "wrong"), ("nobody", PASSWORD), ("", ""), ("jana", "x" * 100_000)],
)
def test_wrong(known: Floor, client: FlaskClient, login: str, password: str) -> None:
    """A wrong password and an unknown name get the same answer."""
    answer = log_in(client, login, password)
    assert answer.status_code == 401
    assert answer.json["detail"] == "This login and this password do not go together."
    assert "Set-Cookie" not in answer.headers


def test_the_lock(known: Floor, client: FlaskClient) -> None:
    """PERM-1: after five failures in a row not even the right password is looked at; the answer says for how long."""
    for _ in range(5):
        assert log_in(client, password="wrong").status_code == 401
    answer = log_in(client)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert answer.json["code"] == "PD044"
    page = client.post("/login", data={"login": "jana", "password": PASSWORD})
    assert (page.status_code, page.mimetype) == (429, "text/html")
    assert "Too many failed logins" in page.text


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("", "/ReactClient/"),
        (f"{EDITOR}?Number=1", f"{EDITOR}?Number=1"),
        ("https://evil.example.com/", "/ReactClient/"),
        ("//evil.example.com/", "/ReactClient/"),
        ("/\\evil.example.com/", "/ReactClient/"),
        ("/\r\nSet-Cookie: a=b", "/ReactClient/"),
    ],
)
def test_the_form(known: Floor, client: FlaskClient, wanted: str, leads_to: str) -> None:
    """A plain form; afterwards to where one wanted to go, if that is a page of ours."""
    page = client.get("/login", query_string={"next": wanted}).text
    assert 'autocomplete="current-password"' in page
    assert "<script" not in page
    values = {"login": "jana", "password": PASSWORD, "next": wanted}
    answer = client.post("/login", data=values, headers={"Origin": "http://localhost"})
    assert (answer.status_code, answer.location) == (303, leads_to)


def test_a_wrong_password_typed(known: Floor, client: FlaskClient) -> None:
    """The form comes again with the name in it, and says what is wrong; never the password."""
    answer = client.post("/login", data={"login": "jana", "password": "wrong horse"})
    assert answer.status_code == 401
    assert 'value="jana"' in answer.text
    assert 'role="alert"' in answer.text
    assert "wrong horse" not in answer.text


def test_nobody_logs_another_in(known: Floor, client: FlaskClient) -> None:
    """A page elsewhere cannot log its visitor in as somebody of its choice."""
    answer = log_in(client, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert state(client) == 401


BAD_SETTINGS = {
    "SECRET_KEY": "short",
    "ALLOWED_ORIGINS": "crm.example.com",
    "TRUSTED_PROXIES": "proxy",
    "ALLOW_PLAIN_GET": "maybe",
    "SECURE_COOKIE": "sometimes",
    "CONNECTIONS": "many",
    "LOGIN_HEADER": "Remote-User",
}


@pytest.mark.parametrize("name", BAD_SETTINGS)
def test_bad_settings(name: str) -> None:
    """A setting that makes no sense is refused in one sentence; a login header needs the proxy's address."""
    with pytest.raises(UserError):
        Settings.read({f"PGDIALER_{name}": BAD_SETTINGS[name]})


def test_good_settings() -> None:
    """What is given goes before the environment, which goes before the defaults; secrets are not shown."""
    environment = {
        "PGDIALER_SECRET_KEY": "s" * 32,
        "PGDIALER_ALLOWED_ORIGINS": "https://CRM.example.com:443/x, http://b:81",
        "PGDIALER_TRUSTED_PROXIES": "10.0.0.0/8",
    }
    settings = Settings.read(environment, schema="other", trusted_proxies=(ip_network("::1"),))
    assert settings.schema == "other"
    assert settings.allowed_origins == ("https://crm.example.com", "http://b:81")
    assert settings.trusts("::1")
    assert not settings.trusts("10.0.0.1")
    assert settings.keeps_sessions
    assert not Settings.read({}).keeps_sessions
    assert "ssss" not in repr(settings)
    assert origin_of("https://[::1]:8443/x") == "https://[::1]:8443"


class Provider(BaseHTTPRequestHandler):
    """As much of an OpenID provider as a login needs; it lets everybody in as `login`."""

    login = "jana"
    key: Any
    nonces: dict[str, str]

    def log_message(self, *_args: Any) -> None:
        """Keep quiet."""

    def _send(self, body: Any) -> None:
        text = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def do_GET(self) -> None:
        if self.path == "/keys":
            self._send({"keys": [self.key.as_dict(private=False) | {"kid": "k1"}]})
        else:
            self._send({
                "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
            })  # fmt: skip

    def do_POST(self) -> None:
        from joserfc import jwt

        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        claims = {
            "iss": self.issuer, "aud": "pgdialer", "sub": "1", "iat": int(time.time()),
            "exp": int(time.time()) + 60, "nonce": self.nonces[form["code"][0]],
            "preferred_username": self.login,
        }  # fmt: skip
        made = jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.key)
        self._send({"access_token": "a", "token_type": "Bearer", "id_token": made})


@pytest.fixture
def provider() -> Iterator[type[Provider]]:
    from joserfc.jwk import RSAKey

    Provider.key, Provider.nonces, Provider.login = RSAKey.generate_key(2048), {}, "jana"
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    Provider.url = f"http://127.0.0.1:{server.server_address[1]}"  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Provider
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(("login", "status"), [("jana", 303), ("stranger", 403)])
def test_openid_connect(
    make_client: Callable[..., FlaskClient], floor: Floor, provider: Any, login: str, status: int
) -> None:
    """PERM-1: a provider lets the agent in who has the login it names; nobody else."""
    floor.agent(Login="jana")
    provider.login = login
    client = make_client(
        oidc_issuer=provider.url, oidc_client_id="pgdialer", oidc_client_secret="s"
    )
    assert "/login/oidc" in client.get("/login").text
    away = client.get("/login/oidc", query_string={"next": EDITOR})
    assert away.status_code == 302, away.text
    asked = {name: value[0] for name, value in parse_qs(urlsplit(away.location).query).items()}
    assert asked["redirect_uri"] == "http://localhost/login/oidc/callback"
    provider.nonces["c1"] = asked["nonce"]
    back = client.get("/login/oidc/callback", query_string={"code": "c1", "state": asked["state"]})
    assert back.status_code == status, back.text
    if status == 303:
        assert back.location == EDITOR
        assert any(name.startswith("pgdialer=") for name in back.headers.getlist("Set-Cookie"))
    # The same answer once more is worth nothing.
    again = client.get("/login/oidc/callback", query_string={"code": "c1", "state": asked["state"]})
    assert again.status_code == 401


def test_the_provider_is_away(make_client: Callable[..., FlaskClient]) -> None:
    """503, and a password still does."""
    client = make_client(oidc_issuer="http://127.0.0.1:1", oidc_client_id="pgdialer")
    answer = client.get("/login/oidc")
    assert answer.status_code == 503, answer.text
