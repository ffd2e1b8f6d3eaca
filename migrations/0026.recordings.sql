-- depends: 0024.pbx_commands
-- Recordings of project calls: which lists are recorded, the files there are, and who has heard them.

ALTER TABLE OutboundList ADD COLUMN Recording Flag NOT NULL DEFAULT 0;
COMMENT ON COLUMN OutboundList.Recording IS
'1: the PBX records its calls, both legs, from the next one dialled on; 0: nothing is recorded.';

CREATE TABLE Recording (
    RecordingId bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    OutboundCallId bigint NOT NULL,
    PbxCallId text NOT NULL CONSTRAINT RecordingOnce UNIQUE,
    -- Never a path: whoever serves or deletes the file puts a folder before it.
    FileName text NOT NULL CONSTRAINT FileNameIsPlain CHECK (FileName ~ '^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$'),
    StartTime timestamptz NOT NULL,
    Seconds double precision CONSTRAINT SecondsAreALength CHECK (Seconds BETWEEN 0 AND 31536000),
    Bytes bigint CONSTRAINT BytesAreASize CHECK (Bytes >= 0),
    CallDeleted Flag NOT NULL DEFAULT 0,
    DeleteTried timestamptz,
    DeletedTime timestamptz
);
CREATE INDEX RecordingByCall ON Recording (OutboundCallId);
CREATE INDEX RecordingByFile ON Recording (FileName);
CREATE INDEX RecordingKept ON Recording (StartTime) WHERE DeletedTime IS NULL;
CREATE INDEX RecordingOfNoCall ON Recording (StartTime) WHERE CallDeleted = 1;
COMMENT ON TABLE Recording IS
'Recordings of calls, a row for each attempt that was recorded. The sound is a file; the row outlives it, as proof.';
COMMENT ON COLUMN Recording.RecordingId IS 'Key.';
COMMENT ON COLUMN Recording.OutboundCallId IS 'The call.';
COMMENT ON COLUMN Recording.PbxCallId IS 'The attempt''s id on the PBX.';
COMMENT ON COLUMN Recording.FileName IS 'Name of the file, with its extension, without a folder.';
COMMENT ON COLUMN Recording.StartTime IS 'When it began: its length before the PBX said that it is finished.';
COMMENT ON COLUMN Recording.Seconds IS 'Its length; NULL = the PBX did not say.';
COMMENT ON COLUMN Recording.Bytes IS 'Size of the file; NULL = the PBX did not say.';
COMMENT ON COLUMN Recording.CallDeleted IS
'1: its call was deleted, and the file is to follow; then the row goes, too.';
COMMENT ON COLUMN Recording.DeleteTried IS 'When a runner was last told to delete the file.';
COMMENT ON COLUMN Recording.DeletedTime IS 'When the file was deleted; NULL = it is there.';

CREATE TABLE RecordingHeard (
    RecordingHeardId bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    RecordingId bigint NOT NULL REFERENCES Recording ON DELETE CASCADE,
    HeardTime timestamptz NOT NULL,
    AgentId uuid,
    Actor text NOT NULL
);
CREATE INDEX RecordingHeardByRecording ON RecordingHeard (RecordingId, HeardTime);
COMMENT ON TABLE RecordingHeard IS
'Who was given which recording to hear. A player that fetches a file in pieces leaves a row for each.';
COMMENT ON COLUMN RecordingHeard.RecordingHeardId IS 'Key.';
COMMENT ON COLUMN RecordingHeard.RecordingId IS 'The recording.';
COMMENT ON COLUMN RecordingHeard.HeardTime IS 'When.';
COMMENT ON COLUMN RecordingHeard.AgentId IS 'The agent who acted; NULL = nobody did.';
COMMENT ON COLUMN RecordingHeard.Actor IS 'Who: agent: and the login, or sql: and the database role.';

INSERT INTO Configuration (ConfigurationName, DefaultValue, Description)
VALUES
('RecordingFolder', NULL,
    'Folder of the recordings as the web server sees it, from / on; empty = recordings are not served.'),
('RecordingRetention', NULL,
    'Days after which the file of a recording is deleted; 0 or empty = kept for ever.');

INSERT INTO Protected (PermissionName, Description, ReadMeans, WriteMeans, FullMeans)
VALUES
('Recording', 'Recordings of calls.', 'Hear those of everybody''s calls.', 'Nothing more.', 'See who heard which.');
-- Of the roles there are, the one that may do everything. Who else may hear people talk is for the site to decide.
INSERT INTO Permission (RoleId, PermissionName, Degree)
SELECT r.RoleId, 'Recording' AS PermissionName, 'AllowFull' AS Degree
FROM Role AS r
WHERE r.RoleId = '401e0000-0000-4000-8000-000000000003';
