-- Parameters of a URL: text under names whose case does not matter.
CREATE OR REPLACE FUNCTION url_parameters(parameters jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    twice record;
BEGIN
    SELECT min(p.Name) AS Name, min(p.Value) AS OneValue, max(p.Value) AS OtherValue INTO twice
    FROM url_parameter_values(parameters) AS p
    GROUP BY lower(p.Name)
    HAVING count(DISTINCT p.Value) > 1
    ORDER BY 1
    LIMIT 1;
    IF FOUND THEN
        PERFORM refuse_parameter(twice.Name, format('%s and %s', twice.OneValue, twice.OtherValue), 'is given twice, differently',
            'Give it once.');
    END IF;
    RETURN coalesce((SELECT jsonb_object_agg(lower(p.Name), p.Value) FROM url_parameter_values(parameters) AS p), '{}');
END
$$;
COMMENT ON FUNCTION url_parameters(jsonb) IS
'The parameters of a URL, an object of texts, with their names in lower case; spaces around names and values are taken
off, empty values are left out, OutboundList is OutboundListId (URL-1). Errors: PD033 one is given twice, differently.';

CREATE OR REPLACE FUNCTION url_parameter_values(parameters jsonb) RETURNS TABLE (Name text, Value text)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY
    SELECT CASE lower(btrim(p.Key)) WHEN 'outboundlist' THEN 'OutboundListId' ELSE btrim(p.Key) END, btrim(p.Content)
    FROM jsonb_each_text(coalesce(parameters, '{}')) AS p (Key, Content)
    WHERE btrim(p.Content) <> '';
END
$$;
COMMENT ON FUNCTION url_parameter_values(jsonb) IS 'The parameters that url_parameters is about, a row each.';

CREATE OR REPLACE FUNCTION refuse_parameter(name text, value text, problem text, remedy text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'PD033',
        MESSAGE = format('%s%s %s.', name, coalesce(' "' || value || '"', ''), problem),
        HINT = remedy,
        COLUMN = name;
END
$$;
COMMENT ON FUNCTION refuse_parameter(text, text, text, text) IS
'Raises PD033 for a parameter of a URL; the error''s COLUMN is its name (URL-3).';

CREATE OR REPLACE FUNCTION url_id(parameters jsonb, name text) RETURNS uuid
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    value text := parameters ->> lower(name);
BEGIN
    RETURN value::uuid;
EXCEPTION WHEN invalid_text_representation THEN
    PERFORM refuse_parameter(name, value, 'is no id', 'An id looks like 00000000-0000-0000-0000-000000000001.');
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION url_id(jsonb, text) IS
'The id that a parameter has, of those that url_parameters returns; NULL when it is not given. Errors: PD033 no id.';

CREATE OR REPLACE FUNCTION url_flag(parameters jsonb, name text) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    value text := parameters ->> lower(name);
BEGIN
    RETURN coalesce(value::boolean, FALSE);
EXCEPTION WHEN invalid_text_representation THEN
    PERFORM refuse_parameter(name, value, 'is neither yes nor no', 'Give true or false, or leave it out.');
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION url_flag(jsonb, text) IS
'Whether a parameter says yes (true, yes, 1); FALSE when it is not given. Errors: PD033 neither yes nor no.';

CREATE OR REPLACE FUNCTION url_integer(parameters jsonb, name text) RETURNS integer
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    value text := parameters ->> lower(name);
BEGIN
    RETURN value::integer;
EXCEPTION WHEN invalid_text_representation OR numeric_value_out_of_range THEN
    PERFORM refuse_parameter(name, value, 'is no whole number', 'Give a whole number, such as 0 or 10.');
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION url_integer(jsonb, text) IS
'The whole number that a parameter has; NULL when it is not given. Errors: PD033 no whole number.';

CREATE OR REPLACE FUNCTION url_time(parameters jsonb, name text, time_zone text) RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    value text := parameters ->> lower(name);
BEGIN
    IF value !~ '^\d{4}-\d\d-\d\d[T ]\d\d:\d\d' THEN
        PERFORM refuse_parameter(name, value, 'is no moment',
            'Write 2026-11-24T10:00, which is the time at the called party, or 2026-11-24T10:00:00+01:00.');
    ELSIF value ~ '(Z|[+ -]\d\d(:?\d\d)?)$' AND value !~ '^\d{4}-\d\d-\d\d \d\d:\d\d$' THEN
        -- In a URL an unescaped + is a space.
        RETURN regexp_replace(value, ' (\d\d(:?\d\d)?)$', '+\1')::timestamptz;
    END IF;
    RETURN value::timestamp AT TIME ZONE time_zone;
EXCEPTION WHEN datetime_field_overflow OR invalid_datetime_format OR invalid_time_zone_displacement_value THEN
    PERFORM refuse_parameter(name, value, 'is no moment', 'Write it as 2026-11-24T10:00.');
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION url_time(jsonb, text, text) IS
'The moment that a parameter has; one without a zone is read by a clock in time_zone. NULL when it is not given. Errors:
PD033 no moment.';

CREATE OR REPLACE FUNCTION url_time_mode(parameters jsonb, time_zone text) RETURNS TimeMode
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    said text;
    remedy text;
    mode TimeMode;
BEGIN
    IF NOT parameters ? 'timemode' AND (parameters ? 'timefrom' OR parameters ? 'timeto') THEN
        PERFORM refuse_parameter('TimeMode', NULL, 'is missing',
            'Say how TimeFrom and TimeTo are meant: Range, Daily, Weekly or Yearly.');
    END IF;
    SELECT m.Mode INTO mode
    FROM unnest(enum_range(NULL::TimeMode)) AS m (Mode)
    WHERE lower(m.Mode::text) = lower(coalesce(parameters ->> 'timemode', 'None'));
    IF mode IS NULL THEN
        PERFORM refuse_parameter('TimeMode', parameters ->> 'timemode', 'is no kind of window',
            format('Give one of %s.', array_to_string(enum_range(NULL::TimeMode), ', ')));
    END IF;
    PERFORM check_window(mode, parameters ->> 'timefrom', parameters ->> 'timeto', time_zone);
    RETURN mode;
EXCEPTION WHEN SQLSTATE 'PD011' THEN
    GET STACKED DIAGNOSTICS said = MESSAGE_TEXT, remedy = PG_EXCEPTION_HINT;
    RAISE EXCEPTION USING ERRCODE = 'PD011', MESSAGE = said, HINT = remedy,
        COLUMN = CASE
            WHEN parameters ? 'timefrom' THEN 'TimeFrom'
            WHEN parameters ? 'timeto' THEN 'TimeTo'
            ELSE 'TimeMode'
        END;
END
$$;
COMMENT ON FUNCTION url_time_mode(jsonb, text) IS
'How the parameters TimeFrom and TimeTo are meant (TimeMode; without one None), together with which they are checked.
time_zone: a zone that is known. Errors: PD011 no such window, PD033 no such mode, or none; the error''s COLUMN is the
parameter.';

CREATE OR REPLACE FUNCTION url_zone(parameters jsonb, number text, list_time_zone text) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    IF parameters ? 'timezone' THEN
        PERFORM check_time_zone(parameters ->> 'timezone');
    END IF;
    RETURN call_time_zone(parameters ->> 'timezone', number, list_time_zone);
EXCEPTION WHEN SQLSTATE 'PD011' THEN
    PERFORM refuse_parameter('TimeZone', parameters ->> 'timezone', 'is no time zone',
        'Give its name, such as Europe/Prague.');
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION url_zone(jsonb, text, text) IS
'The zone by which times of a call that parameters describe are read (call_time_zone); TimeZone goes first. Errors:
PD033 no such zone.';

CREATE OR REPLACE FUNCTION url_number(parameters jsonb, name text, outbound_list_id uuid) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    value text := parameters ->> lower(name);
    country text := coalesce(
        (SELECT l.Country FROM OutboundList AS l WHERE l.OutboundListId = url_number.outbound_list_id),
        configuration('DefaultCountry'));
    said text;
    remedy text;
    problem text;
BEGIN
    -- In a URL an unescaped + is a space, and numbers begin with one.
    RETURN normalise_number(CASE
        WHEN value ~ '^[1-9][0-9 ]+$' AND number_problem(value, country) IS NOT NULL
            AND number_problem('+' || value, country) IS NULL THEN '+' || value
        ELSE value
    END, country);
EXCEPTION WHEN SQLSTATE 'PD010' THEN
    GET STACKED DIAGNOSTICS said = MESSAGE_TEXT, remedy = PG_EXCEPTION_HINT, problem = PG_EXCEPTION_DETAIL;
    RAISE EXCEPTION USING ERRCODE = 'PD010', MESSAGE = said, HINT = remedy, DETAIL = problem, COLUMN = name;
END
$$;
COMMENT ON FUNCTION url_number(jsonb, text, uuid) IS
'The number that a parameter has, E.164, read by the list''s country, else DefaultCountry; one that can only be dialled
with a + in front has lost it on the way through a URL. Errors: PD010, whose COLUMN is the parameter''s name.';

CREATE OR REPLACE FUNCTION check_url_ids(parameters jsonb) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    lost record;
BEGIN
    SELECT k.Name, parameters ->> lower(k.Name) AS Value, k.Remedy INTO lost
    FROM (VALUES
        (1, 'OutboundListId', EXISTS (
            SELECT FROM OutboundList AS l WHERE l.OutboundListId = url_id(parameters, 'OutboundListId') AND l.Deleted = 0),
            'SELECT OutboundListId, DisplayName FROM OutboundList WHERE Deleted = 0 lists them.'),
        (2, 'ProjectId', EXISTS (SELECT FROM Project AS p WHERE p.ProjectId = url_id(parameters, 'ProjectId')),
            'SELECT ProjectId, DisplayName FROM Project lists them.'),
        (3, 'LanguageId', EXISTS (
            SELECT FROM Language AS l WHERE l.LanguageId = url_id(parameters, 'LanguageId') AND l.Deleted = 0),
            'SELECT LanguageId, DisplayName FROM Language WHERE Deleted = 0 lists them.'),
        (4, 'AgentId', EXISTS (
            SELECT FROM Agent AS a WHERE a.AgentId = url_id(parameters, 'AgentId') AND a.Deleted = 0),
            'SELECT AgentId, DisplayName FROM Agent WHERE Deleted = 0 lists them.'),
        (5, 'IssueId', EXISTS (SELECT FROM Issue AS i WHERE i.IssueId = url_id(parameters, 'IssueId')),
            'Insert the case into Issue first.'),
        (6, 'IssueKey', parameters ? 'issueid'
            OR EXISTS (SELECT FROM Issue AS i WHERE i.IssueKey = parameters ->> 'issuekey'),
            'Insert the case into Issue first.'),
        (7, 'ContactId', EXISTS (SELECT FROM Contact AS c WHERE c.ContactId = url_id(parameters, 'ContactId')),
            'Insert the contact into Contact first.'),
        (8, 'ContactKey', parameters ? 'contactid'
            OR EXISTS (SELECT FROM Contact AS c WHERE c.ContactKey = parameters ->> 'contactkey'),
            'Insert the contact into Contact first.'),
        (9, 'PhoneNumberId', EXISTS (
            SELECT FROM PhoneNumber AS n WHERE n.PhoneNumberId = url_id(parameters, 'PhoneNumberId')),
            'Insert the number into PhoneNumber first.'),
        (10, 'MessageId', EXISTS (SELECT FROM Message AS m WHERE m.MessageId = url_id(parameters, 'MessageId')),
            'Insert the message into Message first.'),
        (11, 'ChatId', EXISTS (SELECT FROM Chat AS h WHERE h.ChatId = url_id(parameters, 'ChatId')),
            'Insert the chat into Chat first.')
    ) AS k (Position, Name, IsThere, Remedy)
    WHERE parameters ? lower(k.Name) AND NOT k.IsThere
    ORDER BY k.Position
    LIMIT 1;
    IF FOUND THEN
        PERFORM refuse_parameter(lost.Name, lost.Value, 'is not there', lost.Remedy);
    END IF;
    PERFORM check_call_key(parameters ->> 'callkey');
END
$$;
COMMENT ON FUNCTION check_url_ids(jsonb) IS
'Checks that everything that the parameters (as url_parameters returns them) refer to is there, and the CallKey''s
length. A key beside the id that is preferred to it is not looked at. Errors: PD015, PD033.';
