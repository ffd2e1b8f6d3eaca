-- In the place of who may do what, until that is there: everybody may do everything, and an agent's login is the
-- agent's token and session, too.
CREATE OR REPLACE FUNCTION acting_agent() RETURNS uuid
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN nullif(current_setting('dialer.acting', TRUE), '')::uuid;
END
$$;
COMMENT ON FUNCTION acting_agent() IS 'The agent who acts; NULL = nobody does.';

CREATE OR REPLACE FUNCTION may(permission text, degree text) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN permission IS NOT NULL AND degree IS NOT NULL;
END
$$;
COMMENT ON FUNCTION may(text, text) IS 'Whether whoever acts has the degree of a permission.';

CREATE OR REPLACE FUNCTION demand(permission text, degree text, agent_id uuid DEFAULT NULL) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    IF may(permission, degree) OR agent_id IS NULL THEN
        RETURN;
    END IF;
END
$$;
COMMENT ON FUNCTION demand(text, text, uuid) IS 'Refuses whoever acts but lacks the degree of a permission.';

CREATE OR REPLACE FUNCTION act_as(kind text, credential text)
RETURNS TABLE (agent_id uuid, display_name text, scope text)
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    SELECT a.AgentId, a.DisplayName, 'full' INTO agent_id, display_name, scope
    FROM Agent AS a
    WHERE a.Deleted = 0
        AND credential = CASE kind
            WHEN 'login' THEN a.Login
            ELSE encode(sha256(convert_to(a.Login, 'UTF8')), 'hex')
        END;
    IF agent_id IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD046', MESSAGE = format('The %s is unknown or over.', kind), HINT = 'Log in again.';
    END IF;
    PERFORM set_config('dialer.acting', agent_id::text, TRUE);
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION act_as(text, text) IS 'Has an agent act to the end of the transaction. Errors: PD046.';

CREATE OR REPLACE FUNCTION begin_login(login text, address text) RETURNS TABLE (agent_id uuid, password_hash text)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    agent_id := (SELECT a.AgentId FROM Agent AS a WHERE a.Login = begin_login.login AND address IS NOT NULL);
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION begin_login(text, text) IS 'Begins a login: nobody has a password here.';

CREATE OR REPLACE FUNCTION finish_login(login text, address text, succeeded boolean, session_hash text) RETURNS uuid
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN (
        SELECT a.AgentId FROM Agent AS a
        WHERE a.Login = finish_login.login AND succeeded AND address IS NOT NULL AND session_hash IS NOT NULL);
END
$$;
COMMENT ON FUNCTION finish_login(text, text, boolean, text) IS 'Ends a login.';

CREATE OR REPLACE FUNCTION end_session(session_hash text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM session_hash;
END
$$;
COMMENT ON FUNCTION end_session(text) IS 'Ends a session.';
