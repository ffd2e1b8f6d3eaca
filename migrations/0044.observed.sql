-- depends: 0043.resting
-- A holiday that falls on a Saturday or a Sunday is kept on a weekday, and calls of that day are closed as well.

ALTER TABLE RulePackRule
DROP CONSTRAINT HolidayIsReadable,
ADD CONSTRAINT HolidayIsReadable CHECK (
    Holiday ~ '^([0-9]{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
    OR Holiday ~ '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]) observed$'
    OR Holiday ~ '^easter([+-][0-9]{1,3})?$'
    OR Holiday ~ '^([1-4]|last) (Mon|Tue|Wed|Thu|Fri|Sat|Sun) (0[1-9]|1[0-2])$');
COMMENT ON COLUMN RulePackRule.Holiday IS
'Of Holiday: the day, as 12-25, 2026-07-04, easter, easter+39, 4 Thu 11 (the fourth Thursday of November), last Mon
05; 07-04 observed: the Friday before a Saturday, the Monday after a Sunday.';

-- Whether a state keeps the Friday or the Monday too differs and changes: all six are closed then. Triggers of the
-- release before, if there are any, cannot read such a day: they are replaced after this, in the same transaction.
ALTER TABLE RulePackRule DISABLE TRIGGER USER;
INSERT INTO RulePackRule (RulePackId, Kind, Region, Holiday, Source, SourceDate)
SELECT r.RulePackId, r.Kind, r.Region, r.Holiday || ' observed',
    r.Source || '; kept on a weekday: 5 U.S.C. 6103(b), Executive Order 11582 and state laws alike', date '2026-11-27'
FROM RulePackRule AS r
WHERE r.Kind = 'Holiday' AND r.Region LIKE 'US-%' AND r.Holiday ~ '^[0-9]{2}-[0-9]{2}$'
    AND r.RulePackId IN ('c0de0000-0000-4000-8000-000000000002', 'c0de0000-0000-4000-8000-000000000003');
ALTER TABLE RulePackRule ENABLE TRIGGER USER;
