CREATE OR REPLACE FUNCTION refuse_right(permission text, degree text, whose text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    agent record;
    capped CONSTANT boolean := array_position(ARRAY['Read', 'Write', 'Full'], degree)
        > array_position(ARRAY['read', 'write', 'full'], acting_scope());
BEGIN
    SELECT a.AgentId, a.DisplayName INTO agent FROM Agent AS a WHERE a.AgentId = acting_agent();
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD042',
            MESSAGE = format('The login %s is no agent''s and may do nothing here by itself.', session_user),
            HINT = 'A program that brings agents calls act_as first; for an agent''s own login set Agent.DatabaseRole.';
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'PD042',
        MESSAGE = format('%s lacks the degree %s of the permission %s%s.',
            agent.DisplayName, degree, permission, whose),
        DETAIL = format('AgentId %s', agent.AgentId),
        HINT = CASE
            WHEN capped THEN format('The token used has the scope %s.', acting_scope())
            ELSE 'An administrator can grant a role that allows it: pgdialer login grant, or RoleGrant.'
        END;
END
$$;
COMMENT ON FUNCTION refuse_right(text, text, text) IS
'Raises PD042: who lacks which degree of which permission, and for what (whose, which begins with a blank).';

CREATE OR REPLACE FUNCTION demand(permission text, degree text, agent_id uuid DEFAULT NULL) RETURNS void
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    acting uuid;
    others boolean;
BEGIN
    IF nullif(current_setting('dialer.acting', TRUE), '') IS NULL AND session_user = current_user THEN
        RETURN;
    END IF;
    acting := acting_agent();
    IF acting IS NULL AND trusts_session() THEN
        RETURN;
    END IF;
    others := coalesce(agent_id <> acting, FALSE);
    IF NOT may(permission, CASE WHEN others THEN 'Full' ELSE degree END) THEN
        PERFORM refuse_right(permission, CASE WHEN others THEN 'Full' ELSE degree END,
            CASE WHEN others THEN ' that is needed for another agent' ELSE '' END);
    END IF;
END
$$;
COMMENT ON FUNCTION demand(text, text, uuid) IS
'Refuses whoever acts but lacks the degree of a permission; Full is needed where agent_id, for whom it is done, is
another than the acting agent. Errors: PD042 not allowed, PD043, PD045 no such degree. Locks nothing.';

-- The same rule as the row rights of OutboundCall (RowRight), for functions, which read all rows. A test holds the two
-- against each other.
CREATE OR REPLACE FUNCTION is_own_call(called OutboundCall, degree text, agent_id uuid) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    acting CONSTANT uuid := acting_agent();
BEGIN
    RETURN coalesce(
        called.AgentId = acting
        OR (called.PreferredAgentId = acting AND (called.AgentId IS NULL OR degree = 'Read'))
        OR (called.CallPhase = 'Manual' AND called.Predistributed = 0 AND called.ProjectId = ANY (acting_projects())
            AND (degree = 'Read' OR is_own_call.agent_id = acting)),
        FALSE);
END
$$;
COMMENT ON FUNCTION is_own_call(OutboundCall, text, uuid) IS
'Whether a call is the acting agent''s own, to read it or to write it: what demand_call asks of whoever has not the
degree Full. agent_id: for whom it is done. Errors: PD043. Locks nothing.';

CREATE OR REPLACE FUNCTION demand_call(call_id bigint, degree text, agent_id uuid DEFAULT NULL) RETURNS void
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    called OutboundCall;
BEGIN
    IF acts_freely() OR (degree = 'Read' AND may('Report', 'Read')) THEN
        RETURN;
    END IF;
    PERFORM demand('OutboundCall', degree, demand_call.agent_id);
    IF may('OutboundCall', 'Full') THEN
        RETURN;
    END IF;
    IF degree = 'Read' THEN
        SELECT c.* INTO called FROM OutboundCall AS c WHERE c.OutboundCallId = demand_call.call_id;
    ELSE
        -- Locked, so that it is still the agent's when it is changed.
        SELECT c.* INTO called FROM OutboundCall AS c WHERE c.OutboundCallId = demand_call.call_id FOR NO KEY UPDATE;
    END IF;
    IF called.OutboundCallId IS NULL OR is_own_call(called, degree, demand_call.agent_id) THEN
        RETURN;
    END IF;
    PERFORM refuse_right('OutboundCall', 'Full', format(' that call %s needs, which is not the agent''s own', call_id));
END
$$;
COMMENT ON FUNCTION demand_call(bigint, text, uuid) IS
'Refuses whoever acts but may not do this with a call. Read: the agent''s own calls, those that prefer the agent, those
in phase Manual of the agent''s projects. Write: the agent''s own, those with nobody that prefer the agent, and one in
phase Manual if it is for the acting agent (agent_id). Any other needs the degree Full, to read it Report will do. A
call that is not there is left to whoever asks. Errors: PD042 not allowed, PD043. Locks: the call, for Write and an
acting agent.';

CREATE OR REPLACE FUNCTION demand_self(agent_id uuid) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    -- A token that may not do everything must not make itself a password that may.
    IF agent_id IS DISTINCT FROM acting_agent() OR acting_scope() <> 'full' THEN
        PERFORM demand('Rights', 'Write');
    END IF;
END
$$;
COMMENT ON FUNCTION demand_self(uuid) IS
'Refuses whoever is neither this agent, with all the agent''s rights, nor may write Rights. Errors: PD042, PD043.';
