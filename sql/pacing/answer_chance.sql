CREATE OR REPLACE FUNCTION answer_chance(ended integer[], answered integer[]) RETURNS float8
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
    -- Minutes after which what was seen counts half: long enough for a small team, short enough for a day's changes.
    half_life CONSTANT float8 := 5;
    minutes CONSTANT integer := coalesce(cardinality(answer_chance.ended), 0);
    weight float8;
    all_ended float8 := 0;
    all_answered float8 := 0;
    new_ended float8 := 0;
    new_answered float8 := 0;
    newest float8;
    chance float8 := 0;
BEGIN
    FOR i IN REVERSE minutes .. 1 LOOP
        weight := 0.5 ^ ((minutes - i) / half_life);
        all_ended := all_ended + weight * answer_chance.ended[i];
        all_answered := all_answered + weight * answer_chance.answered[i];
        -- A jump up must be seen at once, a jump down may take its time: so the last minute and the last two count where
        -- they say more, as far as that is not by chance.
        IF i > minutes - 2 THEN
            new_ended := new_ended + answer_chance.ended[i];
            new_answered := new_answered + answer_chance.answered[i];
            IF new_ended > 0 THEN
                newest := least(new_answered / new_ended, 1);
                chance := greatest(chance, newest - sqrt(newest * (1 - newest) / new_ended) - 0.5 / new_ended);
            END IF;
        END IF;
    END LOOP;
    IF all_ended < 1 THEN
        RETURN NULL;
    END IF;
    RETURN least(greatest((all_answered + 1) / (all_ended + 2), chance, 0.01), 0.99);
END
$$;
COMMENT ON FUNCTION answer_chance(integer[], integer[]) IS
'Internal part of pace: how likely a person answers an attempt.
ended: attempts of which that is known, minute by minute, the newest last. answered: those that a person answered.
Returns a chance from 0.01 to 0.99, NULL if no attempt has ended. Raises nothing. Locks nothing.';
