-- Whom an agent names to be consulted or to take a call over: the one place that says what such a name means.
CREATE OR REPLACE FUNCTION refuse_target(target text, reason text, remedy text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'PD068',
        MESSAGE = format('"%s" cannot be called now: %s.', target, reason),
        HINT = remedy;
END
$$;
COMMENT ON FUNCTION refuse_target(text, text, text) IS
'Raises PD068: why the target cannot be consulted or take a call over, and what to do instead.';

CREATE OR REPLACE FUNCTION who_sits_at(extension text) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN coalesce((
        SELECT a.Login
        FROM Workplace AS w
        INNER JOIN Agent AS a ON a.WorkplaceId = w.WorkplaceId
        WHERE w.Number = who_sits_at.extension AND w.Deleted = 0
        ORDER BY a.AgentId
        LIMIT 1
    ), extension);
END
$$;
COMMENT ON FUNCTION who_sits_at(text) IS
'The login of the agent who sits at the workplace with this extension; where there is none, what was given.';

CREATE OR REPLACE FUNCTION talk_target(target text, agent_id uuid, call_number text, outbound_list_id uuid)
RETURNS TABLE (Dialled text, Shown text)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    named CONSTANT text := btrim(talk_target.target);
    country text;
    colleague record;
    parsed record;
BEGIN
    IF coalesce(named, '') = '' THEN
        PERFORM refuse_target('', 'nobody is named', 'Give a number, a login or an extension.');
    END IF;
    SELECT a.DisplayName, a.Login, w.Number INTO colleague
    FROM Agent AS a
    LEFT JOIN Workplace AS w ON w.WorkplaceId = a.WorkplaceId
    WHERE a.Login = named AND a.Deleted = 0;
    IF FOUND THEN
        IF colleague.Number IS NULL THEN
            PERFORM refuse_target(named, format('%s is not logged in', colleague.DisplayName),
                'Name somebody who is, or a number.');
        END IF;
        Dialled := colleague.Number;
        Shown := colleague.Login;
    ELSIF EXISTS (SELECT FROM Workplace AS w WHERE w.Number = named AND w.Deleted = 0) THEN
        Dialled := named;
        Shown := who_sits_at(named);
    ELSE
        SELECT coalesce(
            (SELECT l.Country FROM OutboundList AS l WHERE l.OutboundListId = talk_target.outbound_list_id),
            configuration('DefaultCountry')) INTO country;
        parsed := parse_number(named, country);
        IF parsed.problem IS NOT NULL THEN
            PERFORM refuse_target(named,
                format('no agent has this login, no workplace this extension, and as a number (country %s) %s',
                    coalesce(country, 'not given'), (explain_number_problem(parsed.problem)).reason),
                'Give a number, the login of another agent, or the extension of a workplace.');
        END IF;
        Dialled := parsed.e164;
        Shown := parsed.e164;
    END IF;
    IF Dialled = call_number THEN
        PERFORM refuse_target(named, 'it is the customer', 'Name somebody else.');
    ELSIF EXISTS (
        SELECT FROM Agent AS a
        INNER JOIN Workplace AS w ON w.WorkplaceId = a.WorkplaceId
        WHERE a.AgentId = talk_target.agent_id AND w.Number = Dialled)
    THEN
        PERFORM refuse_target(named, 'it is the telephone of the agent who has the call', 'Name somebody else.');
    END IF;
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION talk_target(text, uuid, text, uuid) IS
'Whom a target means: the login of an agent, else the extension of a workplace, else a telephone number, read by the
country of the list. agent_id has the call, call_number is the customer''s. Returns Dialled, what the PBX is to dial (an
extension or a number in E.164), and Shown, what people read (a login, else the same). Errors: PD068 nobody is named,
nobody is found, the agent is not logged in, or it is the agent or the customer. Locks nothing.';
