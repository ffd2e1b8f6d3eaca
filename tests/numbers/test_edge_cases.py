from __future__ import annotations

import psycopg
import pytest

PRAGUE = "+420724123456"

GOOD = [
    # The same number in every dress (CALL-6).
    (PRAGUE, "CZ", PRAGUE),
    ("00420724123456", "CZ", PRAGUE),
    ("+420 724 123 456", "CZ", PRAGUE),
    ("724123456", "CZ", PRAGUE),
    ("724123456", "cz", PRAGUE),
    ("420724123456", "CZ", PRAGUE),
    ("724/123/456", "CZ", PRAGUE),
    ("724.123.456", "CZ", PRAGUE),
    ("724-123-456", "CZ", PRAGUE),
    ("724 – 123 – 456", "CZ", PRAGUE),
    ("(724) 123 456", "CZ", PRAGUE),
    ("724\u00a0123\u00a0456", "CZ", PRAGUE),
    ("724\u202f123\u2009456", "CZ", PRAGUE),
    ("\u202a+420724123456\u202c", "CZ", PRAGUE),
    ("\ufeff724123456", "CZ", PRAGUE),
    ("７２４１２３４５６", "CZ", PRAGUE),
    ("＋４２０（７２４）１２３４５６", "CZ", PRAGUE),
    ("٧٢٤١٢٣٤٥٦", "CZ", PRAGUE),
    ("tel:+420-724-123-456", "CZ", PRAGUE),
    ("Tel.: 724 123 456", "CZ", PRAGUE),
    ("  724123456;", "CZ", PRAGUE),
    ("tel:+420724123456;isub=12", "CZ", PRAGUE),
    ("724123456 /x12", "CZ", PRAGUE),
    ("++420724123456", "CZ", PRAGUE),
    ("+00420724123456", "CZ", PRAGUE),
    # A 0 in brackets is not dialled after a calling code, unless the number begins with it.
    ("+420 (0) 724 123 456", "CZ", PRAGUE),
    ("00420(0)724123456", "CZ", PRAGUE),
    ("+49 (0)30 901820", "CZ", "+4930901820"),
    ("+44 (0)20 7946 0018", "CZ", "+442079460018"),
    ("+39 (0)6 698 12345", "CZ", "+390669812345"),
    # A + makes the country irrelevant; without one the country's own prefixes count.
    (PRAGUE, None, PRAGUE),
    (PRAGUE, "ZZ", PRAGUE),
    ("011420724123456", "US", PRAGUE),
    ("0011420724123456", "AU", PRAGUE),
    ("810420724123456", "RU", PRAGUE),
    # Italy dials its 0; shared calling codes; the national prefix, also with a rule.
    ("06 698 12345", "IT", "+390669812345"),
    ("06 698 12345", "VA", "+390669812345"),
    ("030 901820", "DE", "+4930901820"),
    ("8 (495) 123-45-67", "RU", "+74951234567"),
    ("8 (727) 250-60-70", "KZ", "+77272506070"),
    ("1 (604) 555-0123", "CA", "+16045550123"),
    ("464 1234", "AG", "+12684641234"),
    ("01481 720 000", "GG", "+441481720000"),
    ("011 15-2345-6789", "AR", "+5491123456789"),
    ("0 15 21 98765-4321", "BR", "+5521987654321"),
    ("06 1 234 5678", "HU", "+3612345678"),
    # Letters spell digits, except behind a complete number, where they are somebody's note.
    ("1-800-FLOWERS", "US", "+18003569377"),
    ("724123456 (syn)", "CZ", PRAGUE),
    ("+420724123456 mobil", None, PRAGUE),
    ("724123456 a", "CZ", PRAGUE),
    ("+800 1234 5678", "CZ", "+80012345678"),
]

BAD = [
    (None, "CZ", "empty"),
    ("", "CZ", "empty"),
    (" \u00a0 ", "CZ", "empty"),
    ("neznámé", "CZ", "not_a_number"),
    ("+", "CZ", "not_a_number"),
    ("7", "CZ", "not_a_number"),
    ("724a123", "CZ", "too_short"),
    ("jana@example.com", "CZ", "not_a_number"),
    ("724123456 ext. 12", "CZ", "extension"),
    ("724123456 x12", "CZ", "extension"),
    ("tel:+420724123456;ext=12", "CZ", "extension"),
    ("724123456, 608123456", "CZ", "extension"),
    ("724123456 #12", "CZ", "extension"),
    ("724123456", None, "unknown_country"),
    ("724123456", "ZZ", "unknown_country"),
    ("724123456", "800", "unknown_country"),
    ("00420724123456", None, "unknown_country"),
    ("+999724123456", "CZ", "unknown_calling_code"),
    ("+0724123456", "CZ", "unknown_calling_code"),
    ("00999724123456", "CZ", "unknown_calling_code"),
    ("72412345", "CZ", "too_short"),
    ("112", "CZ", "too_short"),
    ("0042", "CZ", "too_short"),
    ("7241234567890", "CZ", "too_long"),
    ("724123456 608123456", "CZ", "too_long"),
    ("724123456/608123456", "CZ", "too_long"),
    ("7" * 300, "CZ", "too_long"),
    ("555 0123", "US", "local_only"),
    ("+1 555 0123", "CZ", "local_only"),
    ("12345678", "GB", "local_only"),
    ("+43 1", "CZ", "too_short"),
    ("+4872412345678", "CZ", "too_long"),
]


@pytest.mark.parametrize(("number", "country", "e164"), GOOD)
def test_is_normalised(db: psycopg.Connection, number: str, country: str | None, e164: str) -> None:
    """CALL-6: every way to write a number gives the same number."""
    row = db.execute("SELECT normalise_number(%s, %s)", (number, country)).fetchone()
    assert row == (e164,)


@pytest.mark.parametrize(("number", "country", "problem"), BAD)
def test_is_a_problem(
    db: psycopg.Connection, number: str | None, country: str | None, problem: str
) -> None:
    """CALL-6: an impossible number is refused with the reason."""
    row = db.execute("SELECT number_problem(%s, %s)", (number, country)).fetchone()
    assert row == (problem,)
