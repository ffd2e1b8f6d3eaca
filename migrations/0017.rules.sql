-- depends: 0014.results
-- Schedule post conditions: rules that change calls while they wait, or end their waiting.

CREATE TABLE SchedulePostCondition (
    SchedulePostConditionId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    DisplayName text NOT NULL,
    ConditionLevel integer NOT NULL DEFAULT 0,
    Rank integer NOT NULL DEFAULT 0,
    Active Flag NOT NULL DEFAULT 1,
    WaitingLonger integer,
    PriorityFrom integer,
    PriorityTo integer,
    ProjectId uuid REFERENCES Project,
    ProjectGroupMask text,
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
    TeamMask text,
    TimeMode TimeMode,
    TimeFrom text,
    TimeTo text,
    TimeZone text,
    SetProjectId uuid REFERENCES Project,
    SetLanguageId uuid REFERENCES Language,
    SetOutboundListId uuid REFERENCES OutboundList,
    SetPriority integer,
    AddPriority integer,
    SetSkill integer,
    SetProficiency integer,
    CancelPredistribution Flag NOT NULL DEFAULT 0,
    SetAgentId uuid REFERENCES Agent,
    SetPreferredAgentId uuid REFERENCES Agent,
    Postpone integer,
    Pause Flag NOT NULL DEFAULT 0,
    EndAs CallResult,
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
'Schedule post conditions: rules tried for each waiting call. At each level the first, in ascending Rank, whose limits all
hold is executed, once per call; then the call is at the next level. A limit that is NULL is not considered.';
COMMENT ON COLUMN SchedulePostCondition.SchedulePostConditionId IS 'Key; of equal ranks the lower one comes first.';
COMMENT ON COLUMN SchedulePostCondition.DisplayName IS 'Name shown to people.';
COMMENT ON COLUMN SchedulePostCondition.ConditionLevel IS
'Level at which it is tried, 0 to 9; a level without active rules is passed over.';
COMMENT ON COLUMN SchedulePostCondition.Rank IS 'Place in its level: the lowest is tried first.';
COMMENT ON COLUMN SchedulePostCondition.Active IS '0: it is not tried.';
COMMENT ON COLUMN SchedulePostCondition.WaitingLonger IS
'Limit: seconds that the call has waited since its EnqueueingTime.';
COMMENT ON COLUMN SchedulePostCondition.PriorityFrom IS 'Limit: the call''s Priority is this or higher.';
COMMENT ON COLUMN SchedulePostCondition.PriorityTo IS 'Limit: the call''s Priority is this or lower.';
COMMENT ON COLUMN SchedulePostCondition.ProjectId IS 'Limit: the call''s project.';
COMMENT ON COLUMN SchedulePostCondition.ProjectGroupMask IS
'Limit: LIKE mask that the ProjectGroupName of the call''s project fits.';
COMMENT ON COLUMN SchedulePostCondition.LanguageId IS 'Limit: the call''s language.';
COMMENT ON COLUMN SchedulePostCondition.OutboundListId IS 'Limit: the call''s list.';
COMMENT ON COLUMN SchedulePostCondition.SkillFrom IS 'Limit: the call''s Skill is this or higher.';
COMMENT ON COLUMN SchedulePostCondition.SkillTo IS 'Limit: the call''s Skill is this or lower.';
COMMENT ON COLUMN SchedulePostCondition.ProficiencyFrom IS 'Limit: the call''s Proficiency is this or higher.';
COMMENT ON COLUMN SchedulePostCondition.ProficiencyTo IS 'Limit: the call''s Proficiency is this or lower.';
COMMENT ON COLUMN SchedulePostCondition.TrialFrom IS 'Limit: so many attempts were made, or more.';
COMMENT ON COLUMN SchedulePostCondition.TrialTo IS 'Limit: so many attempts were made, or fewer.';
COMMENT ON COLUMN SchedulePostCondition.CallType IS 'Limit: the kind of call.';
COMMENT ON COLUMN SchedulePostCondition.Predistributed IS 'Limit: 1 pre-distributed to an agent, 0 not.';
COMMENT ON COLUMN SchedulePostCondition.AgentId IS
'Limit: the agent to whom the call is pre-distributed, else the one it prefers.';
COMMENT ON COLUMN SchedulePostCondition.TeamMask IS 'Limit: LIKE mask that the TeamName of that agent fits.';
COMMENT ON COLUMN SchedulePostCondition.TimeMode IS
'Limit: how TimeFrom and TimeTo are read, as for calls; the rule''s own window, whatever that of the call.';
COMMENT ON COLUMN SchedulePostCondition.TimeFrom IS 'Limit: from when on it is tried, wall clock.';
COMMENT ON COLUMN SchedulePostCondition.TimeTo IS 'Limit: until when it is tried, wall clock.';
COMMENT ON COLUMN SchedulePostCondition.TimeZone IS
'Zone of TimeFrom and TimeTo by name; NULL takes DefaultTimeZone.';
COMMENT ON COLUMN SchedulePostCondition.SetProjectId IS 'Action: the call''s new project.';
COMMENT ON COLUMN SchedulePostCondition.SetLanguageId IS 'Action: the call''s new language.';
COMMENT ON COLUMN SchedulePostCondition.SetOutboundListId IS
'Action: the call''s new list; the project becomes that of the list.';
COMMENT ON COLUMN SchedulePostCondition.SetPriority IS 'Action: the call''s new Priority.';
COMMENT ON COLUMN SchedulePostCondition.AddPriority IS 'Action: what is added to the call''s Priority; may be negative.';
COMMENT ON COLUMN SchedulePostCondition.SetSkill IS 'Action: the call''s new Skill, 0 to 100.';
COMMENT ON COLUMN SchedulePostCondition.SetProficiency IS 'Action: the call''s new Proficiency, 0 to 100.';
COMMENT ON COLUMN SchedulePostCondition.CancelPredistribution IS 'Action: 1 opens the call to every agent.';
COMMENT ON COLUMN SchedulePostCondition.SetAgentId IS 'Action: the agent who alone gets the call.';
COMMENT ON COLUMN SchedulePostCondition.SetPreferredAgentId IS 'Action: the agent whom the call prefers.';
COMMENT ON COLUMN SchedulePostCondition.Postpone IS
'Action: seconds from now before which the call is not dialled; one scheduled for later stays so.';
COMMENT ON COLUMN SchedulePostCondition.Pause IS 'Action: 1 pauses the call.';
COMMENT ON COLUMN SchedulePostCondition.EndAs IS 'Action: status in which the call ends, Neglected or Cancelled.';
COMMENT ON COLUMN SchedulePostCondition.Marker IS
'Action: text that is written into the call''s ExtendedFields, under the key marker.';

CREATE TABLE RuleLevel (
    ConditionLevel integer PRIMARY KEY,
    TriedLevel integer NOT NULL,
    ShortestWait integer
);
COMMENT ON TABLE RuleLevel IS
'What each call has to know of the rules, kept by the system: a row per level at which a call has rules to come.';
COMMENT ON COLUMN RuleLevel.ConditionLevel IS 'Level of a call.';
COMMENT ON COLUMN RuleLevel.TriedLevel IS 'The next level that has active rules.';
COMMENT ON COLUMN RuleLevel.ShortestWait IS 'Seconds of waiting after which the first of these rules may hold; NULL = at any time.';

CREATE TABLE RuleRefresh (
    RuleRefreshId smallint PRIMARY KEY CONSTRAINT OneRuleRefresh CHECK (RuleRefreshId = 1),
    FromCallId bigint,
    NextPass timestamptz
);
INSERT INTO RuleRefresh (RuleRefreshId) VALUES (1);
COMMENT ON TABLE RuleRefresh IS
'One row: how far the cycle has come with trying changed rules for the calls that wait, by id.';
COMMENT ON COLUMN RuleRefresh.RuleRefreshId IS 'Always 1.';
COMMENT ON COLUMN RuleRefresh.FromCallId IS 'The call at which it goes on; NULL = it is through.';
COMMENT ON COLUMN RuleRefresh.NextPass IS
'When it begins once more, for what somebody had in hand; NULL = not before rules change.';

ALTER TABLE OutboundCall ADD COLUMN ConditionTime timestamptz;
COMMENT ON COLUMN OutboundCall.ConditionTime IS
'When rules are next tried for it; NULL = none can hold before it or they change; kept by the system.';
COMMENT ON COLUMN OutboundCall.ConditionLevel IS
'Level of the post conditions it has reached, 0 to 10; 0 again has all of them tried anew.';
COMMENT ON COLUMN OutboundCall.ChangedTime IS 'When the last step of its history was.';
UPDATE OutboundCall SET ConditionLevel = 0 WHERE ConditionLevel NOT BETWEEN 0 AND 10;
ALTER TABLE OutboundCall ADD CONSTRAINT ConditionLevelInRange CHECK (ConditionLevel BETWEEN 0 AND 10);
CREATE INDEX CallRules ON OutboundCall (ConditionTime) WHERE CallResult = 'Scheduled' AND ConditionTime IS NOT NULL;
