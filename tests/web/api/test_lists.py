"""Lists by REST, and files in and out."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.api.conftest import Client, Site

FILE = "Phone;Name;Branch\n724 000 001;Jana;Brno\n724 000 002;Petr;Praha\n12;Bad;x\n724000001;Twice;y\n"


def bring(site: Site, boss: Client, data: Any = FILE, query: str = "") -> Any:
    return boss.ask(
        "POST", f"/lists/{site.floor.list_id}/imports?name=a.csv{query}",
        data=data, content_type="text/csv",
    )  # fmt: skip


def test_a_list_from_beginning_to_end(site: Site, boss: Client) -> None:
    """LIST-1: made, changed, started, looked at."""
    made = boss.post(
        "/lists", {"display_name": "New", "project_id": str(site.floor.project_id), "country": "cz"}
    )
    assert made.status_code == 201, made.text
    path = made.headers["Location"].removeprefix("/api/v1")
    assert (made.json["activity"], made.json["country"]) == ("Prepared", "CZ")
    seen = {"If-Match": made.headers["ETag"]}
    changed = boss.patch(path, {"max_trials": 2}, headers=seen)
    assert changed.json["max_trials"] == 2
    assert boss.patch(path, {"max_trials": 3}, headers=seen).status_code == 412
    assert boss.patch(path, {"time_zone": "Nowhere"}).json["code"] == "PD011"
    assert boss.put(f"{path}/state", {"activity": "Running"}).json["activity"] == "Running"
    assert boss.put(f"{path}/state", {"activity": "Walking"}).status_code == 422
    for what in ("progress", "why-not", "dry-run"):
        assert boss.get(f"{path}/{what}").json == {"items": [], "next": None}
    names = [one["display_name"] for one in boss.get("/lists").json["items"]]
    assert "New" in names


def test_a_file_comes_in(site: Site, boss: Client) -> None:
    """LIST-2: as by the command line, with what was not taken and why."""
    answer = bring(site, boss)
    assert answer.status_code == 201, answer.text
    counts = {
        name: answer.json[f"rows_{name}"] for name in ("read", "imported", "duplicate", "rejected")
    }
    assert counts == {"read": 4, "imported": 2, "duplicate": 1, "rejected": 1}
    assert answer.json["finished_time"]
    path = answer.headers["Location"].removeprefix("/api/v1")
    assert boss.get(path).json == answer.json
    rejects = boss.get(f"{path}/rejects").json["items"]
    assert [(one["line"], one["outcome"]) for one in rejects] == [(4, "Rejected"), (5, "Duplicate")]
    assert bring(site, boss).json["code"] == "PD017"
    out = boss.get(f"/lists/{site.floor.list_id}/export")
    rows = list(csv.DictReader(io.StringIO(out.text)))
    assert [(row["Number"], row["Branch"]) for row in rows] == [
        ("+420724000001", "Brno"), ("+420724000002", "Praha")]  # fmt: skip
    assert boss.delete(path).json == {"removed": 2, "kept": 0, "in_progress": 0}


@pytest.mark.parametrize(
    "data, query, status",
    [
        ("", "", 422),
        ("Name\nJana\n", "", 409),
        (FILE, "&delimiter=xx", 422),
        (FILE, "&encoding=base64", 422),
        (FILE, "&duplicates=Often", 422),
        (FILE, "&map=Phone", 422),
        (FILE, "&all_or_nothing=true", 409),
        (FILE, "&colour=red", 422),
    ],
)
def test_a_file_that_is_refused(
    site: Site, boss: Client, data: str, query: str, status: int
) -> None:
    """Nothing is changed."""
    answer = bring(site, boss, data, query)
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    assert site.floor.value("SELECT count(*) FROM OutboundCall") == 0
    wrong = boss.ask(
        "POST", f"/lists/{site.floor.list_id}/imports", data=b"x", content_type="text/plain"
    )
    assert wrong.status_code == 415


def test_a_file_that_was_cut_short(site: Site, boss: Client) -> None:
    """The same request goes on: what was staged and what was not."""
    first = bring(site, boss).json["outbound_list_import_id"]
    site.floor.rows(
        "UPDATE OutboundListImport SET FinishedTime = NULL, LastLine = 2, RowsRead = 1,"
        " RowsImported = 1, RowsDuplicate = 0, RowsRejected = 0 RETURNING 1"
    )
    site.floor.rows("DELETE FROM OutboundCall WHERE Number = '+420724000002' RETURNING 1")
    site.floor.rows("DELETE FROM ImportReject RETURNING 1")
    again = bring(site, boss)
    assert again.json["outbound_list_import_id"] == first
    assert again.json["rows_imported"] == 2
    assert again.json["finished_time"]


class Rows(io.RawIOBase):
    """A file that is made while it is read."""

    def __init__(self, count: int) -> None:
        self.left: Iterator[bytes] = (b"724%06d,Somebody with a name\n" % n for n in range(count))
        self.held = b"Number,Name\n"

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while len(self.held) < len(buffer):
            row = next(self.left, None)
            if row is None:
                break
            self.held += row
        count = min(len(buffer), len(self.held))
        buffer[:count], self.held = self.held[:count], self.held[count:]
        return count


def test_memory_does_not_grow_with_the_file(site: Site, boss: Client) -> None:
    """Three chunks take no more than one and a bit; the body never is in memory as a whole."""

    def most(count: int) -> int:
        tracemalloc.start()
        try:
            answer = bring(
                site, boss, io.BufferedReader(Rows(count)), "&duplicates=Keep&again=true"
            )
            assert answer.json["rows_imported"] == count, answer.text
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few = most(12_000)
    assert most(36_000) < 1.6 * few


def test_who_may_import_and_export(site: Site) -> None:
    """PERM-1: an agent neither; the database says so."""
    jana = site.client(site.floor.agent())
    assert bring(site, jana).status_code == 403
    assert jana.get(f"/lists/{site.floor.list_id}/export").status_code == 403
    assert jana.put(f"/lists/{site.floor.list_id}/state", {"activity": "Paused"}).status_code == 403
