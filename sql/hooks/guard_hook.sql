CREATE OR REPLACE FUNCTION guard_hook() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    known CONSTANT text[] := ARRAY['call_finished', 'callback_created', 'list_completed', 'quota_reached'];
BEGIN
    IF NEW.Url IS NULL OR length(NEW.Url) > 2000
        OR NEW.Url !~ (
            '^(https://[^][:space:]/?#@\\[]+'
            || '|http://(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?)([/?][!-~]*)?$'
        )
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD056',
            MESSAGE = format('"%s" is no address for a web hook.', left(NEW.Url, 200)),
            HINT = 'Give an https address without a user in it; http only to localhost, 127.0.0.1 or [::1].',
            COLUMN = 'Url';
    ELSIF coalesce(length(NEW.Secret), 0) < 16 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD056',
            MESSAGE = format('The secret of web hook "%s" has fewer than 16 characters.', NEW.DisplayName),
            HINT = 'Give a long random one; its receiver needs it, too.',
            COLUMN = 'Secret';
    ELSIF coalesce(cardinality(NEW.Events), 0) = 0 OR NOT NEW.Events <@ known
        OR array_position(NEW.Events, NULL::text) IS NOT NULL
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD056',
            MESSAGE = format('Web hook "%s" cannot be told of %s.',
                NEW.DisplayName, coalesce(NEW.Events::text, 'NULL')),
            HINT = format('Events are %s.', array_to_string(known, ', ')),
            COLUMN = 'Events';
    END IF;
    IF TG_OP = 'INSERT' THEN
        NEW.ActiveSince := clock();
    ELSIF NEW.Active > OLD.Active OR NOT NEW.Events <@ OLD.Events THEN
        NEW.ActiveSince := clock();
    ELSE
        NEW.ActiveSince := OLD.ActiveSince;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION guard_hook() IS
'Trigger on WebHook: checks address, secret and events, and dates what it is told of. Errors: PD056.';

CREATE OR REPLACE TRIGGER hook_1_guard BEFORE INSERT OR UPDATE ON WebHook
FOR EACH ROW EXECUTE FUNCTION guard_hook();

CREATE OR REPLACE FUNCTION start_reading() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    last_id bigint;
BEGIN
    -- The history of the time in which nobody wanted it is passed over.
    IF NEW.Active = 1 AND NOT EXISTS (
        SELECT FROM WebHook AS w
        WHERE w.WebHookId <> NEW.WebHookId AND w.Active = 1 AND w.Events && '{call_finished,callback_created}'::text[])
        AND (TG_OP = 'INSERT' OR NEW.ActiveSince <> OLD.ActiveSince)
    THEN
        last_id := coalesce((SELECT max(e.CallEventId) FROM CallEvent AS e), 0);
        UPDATE HookReader AS r SET ReadTo = last_id, SettledTo = last_id, MarkTo = last_id, MarkTransaction = NULL;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION start_reading() IS
'Trigger on WebHook: the first hook that wants to know of calls has the history read from now on. Locks: HookReader.';

CREATE OR REPLACE TRIGGER hook_9_started AFTER INSERT OR UPDATE ON WebHook
FOR EACH ROW EXECUTE FUNCTION start_reading();
