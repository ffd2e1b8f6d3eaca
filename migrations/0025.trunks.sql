-- depends: 0024.pbx_commands
-- Trunks: how many calls they take, at once and in a second, and when one that fails is given a rest.

CREATE TABLE Trunk (
    TrunkId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    DisplayName text NOT NULL CONSTRAINT TrunkHasName CHECK (btrim(DisplayName) <> ''),
    Endpoint text NOT NULL CONSTRAINT TrunkHasEndpoint CHECK (Endpoint ~ '^\S{1,200}$'),
    PbxId uuid REFERENCES Pbx,
    Rank integer NOT NULL DEFAULT 0,
    CallsPerSecond integer CONSTRAINT TrunkTakesSomeASecond CHECK (CallsPerSecond BETWEEN 1 AND 1000),
    MaxCalls integer CONSTRAINT TrunkTakesSomeAtOnce CHECK (MaxCalls BETWEEN 1 AND 100000),
    RestFailures integer CONSTRAINT TrunkFailuresAreCounted CHECK (RestFailures >= 0),
    RestAttempts integer CONSTRAINT TrunkAttemptsAreCounted CHECK (RestAttempts BETWEEN 0 AND 100),
    RestTime integer NOT NULL DEFAULT 300 CONSTRAINT TrunkRestsForATime CHECK (RestTime BETWEEN 1 AND 86400),
    RestsUntil timestamptz,
    Starts timestamptz[] NOT NULL DEFAULT '{}',
    Outcomes smallint[] NOT NULL DEFAULT '{}',
    Deleted Flag NOT NULL DEFAULT 0,
    CONSTRAINT TrunkFailuresAreOfAttempts CHECK (RestFailures <= greatest(RestAttempts, 0))
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
CREATE UNIQUE INDEX OneTrunkPerEndpoint ON Trunk (Endpoint) WHERE Deleted = 0;
CREATE INDEX TrunkByPbx ON Trunk (PbxId);
COMMENT ON TABLE Trunk IS
'The lines by which a PBX reaches the network. With no row here the PBX chooses, and nothing is limited.';
COMMENT ON COLUMN Trunk.TrunkId IS 'Key.';
COMMENT ON COLUMN Trunk.DisplayName IS 'Name shown to people.';
COMMENT ON COLUMN Trunk.Endpoint IS 'What the PBX calls it, without blanks; of those not deleted no two have the same.';
COMMENT ON COLUMN Trunk.PbxId IS 'Its PBX: calls from workplaces of another one are not given to it. NULL = any.';
COMMENT ON COLUMN Trunk.Rank IS 'Lower ones are used first.';
COMMENT ON COLUMN Trunk.CallsPerSecond IS 'Calls that may start on it in any second, 1 to 1000; NULL = no limit.';
COMMENT ON COLUMN Trunk.MaxCalls IS 'Calls that may be up on it at once, 1 to 100000; NULL = no limit.';
COMMENT ON COLUMN Trunk.RestFailures IS 'It rests after so many failures of the last RestAttempts; 0 or NULL = never.';
COMMENT ON COLUMN Trunk.RestAttempts IS 'Attempts that are looked back at, 100 at most; 0 or NULL = it never rests.';
COMMENT ON COLUMN Trunk.RestTime IS 'Seconds for which it rests, up to a day.';
COMMENT ON COLUMN Trunk.RestsUntil IS 'It takes no call before; NULL ends a rest.';
COMMENT ON COLUMN Trunk.Starts IS 'When calls last started on it; kept by the system.';
COMMENT ON COLUMN Trunk.Outcomes IS
'How its last RestAttempts attempts ended, the latest last: 1 = by its fault, 0 = not; kept by the system.';
COMMENT ON COLUMN Trunk.Deleted IS '1 = takes no more calls.';

CREATE TABLE PbxCause (
    Cause text PRIMARY KEY CONSTRAINT CauseHasName CHECK (Cause = lower(btrim(Cause)) AND Cause <> ''),
    TrunkFault Flag NOT NULL DEFAULT 0,
    Meaning text NOT NULL
);
INSERT INTO PbxCause (Cause, TrunkFault, Meaning) VALUES
('busy', 0, 'The called party''s line is busy.'),
('no answer', 0, 'It rang, and nobody answered.'),
('bad number', 0, 'There is no such number.'),
('declined', 0, 'The called party turned it away.'),
('refused', 1, 'The trunk, or the network behind it, does not take the call.'),
('unreachable', 0, 'The called party''s telephone cannot be reached.'),
('congestion', 1, 'No line is free on the way.'),
('dead end', 1, 'The trunk does not answer, or knows no way there.'),
('agent unreachable', 0, 'The agent''s telephone cannot be reached.'),
('not sent', 1, 'The PBX never got it.'),
('failed', 1, 'It failed, and the PBX does not say how.'),
('unknown', 0, 'Nobody knows what became of it.');
COMMENT ON TABLE PbxCause IS
'The words with which causes of a PBX begin, and whether it is the trunk''s fault; one with no word here is not.';
COMMENT ON COLUMN PbxCause.Cause IS 'The word, in small letters.';
COMMENT ON COLUMN PbxCause.TrunkFault IS '1 = counts against the trunk (Trunk.RestFailures).';
COMMENT ON COLUMN PbxCause.Meaning IS 'What it means.';

ALTER TABLE PbxCommand ADD COLUMN TrunkId uuid, ADD COLUMN EndedTime timestamptz;
CREATE INDEX PbxCommandOnTrunk ON PbxCommand (TrunkId) WHERE TrunkId IS NOT NULL AND EndedTime IS NULL;
COMMENT ON COLUMN PbxCommand.TrunkId IS
'The trunk by which it is to be dialled; NULL = the PBX chooses, or it was not taken.';
COMMENT ON COLUMN PbxCommand.EndedTime IS
'When the attempt''s end was reported, or its channel was found to be gone; kept for those of a trunk alone.';

INSERT INTO Configuration (ConfigurationName, DefaultValue, Description)
VALUES
('TrunkMargin', '50', 'Milliseconds added to the second in which starts on a trunk are counted: the PBX is told late.');
