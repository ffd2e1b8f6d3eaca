CREATE OR REPLACE FUNCTION named_list(name text) RETURNS uuid
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    found_ids uuid[];
    lists text;
BEGIN
    PERFORM demand('OutboundList', 'Read');
    -- By id, else by the very name, else by the name in whatever case.
    SELECT array_agg(l.OutboundListId) INTO found_ids
    FROM (
        SELECT c.OutboundListId,
            rank() OVER (
                ORDER BY c.OutboundListId::text = lower(named_list.name) DESC, c.DisplayName = named_list.name DESC
            ) AS Best
        FROM OutboundList AS c
        WHERE c.Deleted = 0
            AND (c.OutboundListId::text = lower(named_list.name) OR lower(c.DisplayName) = lower(named_list.name))
    ) AS l
    WHERE l.Best = 1;
    IF cardinality(found_ids) = 1 THEN
        RETURN found_ids[1];
    ELSIF cardinality(found_ids) > 1 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD004',
            MESSAGE = format('%s outbound lists are called "%s".', cardinality(found_ids), named_list.name),
            HINT = format('Give the id of one: %s.', array_to_string(found_ids, ', '));
    END IF;
    SELECT string_agg(format('"%s"', l.DisplayName), ', ') INTO lists
    FROM (
        SELECT c.DisplayName FROM OutboundList AS c WHERE c.Deleted = 0 ORDER BY c.DisplayName LIMIT 10
    ) AS l;
    RAISE EXCEPTION USING
        ERRCODE = 'PD004',
        MESSAGE = format('There is no outbound list "%s".', named_list.name),
        HINT = coalesce(format('There are: %s.', lists), 'There is none yet.');
END
$$;
COMMENT ON FUNCTION named_list(text) IS
'The id of a list, given its id or its name in any case; a name in the very case given comes first.
Errors: PD004 no such list, or several. Locks nothing.';

CREATE OR REPLACE FUNCTION create_list(name text, project text) RETURNS uuid
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    found_ids uuid[];
    project_id uuid;
    list_id uuid;
BEGIN
    PERFORM demand('OutboundList', 'Write');
    IF EXISTS (SELECT FROM OutboundList AS l WHERE l.Deleted = 0 AND lower(l.DisplayName) = lower(create_list.name)) THEN
        RETURN named_list(create_list.name);
    END IF;
    SELECT array_agg(p.ProjectId) INTO found_ids
    FROM Project AS p
    WHERE p.Deleted = 0
        AND (p.ProjectId::text = lower(create_list.project) OR lower(p.DisplayName) = lower(create_list.project));
    IF cardinality(found_ids) IS DISTINCT FROM 1 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD017',
            MESSAGE = format('%s project is called "%s".',
                coalesce('More than one (' || cardinality(found_ids) || ')', 'No'), create_list.project),
            HINT = coalesce(format('Give the id of one: %s.', array_to_string(found_ids, ', ')),
                'SELECT ProjectId, DisplayName FROM Project lists them.');
    END IF;
    project_id := found_ids[1];
    INSERT INTO OutboundList (DisplayName, ProjectId)
    VALUES (create_list.name, project_id)
    RETURNING OutboundListId INTO list_id;
    RETURN list_id;
END
$$;
COMMENT ON FUNCTION create_list(text, text) IS
'The list of this name; made if it is not there, Prepared, in the project given by name or id. Returns its id.
Errors: PD017 no such project, or several; PD004 several lists of that name. Locks nothing.';
