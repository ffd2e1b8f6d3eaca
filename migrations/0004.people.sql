-- depends: 0001.basis
-- Who can be given a call: projects, languages, agents, their seats, skills and statuses.

CREATE TYPE AgentActivity AS ENUM ('Ready', 'Pause', 'PostCall', 'LogOff');
COMMENT ON TYPE AgentActivity IS 'What an agent status means to the distribution.';
CREATE TYPE WorkplaceState AS ENUM ('Free', 'Busy', 'Ring', 'Hold', 'OutOfOrder');
COMMENT ON TYPE WorkplaceState IS 'What the PBX says of a workplace''s line.';

CREATE TABLE Language (
    LanguageId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    LanguageCode text NOT NULL,
    DisplayName text NOT NULL,
    Deleted Flag NOT NULL DEFAULT 0
);
COMMENT ON TABLE Language IS 'Languages that calls are held in.';
COMMENT ON COLUMN Language.LanguageId IS 'Key.';
COMMENT ON COLUMN Language.LanguageCode IS 'Code such as cs or en-GB.';
COMMENT ON COLUMN Language.DisplayName IS 'Name shown to people.';
COMMENT ON COLUMN Language.Deleted IS '1: no longer offered.';

CREATE TABLE AgentStatus (
    AgentStatusId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    DisplayName text NOT NULL,
    Activity AgentActivity NOT NULL,
    CallPreDistribute Flag NOT NULL DEFAULT 0,
    PredictiveDistribute Flag NOT NULL DEFAULT 0,
    UserBlocked Flag NOT NULL DEFAULT 0,
    IsDefault Flag NOT NULL DEFAULT 0,
    Color text,
    Deleted Flag NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX AgentStatusNameOnce ON AgentStatus (DisplayName) WHERE Deleted = 0;
CREATE UNIQUE INDEX AgentStatusDefaultOnce ON AgentStatus (Activity) WHERE IsDefault = 1 AND Deleted = 0;
COMMENT ON TABLE AgentStatus IS 'Statuses an agent can be in; any number for each activity.';
COMMENT ON COLUMN AgentStatus.AgentStatusId IS 'Key.';
COMMENT ON COLUMN AgentStatus.DisplayName IS 'Name shown to people; taken by set_agent_status.';
COMMENT ON COLUMN AgentStatus.Activity IS 'What it means to the distribution: only Ready is given calls.';
COMMENT ON COLUMN AgentStatus.CallPreDistribute IS '1: pre-distributed calls are offered in this status too.';
COMMENT ON COLUMN AgentStatus.PredictiveDistribute IS '1: calls of the predictive dialler are given in this status.';
COMMENT ON COLUMN AgentStatus.UserBlocked IS '1: the agent cannot choose it; the system and supervisors set it.';
COMMENT ON COLUMN AgentStatus.IsDefault IS '1: the one taken for its activity when no other is named.';
COMMENT ON COLUMN AgentStatus.Color IS 'Colour on the pages, as #rrggbb.';
COMMENT ON COLUMN AgentStatus.Deleted IS '1: no longer offered.';

INSERT INTO AgentStatus
(AgentStatusId, DisplayName, Activity, CallPreDistribute, PredictiveDistribute, UserBlocked, IsDefault, Color)
VALUES
('57a70000-0000-4000-8000-000000000001', 'Ready', 'Ready', 1, 1, 0, 1, '#2e7d32'),
('57a70000-0000-4000-8000-000000000002', 'Pause', 'Pause', 0, 0, 0, 1, '#f9a825'),
('57a70000-0000-4000-8000-000000000003', 'Completing info', 'PostCall', 0, 0, 0, 1, '#1565c0'),
('57a70000-0000-4000-8000-000000000004', 'Logged off', 'LogOff', 0, 0, 0, 1, '#757575');

CREATE TABLE Project (
    ProjectId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    DisplayName text NOT NULL,
    ProjectGroupName text,
    LanguageId uuid REFERENCES Language,
    PbxOutDistribute Flag NOT NULL DEFAULT 1,
    WaitingOffset integer NOT NULL DEFAULT 0,
    PostCallPause integer CONSTRAINT PostCallPauseNotNegative CHECK (PostCallPause >= 0),
    PcpUnanswered Flag NOT NULL DEFAULT 1,
    AutomaticPcpStatus uuid REFERENCES AgentStatus,
    ShowResultBar Flag NOT NULL DEFAULT 1,
    ResultWait integer DEFAULT 0 CONSTRAINT ResultWaitNotNegative CHECK (ResultWait >= 0),
    CallerId text,
    Deleted Flag NOT NULL DEFAULT 0
);
CREATE INDEX ProjectByLanguage ON Project (LanguageId);
CREATE INDEX ProjectByPcpStatus ON Project (AutomaticPcpStatus);
COMMENT ON TABLE Project IS 'Themes (queues) that agents are skilled in.';
COMMENT ON COLUMN Project.ProjectId IS 'Key.';
COMMENT ON COLUMN Project.DisplayName IS 'Name shown to people.';
COMMENT ON COLUMN Project.ProjectGroupName IS 'Group, matched by masks of rules and result details.';
COMMENT ON COLUMN Project.LanguageId IS 'Language of its calls unless list or call says another; NULL asks for none.';
COMMENT ON COLUMN Project.PbxOutDistribute IS '1: its outbound calls are distributed.';
COMMENT ON COLUMN Project.WaitingOffset IS 'Seconds added to the waiting time of its calls in the order of calls.';
COMMENT ON COLUMN Project.PostCallPause IS
'Post-call pause in seconds: NULL = off, 0 = until the agent leaves it, n = back to Ready after n.';
COMMENT ON COLUMN Project.PcpUnanswered IS '1: the pause follows calls that nobody answered, too.';
COMMENT ON COLUMN Project.AutomaticPcpStatus IS
'Status of activity PostCall set after its calls; NULL takes the default one.';
COMMENT ON COLUMN Project.ShowResultBar IS '1: the agent is asked for a result; 0: calls end without one.';
COMMENT ON COLUMN Project.ResultWait IS
'Seconds an ended call waits for its result: NULL = without limit, 0 = as long as the post-call pause lasts.';
COMMENT ON COLUMN Project.CallerId IS 'Number shown to the called party; NULL leaves it to the PBX.';
COMMENT ON COLUMN Project.Deleted IS '1: no longer offered.';

CREATE TABLE Pbx (
    PbxId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    DisplayName text NOT NULL,
    Bridge text NOT NULL DEFAULT 'simulated',
    Deleted Flag NOT NULL DEFAULT 0
);
COMMENT ON TABLE Pbx IS 'Telephone exchanges that runners drive.';
COMMENT ON COLUMN Pbx.PbxId IS 'Key.';
COMMENT ON COLUMN Pbx.DisplayName IS 'Name shown to people.';
COMMENT ON COLUMN Pbx.Bridge IS 'The bridge that drives it, such as simulated.';
COMMENT ON COLUMN Pbx.Deleted IS '1: no longer used.';

CREATE TABLE Workplace (
    WorkplaceId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    DisplayName text NOT NULL,
    Number text NOT NULL,
    State WorkplaceState NOT NULL DEFAULT 'Free',
    Blocking integer NOT NULL DEFAULT 0 CONSTRAINT BlockingNotNegative CHECK (Blocking >= 0),
    BlockedUntil timestamptz,
    MaxOffering integer NOT NULL DEFAULT 20 CONSTRAINT MaxOfferingPositive CHECK (MaxOffering > 0),
    PbxId uuid REFERENCES Pbx,
    Deleted Flag NOT NULL DEFAULT 0
) WITH (fillfactor = 70);
CREATE INDEX WorkplaceByPbx ON Workplace (PbxId);
COMMENT ON TABLE Workplace IS 'Desks with a telephone.';
COMMENT ON COLUMN Workplace.WorkplaceId IS 'Key.';
COMMENT ON COLUMN Workplace.DisplayName IS 'Name shown to people.';
COMMENT ON COLUMN Workplace.Number IS 'Extension of its telephone on the PBX.';
COMMENT ON COLUMN Workplace.State IS 'State of the line, as the PBX says.';
COMMENT ON COLUMN Workplace.Blocking IS
'Agent blocked [s]: seconds without an offer after one that was missed; 0 = none.';
COMMENT ON COLUMN Workplace.BlockedUntil IS 'No offer before this moment.';
COMMENT ON COLUMN Workplace.MaxOffering IS 'Seconds an offer stands here before it is missed.';
COMMENT ON COLUMN Workplace.PbxId IS 'Its PBX; NULL where there is only one.';
COMMENT ON COLUMN Workplace.Deleted IS '1: no longer used.';

CREATE TABLE BusyCondition (
    BusyConditionId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    DisplayName text NOT NULL,
    IsDefault Flag NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX BusyConditionDefaultOnce ON BusyCondition (IsDefault) WHERE IsDefault = 1;
COMMENT ON TABLE BusyCondition IS 'Capacity matrices of the unified queue.';
COMMENT ON COLUMN BusyCondition.BusyConditionId IS 'Key.';
COMMENT ON COLUMN BusyCondition.DisplayName IS 'Name shown to people.';
COMMENT ON COLUMN BusyCondition.IsDefault IS '1: the one for agents who name none.';

CREATE TABLE BusyConditionRule (
    BusyConditionId uuid NOT NULL REFERENCES BusyCondition ON DELETE CASCADE,
    HandledChannel text NOT NULL,
    OfferedChannel text NOT NULL,
    Percent integer NOT NULL CONSTRAINT PercentInRange CHECK (Percent BETWEEN 0 AND 100),
    PRIMARY KEY (BusyConditionId, OfferedChannel, HandledChannel)
);
COMMENT ON TABLE BusyConditionRule IS
'How full work of one channel makes an agent for another; at 100 nothing is offered.';
COMMENT ON COLUMN BusyConditionRule.BusyConditionId IS 'The matrix.';
COMMENT ON COLUMN BusyConditionRule.HandledChannel IS
'Column of the matrix: channel of the work in hand (Call, Chat, Mail, …).';
COMMENT ON COLUMN BusyConditionRule.OfferedChannel IS 'Row of the matrix: channel of the work to be offered.';
COMMENT ON COLUMN BusyConditionRule.Percent IS 'How full one piece of such work makes the agent, in percent.';

CREATE TABLE Agent (
    AgentId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    Login text NOT NULL,
    DisplayName text NOT NULL,
    TeamName text,
    AgentStatusId uuid NOT NULL DEFAULT '57a70000-0000-4000-8000-000000000004' REFERENCES AgentStatus,
    StatusSince timestamptz NOT NULL DEFAULT now(),
    StatusUntil timestamptz,
    WorkplaceId uuid REFERENCES Workplace,
    LastCallUtc timestamptz,
    MissedCalls integer NOT NULL DEFAULT 0,
    MaxMissedCalls integer DEFAULT 3 CONSTRAINT MaxMissedCallsPositive CHECK (MaxMissedCalls > 0),
    BusyConditionId uuid REFERENCES BusyCondition,
    Deleted Flag NOT NULL DEFAULT 0
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
CREATE UNIQUE INDEX AgentLoginOnce ON Agent (Login) WHERE Deleted = 0;
CREATE UNIQUE INDEX AgentAloneAtWorkplace ON Agent (WorkplaceId) WHERE WorkplaceId IS NOT NULL;
CREATE INDEX AgentByStatus ON Agent (AgentStatusId);
CREATE INDEX AgentByBusyCondition ON Agent (BusyConditionId);
CREATE INDEX AgentStatusEnds ON Agent (StatusUntil) WHERE StatusUntil IS NOT NULL;
COMMENT ON TABLE Agent IS 'People who take calls.';
COMMENT ON COLUMN Agent.AgentId IS 'Key.';
COMMENT ON COLUMN Agent.Login IS 'Name to log in with.';
COMMENT ON COLUMN Agent.DisplayName IS 'Name shown to people.';
COMMENT ON COLUMN Agent.TeamName IS 'Team, matched by masks of rules.';
COMMENT ON COLUMN Agent.AgentStatusId IS 'Status now.';
COMMENT ON COLUMN Agent.StatusSince IS 'Since when.';
COMMENT ON COLUMN Agent.StatusUntil IS 'When a post-call pause ends by itself; NULL = it does not.';
COMMENT ON COLUMN Agent.WorkplaceId IS 'Workplace the agent sits at; NULL = not logged in.';
COMMENT ON COLUMN Agent.LastCallUtc IS
'When a call last rang, was answered, ended or was missed; the lowest is the most idle.';
COMMENT ON COLUMN Agent.MissedCalls IS 'Offers missed in a row.';
COMMENT ON COLUMN Agent.MaxMissedCalls IS 'Offers missed in a row after which the agent leaves Ready; NULL = never.';
COMMENT ON COLUMN Agent.BusyConditionId IS 'Capacity matrix; NULL takes the default one.';
COMMENT ON COLUMN Agent.Deleted IS '1: left.';

CREATE TABLE Seating (
    AgentId uuid NOT NULL REFERENCES Agent ON DELETE CASCADE,
    WorkplaceId uuid NOT NULL REFERENCES Workplace ON DELETE CASCADE,
    KnowledgeOffset integer NOT NULL DEFAULT 0,
    PRIMARY KEY (AgentId, WorkplaceId)
);
CREATE INDEX SeatingByWorkplace ON Seating (WorkplaceId);
COMMENT ON TABLE Seating IS 'Where an agent may sit; an agent with no row may sit anywhere.';
COMMENT ON COLUMN Seating.AgentId IS 'The agent.';
COMMENT ON COLUMN Seating.WorkplaceId IS 'A workplace open to the agent.';
COMMENT ON COLUMN Seating.KnowledgeOffset IS
'Added to the agent''s knowledge in the choice of agent while sitting there.';

CREATE TABLE Skill (
    AgentId uuid NOT NULL REFERENCES Agent ON DELETE CASCADE,
    ProjectId uuid NOT NULL REFERENCES Project ON DELETE CASCADE,
    PbxOutKnowledge integer NOT NULL DEFAULT 50
    CONSTRAINT PbxOutKnowledgeInRange CHECK (PbxOutKnowledge BETWEEN 0 AND 100),
    PbxOutEnabled Flag NOT NULL DEFAULT 1,
    PbxOutChannel Flag NOT NULL DEFAULT 1,
    PRIMARY KEY (AgentId, ProjectId)
);
CREATE INDEX SkillByProject ON Skill (ProjectId);
COMMENT ON TABLE Skill IS 'Which agent can work for which project.';
COMMENT ON COLUMN Skill.AgentId IS 'The agent.';
COMMENT ON COLUMN Skill.ProjectId IS 'The project.';
COMMENT ON COLUMN Skill.PbxOutKnowledge IS 'Knowledge for outbound calls, 0 to 100.';
COMMENT ON COLUMN Skill.PbxOutEnabled IS '1: enabled by the supervisor.';
COMMENT ON COLUMN Skill.PbxOutChannel IS '1: engaged by the agent.';

CREATE TABLE Proficiency (
    AgentId uuid NOT NULL REFERENCES Agent ON DELETE CASCADE,
    LanguageId uuid NOT NULL REFERENCES Language ON DELETE CASCADE,
    VoiceKnowledge integer NOT NULL DEFAULT 100
    CONSTRAINT VoiceKnowledgeInRange CHECK (VoiceKnowledge BETWEEN 0 AND 100),
    VoiceEnabled Flag NOT NULL DEFAULT 1,
    VoiceChannel Flag NOT NULL DEFAULT 1,
    PRIMARY KEY (AgentId, LanguageId)
);
CREATE INDEX ProficiencyByLanguage ON Proficiency (LanguageId);
COMMENT ON TABLE Proficiency IS 'Which agent speaks which language.';
COMMENT ON COLUMN Proficiency.AgentId IS 'The agent.';
COMMENT ON COLUMN Proficiency.LanguageId IS 'The language.';
COMMENT ON COLUMN Proficiency.VoiceKnowledge IS 'Proficiency in speaking, 0 to 100.';
COMMENT ON COLUMN Proficiency.VoiceEnabled IS '1: enabled by the supervisor.';
COMMENT ON COLUMN Proficiency.VoiceChannel IS '1: engaged by the agent.';

CREATE TABLE AgentWork (
    AgentWorkId bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    AgentId uuid NOT NULL REFERENCES Agent ON DELETE CASCADE,
    Channel text NOT NULL,
    Reference text,
    StartTime timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX AgentWorkByAgent ON AgentWork (AgentId);
COMMENT ON TABLE AgentWork IS
'Work in hand on other channels; any system may insert it and deletes it when it is done.';
COMMENT ON COLUMN AgentWork.AgentWorkId IS 'Key.';
COMMENT ON COLUMN AgentWork.AgentId IS 'Who has it.';
COMMENT ON COLUMN AgentWork.Channel IS 'Channel as in BusyConditionRule: Call, Chat, Mail, ….';
COMMENT ON COLUMN AgentWork.Reference IS 'What it is in the system that inserted it.';
COMMENT ON COLUMN AgentWork.StartTime IS 'Since when.';

CREATE TABLE AgentEvent (
    AgentEventId bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    AgentId uuid NOT NULL REFERENCES Agent ON DELETE CASCADE,
    EventTime timestamptz NOT NULL,
    FromStatusId uuid,
    ToStatusId uuid NOT NULL,
    WorkplaceId uuid,
    Actor text NOT NULL
);
CREATE INDEX AgentEventByAgent ON AgentEvent (AgentId, EventTime);
COMMENT ON TABLE AgentEvent IS 'History of the agents'' statuses.';
COMMENT ON COLUMN AgentEvent.AgentEventId IS 'Key.';
COMMENT ON COLUMN AgentEvent.AgentId IS 'The agent.';
COMMENT ON COLUMN AgentEvent.EventTime IS 'When the status changed.';
COMMENT ON COLUMN AgentEvent.FromStatusId IS 'Status before.';
COMMENT ON COLUMN AgentEvent.ToStatusId IS 'Status after.';
COMMENT ON COLUMN AgentEvent.WorkplaceId IS 'Where the agent sat.';
COMMENT ON COLUMN AgentEvent.Actor IS 'Who changed it, as in CallEvent.';
