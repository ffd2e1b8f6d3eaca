"""Two PBXs, each with a runner of its own, and telephones of the same names on both (DIAL-1)."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from pgdialer.runner.asterisk.far_ends import FarEnds
from pgdialer.runner.asterisk.private import prepare

from tests.conftest import Database
from tests.pbx.centre import Centre

PHONES = 1


def test_each_call_on_its_pbx(centre: Centre, database: Database) -> None:
    """DIAL-1, CALL-1: lines, calls and the state of telephones, each on the PBX of the desk."""
    with TemporaryDirectory(prefix="pbx-") as folder:
        made = prepare(Path(folder), agents=PHONES)
        try:
            made.start()
            with FarEnds(made) as far_ends:
                other = Centre(database, made, far_ends)
                for one, name in ((centre, "Brno"), (other, "Prague")):
                    pbx = one.floor.add("Pbx", DisplayName=name, Bridge="asterisk")
                    desk = one.floor.workplace(Number="agent001", LineMode="OpenLine", PbxId=pbx)
                    one.agents["agent001"] = one.floor.agent(workplace=desk)
                for one, name in ((centre, "Brno"), (other, "Prague")):
                    one.run(name, pbx_name=name)
                centre.lines_up()
                for one in (centre, other):
                    call = one.dial("12")
                    one.talking(call)
                    assert len(one.channels()) == 2
                other.far_ends.unregister("agent001")
                states = "SELECT p.DisplayName, w.State::text FROM Workplace AS w JOIN Pbx AS p USING (PbxId) ORDER BY 1"
                wanted = [("Brno", "Free"), ("Prague", "OutOfOrder")]
                other.until(lambda: other.floor.rows(states) == wanted)
        finally:
            made.close()
