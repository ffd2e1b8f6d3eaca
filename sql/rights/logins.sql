-- Passwords are hashed and compared outside: here is who may try, and what it leads to. A name that nobody has is
-- treated like any other.
CREATE OR REPLACE FUNCTION refuse_login(subject_kind text, name text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    seconds CONSTANT integer := greatest(1, ceil(extract(epoch FROM
        (SELECT f.LastTime FROM LoginFailure AS f
            WHERE f.SubjectKind = subject_kind AND f.Subject = name)
        + configuration('LoginLock')::integer * interval '1 second' - clock())));
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'PD044',
        MESSAGE = format('Too many failed logins %s: wait %s s.',
            CASE subject_kind WHEN 'login' THEN format('as "%s"', name) ELSE format('from %s', name) END, seconds),
        DETAIL = format('seconds %s', seconds),
        HINT = 'Wait, or have an administrator set a new password: pgdialer login set.';
END
$$;
COMMENT ON FUNCTION refuse_login(text, text) IS 'Raises PD044 with the seconds to wait, in the detail, too.';

CREATE OR REPLACE FUNCTION count_failure(subject_kind text, name text, limit_is integer) RETURNS boolean
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is CONSTANT timestamptz := clock();
    forgiven CONSTANT timestamptz := now_is - configuration('LoginLock')::integer * interval '1 second';
BEGIN
    INSERT INTO LoginFailure AS f (SubjectKind, Subject, Failures, LastTime)
    VALUES (subject_kind, name, 1, now_is)
    ON CONFLICT (SubjectKind, Subject) DO UPDATE
    SET Failures = CASE WHEN f.LastTime <= forgiven THEN 1 ELSE f.Failures + 1 END, LastTime = now_is
    WHERE f.LastTime <= forgiven OR f.Failures < limit_is;
    RETURN FOUND;
END
$$;
COMMENT ON FUNCTION count_failure(text, text, integer) IS
'Counts an attempt for a name or an address. FALSE, and nothing is counted, if it is locked: limit_is were counted in a
row, the last one less than LoginLock seconds ago. Locks: its row, so that many at once are counted one by one.';

CREATE OR REPLACE FUNCTION hash_of_nobody() RETURNS text
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    cost CONSTANT text := (
        SELECT substring(l.PasswordHash FROM '^\$argon2id\$v=\d+\$[^$]+') FROM AgentLogin AS l
        ORDER BY l.AgentId
        LIMIT 1);
BEGIN
    RETURN concat_ws('$',
        coalesce(cost, '$argon2id$v=19$m=65536,t=3,p=4'),
        rtrim(encode(uuid_send(gen_random_uuid()), 'base64'), '='),
        rtrim(encode(sha256(uuid_send(gen_random_uuid())), 'base64'), '='));
END
$$;
COMMENT ON FUNCTION hash_of_nobody() IS
'A hash that no password has and that takes as long to compare with as the others. Locks nothing.';

CREATE OR REPLACE FUNCTION begin_login(login text, address text) RETURNS TABLE (agent_id uuid, password_hash text)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    stack text;
    name CONSTANT text := left(coalesce(login, ''), 200);
    place CONSTANT text := left(coalesce(address, ''), 200);
    nobodys CONSTANT text := hash_of_nobody();
BEGIN
    GET DIAGNOSTICS stack = PG_CONTEXT;
    PERFORM refuse_nested(stack);
    PERFORM 1 FROM LoginFailure AS f
    WHERE f.SubjectKind = 'address' AND f.Subject = place
        AND f.Failures >= configuration('AddressFailures')::integer
        AND f.LastTime > clock() - configuration('LoginLock')::integer * interval '1 second';
    IF FOUND THEN
        PERFORM refuse_login('address', place);
    END IF;
    -- Counted before the password is compared, or a thousand could be tried at once.
    IF NOT count_failure('login', name, configuration('LoginFailures')::integer) THEN
        PERFORM refuse_login('login', name);
    END IF;
    RETURN QUERY
    SELECT l.AgentId, coalesce(l.PasswordHash, nobodys)
    FROM (SELECT name AS Login) AS n
    LEFT JOIN Agent AS a ON a.Login = n.Login AND a.Deleted = 0
    LEFT JOIN AgentLogin AS l ON l.AgentId = a.AgentId;
END
$$;
COMMENT ON FUNCTION begin_login(text, text) IS
'Begins a login by name and password: one row with the agent and the hash to compare the password with; of a name that
nobody has, or that has no password, the agent is NULL and the hash fits no password. Commit, compare, then say
finish_login. address: where from it comes. Counts as failed until it has succeeded. Only for the role of kind web.
Errors: PD044 too many failures in a row of this name (LoginFailures) or address (AddressFailures), the detail has the
seconds to wait; PD047 within a function. Locks: the name''s failures.';

CREATE OR REPLACE FUNCTION finish_login(login text, address text, succeeded boolean, session_hash text) RETURNS uuid
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    stack text;
    now_is CONSTANT timestamptz := clock();
    agent_id uuid;
BEGIN
    GET DIAGNOSTICS stack = PG_CONTEXT;
    PERFORM refuse_nested(stack);
    IF succeeded THEN
        SELECT a.AgentId INTO agent_id FROM Agent AS a WHERE a.Login = finish_login.login AND a.Deleted = 0;
    END IF;
    IF agent_id IS NULL THEN
        PERFORM count_failure('address', left(coalesce(address, ''), 200), configuration('AddressFailures')::integer);
        RETURN NULL;
    END IF;
    DELETE FROM LoginFailure AS f
    WHERE (f.SubjectKind, f.Subject)
        IN (('login', left(finish_login.login, 200)), ('address', left(coalesce(finish_login.address, ''), 200)));
    UPDATE AgentLogin AS l SET LastLoginTime = now_is WHERE l.AgentId = agent_id;
    INSERT INTO LoginSession (SessionHash, AgentId, CreatedTime, ExpiresTime, LastSeenTime, Address)
    VALUES (session_hash, agent_id, now_is, now_is + configuration('SessionHours')::float8 * interval '1 hour', now_is,
        finish_login.address);
    RETURN agent_id;
END
$$;
COMMENT ON FUNCTION finish_login(text, text, boolean, text) IS
'Ends a login: if it succeeded a session begins, known by session_hash, the SHA-256 of its secret in hexadecimal, and
ends after SessionHours; else the address is remembered. Returns the agent; NULL: nobody is logged in. Without a
begin_login, for somebody whom single sign-on has let in. Only for the role of kind web. Errors: PD047 within a
function. Locks: the failures of the name and the address.';

CREATE OR REPLACE FUNCTION end_session(session_hash text) RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    DELETE FROM LoginSession AS s WHERE s.SessionHash = end_session.session_hash;
END
$$;
COMMENT ON FUNCTION end_session(text) IS
'Ends a session of the web; one that is over already does no harm. Only for the role of kind web. Locks: the session.';

CREATE OR REPLACE FUNCTION set_password(agent_id uuid, password_hash text) RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    agent Agent;
BEGIN
    PERFORM demand_self(agent_id);
    agent := find_agent(agent_id);
    BEGIN
        INSERT INTO AgentLogin AS l (AgentId, PasswordHash, PasswordTime)
        VALUES (agent_id, password_hash, clock())
        ON CONFLICT (AgentId) DO UPDATE
        SET PasswordHash = excluded.PasswordHash, PasswordTime = excluded.PasswordTime;
    EXCEPTION WHEN check_violation OR not_null_violation THEN
        -- Without the value: it may be the password itself.
        RAISE EXCEPTION USING
            ERRCODE = 'PD045',
            MESSAGE = format('What is given as the password of %s is no hash of it.', agent.DisplayName),
            HINT = 'Hash it with argon2id first, as pgdialer login set does.',
            COLUMN = 'PasswordHash';
    END;
    DELETE FROM LoginSession AS s WHERE s.AgentId = agent.AgentId;
    DELETE FROM LoginFailure AS f WHERE f.SubjectKind = 'login' AND f.Subject = left(agent.Login, 200);
END
$$;
COMMENT ON FUNCTION set_password(uuid, text) IS
'Sets an agent''s password, given as an argon2id hash, ends the agent''s sessions and lifts the lock of the name. For
the agent, or whoever may write Rights. Errors: PD007 agent, PD042 not allowed, PD045 no such hash. Locks: the agent.';

CREATE OR REPLACE FUNCTION login_times(agent_id uuid)
RETURNS TABLE (PasswordTime timestamptz, LastLoginTime timestamptz)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand_self(agent_id);
    RETURN QUERY
    SELECT l.PasswordTime, l.LastLoginTime FROM AgentLogin AS l WHERE l.AgentId = login_times.agent_id;
END
$$;
COMMENT ON FUNCTION login_times(uuid) IS
'When an agent''s password was set, and when the agent last logged in with it; no row = there is no password. For the
agent, or whoever may write Rights. Errors: PD042 not allowed. Locks nothing.';
