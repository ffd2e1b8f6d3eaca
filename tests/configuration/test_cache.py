"""CONF-1: clearing a cache, in the database and in a process that keeps one."""

from __future__ import annotations

import threading
from typing import Any

import psycopg
import pytest
from pgdialer.runner.settings import KEEP, LOOK, VALUE, VERSION, Settings

from tests.floor import Floor


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def test_clearing_raises_the_version(floor: Floor) -> None:
    """CONF-1: as the page has it, and by default."""
    before = floor.do("cache_version")
    assert floor.do("clear_cache", "DataStructures.Config") == before + 1
    assert floor.do("clear_cache") == before + 2 == floor.do("cache_version")
    assert (
        floor.row("SELECT ClearedTime, clock() FROM Cache") == (floor.value("SELECT clock()"),) * 2
    )


@pytest.mark.parametrize("function", ["clear_cache", "cache_version"])
@pytest.mark.parametrize("name", ["DataStructures.Users", "datastructures.config", "", None])
def test_a_cache_that_is_not_there(floor: Floor, function: str, name: str | None) -> None:
    """CONF-1, URL-3: those that are there are named."""
    with pytest.raises(psycopg.Error, match="There is no cache") as refused:
        floor.do(function, name)
    assert (refused.value.sqlstate, refused.value.diag.column_name) == ("PD003", "CacheName")
    assert "DataStructures.Config" in str(refused.value.diag.message_hint)


class Process:
    """A process with its settings, and a clock of its own."""

    def __init__(self, floor: Floor) -> None:
        self.floor, self.now, self.asked = floor, 1000.0, []
        self.settings = Settings(self.ask, lambda: self.now)

    def ask(self, query: str, *values: Any) -> Any:
        self.asked.append(query)
        return self.floor.value(query, *values)


@pytest.fixture
def process(floor: Floor) -> Process:
    return Process(floor)


def change(floor: Floor, value: str) -> None:
    floor.set("Configuration", "CycleBatch", ConfigurationValue=value)


def test_a_change_is_seen_a_second_after_the_cache_is_cleared(process: Process) -> None:
    """CONF-1: not before, because nothing is asked in between."""
    assert process.settings["CycleBatch"] == "2000"
    change(process.floor, "3")
    process.floor.do("clear_cache")
    process.now += LOOK - 0.5
    assert process.settings["CycleBatch"] == "2000"
    process.now += 0.5
    assert process.settings["CycleBatch"] == "3"


def test_a_change_is_seen_within_a_minute_by_itself(process: Process) -> None:
    """CONF-1: also where somebody asks all the time."""
    assert process.settings["CycleBatch"] == "2000"
    change(process.floor, "3")
    seen = []
    for _ in range(int(KEEP)):
        process.now += 1
        seen.append(process.settings["CycleBatch"])
    assert seen == ["2000"] * (int(KEEP) - 1) + ["3"]


def test_what_is_known_is_not_asked_again(process: Process) -> None:
    """CONF-1: one look in a second, one reading in a minute, however often it is asked for."""
    for _ in range(1000):
        assert process.settings["DefaultCountry"] == "CZ"
        process.now += 0.01
    assert process.asked.count(VALUE) == 1
    assert process.asked.count(VERSION) == 10


def test_what_is_typed_is_read_so(process: Process) -> None:
    """CONF-1: numbers, switches, empty ones; a name that is not there is an error, and no value."""
    settings = process.settings
    assert settings.number("CycleBatch") == 2000
    assert settings.number("HistoryMonths") is None
    assert settings.is_on("UseUnifiedQueue") is False
    process.floor.set("Configuration", "UseUnifiedQueue", ConfigurationValue="yes")
    process.floor.do("clear_cache")
    process.now += LOOK
    assert settings.is_on("UseUnifiedQueue") is True
    for _ in range(2):
        with pytest.raises(psycopg.Error) as unknown, process.floor.conn.transaction():
            settings["NoSuch"]
        assert unknown.value.sqlstate == "PD003"


def test_without_a_database_nothing_is_lost() -> None:
    """CONF-1: the error is raised, and the next one who asks tries again."""
    answers: dict[str, Any] = {VERSION: 1, VALUE: "a"}
    now = [0.0]

    def ask(query: str, *_values: Any) -> Any:
        if not answers:
            raise psycopg.OperationalError("gone")
        return answers[query]

    settings = Settings(ask, lambda: now[0])
    assert settings["Name"] == "a"
    kept = dict(answers)
    answers.clear()
    assert settings["Name"] == "a"
    now[0] += LOOK
    for _ in range(2):
        with pytest.raises(psycopg.OperationalError):
            settings["Name"]
    answers |= kept | {VERSION: 2, VALUE: "b"}
    assert settings["Name"] == "b"


def test_threads_ask_once() -> None:
    """CONF-1: many threads of the web, one reading."""
    asked: list[str] = []
    together = threading.Barrier(8)

    def ask(query: str, *_values: Any) -> Any:
        asked.append(query)
        return 1 if query == VERSION else "x"

    settings = Settings(ask, lambda: 5.0)

    def work() -> None:
        together.wait()
        seen.append(settings["Name"])

    seen: list[str | None] = []
    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == ["x"] * 8
    assert sorted(asked) == sorted([VERSION, VALUE])
