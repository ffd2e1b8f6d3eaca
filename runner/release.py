"""What this release consists of: its migrations in order, and the files of sql/."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .. import __version__
from . import migrations
from .files import BadRelease, SqlFile, ordered
from .migrations import Migration

_FOR_MIGRATIONS = re.compile(
    r"CREATE\s+(?:(?:UNIQUE\s+)?INDEX|TABLE|SEQUENCE|TYPE|DOMAIN|MATERIALIZED\s+VIEW)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Release:
    """Everything that a deployment may have to apply."""

    migrations: list[Migration]
    code: list[SqlFile]
    version: str = __version__

    @classmethod
    def read(cls, folder: Path, code: Path) -> Release:
        """Read the files, and refuse what contradicts itself before a database is touched."""
        release = cls(migrations.read(folder), ordered(code))
        for file in release.code:
            for statement in file.statements():
                if _FOR_MIGRATIONS.match(statement.text):
                    raise BadRelease(
                        f"{statement.path} line {statement.line}: cannot be applied again; "
                        "it belongs in migrations/"
                    )
        return release

    @staticmethod
    def names(files: Iterable[SqlFile]) -> set[tuple[str, str]]:
        """Return kind and name of every routine, trigger and view that these files create."""
        return {
            statement.creates
            for file in files
            for statement in file.statements()
            if statement.creates
        }

    @property
    def hashes(self) -> dict[str, str]:
        """Hash of every file by path."""
        every = [*(one.file for one in self.migrations), *self.code]
        return {file.path: file.hash for file in every}
