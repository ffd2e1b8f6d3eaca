-- depends: 0009.imports
-- How long what was written down is kept.

INSERT INTO Configuration (ConfigurationName, DefaultValue, Description)
VALUES
('HistoryMonths', NULL, 'Whole months of history (CallEvent) kept besides the current one; empty = for ever.'),
('PbxLogDays', '30', 'Days for which commands to the PBX and what it said are kept; empty = for ever.'),
('RequestDays', '7', 'Days within which a repeated request key gets its first answer; empty = for ever.');
ALTER TABLE Configuration ADD CONSTRAINT RetentionIsWholeNumberOrEmpty CHECK (
    ConfigurationName NOT IN ('HistoryMonths', 'PbxLogDays', 'RequestDays')
    OR coalesce(ConfigurationValue, '') ~ '^([1-9][0-9]{0,3})?$'
);

CREATE TABLE Retention (
    LogName text PRIMARY KEY,
    KeptFrom timestamptz,
    PurgedUntil timestamptz
);
INSERT INTO Retention (LogName) VALUES ('CallEvent'), ('PbxCommand'), ('Request');
COMMENT ON TABLE Retention IS 'What has been purged. PbxEvent goes with PbxCommand.';
COMMENT ON COLUMN Retention.LogName IS 'The table.';
COMMENT ON COLUMN Retention.KeptFrom IS 'Rows older than this may be gone; NULL = nothing is.';
COMMENT ON COLUMN Retention.PurgedUntil IS
'How far the purge has come: it goes on here, behind the entries of rows that it deleted before.';

CREATE INDEX PbxCommandByTime ON PbxCommand (CreatedTime);
CREATE INDEX CallEventEarlierByTime ON CallEventEarlier (EventTime);
