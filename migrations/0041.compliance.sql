-- depends: 0040.dialling_ahead
-- Whom one may not call, and when: do-not-call lists of outbound lists, attempts by number and contact, and the rules
-- of countries as data.

-- Rule packs

CREATE TYPE RuleKind AS ENUM (
    'Hours', 'Holiday', 'Cap', 'Gap', 'RestAfterTalk', 'RefusalHold', 'MinRing', 'AbandonHold', 'AbandonLimit',
    'DoNotCall', 'DoNotCallAge', 'Consent', 'CallerId'
);
COMMENT ON TYPE RuleKind IS
'What a rule limits. Hours: when one may call, by the clock of who is called. Holiday: days on which one may not. Cap:
so many attempts in a window. Gap: from one attempt to the next. RestAfterTalk: after a conversation. RefusalHold: after
who was called did not wish it. MinRing: how long it has to ring. AbandonHold: after a call that was abandoned.
AbandonLimit: share of abandoned calls. DoNotCall: a do-not-call list has the number (no rule of a pack). DoNotCallAge:
how old a copy of the country''s register may be. Consent: prior consent. CallerId: a number is shown.';
CREATE TYPE CountedPer AS ENUM ('Number', 'Contact');
COMMENT ON TYPE CountedPer IS
'Whose attempts count: those to the number, or those to any number of the contact (of one without a contact: to the
number).';

CREATE TABLE RulePack (
    RulePackId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    DisplayName text NOT NULL CONSTRAINT RulePackHasName CHECK (btrim(DisplayName) <> ''),
    Country text CONSTRAINT PackCountryIsACode CHECK (Country ~ '^[A-Z]{2}$'),
    Source text NOT NULL,
    SourceDate date NOT NULL,
    MinRing integer,
    AbandonLimit numeric,
    AbandonHold integer,
    ConsentFrom timestamptz,
    NeedsCallerId Flag NOT NULL DEFAULT 0,
    HasHours Flag NOT NULL DEFAULT 0,
    LeastAttempts integer
);
COMMENT ON TABLE RulePack IS
'Rules of a country, or of a site, by which an outbound list dials (OutboundList.RulePackId). One that has no rules
closes its lists.';
COMMENT ON COLUMN RulePack.RulePackId IS 'Key.';
COMMENT ON COLUMN RulePack.DisplayName IS 'Name shown to people.';
COMMENT ON COLUMN RulePack.Country IS 'Whose rules these are; DoNotCallAge is for registers of this country.';
COMMENT ON COLUMN RulePack.Source IS 'Where they come from.';
COMMENT ON COLUMN RulePack.SourceDate IS 'Up to when that was looked through.';
COMMENT ON COLUMN RulePack.MinRing IS 'Of its rules: how many seconds it has to ring; kept by the system.';
COMMENT ON COLUMN RulePack.AbandonLimit IS 'Of its rules: abandoned calls in percent, at most; kept by the system.';
COMMENT ON COLUMN RulePack.AbandonHold IS
'Of its rules: hours for which an abandoned number rests; kept by the system.';
COMMENT ON COLUMN RulePack.ConsentFrom IS 'Of its rules: from when consent is needed; kept by the system.';
COMMENT ON COLUMN RulePack.NeedsCallerId IS '1: one of its rules wants a caller id; kept by the system.';
COMMENT ON COLUMN RulePack.HasHours IS
'1: one of its rules is of hours or holidays, or it has none; kept by the system.';
COMMENT ON COLUMN RulePack.LeastAttempts IS
'With fewer attempts to a number none of its rules about attempts can forbid the next one; NULL = it has none; kept by
the system.';

CREATE TABLE RulePackRule (
    RulePackRuleId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    RulePackId uuid NOT NULL REFERENCES RulePack ON DELETE CASCADE,
    Kind RuleKind NOT NULL CONSTRAINT RuleIsOfAPack CHECK (Kind <> 'DoNotCall'),
    Region text CONSTRAINT RegionIsACode CHECK (Region ~ '^[A-Z]{2}-[A-Z0-9]{1,3}$'),
    Weekdays text CONSTRAINT WeekdaysAreDays CHECK (Weekdays ~ '^[1-7]{1,7}$'),
    TimeFrom time,
    TimeTo time,
    Holiday text CONSTRAINT HolidayIsReadable CHECK (
        Holiday ~ '^([0-9]{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
        OR Holiday ~ '^easter([+-][0-9]{1,3})?$'
        OR Holiday ~ '^([1-4]|last) (Mon|Tue|Wed|Thu|Fri|Sat|Sun) (0[1-9]|1[0-2])$'),
    MaxCount integer CONSTRAINT MaxCountPositive CHECK (MaxCount > 0),
    WindowHours integer CONSTRAINT WindowHoursPositive CHECK (WindowHours > 0),
    Per CountedPer NOT NULL DEFAULT 'Number',
    Seconds integer CONSTRAINT SecondsInRange CHECK (Seconds BETWEEN 1 AND 300),
    Percent numeric CONSTRAINT PercentInRange CHECK (Percent BETWEEN 0 AND 100),
    StartsOn date,
    Source text NOT NULL CONSTRAINT RuleHasSource CHECK (btrim(Source) <> ''),
    SourceDate date NOT NULL,
    CONSTRAINT HoursHaveHours CHECK (
        Kind <> 'Hours' OR (num_nonnulls(Weekdays, TimeFrom, TimeTo) = 3 AND TimeFrom < TimeTo)),
    CONSTRAINT HolidayHasDay CHECK ((Kind = 'Holiday') = (Holiday IS NOT NULL)),
    CONSTRAINT CapHasCount CHECK ((Kind = 'Cap') = (MaxCount IS NOT NULL)),
    CONSTRAINT RestHasWindow CHECK (
        Kind NOT IN ('Cap', 'Gap', 'RestAfterTalk', 'RefusalHold', 'AbandonHold', 'DoNotCallAge')
        OR WindowHours IS NOT NULL),
    CONSTRAINT RingHasSeconds CHECK ((Kind = 'MinRing') = (Seconds IS NOT NULL)),
    CONSTRAINT LimitHasPercent CHECK ((Kind = 'AbandonLimit') = (Percent IS NOT NULL)),
    CONSTRAINT RegionIsOfNumbers CHECK (
        Region IS NULL OR Kind IN ('Hours', 'Holiday', 'Cap', 'Gap', 'RestAfterTalk', 'RefusalHold'))
);
CREATE INDEX RulePackRuleByPack ON RulePackRule (RulePackId, Kind);
COMMENT ON TABLE RulePackRule IS 'The rules of packs, each with its source.';
COMMENT ON COLUMN RulePackRule.RulePackRuleId IS 'Key.';
COMMENT ON COLUMN RulePackRule.RulePackId IS 'The pack.';
COMMENT ON COLUMN RulePackRule.Kind IS 'What it limits.';
COMMENT ON COLUMN RulePackRule.Region IS
'Only for numbers of this part of the country, such as US-FL, and for those of which the part is not known; NULL =
all.';
COMMENT ON COLUMN RulePackRule.Weekdays IS
'Of Hours: the days, as 12345 for Monday to Friday. Days that no rule of the region names are closed.';
COMMENT ON COLUMN RulePackRule.TimeFrom IS 'Of Hours: from when on, by the clock of who is called.';
COMMENT ON COLUMN RulePackRule.TimeTo IS 'Of Hours: until when (exclusive, up to 24:00).';
COMMENT ON COLUMN RulePackRule.Holiday IS
'Of Holiday: the day, as 12-25, 2026-07-04, easter, easter+39, 4 Thu 11 (the fourth Thursday of November), last Mon
05.';
COMMENT ON COLUMN RulePackRule.MaxCount IS 'Of Cap: how many attempts there may be in the window.';
COMMENT ON COLUMN RulePackRule.WindowHours IS 'Hours: the rolling window, the rest, the age of a register.';
COMMENT ON COLUMN RulePackRule.Per IS 'Whose attempts count.';
COMMENT ON COLUMN RulePackRule.Seconds IS 'Of MinRing: how long it has to ring.';
COMMENT ON COLUMN RulePackRule.Percent IS 'Of AbandonLimit: the share.';
COMMENT ON COLUMN RulePackRule.StartsOn IS 'From which day on it is in force, in UTC; NULL = it is.';
COMMENT ON COLUMN RulePackRule.Source IS 'Law, regulation or agreement that it comes from.';
COMMENT ON COLUMN RulePackRule.SourceDate IS 'When that was looked up.';

CREATE TABLE NumberRegion (
    Prefix text PRIMARY KEY,
    Region text NOT NULL
);
COMMENT ON TABLE NumberRegion IS
'In which part of a country numbers are: those of the United States by their area code.';
COMMENT ON COLUMN NumberRegion.Prefix IS 'First digits of the number in E.164, without the +.';
COMMENT ON COLUMN NumberRegion.Region IS 'The part, such as US-FL.';

-- Outbound lists and calls

ALTER TABLE OutboundList
ADD COLUMN RulePackId uuid REFERENCES RulePack,
ADD COLUMN HasConsent Flag NOT NULL DEFAULT 0,
ADD COLUMN DoNotCallLists uuid[],
ADD COLUMN DoNotCallUntil timestamptz;
CREATE INDEX OutboundListByRulePack ON OutboundList (RulePackId);
COMMENT ON COLUMN OutboundList.RulePackId IS 'The rules by which it dials; NULL = none but its own.';
COMMENT ON COLUMN OutboundList.HasConsent IS
'1: everybody on the list has consented to be called, or needs not (customers with a contract, surveys).';
COMMENT ON COLUMN OutboundList.DoNotCallLists IS
'The do-not-call lists that it keeps to; NULL = none; kept by the system.';
COMMENT ON COLUMN OutboundList.DoNotCallUntil IS
'When the first of its do-not-call lists is too old, from when on nothing is dialled; kept by the system.';

ALTER TABLE OutboundCall
ADD COLUMN HeldBy RuleKind,
ADD COLUMN ConsentTime timestamptz;
CREATE INDEX CallHeld ON OutboundCall (OutboundListId) WHERE HeldBy IS NOT NULL;
COMMENT ON COLUMN OutboundCall.HeldBy IS
'Which kind of rule has kept the waiting call out when it was last looked at; NULL = none. It is looked at again when
that may have changed.';
COMMENT ON COLUMN OutboundCall.ConsentTime IS
'When who is called consented to be called; NULL = nothing is known, unless of the contact or the list.';

ALTER TABLE Contact ADD COLUMN ConsentTime timestamptz;
COMMENT ON COLUMN Contact.ConsentTime IS 'When the contact consented to be called; NULL = nothing is known of it.';
CREATE INDEX CallHeldByContact ON OutboundCall (ContactId) WHERE ContactId IS NOT NULL AND HeldBy IS NOT NULL;
CREATE INDEX CallHeldByNumber ON OutboundCall (Number) WHERE HeldBy = 'DoNotCall';

ALTER TABLE CallResultDetail ADD COLUMN Refusal Flag NOT NULL DEFAULT 0;
COMMENT ON COLUMN CallResultDetail.Refusal IS '1: who was called does not wish to be called again (RefusalHold).';
UPDATE CallResultDetail SET Refusal = 1 WHERE CallResultDetailId = 'de7a0000-0000-4000-8000-000000000004';

-- Attempts

CREATE TABLE NumberAttempt (
    OutboundCallId bigint,
    DialTime timestamptz,
    Number text NOT NULL,
    ContactId uuid,
    ProjectId uuid,
    OutboundListId uuid NOT NULL,
    TalkTime timestamptz,
    AbandonedTime timestamptz,
    RefusedTime timestamptz,
    PRIMARY KEY (OutboundCallId, DialTime)
);
CREATE INDEX NumberAttemptByNumber ON NumberAttempt (Number, DialTime);
CREATE INDEX NumberAttemptByContact ON NumberAttempt (ContactId, DialTime) WHERE ContactId IS NOT NULL;
CREATE INDEX NumberAttemptByTime ON NumberAttempt (DialTime);
CREATE INDEX NumberAbandoned ON NumberAttempt (Number, AbandonedTime) WHERE AbandonedTime IS NOT NULL;
COMMENT ON TABLE NumberAttempt IS
'When a number was dialled for a list, and what is to be known of it before it is dialled again. Kept as long as a rule
asks for it, 31 days at least. No foreign keys: each attempt would pay for them.';
COMMENT ON COLUMN NumberAttempt.OutboundCallId IS 'The call.';
COMMENT ON COLUMN NumberAttempt.DialTime IS 'When it was dialled.';
COMMENT ON COLUMN NumberAttempt.Number IS 'The number, E.164.';
COMMENT ON COLUMN NumberAttempt.ContactId IS 'The contact; NULL = none is known.';
COMMENT ON COLUMN NumberAttempt.ProjectId IS 'The project.';
COMMENT ON COLUMN NumberAttempt.OutboundListId IS 'The list.';
COMMENT ON COLUMN NumberAttempt.TalkTime IS 'When a conversation began; NULL = there was none.';
COMMENT ON COLUMN NumberAttempt.AbandonedTime IS
'When it was abandoned: answered, and no agent was there; NULL = it was not.';
COMMENT ON COLUMN NumberAttempt.RefusedTime IS
'When who was called did not wish to be called again; NULL = did not say so.';

-- Do-not-call lists

ALTER TABLE DoNotCallList
ADD COLUMN ProjectId uuid REFERENCES Project ON DELETE CASCADE,
ADD COLUMN OnlyNamed Flag NOT NULL DEFAULT 0,
ADD COLUMN Country text CONSTRAINT RegisterCountryIsACode CHECK (Country ~ '^[A-Z]{2}$'),
ADD COLUMN MaxAgeDays integer CONSTRAINT MaxAgePositive CHECK (MaxAgeDays > 0),
ADD COLUMN RefreshedTime timestamptz;
CREATE INDEX DoNotCallListByProject ON DoNotCallList (ProjectId);
COMMENT ON TABLE DoNotCallList IS
'Lists of numbers that are not to be called: a site''s own, a country''s register. All outbound lists keep to it, those
of its project, or those that name it.';
COMMENT ON COLUMN DoNotCallList.ProjectId IS 'Only lists of this project keep to it; NULL = all.';
COMMENT ON COLUMN DoNotCallList.OnlyNamed IS '1: only lists that name it (OutboundListDoNotCall) keep to it.';
COMMENT ON COLUMN DoNotCallList.Country IS
'Whose register it is: how its numbers are read, and which DoNotCallAge limits it; NULL = none, DefaultCountry.';
COMMENT ON COLUMN DoNotCallList.MaxAgeDays IS
'Days after RefreshedTime from which on outbound lists that keep to it do not dial; NULL = as the rule pack says, if it
does.';
COMMENT ON COLUMN DoNotCallList.RefreshedTime IS 'As of when it is complete; NULL = never. An import sets it.';

CREATE TABLE OutboundListDoNotCall (
    OutboundListId uuid REFERENCES OutboundList ON DELETE CASCADE,
    DoNotCallListId uuid REFERENCES DoNotCallList ON DELETE CASCADE,
    PRIMARY KEY (OutboundListId, DoNotCallListId)
);
CREATE INDEX OutboundListDoNotCallByList ON OutboundListDoNotCall (DoNotCallListId);
COMMENT ON TABLE OutboundListDoNotCall IS 'Do-not-call lists that an outbound list keeps to, beside those for all.';
COMMENT ON COLUMN OutboundListDoNotCall.OutboundListId IS 'The outbound list.';
COMMENT ON COLUMN OutboundListDoNotCall.DoNotCallListId IS 'The do-not-call list.';

-- The key finds a number in the few lists that are asked for; a second index of fifty million numbers would be dear.
DROP INDEX DoNotCallByNumber;
COMMENT ON COLUMN DoNotCallNumber.Number IS
'The number, E.164; what is written here is normalised by the country of the list, else DefaultCountry.';

-- What is shipped. Not legal advice: each rule has its source. Sites add packs and rules of their own.

INSERT INTO RulePack (RulePackId, DisplayName, Country, Source, SourceDate)
VALUES
('c0de0000-0000-4000-8000-000000000001', 'United Kingdom', 'GB', 'Ofcom, ICO', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002', 'United States', 'US', 'FTC, FCC, states', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003', 'United States: debt collection', 'US', 'FTC, FCC, states, CFPB',
    '2026-11-27'),
('c0de0000-0000-4000-8000-000000000004', 'Germany', 'DE', 'UWG', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000005', 'France', 'FR', 'Code de la consommation', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000006', 'Czechia', 'CZ', 'Act 127/2005', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000007', 'Austria', 'AT', 'TKG', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000008', 'Netherlands', 'NL', 'Telecommunicatiewet', '2026-11-27');

INSERT INTO RulePackRule
(RulePackId, Kind, Region, Weekdays, TimeFrom, TimeTo, Holiday, MaxCount, WindowHours, Per,
    Seconds, Percent, StartsOn, Source, SourceDate)
VALUES
('c0de0000-0000-4000-8000-000000000001',
    'MinRing', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Number', 15, NULL, NULL,
    'Ofcom, revised statement on persistent misuse 2010, kept as practice since 1 Mar 2017', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000001',
    'AbandonHold', NULL, NULL, NULL, NULL, NULL, NULL, 72, 'Number', NULL, NULL, NULL,
    'Ofcom, revised statement on persistent misuse 2010, kept as practice since 1 Mar 2017', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000001',
    'AbandonLimit', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Number', NULL, 3, NULL,
    'Ofcom, revised statement on persistent misuse 2010, kept as practice since 1 Mar 2017', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000001',
    'CallerId', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Number', NULL, NULL, NULL,
    'Ofcom, persistent misuse 2016: the number shown can be called', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000001',
    'DoNotCallAge', NULL, NULL, NULL, NULL, NULL, NULL, 672, 'Number', NULL, NULL, NULL,
    'ICO, PECR: TPS and CTPS, effective after 28 days', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Hours', NULL, '1234567', '08:00', '21:00', NULL, NULL, NULL, 'Number', NULL, NULL, NULL,
    'FTC TSR, 16 CFR 310.4 and 47 CFR 64.1200', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'MinRing', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Number', 15, NULL, NULL,
    'FTC TSR, 16 CFR 310.4', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'AbandonLimit', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Number', NULL, 3, NULL,
    'FTC TSR, 16 CFR 310.4 and 47 CFR 64.1200: per 30 days', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'DoNotCallAge', NULL, NULL, NULL, NULL, NULL, NULL, 744, 'Number', NULL, NULL, NULL,
    'FTC TSR, 16 CFR 310.4: registry not older than 31 days', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'CallerId', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Number', NULL, NULL, NULL,
    '16 CFR 310.4(a)(8)', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Cap', 'US-FL', NULL, NULL, NULL, NULL, 3, 24, 'Contact', NULL, NULL, NULL,
    'Florida Telephone Solicitation Act, Fla. Stat. 501.616', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Cap', 'US-OK', NULL, NULL, NULL, NULL, 3, 24, 'Contact', NULL, NULL, NULL,
    'Oklahoma Telephone Solicitation Act of 2022', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Cap', 'US-MD', NULL, NULL, NULL, NULL, 3, 24, 'Contact', NULL, NULL, NULL,
    'Maryland Stop the Spam Calls Act of 2023', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Hours', 'US-FL', '1234567', '08:00', '20:00', NULL, NULL, NULL, 'Number', NULL, NULL, NULL,
    'Florida, Fla. Stat. 501.616 (summary of state laws)', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Hours', 'US-AL', '123456', '08:00', '20:00', NULL, NULL, NULL, 'Number', NULL, NULL, NULL,
    'Alabama Telemarketing Act (summary of state laws)', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Hours', 'US-CT', '1234567', '09:00', '20:00', NULL, NULL, NULL, 'Number', NULL, NULL, NULL,
    'Connecticut telemarketing law (summary of state laws)', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Hours', 'US-KY', '1234567', '10:00', '21:00', NULL, NULL, NULL, 'Number', NULL, NULL, NULL,
    'Kentucky telephone solicitation law (summary of state laws)', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Gap', 'US-ME', NULL, NULL, NULL, NULL, NULL, 8, 'Number', NULL, NULL, NULL,
    'Maine: one automated call in 8 hours (summary of state laws)', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-AL', NULL, NULL, NULL, '01-01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-AL', NULL, NULL, NULL, '3 Mon 01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-AL', NULL, NULL, NULL, '3 Mon 02', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-AL', NULL, NULL, NULL, 'last Mon 05', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-AL', NULL, NULL, NULL, '06-19', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-AL', NULL, NULL, NULL, '07-04', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-AL', NULL, NULL, NULL, '1 Mon 09', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-AL', NULL, NULL, NULL, '2 Mon 10', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-AL', NULL, NULL, NULL, '11-11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-AL', NULL, NULL, NULL, '4 Thu 11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-AL', NULL, NULL, NULL, '12-25', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-AL', NULL, NULL, NULL, '4 Mon 04', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-AL', NULL, NULL, NULL, '1 Mon 06', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-LA', NULL, NULL, NULL, '01-01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-LA', NULL, NULL, NULL, '3 Mon 01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-LA', NULL, NULL, NULL, '3 Mon 02', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-LA', NULL, NULL, NULL, 'last Mon 05', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-LA', NULL, NULL, NULL, '06-19', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-LA', NULL, NULL, NULL, '07-04', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-LA', NULL, NULL, NULL, '1 Mon 09', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-LA', NULL, NULL, NULL, '2 Mon 10', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-LA', NULL, NULL, NULL, '11-11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-LA', NULL, NULL, NULL, '4 Thu 11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-LA', NULL, NULL, NULL, '12-25', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-LA', NULL, NULL, NULL, 'easter-47', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-LA', NULL, NULL, NULL, 'easter-2', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-MS', NULL, NULL, NULL, '01-01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-MS', NULL, NULL, NULL, '3 Mon 01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-MS', NULL, NULL, NULL, '3 Mon 02', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-MS', NULL, NULL, NULL, 'last Mon 05', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-MS', NULL, NULL, NULL, '06-19', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-MS', NULL, NULL, NULL, '07-04', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-MS', NULL, NULL, NULL, '1 Mon 09', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-MS', NULL, NULL, NULL, '2 Mon 10', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-MS', NULL, NULL, NULL, '11-11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-MS', NULL, NULL, NULL, '4 Thu 11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-MS', NULL, NULL, NULL, '12-25', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-MS', NULL, NULL, NULL, 'last Mon 04', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-PA', NULL, NULL, NULL, '01-01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-PA', NULL, NULL, NULL, '3 Mon 01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-PA', NULL, NULL, NULL, '3 Mon 02', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-PA', NULL, NULL, NULL, 'last Mon 05', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-PA', NULL, NULL, NULL, '06-19', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-PA', NULL, NULL, NULL, '07-04', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-PA', NULL, NULL, NULL, '1 Mon 09', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-PA', NULL, NULL, NULL, '2 Mon 10', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-PA', NULL, NULL, NULL, '11-11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-PA', NULL, NULL, NULL, '4 Thu 11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-PA', NULL, NULL, NULL, '12-25', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-PA', NULL, NULL, NULL, 'easter-2', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-RI', NULL, NULL, NULL, '01-01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-RI', NULL, NULL, NULL, '3 Mon 01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-RI', NULL, NULL, NULL, '3 Mon 02', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-RI', NULL, NULL, NULL, 'last Mon 05', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-RI', NULL, NULL, NULL, '06-19', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-RI', NULL, NULL, NULL, '07-04', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-RI', NULL, NULL, NULL, '1 Mon 09', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-RI', NULL, NULL, NULL, '2 Mon 10', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-RI', NULL, NULL, NULL, '11-11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-RI', NULL, NULL, NULL, '4 Thu 11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-RI', NULL, NULL, NULL, '12-25', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-RI', NULL, NULL, NULL, '2 Mon 08', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-UT', NULL, NULL, NULL, '01-01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-UT', NULL, NULL, NULL, '3 Mon 01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-UT', NULL, NULL, NULL, '3 Mon 02', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-UT', NULL, NULL, NULL, 'last Mon 05', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-UT', NULL, NULL, NULL, '06-19', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-UT', NULL, NULL, NULL, '07-04', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-UT', NULL, NULL, NULL, '1 Mon 09', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-UT', NULL, NULL, NULL, '2 Mon 10', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-UT', NULL, NULL, NULL, '11-11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-UT', NULL, NULL, NULL, '4 Thu 11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-UT', NULL, NULL, NULL, '12-25', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000002',
    'Holiday', 'US-UT', NULL, NULL, NULL, '07-24', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Hours', NULL, '1234567', '08:00', '21:00', NULL, NULL, NULL, 'Number', NULL, NULL, NULL,
    'FTC TSR, 16 CFR 310.4 and 47 CFR 64.1200', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'MinRing', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Number', 15, NULL, NULL,
    'FTC TSR, 16 CFR 310.4', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'AbandonLimit', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Number', NULL, 3, NULL,
    'FTC TSR, 16 CFR 310.4 and 47 CFR 64.1200: per 30 days', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'DoNotCallAge', NULL, NULL, NULL, NULL, NULL, NULL, 744, 'Number', NULL, NULL, NULL,
    'FTC TSR, 16 CFR 310.4: registry not older than 31 days', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'CallerId', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Number', NULL, NULL, NULL,
    '16 CFR 310.4(a)(8)', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Cap', 'US-FL', NULL, NULL, NULL, NULL, 3, 24, 'Contact', NULL, NULL, NULL,
    'Florida Telephone Solicitation Act, Fla. Stat. 501.616', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Cap', 'US-OK', NULL, NULL, NULL, NULL, 3, 24, 'Contact', NULL, NULL, NULL,
    'Oklahoma Telephone Solicitation Act of 2022', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Cap', 'US-MD', NULL, NULL, NULL, NULL, 3, 24, 'Contact', NULL, NULL, NULL,
    'Maryland Stop the Spam Calls Act of 2023', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Hours', 'US-FL', '1234567', '08:00', '20:00', NULL, NULL, NULL, 'Number', NULL, NULL, NULL,
    'Florida, Fla. Stat. 501.616 (summary of state laws)', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Hours', 'US-AL', '123456', '08:00', '20:00', NULL, NULL, NULL, 'Number', NULL, NULL, NULL,
    'Alabama Telemarketing Act (summary of state laws)', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Hours', 'US-CT', '1234567', '09:00', '20:00', NULL, NULL, NULL, 'Number', NULL, NULL, NULL,
    'Connecticut telemarketing law (summary of state laws)', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Hours', 'US-KY', '1234567', '10:00', '21:00', NULL, NULL, NULL, 'Number', NULL, NULL, NULL,
    'Kentucky telephone solicitation law (summary of state laws)', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Gap', 'US-ME', NULL, NULL, NULL, NULL, NULL, 8, 'Number', NULL, NULL, NULL,
    'Maine: one automated call in 8 hours (summary of state laws)', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-AL', NULL, NULL, NULL, '01-01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-AL', NULL, NULL, NULL, '3 Mon 01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-AL', NULL, NULL, NULL, '3 Mon 02', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-AL', NULL, NULL, NULL, 'last Mon 05', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-AL', NULL, NULL, NULL, '06-19', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-AL', NULL, NULL, NULL, '07-04', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-AL', NULL, NULL, NULL, '1 Mon 09', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-AL', NULL, NULL, NULL, '2 Mon 10', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-AL', NULL, NULL, NULL, '11-11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-AL', NULL, NULL, NULL, '4 Thu 11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-AL', NULL, NULL, NULL, '12-25', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-AL', NULL, NULL, NULL, '4 Mon 04', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-AL', NULL, NULL, NULL, '1 Mon 06', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); Ala. Code 1-3-8', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-LA', NULL, NULL, NULL, '01-01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-LA', NULL, NULL, NULL, '3 Mon 01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-LA', NULL, NULL, NULL, '3 Mon 02', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-LA', NULL, NULL, NULL, 'last Mon 05', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-LA', NULL, NULL, NULL, '06-19', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-LA', NULL, NULL, NULL, '07-04', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-LA', NULL, NULL, NULL, '1 Mon 09', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-LA', NULL, NULL, NULL, '2 Mon 10', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-LA', NULL, NULL, NULL, '11-11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-LA', NULL, NULL, NULL, '4 Thu 11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-LA', NULL, NULL, NULL, '12-25', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-LA', NULL, NULL, NULL, 'easter-47', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-LA', NULL, NULL, NULL, 'easter-2', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); La. R.S. 1:55', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-MS', NULL, NULL, NULL, '01-01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-MS', NULL, NULL, NULL, '3 Mon 01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-MS', NULL, NULL, NULL, '3 Mon 02', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-MS', NULL, NULL, NULL, 'last Mon 05', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-MS', NULL, NULL, NULL, '06-19', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-MS', NULL, NULL, NULL, '07-04', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-MS', NULL, NULL, NULL, '1 Mon 09', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-MS', NULL, NULL, NULL, '2 Mon 10', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-MS', NULL, NULL, NULL, '11-11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-MS', NULL, NULL, NULL, '4 Thu 11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-MS', NULL, NULL, NULL, '12-25', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-MS', NULL, NULL, NULL, 'last Mon 04', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); Miss. Code 3-3-7', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-PA', NULL, NULL, NULL, '01-01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-PA', NULL, NULL, NULL, '3 Mon 01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-PA', NULL, NULL, NULL, '3 Mon 02', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-PA', NULL, NULL, NULL, 'last Mon 05', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-PA', NULL, NULL, NULL, '06-19', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-PA', NULL, NULL, NULL, '07-04', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-PA', NULL, NULL, NULL, '1 Mon 09', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-PA', NULL, NULL, NULL, '2 Mon 10', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-PA', NULL, NULL, NULL, '11-11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-PA', NULL, NULL, NULL, '4 Thu 11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-PA', NULL, NULL, NULL, '12-25', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-PA', NULL, NULL, NULL, 'easter-2', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 44 Pa. Stat. 11', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-RI', NULL, NULL, NULL, '01-01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-RI', NULL, NULL, NULL, '3 Mon 01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-RI', NULL, NULL, NULL, '3 Mon 02', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-RI', NULL, NULL, NULL, 'last Mon 05', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-RI', NULL, NULL, NULL, '06-19', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-RI', NULL, NULL, NULL, '07-04', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-RI', NULL, NULL, NULL, '1 Mon 09', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-RI', NULL, NULL, NULL, '2 Mon 10', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-RI', NULL, NULL, NULL, '11-11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-RI', NULL, NULL, NULL, '4 Thu 11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-RI', NULL, NULL, NULL, '12-25', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-RI', NULL, NULL, NULL, '2 Mon 08', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); R.I. Gen. Laws 25-1-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-UT', NULL, NULL, NULL, '01-01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-UT', NULL, NULL, NULL, '3 Mon 01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-UT', NULL, NULL, NULL, '3 Mon 02', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-UT', NULL, NULL, NULL, 'last Mon 05', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-UT', NULL, NULL, NULL, '06-19', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-UT', NULL, NULL, NULL, '07-04', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-UT', NULL, NULL, NULL, '1 Mon 09', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-UT', NULL, NULL, NULL, '2 Mon 10', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-UT', NULL, NULL, NULL, '11-11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-UT', NULL, NULL, NULL, '4 Thu 11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-UT', NULL, NULL, NULL, '12-25', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); 5 U.S.C. 6103 and Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Holiday', 'US-UT', NULL, NULL, NULL, '07-24', NULL, NULL, 'Number', NULL, NULL, NULL,
    'no calls on holidays (summary of state laws); Utah Code 63G-1-301', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'Cap', NULL, NULL, NULL, NULL, NULL, 7, 168, 'Contact', NULL, NULL, NULL,
    'CFPB Regulation F, 12 CFR 1006.14', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000003',
    'RestAfterTalk', NULL, NULL, NULL, NULL, NULL, NULL, 168, 'Contact', NULL, NULL, NULL,
    'CFPB Regulation F, 12 CFR 1006.14', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000004',
    'Consent', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Number', NULL, NULL, NULL,
    'UWG § 7(2), § 7a', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000004',
    'CallerId', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Number', NULL, NULL, NULL,
    'UWG § 7, number shown', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000005',
    'Hours', NULL, '12345', '10:00', '13:00', NULL, NULL, NULL, 'Number', NULL, NULL, NULL,
    'decree 2022-1313, in force since 1 Mar 2023', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000005',
    'Hours', NULL, '12345', '14:00', '20:00', NULL, NULL, NULL, 'Number', NULL, NULL, NULL,
    'decree 2022-1313, in force since 1 Mar 2023', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000005',
    'Holiday', NULL, NULL, NULL, NULL, '01-01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'decree 2022-1313, in force since 1 Mar 2023; holidays: Code du travail L3133-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000005',
    'Holiday', NULL, NULL, NULL, NULL, 'easter+1', NULL, NULL, 'Number', NULL, NULL, NULL,
    'decree 2022-1313, in force since 1 Mar 2023; holidays: Code du travail L3133-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000005',
    'Holiday', NULL, NULL, NULL, NULL, '05-01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'decree 2022-1313, in force since 1 Mar 2023; holidays: Code du travail L3133-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000005',
    'Holiday', NULL, NULL, NULL, NULL, '05-08', NULL, NULL, 'Number', NULL, NULL, NULL,
    'decree 2022-1313, in force since 1 Mar 2023; holidays: Code du travail L3133-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000005',
    'Holiday', NULL, NULL, NULL, NULL, 'easter+39', NULL, NULL, 'Number', NULL, NULL, NULL,
    'decree 2022-1313, in force since 1 Mar 2023; holidays: Code du travail L3133-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000005',
    'Holiday', NULL, NULL, NULL, NULL, 'easter+50', NULL, NULL, 'Number', NULL, NULL, NULL,
    'decree 2022-1313, in force since 1 Mar 2023; holidays: Code du travail L3133-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000005',
    'Holiday', NULL, NULL, NULL, NULL, '07-14', NULL, NULL, 'Number', NULL, NULL, NULL,
    'decree 2022-1313, in force since 1 Mar 2023; holidays: Code du travail L3133-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000005',
    'Holiday', NULL, NULL, NULL, NULL, '08-15', NULL, NULL, 'Number', NULL, NULL, NULL,
    'decree 2022-1313, in force since 1 Mar 2023; holidays: Code du travail L3133-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000005',
    'Holiday', NULL, NULL, NULL, NULL, '11-01', NULL, NULL, 'Number', NULL, NULL, NULL,
    'decree 2022-1313, in force since 1 Mar 2023; holidays: Code du travail L3133-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000005',
    'Holiday', NULL, NULL, NULL, NULL, '11-11', NULL, NULL, 'Number', NULL, NULL, NULL,
    'decree 2022-1313, in force since 1 Mar 2023; holidays: Code du travail L3133-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000005',
    'Holiday', NULL, NULL, NULL, NULL, '12-25', NULL, NULL, 'Number', NULL, NULL, NULL,
    'decree 2022-1313, in force since 1 Mar 2023; holidays: Code du travail L3133-1', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000005',
    'Cap', NULL, NULL, NULL, NULL, NULL, 4, 720, 'Contact', NULL, NULL, NULL,
    'decree 2022-1313, in force since 1 Mar 2023', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000005',
    'RefusalHold', NULL, NULL, NULL, NULL, NULL, NULL, 1440, 'Contact', NULL, NULL, NULL,
    'decree 2022-1313, in force since 1 Mar 2023: 60 days', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000005',
    'Consent', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Number', NULL, NULL, '2026-08-11',
    'law of 30 June 2025', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000006',
    'Consent', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Number', NULL, NULL, NULL,
    'Act 127/2005 as amended by 374/2021, since 1 Jan 2022', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000007',
    'Consent', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Number', NULL, NULL, NULL,
    'TKG 2021 § 174: no marketing call without prior consent', '2026-11-27'),
('c0de0000-0000-4000-8000-000000000008',
    'Consent', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Number', NULL, NULL, NULL,
    'Telecommunicatiewet 11.7, opt-in since 1 Jul 2021', '2026-11-27');

-- What the triggers keep from now on.
UPDATE RulePack AS k
SET MinRing = r.MinRing, AbandonLimit = r.AbandonLimit, AbandonHold = r.AbandonHold, ConsentFrom = r.ConsentFrom,
    NeedsCallerId = r.NeedsCallerId, HasHours = r.HasHours, LeastAttempts = r.LeastAttempts
FROM (
    SELECT p.RulePackId, max(p.Seconds) AS MinRing, min(p.Percent) AS AbandonLimit,
        max(p.WindowHours) FILTER (WHERE p.Kind = 'AbandonHold') AS AbandonHold,
        min(coalesce(p.StartsOn::timestamp AT TIME ZONE 'UTC', 'epoch'))
            FILTER (WHERE p.Kind = 'Consent') AS ConsentFrom,
        count(*) FILTER (WHERE p.Kind = 'CallerId')::integer AS NeedsCallerId,
        least(count(*) FILTER (WHERE p.Kind IN ('Hours', 'Holiday')), 1) AS HasHours,
        min(CASE WHEN p.Kind = 'Cap' THEN p.MaxCount ELSE 1 END) FILTER (
            WHERE p.Kind IN ('Cap', 'Gap', 'RestAfterTalk', 'RefusalHold')) AS LeastAttempts
    FROM RulePackRule AS p
    GROUP BY p.RulePackId
) AS r
WHERE k.RulePackId = r.RulePackId;
UPDATE OutboundList AS l
SET DoNotCallLists = (SELECT array_agg(d.DoNotCallListId ORDER BY d.DoNotCallListId) FROM DoNotCallList AS d);
