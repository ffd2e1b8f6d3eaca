CREATE OR REPLACE VIEW TrunkState AS
SELECT
    t.TrunkId,
    t.DisplayName,
    t.Endpoint,
    t.PbxId,
    t.Rank,
    t.CallsPerSecond,
    t.MaxCalls,
    (SELECT count(*) FROM PbxCommand AS k WHERE k.TrunkId = t.TrunkId AND k.EndedTime IS NULL)::integer AS LiveCalls,
    (
        SELECT count(*) FROM unnest(t.Starts) AS s (Start) WHERE s.Start > clock() - interval '1 second'
    )::integer AS LastSecond,
    CASE WHEN t.RestsUntil > clock() THEN t.RestsUntil END AS RestsUntil,
    cardinality(t.Outcomes) AS Attempts,
    (SELECT avg(o.Outcome) FROM unnest(t.Outcomes) AS o (Outcome))::float8 AS FailureShare
FROM Trunk AS t
WHERE t.Deleted = 0;
COMMENT ON VIEW TrunkState IS
'What the trunks are doing now: calls that are up (LiveCalls), that started in the last second, until when one rests
(NULL = it does not), and which share of the last attempts that are looked back at failed by its fault (0 to 1).';

CREATE OR REPLACE FUNCTION trunk_states() RETURNS SETOF TrunkState
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('Configuration', 'Read');
    RETURN QUERY SELECT s.* FROM TrunkState AS s ORDER BY s.Rank, s.TrunkId;
END
$$;
COMMENT ON FUNCTION trunk_states() IS
'TrunkState for whoever may read Configuration, in the order in which trunks are used. Errors: PD042 not allowed, PD043.
Locks nothing.';
