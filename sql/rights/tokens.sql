CREATE OR REPLACE FUNCTION create_token(
    agent_id uuid, token_hash text, scope text, expires timestamptz, display_name text
) RETURNS uuid
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    token_id uuid;
BEGIN
    PERFORM demand_self(agent_id);
    PERFORM find_agent(agent_id);
    IF scope IS NULL OR scope NOT IN ('read', 'write', 'full') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD045',
            MESSAGE = format('"%s" is no scope of a token.', coalesce(scope, 'NULL')),
            HINT = 'Scopes are read, write and full.',
            COLUMN = 'Scope';
    ELSIF expires <= clock() THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD014',
            MESSAGE = format('A token cannot expire at %s, which is not in the future.', expires),
            HINT = 'Give a later time, or none.',
            COLUMN = 'Expires';
    END IF;
    INSERT INTO ApiToken (TokenHash, AgentId, Scope, DisplayName, CreatedTime, ExpiresTime)
    VALUES (token_hash, agent_id, scope, coalesce(display_name, ''), clock(), expires)
    RETURNING ApiTokenId INTO token_id;
    RETURN token_id;
EXCEPTION WHEN check_violation OR not_null_violation THEN
    -- Without the value: it may be the token itself.
    RAISE EXCEPTION USING
        ERRCODE = 'PD045',
        MESSAGE = 'What is given as the token is no hash of it.',
        HINT = 'Give its SHA-256 in hexadecimal.',
        COLUMN = 'TokenHash';
END
$$;
COMMENT ON FUNCTION create_token(uuid, text, text, timestamptz, text) IS
'Lets programs act for an agent with a token, known by its SHA-256 in hexadecimal. scope: the highest degree it may use,
read, write or full; expires: NULL = never; display_name: what it is for. Returns its id. For the agent, or whoever may
write Rights. Errors: PD007 agent, PD014 expires in the past, PD042 not allowed, PD045 no such scope, no hash. Locks:
the agent.';

CREATE OR REPLACE FUNCTION revoke_token(api_token_id uuid) RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand_self((SELECT t.AgentId FROM ApiToken AS t WHERE t.ApiTokenId = revoke_token.api_token_id));
    UPDATE ApiToken AS t
    SET RevokedTime = coalesce(t.RevokedTime, clock())
    WHERE t.ApiTokenId = revoke_token.api_token_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD048',
            MESSAGE = format('There is no token %s.', coalesce(api_token_id::text, 'NULL')),
            HINT = 'It may never have been made.',
            COLUMN = 'ApiTokenId';
    END IF;
END
$$;
COMMENT ON FUNCTION revoke_token(uuid) IS
'Takes a token back, at once and for good; again is harmless. For its agent, or whoever may write Rights. Errors: PD042
not allowed, PD048 no such token. Locks: the token.';

CREATE OR REPLACE FUNCTION agent_tokens(agent_id uuid)
RETURNS TABLE (
    ApiTokenId uuid, DisplayName text, Scope text, CreatedTime timestamptz, ExpiresTime timestamptz,
    RevokedTime timestamptz, LastSeenTime timestamptz
)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand_self(agent_id);
    RETURN QUERY
    SELECT t.ApiTokenId, t.DisplayName, t.Scope, t.CreatedTime, t.ExpiresTime, t.RevokedTime, t.LastSeenTime
    FROM ApiToken AS t
    WHERE t.AgentId = agent_tokens.agent_id
    ORDER BY t.CreatedTime DESC, t.ApiTokenId;
END
$$;
COMMENT ON FUNCTION agent_tokens(uuid) IS
'The tokens with which programs act for an agent, the newest first, without what they are known by. For the agent, or
whoever may write Rights. Errors: PD042 not allowed. Locks nothing.';
