CREATE OR REPLACE FUNCTION find_contacts(typed text) RETURNS TABLE (ContactId uuid, DisplayName text, Number text)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    name_from CONSTANT text := lower(btrim(typed));
    name_to CONSTANT text := name_from || U&'\+10FFFF';
    numbers CONSTANT text[] := number_beginnings(typed);
BEGIN
    PERFORM demand('OutboundCall', 'Read');
    IF length(name_from) < 2 THEN
        RETURN;
    END IF;
    -- A contact is seen with its calls (RowRight): whoever sees all of them searches all contacts.
    IF acts_freely() OR may('OutboundCall', 'Full') OR may('Report', 'Read') THEN
        RETURN QUERY
        WITH Hit AS (
            -- Each with the index that fits, and in its order.
            (SELECT k.ContactId
            FROM Contact AS k
            WHERE lower(k.DisplayName) ~>=~ name_from AND lower(k.DisplayName) ~<~ name_to
            ORDER BY lower(k.DisplayName) USING ~<~
            LIMIT 10)
            UNION
            (SELECT k.ContactId
            FROM Contact AS k
            WHERE lower(regexp_replace(k.DisplayName, '^.*\s', '')) ~>=~ name_from
                AND lower(regexp_replace(k.DisplayName, '^.*\s', '')) ~<~ name_to
            ORDER BY lower(regexp_replace(k.DisplayName, '^.*\s', '')) USING ~<~
            LIMIT 10)
            UNION
            (SELECT n.ContactId
            FROM unnest(numbers) AS b (Beginning)
            CROSS JOIN LATERAL (
                SELECT p.ContactId
                FROM PhoneNumber AS p
                WHERE p.Number ~>=~ b.Beginning AND p.Number ~<~ (b.Beginning || ':')
                ORDER BY p.Number USING ~<~
                LIMIT 10
            ) AS n)
        )
        SELECT s.ContactId, s.DisplayName, s.Number
        FROM shown_contacts(ARRAY(SELECT f.ContactId FROM Hit AS f), numbers) AS s;
    ELSE
        -- Those of the agent's own calls: the last ones, and the next ones.
        RETURN QUERY
        WITH Own AS (
            (SELECT o.ContactId FROM OutboundCall AS o
            WHERE o.AgentId = acting_agent() AND o.EndTime IS NOT NULL
            ORDER BY o.EndTime DESC
            LIMIT 1000)
            UNION
            (SELECT o.ContactId FROM OutboundCall AS o
            WHERE o.AgentId = acting_agent() AND o.Predistributed = 1 AND o.CallResult = 'Scheduled'
            ORDER BY o.ScheduleTime
            LIMIT 1000)
        ),
        Hit AS (
            SELECT k.ContactId
            FROM Own AS w
            INNER JOIN Contact AS k ON k.ContactId = w.ContactId
            WHERE starts_with(lower(k.DisplayName), name_from)
                OR starts_with(lower(regexp_replace(k.DisplayName, '^.*\s', '')), name_from)
                OR EXISTS (
                    SELECT FROM PhoneNumber AS p
                    INNER JOIN unnest(numbers) AS b (Beginning) ON starts_with(p.Number, b.Beginning)
                    WHERE p.ContactId = k.ContactId)
        )
        SELECT s.ContactId, s.DisplayName, s.Number
        FROM shown_contacts(ARRAY(SELECT f.ContactId FROM Hit AS f), numbers) AS s;
    END IF;
END
$$;
COMMENT ON FUNCTION find_contacts(text) IS
'The contacts, ten at most, whose name or last name begins with what was typed (two characters at least, capitals or
not), or one of whose numbers does, as it is dialled in the default country; each with the number that fits, else its
first. Of contacts that the acting agent sees: all, for whoever sees all calls, else those of the agent''s last and next
thousand calls. Errors: PD042 not permitted. Locks nothing.';

CREATE OR REPLACE FUNCTION number_beginnings(typed text) RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    digits CONSTANT text := translate(typed, U&' \00A0-./()', '');
    home CallingCountry;
BEGIN
    IF digits !~ '^\+?[0-9]{2,15}$' THEN
        RETURN ARRAY[]::text[];
    ELSIF starts_with(digits, '+') THEN
        RETURN ARRAY[digits];
    END IF;
    SELECT c.* INTO home FROM CallingCountry AS c WHERE c.Country = configuration('DefaultCountry');
    RETURN ARRAY[
        '+' || regexp_replace(digits, '^00', ''), '+' || home.CallingCode || strip_national_prefix(digits, home)
    ];
END
$$;
COMMENT ON FUNCTION number_beginnings(text) IS
'What the E.164 numbers begin with that somebody may be typing, read as international and by the default country; none
where it is no number.';

CREATE OR REPLACE FUNCTION shown_contacts(contact_ids uuid[], numbers text[])
RETURNS TABLE (ContactId uuid, DisplayName text, Number text)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY
    SELECT k.ContactId, coalesce(k.DisplayName, k.ContactKey), n.Number
    FROM Contact AS k
    CROSS JOIN LATERAL (
        SELECT p.Number
        FROM PhoneNumber AS p
        WHERE p.ContactId = k.ContactId
        ORDER BY EXISTS (SELECT FROM unnest(numbers) AS b (Beginning) WHERE starts_with(p.Number, b.Beginning)) DESC,
            p.Rank, p.PhoneNumberId
        LIMIT 1
    ) AS n
    WHERE k.ContactId = ANY (contact_ids)
    ORDER BY k.DisplayName, k.ContactId
    LIMIT 10;
END
$$;
COMMENT ON FUNCTION shown_contacts(uuid[], text[]) IS
'These contacts that have a number, by name, ten at most, each with the number that begins with one of numbers, else its
first.';
