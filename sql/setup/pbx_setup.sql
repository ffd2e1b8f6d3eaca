CREATE OR REPLACE FUNCTION pbx_setup()
RETURNS TABLE (Rank integer, Requirement text, Holds boolean, Value text, Remedy text)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is timestamptz := clock();
    silence interval := configuration('RunnerSilence')::integer * interval '1 second';
    runner record;
    waits_since timestamptz;
    trunks_are_open boolean := NOT EXISTS (SELECT FROM Trunk) OR coalesce(next_pbx_command() <= 0, FALSE);
BEGIN
    SELECT r.RunnerName, r.HeartbeatTime INTO runner
    FROM Runner AS r ORDER BY r.HeartbeatTime DESC, r.RunnerName LIMIT 1;
    -- A runner without a connection to its PBX lives, but takes no commands. What waits for a trunk is not its concern.
    SELECT k.CreatedTime INTO waits_since
    FROM PbxCommand AS k
    WHERE k.TakenTime IS NULL AND k.VoidTime IS NULL AND (k.Command <> 'originate' OR trunks_are_open)
    ORDER BY k.PbxCommandId
    LIMIT 1;
    waits_since := greatest(
        waits_since,
        CASE WHEN waits_since IS NOT NULL THEN (SELECT max(s.Start) FROM Trunk AS t CROSS JOIN unnest(t.Starts) AS s (Start)) END);

    RETURN QUERY
    SELECT 10, 'a runner drives a PBX that answers',
        coalesce(runner.HeartbeatTime >= now_is - silence AND coalesce(waits_since >= now_is - silence, TRUE), FALSE),
        CASE
            WHEN runner.RunnerName IS NULL THEN 'no runner yet'
            WHEN runner.HeartbeatTime < now_is - silence
                THEN format('%s, silent since %s', runner.RunnerName, date_trunc('second', runner.HeartbeatTime))
            WHEN waits_since < now_is - silence
                THEN format('%s takes no commands since %s', runner.RunnerName, date_trunc('second', waits_since))
            ELSE runner.RunnerName
        END,
        CASE
            WHEN runner.HeartbeatTime >= now_is - silence
                THEN 'See the log of the runner: it does not reach its PBX.'
            ELSE 'pgdialer run'
        END;
END
$$;
COMMENT ON FUNCTION pbx_setup() IS
'Part of check_setup: a runner has given a sign of life within RunnerSilence seconds, and no command has waited for
longer.';
