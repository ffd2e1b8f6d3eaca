-- depends: 0014.results
-- Numbers that are not to be called. Nothing reads them yet: the claim will.

CREATE TABLE DoNotCallList (
    DoNotCallListId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    DisplayName text NOT NULL CONSTRAINT DoNotCallListHasName CHECK (btrim(DisplayName) <> '')
);
COMMENT ON TABLE DoNotCallList IS
'Lists of numbers that are not to be called: a site''s own, a country''s register. The distribution does not read them
yet.';
COMMENT ON COLUMN DoNotCallList.DoNotCallListId IS 'Key.';
COMMENT ON COLUMN DoNotCallList.DisplayName IS 'Name shown to people.';

CREATE TABLE DoNotCallNumber (
    DoNotCallListId uuid NOT NULL REFERENCES DoNotCallList ON DELETE CASCADE,
    Number text NOT NULL,
    Reason text,
    CreatedTime timestamptz NOT NULL,
    PRIMARY KEY (DoNotCallListId, Number)
);
CREATE INDEX DoNotCallByNumber ON DoNotCallNumber (Number);
COMMENT ON TABLE DoNotCallNumber IS 'The numbers of do-not-call lists.';
COMMENT ON COLUMN DoNotCallNumber.DoNotCallListId IS 'The list.';
COMMENT ON COLUMN DoNotCallNumber.Number IS
'The number, E.164; what is written here is normalised by DefaultCountry.';
COMMENT ON COLUMN DoNotCallNumber.Reason IS 'Why, in words.';
COMMENT ON COLUMN DoNotCallNumber.CreatedTime IS 'Since when; by default the moment at which it was written.';
