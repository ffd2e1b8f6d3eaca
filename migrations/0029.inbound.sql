-- depends: 0016.callbacks 0024.pbx_commands
-- Calls that come in on the PBX wait in the queue of a project; who gives up is called back (CB-1, CB-2).

ALTER TABLE Project ADD COLUMN InboundNumber text;
CREATE UNIQUE INDEX ProjectByInboundNumber ON Project (InboundNumber) WHERE InboundNumber IS NOT NULL;
ALTER TABLE InboundCall ADD COLUMN TakenBy text;
COMMENT ON COLUMN InboundCall.TakenBy IS 'The runner on whose PBX it waits; NULL = it was written by another system.';
CREATE INDEX InboundCallOnPbx ON InboundCall (TakenBy) WHERE TakenBy IS NOT NULL AND EndTime IS NULL;
COMMENT ON COLUMN Project.InboundNumber IS
'The number by which callers reach the queue of this project, as the PBX reports it; NULL = none.';

INSERT INTO Configuration (ConfigurationName, DefaultValue, Description)
VALUES
('CallBackKey', '1', 'Key by which a caller who waits asks to be called back instead.');
