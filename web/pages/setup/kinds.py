"""What is set up, and how each form looks: labels, order, units. The rest the catalogue says."""

from __future__ import annotations

from secrets import token_urlsafe

from flask_babel import lazy_gettext as _

from .model import Field, Kind, Section
from .parts import Capacity, Degrees, Part

SECONDS, MINUTES, PERCENT = _("s"), _("min"), _("%")
WORK, PEOPLE, LINES, SURFACE, SYSTEM = (
    _("Work"), _("People"), _("Telephones"), _("Grids and tiles"), _("System"),
)  # fmt: skip

TEAMS = """
    SELECT DISTINCT a.TeamName AS name
    FROM Agent AS a
    WHERE a.TeamName IS NOT NULL AND a.Deleted = 0
    ORDER BY a.TeamName
    LIMIT 500
"""
GROUPS = """
    SELECT DISTINCT p.ProjectGroupName AS name
    FROM Project AS p
    WHERE p.ProjectGroupName IS NOT NULL AND p.Deleted = 0
    ORDER BY p.ProjectGroupName
    LIMIT 500
"""
DAYS = {
    "1": _("Monday"), "2": _("Tuesday"), "3": _("Wednesday"), "4": _("Thursday"),
    "5": _("Friday"), "6": _("Saturday"), "7": _("Sunday"),
}  # fmt: skip
ENDS = {"Neglected": _("Neglected"), "Cancelled": _("Cancelled")}
CHANNELS = {"1": _("Inbound"), "512": _("Outbound"), "1024": _("Visitor")}
EVENTS = {
    "call_finished": _("A call has ended"),
    "callback_created": _("A lost call is to be called back"),
    "list_completed": _("A list is completed"),
    "quota_reached": _("A quota is reached"),
}

QUESTIONS = {
    "Heading": _("Heading"),
    "Note": _("To be read aloud"),
    "Text": _("A text"),
    "Number": _("A number"),
    "Date": _("A date"),
    "YesNo": _("Yes or no"),
    "OneOf": _("One of the options"),
    "SeveralOf": _("Several of the options"),
}

NAME = Field("DisplayName", _("Name"), help="")
COLOR = Field("Color", _("Colour"), "color")
RANK = Field("Rank", _("Rank"))
PBX = Field("PbxId", _("PBX"))
LANGUAGE = Field("LanguageId", _("Language"))
CALLER_ID = Field("CallerId", _("Caller id"))

RETRIES = (
    Field("CallResult", _("After")),
    Field("FromTrial", _("From attempt")),
    Field("Delay", _("Wait"), unit=SECONDS),
    Field("Action", _("Then")),
)
ADDED = Field("KnowledgeOffset", _("Added knowledge"))

KINDS = (
    Kind(
        "Project", "ProjectId", _("Project"), _("Projects"), WORK, "Configuration",
        (
            Section("", (
                NAME,
                Field("ProjectGroupName", _("Group"), suggest=GROUPS),
                LANGUAGE,
                Field("PbxOutDistribute", _("Distribute outbound calls")),
                Field("WaitingOffset", _("Waiting time offset"), unit=SECONDS),
            )),
            Section(_("After a call"), (
                Field("PostCallPause", _("Post-call pause"), unit=SECONDS),
                Field("AutomaticPcpStatus", _("Status in the pause")),
                Field("PcpUnanswered", _("Pause after unanswered calls, too")),
                Field("ShowResultBar", _("Ask for a result")),
                Field("ResultWait", _("Wait for the result"), unit=SECONDS),
            )),
            Section(_("Numbers"), (
                CALLER_ID,
                Field("InboundNumber", _("Inbound number"), copied=False),
            )),
        ),
        ("ProjectGroupName", "LanguageId", "PbxOutDistribute", "PostCallPause"),
        searched=("DisplayName", "ProjectGroupName"),
    ),
    Kind(
        "OutboundList", "OutboundListId", _("Outbound list"), _("Outbound lists"), WORK,
        "OutboundList",
        (
            Section("", (
                NAME, Field("ProjectId", _("Project")), LANGUAGE,
                Field("ScenarioId", _("Scenario")),
            )),
            Section(_("Dialling"), (
                Field("DialingMode", _("Mode")),
                Field("ManualDistribution", _("Release by hand"), unit=_("attempts")),
                Field("PreviewTime", _("Preview"), unit=SECONDS),
                Field("PreviewEnd", _("After the preview")),
                Field("RingTime", _("Ring"), unit=SECONDS),
                CALLER_ID,
                Field("Recording", _("Record calls")),
                Field("AllowSharedNumber", _("Several calls to one number at once")),
            )),
            Section(_("Rules"), (
                Field("RulePackId", _("Rule pack")),
                Field("HasConsent", _("Everybody on it has consented, or needs not")),
            )),
            Section(_("Ahead of agents"), (
                Field("LinesPerAgent", _("Power: lines for each agent")),
                Field("MostLinesPerAgent", _("Predictive: lines for each agent, at most")),
                Field("MinAgents", _("Predictive: with fewer agents one line each")),
                Field("AbandonLimit", _("Abandoned calls, at most"), unit=PERCENT),
                Field("AbandonThreshold", _("Abandoned after"), unit=SECONDS),
                Field("AbandonHold", _("An abandoned number rests"), unit=_("hours")),
                Field("AbandonMessage", _("Message when there is no agent")),
                Field("DetectMachines", _("Detect answering machines")),
                Field("MachineAction", _("A machine answers")),
                Field("MachineMessage", _("Message to a machine")),
            )),
            Section(_("When, and how often"), (
                Field("CalendarId", _("Calendar")),
                Field("TimeZone", _("Time zone"), "zone"),
                Field("Country", _("Country")),
                Field("MaxTrials", _("Attempts, at most")),
                Field("MaxOffers", _("Offers in vain, at most")),
                Field("OpenMissedAfter", _("Open to anybody after"), unit=MINUTES),
            )),
            Section(_("Import"), (
                Field("Duplicates", _("A number that is there already")),
                Field("RankBatch", _("Ranks released at a time")),
            )),
            Section(_("Script on the PBX"), (
                Field("IvrScript", _("Script")),
                Field("MaxChannels", _("Calls at once, at most")),
            )),
        ),
        ("ProjectId", "Activity", "DialingMode", "CalendarId"),
        parts=(
            Part(
                "RetryRule", _("Retry rules"), "OutboundListId", "RetryRuleId", RETRIES, "Rule",
                ("CallResult", "FromTrial"),
                about=_("What follows an attempt. Of the rules for a result the one with the"
                        " highest attempt not above the present one counts; without one, the rule"
                        " for all lists does."),
                empty=_("No rule of its own: the rules for all lists count."),
            ),
            Part(
                "Quota", _("Quotas"), "OutboundListId", "QuotaId",
                (
                    Field("Target", _("Calls wanted")),
                    Field("DisplayName", _("Name"), help=""),
                    Field("Conditions", _("Which calls"), "lines", wide=True),
                ),
                order=("DisplayName",), template="blocks", adds=_("Add a quota"),
                about=_("When as many calls of a kind have a result, the others of that kind are"
                        " called off; when all quotas are reached, the list is completed."),
                empty=_("No quota: all its calls are made."), copied=False,
            ),
            Part(
                "OutboundListDoNotCall", _("Do-not-call lists"), "OutboundListId",
                "DoNotCallListId",
                (Field("DoNotCallListId", _("Do-not-call list")),),
                about=_("Beside those that all lists keep to, or all of the project."),
                empty=_("None but those for all."),
            ),
        ),
        panels=("list",),
    ),
    Kind(
        "Scenario", "ScenarioId", _("Scenario"), _("Scenarios"), WORK, "Configuration",
        (Section("", (NAME,)),),
        parts=(
            Part(
                "ScenarioQuestion", _("Questions"), "ScenarioId", "ScenarioQuestionId",
                (
                    Field("QuestionKey", _("Key")),
                    Field("Question", _("Words"), wide=True),
                    RANK,
                    Field("QuestionType", _("Type"), words=QUESTIONS),
                    Field("Required", _("An answer is wanted")),
                    Field("Help", _("Help for the agent")),
                    Field("FilledFrom", _("Column of the file")),
                    Field("Options", _("Options"), "lines", wide=True),
                    Field("ShownIf", _("Shown if"), "lines", wide=True),
                ),
                order=("Rank", "QuestionKey"), template="blocks", adds=_("Add a question"),
                about=_("The agent sees them in the order of their rank. A list names the scenario"
                        " of its calls."),
                empty=_("It asks for nothing yet."),
            ),
        ),
        panels=("try",),
    ),
    Kind(
        "RetryRule", "RetryRuleId", _("Retry rule"), _("Retry rules for all lists"), WORK, "Rule",
        (Section("", RETRIES),),
        ("FromTrial", "Delay", "Action"), ("CallResult", "FromTrial"), (),
        "t.CallResult::text", "t.OutboundListId IS NULL",
        about=_("They count for every list that has no rule of its own for the result."),
    ),
    Kind(
        "Calendar", "CalendarId", _("Calendar"), _("Calendars"), WORK, "Configuration",
        (Section("", (NAME,)),),
        parts=(
            Part(
                "CalendarHours", _("Opening hours"), "CalendarId", "CalendarHoursId",
                (
                    Field("Weekday", _("Day"), words=DAYS),
                    Field("TimeFrom", _("From")),
                    Field("TimeTo", _("To")),
                ),
                order=("Weekday", "TimeFrom"),
                about=_("In the zone of the called party. Several lines for a day add up; 24:00"
                        " is its end."),
                empty=_("Without hours it never opens."),
                view="week",
            ),
            Part(
                "CalendarDay", _("Holidays and exceptions"), "CalendarId", "CalendarDayId",
                (
                    Field("Day", _("Date"), "date"),
                    Field("Yearly", _("Each year")),
                    Field("DisplayName", _("Name")),
                    Field("TimeFrom", _("From")),
                    Field("TimeTo", _("To")),
                ),
                order=("Day",),
                about=_("They take the place of the weekday's hours. Without hours the day is"
                        " closed."),
                empty=_("No exceptions."),
            ),
        ),
    ),
    Kind(
        "CallResultDetail", "CallResultDetailId", _("Result detail"), _("Result details"), WORK,
        "Configuration",
        (
            Section("", (
                NAME,
                Field("CallResult", _("Status")),
                Field("Channels", _("Offered for"), "bits", words=CHANNELS),
                RANK,
                Field("DefaultCode", _("Preselected")),
                Field("ProjectGroupMask", _("Projects of the group"), suggest=GROUPS),
                COLOR,
            )),
        ),
        ("CallResult", "Channels", "Rank", "DefaultCode", "ProjectGroupMask", "Color"),
        ("Rank", "DisplayName"),
    ),
    Kind(
        "SchedulePostCondition", "SchedulePostConditionId", _("Rule"),
        _("Schedule post conditions"), WORK, "Rule",
        (
            Section("", (
                NAME,
                Field("ConditionLevel", _("Level"), words={str(n): str(n) for n in range(10)}),
                RANK,
                Field("Active", _("Active")),
            )),
            Section(_("If a waiting call"), (
                Field("WaitingLonger", _("has waited longer than"), unit=SECONDS),
                Field("OutboundListId", _("is of the list")),
                Field("ProjectId", _("is of the project")),
                Field("ProjectGroupMask", _("is of the project group"), suggest=GROUPS),
                Field("LanguageId", _("is in the language")),
                Field("CallType", _("is of the kind")),
                Field("PriorityFrom", _("has a priority from")),
                Field("PriorityTo", _("has a priority up to")),
                Field("SkillFrom", _("asks for knowledge from"), unit=PERCENT),
                Field("SkillTo", _("asks for knowledge up to"), unit=PERCENT),
                Field("ProficiencyFrom", _("asks for proficiency from"), unit=PERCENT),
                Field("ProficiencyTo", _("asks for proficiency up to"), unit=PERCENT),
                Field("TrialFrom", _("was tried at least"), unit=_("times")),
                Field("TrialTo", _("was tried at most"), unit=_("times")),
                Field("Predistributed", _("is for one agent only")),
                Field("AgentId", _("is for the agent")),
                Field("TeamMask", _("is for an agent of the team"), suggest=TEAMS),
                Field("TimeMode", _("is looked at in a window")),
                Field("TimeFrom", _("from")),
                Field("TimeTo", _("to")),
                Field("TimeZone", _("in the time zone"), "zone"),
            ), _("Add a limit")),
            Section(_("then"), (
                Field("SetPriority", _("set the priority to")),
                Field("AddPriority", _("add to the priority")),
                Field("SetOutboundListId", _("move it to the list")),
                Field("SetProjectId", _("move it to the project")),
                Field("SetLanguageId", _("set the language to")),
                Field("SetSkill", _("ask for knowledge of"), unit=PERCENT),
                Field("SetProficiency", _("ask for proficiency of"), unit=PERCENT),
                Field("CancelPredistribution", _("open it to every agent")),
                Field("SetAgentId", _("give it only to")),
                Field("SetPreferredAgentId", _("prefer the agent")),
                Field("Postpone", _("postpone it by"), unit=SECONDS),
                Field("Pause", _("pause it")),
                Field("EndAs", _("end it as"), words=ENDS),
                Field("Marker", _("mark it with")),
            ), _("Add an action")),
        ),
        ("ConditionLevel", "Rank", "Active", "ProjectId", "OutboundListId"),
        ("ConditionLevel", "Rank", "DisplayName"),
        about=_("Tried for each waiting call: at each level the first rule whose limits all hold is"
                " executed, once."),
        panels=("try",),
    ),
    Kind(
        "QueueTransition", "QueueTransitionId", _("Queue transition"), _("Queue transitions"), WORK,
        "Configuration",
        (
            Section("", (
                Field("TransitionType", _("Lost calls")),
                Field("SourceProjectId", _("of the project")),
                Field("CalendarId", _("While the calendar is open")),
                Field("OutboundListId", _("Call back by the list")),
                Field("TargetProjectId", _("In the project")),
                Field("Priority", _("Priority")),
                Field("Skill", _("Least knowledge"), unit=PERCENT),
                RANK,
                Field("Active", _("Active")),
            )),
        ),
        ("SourceProjectId", "CalendarId", "Priority", "Rank", "Active"), ("Rank",), (),
        "(SELECT l.DisplayName FROM OutboundList AS l WHERE l.OutboundListId = t.OutboundListId)",
        about=_("Into which list calls go that a queue has lost, or that were dialled ahead and"
                " abandoned."),
    ),
    Kind(
        "Agent", "AgentId", _("Agent"), _("Agents"), PEOPLE, "Agent",
        (
            Section("", (
                NAME,
                Field("Login", _("Login"), copied=False),
                Field("TeamName", _("Team"), suggest=TEAMS),
                Field("MaxMissedCalls", _("Missed offers, at most")),
                Field("BusyConditionId", _("Capacity")),
            )),
        ),
        ("Login", "TeamName", "AgentStatusId", "WorkplaceId"),
        searched=("DisplayName", "Login", "TeamName"),
        parts=(
            Part(
                "Skill", _("Skills"), "AgentId", "ProjectId",
                (
                    Field("ProjectId", _("Project")),
                    Field("PbxOutKnowledge", _("Knowledge")),
                    Field("PbxOutEnabled", _("Enabled")),
                    Field("PbxOutChannel", _("Engaged")),
                ),
                empty=_("Without a skill nobody is offered a call of a list."),
            ),
            Part(
                "Proficiency", _("Languages"), "AgentId", "LanguageId",
                (
                    Field("LanguageId", _("Language")),
                    Field("VoiceKnowledge", _("Proficiency")),
                    Field("VoiceEnabled", _("Enabled")),
                    Field("VoiceChannel", _("Engaged")),
                ),
                empty=_("Calls that ask for a language are not offered."),
            ),
            Part(
                "Seating", _("Workplaces"), "AgentId", "WorkplaceId",
                (Field("WorkplaceId", _("Workplace")), ADDED),
                empty=_("May sit anywhere."),
            ),
            Part(
                "RoleGrant", _("Roles"), "AgentId", "RoleGrantId", (Field("RoleId", _("Role")),),
                "Rights", empty=_("Only what everyone, the team and the skills have."),
                copied=False,
            ),
        ),
        panels=("access",),
    ),
    Kind(
        "Role", "RoleId", _("Role"), _("Roles"), PEOPLE, "Rights",
        (
            Section("", (
                Field("DisplayName", _("Name"), help="", copied=False),
                Field("Description", _("Description"), wide=True),
            )),
        ),
        ("Description",),
        parts=(
            Degrees(
                "Permission", _("Permissions"), "RoleId", "PermissionName", (),
                about=_("Full includes Write, and Write includes Read. A denial holds for its"
                        " degree and the higher ones. Of all that the roles of an agent say the"
                        " highest degree decides, and at one degree the denial."),
            ),
            Part(
                "RoleGrant", _("Who has it"), "RoleId", "RoleGrantId",
                (
                    Field("AgentId", _("Agent")),
                    Field("TeamName", _("Team"), suggest=TEAMS),
                    Field("ProjectId", _("Holders of the skill")),
                    Field("Everyone", _("Everyone")),
                ),
                about=_("Each line names one: an agent, a team, a project, or everyone."),
                empty=_("Nobody."), copied=False,
            ),
        ),
    ),
    Kind(
        "AgentStatus", "AgentStatusId", _("Status of agents"), _("Statuses of agents"), PEOPLE,
        "Configuration",
        (
            Section("", (
                NAME,
                Field("Activity", _("Meaning")),
                COLOR,
                Field("IsDefault", _("Default of its meaning"), copied=False),
                Field("UserBlocked", _("Only for the system and supervisors")),
                Field("CallPreDistribute", _("Calls for the agent only are offered, too")),
                Field("PredictiveDistribute", _("Takes calls dialled ahead")),
            )),
        ),
        ("Activity", "Color", "IsDefault", "UserBlocked", "CallPreDistribute"),
        ("Activity", "DisplayName"),
    ),
    Kind(
        "Language", "LanguageId", _("Language"), _("Languages"), PEOPLE, "Configuration",
        (Section("", (NAME, Field("LanguageCode", _("Code")))),),
        ("LanguageCode",), searched=("DisplayName", "LanguageCode"),
    ),
    Kind(
        "BusyCondition", "BusyConditionId", _("Capacity"), _("Capacities"), PEOPLE, "Configuration",
        (Section("", (NAME, Field("IsDefault", _("For agents who name none"), copied=False))),),
        ("IsDefault",),
        parts=(
            Capacity(
                "BusyConditionRule", _("Matrix"), "BusyConditionId", "HandledChannel",
                (Field("Percent", _("Percent")),),
                about=_("How full one piece of work in hand makes an agent for work to be"
                        " offered. At 100 % nothing is offered; empty: it does not count."),
            ),
        ),
    ),
    Kind(
        "Workplace", "WorkplaceId", _("Workplace"), _("Workplaces"), LINES, "Configuration",
        (
            Section("", (
                NAME,
                Field("Number", _("Extension"), copied=False),
                PBX,
                Field("LineMode", _("Telephone")),
                Field("MaxOffering", _("Offers stand for"), unit=SECONDS),
                Field("Blocking", _("Blocked after a missed offer"), unit=SECONDS),
            )),
        ),
        ("Number", "State", "PbxId", "LineMode"), searched=("DisplayName", "Number"),
        parts=(
            Part(
                "Seating", _("Who may sit here"), "WorkplaceId", "AgentId",
                (Field("AgentId", _("Agent")), ADDED), "Agent",
                about=_("Agents who are tied to workplaces; those who are tied to none may sit"
                        " here, too."),
                empty=_("Nobody is tied to it."), copied=False,
            ),
        ),
    ),
    Kind(
        "Pbx", "PbxId", _("PBX"), _("PBXs"), LINES, "Configuration",
        (Section("", (NAME, Field("Bridge", _("Bridge")))),), ("Bridge",),
    ),
    Kind(
        "Trunk", "TrunkId", _("Trunk"), _("Trunks"), LINES, "Configuration",
        (
            Section("", (NAME, Field("Endpoint", _("Endpoint"), copied=False), PBX, RANK)),
            Section(_("Limits"), (
                Field("CallsPerSecond", _("Calls per second, at most")),
                Field("MaxCalls", _("Calls at once, at most")),
            )),
            Section(_("Rest"), (
                Field("RestFailures", _("Rests after failures")),
                Field("RestAttempts", _("of the last attempts")),
                Field("RestTime", _("For"), unit=SECONDS),
            )),
        ),
        ("Endpoint", "Rank", "CallsPerSecond", "MaxCalls"), ("Rank", "DisplayName"),
        searched=("DisplayName", "Endpoint"),
    ),
    Kind(
        "DataQuery", "DataQueryId", _("Grid"), _("Grids"), SURFACE, "Grid",
        (
            Section("", (
                NAME, Field("Description", _("Description"), wide=True),
                Field("Query", _("Query"), "sql", wide=True),
                Field("KeyColumn", _("Key column")),
                Field("OrderBy", _("Order by")),
                Field("Descending", _("Descending")),
                Field("RowLimit", _("Rows at once, at most")),
                Field("BulkSchedule", _("Schedule calls in bulk")),
                RANK,
            )),
        ),
        ("Description", "KeyColumn", "Rank"), ("Rank", "DisplayName"),
        parts=(
            Part(
                "DataQueryColumn", _("Columns"), "DataQueryId", "DataQueryColumnId",
                (
                    Field("ColumnName", _("Column")),
                    Field("DisplayName", _("Heading")),
                    Field("Model", _("Model")),
                    Field("Rank", _("Rank")),
                    Field("Width", _("Width")),
                    Field("Image", _("Icon")),
                    Field("Confirm", _("Question before")),
                    Field("Command", _("Command"), "sql", wide=True),
                    Field("Choices", _("Choices"), "lines", wide=True),
                    Field("ChoicesQuery", _("Query of choices"), "sql", wide=True),
                ),
                order=("Rank",), template="blocks",
                empty=_("All columns of the query are shown, as text."),
            ),
        ),
        panels=("grid",),
    ),
    Kind(
        "Tile", "TileId", _("Tile"), _("Tiles"), SURFACE, "Grid",
        (
            Section("", (
                NAME, Field("Description", _("Description"), wide=True),
                Field("Query", _("Query"), "sql", wide=True),
                Field("Command", _("Command"), "sql", wide=True),
                Field("Url", _("Page")),
                COLOR, Field("Image", _("Icon")), RANK,
            )),
        ),
        ("Description", "Color", "Rank"), ("Rank", "DisplayName"),
    ),
    Kind(
        "Configuration", "ConfigurationName", _("Parameter"), _("Parameters"), SYSTEM,
        "Configuration",
        (
            Section("", (
                Field("ConfigurationValue", _("Value"), "parameter", wide=True),
                Field("Description", _("Description"), "shown", wide=True),
                Field("DefaultValue", _("Default"), "shown"),
            )),
        ),
        ("ConfigurationValue", "DefaultValue", "Description"), ("ConfigurationName",),
        ("ConfigurationName", "Description"), "t.ConfigurationName", adds=False,
    ),
    Kind(
        "DoNotCallList", "DoNotCallListId", _("Do-not-call list"), _("Do-not-call lists"), SYSTEM,
        "DoNotCall",
        (
            Section("", (
                NAME,
                Field("ProjectId", _("Only of project")),
                Field("OnlyNamed", _("Only for lists that name it")),
                Field("Country", _("Country")),
                Field("MaxAgeDays", _("Not older than"), unit=_("days")),
                Field("RefreshedTime", _("As of"), "shown"),
            )),
        ),
        ("ProjectId", "OnlyNamed", "Country", "RefreshedTime"),
        panels=("numbers",),
    ),
    Kind(
        "RulePack", "RulePackId", _("Rule pack"), _("Rule packs"), SYSTEM, "DoNotCall",
        (
            Section("", (
                NAME,
                Field("Country", _("Country")),
                Field("Source", _("Source"), wide=True),
                Field("SourceDate", _("Looked up on"), "date"),
            )),
        ),
        ("Country", "Source", "SourceDate"),
        searched=("DisplayName", "Country"),
        parts=(
            Part(
                "RulePackRule", _("Rules"), "RulePackId", "RulePackRuleId",
                (
                    Field("Kind", _("Rule")),
                    Field("Region", _("Region")),
                    Field("Weekdays", _("Weekdays")),
                    Field("TimeFrom", _("From")),
                    Field("TimeTo", _("To")),
                    Field("Holiday", _("Holiday")),
                    Field("MaxCount", _("Attempts")),
                    Field("WindowHours", _("Window"), unit=_("hours")),
                    Field("Per", _("Counted by")),
                    Field("Seconds", _("Ring"), unit=SECONDS),
                    Field("Percent", _("Share"), unit=PERCENT),
                    Field("StartsOn", _("In force from"), "date"),
                    Field("Source", _("Source"), wide=True),
                    Field("SourceDate", _("Looked up on"), "date"),
                ),
                order=("Kind", "Region", "Holiday", "RulePackRuleId"),
                about=_("Weekdays as 12345 for Monday to Friday; times by the clock of who is"
                        " called; holidays as 12-25, 07-04 observed, easter+1, 4 Thu 11."),
                empty=_("Without any rule the pack closes its lists."),
            ),
        ),
    ),
    Kind(
        "WebHook", "WebHookId", _("Web hook"), _("Web hooks"), SYSTEM, "Configuration",
        (
            Section("", (
                NAME,
                Field("Url", _("Address"), wide=True),
                Field("Secret", _("Secret"), "secret", default=lambda: token_urlsafe(32)),
                Field("Events", _("Is told when"), "events", words=EVENTS),
                Field("Active", _("Active")),
            )),
        ),
        ("Url", "Events", "Active"),
    ),
)  # fmt: skip
BY_PATH = {one.path: one for one in KINDS}
