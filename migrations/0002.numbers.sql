-- depends: 0001.basis
-- What telephone numbers look like in each country, and what time it is there. The rows are generated: sql/numbers.

CREATE TABLE CallingCountry (
    Country text PRIMARY KEY,
    CallingCode text COLLATE "C" NOT NULL,
    MainCountry boolean NOT NULL,
    InternationalPrefix text,
    NationalPrefix text,
    NationalPrefixRule text,
    NumberPattern text NOT NULL,
    PossibleLengths smallint[] NOT NULL,
    LocalLengths smallint[] NOT NULL DEFAULT '{}',
    CONSTRAINT CallingCountryIsACode CHECK (Country ~ '^([A-Z]{2}|[0-9]{3})$'),
    CONSTRAINT CallingCodeIsDigits CHECK (CallingCode ~ '^[1-9][0-9]{0,2}$'),
    CONSTRAINT CountryHasALength CHECK (cardinality(PossibleLengths) > 0)
);
CREATE UNIQUE INDEX OneMainCountryPerCode ON CallingCountry (CallingCode) WHERE MainCountry;
COMMENT ON TABLE CallingCountry IS
'How numbers are written and dialled in each country. Generated data: rows of one''s own do not survive an upgrade.';
COMMENT ON COLUMN CallingCountry.Country IS
'ISO 3166 code of the country; of a service that belongs to no country (+800), its calling code.';
COMMENT ON COLUMN CallingCountry.CallingCode IS 'Digits between the + and the national number, such as 420.';
COMMENT ON COLUMN CallingCountry.MainCountry IS
'Whether numbers with this calling code are judged by this row; one country of those that share a code.';
COMMENT ON COLUMN CallingCountry.InternationalPrefix IS
'Anchored pattern of what is dialled in the country before a calling code (00, 011); NULL: nobody dials from there.';
COMMENT ON COLUMN CallingCountry.NationalPrefix IS
'Anchored pattern of what precedes a number dialled inside the country (0, 8); NULL: nothing does.';
COMMENT ON COLUMN CallingCountry.NationalPrefixRule IS
'What replaces a NationalPrefix whose last group has matched, such as 9\1; NULL: it is only taken off.';
COMMENT ON COLUMN CallingCountry.NumberPattern IS
'Anchored pattern of the country''s national numbers: decides whether a prefix is one or belongs to the number.';
COMMENT ON COLUMN CallingCountry.PossibleLengths IS 'Digits that a national number can have, ascending.';
COMMENT ON COLUMN CallingCountry.LocalLengths IS
'Digits of numbers that only reach somebody inside their own area, because the area code is missing.';

CREATE TABLE NumberZone (
    Prefix text COLLATE "C" PRIMARY KEY,
    TimeZone text,
    CONSTRAINT ZonePrefixIsDigits CHECK (Prefix ~ '^[1-9][0-9]*$')
);
COMMENT ON TABLE NumberZone IS
'The time zone that the first digits of a number imply; the longest prefix counts. Generated data: rows of one''s own '
'do not survive an upgrade.';
COMMENT ON COLUMN NumberZone.Prefix IS 'First digits of an E.164 number, without the +.';
COMMENT ON COLUMN NumberZone.TimeZone IS
'Name of the zone; NULL: numbers with this prefix lie in several zones, though a shorter prefix lies in one.';
