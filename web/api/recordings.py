"""Recordings of calls."""

from __future__ import annotations

from flask import Response

from ..recordings import hear
from .blueprint import Api
from .kinds import CallId, Given

api = Api("recordings", "Recordings of calls, for those who may hear them.")

SOUND = {"audio/wav": {"schema": {"type": "string", "format": "binary"}}}


class RecordingPath(Given):
    """Which recording."""

    recording_id: CallId


@api.get(
    "/recordings/<recording_id>/file",
    responses={
        200: {"description": "The recording.", "content": SOUND},
        206: {"description": "The part of it that the header Range names.", "content": SOUND},
        304: {"description": "It is what If-None-Match names."},
        416: {"description": "It has no such part."},
    },
)
def hear_recording(path: RecordingPath) -> Response:
    """Send a recording; the header Range asks for a part. It is written down who heard it."""
    return hear(path.recording_id)
