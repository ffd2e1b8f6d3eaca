-- depends: 0042.scenarios
-- What a pack's rules about earlier attempts amount to: a call that none of them can forbid is seen at a glance.

ALTER TABLE RulePack ADD COLUMN Counts integer[];
ALTER TABLE RulePack ADD COLUMN Windows interval[];
ALTER TABLE RulePack ADD COLUMN LongestTalk interval;
ALTER TABLE RulePack ADD COLUMN LongestRefusal interval;
COMMENT ON COLUMN RulePack.Counts IS
'Of its caps and gaps, all regions together: that many attempts within the window at the same place of Windows may keep
a number out; without those that never say more than another; kept by the system.';
COMMENT ON COLUMN RulePack.Windows IS 'The windows that belong to Counts; kept by the system.';
COMMENT ON COLUMN RulePack.LongestTalk IS
'Of its rules: for how long a number rests after a conversation, at most; kept by the system.';
COMMENT ON COLUMN RulePack.LongestRefusal IS
'Of its rules: for how long a number rests after a refusal, at most; kept by the system.';

-- What the triggers keep from now on.
WITH Capped AS (
    SELECT p.RulePackId, coalesce(p.MaxCount, 1) AS Many, max(p.WindowHours) AS Hours
    FROM RulePackRule AS p
    WHERE p.Kind IN ('Cap', 'Gap')
    GROUP BY p.RulePackId, coalesce(p.MaxCount, 1)
),

Amounts AS (
    SELECT c.RulePackId, array_agg(c.Many ORDER BY c.Many) AS Counts,
        array_agg(c.Hours * interval '1 hour' ORDER BY c.Many) AS Windows
    FROM Capped AS c
    WHERE NOT EXISTS (
        SELECT FROM Capped AS o WHERE o.RulePackId = c.RulePackId AND o.Many < c.Many AND o.Hours >= c.Hours)
    GROUP BY c.RulePackId
)

UPDATE RulePack AS k
SET Counts = a.Counts, Windows = a.Windows, LongestTalk = r.LongestTalk, LongestRefusal = r.LongestRefusal
FROM (
    SELECT p.RulePackId, max(p.WindowHours * interval '1 hour') FILTER (WHERE p.Kind = 'RestAfterTalk') AS LongestTalk,
        max(p.WindowHours * interval '1 hour') FILTER (WHERE p.Kind = 'RefusalHold') AS LongestRefusal
    FROM RulePackRule AS p
    GROUP BY p.RulePackId
) AS r
LEFT JOIN Amounts AS a ON a.RulePackId = r.RulePackId
WHERE k.RulePackId = r.RulePackId;

-- What a number was told, or told us, is looked for by itself: mostly there is nothing.
DROP INDEX NumberAbandoned;
CREATE INDEX NumberMarked ON NumberAttempt (Number)
WHERE num_nonnulls(TalkTime, RefusedTime, AbandonedTime) > 0;

-- It said less. The view, if it is there, is made anew with the functions, in this transaction.
DROP VIEW IF EXISTS CallCondition CASCADE;
DROP FUNCTION IF EXISTS first_calls(bigint[], integer[]);
ALTER TABLE RulePack DROP COLUMN LeastAttempts;
