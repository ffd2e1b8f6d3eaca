-- What a call's change of phase means to its agent and seat.
CREATE OR REPLACE FUNCTION follow_agent(
    agent_id uuid, workplace_id uuid, project_id uuid, from_phase CallPhase, to_phase CallPhase, is_live boolean,
    is_missed boolean, outbound_list_id uuid
) RETURNS void
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    pause record;
    now_is timestamptz;
    busy record;
    -- Of lists that dial by themselves: how long agents are busy tells when they will be ready.
    is_paced CONSTANT boolean := EXISTS (
        SELECT FROM OutboundList AS l
        WHERE l.OutboundListId = follow_agent.outbound_list_id AND l.DialingMode IN ('Progressive', 'Power', 'Predictive'));
BEGIN
    IF is_missed THEN
        -- DIST-10: too many offers missed in a row, and the agent leaves Ready; the seat rests (Agent blocked [s]).
        now_is := clock();
        UPDATE Agent AS a
        SET LastCallUtc = now_is,
            BusySince = NULL,
            BusyListId = NULL,
            MissedCalls = CASE WHEN a.MissedCalls + 1 >= a.MaxMissedCalls THEN 0 ELSE a.MissedCalls + 1 END,
            StatusUntil = CASE WHEN a.MissedCalls + 1 >= a.MaxMissedCalls THEN NULL ELSE a.StatusUntil END,
            AgentStatusId = CASE
                WHEN a.MissedCalls + 1 >= a.MaxMissedCalls THEN find_status(configuration('MissedCallsStatus'))
                ELSE a.AgentStatusId
            END
        WHERE a.AgentId = follow_agent.agent_id;
        UPDATE Workplace AS w
        SET BlockedUntil = now_is + w.Blocking * interval '1 second'
        WHERE w.WorkplaceId = follow_agent.workplace_id AND w.Blocking > 0;
    ELSIF is_live AND to_phase = 'AgentTalk' THEN
        UPDATE Agent AS a
        SET LastCallUtc = clock(), MissedCalls = 0,
            BusySince = CASE WHEN is_paced THEN clock() END,
            BusyListId = CASE WHEN is_paced THEN follow_agent.outbound_list_id END
        WHERE a.AgentId = follow_agent.agent_id;
    ELSIF is_live AND to_phase IN ('AgentPreCall', 'AgentDialing', 'AgentRing') THEN
        -- Missed offers are counted in a row.
        UPDATE Agent AS a
        SET MissedCalls = CASE to_phase WHEN 'AgentRing' THEN a.MissedCalls ELSE 0 END,
            BusySince = CASE WHEN is_paced THEN clock() END,
            BusyListId = CASE WHEN is_paced THEN follow_agent.outbound_list_id END
        WHERE a.AgentId = follow_agent.agent_id AND (a.MissedCalls > 0 OR is_paced OR a.BusySince IS NOT NULL);
    ELSIF NOT is_live AND from_phase IN ('AgentDialing', 'AgentTalk', 'AgentRing') THEN
        -- The post-call pause (PCP-1, PCP-2); a status that the agent chose during the call stays.
        now_is := clock();
        SELECT p.PostCallPause, p.AutomaticPcpStatus INTO pause
        FROM Project AS p
        WHERE p.ProjectId = follow_agent.project_id AND (from_phase = 'AgentTalk' OR p.PcpUnanswered = 1);
        IF pause.PostCallPause IS NOT NULL THEN
            UPDATE Agent AS a
            SET LastCallUtc = now_is,
                AgentStatusId = coalesce(pause.AutomaticPcpStatus, default_status('PostCall')),
                StatusUntil = now_is + nullif(pause.PostCallPause, 0) * interval '1 second'
            FROM AgentStatus AS s
            WHERE a.AgentId = follow_agent.agent_id
                AND s.AgentStatusId = a.AgentStatusId AND (s.Activity = 'Ready' OR s.CallPreDistribute = 1);
        END IF;
        IF pause.PostCallPause IS NULL OR NOT FOUND THEN
            SELECT a.BusySince, a.BusyListId INTO busy FROM Agent AS a WHERE a.AgentId = follow_agent.agent_id;
            UPDATE Agent AS a
            SET LastCallUtc = now_is, BusySince = NULL, BusyListId = NULL
            WHERE a.AgentId = follow_agent.agent_id;
            IF from_phase = 'AgentTalk' THEN
                PERFORM note_handle_time(busy.BusyListId, busy.BusySince);
            END IF;
        END IF;
    END IF;
END
$$;
COMMENT ON FUNCTION follow_agent(uuid, uuid, uuid, CallPhase, CallPhase, boolean, boolean, uuid) IS
'Keeps the agent and the seat of a call that changed its phase: LastCallUtc, missed offers, the status after too many of
them, the post-call pause, the blocked seat (DIST-5, DIST-10, PCP-1, PCP-2), and since when a call of a list that dials by itself
keeps the agent busy (PRED-1). is_live: it is in progress after the
change; is_missed: an offer of it was made in vain. Locks: the agent, then the workplace.';
