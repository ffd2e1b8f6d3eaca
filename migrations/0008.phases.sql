-- depends: 0006.calls
-- The phase machine as data. Each line: from these phases and statuses, to these; Rank decides what a statement
-- that sets only the phase, or only the status, gets.

INSERT INTO LiteralLookup (GroupId, LiteralId, LiteralName)
SELECT 42, Ordinal - 1, Name
FROM unnest(enum_range(NULL::CallResult)::text[]) WITH ORDINALITY AS Result (Name, Ordinal)
UNION ALL
SELECT 43, Ordinal - 1, Name
FROM unnest(enum_range(NULL::CallPhase)::text[]) WITH ORDINALITY AS Phase (Name, Ordinal);

INSERT INTO PhaseTransition (ToPhase, ToResult, Rank, EventType)
VALUES
('Enqueue', 'Scheduled', 0, 'created'),
('EnqueueNoTime', 'Scheduled', 1, 'created'),
('Manual', 'Prepared', 1, 'created'),
('New', 'Prepared', 0, 'created'),
('AgentPreCall', 'Active', 0, 'created'),
('AgentDialing', 'Active', 0, 'dialled'),
('AgentTalk', 'Prepared', 2, 'visited'),
('New', 'Paused', 1, 'created'),
('Manual', 'Paused', 2, 'created'),
('Enqueue', 'Paused', 3, 'created');

INSERT INTO PhaseTransition (FromPhase, FromResult, ToPhase, ToResult, Rank, EventType)
SELECT Was.Phase, Had.Result, Becomes.NextPhase, Gets.NextResult, Step.Rank, Step.EventType
FROM (VALUES
    -- before: waiting, held back, given up
    ('{New}', '{Prepared}', '{Enqueue,EnqueueNoTime}', '{Scheduled}', 0, 'enqueued'),
    ('{New}', '{Prepared}', '{Manual}', '{Prepared}', 0, 'held'),
    ('{Manual}', '{Prepared}', '{Enqueue,EnqueueNoTime}', '{Scheduled}', 0, 'released'),
    ('{Enqueue,EnqueueNoTime,AgentOfferMissed}', '{Scheduled}', '{Manual}', '{Prepared}', 0, 'held'),
    ('{Enqueue}', '{Scheduled}', '{EnqueueNoTime}', '{Scheduled}', 0, 'window closed'),
    ('{EnqueueNoTime}', '{Scheduled}', '{Enqueue}', '{Scheduled}', 0, 'window opened'),
    ('{AgentOfferMissed}', '{Scheduled}', '{Enqueue,EnqueueNoTime}', '{Scheduled}', 0, 'enqueued'),
    ('{Enqueue,EnqueueNoTime,AgentOfferMissed}', '{Scheduled}', '{EnqueueTimedOut}', '{Neglected}', 1, 'timed out'),
    ('{AgentOfferMissed}', '{Scheduled}', '{AgentOfferMissed}', '{Neglected}', 0, 'neglected'),
    ('{New,Manual}', '{Prepared}', '{Obsolete}', '{Neglected}', 0, 'neglected'),
    ('{Enqueue,EnqueueNoTime,AgentOfferMissed}', '{Scheduled}', '{Obsolete}', '{Neglected}', 0, 'neglected'),
    ('{New,Manual}', '{Prepared}', '{Obsolete}', '{Cancelled}', 1, 'cancelled'),
    ('{Enqueue,EnqueueNoTime,AgentOfferMissed}', '{Scheduled}', '{Obsolete}', '{Cancelled}', 1, 'cancelled'),
    ('{New}', '{Prepared}', '{New}', '{Paused}', 0, 'paused'),
    ('{Manual}', '{Prepared}', '{Manual}', '{Paused}', 0, 'paused'),
    ('{Enqueue}', '{Scheduled}', '{Enqueue}', '{Paused}', 0, 'paused'),
    ('{EnqueueNoTime}', '{Scheduled}', '{EnqueueNoTime}', '{Paused}', 0, 'paused'),
    ('{AgentOfferMissed}', '{Scheduled}', '{AgentOfferMissed}', '{Paused}', 0, 'paused'),
    ('{Enqueue}', '{Paused}', '{Enqueue}', '{Scheduled}', 0, 'resumed'),
    ('{EnqueueNoTime}', '{Paused}', '{EnqueueNoTime}', '{Scheduled}', 0, 'resumed'),
    ('{New,Manual,AgentOfferMissed}', '{Paused}', '{Enqueue}', '{Scheduled}', 0, 'resumed'),
    ('{New,Manual,AgentOfferMissed,Enqueue}', '{Paused}', '{EnqueueNoTime}', '{Scheduled}', 1, 'resumed'),
    ('{EnqueueNoTime}', '{Paused}', '{Enqueue}', '{Scheduled}', 1, 'resumed'),
    ('{Obsolete,EnqueueTimedOut,AgentOfferMissed}', '{Neglected}', '{Enqueue}', '{Scheduled}', 0, 'enqueued'),
    ('{Obsolete,EnqueueTimedOut,AgentOfferMissed}', '{Neglected}', '{EnqueueNoTime}', '{Scheduled}', 1, 'enqueued'),
    ('{Obsolete}', '{Cancelled}', '{Enqueue}', '{Scheduled}', 0, 'enqueued'),
    ('{Obsolete}', '{Cancelled}', '{EnqueueNoTime}', '{Scheduled}', 1, 'enqueued'),
    -- during, with an agent: offer, preview, dial, talk
    ('{Enqueue}', '{Scheduled}', '{AgentOfferFirst}', '{Active}', 0, 'offered'),
    ('{Enqueue,AgentOfferMissed}', '{Scheduled}', '{AgentOfferNext}', '{Active}', 0, 'offered'),
    ('{Enqueue,EnqueueNoTime,AgentOfferMissed}', '{Scheduled}', '{AgentPreCall}', '{Active}', 0, 'taken'),
    ('{New,Manual}', '{Prepared}', '{AgentPreCall}', '{Active}', 0, 'taken'),
    ('{AgentOfferFirst,AgentOfferNext}', '{Active}', '{AgentPreCall}', '{Active}', 0, 'accepted'),
    ('{AgentOfferFirst,AgentOfferNext}', '{Active}', '{AgentDialing}', '{Active}', 0, 'dialled'),
    ('{AgentOfferFirst,AgentOfferNext}', '{Active}', '{AgentOfferMissed}', '{Scheduled}', 1, 'missed'),
    ('{AgentOfferFirst,AgentOfferNext}', '{Active}', '{AgentOfferMissed}', '{Neglected}', 2, 'neglected'),
    ('{AgentOfferFirst,AgentOfferNext,AgentPreCall}', '{Active}', '{Enqueue}', '{Scheduled}', 0, 'withdrawn'),
    ('{AgentOfferFirst,AgentOfferNext,AgentPreCall}', '{Active}', '{EnqueueNoTime}', '{Scheduled}', 1, 'withdrawn'),
    ('{AgentOfferFirst,AgentOfferNext,AgentPreCall}', '{Active}', '{Obsolete}', '{Cancelled}', 0, 'cancelled'),
    ('{AgentOfferFirst,AgentOfferNext,AgentPreCall}', '{Active}', '{Obsolete}', '{Neglected}', 1, 'neglected'),
    ('{AgentPreCall}', '{Active}', '{AgentDialing}', '{Active}', 0, 'dialled'),
    ('{AgentPreCall}', '{Active}', '{AgentOfferMissed}', '{Scheduled}', 1, 'taken back'),
    ('{AgentPreCall}', '{Active}', '{AgentOfferMissed}', '{Neglected}', 2, 'neglected'),
    ('{AgentPreCall}', '{Active}', '{HangupAgent}',
        '{NoResult,Completed,Cancelled,NoAnswer,Busy,ToContinue,TalkError,Failed}', 3, 'ended'),
    ('{AgentDialing}', '{Active}', '{AgentTalk}', '{Active}', 0, 'answered'),
    ('{AgentDialing}', '{Active}', '{AgentDialing}', '{NoAnswer,Busy,Failed,Cancelled}', 0, 'not reached'),
    ('{AgentDialing,AgentTalk,AgentRing}', '{Active}', '{WaitForResult}', '{Active}', 0, 'ended'),
    ('{AgentDialing,AgentTalk,AgentRing}', '{Active}', '{HangupAgent,HangupCalled}',
        '{NoResult,Completed,Cancelled,NoAnswer,Busy,ToContinue,TalkError,Failed}', 1, 'ended'),
    ('{WaitForResult}', '{Active}', '{HangupAgent,HangupCalled,IvrEnded}',
        '{NoResult,Completed,Cancelled,NoAnswer,Busy,ToContinue,TalkError,Failed}', 0, 'result'),
    ('{AgentTalk}', '{Prepared}', '{WaitForResult}', '{Active}', 0, 'ended'),
    ('{AgentTalk}', '{Prepared}', '{HangupAgent}',
        '{NoResult,Completed,Cancelled,NoAnswer,Busy,ToContinue,TalkError,Failed}', 1, 'ended'),
    -- during, dialled ahead of agents or with none
    ('{Enqueue,AgentOfferMissed}', '{Scheduled}', '{PredictiveDial,AutoDial}', '{Active}', 0, 'dialled'),
    ('{PredictiveDial}', '{Active}', '{Answered}', '{Active}', 0, 'answered'),
    ('{PredictiveDial}', '{Active}', '{PredictiveDial}', '{NoAnswer,Busy,Failed,Cancelled}', 0, 'not reached'),
    ('{Answered}', '{Active}', '{AgentRing,AgentTalk,IvrScript}', '{Active}', 0, 'connected'),
    ('{AgentRing}', '{Active}', '{AgentTalk}', '{Active}', 0, 'connected'),
    ('{AgentRing}', '{Active}', '{Answered}', '{Active}', 0, 'missed'),
    ('{PredictiveDial,Answered,AutoDial,IvrScript}', '{Active}', '{HangupCalled,HangupAgent}',
        '{NoResult,Completed,Cancelled,NoAnswer,Busy,ToContinue,TalkError,Failed}', 2, 'ended'),
    ('{AutoDial}', '{Active}', '{IvrScript}', '{Active}', 0, 'answered'),
    ('{AutoDial}', '{Active}', '{AutoDial}', '{NoAnswer,Busy,Failed,Cancelled}', 0, 'not reached'),
    ('{IvrScript}', '{Active}', '{IvrEnded}',
        '{NoResult,Completed,Cancelled,NoAnswer,Busy,ToContinue,TalkError,Failed}', 0, 'ended'),
    -- after: again by a rule or a person, or a late result
    ('{HangupAgent,HangupCalled,IvrEnded}',
        '{Completed,Cancelled,NoAnswer,Busy,ToContinue,TalkError,Failed,NoResult}',
        '{Enqueue}', '{Scheduled}', 0, 'enqueued'),
    ('{HangupAgent,HangupCalled,IvrEnded}',
        '{Completed,Cancelled,NoAnswer,Busy,ToContinue,TalkError,Failed,NoResult}',
        '{EnqueueNoTime}', '{Scheduled}', 1, 'enqueued'),
    ('{HangupAgent,HangupCalled,IvrEnded}',
        '{Completed,Cancelled,NoAnswer,Busy,ToContinue,TalkError,Failed,NoResult}',
        '{Manual}', '{Prepared}', 1, 'held'),
    ('{AgentDialing,PredictiveDial,AutoDial}', '{NoAnswer,Busy,Failed,Cancelled}',
        '{Enqueue}', '{Scheduled}', 0, 'enqueued'),
    ('{AgentDialing,PredictiveDial,AutoDial}', '{NoAnswer,Busy,Failed,Cancelled}',
        '{EnqueueNoTime}', '{Scheduled}', 1, 'enqueued'),
    ('{AgentDialing,PredictiveDial,AutoDial}', '{NoAnswer,Busy,Failed,Cancelled}', '{Manual}', '{Prepared}', 1, 'held')
) AS Step (FromPhases, FromResults, ToPhases, ToResults, Rank, EventType)
CROSS JOIN LATERAL unnest(Step.FromPhases::CallPhase[]) AS Was (Phase)
CROSS JOIN LATERAL unnest(Step.FromResults::CallResult[]) AS Had (Result)
CROSS JOIN LATERAL unnest(Step.ToPhases::CallPhase[]) AS Becomes (NextPhase)
CROSS JOIN LATERAL unnest(Step.ToResults::CallResult[]) AS Gets (NextResult);

-- A result that is set late or put right, in the phase in which the call ended.
INSERT INTO PhaseTransition (FromPhase, FromResult, ToPhase, ToResult, Rank, EventType)
SELECT Ended.Phase, Earlier.Result, Ended.Phase AS NextPhase, Later.NextResult, 0 AS Rank, 'result' AS EventType
FROM unnest('{HangupAgent,HangupCalled,IvrEnded}'::CallPhase[]) AS Ended (Phase)
CROSS JOIN unnest(
    '{Completed,Cancelled,NoAnswer,Busy,ToContinue,TalkError,Failed,NoResult}'::CallResult[]) AS Earlier (Result)
CROSS JOIN unnest(
    '{Completed,Cancelled,NoAnswer,Busy,ToContinue,TalkError,Failed,NoResult}'::CallResult[]) AS Later (NextResult)
WHERE Earlier.Result <> Later.NextResult;
