-- depends: 0014.results
-- Who may do what: database roles, the agents' roles and permissions, logins, sessions and tokens.

CREATE TYPE RoleKind AS ENUM ('owner', 'runner', 'web', 'agent', 'supervisor', 'reporting');
COMMENT ON TYPE RoleKind IS 'Kinds of database roles; owner is the role that owns the schema.';

CREATE TABLE DatabaseRole (
    Kind RoleKind PRIMARY KEY CONSTRAINT OwnerIsTheSchemas CHECK (Kind <> 'owner'),
    RoleName text NOT NULL CONSTRAINT RoleNameOnce UNIQUE
);
COMMENT ON TABLE DatabaseRole IS
'Roles of the cluster to which settle_rights gives the rights of each kind. Change a name before the next deployment.';
COMMENT ON COLUMN DatabaseRole.Kind IS 'What the role is for.';
COMMENT ON COLUMN DatabaseRole.RoleName IS
'The role: the schema''s name with the kind, so that several installations share a cluster.';

-- With a longer schema the names would not fit into 63 bytes.
INSERT INTO DatabaseRole (Kind, RoleName)
SELECT k.Kind,
    CASE
        WHEN octet_length(current_schema()) <= 52 THEN current_schema()::text
        ELSE 'pgdialer_' || md5(current_schema())
    END || '_' || k.Kind
FROM unnest(enum_range(NULL::RoleKind)) AS k (Kind)
WHERE k.Kind <> 'owner';

ALTER TABLE Agent ADD COLUMN DatabaseRole text;
CREATE UNIQUE INDEX AgentDatabaseRoleOnce ON Agent (DatabaseRole) WHERE DatabaseRole IS NOT NULL;
COMMENT ON COLUMN Agent.DatabaseRole IS
'The agent''s own login to the database, a member of the role of kind agent; NULL = none.';

CREATE TABLE Secret (
    SecretName text PRIMARY KEY,
    SecretValue bytea NOT NULL
);
COMMENT ON TABLE Secret IS 'What nobody but the owner may read.';
COMMENT ON COLUMN Secret.SecretName IS 'acting: with it the setting that says who acts is sealed.';
COMMENT ON COLUMN Secret.SecretValue IS 'The secret, 32 random bytes made at the installation.';

INSERT INTO Secret (SecretName, SecretValue)
VALUES ('acting', sha256(convert_to(
    concat(gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid()), 'UTF8')));

CREATE TABLE Protected (
    PermissionName text PRIMARY KEY,
    Description text NOT NULL,
    ReadMeans text NOT NULL,
    WriteMeans text NOT NULL,
    FullMeans text NOT NULL
);
COMMENT ON TABLE Protected IS 'What permissions are about, and what each degree of them allows.';
COMMENT ON COLUMN Protected.PermissionName IS 'Name of the permission.';
COMMENT ON COLUMN Protected.Description IS 'What it protects.';
COMMENT ON COLUMN Protected.ReadMeans IS 'What the degree Read allows.';
COMMENT ON COLUMN Protected.WriteMeans IS 'What the degree Write allows, besides Read.';
COMMENT ON COLUMN Protected.FullMeans IS 'What the degree Full allows, besides Write.';

INSERT INTO Protected (PermissionName, Description, ReadMeans, WriteMeans, FullMeans)
VALUES
('OutboundCall', 'Calls, with their history and contacts.',
    'See one''s own calls, and those in phase Manual of one''s projects.',
    'Work on one''s own calls, take one in phase Manual, make calls for oneself.',
    'The same with everybody''s calls.'),
('OutboundList', 'Lists and imports.',
    'See lists, their batches and their progress.',
    'Make and change lists, start and pause them, import.',
    'Undo an import, delete a list.'),
('Agent', 'Agents, their skills, proficiencies and seats.',
    'See the other agents; oneself everybody sees.',
    'Make and change agents, their skills, proficiencies and seats.',
    'Delete skills, proficiencies and seats.'),
('AgentStatus', 'Being logged in, and the status one is in.',
    'Nothing: one''s own status everybody sees.',
    'Log in and off, and choose one''s status.',
    'Do so for other agents.'),
('Configuration', 'The set-up: projects, languages, workplaces, statuses, calendars, result details, parameters.',
    'See the set-up, but not the parameters.',
    'Change it; see and change the parameters.',
    'Delete from it.'),
('Rule', 'Rules that act by themselves, such as retry rules.',
    'See rules.', 'Make and change rules.', 'Delete rules.'),
('Grid', 'Data grids and tiles.',
    'Use them.', 'Make and change them.', 'Delete them.'),
('DoNotCall', 'Numbers that are not to be called.',
    'See them.', 'Add and change them.', 'Delete them.'),
('Report', 'All calls and their history, to be read and exported.',
    'See and export everybody''s calls and history.', 'Nothing more.', 'Nothing more.'),
('Rights', 'Roles, permissions and logins.',
    'See roles, permissions and who has them.',
    'Change them; set passwords and make tokens for others; change logins.',
    'Delete them.');

CREATE TYPE PermissionDegree AS ENUM (
    'DenyRead', 'DenyWrite', 'DenyFull', 'AllowRead', 'AllowWrite', 'AllowFull'
);
COMMENT ON TYPE PermissionDegree IS
'How far a permission goes: first the denials, then the grants, each by rising degree. Full includes Write, and Write
includes Read; what is denied at one degree is denied at the higher ones.';

CREATE TABLE Role (
    RoleId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    DisplayName text NOT NULL CONSTRAINT RoleOnce UNIQUE,
    Description text
);
COMMENT ON TABLE Role IS 'Bundles of permissions, granted to agents by RoleGrant.';
COMMENT ON COLUMN Role.RoleId IS 'Key.';
COMMENT ON COLUMN Role.DisplayName IS 'Name shown to people.';
COMMENT ON COLUMN Role.Description IS 'Whom it is for.';

CREATE TABLE Permission (
    RoleId uuid REFERENCES Role ON DELETE CASCADE,
    PermissionName text REFERENCES Protected,
    Degree PermissionDegree,
    PRIMARY KEY (RoleId, PermissionName, Degree)
);
CREATE INDEX PermissionByName ON Permission (PermissionName);
COMMENT ON TABLE Permission IS
'What roles allow and deny. Of all that an agent''s roles say of a permission the highest degree decides, and at one
degree the denial.';
COMMENT ON COLUMN Permission.RoleId IS 'The role.';
COMMENT ON COLUMN Permission.PermissionName IS 'What it is about.';
COMMENT ON COLUMN Permission.Degree IS 'What is allowed or denied.';

CREATE TABLE RoleGrant (
    RoleGrantId bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    RoleId uuid NOT NULL REFERENCES Role ON DELETE CASCADE,
    AgentId uuid REFERENCES Agent ON DELETE CASCADE,
    TeamName text,
    ProjectId uuid REFERENCES Project ON DELETE CASCADE,
    Everyone Flag NOT NULL DEFAULT 0,
    CONSTRAINT GrantedToOne CHECK (num_nonnulls(AgentId, TeamName, ProjectId) + Everyone = 1),
    CONSTRAINT RoleGrantOnce UNIQUE NULLS NOT DISTINCT (RoleId, AgentId, TeamName, ProjectId, Everyone)
);
CREATE INDEX RoleGrantByAgent ON RoleGrant (AgentId);
CREATE INDEX RoleGrantByProject ON RoleGrant (ProjectId);
COMMENT ON TABLE RoleGrant IS 'Who has which role: an agent, a team, the holders of a skill, or everyone.';
COMMENT ON COLUMN RoleGrant.RoleGrantId IS 'Key.';
COMMENT ON COLUMN RoleGrant.RoleId IS 'The role.';
COMMENT ON COLUMN RoleGrant.AgentId IS 'The agent who has it.';
COMMENT ON COLUMN RoleGrant.TeamName IS 'The team whose agents have it.';
COMMENT ON COLUMN RoleGrant.ProjectId IS 'The project whose skill gives it.';
COMMENT ON COLUMN RoleGrant.Everyone IS '1: every agent has it.';

INSERT INTO Role (RoleId, DisplayName, Description)
VALUES
('401e0000-0000-4000-8000-000000000001', 'Agent', 'For everyone: one''s own calls and one''s own status.'),
('401e0000-0000-4000-8000-000000000002', 'Supervisor', 'Runs lists and agents.'),
('401e0000-0000-4000-8000-000000000003', 'Administrator', 'May do everything.');

INSERT INTO Permission (RoleId, PermissionName, Degree)
VALUES
('401e0000-0000-4000-8000-000000000001', 'OutboundCall', 'AllowWrite'),
('401e0000-0000-4000-8000-000000000001', 'OutboundList', 'AllowRead'),
('401e0000-0000-4000-8000-000000000001', 'AgentStatus', 'AllowWrite'),
('401e0000-0000-4000-8000-000000000001', 'Configuration', 'AllowRead'),
('401e0000-0000-4000-8000-000000000001', 'Grid', 'AllowRead'),
('401e0000-0000-4000-8000-000000000001', 'DoNotCall', 'AllowRead'),
('401e0000-0000-4000-8000-000000000002', 'OutboundCall', 'AllowFull'),
('401e0000-0000-4000-8000-000000000002', 'OutboundList', 'AllowFull'),
('401e0000-0000-4000-8000-000000000002', 'Agent', 'AllowFull'),
('401e0000-0000-4000-8000-000000000002', 'AgentStatus', 'AllowFull'),
('401e0000-0000-4000-8000-000000000002', 'Configuration', 'AllowRead'),
('401e0000-0000-4000-8000-000000000002', 'Rule', 'AllowFull'),
('401e0000-0000-4000-8000-000000000002', 'Grid', 'AllowFull'),
('401e0000-0000-4000-8000-000000000002', 'DoNotCall', 'AllowFull'),
('401e0000-0000-4000-8000-000000000002', 'Report', 'AllowFull');
INSERT INTO Permission (RoleId, PermissionName, Degree)
SELECT '401e0000-0000-4000-8000-000000000003' AS RoleId, p.PermissionName, 'AllowFull' AS Degree
FROM Protected AS p;

INSERT INTO RoleGrant (RoleId, Everyone) VALUES ('401e0000-0000-4000-8000-000000000001', 1);

CREATE TABLE AgentLogin (
    AgentId uuid PRIMARY KEY REFERENCES Agent ON DELETE CASCADE,
    PasswordHash text NOT NULL CONSTRAINT PasswordIsHashed CHECK (
        PasswordHash ~ '^\$argon2id\$v=[0-9]+\$m=[0-9]+,t=[0-9]+,p=[0-9]+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$'
    ),
    PasswordTime timestamptz NOT NULL,
    LastLoginTime timestamptz
);
COMMENT ON TABLE AgentLogin IS 'Passwords of agents. Only the owner may read it.';
COMMENT ON COLUMN AgentLogin.AgentId IS 'The agent.';
COMMENT ON COLUMN AgentLogin.PasswordHash IS 'The password, hashed with argon2id outside of the database.';
COMMENT ON COLUMN AgentLogin.PasswordTime IS 'When it was set.';
COMMENT ON COLUMN AgentLogin.LastLoginTime IS 'When the agent last logged in.';

CREATE TABLE LoginFailure (
    SubjectKind text CONSTRAINT SubjectIsLoginOrAddress CHECK (SubjectKind IN ('login', 'address')),
    Subject text,
    Failures integer NOT NULL,
    LastTime timestamptz NOT NULL,
    PRIMARY KEY (SubjectKind, Subject)
);
CREATE INDEX LoginFailureByTime ON LoginFailure (LastTime);
COMMENT ON TABLE LoginFailure IS
'Attempts to log in that came to nothing, one row for each name and each address; only the owner may read it.';
COMMENT ON COLUMN LoginFailure.SubjectKind IS 'login: tried for a name, known or not; address: from an address.';
COMMENT ON COLUMN LoginFailure.Subject IS 'The name or the address, 200 characters at most.';
COMMENT ON COLUMN LoginFailure.Failures IS 'How many in a row; one that has begun counts until it succeeds.';
COMMENT ON COLUMN LoginFailure.LastTime IS 'When the last one of them was.';

CREATE TABLE LoginSession (
    SessionHash text PRIMARY KEY CONSTRAINT SessionIsHashed CHECK (SessionHash ~ '^[0-9a-f]{64}$'),
    AgentId uuid NOT NULL REFERENCES Agent ON DELETE CASCADE,
    CreatedTime timestamptz NOT NULL,
    ExpiresTime timestamptz NOT NULL,
    LastSeenTime timestamptz NOT NULL,
    Address text
);
CREATE INDEX LoginSessionByAgent ON LoginSession (AgentId);
CREATE INDEX LoginSessionByExpiry ON LoginSession (ExpiresTime);
COMMENT ON TABLE LoginSession IS 'Sessions of people who logged in by the web; only the owner may read it.';
COMMENT ON COLUMN LoginSession.SessionHash IS 'SHA-256 of the session''s secret, in hexadecimal.';
COMMENT ON COLUMN LoginSession.AgentId IS 'Whose session.';
COMMENT ON COLUMN LoginSession.CreatedTime IS 'When it began.';
COMMENT ON COLUMN LoginSession.ExpiresTime IS 'When it ends by itself.';
COMMENT ON COLUMN LoginSession.LastSeenTime IS 'When it was last used, to the minute.';
COMMENT ON COLUMN LoginSession.Address IS 'Where from the login came.';

CREATE TABLE ApiToken (
    ApiTokenId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    TokenHash text NOT NULL CONSTRAINT TokenOnce UNIQUE CONSTRAINT TokenIsHashed CHECK (TokenHash ~ '^[0-9a-f]{64}$'),
    AgentId uuid NOT NULL REFERENCES Agent ON DELETE CASCADE,
    Scope text NOT NULL CONSTRAINT ScopeIsADegree CHECK (Scope IN ('read', 'write', 'full')),
    DisplayName text NOT NULL,
    CreatedTime timestamptz NOT NULL,
    ExpiresTime timestamptz,
    RevokedTime timestamptz,
    LastSeenTime timestamptz
);
CREATE INDEX ApiTokenByAgent ON ApiToken (AgentId);
COMMENT ON TABLE ApiToken IS 'Tokens with which programs act for an agent; only the owner may read it.';
COMMENT ON COLUMN ApiToken.ApiTokenId IS 'Key.';
COMMENT ON COLUMN ApiToken.TokenHash IS 'SHA-256 of the token, in hexadecimal.';
COMMENT ON COLUMN ApiToken.AgentId IS 'The agent for whom it acts.';
COMMENT ON COLUMN ApiToken.Scope IS 'The highest degree it may use of what the agent may: read, write or full.';
COMMENT ON COLUMN ApiToken.DisplayName IS 'What it is for.';
COMMENT ON COLUMN ApiToken.CreatedTime IS 'When it was made.';
COMMENT ON COLUMN ApiToken.ExpiresTime IS 'When it ends by itself; NULL = never.';
COMMENT ON COLUMN ApiToken.RevokedTime IS 'When it was revoked; NULL = it was not.';
COMMENT ON COLUMN ApiToken.LastSeenTime IS 'When it was last used, to the minute.';

INSERT INTO Configuration (ConfigurationName, DefaultValue, Description)
VALUES
('LoginFailures', '5', 'Failed logins in a row after which a name is locked.'),
('AddressFailures', '50', 'Failed logins in a row after which an address is locked.'),
('LoginLock', '900', 'Seconds for which a name or an address is locked after too many failed logins.'),
('SessionHours', '12', 'Hours after which a session of the web ends.');
