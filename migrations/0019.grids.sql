-- depends: 0018.configuration
-- Data grids and tiles: what agents see beside their calls, and the commands behind a click, as rows.

CREATE TYPE ColumnModel AS ENUM ('Text', 'Integer', 'Date', 'Select', 'Toggle', 'ImageScript');
COMMENT ON TYPE ColumnModel IS
'How a column of a grid is shown: Select, Toggle and ImageScript (an icon) run the column''s command.';

CREATE TABLE DataQuery (
    DataQueryId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    DisplayName text NOT NULL,
    Query text NOT NULL,
    KeyColumn text NOT NULL,
    BulkSchedule Flag NOT NULL DEFAULT 0,
    Rank integer NOT NULL DEFAULT 0,
    Deleted Flag NOT NULL DEFAULT 0
);
COMMENT ON TABLE DataQuery IS 'Data grids: each a query, with its columns in DataQueryColumn.';
COMMENT ON COLUMN DataQuery.DataQueryId IS 'Key.';
COMMENT ON COLUMN DataQuery.DisplayName IS 'Name shown to people.';
COMMENT ON COLUMN DataQuery.Query IS 'A SELECT; @AgentId in it is the agent who looks.';
COMMENT ON COLUMN DataQuery.KeyColumn IS 'The query''s column that commands get as @Id.';
COMMENT ON COLUMN DataQuery.BulkSchedule IS '1: the bulk action "Schedule outbound calls" is switched on.';
COMMENT ON COLUMN DataQuery.Rank IS 'Order in which grids are shown.';
COMMENT ON COLUMN DataQuery.Deleted IS '1: not shown any more.';

CREATE TABLE DataQueryColumn (
    DataQueryColumnId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    DataQueryId uuid NOT NULL REFERENCES DataQuery ON DELETE CASCADE,
    ColumnName text NOT NULL,
    DisplayName text NOT NULL,
    Model ColumnModel NOT NULL DEFAULT 'Text',
    Rank integer NOT NULL DEFAULT 0,
    Choices jsonb,
    Command text,
    Image text,
    CONSTRAINT DataQueryColumnOnce UNIQUE (DataQueryId, ColumnName),
    CONSTRAINT CommandWhereItIsRun CHECK ((Command IS NULL) = (Model IN ('Text', 'Integer', 'Date'))),
    CONSTRAINT ChoicesAreAList CHECK (Choices IS NULL OR jsonb_typeof(Choices) = 'array')
);
COMMENT ON TABLE DataQueryColumn IS 'Columns of grids.';
COMMENT ON COLUMN DataQueryColumn.DataQueryColumnId IS 'Key.';
COMMENT ON COLUMN DataQueryColumn.DataQueryId IS 'The grid.';
COMMENT ON COLUMN DataQueryColumn.ColumnName IS 'Column of the query; of an ImageScript any name that is not one.';
COMMENT ON COLUMN DataQueryColumn.DisplayName IS 'Heading.';
COMMENT ON COLUMN DataQueryColumn.Model IS 'How it is shown.';
COMMENT ON COLUMN DataQueryColumn.Rank IS 'Place among the columns.';
COMMENT ON COLUMN DataQueryColumn.Choices IS 'Of a Select: a list of the values.';
COMMENT ON COLUMN DataQueryColumn.Command IS
'One SQL statement, run when the cell is clicked or changed: @AgentId, @Id, @Value (of a Select or Toggle) and @ with a
column of the query are bound as values.';
COMMENT ON COLUMN DataQueryColumn.Image IS 'Of an ImageScript: name of the icon.';

CREATE TABLE Tile (
    TileId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    DisplayName text NOT NULL,
    Query text,
    Command text,
    Url text,
    Color text,
    Rank integer NOT NULL DEFAULT 0,
    Deleted Flag NOT NULL DEFAULT 0,
    CONSTRAINT OneThingBehindATile CHECK (Command IS NULL OR Url IS NULL)
);
COMMENT ON TABLE Tile IS 'Tiles of the dashboard.';
COMMENT ON COLUMN Tile.TileId IS 'Key.';
COMMENT ON COLUMN Tile.DisplayName IS 'Name shown to people.';
COMMENT ON COLUMN Tile.Query IS 'A SELECT whose first value is shown; NULL = none is.';
COMMENT ON COLUMN Tile.Command IS 'One SQL statement, run when it is clicked; @AgentId is the agent who does.';
COMMENT ON COLUMN Tile.Url IS 'Page opened when it is clicked.';
COMMENT ON COLUMN Tile.Color IS 'Colour, as #rrggbb.';
COMMENT ON COLUMN Tile.Rank IS 'Order in which they are shown.';
COMMENT ON COLUMN Tile.Deleted IS '1: not shown any more.';

INSERT INTO DataQuery (DataQueryId, DisplayName, KeyColumn, BulkSchedule, Rank, Query)
VALUES
('d0000000-0000-4000-8000-000000000001', 'Manual calls', 'OutboundCallId', 1, 10,
    'SELECT c.OutboundCallId, c.Number, c.DisplayName, l.DisplayName AS List, c.CreatedTime
FROM OutboundCall AS c
INNER JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
INNER JOIN Skill AS s ON s.ProjectId = c.ProjectId AND s.AgentId = @AgentId
WHERE c.CallPhase = ''Manual'' AND c.CallResult = ''Prepared''
ORDER BY c.CreatedTime, c.OutboundCallId'),
('d0000000-0000-4000-8000-000000000002', 'My calls', 'OutboundCallId', 0, 20,
    'SELECT c.OutboundCallId, c.Number, c.DisplayName, c.CallPhase, c.CallResult, c.ChangedTime
FROM OutboundCall AS c
WHERE c.AgentId = @AgentId AND c.ChangedTime > clock() - interval ''24 hours''
ORDER BY c.ChangedTime DESC');
INSERT INTO DataQueryColumn (DataQueryId, ColumnName, DisplayName, Model, Rank, Command, Image)
VALUES
('d0000000-0000-4000-8000-000000000001', 'Number', 'Number', 'Text', 10, NULL, NULL),
('d0000000-0000-4000-8000-000000000001', 'DisplayName', 'Name', 'Text', 20, NULL, NULL),
('d0000000-0000-4000-8000-000000000001', 'List', 'List', 'Text', 30, NULL, NULL),
('d0000000-0000-4000-8000-000000000001', 'CreatedTime', 'Since', 'Date', 40, NULL, NULL),
('d0000000-0000-4000-8000-000000000001', 'Dial', 'Dial', 'ImageScript', 50,
    'UPDATE OutboundCall SET CallPhase=''Enqueue'', AgentId=@AgentId, Predistributed=1 '
    || 'WHERE @Id=OutboundCallId AND CallPhase=''Manual''', 'telephone'),
('d0000000-0000-4000-8000-000000000002', 'Number', 'Number', 'Text', 10, NULL, NULL),
('d0000000-0000-4000-8000-000000000002', 'DisplayName', 'Name', 'Text', 20, NULL, NULL),
('d0000000-0000-4000-8000-000000000002', 'CallPhase', 'Phase', 'Text', 30, NULL, NULL),
('d0000000-0000-4000-8000-000000000002', 'CallResult', 'Status', 'Text', 40, NULL, NULL),
('d0000000-0000-4000-8000-000000000002', 'ChangedTime', 'Since', 'Date', 50, NULL, NULL);
INSERT INTO Tile (TileId, DisplayName, Query, Url, Rank)
VALUES
('71000000-0000-4000-8000-000000000001', 'Visitor', NULL, 'OutCallEditor.html?CallType=Visitor', 10);
