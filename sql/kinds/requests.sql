-- A caller whose connection broke asks again, with the same key, and gets the first answer.
CREATE OR REPLACE FUNCTION first_answer(request_key uuid) RETURNS bigint
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF request_key IS NULL THEN
        RETURN NULL;
    END IF;
    -- Whoever is the first to write the key holds it until its transaction ends; others wait here.
    INSERT INTO Request AS r (RequestKey, Answer, CreatedTime) VALUES (request_key, 0, clock())
    ON CONFLICT DO NOTHING;
    IF FOUND THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT r.Answer FROM Request AS r WHERE r.RequestKey = first_answer.request_key);
END
$$;
COMMENT ON FUNCTION first_answer(uuid) IS
'The answer that a request with this key got before; NULL for a first one, which then keeps its answer with keep_answer
in the same transaction, and for no key. Locks: the key, which makes a repeated request wait for the first.';

CREATE OR REPLACE FUNCTION keep_answer(request_key uuid, answer bigint) RETURNS bigint
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF request_key IS NOT NULL THEN
        UPDATE Request AS r SET Answer = keep_answer.answer WHERE r.RequestKey = keep_answer.request_key;
    END IF;
    RETURN answer;
END
$$;
COMMENT ON FUNCTION keep_answer(uuid, bigint) IS 'Keeps the answer to the request with this key, and returns it.';
