CREATE OR REPLACE FUNCTION acting_agent() RETURNS uuid
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION acting_agent() IS 'The agent who acts.';
CREATE OR REPLACE FUNCTION demand(permission text, degree text, agent_id uuid DEFAULT NULL) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN;
END
$$;
COMMENT ON FUNCTION demand(text, text, uuid) IS 'Permission.';
