-- The calls of lists as people and spreadsheets want them. What an import knows has the name it knows it by.
-- With the rights of whoever reads it: an agent exports no more than he sees.
CREATE OR REPLACE VIEW ExportedCall WITH (security_invoker = TRUE) AS
SELECT
    c.OutboundListId,
    c.ChangedTime,
    c.OutboundCallId,
    c.OutboundListImportId,
    l.DisplayName AS OutboundList,
    p.DisplayName AS Project,
    c.Number,
    c.NumberGiven,
    c.DisplayName,
    c.CallKey,
    c.CallResult,
    c.CallPhase,
    d.DisplayName AS CallResultDetail,
    c.Cause,
    c.Trial,
    a.Login AS Agent,
    c.Predistributed,
    f.Login AS PreferredAgent,
    g.LanguageCode AS Language,
    c.Priority,
    c.Skill,
    c.Proficiency,
    c.CallerId,
    c.TimeMode,
    c.TimeFrom,
    c.TimeTo,
    c.TimeZone,
    c.ScheduleTime,
    c.CreatedTime,
    c.EnqueueingTime,
    c.DistributionTime,
    c.DialTime,
    c.RingingTime,
    c.AnswerTime,
    c.EndTime,
    c.PostCallEndTime,
    c.ExtendedFields,
    r.Answers,
    v.Questions,
    call_facts(c, NULL, g.LanguageCode, d.DisplayName) AS Facts
FROM OutboundCall AS c
INNER JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
LEFT JOIN Project AS p ON p.ProjectId = c.ProjectId
LEFT JOIN Language AS g ON g.LanguageId = c.LanguageId
LEFT JOIN Agent AS a ON a.AgentId = c.AgentId
LEFT JOIN Agent AS f ON f.AgentId = c.PreferredAgentId
LEFT JOIN CallResultDetail AS d ON d.CallResultDetailId = c.CallResultDetailId
LEFT JOIN ScenarioResult AS r ON r.OutboundCallId = c.OutboundCallId
LEFT JOIN ScenarioVersion AS v ON v.ScenarioVersionId = r.ScenarioVersionId;
COMMENT ON VIEW ExportedCall IS
'The calls of lists with the names of what they refer to, in the order of columns of an export. Read with the rights of
the reader on the tables that it joins.';

CREATE OR REPLACE FUNCTION safe_cell(value text) RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    -- What a spreadsheet would run as a formula; numbers and telephone numbers are none.
    IF value ~ '^[-=+@\t\r]' AND value !~ '^[-+]?[0-9 ().,/-]+$' THEN
        RETURN '''' || value;
    END IF;
    RETURN value;
END
$$;
COMMENT ON FUNCTION safe_cell(text) IS
'The text as a spreadsheet shows it without running it: what begins like a formula gets an apostrophe in front.';

CREATE OR REPLACE FUNCTION export_statement(
    outbound_list_id uuid, since timestamptz DEFAULT NULL, safe boolean DEFAULT FALSE,
    OUT statement text, OUT headings text[]
)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    fields_at_most CONSTANT integer := 1000;
    fixed text[] := ARRAY[
        'OutboundCallId', 'OutboundListImportId', 'OutboundList', 'Project', 'Number', 'NumberGiven', 'DisplayName',
        'CallKey', 'CallResult', 'CallPhase', 'CallResultDetail', 'Cause', 'Trial', 'Agent', 'Predistributed',
        'PreferredAgent', 'Language', 'Priority', 'Skill', 'Proficiency', 'CallerId', 'TimeMode', 'TimeFrom', 'TimeTo',
        'TimeZone', 'ScheduleTime', 'CreatedTime', 'EnqueueingTime', 'DistributionTime', 'DialTime', 'RingingTime',
        'AnswerTime', 'EndTime', 'PostCallEndTime'
    ];
    from_people CONSTANT text[] := ARRAY[
        'OutboundList', 'Project', 'NumberGiven', 'DisplayName', 'CallKey', 'CallResultDetail', 'Cause', 'Agent',
        'PreferredAgent', 'CallerId'
    ];
    cell text := CASE WHEN safe THEN 'safe_cell(%s)' ELSE '%s' END;
    fields text[];
    form jsonb := (
        SELECT scenario_form(l.ScenarioId)
        FROM OutboundList AS l
        WHERE l.OutboundListId = export_statement.outbound_list_id AND l.ScenarioId IS NOT NULL);
    questions text[];
BEGIN
    PERFORM demand('Report', 'Read');
    PERFORM find_list(outbound_list_id);
    -- Those of the form as it is, in its order, then those that are only in answers given before.
    questions := ARRAY(
        SELECT q.Question ->> 'key'
        FROM jsonb_array_elements(form) WITH ORDINALITY AS q (Question, Place)
        WHERE q.Question ->> 'type' NOT IN ('Heading', 'Note')
        ORDER BY q.Place);
    questions := questions || ARRAY(
        SELECT DISTINCT k.Name
        FROM ScenarioResult AS r
        INNER JOIN OutboundCall AS c ON c.OutboundCallId = r.OutboundCallId
        CROSS JOIN LATERAL jsonb_object_keys(r.Answers) AS k (Name)
        WHERE c.OutboundListId = export_statement.outbound_list_id AND k.Name <> ALL (questions)
        ORDER BY k.Name);
    SELECT array_agg(DISTINCT k.Name ORDER BY k.Name) INTO fields
    FROM ExportedCall AS c
    CROSS JOIN LATERAL jsonb_object_keys(c.ExtendedFields) AS k (Name)
    WHERE c.OutboundListId = export_statement.outbound_list_id AND jsonb_typeof(c.ExtendedFields) = 'object'
        AND (since IS NULL OR c.ChangedTime >= since);
    IF cardinality(fields) > fields_at_most THEN
        fields := NULL;
        fixed := fixed || 'ExtendedFields'::text;
    END IF;

    -- A field of one's own that is called like a column stays apart from it.
    headings := fixed || ARRAY(
        SELECT CASE
            WHEN lower(f.Name) = ANY (lower(fixed::text)::text[]) THEN f.Name || ' (extended)'
            WHEN safe THEN safe_cell(f.Name)
            ELSE f.Name
        END
        FROM unnest(fields) WITH ORDINALITY AS f (Name, Place)
        ORDER BY f.Place)
        || ARRAY(SELECT 'Answer ' || q.Name FROM unnest(questions) WITH ORDINALITY AS q (Name, Place) ORDER BY q.Place);
    SELECT format('SELECT %s FROM ExportedCall AS c%s WHERE c.OutboundListId = %L%s ORDER BY c.OutboundCallId',
        string_agg(e.Expression, ', ' ORDER BY e.Place),
        CASE WHEN cardinality(questions) > 0 THEN format(
            ' CROSS JOIN LATERAL (SELECT shown_answers(coalesce(c.Questions, %L::jsonb), coalesce(c.Answers, ''{}''::jsonb), '
            'c.Facts) AS Given OFFSET 0) AS a', coalesce(form, '[]'::jsonb))
        ELSE '' END,
        export_statement.outbound_list_id,
        CASE WHEN since IS NULL THEN '' ELSE format(' AND c.ChangedTime >= %L', since) END)
    INTO statement
    FROM (
        SELECT x.Place,
            CASE WHEN x.Name = ANY (from_people) THEN format(cell, 'c.' || x.Name) ELSE 'c.' || x.Name END AS Expression
        FROM unnest(fixed) WITH ORDINALITY AS x (Name, Place)
        UNION ALL
        SELECT cardinality(fixed) + f.Place, format(cell, format('c.ExtendedFields ->> %L', f.Name))
        FROM unnest(fields) WITH ORDINALITY AS f (Name, Place)
        UNION ALL
        SELECT cardinality(headings) + q.Place, format(cell, format('answer_text(a.Given -> %L)', q.Name))
        FROM unnest(questions) WITH ORDINALITY AS q (Name, Place)
    ) AS e;
END
$$;
COMMENT ON FUNCTION export_statement(uuid, timestamptz, boolean) IS
'How to export a list. since: only calls whose phase or status changed at that moment or later, NULL = all; safe:
text that a spreadsheet would run as a formula gets an apostrophe in front.
Returns a statement for COPY (statement) TO STDOUT WITH (FORMAT csv), and the headings of its columns: those of
ExportedCall, then one for each name in the calls'' ExtendedFields, in order; with more than 1,000 names they are
one column of JSON; then one for each question of its scenario, called Answer and its key, with the answers that count.
Errors: PD004 no such list. Locks nothing.';
