-- depends: 0024.pbx_commands
-- Agents' telephones: an open line stays up for the whole shift, otherwise the telephone is rung for each call.

CREATE TYPE LineMode AS ENUM ('OnDemand', 'OpenLine');
COMMENT ON TYPE LineMode IS 'How an agent''s telephone takes part in calls.';

ALTER TABLE Workplace
ADD COLUMN LineMode LineMode NOT NULL DEFAULT 'OnDemand',
ADD COLUMN LineId text,
ADD COLUMN LineTime timestamptz,
ADD CONSTRAINT LineUpHasId CHECK (LineTime IS NULL OR LineId IS NOT NULL);
CREATE UNIQUE INDEX WorkplaceByLine ON Workplace (LineId) WHERE LineId IS NOT NULL;
COMMENT ON COLUMN Workplace.LineMode IS
'OpenLine: the telephone is rung when the agent logs in and stays up for the shift, so that an answered call joins at
once. OnDemand: it is rung for each call.';
COMMENT ON COLUMN Workplace.LineId IS
'Id on the PBX of the open line that is there or has been asked for; NULL = none. Made here, before it is rung.';
COMMENT ON COLUMN Workplace.LineTime IS 'Since when the open line is up; NULL = it is not.';
