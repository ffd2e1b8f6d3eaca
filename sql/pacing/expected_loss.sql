CREATE OR REPLACE FUNCTION expected_loss(agents float8, mean float8, variance float8) RETURNS float8
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
    deviation CONSTANT float8 := sqrt(greatest(variance, 0.01));
    z CONSTANT float8 := least(greatest((agents - mean) / deviation, -6), 6);
BEGIN
    RETURN greatest(mean - agents, 0) + deviation * greatest(
        exp(-z * z / 2) * 0.398942 - abs(z) / (1 + exp(1.5976 * abs(z) + 0.070566 * abs(z * z * z))), 0);
END
$$;
COMMENT ON FUNCTION expected_loss(float8, float8, float8) IS
'Internal part of pace: how many calls find no agent, on average.
agents: how many there are. mean, variance: of how many are wanted, normally distributed.
Returns E[(wanted - agents)+], the normal loss function; the distribution by Page 1977. Raises nothing. Locks nothing.';
