CREATE OR REPLACE FUNCTION check_setup()
RETURNS TABLE (Rank integer, Requirement text, Holds boolean, Value text, Remedy text)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('Configuration', 'Read');
    RETURN QUERY
    SELECT r.Rank, r.Requirement, r.Holds, r.Value, CASE WHEN r.Holds THEN NULL ELSE r.Remedy END
    FROM (
        SELECT f.* FROM floor_setup() AS f
        UNION ALL
        SELECT f.* FROM list_setup() AS f
        UNION ALL
        SELECT f.* FROM skill_setup() AS f
        UNION ALL
        SELECT f.* FROM pbx_setup() AS f
        UNION ALL
        SELECT f.* FROM parameter_setup() AS f
        UNION ALL
        SELECT f.* FROM work_setup() AS f
        UNION ALL
        SELECT f.* FROM trunk_setup() AS f
    ) AS r
    ORDER BY r.Rank;
END
$$;
COMMENT ON FUNCTION check_setup() IS
'Whether there is all that the first call of a list needs (SETUP-1): a row each, in the order in which to see to them,
with what there is (Value) and what to do, a statement or a command (Remedy). Holds is NULL for what is missing but
optional. Quick however many calls there are. Locks nothing.';
