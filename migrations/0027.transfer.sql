-- depends: 0024.pbx_commands
-- What an agent does in the middle of a conversation: hold, consult, transfer.

CREATE TYPE TalkState AS ENUM ('Talking', 'OnHold', 'Consulting');
COMMENT ON TYPE TalkState IS
'Where a conversation by telephone is: the agent talks with the customer, or the customer is on hold, or waits while the
agent consults somebody.';

ALTER TABLE OutboundCall
ADD COLUMN TalkState TalkState,
ADD COLUMN ConsultNumber text,
ADD COLUMN TransferredTo text;
COMMENT ON COLUMN OutboundCall.TalkState IS 'Where the conversation is; NULL = there is none by telephone.';
COMMENT ON COLUMN OutboundCall.ConsultNumber IS
'Whom the agent consults, as the PBX dials it: a number in E.164 or an extension; NULL = nobody. A login may be written
as well.';
COMMENT ON COLUMN OutboundCall.TransferredTo IS
'To whom the last attempt was transferred: an agent''s login, a number in E.164, or the extension of a workplace where
nobody sat; NULL = to nobody.';

COMMENT ON COLUMN CallEvent.EventType IS
'What, as PhaseTransition calls it; besides: level, rule, put on hold, taken off hold, consultation, consultation over,
and transferred instead of ended.';
