-- Rows that a migration wrote, before there was anything to check and bind them.
UPDATE DataQuery SET Query = Query WHERE BoundQuery IS NULL;
UPDATE Tile SET Query = Query WHERE BoundQuery IS NULL AND BoundCommand IS NULL;
