-- depends: 0014.results
-- What each parameter may be, and the caches in which processes keep what they have read.

CREATE TYPE ConfigurationKind AS ENUM ('Text', 'Boolean', 'Integer', 'TimeZone', 'Country', 'AgentStatus', 'Choice');
COMMENT ON TYPE ConfigurationKind IS
'What the value of a parameter is checked to be: any text, true or false, a whole number, the name of a time zone, the
code of a country, the name or the id of an agent status, or one of the Choices.';

ALTER TABLE Configuration
DROP CONSTRAINT RetentionIsWholeNumberOrEmpty,
ADD COLUMN Kind ConfigurationKind NOT NULL DEFAULT 'Text',
ADD COLUMN MinimumValue integer,
ADD COLUMN MaximumValue integer,
ADD COLUMN Unit text,
ADD COLUMN Choices text[],
ADD COLUMN EmptyMeans text,
ADD COLUMN BuiltIn Flag NOT NULL DEFAULT 0,
ADD CONSTRAINT RangeIsOfNumbers CHECK (
    Kind = 'Integer' OR (MinimumValue IS NULL AND MaximumValue IS NULL AND Unit IS NULL)
),
ADD CONSTRAINT RangeHoldsSomething CHECK (MinimumValue <= MaximumValue),
ADD CONSTRAINT ChoiceHasChoices CHECK (
    CASE WHEN Kind = 'Choice' THEN coalesce(cardinality(Choices), 0) > 0 ELSE Choices IS NULL END
),
ADD CONSTRAINT ParameterHasName CHECK (ConfigurationName <> '');
COMMENT ON COLUMN Configuration.Kind IS 'What the value is checked to be.';
COMMENT ON COLUMN Configuration.MinimumValue IS 'Lowest value of kind Integer; NULL = no limit.';
COMMENT ON COLUMN Configuration.MaximumValue IS 'Highest value of kind Integer; NULL = no limit.';
COMMENT ON COLUMN Configuration.Unit IS 'What a value of kind Integer counts: seconds, days, calls, ….';
COMMENT ON COLUMN Configuration.Choices IS 'The values that kind Choice allows.';
COMMENT ON COLUMN Configuration.EmptyMeans IS
'What an empty value means; NULL = nothing of its own, it takes the default.';
COMMENT ON COLUMN Configuration.BuiltIn IS '1: belongs to pgdialer, cannot be deleted or renamed; 0: the site''s own.';

-- Empty was the empty text. Where it means nothing of its own it is the default from now on.
UPDATE Configuration
SET ConfigurationValue = nullif(btrim(ConfigurationValue), '')
WHERE ConfigurationName NOT IN ('HistoryMonths', 'PbxLogDays', 'RequestDays');

CREATE TABLE Cache (
    CacheName text PRIMARY KEY,
    Description text NOT NULL,
    Version bigint NOT NULL DEFAULT 1,
    ClearedTime timestamptz
);
INSERT INTO Cache (CacheName, Description) VALUES ('DataStructures.Config', 'Configuration parameters.');
COMMENT ON TABLE Cache IS
'What processes keep in memory for a minute at most, by name. clear_cache has them read it anew within a second.';
COMMENT ON COLUMN Cache.CacheName IS 'Its name.';
COMMENT ON COLUMN Cache.Description IS 'What is kept in it.';
COMMENT ON COLUMN Cache.Version IS 'Rises each time it is cleared; processes compare it with the one they know.';
COMMENT ON COLUMN Cache.ClearedTime IS 'When it was last cleared; NULL = never.';
