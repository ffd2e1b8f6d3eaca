CREATE OR REPLACE FUNCTION busy_outlook(
    busy_ages float8[], handle_times float8[], handled bigint, moments float8[], ring_time float8,
    OUT sums float8[], OUT soon float8
)
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
    observed float8 := 0;
    known float8;
    rates float8[] := '{0}'::float8[];
    decile integer;
    agents integer;
    chance float8;
    varies float8;
BEGIN
    FOR i IN 1 .. 10 LOOP
        observed := observed + (handle_times[i] + handle_times[i + 1]) / 20;
    END LOOP;
    observed := observed * greatest(handled, 1);
    -- Of calls that have ended, short ones are known first: those that go on count, too, or a shift begins too fast.
    SELECT observed / (observed + greatest(sum(b.Age), 1)) INTO known
    FROM unnest(busy_ages) AS b (Age);
    FOR i IN 1 .. 9 LOOP
        rates := rates || known * ln((11.0 - i) / (10.0 - i))::float8
            / greatest(handle_times[i + 1] - handle_times[i], 0.1);
    END LOOP;
    -- The last tenth has no end: where the longest of some 200 is, one of 200 is left.
    rates := rates || known * ln(20.0)::float8 / greatest(handle_times[11] - handle_times[10], 0.1);
    rates := rates || known / greatest(handle_times[11], 1);
    sums := '{0,0,0,0,0,0,0,0,0}'::float8[];
    soon := 0;
    FOR decile, agents IN
        SELECT width_bucket(b.Age + moments[2] / 2, handle_times), count(*)
        FROM unnest(busy_ages) AS b (Age)
        GROUP BY 1
    LOOP
        soon := soon + agents * (1 - exp(-least(rates[decile + 1] * ring_time, 50)));
        FOR k IN 1 .. 3 LOOP
            chance := exp(-least(rates[decile + 1] * moments[k], 50));
            varies := agents * chance * (1 - chance);
            sums[k] := sums[k] + agents * chance;
            sums[k + 3] := sums[k + 3] + varies;
            sums[k + 6] := sums[k + 6] + varies * (1 - 2 * chance);
        END LOOP;
    END LOOP;
END
$$;
COMMENT ON FUNCTION busy_outlook(float8[], float8[], bigint, float8[], float8) IS
'Internal part of pace: how many of the agents who are busy will still be.
busy_ages: seconds that each has been. handle_times: deciles (11) of the seconds that agents are. handled: calls of
which these are, at most. moments: three, in seconds from now. ring_time: seconds.
Between two deciles agents become free at one rate (an empirical hazard); calls in progress are observations without an
end (Epstein and Sobel 1953: ends by time under observation).
Returns sums: of the chances at the three moments, of their variances, of their third central moments; soon: agents who
will be free within ring_time. Raises nothing. Locks nothing.';
