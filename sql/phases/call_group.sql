CREATE OR REPLACE FUNCTION call_group(
    outbound_list_id uuid, outbound_list_import_id bigint, project_id uuid, language_id uuid,
    skill integer, proficiency integer
) RETURNS bigint
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    found_id bigint;
BEGIN
    IF outbound_list_id IS NULL THEN
        RETURN NULL;
    END IF;
    LOOP
        -- Two statements, because no index is searched for IS NOT DISTINCT FROM.
        IF outbound_list_import_id IS NULL THEN
            SELECT g.CallGroupId INTO found_id
            FROM CallGroup AS g
            WHERE g.OutboundListId = call_group.outbound_list_id
                AND g.OutboundListImportId IS NULL
                AND g.ProjectId = call_group.project_id
                AND g.LanguageId IS NOT DISTINCT FROM call_group.language_id
                AND g.Skill = call_group.skill
                AND g.Proficiency = call_group.proficiency;
        ELSE
            SELECT g.CallGroupId INTO found_id
            FROM CallGroup AS g
            WHERE g.OutboundListId = call_group.outbound_list_id
                AND g.OutboundListImportId = call_group.outbound_list_import_id
                AND g.ProjectId = call_group.project_id
                AND g.LanguageId IS NOT DISTINCT FROM call_group.language_id
                AND g.Skill = call_group.skill
                AND g.Proficiency = call_group.proficiency;
        END IF;
        EXIT WHEN FOUND;
        INSERT INTO CallGroup (OutboundListId, OutboundListImportId, ProjectId, LanguageId, Skill, Proficiency)
        VALUES (outbound_list_id, outbound_list_import_id, project_id, language_id, skill, proficiency)
        ON CONFLICT DO NOTHING;
    END LOOP;
    RETURN found_id;
END
$$;
COMMENT ON FUNCTION call_group(uuid, bigint, uuid, uuid, integer, integer) IS
'The group of calls that ask the same of an agent; made when it is not there. NULL for a call without a list.';
