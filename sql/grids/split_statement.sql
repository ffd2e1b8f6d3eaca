-- A statement cut up as PostgreSQL's own scanner would, as far as it takes to know what is text, a quoted name or a
-- comment, and where a statement ends; nothing in the server tells it. Letters are given by what they are not: the
-- scanner takes everything outside of ASCII for one.
CREATE OR REPLACE FUNCTION split_statement(statement text)
RETURNS TABLE (Place integer, Start integer, Piece text, IsBlank boolean, Placeholder text)
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    letter CONSTANT text := '[^\u0001-\u0040\u005b-\u005e\u0060\u007b-\u007f]';
    letters CONSTANT text := '[^\u0001-\u002f\u003a-\u0040\u005b-\u005e\u0060\u007b-\u007f]*';
    letters_or_dollar CONSTANT text := '[^\u0001-\u0023\u0025-\u002f\u003a-\u0040\u005b-\u005e\u0060\u007b-\u007f]*';
    escaped CONSTANT text := '''(?:[^''\\]|\\.|'''')*''';
    -- Between the parts of one literal in several lines.
    new_line CONSTANT text :=
        '(?:[ \t\f\v]|--[^\n\r]*)*[\n\r](?:[ \t\n\r\f\v]|--[^\n\r]*[\n\r])*';
    rest text := statement;
    tag text;
    depth integer;
BEGIN
    Place := 0;
    Start := 1;
    WHILE rest <> '' LOOP
        IsBlank := FALSE;
        Placeholder := NULL;
        tag := NULL;
        IF rest ~ '^[ \t\n\r\f\v]' THEN
            IsBlank := TRUE;
            Piece := substring(rest FROM '^[ \t\n\r\f\v]+');
        ELSIF rest LIKE '--%' THEN
            IsBlank := TRUE;
            Piece := substring(rest FROM '^--[^\n\r]*');
        ELSIF rest LIKE '/*%' THEN
            IsBlank := TRUE;
            Piece := '/*';
            depth := 1;
            WHILE depth > 0 AND length(Piece) < length(rest) LOOP
                -- Comments are nested.
                tag := substring(substr(rest, length(Piece) + 1) FROM '^(?:[^*/]|\*(?!/)|/(?!\*))*(?:\*/|/\*)?');
                Piece := Piece || tag;
                depth := depth + CASE right(tag, 2) WHEN '/*' THEN 1 WHEN '*/' THEN -1 ELSE 0 END;
            END LOOP;
        ELSIF rest LIKE '''%' THEN
            Piece := coalesce(substring(rest FROM '^''(?:[^'']|'''')*'''), rest);
        ELSIF rest ~ '^[eE]''' THEN
            Piece := coalesce(substring(rest FROM '^[eE]' || escaped || '(?:' || new_line || escaped || ')*'), rest);
        ELSIF rest LIKE '"%' THEN
            Piece := coalesce(substring(rest FROM '^"(?:[^"]|"")*"'), rest);
        ELSIF rest ~ '^\$[0-9]' THEN
            Piece := substring(rest FROM '^\$[0-9]+');
        ELSIF rest ~ ('^\$(?:' || letter || letters || ')?\$') THEN
            tag := substring(rest FROM '^\$(?:' || letter || letters || ')?\$');
            depth := strpos(substr(rest, length(tag) + 1), tag);
            Piece := CASE WHEN depth = 0 THEN rest ELSE left(rest, 2 * length(tag) + depth - 1) END;
        ELSIF rest ~ '^[0-9]' THEN
            Piece := substring(rest FROM '^[0-9]' || letters);
        ELSIF rest ~ ('^@' || letter)
            -- The operators <@ and @@ with a name behind them.
            AND substr(statement, Start - 1, 1) NOT IN ('<', '@')
        THEN
            Piece := substring(rest FROM '^@' || letter || letters);
            Placeholder := substr(Piece, 2);
        ELSE
            Piece := coalesce(substring(rest FROM '^' || letter || letters_or_dollar), left(rest, 1));
        END IF;
        Place := Place + 1;
        RETURN NEXT;
        Start := Start + length(Piece);
        rest := substr(rest, length(Piece) + 1);
    END LOOP;
END
$$;
COMMENT ON FUNCTION split_statement(text) IS
'A statement in pieces: where each begins (1 = first character), whether it is blank or a comment, and of @Name the
name. Put together again they are the statement. Literals, quoted names and comments are one piece each; what is not ended is
a piece to the end.';
