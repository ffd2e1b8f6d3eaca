CREATE OR REPLACE FUNCTION trunk_setup()
RETURNS TABLE (Rank integer, Requirement text, Holds boolean, Value text, Remedy text)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is timestamptz := clock();
BEGIN
    IF NOT EXISTS (SELECT FROM Trunk)
        OR EXISTS (SELECT FROM Trunk AS t WHERE t.Deleted = 0 AND (t.RestsUntil > now_is) IS NOT TRUE)
    THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT 14, 'trunks: one of them takes calls', FALSE,
        coalesce(
            string_agg(
                format('%s rests until %s', t.DisplayName, date_trunc('second', t.RestsUntil)), ', '
                ORDER BY t.Rank, t.TrunkId) FILTER (WHERE t.Deleted = 0),
            'all are deleted'),
        CASE
            WHEN count(*) FILTER (WHERE t.Deleted = 0) = 0 THEN
                format('UPDATE Trunk SET Deleted = 0 WHERE TrunkId = %L;',
                    (array_agg(t.TrunkId ORDER BY t.Rank, t.TrunkId))[1])
            ELSE 'UPDATE Trunk SET RestsUntil = NULL WHERE Deleted = 0;'
        END
    FROM Trunk AS t;
END
$$;
COMMENT ON FUNCTION trunk_setup() IS
'Part of check_setup: a row where there are trunks and none of them takes calls, because all rest, or all are deleted.';
