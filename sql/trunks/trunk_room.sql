CREATE OR REPLACE FUNCTION trunk_window() RETURNS interval
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN interval '1 second' + configuration('TrunkMargin')::integer * interval '1 millisecond';
END
$$;
COMMENT ON FUNCTION trunk_window() IS 'For how long a start on a trunk counts: a second and TrunkMargin.';

-- The one definition of what a trunk can take: what is handed out goes by it, and so does what the runner waits for.
CREATE OR REPLACE FUNCTION trunk_room(now_is timestamptz)
RETURNS TABLE (trunk_id uuid, pbx_id uuid, place bigint, room integer, opens timestamptz)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
SET enable_seqscan TO off
SET jit TO off
AS $$
DECLARE
    counts CONSTANT interval := trunk_window();
BEGIN
    RETURN QUERY
    SELECT t.TrunkId, t.PbxId, row_number() OVER (ORDER BY t.Rank, t.TrunkId),
        CASE
            WHEN t.RestsUntil > now_is THEN 0
            ELSE greatest(least(c.Places, t.CallsPerSecond - s.Started, b.Burst - b.Started), 0)
        END,
        CASE
            WHEN c.Places <= 0 THEN NULL
            -- The start that makes it full must be long enough ago.
            WHEN s.Started >= t.CallsPerSecond THEN greatest(s.Starts[s.Started - t.CallsPerSecond + 1] + counts, t.RestsUntil)
            WHEN b.Started >= b.Burst THEN greatest(s.Starts[s.Started - b.Burst + 1] + b.Lasts, t.RestsUntil)
            ELSE greatest(t.RestsUntil, now_is)
        END
    FROM Trunk AS t
    CROSS JOIN LATERAL (
        SELECT array_agg(u.Start ORDER BY u.Start) AS Starts, count(*)::integer AS Started
        FROM unnest(t.Starts) AS u (Start)
        WHERE u.Start > now_is - counts
    ) AS s
    CROSS JOIN LATERAL (
        -- A second's calls go out in some small bursts: the PBX takes a while for many at once, and two seconds'
        -- worth would meet on its way.
        SELECT q.Burst, q.Lasts, (
            SELECT count(*) FROM unnest(s.Starts) AS u (Start) WHERE u.Start > now_is - q.Lasts)::integer AS Started
        FROM (
            SELECT ceil(t.CallsPerSecond::numeric / p.Bursts)::integer AS Burst, counts / p.Bursts AS Lasts
            FROM (SELECT least(ceil(t.CallsPerSecond / 5.0), 20) AS Bursts) AS p
        ) AS q
    ) AS b
    CROSS JOIN LATERAL (
        -- What has no limit is handed out by thousands at most.
        SELECT CASE
            WHEN t.MaxCalls IS NULL THEN 1000000
            ELSE t.MaxCalls - (
                SELECT count(*) FROM PbxCommand AS k WHERE k.TrunkId = t.TrunkId AND k.EndedTime IS NULL)::integer
        END AS Places
    ) AS c
    WHERE t.Deleted = 0;
END
$$;
COMMENT ON FUNCTION trunk_room(timestamptz) IS
'The trunks that are not deleted, in the order in which they are used (place): how many calls each can take now (room;
of more than five a second, a fraction of them at a time),
and when it can take the next one if nothing else happens (opens; NULL = a call must end first). Locks nothing; who
hands out calls has locked the trunks before.';
