-- Where nobody acts, the database's own roles say what is allowed, and no permission is asked for: for the owner, DBAs,
-- runners, supervisors. Only logins made for agents, or for the web that brings them, are nothing without an agent.
CREATE OR REPLACE FUNCTION trusts_session() RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    IF session_user = current_user THEN
        RETURN TRUE;
    END IF;
    -- Superusers first: they count as members of every role.
    IF (SELECT r.rolsuper FROM pg_roles AS r WHERE r.rolname = session_user) THEN
        RETURN TRUE;
    END IF;
    RETURN NOT EXISTS (SELECT FROM Agent AS a WHERE a.DatabaseRole = session_user::text)
        AND NOT EXISTS (
            SELECT FROM DatabaseRole AS d
            INNER JOIN pg_roles AS r ON r.rolname = d.RoleName
            WHERE d.Kind = 'agent'
                -- Since 16 whoever made a role is a member of it who has nothing of it.
                AND CASE
                    WHEN current_setting('server_version_num')::integer < 160000
                        THEN pg_has_role(session_user, r.oid, 'MEMBER')
                    ELSE pg_has_role(session_user, r.oid, 'USAGE') OR pg_has_role(session_user, r.oid, 'SET')
                END);
END
$$;
COMMENT ON FUNCTION trusts_session() IS
'Whether the role that has logged in is neither an agent''s own nor a member of the role of kind agent, as the web''s
is. Superusers are always trusted. To be asked by functions that run as the owner. Locks nothing.';

CREATE OR REPLACE FUNCTION acts_freely() RETURNS boolean
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN nullif(current_setting('dialer.acting', TRUE), '') IS NULL
        AND (session_user = current_user OR trusts_session());
END
$$;
COMMENT ON FUNCTION acts_freely() IS
'Whether no permission need be asked for: nobody acts, and the session is trusted (trusts_session). Locks nothing.';
