-- depends: 0028.lines
-- The agent's page: contacts are found while their name or number is typed, and an agent's day is seen.

CREATE INDEX ContactByName ON Contact (lower(DisplayName) text_pattern_ops);
CREATE INDEX ContactByLastName ON Contact (lower(regexp_replace(DisplayName, '^.*\s', '')) text_pattern_ops);
CREATE INDEX PhoneNumberByNumber ON PhoneNumber (Number text_pattern_ops);

-- Whose attempts ended when, also of calls that others have by now.
CREATE INDEX CallEventByAgent ON CallEvent (AgentId, EventTime)
WHERE FromResult = 'Active' AND ToResult NOT IN ('Active', 'Scheduled');
