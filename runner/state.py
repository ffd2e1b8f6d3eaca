"""What a database holds, compared with what this release expects; and the record of it."""

from __future__ import annotations

from dataclasses import dataclass

from . import catalog
from .catalog import Connection, Key
from .migrations import Migration, applied
from .objects import Objects
from .release import Release

_HAS_RECORD = "SELECT to_regclass('SchemaVersion') IS NOT NULL"
_FILES = "SELECT Path, Hash FROM DeployedFile"
_OBJECTS = "SELECT Kind, Identity, Definition FROM DeployedObject"
_VERSION = "SELECT Version, ServerMajor FROM SchemaVersion ORDER BY DeployedTime DESC LIMIT 1"

_RECORD_FILE = """
    INSERT INTO DeployedFile (Path, Hash)
    VALUES (%s, %s)
    ON CONFLICT (Path) DO UPDATE SET Hash = excluded.Hash
"""
_FORGET_FILES = "DELETE FROM DeployedFile WHERE Path <> ALL (%s)"
_RECORD_VERSION = """
    INSERT INTO SchemaVersion (Version, Migration, ServerMajor, DeployedTime)
    VALUES (%s, %s, %s, clock_timestamp())
    ON CONFLICT (Version) DO UPDATE
    SET
        Migration = excluded.Migration,
        ServerMajor = excluded.ServerMajor,
        DeployedTime = excluded.DeployedTime
"""


@dataclass(frozen=True)
class Changes:
    """What lies between a database and this release."""

    version: str | None
    release: str
    unknown: list[str]
    pending: list[Migration]
    edited: list[str]
    files: list[str]
    objects: list[str]
    other_server: bool

    def __bool__(self) -> bool:
        """Whether a deployment has something to do; an edited migration it cannot help."""
        return bool(
            self.version != self.release
            or self.pending
            or self.files
            or self.objects
            or self.other_server
        )

    def from_the_future(self) -> str:
        """Say why this release must not touch the database."""
        return (
            f"The database was made by a newer release ({self.version}) than this one "
            f"({self.release}), which does not know {', '.join(self.unknown)}. "
            "Install that release, or a later one."
        )

    def problems(self) -> list[str]:
        """Say what is not as this release expects it, a line each."""
        if self.unknown:
            return [self.from_the_future()]
        if self.version is None:
            return ["Nothing is installed in this schema yet: run pgdialer migrate."]
        return [
            *(f"Migration {one.id} is not applied yet." for one in self.pending),
            *(f"{path} was edited after it had been applied." for path in self.edited),
            *(f"{path} is not what was deployed." for path in self.files),
            *self.objects,
            *(
                [f"Release {self.version} is deployed, this is {self.release}."]
                if self.version != self.release
                else []
            ),
            *(
                ["The server's major version has changed since the deployment."]
                if self.other_server
                else []
            ),
        ]


def deployed(conn: Connection) -> str | None:
    """Return the version that was deployed last, if any."""
    found = _last_version(conn)
    return found[0] if found else None


def compare(conn: Connection, release: Release) -> Changes:
    """Compare the current schema with a release, changing nothing."""
    last = _last_version(conn)
    held = applied(conn)
    hashes = dict(conn.execute(_FILES).fetchall()) if last else {}
    known = {one.id for one in release.migrations}
    code = {file.path for file in release.code}
    of_migrations = {one.file.path for one in release.migrations if one.id in held}
    differs = {path for path, hashed in release.hashes.items() if hashes.get(path) != hashed}
    gone = set(hashes) - set(release.hashes)
    other_server = bool(last) and last[1] != _major(conn) if last else False
    return Changes(
        version=last[0] if last else None,
        release=release.version,
        unknown=sorted(held - known),
        pending=[one for one in release.migrations if one.id not in held],
        edited=sorted(differs & of_migrations & set(hashes)),
        files=sorted(differs & code | gone),
        objects=_altered(conn) if last and not other_server else [],
        other_server=other_server,
    )


def record(conn: Connection, release: Release, objects: Objects) -> None:
    """Write down, in the caller's transaction, what the database now holds."""
    hashes = dict(conn.execute(_FILES).fetchall())
    kept = {one.file.path for one in release.migrations if one.file.path in hashes}
    with conn.cursor() as cursor:
        cursor.execute(_FORGET_FILES, [list(release.hashes)])
        cursor.executemany(
            _RECORD_FILE, [item for item in release.hashes.items() if item[0] not in kept]
        )
        cursor.execute(_RECORD_VERSION, [release.version, release.migrations[-1].id, _major(conn)])
    objects.remember()


def _last_version(conn: Connection) -> tuple[str, int] | None:
    exists = conn.execute(_HAS_RECORD).fetchone()
    if not exists or not exists[0]:
        return None
    return conn.execute(_VERSION).fetchone()


def _major(conn: Connection) -> int:
    return conn.info.server_version // 10_000


def _altered(conn: Connection) -> list[str]:
    """Say which objects are not as the deployment left them."""
    now = catalog.definitions(conn)
    said = []
    for kind, identity, definition in conn.execute(_OBJECTS):
        key = Key(kind, identity)
        if key not in now:
            said.append(f"{key} is missing.")
        elif now[key] != definition:
            said.append(f"{key} was altered.")
    return sorted(said)
