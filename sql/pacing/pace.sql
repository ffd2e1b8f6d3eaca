CREATE OR REPLACE FUNCTION pace(
    mode DialingMode, lines_per_agent float8, min_agents integer, ready integer, busy_ages float8[],
    ringing_ages float8[], waiting integer, ended integer[], answered integer[], answer_times float8[],
    handle_times float8[], ring_time float8, abandon_limit float8, answered_day bigint, abandoned_day bigint,
    answered_month bigint, abandoned_month bigint,
    OUT starts integer, OUT agent_first boolean, OUT expected_abandons float8, OUT reason text
)
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
    -- What one call that the limit still allows is worth in risk: the less, the more calls could be lost before a sudden
    -- rise of answers is noticed, so that more of them are kept in hand.
    risk_of_one CONSTANT float8 := 0.012;
    kept_for_lines CONSTANT float8 := 0.05;
    most_risk CONSTANT float8 := 0.3;
    -- How much of what the limit allows a sudden rise of answers may take; less while that is a call or two.
    spent_at_once CONSTANT float8 := 0.25;
    share CONSTANT float8 := abandon_limit / 100;
    ringing CONSTANT integer := coalesce(cardinality(ringing_ages), 0);
    busy CONSTANT integer := coalesce(cardinality(busy_ages), 0);
    -- An agent who goes on a break while one of the first calls rings must not cost it: of ten answers it is a tenth.
    kept CONSTANT integer := (ready + busy + 5) / 10;
    one_each CONSTANT integer := greatest(ready - ringing - waiting, 0);
    day CONSTANT float8 := share * answered_day - abandoned_day;
    month CONSTANT float8 := share * answered_month - abandoned_month;
    -- Those who wait with nobody ready for them are as good as abandoned.
    room CONSTANT float8 := least(day, month) - greatest(waiting - ready, 0) * (1 - share);
    spare CONSTANT float8 := room - (1 - share);
    chance float8;
    moments float8[];
    outlook record;
    rings float8[];
    of_month CONSTANT boolean := month < day;
    live CONSTANT bigint := CASE WHEN of_month THEN answered_month ELSE answered_day END;
    lost CONSTANT bigint := CASE WHEN of_month THEN abandoned_month ELSE abandoned_day END;
    so_far CONSTANT text := CASE WHEN live = 0 THEN 'Nobody has answered yet' ELSE format(
        '%s %% of %s answers in %s abandoned', round(100.0 * lost / live, 1),
        reverse(regexp_replace(reverse(live::text), '(\d{3})(?=\d)', '\1,', 'g')),
        CASE WHEN of_month THEN '30 days' ELSE '24 hours' END) END;
BEGIN
    -- Before anything is lost, one line each is the beginning.
    agent_first := CASE mode WHEN 'Power' THEN room < 0 ELSE spare < 0 AND (lost > 0 OR share = 0) END;
    starts := 0;
    expected_abandons := 0;
    IF agent_first THEN
        reason := format('%s: no room for one more; an agent first, then the call.', so_far);
    ELSIF ready <= 0 THEN
        reason := format('%s; no agent is ready.', so_far);
    ELSIF mode = 'Power' THEN
        starts := greatest(floor(lines_per_agent * ready)::integer - ringing - waiting, 0);
        expected_abandons := NULL;
        reason := format('%s; %s ready, %s lines each: %s started.', so_far, ready, lines_per_agent, starts);
    ELSIF spare < 0 THEN
        starts := greatest(one_each - kept, 0);
        reason := format(
            '%s: no room for one yet, so one line for each of %s who are ready, with %s kept in hand: %s started.',
            so_far, ready, kept, starts);
    ELSE
        chance := answer_chance(ended, answered);
        starts := one_each;
        IF ready + busy < min_agents THEN
            reason := format(
                '%s; %s at work, %s are asked for, so one line for each of %s who are ready: %s started.',
                so_far, ready + busy, min_agents, ready, starts);
        ELSIF chance IS NULL OR answer_times IS NULL OR handle_times IS NULL THEN
            reason := format(
                '%s; too little is known yet, so one line for each of %s who are ready: %s started.',
                so_far, ready, starts);
        ELSE
            moments := ARRAY[answer_times[3], answer_times[6], answer_times[9]];
            outlook := busy_outlook(busy_ages, handle_times, answered_day - abandoned_day - busy, moments, ring_time);
            rings := ringing_outlook(ringing_ages, answer_times, chance, moments);
            SELECT a.starts, a.expected_abandons INTO starts, expected_abandons
            FROM affordable_starts(
                one_each, floor(lines_per_agent * (ready + outlook.soon))::integer - ringing - waiting,
                ready + busy - waiting, outlook.sums, rings, chance,
                least(risk_of_one * spare / (1 + rings[3] + kept_for_lines * ringing), most_risk),
                spent_at_once * spare * least(spare / 3, 1)) AS a;
            reason := format('%s: room for %s more; %s ready, %s about to be, %s ringing; %s started.',
                so_far, floor(room / greatest(1 - share, 0.01)), ready, round(outlook.soon), ringing, starts);
        END IF;
    END IF;
END
$$;
COMMENT ON FUNCTION pace(
    DialingMode, float8, integer, integer, float8[], float8[], integer, integer[], integer[], float8[], float8[],
    float8, float8, bigint, bigint, bigint, bigint
) IS
'How many calls to dial now, ahead of agents: the pacing of a list, from figures alone.
mode: Power or Predictive. lines_per_agent: Power: lines for each agent who is ready; Predictive: for each who is
ready or will be within ring_time, at most. min_agents: Predictive: with fewer at work, one line for each who is ready.
ready: agents free for these calls. busy_ages: seconds that each other agent at work has been busy. ringing_ages:
seconds since each call that is dialled ahead and not answered was dialled. waiting: calls answered, with no agent yet.
ended, answered: attempts of which it is known whether a person answered, and those that one did, minute by minute, the
newest last. answer_times, handle_times: deciles (11) of the seconds from dialling to an answer, and from an answer
until its agent is ready again; NULL: not known yet. ring_time: seconds after which an attempt is given up.
abandon_limit: percent. answered_day, abandoned_day, answered_month, abandoned_month: live answers in 24 hours and in
30 days, and those of them that were abandoned. Predictive: until the limit allows one abandoned call, one line for each
who is ready, less a tenth of those at work, rounded, as agents leave while calls ring.
Returns starts: how many to dial, 0 if no agent is ready. agent_first: the list falls back to Progressive, because calls
were abandoned and one more would be one too many (Power: because there were too many). expected_abandons: calls in progress
that will find no agent, on average; NULL: not known. reason: why, in words.
The chance that the last of the calls finds no agent is kept in proportion to the calls that the limit still allows:
what is not used now is used later (integral control). Agents who will be free are predicted by how long they have been
busy: Samuelson 1999, Interfaces 29:5; David 1997, US patent 5640445. More: docs/explanation/pacing.md.
Raises nothing. Locks nothing.';
