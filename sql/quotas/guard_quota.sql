CREATE OR REPLACE FUNCTION refuse_quota(quota_name text, column_name text, problem text, remedy text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'PD084',
        MESSAGE = format('Quota "%s" cannot be: %s.', quota_name, problem),
        HINT = remedy,
        COLUMN = column_name;
END
$$;
COMMENT ON FUNCTION refuse_quota(text, text, text, text) IS
'Raises PD084 for a quota with a mistake, with the column that is at fault.';

CREATE OR REPLACE FUNCTION guard_quota() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    bound record;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.OutboundListId <> OLD.OutboundListId THEN
        PERFORM refuse_quota(OLD.DisplayName, 'OutboundListId', 'a quota stays with its list', 'Make one for the other list.');
    ELSIF coalesce(btrim(NEW.DisplayName), '') = '' THEN
        PERFORM refuse_quota(NEW.DisplayName, 'DisplayName', 'it has no name', 'Give it a DisplayName.');
    ELSIF coalesce(cardinality(NEW.CountedResults), 0) = 0 OR array_position(NEW.CountedResults, NULL) IS NOT NULL
        OR NEW.CountedResults && '{Active,Paused,Prepared,Scheduled}'::CallResult[]
    THEN
        PERFORM refuse_quota(NEW.DisplayName, 'CountedResults',
            format('calls do not end as %s', coalesce(NEW.CountedResults::text, 'NULL')),
            'Give statuses in which calls are over, such as {Completed}.');
    END IF;
    NEW.Conditions := nullif(btrim(NEW.Conditions, E' \t\r\n'), '');
    SELECT r.* INTO bound
    FROM read_conditions(NEW.Conditions, (
        SELECT scenario_form(l.ScenarioId) FROM OutboundList AS l WHERE l.OutboundListId = NEW.OutboundListId)) AS r;
    IF bound.problem IS NOT NULL THEN
        PERFORM refuse_quota(NEW.DisplayName, 'Conditions', bound.problem, bound.remedy);
    END IF;
    NEW.BoundConditions := bound.conditions;
    IF TG_OP = 'INSERT' THEN
        NEW.Counted := 0;
        NEW.Filled := 0;
        NEW.ReachedTime := NULL;
    ELSIF (NEW.BoundConditions, NEW.CountedResults) IS DISTINCT FROM (OLD.BoundConditions, OLD.CountedResults) THEN
        NEW.Counted := 0;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION guard_quota() IS
'Trigger on Quota: checks and reads its conditions; when it counts other calls than before, it is to be counted anew.
Errors: PD084.';

CREATE OR REPLACE TRIGGER quota_1_guard BEFORE INSERT OR UPDATE OF
OutboundListId, DisplayName, Target, Conditions, CountedResults ON Quota
FOR EACH ROW EXECUTE FUNCTION guard_quota();

CREATE OR REPLACE FUNCTION check_list_quotas(outbound_list_id uuid, recounts integer, holds integer) RETURNS void
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    INSERT INTO QuotaCheck (OutboundListId, FromCallId, ToCallId, CheckTime, Holds, Recounts)
    VALUES
    (outbound_list_id, 0, 9223372036854775807, '-infinity', holds, recounts),
    -- And once more, for what transactions have in hand meanwhile.
    (outbound_list_id, 0, 9223372036854775807, clock() + interval '1 minute', 0, 0);
END
$$;
COMMENT ON FUNCTION check_list_quotas(uuid, integer, integer) IS
'Has the cycle look at all calls of a list for its quotas, now and once more in a minute. recounts: 1 = its quotas are
counted when that is done; holds: 1 = none is distributed before it was looked at.';

CREATE OR REPLACE FUNCTION follow_quota() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM check_list_quotas(OLD.OutboundListId, 1, 0);
    ELSIF NEW.Counted = 0 AND (TG_OP = 'INSERT' OR OLD.Counted = 1
        OR (NEW.BoundConditions, NEW.CountedResults) IS DISTINCT FROM (OLD.BoundConditions, OLD.CountedResults))
    THEN
        PERFORM check_list_quotas(NEW.OutboundListId, 1, 0);
    ELSIF NEW.Target <> OLD.Target THEN
        -- Whether it is reached, the cycle says: a check of no call wakes it.
        INSERT INTO QuotaCheck (OutboundListId, FromCallId, ToCallId) VALUES (NEW.OutboundListId, 0, 0);
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION follow_quota() IS
'Trigger on Quota: has the cycle count it, or judge it by its new target; when one is gone, its calls may be wanted again.';

CREATE OR REPLACE TRIGGER quota_9_followed AFTER INSERT OR DELETE OR UPDATE OF Target, Conditions, CountedResults ON Quota
FOR EACH ROW EXECUTE FUNCTION follow_quota();

-- Filled is the number of rows here, whoever takes one away: a call that is deleted does not count any more.
CREATE OR REPLACE FUNCTION add_filled() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    UPDATE Quota AS q
    SET Filled = q.Filled + n.Calls
    FROM (SELECT r.QuotaId, count(*) AS Calls FROM NewRow AS r GROUP BY r.QuotaId) AS n
    WHERE q.QuotaId = n.QuotaId;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION add_filled() IS 'Trigger on QuotaCall: counts what was added. Locks: the quotas.';

CREATE OR REPLACE TRIGGER counted_9_added AFTER INSERT ON QuotaCall
REFERENCING NEW TABLE AS NewRow FOR EACH STATEMENT EXECUTE FUNCTION add_filled();

CREATE OR REPLACE FUNCTION take_filled() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    UPDATE Quota AS q SET Filled = q.Filled - 1 WHERE q.QuotaId = OLD.QuotaId;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION take_filled() IS
'Trigger on QuotaCall: counts what was taken away. By row, because a call that is deleted takes its rows with it one by
one, mostly none. Locks: the quota.';

CREATE OR REPLACE TRIGGER counted_9_removed AFTER DELETE ON QuotaCall
FOR EACH ROW EXECUTE FUNCTION take_filled();
