CREATE OR REPLACE FUNCTION refuse_nested(stack text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    IF strpos(stack, E'\n') > 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD047',
            MESSAGE = 'Logging in is no business of a function or a grid.',
            HINT = 'Call it as a statement of its own.';
    END IF;
END
$$;
COMMENT ON FUNCTION refuse_nested(text) IS
'Raises PD047 if the call stack is that of a function called by another one: whoever may write a grid could otherwise
have it act for anybody.';

CREATE OR REPLACE FUNCTION act_as(kind text, credential text)
RETURNS TABLE (agent_id uuid, display_name text, scope text)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    stack text;
    now_is CONSTANT timestamptz := clock();
    writes CONSTANT boolean := current_setting('transaction_read_only') = 'off';
BEGIN
    GET DIAGNOSTICS stack = PG_CONTEXT;
    PERFORM refuse_nested(stack);
    scope := 'full';
    CASE kind
    WHEN 'session' THEN
        SELECT a.AgentId, a.DisplayName INTO agent_id, display_name
        FROM LoginSession AS s
        INNER JOIN Agent AS a ON a.AgentId = s.AgentId AND a.Deleted = 0
        WHERE s.SessionHash = credential AND s.ExpiresTime > now_is;
        IF writes THEN
            -- Once a minute, and not where another request of the same session does it.
            UPDATE LoginSession AS s
            SET LastSeenTime = now_is
            WHERE s.SessionHash = (
                SELECT o.SessionHash FROM LoginSession AS o
                WHERE o.SessionHash = credential AND o.LastSeenTime < now_is - interval '1 minute'
                FOR NO KEY UPDATE SKIP LOCKED);
        END IF;
    WHEN 'token' THEN
        SELECT a.AgentId, a.DisplayName, t.Scope INTO agent_id, display_name, scope
        FROM ApiToken AS t
        INNER JOIN Agent AS a ON a.AgentId = t.AgentId AND a.Deleted = 0
        WHERE t.TokenHash = credential AND t.RevokedTime IS NULL AND coalesce(t.ExpiresTime > now_is, TRUE);
        IF writes THEN
            UPDATE ApiToken AS t
            SET LastSeenTime = now_is
            WHERE t.ApiTokenId = (
                SELECT o.ApiTokenId FROM ApiToken AS o
                WHERE o.TokenHash = credential AND coalesce(o.LastSeenTime < now_is - interval '1 minute', TRUE)
                FOR NO KEY UPDATE SKIP LOCKED);
        END IF;
    WHEN 'login' THEN
        SELECT a.AgentId, a.DisplayName INTO agent_id, display_name
        FROM Agent AS a
        WHERE a.Login = credential AND a.Deleted = 0;
    ELSE
        NULL;
    END CASE;
    IF agent_id IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD046',
            MESSAGE = CASE kind
                WHEN 'session' THEN 'The session is unknown or over.'
                WHEN 'token' THEN 'The token is unknown, expired or revoked.'
                WHEN 'login' THEN format('There is no agent with the login "%s".', credential)
                ELSE format('Nobody acts by "%s".', kind)
            END,
            HINT = CASE kind
                WHEN 'session' THEN 'Log in again.'
                WHEN 'token' THEN 'Have a new one made.'
                WHEN 'login' THEN 'An administrator adds the agent.'
                ELSE 'Kinds are session, token and login.'
            END;
    END IF;
    PERFORM set_config(
        'dialer.acting', concat_ws(':', agent_id, scope, acting_seal(agent_id::text, scope)), TRUE);
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION act_as(text, text) IS
'From now on to the end of the transaction an agent acts: whatever is done is done with the agent''s rights. kind says
what the credential is: session or token (SHA-256 of the secret, in hexadecimal), or login, the name of an agent whom
somebody else has let in (single sign-on). Returns the agent and the scope: read, write or full. Only for the role of
kind web, and not from within another function. Errors: PD046 unknown, expired or revoked, PD047 within a function.
Locks: the session or the token, once a minute.';
