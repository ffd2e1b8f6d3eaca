"""What phonenumbers says of a number, in the words of number_problem; numbers to ask it about."""

from __future__ import annotations

import random
from collections.abc import Iterator

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType, ValidationResult
from phonenumbers.phonemetadata import PhoneMetadata

COUNTRIES = sorted(phonenumbers.SUPPORTED_REGIONS)
KINDS = [kind for kind in PhoneNumberType.values() if kind != PhoneNumberType.UNKNOWN]
REFUSED = {
    NumberParseException.NOT_A_NUMBER: "not_a_number",
    NumberParseException.INVALID_COUNTRY_CODE: "unknown_calling_code",
    NumberParseException.TOO_SHORT_AFTER_IDD: "too_short",
    NumberParseException.TOO_SHORT_NSN: "too_short",
    NumberParseException.TOO_LONG: "too_long",
}
IMPOSSIBLE = {
    ValidationResult.IS_POSSIBLE: None,
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "local_only",
    ValidationResult.TOO_SHORT: "too_short",
    ValidationResult.TOO_LONG: "too_long",
    ValidationResult.INVALID_LENGTH: "impossible_length",
}


def expected(number: str, country: str) -> tuple[str | None, str | None]:
    """Return the E.164 form or the problem, as parse_number does."""
    try:
        parsed = phonenumbers.parse(number, country)
    except NumberParseException as error:
        if "default region" in str(error):
            return None, "unknown_country"
        return None, REFUSED[error.error_type]
    if parsed.extension:
        return None, "extension"
    problem = IMPOSSIBLE[phonenumbers.is_possible_number_with_reason(parsed)]
    if problem:
        return None, problem
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164), None


def mutated(text: str, chance: random.Random) -> str:
    """Drop, add or change one character of a number."""
    place = chance.randrange(len(text))
    digit = chance.choice("0123456789")
    before, after = text[:place], text[place + 1 :]
    return chance.choice([before + after, before + digit + text[place:], before + digit + after])


def forms(example: phonenumbers.PhoneNumber, country: str) -> Iterator[str]:
    """Write one number in the ways in which people write it."""
    metadata = PhoneMetadata.metadata_for_region(country)
    assert metadata is not None
    national = phonenumbers.national_significant_number(example)
    yield national
    yield (metadata.national_prefix or "") + national
    for style in (
        PhoneNumberFormat.E164,
        PhoneNumberFormat.INTERNATIONAL,
        PhoneNumberFormat.NATIONAL,
        PhoneNumberFormat.RFC3966,
    ):
        yield phonenumbers.format_number(example, style)
    yield phonenumbers.format_out_of_country_calling_number(example, "CZ")
    yield f"{example.country_code}{national}"


def examples() -> Iterator[tuple[str, phonenumbers.PhoneNumber]]:
    """Yield (country, number): one of each kind that a country has."""
    for country in COUNTRIES:
        for kind in KINDS:
            example = phonenumbers.example_number_for_type(country, kind)
            if example:
                yield country, example


def sample(seed: int) -> Iterator[tuple[str, str]]:
    """Yield (number, country): the examples in each form, as they are, spoilt and from abroad."""
    chance = random.Random(seed)  # noqa: S311
    for country, example in examples():
        for form in forms(example, country):
            yield form, country
            yield form, chance.choice(COUNTRIES)
            yield mutated(form, chance), country
    for country in COUNTRIES:
        for _ in range(20):
            yield "".join(chance.choices("0123456789", k=chance.randint(1, 18))), country
