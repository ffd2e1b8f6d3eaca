-- depends: 0013.attempts
-- Calls that wait for their result, by time, because the cycle begins its search where the last one ended
-- (ladder_mark). As a rule they are few, and an agent's own is found among them.

DROP INDEX CallWaitsForResult;
CREATE INDEX CallWaitsForResult ON OutboundCall (ChangedTime, AgentId) WHERE CallPhase = 'WaitForResult';
