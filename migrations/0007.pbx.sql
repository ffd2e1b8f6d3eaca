-- depends: 0006.calls
-- The PBX is driven by commands and answers by events; runners carry both.

CREATE TYPE PbxCommandKind AS ENUM ('originate', 'hangup');
COMMENT ON TYPE PbxCommandKind IS 'What the PBX can be told.';
CREATE TYPE PbxEventKind AS ENUM (
    'ringing', 'answered', 'hangup_called', 'hangup_agent', 'busy', 'no_answer', 'failed'
);
COMMENT ON TYPE PbxEventKind IS 'What the PBX can say of an attempt.';

CREATE TABLE Runner (
    RunnerName text PRIMARY KEY,
    StartedTime timestamptz NOT NULL,
    HeartbeatTime timestamptz NOT NULL
) WITH (fillfactor = 70);
COMMENT ON TABLE Runner IS 'Processes that invoke the cycle and drive a PBX.';
COMMENT ON COLUMN Runner.RunnerName IS 'Its name.';
COMMENT ON COLUMN Runner.StartedTime IS 'When it started.';
COMMENT ON COLUMN Runner.HeartbeatTime IS 'Its last sign of life.';

CREATE TABLE PbxCommand (
    PbxCommandId bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    PbxCallId text NOT NULL,
    OutboundCallId bigint NOT NULL,
    Command PbxCommandKind NOT NULL,
    CreatedTime timestamptz NOT NULL,
    TakenTime timestamptz,
    TakenBy text,
    VoidTime timestamptz,
    CONSTRAINT PbxCommandOnce UNIQUE (PbxCallId, Command)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
CREATE INDEX PbxCommandWaiting ON PbxCommand (PbxCommandId) WHERE TakenTime IS NULL AND VoidTime IS NULL;
COMMENT ON TABLE PbxCommand IS 'Outbox: what the PBX is told, each at most once.';
COMMENT ON COLUMN PbxCommand.PbxCommandId IS 'Key.';
COMMENT ON COLUMN PbxCommand.PbxCallId IS 'Id of the attempt on the PBX.';
COMMENT ON COLUMN PbxCommand.OutboundCallId IS 'The call.';
COMMENT ON COLUMN PbxCommand.Command IS 'What to do.';
COMMENT ON COLUMN PbxCommand.CreatedTime IS 'When it was decided.';
COMMENT ON COLUMN PbxCommand.TakenTime IS 'When a runner took it; it is never handed out again.';
COMMENT ON COLUMN PbxCommand.TakenBy IS 'The runner that took it, or has taken the attempt over.';
COMMENT ON COLUMN PbxCommand.VoidTime IS 'When it was dropped because the call had ended before.';

CREATE TABLE PbxEvent (
    PbxCallId text NOT NULL,
    Event PbxEventKind NOT NULL,
    Cause text,
    HappenedAt timestamptz NOT NULL,
    ReportedTime timestamptz NOT NULL,
    PRIMARY KEY (PbxCallId, Event)
);
COMMENT ON TABLE PbxEvent IS 'What the PBX said, each at most once.';
COMMENT ON COLUMN PbxEvent.PbxCallId IS 'Id of the attempt on the PBX.';
COMMENT ON COLUMN PbxEvent.Event IS 'What happened.';
COMMENT ON COLUMN PbxEvent.Cause IS 'Why, in the PBX''s words.';
COMMENT ON COLUMN PbxEvent.HappenedAt IS 'When it happened on the PBX.';
COMMENT ON COLUMN PbxEvent.ReportedTime IS 'When it was reported.';

CREATE TABLE CycleLock (
    CycleLockId smallint PRIMARY KEY CONSTRAINT OneCycleLock CHECK (CycleLockId = 1)
);
INSERT INTO CycleLock (CycleLockId) VALUES (1);
COMMENT ON TABLE CycleLock IS 'One row, locked by the cycle that runs; a second cycle goes away.';
COMMENT ON COLUMN CycleLock.CycleLockId IS 'Always 1.';

CREATE TABLE Request (
    RequestKey uuid PRIMARY KEY,
    Answer bigint NOT NULL,
    CreatedTime timestamptz NOT NULL
);
CREATE INDEX RequestByTime ON Request (CreatedTime);
COMMENT ON TABLE Request IS 'Answers already given, so that a caller whose connection broke can ask again.';
COMMENT ON COLUMN Request.RequestKey IS 'Key made by the caller.';
COMMENT ON COLUMN Request.Answer IS 'The answer: the id of the call.';
COMMENT ON COLUMN Request.CreatedTime IS 'When it was given.';
