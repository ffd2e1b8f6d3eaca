-- depends: 0014.results
-- What operators watch: figures of runners, and a census of the lists.

ALTER TABLE Runner ADD COLUMN CycleTime timestamptz,
ADD COLUMN CycleSeconds double precision,
ADD COLUMN PbxReady Flag;
COMMENT ON COLUMN Runner.CycleTime IS
'When it last ran the cycle, to the seconds between two signs of life; NULL = not yet.';
COMMENT ON COLUMN Runner.CycleSeconds IS 'Seconds that the longest cycle took between its last two signs of life.';
COMMENT ON COLUMN Runner.PbxReady IS
'1: it drives its PBX; 0: it has no connection, or compares channels; NULL = it has not said.';

CREATE TABLE ListCensus (
    OutboundListId uuid PRIMARY KEY REFERENCES OutboundList ON DELETE CASCADE,
    CountedTime timestamptz NOT NULL,
    Seconds double precision NOT NULL,
    Waiting bigint NOT NULL,
    Due bigint NOT NULL,
    Counts jsonb NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX ListCensusByTime ON ListCensus (CountedTime);
COMMENT ON TABLE ListCensus IS
'The calls of each list as they were counted last, beside the cycle, so that whoever watches need not count.';
COMMENT ON COLUMN ListCensus.OutboundListId IS 'The list.';
COMMENT ON COLUMN ListCensus.CountedTime IS 'When it was counted.';
COMMENT ON COLUMN ListCensus.Seconds IS 'How long that took; what takes long is done less often.';
COMMENT ON COLUMN ListCensus.Waiting IS 'Calls that wait to be dialled: statuses Scheduled and Prepared.';
COMMENT ON COLUMN ListCensus.Due IS 'Those of them that may be dialled now, as far as time goes.';
COMMENT ON COLUMN ListCensus.Counts IS 'Calls by phase and status: {"Enqueue": {"Scheduled": 12}}.';
