-- The conditions of DIST-2 in words and in order: what CallCheck numbers.
CREATE OR REPLACE VIEW ConditionText AS
SELECT t.Position, t.Condition, t.Remedy
FROM (VALUES
    (1, 'its list is Running', 'Start the list: SELECT set_list_activity(OutboundListId, ''Running'').'),
    (2, 'its status is Scheduled', 'Schedule it: SELECT schedule_call(OutboundCallId).'),
    (3, 'its phase is Enqueue or AgentOfferMissed', 'Release it: UPDATE OutboundCall SET CallPhase = ''Enqueue''.'),
    (4, 'it is inside its time window',
        'Wait, or change TimeFrom, TimeTo or ValidUntil of the call or the calendar of its list.'),
    (5, 'its ScheduleTime has come', 'Wait, or UPDATE OutboundCall SET ScheduleTime = NULL.'),
    (6, 'its import batch is active', 'Switch the batch on: UPDATE OutboundListImport SET Active = 1.'),
    (7, 'its rank is inside the batch barrier', 'Raise the barrier: UPDATE OutboundListImport SET RankBarrier.'),
    (8, 'its project distributes outbound calls', 'Switch it on: UPDATE Project SET PbxOutDistribute = 1.'),
    (9, 'it is not reserved for the predictive dialler',
        'Its list dials by itself when it can (SELECT Reason FROM list_pace(OutboundListId)); to have it offered, set '
        'the DialingMode of the list to Preview or Progressive.'),
    (10, 'no other attempt to its number is in progress', 'Wait, or set AllowSharedNumber of its list to 1.'),
    (11, 'no quota that it is of is reached', 'Raise the Target of the quota: UPDATE Quota SET Target.')
) AS t (Position, Condition, Remedy);
COMMENT ON VIEW ConditionText IS 'The conditions of being distributable, in the order in which why_not names them.';

CREATE OR REPLACE VIEW CallCheck AS
SELECT
    q.OutboundCallId,
    q.OutboundListId,
    q.CallGroupId,
    ARRAY[
        q.ListRuns, q.IsScheduled, q.IsQueued, q.InWindow, q.ScheduleHasCome, q.BatchIsActive, q.InsideBarrier,
        q.ProjectDistributes, q.NotForDialer, q.NumberIsFree, q.QuotaIsOpen
    ] AS Holds
FROM CallCondition AS q;
COMMENT ON VIEW CallCheck IS 'CallCondition as one array for each call; places are those of ConditionText.';
