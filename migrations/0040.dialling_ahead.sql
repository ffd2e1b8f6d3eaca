-- depends: 0039.mute_and_keys
-- Calls dialled ahead of agents: what a list says of it, what the PBX is told and tells, what came of it minute by
-- minute, and each decision how many to dial.

ALTER TYPE PbxCommandKind ADD VALUE 'connect';
ALTER TYPE PbxCommandKind ADD VALUE 'message';
ALTER TYPE PbxEventKind ADD VALUE 'agent_answered';
ALTER TYPE PbxEventKind ADD VALUE 'machine';

CREATE TYPE MachineAction AS ENUM ('HangUp', 'Message', 'Agent');
COMMENT ON TYPE MachineAction IS 'What becomes of a call that an answering machine has taken.';

ALTER TABLE OutboundList
ADD COLUMN LinesPerAgent numeric NOT NULL DEFAULT 1
CONSTRAINT LinesPerAgentInRange CHECK (LinesPerAgent BETWEEN 1 AND 20),
ADD COLUMN MostLinesPerAgent numeric NOT NULL DEFAULT 5
CONSTRAINT MostLinesPerAgentInRange CHECK (MostLinesPerAgent BETWEEN 1 AND 20),
ADD COLUMN MinAgents integer NOT NULL DEFAULT 5 CONSTRAINT MinAgentsPositive CHECK (MinAgents > 0),
ADD COLUMN AbandonLimit numeric NOT NULL DEFAULT 3 CONSTRAINT AbandonLimitInRange CHECK (AbandonLimit BETWEEN 0 AND 100),
ADD COLUMN AbandonThreshold numeric NOT NULL DEFAULT 2
CONSTRAINT AbandonThresholdInRange CHECK (AbandonThreshold BETWEEN 0 AND 60),
ADD COLUMN AbandonHold integer NOT NULL DEFAULT 72 CONSTRAINT AbandonHoldNotNegative CHECK (AbandonHold >= 0),
ADD COLUMN AbandonMessage text,
ADD COLUMN DetectMachines Flag NOT NULL DEFAULT 0,
ADD COLUMN MachineAction MachineAction NOT NULL DEFAULT 'HangUp',
ADD COLUMN MachineMessage text,
ADD COLUMN AgentFirst Flag NOT NULL DEFAULT 0;
COMMENT ON COLUMN OutboundList.LinesPerAgent IS 'DialingMode Power: lines dialled for each agent who is ready.';
COMMENT ON COLUMN OutboundList.MostLinesPerAgent IS
'DialingMode Predictive: lines dialled for each agent who is ready or about to be, at most.';
COMMENT ON COLUMN OutboundList.MinAgents IS
'DialingMode Predictive: with fewer agents at work in the list there is one line for each who is ready.';
COMMENT ON COLUMN OutboundList.AbandonLimit IS
'Abandoned calls in percent of live answers that are allowed, in any 24 hours and in any 30 days.';
COMMENT ON COLUMN OutboundList.AbandonThreshold IS
'Seconds after the answer by which an agent must be in the call, or it is abandoned.';
COMMENT ON COLUMN OutboundList.AbandonHold IS
'Hours for which the number of an abandoned call is not dialled ahead of an agent again.';
COMMENT ON COLUMN OutboundList.AbandonMessage IS
'What the PBX plays to the called party of an abandoned call, by the PBX''s name; NULL takes AbandonMessage of the
configuration.';
COMMENT ON COLUMN OutboundList.DetectMachines IS '1: the PBX listens whether a person or an answering machine has answered.';
COMMENT ON COLUMN OutboundList.MachineAction IS
'When it is a machine: HangUp, Message (MachineMessage is played to it), Agent (as if a person had answered).';
COMMENT ON COLUMN OutboundList.MachineMessage IS 'What the PBX plays to an answering machine, by the PBX''s name.';
COMMENT ON COLUMN OutboundList.AgentFirst IS
'1: a list that dials ahead has fallen back to Progressive, because too many calls were abandoned; kept by the cycle.';

INSERT INTO CallResultDetail (CallResultDetailId, DisplayName, CallResult, Channels, Rank)
VALUES ('de7a0000-0000-4000-8000-000000000008', 'Abandoned', 'NoResult', 0, 80);

-- Dialled for an agent who is ready, without offer and preview.
INSERT INTO PhaseTransition (FromPhase, FromResult, ToPhase, ToResult, Rank, EventType)
VALUES
('Enqueue', 'Scheduled', 'AgentDialing', 'Active', 0, 'dialled'),
('AgentOfferMissed', 'Scheduled', 'AgentDialing', 'Active', 0, 'dialled');

CREATE TABLE PaceMinute (
    OutboundListId uuid REFERENCES OutboundList ON DELETE CASCADE,
    Minute timestamptz,
    Ended integer NOT NULL DEFAULT 0,
    Answered integer NOT NULL DEFAULT 0,
    Abandoned integer NOT NULL DEFAULT 0,
    Machines integer NOT NULL DEFAULT 0,
    PRIMARY KEY (OutboundListId, Minute)
) WITH (fillfactor = 70);
CREATE INDEX PaceMinuteByTime ON PaceMinute (Minute);
COMMENT ON TABLE PaceMinute IS
'What came of calls of lists that dial ahead, minute by minute: abandon rates and pacing are counted from it.';
COMMENT ON COLUMN PaceMinute.OutboundListId IS 'The list.';
COMMENT ON COLUMN PaceMinute.Minute IS 'When the minute began.';
COMMENT ON COLUMN PaceMinute.Ended IS 'Attempts of which it was known in this minute whether a person answers.';
COMMENT ON COLUMN PaceMinute.Answered IS 'Those that a person answered (live answers), by the minute of the answer.';
COMMENT ON COLUMN PaceMinute.Abandoned IS
'Live answers for which no agent was there within AbandonThreshold, by the minute of the answer.';
COMMENT ON COLUMN PaceMinute.Machines IS 'Those that a machine answered.';

CREATE TABLE PaceEvent (
    PaceEventId bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    OutboundListId uuid NOT NULL,
    EventTime timestamptz NOT NULL,
    Ended integer NOT NULL DEFAULT 0,
    Answered integer NOT NULL DEFAULT 0,
    Abandoned integer NOT NULL DEFAULT 0,
    Machines integer NOT NULL DEFAULT 0
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
COMMENT ON TABLE PaceEvent IS
'What came of an attempt, until the next cycle adds it to PaceMinute: nobody waits for a counter.';
COMMENT ON COLUMN PaceEvent.PaceEventId IS 'Key.';
COMMENT ON COLUMN PaceEvent.OutboundListId IS 'The list.';
COMMENT ON COLUMN PaceEvent.EventTime IS 'In whose minute it counts.';
COMMENT ON COLUMN PaceEvent.Ended IS 'As in PaceMinute.';
COMMENT ON COLUMN PaceEvent.Answered IS 'As in PaceMinute.';
COMMENT ON COLUMN PaceEvent.Abandoned IS 'As in PaceMinute.';
COMMENT ON COLUMN PaceEvent.Machines IS 'As in PaceMinute.';
