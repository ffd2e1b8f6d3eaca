"""The editor's parameters and their precedence (URL-1, URL-3)."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import dict_row

from tests.floor import Floor, new_id

ABSENT = "00000000-0000-0000-0000-0000000000ff"


class Desk:
    """Two projects with lists, two contacts with numbers, cases, a message, a chat; by short names."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        f = floor
        self.ids: dict[str, Any] = {"absent": ABSENT}
        self.ids["czech"], self.ids["german"] = f.language(), f.language("de")
        self.ids["sales"], self.ids["care"], self.ids["idle"] = (
            f.project(),
            f.project(),
            f.project(),
        )
        for name, project, columns in (
            ("sales a", "sales", {"DisplayName": "A", "Activity": "Prepared"}),
            ("sales b", "sales", {"DisplayName": "B"}),
            ("sales c", "sales", {"DisplayName": "C"}),
            ("care a", "care", {"DisplayName": "A"}),
            ("over", "idle", {"DisplayName": "O", "Activity": "Completed"}),
            ("gone", "idle", {"DisplayName": "G", "Deleted": 1}),
        ):
            self.ids[name] = f.outbound_list(ProjectId=self.ids[project], **columns)
        for name in ("novak", "svoboda", "dvorak"):
            self.ids[name] = self.add("Contact", ContactKey=f"crm-{name}")
        self.ids["novak mobile"] = self.add(
            "PhoneNumber", ContactId=self.ids["novak"], Number="724 000 001"
        )
        for name, project, contact in (
            ("case", "care", "novak"), ("other case", "sales", "svoboda"), ("bare case", None, None),
        ):  # fmt: skip
            self.ids[name] = self.add(
                "Issue", IssueKey=f"key-{name}", ProjectId=self.ids.get(project or ""),
                ContactId=self.ids.get(contact or ""),
                LanguageId=self.ids["german"] if name == "case" else None,
            )  # fmt: skip
        self.ids["mail"] = self.add(
            "Message", IssueId=self.ids["case"], ContactId=self.ids["dvorak"]
        )
        self.ids["chat"] = self.add(
            "Chat", IssueId=self.ids["other case"], ContactId=self.ids["dvorak"]
        )
        self.ids["bare mail"] = self.add("Message", IssueId=self.ids["case"])
        self.ids["jana"], self.ids["petr"] = f.agent(), f.agent()
        self.names = {str(key): name for name, key in self.ids.items()}

    def add(self, table: str, **columns: Any) -> UUID:
        key = new_id()
        self.floor.add(table, **{f"{table}Id": key}, **columns)
        return key

    def parameters(self, text: str) -> str:
        """Number=…; IssueId=case: each value that is a name here stands for its id."""
        pairs = [pair.split("=", 1) for pair in text.split("; ")] if text else []
        return json.dumps({name: str(self.ids.get(value, value)) for name, value in pairs})

    def editor(self, text: str, save: bool = False) -> dict[str, Any]:
        with self.floor.conn.cursor(row_factory=dict_row) as cursor:
            cursor.execute("SELECT * FROM editor_call(%s, %s)", (self.parameters(text), save))
            row = cursor.fetchone()
        assert row is not None
        return {k: self.names.get(str(v), v) for k, v in row.items()}


@pytest.fixture
def desk(db: psycopg.Connection[Any]) -> Desk:
    return Desk(Floor(db))


N = "Number=724 123 456"


@pytest.mark.parametrize(
    ("given", "comes_out"),
    [
        # the list, given or found
        (f"{N}; OutboundListId=sales c", "outbound_list_id=sales c; project_id=sales; number=+420724123456"),
        (f"{N}; OutboundList=sales c", "outbound_list_id=sales c"),
        (f"{N}; outboundlistid=sales c", "outbound_list_id=sales c"),
        (f"{N}; ProjectId=sales", "outbound_list_id=sales b; project_id=sales"),
        (f"{N}; ProjectId=care; OutboundListId=sales c", "outbound_list_id=sales c; project_id=care"),
        (f"{N}; OutboundListId=sales c; OutboundList=sales c", "outbound_list_id=sales c"),
        # the case
        (f"{N}; IssueId=case", "issue_id=case; project_id=care; outbound_list_id=care a; language_id=german; contact_id=novak"),
        (f"{N}; IssueKey=key-case", "issue_id=case; outbound_list_id=care a"),
        (f"{N}; IssueId=case; IssueKey=key-other case", "issue_id=case"),
        (f"{N}; IssueId=case; IssueKey=nobody's", "issue_id=case"),
        (f"{N}; IssueId=case; OutboundListId=sales c", "issue_id=case; outbound_list_id=sales c; project_id=care"),
        (f"{N}; IssueId=bare case; ProjectId=sales", "issue_id=bare case; outbound_list_id=sales b; contact_id=None"),
        # explicit parameters win over those of the case
        (f"{N}; IssueId=case; ProjectId=sales", "project_id=sales; outbound_list_id=sales b; contact_id=novak"),
        (f"{N}; IssueId=case; LanguageId=czech", "language_id=czech"),
        (f"{N}; IssueId=case; ContactId=svoboda", "contact_id=svoboda; issue_id=case"),
        (f"{N}; IssueId=case; ContactKey=crm-svoboda", "contact_id=svoboda"),
        (f"{N}; ProjectId=sales; ContactId=novak; ContactKey=crm-svoboda", "contact_id=novak"),
        (f"{N}; ProjectId=sales; ContactId=novak; ContactKey=nobody's", "contact_id=novak"),
        # message and chat
        (f"{N}; MessageId=mail", "message_id=mail; issue_id=case; contact_id=dvorak; project_id=care"),
        (f"{N}; MessageId=bare mail", "issue_id=case; contact_id=novak"),
        (f"{N}; ChatId=chat", "chat_id=chat; issue_id=other case; contact_id=dvorak; outbound_list_id=sales b"),
        (f"{N}; MessageId=mail; ChatId=chat", "issue_id=case; message_id=mail; chat_id=chat"),
        (f"{N}; MessageId=mail; IssueId=other case", "issue_id=other case; contact_id=svoboda; project_id=sales"),
        (f"{N}; MessageId=mail; IssueKey=key-other case", "issue_id=other case; contact_id=svoboda"),
        (f"{N}; MessageId=mail; ContactId=novak", "contact_id=novak; issue_id=case"),
        (f"{N}; ChatId=chat; OutboundListId=care a", "outbound_list_id=care a; issue_id=other case"),
        (f"{N}; ChatId=chat; LanguageId=german", "language_id=german"),
        # the contact's number
        (f"{N}; ProjectId=sales; PhoneNumberId=novak mobile", "contact_id=novak; phone_number_id=novak mobile; number=+420724123456"),
        ("ProjectId=sales; PhoneNumberId=novak mobile", "number=+420724000001"),
        (f"{N}; IssueId=other case; PhoneNumberId=novak mobile", "contact_id=novak; issue_id=other case"),
        # whom for
        (f"{N}; ProjectId=sales; AgentId=jana", "agent_id=jana; predistributed=False"),
        (f"{N}; ProjectId=sales; AgentId=jana; Predist=true", "agent_id=jana; predistributed=True"),
        (f"{N}; ProjectId=sales; AgentId=jana; PREDIST=1", "predistributed=True"),
        (f"{N}; ProjectId=sales; AgentId=jana; Predist=0", "predistributed=False"),
        (f"{N}; ProjectId=sales", "agent_id=None; predistributed=False"),
        # kind, key, spelling, what is none of ours
        ("CallType=Visitor; AgentId=jana", "call_type=Visitor; number=None; outbound_list_id=None"),
        ("CallType=visitor; AgentId=jana; IssueId=case", "call_type=Visitor; issue_id=case; project_id=care"),
        (f"{N}; ProjectId=sales; CallType=DialOut", "call_type=DialOut"),
        (f"{N}; ProjectId=sales; CallKey={'k' * 48}", f"call_key={'k' * 48}"),
        ("Number = 00420724123456; ProjectId=sales", "number=+420724123456"),
        ("Number= 420724123456; ProjectId=sales", "number=+420724123456"),
        (f"{N}; ProjectId=sales; LanguageId=; Seq=17; utm_source=crm", "language_id=None"),
    ],
)  # fmt: skip
def test_precedence(desk: Desk, given: str, comes_out: str) -> None:
    """URL-1: what each combination comes to; saved, the call is that one."""
    expected = dict(pair.split("=", 1) for pair in comes_out.split("; "))
    dry = desk.editor(given)
    assert {name: str(dry[name]) for name in expected} == expected
    assert dry["outbound_call_id"] is None
    assert desk.floor.value("SELECT count(*) FROM OutboundCall") == 0
    saved = desk.editor(given, save=True)
    assert {name: str(saved[name]) for name in expected if name != "language_id"} == {
        name: value for name, value in expected.items() if name != "language_id"
    }
    row = desk.floor.see(
        saved["outbound_call_id"],
        "OutboundListId", "ProjectId", "ContactId", "IssueId", "MessageId", "ChatId", "Number", "CallType",
    )  # fmt: skip
    assert [desk.names.get(str(value), value) for value in row] == [
        saved[name]
        for name in (
            "outbound_list_id", "project_id", "contact_id", "issue_id", "message_id", "chat_id", "number", "call_type",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "zone", "moment"),
    [
        ("ScheduleTime=2031-07-04T10:00", "Europe/Prague", "2031-07-04T08:00"),
        ("ScheduleTime=2031-07-04 10:00", "Europe/Prague", "2031-07-04T08:00"),
        ("ScheduleTime=2031-07-04T10:00:30", "Europe/Prague", "2031-07-04T08:00"),
        ("ScheduleTime=2031-07-04T10:00; Number=+81312345678", "Asia/Tokyo", "2031-07-04T01:00"),
        ("ScheduleTime=2031-07-04T10:00; TimeZone=America/New_York", "America/New_York", "2031-07-04T14:00"),
        ("ScheduleTime=2031-07-04T10:00Z", "Europe/Prague", "2031-07-04T10:00"),
        ("ScheduleTime=2031-07-04T10:00:00+05:00", "Europe/Prague", "2031-07-04T05:00"),
        ("ScheduleTime=2031-07-04T10:00:00 05:00", "Europe/Prague", "2031-07-04T05:00"),
    ],
)  # fmt: skip
def test_when(desk: Desk, given: str, zone: str, moment: str) -> None:
    """TIME-1, URL-1: a time without a zone is what a clock at the called party shows."""
    given = f"ProjectId=sales; AgentId=jana; {given}" + ("" if "Number" in given else f"; {N}")
    saved = desk.editor(given, save=True)
    assert saved["time_zone"] == zone
    found = desk.floor.see(saved["outbound_call_id"], "ScheduleTime")
    assert found == saved["schedule_time"]
    assert found.astimezone(UTC).isoformat(timespec="minutes") == f"{moment}+00:00"


def test_window_name_and_priority(desk: Desk) -> None:
    """URL-1: what the editor has besides the page's parameters becomes the call's."""
    saved = desk.editor(
        f"{N}; ProjectId=sales; AgentId=jana; DisplayName=Novák; Priority=-3; TimeMode=weekly;"
        " TimeFrom=Mon 08:00; TimeTo=Fri 20:00; TimeZone=Europe/London", save=True,
    )  # fmt: skip
    columns = ("DisplayName", "Priority", "TimeMode", "TimeFrom", "TimeTo", "TimeZone")
    assert desk.floor.see(saved["outbound_call_id"], *columns) == (
        "Novák", -3, "Weekly", "Mon 08:00", "Fri 20:00", "Europe/London",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "code", "parameter"),
    [
        ("", "PD033", "OutboundListId"),
        ("ProjectId=sales", "PD033", "Number"),
        ("Number=; ProjectId=sales", "PD033", "Number"),
        (N, "PD033", "OutboundListId"),
        ("Number=12; ProjectId=sales", "PD010", "Number"),
        ("Number=call me; ProjectId=sales", "PD010", "Number"),
        (f"{N}; ProjectId=idle", "PD033", "ProjectId"),
        (f"{N}; IssueId=bare case", "PD033", "OutboundListId"),
        (f"{N}; OutboundListId=gone", "PD033", "OutboundListId"),
        (f"{N}; OutboundListId=sales c; OutboundList=care a", "PD033", "OutboundListId"),
        (f"{N}; ProjectId=sales; Predist=perhaps", "PD033", "Predist"),
        (f"{N}; ProjectId=sales; Predist=1", "PD033", "AgentId"),
        (f"{N}; ProjectId=sales; CallType=Private", "PD033", "CallType"),
        (f"{N}; ProjectId=sales; CallType=x", "PD033", "CallType"),
        ("CallType=Visitor", "PD033", "AgentId"),
        (f"{N}; ProjectId=sales; CallKey={'k' * 49}", "PD015", "CallKey"),
        (f"{N}; ProjectId=sales; ContactKey=nobody's", "PD033", "ContactKey"),
        (f"{N}; ProjectId=sales; IssueKey=nobody's", "PD033", "IssueKey"),
        (f"{N}; ProjectId=sales; ContactId=svoboda; PhoneNumberId=novak mobile", "PD033", "PhoneNumberId"),
        (f"{N}; ProjectId=sales; Priority=high", "PD033", "Priority"),
        (f"{N}; ProjectId=sales; Priority=99999999999", "PD033", "Priority"),
        (f"{N}; ProjectId=sales; ScheduleTime=tomorrow", "PD033", "ScheduleTime"),
        (f"{N}; ProjectId=sales; ScheduleTime=2031-02-30T10:00", "PD033", "ScheduleTime"),
        (f"{N}; ProjectId=sales; ScheduleTime=2031-02-03T10:00 or so", "PD033", "ScheduleTime"),
        (f"{N}; ProjectId=sales; TimeMode=now and then", "PD033", "TimeMode"),
        (f"{N}; ProjectId=sales; TimeFrom=08:00", "PD033", "TimeMode"),
        (f"{N}; ProjectId=sales; TimeMode=Daily; TimeFrom=8 o'clock", "PD011", "TimeFrom"),
        (f"{N}; ProjectId=sales; TimeMode=Range; TimeTo=08:00", "PD011", "TimeTo"),
        (f"{N}; ProjectId=sales; TimeZone=Mars", "PD033", "TimeZone"),
        *(
            (f"{N}; OutboundListId=sales c; {name}={value}".replace("; OutboundListId=sales c; OutboundListId", "; OutboundListId"), "PD033", name)
            for name in (
                "OutboundListId", "ProjectId", "LanguageId", "AgentId", "IssueId", "ContactId", "PhoneNumberId", "MessageId", "ChatId",
            )
            for value in ("absent", "17", "drop table")
        ),
    ],
)  # fmt: skip
def test_refusals(desk: Desk, given: str, code: str, parameter: str) -> None:
    """URL-3: missing, malformed, unknown, contradictory: the parameter is named, nothing is written."""
    with pytest.raises(psycopg.Error) as refused, desk.floor.conn.transaction():
        desk.editor(given, save=True)
    assert (refused.value.sqlstate, refused.value.diag.column_name) == (code, parameter)
    assert refused.value.diag.message_hint
    assert desk.floor.value("SELECT count(*) FROM OutboundCall") == 0


def test_saved_for_an_agent(desk: Desk) -> None:
    """URL-1: pre-distributed with Predist, else preferred; nobody is when nobody is named."""
    query = "AgentId", "Predistributed", "PreferredAgentId"
    jana = desk.ids["jana"]
    for given, row in (
        ("AgentId=jana; Predist=1", (jana, 1, None)),
        ("AgentId=jana", (None, 0, jana)),
        ("CallKey=k", (None, 0, None)),
    ):
        saved = desk.editor(f"{N}; ProjectId=sales; {given}", save=True)
        assert desk.floor.see(saved["outbound_call_id"], *query) == row


def dial(desk: Desk, given: str) -> tuple[Any, ...]:
    return desk.floor.row("SELECT * FROM web_private_call(%s)", desk.parameters(given))


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ("Par= 00420724123456; Seq=1; CallKey=12345678; AgentId=jana", "Private"),
        ("PAR=+420 724 123 456; agentid=jana", "Private"),
        ("Par= 420 724 123 456; AgentId=jana", "Private"),
        ("Par=724123456; OutboundList=sales c; AgentId=jana", "DialOut"),
        ("Par=724123456; OutboundListId=sales c; AgentId=jana; ProjectId=care; LanguageId=german; IssueId=case; ContactId=novak", "DialOut"),
    ],
)  # fmt: skip
def test_dialled_by_url(desk: Desk, given: str, kind: str) -> None:
    """URL-1: as printed on the page, by the names in any case."""
    call, phase, result, number = dial(desk, given)
    assert (phase, result, number) == ("AgentDialing", "Active", "+420724123456")
    assert desk.floor.see(call, "CallType", "AgentId") == (kind, desk.ids["jana"])
    if "ContactId" in given:
        assert desk.floor.see(call, "ProjectId", "LanguageId", "IssueId", "ContactId") == tuple(
            desk.ids[name] for name in ("care", "german", "case", "novak")
        )


@pytest.mark.parametrize(
    ("given", "code", "parameter"),
    [
        ("AgentId=jana", "PD033", "Par"),
        ("Par=724123456", "PD033", "AgentId"),
        ("Par=12; AgentId=jana", "PD010", "Par"),
        ("Par=724123456; AgentId=x", "PD033", "AgentId"),
        ("Par=724123456; AgentId=jana; OutboundList=absent", "PD033", "OutboundListId"),
        ("Par=724123456; AgentId=jana; OutboundListId=gone", "PD033", "OutboundListId"),
        ("Par=724123456; AgentId=jana; ProjectId=absent", "PD033", "ProjectId"),
        ("Par=724123456; AgentId=jana; LanguageId=x", "PD033", "LanguageId"),
        ("Par=724123456; AgentId=jana; IssueId=absent", "PD033", "IssueId"),
        ("Par=724123456; AgentId=jana; ContactId=x", "PD033", "ContactId"),
        (f"Par=724123456; AgentId=jana; CallKey={'k' * 49}", "PD015", "CallKey"),
    ],
)
def test_not_dialled_by_url(desk: Desk, given: str, code: str, parameter: str) -> None:
    """URL-3: nothing is written and nothing dialled."""
    with pytest.raises(psycopg.Error) as refused, desk.floor.conn.transaction():
        dial(desk, given)
    assert (refused.value.sqlstate, refused.value.diag.column_name) == (code, parameter)
    assert desk.floor.value("SELECT count(*) FROM PbxCommand") == 0


@pytest.mark.parametrize("given", ["12", "1 2 3", "720"])
def test_a_number_that_no_plus_mends_is_quoted_as_it_was_given(desk: Desk, given: str) -> None:
    """URL-3: the sentence has the value that is wrong, not one that nobody wrote."""
    with pytest.raises(psycopg.Error) as refused:
        desk.editor(f"Number={given}; OutboundListId=sales b")
    assert refused.value.sqlstate == "PD010"
    assert f'"{given}"' in str(refused.value.diag.message_primary)
