from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Database

STATEMENTS = Path(__file__).with_name("smallest.sql").read_text()
PRINTED = ("AgentOfferFirst", "Active", "00000000-0000-0000-0000-000000000005", "+420724123456")


@pytest.mark.parametrize(
    "statements", [[STATEMENTS], STATEMENTS.split(";\n")], ids=["at once", "one by one"]
)
def test_statements_as_printed_make_one_agent_get_one_call(
    database: Database, statements: list[str]
) -> None:
    """CALL-4, DIST-1: a list, a number and the least around them give exactly the printed line."""
    conn = database.connect()
    for statement in statements[:-1] or statements:
        cursor = conn.execute(statement.encode())
    while cursor.nextset():
        pass
    assert [tuple(map(str, row)) for row in cursor.fetchall()] == [PRINTED]
