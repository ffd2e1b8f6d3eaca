-- depends: 0014.results
-- Kinds of call besides those of lists: private calls, which are forgotten when they end, and visitors, who need no
-- number; and what calls refer to: cases, messages, chats.

CREATE TABLE Issue (
    IssueId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    IssueKey text,
    DisplayName text,
    ProjectId uuid REFERENCES Project,
    LanguageId uuid REFERENCES Language,
    ContactId uuid REFERENCES Contact,
    ExtendedFields jsonb
);
CREATE UNIQUE INDEX IssueKeyOnce ON Issue (IssueKey) WHERE IssueKey IS NOT NULL;
CREATE INDEX IssueByProject ON Issue (ProjectId);
CREATE INDEX IssueByLanguage ON Issue (LanguageId);
CREATE INDEX IssueByContact ON Issue (ContactId);
COMMENT ON TABLE Issue IS 'Cases that calls belong to.';
COMMENT ON COLUMN Issue.IssueId IS 'Key.';
COMMENT ON COLUMN Issue.IssueKey IS 'Key in another system.';
COMMENT ON COLUMN Issue.DisplayName IS 'What it is about.';
COMMENT ON COLUMN Issue.ProjectId IS 'Project that a call for it gets; NULL = none.';
COMMENT ON COLUMN Issue.LanguageId IS 'Language that a call for it gets; NULL = none.';
COMMENT ON COLUMN Issue.ContactId IS 'Contact that a call for it gets; NULL = none.';
COMMENT ON COLUMN Issue.ExtendedFields IS 'Whatever else is known.';

CREATE TABLE Message (
    MessageId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    MessageKey text,
    DisplayName text,
    IssueId uuid REFERENCES Issue,
    ContactId uuid REFERENCES Contact
);
CREATE UNIQUE INDEX MessageKeyOnce ON Message (MessageKey) WHERE MessageKey IS NOT NULL;
CREATE INDEX MessageByIssue ON Message (IssueId);
CREATE INDEX MessageByContact ON Message (ContactId);
COMMENT ON TABLE Message IS 'Messages (mail, SMS, …) that calls come from.';
COMMENT ON COLUMN Message.MessageId IS 'Key.';
COMMENT ON COLUMN Message.MessageKey IS 'Key in another system.';
COMMENT ON COLUMN Message.DisplayName IS 'What it is about.';
COMMENT ON COLUMN Message.IssueId IS 'Case it belongs to.';
COMMENT ON COLUMN Message.ContactId IS 'Who wrote it.';

CREATE TABLE Chat (
    ChatId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    ChatKey text,
    DisplayName text,
    IssueId uuid REFERENCES Issue,
    ContactId uuid REFERENCES Contact
);
CREATE UNIQUE INDEX ChatKeyOnce ON Chat (ChatKey) WHERE ChatKey IS NOT NULL;
CREATE INDEX ChatByIssue ON Chat (IssueId);
CREATE INDEX ChatByContact ON Chat (ContactId);
COMMENT ON TABLE Chat IS 'Chats that calls come from.';
COMMENT ON COLUMN Chat.ChatId IS 'Key.';
COMMENT ON COLUMN Chat.ChatKey IS 'Key in another system.';
COMMENT ON COLUMN Chat.DisplayName IS 'What it is about.';
COMMENT ON COLUMN Chat.IssueId IS 'Case it belongs to.';
COMMENT ON COLUMN Chat.ContactId IS 'Who it is held with.';

-- Ids that calls have had before there were such rows.
INSERT INTO Issue (IssueId) SELECT DISTINCT c.IssueId FROM OutboundCall AS c WHERE c.IssueId IS NOT NULL;
INSERT INTO Message (MessageId) SELECT DISTINCT c.MessageId FROM OutboundCall AS c WHERE c.MessageId IS NOT NULL;
INSERT INTO Chat (ChatId) SELECT DISTINCT c.ChatId FROM OutboundCall AS c WHERE c.ChatId IS NOT NULL;
ALTER TABLE OutboundCall ADD CONSTRAINT IssueOfCall FOREIGN KEY (IssueId) REFERENCES Issue,
ADD CONSTRAINT MessageOfCall FOREIGN KEY (MessageId) REFERENCES Message,
ADD CONSTRAINT ChatOfCall FOREIGN KEY (ChatId) REFERENCES Chat;
CREATE INDEX CallByIssue ON OutboundCall (IssueId) WHERE IssueId IS NOT NULL;
CREATE INDEX CallByMessage ON OutboundCall (MessageId) WHERE MessageId IS NOT NULL;
CREATE INDEX CallByChat ON OutboundCall (ChatId) WHERE ChatId IS NOT NULL;

ALTER TABLE OutboundCall ADD COLUMN Stored Flag NOT NULL DEFAULT 1;
COMMENT ON COLUMN OutboundCall.Stored IS
'0: a private call of which nothing is kept: it is here while it is in progress, so that nobody else is given its
number, agent or workplace, and goes in the statement that ends it.';
ALTER TABLE OutboundCall ADD CONSTRAINT OnlyPrivateCallsAreForgotten CHECK (Stored = 1 OR CallType = 'Private');

ALTER TABLE OutboundCall ALTER COLUMN Number DROP NOT NULL, ALTER COLUMN NumberGiven DROP NOT NULL,
ADD CONSTRAINT OnlyVisitorsHaveNoNumber CHECK (Number IS NOT NULL OR CallType = 'Visitor');
COMMENT ON COLUMN OutboundCall.Number IS
'Number to call, E.164; what is written here is normalised. NULL: a visitor who left none.';

INSERT INTO Configuration (ConfigurationName, DefaultValue, Description)
VALUES
('PrivateCallsOnBarAction', 'false', 'true: private calls dialled from the call bar are kept in OutboundCall.'),
('PrivateCallsOnWebAction', 'false', 'true: private calls dialled by URL (Cmd=PrivateCall) are kept in OutboundCall.');
