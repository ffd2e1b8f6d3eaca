-- depends: 0009.imports
-- What is staged is not worth a log: whoever is cut short sends again what lies behind LastLine.

ALTER TABLE ImportRow SET UNLOGGED;
COMMENT ON TABLE ImportRow IS
'Rows of files as they were read, until import_batch takes them; NULL = empty. A crash of the server empties it. No
foreign key: each row would pay for it.';
