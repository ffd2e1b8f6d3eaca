"""Forms of the set-up as a browser would send them."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient

from tests.floor import Floor
from tests.web.conftest import token_of

HOME = "/admin/setup/"


class Form(HTMLParser):
    """What a browser would send of the first form for POST."""

    def __init__(self, page: str, action: str) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self._action, self._inside, self._apart = action, False, 0
        self._select: str | None = None
        self._first: str | None = None
        self._text: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_ = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = is_.get("action") == self._action
        if tag == "template":
            self._apart += 1
        if not self._inside or self._apart:
            return
        name = is_.get("name")
        if tag == "input" and name and "disabled" not in is_:
            kind = is_.get("type", "text")
            if kind not in ("checkbox", "radio") or "checked" in is_:
                self.sent.append((name, is_.get("value", "on")))
        elif tag == "select":
            self._select, self._first = name, None
        elif tag == "option" and self._select:
            value = is_.get("value", "")
            if "selected" in is_:
                self.sent.append((self._select, value))
                self._select = None
            elif self._first is None:
                self._first = value
        elif tag == "textarea" and name:
            self._text = ""
            self.sent.append((name, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "template":
            self._apart -= 1
        elif tag == "select" and self._select:
            self.sent.append((self._select, self._first or ""))
            self._select = None
        elif tag == "textarea" and self._text is not None:
            self.sent[-1] = (self.sent[-1][0], self._text.removeprefix("\n"))
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text += data


class Admin:
    """A program that acts for an administrator, and sends forms as a browser would."""

    def __init__(self, client: FlaskClient, floor: Floor, role: str = "Administrator") -> None:
        self.client, self.floor = client, floor
        self.agent = floor.agent(Login="anna", DisplayName="Anna")
        self.token = token_of(floor.conn, "anna", role)

    def get(self, path: str) -> str:
        answer = self.client.get(HOME + path, headers=self.token)
        assert answer.status_code == 200, answer.text
        return answer.text

    def form(self, path: str) -> dict[str, list[str]]:
        """What the form would send."""
        sent: dict[str, list[str]] = {}
        for name, value in Form(self.get(path), HOME + path.partition("?")[0]).sent:
            sent.setdefault(name, []).append(value)
        assert sent
        return sent

    def send(self, path: str, form: dict[str, Any], **changes: Any) -> Any:
        return self.client.post(
            HOME + path.partition("?")[0], data={**form, **changes}, headers=self.token
        )

    def save(self, path: str, **changes: Any) -> str:
        """Open a form, change it, save it; return the path of what was saved."""
        answer = self.send(path, self.form(path), **changes)
        assert answer.status_code == 303, wrong(answer.text)
        return str(answer.headers["Location"]).partition("?")[0].removeprefix(HOME)


def wrong(page: str) -> list[str]:
    """What a form says is wrong."""
    found = re.findall(r'<p class="(?:wrong|problem)"[^>]*>(.*?)</p>', page, re.S)
    return [unescape(re.sub(r"<[^>]+>|\s+", " ", one)).strip() for one in found] or [page]


def fill(floor: Floor) -> None:
    """One of each kind that has none, with parts."""
    calendar = floor.add("Calendar", DisplayName="Office")
    floor.conn.execute(  # Python has no 24:00
        "INSERT INTO CalendarHours (CalendarId, Weekday, TimeFrom, TimeTo) VALUES (%s, 1, '8:00', '24:00')",
        [calendar],
    )
    floor.add("CalendarDay", CalendarId=calendar, Day="2026-12-24", Yearly=1, DisplayName="Eve")
    floor.set("OutboundList", floor.list_id, CalendarId=calendar, TimeZone="Europe/Prague")
    floor.add("RetryRule", OutboundListId=floor.list_id, CallResult="Busy", Delay=60)
    floor.add("RetryRule", CallResult="NoAnswer", Delay=600)
    floor.add(
        "SchedulePostCondition", DisplayName="Later", ProjectId=floor.project_id, Postpone=60,
        TimeMode="Daily", TimeFrom="08:00", TimeTo="12:00", Predistributed=0,
    )  # fmt: skip
    floor.add("QueueTransition", OutboundListId=floor.list_id, SourceProjectId=floor.project_id)
    matrix = floor.add("BusyCondition", DisplayName="Mixed")
    floor.add(
        "BusyConditionRule", BusyConditionId=matrix, HandledChannel="Call", OfferedChannel="SMS",
        Percent=30,
    )  # fmt: skip
    floor.add("Pbx", DisplayName="Main")
    floor.add("Trunk", DisplayName="North", Endpoint="north")
    floor.add("Scenario", DisplayName="Form")
    never = floor.add("DoNotCallList", DisplayName="Ours")
    floor.add("DoNotCallNumber", DoNotCallListId=never, Number="+420724000001")
    floor.add(
        "WebHook", DisplayName="CRM", Url="https://crm.example/hook", Secret="s" * 16,
        Events=["list_completed", "call_finished"],
    )  # fmt: skip
    floor.add(
        "Tile", DisplayName="Waiting", Query="SELECT count(*) FROM OutboundCall\n WHERE 1 = 1",
        Color="#0b5cad",
    )  # fmt: skip
    floor.add("CallResultDetail", DisplayName="Odd", CallResult="Completed", Channels=515)
    floor.add(
        "Seating",
        AgentId=floor.agent(),
        WorkplaceId=floor.row("SELECT min(WorkplaceId::text)::uuid FROM Workplace")[0],
    )
