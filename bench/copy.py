"""The table of calls without what makes it ours: what PostgreSQL itself takes for the same rows."""

from __future__ import annotations

from ..runner.database import Connection
from .server import Base

_COPY = """
    CREATE TABLE bench.CallCopy (LIKE OutboundCall INCLUDING ALL EXCLUDING INDEXES);
    DO $$
    DECLARE
        definition text;
    BEGIN
        EXECUTE (
            SELECT 'ALTER TABLE bench.CallCopy SET (' || array_to_string(c.reloptions, ', ') || ')'
            FROM pg_class AS c
            WHERE c.oid = 'OutboundCall'::regclass
        );
        INSERT INTO bench.CallCopy SELECT * FROM OutboundCall;
        FOR definition IN
            SELECT pg_get_indexdef(i.indexrelid)
            FROM pg_index AS i
            WHERE i.indrelid = 'OutboundCall'::regclass
        LOOP
            EXECUTE regexp_replace(definition, ' ON \\S+ USING', ' ON bench.callcopy USING');
        END LOOP;
    END
    $$
"""
# The columns that an offer sets, and no trigger that would.
_CLAIM = """
    WITH Claimed AS MATERIALIZED (
        SELECT c.OutboundCallId
        FROM CallCopy AS c
        WHERE c.Due = 1 AND c.Predistributed = 0 AND c.CallGroupId >= %(mark)s
        ORDER BY c.CallGroupId, c.Priority DESC, c.EnqueueingTime, c.OutboundCallId
        LIMIT %(many)s
        FOR UPDATE SKIP LOCKED
    ),
    Numbered AS (
        SELECT c.OutboundCallId, row_number() OVER () - 1 AS Number FROM Claimed AS c
    )
    UPDATE CallCopy AS c
    SET CallPhase = 'AgentOfferFirst', CallResult = 'Active', Due = 0, Step = c.Step + 1,
        AgentId = key(4, n.Number), WorkplaceId = key(5, n.Number),
        DistributionTime = clock_timestamp(), ChangedTime = clock_timestamp(),
        Deadline = clock_timestamp() + interval '20 seconds'
    FROM Numbered AS n
    WHERE c.OutboundCallId = n.OutboundCallId
    RETURNING c.CallGroupId
"""
_END = """
    UPDATE CallCopy
    SET CallPhase = 'HangupAgent', CallResult = 'NoResult', EndTime = now(), Deadline = NULL
    WHERE CallPhase = 'AgentOfferFirst' AND CallResult = 'Active'
"""


class Copy:
    """A copy of the calls with all their indexes, and no trigger or foreign key."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self._mark = self._next = 0
        with base.connect() as conn:
            conn.execute(_COPY, prepare=False)
            conn.execute("VACUUM ANALYZE bench.CallCopy")

    def claim(self, conn: Connection, many: int) -> int:
        """Give the next calls to agents by one statement, and return how many were left to give."""
        claimed = conn.execute(_CLAIM, {"mark": self._mark, "many": many}).fetchall()
        self._next = max((group for (group,) in claimed), default=0) + 1
        return len(claimed)

    def end(self, conn: Connection) -> None:
        """End what was claimed; what comes next begins behind it, where nothing is dead."""
        conn.execute(_END)
        self._mark = self._next
