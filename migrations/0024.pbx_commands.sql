-- depends: 0023.hooks
-- What a real PBX is told besides: agents' lines, and what happens in the middle of a conversation.

ALTER TYPE PbxCommandKind ADD VALUE 'open_line';
ALTER TYPE PbxCommandKind ADD VALUE 'close_line';
ALTER TYPE PbxCommandKind ADD VALUE 'hold';
ALTER TYPE PbxCommandKind ADD VALUE 'resume';
ALTER TYPE PbxCommandKind ADD VALUE 'consult';
ALTER TYPE PbxCommandKind ADD VALUE 'take_back';
ALTER TYPE PbxCommandKind ADD VALUE 'transfer';

ALTER TABLE PbxCommand
ALTER COLUMN OutboundCallId DROP NOT NULL,
ADD COLUMN Turn integer NOT NULL DEFAULT 0,
ADD COLUMN WorkplaceId uuid,
ADD COLUMN Number text,
DROP CONSTRAINT PbxCommandOnce,
ADD CONSTRAINT PbxCommandOnce UNIQUE (PbxCallId, Command, Turn);
COMMENT ON COLUMN PbxCommand.OutboundCallId IS 'The call; NULL for the line of a workplace.';
COMMENT ON COLUMN PbxCommand.Turn IS
'Which time it is told for this attempt, from 0: an attempt is dialled and hung up once, but held more often.';
COMMENT ON COLUMN PbxCommand.WorkplaceId IS
'The workplace whose line is opened or closed; NULL for what is told of a call.';
COMMENT ON COLUMN PbxCommand.Number IS 'Whom to consult or to transfer to: a number, or the extension of a workplace.';
