from __future__ import annotations

import psycopg
import pytest
from psycopg.errors import Diagnostic

PROBLEMS = (
    "empty", "not_a_number", "extension", "unknown_country", "unknown_calling_code", "local_only",
    "too_short", "too_long", "impossible_length",
)  # fmt: skip


def refused(db: psycopg.Connection, number: str | None, country: str | None) -> Diagnostic:
    with pytest.raises(psycopg.Error) as caught, db.transaction():
        db.execute("SELECT normalise_number(%s, %s)", (number, country))
    return caught.value.diag


def test_the_error_names_number_reason_and_remedy(db: psycopg.Connection) -> None:
    """CALL-6: an impossible number is refused with the reason."""
    error = refused(db, "724 123", "CZ")
    assert error.sqlstate == "PD010"
    assert error.message_primary == (
        'The number "724 123" (country CZ) can\'t be dialled: '
        "it has too few digits for its country."
    )
    assert error.message_hint == "Add the missing digits, or correct the country."
    assert error.message_detail == "problem too_short"


@pytest.mark.parametrize(
    ("number", "country", "reason"),
    [
        (None, "CZ", "it is empty"),
        ("nobody", "CZ", "it is not a telephone number"),
        ("724123456 ext 3", "CZ", "it has an extension or a second number behind it"),
        ("724123456", None, "its country is not known"),
        ("+999724123456", "CZ", "no country has its calling code"),
        ("555 0123", "US", "its area code is missing"),
        ("7241234567890", "CZ", "it has too many digits for its country"),
        ("+3761234567", "CZ", "no number of its country has so many digits"),
    ],
)
def test_each_reason_is_in_words(
    db: psycopg.Connection, number: str | None, country: str | None, reason: str
) -> None:
    """CALL-6: each reason is told apart."""
    error = refused(db, number, country)
    assert error.sqlstate == "PD010"
    assert str(error.message_primary).endswith(f"can't be dialled: {reason}.")
    assert error.message_hint


@pytest.mark.parametrize("problem", PROBLEMS)
def test_each_problem_is_explained(db: psycopg.Connection, problem: str) -> None:
    """CALL-6: no code without its words; an import shows them without raising."""
    row = db.execute("SELECT reason, remedy FROM explain_number_problem(%s)", (problem,)).fetchone()
    assert row
    assert all(row)
