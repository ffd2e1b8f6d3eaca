-- depends: 0020.grids 0028.lines 0029.inbound
-- The search of calls goes by agent and by the end of the last attempt. Calls that were never begun are in neither
-- index, so imports pay nothing for them.

CREATE INDEX CallByAgent ON OutboundCall (AgentId, OutboundCallId) WHERE AgentId IS NOT NULL;
CREATE INDEX CallByEndTime ON OutboundCall (EndTime, OutboundCallId) WHERE EndTime IS NOT NULL;
