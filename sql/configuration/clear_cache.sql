CREATE OR REPLACE FUNCTION clear_cache(cache_name text DEFAULT 'DataStructures.Config') RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    cleared bigint;
BEGIN
    PERFORM demand('Configuration', 'Write');
    UPDATE Cache AS c
    SET Version = c.Version + 1, ClearedTime = clock()
    WHERE c.CacheName = clear_cache.cache_name
    RETURNING c.Version INTO cleared;
    IF NOT FOUND THEN
        PERFORM refuse_cache(cache_name);
    END IF;
    RETURN cleared;
END
$$;
COMMENT ON FUNCTION clear_cache(text) IS
'Has every process read anew what it keeps in a cache, within a second instead of a minute (CONF-1). In the database
nothing is kept: there a change holds from its commit on. Returns the cache''s version. Errors: PD003 no such cache.
Locks: its row of Cache.';

CREATE OR REPLACE FUNCTION cache_version(cache_name text DEFAULT 'DataStructures.Config') RETURNS bigint
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    version_now bigint;
BEGIN
    SELECT c.Version INTO version_now FROM Cache AS c WHERE c.CacheName = cache_version.cache_name;
    IF NOT FOUND THEN
        PERFORM refuse_cache(cache_name);
    END IF;
    RETURN version_now;
END
$$;
COMMENT ON FUNCTION cache_version(text) IS
'The version of a cache, which processes compare with the one they know. Errors: PD003 no such cache. Locks nothing.';

CREATE OR REPLACE FUNCTION refuse_cache(cache_name text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'PD003',
        COLUMN = 'CacheName',
        MESSAGE = format('There is no cache "%s".', cache_name),
        HINT = format('There is: %s.', (SELECT string_agg(c.CacheName, ', ' ORDER BY c.CacheName) FROM Cache AS c));
END
$$;
COMMENT ON FUNCTION refuse_cache(text) IS 'Raises PD003 for a cache that is not there; the hint has those that are.';
