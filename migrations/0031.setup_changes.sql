-- depends: 0016.callbacks 0017.rules 0018.configuration 0020.grids 0022.do_not_call 0023.hooks 0025.trunks
-- Who has changed what of the set-up.

CREATE TYPE SetupAction AS ENUM ('Added', 'Changed', 'Removed');
COMMENT ON TYPE SetupAction IS 'What was done to a row of the set-up.';

CREATE TABLE SetupChange (
    SetupChangeId bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ChangedTime timestamptz NOT NULL,
    Actor text NOT NULL,
    Action SetupAction NOT NULL,
    TableName text NOT NULL,
    RowKey text,
    OwnerTable text NOT NULL,
    OwnerKey text,
    RowCount integer NOT NULL DEFAULT 1 CONSTRAINT RowCountPositive CHECK (RowCount > 0),
    Before jsonb NOT NULL DEFAULT '{}',
    After jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX SetupChangeByOwner ON SetupChange (OwnerKey, SetupChangeId);
CREATE INDEX SetupChangeByTime ON SetupChange (ChangedTime);
COMMENT ON TABLE SetupChange IS
'Who has changed what of the set-up, whichever way: on a page, by REST, by SQL. Which tables it is kept for is in
RecordedTable. Passwords, tokens and secrets are not in it, only that they were changed.';
COMMENT ON COLUMN SetupChange.SetupChangeId IS 'Key.';
COMMENT ON COLUMN SetupChange.ChangedTime IS 'When.';
COMMENT ON COLUMN SetupChange.Actor IS
'Who: agent: and the login, or sql: and the database role, or what actor() says else.';
COMMENT ON COLUMN SetupChange.Action IS 'What was done to the row.';
COMMENT ON COLUMN SetupChange.TableName IS 'The table.';
COMMENT ON COLUMN SetupChange.RowKey IS
'Key of the row; of several columns with a blank between them. NULL where RowCount is above 1.';
COMMENT ON COLUMN SetupChange.OwnerTable IS
'Table of the row whose part it is, as a skill is of an agent; of one that is no part, its own.';
COMMENT ON COLUMN SetupChange.OwnerKey IS 'Key of that row; NULL = of none, as a retry rule for every list.';
COMMENT ON COLUMN SetupChange.RowCount IS
'1; more for a statement that changed more rows at once than are written down one by one.';
COMMENT ON COLUMN SetupChange.Before IS 'The columns that have changed, as they were; empty columns are left out.';
COMMENT ON COLUMN SetupChange.After IS 'The columns that have changed, as they are since; empty columns are left out.';

INSERT INTO Configuration (ConfigurationName, DefaultValue, Description)
VALUES
('SetupChangeDays', NULL, 'Days for which it is kept who has changed what of the set-up; empty = for ever.');
