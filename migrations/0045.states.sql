-- depends: 0044.observed
-- More of the United States whose hours are narrower than 8 to 21, the federal ones.

INSERT INTO RulePackRule (RulePackId, Kind, Region, Weekdays, TimeFrom, TimeTo, Source, SourceDate)
SELECT k.RulePackId, 'Hours', s.Region, s.Weekdays, s.TimeFrom::time, s.TimeTo::time, s.Source, date '2026-11-27'
FROM RulePack AS k
CROSS JOIN (
    VALUES
    ('US-LA', '123456', '08:00', '20:00', 'Louisiana PSC General Order R-29617 V(A)(2), La. R.S. 45:811'),
    ('US-MA', '1234567', '08:00', '20:00', 'Massachusetts, Mass. G.L. c. 159C (summary of state laws)'),
    ('US-MD', '1234567', '08:00', '20:00', 'Maryland Stop the Spam Calls Act of 2023 (summary of state laws)'),
    ('US-MI', '1234567', '09:00', '21:00', 'Michigan, MCL 445.111 ff. (summary of state laws)'),
    ('US-MN', '1234567', '09:00', '21:00', 'Minnesota, Minn. Stat. 325E.30 (summary of state laws)'),
    ('US-MS', '123456', '08:00', '20:00', 'Mississippi, Miss. Code 77-3-723'),
    ('US-NM', '1234567', '09:00', '21:00', 'New Mexico, NMSA 57-12-22 (summary of state laws)'),
    ('US-NV', '1234567', '09:00', '20:00', 'Nevada, NRS 599B (summary of state laws)'),
    ('US-OK', '1234567', '08:00', '20:00', 'Oklahoma Telephone Solicitation Act of 2022, 15 O.S. 775C'),
    ('US-RI', '12345', '09:00', '18:00', 'Rhode Island, R.I. Gen. Laws 5-61-2 and 5-61-3.6'),
    ('US-RI', '6', '10:00', '17:00', 'Rhode Island, R.I. Gen. Laws 5-61-2 and 5-61-3.6'),
    ('US-SD', '12345', '09:00', '21:00', 'South Dakota, SDCL 37-30-28: weekdays, with automated dialing'),
    ('US-TX', '123456', '09:00', '21:00', 'Texas, Bus. & Com. Code 301.051'),
    ('US-TX', '7', '12:00', '21:00', 'Texas, Bus. & Com. Code 301.051'),
    ('US-UT', '123456', '08:00', '21:00', 'Utah Code 13-25a-103(3)'),
    ('US-WA', '1234567', '08:00', '20:00', 'Washington, RCW 80.36.390 and 19.158.040')
) AS s (Region, Weekdays, TimeFrom, TimeTo, Source)
WHERE k.RulePackId IN ('c0de0000-0000-4000-8000-000000000002', 'c0de0000-0000-4000-8000-000000000003');
