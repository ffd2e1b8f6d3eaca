"""The editor, the page of a call, visitors, links that dial, and the ways in: in a browser."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import argon2
import pytest
from pgdialer.web.server import Server
from pgdialer.web.settings import Settings
from playwright.sync_api import Page, Response, expect
from psycopg.conninfo import make_conninfo

from tests.conftest import Database
from tests.floor import new_id, new_number
from tests.pages.conftest import KEY, Site
from tests.pages.looks import check_looks, press

EDITOR = "/ReactClient/Pages/OutCallEditor.html"
SHORT = "/ReactClient/Pages/calleditor.html"


def call_of(page: Page) -> int:
    """The call whose page is shown."""
    expect(page).to_have_url(re.compile("OutboundCallId="))
    return int(page.url.split("OutboundCallId=")[1])


def show(page: Page, site: Site, call: int) -> None:
    """Open the page of a call."""
    page.goto(f"{site.url}{EDITOR}?OutboundCallId={call}")


def test_a_crm_opens_it_filled_in(site: Site) -> None:
    """URL-1: what the parameters come to is in the fields, and becomes the call."""
    floor = site.floor
    jana = site.agent(Login="jana", DisplayName="Jana")
    project = floor.project(DisplayName="Renewals")
    calls = floor.outbound_list(DisplayName="November", ProjectId=project)
    contact = floor.add("Contact", ContactId=new_id(), ContactKey="C-1", DisplayName="Nováková")
    floor.add(
        "Issue", IssueId=new_id(), IssueKey="4711", ProjectId=project, ContactId=contact,
        DisplayName="Contract ends",
    )  # fmt: skip
    page = site.sign_in(jana)
    page.goto(
        f"{site.url}{SHORT}?Number=724 123 456&IssueKey=4711&CallKey=crm-1&Priority=5"
        "&ScheduleTime=2031-03-04T09:00:00Z&TimeMode=daily&TimeFrom=08:00&TimeTo=20:00"
    )
    expect(page.get_by_label("List", exact=True)).to_have_value(str(calls))
    expect(page.get_by_label("Contact id")).to_have_value(str(contact))
    # 9:00 UTC is 10:00 where the number is.
    expect(page.get_by_label("Not before")).to_have_value("2031-03-04T10:00")
    expect(page.locator("#Number-check")).to_contain_text("+420724123456")
    check_looks(page, "editor")
    press(page, "Alt+s")
    call = call_of(page)
    assert floor.see(
        call, "Number", "OutboundListId", "ContactId", "CallKey", "Priority", "TimeMode", "TimeFrom",
        "PreferredAgentId",
    ) == ("+420724123456", calls, contact, "crm-1", 5, "Daily", "08:00", jana)  # fmt: skip
    assert floor.see(call, "ScheduleTime").isoformat().startswith("2031-03-04T")
    expect(page.locator("#call")).to_contain_text("Nováková")


def test_a_number_is_checked_as_it_is_typed(site: Site) -> None:
    """URL-3, CALL-6: what is wrong with it, or where it is, what a clock shows there, and from when it may be dialled."""
    floor = site.floor
    floor.outbound_list(DisplayName="November")
    page = site.sign_in(site.agent(Login="jana", DisplayName="Jana"))
    page.goto(site.url + EDITOR)
    number, said = page.get_by_label("Number", exact=True), page.locator("#Number-check")
    number.press_sequentially("724 00")
    expect(said.locator(".wrong")).to_contain_text("too few digits")
    number.fill("+81 3 1234 5678")
    expect(said).to_contain_text("Japan")
    expect(said).to_contain_text("Asia/Tokyo")
    expect(said).to_contain_text("May be dialled now")
    page.get_by_label("Only at these times").select_option(
        label="Once: 2026-11-24 08:00 to 2026-11-25 20:00"
    )
    page.get_by_label("From", exact=True).fill("2020-01-01")
    page.get_by_label("To", exact=True).fill("2020-01-02")
    page.keyboard.press("Tab")
    expect(said).to_contain_text("never")
    page.get_by_label("List", exact=True).select_option(label="November (Running)")
    page.get_by_label("Only at these times").select_option(index=0)
    page.get_by_label("From", exact=True).fill("")
    page.get_by_label("To", exact=True).fill("")
    page.keyboard.press("Tab")
    expect(said).to_contain_text("May be dialled now")


def test_a_waiting_call(site: Site) -> None:
    """What can be done is shown, and done: paused, resumed on me at a time there, cancelled, made again."""
    floor = site.floor
    jana = site.agent("Supervisor", Login="jana", DisplayName="Jana")
    call = floor.call("+81312345678", DisplayName="Sato")
    page = site.sign_in(jana)
    show(page, site, call)
    buttons = page.locator("#deeds button")
    button = lambda name: page.get_by_role("button", name=name)  # noqa: E731
    check_looks(page, "call-waiting")
    button("Pause").click()
    expect(page.locator("#call")).to_have_attribute("data-result", "Paused")
    # The phase machine lets a paused call only go on.
    expect(buttons).to_have_count(2)
    page.get_by_label("Not before").fill("2031-03-04T09:00")
    button("Resume on me").click()
    expect(page.locator("#call")).to_have_attribute("data-result", "Scheduled")
    assert floor.see(call, "AgentId", "Predistributed") == (jana, 1)
    assert floor.value(
        "SELECT ScheduleTime AT TIME ZONE 'Asia/Tokyo' FROM OutboundCall WHERE OutboundCallId = %s", call
    ).isoformat() == "2031-03-04T09:00:00"  # fmt: skip
    button("Cancel").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(page.locator("#call")).to_have_attribute("data-result", "Cancelled")
    expect(page.locator(".timeline")).to_contain_text("Jana")
    page.get_by_label("Not before").fill("")
    button("Call again").first.click()
    expect(page.locator("#call")).to_have_attribute("data-result", "Scheduled")


def test_why_not_is_live(site: Site) -> None:
    """DIST-2, DIST-3: both sides; a DBA pauses the list, then starts it again, and an agent goes to pause."""
    floor = site.floor
    jana = site.agent("Supervisor", Login="jana", DisplayName="Jana", status="Pause")
    page = site.sign_in(jana)
    call = floor.call()
    show(page, site, call)
    why = page.locator("#why")
    expect(why).to_contain_text("No agent can get it")
    site.dba.execute("UPDATE OutboundList SET Activity = 'Paused'")
    expect(why.locator(".fails").first).to_contain_text("Its list is running")
    expect(why.locator(".fails").first).to_contain_text("set_list_activity")
    site.dba.execute("UPDATE OutboundList SET Activity = 'Running'")
    expect(why).to_contain_text("The call itself is ready")
    floor.do("set_agent_status", jana, "Ready")
    expect(why).to_contain_text("Nothing is in its way")


def test_an_ended_call(site: Site) -> None:
    """RES-1: history, answers and chained calls; an agent sets the result late, by a key."""
    floor = site.floor
    jana = site.agent(Login="jana", DisplayName="Jana")
    call = floor.talking(jana, DisplayName="Nováková", ExtendedFields='{"debt": 1200}')
    floor.pbx(call, "hangup_called")
    site.dba.execute(
        "UPDATE OutboundCall SET CallResult = 'NoResult' WHERE OutboundCallId = %s", [call]
    )
    floor.call(ChainingId=call, AgentId=jana, Predistributed=1)
    floor.add(
        "IvrAnswer", OutboundCallId=call, PbxCallId="1", Question="Content?", Answer="5", AnswerTime="now"
    )  # fmt: skip
    page = site.sign_in(jana)
    show(page, site, call)
    expect(page.locator(".timeline li").first).to_be_visible()
    expect(page.get_by_text("Content?")).to_be_visible()
    expect(page.get_by_role("heading", name="Chained calls")).to_be_visible()
    check_looks(page, "call-ended")
    first = page.locator("#results button").first
    name = floor.value("SELECT DisplayName FROM offered_details(%s) LIMIT 1", call)
    expect(first).to_contain_text(name)
    press(page, "Alt+1")
    expect(first).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("Not before")).to_be_visible()


def test_a_visitor(site: Site) -> None:
    """CALL-5: written down by the tile's address, with the case's details; a visitor's result ends the visit."""
    floor = site.floor
    jana = site.agent(Login="jana", DisplayName="Jana")
    floor.add(
        "CallResultDetail", CallResultDetailId=new_id(), DisplayName="Served", CallResult="Completed",
        Channels=1024, Color="#1b6e2e",
    )  # fmt: skip
    floor.add(
        "CallResultDetail", CallResultDetailId=new_id(), DisplayName="On the phone only",
        CallResult="Completed", Channels=512,
    )  # fmt: skip
    issue = floor.add(
        "Issue", IssueId=new_id(), IssueKey="4711", DisplayName="Lost card",
        ExtendedFields='{"card": "ends in 1234"}',
    )  # fmt: skip
    page = site.sign_in(jana)
    page.goto(f"{site.url}{EDITOR}?CallType=Visitor&IssueId={issue}")
    call = call_of(page)
    assert floor.see(call, "CallType", "CallPhase", "CallResult") == (
        "Visitor",
        "AgentTalk",
        "Prepared",
    )
    expect(page.get_by_text("At the counter")).to_be_visible()
    expect(page.get_by_text("ends in 1234")).to_be_visible()
    expect(page.get_by_text("On the phone only")).to_have_count(0)
    check_looks(page, "visitor")
    page.get_by_role("button", name="Served").click()
    expect(page.locator("#call")).to_have_attribute("data-result", "Completed")
    assert floor.see(call) == ("HangupAgent", "Completed")


def test_others_calls_are_only_looked_at(site: Site) -> None:
    """PERM-1: who may read everybody's calls and write none sees no button."""
    call = site.floor.call()
    jana = site.agent(Login="jana", DisplayName="Jana")
    role = site.floor.add("Role", RoleId=new_id(), DisplayName="Reader")
    site.dba.execute(
        "INSERT INTO Permission (RoleId, PermissionName, Degree) VALUES (%s, 'Report', 'AllowRead')",
        [role],
    )
    site.dba.execute("INSERT INTO RoleGrant (RoleId, AgentId) VALUES (%s, %s)", [role, jana])
    page = site.sign_in(jana)
    show(page, site, call)
    expect(page.locator("#why")).to_be_visible()
    expect(page.locator("#call button")).to_have_count(0)


@pytest.fixture
def crm() -> Iterator[ThreadingHTTPServer]:
    """Another system's pages; what is in its .page is sent for every address."""

    class Pages(BaseHTTPRequestHandler):
        def log_message(self, *_args: Any) -> None:
            """Keep quiet."""

        def do_GET(self) -> None:
            body = getattr(self.server, "page", "").encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_link_of_another_system_dials(
    site: Site, database: Database, crm: ThreadingHTTPServer
) -> None:
    """URL-1: Call(), SingleCheck() and CallorConsult() from the page of an allowed origin."""
    floor = site.floor
    jana = site.agent(Login="jana", DisplayName="Jana")
    calls = floor.list_id
    first, second, third = (new_number() for _ in range(3))
    origin = f"http://127.0.0.1:{crm.server_address[1]}"
    settings = Settings(
        database=make_conninfo(database.dsn, user="web_of_tests"), secret_key=KEY,
        allowed_origins=(origin,),
    )  # fmt: skip
    server = Server(settings, "127.0.0.1:0")
    with server.beside():
        crm.page = f"""<!doctype html><title>CRM</title>
            <script src="{server.url}/ReactClient/calls.js"></script>
            <a href="javascript:void Call('{first}', {{ OutboundListId: '{calls}', CallKey: 'crm-1' }})">one</a>
            <a href="#" data-call="{second}"
                data-call-then="SingleCheck('PrivateCall','{{0}}&OutboundListId={calls}')">two</a>"""  # type: ignore[attr-defined]
        page = site.sign_in(jana)
        page.goto(origin)

        def click(link: str, cmd: str) -> int:
            def is_it(answer: Response) -> bool:
                return f"Cmd={cmd}" in (answer.request.post_data or "")

            with page.expect_response(is_it) as answer:
                page.get_by_text(link).click()
            found: int = answer.value.json()["OutboundCallId"]
            return found

        call = click("one", "PrivateCall")
        assert floor.see(call, "Number", "OutboundListId", "CallKey", "CallPhase") == (
            first, calls, "crm-1", "AgentDialing",
        )  # fmt: skip
        floor.pbx(call, "busy")
        call = click("two", "PrivateCall")
        assert floor.see(call, "Number", "OutboundListId") == (second, calls)
        # While the agent talks, a click on a number asks for advice.
        floor.pbx(call, "answered")
        crm.page = crm.page.replace(second, third)  # type: ignore[attr-defined]
        page.reload()
        assert click("two", "Consult") == call
        assert floor.see(call, "ConsultNumber", "TalkState") == (third, "Consulting")


def test_logging_in(site: Site) -> None:
    """PERM-1: in the language one chooses, back to where one wanted to go; wrong and locked are readable."""
    floor = site.floor
    jana = site.agent(Login="jana", DisplayName="Jana")
    floor.do(
        "set_password", jana,
        argon2.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash("right horse"),
    )  # fmt: skip
    page = site.sign_in(jana)
    page.context.clear_cookies()
    page.goto(f"{site.url}{SHORT}?Number=724123456")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    page.get_by_role("link", name="Čeština").click()
    expect(page.locator("html")).to_have_attribute("lang", "cs")
    page.get_by_role("link", name="English").click()

    def log_in(password: str) -> None:
        page.get_by_label("Login").fill("jana")
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Log in").click()

    log_in("wrong horse")
    expect(page.get_by_role("alert")).to_contain_text("do not go together")
    expect(page.get_by_label("Login")).to_have_value("jana")
    check_looks(page, "login")
    log_in("right horse")
    expect(page.get_by_label("Number", exact=True)).to_have_value("724123456")
    page.context.clear_cookies()
    page.goto(f"{site.url}/login")
    for _ in range(6):
        log_in("wrong horse")
    expect(page.get_by_text("You may try again in 15 minutes")).to_be_visible()
    check_looks(page, "login-locked")


def test_a_problem(site: Site) -> None:
    """What is wrong, what to do, and the way on."""
    page = site.sign_in(site.agent(Login="jana", DisplayName="Jana"))
    page.goto(f"{site.url}{EDITOR}?OutboundCallId=1")
    expect(page.get_by_role("heading", name="There is no such call")).to_be_visible()
    check_looks(page, "problem")
    page.get_by_role("button", name="My calls").or_(
        page.get_by_role("link", name="My calls")
    ).click()
    expect(page).to_have_url(site.url + "/ReactClient/")
