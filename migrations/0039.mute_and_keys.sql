-- depends: 0036.reports
-- In the middle of a conversation: the agent is not heard, and keys are pressed for a machine at the other end.

ALTER TYPE PbxCommandKind ADD VALUE 'mute';
ALTER TYPE PbxCommandKind ADD VALUE 'unmute';
ALTER TYPE PbxCommandKind ADD VALUE 'send_keys';

ALTER TABLE OutboundCall
ADD COLUMN Muted Flag,
ADD COLUMN KeysSent integer;
COMMENT ON COLUMN OutboundCall.Muted IS
'1: nobody hears the agent, neither the customer nor who is consulted; 0: they do; NULL = there is no conversation by
telephone.';
COMMENT ON COLUMN OutboundCall.KeysSent IS
'How many keys the agent has sent in the conversation; NULL = there is none by telephone. Kept by send_keys; which keys
they were is not kept anywhere.';

-- Not in PbxCommand, which is kept and read by many: keys may be the number of a card.
CREATE TABLE PbxKeys (
    PbxCommandId bigint PRIMARY KEY REFERENCES PbxCommand ON DELETE CASCADE,
    Keys text NOT NULL
);
COMMENT ON TABLE PbxKeys IS
'Keys that wait to be sent. A row is gone as soon as a runner has taken or dropped its command.';
COMMENT ON COLUMN PbxKeys.PbxCommandId IS 'The send_keys that they belong to.';
COMMENT ON COLUMN PbxKeys.Keys IS 'The keys, in their order: 0 to 9, *, #, A to D.';

COMMENT ON COLUMN CallEvent.EventType IS
'What, as PhaseTransition calls it; besides: level, rule, moved (to another list), assigned (to one agent alone),
unassigned (from then on for all), put on hold, taken off hold, consultation, consultation over, muted, unmuted, keys
sent, transferred instead of ended, and transfer failed, after which the conversation goes on.';
