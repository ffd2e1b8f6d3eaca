-- depends: 0000.deploy
-- What everything else rests on: flags, configuration, names for reports.

CREATE DOMAIN Flag AS smallint CONSTRAINT FlagIsOneOrZero CHECK (VALUE IN (0, 1));
COMMENT ON DOMAIN Flag IS 'A yes or a no, written 1 and 0.';

CREATE TABLE Configuration (
    ConfigurationName text PRIMARY KEY,
    ConfigurationValue text,
    DefaultValue text,
    Description text NOT NULL
);
COMMENT ON TABLE Configuration IS 'Parameters of the whole installation, one row each.';
COMMENT ON COLUMN Configuration.ConfigurationName IS 'Name of the parameter.';
COMMENT ON COLUMN Configuration.ConfigurationValue IS 'Its value; NULL takes DefaultValue.';
COMMENT ON COLUMN Configuration.DefaultValue IS 'The value that applies where none is set.';
COMMENT ON COLUMN Configuration.Description IS 'What the parameter does, with its unit.';

INSERT INTO Configuration (ConfigurationName, DefaultValue, Description)
VALUES
('DefaultCountry', 'CZ', 'Country (ISO code) by which a number without a prefix is read when its list names none.'),
('DefaultTimeZone', 'Europe/Prague', 'Time zone (by name) of calls that imply none and whose list names none.'),
('UseUnifiedQueue', 'false', 'true: work of other channels counts towards an agent''s capacity (BusyConditionRule).'),
('MissedCallsStatus', 'Pause', 'Status (name or id) of an agent who has missed MaxMissedCalls offers in a row.'),
('LostShiftWindow', '3600', 'Seconds within which a lost queued call may be called back.'),
('DialGuard', '120', 'Seconds after which a dialled attempt of which the PBX says nothing is Failed, cause unknown.'),
('RunnerSilence', '15', 'Seconds without a sign of life after which a runner counts as dead.'),
('CycleBatch', '2000', 'The most calls that one step of one cycle takes, so that a cycle stays short.');

CREATE TABLE LiteralLookup (
    GroupId integer NOT NULL,
    LiteralId integer NOT NULL,
    LiteralName text NOT NULL,
    Description text,
    PRIMARY KEY (GroupId, LiteralId),
    CONSTRAINT LiteralNameOnce UNIQUE (GroupId, LiteralName)
);
COMMENT ON TABLE LiteralLookup IS 'Integers by which reports know statuses and phases.';
COMMENT ON COLUMN LiteralLookup.GroupId IS '42 status (CallResult), 43 phase (CallPhase).';
COMMENT ON COLUMN LiteralLookup.LiteralId IS 'The integer.';
COMMENT ON COLUMN LiteralLookup.LiteralName IS 'The name in its enum type.';
COMMENT ON COLUMN LiteralLookup.Description IS 'What it means.';
