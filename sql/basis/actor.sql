-- Read off the call stack, because a setting would have to be set by every procedure and taken back again, and as a
-- clause of the function only a superuser could install it. Plain searches: a regular expression costs ten times as
-- much.
CREATE OR REPLACE FUNCTION actor() RETURNS text
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    stack text;
BEGIN
    GET DIAGNOSTICS stack = PG_CONTEXT;
    stack := replace(stack, '.', ' ');
    RETURN CASE
        -- First, because they move most calls at once, and the stack is asked for each.
        WHEN strpos(stack, ' apply_post_conditions(') > 0 THEN 'rule'
        WHEN strpos(stack, ' run_cycle(') > 0 THEN 'cycle'
        WHEN strpos(stack, ' accept_offer(') > 0 OR strpos(stack, ' reject_offer(') > 0
            OR strpos(stack, ' dial_call(') > 0 OR strpos(stack, ' hang_up(') > 0
            OR strpos(stack, ' set_call_result(') > 0 OR strpos(stack, ' reschedule_call(') > 0
            OR strpos(stack, ' log_in(') > 0 OR strpos(stack, ' log_off(') > 0
            OR strpos(stack, ' set_agent_status(') > 0 OR strpos(stack, ' private_call(') > 0
            OR strpos(stack, ' change_talk(') > 0 OR strpos(stack, ' transfer_call(') > 0
            OR strpos(stack, ' change_mute(') > 0 OR strpos(stack, ' send_keys(') > 0
            OR strpos(stack, ' create_visitor(') > 0 OR strpos(stack, ' editor_call(') > 0
            THEN 'agent'
        WHEN strpos(stack, ' take_pbx_commands(') > 0 OR strpos(stack, ' report_pbx_event(') > 0
            OR strpos(stack, ' report_pbx_events(') > 0 OR strpos(stack, ' reconcile_pbx(') > 0
            THEN 'pbx'
        WHEN strpos(stack, ' expire_calls(') > 0 OR strpos(stack, ' close_unanswered_results(') > 0
            OR strpos(stack, ' end_pauses(') > 0 OR strpos(stack, ' open_windows(') > 0
            OR strpos(stack, ' close_windows(') > 0 OR strpos(stack, ' retry_calls(') > 0
            OR strpos(stack, ' distribute(') > 0 OR strpos(stack, ' dial_unattended(') > 0
            OR strpos(stack, ' dial_ahead(') > 0 OR strpos(stack, ' connect_waiting(') > 0
            THEN 'cycle'
        WHEN strpos(stack, ' take_import(') > 0 OR strpos(stack, ' undo_import(') > 0 THEN 'import'
        WHEN strpos(stack, ' ivr_') > 0 THEN 'ivr'
        WHEN strpos(stack, ' follow_inbound_call(') > 0 THEN 'queue'
        ELSE said_actor()
    END;
END
$$;
COMMENT ON FUNCTION actor() IS
'Who acts, for the history: the kind of procedure that is at work (agent, rule, cycle, pbx, import, ivr, or queue, when
a call that came in was lost or answered), else what a program says of itself (said_actor).';

CREATE OR REPLACE FUNCTION said_actor() RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    IF nullif(current_setting('dialer.acting', TRUE), '') IS NOT NULL THEN
        RETURN (SELECT 'agent:' || a.Login FROM Agent AS a WHERE a.AgentId = acting_agent());
    ELSIF session_user = current_user OR trusts_session() THEN
        RETURN coalesce(nullif(current_setting('dialer.actor', TRUE), ''), 'sql:' || session_user);
    END IF;
    RETURN 'sql:' || session_user;
END
$$;
COMMENT ON FUNCTION said_actor() IS
'Who acts where no procedure is at work: agent: and the login for whom a program acts (act_as), else what a program
says of itself in the session setting dialer.actor (not from agents'' logins), else sql: and the role that logged in.';
