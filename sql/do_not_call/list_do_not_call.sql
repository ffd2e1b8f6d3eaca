CREATE OR REPLACE VIEW ListDoNotCall AS
SELECT l.OutboundListId, d.DoNotCallListId, r.Source,
    CASE WHEN a.Age IS NULL THEN NULL ELSE coalesce(d.RefreshedTime + a.Age, 'epoch') END AS Until
FROM OutboundList AS l
INNER JOIN DoNotCallList AS d
    ON (d.OnlyNamed = 0 AND coalesce(d.ProjectId = l.ProjectId, TRUE))
    OR EXISTS (
        SELECT FROM OutboundListDoNotCall AS n
        WHERE n.OutboundListId = l.OutboundListId AND n.DoNotCallListId = d.DoNotCallListId)
LEFT JOIN RulePack AS k ON k.RulePackId = l.RulePackId AND k.Country = d.Country
LEFT JOIN LATERAL (
    SELECT p.WindowHours, p.Source
    FROM RulePackRule AS p
    WHERE p.RulePackId = k.RulePackId AND p.Kind = 'DoNotCallAge'
    ORDER BY p.WindowHours
    LIMIT 1
) AS r ON TRUE
CROSS JOIN LATERAL (
    SELECT least(d.MaxAgeDays * 24, r.WindowHours) * interval '1 hour' AS Age
) AS a;
COMMENT ON VIEW ListDoNotCall IS
'Which outbound list keeps to which do-not-call list, and until when that is up to date: MaxAgeDays, or what the rule
pack says of the country''s register (Source), after RefreshedTime; NULL = for ever.';

CREATE OR REPLACE FUNCTION settle_do_not_call() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    -- The row is not in the table yet, or is there as it was before.
    SELECT array_agg(d.DoNotCallListId ORDER BY d.DoNotCallListId),
        min(coalesce(d.RefreshedTime + a.Age, 'epoch')) FILTER (WHERE a.Age IS NOT NULL)
    INTO NEW.DoNotCallLists, NEW.DoNotCallUntil
    FROM DoNotCallList AS d
    CROSS JOIN LATERAL (
        SELECT least(d.MaxAgeDays * 24, (
            SELECT min(p.WindowHours)
            FROM RulePack AS k
            INNER JOIN RulePackRule AS p ON p.RulePackId = k.RulePackId AND p.Kind = 'DoNotCallAge'
            WHERE k.RulePackId = NEW.RulePackId AND k.Country = d.Country)) * interval '1 hour' AS Age
    ) AS a
    WHERE (d.OnlyNamed = 0 AND coalesce(d.ProjectId = NEW.ProjectId, TRUE))
        OR EXISTS (
            SELECT FROM OutboundListDoNotCall AS n
            WHERE n.OutboundListId = NEW.OutboundListId AND n.DoNotCallListId = d.DoNotCallListId);
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION settle_do_not_call() IS
'Trigger on OutboundList: keeps to which do-not-call lists it keeps, and until when they are up to date, as the view
ListDoNotCall has it.';

CREATE OR REPLACE TRIGGER list_2_do_not_call
BEFORE INSERT OR UPDATE OF ProjectId, RulePackId, DoNotCallLists, DoNotCallUntil ON OutboundList
FOR EACH ROW EXECUTE FUNCTION settle_do_not_call();

CREATE OR REPLACE FUNCTION follow_do_not_call() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    UPDATE OutboundList AS l
    SET DoNotCallLists = n.Lists, DoNotCallUntil = n.Until
    FROM (
        SELECT o.OutboundListId, array_agg(d.DoNotCallListId ORDER BY d.DoNotCallListId)
            FILTER (WHERE d.DoNotCallListId IS NOT NULL) AS Lists, min(d.Until) AS Until
        FROM OutboundList AS o
        LEFT JOIN ListDoNotCall AS d ON d.OutboundListId = o.OutboundListId
        GROUP BY o.OutboundListId
    ) AS n
    WHERE l.OutboundListId = n.OutboundListId
        AND (l.DoNotCallLists, l.DoNotCallUntil) IS DISTINCT FROM (n.Lists, n.Until);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION follow_do_not_call() IS
'Trigger on DoNotCallList and OutboundListDoNotCall: has the outbound lists know which they keep to, and until when.
Locks: the lists.';

CREATE OR REPLACE TRIGGER do_not_call_list_1_followed AFTER INSERT OR UPDATE OR DELETE ON DoNotCallList
FOR EACH STATEMENT EXECUTE FUNCTION follow_do_not_call();
CREATE OR REPLACE TRIGGER named_1_followed AFTER INSERT OR UPDATE OR DELETE ON OutboundListDoNotCall
FOR EACH STATEMENT EXECUTE FUNCTION follow_do_not_call();

-- What was kept out is looked at again; what is newly forbidden the cycle finds by itself.
CREATE OR REPLACE FUNCTION release_held() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    UPDATE OutboundCall AS c
    SET Due = NULL
    WHERE c.OutboundListId = NEW.OutboundListId AND c.HeldBy IS NOT NULL AND c.CallResult = 'Scheduled';
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION release_held() IS
'Trigger on OutboundList: has calls that a rule keeps out looked at again, after something changed that they are asked
for. Locks: these calls.';

CREATE OR REPLACE TRIGGER list_1_release AFTER UPDATE ON OutboundList
FOR EACH ROW
WHEN (
    (OLD.DoNotCallLists, OLD.DoNotCallUntil, OLD.CallerId, OLD.HasConsent, OLD.AbandonHold, OLD.DialingMode)
    IS DISTINCT FROM
    (NEW.DoNotCallLists, NEW.DoNotCallUntil, NEW.CallerId, NEW.HasConsent, NEW.AbandonHold, NEW.DialingMode)
)
EXECUTE FUNCTION release_held();

CREATE OR REPLACE FUNCTION release_numbers() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    UPDATE OutboundCall AS c
    SET Due = NULL
    WHERE c.HeldBy = 'DoNotCall' AND c.CallResult = 'Scheduled'
        AND c.Number IN (SELECT r.Number FROM RemovedRow AS r);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION release_numbers() IS
'Trigger on DoNotCallNumber: calls whose numbers leave a list are looked at again. Locks: these calls.';

CREATE OR REPLACE TRIGGER numbers_1_removed AFTER DELETE ON DoNotCallNumber
REFERENCING OLD TABLE AS RemovedRow FOR EACH STATEMENT EXECUTE FUNCTION release_numbers();
CREATE OR REPLACE TRIGGER numbers_1_changed AFTER UPDATE ON DoNotCallNumber
REFERENCING OLD TABLE AS RemovedRow FOR EACH STATEMENT EXECUTE FUNCTION release_numbers();

CREATE OR REPLACE FUNCTION release_contact() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    UPDATE OutboundCall AS c
    SET Due = NULL
    WHERE c.ContactId = NEW.ContactId AND c.HeldBy IS NOT NULL AND c.CallResult = 'Scheduled';
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION release_contact() IS
'Trigger on Contact: calls of a contact whose consent came or went are looked at again. Locks: these calls.';

CREATE OR REPLACE TRIGGER contact_1_consent AFTER UPDATE OF ConsentTime ON Contact
FOR EACH ROW WHEN (OLD.ConsentTime IS DISTINCT FROM NEW.ConsentTime) EXECUTE FUNCTION release_contact();

CREATE OR REPLACE FUNCTION release_project() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    UPDATE OutboundCall AS c
    SET Due = NULL
    WHERE c.HeldBy = 'CallerId' AND c.CallResult = 'Scheduled' AND c.ProjectId = NEW.ProjectId;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION release_project() IS
'Trigger on Project: calls that showed no number are looked at again. Locks: these calls.';

CREATE OR REPLACE TRIGGER project_1_caller_id AFTER UPDATE OF CallerId ON Project
FOR EACH ROW WHEN (OLD.CallerId IS DISTINCT FROM NEW.CallerId) EXECUTE FUNCTION release_project();
