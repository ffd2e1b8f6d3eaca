-- The cycle asks a ladder for its lowest rung: the first deadline, the first window that opens. Rungs that calls have
-- left lie there as dead index entries, which a transaction left open keeps for hours, and a search from the bottom
-- reads all of them each time. So each session remembers how far up it has found nothing alive, and begins there; once
-- a minute it begins at the bottom again, for what a transaction that took longer brought in behind it.
CREATE OR REPLACE FUNCTION ladder_mark(ladder text) RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    mark timestamptz := nullif(current_setting('dialer.mark_' || ladder, TRUE), '')::timestamptz;
    until timestamptz := nullif(current_setting('dialer.marks_until', TRUE), '')::timestamptz;
BEGIN
    -- (A clock that was put back finds everything, too.)
    IF clock() < until AND until <= clock() + interval '1 minute' AND mark <= clock() THEN
        RETURN mark;
    END IF;
    RETURN timestamptz '-infinity';
END
$$;
COMMENT ON FUNCTION ladder_mark(text) IS
'From which moment on a ladder (deadline, due_time, due_until, status_until, result) is to be searched: what is lower was
found to be gone, by this session and within a minute; else -infinity.';

CREATE OR REPLACE FUNCTION move_mark(ladder text, lowest timestamptz) RETURNS timestamptz
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    until timestamptz := nullif(current_setting('dialer.marks_until', TRUE), '')::timestamptz;
BEGIN
    IF until IS NULL OR clock() >= until OR until > clock() + interval '1 minute' THEN
        -- This search began at the bottom; so do those of the other ladders.
        PERFORM set_config('dialer.marks_until', (clock() + interval '1 minute')::text, FALSE);
        PERFORM set_config('dialer.mark_' || l.Ladder, '', FALSE)
        FROM unnest(ARRAY['deadline', 'due_time', 'due_until', 'status_until', 'result']) AS l (Ladder);
    END IF;
    -- Never beyond now: whatever is put on a ladder later is put there for later.
    PERFORM set_config('dialer.mark_' || ladder, least(lowest, clock())::text, FALSE);
    RETURN lowest;
END
$$;
COMMENT ON FUNCTION move_mark(text, timestamptz) IS
'Notes for this session that a ladder has nothing lower than lowest (NULL = nothing at all), and returns lowest. A
setting of the session (dialer.mark_…), which changes no data and goes with the session.';
