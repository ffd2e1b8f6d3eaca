"""What the database says in English, in the reader's language, as far as it is a known text."""

from __future__ import annotations

import re
from typing import Any

from flask import has_request_context, request
from flask_babel import get_locale, gettext

from .pages.words import word
from .texts import TEXTS

ENGLISH = "en"  # in which it is said
PEOPLE = ("login", "sso")  # besides the pages: what people ask for, not programs
BAR = "bar"  # which both do; programs by a token
SENTENCES = re.compile(r"(?<=\.) (?=[A-Z])")
_BLANK = re.compile(r"%\((\w+)\)s")
_WHOLE = frozenset(one for one in TEXTS if not _BLANK.search(one))


def _pattern(text: str) -> re.Pattern[str]:
    """Return what finds the values in a text that was made of one with blanks."""
    parts = _BLANK.split(text.replace("%%", "%"))
    return re.compile(
        "".join(f"(?P<{one}>.+?)" if n % 2 else re.escape(one) for n, one in enumerate(parts)),
        re.DOTALL,
    )


# What says most by itself is tried first: of two that fit, it is the one.
_MADE = [
    (text, _pattern(text))
    for text in sorted(set(TEXTS) - _WHOLE, key=lambda one: len(_BLANK.sub("", one)), reverse=True)
]


def said(text: Any) -> Any:
    """Return a text of the database in the reader's language, or as it is."""
    found = _known(text) if isinstance(text, str) and _is_foreign() else None
    return text if found is None else found


def said_each(text: str | None, between: str) -> str | None:
    """Return texts that were joined, each in the reader's language."""
    return between.join(map(said, text.split(between))) if text else text


def said_sentences(text: str | None) -> str | None:
    """Return sentences in the reader's language."""
    if text is None or not _is_foreign():
        return text
    if (whole := _known(text)) is not None:
        return whole
    return " ".join(map(said, SENTENCES.split(text)))


def told(text: str | None) -> str | None:
    """Return what a problem says; programs are answered in English."""
    return said_sentences(text) if is_for_people() else text


def is_for_people() -> bool:
    """Whether the request is made by a page, and so for somebody who reads."""
    name = (has_request_context() and request.blueprint) or ""
    if name == BAR:
        return "Authorization" not in request.headers
    return name in PEOPLE or name.startswith("page_")


def _is_foreign() -> bool:
    locale = get_locale()
    return locale is not None and locale.language != ENGLISH


def _known(text: str) -> str | None:
    if text in _WHOLE:
        return str(gettext(text))
    for made, pattern in _MADE:
        if found := pattern.fullmatch(text):
            values = {name: _value(name, made, value) for name, value in found.groupdict().items()}
            if None not in values.values():
                return str(gettext(made, **values))
    return None


def _value(name: str, made: str, value: str) -> str | None:
    """Return a value of a text: a phrase must be known, what is quoted is a name."""
    if name == "phrase":
        return _known(value)
    if f'"%({name})s"' in made:
        return value
    known = gettext(value) if value in _WHOLE else word(value)
    return str(known)
