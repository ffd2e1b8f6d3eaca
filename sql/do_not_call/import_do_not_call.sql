CREATE OR REPLACE FUNCTION begin_do_not_call(list_name text, replace boolean) RETURNS uuid
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    lists uuid[];
BEGIN
    PERFORM demand('DoNotCall', CASE WHEN replace THEN 'Full' ELSE 'Write' END);
    lists := ARRAY(
        SELECT d.DoNotCallListId
        FROM DoNotCallList AS d
        WHERE d.DisplayName = list_name OR d.DoNotCallListId::text = lower(list_name)
        ORDER BY d.DoNotCallListId);
    IF cardinality(lists) <> 1 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD075',
            MESSAGE = format('%s do-not-call lists are called "%s".',
                CASE cardinality(lists) WHEN 0 THEN 'No' ELSE cardinality(lists)::text END, list_name),
            HINT = 'SELECT DoNotCallListId, DisplayName FROM DoNotCallList lists them; give the name or the id.';
    END IF;
    PERFORM 1 FROM DoNotCallList AS d WHERE d.DoNotCallListId = lists[1] FOR UPDATE;
    IF replace THEN
        DELETE FROM DoNotCallNumber AS n WHERE n.DoNotCallListId = lists[1];
    END IF;
    RETURN lists[1];
END
$$;
COMMENT ON FUNCTION begin_do_not_call(text, boolean) IS
'Begins an import of numbers into a do-not-call list, by name or id, within the transaction that ends it; replace: first
takes out those it has. Returns the list. Errors: PD042, PD075 no such list. Locks: the list; calls that it kept out.';

CREATE OR REPLACE FUNCTION add_do_not_call(do_not_call_list_id uuid, numbers text[])
RETURNS TABLE (place integer, problem text)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    home CallingCountry;
    now_is timestamptz := clock();
    plain text[];
BEGIN
    PERFORM demand('DoNotCall', 'Write');
    SELECT c.* INTO home
    FROM DoNotCallList AS d
    INNER JOIN CallingCountry AS c ON c.Country = coalesce(d.Country, configuration('DefaultCountry'))
    WHERE d.DoNotCallListId = add_do_not_call.do_not_call_list_id;
    plain := ARRAY(
        SELECT CASE
                WHEN n.Number ~ '^\+[1-9][0-9]{6,14}$' THEN n.Number
                ELSE coalesce(
                    plain_number(n.Number, home),
                    CASE WHEN number_problem(n.Number, home.Country) IS NULL THEN normalise_number(n.Number, home.Country) END)
            END
        FROM unnest(numbers) WITH ORDINALITY AS n (Number, Place)
        ORDER BY n.Place);
    INSERT INTO DoNotCallNumber (DoNotCallListId, Number, CreatedTime)
    SELECT DISTINCT add_do_not_call.do_not_call_list_id, p.Number, now_is
    FROM unnest(plain) AS p (Number)
    WHERE p.Number IS NOT NULL
    ON CONFLICT DO NOTHING;
    RETURN QUERY
    SELECT p.Place::integer, coalesce(number_problem(numbers[p.Place], home.Country), 'no number')
    FROM unnest(plain) WITH ORDINALITY AS p (Number, Place)
    WHERE p.Number IS NULL
    ORDER BY p.Place;
END
$$;
COMMENT ON FUNCTION add_do_not_call(uuid, text[]) IS
'Adds numbers of a file to a do-not-call list; those it has stay as they are. Returns a row for each that is none: its
place among them, from 1, and why. Errors: PD042. Locks nothing but what it adds.';

CREATE OR REPLACE FUNCTION finish_do_not_call(do_not_call_list_id uuid) RETURNS integer
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    aside integer;
BEGIN
    PERFORM demand('DoNotCall', 'Write');
    UPDATE DoNotCallList AS d
    SET RefreshedTime = clock()
    WHERE d.DoNotCallListId = finish_do_not_call.do_not_call_list_id;
    UPDATE OutboundCall AS c
    SET Due = NULL
    FROM OutboundList AS l
    WHERE c.OutboundListId = l.OutboundListId AND c.Due = 1
        AND finish_do_not_call.do_not_call_list_id = ANY (l.DoNotCallLists)
        AND EXISTS (
            SELECT FROM DoNotCallNumber AS n
            WHERE n.DoNotCallListId = finish_do_not_call.do_not_call_list_id AND n.Number = c.Number);
    GET DIAGNOSTICS aside = ROW_COUNT;
    RETURN aside;
END
$$;
COMMENT ON FUNCTION finish_do_not_call(uuid) IS
'Ends an import into a do-not-call list: it is up to date now (RefreshedTime), and calls that wait for its numbers are
set aside. Returns how many. Errors: PD042. Locks: the list, the outbound lists that keep to it, the calls.';
