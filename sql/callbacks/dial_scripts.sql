-- Lists that dial by themselves, with a script and no agent: as many at once as they have channels.
CREATE OR REPLACE FUNCTION script_calls() RETURNS bigint[]
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    group_ids bigint[];
    pools integer[];
    rooms integer[];
BEGIN
    -- Mostly there is no such list.
    IF NOT EXISTS (
        SELECT FROM OutboundList AS l
        WHERE l.DialingMode = 'Ivr' AND l.Activity = 'Running' AND l.IvrScript IS NOT NULL)
    THEN
        RETURN NULL;
    END IF;
    WITH Open AS MATERIALIZED (
        SELECT l.OutboundListId, row_number() OVER (ORDER BY l.OutboundListId)::integer AS Pool,
            greatest(0, least(configuration('CycleBatch')::bigint, l.MaxChannels - (
                SELECT count(*)
                FROM OutboundCall AS o
                WHERE o.OutboundListId = l.OutboundListId AND o.CallResult = 'Active'
                    AND o.CallPhase IN ('AutoDial', 'IvrScript'))))::integer AS Room
        FROM OutboundList AS l
        WHERE l.DialingMode = 'Ivr' AND l.Activity = 'Running' AND l.IvrScript IS NOT NULL
            AND coalesce(l.DoNotCallUntil > clock(), TRUE)
    )
    SELECT array_agg(g.CallGroupId), array_agg(o.Pool),
        (SELECT array_agg(p.Room ORDER BY p.Pool) FROM Open AS p)
    INTO group_ids, pools, rooms
    FROM Open AS o
    INNER JOIN CallGroup AS g ON g.OutboundListId = o.OutboundListId
    WHERE o.Room > 0;
    RETURN (SELECT array_agg(u.call_id ORDER BY u.call_id) FROM unattended_calls(group_ids, pools, rooms) AS u);
END
$$;
COMMENT ON FUNCTION script_calls() IS
'The calls that a cycle would now dial with a script (CB-3): of each list in the order of DIST-4, as many as it has
channels left (MaxChannels). NULL = none. Locks nothing.';
