-- Stands in for the rights, which come with a part of their own.
CREATE OR REPLACE FUNCTION demand(permission text, degree text, agent_id uuid DEFAULT NULL) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    IF permission IS NULL OR degree IS NULL OR agent_id IS NULL THEN
        RETURN;
    END IF;
END
$$;
COMMENT ON FUNCTION demand(text, text, uuid) IS 'Does nothing: everybody may do everything.';
