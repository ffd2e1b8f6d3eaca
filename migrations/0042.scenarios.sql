-- depends: 0040.dialling_ahead
-- Scenarios: forms that agents fill in during a call. Quotas: how many calls of a kind a list is to bring.

CREATE TYPE QuestionType AS ENUM ('Heading', 'Note', 'Text', 'Number', 'Date', 'YesNo', 'OneOf', 'SeveralOf');
COMMENT ON TYPE QuestionType IS 'What a line of a scenario is; a heading and a note ask for nothing.';

CREATE TABLE Scenario (
    ScenarioId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    DisplayName text NOT NULL,
    Deleted Flag NOT NULL DEFAULT 0
);
COMMENT ON TABLE Scenario IS 'Scenarios: forms that agents read from and fill in during a call.';
COMMENT ON COLUMN Scenario.ScenarioId IS 'Key.';
COMMENT ON COLUMN Scenario.DisplayName IS 'Name shown to people.';
COMMENT ON COLUMN Scenario.Deleted IS '1: no longer offered.';

CREATE TABLE ScenarioQuestion (
    ScenarioQuestionId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    ScenarioId uuid NOT NULL REFERENCES Scenario ON DELETE CASCADE,
    Rank integer,
    QuestionKey text NOT NULL,
    QuestionType QuestionType NOT NULL DEFAULT 'Text',
    Question text NOT NULL,
    Help text,
    Required Flag NOT NULL DEFAULT 0,
    Options text,
    ShownIf text,
    FilledFrom text,
    BoundOptions jsonb NOT NULL DEFAULT '[]',
    BoundCondition jsonb NOT NULL DEFAULT '[]',
    CONSTRAINT QuestionKeyOnce UNIQUE (ScenarioId, QuestionKey)
);
COMMENT ON TABLE ScenarioQuestion IS 'What a scenario says and asks, line by line.';
COMMENT ON COLUMN ScenarioQuestion.ScenarioQuestionId IS 'Key.';
COMMENT ON COLUMN ScenarioQuestion.ScenarioId IS 'The scenario.';
COMMENT ON COLUMN ScenarioQuestion.Rank IS 'Order of the lines; NULL puts one behind the others when it is written.';
COMMENT ON COLUMN ScenarioQuestion.QuestionKey IS
'Name by which conditions, files and programs know it: small letters, digits, _.';
COMMENT ON COLUMN ScenarioQuestion.QuestionType IS 'What it is: a heading, a note to read aloud, or what is asked for.';
COMMENT ON COLUMN ScenarioQuestion.Question IS 'The words that the agent reads.';
COMMENT ON COLUMN ScenarioQuestion.Help IS 'A word of help for the agent; NULL = none.';
COMMENT ON COLUMN ScenarioQuestion.Required IS '1: the page says that it is missing as long as it is not answered.';
COMMENT ON COLUMN ScenarioQuestion.Options IS
'Of OneOf and SeveralOf: what can be chosen, a line each, as key = words or as words alone.';
COMMENT ON COLUMN ScenarioQuestion.ShownIf IS
'It is shown if all of these conditions hold, a line each, such as interested = yes; NULL = always.';
COMMENT ON COLUMN ScenarioQuestion.FilledFrom IS
'Column of imported files (a name in ExtendedFields) that pre-fills the answer; NULL takes the one called like QuestionKey.';
COMMENT ON COLUMN ScenarioQuestion.BoundOptions IS 'Options as they are read; kept by the system.';
COMMENT ON COLUMN ScenarioQuestion.BoundCondition IS 'ShownIf as it is read; kept by the system.';

CREATE TABLE ScenarioVersion (
    ScenarioVersionId bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ScenarioId uuid NOT NULL REFERENCES Scenario ON DELETE CASCADE,
    QuestionsHash text NOT NULL,
    Questions jsonb NOT NULL,
    CreatedTime timestamptz NOT NULL,
    CONSTRAINT ScenarioVersionOnce UNIQUE (ScenarioId, QuestionsHash)
);
COMMENT ON TABLE ScenarioVersion IS
'Scenarios as they were when somebody answered: made with the first answer, so that answers stay readable when questions
change.';
COMMENT ON COLUMN ScenarioVersion.ScenarioVersionId IS 'Key.';
COMMENT ON COLUMN ScenarioVersion.ScenarioId IS 'The scenario.';
COMMENT ON COLUMN ScenarioVersion.QuestionsHash IS 'Hash of the questions.';
COMMENT ON COLUMN ScenarioVersion.Questions IS 'The questions, as scenario_form gave them.';
COMMENT ON COLUMN ScenarioVersion.CreatedTime IS 'When it was answered first.';

ALTER TABLE OutboundList ADD COLUMN ScenarioId uuid REFERENCES Scenario;
CREATE INDEX OutboundListByScenario ON OutboundList (ScenarioId);
COMMENT ON COLUMN OutboundList.ScenarioId IS 'Form that agents fill in during its calls; NULL = none.';

CREATE TABLE ScenarioResult (
    OutboundCallId bigint PRIMARY KEY REFERENCES OutboundCall ON DELETE CASCADE,
    ScenarioVersionId bigint NOT NULL REFERENCES ScenarioVersion,
    ContactId uuid REFERENCES Contact ON DELETE SET NULL,
    AgentId uuid REFERENCES Agent,
    Answers jsonb NOT NULL DEFAULT '{}' CONSTRAINT AnswersAreAnObject CHECK (jsonb_typeof(Answers) = 'object'),
    Actor text NOT NULL,
    CreatedTime timestamptz NOT NULL,
    ChangedTime timestamptz NOT NULL
);
CREATE INDEX ScenarioResultByVersion ON ScenarioResult (ScenarioVersionId);
CREATE INDEX ScenarioResultByContact ON ScenarioResult (ContactId) WHERE ContactId IS NOT NULL;
CREATE INDEX ScenarioResultByAgent ON ScenarioResult (AgentId) WHERE AgentId IS NOT NULL;
COMMENT ON TABLE ScenarioResult IS
'The answers that were given in a call. What was pre-filled and never touched is not in here but in
OutboundCall.ExtendedFields.';
COMMENT ON COLUMN ScenarioResult.OutboundCallId IS 'The call.';
COMMENT ON COLUMN ScenarioResult.ScenarioVersionId IS 'The scenario as it was when they were saved last; kept by the system.';
COMMENT ON COLUMN ScenarioResult.ContactId IS 'Whose answers they are: the contact of the call; kept by the system.';
COMMENT ON COLUMN ScenarioResult.AgentId IS 'Agent who saved last.';
COMMENT ON COLUMN ScenarioResult.Answers IS
'By QuestionKey: a text, a number, a date as 2026-11-24, yes or no, the key of an option, or several of them; null takes a
pre-filled answer away.';
COMMENT ON COLUMN ScenarioResult.Actor IS 'Who saved last, as in CallEvent; kept by the system.';
COMMENT ON COLUMN ScenarioResult.CreatedTime IS 'When the first answer was saved; kept by the system.';
COMMENT ON COLUMN ScenarioResult.ChangedTime IS 'When they were saved last; kept by the system.';

CREATE TABLE Quota (
    QuotaId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    OutboundListId uuid NOT NULL REFERENCES OutboundList ON DELETE CASCADE,
    DisplayName text NOT NULL,
    Target integer NOT NULL CONSTRAINT TargetPositive CHECK (Target > 0),
    Conditions text,
    CountedResults CallResult[] NOT NULL DEFAULT '{Completed}'::CallResult[],
    BoundConditions jsonb NOT NULL DEFAULT '[]',
    Counted Flag NOT NULL DEFAULT 0,
    Filled integer NOT NULL DEFAULT 0,
    ReachedTime timestamptz,
    CONSTRAINT QuotaNameOnce UNIQUE (OutboundListId, DisplayName)
) WITH (fillfactor = 50);
COMMENT ON TABLE Quota IS
'How many calls of a kind a list is to bring. When there are as many, the list''s remaining calls of that kind are called
off; when all quotas of a list are reached, the list is Completed.';
COMMENT ON COLUMN Quota.QuotaId IS 'Key.';
COMMENT ON COLUMN Quota.OutboundListId IS 'The list.';
COMMENT ON COLUMN Quota.DisplayName IS 'Name shown to people.';
COMMENT ON COLUMN Quota.Target IS 'How many calls are wanted.';
COMMENT ON COLUMN Quota.Conditions IS
'Which calls are of the kind: all of these conditions hold, a line each, such as call.Number starts with +420, field.Region
= Prague or interested = yes; NULL = all calls of the list.';
COMMENT ON COLUMN Quota.CountedResults IS 'Statuses in which a call counts.';
COMMENT ON COLUMN Quota.BoundConditions IS 'Conditions as they are read; kept by the system.';
COMMENT ON COLUMN Quota.Counted IS '1: all calls of the list have been looked at since the quota was written; kept by the system.';
COMMENT ON COLUMN Quota.Filled IS 'How many calls count; kept by the cycle.';
COMMENT ON COLUMN Quota.ReachedTime IS 'When there were as many as wanted; NULL = there are not; kept by the cycle.';

CREATE TABLE QuotaCall (
    QuotaId uuid REFERENCES Quota ON DELETE CASCADE,
    OutboundCallId bigint REFERENCES OutboundCall ON DELETE CASCADE,
    PRIMARY KEY (OutboundCallId, QuotaId)
);
CREATE INDEX QuotaCallByQuota ON QuotaCall (QuotaId);
COMMENT ON TABLE QuotaCall IS 'Which calls count in which quota. Kept by the cycle; by its key no call counts twice.';
COMMENT ON COLUMN QuotaCall.QuotaId IS 'The quota.';
COMMENT ON COLUMN QuotaCall.OutboundCallId IS 'The call.';

CREATE TABLE QuotaCheck (
    QuotaCheckId bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    OutboundListId uuid NOT NULL,
    FromCallId bigint NOT NULL,
    ToCallId bigint NOT NULL,
    CheckTime timestamptz NOT NULL DEFAULT '-infinity',
    Holds Flag NOT NULL DEFAULT 0,
    Recounts Flag NOT NULL DEFAULT 0
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
CREATE INDEX QuotaCheckHolds ON QuotaCheck (OutboundListId) WHERE Holds = 1;
CREATE INDEX QuotaCheckByTime ON QuotaCheck (CheckTime, QuotaCheckId);
COMMENT ON TABLE QuotaCheck IS
'Calls that the cycle is to look at for the quotas of their list: whoever changes a call waits for no counter.';
COMMENT ON COLUMN QuotaCheck.QuotaCheckId IS 'Key.';
COMMENT ON COLUMN QuotaCheck.OutboundListId IS 'The list.';
COMMENT ON COLUMN QuotaCheck.FromCallId IS 'The first call; goes up as calls are looked at.';
COMMENT ON COLUMN QuotaCheck.ToCallId IS 'The last call.';
COMMENT ON COLUMN QuotaCheck.CheckTime IS 'Not before.';
COMMENT ON COLUMN QuotaCheck.Holds IS '1: these calls are not distributed before.';
COMMENT ON COLUMN QuotaCheck.Recounts IS '1: when it is done, all calls of the list were looked at.';

CREATE TABLE QuotaEvent (
    QuotaEventId bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    EventTime timestamptz NOT NULL,
    EventType text NOT NULL CONSTRAINT QuotaEventIsKnown CHECK (EventType IN ('QuotaReached', 'QuotaReopened')),
    OutboundListId uuid NOT NULL REFERENCES OutboundList ON DELETE CASCADE,
    QuotaId uuid NOT NULL,
    DisplayName text NOT NULL,
    Target integer NOT NULL,
    Filled integer NOT NULL
);
CREATE INDEX QuotaEventByList ON QuotaEvent (OutboundListId, EventTime);
COMMENT ON TABLE QuotaEvent IS 'History of quotas: each time that one was reached, or open again.';
COMMENT ON COLUMN QuotaEvent.QuotaEventId IS 'Key.';
COMMENT ON COLUMN QuotaEvent.EventTime IS 'When.';
COMMENT ON COLUMN QuotaEvent.EventType IS 'QuotaReached or QuotaReopened.';
COMMENT ON COLUMN QuotaEvent.OutboundListId IS 'The list.';
COMMENT ON COLUMN QuotaEvent.QuotaId IS 'The quota; it may be gone.';
COMMENT ON COLUMN QuotaEvent.DisplayName IS 'What it was called.';
COMMENT ON COLUMN QuotaEvent.Target IS 'How many calls were wanted.';
COMMENT ON COLUMN QuotaEvent.Filled IS 'How many there were.';

-- By which the calls of one list are gone through.
CREATE INDEX CallByList ON OutboundCall (OutboundListId, OutboundCallId);

-- A call that its quota wants again, in a list whose calls a person releases.
INSERT INTO PhaseTransition (FromPhase, FromResult, ToPhase, ToResult, Rank, EventType)
VALUES ('Obsolete', 'Cancelled', 'Manual', 'Prepared', 1, 'held');
