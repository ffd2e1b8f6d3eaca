-- depends: 0029.inbound
-- Figures of lists by time, for whoever watches them: the history, counted once it is written.

CREATE TABLE ListTally (
    OutboundListId uuid REFERENCES OutboundList ON DELETE CASCADE,
    FromTime timestamptz,
    Attempts integer NOT NULL,
    Answered integer NOT NULL,
    Finished integer NOT NULL,
    PRIMARY KEY (OutboundListId, FromTime)
) WITH (fillfactor = 70);
CREATE INDEX ListTallyByTime ON ListTally (FromTime);
COMMENT ON TABLE ListTally IS
'What happened to the calls of a list in five minutes, for pages and forecasts; by the list that a call was in when it
was counted. tally_calls fills it.';
COMMENT ON COLUMN ListTally.OutboundListId IS 'The list.';
COMMENT ON COLUMN ListTally.FromTime IS 'When the five minutes began.';
COMMENT ON COLUMN ListTally.Attempts IS 'Calls that were dialled.';
COMMENT ON COLUMN ListTally.Answered IS 'Calls that were answered, whoever by.';
COMMENT ON COLUMN ListTally.Finished IS
'Calls that came to an end with nothing to follow: a final status or Neglected, and no retry.';

CREATE TABLE TallyReader (
    TallyReaderId smallint PRIMARY KEY CONSTRAINT OneTallyReader CHECK (TallyReaderId = 1),
    TalliedTo bigint NOT NULL DEFAULT 0,
    MarkTo bigint NOT NULL DEFAULT 0,
    MarkTransaction xid8
);
INSERT INTO TallyReader (TallyReaderId) VALUES (1);
COMMENT ON TABLE TallyReader IS 'One row: how far the history has been counted into ListTally.';
COMMENT ON COLUMN TallyReader.TallyReaderId IS 'Always 1.';
COMMENT ON COLUMN TallyReader.TalliedTo IS 'Up to this CallEventId everything has been counted.';
COMMENT ON COLUMN TallyReader.MarkTo IS 'Up to where is counted when MarkTransaction and all before are over.';
COMMENT ON COLUMN TallyReader.MarkTransaction IS
'The first transaction that cannot have a CallEventId up to MarkTo; NULL = nothing is marked.';

ALTER TABLE ListCensus ADD COLUMN Retry bigint NOT NULL DEFAULT 0,
ADD COLUMN OldestDue timestamptz,
ADD COLUMN Details jsonb NOT NULL DEFAULT '{}';
COMMENT ON COLUMN ListCensus.Retry IS 'Those of the waiting calls that were dialled before.';
COMMENT ON COLUMN ListCensus.OldestDue IS
'Since when the call has waited that waits longest of those due; NULL = none is.';
COMMENT ON COLUMN ListCensus.Details IS 'Calls by result detail: {"id of the detail": 12}.';
