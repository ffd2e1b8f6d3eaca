-- The one place that says who may do what with which table or view; a test finds one that was forgotten. What agents
-- may do with which rows is in RowRight besides. Columns that are kept by the system nobody writes.
CREATE OR REPLACE VIEW TableRight AS
SELECT k.Kind::RoleKind AS Kind, lower(t.TableName) AS TableName, p.Privilege, lower(c.ColumnName) AS ColumnName
FROM (VALUES
    -- Nobody's but the owner's.
    ('owner', 'SELECT', NULL, '
        SchemaVersion DeployedFile DeployedObject _yoyo_migration _yoyo_log _yoyo_version yoyo_lock
        Secret AgentLogin LoginFailure LoginSession ApiToken DatabaseRole FunctionRight TableRight RowRight
        CallGroup CycleLock Request ImportRow ImportPending ImportNumber CallBackNumber RuleLevel RuleRefresh HookReader
        RecordedTable TallyReader PbxKeys PaceEvent QuotaCheck'),
    -- To look at.
    ('supervisor reporting', 'SELECT', NULL, '
        LiteralLookup CallingCountry NumberZone PhaseTransition Protected
        Calendar CalendarHours CalendarDay Language AgentStatus Project Pbx Workplace BusyCondition BusyConditionRule PbxCause
        CallResultDetail Agent Seating Skill Proficiency AgentWork AgentEvent
        OutboundList OutboundListImport ImportReject ImportHeading RetryRule DataQuery DataQueryColumn Tile
        OutboundCall CallEvent CallAttempt Contact PhoneNumber Runner PbxCommand PbxEvent Retention Role Permission RoleGrant
        AgentCondition FreeAgent SkillCondition SkilledAgent EligibleAgent CallCondition CandidateCall DistributableCall
        ConditionText CallCheck UnansweredResult ExportedCall
        Issue Message Chat InboundCall QueueTransition IvrAnswer UnattendedCall AheadAgent Trunk TrunkState
        PaceMinute ListPace PacingDecision NumberAttempt NumberRegion ListDoNotCall
        SchedulePostCondition RuleCondition FittingRule RuleEffect ListCensus ListTally
        Recording CallRecording RecordingHeard
        Scenario ScenarioQuestion ScenarioVersion ScenarioResult Quota QuotaCall QuotaEvent'),
    ('web supervisor reporting', 'SELECT', NULL, 'ErrorCode'),
    ('supervisor', 'SELECT', NULL, 'Configuration Cache'),
    ('agent', 'SELECT', NULL, '
        LiteralLookup PhaseTransition Protected
        Calendar CalendarHours CalendarDay Language AgentStatus Project Pbx Workplace BusyCondition BusyConditionRule PbxCause
        CallResultDetail Configuration Agent Seating Skill Proficiency AgentWork AgentEvent
        OutboundList OutboundListImport ImportReject RetryRule DataQuery DataQueryColumn Tile
        OutboundCall CallEvent CallAttempt Contact PhoneNumber Role Permission RoleGrant ExportedCall
        Issue Message Chat InboundCall QueueTransition IvrAnswer SchedulePostCondition Trunk
        Recording CallRecording RecordingHeard
        Scenario ScenarioQuestion ScenarioVersion ScenarioResult Quota QuotaCall QuotaEvent'),
    -- The set-up. Agents change it as far as RowRight lets them.
    ('agent supervisor', 'INSERT UPDATE DELETE', NULL, '
        Calendar CalendarHours CalendarDay Language AgentStatus Project Pbx Workplace BusyCondition BusyConditionRule PbxCause
        CallResultDetail Seating Skill Proficiency OutboundList RetryRule
        DataQuery DataQueryColumn Tile QueueTransition SchedulePostCondition Scenario'),
    -- Of these, what is kept by the system is not written.
    ('agent supervisor', 'INSERT UPDATE', '
        ScenarioQuestionId ScenarioId Rank QuestionKey QuestionType Question Help Required Options ShownIf FilledFrom',
        'ScenarioQuestion'),
    ('agent supervisor', 'INSERT UPDATE', '
        QuotaId OutboundListId DisplayName Target Conditions CountedResults', 'Quota'),
    ('agent supervisor', 'DELETE', NULL, 'ScenarioQuestion Quota'),
    ('agent supervisor', 'INSERT UPDATE', 'OutboundCallId AgentId Answers', 'ScenarioResult'),
    ('agent supervisor', 'INSERT', 'AgentId Login DisplayName TeamName AgentStatusId MaxMissedCalls BusyConditionId',
        'Agent'),
    ('agent supervisor', 'UPDATE', 'Login DisplayName TeamName AgentStatusId MaxMissedCalls BusyConditionId Deleted',
        'Agent'),
    ('agent supervisor', 'UPDATE', 'DisplayName Active RankBarrier', 'OutboundListImport'),
    ('agent supervisor', 'INSERT UPDATE', '
        TrunkId DisplayName Endpoint PbxId Rank CallsPerSecond MaxCalls RestFailures RestAttempts RestTime RestsUntil
        Deleted', 'Trunk'),
    ('agent supervisor', 'DELETE', NULL, 'Trunk'),
    ('agent', 'UPDATE', 'ConfigurationValue', 'Configuration'),
    ('agent', 'INSERT UPDATE DELETE', NULL, 'Role Permission RoleGrant'),
    ('supervisor', 'INSERT UPDATE DELETE', NULL, 'AgentWork Contact PhoneNumber ImportHeading Issue Message Chat'),
    ('supervisor', 'INSERT UPDATE', NULL, 'InboundCall'),
    ('agent supervisor', 'SELECT INSERT UPDATE DELETE', NULL, 'DoNotCallList DoNotCallNumber OutboundListDoNotCall'),
    ('reporting', 'SELECT', NULL, 'DoNotCallList DoNotCallNumber OutboundListDoNotCall RulePack RulePackRule'),
    ('agent supervisor', 'SELECT', NULL, 'RulePack RulePackRule'),
    ('agent supervisor', 'INSERT UPDATE DELETE', NULL, 'RulePack RulePackRule'),
    -- What signs a web hook's deliveries can be written, not read.
    ('agent supervisor', 'SELECT', 'WebHookId DisplayName Url Events Active ActiveSince', 'WebHook'),
    ('agent supervisor', 'INSERT UPDATE', 'WebHookId DisplayName Url Secret Events Active', 'WebHook'),
    ('agent supervisor', 'DELETE', NULL, 'WebHook'),
    ('agent supervisor', 'SELECT', NULL, 'WebHookDelivery'),
    ('agent supervisor reporting', 'SELECT', NULL, 'SetupChange'),
    -- Calls.
    ('supervisor', 'INSERT UPDATE', NULL, 'OutboundCall'),
    ('agent', 'INSERT UPDATE', '
        CallPhase CallResult Number DisplayName OutboundListId ProjectId Skill LanguageId Proficiency Priority AgentId
        Predistributed PreferredAgentId ContactId PhoneNumberId IssueId MessageId ChatId CallKey
        TimeMode TimeFrom TimeTo TimeZone ScheduleTime ExtendedFields ConsentTime', 'OutboundCall'),
    ('agent', 'INSERT', 'CallType NumberGiven', 'OutboundCall'),
    ('agent', 'UPDATE', 'CallResultDetailId TalkState ConsultNumber TransferredTo Muted', 'OutboundCall'),
    -- Rows of a file on their way in: COPY, for whoever may import.
    ('web supervisor', 'INSERT', NULL, 'ImportRow')
) AS r (Kinds, Privileges, Columns, Tables)
CROSS JOIN LATERAL regexp_split_to_table(r.Kinds, '\s+') AS k (Kind)
CROSS JOIN LATERAL regexp_split_to_table(r.Privileges, '\s+') AS p (Privilege)
CROSS JOIN LATERAL regexp_split_to_table(btrim(r.Tables, E' \n'), '\s+') AS t (TableName)
LEFT JOIN LATERAL regexp_split_to_table(btrim(r.Columns, E' \n'), '\s+') AS c (ColumnName) ON TRUE;
COMMENT ON VIEW TableRight IS
'Which kind of database role may do what with which table or view, and with which of its columns (NULL: all). A table
of the owner''s alone is named with the kind owner. settle_rights grants it so.';
