-- Who acts is a setting of the transaction. It is sealed with a secret of the owner's over what is true of this
-- transaction alone, so that one made up, or taken from another session or transaction, is found out.
CREATE OR REPLACE FUNCTION acting_seal(agent_id text, scope text) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    secret bytea := (SELECT s.SecretValue FROM Secret AS s WHERE s.SecretName = 'acting');
BEGIN
    RETURN encode(
        sha256(
            secret
            || convert_to(
                concat_ws(':', agent_id, scope, pg_backend_pid(), extract(epoch FROM transaction_timestamp())), 'UTF8')
            || secret),
        'hex');
END
$$;
COMMENT ON FUNCTION acting_seal(text, text) IS
'The seal with which the setting dialer.acting is believed, in this transaction of this session only.';

CREATE OR REPLACE FUNCTION acting_agent() RETURNS uuid
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    acting CONSTANT text := nullif(current_setting('dialer.acting', TRUE), '');
BEGIN
    IF acting IS NULL THEN
        -- The owner is the current user in here: no look into a table for what is its own session.
        IF session_user = current_user THEN
            RETURN NULL;
        END IF;
        RETURN (SELECT a.AgentId FROM Agent AS a WHERE a.DatabaseRole = session_user::text AND a.Deleted = 0);
    END IF;
    IF split_part(acting, ':', 3)
        IS DISTINCT FROM acting_seal(split_part(acting, ':', 1), split_part(acting, ':', 2))
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD043',
            MESSAGE = format(
                'Who acts cannot be believed: %s was not set in this transaction by act_as.', 'dialer.acting'),
            HINT = format('RESET %s; log in by the web, or with a database role of your own.', 'dialer.acting');
    END IF;
    RETURN split_part(acting, ':', 1)::uuid;
END
$$;
COMMENT ON FUNCTION acting_agent() IS
'The agent who acts: as act_as has it for this transaction, else the one whose DatabaseRole has logged in. NULL: nobody
does. Errors: PD043 the setting dialer.acting is forged. Locks nothing.';

CREATE OR REPLACE FUNCTION acting_scope() RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN coalesce(nullif(split_part(current_setting('dialer.acting', TRUE), ':', 2), ''), 'full');
END
$$;
COMMENT ON FUNCTION acting_scope() IS
'How far the acting agent may go in this transaction: read, write or full. Only to be believed after acting_agent.';

CREATE OR REPLACE FUNCTION acting_projects() RETURNS uuid[]
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN ARRAY(
        SELECT k.ProjectId FROM Skill AS k
        WHERE k.AgentId = acting_agent() AND k.PbxOutEnabled = 1
        ORDER BY k.ProjectId);
END
$$;
COMMENT ON FUNCTION acting_projects() IS
'The projects of which the acting agent has the outbound skill, enabled by the supervisor: calls in phase Manual of
these may be taken. Errors: PD043. Locks nothing.';
