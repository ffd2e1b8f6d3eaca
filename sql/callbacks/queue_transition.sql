CREATE OR REPLACE FUNCTION guard_transition() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    list record;
BEGIN
    SELECT l.DisplayName, l.ProjectId, l.Deleted INTO list
    FROM OutboundList AS l
    WHERE l.OutboundListId = NEW.OutboundListId;
    IF NOT FOUND THEN
        PERFORM find_list(NEW.OutboundListId);
    ELSIF list.Deleted = 1 AND NEW.Deleted = 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD035',
            MESSAGE = format('Lost calls cannot go into the list %s, which is deleted.', list.DisplayName),
            HINT = 'Name another list, or set Deleted of the transition to 1.',
            COLUMN = 'OutboundListId';
    ELSIF NEW.TargetProjectId <> list.ProjectId THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD035',
            MESSAGE = format('The list %s does not belong to project %s.', list.DisplayName, NEW.TargetProjectId),
            HINT = format('Its project is %s: set TargetProjectId to it, or to NULL.', list.ProjectId),
            COLUMN = 'TargetProjectId';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION guard_transition() IS
'Trigger on QueueTransition: its list is there, and belongs to its target project. Errors: PD004 no such list, PD035
list deleted or of another project.';

CREATE OR REPLACE TRIGGER transition_1_guard BEFORE INSERT OR UPDATE ON QueueTransition
FOR EACH ROW EXECUTE FUNCTION guard_transition();

CREATE OR REPLACE FUNCTION calendar_is_open(calendar_id uuid, moment timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN calendar_id IS NULL
        OR window_open('None', NULL, NULL, configuration('DefaultTimeZone'), calendar_id, moment);
EXCEPTION WHEN data_exception OR SQLSTATE 'PD011' THEN
    -- What cannot be read is closed (TIME-2).
    RETURN FALSE;
END
$$;
COMMENT ON FUNCTION calendar_is_open(uuid, timestamptz) IS
'Whether a calendar of our own (NULL = always) is open at a moment, in DefaultTimeZone. One that is not there, has no
hours or cannot be read is closed.';

CREATE OR REPLACE FUNCTION queue_transition(
    project_id uuid, moment timestamptz, transition_type TransitionType DEFAULT 'LostShift'
) RETURNS QueueTransition
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    way QueueTransition;
BEGIN
    SELECT t.* INTO way
    FROM QueueTransition AS t
    INNER JOIN OutboundList AS l
        ON l.OutboundListId = t.OutboundListId AND l.ProjectId = coalesce(t.TargetProjectId, l.ProjectId)
    WHERE t.TransitionType = queue_transition.transition_type
        AND t.Active = 1 AND t.Deleted = 0 AND l.Deleted = 0 AND l.Activity <> 'Completed'
        AND (t.SourceProjectId = queue_transition.project_id OR t.SourceProjectId IS NULL)
        AND calendar_is_open(t.CalendarId, queue_transition.moment)
    ORDER BY t.SourceProjectId IS NULL, t.Rank, t.QueueTransitionId
    LIMIT 1;
    RETURN way;
END
$$;
COMMENT ON FUNCTION queue_transition(uuid, timestamptz, TransitionType) IS
'The transition of this type for a call of the project (NULL = of none) that was lost at the moment: one for this very
project before one for any, of those whose calendar is open then the one of the lowest Rank; into a list that is
neither deleted nor Completed. All columns NULL: none fits.';
