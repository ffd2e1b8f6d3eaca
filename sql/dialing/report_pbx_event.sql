CREATE OR REPLACE FUNCTION report_pbx_event(
    pbx_call_id text, event text, cause text DEFAULT NULL, happened_at timestamptz DEFAULT NULL
) RETURNS text
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    came_of_it text;
BEGIN
    SELECT a.answer INTO came_of_it
    FROM apply_pbx_events(ARRAY[pbx_call_id], ARRAY[event], ARRAY[cause], ARRAY[happened_at]) AS a;
    PERFORM end_reported_calls(ARRAY[pbx_call_id], ARRAY[event], ARRAY[cause]);
    RETURN came_of_it;
END
$$;
COMMENT ON FUNCTION report_pbx_event(text, text, text, timestamptz) IS
'Takes what the PBX says of an attempt: event is ringing; answered (cause person or unknown, where the PBX listened who
it is), machine in its place; agent_answered, when the agent for a call dialled ahead is in it (cause: the extension);
hangup_called, hangup_agent, busy, no_answer or failed; cause else the PBX''s word for it; happened_at when it happened there (NULL = now). Returns applied; repeated for
an event that was reported before; late for one of an attempt that is over (what still rings is hung up); unknown for
a channel that is none of ours, which changes nothing (CALL-1). A call dialled ahead that is answered gets its agent at once (PRED-3). Errors: PD009 no such event. Locks: the call, the
agent, the command, the trunk.';

CREATE OR REPLACE FUNCTION ends_channel(event PbxEventKind) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN event NOT IN ('ringing', 'answered', 'machine', 'agent_answered');
END
$$;
COMMENT ON FUNCTION ends_channel(PbxEventKind) IS 'Whether the channel of an attempt is gone with an event.';

CREATE OR REPLACE FUNCTION refuse_event(event text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'PD009',
        MESSAGE = format('"%s" is no event of a PBX.', event),
        HINT = format('The events are: %s.', array_to_string(enum_range(NULL::PbxEventKind), ', '));
END
$$;
COMMENT ON FUNCTION refuse_event(text) IS 'Raises PD009 for what is no event of a PBX; the hint names those there are.';
