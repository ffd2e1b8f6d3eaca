-- What `pgdialer migrate` remembers. yoyo's own tables exist already when this file runs.

CREATE TABLE SchemaVersion (
    Version text NOT NULL,
    Migration text NOT NULL,
    ServerMajor integer NOT NULL,
    DeployedTime timestamptz NOT NULL,
    PRIMARY KEY (Version)
);

COMMENT ON TABLE SchemaVersion IS
'The releases deployed here, one row each; the newest DeployedTime is the one in force.';
COMMENT ON COLUMN SchemaVersion.Version IS 'Version of the package that deployed.';
COMMENT ON COLUMN SchemaVersion.Migration IS 'Last migration that this release holds, by name.';
COMMENT ON COLUMN SchemaVersion.ServerMajor IS
'Major version of PostgreSQL at that time: the stored definitions are in its spelling.';
COMMENT ON COLUMN SchemaVersion.DeployedTime IS 'When this release was last deployed here.';

CREATE TABLE DeployedFile (
    Path text NOT NULL,
    Hash text NOT NULL,
    PRIMARY KEY (Path)
);

COMMENT ON TABLE DeployedFile IS
'Every file that was applied, migrations/ and sql/ alike, so that a changed one is noticed.';
COMMENT ON COLUMN DeployedFile.Path IS 'Path of the file inside the package, as in sql/calls/create_call.sql.';
COMMENT ON COLUMN DeployedFile.Hash IS 'SHA-256 of its content when it was applied, in hexadecimal.';

CREATE TABLE DeployedObject (
    Kind text NOT NULL,
    Identity text NOT NULL,
    Name text NOT NULL,
    Path text NOT NULL,
    Definition text NOT NULL,
    PRIMARY KEY (Kind, Identity),
    CHECK (Kind IN ('routine', 'trigger', 'view'))
);

COMMENT ON TABLE DeployedObject IS
'The functions, triggers and views that the files of sql/ made: only these may a later release drop.';
COMMENT ON COLUMN DeployedObject.Kind IS 'routine (function, procedure or aggregate), trigger or view.';
COMMENT ON COLUMN DeployedObject.Identity IS 'Name with argument types, or trigger and its table; no schema.';
COMMENT ON COLUMN DeployedObject.Name IS 'Bare name, as the CREATE statement has it.';
COMMENT ON COLUMN DeployedObject.Path IS 'File of sql/ that makes it.';
COMMENT ON COLUMN DeployedObject.Definition IS
'SHA-256 of the definition that the server reported after the deployment, in hexadecimal.';

COMMENT ON TABLE _yoyo_migration IS 'yoyo: the migrations applied.';
COMMENT ON COLUMN _yoyo_migration.migration_hash IS 'SHA-256 of the name.';
COMMENT ON COLUMN _yoyo_migration.migration_id IS 'Name: the file without its ending.';
COMMENT ON COLUMN _yoyo_migration.applied_at_utc IS 'When it was applied, in UTC.';

COMMENT ON TABLE _yoyo_log IS 'yoyo: what was done with migrations, when and by whom.';
COMMENT ON COLUMN _yoyo_log.id IS 'Key of the entry.';
COMMENT ON COLUMN _yoyo_log.migration_hash IS 'SHA-256 of the migration''s name.';
COMMENT ON COLUMN _yoyo_log.migration_id IS 'The migration''s name.';
COMMENT ON COLUMN _yoyo_log.operation IS 'apply, rollback, mark or unmark.';
COMMENT ON COLUMN _yoyo_log.username IS 'Database role that did it.';
COMMENT ON COLUMN _yoyo_log.hostname IS 'Machine it was done from.';
COMMENT ON COLUMN _yoyo_log.comment IS 'Remark; empty as a rule.';
COMMENT ON COLUMN _yoyo_log.created_at_utc IS 'When, in UTC.';

COMMENT ON TABLE _yoyo_version IS 'yoyo: the version of these tables of its own.';
COMMENT ON COLUMN _yoyo_version.version IS 'Version number.';
COMMENT ON COLUMN _yoyo_version.installed_at_utc IS 'When that version was made, in UTC.';
