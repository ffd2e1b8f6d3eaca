"""Every text of the pages is there in every language."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from pgdialer.runner.deploy import session
from pgdialer.web.pages.shell import LANGUAGES

from scripts.generate_texts import FILE, module, texts
from tests.conftest import Database

WEB = Path(__file__).parents[2] / "web"
TRANSLATIONS = WEB / "translations"
OTHERS = [one for one in LANGUAGES if one != "en"]
REMEDY = "run make texts, translate what is empty in {}, and run it again"


def catalogue(language: str) -> tuple[Path, Catalog]:
    file = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    with file.open("rb") as text:
        return file, read_po(text, locale=language)


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_missing(language: str) -> None:
    """What is extracted from the pages is translated, and nothing else is kept."""
    with (TRANSLATIONS / "babel.cfg").open() as text:
        methods, options = parse_mapping_cfg(text)
    context: tuple[tuple[int, str], int] = ((1, "c"), 2)
    keywords = {
        "_": None, "gettext": None, "lazy_gettext": None, "N_": None, "ngettext": (1, 2),
        "pgettext": context, "lazy_pgettext": context,
    }  # fmt: skip
    found = {
        (message, in_context)
        for _, _, message, _, in_context in extract_from_dir(
            WEB, methods, options, keywords=keywords
        )
    }
    file, kept = catalogue(language)
    translated = {
        (one.id, one.context)
        for one in kept
        if one.id and all(_texts(one.string)) and not one.fuzzy
    }
    assert found - translated == set(), REMEDY.format(file)
    assert {(one.id, one.context) for one in kept if one.id} - found == set(), REMEDY.format(file)


def test_the_database_says_nothing_else(database: Database) -> None:
    """What is shown out of the database is what is extracted; make texts collects it."""
    with session(database.dsn, "dialer") as conn:
        assert FILE.read_text("utf-8") == module(texts(conn))


def test_a_new_text_is_missed(database: Database) -> None:
    """A comment of a field, a parameter, an error: none of them stays English unnoticed."""
    with session(database.dsn, "dialer") as conn:
        before = {*texts(conn)}
        conn.execute("COMMENT ON COLUMN Agent.Login IS 'Something else.'")
        conn.execute(
            "UPDATE Configuration SET Description = 'What it does.'"
            " WHERE ConfigurationName = 'CycleBatch'"
        )
        conn.execute(
            "CREATE FUNCTION refuse_it() RETURNS void LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION USING MESSAGE = format('It is %s that is no good.', 7); END $$"
        )
        assert {*texts(conn)} - before == {
            "Something else.", "What it does.", "It is %(a)s that is no good.",
        }  # fmt: skip


@pytest.mark.parametrize("language", OTHERS)
def test_the_same_blanks(language: str) -> None:
    """A translation has the same places for values as the text."""
    _, kept = catalogue(language)
    assert [str(error) for one in kept for error in one.check(kept)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_compiled(language: str) -> None:
    """What is shipped is what is translated."""
    file, kept = catalogue(language)
    made = BytesIO()
    write_mo(made, kept)
    assert file.with_suffix(".mo").read_bytes() == made.getvalue(), REMEDY.format(file)


def _texts(string: object) -> tuple[object, ...]:
    return string if isinstance(string, tuple) else (string,)
