"""Files in and out in constant memory, by the same code as the command line's."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Request, request
from werkzeug.utils import secure_filename

from ...runner.errors import UserError
from ...runner.lists.exporting import blocks
from ...runner.lists.importing import Wish, bring_in
from ...runner.lists.options import read_delimiter, read_mapping
from ...runner.lists.reading import Source
from ...runner.session import conninfo_of
from ..auth import settings
from ..database import Caller
from .acting import connect
from .problems import problem

BLOCK = 1 << 18


def take_in(raw: Request, who: Caller, list_id: UUID, asked: Any) -> int:
    """Keep the body in a file, bring it into the list, and return the import's id."""
    raw.max_content_length = sys.maxsize
    if raw.mimetype != "text/csv":
        raise problem(415, detail=f'"{raw.mimetype[:100]}" is not text/csv.')
    with tempfile.TemporaryDirectory(prefix="pgdialer-") as folder:
        path = Path(folder) / (secure_filename(asked.name) or "upload.csv")
        with path.open("wb") as file:
            while block := request.stream.read(BLOCK):
                file.write(block)
        try:
            return _bring_in(path, who, list_id, asked)
        except UserError as error:
            said = str(error).replace(str(path), asked.name)
            raise problem(422, detail=said, hint="See how the file is read.") from error


def _bring_in(path: Path, who: Caller, list_id: UUID, asked: Any) -> int:
    source = Source.open(
        path,
        encoding=asked.encoding,
        delimiter=read_delimiter(asked.delimiter),
        header=asked.header,
    )
    wish = Wish(
        mapped=read_mapping(asked.map.split(";") if asked.map else []),
        duplicates=asked.duplicates,
        all_or_nothing=asked.all_or_nothing,
        again=asked.again,
    )
    # In the crew's threads there is no request.
    join = partial(connect, conninfo_of(settings().database), settings().schema, who)
    return bring_in(join, source, list_id, wish)


def stream(who: Caller, list_id: UUID, asked: Any) -> Iterator[bytes]:
    """Return the calls of a list, block by block."""
    try:
        delimiter = read_delimiter(asked.delimiter) or ","
    except UserError as error:
        raise problem(422, detail=str(error), parameter="delimiter") from error
    since = asked.since.isoformat() if asked.since else None
    conn = connect(conninfo_of(settings().database), settings().schema, who)

    def send() -> Iterator[bytes]:
        with conn:
            yield from blocks(
                conn, list_id, delimiter=delimiter, since=since, for_excel=asked.excel
            )

    return send()
