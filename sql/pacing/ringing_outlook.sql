CREATE OR REPLACE FUNCTION ringing_outlook(
    ringing_ages float8[], answer_times float8[], answer_chance float8, moments float8[]
) RETURNS float8[]
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
    sums float8[] := '{0,0,0,0,0,0,0,0,0}'::float8[];
    decile integer;
    calls integer;
    age float8;
    passed float8;
    later float8;
    place integer;
    by_then float8;
    chance float8;
    varies float8;
BEGIN
    FOR decile, calls IN
        SELECT width_bucket(r.Age, answer_times), count(*)
        FROM unnest(ringing_ages) AS r (Age)
        GROUP BY 1
    LOOP
        -- Later than anybody has answered.
        CONTINUE WHEN decile > 10;
        age := (CASE WHEN decile > 0 THEN answer_times[decile] ELSE 0 END + answer_times[decile + 1]) / 2;
        passed := greatest(decile - 0.5, 0) / 10;
        FOR k IN 1 .. 3 LOOP
            later := age + moments[k];
            place := width_bucket(later, answer_times);
            by_then := CASE
                WHEN place = 0 THEN 0
                WHEN place > 10 THEN 1
                ELSE (place - 1 + (later - answer_times[place])
                    / greatest(answer_times[place + 1] - answer_times[place], 0.001)) / 10
            END;
            chance := greatest(answer_chance * (by_then - passed) / (1 - answer_chance * passed), 0);
            varies := calls * chance * (1 - chance);
            sums[k] := sums[k] + calls * chance;
            sums[k + 3] := sums[k + 3] + varies;
            sums[k + 6] := sums[k + 6] + varies * (1 - 2 * chance);
        END LOOP;
    END LOOP;
    RETURN sums;
END
$$;
COMMENT ON FUNCTION ringing_outlook(float8[], float8[], float8, float8[]) IS
'Internal part of pace: how many of the calls that ring will be answered by then.
ringing_ages: seconds since each was dialled. answer_times: deciles (11) of the seconds from dialling to an answer.
answer_chance: of a call that is dialled now. moments: three, in seconds from now.
A call that has rung for long without an answer is less likely to get one (the rule of Bayes).
Returns sums: of the chances at the three moments, of their variances, of their third central moments.
Raises nothing. Locks nothing.';
