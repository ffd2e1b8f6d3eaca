-- The one place that says which rows whoever acts may see and change. The conditions bind the role of kind agent alone,
-- and with it the web; for all others only TableRight counts, and the owner is bound by nothing. What is asked of the
-- acting agent is asked once for a statement, hence the sub-selects.
CREATE OR REPLACE VIEW RowRight AS
-- A permission for a whole table: Read to see it, Write to fill and change it, Full to delete from it.
SELECT
    lower(t.TableName) AS TableName,
    c.Command,
    CASE
        WHEN c.Command = 'SELECT' AND w.Seen IS NOT NULL THEN w.Seen
        ELSE format('(SELECT may(%L, %L))', w.PermissionName, c.Degree)
    END AS Condition,
    NULL AS Outcome
FROM (VALUES
    ('Configuration', NULL, '
        Calendar CalendarHours CalendarDay Language AgentStatus Project Pbx Workplace BusyCondition BusyConditionRule
        CallResultDetail QueueTransition Trunk PbxCause Scenario ScenarioQuestion ScenarioVersion'),
    -- Parameters may hold secrets.
    ('Configuration', '(SELECT may(''Configuration'', ''Write''))', 'Configuration'),
    -- Its own is seen by whoever acts.
    ('Agent', 'AgentId = (SELECT acting_agent()) OR (SELECT may(''Agent'', ''Read''))', '
        Agent Seating Skill Proficiency AgentWork AgentEvent'),
    ('OutboundList', NULL, 'OutboundList OutboundListImport ImportReject Quota QuotaCall QuotaEvent'),
    ('Rule', NULL, 'RetryRule SchedulePostCondition'),
    ('Grid', NULL, 'DataQuery DataQueryColumn Tile'),
    ('DoNotCall', NULL, 'DoNotCallList DoNotCallNumber'),
    ('Configuration', '(SELECT may(''Configuration'', ''Write''))', 'WebHook WebHookDelivery'),
    ('Rights', NULL, 'Role Permission RoleGrant')
) AS w (PermissionName, Seen, Tables)
CROSS JOIN LATERAL regexp_split_to_table(btrim(w.Tables, E' \n'), '\s+') AS t (TableName)
CROSS JOIN (
    VALUES ('SELECT', 'Read'), ('INSERT', 'Write'), ('UPDATE', 'Write'), ('DELETE', 'Full')
) AS c (Command, Degree)
UNION ALL
-- What belongs to calls is seen with them.
SELECT
    lower(t.TableName),
    'SELECT',
    format('
(SELECT may(''OutboundCall'', ''Full''))
OR (SELECT may(''Report'', ''Read''))
OR EXISTS (SELECT FROM OutboundCall AS c WHERE c.%1$s = %2$s.%1$s)', t.KeyName, t.TableName),
    NULL
FROM (VALUES
    ('CallEvent', 'OutboundCallId'),
    ('IvrAnswer', 'OutboundCallId'),
    ('Recording', 'OutboundCallId'),
    ('ScenarioResult', 'OutboundCallId'),
    ('Contact', 'ContactId'),
    ('Issue', 'IssueId'),
    ('Message', 'MessageId'),
    ('Chat', 'ChatId')
) AS t (TableName, KeyName)
UNION ALL
SELECT lower(r.TableName), r.Command, r.Condition, r.Outcome
FROM (VALUES
    -- Calls, by the same rule as demand_call.
    ('OutboundCall', 'SELECT', '
(SELECT may(''OutboundCall'', ''Full''))
OR (SELECT may(''Report'', ''Read''))
OR ((SELECT may(''OutboundCall'', ''Read''))
    AND (AgentId = (SELECT acting_agent())
        OR PreferredAgentId = (SELECT acting_agent())
        OR (CallPhase = ''Manual'' AND Predistributed = 0 AND ProjectId = ANY ((SELECT acting_projects())::uuid[]))))',
        NULL),
    ('OutboundCall', 'INSERT', NULL, '
(SELECT may(''OutboundCall'', ''Full''))
OR ((SELECT may(''OutboundCall'', ''Write''))
    AND (AgentId = (SELECT acting_agent())
        OR (PreferredAgentId = (SELECT acting_agent()) AND AgentId IS NULL)))'),
    ('OutboundCall', 'UPDATE', '
(SELECT may(''OutboundCall'', ''Full''))
OR ((SELECT may(''OutboundCall'', ''Write''))
    AND (AgentId = (SELECT acting_agent())
        OR (PreferredAgentId = (SELECT acting_agent()) AND AgentId IS NULL)
        OR (CallPhase = ''Manual'' AND Predistributed = 0 AND ProjectId = ANY ((SELECT acting_projects())::uuid[]))))',
        '
(SELECT may(''OutboundCall'', ''Full''))
OR ((SELECT may(''OutboundCall'', ''Write''))
    AND (AgentId = (SELECT acting_agent())
        OR (PreferredAgentId = (SELECT acting_agent()) AND AgentId IS NULL)))'),
    ('ScenarioResult', 'INSERT', '
(SELECT may(''OutboundCall'', ''Full''))
OR ((SELECT may(''OutboundCall'', ''Write''))
    AND EXISTS (
        SELECT FROM OutboundCall AS c
        WHERE c.OutboundCallId = ScenarioResult.OutboundCallId AND c.AgentId = (SELECT acting_agent())))', NULL),
    ('ScenarioResult', 'UPDATE', '
(SELECT may(''OutboundCall'', ''Full''))
OR ((SELECT may(''OutboundCall'', ''Write''))
    AND EXISTS (
        SELECT FROM OutboundCall AS c
        WHERE c.OutboundCallId = ScenarioResult.OutboundCallId AND c.AgentId = (SELECT acting_agent())))', NULL),
    ('InboundCall', 'SELECT', '
(SELECT may(''OutboundCall'', ''Full''))
OR (SELECT may(''Report'', ''Read''))
OR ((SELECT may(''OutboundCall'', ''Read'')) AND AgentId = (SELECT acting_agent()))
OR EXISTS (SELECT FROM OutboundCall AS c WHERE c.OutboundCallId = InboundCall.OutboundCallId)', NULL),
    -- Seen by those who may make such changes.
    ('SetupChange', 'SELECT', '
CASE OwnerTable
    WHEN ''Role'' THEN (SELECT may(''Rights'', ''Read''))
    WHEN ''Agent'' THEN (SELECT may(''Agent'', ''Write''))
    WHEN ''OutboundList'' THEN (SELECT may(''OutboundList'', ''Write''))
    WHEN ''SchedulePostCondition'' THEN (SELECT may(''Rule'', ''Write''))
    WHEN ''DoNotCallList'' THEN (SELECT may(''DoNotCall'', ''Write''))
    WHEN ''DataQuery'' THEN (SELECT may(''Grid'', ''Write''))
    WHEN ''Tile'' THEN (SELECT may(''Grid'', ''Write''))
    ELSE (SELECT may(''Configuration'', ''Write''))
END', NULL),
    ('CallAttempt', 'SELECT', '
(SELECT may(''Report'', ''Read''))
OR ((SELECT may(''OutboundCall'', ''Read'')) AND AgentId = (SELECT acting_agent()))', NULL),
    -- The recordings themselves are only to be heard by hear_recording.
    ('RecordingHeard', 'SELECT', '(SELECT may(''Recording'', ''Full''))', NULL),
    ('PhoneNumber', 'SELECT', 'EXISTS (SELECT FROM Contact AS p WHERE p.ContactId = PhoneNumber.ContactId)', NULL)
) AS r (TableName, Command, Condition, Outcome);
COMMENT ON VIEW RowRight IS
'Which rows of a table an acting agent may see (SELECT), and of which the row before (Condition) and the row after
(Outcome, NULL = the same) may be written. Tables that are not named in here are open to the roles that TableRight
names. settle_rights makes policies of it.';
