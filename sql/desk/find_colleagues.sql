CREATE OR REPLACE FUNCTION find_colleagues(typed text)
RETURNS TABLE (Login text, DisplayName text, Extension text, AgentStatus text, Color text, IsFree boolean)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    sought CONSTANT text := lower(btrim(coalesce(typed, '')));
BEGIN
    PERFORM demand('OutboundCall', 'Write');
    RETURN QUERY
    SELECT a.Login, a.DisplayName, w.Number, s.DisplayName, s.Color, q.IsReady AND q.LineIsFree AND q.HasNoCall
    FROM Agent AS a
    INNER JOIN Workplace AS w ON w.WorkplaceId = a.WorkplaceId
    INNER JOIN AgentStatus AS s ON s.AgentStatusId = a.AgentStatusId
    INNER JOIN AgentCondition AS q ON q.AgentId = a.AgentId
    WHERE a.Deleted = 0 AND a.AgentId IS DISTINCT FROM acting_agent()
        AND (strpos(' ' || lower(a.DisplayName), ' ' || sought) > 0
            OR starts_with(lower(a.Login), sought) OR starts_with(w.Number, sought))
    ORDER BY q.IsReady AND q.LineIsFree AND q.HasNoCall DESC, a.DisplayName, a.AgentId
    LIMIT 10;
END
$$;
COMMENT ON FUNCTION find_colleagues(text) IS
'The other agents who are logged in, ten at most, a word of whose name, whose login or whose extension begins with what
was typed: those first who are ready and free to talk. Whom an agent may consult, or hand a call to. Errors: PD042 not
permitted. Locks nothing.';
