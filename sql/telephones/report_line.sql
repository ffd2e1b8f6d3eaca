-- What the PBX says of open lines and of the state of telephones.
CREATE OR REPLACE FUNCTION report_line(line_id text, event text, happened_at timestamptz DEFAULT NULL) RETURNS text
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is timestamptz := clock();
    is_up boolean := event = 'answered';
BEGIN
    IF NOT coalesce(event = ANY (enum_range(NULL::PbxEventKind)::text[]), FALSE) THEN
        PERFORM refuse_event(event);
    END IF;
    IF event = 'ringing' THEN
        RETURN 'applied';
    END IF;
    UPDATE Workplace AS w
    SET LineId = CASE WHEN is_up THEN w.LineId END,
        LineTime = CASE WHEN is_up THEN coalesce(w.LineTime, least(coalesce(report_line.happened_at, now_is), now_is)) END
    WHERE w.LineId = report_line.line_id AND (w.LineTime IS NULL OR NOT is_up);
    IF FOUND THEN
        RETURN 'applied';
    END IF;
    IF NOT is_up OR EXISTS (SELECT FROM Workplace AS w WHERE w.LineId = report_line.line_id) THEN
        RETURN 'repeated';
    END IF;
    -- Picked up after all, when nobody wants the line any more.
    INSERT INTO PbxCommand (PbxCallId, WorkplaceId, Command, CreatedTime)
    SELECT k.PbxCallId, k.WorkplaceId, 'close_line', now_is
    FROM PbxCommand AS k
    WHERE k.PbxCallId = report_line.line_id AND k.Command = 'open_line'
    ON CONFLICT DO NOTHING;
    RETURN 'late';
END
$$;
COMMENT ON FUNCTION report_line(text, text, timestamptz) IS
'Takes what the PBX says of an open line: event as for report_pbx_event; answered = it is up since happened_at (NULL =
now), any but ringing = it is down. Down, the agent gets no call and is rung again after choosing a status, or when the
PBX comes back. Returns applied, repeated, or late for a line that is wanted no more, which is taken down. Errors: PD009
no such event. Locks: the workplace.';

CREATE OR REPLACE FUNCTION report_line_states(
    extensions text[], states text[], runner_name text DEFAULT NULL
) RETURNS integer
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    others uuid[] := other_pbxs(runner_pbx(runner_name));
    changed integer;
BEGIN
    WITH Changed AS MATERIALIZED (
        SELECT w.WorkplaceId, s.State::WorkplaceState AS State
        FROM unnest(extensions, states) AS s (Extension, State)
        INNER JOIN Workplace AS w ON w.Number = s.Extension
        WHERE w.Deleted = 0 AND w.State <> s.State::WorkplaceState AND (w.PbxId = ANY (others)) IS NOT TRUE
        ORDER BY w.WorkplaceId
        FOR NO KEY UPDATE OF w
    )
    UPDATE Workplace AS w SET State = c.State FROM Changed AS c WHERE w.WorkplaceId = c.WorkplaceId;
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END
$$;
COMMENT ON FUNCTION report_line_states(text[], text[], text) IS
'Takes what the lines of telephones are in, as far as it is none of our calls (CALL-1): Free, Busy, Ring, Hold or
OutOfOrder for each extension. runner_name: who says so; two PBXs may have the same extensions, and it speaks for its own
(other_pbxs). Returns how many workplaces changed. Locks: the workplaces that change, by id.';

CREATE OR REPLACE FUNCTION watched_extensions(pbx_id uuid DEFAULT NULL) RETURNS SETOF text
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    others uuid[] := other_pbxs(watched_extensions.pbx_id);
BEGIN
    RETURN QUERY
    SELECT w.Number FROM Workplace AS w WHERE w.Deleted = 0 AND (w.PbxId = ANY (others)) IS NOT TRUE;
END
$$;
COMMENT ON FUNCTION watched_extensions(uuid) IS
'The extensions of the workplaces of a PBX, and of those of none: what a runner that drives it has it report on
(other_pbxs; NULL = there is only one).';
