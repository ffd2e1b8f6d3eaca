CREATE OR REPLACE FUNCTION clear_cache(cache_name text DEFAULT 'DataStructures.Config') RETURNS bigint
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    version_now bigint;
BEGIN
    PERFORM demand('Configuration', 'Write');
    UPDATE Cache AS c
    SET Version = c.Version + 1, ClearedTime = clock()
    WHERE c.CacheName = clear_cache.cache_name
    RETURNING c.Version INTO version_now;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD003',
            MESSAGE = format('There is no cache "%s".', cache_name),
            HINT = format('The caches are: %s.', (SELECT string_agg(c.CacheName, ', ' ORDER BY c.CacheName) FROM Cache AS c));
    END IF;
    RETURN version_now;
END
$$;
COMMENT ON FUNCTION clear_cache(text) IS
'Has every program read anew what it keeps in memory (CONF-1). The database itself keeps nothing: for it a change of
Configuration holds at once, as for every runner. Returns the cache''s new version. Errors: PD003 no such cache, PD042 not
permitted. Locks: the cache''s row.';
