-- depends: 0006.calls
-- What an import reads, checks and leaves behind. Calls themselves go into OutboundCall.

CREATE TYPE ImportField AS ENUM (
    'Number', 'NumberGiven', 'DisplayName', 'Priority', 'ScheduleTime', 'TimeMode', 'TimeFrom', 'TimeTo', 'TimeZone',
    'Language', 'Agent', 'Predistributed', 'PreferredAgent', 'Skill', 'Proficiency', 'CallKey', 'CallerId',
    'ExtendedFields'
);
COMMENT ON TYPE ImportField IS
'What a column of a file can become; ExtendedFields keeps it under its own heading.';
CREATE TYPE ImportOutcome AS ENUM ('Imported', 'Updated', 'Duplicate', 'Rejected');
COMMENT ON TYPE ImportOutcome IS 'What becomes of a row of a file.';

CREATE TABLE ImportHeading (
    Heading text PRIMARY KEY,
    Field ImportField,
    CONSTRAINT HeadingIsFolded CHECK (Heading = lower(Heading) AND Heading !~ '[[:space:]_.-]')
);
COMMENT ON TABLE ImportHeading IS
'Headings of files that are understood by themselves, besides the fields'' own names. Add those that your files have.';
COMMENT ON COLUMN ImportHeading.Heading IS
'The heading as fold_heading gives it: small letters, without diacritics, blanks and punctuation.';
COMMENT ON COLUMN ImportHeading.Field IS 'What such a column becomes; NULL = it is left out.';

INSERT INTO ImportHeading (Heading, Field)
SELECT Heading, Field::ImportField
FROM (VALUES
    ('Number', 'phone phoneno phonenumber phone1 telephone telephoneno telephonenumber tel tel1 telno telnumber
        mobile mobileno mobilenumber mobilephone cell cellphone cellnumber gsm msisdn e164 callednumber contactnumber
        telefon telefon1 telefonnicislo cislotelefonu telcislo mobil mobilnitelefon mobilnicislo cislomobilu
        telefonnummer telefonnr telnr rufnummer mobilnummer mobilnr mobiltelefon handy handynr handynummer'),
    ('DisplayName', 'name fullname firstname lastname givenname familyname surname customer customername client
        clientname contact contactname jmeno prijmeni jmenoaprijmeni prijmeniajmeno celejmeno krestnijmeno zakaznik
        klient kontakt vorname nachname vorundnachname kunde kundenname kontaktname ansprechpartner'),
    ('Priority', 'prio priorita prioritat prioritaet'),
    ('ScheduleTime', 'schedule scheduled scheduledtime callat notbefore termin casvolani'),
    ('TimeFrom', 'volatod zeitvon'),
    ('TimeTo', 'volatdo zeitbis'),
    ('TimeZone', 'tz casovepasmo casovazona zeitzone'),
    ('Language', 'lang languagecode languageid jazyk sprache'),
    ('Agent', 'agentid agentlogin operator'),
    ('PreferredAgent', 'preferredagentid preferredagentlogin'),
    ('CallKey', 'externalid externalkey'),
    -- An exported call's own history is not imported again.
    (NULL, 'outboundcallid outboundlistimportid outboundlist project callresult callphase callresultdetail cause trial
        createdtime enqueueingtime distributiontime dialtime ringingtime answertime endtime postcallendtime')
) AS Known (Field, Headings)
CROSS JOIN LATERAL regexp_split_to_table(Headings, '\s+') AS Heading;

ALTER TABLE OutboundListImport
ADD COLUMN Duplicates DuplicatePolicy NOT NULL DEFAULT 'Skip',
ADD COLUMN AllOrNothing Flag NOT NULL DEFAULT 0,
ADD COLUMN DryRun Flag NOT NULL DEFAULT 0,
ADD COLUMN LastLine bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN OutboundListImport.Duplicates IS 'What it does with a number that the list has already.';
COMMENT ON COLUMN OutboundListImport.AllOrNothing IS '1: one rejected row refuses the whole file.';
COMMENT ON COLUMN OutboundListImport.DryRun IS '1: rows are checked and counted, and no call is written.';
COMMENT ON COLUMN OutboundListImport.LastLine IS 'Line of the file up to which it has been dealt with.';
-- One import at a time of one file into one list; who is killed goes on with it.
CREATE UNIQUE INDEX OutboundListImportOnce ON OutboundListImport (OutboundListId, FileHash)
WHERE FinishedTime IS NULL AND UndoneTime IS NULL;

CREATE TABLE ImportRow (
    OutboundListImportId bigint,
    Line bigint CONSTRAINT LinePositive CHECK (Line > 0),
    Problem text,
    Number text,
    NumberGiven text,
    DisplayName text,
    Priority text,
    ScheduleTime text,
    TimeMode text,
    TimeFrom text,
    TimeTo text,
    TimeZone text,
    Language text,
    Agent text,
    Predistributed text,
    PreferredAgent text,
    Skill text,
    Proficiency text,
    CallKey text,
    CallerId text,
    ExtendedFields jsonb,
    PRIMARY KEY (OutboundListImportId, Line)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
COMMENT ON TABLE ImportRow IS
'Rows of files as they were read, until import_batch takes them; NULL = empty. No foreign key: each row would pay for
it.';
COMMENT ON COLUMN ImportRow.OutboundListImportId IS 'The import, from begin_import.';
COMMENT ON COLUMN ImportRow.Line IS 'Line of the file on which the row begins; ascending from chunk to chunk.';
COMMENT ON COLUMN ImportRow.Problem IS 'Why the row could not be read; it is rejected with these words.';
COMMENT ON COLUMN ImportRow.Number IS 'The number in any spelling.';
COMMENT ON COLUMN ImportRow.NumberGiven IS 'What is kept as the number given; NULL takes Number.';
COMMENT ON COLUMN ImportRow.DisplayName IS 'Name of the called party.';
COMMENT ON COLUMN ImportRow.Priority IS 'A whole number; higher goes first.';
COMMENT ON COLUMN ImportRow.ScheduleTime IS
'Not before this moment: 2026-11-24 10:00 or 24.11.2026 10:00, with an offset or in the list''s zone.';
COMMENT ON COLUMN ImportRow.TimeMode IS 'None, Range, Daily, Weekly or Yearly.';
COMMENT ON COLUMN ImportRow.TimeFrom IS 'From when the call may be dialled, wall clock.';
COMMENT ON COLUMN ImportRow.TimeTo IS 'Until when the call may be dialled, wall clock.';
COMMENT ON COLUMN ImportRow.TimeZone IS 'Zone of TimeFrom and TimeTo by name.';
COMMENT ON COLUMN ImportRow.Language IS 'A language''s code, name or id.';
COMMENT ON COLUMN ImportRow.Agent IS
'An agent''s login or id: gets the call alone if Predistributed, else is preferred.';
COMMENT ON COLUMN ImportRow.Predistributed IS 'A yes or a no: only Agent gets the call.';
COMMENT ON COLUMN ImportRow.PreferredAgent IS 'Login or id of the agent who gets the call when free.';
COMMENT ON COLUMN ImportRow.Skill IS 'Least knowledge asked for, 0 to 100.';
COMMENT ON COLUMN ImportRow.Proficiency IS 'Least proficiency asked for, 0 to 100.';
COMMENT ON COLUMN ImportRow.CallKey IS 'Key in another system, 48 characters at most.';
COMMENT ON COLUMN ImportRow.CallerId IS 'Number shown to the called party.';
COMMENT ON COLUMN ImportRow.ExtendedFields IS 'All other columns by their headings.';

CREATE TYPE ImportCall AS (
    Line bigint,
    Outcome ImportOutcome,
    Reason text,
    Turn integer,
    Rank integer,
    Number text,
    NumberGiven text,
    DisplayName text,
    Priority integer,
    ScheduleTime timestamptz,
    TimeMode TimeMode,
    TimeFrom text,
    TimeTo text,
    TimeZone text,
    LanguageId uuid,
    AgentId uuid,
    Predistributed smallint,
    PreferredAgentId uuid,
    Skill integer,
    Proficiency integer,
    CallKey text,
    CallerId text,
    ExtendedFields jsonb
);
COMMENT ON TYPE ImportCall IS
'A row of a file after its check: what becomes of it and why, and its values; NULL = not given.';

CREATE TABLE ImportReject (
    OutboundListImportId bigint REFERENCES OutboundListImport ON DELETE CASCADE,
    Line bigint,
    Outcome ImportOutcome NOT NULL,
    Reason text NOT NULL,
    Given jsonb,
    PRIMARY KEY (OutboundListImportId, Line)
);
COMMENT ON TABLE ImportReject IS
'Rows of files that were not taken: every rejected one, and the first 10,000 duplicates of each import.';
COMMENT ON COLUMN ImportReject.OutboundListImportId IS 'The import.';
COMMENT ON COLUMN ImportReject.Line IS 'Line of the file on which the row begins.';
COMMENT ON COLUMN ImportReject.Outcome IS 'Rejected or Duplicate.';
COMMENT ON COLUMN ImportReject.Reason IS 'Why, with the value.';
COMMENT ON COLUMN ImportReject.Given IS 'A rejected row as it was read.';

CREATE TABLE ImportNumber (
    OutboundListImportId bigint REFERENCES OutboundListImport ON DELETE CASCADE,
    Number text,
    PRIMARY KEY (OutboundListImportId, Number)
);
COMMENT ON TABLE ImportNumber IS
'Numbers that a dry run would have imported, so that it finds those that come again.';
COMMENT ON COLUMN ImportNumber.OutboundListImportId IS 'The dry run.';
COMMENT ON COLUMN ImportNumber.Number IS 'The number, E.164.';
