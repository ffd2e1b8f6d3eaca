"""The agent's form in a real browser (LIST-6)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import NARROW, Site
from tests.pages.desk import DESK, desk, open_desk
from tests.pages.looks import check_looks, press
from tests.quotas.test_quotas import complete, quota
from tests.scenarios.forms import survey


@pytest.fixture
def jana(site: Site) -> UUID:
    """An agent who talks in a call with a form."""
    site.floor.set("OutboundList", site.floor.list_id, PreviewTime=300)
    site.floor.set("Project", site.floor.project_id, ResultWait=None)
    survey(site.floor)
    return site.agent(Login="jana", DisplayName="Jana", workplace=desk(site))


def saved(site: Site, call: int) -> Any:
    """Return what is kept of a call."""
    found = site.floor.rows("SELECT Answers FROM ScenarioResult WHERE OutboundCallId = %s", call)
    return found[0][0] if found else {}


def settled(page: Page) -> None:
    """Wait until what was answered is saved."""
    expect(page.locator("#scenario-state")).to_contain_text("Saved")


def test_by_the_keyboard(site: Site, jana: UUID) -> None:
    """LIST-6: from the first open question on; what is answered shows what comes next, and is there after a reload."""
    page = open_desk(site, jana)
    call = site.floor.talking(jana)
    expect(page.locator("#scenario-form")).to_be_visible()
    expect(page.locator(".aloud")).to_have_text("Good morning, may I ask you something?")
    expect(page.locator("#answer-age")).to_have_count(0)
    expect(page.locator("#scenario-state")).to_contain_text("Interested")
    press(page, "Alt+F")
    page.keyboard.press("Space")
    expect(page.locator("#answer-age")).to_be_visible()
    settled(page)
    press(page, "Alt+F")
    expect(page.locator("#answer-age")).to_be_focused()
    page.keyboard.type("42")
    page.keyboard.press("Tab")
    page.locator("#answer-colour-blue").check()
    expect(page.locator("#answer-remark")).to_be_visible()
    page.locator("#answer-pets-cat").check()
    page.locator("#answer-pets-fish").check()
    page.locator("#answer-remark").fill("Calls again")
    page.keyboard.press("Enter")
    expect(page.locator("#answer-remark")).to_have_js_property("defaultValue", "Calls again")
    assert saved(site, call) == {
        "interested": "yes", "age": 42, "colour": "blue", "pets": ["cat", "fish"], "remark": "Calls again",
    }  # fmt: skip
    page.reload()
    expect(page.locator("#answer-age")).to_have_value("42")
    expect(page.locator("#answer-pets-fish")).to_be_checked()
    page.locator("#answer-interested-no").check()
    expect(page.locator("#answer-age")).to_have_count(0)
    page.get_by_role("button", name="Take back the answer to: Interested").click()
    expect(page.locator("#answer-interested-no")).not_to_be_checked()
    assert saved(site, call)["interested"] is None
    check_looks(page, "scenario")


def test_an_answer_that_does_not_fit(site: Site, jana: UUID) -> None:
    """LIST-6: it is said beside the question, what was typed stays, and others are saved all the same."""
    page = open_desk(site, jana)
    call = site.floor.talking(jana)
    page.locator("#answer-interested-yes").check()
    page.locator("#answer-age").fill("many")
    wrong = page.locator("#wrong-age")
    expect(wrong).to_contain_text('"Age" takes a number, and "many" is none.')
    expect(page.locator("#scenario-state")).to_contain_text("One answer is not saved.")
    page.locator("#answer-colour-red").check()
    expect(page.locator("#answer-colour-red")).to_have_js_property("defaultChecked", True)
    assert saved(site, call) == {"interested": "yes", "colour": "red"}
    # A change of the call from elsewhere shows all of it anew.
    site.floor.set("OutboundCall", call, ExtendedFields='{"Town": "Brno"}')
    expect(page.get_by_text("Brno")).to_be_visible()
    expect(page.locator("#answer-age")).to_have_value("many")
    expect(wrong).to_be_visible()
    page.locator("#answer-age").fill("30")
    expect(wrong).to_have_count(0)
    expect(page.locator("#answer-age")).to_have_js_property("defaultValue", "30")
    assert saved(site, call)["age"] == 30


def test_answers_given_faster_than_they_are_saved(site: Site, jana: UUID) -> None:
    """LIST-6: what is answered while the page waits for the service is neither lost nor taken back."""
    page = open_desk(site, jana)
    call = site.floor.talking(jana)
    expect(page.locator("#scenario-form")).to_be_visible()
    held: list[Any] = []
    page.route("**/desk/answers", lambda route: held.append(route))
    page.route("**/desk/scenario*", lambda route: held.append(route))
    site.floor.set("OutboundCall", call, DisplayName="Eva")
    expect(page.get_by_text("Eva").first).to_be_visible()
    page.locator("#answer-interested-yes").check()
    page.locator("#answer-colour-red").check()
    page.locator("#answer-pets-dog").check()
    page.unroute("**/desk/answers")
    page.unroute("**/desk/scenario*")
    for one in held:
        one.continue_()
    expect(page.locator("#answer-pets-dog")).to_have_js_property("defaultChecked", True)
    expect(page.locator("#answer-colour-red")).to_be_checked()
    assert saved(site, call) == {"interested": "yes", "colour": "red", "pets": ["dog"]}


def test_two_tabs(site: Site, jana: UUID) -> None:
    """LIST-6: what is answered in one is in the other; what is being typed there stays."""
    page = open_desk(site, jana)
    call = site.floor.talking(jana)
    other = page.context.new_page()
    other.goto(site.url + DESK)
    page.locator("#answer-interested-yes").check()
    expect(other.locator("#answer-age")).to_be_visible()
    other.locator("#answer-age").fill("50")
    page.locator("#answer-colour-red").check()
    expect(other.locator("#answer-colour-red")).to_be_checked()
    expect(other.locator("#answer-age")).to_have_value("50")
    expect(page.locator("#answer-age")).to_have_value("50")
    assert saved(site, call)["age"] == 50


def test_in_preview_and_afterwards(site: Site, jana: UUID) -> None:
    """LIST-6: the form is there before the call is dialled and after it has ended, with what the file has filled in."""
    page = open_desk(site, jana)
    call = site.floor.offered(jana, ExtendedFields='{"interested": "yes", "Age": "33"}')
    expect(page.locator("#answer-age")).to_have_value("33")
    expect(page.locator("#scenario-form")).to_contain_text("from the file")
    site.floor.do("accept_offer", call, jana)
    page.locator("#answer-age").fill("34")
    settled(page)
    site.floor.do("dial_call", call, jana)
    site.floor.pbx(call, "answered")
    site.floor.do("hang_up", call, jana)
    page.locator("#answer-pets-dog").check()
    expect(page.locator("#answer-pets-dog")).to_have_js_property("defaultChecked", True)
    assert saved(site, call) == {"age": 34, "pets": ["dog"]}


def test_on_a_telephone(site: Site, jana: UUID) -> None:
    """LIST-6: it fits."""
    site.floor.talking(jana)
    page = open_desk(site, jana, viewport=NARROW)
    expect(page.locator("#scenario-form")).to_be_visible()
    check_looks(page, "scenario")


def test_a_scenario_is_set_up_and_tried(site: Site) -> None:
    """LIST-6: questions are lines of its form; it is tried dry as it stands there, and a mistake is said beside its field."""
    page = site.sign_in(site.agent("Administrator", Login="anna", DisplayName="Anna"))
    page.goto(site.url + "/admin/setup/scenario/new")
    page.locator("#DisplayName").fill("Survey")
    for place, (key, words, kind, shown_if) in enumerate(
        [("happy", "Are you happy?", "YesNo", ""), ("why", "Why not?", "Text", "happy = never")]
    ):
        page.get_by_role("button", name="Add a question").click()
        block = page.locator("#ScenarioQuestion fieldset.card").nth(place)
        block.get_by_label("Key").fill(key)
        block.get_by_label("Words").fill(words)
        block.get_by_label("Type").select_option(kind)
        block.get_by_label("Shown if").fill(shown_if)
    press(page, "Alt+s")
    expect(page.get_by_text('takes yes or no, and "never" is neither')).to_be_visible()
    page.locator("#ScenarioQuestion fieldset.card").nth(1).get_by_label("Shown if").fill(
        "happy = no"
    )
    press(page, "Alt+t")
    trial = page.locator("#trial")
    expect(trial.get_by_text("Are you happy?")).to_be_visible()
    expect(trial.get_by_text("Why not?")).to_have_count(0)
    trial.locator("#answer-happy-no").check()
    expect(trial.get_by_text("Why not?")).to_be_visible()
    assert site.floor.value("SELECT count(*) FROM ScenarioQuestion") == 0
    press(page, "Alt+s")
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert site.floor.value("SELECT count(*) FROM ScenarioQuestion") == 2
    check_looks(page, "scenario-setup")


def test_quotas_on_the_page_of_the_list(site: Site) -> None:
    """LIST-4: set up with the list; how far each is stands on its page, and follows the calls."""
    page = site.sign_in(site.agent("Administrator", Login="anna", DisplayName="Anna"))
    page.goto(f"{site.url}/admin/setup/outboundlist/{site.floor.list_id}")
    page.get_by_role("button", name="Add a quota").click()
    block = page.locator("#Quota fieldset.card").last
    block.get_by_label("Calls wanted").fill("1")
    block.get_by_label("Name").fill("Prague")
    block.get_by_label("Which calls").fill("field.Region = Prague")
    press(page, "Alt+s")
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    quota(site.floor, 9, DisplayName="All")
    page.goto(f"{site.url}/admin/lists/{site.floor.list_id}")
    row = page.locator("#quotas tbody tr", has_text="Prague")
    expect(row).to_contain_text("1 wanted still")
    complete(site.floor, site.floor.call(ExtendedFields='{"Region": "Prague"}'))
    site.floor.cycle()
    expect(row).to_contain_text("reached")
    check_looks(page, "quotas")


def test_the_answers_on_the_page_of_the_call(site: Site, jana: UUID) -> None:
    """LIST-6: in the words of their questions and options."""
    call = site.floor.talking(jana)
    site.floor.do("save_answers", call, jana, '{"colour": "blue", "pets": ["cat", "dog"]}')
    page = site.sign_in(jana)
    page.goto(f"{site.url}/ReactClient/Pages/OutCallEditor.html?OutboundCallId={call}")
    answers = page.locator("#form-answers")
    expect(answers).to_contain_text("Blue")
    expect(answers).to_contain_text("cat, dog")
    site.floor.do("save_answers", call, jana, '{"colour": "red"}')
    expect(answers).to_contain_text("Red")
