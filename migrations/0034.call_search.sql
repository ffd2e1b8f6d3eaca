-- depends: 0020.grids 0028.lines 0029.inbound
-- The search of calls goes by the end of the last attempt. Calls that were never begun are not in the index, so imports
-- pay nothing for it. There is none by agent: each offer would write to it.

CREATE INDEX CallByEndTime ON OutboundCall (EndTime, OutboundCallId) WHERE EndTime IS NOT NULL;
