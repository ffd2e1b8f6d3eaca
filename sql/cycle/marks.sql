-- The cycle asks a ladder for its lowest rung: the first deadline, the first window that opens. Rungs that calls have
-- left lie there as dead index entries, which a transaction left open keeps for hours, and a search from the bottom
-- reads all of them each time. So each session remembers up to where it has found nothing alive, and begins there. What
-- is put on a ladder is put there for now or later; what a transaction of a few seconds brings in lies above the mark
-- all the same, and once a minute the search begins at the bottom again.
CREATE OR REPLACE FUNCTION ladder_mark(ladder text) RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    mark timestamptz := nullif(current_setting('dialer.mark_' || ladder, TRUE), '')::timestamptz;
BEGIN
    -- (A clock that was put back finds everything, too.)
    IF mark <= clock() AND current_setting('dialer.marks_of', TRUE) = current_schema() THEN
        RETURN mark;
    END IF;
    RETURN timestamptz '-infinity';
END
$$;
COMMENT ON FUNCTION ladder_mark(text) IS
'From which moment on a ladder (deadline, due_time, due_until, status_until, result, condition_time) is to be searched: what is lower
was found to be gone, by this session and within a minute; else -infinity.';

CREATE OR REPLACE FUNCTION move_mark(ladder text, lowest timestamptz) RETURNS timestamptz
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM set_config('dialer.mark_' || ladder, least(lowest, clock() - interval '5 seconds')::text, FALSE);
    RETURN lowest;
END
$$;
COMMENT ON FUNCTION move_mark(text, timestamptz) IS
'Notes for this session that a ladder has nothing lower than lowest (NULL = nothing at all), and returns lowest. A
setting of the session (dialer.mark_…), which changes no data and goes with the session.';

CREATE OR REPLACE FUNCTION forget_marks() RETURNS void
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    until timestamptz := nullif(current_setting('dialer.marks_until', TRUE), '')::timestamptz;
BEGIN
    IF clock() < until AND until <= clock() + interval '1 minute'
        AND current_setting('dialer.marks_of', TRUE) = current_schema()
    THEN
        RETURN;
    END IF;
    PERFORM set_config('dialer.marks_of', current_schema(), FALSE),
        set_config('dialer.marks_until', (clock() + interval '1 minute')::text, FALSE);
    PERFORM set_config('dialer.mark_' || l.Ladder, '', FALSE)
    FROM unnest(ARRAY['deadline', 'due_time', 'due_until', 'status_until', 'result', 'condition_time']) AS l (Ladder);
END
$$;
COMMENT ON FUNCTION forget_marks() IS
'Has this session search the ladders from the bottom, if it has not done so for a minute, or if its marks are those of
another schema.';
