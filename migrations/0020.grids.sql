-- depends: 0014.results 0019.rights
-- Data grids and tiles: what agents see beside their calls, and the commands behind a click, as rows.

CREATE TYPE ColumnModel AS ENUM ('Text', 'Integer', 'Date', 'Select', 'Toggle', 'ImageScript');
COMMENT ON TYPE ColumnModel IS
'How a column of a grid is shown: as text, number or time; as a choice (Select) or a switch (Toggle), which run the
column''s command when they are changed; as an icon that runs it when it is clicked (ImageScript).';

CREATE TABLE DataQuery (
    DataQueryId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    DisplayName text NOT NULL,
    Description text,
    Query text NOT NULL,
    KeyColumn text NOT NULL,
    OrderBy text,
    Descending Flag NOT NULL DEFAULT 0,
    RowLimit integer NOT NULL DEFAULT 200 CONSTRAINT RowLimitPositive CHECK (RowLimit > 0),
    BulkSchedule Flag NOT NULL DEFAULT 0,
    Rank integer NOT NULL DEFAULT 0,
    IsSample Flag NOT NULL DEFAULT 0,
    Deleted Flag NOT NULL DEFAULT 0,
    BoundQuery text,
    ColumnNames text[],
    KeyName text,
    KeyType text,
    OrderName text
);
COMMENT ON TABLE DataQuery IS 'Data grids: each is a query; what of it is shown, and how, is in DataQueryColumn.';
COMMENT ON COLUMN DataQuery.DataQueryId IS 'Key.';
COMMENT ON COLUMN DataQuery.DisplayName IS 'Name shown to people.';
COMMENT ON COLUMN DataQuery.Description IS 'What the grid is for.';
COMMENT ON COLUMN DataQuery.Query IS
'One SELECT, run with the rights of whoever looks and without power to change anything; @AgentId in it is the agent who
looks.';
COMMENT ON COLUMN DataQuery.KeyColumn IS 'The query''s column that tells its rows apart: @Id of the commands.';
COMMENT ON COLUMN DataQuery.OrderBy IS 'The query''s column by which rows are ordered; NULL = KeyColumn.';
COMMENT ON COLUMN DataQuery.Descending IS '1: the highest first.';
COMMENT ON COLUMN DataQuery.RowLimit IS 'The most rows that are given at once.';
COMMENT ON COLUMN DataQuery.BulkSchedule IS
'1: the bulk action "Schedule outbound calls" is switched on; KeyColumn is then an OutboundCallId.';
COMMENT ON COLUMN DataQuery.Rank IS 'Order in which grids are shown.';
COMMENT ON COLUMN DataQuery.IsSample IS '1: shipped as a sample; yours to change or to delete.';
COMMENT ON COLUMN DataQuery.Deleted IS '1: no longer shown.';
COMMENT ON COLUMN DataQuery.BoundQuery IS 'Query as it is run; kept by the system.';
COMMENT ON COLUMN DataQuery.ColumnNames IS 'The query''s columns in their order; kept by the system.';
COMMENT ON COLUMN DataQuery.KeyName IS 'KeyColumn as the query spells it; kept by the system.';
COMMENT ON COLUMN DataQuery.KeyType IS 'Type of KeyColumn; kept by the system.';
COMMENT ON COLUMN DataQuery.OrderName IS 'OrderBy as the query spells it; kept by the system.';

CREATE TABLE DataQueryColumn (
    DataQueryColumnId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    DataQueryId uuid NOT NULL REFERENCES DataQuery ON DELETE CASCADE,
    ColumnName text NOT NULL,
    DisplayName text NOT NULL,
    Model ColumnModel NOT NULL DEFAULT 'Text',
    Rank integer NOT NULL DEFAULT 0,
    Width integer CONSTRAINT WidthPositive CHECK (Width > 0),
    Choices jsonb,
    ChoicesQuery text,
    Command text,
    Image text,
    Confirm text,
    SourceName text,
    BoundCommand text,
    ParameterNames text[],
    BoundChoices text
);
CREATE UNIQUE INDEX DataQueryColumnOnce ON DataQueryColumn (DataQueryId, lower(ColumnName));
COMMENT ON TABLE DataQueryColumn IS 'Columns of grids. A grid with none shows all columns of its query.';
COMMENT ON COLUMN DataQueryColumn.DataQueryColumnId IS 'Key.';
COMMENT ON COLUMN DataQueryColumn.DataQueryId IS 'The grid.';
COMMENT ON COLUMN DataQueryColumn.ColumnName IS
'Column of the query, capitals do not matter; of an ImageScript any name. Rows have the value under this name.';
COMMENT ON COLUMN DataQueryColumn.DisplayName IS 'Heading.';
COMMENT ON COLUMN DataQueryColumn.Model IS 'How it is shown.';
COMMENT ON COLUMN DataQueryColumn.Rank IS 'Place among the columns.';
COMMENT ON COLUMN DataQueryColumn.Width IS 'Width in characters; NULL = as wide as it needs to be.';
COMMENT ON COLUMN DataQueryColumn.Choices IS
'Of a Select: a list of values, or of {"Value": …, "Label": …}; NULL = ChoicesQuery gives them.';
COMMENT ON COLUMN DataQueryColumn.ChoicesQuery IS
'Of a Select: a SELECT of the values, with their labels if it has a second column; @AgentId is the agent who looks.';
COMMENT ON COLUMN DataQueryColumn.Command IS
'One SQL statement, run with the rights of whoever clicks or changes the cell. Bound as values are @AgentId (the agent),
@Id (the row''s key), @Value (what a Select or Toggle becomes) and @ with the name of a column of the query.';
COMMENT ON COLUMN DataQueryColumn.Image IS 'Of an ImageScript: name of the icon.';
COMMENT ON COLUMN DataQueryColumn.Confirm IS 'Question asked before the command is run; NULL = none.';
COMMENT ON COLUMN DataQueryColumn.SourceName IS
'ColumnName as the query spells it, NULL where it has none; kept by the system.';
COMMENT ON COLUMN DataQueryColumn.BoundCommand IS 'Command as it is run; kept by the system.';
COMMENT ON COLUMN DataQueryColumn.ParameterNames IS
'What the elements of BoundCommand''s parameter are; kept by the system.';
COMMENT ON COLUMN DataQueryColumn.BoundChoices IS 'ChoicesQuery as it is run; kept by the system.';

CREATE TABLE Tile (
    TileId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    DisplayName text NOT NULL,
    Description text,
    Query text,
    Command text,
    Url text,
    Color text,
    Image text,
    Rank integer NOT NULL DEFAULT 0,
    IsSample Flag NOT NULL DEFAULT 0,
    Deleted Flag NOT NULL DEFAULT 0,
    BoundQuery text,
    BoundCommand text
);
COMMENT ON TABLE Tile IS 'Tiles of the dashboard: a figure, and what happens when they are pressed.';
COMMENT ON COLUMN Tile.TileId IS 'Key.';
COMMENT ON COLUMN Tile.DisplayName IS 'Name shown to people.';
COMMENT ON COLUMN Tile.Description IS 'What the tile is for.';
COMMENT ON COLUMN Tile.Query IS
'One SELECT of one column: what is shown; @AgentId is the agent who looks. NULL = nothing.';
COMMENT ON COLUMN Tile.Command IS
'One SQL statement, run when the tile is pressed, with the rights of whoever does; @AgentId is that agent.';
COMMENT ON COLUMN Tile.Url IS 'Page that opens when the tile is pressed, instead of a Command.';
COMMENT ON COLUMN Tile.Color IS 'Colour on the pages, as #rrggbb.';
COMMENT ON COLUMN Tile.Image IS 'Name of the icon.';
COMMENT ON COLUMN Tile.Rank IS 'Order in which tiles are shown.';
COMMENT ON COLUMN Tile.IsSample IS '1: shipped as a sample; yours to change or to delete.';
COMMENT ON COLUMN Tile.Deleted IS '1: no longer shown.';
COMMENT ON COLUMN Tile.BoundQuery IS 'Query as it is run; kept by the system.';
COMMENT ON COLUMN Tile.BoundCommand IS 'Command as it is run; kept by the system.';

INSERT INTO Configuration (ConfigurationName, DefaultValue, Description)
VALUES ('GridTimeout', '10', 'Seconds after which a query of a grid or tile is stopped (limit_grid_time).');

-- What the samples look for, so that a grid costs by what it shows and not by the calls there are. The first one by the
-- key, because a click asks for that and the phase, and to the planner may be as good as the primary key.
CREATE INDEX CallManual ON OutboundCall (OutboundCallId) WHERE CallPhase = 'Manual';
CREATE INDEX CallReserved ON OutboundCall (AgentId, ScheduleTime) WHERE Predistributed = 1 AND CallResult = 'Scheduled';
CREATE INDEX CallEnded ON OutboundCall (AgentId, EndTime) WHERE AgentId IS NOT NULL AND EndTime IS NOT NULL;

-- Bound when the functions are there (bind_samples.sql).
INSERT INTO DataQuery
(DataQueryId, DisplayName, Description, KeyColumn, OrderBy, Descending, BulkSchedule, Rank, IsSample, Query)
VALUES
('d47a0000-0000-4000-8000-000000000001', 'Manual calls',
    'Calls of one''s projects that wait for their release by hand.', 'OutboundCallId', NULL, 0, 1, 10, 1,
    'SELECT c.OutboundCallId, c.Number, c.DisplayName AS Name, p.DisplayName AS Project, l.DisplayName AS List, '
    || 'c.CreatedTime AS Since
FROM OutboundCall AS c
INNER JOIN Project AS p ON p.ProjectId = c.ProjectId
INNER JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
WHERE c.CallPhase = ''Manual''
    AND c.ProjectId IN (SELECT s.ProjectId FROM Skill AS s WHERE s.AgentId = @AgentId AND s.PbxOutEnabled = 1)'),
('d47a0000-0000-4000-8000-000000000002', 'My calls today',
    'One''s own calls that ended today.', 'OutboundCallId', 'Ended', 1, 0, 20, 1,
    'SELECT c.OutboundCallId, c.Number, c.DisplayName AS Name, c.CallResult AS Result, d.DisplayName AS Detail,
    date_trunc(''second'', c.EndTime - c.AnswerTime) AS Talk, c.EndTime AS Ended
FROM OutboundCall AS c
LEFT JOIN CallResultDetail AS d ON d.CallResultDetailId = c.CallResultDetailId
WHERE c.AgentId = @AgentId AND c.EndTime >= date_trunc(''day'', clock())'),
('d47a0000-0000-4000-8000-000000000003', 'Callbacks',
    'Calls reserved for oneself, by the time they are to be made.', 'OutboundCallId', 'At', 0, 0, 30, 1,
    'SELECT c.OutboundCallId, c.Number, c.DisplayName AS Name, l.DisplayName AS List, c.ScheduleTime AS At, c.Trial
FROM OutboundCall AS c
LEFT JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
WHERE c.AgentId = @AgentId AND c.Predistributed = 1 AND c.CallResult = ''Scheduled''');

INSERT INTO DataQueryColumn
(DataQueryColumnId, DataQueryId, ColumnName, DisplayName, Model, Rank, Command, Image, Confirm)
VALUES
('d47ac000-0000-4000-8000-000000000101', 'd47a0000-0000-4000-8000-000000000001',
    'Number', 'Number', 'Text', 10, NULL, NULL, NULL),
('d47ac000-0000-4000-8000-000000000102', 'd47a0000-0000-4000-8000-000000000001',
    'Name', 'Name', 'Text', 20, NULL, NULL, NULL),
('d47ac000-0000-4000-8000-000000000103', 'd47a0000-0000-4000-8000-000000000001',
    'Project', 'Project', 'Text', 30, NULL, NULL, NULL),
('d47ac000-0000-4000-8000-000000000104', 'd47a0000-0000-4000-8000-000000000001',
    'List', 'List', 'Text', 40, NULL, NULL, NULL),
('d47ac000-0000-4000-8000-000000000105', 'd47a0000-0000-4000-8000-000000000001',
    'Since', 'Waits since', 'Date', 50, NULL, NULL, NULL),
('d47ac000-0000-4000-8000-000000000106', 'd47a0000-0000-4000-8000-000000000001',
    'Dial', 'Dial', 'ImageScript', 60,
    'UPDATE OutboundCall SET CallPhase=''Enqueue'', AgentId=@AgentId, Predistributed=1 '
    || 'WHERE @Id=OutboundCallId AND CallPhase=''Manual''', 'telephone', NULL),
('d47ac000-0000-4000-8000-000000000201', 'd47a0000-0000-4000-8000-000000000002',
    'Number', 'Number', 'Text', 10, NULL, NULL, NULL),
('d47ac000-0000-4000-8000-000000000202', 'd47a0000-0000-4000-8000-000000000002',
    'Name', 'Name', 'Text', 20, NULL, NULL, NULL),
('d47ac000-0000-4000-8000-000000000203', 'd47a0000-0000-4000-8000-000000000002',
    'Result', 'Status', 'Text', 30, NULL, NULL, NULL),
('d47ac000-0000-4000-8000-000000000204', 'd47a0000-0000-4000-8000-000000000002',
    'Detail', 'Result', 'Text', 40, NULL, NULL, NULL),
('d47ac000-0000-4000-8000-000000000205', 'd47a0000-0000-4000-8000-000000000002',
    'Talk', 'Talked for', 'Text', 50, NULL, NULL, NULL),
('d47ac000-0000-4000-8000-000000000206', 'd47a0000-0000-4000-8000-000000000002',
    'Ended', 'Ended', 'Date', 60, NULL, NULL, NULL),
('d47ac000-0000-4000-8000-000000000301', 'd47a0000-0000-4000-8000-000000000003',
    'Number', 'Number', 'Text', 10, NULL, NULL, NULL),
('d47ac000-0000-4000-8000-000000000302', 'd47a0000-0000-4000-8000-000000000003',
    'Name', 'Name', 'Text', 20, NULL, NULL, NULL),
('d47ac000-0000-4000-8000-000000000303', 'd47a0000-0000-4000-8000-000000000003',
    'List', 'List', 'Text', 30, NULL, NULL, NULL),
('d47ac000-0000-4000-8000-000000000304', 'd47a0000-0000-4000-8000-000000000003',
    'At', 'To be called at', 'Date', 40, NULL, NULL, NULL),
('d47ac000-0000-4000-8000-000000000305', 'd47a0000-0000-4000-8000-000000000003',
    'Trial', 'Attempts', 'Integer', 50, NULL, NULL, NULL),
('d47ac000-0000-4000-8000-000000000306', 'd47a0000-0000-4000-8000-000000000003',
    'Cancel', 'Call off', 'ImageScript', 60,
    'UPDATE OutboundCall SET CallResult = ''Cancelled'' '
    || 'WHERE OutboundCallId = @Id AND AgentId = @AgentId AND CallResult = ''Scheduled''',
    'cross', 'Call it off for good?');

INSERT INTO Tile (TileId, DisplayName, Description, Query, Url, Color, Image, Rank, IsSample)
VALUES
('711e0000-0000-4000-8000-000000000001', 'Visitor',
    'Begins the record of a customer who stands at the counter.', NULL, 'OutCallEditor.html?CallType=Visitor',
    '#1565c0', 'person', 10, 1),
('711e0000-0000-4000-8000-000000000002', 'Waiting calls',
    'Calls that wait for oneself, or for their release in one''s projects; from 100 on it says no more than that.',
    'SELECT CASE WHEN count(*) < 100 THEN count(*)::text ELSE ''100+'' END
FROM (
    (SELECT c.OutboundCallId FROM OutboundCall AS c
    WHERE c.AgentId = @AgentId AND c.Predistributed = 1 AND c.CallResult = ''Scheduled''
    LIMIT 100)
    UNION ALL
    (SELECT c.OutboundCallId FROM OutboundCall AS c
    WHERE c.CallPhase = ''Manual''
        AND c.ProjectId IN (SELECT s.ProjectId FROM Skill AS s WHERE s.AgentId = @AgentId AND s.PbxOutEnabled = 1)
    LIMIT 100)
) AS w', NULL, '#2e7d32', 'telephone', 20, 1);
