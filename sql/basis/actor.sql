-- Read off the call stack, because a setting would have to be set by every procedure and taken back again, and as a
-- clause of the function only a superuser could install it.
CREATE OR REPLACE FUNCTION actor() RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    stack text;
BEGIN
    GET DIAGNOSTICS stack = PG_CONTEXT;
    RETURN coalesce(
        (
            SELECT t.Actor
            FROM (VALUES
                ('agent', '(log_in|log_off|set_agent_status)'),
                ('agent', '(accept_offer|reject_offer|dial_call|hang_up|set_call_result|reschedule_call)'),
                ('pbx', '(take_pbx_commands|report_pbx_events?|reconcile_pbx)'),
                ('cycle', '(expire_calls|close_unanswered_results|end_pauses|open_windows|close_windows|retry_calls)'),
                ('cycle', '(distribute)'),
                ('import', '(import_batch|undo_import)')
            ) AS t (Actor, Functions)
            WHERE stack ~ ('[ ."]' || t.Functions || '\(')
            LIMIT 1
        ),
        nullif(current_setting('dialer.actor', TRUE), ''),
        'sql:' || session_user
    );
END
$$;
COMMENT ON FUNCTION actor() IS
'Who acts, for the history: the kind of procedure that is at work (agent, cycle, pbx, import), else what a program says
of itself in the session setting dialer.actor, else sql: and the role that logged in.';
