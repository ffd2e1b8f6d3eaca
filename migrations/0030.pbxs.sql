-- depends: 0025.trunks 0026.recordings 0027.transfer 0028.lines
-- Several PBXs, and which of them a runner drives. What of a conversation could not be done, for its agent to know.

ALTER TABLE Runner ADD COLUMN PbxId uuid REFERENCES Pbx;
CREATE INDEX RunnerByPbx ON Runner (PbxId);
COMMENT ON COLUMN Runner.PbxId IS 'The PBX that it drives; NULL = it was started without the name of one.';

ALTER TABLE PbxCommand ADD COLUMN PbxId uuid;
COMMENT ON COLUMN PbxCommand.PbxId IS
'Of an originate, an open_line and the hangup of a caller: the PBX that it is for, once it was taken that of the runner;
NULL = any. What follows an originate or open_line is for the same PBX.';

ALTER TABLE Recording ADD COLUMN PbxId uuid;
COMMENT ON COLUMN Recording.PbxId IS 'The PBX that has the file; NULL = the only one there is.';

ALTER TABLE OutboundCall ADD COLUMN TalkProblem text;
COMMENT ON COLUMN OutboundCall.TalkProblem IS
'What the agent wanted in the conversation and the PBX could not do, with its reason; NULL = nothing. It goes with the
next thing that is done.';

COMMENT ON COLUMN CallEvent.EventType IS
'What, as PhaseTransition calls it; besides: level, rule, put on hold, taken off hold, consultation, consultation over,
transferred instead of ended, and transfer failed, after which the conversation goes on.';
