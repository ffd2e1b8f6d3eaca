-- depends: 0017.rules
-- Parameters that know what values they take, and the caches that programs keep of them.

CREATE TYPE ConfigurationKind AS ENUM ('Text', 'Boolean', 'Integer', 'Country', 'TimeZone', 'AgentStatus');
COMMENT ON TYPE ConfigurationKind IS 'What values a configuration parameter takes.';

ALTER TABLE Configuration ADD COLUMN Kind ConfigurationKind NOT NULL DEFAULT 'Text',
ADD COLUMN MinimumValue integer,
ADD COLUMN MaximumValue integer,
ADD COLUMN Emptiable Flag NOT NULL DEFAULT 0,
ADD COLUMN BuiltIn Flag NOT NULL DEFAULT 0,
DROP CONSTRAINT RetentionIsWholeNumberOrEmpty;
COMMENT ON COLUMN Configuration.Kind IS 'What values it takes.';
COMMENT ON COLUMN Configuration.MinimumValue IS 'Least value of an Integer; NULL = none.';
COMMENT ON COLUMN Configuration.MaximumValue IS 'Greatest value of an Integer; NULL = none.';
COMMENT ON COLUMN Configuration.Emptiable IS '1: an empty value means something; 0: it takes the default.';
COMMENT ON COLUMN Configuration.BuiltIn IS '1: it came with pgdialer and cannot be deleted; 0: a site''s own.';

UPDATE Configuration AS c
SET BuiltIn = 1, Kind = k.Kind::ConfigurationKind, MinimumValue = k.MinimumValue, MaximumValue = k.MaximumValue,
    Emptiable = k.Emptiable
FROM (VALUES
    ('DefaultCountry', 'Country', NULL, NULL, 0),
    ('DefaultTimeZone', 'TimeZone', NULL, NULL, 0),
    ('UseUnifiedQueue', 'Boolean', NULL, NULL, 0),
    ('MissedCallsStatus', 'AgentStatus', NULL, NULL, 0),
    ('LostShiftWindow', 'Integer', 1, 31536000, 0),
    ('DialGuard', 'Integer', 1, 86400, 0),
    ('RunnerSilence', 'Integer', 1, 86400, 0),
    ('CycleBatch', 'Integer', 1, 100000, 0),
    ('HistoryMonths', 'Integer', 1, 9999, 1),
    ('PbxLogDays', 'Integer', 1, 9999, 1),
    ('RequestDays', 'Integer', 1, 9999, 1),
    ('PrivateCallsOnBarAction', 'Boolean', NULL, NULL, 0),
    ('PrivateCallsOnWebAction', 'Boolean', NULL, NULL, 0)
) AS k (ConfigurationName, Kind, MinimumValue, MaximumValue, Emptiable)
WHERE k.ConfigurationName = c.ConfigurationName;

CREATE TABLE Cache (
    CacheName text PRIMARY KEY,
    Version bigint NOT NULL DEFAULT 1,
    ClearedTime timestamptz,
    Description text NOT NULL
);
COMMENT ON TABLE Cache IS
'What programs may keep in memory, and its version: one that finds another version than its own reads anew.';
COMMENT ON COLUMN Cache.CacheName IS 'Name of the cache.';
COMMENT ON COLUMN Cache.Version IS 'One more each time that it is cleared.';
COMMENT ON COLUMN Cache.ClearedTime IS 'When it was last cleared; NULL = never.';
COMMENT ON COLUMN Cache.Description IS 'What is in it.';
INSERT INTO Cache (CacheName, Description) VALUES ('DataStructures.Config', 'The parameters in Configuration.');
