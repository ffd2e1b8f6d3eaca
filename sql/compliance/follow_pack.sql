CREATE OR REPLACE FUNCTION guard_pack() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    rules record;
BEGIN
    SELECT max(r.Seconds) AS MinRing, min(r.Percent) AS AbandonLimit, count(*) AS Rules,
        max(r.WindowHours) FILTER (WHERE r.Kind = 'AbandonHold') AS AbandonHold,
        min(coalesce(r.StartsOn::timestamp AT TIME ZONE 'UTC', 'epoch')) FILTER (WHERE r.Kind = 'Consent') AS ConsentFrom,
        count(*) FILTER (WHERE r.Kind = 'CallerId') AS CallerIds,
        count(*) FILTER (WHERE r.Kind IN ('Hours', 'Holiday')) AS Hours,
        max(r.WindowHours * interval '1 hour') FILTER (WHERE r.Kind = 'RestAfterTalk') AS LongestTalk,
        max(r.WindowHours * interval '1 hour') FILTER (WHERE r.Kind = 'RefusalHold') AS LongestRefusal
    INTO rules
    FROM RulePackRule AS r
    WHERE r.RulePackId = NEW.RulePackId;
    NEW.MinRing := rules.MinRing;
    NEW.AbandonLimit := rules.AbandonLimit;
    NEW.AbandonHold := rules.AbandonHold;
    NEW.ConsentFrom := rules.ConsentFrom;
    NEW.NeedsCallerId := (rules.CallerIds > 0)::integer;
    NEW.HasHours := (rules.Hours > 0 OR rules.Rules = 0)::integer;
    -- Of two of which one always holds when the other does, that one.
    WITH Capped AS (
        SELECT coalesce(r.MaxCount, 1) AS Many, max(r.WindowHours) AS Hours
        FROM RulePackRule AS r
        WHERE r.RulePackId = NEW.RulePackId AND r.Kind IN ('Cap', 'Gap')
        GROUP BY coalesce(r.MaxCount, 1)
    )
    SELECT array_agg(c.Many ORDER BY c.Many), array_agg(c.Hours * interval '1 hour' ORDER BY c.Many)
    INTO NEW.Counts, NEW.Windows
    FROM Capped AS c
    WHERE NOT EXISTS (SELECT FROM Capped AS o WHERE o.Many < c.Many AND o.Hours >= c.Hours);
    NEW.LongestTalk := rules.LongestTalk;
    NEW.LongestRefusal := rules.LongestRefusal;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION guard_pack() IS 'Trigger on RulePack: keeps what the pack''s rules amount to.';

CREATE OR REPLACE TRIGGER pack_1_guard BEFORE INSERT OR UPDATE ON RulePack
FOR EACH ROW EXECUTE FUNCTION guard_pack();

CREATE OR REPLACE FUNCTION guard_pack_rule() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    -- In a leap year, which has all days.
    PERFORM holiday_date(NEW.Holiday, CASE WHEN length(NEW.Holiday) = 10 THEN left(NEW.Holiday, 4)::integer ELSE 2028 END);
    RETURN NEW;
EXCEPTION WHEN datetime_field_overflow OR invalid_text_representation OR null_value_not_allowed THEN
    RAISE EXCEPTION USING
        ERRCODE = 'PD074',
        MESSAGE = format('No year has the holiday %s.', NEW.Holiday),
        HINT = 'Give it as 12-25, 2026-07-04, easter+1, 4 Thu 11, last Mon 05 or 07-04 observed.',
        COLUMN = 'Holiday';
END
$$;
COMMENT ON FUNCTION guard_pack_rule() IS 'Trigger on RulePackRule: refuses a holiday that there is not. Errors: PD074.';

CREATE OR REPLACE TRIGGER pack_rule_1_guard BEFORE INSERT OR UPDATE OF Holiday ON RulePackRule
FOR EACH ROW WHEN (NEW.Holiday IS NOT NULL) EXECUTE FUNCTION guard_pack_rule();

-- As for a calendar: in the same transaction, so that there is no moment at which a call is dialled by the old rules.
CREATE OR REPLACE FUNCTION follow_pack() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    packs uuid[] := ARRAY(SELECT DISTINCT r.RulePackId FROM ChangedRow AS r ORDER BY 1);
BEGIN
    UPDATE RulePack AS k SET MinRing = k.MinRing WHERE k.RulePackId = ANY (packs);
    UPDATE OutboundList AS l SET DoNotCallUntil = l.DoNotCallUntil WHERE l.RulePackId = ANY (packs);
    UPDATE OutboundCall AS c
    SET Due = NULL
    WHERE c.CallResult = 'Scheduled' AND c.OutboundListId IN (
        SELECT l.OutboundListId FROM OutboundList AS l WHERE l.RulePackId = ANY (packs));
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION follow_pack() IS
'Trigger on RulePackRule: has the pack and its outbound lists worked out anew, and when their waiting calls may be
dialled (TIME-3). Locks: the packs, the lists, the calls.';

CREATE OR REPLACE TRIGGER pack_rules_1_added AFTER INSERT ON RulePackRule
REFERENCING NEW TABLE AS ChangedRow FOR EACH STATEMENT EXECUTE FUNCTION follow_pack();
CREATE OR REPLACE TRIGGER pack_rules_1_changed AFTER UPDATE ON RulePackRule
REFERENCING NEW TABLE AS ChangedRow FOR EACH STATEMENT EXECUTE FUNCTION follow_pack();
CREATE OR REPLACE TRIGGER pack_rules_1_left AFTER UPDATE ON RulePackRule
REFERENCING OLD TABLE AS ChangedRow FOR EACH STATEMENT EXECUTE FUNCTION follow_pack();
CREATE OR REPLACE TRIGGER pack_rules_1_removed AFTER DELETE ON RulePackRule
REFERENCING OLD TABLE AS ChangedRow FOR EACH STATEMENT EXECUTE FUNCTION follow_pack();
