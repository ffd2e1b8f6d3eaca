-- What a call is asked by the rules, of which nothing changes by time alone; and until when earlier attempts keep it
-- out.
CREATE OR REPLACE FUNCTION reserves_agent(dialing_mode DialingMode, agent_first integer, predistributed integer)
RETURNS boolean
-- A standard body: it is bound to what it names when it is made, and becomes part of the statement that asks it.
LANGUAGE sql
IMMUTABLE
RETURN dialing_mode IN ('Preview', 'Progressive') OR agent_first = 1 OR predistributed = 1;
COMMENT ON FUNCTION reserves_agent(DialingMode, integer, integer) IS
'Whether a call of such a list has its agent before it is dialled, so that nobody who answers is left alone.';

CREATE OR REPLACE FUNCTION broken_rules(called OutboundCall, moment timestamptz, of_hours boolean)
RETURNS TABLE (Kind RuleKind, Rule text, Source text, Until timestamptz)
LANGUAGE plpgsql
STABLE
SET search_path FROM CURRENT
SET jit TO off
-- A list of few do-not-call lists would have a plan made for each call, which takes longer than all the rest.
SET plan_cache_mode TO force_generic_plan
AS $$
DECLARE
    list record;
    zone text;
BEGIN
    IF called.CallType <> 'DialOut' OR called.OutboundListId IS NULL THEN
        RETURN;
    END IF;
    SELECT l.DialingMode, l.AgentFirst, l.AbandonHold, l.HasConsent, l.TimeZone, l.RulePackId, l.DoNotCallLists,
        l.DoNotCallUntil, coalesce(called.CallerId, l.CallerId, p.CallerId) AS CallerId, k.ConsentFrom, k.NeedsCallerId,
        k.HasHours, k.DisplayName AS PackName
    INTO list
    FROM OutboundList AS l
    LEFT JOIN RulePack AS k ON k.RulePackId = l.RulePackId
    LEFT JOIN Project AS p ON p.ProjectId = called.ProjectId
    WHERE l.OutboundListId = called.OutboundListId;

    IF list.DoNotCallLists IS NOT NULL THEN
        RETURN QUERY
        SELECT 'DoNotCall'::RuleKind, 'its number is not on a do-not-call list',
            format('do-not-call list %s%s', d.DisplayName, ': ' || n.Reason), timestamptz 'infinity'
        FROM DoNotCallNumber AS n
        INNER JOIN DoNotCallList AS d ON d.DoNotCallListId = n.DoNotCallListId
        WHERE n.Number = called.Number AND n.DoNotCallListId = ANY (list.DoNotCallLists);
    END IF;
    IF list.DoNotCallUntil <= moment THEN
        RETURN QUERY
        SELECT 'DoNotCallAge'::RuleKind, 'its do-not-call lists are up to date',
            format('do-not-call list %s is as of %s', d.DisplayName, coalesce(d.RefreshedTime::text, 'never'))
                || coalesce(', ' || a.Source, ''),
            timestamptz 'infinity'
        FROM ListDoNotCall AS a
        INNER JOIN DoNotCallList AS d ON d.DoNotCallListId = a.DoNotCallListId
        WHERE a.OutboundListId = called.OutboundListId AND a.Until <= moment;
    END IF;
    IF of_hours AND list.HasHours = 1 THEN
        zone := coalesce(called.TimeZone, number_time_zone(called.Number), list.TimeZone);
        IF zone IS NULL OR NOT window_open('None', NULL, NULL, zone, NULL, moment, list.RulePackId,
            number_region(called.Number))
        THEN
            RETURN QUERY SELECT 'Hours'::RuleKind, 'the law allows calls at this hour',
                concat_ws(': ', list.PackName, describe_hours(list.RulePackId, called.Number, zone)),
                CASE WHEN zone IS NOT NULL THEN (next_window('None', NULL, NULL, zone, NULL, moment, list.RulePackId,
                    number_region(called.Number))).opens END;
        END IF;
    END IF;
    IF list.ConsentFrom <= moment AND called.ConsentTime IS NULL AND list.HasConsent = 0 AND NOT EXISTS (
        SELECT FROM Contact AS c WHERE c.ContactId = called.ContactId AND c.ConsentTime IS NOT NULL)
    THEN
        RETURN QUERY SELECT 'Consent'::RuleKind, 'who is called has consented',
            pack_source(list.RulePackId, 'Consent'), timestamptz 'infinity';
    END IF;
    IF list.NeedsCallerId = 1 AND list.CallerId IS NULL THEN
        RETURN QUERY SELECT 'CallerId'::RuleKind, 'it shows a number',
            pack_source(list.RulePackId, 'CallerId'), timestamptz 'infinity';
    END IF;
    RETURN QUERY
    SELECT r.Kind,
        CASE r.Kind
            WHEN 'Cap' THEN format('at most %s attempts in %s h', r.MaxCount, r.WindowHours)
            WHEN 'Gap' THEN format('%s h from one attempt to the next', r.WindowHours)
            WHEN 'RestAfterTalk' THEN format('%s h rest after a conversation', r.WindowHours)
            WHEN 'RefusalHold' THEN format('%s h rest after a refusal', r.WindowHours)
            ELSE format('%s h rest after an abandoned call', r.WindowHours)
        END || coalesce(' (' || r.Region || ')', ''),
        coalesce(r.Source, 'AbandonHold of the list'), r.Until
    FROM resting_rules(
        list.RulePackId, called.Number, called.ContactId,
        CASE
            WHEN NOT (called.CallPhase = 'AgentDialing'
                OR reserves_agent(list.DialingMode, list.AgentFirst, called.Predistributed))
            THEN list.AbandonHold
        END,
        moment) AS r;
END
$$;
COMMENT ON FUNCTION broken_rules(OutboundCall, timestamptz, boolean) IS
'Which rules forbid to dial a call at a moment: a row for each, with the rule in words, its source, and until when it
forbids (infinity: until something changes; NULL = not known). of_hours: whether legal hours are looked at. None for
private calls and visitors. Raises nothing. Locks nothing.';

CREATE OR REPLACE FUNCTION pack_source(rule_pack_id uuid, kind RuleKind) RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN (
        SELECT k.DisplayName || coalesce(': ' || string_agg(DISTINCT r.Source, '; '), '')
        FROM RulePack AS k
        LEFT JOIN RulePackRule AS r ON r.RulePackId = k.RulePackId AND r.Kind = pack_source.kind
        WHERE k.RulePackId = pack_source.rule_pack_id
        GROUP BY k.RulePackId);
END
$$;
COMMENT ON FUNCTION pack_source(uuid, RuleKind) IS 'A pack and the sources of its rules of a kind, in one line.';

CREATE OR REPLACE FUNCTION describe_hours(rule_pack_id uuid, number text, time_zone text) RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    own_region CONSTANT text := number_region(number);
BEGIN
    IF time_zone IS NULL THEN
        RETURN 'the time zone of who is called is not known, which closes it';
    ELSIF NOT EXISTS (SELECT FROM RulePackRule AS r WHERE r.RulePackId = describe_hours.rule_pack_id) THEN
        RETURN 'it has no rules, which closes it';
    END IF;
    RETURN concat_ws('; ', describe_hours.time_zone, (
        SELECT string_agg(DISTINCT concat_ws(' ',
            r.Region, r.Weekdays, to_char(r.TimeFrom, 'HH24:MI') || '–' || to_char(r.TimeTo, 'HH24:MI'),
            '(' || r.Source || ')'), '; ')
        FROM RulePackRule AS r
        WHERE r.RulePackId = describe_hours.rule_pack_id AND r.Kind = 'Hours'
            AND coalesce(r.Region = own_region, TRUE)
    ), (
        SELECT 'not on holidays (' || string_agg(DISTINCT r.Source, '; ') || ')'
        FROM RulePackRule AS r
        WHERE r.RulePackId = describe_hours.rule_pack_id AND r.Kind = 'Holiday'
            AND coalesce(r.Region = own_region, TRUE)
    ));
END
$$;
COMMENT ON FUNCTION describe_hours(uuid, text, text) IS
'Says in one line by which hours of a pack a number may be called, with their sources: weekdays from 1 = Monday, times
of day in the zone. number: in E.164. time_zone: NULL = not known.';

CREATE OR REPLACE FUNCTION refuse_forbidden(called OutboundCall, moment timestamptz) RETURNS void
LANGUAGE plpgsql
STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    broken record;
BEGIN
    SELECT b.* INTO broken
    FROM broken_rules(called, moment, TRUE) AS b
    ORDER BY b.Kind = 'DoNotCall' DESC, b.Until DESC NULLS FIRST
    LIMIT 1;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'PD073',
        MESSAGE = format('Call %s to %s may not be dialled: not so that %s (%s).',
            called.OutboundCallId, called.Number, broken.Rule, broken.Source),
        DETAIL = format('OutboundCallId %s', called.OutboundCallId),
        HINT = CASE
            WHEN isfinite(broken.Until) THEN format('Give it back to the queue; it is distributed again at %s.', broken.Until)
            WHEN broken.Kind = 'DoNotCall' THEN 'Cancel it, or take the number off the list.'
            WHEN broken.Kind = 'DoNotCallAge' THEN 'Import the register anew: pgdialer import --do-not-call.'
            WHEN broken.Kind = 'Consent'
                THEN 'Set ConsentTime of the call or its contact, or HasConsent of the list, if there is consent.'
            WHEN broken.Kind = 'CallerId' THEN 'Set CallerId of the list or the project.'
            ELSE 'Set TimeZone of the call or its list, or give the pack rules.'
        END;
END
$$;
COMMENT ON FUNCTION refuse_forbidden(OutboundCall, timestamptz) IS
'Raises PD073 when a rule forbids to dial a call at a moment; the message names the rule and its source.';
