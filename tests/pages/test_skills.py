"""The matrix of skills: written by keyboard, and what a switch does to the distribution."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.pages.conftest import Site
from tests.pages.looks import check_looks
from tests.pages.test_floor import supervisor


def test_a_skill_switched_off_takes_the_agent_out_of_offers(site: Site) -> None:
    floor = site.floor
    jana = floor.agent(DisplayName="Jana")
    first, _second = floor.calls(2)
    assert floor.cycle().offered == 1
    floor.do("reject_offer", first, jana)
    page = supervisor(site, "/admin/skills/")
    project = floor.look("Project", floor.project_id, "DisplayName")
    level = page.get_by_label(f"Jana, {project}: level")
    expect(level).to_have_value("50")
    level.focus()
    page.keyboard.press("ArrowRight")
    on = page.get_by_label(f"Jana, {project}: on")
    expect(on).to_be_focused()
    with page.expect_response("**/admin/skills/cell"):
        page.keyboard.press("Space")
    skill = "SELECT PbxOutEnabled, PbxOutKnowledge FROM Skill WHERE AgentId = %s"
    assert floor.rows(skill, jana) == [(0, 50)]
    assert floor.cycle().offered == 0
    expect(on).to_be_focused()
    with page.expect_response("**/admin/skills/cell"):
        page.keyboard.press("Space")
    assert floor.cycle().offered == 1
    assert floor.rows("SELECT AgentId FROM OutboundCall WHERE CallResult = 'Active'") == [(jana,)]


def test_levels_and_languages_are_written_cell_by_cell(site: Site) -> None:
    """A new level makes a skill, an empty one takes it away, and a wrong one changes nothing."""
    floor = site.floor
    jana = floor.agent(DisplayName="Jana", skills={})
    floor.agent(DisplayName="Petr", TeamName="Blue")
    german = floor.language("de")
    project = floor.look("Project", floor.project_id, "DisplayName")
    page = supervisor(site, "/admin/skills/?name=a")
    level = page.get_by_label(f"Jana, {project}: level")
    level.focus()
    page.keyboard.type("80")
    with page.expect_response("**/admin/skills/cell"):
        page.keyboard.press("Tab")
    expect(page.get_by_label(f"Jana, {project}: on")).to_be_checked()
    assert floor.rows("SELECT ProjectId, PbxOutKnowledge FROM Skill WHERE AgentId = %s", jana) == [
        (floor.project_id, 80)
    ]
    level.fill("150")
    with page.expect_response("**/admin/skills/cell"):
        level.blur()
    expect(page.get_by_text('level "150" is no level.')).to_be_visible()
    expect(level).to_have_value("80")
    speaks = page.get_by_label("Jana, de: level")
    speaks.fill("60")
    with page.expect_response("**/admin/skills/cell"):
        speaks.blur()
    assert (
        floor.value(
            "SELECT VoiceKnowledge FROM Proficiency WHERE AgentId = %s AND LanguageId = %s",
            jana,
            german,
        )
        == 60
    )
    level.fill("")
    with page.expect_response("**/admin/skills/cell"):
        level.blur()
    expect(page.get_by_label(f"Jana, {project}: on")).to_be_disabled()
    assert floor.rows("SELECT FROM Skill WHERE AgentId = %s", jana) == []


def test_what_changes_in_the_database_is_in_the_matrix(site: Site) -> None:
    """By itself; what somebody is typing meanwhile stays, and is written when the cell is left."""
    floor = site.floor
    jana, petr = floor.agent(DisplayName="Jana"), floor.agent(DisplayName="Petr")
    project = floor.look("Project", floor.project_id, "DisplayName")
    page = supervisor(site, "/admin/skills/")
    level = page.get_by_label(f"Petr, {project}: level")
    level.fill("9")
    site.dba.execute(
        "UPDATE Skill SET PbxOutKnowledge = 75, PbxOutEnabled = 0 WHERE AgentId = %s", [jana]
    )
    expect(page.get_by_label(f"Jana, {project}: level")).to_have_value("75")
    expect(page.get_by_label(f"Jana, {project}: on")).not_to_be_checked()
    floor.set("Agent", jana, DisplayName="Johana")
    expect(page.get_by_role("row", name="Johana")).to_be_visible()
    expect(level).to_have_value("9")
    expect(level).to_be_focused()
    with page.expect_response("**/admin/skills/cell"):
        level.blur()
    skill = "SELECT PbxOutKnowledge FROM Skill WHERE AgentId = %s"
    assert floor.value(skill, petr) == 9
    site.dba.execute("UPDATE Skill SET PbxOutKnowledge = 33 WHERE AgentId = %s", [petr])
    expect(level).to_have_value("33")


def test_the_looks(site: Site) -> None:
    floor = site.floor
    projects = [
        floor.project(DisplayName=name)
        for name in ("Renewals", "Winback", "Surveys", "Debt collection")
    ]
    floor.language("de")
    floor.language("en")
    for place in range(12):
        agent = floor.agent(
            DisplayName=f"Agent {place:02}", TeamName=("Red", "Blue")[place % 2],
            skills={project: 40 + 10 * n for n, project in enumerate(projects) if (place + n) % 3},
        )  # fmt: skip
        if place % 4 == 1:
            floor.rows("UPDATE Skill SET PbxOutEnabled = 0 WHERE AgentId = %s RETURNING 1", agent)
    page = supervisor(site, "/admin/skills/")
    expect(page.get_by_label("Agent 03, Winback: level")).to_be_visible()
    check_looks(page, "skills")
