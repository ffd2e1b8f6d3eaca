"""For each permission and degree, what is tried, each by another way to the same end.

A way is a statement with the ids of the stage bound to it; further kinds of ways (a URL, a REST
request, a command of a grid) can be added as functions that return the same outcomes as
`people.outcome`: how many rows it found or changed, or the SQLSTATE of the error.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.floor import Floor, new_number

HASH = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$" + "a" * 43


class Way(NamedTuple):
    """A statement that needs a degree of a permission."""

    permission: str
    degree: str
    statement: str

    @property
    def name(self) -> str:
        """Name it in the list of tests."""
        return f"{self.permission} {self.degree}: {' '.join(self.statement.split())[:60]}"


WAYS = [
    Way(*row)
    for row in [
        # One's own calls
        ("OutboundCall", "Read", "SELECT FROM OutboundCall WHERE OutboundCallId = %(own)s"),
        ("OutboundCall", "Read", "SELECT FROM CallEvent WHERE OutboundCallId = %(own)s"),
        ("OutboundCall", "Read", "SELECT * FROM why_not(%(own)s)"),
        ("OutboundCall", "Read", "SELECT * FROM offered_details(%(own)s)"),
        ("OutboundCall", "Read", "SELECT FROM call_clock(%(own)s)"),
        ("OutboundCall", "Read", "SELECT call_moment(%(own)s, '2026-11-24T10:00')"),
        ("OutboundCall", "Read", "SELECT count(*) FROM call_actions(%(own)s)"),
        ("OutboundCall", "Write", "SELECT FROM editor_number(jsonb_build_object('Number', %(number)s::text))"),
        ("OutboundCall", "Write", "UPDATE OutboundCall SET Priority = 7 WHERE OutboundCallId = %(own)s"),
        ("OutboundCall", "Write", "SELECT pause_call(%(own)s)"),
        ("OutboundCall", "Write", "SELECT cancel_call(%(own)s)"),
        ("OutboundCall", "Write", "SELECT schedule_call(%(own)s)"),
        ("OutboundCall", "Read", "SELECT FROM call_form(%(own)s)"),
        ("OutboundCall", "Read", "SELECT FROM ScenarioResult WHERE OutboundCallId = %(own)s"),
        ("OutboundCall", "Write", "SELECT save_answers(%(own)s, %(me)s, jsonb_build_object('age', 7))"),
        ("OutboundCall", "Write", "UPDATE ScenarioResult SET Answers = jsonb_build_object('age', 8) WHERE OutboundCallId = %(own)s"),
        ("OutboundCall", "Write", "INSERT INTO ScenarioResult (OutboundCallId, AgentId) VALUES (%(offered)s, %(me)s)"),
        ("OutboundCall", "Write", "SELECT accept_offer(%(offered)s, %(me)s)"),
        ("OutboundCall", "Write", "SELECT reject_offer(%(offered)s, %(me)s)"),
        ("OutboundCall", "Write", "SELECT dial_call(%(offered)s, %(me)s)"),
        ("OutboundCall", "Write", "UPDATE OutboundCall SET CallPhase = 'AgentPreCall' WHERE OutboundCallId = %(offered)s"),
        ("OutboundCall", "Write", "SELECT create_call(%(list)s, %(number)s, agent_id => %(me)s)"),
        ("OutboundCall", "Write", """
            INSERT INTO OutboundCall (OutboundListId, Number, AgentId, Predistributed)
            VALUES (%(list)s, %(number)s, %(me)s, 1)"""),
        ("OutboundCall", "Write", "INSERT INTO OutboundCall (OutboundListId, Number, PreferredAgentId) VALUES (%(list)s, %(number)s, %(me)s)"),
        # MAN-2, as the page prints it.
        ("OutboundCall", "Write", """
            UPDATE OutboundCall SET CallPhase='Enqueue', AgentId=%(me)s, Predistributed=1
            WHERE %(manual)s=OutboundCallId AND CallPhase='Manual'"""),
        ("OutboundCall", "Write", "SELECT enqueue_call(%(manual)s, %(me)s)"),
        ("OutboundCall", "Write", """
            SELECT FROM editor_call(jsonb_build_object('Number', %(number)s::text, 'OutboundListId', %(list)s::text,
                'AgentId', %(me)s::text, 'Predist', '1'), TRUE)"""),
        ("OutboundCall", "Write", "SELECT create_visitor(%(me)s)"),
        ("OutboundCall", "Read", "SELECT count(*) FROM find_contacts('nov')"),
        ("OutboundCall", "Read", "SELECT count(*) FROM earlier_calls(%(own)s)"),
        ("OutboundCall", "Read", "SELECT count(*) FROM agent_day(%(me)s, 'yesterday')"),
        ("OutboundCall", "Full", "SELECT count(*) FROM agent_day(%(other)s, 'yesterday')"),
        ("OutboundCall", "Write", "SELECT count(*) FROM find_colleagues('')"),
        ("OutboundCall", "Read", "SELECT FROM Issue WHERE IssueId = %(issue)s"),
        ("OutboundCall", "Read", "SELECT FROM IvrAnswer WHERE OutboundCallId = %(own)s"),
        ("OutboundCall", "Read", "SELECT FROM InboundCall WHERE AgentId = %(me)s"),
        # Those of others, and nobody's
        ("OutboundCall", "Full", "SELECT search_calls('{}')"),
        ("OutboundCall", "Full", "SELECT count_calls('{}')"),
        ("OutboundCall", "Full", "SELECT export_search('{}')"),
        ("OutboundCall", "Full", "SELECT preview_bulk_calls('pause', '{}')"),
        ("OutboundCall", "Full", "SELECT change_bulk_calls('pause', '{}')"),
        ("OutboundCall", "Full", "SELECT private_call(%(number)s, %(other)s)"),
        ("OutboundCall", "Full", """
            SELECT FROM web_private_call(jsonb_build_object('Par', %(number)s::text, 'AgentId', %(other)s::text))"""),
        ("OutboundCall", "Full", "SELECT create_visitor(%(other)s)"),
        ("OutboundCall", "Full", """
            SELECT FROM editor_call(jsonb_build_object('Number', %(number)s::text, 'OutboundListId', %(list)s::text,
                'AgentId', %(other)s::text), TRUE)"""),
        ("OutboundCall", "Full", "SELECT lost_shift(%(lost)s)"),
        ("OutboundCall", "Full", "SELECT ivr_call_back(%(number)s, NULL, NULL, %(list)s)"),
        ("OutboundCall", "Full", "SELECT ivr_feedback(%(script)s, %(nobodys)s)"),
        ("OutboundCall", "Full", "SELECT FROM InboundCall WHERE InboundCallId = %(lost)s"),
        ("OutboundCall", "Full", "SELECT FROM OutboundCall WHERE OutboundCallId = %(others)s"),
        ("OutboundCall", "Full", "UPDATE OutboundCall SET Priority = 7 WHERE OutboundCallId = %(others)s"),
        ("OutboundCall", "Full", "SELECT save_answers(%(others)s, %(other)s, jsonb_build_object('age', 7))"),
        ("OutboundCall", "Full", "INSERT INTO ScenarioResult (OutboundCallId) VALUES (%(nobodys)s)"),
        ("OutboundCall", "Full", "SELECT pause_call(%(others)s)"),
        ("OutboundCall", "Full", "SELECT neglect_call(%(nobodys)s)"),
        ("OutboundCall", "Full", "SELECT schedule_call(%(nobodys)s)"),
        ("OutboundCall", "Full", "SELECT schedule_call(%(own)s, NULL, %(other)s)"),
        ("OutboundCall", "Full", "SELECT enqueue_call(%(manual)s)"),
        ("OutboundCall", "Full", "SELECT enqueue_call(%(manual)s, %(other)s)"),
        ("OutboundCall", "Full", "UPDATE OutboundCall SET CallPhase = 'Enqueue' WHERE OutboundCallId = %(manual)s"),
        ("OutboundCall", "Full", "SELECT create_call(%(list)s, %(number)s)"),
        ("OutboundCall", "Full", "SELECT create_call(%(list)s, %(number)s, agent_id => %(other)s)"),
        ("OutboundCall", "Full", "INSERT INTO OutboundCall (OutboundListId, Number) VALUES (%(list)s, %(number)s)"),
        ("OutboundCall", "Full", "UPDATE OutboundCall SET AgentId = %(other)s WHERE OutboundCallId = %(own)s"),
        ("OutboundCall", "Full", "SELECT hold_call(%(talk)s, %(talker)s)"),
        ("OutboundCall", "Full", "SELECT resume_call(%(talk)s, %(talker)s)"),
        ("OutboundCall", "Full", "SELECT mute_call(%(talk)s, %(talker)s)"),
        ("OutboundCall", "Full", "SELECT unmute_call(%(talk)s, %(talker)s)"),
        ("OutboundCall", "Full", "SELECT send_keys(%(talk)s, %(talker)s, '12#')"),
        ("OutboundCall", "Full", "UPDATE OutboundCall SET Muted = 1 WHERE OutboundCallId = %(talk)s"),
        ("OutboundCall", "Full", "SELECT consult(%(talk)s, %(talker)s, '+420724555555')"),
        ("OutboundCall", "Full", "SELECT take_back(%(talk)s, %(talker)s)"),
        ("OutboundCall", "Full", "SELECT transfer_call(%(talk)s, %(talker)s, '+420724555555')"),
        ("OutboundCall", "Full", "UPDATE OutboundCall SET TalkState = 'OnHold' WHERE OutboundCallId = %(talk)s"),
        # Lists
        ("OutboundList", "Read", "SELECT FROM OutboundList WHERE OutboundListId = %(list)s"),
        ("OutboundList", "Read", "SELECT FROM OutboundListImport WHERE OutboundListImportId = %(batch)s"),
        ("OutboundList", "Read", "SELECT * FROM list_progress(%(list)s)"),
        ("OutboundList", "Read", "SELECT * FROM list_quotas(%(list)s)"),
        ("OutboundList", "Read", "SELECT FROM Quota WHERE OutboundListId = %(list)s"),
        ("OutboundList", "Write", "UPDATE Quota SET Target = 8"),
        ("OutboundList", "Write", "INSERT INTO Quota (OutboundListId, DisplayName, Target) VALUES (%(list)s, 'New', 1)"),
        ("OutboundList", "Full", "DELETE FROM Quota"),
        ("OutboundList", "Read", "SELECT * FROM dry_run_list(%(paused)s)"),
        ("OutboundList", "Read", "SELECT * FROM why_not_list(%(paused)s)"),
        ("OutboundList", "Read", "SELECT * FROM list_figures(%(list)s)"),
        ("OutboundList", "Read", "SELECT * FROM list_forecast(%(list)s)"),
        ("OutboundList", "Read", "SELECT count(*) FROM list_forecast_hours(%(list)s)"),
        ("OutboundList", "Read", "SELECT list_work_ends(%(list)s, 1)"),
        ("OutboundList", "Read", "SELECT count(*) FROM list_hours(%(list)s, '-infinity')"),
        ("OutboundList", "Read", "SELECT count(*) FROM list_days(%(list)s)"),
        ("OutboundList", "Read", "SELECT count(*) FROM list_best_hours(%(list)s)"),
        ("OutboundList", "Read", "SELECT named_list(%(list)s::text)"),
        ("OutboundList", "Write", "UPDATE OutboundList SET Activity = 'Paused' WHERE OutboundListId = %(list)s"),
        ("OutboundList", "Write", "INSERT INTO OutboundList (DisplayName, ProjectId) VALUES ('New', %(project)s)"),
        ("OutboundList", "Write", "UPDATE OutboundListImport SET Active = 0 WHERE OutboundListImportId = %(batch)s"),
        ("OutboundList", "Write", "SELECT set_list_activity(%(list)s, 'Paused')"),
        ("OutboundList", "Write", "SELECT create_list('New', %(project)s::text)"),
        ("OutboundList", "Write", "SELECT begin_import(%(list)s, 'file.csv')"),
        ("OutboundList", "Write", "SELECT import_batch(%(batch)s)"),
        ("OutboundList", "Write", "SELECT * FROM check_batch(%(batch)s)"),
        ("OutboundList", "Write", "SELECT take_batch(%(batch)s)"),
        ("OutboundList", "Write", "SELECT finish_import(%(batch)s)"),
        ("OutboundList", "Write", "SELECT count(*) FROM preview_import(%(batch)s)"),
        ("OutboundList", "Full", "SELECT * FROM undo_preview(%(batch)s)"),
        ("OutboundList", "Full", "SELECT * FROM undo_import(%(batch)s)"),
        ("OutboundList", "Full", "SELECT forget_rejects(%(batch)s)"),
        ("OutboundList", "Full", "DELETE FROM OutboundList WHERE OutboundListId = %(empty)s"),
        # Agents
        ("Agent", "Read", "SELECT FROM Agent WHERE AgentId = %(other)s"),
        ("Agent", "Read", "SELECT FROM Skill WHERE AgentId = %(other)s"),
        ("Agent", "Read", "SELECT * FROM floor_agents()"),
        ("Agent", "Read", "SELECT * FROM floor_figures()"),
        ("Agent", "Write", "UPDATE Agent SET DisplayName = 'Anna' WHERE AgentId = %(other)s"),
        ("Agent", "Write", "INSERT INTO Agent (Login, DisplayName) VALUES ('anna', 'Anna')"),
        ("Agent", "Write", "UPDATE Skill SET PbxOutKnowledge = 100 WHERE AgentId = %(me)s"),
        ("Agent", "Write", "INSERT INTO Skill (AgentId, ProjectId) VALUES (%(me)s, %(foreign)s)"),
        ("Agent", "Full", "DELETE FROM Proficiency WHERE AgentId = %(me)s"),
        ("AgentStatus", "Write", "SELECT set_agent_status(%(me)s, 'Pause')"),
        ("AgentStatus", "Write", "SELECT log_off(%(me)s)"),
        ("AgentStatus", "Write", "SELECT log_in(%(me)s, %(desk)s)"),
        ("AgentStatus", "Full", "SELECT set_agent_status(%(other)s, 'Pause')"),
        ("AgentStatus", "Full", "SELECT log_off(%(other)s)"),
        # The set-up
        ("Configuration", "Read", "SELECT FROM Project WHERE ProjectId = %(project)s"),
        ("Configuration", "Write", "UPDATE Project SET PostCallPause = 5 WHERE ProjectId = %(project)s"),
        ("Configuration", "Write", "SELECT FROM Configuration"),
        ("Configuration", "Write", "UPDATE Configuration SET ConfigurationValue = 'SK' WHERE ConfigurationName = 'DefaultCountry'"),
        ("Configuration", "Write", "UPDATE AgentStatus SET UserBlocked = 0"),
        ("Configuration", "Full", "DELETE FROM Language WHERE LanguageId = %(unused)s"),
        ("Configuration", "Read", "SELECT * FROM check_setup()"),
        ("Configuration", "Read", "SELECT FROM ScenarioQuestion"),
        ("Configuration", "Read", "SELECT FROM try_scenario(%(scenario)s)"),
        ("Configuration", "Write", "UPDATE Scenario SET DisplayName = 'Other'"),
        ("Configuration", "Write", "UPDATE ScenarioQuestion SET Question = 'How old?'"),
        ("Configuration", "Write", """
            INSERT INTO ScenarioQuestion (ScenarioId, QuestionKey, Question) VALUES (%(scenario)s, 'town', 'Town')"""),
        ("Configuration", "Full", "DELETE FROM ScenarioQuestion"),
        ("Configuration", "Read", "SELECT FROM QueueTransition"),
        ("Configuration", "Read", "SELECT FROM Trunk"),
        ("Configuration", "Read", "SELECT FROM PbxCause"),
        ("Configuration", "Read", "SELECT FROM trunk_states()"),
        ("Configuration", "Write", "UPDATE Trunk SET MaxCalls = 10"),
        ("Configuration", "Write", "INSERT INTO Trunk (DisplayName, Endpoint) VALUES ('South', 'south')"),
        ("Configuration", "Write", "UPDATE PbxCause SET TrunkFault = 1"),
        ("Configuration", "Full", "DELETE FROM Trunk"),
        ("Configuration", "Write", "INSERT INTO QueueTransition (OutboundListId) VALUES (%(list)s)"),
        ("Configuration", "Write", "SELECT clear_cache()"),
        ("Configuration", "Full", "DELETE FROM QueueTransition"),
        ("Rule", "Read", "SELECT FROM RetryRule"),
        ("Rule", "Read", "SELECT * FROM try_post_condition(%(rule)s)"),
        ("Rule", "Write", "UPDATE SchedulePostCondition SET Active = 0"),
        ("Rule", "Write", "INSERT INTO SchedulePostCondition (DisplayName, AddPriority) VALUES ('Mine', 1)"),
        ("Rule", "Full", "DELETE FROM SchedulePostCondition"),
        ("Rule", "Write", "INSERT INTO RetryRule (CallResult) VALUES ('Busy')"),
        ("Rule", "Full", "DELETE FROM RetryRule"),
        ("Report", "Read", "SELECT FROM OutboundCall WHERE OutboundCallId = %(nobodys)s"),
        ("Report", "Read", "SELECT FROM CallEvent WHERE OutboundCallId = %(nobodys)s"),
        ("Report", "Read", "SELECT * FROM why_not(%(nobodys)s)"),
        ("Report", "Read", "SELECT * FROM report_calls('2026-11-24', '2026-11-25', 'day')"),
        ("Report", "Read", "SELECT * FROM report_calls('2026-11-24', '2026-11-25', 'day', agent_id => %(other)s)"),
        ("Report", "Read", "SELECT count(*) FROM report_results('2026-11-24', '2026-11-25', 'day')"),
        ("Report", "Read", "SELECT * FROM report_callers('2026-11-24', '2026-11-25', 'day')"),
        ("Report", "Read", "SELECT count(*) FROM earlier_calls(%(nobodys)s)"),
        ("Report", "Read", "SELECT * FROM export_statement(%(list)s)"),
        ("Grid", "Read", "SELECT describe_grid('d47a0000-0000-4000-8000-000000000001')"),
        ("Grid", "Read", "SELECT FROM DataQuery"),
        ("Grid", "Write", "INSERT INTO DataQuery (DisplayName, Query, KeyColumn) VALUES ('x', 'SELECT 1 AS a WHERE @AgentId IS NULL', 'a')"),
        ("Grid", "Write", "UPDATE DataQueryColumn SET Command = 'SELECT @Id' WHERE ColumnName = 'Dial'"),
        ("Grid", "Full", "DELETE FROM Tile"),
        ("DoNotCall", "Read", "SELECT FROM DoNotCallNumber"),
        ("DoNotCall", "Write", "INSERT INTO DoNotCallNumber (DoNotCallListId, Number) VALUES (%(never)s, %(number)s)"),
        ("DoNotCall", "Full", "DELETE FROM DoNotCallList"),
        ("DoNotCall", "Write", "SELECT begin_do_not_call('Ours', FALSE)"),
        ("DoNotCall", "Full", "SELECT begin_do_not_call('Ours', TRUE)"),
        ("DoNotCall", "Write", "SELECT count(*) FROM add_do_not_call(%(never)s, ARRAY[%(number)s])"),
        ("DoNotCall", "Write", "SELECT finish_do_not_call(%(never)s)"),
        ("DoNotCall", "Read", "SELECT FROM RulePack"),
        ("DoNotCall", "Write", "UPDATE RulePackRule SET Source = Source || '.'"),
        ("DoNotCall", "Full", "DELETE FROM RulePack"),
        # Whom the site tells of what happens may be a secret.
        ("Configuration", "Write", "SELECT WebHookId FROM WebHook"),
        ("Configuration", "Write", "UPDATE WebHook SET Active = 0"),
        ("Configuration", "Full", "DELETE FROM WebHook"),
        # Who has changed what: as what was changed.
        ("Configuration", "Write", "SELECT FROM SetupChange WHERE OwnerTable = 'Project'"),
        ("Agent", "Write", "SELECT FROM SetupChange WHERE OwnerTable = 'Agent' AND TableName = 'Skill'"),
        ("OutboundList", "Write", "SELECT FROM SetupChange WHERE TableName = 'RetryRule'"),
        ("Rule", "Write", "SELECT FROM SetupChange WHERE OwnerTable = 'SchedulePostCondition'"),
        ("DoNotCall", "Write", "SELECT FROM SetupChange WHERE TableName = 'DoNotCallNumber'"),
        # Recordings: that there are any is seen with the call, hearing them is not.
        ("OutboundCall", "Read", "SELECT FROM CallRecording WHERE OutboundCallId = %(own)s"),
        ("Recording", "Read", "SELECT hear_recording(%(recording)s)"),
        ("Recording", "Full", "SELECT FROM RecordingHeard"),
        # Rights
        ("Rights", "Read", "SELECT FROM Permission"),
        ("Rights", "Write", "INSERT INTO RoleGrant (RoleId, Everyone) VALUES (%(administrator)s, 1)"),
        ("Rights", "Write", "UPDATE Role SET DisplayName = 'Boss' WHERE RoleId = %(administrator)s"),
        ("Rights", "Write", f"SELECT set_password(%(other)s, '{HASH}')"),
        ("Rights", "Write", "SELECT * FROM agent_tokens(%(other)s)"),
        ("Rights", "Write", "SELECT * FROM login_times(%(other)s)"),
        ("Rights", "Write", "SELECT create_token(%(other)s, repeat('a', 64), 'full', NULL, 'mine')"),
        ("Rights", "Write", "SELECT revoke_token(%(token)s)"),
        ("Rights", "Full", "DELETE FROM RoleGrant"),
    ]
]  # fmt: skip


def stage(floor: Floor) -> dict[str, Any]:
    """Set the scene: two agents in one project, calls of either and of nobody; return all ids."""
    me, other = floor.agent(), floor.agent()
    by_hand = floor.outbound_list(ManualDistribution=1)
    paused = floor.outbound_list(Activity="Paused")
    floor.add("RetryRule", CallResult="NoAnswer", Delay=60)
    floor.add("QueueTransition", OutboundListId=floor.list_id)
    rule = floor.add("SchedulePostCondition", DisplayName="All", AddPriority=1)
    never = floor.add("DoNotCallList", DisplayName="Ours")
    floor.add("DoNotCallNumber", DoNotCallListId=never, Number=new_number())
    floor.add(
        "WebHook", DisplayName="CRM", Url="https://crm.example/hook", Secret="s" * 16,
        Events=["call_finished"],
    )  # fmt: skip
    north = floor.add("Trunk", DisplayName="North", Endpoint="north")
    offered = floor.offered(me)
    talker = floor.agent()
    talk = floor.talking(talker)
    issue = floor.add("Issue", DisplayName="Ours")
    own = floor.call(AgentId=me, Predistributed=1, OutboundListId=paused, IssueId=issue)
    scenario = floor.add("Scenario", DisplayName="Survey")
    floor.add(
        "ScenarioQuestion",
        ScenarioId=scenario,
        QuestionKey="age",
        Question="Age",
        QuestionType="Number",
    )
    for one in (floor.list_id, paused):
        floor.set("OutboundList", one, ScenarioId=scenario)
    floor.add("ScenarioResult", OutboundCallId=own)
    floor.add("Quota", OutboundListId=floor.list_id, DisplayName="All", Target=9)
    floor.add(
        "IvrAnswer", OutboundCallId=own, PbxCallId="1", Question="q", Answer="1", AnswerTime="now"
    )
    floor.add("InboundCall", Number=new_number(), AgentId=me, Outcome="Served")
    recording = floor.add(
        "Recording", OutboundCallId=own, PbxCallId="1", FileName="1-1.wav", StartTime="now"
    )
    floor.add("AgentLogin", AgentId=other, PasswordHash=HASH, PasswordTime="now")
    floor.add("RecordingHeard", RecordingId=recording, HeardTime="now", Actor="test")
    return {
        "me": me,
        "other": other,
        "offered": offered,
        "own": own,
        "talker": talker,
        "talk": talk,
        "issue": issue,
        "scenario": scenario,
        "rule": rule,
        "never": never,
        "north": north,
        "recording": recording,
        "lost": floor.add("InboundCall", Number=new_number()),
        "script": floor.outbound_list(DialingMode="Ivr", IvrScript="survey"),
        "others": floor.call(AgentId=other, Predistributed=1, OutboundListId=paused),
        "nobodys": floor.call(OutboundListId=paused),
        "manual": floor.call(OutboundListId=by_hand),
        "list": floor.list_id,
        "paused": paused,
        "empty": floor.outbound_list(),
        "batch": floor.do("begin_import", floor.list_id, "file.csv"),
        "project": floor.project_id,
        "foreign": floor.project(),
        "desk": floor.look("Agent", me, "WorkplaceId"),
        "unused": floor.language("xx"),
        "number": new_number(),
        "administrator": floor.value("SELECT RoleId FROM Role WHERE DisplayName = 'Administrator'"),
        "token": floor.do("create_token", other, "b" * 64, "read", None, "theirs"),
    }
