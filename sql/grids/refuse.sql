-- Why a grid or tile does not do what is asked, in words.
CREATE OR REPLACE FUNCTION refuse_statement(
    column_name text, owner_name text, problem text, remedy text, place text DEFAULT NULL
) RETURNS void
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'PD050',
        MESSAGE = format('%s of "%s" cannot be: %s.', column_name, owner_name, problem),
        DETAIL = format('position %s', coalesce(place, 'unknown')),
        HINT = remedy,
        COLUMN = column_name;
END
$$;
COMMENT ON FUNCTION refuse_statement(text, text, text, text, text) IS
'Raises PD050 for a column of a grid or tile, with what is wrong with it and at which character (place).';

CREATE OR REPLACE FUNCTION refuse_absent(what text, id uuid, remedy text) RETURNS void
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'PD053',
        MESSAGE = format('There is no %s %s.', what, coalesce(id::text, 'NULL')),
        HINT = remedy;
END
$$;
COMMENT ON FUNCTION refuse_absent(text, uuid, text) IS 'Raises PD053 for a grid, column or tile that is not there.';

CREATE OR REPLACE FUNCTION refuse_row(grid DataQuery, id text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is text;
BEGIN
    IF lower(grid.KeyName) = 'outboundcallid' AND id ~ '^[0-9]{1,18}$' THEN
        -- As far as whoever asks may see the call.
        SELECT format('call %s is in phase %s (%s) now', id, c.CallPhase, c.CallResult) INTO now_is
        FROM OutboundCall AS c
        WHERE c.OutboundCallId = id::bigint;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'PD051',
        MESSAGE = format('Nothing was changed: %s.',
            coalesce(now_is, format('row %s of "%s" is not as it was shown any more',
                coalesce(left(id, 100), 'NULL'), grid.DisplayName))),
        DETAIL = format('Id %s', coalesce(left(id, 100), 'NULL')),
        HINT = 'Somebody else was quicker. Read the grid anew.';
END
$$;
COMMENT ON FUNCTION refuse_row(DataQuery, text) IS
'Raises PD051 for a row of a grid that is gone or changed; of a call it says the phase. Locks nothing.';
