-- depends: 0009.imports
-- Attempts in progress are found without looking at other calls: those to a number of their own by
-- OneAttemptPerNumber, the few others by this index.

CREATE INDEX AttemptSharingNumber ON OutboundCall (Number)
WHERE CallResult = 'Active' AND CallPhase <> 'WaitForResult' AND SharedNumber = 1;

-- An agent's attempt was looked for in the index of the workplaces, through all attempts there are: to the planner one
-- index was as good as the other. Now only a question about workplaces can use it.
DROP INDEX OneAttemptPerWorkplace;
CREATE UNIQUE INDEX OneAttemptPerWorkplace ON OutboundCall (WorkplaceId)
WHERE CallResult = 'Active'
AND CallPhase IN ('AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall', 'AgentDialing', 'AgentTalk', 'AgentRing')
AND WorkplaceId IS NOT NULL;
