"""Files that were sent and are to be imported: each in a folder of its own, for a day.

They outlive the process, so that an import that was cut short with it can go on.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import tempfile
import time
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from ...problems import Problem

KEPT = 86400.0  # seconds
LONGEST = 60  # characters of a name, which systems count in bytes
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")
_NO_NAME = re.compile(r"[\\/\x00-\x1f\x7f:*?\"<>|]")


@dataclass(frozen=True)
class Upload:
    """A file that was sent."""

    token: str
    path: Path

    @property
    def name(self) -> str:
        """What it is called."""
        return self.path.name

    @property
    def rejects(self) -> Path:
        """Where its rows go that were not taken, as the file has them."""
        return self.path.parent.parent / "rejects.csv"

    def belongs_to(self, import_id: int) -> None:
        """Note which import it is read for."""
        (self.path.parent.parent / "import").write_text(str(import_id))


def keep(file: FileStorage, agent_id: UUID) -> Upload:
    """Keep what a browser sends."""
    forget_old()
    token = secrets.token_urlsafe(24)
    folder = _folder() / token
    (folder / "file").mkdir(mode=0o700, parents=True)
    (folder / "agent").write_text(str(agent_id))
    upload = Upload(token, folder / "file" / _plain(file.filename or ""))
    file.save(upload.path, buffer_size=1 << 18)
    return upload


def find(token: str, agent_id: UUID) -> Upload:
    """Return a file that the agent has sent."""
    folder = _folder() / token
    if (
        not _TOKEN.fullmatch(token)
        or not folder.is_dir()
        or _says(folder, "agent") != str(agent_id)
    ):
        raise Problem(
            HTTPStatus.NOT_FOUND,
            gettext("The file is not here any more"),
            gettext("Files that were sent are kept for a day, for whoever sent them."),
            gettext("Choose the file again."),
        )
    return _upload(folder)


def of_import(import_id: int) -> Upload | None:
    """Return the file that an import was read from, if it is still here; the last one sent."""
    found = [one for one in _folder().iterdir() if _says(one, "import") == str(import_id)]
    found.sort(key=lambda one: one.stat().st_mtime)
    return _upload(found[-1]) if found else None


def forget(upload: Upload) -> None:
    """Delete a file that is not needed any more."""
    shutil.rmtree(upload.path.parent.parent, ignore_errors=True)


def forget_old() -> None:
    """Delete what was sent more than a day ago."""
    for one in _folder().iterdir():
        if one.stat().st_mtime < time.time() - KEPT:
            shutil.rmtree(one, ignore_errors=True)


def _folder() -> Path:
    """Return the folder of all of them; nobody else must have made it."""
    folder = Path(tempfile.gettempdir()) / f"pgdialer-imports-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    about = folder.lstat()
    if not stat.S_ISDIR(about.st_mode) or about.st_uid != os.getuid() or about.st_mode & 0o077:
        raise Problem(
            HTTPStatus.INSUFFICIENT_STORAGE,
            gettext("Nowhere to keep files"),
            gettext("The folder %(folder)s belongs to somebody else.", folder=folder),
            gettext("Have an administrator remove it, or set TMPDIR for pgdialer web."),
        )
    return folder


def _upload(folder: Path) -> Upload:
    return Upload(folder.name, next((folder / "file").iterdir()))


def _says(folder: Path, name: str) -> str | None:
    try:
        return (folder / name).read_text()
    except OSError:
        return None


def _plain(name: str) -> str:
    plain = _NO_NAME.sub("_", re.split(r"[\\/]", name)[-1]).strip(" .")
    return plain[-LONGEST:] or "upload.csv"
