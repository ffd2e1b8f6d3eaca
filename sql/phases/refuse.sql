-- Why a statement is refused, in words. Apart, so that what is taken every time stays short.
CREATE OR REPLACE FUNCTION refuse_move(
    call_id bigint, from_phase CallPhase, from_result CallResult, to_phase CallPhase, to_result CallResult
) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    allowed text;
    by_status boolean := from_phase = to_phase;
BEGIN
    SELECT string_agg(DISTINCT CASE WHEN by_status THEN t.ToResult::text ELSE t.ToPhase::text END, ', ') INTO allowed
    FROM PhaseTransition AS t
    WHERE t.FromPhase IS NOT DISTINCT FROM from_phase AND t.FromResult IS NOT DISTINCT FROM from_result;
    RAISE EXCEPTION USING
        ERRCODE = 'PD001',
        MESSAGE = CASE
            WHEN from_phase IS NULL
                THEN format('A call cannot be created in phase %s with status %s.', to_phase, coalesce(to_result::text, '?'))
            WHEN by_status
                THEN format('Call %s in phase %s cannot go from status %s to %s.', call_id, from_phase, from_result, to_result)
            ELSE format('Call %s cannot go from phase %s (%s) to phase %s (%s).',
                call_id, from_phase, from_result, to_phase, to_result)
        END,
        DETAIL = format('OutboundCallId %s', call_id),
        HINT = CASE
            WHEN allowed IS NULL THEN 'It stays as it is.'
            WHEN by_status THEN format('The status may become: %s.', allowed)
            ELSE format('Allowed phases: %s.', allowed)
        END;
END
$$;
COMMENT ON FUNCTION refuse_move(bigint, CallPhase, CallResult, CallPhase, CallResult) IS
'Raises PD001 for a transition that PhaseTransition does not have; the hint names those it has.';

CREATE OR REPLACE FUNCTION refuse_change(call_id bigint, call_phase CallPhase, column_name text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'PD002',
        MESSAGE = format('%s of call %s cannot be changed while it is in progress (phase %s).',
            column_name, call_id, call_phase),
        DETAIL = format('OutboundCallId %s', call_id),
        HINT = 'End the call first, or withdraw it with UPDATE OutboundCall SET CallPhase = ''Enqueue''.';
END
$$;
COMMENT ON FUNCTION refuse_change(bigint, CallPhase, text) IS
'Raises PD002 for a change that a call in progress does not allow.';

CREATE OR REPLACE FUNCTION refuse_list(outbound_list_id uuid, number text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    IF outbound_list_id IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD004',
            MESSAGE = format('A project call to %s needs an outbound list.', number),
            HINT = 'Set OutboundListId, or CallType to Private.';
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'PD004',
        MESSAGE = format('There is no outbound list %s.', outbound_list_id),
        HINT = 'SELECT OutboundListId, DisplayName FROM OutboundList lists them.';
END
$$;
COMMENT ON FUNCTION refuse_list(uuid, text) IS 'Raises PD004 for a call whose list is not there, or is not given.';

CREATE OR REPLACE FUNCTION refuse_nobody(number text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'PD005',
        MESSAGE = format('The call to %s is pre-distributed to nobody.', number),
        HINT = 'Set AgentId together with Predistributed, or Predistributed to 0.';
END
$$;
COMMENT ON FUNCTION refuse_nobody(text) IS 'Raises PD005 for a call that is pre-distributed without an agent.';

CREATE OR REPLACE FUNCTION refuse_removal() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'PD002',
        MESSAGE = format('Call %s is in progress (phase %s) and cannot be deleted.', OLD.OutboundCallId, OLD.CallPhase),
        DETAIL = format('OutboundCallId %s', OLD.OutboundCallId),
        HINT = 'End the call first.';
END
$$;
COMMENT ON FUNCTION refuse_removal() IS 'Trigger on OutboundCall: raises PD002 when a call in progress is deleted.';

CREATE OR REPLACE TRIGGER call_stays BEFORE DELETE ON OutboundCall
FOR EACH ROW WHEN (OLD.CallResult = 'Active') EXECUTE FUNCTION refuse_removal();
