-- The one place that says whose changes are recorded; a test finds a table of the set-up that was forgotten.
CREATE OR REPLACE VIEW RecordedTable AS
SELECT
    r.TableName,
    regexp_split_to_array(lower(r.KeyColumns), ' ') AS KeyColumns,
    coalesce(r.OwnerTable, r.TableName) AS OwnerTable,
    lower(coalesce(r.OwnerColumn, r.KeyColumns)) AS OwnerColumn,
    regexp_split_to_array(lower(coalesce(r.LeftOut, '')), ' ') AS LeftOut,
    lower(r.Secret) AS Secret,
    lower(r.Watched) AS Watched
FROM (VALUES
    ('Project', 'ProjectId', NULL, NULL, NULL, NULL, NULL),
    ('Language', 'LanguageId', NULL, NULL, NULL, NULL, NULL),
    ('OutboundList', 'OutboundListId', NULL, NULL, 'DoNotCallLists DoNotCallUntil', NULL, NULL),
    ('OutboundListDoNotCall', 'OutboundListId DoNotCallListId', 'OutboundList', 'OutboundListId', NULL, NULL, NULL),
    ('RetryRule', 'RetryRuleId', 'OutboundList', 'OutboundListId', NULL, NULL, NULL),
    ('Calendar', 'CalendarId', NULL, NULL, NULL, NULL, NULL),
    ('CalendarHours', 'CalendarHoursId', 'Calendar', 'CalendarId', NULL, NULL, NULL),
    ('CalendarDay', 'CalendarDayId', 'Calendar', 'CalendarId', NULL, NULL, NULL),
    ('AgentStatus', 'AgentStatusId', NULL, NULL, NULL, NULL, NULL),
    ('CallResultDetail', 'CallResultDetailId', NULL, NULL, NULL, NULL, NULL),
    ('SchedulePostCondition', 'SchedulePostConditionId', NULL, NULL, NULL, NULL, NULL),
    ('QueueTransition', 'QueueTransitionId', NULL, NULL, NULL, NULL, NULL),
    ('BusyCondition', 'BusyConditionId', NULL, NULL, NULL, NULL, NULL),
    ('BusyConditionRule', 'BusyConditionId OfferedChannel HandledChannel', 'BusyCondition', 'BusyConditionId',
        NULL, NULL, NULL),
    ('Pbx', 'PbxId', NULL, NULL, NULL, NULL, NULL),
    ('PbxCause', 'Cause', NULL, NULL, NULL, NULL, NULL),
    -- What happens all day to these three is no change of the set-up, and costs nothing here.
    ('Workplace', 'WorkplaceId', NULL, NULL, 'State BlockedUntil LineId LineTime', NULL,
        'DisplayName, Number, Blocking, MaxOffering, PbxId, LineMode, Deleted'),
    ('Agent', 'AgentId', NULL, NULL,
        'AgentStatusId StatusSince StatusUntil WorkplaceId LastCallUtc MissedCalls BusySince BusyListId', NULL,
        'Login, DisplayName, TeamName, MaxMissedCalls, BusyConditionId, DatabaseRole, Deleted'),
    ('Trunk', 'TrunkId', NULL, NULL, 'Starts Outcomes RestsUntil', NULL, '
        DisplayName, Endpoint, PbxId, Rank, CallsPerSecond, MaxCalls, RestFailures, RestAttempts, RestTime, Deleted'),
    ('Seating', 'AgentId WorkplaceId', 'Agent', 'AgentId', NULL, NULL, NULL),
    ('Skill', 'AgentId ProjectId', 'Agent', 'AgentId', NULL, NULL, NULL),
    ('Proficiency', 'AgentId LanguageId', 'Agent', 'AgentId', NULL, NULL, NULL),
    ('AgentLogin', 'AgentId', 'Agent', 'AgentId', 'LastLoginTime', 'PasswordHash', 'PasswordHash'),
    ('ApiToken', 'ApiTokenId', 'Agent', 'AgentId', 'LastSeenTime', 'TokenHash',
        'Scope, DisplayName, ExpiresTime, RevokedTime'),
    ('Role', 'RoleId', NULL, NULL, NULL, NULL, NULL),
    ('Permission', 'RoleId PermissionName Degree', 'Role', 'RoleId', NULL, NULL, NULL),
    ('RoleGrant', 'RoleGrantId', 'Role', 'RoleId', NULL, NULL, NULL),
    ('Configuration', 'ConfigurationName', NULL, NULL, NULL, NULL, NULL),
    ('DoNotCallList', 'DoNotCallListId', NULL, NULL, NULL, NULL, NULL),
    ('DoNotCallNumber', 'DoNotCallListId Number', 'DoNotCallList', 'DoNotCallListId', NULL, NULL, NULL),
    ('RulePack', 'RulePackId', NULL, NULL,
        'MinRing AbandonLimit AbandonHold ConsentFrom NeedsCallerId HasHours Counts Windows LongestTalk'
            || ' LongestRefusal', NULL, NULL),
    ('RulePackRule', 'RulePackRuleId', 'RulePack', 'RulePackId', NULL, NULL, NULL),
    ('DataQuery', 'DataQueryId', NULL, NULL, 'BoundQuery ColumnNames KeyName KeyType OrderName', NULL, NULL),
    ('DataQueryColumn', 'DataQueryColumnId', 'DataQuery', 'DataQueryId',
        'SourceName BoundCommand ParameterNames BoundChoices', NULL, NULL),
    ('Tile', 'TileId', NULL, NULL, 'BoundQuery BoundCommand', NULL, NULL),
    ('Scenario', 'ScenarioId', NULL, NULL, NULL, NULL, NULL),
    ('ScenarioQuestion', 'ScenarioQuestionId', 'Scenario', 'ScenarioId', 'BoundOptions BoundCondition', NULL, NULL),
    -- Counting is no change of the set-up.
    ('Quota', 'QuotaId', 'OutboundList', 'OutboundListId', 'BoundConditions Counted Filled ReachedTime', NULL,
        'DisplayName, Target, Conditions, CountedResults'),
    ('WebHook', 'WebHookId', NULL, NULL, 'ActiveSince', 'Secret', NULL)
) AS r (TableName, KeyColumns, OwnerTable, OwnerColumn, LeftOut, Secret, Watched);
COMMENT ON VIEW RecordedTable IS
'The tables whose changes are recorded in SetupChange: the key, the row whose part a row is (OwnerTable by OwnerColumn),
columns that are left out because the system keeps them, the one of which only a change is told (Secret), and, for what
is written all day, the columns that are watched.';
