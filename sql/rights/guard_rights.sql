-- Whoever may change agents must not make himself somebody else by it, nor put himself where a role is granted.
CREATE OR REPLACE FUNCTION guard_agent_rights() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    IF acts_freely() THEN
        RETURN NEW;
    END IF;
    IF (TG_OP = 'UPDATE' AND NEW.Login IS DISTINCT FROM OLD.Login)
        OR NEW.DatabaseRole IS DISTINCT FROM OLD.DatabaseRole
        OR (NEW.TeamName IS DISTINCT FROM OLD.TeamName
            AND EXISTS (SELECT FROM RoleGrant AS g WHERE g.TeamName = NEW.TeamName))
    THEN
        PERFORM demand('Rights', 'Write');
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION guard_agent_rights() IS
'Trigger on Agent: an acting agent changes a login, a database role, or the team to one that has a role only with the
degree Write of Rights. Errors: PD042 not allowed.';

CREATE OR REPLACE TRIGGER agent_0_rights BEFORE INSERT OR UPDATE OF Login, DatabaseRole, TeamName ON Agent
FOR EACH ROW EXECUTE FUNCTION guard_agent_rights();

CREATE OR REPLACE FUNCTION guard_skill_rights() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    IF NOT acts_freely() AND EXISTS (SELECT FROM RoleGrant AS g WHERE g.ProjectId = NEW.ProjectId) THEN
        PERFORM demand('Rights', 'Write');
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION guard_skill_rights() IS
'Trigger on Skill: an acting agent gives a skill that has a role only with the degree Write of Rights. Errors: PD042 not
allowed.';

CREATE OR REPLACE TRIGGER skill_0_rights BEFORE INSERT OR UPDATE OF AgentId, ProjectId ON Skill
FOR EACH ROW EXECUTE FUNCTION guard_skill_rights();
