CREATE OR REPLACE FUNCTION affordable_starts(
    fewest integer, most integer, agents float8, busy float8[], ringing float8[], answer_chance float8,
    risk float8, loss float8,
    OUT starts integer, OUT expected_abandons float8
)
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
    -- Answers for which there is room even if they come so many times as often as was thought.
    surge CONSTANT float8 := 3;
    -- The three moments stand for a third each of the times at which a call that is dialled now can be answered.
    answered CONSTANT float8[] := ARRAY[0.2 * answer_chance, 0.5 * answer_chance, 0.8 * answer_chance];
    upper integer := greatest(most, fewest);
    tried integer;
    chance float8;
    mean float8;
    deviation float8;
    z float8;
    skew float8;
    below float8;
    none_left float8;
BEGIN
    starts := fewest;
    WHILE starts < upper LOOP
        tried := (starts + upper + 1) / 2;
        none_left := 0;
        FOR k IN 1 .. 3 LOOP
            -- Busy agents and answered calls together are a sum of independent events, and nobody is left when there
            -- are as many as agents (Poisson-binomial distribution, refined normal approximation).
            chance := answered[k];
            mean := busy[k] + ringing[k] + (tried - 1) * chance;
            chance := chance * (1 - chance);
            deviation := sqrt(greatest(busy[k + 3] + ringing[k + 3] + (tried - 1) * chance, 0.01));
            skew := (busy[k + 6] + ringing[k + 6] + (tried - 1) * chance * (1 - 2 * answered[k])) / deviation ^ 3;
            z := least(greatest((agents - 0.5 - mean) / deviation, -6), 6);
            below := 1 / (1 + exp(-1.5976 * z - 0.070566 * z * z * z))
                + skew * (1 - z * z) * exp(-z * z / 2) * 0.0664904;
            none_left := none_left + least(greatest(1 - below, 0), 1) / 3;
        END LOOP;
        IF none_left <= risk AND expected_loss(
            agents, busy[3] + surge * (ringing[3] + tried * answered[3]),
            busy[6] + surge * (ringing[6] + tried * answered[3] * (1 - answered[3]))) <= loss
        THEN
            starts := tried;
        ELSE
            upper := tried - 1;
        END IF;
    END LOOP;
    expected_abandons := expected_loss(
        agents, busy[3] + ringing[3] + starts * answered[3],
        busy[6] + ringing[6] + starts * answered[3] * (1 - answered[3]));
END
$$;
COMMENT ON FUNCTION affordable_starts(integer, integer, float8, float8[], float8[], float8, float8, float8) IS
'Internal part of pace: the largest number of calls of which the last one, if it is answered, still finds an agent.
fewest, most: from here to there. agents: at work, less the calls that wait for one. busy, ringing: as busy_outlook and
ringing_outlook give them. answer_chance: of a call that is dialled now. risk: the chance that it finds nobody, at most.
loss: calls that may be abandoned if all are answered three times as often.
Poisson-binomial distribution by the refined normal approximation: Volkova 1996; Hong 2013. The normal one: Page 1977.
Returns starts, and the abandoned calls to be expected with them. Raises nothing. Locks nothing.';
