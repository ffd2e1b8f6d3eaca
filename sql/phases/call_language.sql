CREATE OR REPLACE FUNCTION call_language(language_of_list uuid, project_id uuid) RETURNS uuid
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN coalesce(
        language_of_list, (SELECT p.LanguageId FROM Project AS p WHERE p.ProjectId = call_language.project_id));
END
$$;
COMMENT ON FUNCTION call_language(uuid, uuid) IS
'The language of a new call that is given none: its list''s, else its project''s; NULL = none is asked for.';
