-- What becomes of the rows of a file, and why: decided for a whole chunk at a time.
CREATE OR REPLACE FUNCTION read_moment(value text, time_zone text) RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    -- With dots the day comes first everywhere; with slashes nobody can tell.
    iso text := regexp_replace(value, '^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})', '\3-\2-\1');
BEGIN
    IF iso !~ '^\d{4}-\d{1,2}-\d{1,2}([ T]\d{1,2}:\d\d(:\d\d(\.\d{1,6})?)?( ?(Z|[+-]\d\d(:?\d\d)?))?)?$' THEN
        RETURN NULL;
    ELSIF iso ~ '(Z|:\d\d(\.\d+)? ?[+-][\d:]+)$' THEN
        RETURN iso::timestamptz;
    END IF;
    RETURN iso::timestamp AT TIME ZONE time_zone;
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION read_moment(text, text) IS
'A moment as files have it: 2026-11-24, 2026-11-24 10:00, 24.11.2026 10:00, with seconds or not, with an offset or
else in the time zone named. NULL for anything else. Raises nothing.';

CREATE OR REPLACE FUNCTION window_problem(time_mode text, time_from text, time_to text, time_zone text) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    mode TimeMode;
BEGIN
    SELECT m.Mode INTO mode
    FROM unnest(enum_range(NULL::TimeMode)) AS m (Mode)
    WHERE lower(m.Mode::text) = lower(window_problem.time_mode);
    IF mode IS NULL AND time_mode IS NOT NULL THEN
        RETURN format('TimeMode "%s" is none of %s.', left(time_mode, 100),
            array_to_string(enum_range(NULL::TimeMode), ', '));
    ELSIF mode IS NULL AND coalesce(time_from, time_to) IS NOT NULL THEN
        RETURN format('%s "%s" is given, but no TimeMode.',
            CASE WHEN time_from IS NULL THEN 'TimeTo' ELSE 'TimeFrom' END, left(coalesce(time_from, time_to), 100));
    END IF;
    IF mode = 'None' THEN
        PERFORM read_window_border('Daily', b.Border, b.Name)
        FROM (VALUES (time_from, 'TimeFrom'), (time_to, 'TimeTo')) AS b (Border, Name);
    END IF;
    PERFORM check_window(mode, time_from, time_to, time_zone);
    RETURN NULL;
EXCEPTION WHEN SQLSTATE 'PD011' THEN
    RETURN left(SQLERRM, 300);
END
$$;
COMMENT ON FUNCTION window_problem(text, text, text, text) IS
'Why a window given as text cannot be understood; NULL = it can. Raises nothing.';

CREATE OR REPLACE FUNCTION check_import(batch OutboundListImport, first_line bigint, last_line bigint)
RETURNS ImportCall[]
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
-- Nothing is known of rows just staged, and a plan that takes them for few would join them row by row; nor of the
-- many that were staged and are gone, past which a scan of the whole table would have to go.
SET enable_nestloop TO off
SET enable_seqscan TO off
SET jit TO off
-- A chunk's rows are not to go through files from one step to the next.
SET work_mem TO '64MB'
AS $$
DECLARE
    country_code text := upper(coalesce(
        (SELECT l.Country FROM OutboundList AS l WHERE l.OutboundListId = batch.OutboundListId),
        configuration('DefaultCountry')));
    zone text := coalesce(
        (SELECT l.TimeZone FROM OutboundList AS l WHERE l.OutboundListId = batch.OutboundListId),
        configuration('DefaultTimeZone'));
    now_is timestamptz := clock();
    home CallingCountry;
    last_rank integer := greatest(0,
        (SELECT max(c.Rank) FROM OutboundCall AS c WHERE c.OutboundListImportId = batch.OutboundListImportId),
        (SELECT (p.Call).Rank FROM ImportPending AS p
        WHERE p.OutboundListImportId = batch.OutboundListImportId
        ORDER BY p.Line DESC
        LIMIT 1));
    checked ImportCall[];
BEGIN
    SELECT * INTO home FROM CallingCountry AS c WHERE c.Country = country_code;
    WITH Plain AS MATERIALIZED (
        SELECT r.*, plain_number(r.Number, home) AS PlainNumber
        FROM ImportRow AS r
        WHERE r.OutboundListImportId = batch.OutboundListImportId AND r.Line BETWEEN first_line AND last_line
    ),
    Staged AS MATERIALIZED (
        SELECT r.*, coalesce(r.PlainNumber, p.E164) AS E164, p.Problem AS NumberProblem,
            CASE WHEN coalesce(r.TimeMode, r.TimeFrom, r.TimeTo, r.TimeZone) IS NOT NULL
                THEN concat_ws(E'\t', coalesce(r.TimeMode, ''), coalesce(r.TimeFrom, ''), coalesce(r.TimeTo, ''), r.TimeZone)
            END AS WindowKey,
            CASE
                WHEN lower(r.Predistributed) IN ('1', 'true', 't', 'yes', 'y', 'ano', 'ja', 'x') THEN 1
                WHEN lower(r.Predistributed) IN ('0', 'false', 'f', 'no', 'n', 'ne', 'nein') THEN 0
            END AS IsOwn
        FROM Plain AS r
        LEFT JOIN (
            SELECT o.Line, a.e164 AS E164, a.problem AS Problem
            FROM Plain AS o
            CROSS JOIN LATERAL parse_number(o.Number, country_code) AS a
            WHERE o.PlainNumber IS NULL
        ) AS p ON p.Line = r.Line
    ),
    -- Names and windows come again and again: each is looked up once.
    Person AS MATERIALIZED (
        SELECT n.Name, (
            SELECT a.AgentId
            FROM Agent AS a
            WHERE a.Deleted = 0 AND (lower(a.Login) = lower(n.Name) OR a.AgentId::text = lower(n.Name))
            ORDER BY a.Login = n.Name DESC, a.AgentId
            LIMIT 1
        ) AS AgentId
        FROM (SELECT s.Agent FROM Staged AS s UNION SELECT s.PreferredAgent FROM Staged AS s) AS n (Name)
        WHERE n.Name IS NOT NULL
    ),
    Spoken AS MATERIALIZED (
        SELECT n.Name, (
            SELECT l.LanguageId
            FROM Language AS l
            WHERE l.Deleted = 0 AND lower(n.Name) IN (lower(l.LanguageCode), lower(l.DisplayName), l.LanguageId::text)
            ORDER BY lower(l.LanguageCode) = lower(n.Name) DESC, l.LanguageId
            LIMIT 1
        ) AS LanguageId
        FROM (SELECT DISTINCT s.Language FROM Staged AS s WHERE s.Language IS NOT NULL) AS n (Name)
    ),
    Windowed AS MATERIALIZED (
        SELECT k.WindowKey, window_problem(k.TimeMode, k.TimeFrom, k.TimeTo, k.TimeZone) AS Problem
        FROM (
            SELECT DISTINCT ON (s.WindowKey) s.WindowKey, s.TimeMode, s.TimeFrom, s.TimeTo, s.TimeZone
            FROM Staged AS s
            WHERE s.WindowKey IS NOT NULL
            ORDER BY s.WindowKey
        ) AS k
    ),
    Judged AS (
        SELECT s.*, CASE WHEN s.ScheduleTime IS NOT NULL THEN read_moment(s.ScheduleTime, zone) END AS Moment,
            p.AgentId, q.AgentId AS PreferredAgentId, l.LanguageId,
            coalesce(
                s.Problem,
                CASE WHEN s.NumberProblem IS NOT NULL THEN format('The number "%s" can''t be dialled: %s.',
                    left(s.Number, 100), (SELECT e.reason FROM explain_number_problem(s.NumberProblem) AS e)) END,
                CASE WHEN s.Priority !~ '^[-+]?\d{1,9}$'
                    THEN format('Priority "%s" is not a whole number.', left(s.Priority, 100)) END,
                CASE WHEN s.ScheduleTime IS NOT NULL AND read_moment(s.ScheduleTime, zone) IS NULL
                    THEN format('ScheduleTime "%s" is no moment such as 2026-11-24 10:00.', left(s.ScheduleTime, 100)) END,
                w.Problem,
                CASE WHEN s.Language IS NOT NULL AND l.LanguageId IS NULL
                    THEN format('There is no language "%s".', left(s.Language, 100)) END,
                CASE WHEN s.Agent IS NOT NULL AND p.AgentId IS NULL
                    THEN format('There is no agent "%s".', left(s.Agent, 100)) END,
                CASE WHEN s.PreferredAgent IS NOT NULL AND q.AgentId IS NULL
                    THEN format('There is no agent "%s".', left(s.PreferredAgent, 100)) END,
                CASE WHEN s.Predistributed IS NOT NULL AND s.IsOwn IS NULL
                    THEN format('Predistributed "%s" is neither 1 nor 0.', left(s.Predistributed, 100)) END,
                CASE WHEN s.IsOwn = 1 AND s.Agent IS NULL
                    THEN format('Predistributed is "%s", but no agent is named.', s.Predistributed) END,
                CASE WHEN s.Skill !~ '^0*(\d{1,2}|100)$'
                    THEN format('Skill "%s" is not a whole number from 0 to 100.', left(s.Skill, 100)) END,
                CASE WHEN s.Proficiency !~ '^0*(\d{1,2}|100)$'
                    THEN format('Proficiency "%s" is not a whole number from 0 to 100.', left(s.Proficiency, 100)) END,
                CASE WHEN length(s.CallKey) > 48 THEN format('The CallKey "%s" has %s characters, at most 48 are allowed.',
                    left(s.CallKey, 100), length(s.CallKey)) END
            ) AS Reason
        FROM Staged AS s
        LEFT JOIN Person AS p ON p.Name = s.Agent
        LEFT JOIN Person AS q ON q.Name = s.PreferredAgent
        LEFT JOIN Spoken AS l ON l.Name = s.Language
        LEFT JOIN Windowed AS w ON w.WindowKey = s.WindowKey
        -- So that each reason is found once, and yet not kept.
        OFFSET 0
    ),
    -- Decided on, but not yet written: by this import or another one that is not finished.
    Pending AS MATERIALIZED (
        SELECT o.Number, bool_or(o.OutboundListImportId = batch.OutboundListImportId) AS IsOurs
        FROM ImportPending AS o
        WHERE o.OutboundListImportId IN (
            SELECT i.OutboundListImportId
            FROM OutboundListImport AS i
            WHERE i.OutboundListId = batch.OutboundListId AND i.FinishedTime IS NULL AND i.UndoneTime IS NULL)
        GROUP BY o.Number
    ),
    -- The list's own call with the number, one that waits before all others; and how often the file has had it.
    Compared AS (
        SELECT j.*, c.OutboundCallId, c.CallResult, c.OutboundListImportId AS FromImport, c.Waits,
            w.IsOurs,
            row_number() OVER (PARTITION BY j.Reason IS NULL, j.E164 ORDER BY j.Line) AS Turn,
            batch.DryRun = 1 AND EXISTS (
                SELECT FROM ImportNumber AS n
                WHERE n.OutboundListImportId = batch.OutboundListImportId AND n.Number = j.E164
            ) AS WasThere
        FROM Judged AS j
        LEFT JOIN LATERAL (
            SELECT o.OutboundCallId, o.CallResult, o.OutboundListImportId,
                o.CallResult IN ('Scheduled', 'Prepared', 'Paused') AND o.CallPhase <> 'AgentTalk' AS Waits
            FROM OutboundCall AS o
            WHERE o.OutboundListId = batch.OutboundListId AND o.Number = j.E164
            ORDER BY Waits DESC, o.OutboundCallId
            LIMIT 1
        ) AS c ON j.Reason IS NULL AND batch.Duplicates <> 'Keep'
        LEFT JOIN Pending AS w ON w.Number = j.E164
    ),
    Decided AS (
        SELECT m.*,
            CASE
                WHEN m.Reason IS NOT NULL THEN 'Rejected'::ImportOutcome
                WHEN batch.Duplicates = 'Keep' THEN 'Imported'
                WHEN m.IsOurs IS NOT NULL THEN 'Duplicate'
                WHEN m.OutboundCallId IS NULL AND m.Turn = 1 AND NOT m.WasThere THEN 'Imported'
                WHEN batch.Duplicates = 'Update' AND m.Waits IS NOT FALSE THEN 'Updated'
                ELSE 'Duplicate'
            END AS Outcome
        FROM Compared AS m
    ),
    Ranked AS (
        SELECT e.*,
            CASE WHEN e.Outcome = 'Imported'
                THEN last_rank + count(*) FILTER (WHERE e.Outcome = 'Imported') OVER (ORDER BY e.Line) END AS Rank
        FROM Decided AS e
    )
    SELECT array_agg(ROW(
        d.Line, d.Outcome,
        CASE
            WHEN d.Outcome <> 'Duplicate' THEN d.Reason
            WHEN NOT d.IsOurs THEN format('Another import that is not finished has %s.', d.E164)
            WHEN d.OutboundCallId IS NULL OR d.FromImport = batch.OutboundListImportId AND batch.Duplicates = 'Skip'
                THEN format('The file has %s in an earlier line.', d.E164)
            WHEN batch.Duplicates = 'Skip' THEN format('The list has %s already: call %s.', d.E164, d.OutboundCallId)
            ELSE format('The list''s call %s to %s is %s; only waiting calls are updated.',
                d.OutboundCallId, d.E164, d.CallResult)
        END,
        d.Turn,
        d.Rank, d.E164, coalesce(d.NumberGiven, d.Number), d.DisplayName,
        CASE WHEN d.Reason IS NULL THEN d.Priority::integer END,
        d.Moment,
        CASE WHEN d.Reason IS NULL THEN initcap(d.TimeMode)::TimeMode END,
        d.TimeFrom, d.TimeTo, d.TimeZone, d.LanguageId,
        CASE WHEN d.IsOwn = 1 THEN d.AgentId END,
        d.IsOwn,
        CASE WHEN d.IsOwn = 1 THEN d.PreferredAgentId ELSE coalesce(d.PreferredAgentId, d.AgentId) END,
        CASE WHEN d.Reason IS NULL THEN d.Skill::integer END,
        CASE WHEN d.Reason IS NULL THEN d.Proficiency::integer END,
        d.CallKey, d.CallerId, d.ExtendedFields,
        -- In the order of the file, whoever writes them and when.
        greatest(now_is - (last_line - d.Line) * interval '1 microsecond', d.Moment)
    )::ImportCall ORDER BY d.Line) INTO checked
    FROM Ranked AS d;
    RETURN checked;
END
$$;
COMMENT ON FUNCTION check_import(OutboundListImport, bigint, bigint) IS
'Reads the staged rows of an import from one line to another, changing nothing: each with its values, what becomes of
it by the import''s policy for duplicates, and one reason in words if it is not taken. Turn counts how often these
lines have the number, Rank goes on after the import''s calls. Raises nothing. Locks nothing.';
