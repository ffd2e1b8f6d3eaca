-- depends: 0028.lines
-- The agent's page finds contacts while their name or number is being typed.

CREATE INDEX ContactByName ON Contact (lower(DisplayName) text_pattern_ops);
CREATE INDEX ContactByLastName ON Contact (lower(regexp_replace(DisplayName, '^.*\s', '')) text_pattern_ops);
CREATE INDEX PhoneNumberByNumber ON PhoneNumber (Number text_pattern_ops);
