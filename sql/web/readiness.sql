CREATE OR REPLACE FUNCTION readiness() RETURNS TABLE (Part text, Ready boolean, Description text)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    last_beat timestamptz := (SELECT max(r.HeartbeatTime) FROM Runner AS r);
    silence interval := configuration('RunnerSilence')::integer * interval '1 second';
BEGIN
    RETURN QUERY
    SELECT 'schema', schema_version() IS NOT NULL, schema_version()
    UNION ALL
    SELECT 'runner', coalesce(last_beat >= clock() - silence, FALSE),
        CASE
            WHEN last_beat IS NULL THEN 'There was no runner yet: pgdialer run.'
            WHEN last_beat < clock() - silence
                THEN format('No runner has given a sign of life for %s s.',
                    round(extract(epoch FROM clock() - last_beat)))
            ELSE 'A runner is at work.'
        END;
END
$$;
COMMENT ON FUNCTION readiness() IS
'What must be there for calls to be dialled, a row each: schema (the description is its version) and runner (one has
given a sign of life within RunnerSilence seconds). Locks nothing.';
