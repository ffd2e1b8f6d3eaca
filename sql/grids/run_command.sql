-- What of a session decides who one is and what one's statements mean. A command that changes it, by a function that
-- hides it from the check when it was written, is taken back: the web's sessions serve others afterwards.
CREATE OR REPLACE FUNCTION run_command(bound_command text, given text[], owner_name text) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET standard_conforming_strings TO 'on'
AS $$
DECLARE
    watched CONSTANT text[] := ARRAY[
        'role', 'session_authorization', 'search_path', 'dialer.acting', 'dialer.actor', 'dialer.clock', 'row_security',
        'session_replication_role', 'standard_conforming_strings', 'client_encoding', 'statement_timeout',
        'lock_timeout', 'transaction_read_only', 'default_transaction_read_only', 'default_transaction_isolation',
        'DateStyle', 'IntervalStyle', 'TimeZone'];
    who CONSTANT name := current_user;
    settings CONSTANT text[] := ARRAY(
        SELECT coalesce(current_setting(w.Name, TRUE), '') FROM unnest(watched) AS w (Name));
    changed integer;
BEGIN
    PERFORM demand('Grid', 'Read');
    EXECUTE bound_command USING given;
    GET DIAGNOSTICS changed = ROW_COUNT;
    -- Nothing of ours in here: it may not be found, or allowed, any more.
    IF current_user <> who OR settings <> ARRAY(
        SELECT coalesce(current_setting(w.Name, TRUE), '') FROM unnest(watched) AS w (Name))
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD050',
            MESSAGE = format('Command of "%s" cannot be: it changes settings of the session.', owner_name),
            HINT = 'A command may change data, but not who runs it or how.',
            COLUMN = 'Command';
    END IF;
    RETURN changed;
END
$$;
COMMENT ON FUNCTION run_command(text, text[], text) IS
'Runs what bind_command has made, with the caller''s rights; given is bound as $1. Returns how many rows it changed, or
found. Errors: PD042, PD050 it changes the session; and whatever the statement itself raises.';

CREATE OR REPLACE FUNCTION cell_value(grid_column DataQueryColumn, value text, agent_id uuid) RETURNS text
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    allowed text[];
BEGIN
    PERFORM demand('Grid', 'Read', agent_id);
    IF grid_column.Model = 'Toggle' THEN
        value := CASE
            WHEN lower(value) IN ('1', 'true', 'on') THEN '1'
            WHEN lower(value) IN ('0', 'false', 'off') THEN '0'
            ELSE value
        END;
        allowed := '{0,1}';
    ELSIF grid_column.Model = 'Select' THEN
        allowed := ARRAY(
            SELECT e.Choice ->> 'Value'
            FROM jsonb_array_elements(column_choices(grid_column, agent_id)) WITH ORDINALITY AS e (Choice, Place)
            ORDER BY e.Place);
    ELSE
        RETURN value;
    END IF;
    IF value IS NULL OR NOT value = ANY (allowed) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD050',
            MESSAGE = format('%s is no value of "%s".', coalesce('"' || left(value, 100) || '"', 'NULL'),
                grid_column.DisplayName),
            HINT = format('It may be: %s.', array_to_string(allowed[1:20], ', ')),
            COLUMN = 'Value';
    END IF;
    RETURN value;
END
$$;
COMMENT ON FUNCTION cell_value(DataQueryColumn, text, uuid) IS
'What a Select or Toggle is to become, as the command gets it: one of the choices; 1 or 0. Errors: PD050.';

CREATE OR REPLACE FUNCTION run_grid_command(
    data_query_column_id uuid, id text, value text DEFAULT NULL, agent_id uuid DEFAULT NULL
) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    clicked DataQueryColumn;
    grid DataQuery;
    given text[];
    changed integer := 0;
BEGIN
    PERFORM demand('Grid', 'Read', agent_id);
    SELECT c.* INTO clicked
    FROM DataQueryColumn AS c
    WHERE c.DataQueryColumnId = run_grid_command.data_query_column_id AND c.BoundCommand IS NOT NULL;
    IF NOT FOUND THEN
        PERFORM refuse_absent('column with a command', data_query_column_id,
            'SELECT DataQueryColumnId, DisplayName FROM DataQueryColumn WHERE Command IS NOT NULL lists them.');
    END IF;
    grid := find_grid(clicked.DataQueryId);
    value := cell_value(clicked, value, agent_id);
    given := grid_values(grid, clicked.ParameterNames, grid_agent(
        agent_id, format('The column "%s"', clicked.DisplayName),
        'AgentId' = ANY (clicked.ParameterNames) OR strpos(grid.BoundQuery, '$1[1]') > 0), id, value);
    IF given IS NOT NULL THEN
        changed := run_command(clicked.BoundCommand, given, clicked.ColumnName);
    END IF;
    IF changed = 0 THEN
        PERFORM refuse_row(grid, id);
    END IF;
    RETURN changed;
END
$$;
COMMENT ON FUNCTION run_grid_command(uuid, text, text, uuid) IS
'A click on a cell, or its change (GRID-1): runs the column''s command for the row with this key, with the rights of the
caller. value: what a Select or Toggle is to become. agent_id: who clicks, by default who acts. The row''s columns are
read anew: what a page says of them does not count. Returns how many rows were changed. Errors: PD007 agent, PD042 not
allowed, PD050 value, or the command changes the session, PD051 the row is gone, or nothing was changed because somebody
was quicker (MAN-2), PD052 nobody acts, PD053 no such column; and those of the command. Locks: what the command changes.';

CREATE OR REPLACE FUNCTION run_bulk_action(
    data_query_id uuid, action text, ids text[], agent_id uuid DEFAULT NULL
) RETURNS TABLE (id text, outcome text)
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    grid CONSTANT DataQuery := find_grid(data_query_id);
    agent text;
BEGIN
    PERFORM demand('Grid', 'Read', agent_id);
    IF action IS DISTINCT FROM 'Schedule outbound calls' OR grid.BulkSchedule = 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD053',
            MESSAGE = format('The grid "%s" has no bulk action "%s".', grid.DisplayName, action),
            HINT = 'DataQuery.BulkSchedule = 1 switches "Schedule outbound calls" on.';
    END IF;
    agent := grid_agent(agent_id, format('The grid "%s"', grid.DisplayName), strpos(grid.BoundQuery, '$1[1]') > 0);
    -- By number, as all that locks several calls does; what is no number has no call.
    FOR id IN
        SELECT DISTINCT ON (length(i.Id), i.Id) i.Id FROM unnest(ids) AS i (Id) ORDER BY length(i.Id), i.Id
    LOOP
        BEGIN
            IF grid_values(grid, '{Id}', agent, id, NULL) IS NULL THEN
                PERFORM refuse_row(grid, id);
            END IF;
            outcome := enqueue_call(id::bigint)::text;
        EXCEPTION WHEN SQLSTATE 'PD001' OR SQLSTATE 'PD012' OR SQLSTATE 'PD016' OR SQLSTATE 'PD042' OR SQLSTATE 'PD051' THEN
            outcome := SQLERRM;
        END;
        RETURN NEXT;
    END LOOP;
END
$$;
COMMENT ON FUNCTION run_bulk_action(uuid, text, text[], uuid) IS
'The bulk action "Schedule outbound calls" of a grid that has it switched on (MAN-2): releases each of these calls from
phase Manual, for anybody. agent_id: who looks, by default who acts. A row for each id: the call''s new phase, or a
sentence that says why it stays; it keeps none of the others back. Errors: PD007 agent, PD042 not allowed, PD052 nobody
acts, PD053 no such grid, or it has no such action. Locks: the calls, by id.';
