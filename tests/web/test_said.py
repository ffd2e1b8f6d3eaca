"""What the database says, in the language of who reads it, and in English to programs."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel, gettext
from pgdialer.web.pages.shell import TRANSLATIONS
from pgdialer.web.said import said, said_sentences
from pgdialer.web.texts import TEXTS

from tests.floor import new_id
from tests.web.conftest import Person

BLANK = re.compile(r"%\((\w+)\)s")
PHRASE = "it is empty"


@pytest.fixture
def czech() -> Iterator[None]:
    """Somebody reads who has chosen Czech."""
    app = Flask(__name__)
    Babel(app, default_locale="cs", default_translation_directories=TRANSLATIONS)
    with app.app_context():
        yield


def test_a_text_with_values_is_found_again(czech: None) -> None:
    """Of all that the texts are made of, none is taken for another one."""
    for text in TEXTS:
        values = {
            one: PHRASE if one == "phrase" else f"<{one}>" for one in BLANK.findall(text)
        }  # fmt: skip
        worded = {name: said(value) for name, value in values.items()}
        filled = text % values if values else text
        assert said(filled) == (gettext(text, **worded) if values else gettext(text)), text


def test_names_are_left_alone(czech: None) -> None:
    """What is quoted is a name, even if it is a word of ours; what nobody knows stays as it is."""
    assert "„none“" in said('There is no agent "none".')
    assert said("Somebody has written this.") == "Somebody has written this."


def test_a_phrase_is_worded_or_nothing_is(czech: None) -> None:
    """No sentence is half in one language and half in the other."""
    number = 'The number "12" can\'t be dialled: {}.'
    assert gettext(PHRASE) in said(number.format(PHRASE))
    assert said(number.format("it is odd")) == number.format("it is odd")


def test_sentences_that_were_joined(czech: None) -> None:
    """Several remedies stand one behind the other."""
    assert said_sentences("Give a number. Begin another one.") == " ".join(
        map(gettext, ("Give a number.", "Begin another one."))
    )


def test_pages_are_for_people_and_rest_is_for_programs(jana: Person) -> None:
    """The same refusal: a page words it, an address of REST says it as the database does."""

    def detail(language: str, path: str) -> str:
        answer = jana.client.get(path, headers={**jana.token, "Accept-Language": language})
        assert answer.json
        return str(answer.json["detail"])

    unknown = new_id()
    page, rest = f"/admin/lists/{unknown}/why", f"/api/v1/lists/{unknown}"
    assert detail("cs", rest) == detail("en", rest)
    assert detail("cs", page) != detail("en", page)
    assert str(unknown) in detail("cs", page)
