"""Recordings of calls: files of one folder, for those who may hear them."""

from __future__ import annotations

import mimetypes
from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, Response, g, send_file

from .database import acting, row
from .problems import Problem

blueprint = Blueprint("recordings", __name__)

HEAR = "SELECT hear_recording(%s::bigint) AS name, configuration('RecordingFolder') AS folder"
SOUNDS = {".wav": "audio/wav", ".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".opus": "audio/ogg"}
UNKNOWN = "application/octet-stream"


@blueprint.get("/ReactClient/api/recordings/<int:recording_id>")
def play(recording_id: int) -> Response:
    """Send a recording to a page."""
    return hear(recording_id)


def hear(recording_id: int) -> Response:
    """Return the recording, or the part of it that was asked for, if the caller may hear it."""
    g.logged["recording"] = recording_id
    # In one transaction: what cannot be sent leaves no trace of having been heard.
    with acting() as conn:
        found = row(conn, HEAR, [recording_id])
        return _sent(recording_id, _placed(found["folder"], found["name"]))


def _placed(folder: str | None, name: str) -> Path | None:
    """Return the file, wherever links lead; None if it is not there, or not in the folder."""
    base = Path(folder or "")
    if not base.is_absolute():
        raise Problem(
            HTTPStatus.NOT_FOUND,
            "Not served here",
            "Recordings are not served here: RecordingFolder names no folder.",
            "Set the configuration parameter RecordingFolder to their folder, from / on, as this"
            " server sees it.",
        )
    try:
        path = (base / name).resolve()
        inside = Path(name).name == name and path.is_relative_to(base.resolve())
        return path if inside and path.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None


def _sent(recording_id: int, path: Path | None) -> Response:
    kind = SOUNDS.get(path.suffix.lower(), mimetypes.guess_type(path.name)[0] or "") if path else ""
    is_sound = kind.startswith("audio/")
    try:
        if path:
            sent = send_file(
                path,
                mimetype=kind if is_sound else UNKNOWN,
                as_attachment=not is_sound,  # a page would be shown as one of ours
                conditional=True,
            )
            sent.headers["Cache-Control"] = "private, no-store"
            return sent
    except OSError:
        g.logged["problem"] = "unreadable"
    raise Problem(
        HTTPStatus.NOT_FOUND,
        "The file is gone",
        f"The file of recording {recording_id} is not in the folder of recordings, or cannot be"
        " read.",
        "See whether the folder is mounted on this server, and whether the service may read it.",
    )
