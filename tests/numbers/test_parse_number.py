from __future__ import annotations

from typing import Any

import phonenumbers
import psycopg
from phonenumbers import PhoneNumberFormat, ValidationResult

from tests.numbers.oracle import examples, expected, sample

GIVEN = "unnest(%s::text[], %s::text[]) WITH ORDINALITY AS given (number, country, place)"


def ask(db: psycopg.Connection, query: str, asked: list[tuple[str, str]]) -> list[Any]:
    """Run one query over all (number, country) that are asked about."""
    numbers, countries = zip(*asked, strict=True)
    return db.execute(query, (list(numbers), list(countries))).fetchall()


def test_agrees_with_libphonenumber(db: psycopg.Connection) -> None:
    """CALL-6: what libphonenumber reads, spells or refuses in any country, so do we."""
    asked = list(dict.fromkeys(sample(seed=7)))
    query = f"SELECT p.* FROM {GIVEN}, parse_number(number, country) AS p ORDER BY place"
    answers = ask(db, query, asked)
    wrong = [
        (number, country, answer, wanted)
        for (number, country), answer in zip(asked, answers, strict=True)
        if answer != (wanted := expected(number, country))
    ]
    assert len(asked) > 20_000
    assert len({country for _, country in asked}) > 200
    assert sum(e164 is not None for e164, _ in answers) > 10_000
    assert {problem for _, problem in answers} == {
        None, "not_a_number", "unknown_calling_code", "local_only", "too_short", "too_long",
        "impossible_length",
    }  # fmt: skip
    assert wrong[:10] == []


def test_one_definition(db: psycopg.Connection) -> None:
    """CALL-6: normalise_number and number_problem say what parse_number says, and E.164 stays."""
    asked = list(dict.fromkeys(sample(seed=8)))[::20]
    query = f"""
        SELECT number, country FROM {GIVEN}, parse_number(number, country) AS p
        WHERE number_problem(number, country) IS DISTINCT FROM p.problem
            OR num_nonnulls(p.e164, p.problem) <> 1
            OR CASE WHEN p.e164 IS NOT NULL THEN normalise_number(number, country) <> p.e164 END
        """
    assert len(asked) > 1_000
    assert ask(db, query, asked) == []


def test_a_normalised_number_stays_as_it_is(db: psycopg.Connection) -> None:
    """CALL-6: writing a row again does not change its number, whatever the list's country."""
    asked = [
        (phonenumbers.format_number(number, PhoneNumberFormat.E164), "CZ")
        for _, number in examples()
        if phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE
    ]
    query = f"SELECT number FROM {GIVEN} WHERE normalise_number(number, country) <> number"
    assert len(asked) > 1_000
    assert ask(db, query, asked) == []
