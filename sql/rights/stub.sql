-- In the place of who may do what, until that is there: nobody acts, and everything is allowed.
CREATE OR REPLACE FUNCTION acting_agent() RETURNS uuid
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN NULL;
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
