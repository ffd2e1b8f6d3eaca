-- The search of calls. However few calls a filter leaves, a search looks at no more than so many of them at a time, in
-- the order of an index, and says where it stopped: so none is slow among millions.

-- The one place that says what a filter asks of a call (c); $1 is the filter. Phases and statuses are in the text, for
-- otherwise the planner does not see that a partial index has them all.
CREATE OR REPLACE FUNCTION call_condition(filter jsonb) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    known CONSTANT text[] :=
        '{number,name,list,project,agent,phase,result,detail,from,to,callkey}'::text[];
    wrong record;
BEGIN
    SELECT f.key AS Name, f.value AS Given, p.Problem INTO wrong
    FROM jsonb_each_text(filter) AS f
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN NOT f.key = ANY (known) THEN 'is unknown'
            WHEN f.key IN ('list', 'project', 'agent', 'detail')
                AND f.value !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN 'is no id'
            WHEN f.key = 'phase' AND NOT f.value = ANY (enum_range(NULL::CallPhase)::text[]) THEN 'is no phase'
            WHEN f.key = 'result' AND NOT f.value = ANY (enum_range(NULL::CallResult)::text[]) THEN 'is no status'
            WHEN f.key IN ('from', 'to') AND NOT is_moment(f.value) THEN 'is no moment'
            WHEN f.key = 'number' AND f.value !~ '[0-9]' THEN 'has no digit'
        END
    ) AS p (Problem)
    WHERE p.Problem IS NOT NULL
    ORDER BY f.key
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD033',
            MESSAGE = format('%s: "%s" %s.', wrong.Name, left(wrong.Given, 100), wrong.Problem),
            HINT = format('Calls are looked for by %s.', array_to_string(known, ', ')),
            COLUMN = wrong.Name;
    END IF;
    RETURN (
        SELECT coalesce(string_agg(w.Condition, ' AND ' ORDER BY w.Name), 'TRUE')
        FROM jsonb_each_text(filter) AS f
        INNER JOIN (VALUES
            ('list', $c$c.OutboundListId = ($1 ->> 'list')::uuid$c$),
            ('project', $c$c.ProjectId = ($1 ->> 'project')::uuid$c$),
            ('agent', $c$c.AgentId = ($1 ->> 'agent')::uuid$c$),
            ('detail', $c$c.CallResultDetailId = ($1 ->> 'detail')::uuid$c$),
            ('phase', format('c.CallPhase = %L', filter ->> 'phase')),
            ('result', format('c.CallResult = %L', filter ->> 'result')),
            ('from', $c$c.EndTime >= ($1 ->> 'from')::timestamptz$c$),
            ('to', $c$c.EndTime < ($1 ->> 'to')::timestamptz$c$),
            ('callkey', $c$c.CallKey = $1 ->> 'callkey'$c$),
            ('number', CASE
                WHEN whole_number(filter) IS NOT NULL THEN format('c.Number = %L', whole_number(filter))
                ELSE format('c.Number LIKE %L', '%' || regexp_replace(filter ->> 'number', '[^0-9]', '', 'g') || '%')
            END),
            ('name', $c$(c.DisplayName ILIKE '%' || like_text($1 ->> 'name') || '%' OR EXISTS (
                SELECT FROM Contact AS k
                WHERE k.ContactId = c.ContactId AND k.DisplayName ILIKE '%' || like_text($1 ->> 'name') || '%'))$c$)
        ) AS w (Name, Condition) ON w.Name = f.key);
END
$$;
COMMENT ON FUNCTION call_condition(jsonb) IS
'The condition that a filter puts on a call c, with $1 for the filter: an object with number (whole, or digits of it),
name (part of it), list, project, agent, phase, result, detail, from and to (when its last attempt ended), callkey.
Errors: PD033 with the name at fault.';

CREATE OR REPLACE FUNCTION is_moment(value text) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN value::timestamptz IS NOT NULL;
EXCEPTION WHEN data_exception THEN
    RETURN FALSE;
END
$$;
COMMENT ON FUNCTION is_moment(text) IS 'Whether a text is a date or a moment.';

CREATE OR REPLACE FUNCTION whole_number(filter jsonb) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN CASE
        WHEN number_problem(filter ->> 'number', configuration('DefaultCountry')) IS NULL
            THEN normalise_number(filter ->> 'number', configuration('DefaultCountry'))
    END;
END
$$;
COMMENT ON FUNCTION whole_number(jsonb) IS 'The number that a filter names; NULL where it has only digits of one.';

-- Along which index a search goes, and in which order.
CREATE OR REPLACE FUNCTION call_way(filter jsonb, OUT order_name text, OUT is_down boolean, OUT condition text)
RETURNS record
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    by_end CONSTANT boolean := filter ? 'from' OR filter ? 'to' OR filter ->> 'result' IN (
        'Completed', 'Cancelled', 'NoAnswer', 'Busy', 'ToContinue', 'TalkError', 'Failed', 'NoResult');
BEGIN
    order_name := 'OutboundCallId';
    is_down := TRUE;
    IF filter ? 'callkey' THEN
        condition := $c$c.CallKey = $1 ->> 'callkey'$c$;
    ELSIF filter ? 'number' AND whole_number(filter) IS NOT NULL THEN
        condition := format('c.Number = %L AND (c.OutboundListId IS NULL '
            || 'OR c.OutboundListId = ANY (ARRAY(SELECT l.OutboundListId FROM OutboundList AS l)))', whole_number(filter));
    ELSIF filter ->> 'phase' = 'Manual' THEN
        condition := $c$c.CallPhase = 'Manual'$c$;
    ELSIF filter ->> 'phase' = 'WaitForResult' THEN
        condition := $c$c.CallPhase = 'WaitForResult'$c$;
    ELSIF filter ->> 'result' = 'Active'
        -- In which calls are in progress, always.
        OR filter ->> 'phase' IN ('AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall', 'AgentRing', 'Answered', 'IvrScript')
    THEN
        condition := $c$(c.CallPhase = 'WaitForResult'
            OR (c.CallResult = 'Active' AND c.CallPhase <> 'WaitForResult' AND c.SharedNumber = 0)
            OR (c.CallResult = 'Active' AND c.CallPhase <> 'WaitForResult' AND c.SharedNumber = 1))$c$;
    ELSIF by_end THEN
        order_name := 'EndTime';
        condition := 'c.EndTime IS NOT NULL'
            || CASE WHEN filter ? 'agent' THEN $c$ AND c.AgentId = ($1 ->> 'agent')::uuid$c$ ELSE '' END
            || CASE WHEN filter ? 'from' THEN $c$ AND c.EndTime >= ($1 ->> 'from')::timestamptz$c$ ELSE '' END
            || CASE WHEN filter ? 'to' THEN $c$ AND c.EndTime < ($1 ->> 'to')::timestamptz$c$ ELSE '' END;
    ELSIF filter ? 'list' THEN
        order_name := 'Number';
        is_down := FALSE;
        condition := $c$c.OutboundListId = ($1 ->> 'list')::uuid$c$;
    ELSE
        condition := 'TRUE';
    END IF;
END
$$;
COMMENT ON FUNCTION call_way(jsonb) IS
'How calls of a filter are looked for: ordered by OutboundCallId, EndTime or Number, and which of the filter''s
conditions an index serves.';

CREATE OR REPLACE FUNCTION search_calls(
    filter jsonb, "limit" integer DEFAULT 50, place jsonb DEFAULT NULL, backward boolean DEFAULT FALSE
) RETURNS jsonb
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    look_at CONSTANT integer := search_reach();
    way record;
    goes_down boolean;
    walk text;
    found_calls jsonb;
    stopped jsonb;
    has_more boolean;
    first jsonb;
    last jsonb;
BEGIN
    PERFORM demand('OutboundCall', 'Full');
    way := call_way(filter);
    goes_down := way.is_down <> backward;
    walk := call_walk(way.order_name, goes_down, way.condition, place);
    EXECUTE format(
        'SELECT coalesce(jsonb_agg(s.Place), ''[]'') FROM (SELECT %s AS Place FROM (%s) AS c WHERE %s ORDER BY %s LIMIT $4) AS s',
        call_place(way.order_name), walk, call_condition(filter), call_order(way.order_name, goes_down))
    INTO found_calls USING filter, place, look_at, "limit" + 1;
    has_more := jsonb_array_length(found_calls) > "limit";
    IF has_more THEN
        found_calls := found_calls - -1;
    ELSE
        EXECUTE format('SELECT %s FROM (%s) AS c ORDER BY %s OFFSET $3 - 1 LIMIT 1',
            call_place(way.order_name), walk, call_order(way.order_name, goes_down))
        INTO stopped USING filter, place, look_at;
    END IF;
    IF backward THEN
        found_calls := (
            SELECT coalesce(jsonb_agg(e.Call ORDER BY e.Number DESC), '[]')
            FROM jsonb_array_elements(found_calls) WITH ORDINALITY AS e (Call, Number));
    END IF;
    first := coalesce(found_calls -> 0, place);
    last := coalesce(found_calls -> -1, place);
    RETURN jsonb_build_object(
        'Calls', jsonb_path_query_array(found_calls, '$.Id'),
        'Next', CASE WHEN backward OR has_more THEN last ELSE stopped END,
        'Previous', CASE WHEN NOT backward AND place IS NULL THEN NULL WHEN NOT backward OR has_more THEN first ELSE stopped END,
        'Stopped', stopped IS NOT NULL);
END
$$;
COMMENT ON FUNCTION search_calls(jsonb, integer, jsonb, boolean) IS
'Calls that a filter (call_condition) leaves, a page at a time: {"Calls": [ids], "Next": place, "Previous": place,
"Stopped": whether it looked at 30,000 calls and there may be more behind}. place: behind which the page begins, NULL =
the beginning; backward: the page before it. The latest come first; those of a list by their numbers; where from, to or
a status of calls that are over is asked for, by the end of their last attempt. Errors: PD033 filter, PD042 not
allowed. Locks nothing.';

CREATE OR REPLACE FUNCTION search_reach() RETURNS integer
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN 30000;
END
$$;
COMMENT ON FUNCTION search_reach() IS 'How many calls a search looks at before it says where it stopped.';

CREATE OR REPLACE FUNCTION call_place(order_name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN format($f$jsonb_build_object('Id', c.OutboundCallId, 'At', c.%I::text)$f$, lower(order_name));
END
$$;
COMMENT ON FUNCTION call_place(text) IS 'The place of a call c in an order, as SQL.';

CREATE OR REPLACE FUNCTION call_order(order_name text, is_down boolean) RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN CASE order_name
        WHEN 'OutboundCallId' THEN 'c.OutboundCallId'
        ELSE format('c.%I %s, c.OutboundCallId', lower(order_name), CASE WHEN is_down THEN 'DESC' ELSE 'ASC' END)
    END || CASE WHEN is_down THEN ' DESC' ELSE ' ASC' END;
END
$$;
COMMENT ON FUNCTION call_order(text, boolean) IS 'An order of calls c, as SQL.';

CREATE OR REPLACE FUNCTION call_walk(order_name text, is_down boolean, condition text, place jsonb) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    further CONSTANT text := CASE WHEN is_down THEN '<' ELSE '>' END;
BEGIN
    IF place IS NOT NULL AND NOT coalesce(place ->> 'Id' ~ '^[0-9]{1,18}$'
        AND (order_name <> 'EndTime' OR is_moment(place ->> 'At')), FALSE)
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD033',
            MESSAGE = format('place: %s is no place in this search.', left(place::text, 100)),
            HINT = 'Begin at the first page.',
            COLUMN = 'place';
    END IF;
    RETURN format('SELECT c.* FROM OutboundCall AS c WHERE %s%s ORDER BY %s LIMIT $3', condition,
        CASE
            WHEN place IS NULL THEN ''
            WHEN order_name = 'OutboundCallId' THEN
                format($f$ AND c.OutboundCallId %s ($2 ->> 'Id')::bigint$f$, further)
            ELSE format(
                $f$ AND (c.%1$I, c.OutboundCallId) %2$s (($2 ->> 'At')::%3$s, ($2 ->> 'Id')::bigint)$f$,
                lower(order_name), further, CASE order_name WHEN 'EndTime' THEN 'timestamptz' ELSE 'text' END)
        END, call_order(order_name, is_down));
END
$$;
COMMENT ON FUNCTION call_walk(text, boolean, text, jsonb) IS
'The next $3 calls of a search in order, as SQL; $1 is the filter, $2 the place. Errors: PD033 place.';

CREATE OR REPLACE FUNCTION count_calls(filter jsonb, OUT calls integer, OUT is_all boolean) RETURNS record
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    count_to CONSTANT integer := 1000;
    look_at CONSTANT integer := search_reach();
    way record;
BEGIN
    PERFORM demand('OutboundCall', 'Full');
    way := call_way(filter);
    EXECUTE format(
        'SELECT least(count(*), $4), count(*) <= $4 FROM (SELECT FROM (%s) AS c WHERE %s LIMIT $4 + 1) AS s',
        call_walk(way.order_name, way.is_down, way.condition, NULL), call_condition(filter))
    INTO calls, is_all USING filter, NULL::jsonb, look_at, count_to;
    IF is_all THEN
        EXECUTE format('SELECT count(*) < $3 FROM (%s) AS c', call_walk(way.order_name, way.is_down, way.condition, NULL))
        INTO is_all USING filter, NULL::jsonb, look_at;
    END IF;
END
$$;
COMMENT ON FUNCTION count_calls(jsonb) IS
'How many calls a filter leaves, up to 1000 of the first 30,000 that a search looks at; is_all: there are no more.
Errors: PD033 filter, PD042 not allowed. Locks nothing.';

CREATE OR REPLACE FUNCTION export_search(filter jsonb, OUT statement text, OUT headings text[]) RETURNS record
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('OutboundCall', 'Full');
    SELECT
        format('SELECT %s FROM OutboundCall AS c
        LEFT JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
        LEFT JOIN Project AS p ON p.ProjectId = c.ProjectId
        LEFT JOIN Agent AS a ON a.AgentId = c.AgentId
        LEFT JOIN CallResultDetail AS d ON d.CallResultDetailId = c.CallResultDetailId
        WHERE %s ORDER BY c.OutboundCallId', string_agg(h.Expression, ', ' ORDER BY h.Place), call_condition(filter)),
        array_agg(h.Heading ORDER BY h.Place)
    INTO statement, headings
    FROM (VALUES
        (1, 'OutboundCallId', 'c.OutboundCallId'),
        (2, 'Number', 'c.Number'),
        (3, 'DisplayName', 'safe_cell(c.DisplayName)'),
        (4, 'CallKey', 'safe_cell(c.CallKey)'),
        (5, 'OutboundList', 'safe_cell(l.DisplayName)'),
        (6, 'Project', 'safe_cell(p.DisplayName)'),
        (7, 'Agent', 'safe_cell(a.Login)'),
        (8, 'CallType', 'c.CallType'),
        (9, 'CallPhase', 'c.CallPhase'),
        (10, 'CallResult', 'c.CallResult'),
        (11, 'CallResultDetail', 'safe_cell(d.DisplayName)'),
        (12, 'Trial', 'c.Trial'),
        (13, 'CreatedTime', 'c.CreatedTime'),
        (14, 'ScheduleTime', 'c.ScheduleTime'),
        (15, 'DialTime', 'c.DialTime'),
        (16, 'AnswerTime', 'c.AnswerTime'),
        (17, 'EndTime', 'c.EndTime'),
        (18, 'Cause', 'safe_cell(c.Cause)')
    ) AS h (Place, Heading, Expression);
END
$$;
COMMENT ON FUNCTION export_search(jsonb) IS
'How to read all calls that a filter (call_condition) leaves, as a spreadsheet wants them: a statement with $1 for the
filter, and its headings. Errors: PD033 filter, PD042 not allowed. Locks nothing.';
