-- depends: 0016.callbacks
-- Schedule post conditions: what becomes of calls that wait, by rules that are rows.

CREATE TYPE RuleEnd AS ENUM ('Neglected', 'Cancelled');
COMMENT ON TYPE RuleEnd IS 'The status in which a rule ends a call.';

CREATE TABLE SchedulePostCondition (
    SchedulePostConditionId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    DisplayName text NOT NULL,
    ConditionLevel integer NOT NULL DEFAULT 0
    CONSTRAINT ConditionLevelInRange CHECK (ConditionLevel BETWEEN 0 AND 9),
    Rank integer NOT NULL DEFAULT 0,
    Active Flag NOT NULL DEFAULT 1,
    WaitingLonger integer CONSTRAINT WaitingLongerNotNegative CHECK (WaitingLonger >= 0),
    PriorityFrom integer,
    PriorityTo integer,
    ProjectId uuid REFERENCES Project,
    LanguageId uuid REFERENCES Language,
    OutboundListId uuid REFERENCES OutboundList,
    SkillFrom integer,
    SkillTo integer,
    ProficiencyFrom integer,
    ProficiencyTo integer,
    TrialFrom integer,
    TrialTo integer,
    CallType CallType,
    Predistributed Flag,
    AgentId uuid REFERENCES Agent,
    ProjectGroupMask text,
    TeamMask text,
    TimeMode TimeMode NOT NULL DEFAULT 'None',
    TimeFrom WallClock,
    TimeTo WallClock,
    TimeZone text,
    SetProjectId uuid REFERENCES Project,
    SetLanguageId uuid REFERENCES Language,
    SetOutboundListId uuid REFERENCES OutboundList,
    SetPriority integer,
    AddPriority integer,
    SetSkill integer CONSTRAINT SetSkillInRange CHECK (SetSkill BETWEEN 0 AND 100),
    SetProficiency integer CONSTRAINT SetProficiencyInRange CHECK (SetProficiency BETWEEN 0 AND 100),
    CancelPredistribution Flag NOT NULL DEFAULT 0,
    SetAgentId uuid REFERENCES Agent,
    SetPreferredAgentId uuid REFERENCES Agent,
    Postpone integer CONSTRAINT PostponePositive CHECK (Postpone > 0),
    Pause Flag NOT NULL DEFAULT 0,
    EndAs RuleEnd,
    Marker text
);
CREATE INDEX RuleByProject ON SchedulePostCondition (ProjectId);
CREATE INDEX RuleByLanguage ON SchedulePostCondition (LanguageId);
CREATE INDEX RuleByList ON SchedulePostCondition (OutboundListId);
CREATE INDEX RuleByAgent ON SchedulePostCondition (AgentId);
CREATE INDEX RuleBySetProject ON SchedulePostCondition (SetProjectId);
CREATE INDEX RuleBySetLanguage ON SchedulePostCondition (SetLanguageId);
CREATE INDEX RuleBySetList ON SchedulePostCondition (SetOutboundListId);
CREATE INDEX RuleBySetAgent ON SchedulePostCondition (SetAgentId);
CREATE INDEX RuleBySetPreferredAgent ON SchedulePostCondition (SetPreferredAgentId);
COMMENT ON TABLE SchedulePostCondition IS
'Schedule post conditions: at each level the first rule, by Rank, whose limits all hold for a waiting call is executed,
once; then the call is at the next level. A limit that is NULL is not considered.';
COMMENT ON COLUMN SchedulePostCondition.SchedulePostConditionId IS 'Key; settles a tie of Rank.';
COMMENT ON COLUMN SchedulePostCondition.DisplayName IS 'Name shown to people.';
COMMENT ON COLUMN SchedulePostCondition.ConditionLevel IS 'Level, 0 to 9; one without active rules is passed over.';
COMMENT ON COLUMN SchedulePostCondition.Rank IS 'Place in its level; lower is tried first.';
COMMENT ON COLUMN SchedulePostCondition.Active IS '0: it is not executed.';
COMMENT ON COLUMN SchedulePostCondition.WaitingLonger IS 'Limit: it has waited at least so many seconds.';
COMMENT ON COLUMN SchedulePostCondition.PriorityFrom IS 'Limit: lowest priority.';
COMMENT ON COLUMN SchedulePostCondition.PriorityTo IS 'Limit: highest priority.';
COMMENT ON COLUMN SchedulePostCondition.ProjectId IS 'Limit: its project.';
COMMENT ON COLUMN SchedulePostCondition.LanguageId IS 'Limit: its language.';
COMMENT ON COLUMN SchedulePostCondition.OutboundListId IS 'Limit: its list.';
COMMENT ON COLUMN SchedulePostCondition.SkillFrom IS 'Limit: lowest knowledge asked.';
COMMENT ON COLUMN SchedulePostCondition.SkillTo IS 'Limit: highest knowledge asked.';
COMMENT ON COLUMN SchedulePostCondition.ProficiencyFrom IS 'Limit: lowest proficiency asked.';
COMMENT ON COLUMN SchedulePostCondition.ProficiencyTo IS 'Limit: highest proficiency asked.';
COMMENT ON COLUMN SchedulePostCondition.TrialFrom IS 'Limit: fewest attempts so far.';
COMMENT ON COLUMN SchedulePostCondition.TrialTo IS 'Limit: most attempts so far.';
COMMENT ON COLUMN SchedulePostCondition.CallType IS 'Limit: kind of call.';
COMMENT ON COLUMN SchedulePostCondition.Predistributed IS 'Limit: 1 pre-distributed, 0 not.';
COMMENT ON COLUMN SchedulePostCondition.AgentId IS 'Limit: pre-distributed to this agent, or this one is preferred.';
COMMENT ON COLUMN SchedulePostCondition.ProjectGroupMask IS 'Limit: the project''s group fits this LIKE mask.';
COMMENT ON COLUMN SchedulePostCondition.TeamMask IS
'Limit: the team of the agent whom it is pre-distributed to, else who is preferred, fits this LIKE mask.';
COMMENT ON COLUMN SchedulePostCondition.TimeMode IS 'Limit: how TimeFrom and TimeTo are read; None = at any time.';
COMMENT ON COLUMN SchedulePostCondition.TimeFrom IS 'Limit: from when, wall clock.';
COMMENT ON COLUMN SchedulePostCondition.TimeTo IS 'Limit: until when, wall clock.';
COMMENT ON COLUMN SchedulePostCondition.TimeZone IS 'Zone of TimeFrom and TimeTo by name; NULL takes DefaultTimeZone.';
COMMENT ON COLUMN SchedulePostCondition.SetProjectId IS 'Action: the new project.';
COMMENT ON COLUMN SchedulePostCondition.SetLanguageId IS 'Action: the new language.';
COMMENT ON COLUMN SchedulePostCondition.SetOutboundListId IS 'Action: the new list.';
COMMENT ON COLUMN SchedulePostCondition.SetPriority IS 'Action: the new priority.';
COMMENT ON COLUMN SchedulePostCondition.AddPriority IS 'Action: added to the priority.';
COMMENT ON COLUMN SchedulePostCondition.SetSkill IS 'Action: the new least knowledge asked.';
COMMENT ON COLUMN SchedulePostCondition.SetProficiency IS 'Action: the new least proficiency asked.';
COMMENT ON COLUMN SchedulePostCondition.CancelPredistribution IS 'Action: 1 = it is open to anybody.';
COMMENT ON COLUMN SchedulePostCondition.SetAgentId IS 'Action: pre-distribute to this agent.';
COMMENT ON COLUMN SchedulePostCondition.SetPreferredAgentId IS 'Action: prefer this agent.';
COMMENT ON COLUMN SchedulePostCondition.Postpone IS 'Action: not before so many seconds from now.';
COMMENT ON COLUMN SchedulePostCondition.Pause IS 'Action: 1 = pause.';
COMMENT ON COLUMN SchedulePostCondition.EndAs IS 'Action: end in this status.';
COMMENT ON COLUMN SchedulePostCondition.Marker IS 'Action: text written into ExtendedFields under "marker".';

-- What a call has to know of the rules it learns from its list, which it looks up in any case.
ALTER TABLE OutboundList ADD COLUMN RuleWait integer;
COMMENT ON COLUMN OutboundList.RuleWait IS
'Seconds of waiting before which no rule applies to its calls; NULL = none ever does; kept by the system.';

ALTER TABLE OutboundCall ADD COLUMN RuleTime timestamptz,
ADD COLUMN SchedulePostConditionId uuid;
COMMENT ON COLUMN OutboundCall.RuleTime IS
'When the rules are to be tried next; NULL = not before it changes; kept by the system.';
COMMENT ON COLUMN OutboundCall.SchedulePostConditionId IS 'The rule that was executed last; it may have been deleted.';
CREATE INDEX CallRules ON OutboundCall (RuleTime) WHERE RuleTime IS NOT NULL;

CREATE TABLE RuleRefresh (
    RuleRefreshId smallint PRIMARY KEY CONSTRAINT OneRuleRefresh CHECK (RuleRefreshId = 1),
    NextCallId bigint
);
INSERT INTO RuleRefresh (RuleRefreshId) VALUES (1);
COMMENT ON TABLE RuleRefresh IS
'One row: how far the cycle has come in having the calls look at rules that have changed.';
COMMENT ON COLUMN RuleRefresh.RuleRefreshId IS 'Always 1.';
COMMENT ON COLUMN RuleRefresh.NextCallId IS 'The next call to be looked at; NULL = all were.';
