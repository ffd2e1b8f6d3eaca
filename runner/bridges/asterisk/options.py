"""What the bridge to Asterisk is told on the command line, as --option NAME=VALUE."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self
from urllib.parse import urlsplit

from ...errors import UserError


@dataclass(frozen=True, slots=True)
class Options:
    """Where Asterisk is, who we are there, and how it is told whom to dial."""

    url: str = "http://127.0.0.1:8088/ari"
    user: str = "pgdialer"
    password: str = ""
    trunk: str = "carrier"  # for calls to which the database gives none
    dial: str = "PJSIP/{number}@{trunk}"
    phone: str = "PJSIP/{extension}"
    rings: int = 30  # seconds that the telephone of an agent rings
    guard: int = 10  # seconds that a customer who has answered may be left without anybody
    app: str = "pgdialer"  # how the names of our applications begin
    inbound: str = ""  # the application to which the dialplan sends calls that come in

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """Take NAME=VALUE; raise UserError for what is unknown, missing or cannot be."""
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(given) - known):
            raise UserError(
                f"The bridge to Asterisk has no option {', '.join(unknown)};"
                f" it has {', '.join(sorted(known))}."
            )
        values: dict[str, str | int] = {**given}
        for name in sorted({"guard", "rings"} & given.keys()):
            if not given[name].isdecimal() or int(given[name]) < 1:
                raise UserError(f'{name}="{given[name]}" is no number of seconds: write 1 or more.')
            values[name] = int(given[name])
        made = cls(**values)  # type: ignore[arg-type]
        if not _is_address(made.url):
            raise UserError(f'url="{made.url}" is no address of ARI: http://HOST:8088/ari is one.')
        if "password" not in given:
            raise UserError("Asterisk's ARI user needs a password: --option password=… is missing.")
        for name, must in (("dial", "{number}"), ("phone", "{extension}")):
            if must not in getattr(made, name):
                raise UserError(f'{name}="{getattr(made, name)}" does not say where {must} goes.')
        return made

    def customer(self, number: str, trunk: str | None) -> str:
        """Return what Asterisk dials to reach a number."""
        return self.dial.replace("{number}", number).replace("{trunk}", trunk or self.trunk)

    def telephone(self, extension: str) -> str:
        """Return what Asterisk calls the telephone of a workplace."""
        return self.phone.replace("{extension}", extension)


def _is_address(url: str) -> bool:
    try:
        where = urlsplit(url)
        # Reading the port says whether it can be one; user and password have their own options.
        _ = where.port
    except ValueError:
        return False
    return where.scheme in ("http", "https") and bool(where.hostname) and where.username is None
