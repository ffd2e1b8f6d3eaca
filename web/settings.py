"""What the operator decides about the web service."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Literal, get_args
from urllib.parse import urlsplit

from ..runner.errors import UserError

Network = IPv4Network | IPv6Network
Cookie = Literal["auto", "always", "never"]

LOOPBACK: tuple[Network, ...] = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


@dataclass(frozen=True)
class Settings:
    """Settings of the service; each can be given by the environment as PGDIALER_ and its name."""

    database: str = ""
    schema: str = "dialer"
    secret_key: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    allowed_origins: tuple[str, ...] = ()  # pages elsewhere that may call the URLs
    allow_plain_get: bool = False  # dial on a GET of which a browser does not say where from
    secure_cookie: Cookie = "auto"  # auto: secure where the request came by https
    trusted_proxies: tuple[Network, ...] = ()  # whose X-Forwarded-... headers are believed
    login_header: str = ""  # in which a trusted proxy names the agent it has let in
    metrics_from: tuple[Network, ...] = LOOPBACK  # who may read /metrics
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_claim: str = "preferred_username"  # which is the agent's Login
    connections: int = 16  # to the database, at most
    wait: float = 5.0  # seconds for one of them, before the answer is 503
    statement_timeout: float = 10.0  # seconds
    upload_limit: int = 1 << 20  # bytes of a request, unless a view says otherwise

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ, **given: object) -> Settings:
        """Return what is given, else what the environment says, else the defaults."""
        chosen: dict[str, object] = {}
        for one in fields(cls):
            variable = f"PGDIALER_{one.name.upper()}"
            if given.get(one.name) not in (None, ()):
                chosen[one.name] = given[one.name]
            elif environment.get(variable) and one.name in _READERS:
                chosen[one.name] = _READERS[one.name](variable, environment[variable])
        settings = cls(**chosen)  # type: ignore[arg-type]
        if settings.login_header and not settings.trusted_proxies:
            raise UserError(
                f"{settings.login_header} would be believed of anybody: name the proxy's address"
                " in PGDIALER_TRUSTED_PROXIES."
            )
        return settings

    @property
    def signs_on(self) -> bool:
        """Whether logging in by OpenID Connect is set up."""
        return bool(self.oidc_issuer and self.oidc_client_id)

    def trusts(self, address: str | None) -> bool:
        """Whether this is one of the proxies in front."""
        return is_within(address, self.trusted_proxies)


def is_within(address: str | None, networks: tuple[Network, ...]) -> bool:
    """Whether an address lies in one of the networks; what is no address lies in none."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return False
    return any(found in network for network in networks)


def origin_of(url: str) -> str:
    """Return scheme, host and port of a URL; empty if it has none."""
    try:
        part = urlsplit(url)
        port = part.port
    except ValueError:
        return ""
    if part.scheme not in ("http", "https") or not part.hostname:
        return ""
    host = f"[{part.hostname}]" if ":" in part.hostname else part.hostname
    usual = {"http": 80, "https": 443}[part.scheme]
    return f"{part.scheme}://{host}" + (f":{port}" if port and port != usual else "")


def read_origins(name: str, text: str) -> tuple[str, ...]:
    """Read a list of origins, separated by commas or blanks."""
    found = []
    for word in text.replace(",", " ").split():
        origin = origin_of(word)
        if not origin:
            raise UserError(f'{name}: "{word}" is no origin: write https://crm.example.com')
        found.append(origin)
    return tuple(found)


def read_networks(name: str, text: str) -> tuple[Network, ...]:
    """Read a list of addresses and networks, separated by commas or blanks."""
    try:
        return tuple(ip_network(word) for word in text.replace(",", " ").split())
    except ValueError as error:
        raise UserError(f"{name}: {error}; write 10.0.0.5 or 10.0.0.0/24.") from error


def _flag(name: str, text: str) -> bool:
    if text.lower() not in ("0", "1", "true", "false", "yes", "no"):
        raise UserError(f'{name}: "{text}" is neither true nor false.')
    return text.lower() in ("1", "true", "yes")


def _number(name: str, text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise UserError(f'{name}: "{text}" is no whole number above 0.')
    return int(text)


def _cookie(name: str, text: str) -> str:
    if text not in get_args(Cookie):
        raise UserError(f'{name}: "{text}" is not one of {", ".join(get_args(Cookie))}.')
    return text


def _key(name: str, text: str) -> str:
    if len(text) < 32:
        raise UserError(f"{name} must have at least 32 characters: openssl rand -hex 32 makes one.")
    return text


def _text(_name: str, text: str) -> str:
    return text


_READERS: dict[str, Callable[[str, str], object]] = {
    "secret_key": _key,
    "allowed_origins": read_origins,
    "allow_plain_get": _flag,
    "secure_cookie": _cookie,
    "trusted_proxies": read_networks,
    "login_header": _text,
    "metrics_from": read_networks,
    "oidc_issuer": _text,
    "oidc_client_id": _text,
    "oidc_client_secret": _text,
    "oidc_claim": _text,
    "connections": _number,
    "wait": _number,
    "statement_timeout": _number,
    "upload_limit": _number,
}
