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
ADD COLUMN AbandonLimit numeric NOT NULL DEFAULT 3
CONSTRAINT AbandonLimitInRange CHECK (AbandonLimit BETWEEN 0 AND 100),
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
COMMENT ON COLUMN OutboundList.DetectMachines IS
'1: the PBX listens whether a person or an answering machine has answered.';
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

ALTER TABLE PaceEvent
ADD COLUMN AnswerAfter double precision,
ADD COLUMN HandleTime double precision;
COMMENT ON COLUMN PaceEvent.AnswerAfter IS 'Seconds from dialling to a live answer.';
COMMENT ON COLUMN PaceEvent.HandleTime IS 'Seconds from an answer until its agent was ready again.';

CREATE TABLE ListPace (
    OutboundListId uuid PRIMARY KEY REFERENCES OutboundList ON DELETE CASCADE,
    CountedTo timestamptz NOT NULL DEFAULT '-infinity',
    AnsweredDay bigint NOT NULL DEFAULT 0,
    AbandonedDay bigint NOT NULL DEFAULT 0,
    AnsweredMonth bigint NOT NULL DEFAULT 0,
    AbandonedMonth bigint NOT NULL DEFAULT 0,
    AnswerAfters double precision[] NOT NULL DEFAULT '{}',
    HandleTimes double precision[] NOT NULL DEFAULT '{}'
) WITH (fillfactor = 50);
COMMENT ON TABLE ListPace IS
'What is known of a list that dials ahead, so that a cycle need not add up a month: sums of whole minutes, and the
newest times. tally_pace keeps it.';
COMMENT ON COLUMN ListPace.OutboundListId IS 'The list.';
COMMENT ON COLUMN ListPace.CountedTo IS 'The sums are of minutes before this one.';
COMMENT ON COLUMN ListPace.AnsweredDay IS 'Live answers in the 24 hours before CountedTo.';
COMMENT ON COLUMN ListPace.AbandonedDay IS 'Those of them that were abandoned.';
COMMENT ON COLUMN ListPace.AnsweredMonth IS 'Live answers in the 30 days before CountedTo.';
COMMENT ON COLUMN ListPace.AbandonedMonth IS 'Those of them that were abandoned.';
COMMENT ON COLUMN ListPace.AnswerAfters IS 'The newest 200 seconds from dialling to a live answer.';
COMMENT ON COLUMN ListPace.HandleTimes IS 'The newest 200 seconds from an answer until its agent was ready again.';

CREATE TABLE PacingDecision (
    PacingDecisionId bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    DecisionTime timestamptz NOT NULL,
    OutboundListId uuid NOT NULL,
    CallGroupId bigint NOT NULL,
    Starts integer NOT NULL,
    Dialled integer NOT NULL,
    AgentFirst Flag NOT NULL,
    ExpectedAbandons double precision,
    Reason text NOT NULL,
    Inputs jsonb NOT NULL
);
CREATE INDEX PacingDecisionByList ON PacingDecision (OutboundListId, DecisionTime);
CREATE INDEX PacingDecisionByTime ON PacingDecision (DecisionTime);
COMMENT ON TABLE PacingDecision IS
'Each decision of the pacing that dialled something, or by which a list fell back to Progressive or came back, with all
that it was made from: replay_decision makes it again. Kept for PacingDays.';
COMMENT ON COLUMN PacingDecision.PacingDecisionId IS 'Key.';
COMMENT ON COLUMN PacingDecision.DecisionTime IS 'When.';
COMMENT ON COLUMN PacingDecision.OutboundListId IS 'The list.';
COMMENT ON COLUMN PacingDecision.CallGroupId IS
'A group of calls of the list, for all that ask the same of an agent: the decision is for these.';
COMMENT ON COLUMN PacingDecision.Starts IS 'How many calls were to be dialled.';
COMMENT ON COLUMN PacingDecision.Dialled IS 'How many were: there may be fewer that can be dialled now.';
COMMENT ON COLUMN PacingDecision.AgentFirst IS '1: an agent is reserved before a call is dialled, as in Progressive.';
COMMENT ON COLUMN PacingDecision.ExpectedAbandons IS 'How many of the calls in progress were expected to be abandoned.';
COMMENT ON COLUMN PacingDecision.Reason IS 'Why, in words.';
COMMENT ON COLUMN PacingDecision.Inputs IS 'What pace() was given.';

CREATE TYPE AnsweredBy AS ENUM ('Person', 'Machine', 'Unknown');
COMMENT ON TYPE AnsweredBy IS 'Who has answered, as far as the PBX knows. Unknown counts as a person.';
ALTER TABLE OutboundCall ADD COLUMN AnsweredBy AnsweredBy;
COMMENT ON COLUMN OutboundCall.AnsweredBy IS
'Who answered the last attempt: Person, Machine, Unknown (which counts as a person); NULL = nobody, or nobody listened
for it.';

-- What is in progress with no agent: how much there is of it, a cycle asks each time.
CREATE INDEX CallUnattended ON OutboundCall (OutboundListId, CallPhase)
WHERE CallResult = 'Active' AND CallPhase IN ('PredictiveDial', 'Answered', 'AutoDial', 'IvrScript');

ALTER TABLE Agent
ADD COLUMN BusySince timestamptz,
ADD COLUMN BusyListId uuid;
COMMENT ON COLUMN Agent.BusySince IS
'Since when the agent has been busy with a call of a list that dials by itself, and with what follows it: since it was
dialled for the agent or answered; NULL = is not.';
COMMENT ON COLUMN Agent.BusyListId IS 'The list of that call.';

ALTER TABLE PbxCommand ADD COLUMN Message text;
COMMENT ON COLUMN PbxCommand.Message IS 'Of a message: what is played, by the PBX''s name.';

INSERT INTO Configuration (ConfigurationName, DefaultValue, Description)
VALUES
('AgentRingTime', '10',
    'Seconds for which an agent''s telephone rings for a call dialled ahead; with an open line it is there at once.'),
('AbandonMessage', NULL,
    'What is played to who has answered and has no agent, by its name on the PBX; empty = nothing.'),
('PacingDays', '3', 'Days for which decisions of the pacing are kept; empty = for ever.');

-- It has them, too.
DROP INDEX CallInScript;

CREATE TYPE TransitionType AS ENUM ('LostShift', 'Abandon');
COMMENT ON TYPE TransitionType IS 'Which lost calls a queue transition is for.';
ALTER TABLE QueueTransition ADD COLUMN TransitionType TransitionType NOT NULL DEFAULT 'LostShift';
COMMENT ON COLUMN QueueTransition.TransitionType IS
'LostShift: calls that came in and ended unserved. Abandon: calls dialled ahead that were answered and for which there
was no agent.';
