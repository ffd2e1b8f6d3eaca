-- What our parameters may be. A new one is a row (name, default, description) in a migration, and a line here: this is
-- read after all migrations.
UPDATE Configuration AS c
SET Kind = p.Kind::ConfigurationKind,
    MinimumValue = p.MinimumValue,
    MaximumValue = p.MaximumValue,
    Unit = p.Unit,
    EmptyMeans = p.EmptyMeans,
    BuiltIn = 1
FROM (VALUES
    ('DefaultCountry', 'Country', NULL::integer, NULL::integer, NULL::text, NULL::text),
    ('DefaultTimeZone', 'TimeZone', NULL, NULL, NULL, NULL),
    ('UseUnifiedQueue', 'Boolean', NULL, NULL, NULL, NULL),
    ('MissedCallsStatus', 'AgentStatus', NULL, NULL, NULL, NULL),
    ('PrivateCallsOnBarAction', 'Boolean', NULL, NULL, NULL, NULL),
    ('PrivateCallsOnWebAction', 'Boolean', NULL, NULL, NULL, NULL),
    ('LostShiftWindow', 'Integer', 0, 31536000, 'seconds', NULL),
    ('DialGuard', 'Integer', 1, NULL, 'seconds', NULL),
    -- A runner gives a sign of life every four seconds, and may miss one.
    ('RunnerSilence', 'Integer', 10, 3600, 'seconds', NULL),
    ('CycleBatch', 'Integer', 1, 100000, 'calls', NULL),
    ('HistoryMonths', 'Integer', 1, 9999, 'months', 'for ever'),
    ('PbxLogDays', 'Integer', 1, 9999, 'days', 'for ever'),
    ('RequestDays', 'Integer', 1, 9999, 'days', 'for ever'),
    ('SetupChangeDays', 'Integer', 1, 9999, 'days', 'for ever'),
    ('RecordingFolder', 'Text', NULL, NULL, NULL, 'recordings are not served'),
    ('RecordingRetention', 'Integer', 0, 9999, 'days', 'for ever'),
    ('GridTimeout', 'Integer', 1, 3600, 'seconds', NULL),
    ('HookAttempts', 'Integer', 1, 100, 'attempts', NULL),
    ('HookLogDays', 'Integer', 1, 9999, 'days', 'for ever'),
    ('CallBackKey', 'Text', NULL, NULL, NULL, 'no key'),
    ('TrunkMargin', 'Integer', 0, 10000, 'milliseconds', NULL),
    ('LoginFailures', 'Integer', 1, 1000, 'failures', NULL),
    ('AddressFailures', 'Integer', 1, 100000, 'failures', NULL),
    ('LoginLock', 'Integer', 1, 86400, 'seconds', NULL),
    ('SessionHours', 'Integer', 1, 8760, 'hours', NULL),
    ('AgentRingTime', 'Integer', 1, 60, 'seconds', NULL),
    ('AbandonMessage', 'Text', NULL, NULL, NULL, 'it is hung up'),
    ('PacingDays', 'Integer', 1, 9999, 'days', 'for ever')
) AS p (ConfigurationName, Kind, MinimumValue, MaximumValue, Unit, EmptyMeans)
WHERE c.ConfigurationName = p.ConfigurationName
    AND (c.Kind::text, c.MinimumValue, c.MaximumValue, c.Unit, c.EmptyMeans, c.BuiltIn)
    IS DISTINCT FROM (p.Kind, p.MinimumValue, p.MaximumValue, p.Unit, p.EmptyMeans, 1);
