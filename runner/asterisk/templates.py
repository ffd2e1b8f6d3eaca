"""Files with marks like @NAME@, filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping

MARK = re.compile(r"@([A-Z][A-Z0-9_]*)@")


def fill(text: str, marks: Mapping[str, object]) -> str:
    """Return the text with every mark replaced; a mark without a value is a KeyError."""
    return MARK.sub(lambda mark: str(marks[mark[1]]), text)
