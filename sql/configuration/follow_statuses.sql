-- The cycle looks up the status that a parameter names, and would stop if there were none.
CREATE OR REPLACE FUNCTION rename_status() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    UPDATE Configuration AS c
    SET ConfigurationValue = NEW.DisplayName
    WHERE c.Kind = 'AgentStatus' AND coalesce(c.ConfigurationValue, c.DefaultValue) = OLD.DisplayName;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION rename_status() IS
'Trigger on AgentStatus: parameters that name a status by its old name get the new one. Locks: these parameters.';

CREATE OR REPLACE TRIGGER status_1_renamed AFTER UPDATE OF DisplayName ON AgentStatus
FOR EACH ROW WHEN (OLD.DisplayName <> NEW.DisplayName AND OLD.Deleted = 0 AND NEW.Deleted = 0)
EXECUTE FUNCTION rename_status();

CREATE OR REPLACE FUNCTION keep_status() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    parameters text;
BEGIN
    SELECT string_agg(c.ConfigurationName, ', ' ORDER BY c.ConfigurationName) INTO parameters
    FROM Configuration AS c
    CROSS JOIN LATERAL (SELECT coalesce(c.ConfigurationValue, c.DefaultValue) AS Named) AS n
    WHERE c.Kind = 'AgentStatus' AND (n.Named = OLD.DisplayName OR lower(n.Named) = OLD.AgentStatusId::text);
    IF parameters IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD041',
            MESSAGE = format('The agent status "%s" is the value of %s and cannot be deleted.',
                OLD.DisplayName, parameters),
            DETAIL = format('AgentStatusId %s', OLD.AgentStatusId),
            HINT = 'Give the parameter another status first: UPDATE Configuration SET ConfigurationValue.';
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION keep_status() IS
'Trigger on AgentStatus: raises PD041 when a status that a parameter names is deleted.';

CREATE OR REPLACE TRIGGER status_1_stays AFTER UPDATE OF Deleted ON AgentStatus
FOR EACH ROW WHEN (OLD.Deleted = 0 AND NEW.Deleted = 1) EXECUTE FUNCTION keep_status();
CREATE OR REPLACE TRIGGER status_1_removed AFTER DELETE ON AgentStatus
FOR EACH ROW WHEN (OLD.Deleted = 0) EXECUTE FUNCTION keep_status();
