-- depends: 0003.windows 0004.people
-- What prescribes calls: lists, import batches, retry rules, result details.

CREATE TYPE CallResult AS ENUM (
    'Active', 'Busy', 'Cancelled', 'Completed', 'Failed', 'Neglected', 'NoAnswer', 'NoResult',
    'Paused', 'Prepared', 'Scheduled', 'TalkError', 'ToContinue'
);
COMMENT ON TYPE CallResult IS 'Status of a call; the order gives the integer in LiteralLookup group 42.';
CREATE TYPE ListActivity AS ENUM ('Prepared', 'Running', 'Paused', 'Completed');
COMMENT ON TYPE ListActivity IS 'State of an outbound list; only Running distributes.';
CREATE TYPE DialingMode AS ENUM ('Preview', 'Progressive', 'Power', 'Predictive', 'Ivr');
COMMENT ON TYPE DialingMode IS 'How a list is dialled.';
CREATE TYPE PreviewEnd AS ENUM ('Dial', 'TakeBack');
COMMENT ON TYPE PreviewEnd IS 'What happens when the preview time is over.';
CREATE TYPE DuplicatePolicy AS ENUM ('Skip', 'Update', 'Keep');
COMMENT ON TYPE DuplicatePolicy IS 'What an import does with a number that the list has already.';
CREATE TYPE RetryAction AS ENUM ('SameNumber', 'NextNumber', 'Stop');
COMMENT ON TYPE RetryAction IS 'What follows an attempt.';

CREATE TABLE OutboundList (
    OutboundListId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    DisplayName text NOT NULL,
    ProjectId uuid NOT NULL REFERENCES Project,
    LanguageId uuid REFERENCES Language,
    Activity ListActivity NOT NULL DEFAULT 'Prepared',
    DialingMode DialingMode NOT NULL DEFAULT 'Preview',
    ManualDistribution integer NOT NULL DEFAULT 0
    CONSTRAINT ManualDistributionNotNegative CHECK (ManualDistribution >= 0),
    PreviewTime integer DEFAULT 30 CONSTRAINT PreviewTimeNotNegative CHECK (PreviewTime >= 0),
    PreviewEnd PreviewEnd NOT NULL DEFAULT 'Dial',
    RingTime integer NOT NULL DEFAULT 30 CONSTRAINT RingTimePositive CHECK (RingTime > 0),
    MaxOffers integer DEFAULT 10 CONSTRAINT MaxOffersPositive CHECK (MaxOffers > 0),
    MaxTrials integer DEFAULT 5 CONSTRAINT MaxTrialsPositive CHECK (MaxTrials > 0),
    OpenMissedAfter integer CONSTRAINT OpenMissedAfterPositive CHECK (OpenMissedAfter > 0),
    Country text,
    TimeZone text,
    CalendarId uuid REFERENCES Calendar,
    CallerId text,
    RankBatch integer CONSTRAINT RankBatchPositive CHECK (RankBatch > 0),
    Duplicates DuplicatePolicy NOT NULL DEFAULT 'Skip',
    AllowSharedNumber Flag NOT NULL DEFAULT 0,
    Deleted Flag NOT NULL DEFAULT 0
);
CREATE INDEX OutboundListByProject ON OutboundList (ProjectId);
CREATE INDEX OutboundListByLanguage ON OutboundList (LanguageId);
CREATE INDEX OutboundListByCalendar ON OutboundList (CalendarId);
COMMENT ON TABLE OutboundList IS 'Outbound lists (campaigns): each belongs to one project and prescribes calls.';
COMMENT ON COLUMN OutboundList.OutboundListId IS 'Key.';
COMMENT ON COLUMN OutboundList.DisplayName IS 'Name shown to people.';
COMMENT ON COLUMN OutboundList.ProjectId IS 'Project its calls belong to.';
COMMENT ON COLUMN OutboundList.LanguageId IS 'Language of its calls; NULL takes the project''s.';
COMMENT ON COLUMN OutboundList.Activity IS 'Prepared, Running, Paused, Completed; only Running distributes.';
COMMENT ON COLUMN OutboundList.DialingMode IS 'How it is dialled.';
COMMENT ON COLUMN OutboundList.ManualDistribution IS 'For how many attempts calls wait for manual release; 0 = none.';
COMMENT ON COLUMN OutboundList.PreviewTime IS 'Seconds of preview after accepting: 0 = none, NULL = without limit.';
COMMENT ON COLUMN OutboundList.PreviewEnd IS 'When the preview time is over: Dial, or TakeBack to the queue.';
COMMENT ON COLUMN OutboundList.RingTime IS 'Seconds a number rings before the PBX gives up.';
COMMENT ON COLUMN OutboundList.MaxOffers IS 'Offers made in vain after which a call is Neglected; NULL = never.';
COMMENT ON COLUMN OutboundList.MaxTrials IS 'Attempts after which a call is final; NULL = no limit.';
COMMENT ON COLUMN OutboundList.OpenMissedAfter IS
'Minutes after which a pre-distributed call that its agent does not take is open to anybody; NULL = it waits.';
COMMENT ON COLUMN OutboundList.Country IS
'Country (ISO code) by which national numbers are read; NULL takes DefaultCountry.';
COMMENT ON COLUMN OutboundList.TimeZone IS
'Time zone by name of calls whose number implies none; NULL takes DefaultTimeZone.';
COMMENT ON COLUMN OutboundList.CalendarId IS 'Opening hours and holidays in the called party''s zone; NULL = none.';
COMMENT ON COLUMN OutboundList.CallerId IS 'Number shown to the called party; NULL takes the project''s.';
COMMENT ON COLUMN OutboundList.RankBatch IS
'By how many ranks an import''s barrier rises at a time; NULL = no barrier.';
COMMENT ON COLUMN OutboundList.Duplicates IS 'What an import does with a number that the list has already.';
COMMENT ON COLUMN OutboundList.AllowSharedNumber IS '1: several attempts to one number at once (a switchboard).';
COMMENT ON COLUMN OutboundList.Deleted IS '1: no longer offered.';

CREATE TABLE OutboundListImport (
    OutboundListImportId bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    OutboundListId uuid NOT NULL REFERENCES OutboundList,
    DisplayName text NOT NULL,
    Active Flag NOT NULL DEFAULT 1,
    RankBarrier integer,
    FileHash text,
    Options jsonb NOT NULL DEFAULT '{}',
    RowsRead bigint NOT NULL DEFAULT 0,
    RowsImported bigint NOT NULL DEFAULT 0,
    RowsUpdated bigint NOT NULL DEFAULT 0,
    RowsDuplicate bigint NOT NULL DEFAULT 0,
    RowsRejected bigint NOT NULL DEFAULT 0,
    StartedTime timestamptz NOT NULL DEFAULT now(),
    FinishedTime timestamptz,
    UndoneTime timestamptz
);
CREATE INDEX OutboundListImportByList ON OutboundListImport (OutboundListId);
COMMENT ON TABLE OutboundListImport IS 'Import batches.';
COMMENT ON COLUMN OutboundListImport.OutboundListImportId IS 'Key.';
COMMENT ON COLUMN OutboundListImport.OutboundListId IS 'The list imported into.';
COMMENT ON COLUMN OutboundListImport.DisplayName IS 'Name shown to people, usually that of the file.';
COMMENT ON COLUMN OutboundListImport.Active IS '0: its calls are not distributed.';
COMMENT ON COLUMN OutboundListImport.RankBarrier IS 'Only calls up to this rank are distributed; NULL = all.';
COMMENT ON COLUMN OutboundListImport.FileHash IS 'Hash of the file, by which an import is resumed.';
COMMENT ON COLUMN OutboundListImport.Options IS 'How the file was read (delimiter, encoding, columns).';
COMMENT ON COLUMN OutboundListImport.RowsRead IS 'Data rows of the file dealt with so far.';
COMMENT ON COLUMN OutboundListImport.RowsImported IS 'Rows that became calls.';
COMMENT ON COLUMN OutboundListImport.RowsUpdated IS 'Rows that changed a call of the list.';
COMMENT ON COLUMN OutboundListImport.RowsDuplicate IS 'Rows left out because the list had the number.';
COMMENT ON COLUMN OutboundListImport.RowsRejected IS 'Rows refused, each with its reason.';
COMMENT ON COLUMN OutboundListImport.StartedTime IS 'When the import began.';
COMMENT ON COLUMN OutboundListImport.FinishedTime IS 'When it was complete; NULL = it can be resumed.';
COMMENT ON COLUMN OutboundListImport.UndoneTime IS 'When it was undone.';

CREATE TABLE RetryRule (
    RetryRuleId bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    OutboundListId uuid REFERENCES OutboundList ON DELETE CASCADE,
    CallResult CallResult NOT NULL,
    FromTrial integer NOT NULL DEFAULT 1 CONSTRAINT FromTrialPositive CHECK (FromTrial > 0),
    Delay integer NOT NULL DEFAULT 0 CONSTRAINT DelayNotNegative CHECK (Delay >= 0),
    Action RetryAction NOT NULL DEFAULT 'SameNumber',
    CONSTRAINT RetryRuleOnce UNIQUE NULLS NOT DISTINCT (OutboundListId, CallResult, FromTrial)
);
COMMENT ON TABLE RetryRule IS
'What follows an attempt: the rule of the list (else of no list) with the highest FromTrial not above the attempt.';
COMMENT ON COLUMN RetryRule.RetryRuleId IS 'Key.';
COMMENT ON COLUMN RetryRule.OutboundListId IS 'The list; NULL = every list that has no rule of its own for the result.';
COMMENT ON COLUMN RetryRule.CallResult IS 'Status in which the attempt ended.';
COMMENT ON COLUMN RetryRule.FromTrial IS 'From which attempt on the rule applies.';
COMMENT ON COLUMN RetryRule.Delay IS 'Seconds until the next attempt.';
COMMENT ON COLUMN RetryRule.Action IS 'The same number, the contact''s next number, or no further attempt.';

CREATE TABLE CallResultDetail (
    CallResultDetailId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    DisplayName text NOT NULL,
    CallResult CallResult NOT NULL
    CONSTRAINT CallResultIsFinal CHECK (CallResult NOT IN ('Active', 'Paused', 'Prepared', 'Scheduled', 'Neglected')),
    Channels integer NOT NULL DEFAULT 1,
    Rank integer NOT NULL DEFAULT 0,
    DefaultCode Flag NOT NULL DEFAULT 0,
    ProjectGroupMask text,
    Color text,
    Deleted Flag NOT NULL DEFAULT 0
);
COMMENT ON TABLE CallResultDetail IS 'Results that agents choose from; each maps to one general status.';
COMMENT ON COLUMN CallResultDetail.CallResultDetailId IS 'Key.';
COMMENT ON COLUMN CallResultDetail.DisplayName IS 'Name shown to people.';
COMMENT ON COLUMN CallResultDetail.CallResult IS 'General result: the status a call with this detail gets.';
COMMENT ON COLUMN CallResultDetail.Channels IS 'Bit mask of kinds of call: 1 inbound, 512 outbound, 1024 visitor.';
COMMENT ON COLUMN CallResultDetail.Rank IS 'Order in which they are offered.';
COMMENT ON COLUMN CallResultDetail.DefaultCode IS '1: offered first.';
COMMENT ON COLUMN CallResultDetail.ProjectGroupMask IS 'Only for projects whose group fits this LIKE mask; NULL = all.';
COMMENT ON COLUMN CallResultDetail.Color IS 'Colour on the pages, as #rrggbb.';
COMMENT ON COLUMN CallResultDetail.Deleted IS '1: no longer offered.';

INSERT INTO CallResultDetail (CallResultDetailId, DisplayName, CallResult, Channels, Rank, DefaultCode)
VALUES
('de7a0000-0000-4000-8000-000000000001', 'Done', 'Completed', 1537, 10, 1),
('de7a0000-0000-4000-8000-000000000002', 'Call another time', 'ToContinue', 513, 20, 0),
('de7a0000-0000-4000-8000-000000000003', 'Not interested', 'Completed', 513, 30, 0),
('de7a0000-0000-4000-8000-000000000004', 'Does not wish to be contacted', 'Cancelled', 513, 40, 0),
('de7a0000-0000-4000-8000-000000000005', 'Wrong number', 'Failed', 512, 50, 0),
('de7a0000-0000-4000-8000-000000000006', 'Answering machine', 'NoAnswer', 512, 60, 0),
('de7a0000-0000-4000-8000-000000000007', 'Bad line', 'TalkError', 513, 70, 0);
