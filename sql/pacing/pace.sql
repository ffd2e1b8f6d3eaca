-- How many calls to dial ahead of agents now: the one place where it is decided.
CREATE OR REPLACE FUNCTION pace(
    mode DialingMode, lines_per_agent float8, min_agents integer, ready integer, busy_ages float8[],
    ringing_ages float8[], waiting integer, ended integer[], answered integer[], answer_times float8[],
    handle_times float8[], ring_time float8, abandon_limit float8, answered_day bigint, abandoned_day bigint,
    answered_month bigint, abandoned_month bigint,
    OUT starts integer, OUT agent_first boolean, OUT expected_abandons float8, OUT reason text
) RETURNS record
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    agent_first := abandoned_day > 0 AND abandoned_day >= abandon_limit / 100 * answered_day;
    starts := CASE
        WHEN agent_first OR ready = 0 THEN 0
        ELSE greatest(0, floor(CASE mode WHEN 'Power' THEN lines_per_agent ELSE 1 END * ready)::integer
            - coalesce(cardinality(ringing_ages), 0) - waiting)
    END;
    expected_abandons := 0;
    reason := 'one line for each agent';
END
$$;
COMMENT ON FUNCTION pace(DialingMode, float8, integer, integer, float8[], float8[], integer, integer[], integer[], float8[], float8[], float8, float8, bigint, bigint, bigint, bigint) IS 'For the time being.';
