CREATE OR REPLACE FUNCTION list_setup()
RETURNS TABLE (Rank integer, Requirement text, Holds boolean, Value text, Remedy text)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY
    SELECT 6, 'a project distributes outbound calls', count(*) > 0, count(*)::text,
        coalesce((
            SELECT format('UPDATE Project SET PbxOutDistribute = 1 WHERE ProjectId = %L;', r.ProjectId)
            FROM Project AS r
            WHERE r.Deleted = 0
            ORDER BY r.DisplayName, r.ProjectId
            LIMIT 1
        ), 'INSERT INTO Project (DisplayName) VALUES (''Renewals'');')
    FROM Project AS p
    WHERE p.Deleted = 0 AND p.PbxOutDistribute = 1
    UNION ALL
    SELECT 7, 'a list of such a project is Running', count(*) > 0, count(*)::text,
        coalesce((
            SELECT format('SELECT set_list_activity(%L, ''Running'');', r.OutboundListId)
            FROM OutboundList AS r
            INNER JOIN Project AS q ON q.ProjectId = r.ProjectId
            WHERE r.Deleted = 0 AND q.Deleted = 0 AND q.PbxOutDistribute = 1 AND r.Activity <> 'Completed'
            ORDER BY r.Activity, r.DisplayName, r.OutboundListId
            LIMIT 1
        ), (
            SELECT format(
                'INSERT INTO OutboundList (DisplayName, ProjectId, Activity) VALUES (''First list'', %L, ''Running'');',
                q.ProjectId)
            FROM Project AS q
            WHERE q.Deleted = 0 AND q.PbxOutDistribute = 1
            ORDER BY q.DisplayName, q.ProjectId
            LIMIT 1
        ), 'First make a project that distributes.')
    FROM OutboundList AS l
    INNER JOIN Project AS p ON p.ProjectId = l.ProjectId
    WHERE l.Deleted = 0 AND l.Activity = 'Running' AND p.Deleted = 0 AND p.PbxOutDistribute = 1;
END
$$;
COMMENT ON FUNCTION list_setup() IS 'Part of check_setup: projects and lists.';
