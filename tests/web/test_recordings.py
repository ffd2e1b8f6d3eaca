"""REC-1: recordings are played to those who may hear them, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import argon2
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.floor import Floor
from tests.rights.people import only_allow
from tests.web.conftest import EDITOR, Person, token_of

SOUND = b"RIFF" + bytes(range(256)) * 20
PLACES = ["/api/v1/recordings/{}/file", "/ReactClient/api/recordings/{}"]
TRACES = "SELECT RecordingId, AgentId, Actor FROM RecordingHeard ORDER BY RecordingHeardId"


@pytest.fixture
def folder(floor: Floor, tmp_path: Path) -> Path:
    """The folder of the recordings, beside something that is none of them."""
    made = tmp_path / "recordings"
    made.mkdir()
    (tmp_path / "secret.wav").write_bytes(b"secret")
    floor.set("Configuration", "RecordingFolder", ConfigurationValue=str(made))
    return made


@pytest.fixture
def call(jana: Person) -> int:
    """Jana's call, in which she talks."""
    return jana.floor.talking(jana.agent)


@pytest.fixture
def recording(jana: Person, call: int, folder: Path) -> int:
    """What was recorded of it."""
    (folder / f"{call}-1.wav").write_bytes(SOUND)
    made: int = jana.floor.value(
        "SELECT report_recording(%s, %s, 61.5)", jana.floor.see(call, "PbxCallId"), f"{call}-1.wav"
    )
    return made


def hear(jana: Person, recording: int, place: str = PLACES[0], **headers: str) -> TestResponse:
    # Buffered, as a server reads a file to its end and closes it.
    return jana.client.get(place.format(recording), headers=jana.token | headers, buffered=True)


def allow(jana: Person, degree: str | None = "AllowRead") -> None:
    more = {"Recording": degree} if degree else {}
    only_allow(jana.floor, jana.agent, OutboundCall="AllowRead", **more)


@pytest.mark.parametrize("place", PLACES)
def test_whoever_may_hears_it(jana: Person, recording: int, place: str) -> None:
    """REC-1: the whole file, as a sound, kept by nobody on the way; and a trace of it."""
    allow(jana)
    answer = hear(jana, recording, place)
    assert (answer.status_code, answer.data) == (200, SOUND)
    assert answer.mimetype == "audio/wav"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert "attachment" not in answer.headers["Content-Disposition"]
    assert jana.floor.rows(TRACES) == [(recording, jana.agent, "agent:jana")]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("asked", "status", "got"),
    [
        ("bytes=0-3", 206, SOUND[:4]),
        ("bytes=100-", 206, SOUND[100:]),
        ("bytes=-10", 206, SOUND[-10:]),
        ("bytes=999999-", 416, None),
    ],
)
def test_a_part_of_it(
    jana: Person, recording: int, place: str, asked: str, status: int, got: bytes | None
) -> None:
    """REC-1: Range, so that a player can jump; what has no such part is said, and was not heard."""
    allow(jana)
    answer = hear(jana, recording, place, Range=asked)
    assert answer.status_code == status
    if got is None:
        assert answer.headers["Content-Range"] == f"bytes */{len(SOUND)}"
        assert jana.floor.rows(TRACES) == []
    else:
        assert answer.data == got
        assert answer.headers["Content-Range"].endswith(f"/{len(SOUND)}")
        assert len(jana.floor.rows(TRACES)) == 1


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("degree", [None, "DenyRead"])
def test_not_even_one_s_own(jana: Person, recording: int, place: str, degree: str | None) -> None:
    """REC-1, PERM-1: the call is the agent's, its recording is not; a refusal leaves no trace."""
    allow(jana, degree)
    answer = hear(jana, recording, place)
    assert answer.status_code == 403
    assert answer.json["code"] == "PD042"
    assert "Recording" in answer.json["detail"]
    assert jana.floor.rows(TRACES) == []


def test_of_the_roles_that_are_there_the_administrator_hears(
    jana: Person, recording: int, call: int
) -> None:
    """REC-1: not the supervisor, unless the site says so."""
    assert hear(jana, recording).status_code == 403
    boss = jana.floor.agent(Login="boss", status=None)
    jana.token = token_of(jana.floor.conn, "boss", "Administrator")
    assert hear(jana, recording).status_code == 200
    assert jana.floor.rows(TRACES) == [(recording, boss, "agent:boss")]


@pytest.mark.parametrize("place", PLACES)
def test_nobody_hears_nothing(client: FlaskClient, recording: int, place: str) -> None:
    """REC-1: without a login it is 401."""
    assert client.get(place.format(recording)).status_code == 401


@pytest.mark.parametrize(
    "name",
    ["../secret.wav", "/etc/passwd", "..", ".", "x/../../secret.wav", "link.wav", "inside"],
)
def test_nothing_outside_the_folder(jana: Person, recording: int, folder: Path, name: str) -> None:
    """REC-1: by no forged name, and by no link that leads out; what is no file is none."""
    (folder / "x").mkdir()
    (folder / "inside").mkdir()
    (folder / "link.wav").symlink_to(folder.parent / "secret.wav")
    # As whoever owns the database could, if he wanted to.
    jana.floor.conn.execute("ALTER TABLE Recording DROP CONSTRAINT FileNameIsPlain")
    jana.floor.set(
        "Recording", recording,
        FileName=str(folder.parent / "secret.wav") if name == "/etc/passwd" else name,
    )  # fmt: skip
    allow(jana)
    answer = hear(jana, recording)
    assert answer.status_code == 404
    assert b"secret" not in answer.data
    assert jana.floor.rows(TRACES) == []


def test_a_folder_reached_by_a_link_is_one(jana: Person, recording: int, folder: Path) -> None:
    """REC-1: a mount is often a link; only what leads out of the folder is refused."""
    (folder.parent / "mounted").symlink_to(folder)
    jana.floor.set(
        "Configuration", "RecordingFolder", ConfigurationValue=str(folder.parent / "mounted")
    )
    allow(jana)
    assert hear(jana, recording).data == SOUND


def test_what_is_no_sound_is_not_shown(jana: Person, recording: int, folder: Path) -> None:
    """REC-1: a page among the files would be one of this server's, with its cookies."""
    (folder / "page.html").write_text("<script>alert(1)</script>")
    jana.floor.set("Recording", recording, FileName="page.html")
    allow(jana)
    answer = hear(jana, recording)
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_file_that_is_gone(jana: Person, recording: int, folder: Path, call: int) -> None:
    """REC-1: said in words; nothing was heard."""
    (folder / f"{call}-1.wav").unlink()
    allow(jana)
    answer = hear(jana, recording)
    assert answer.status_code == 404
    assert answer.json["detail"].startswith(
        f"The file of recording {recording} is not in the folder"
    )
    assert str(folder) not in answer.text
    assert jana.floor.rows(TRACES) == []


def test_a_file_that_was_deleted(jana: Person, recording: int, call: int) -> None:
    """REC-1: the database says when."""
    jana.floor.do("recording_deleted", f"{call}-1.wav")
    allow(jana)
    answer = hear(jana, recording)
    assert (answer.status_code, answer.json["code"]) == (404, "PD065")
    assert "was deleted on" in answer.json["detail"]


@pytest.mark.parametrize("value", ["", None, "recordings"])
def test_without_a_folder(jana: Person, recording: int, value: str | None) -> None:
    """REC-1: a clear sentence and the remedy, for those who may hear."""
    jana.floor.set("Configuration", "RecordingFolder", ConfigurationValue=value)
    allow(jana)
    answer = hear(jana, recording)
    assert answer.status_code == 404
    assert answer.json["detail"].startswith("Recordings are not served here")
    assert "RecordingFolder" in answer.json["hint"]
    assert jana.floor.rows(TRACES) == []


@pytest.mark.parametrize("asked", ["999999", "99999999999999999999", "x", "-1", "0"])
@pytest.mark.parametrize("place", PLACES)
def test_no_such_recording(jana: Person, recording: int, place: str, asked: str) -> None:
    """URL-3: whatever is asked for."""
    allow(jana)
    answer = jana.client.get(place.format(asked), headers=jana.token)
    assert answer.status_code in (404, 422)
    assert answer.json["detail"]


def test_the_call_shows_its_recordings(jana: Person, recording: int, call: int) -> None:
    """REC-1: REST links to the file, also in a page of calls, until it is deleted."""
    expected = {"id": recording, "url": f"/api/v1/recordings/{recording}/file", "seconds": 61.5}
    for path in (f"/api/v1/calls/{call}", f"/api/v1/calls?outbound_list_id={jana.floor.list_id}"):
        found = jana.client.get(path, headers=jana.token).json
        assert found.get("items", [found])[0]["recordings"] == [expected]
    jana.floor.do("recording_deleted", f"{call}-1.wav")
    found = jana.client.get(f"/api/v1/calls/{call}", headers=jana.token).json
    assert found["recordings"] == [expected | {"url": None}]
    other = jana.floor.call()
    found = jana.client.get(f"/api/v1/calls/{other}", headers=jana.token).json
    assert found["recordings"] == []


def test_what_was_read_may_be_changed(jana: Person, recording: int, call: int) -> None:
    """REC-1: the state of a call (ETag) is the same for reading and for changing."""
    state = jana.client.get(f"/api/v1/calls/{call}", headers=jana.token).headers["ETag"]
    changed = jana.client.patch(
        f"/api/v1/calls/{call}",
        json={"display_name": "Anna"},
        headers=jana.token | {"If-Match": state},
    )
    assert changed.status_code == 200
    assert changed.json["recordings"][0]["id"] == recording


def test_recording_is_switched_on_by_rest(jana: Person) -> None:
    """REC-1: a list is not recorded unless somebody says so."""
    path = f"/api/v1/lists/{jana.floor.list_id}"
    assert jana.client.get(path, headers=jana.token).json["recording"] is False
    answer = jana.client.patch(path, json={"recording": True}, headers=jana.token)
    assert answer.json["recording"] is True
    assert jana.floor.look("OutboundList", jana.floor.list_id, "Recording") == 1


@pytest.mark.parametrize("may_hear", [True, False])
@pytest.mark.parametrize("served", [True, False])
def test_the_page_of_a_call(
    jana: Person, recording: int, call: int, may_hear: bool, served: bool
) -> None:
    """REC-1: a player for those who may hear, which fetches nothing before it is pressed."""
    allow(jana, "AllowRead" if may_hear else None)
    if not served:
        jana.floor.set("Configuration", "RecordingFolder", ConfigurationValue="")
    page = jana.open(EDITOR, OutboundCallId=call)
    assert page.status_code == 200
    assert "Recordings" in page.text
    player = f'<audio controls preload="none" src="/ReactClient/api/recordings/{recording}">'
    assert (player in page.text) == (may_hear and served)
    assert "media-src 'self'" in page.headers["Content-Security-Policy"]
    jana.floor.do("recording_deleted", f"{call}-1.wav")
    page = jana.open(EDITOR, OutboundCallId=call)
    assert "<audio" not in page.text
    assert "deleted" in page.text


def test_a_page_of_a_call_that_was_not_recorded(jana: Person, call: int) -> None:
    """REC-1: says nothing of recordings."""
    assert "Recordings" not in jana.open(EDITOR, OutboundCallId=call).text


def test_by_a_session_of_the_web(jana: Person, recording: int) -> None:
    """REC-1: a page of ours sends no token but a cookie."""
    allow(jana)
    quick = argon2.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
    jana.floor.do("set_password", jana.agent, quick.hash("correct horse battery"))
    logged_in = {"login": "jana", "password": "correct horse battery"}
    assert jana.client.post("/login", json=logged_in).status_code == 200
    jana.token = {}
    assert hear(jana, recording, PLACES[1]).data == SOUND
    assert jana.floor.rows(TRACES) == [(recording, jana.agent, "agent:jana")]
