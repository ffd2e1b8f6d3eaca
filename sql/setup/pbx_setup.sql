CREATE OR REPLACE FUNCTION undriven_pbxs() RETURNS uuid[]
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    alive_since timestamptz := clock() - configuration('RunnerSilence')::integer * interval '1 second';
BEGIN
    RETURN ARRAY(
        SELECT p.PbxId
        FROM Pbx AS p
        WHERE p.Deleted = 0
            AND (EXISTS (SELECT FROM Workplace AS w WHERE w.PbxId = p.PbxId AND w.Deleted = 0)
                OR EXISTS (SELECT FROM Trunk AS t WHERE t.PbxId = p.PbxId AND t.Deleted = 0))
            AND NOT EXISTS (
                SELECT FROM Runner AS r
                WHERE r.HeartbeatTime >= alive_since AND NOT p.PbxId = ANY (other_pbxs(r.PbxId)))
        ORDER BY p.DisplayName, p.PbxId);
END
$$;
COMMENT ON FUNCTION undriven_pbxs() IS
'Part of check_setup: the PBXs that have workplaces or trunks, and that no runner drives which has given a sign of life
within RunnerSilence seconds. What is for them waits.';

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
    undriven uuid[] := undriven_pbxs();
    trunks_are_open boolean := NOT EXISTS (SELECT FROM Trunk) OR coalesce(next_pbx_command() <= 0, FALSE);
BEGIN
    SELECT r.RunnerName, r.HeartbeatTime INTO runner
    FROM Runner AS r ORDER BY r.HeartbeatTime DESC, r.RunnerName LIMIT 1;
    -- A runner without a connection to its PBX lives, but takes no commands. What waits for a trunk is not its concern.
    SELECT k.CreatedTime INTO waits_since
    FROM PbxCommand AS k
    WHERE k.TakenTime IS NULL AND k.VoidTime IS NULL AND (k.Command <> 'originate' OR trunks_are_open)
        AND (k.PbxId = ANY (undriven)) IS NOT TRUE
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
        END
    UNION ALL
    SELECT 15, 'each PBX is driven by a runner', FALSE,
        string_agg(
            format('nobody drives %s, for which %s commands wait', p.DisplayName,
                (SELECT count(*) FROM PbxCommand AS k
                    WHERE k.TakenTime IS NULL AND k.VoidTime IS NULL AND k.PbxId = p.PbxId)),
            '; ' ORDER BY p.DisplayName, p.PbxId),
        string_agg(
            format('pgdialer run --pbx %s --pbx-name %s', p.Bridge, quote_ident(p.DisplayName)),
            '; ' ORDER BY p.DisplayName, p.PbxId)
    FROM Pbx AS p
    WHERE p.PbxId = ANY (undriven) AND runner.HeartbeatTime >= now_is - silence
    HAVING count(*) > 0;
END
$$;
COMMENT ON FUNCTION pbx_setup() IS
'Part of check_setup: a runner has given a sign of life within RunnerSilence seconds, and no command has waited for
longer. Where there are several PBXs, besides, a row if no runner drives one of them.';
