CREATE OR REPLACE FUNCTION editor_call(parameters jsonb, save boolean DEFAULT FALSE)
RETURNS TABLE (
    outbound_call_id bigint, number text, project_id uuid, outbound_list_id uuid, language_id uuid, contact_id uuid,
    phone_number_id uuid, issue_id uuid, message_id uuid, chat_id uuid, agent_id uuid, predistributed boolean,
    call_type CallType, call_key text, display_name text, priority integer, time_zone text, schedule_time timestamptz,
    time_mode TimeMode, time_from text, time_to text
)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    given jsonb := url_parameters(parameters);
    phone record;
    list_time_zone text;
BEGIN
    PERFORM demand('OutboundCall', 'Write');
    PERFORM check_url_ids(given);
    call_type := CASE lower(given ->> 'calltype') WHEN 'visitor' THEN 'Visitor'::CallType ELSE 'DialOut' END;
    IF lower(given ->> 'calltype') NOT IN ('visitor', 'dialout') THEN
        PERFORM refuse_parameter('CallType', given ->> 'calltype', 'is no kind of call that the editor makes',
            'Give Visitor, or leave it out; a private call is dialled by Cmd=PrivateCall.');
    END IF;
    call_key := given ->> 'callkey';
    predistributed := url_flag(given, 'Predist');
    phone_number_id := url_id(given, 'PhoneNumberId');
    SELECT n.Number, n.ContactId INTO phone FROM PhoneNumber AS n WHERE n.PhoneNumberId = phone_number_id;

    -- The precedence, in one place (URL-1): what is given; else what a case that is given says; else the message, the
    -- chat, and the case that they belong to.
    SELECT w.MessageId, w.ChatId, coalesce(own.IssueId, m.IssueId, h.IssueId),
        coalesce(k.ContactId, phone.ContactId, own.ContactId, m.ContactId, h.ContactId, theirs.ContactId),
        coalesce(w.ProjectId, own.ProjectId, theirs.ProjectId, l.ProjectId),
        coalesce(w.LanguageId, own.LanguageId, theirs.LanguageId),
        l.OutboundListId, l.TimeZone
    INTO message_id, chat_id, issue_id, contact_id, project_id, language_id, outbound_list_id, list_time_zone
    FROM (
        SELECT url_id(given, 'MessageId') AS MessageId, url_id(given, 'ChatId') AS ChatId,
            url_id(given, 'ProjectId') AS ProjectId, url_id(given, 'LanguageId') AS LanguageId
    ) AS w
    LEFT JOIN Message AS m ON m.MessageId = w.MessageId
    LEFT JOIN Chat AS h ON h.ChatId = w.ChatId
    LEFT JOIN Issue AS own ON CASE
        WHEN given ? 'issueid' THEN own.IssueId = url_id(given, 'IssueId')
        ELSE own.IssueKey = given ->> 'issuekey'
    END
    LEFT JOIN Issue AS theirs ON own.IssueId IS NULL AND theirs.IssueId = coalesce(m.IssueId, h.IssueId)
    LEFT JOIN Contact AS k ON CASE
        WHEN given ? 'contactid' THEN k.ContactId = url_id(given, 'ContactId')
        ELSE k.ContactKey = given ->> 'contactkey'
    END
    LEFT JOIN LATERAL (
        -- The list that is given, else the first of the project.
        SELECT o.OutboundListId, o.ProjectId, o.TimeZone
        FROM OutboundList AS o
        WHERE o.Deleted = 0 AND CASE
            WHEN given ? 'outboundlistid' THEN o.OutboundListId = url_id(given, 'OutboundListId')
            ELSE o.ProjectId = coalesce(w.ProjectId, own.ProjectId, theirs.ProjectId) AND o.Activity <> 'Completed'
        END
        ORDER BY o.Activity = 'Running' DESC, o.DisplayName, o.OutboundListId
        LIMIT 1
    ) AS l ON TRUE;

    IF phone.ContactId <> contact_id THEN
        PERFORM refuse_parameter('PhoneNumberId', phone_number_id::text, 'is a number of another contact',
            'Leave out PhoneNumberId, or the contact.');
    END IF;
    IF call_type = 'DialOut' AND outbound_list_id IS NULL THEN
        IF project_id IS NULL THEN
            PERFORM refuse_parameter('OutboundListId', NULL, 'is missing', 'Give OutboundListId or ProjectId.');
        END IF;
        PERFORM refuse_parameter('ProjectId', project_id::text, 'has no outbound list that takes calls',
            'Give OutboundListId, or make a list for the project.');
    END IF;

    IF given ? 'number' THEN
        number := url_number(given, 'Number', outbound_list_id);
    ELSIF phone.Number IS NOT NULL THEN
        number := phone.Number;
    ELSIF call_type = 'DialOut' THEN
        PERFORM refuse_parameter('Number', NULL, 'is missing', 'Give the number to be called.');
    END IF;
    -- When: by a clock at the called party.
    display_name := given ->> 'displayname';
    priority := coalesce(url_integer(given, 'Priority'), 0);
    time_zone := url_zone(given, number, list_time_zone);
    schedule_time := url_time(given, 'ScheduleTime', time_zone);
    time_mode := url_time_mode(given, time_zone);
    IF time_mode <> 'None' THEN
        time_from := given ->> 'timefrom';
        time_to := given ->> 'timeto';
    END IF;
    -- Without an AgentId it is the agent who is logged in here.
    agent_id := coalesce(url_id(given, 'AgentId'), acting_agent());
    IF agent_id IS NULL AND (predistributed OR call_type = 'Visitor') THEN
        PERFORM refuse_parameter('AgentId', NULL, 'is missing', 'Give the agent whom the call is for, or log in.');
    END IF;
    PERFORM demand('OutboundCall', 'Write', agent_id);

    IF save AND call_type = 'Visitor' THEN
        outbound_call_id := create_visitor(
            agent_id, number, project_id, outbound_list_id, language_id, issue_id, contact_id, call_key);
    ELSIF save THEN
        INSERT INTO OutboundCall AS c
        (Number, NumberGiven, OutboundListId, ProjectId, LanguageId, ContactId, PhoneNumberId, IssueId, MessageId, ChatId,
            CallKey, AgentId, Predistributed, PreferredAgentId, DisplayName, Priority, TimeZone, ScheduleTime, TimeMode,
            TimeFrom, TimeTo)
        VALUES
        (number, coalesce(given ->> 'number', number), outbound_list_id, project_id, language_id, contact_id, phone_number_id,
            issue_id, message_id, chat_id, call_key, CASE WHEN predistributed THEN agent_id END, predistributed::integer,
            CASE WHEN NOT predistributed THEN agent_id END, display_name, priority, given ->> 'timezone', schedule_time,
            time_mode, time_from, time_to)
        RETURNING c.OutboundCallId, c.LanguageId INTO outbound_call_id, language_id;
    END IF;
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION editor_call(jsonb, boolean) IS
'The call that the parameters of the editor''s URL describe, each a text under its name (URL-1): Number (needed),
Predist, AgentId, CallKey, IssueId, IssueKey, ProjectId, OutboundListId (or OutboundList), LanguageId, ContactId,
ContactKey, PhoneNumberId, MessageId, ChatId, CallType (Visitor), and besides those of the page DisplayName, Priority,
ScheduleTime, TimeMode, TimeFrom, TimeTo, TimeZone. Ids go before keys; what is given before what the case says; the case
that is given before that of the message or chat; without a list it is the first of the project: a running one, by name.
A ScheduleTime without a zone is read by a clock at the called party (time_zone). Other parameters are left alone.
save: create it; otherwise it is only worked out and checked. Returns the call as it is, or would be; outbound_call_id
NULL when it is not created. Errors: PD010 number, PD011 window, PD015 CallKey, PD022 a visitor''s agent is not logged
in, PD033 a parameter is missing, malformed, unknown or contradicts another, PD042 not permitted; the error''s COLUMN is
the parameter.';
