-- depends: 0009.imports
-- Checked and written apart, an import keeps more than one processor busy.

ALTER TYPE ImportCall ADD ATTRIBUTE EnqueueingTime timestamptz;

CREATE TABLE ImportPending (
    OutboundListImportId bigint,
    Line bigint,
    Number text NOT NULL,
    Call ImportCall NOT NULL,
    PRIMARY KEY (OutboundListImportId, Line)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
COMMENT ON TABLE ImportPending IS
'Rows of files that check_batch has decided to take, until take_batch makes calls of them. No foreign key: each row
would pay for it.';
COMMENT ON COLUMN ImportPending.OutboundListImportId IS 'The import.';
COMMENT ON COLUMN ImportPending.Line IS 'Line of the file on which the row begins.';
COMMENT ON COLUMN ImportPending.Number IS 'The number, E.164: the list has it from now on.';
COMMENT ON COLUMN ImportPending.Call IS 'The call to be made.';
