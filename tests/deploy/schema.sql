-- What migrations/ and sql/ arrive at; written by `make schema`, compared by a test.
-- To be read, not to be run. Left out: yoyo's tables, partitions, comments, bodies.

DOMAIN flag AS smallint
    CONSTRAINT flagisoneorzero CHECK (VALUE = ANY (ARRAY[0, 1]))

DOMAIN wallclock AS text
    CONSTRAINT wallclockisreadable CHECK (VALUE ~* ((('^((([1-9]\d{3}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])'::text || '|mon(day)?|tue(sday)?|wed(nesday)?|thu(rsday)?|fri(day)?|sat(urday)?|sun(day)?)'::text) || '([ T](([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?|24:00(:00)?))?'::text) || '|([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?|24:00(:00)?)$'::text))

TYPE agentactivity AS ENUM
    'Ready', 'Pause', 'PostCall', 'LogOff'

TYPE answeredby AS ENUM
    'Person', 'Machine', 'Unknown'

TYPE callphase AS ENUM
    'AgentDialing', 'AgentOfferFirst', 'AgentOfferMissed', 'AgentOfferNext', 'AgentPreCall', 'AgentTalk', 'Enqueue', 'EnqueueNoTime', 'EnqueueTimedOut', 'Obsolete', 'HangupAgent', 'HangupCalled', 'New', 'Manual', 'WaitForResult', 'AutoDial', 'IvrScript', 'IvrEnded', 'PredictiveDial', 'Answered', 'AgentRing'

TYPE callresult AS ENUM
    'Active', 'Busy', 'Cancelled', 'Completed', 'Failed', 'Neglected', 'NoAnswer', 'NoResult', 'Paused', 'Prepared', 'Scheduled', 'TalkError', 'ToContinue'

TYPE calltype AS ENUM
    'DialOut', 'Private', 'Visitor'

TYPE columnmodel AS ENUM
    'Text', 'Integer', 'Date', 'Select', 'Toggle', 'ImageScript'

TYPE configurationkind AS ENUM
    'Text', 'Boolean', 'Integer', 'TimeZone', 'Country', 'AgentStatus', 'Choice'

TYPE countedper AS ENUM
    'Number', 'Contact'

TYPE dialingmode AS ENUM
    'Preview', 'Progressive', 'Power', 'Predictive', 'Ivr'

TYPE duplicatepolicy AS ENUM
    'Skip', 'Update', 'Keep'

TYPE importfield AS ENUM
    'Number', 'NumberGiven', 'DisplayName', 'Priority', 'ScheduleTime', 'TimeMode', 'TimeFrom', 'TimeTo', 'TimeZone', 'Language', 'Agent', 'Predistributed', 'PreferredAgent', 'Skill', 'Proficiency', 'CallKey', 'CallerId', 'ExtendedFields'

TYPE importoutcome AS ENUM
    'Imported', 'Updated', 'Duplicate', 'Rejected'

TYPE inboundoutcome AS ENUM
    'Waiting', 'Served', 'Lost', 'CallBack'

TYPE linemode AS ENUM
    'OnDemand', 'OpenLine'

TYPE listactivity AS ENUM
    'Prepared', 'Running', 'Paused', 'Completed'

TYPE machineaction AS ENUM
    'HangUp', 'Message', 'Agent'

TYPE pbxcommandkind AS ENUM
    'originate', 'hangup', 'open_line', 'close_line', 'hold', 'resume', 'consult', 'take_back', 'transfer', 'mute', 'unmute', 'send_keys', 'connect', 'message'

TYPE pbxeventkind AS ENUM
    'ringing', 'answered', 'hangup_called', 'hangup_agent', 'busy', 'no_answer', 'failed', 'agent_answered', 'machine'

TYPE permissiondegree AS ENUM
    'DenyRead', 'DenyWrite', 'DenyFull', 'AllowRead', 'AllowWrite', 'AllowFull'

TYPE previewend AS ENUM
    'Dial', 'TakeBack'

TYPE questiontype AS ENUM
    'Heading', 'Note', 'Text', 'Number', 'Date', 'YesNo', 'OneOf', 'SeveralOf'

TYPE retryaction AS ENUM
    'SameNumber', 'NextNumber', 'Stop'

TYPE rolekind AS ENUM
    'owner', 'runner', 'web', 'agent', 'supervisor', 'reporting'

TYPE rulekind AS ENUM
    'Hours', 'Holiday', 'Cap', 'Gap', 'RestAfterTalk', 'RefusalHold', 'MinRing', 'AbandonHold', 'AbandonLimit', 'DoNotCall', 'DoNotCallAge', 'Consent', 'CallerId'

TYPE setupaction AS ENUM
    'Added', 'Changed', 'Removed'

TYPE talkstate AS ENUM
    'Talking', 'OnHold', 'Consulting'

TYPE timemode AS ENUM
    'None', 'Range', 'Daily', 'Weekly', 'Yearly'

TYPE transitiontype AS ENUM
    'LostShift', 'Abandon'

TYPE workplacestate AS ENUM
    'Free', 'Busy', 'Ring', 'Hold', 'OutOfOrder'

TABLE agent WITH (fillfactor=70, autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=1000)
    agentid uuid NOT NULL DEFAULT gen_random_uuid()
    login text NOT NULL
    displayname text NOT NULL
    teamname text
    agentstatusid uuid NOT NULL DEFAULT '57a70000-0000-4000-8000-000000000004'::uuid
    statussince timestamp with time zone NOT NULL DEFAULT now()
    statusuntil timestamp with time zone
    workplaceid uuid
    lastcallutc timestamp with time zone
    missedcalls integer NOT NULL DEFAULT 0
    maxmissedcalls integer DEFAULT 3
    busyconditionid uuid
    deleted flag NOT NULL DEFAULT 0
    databaserole text
    busysince timestamp with time zone
    busylistid uuid
    CONSTRAINT agent_agentstatusid_fkey FOREIGN KEY (agentstatusid) REFERENCES agentstatus(agentstatusid)
    CONSTRAINT agent_busyconditionid_fkey FOREIGN KEY (busyconditionid) REFERENCES busycondition(busyconditionid)
    CONSTRAINT agent_pkey PRIMARY KEY (agentid)
    CONSTRAINT agent_workplaceid_fkey FOREIGN KEY (workplaceid) REFERENCES workplace(workplaceid)
    CONSTRAINT maxmissedcallspositive CHECK (maxmissedcalls > 0)
    INDEX agentbybusycondition ON agent USING btree (busyconditionid)
    INDEX agentbystatus ON agent USING btree (agentstatusid)
    INDEX agentstatusends ON agent USING btree (statusuntil) WHERE statusuntil IS NOT NULL
    UNIQUE INDEX agentaloneatworkplace ON agent USING btree (workplaceid) WHERE workplaceid IS NOT NULL
    UNIQUE INDEX agentdatabaseroleonce ON agent USING btree (databaserole) WHERE databaserole IS NOT NULL
    UNIQUE INDEX agentloginonce ON agent USING btree (login) WHERE deleted::smallint = 0
    TRIGGER agent_0_rights BEFORE INSERT OR UPDATE OF login, databaserole, teamname ON agent FOR EACH ROW EXECUTE FUNCTION guard_agent_rights()
    TRIGGER agent_1_guard BEFORE UPDATE ON agent FOR EACH ROW EXECUTE FUNCTION guard_agent()
    TRIGGER agent_9_masked AFTER UPDATE OF teamname ON agent FOR EACH STATEMENT EXECUTE FUNCTION follow_masked()
    TRIGGER agent_9_moved AFTER UPDATE ON agent FOR EACH ROW EXECUTE FUNCTION record_agent_move()
    TRIGGER agent_9_seated AFTER UPDATE ON agent FOR EACH ROW WHEN (new.workplaceid IS NOT NULL OR old.workplaceid IS NOT NULL) EXECUTE FUNCTION follow_seat()
    TRIGGER agent_9_seated_new AFTER INSERT ON agent FOR EACH ROW WHEN (new.workplaceid IS NOT NULL) EXECUTE FUNCTION follow_seat()
    TRIGGER setup_9_added AFTER INSERT ON agent REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Agent')
    TRIGGER setup_9_changed AFTER UPDATE OF login, displayname, teamname, maxmissedcalls, busyconditionid, databaserole, deleted ON agent FOR EACH ROW EXECUTE FUNCTION record_changes('Agent')
    TRIGGER setup_9_removed AFTER DELETE ON agent REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Agent')

TABLE agentevent
    agenteventid bigint NOT NULL GENERATED ALWAYS AS IDENTITY
    agentid uuid NOT NULL
    eventtime timestamp with time zone NOT NULL
    fromstatusid uuid
    tostatusid uuid NOT NULL
    workplaceid uuid
    actor text NOT NULL
    CONSTRAINT agentevent_agentid_fkey FOREIGN KEY (agentid) REFERENCES agent(agentid) ON DELETE CASCADE
    CONSTRAINT agentevent_pkey PRIMARY KEY (agenteventid)
    INDEX agenteventbyagent ON agentevent USING btree (agentid, eventtime)

TABLE agentlogin
    agentid uuid NOT NULL
    passwordhash text NOT NULL
    passwordtime timestamp with time zone NOT NULL
    lastlogintime timestamp with time zone
    CONSTRAINT agentlogin_agentid_fkey FOREIGN KEY (agentid) REFERENCES agent(agentid) ON DELETE CASCADE
    CONSTRAINT agentlogin_pkey PRIMARY KEY (agentid)
    CONSTRAINT passwordishashed CHECK (passwordhash ~ '^\$argon2id\$v=[0-9]+\$m=[0-9]+,t=[0-9]+,p=[0-9]+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$'::text)
    TRIGGER setup_9_added AFTER INSERT ON agentlogin REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('AgentLogin')
    TRIGGER setup_9_changed AFTER UPDATE OF passwordhash ON agentlogin FOR EACH ROW EXECUTE FUNCTION record_changes('AgentLogin')
    TRIGGER setup_9_removed AFTER DELETE ON agentlogin REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('AgentLogin')

TABLE agentstatus
    agentstatusid uuid NOT NULL DEFAULT gen_random_uuid()
    displayname text NOT NULL
    activity agentactivity NOT NULL
    callpredistribute flag NOT NULL DEFAULT 0
    predictivedistribute flag NOT NULL DEFAULT 0
    userblocked flag NOT NULL DEFAULT 0
    isdefault flag NOT NULL DEFAULT 0
    color text
    deleted flag NOT NULL DEFAULT 0
    CONSTRAINT agentstatus_pkey PRIMARY KEY (agentstatusid)
    UNIQUE INDEX agentstatusdefaultonce ON agentstatus USING btree (activity) WHERE isdefault::smallint = 1 AND deleted::smallint = 0
    UNIQUE INDEX agentstatusnameonce ON agentstatus USING btree (displayname) WHERE deleted::smallint = 0
    TRIGGER setup_9_added AFTER INSERT ON agentstatus REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('AgentStatus')
    TRIGGER setup_9_changed AFTER UPDATE ON agentstatus REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('AgentStatus')
    TRIGGER setup_9_removed AFTER DELETE ON agentstatus REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('AgentStatus')
    TRIGGER status_1_removed AFTER DELETE ON agentstatus FOR EACH ROW WHEN (old.deleted::smallint = 0) EXECUTE FUNCTION keep_status()
    TRIGGER status_1_renamed AFTER UPDATE OF displayname ON agentstatus FOR EACH ROW WHEN (old.displayname <> new.displayname AND old.deleted::smallint = 0 AND new.deleted::smallint = 0) EXECUTE FUNCTION rename_status()
    TRIGGER status_1_stays AFTER UPDATE OF deleted ON agentstatus FOR EACH ROW WHEN (old.deleted::smallint = 0 AND new.deleted::smallint = 1) EXECUTE FUNCTION keep_status()

TABLE agentwork
    agentworkid bigint NOT NULL GENERATED ALWAYS AS IDENTITY
    agentid uuid NOT NULL
    channel text NOT NULL
    reference text
    starttime timestamp with time zone NOT NULL DEFAULT now()
    CONSTRAINT agentwork_agentid_fkey FOREIGN KEY (agentid) REFERENCES agent(agentid) ON DELETE CASCADE
    CONSTRAINT agentwork_pkey PRIMARY KEY (agentworkid)
    INDEX agentworkbyagent ON agentwork USING btree (agentid)

TABLE apitoken
    apitokenid uuid NOT NULL DEFAULT gen_random_uuid()
    tokenhash text NOT NULL
    agentid uuid NOT NULL
    scope text NOT NULL
    displayname text NOT NULL
    createdtime timestamp with time zone NOT NULL
    expirestime timestamp with time zone
    revokedtime timestamp with time zone
    lastseentime timestamp with time zone
    CONSTRAINT apitoken_agentid_fkey FOREIGN KEY (agentid) REFERENCES agent(agentid) ON DELETE CASCADE
    CONSTRAINT apitoken_pkey PRIMARY KEY (apitokenid)
    CONSTRAINT scopeisadegree CHECK (scope = ANY (ARRAY['read'::text, 'write'::text, 'full'::text]))
    CONSTRAINT tokenishashed CHECK (tokenhash ~ '^[0-9a-f]{64}$'::text)
    CONSTRAINT tokenonce UNIQUE (tokenhash)
    INDEX apitokenbyagent ON apitoken USING btree (agentid)
    TRIGGER setup_9_added AFTER INSERT ON apitoken REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('ApiToken')
    TRIGGER setup_9_changed AFTER UPDATE OF scope, displayname, expirestime, revokedtime ON apitoken FOR EACH ROW EXECUTE FUNCTION record_changes('ApiToken')
    TRIGGER setup_9_removed AFTER DELETE ON apitoken REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('ApiToken')

TABLE busycondition
    busyconditionid uuid NOT NULL DEFAULT gen_random_uuid()
    displayname text NOT NULL
    isdefault flag NOT NULL DEFAULT 0
    CONSTRAINT busycondition_pkey PRIMARY KEY (busyconditionid)
    UNIQUE INDEX busyconditiondefaultonce ON busycondition USING btree (isdefault) WHERE isdefault::smallint = 1
    TRIGGER setup_9_added AFTER INSERT ON busycondition REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('BusyCondition')
    TRIGGER setup_9_changed AFTER UPDATE ON busycondition REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('BusyCondition')
    TRIGGER setup_9_removed AFTER DELETE ON busycondition REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('BusyCondition')

TABLE busyconditionrule
    busyconditionid uuid NOT NULL
    handledchannel text NOT NULL
    offeredchannel text NOT NULL
    percent integer NOT NULL
    CONSTRAINT busyconditionrule_busyconditionid_fkey FOREIGN KEY (busyconditionid) REFERENCES busycondition(busyconditionid) ON DELETE CASCADE
    CONSTRAINT busyconditionrule_pkey PRIMARY KEY (busyconditionid, offeredchannel, handledchannel)
    CONSTRAINT percentinrange CHECK (percent >= 0 AND percent <= 100)
    TRIGGER setup_9_added AFTER INSERT ON busyconditionrule REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('BusyConditionRule')
    TRIGGER setup_9_changed AFTER UPDATE ON busyconditionrule REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('BusyConditionRule')
    TRIGGER setup_9_removed AFTER DELETE ON busyconditionrule REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('BusyConditionRule')

TABLE cache
    cachename text NOT NULL
    description text NOT NULL
    version bigint NOT NULL DEFAULT 1
    clearedtime timestamp with time zone
    CONSTRAINT cache_pkey PRIMARY KEY (cachename)

TABLE calendar
    calendarid uuid NOT NULL DEFAULT gen_random_uuid()
    displayname text NOT NULL
    CONSTRAINT calendar_pkey PRIMARY KEY (calendarid)
    TRIGGER setup_9_added AFTER INSERT ON calendar REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Calendar')
    TRIGGER setup_9_changed AFTER UPDATE ON calendar REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Calendar')
    TRIGGER setup_9_removed AFTER DELETE ON calendar REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Calendar')

TABLE calendarday
    calendardayid bigint NOT NULL GENERATED ALWAYS AS IDENTITY
    calendarid uuid NOT NULL
    day date NOT NULL
    yearly flag NOT NULL DEFAULT 0
    displayname text
    timefrom time without time zone
    timeto time without time zone
    CONSTRAINT calendarday_calendarid_fkey FOREIGN KEY (calendarid) REFERENCES calendar(calendarid) ON DELETE CASCADE
    CONSTRAINT calendarday_pkey PRIMARY KEY (calendardayid)
    CONSTRAINT calendardaybeginbeforeend CHECK (timefrom < timeto)
    CONSTRAINT calendardayfinite CHECK (isfinite(day))
    CONSTRAINT calendardayhasbothorneither CHECK ((timefrom IS NULL) = (timeto IS NULL))
    INDEX calendardaybydate ON calendarday USING btree (calendarid, EXTRACT(month FROM day), EXTRACT(day FROM day))
    TRIGGER days_1_added AFTER INSERT ON calendarday REFERENCING NEW TABLE AS changedrow FOR EACH STATEMENT EXECUTE FUNCTION refresh_calendar()
    TRIGGER days_1_changed AFTER UPDATE ON calendarday REFERENCING NEW TABLE AS changedrow FOR EACH STATEMENT EXECUTE FUNCTION refresh_calendar()
    TRIGGER days_1_removed AFTER DELETE ON calendarday REFERENCING OLD TABLE AS changedrow FOR EACH STATEMENT EXECUTE FUNCTION refresh_calendar()
    TRIGGER setup_9_added AFTER INSERT ON calendarday REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('CalendarDay')
    TRIGGER setup_9_changed AFTER UPDATE ON calendarday REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('CalendarDay')
    TRIGGER setup_9_removed AFTER DELETE ON calendarday REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('CalendarDay')

TABLE calendarhours
    calendarhoursid bigint NOT NULL GENERATED ALWAYS AS IDENTITY
    calendarid uuid NOT NULL
    weekday smallint NOT NULL
    timefrom time without time zone NOT NULL
    timeto time without time zone NOT NULL
    CONSTRAINT calendarhours_calendarid_fkey FOREIGN KEY (calendarid) REFERENCES calendar(calendarid) ON DELETE CASCADE
    CONSTRAINT calendarhours_pkey PRIMARY KEY (calendarhoursid)
    CONSTRAINT calendarhoursbeginbeforeend CHECK (timefrom < timeto)
    CONSTRAINT calendarhoursonce UNIQUE (calendarid, weekday, timefrom, timeto)
    CONSTRAINT weekdayinweek CHECK (weekday >= 1 AND weekday <= 7)
    TRIGGER hours_1_added AFTER INSERT ON calendarhours REFERENCING NEW TABLE AS changedrow FOR EACH STATEMENT EXECUTE FUNCTION refresh_calendar()
    TRIGGER hours_1_changed AFTER UPDATE ON calendarhours REFERENCING NEW TABLE AS changedrow FOR EACH STATEMENT EXECUTE FUNCTION refresh_calendar()
    TRIGGER hours_1_removed AFTER DELETE ON calendarhours REFERENCING OLD TABLE AS changedrow FOR EACH STATEMENT EXECUTE FUNCTION refresh_calendar()
    TRIGGER setup_9_added AFTER INSERT ON calendarhours REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('CalendarHours')
    TRIGGER setup_9_changed AFTER UPDATE ON calendarhours REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('CalendarHours')
    TRIGGER setup_9_removed AFTER DELETE ON calendarhours REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('CalendarHours')

TABLE callattempt
    outboundcallid bigint NOT NULL
    dialtime timestamp with time zone NOT NULL
    outboundlistid uuid
    projectid uuid
    agentid uuid
    answertime timestamp with time zone
    endtime timestamp with time zone NOT NULL
    resulttime timestamp with time zone NOT NULL
    callresult callresult NOT NULL
    callresultdetailid uuid
    lastresulttime timestamp with time zone NOT NULL
    CONSTRAINT callattempt_pkey PRIMARY KEY (outboundcallid, dialtime)
    INDEX callattemptbytime ON callattempt USING btree (dialtime)

TABLE callbacknumber WITH (fillfactor=80)
    number text NOT NULL
    outboundcallid bigint
    losttime timestamp with time zone
    servedtime timestamp with time zone
    changedtime timestamp with time zone NOT NULL
    CONSTRAINT callbacknumber_pkey PRIMARY KEY (number)
    INDEX callbacknumberbytime ON callbacknumber USING btree (changedtime)

TABLE callevent PARTITION BY RANGE (eventtime)
    calleventid bigint NOT NULL GENERATED ALWAYS AS IDENTITY
    outboundcallid bigint NOT NULL
    step integer NOT NULL
    eventtime timestamp with time zone NOT NULL
    eventtype text NOT NULL
    fromphase callphase
    tophase callphase NOT NULL
    fromresult callresult
    toresult callresult NOT NULL
    agentid uuid
    actor text NOT NULL
    data jsonb
    CONSTRAINT callevent_pkey PRIMARY KEY (outboundcallid, step, eventtime)
    INDEX calleventbyagent ON ONLY callevent USING btree (agentid, eventtime) WHERE fromresult = 'Active'::callresult AND (toresult <> ALL (ARRAY['Active'::callresult, 'Scheduled'::callresult]))
    INDEX calleventbyid ON ONLY callevent USING btree (calleventid)

TABLE callgroup
    callgroupid bigint NOT NULL GENERATED ALWAYS AS IDENTITY
    outboundlistid uuid NOT NULL
    outboundlistimportid bigint
    projectid uuid NOT NULL
    languageid uuid
    skill integer NOT NULL
    proficiency integer NOT NULL
    CONSTRAINT callgroup_languageid_fkey FOREIGN KEY (languageid) REFERENCES language(languageid)
    CONSTRAINT callgroup_outboundlistid_fkey FOREIGN KEY (outboundlistid) REFERENCES outboundlist(outboundlistid)
    CONSTRAINT callgroup_outboundlistimportid_fkey FOREIGN KEY (outboundlistimportid) REFERENCES outboundlistimport(outboundlistimportid)
    CONSTRAINT callgroup_pkey PRIMARY KEY (callgroupid)
    CONSTRAINT callgroup_projectid_fkey FOREIGN KEY (projectid) REFERENCES project(projectid)
    CONSTRAINT callgrouponce UNIQUE NULLS NOT DISTINCT (outboundlistid, outboundlistimportid, projectid, languageid, skill, proficiency)
    INDEX callgroupbyimport ON callgroup USING btree (outboundlistimportid)
    INDEX callgroupbylanguage ON callgroup USING btree (languageid)
    INDEX callgroupbyproject ON callgroup USING btree (projectid)

TABLE callingcountry
    country text NOT NULL
    callingcode text NOT NULL
    maincountry boolean NOT NULL
    internationalprefix text
    nationalprefix text
    nationalprefixrule text
    numberpattern text NOT NULL
    possiblelengths smallint[] NOT NULL
    locallengths smallint[] NOT NULL DEFAULT '{}'::smallint[]
    CONSTRAINT callingcodeisdigits CHECK (callingcode ~ '^[1-9][0-9]{0,2}$'::text)
    CONSTRAINT callingcountry_pkey PRIMARY KEY (country)
    CONSTRAINT callingcountryisacode CHECK (country ~ '^([A-Z]{2}|[0-9]{3})$'::text)
    CONSTRAINT countryhasalength CHECK (cardinality(possiblelengths) > 0)
    UNIQUE INDEX onemaincountrypercode ON callingcountry USING btree (callingcode) WHERE maincountry

TABLE callresultdetail
    callresultdetailid uuid NOT NULL DEFAULT gen_random_uuid()
    displayname text NOT NULL
    callresult callresult NOT NULL
    channels integer NOT NULL DEFAULT 1
    rank integer NOT NULL DEFAULT 0
    defaultcode flag NOT NULL DEFAULT 0
    projectgroupmask text
    color text
    deleted flag NOT NULL DEFAULT 0
    refusal flag NOT NULL DEFAULT 0
    CONSTRAINT callresultdetail_pkey PRIMARY KEY (callresultdetailid)
    CONSTRAINT callresultisfinal CHECK (callresult <> ALL (ARRAY['Active'::callresult, 'Paused'::callresult, 'Prepared'::callresult, 'Scheduled'::callresult, 'Neglected'::callresult]))
    TRIGGER setup_9_added AFTER INSERT ON callresultdetail REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('CallResultDetail')
    TRIGGER setup_9_changed AFTER UPDATE ON callresultdetail REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('CallResultDetail')
    TRIGGER setup_9_removed AFTER DELETE ON callresultdetail REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('CallResultDetail')

TABLE chat
    chatid uuid NOT NULL DEFAULT gen_random_uuid()
    chatkey text
    displayname text
    issueid uuid
    contactid uuid
    CONSTRAINT chat_contactid_fkey FOREIGN KEY (contactid) REFERENCES contact(contactid)
    CONSTRAINT chat_issueid_fkey FOREIGN KEY (issueid) REFERENCES issue(issueid)
    CONSTRAINT chat_pkey PRIMARY KEY (chatid)
    INDEX chatbycontact ON chat USING btree (contactid)
    INDEX chatbyissue ON chat USING btree (issueid)
    UNIQUE INDEX chatkeyonce ON chat USING btree (chatkey) WHERE chatkey IS NOT NULL

TABLE configuration
    configurationname text NOT NULL
    configurationvalue text
    defaultvalue text
    description text NOT NULL
    kind configurationkind NOT NULL DEFAULT 'Text'::configurationkind
    minimumvalue integer
    maximumvalue integer
    unit text
    choices text[]
    emptymeans text
    builtin flag NOT NULL DEFAULT 0
    CONSTRAINT choicehaschoices CHECK (
CASE
    WHEN kind = 'Choice'::configurationkind THEN COALESCE(cardinality(choices), 0) > 0
    ELSE choices IS NULL
END)
    CONSTRAINT configuration_pkey PRIMARY KEY (configurationname)
    CONSTRAINT parameterhasname CHECK (configurationname <> ''::text)
    CONSTRAINT rangeholdssomething CHECK (minimumvalue <= maximumvalue)
    CONSTRAINT rangeisofnumbers CHECK (kind = 'Integer'::configurationkind OR minimumvalue IS NULL AND maximumvalue IS NULL AND unit IS NULL)
    TRIGGER configuration_1_guard BEFORE INSERT OR UPDATE OF configurationname, configurationvalue, defaultvalue, description ON configuration FOR EACH ROW EXECUTE FUNCTION guard_configuration()
    TRIGGER configuration_1_stays BEFORE DELETE ON configuration FOR EACH ROW WHEN (old.builtin::smallint = 1) EXECUTE FUNCTION keep_parameter()
    TRIGGER configuration_2_zone AFTER UPDATE OF configurationvalue, defaultvalue ON configuration FOR EACH ROW WHEN (new.configurationname = 'DefaultTimeZone'::text AND COALESCE(old.configurationvalue, old.defaultvalue) IS DISTINCT FROM COALESCE(new.configurationvalue, new.defaultvalue)) EXECUTE FUNCTION refresh_default_zone()
    TRIGGER configuration_9_zone AFTER UPDATE ON configuration FOR EACH ROW WHEN (new.configurationname = 'DefaultTimeZone'::text) EXECUTE FUNCTION follow_masked()
    TRIGGER setup_9_added AFTER INSERT ON configuration REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Configuration')
    TRIGGER setup_9_changed AFTER UPDATE ON configuration REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Configuration')
    TRIGGER setup_9_removed AFTER DELETE ON configuration REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Configuration')

TABLE contact
    contactid uuid NOT NULL DEFAULT gen_random_uuid()
    contactkey text
    displayname text
    extendedfields jsonb
    consenttime timestamp with time zone
    CONSTRAINT contact_pkey PRIMARY KEY (contactid)
    INDEX contactbylastname ON contact USING btree (lower(regexp_replace(displayname, '^.*\s'::text, ''::text)) text_pattern_ops)
    INDEX contactbyname ON contact USING btree (lower(displayname) text_pattern_ops)
    UNIQUE INDEX contactkeyonce ON contact USING btree (contactkey) WHERE contactkey IS NOT NULL
    TRIGGER contact_1_consent AFTER UPDATE OF consenttime ON contact FOR EACH ROW WHEN (old.consenttime IS DISTINCT FROM new.consenttime) EXECUTE FUNCTION release_contact()

TABLE cyclelock
    cyclelockid smallint NOT NULL
    CONSTRAINT cyclelock_pkey PRIMARY KEY (cyclelockid)
    CONSTRAINT onecyclelock CHECK (cyclelockid = 1)

TABLE databaserole
    kind rolekind NOT NULL
    rolename text NOT NULL
    CONSTRAINT databaserole_pkey PRIMARY KEY (kind)
    CONSTRAINT owneristheschemas CHECK (kind <> 'owner'::rolekind)
    CONSTRAINT rolenameonce UNIQUE (rolename)

TABLE dataquery
    dataqueryid uuid NOT NULL DEFAULT gen_random_uuid()
    displayname text NOT NULL
    description text
    query text NOT NULL
    keycolumn text NOT NULL
    orderby text
    descending flag NOT NULL DEFAULT 0
    rowlimit integer NOT NULL DEFAULT 200
    bulkschedule flag NOT NULL DEFAULT 0
    rank integer NOT NULL DEFAULT 0
    issample flag NOT NULL DEFAULT 0
    deleted flag NOT NULL DEFAULT 0
    boundquery text
    columnnames text[]
    keyname text
    keytype text
    ordername text
    CONSTRAINT dataquery_pkey PRIMARY KEY (dataqueryid)
    CONSTRAINT rowlimitpositive CHECK (rowlimit > 0)
    TRIGGER grid_1_guard BEFORE INSERT OR UPDATE ON dataquery FOR EACH ROW EXECUTE FUNCTION guard_grid()
    TRIGGER grid_2_follow AFTER UPDATE ON dataquery FOR EACH ROW WHEN (old.columnnames IS DISTINCT FROM new.columnnames OR old.keyname IS DISTINCT FROM new.keyname) EXECUTE FUNCTION follow_grid()
    TRIGGER setup_9_added AFTER INSERT ON dataquery REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('DataQuery')
    TRIGGER setup_9_changed AFTER UPDATE ON dataquery REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('DataQuery')
    TRIGGER setup_9_removed AFTER DELETE ON dataquery REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('DataQuery')

TABLE dataquerycolumn
    dataquerycolumnid uuid NOT NULL DEFAULT gen_random_uuid()
    dataqueryid uuid NOT NULL
    columnname text NOT NULL
    displayname text NOT NULL
    model columnmodel NOT NULL DEFAULT 'Text'::columnmodel
    rank integer NOT NULL DEFAULT 0
    width integer
    choices jsonb
    choicesquery text
    command text
    image text
    confirm text
    sourcename text
    boundcommand text
    parameternames text[]
    boundchoices text
    CONSTRAINT dataquerycolumn_dataqueryid_fkey FOREIGN KEY (dataqueryid) REFERENCES dataquery(dataqueryid) ON DELETE CASCADE
    CONSTRAINT dataquerycolumn_pkey PRIMARY KEY (dataquerycolumnid)
    CONSTRAINT widthpositive CHECK (width > 0)
    UNIQUE INDEX dataquerycolumnonce ON dataquerycolumn USING btree (dataqueryid, lower(columnname))
    TRIGGER grid_column_1_guard BEFORE INSERT OR UPDATE ON dataquerycolumn FOR EACH ROW EXECUTE FUNCTION guard_grid_column()
    TRIGGER setup_9_added AFTER INSERT ON dataquerycolumn REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('DataQueryColumn')
    TRIGGER setup_9_changed AFTER UPDATE ON dataquerycolumn REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('DataQueryColumn')
    TRIGGER setup_9_removed AFTER DELETE ON dataquerycolumn REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('DataQueryColumn')

TABLE deployedfile
    path text NOT NULL
    hash text NOT NULL
    CONSTRAINT deployedfile_pkey PRIMARY KEY (path)

TABLE deployedobject
    kind text NOT NULL
    identity text NOT NULL
    name text NOT NULL
    path text NOT NULL
    definition text NOT NULL
    CONSTRAINT deployedobject_kind_check CHECK (kind = ANY (ARRAY['routine'::text, 'trigger'::text, 'view'::text]))
    CONSTRAINT deployedobject_pkey PRIMARY KEY (kind, identity)

TABLE donotcalllist
    donotcalllistid uuid NOT NULL DEFAULT gen_random_uuid()
    displayname text NOT NULL
    projectid uuid
    onlynamed flag NOT NULL DEFAULT 0
    country text
    maxagedays integer
    refreshedtime timestamp with time zone
    CONSTRAINT donotcalllist_pkey PRIMARY KEY (donotcalllistid)
    CONSTRAINT donotcalllist_projectid_fkey FOREIGN KEY (projectid) REFERENCES project(projectid) ON DELETE CASCADE
    CONSTRAINT donotcalllisthasname CHECK (btrim(displayname) <> ''::text)
    CONSTRAINT maxagepositive CHECK (maxagedays > 0)
    CONSTRAINT registercountryisacode CHECK (country ~ '^[A-Z]{2}$'::text)
    INDEX donotcalllistbyproject ON donotcalllist USING btree (projectid)
    TRIGGER do_not_call_list_1_followed AFTER INSERT OR DELETE OR UPDATE ON donotcalllist FOR EACH STATEMENT EXECUTE FUNCTION follow_do_not_call()
    TRIGGER setup_9_added AFTER INSERT ON donotcalllist REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('DoNotCallList')
    TRIGGER setup_9_changed AFTER UPDATE ON donotcalllist REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('DoNotCallList')
    TRIGGER setup_9_removed AFTER DELETE ON donotcalllist REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('DoNotCallList')

TABLE donotcallnumber
    donotcalllistid uuid NOT NULL
    number text NOT NULL
    reason text
    createdtime timestamp with time zone NOT NULL
    CONSTRAINT donotcallnumber_donotcalllistid_fkey FOREIGN KEY (donotcalllistid) REFERENCES donotcalllist(donotcalllistid) ON DELETE CASCADE
    CONSTRAINT donotcallnumber_pkey PRIMARY KEY (donotcalllistid, number)
    TRIGGER do_not_call_1_guard BEFORE INSERT OR UPDATE ON donotcallnumber FOR EACH ROW EXECUTE FUNCTION guard_do_not_call()
    TRIGGER numbers_1_changed AFTER UPDATE ON donotcallnumber REFERENCING OLD TABLE AS removedrow FOR EACH STATEMENT EXECUTE FUNCTION release_numbers()
    TRIGGER numbers_1_removed AFTER DELETE ON donotcallnumber REFERENCING OLD TABLE AS removedrow FOR EACH STATEMENT EXECUTE FUNCTION release_numbers()
    TRIGGER setup_9_added AFTER INSERT ON donotcallnumber REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('DoNotCallNumber')
    TRIGGER setup_9_changed AFTER UPDATE ON donotcallnumber REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('DoNotCallNumber')
    TRIGGER setup_9_removed AFTER DELETE ON donotcallnumber REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('DoNotCallNumber')

TABLE hookreader
    hookreaderid smallint NOT NULL
    readto bigint NOT NULL DEFAULT 0
    settledto bigint NOT NULL DEFAULT 0
    markto bigint NOT NULL DEFAULT 0
    marktransaction xid8
    CONSTRAINT hookreader_pkey PRIMARY KEY (hookreaderid)
    CONSTRAINT onehookreader CHECK (hookreaderid = 1)

TABLE importheading
    heading text NOT NULL
    field importfield
    CONSTRAINT headingisfolded CHECK (heading = lower(heading) AND heading !~ '[[:space:]_.-]'::text)
    CONSTRAINT importheading_pkey PRIMARY KEY (heading)

TABLE importnumber
    outboundlistimportid bigint NOT NULL
    number text NOT NULL
    CONSTRAINT importnumber_outboundlistimportid_fkey FOREIGN KEY (outboundlistimportid) REFERENCES outboundlistimport(outboundlistimportid) ON DELETE CASCADE
    CONSTRAINT importnumber_pkey PRIMARY KEY (outboundlistimportid, number)

TABLE importpending WITH (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=20000)
    outboundlistimportid bigint NOT NULL
    line bigint NOT NULL
    number text NOT NULL
    call importcall NOT NULL
    CONSTRAINT importpending_pkey PRIMARY KEY (outboundlistimportid, line)

TABLE importreject
    outboundlistimportid bigint NOT NULL
    line bigint NOT NULL
    outcome importoutcome NOT NULL
    reason text NOT NULL
    given jsonb
    CONSTRAINT importreject_outboundlistimportid_fkey FOREIGN KEY (outboundlistimportid) REFERENCES outboundlistimport(outboundlistimportid) ON DELETE CASCADE
    CONSTRAINT importreject_pkey PRIMARY KEY (outboundlistimportid, line)

TABLE importrow WITH (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=20000)
    outboundlistimportid bigint NOT NULL
    line bigint NOT NULL
    problem text
    number text
    numbergiven text
    displayname text
    priority text
    scheduletime text
    timemode text
    timefrom text
    timeto text
    timezone text
    language text
    agent text
    predistributed text
    preferredagent text
    skill text
    proficiency text
    callkey text
    callerid text
    extendedfields jsonb
    CONSTRAINT importrow_pkey PRIMARY KEY (outboundlistimportid, line)
    CONSTRAINT linepositive CHECK (line > 0)

TABLE inboundcall
    inboundcallid bigint NOT NULL GENERATED BY DEFAULT AS IDENTITY
    outcome inboundoutcome NOT NULL
    number text
    numbergiven text
    displayname text
    projectid uuid
    languageid uuid
    contactid uuid
    issueid uuid
    agentid uuid
    pbxcallid text
    starttime timestamp with time zone NOT NULL
    queuetime timestamp with time zone NOT NULL
    answertime timestamp with time zone
    endtime timestamp with time zone
    outboundcallid bigint
    feedbackcallid bigint
    problem text
    takenby text
    CONSTRAINT inboundcall_agentid_fkey FOREIGN KEY (agentid) REFERENCES agent(agentid)
    CONSTRAINT inboundcall_contactid_fkey FOREIGN KEY (contactid) REFERENCES contact(contactid) ON DELETE SET NULL
    CONSTRAINT inboundcall_languageid_fkey FOREIGN KEY (languageid) REFERENCES language(languageid)
    CONSTRAINT inboundcall_pkey PRIMARY KEY (inboundcallid)
    CONSTRAINT inboundcall_projectid_fkey FOREIGN KEY (projectid) REFERENCES project(projectid)
    INDEX inboundcallbyagent ON inboundcall USING btree (agentid) WHERE agentid IS NOT NULL
    INDEX inboundcallbycallback ON inboundcall USING btree (outboundcallid) WHERE outboundcallid IS NOT NULL
    INDEX inboundcallbycontact ON inboundcall USING btree (contactid) WHERE contactid IS NOT NULL
    INDEX inboundcallbylanguage ON inboundcall USING btree (languageid) WHERE languageid IS NOT NULL
    INDEX inboundcallbypbxcall ON inboundcall USING btree (pbxcallid) WHERE pbxcallid IS NOT NULL
    INDEX inboundcallbyproject ON inboundcall USING btree (projectid, starttime)
    INDEX inboundcallbytime ON inboundcall USING btree (starttime)
    INDEX inboundcallonpbx ON inboundcall USING btree (takenby) WHERE takenby IS NOT NULL AND endtime IS NULL
    TRIGGER inbound_1_complete BEFORE INSERT OR UPDATE ON inboundcall FOR EACH ROW EXECUTE FUNCTION complete_inbound_call()
    TRIGGER inbound_2_follow BEFORE INSERT OR UPDATE ON inboundcall FOR EACH ROW EXECUTE FUNCTION follow_inbound_call()

TABLE issue
    issueid uuid NOT NULL DEFAULT gen_random_uuid()
    issuekey text
    displayname text
    projectid uuid
    languageid uuid
    contactid uuid
    extendedfields jsonb
    CONSTRAINT issue_contactid_fkey FOREIGN KEY (contactid) REFERENCES contact(contactid)
    CONSTRAINT issue_languageid_fkey FOREIGN KEY (languageid) REFERENCES language(languageid)
    CONSTRAINT issue_pkey PRIMARY KEY (issueid)
    CONSTRAINT issue_projectid_fkey FOREIGN KEY (projectid) REFERENCES project(projectid)
    INDEX issuebycontact ON issue USING btree (contactid)
    INDEX issuebylanguage ON issue USING btree (languageid)
    INDEX issuebyproject ON issue USING btree (projectid)
    UNIQUE INDEX issuekeyonce ON issue USING btree (issuekey) WHERE issuekey IS NOT NULL

TABLE ivranswer
    ivranswerid bigint NOT NULL GENERATED ALWAYS AS IDENTITY
    outboundcallid bigint NOT NULL
    pbxcallid text NOT NULL
    question text NOT NULL
    answer text NOT NULL
    answertime timestamp with time zone NOT NULL
    CONSTRAINT ivranswer_pkey PRIMARY KEY (ivranswerid)
    CONSTRAINT ivransweronce UNIQUE (pbxcallid, question)
    INDEX ivranswerbycall ON ivranswer USING btree (outboundcallid)

TABLE language
    languageid uuid NOT NULL DEFAULT gen_random_uuid()
    languagecode text NOT NULL
    displayname text NOT NULL
    deleted flag NOT NULL DEFAULT 0
    CONSTRAINT language_pkey PRIMARY KEY (languageid)
    TRIGGER setup_9_added AFTER INSERT ON language REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Language')
    TRIGGER setup_9_changed AFTER UPDATE ON language REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Language')
    TRIGGER setup_9_removed AFTER DELETE ON language REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Language')

TABLE listcensus WITH (fillfactor=70)
    outboundlistid uuid NOT NULL
    countedtime timestamp with time zone NOT NULL
    seconds double precision NOT NULL
    waiting bigint NOT NULL
    due bigint NOT NULL
    counts jsonb NOT NULL
    retry bigint NOT NULL DEFAULT 0
    oldestdue timestamp with time zone
    details jsonb NOT NULL DEFAULT '{}'::jsonb
    CONSTRAINT listcensus_outboundlistid_fkey FOREIGN KEY (outboundlistid) REFERENCES outboundlist(outboundlistid) ON DELETE CASCADE
    CONSTRAINT listcensus_pkey PRIMARY KEY (outboundlistid)
    INDEX listcensusbytime ON listcensus USING btree (countedtime)

TABLE listpace WITH (fillfactor=50)
    outboundlistid uuid NOT NULL
    countedto timestamp with time zone NOT NULL DEFAULT '-infinity'::timestamp with time zone
    answeredday bigint NOT NULL DEFAULT 0
    abandonedday bigint NOT NULL DEFAULT 0
    answeredmonth bigint NOT NULL DEFAULT 0
    abandonedmonth bigint NOT NULL DEFAULT 0
    answerafters double precision[] NOT NULL DEFAULT '{}'::double precision[]
    handletimes double precision[] NOT NULL DEFAULT '{}'::double precision[]
    CONSTRAINT listpace_outboundlistid_fkey FOREIGN KEY (outboundlistid) REFERENCES outboundlist(outboundlistid) ON DELETE CASCADE
    CONSTRAINT listpace_pkey PRIMARY KEY (outboundlistid)

TABLE listtally WITH (fillfactor=70)
    outboundlistid uuid NOT NULL
    fromtime timestamp with time zone NOT NULL
    attempts integer NOT NULL
    answered integer NOT NULL
    finished integer NOT NULL
    CONSTRAINT listtally_outboundlistid_fkey FOREIGN KEY (outboundlistid) REFERENCES outboundlist(outboundlistid) ON DELETE CASCADE
    CONSTRAINT listtally_pkey PRIMARY KEY (outboundlistid, fromtime)
    INDEX listtallybytime ON listtally USING btree (fromtime)

TABLE literallookup
    groupid integer NOT NULL
    literalid integer NOT NULL
    literalname text NOT NULL
    description text
    CONSTRAINT literallookup_pkey PRIMARY KEY (groupid, literalid)
    CONSTRAINT literalnameonce UNIQUE (groupid, literalname)

TABLE loginfailure
    subjectkind text NOT NULL
    subject text NOT NULL
    failures integer NOT NULL
    lasttime timestamp with time zone NOT NULL
    CONSTRAINT loginfailure_pkey PRIMARY KEY (subjectkind, subject)
    CONSTRAINT subjectisloginoraddress CHECK (subjectkind = ANY (ARRAY['login'::text, 'address'::text]))
    INDEX loginfailurebytime ON loginfailure USING btree (lasttime)

TABLE loginsession
    sessionhash text NOT NULL
    agentid uuid NOT NULL
    createdtime timestamp with time zone NOT NULL
    expirestime timestamp with time zone NOT NULL
    lastseentime timestamp with time zone NOT NULL
    address text
    CONSTRAINT loginsession_agentid_fkey FOREIGN KEY (agentid) REFERENCES agent(agentid) ON DELETE CASCADE
    CONSTRAINT loginsession_pkey PRIMARY KEY (sessionhash)
    CONSTRAINT sessionishashed CHECK (sessionhash ~ '^[0-9a-f]{64}$'::text)
    INDEX loginsessionbyagent ON loginsession USING btree (agentid)
    INDEX loginsessionbyexpiry ON loginsession USING btree (expirestime)

TABLE message
    messageid uuid NOT NULL DEFAULT gen_random_uuid()
    messagekey text
    displayname text
    issueid uuid
    contactid uuid
    CONSTRAINT message_contactid_fkey FOREIGN KEY (contactid) REFERENCES contact(contactid)
    CONSTRAINT message_issueid_fkey FOREIGN KEY (issueid) REFERENCES issue(issueid)
    CONSTRAINT message_pkey PRIMARY KEY (messageid)
    INDEX messagebycontact ON message USING btree (contactid)
    INDEX messagebyissue ON message USING btree (issueid)
    UNIQUE INDEX messagekeyonce ON message USING btree (messagekey) WHERE messagekey IS NOT NULL

TABLE numberattempt
    outboundcallid bigint NOT NULL
    dialtime timestamp with time zone NOT NULL
    number text NOT NULL
    contactid uuid
    projectid uuid
    outboundlistid uuid NOT NULL
    talktime timestamp with time zone
    abandonedtime timestamp with time zone
    refusedtime timestamp with time zone
    CONSTRAINT numberattempt_pkey PRIMARY KEY (outboundcallid, dialtime)
    INDEX numberattemptbycontact ON numberattempt USING btree (contactid, dialtime) WHERE contactid IS NOT NULL
    INDEX numberattemptbynumber ON numberattempt USING btree (number, dialtime)
    INDEX numberattemptbytime ON numberattempt USING btree (dialtime)
    INDEX numbermarked ON numberattempt USING btree (number) WHERE num_nonnulls(talktime, refusedtime, abandonedtime) > 0

TABLE numberregion
    prefix text NOT NULL
    region text NOT NULL
    CONSTRAINT numberregion_pkey PRIMARY KEY (prefix)

TABLE numberzone
    prefix text NOT NULL
    timezone text
    CONSTRAINT numberzone_pkey PRIMARY KEY (prefix)
    CONSTRAINT zoneprefixisdigits CHECK (prefix ~ '^[1-9][0-9]*$'::text)

TABLE outboundcall WITH (fillfactor=70, autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=20000, autovacuum_vacuum_insert_scale_factor=0, autovacuum_vacuum_insert_threshold=100000, autovacuum_vacuum_cost_delay=0)
    outboundcallid bigint NOT NULL GENERATED BY DEFAULT AS IDENTITY
    calltype calltype NOT NULL
    callphase callphase NOT NULL
    callresult callresult NOT NULL
    step integer NOT NULL DEFAULT 1
    number text
    numbergiven text
    displayname text
    outboundlistid uuid
    outboundlistimportid bigint
    rank integer
    callgroupid bigint
    projectid uuid
    skill integer NOT NULL DEFAULT 0
    languageid uuid
    proficiency integer NOT NULL DEFAULT 0
    priority integer NOT NULL DEFAULT 0
    agentid uuid
    predistributed flag NOT NULL DEFAULT 0
    preferredagentid uuid
    workplaceid uuid
    contactid uuid
    phonenumberid uuid
    issueid uuid
    messageid uuid
    chatid uuid
    callkey character varying(48)
    callerid text
    timemode timemode NOT NULL DEFAULT 'None'::timemode
    timefrom wallclock
    timeto wallclock
    timezone text
    scheduletime timestamp with time zone
    enqueueingtime timestamp with time zone
    duetime timestamp with time zone
    dueuntil timestamp with time zone
    due flag NOT NULL DEFAULT 0
    distributiontime timestamp with time zone
    offers integer NOT NULL DEFAULT 0
    missedby uuid[]
    deadline timestamp with time zone
    dialtime timestamp with time zone
    ringingtime timestamp with time zone
    answertime timestamp with time zone
    endtime timestamp with time zone
    endphase callphase
    postcallendtime timestamp with time zone
    trial integer NOT NULL DEFAULT 0
    retrytime timestamp with time zone
    callresultdetailid uuid
    conditionlevel integer NOT NULL DEFAULT 0
    chainingid bigint
    sharednumber flag NOT NULL DEFAULT 0
    pbxcallid text
    cause text
    extendedfields jsonb
    createdtime timestamp with time zone NOT NULL
    changedtime timestamp with time zone NOT NULL
    stored flag NOT NULL DEFAULT 1
    validuntil timestamp with time zone
    inboundcallid bigint
    conditiontime timestamp with time zone
    talkstate talkstate
    consultnumber text
    transferredto text
    talkproblem text
    muted flag
    keyssent integer
    answeredby answeredby
    heldby rulekind
    consenttime timestamp with time zone
    CONSTRAINT attempthasagent CHECK (callresult <> 'Active'::callresult OR agentid IS NOT NULL OR (callphase = ANY (ARRAY['PredictiveDial'::callphase, 'Answered'::callphase, 'AutoDial'::callphase, 'IvrScript'::callphase, 'WaitForResult'::callphase])))
    CONSTRAINT chatofcall FOREIGN KEY (chatid) REFERENCES chat(chatid)
    CONSTRAINT conditionlevelinrange CHECK (conditionlevel >= 0 AND conditionlevel <= 10)
    CONSTRAINT dialledhaspbxcallid CHECK (callphase <> 'AgentDialing'::callphase OR pbxcallid IS NOT NULL)
    CONSTRAINT endedhasendtime CHECK ((callphase <> ALL (ARRAY['HangupAgent'::callphase, 'HangupCalled'::callphase, 'IvrEnded'::callphase])) OR endtime IS NOT NULL)
    CONSTRAINT issueofcall FOREIGN KEY (issueid) REFERENCES issue(issueid)
    CONSTRAINT messageofcall FOREIGN KEY (messageid) REFERENCES message(messageid)
    CONSTRAINT onlyprivatecallsareforgotten CHECK (stored::smallint = 1 OR calltype = 'Private'::calltype)
    CONSTRAINT onlyvisitorshavenonumber CHECK (number IS NOT NULL OR calltype = 'Visitor'::calltype)
    CONSTRAINT outboundcall_agentid_fkey FOREIGN KEY (agentid) REFERENCES agent(agentid)
    CONSTRAINT outboundcall_callgroupid_fkey FOREIGN KEY (callgroupid) REFERENCES callgroup(callgroupid)
    CONSTRAINT outboundcall_callresultdetailid_fkey FOREIGN KEY (callresultdetailid) REFERENCES callresultdetail(callresultdetailid)
    CONSTRAINT outboundcall_contactid_fkey FOREIGN KEY (contactid) REFERENCES contact(contactid)
    CONSTRAINT outboundcall_languageid_fkey FOREIGN KEY (languageid) REFERENCES language(languageid)
    CONSTRAINT outboundcall_outboundlistid_fkey FOREIGN KEY (outboundlistid) REFERENCES outboundlist(outboundlistid)
    CONSTRAINT outboundcall_outboundlistimportid_fkey FOREIGN KEY (outboundlistimportid) REFERENCES outboundlistimport(outboundlistimportid)
    CONSTRAINT outboundcall_phonenumberid_fkey FOREIGN KEY (phonenumberid) REFERENCES phonenumber(phonenumberid)
    CONSTRAINT outboundcall_pkey PRIMARY KEY (outboundcallid)
    CONSTRAINT outboundcall_preferredagentid_fkey FOREIGN KEY (preferredagentid) REFERENCES agent(agentid)
    CONSTRAINT outboundcall_projectid_fkey FOREIGN KEY (projectid) REFERENCES project(projectid)
    CONSTRAINT outboundcall_workplaceid_fkey FOREIGN KEY (workplaceid) REFERENCES workplace(workplaceid)
    CONSTRAINT predistributedtosomebody CHECK (predistributed::smallint = 0 OR agentid IS NOT NULL)
    CONSTRAINT proficiencyinrange CHECK (proficiency >= 0 AND proficiency <= 100)
    CONSTRAINT projectcallhaslist CHECK (calltype <> 'DialOut'::calltype OR outboundlistid IS NOT NULL AND projectid IS NOT NULL)
    CONSTRAINT skillinrange CHECK (skill >= 0 AND skill <= 100)
    INDEX attemptsharingnumber ON outboundcall USING btree (number) WHERE callresult = 'Active'::callresult AND callphase <> 'WaitForResult'::callphase AND sharednumber::smallint = 1
    INDEX callbycallkey ON outboundcall USING btree (callkey) WHERE callkey IS NOT NULL
    INDEX callbychaining ON outboundcall USING btree (chainingid) WHERE chainingid IS NOT NULL
    INDEX callbychat ON outboundcall USING btree (chatid) WHERE chatid IS NOT NULL
    INDEX callbycontact ON outboundcall USING btree (contactid) WHERE contactid IS NOT NULL
    INDEX callbyendtime ON outboundcall USING btree (endtime, outboundcallid) WHERE endtime IS NOT NULL
    INDEX callbyimportandrank ON outboundcall USING btree (outboundlistimportid, rank) WHERE outboundlistimportid IS NOT NULL
    INDEX callbyissue ON outboundcall USING btree (issueid) WHERE issueid IS NOT NULL
    INDEX callbylist ON outboundcall USING btree (outboundlistid, outboundcallid)
    INDEX callbylistandnumber ON outboundcall USING btree (outboundlistid, number)
    INDEX callbymessage ON outboundcall USING btree (messageid) WHERE messageid IS NOT NULL
    INDEX callbyphonenumber ON outboundcall USING btree (phonenumberid) WHERE phonenumberid IS NOT NULL
    INDEX callclaim ON outboundcall USING btree (callgroupid, priority DESC, enqueueingtime, outboundcallid) WHERE due::smallint = 1 AND predistributed::smallint = 0
    INDEX callclaimown ON outboundcall USING btree (agentid, priority DESC, enqueueingtime, outboundcallid) WHERE due::smallint = 1 AND predistributed::smallint = 1
    INDEX callcloses ON outboundcall USING btree (dueuntil) WHERE due::smallint = 1 AND dueuntil IS NOT NULL
    INDEX calldeadline ON outboundcall USING btree (deadline) WHERE deadline IS NOT NULL
    INDEX callended ON outboundcall USING btree (agentid, endtime) WHERE agentid IS NOT NULL AND endtime IS NOT NULL
    INDEX callheld ON outboundcall USING btree (outboundlistid) WHERE heldby IS NOT NULL
    INDEX callheldbycontact ON outboundcall USING btree (contactid) WHERE contactid IS NOT NULL AND heldby IS NOT NULL
    INDEX callheldbynumber ON outboundcall USING btree (number) WHERE heldby = 'DoNotCall'::rulekind
    INDEX callmanual ON outboundcall USING btree (outboundcallid) WHERE callphase = 'Manual'::callphase
    INDEX callopens ON outboundcall USING btree (duetime) WHERE due::smallint = 0 AND callresult = 'Scheduled'::callresult AND (callphase = ANY (ARRAY['Enqueue'::callphase, 'EnqueueNoTime'::callphase, 'AgentOfferMissed'::callphase]))
    INDEX callreserved ON outboundcall USING btree (agentid, scheduletime) WHERE predistributed::smallint = 1 AND callresult = 'Scheduled'::callresult
    INDEX callretry ON outboundcall USING btree (retrytime) WHERE retrytime IS NOT NULL
    INDEX callrules ON outboundcall USING btree (conditiontime) WHERE callresult = 'Scheduled'::callresult AND conditiontime IS NOT NULL
    INDEX callunattended ON outboundcall USING btree (outboundlistid, callphase) WHERE callresult = 'Active'::callresult AND (callphase = ANY (ARRAY['PredictiveDial'::callphase, 'Answered'::callphase, 'AutoDial'::callphase, 'IvrScript'::callphase]))
    INDEX callwaitsforresult ON outboundcall USING btree (changedtime, agentid) WHERE callphase = 'WaitForResult'::callphase
    UNIQUE INDEX oneattemptperagent ON outboundcall USING btree (agentid) WHERE callresult = 'Active'::callresult AND (callphase = ANY (ARRAY['AgentOfferFirst'::callphase, 'AgentOfferNext'::callphase, 'AgentPreCall'::callphase, 'AgentDialing'::callphase, 'AgentTalk'::callphase, 'AgentRing'::callphase]))
    UNIQUE INDEX oneattemptpernumber ON outboundcall USING btree (number) WHERE callresult = 'Active'::callresult AND callphase <> 'WaitForResult'::callphase AND sharednumber::smallint = 0
    UNIQUE INDEX oneattemptperworkplace ON outboundcall USING btree (workplaceid) WHERE callresult = 'Active'::callresult AND (callphase = ANY (ARRAY['AgentOfferFirst'::callphase, 'AgentOfferNext'::callphase, 'AgentPreCall'::callphase, 'AgentDialing'::callphase, 'AgentTalk'::callphase, 'AgentRing'::callphase])) AND workplaceid IS NOT NULL
    UNIQUE INDEX onecallperpbxcall ON outboundcall USING btree (pbxcallid) WHERE pbxcallid IS NOT NULL
    TRIGGER call_1_complete_changed BEFORE UPDATE OF number, outboundlistid, projectid, calltype, timemode, timefrom, timeto, timezone, predistributed, agentid ON outboundcall FOR EACH ROW EXECUTE FUNCTION complete_call()
    TRIGGER call_1_guard_talk BEFORE UPDATE OF talkstate, consultnumber, transferredto, muted, keyssent ON outboundcall FOR EACH ROW EXECUTE FUNCTION guard_talk()
    TRIGGER call_1_new BEFORE INSERT ON outboundcall FOR EACH ROW EXECUTE FUNCTION new_call()
    TRIGGER call_2_move BEFORE UPDATE OF callphase, callresult, step, callresultdetailid, agentid, number, createdtime, outboundlistid, transferredto ON outboundcall FOR EACH ROW EXECUTE FUNCTION move_call()
    TRIGGER call_3_enter_first BEFORE INSERT ON outboundcall FOR EACH ROW WHEN ((new.callresult <> ALL (ARRAY['Scheduled'::callresult, 'Prepared'::callresult, 'Paused'::callresult])) OR new.callphase = 'AgentTalk'::callphase) EXECUTE FUNCTION enter_phase()
    TRIGGER call_3_enter_next BEFORE UPDATE ON outboundcall FOR EACH ROW EXECUTE FUNCTION enter_phase()
    TRIGGER call_3_seat_first BEFORE INSERT ON outboundcall FOR EACH ROW WHEN (new.callresult = 'Active'::callresult) EXECUTE FUNCTION seat_call()
    TRIGGER call_3_seat_next BEFORE UPDATE ON outboundcall FOR EACH ROW EXECUTE FUNCTION seat_call()
    TRIGGER call_4_queue_changed BEFORE UPDATE ON outboundcall FOR EACH ROW EXECUTE FUNCTION queue_call()
    TRIGGER call_4_queue_new BEFORE INSERT ON outboundcall FOR EACH ROW WHEN (new.due IS NULL) EXECUTE FUNCTION queue_call()
    TRIGGER call_5_count_talk BEFORE UPDATE OF talkstate, consultnumber, transferredto, muted, keyssent ON outboundcall FOR EACH ROW EXECUTE FUNCTION count_talk()
    TRIGGER call_9_attempted AFTER UPDATE ON outboundcall FOR EACH ROW WHEN (new.dialtime IS NOT NULL AND new.stored::smallint = 1 AND (new.callphase = ANY (ARRAY['AgentDialing'::callphase, 'PredictiveDial'::callphase, 'AutoDial'::callphase, 'HangupAgent'::callphase, 'HangupCalled'::callphase, 'IvrEnded'::callphase])) AND new.callresult <> 'Active'::callresult AND (old.callphase <> ALL (ARRAY['AgentOfferFirst'::callphase, 'AgentOfferNext'::callphase, 'AgentPreCall'::callphase])) AND (old.callresult IS DISTINCT FROM new.callresult OR old.callresultdetailid IS DISTINCT FROM new.callresultdetailid OR old.answertime IS DISTINCT FROM new.answertime)) EXECUTE FUNCTION record_attempt()
    TRIGGER call_9_followed AFTER UPDATE ON outboundcall FOR EACH ROW EXECUTE FUNCTION follow_call()
    TRIGGER call_9_noted AFTER UPDATE ON outboundcall FOR EACH ROW WHEN (new.dialtime IS NOT NULL AND new.outboundlistid IS NOT NULL AND (new.callphase = 'AgentTalk'::callphase AND old.callphase <> 'AgentTalk'::callphase OR (old.callphase = ANY (ARRAY['Answered'::callphase, 'AgentRing'::callphase])) AND new.callresult <> 'Active'::callresult AND new.cause = 'abandoned'::text OR new.callresultdetailid IS DISTINCT FROM old.callresultdetailid AND new.callresult <> 'Scheduled'::callresult AND (new.callphase <> ALL (ARRAY['AgentOfferFirst'::callphase, 'AgentOfferNext'::callphase, 'AgentPreCall'::callphase])))) EXECUTE FUNCTION note_attempt()
    TRIGGER call_9_talk_followed AFTER UPDATE OF talkstate, consultnumber, transferredto, muted ON outboundcall FOR EACH ROW EXECUTE FUNCTION follow_talk()
    TRIGGER call_9_watched AFTER UPDATE ON outboundcall FOR EACH ROW EXECUTE FUNCTION watch_call()
    TRIGGER call_stays BEFORE DELETE ON outboundcall FOR EACH ROW WHEN (old.callresult = 'Active'::callresult) EXECUTE FUNCTION refuse_removal()
    TRIGGER calls_1_created AFTER INSERT ON outboundcall REFERENCING NEW TABLE AS newcall FOR EACH STATEMENT EXECUTE FUNCTION follow_new_calls()
    TRIGGER calls_1_recorded AFTER UPDATE ON outboundcall REFERENCING OLD TABLE AS oldcall NEW TABLE AS newcall FOR EACH STATEMENT EXECUTE FUNCTION record_moves()
    TRIGGER calls_2_forgotten AFTER DELETE ON outboundcall REFERENCING OLD TABLE AS oldcall FOR EACH STATEMENT EXECUTE FUNCTION forget_recordings()
    TRIGGER calls_2_watched AFTER INSERT ON outboundcall REFERENCING NEW TABLE AS newcall FOR EACH STATEMENT EXECUTE FUNCTION watch_new_calls()

TABLE outboundlist
    outboundlistid uuid NOT NULL DEFAULT gen_random_uuid()
    displayname text NOT NULL
    projectid uuid NOT NULL
    languageid uuid
    activity listactivity NOT NULL DEFAULT 'Prepared'::listactivity
    dialingmode dialingmode NOT NULL DEFAULT 'Preview'::dialingmode
    manualdistribution integer NOT NULL DEFAULT 0
    previewtime integer DEFAULT 30
    previewend previewend NOT NULL DEFAULT 'Dial'::previewend
    ringtime integer NOT NULL DEFAULT 30
    maxoffers integer DEFAULT 10
    maxtrials integer DEFAULT 5
    openmissedafter integer
    country text
    timezone text
    calendarid uuid
    callerid text
    rankbatch integer
    duplicates duplicatepolicy NOT NULL DEFAULT 'Skip'::duplicatepolicy
    allowsharednumber flag NOT NULL DEFAULT 0
    deleted flag NOT NULL DEFAULT 0
    ivrscript text
    maxchannels integer NOT NULL DEFAULT 10
    recording flag NOT NULL DEFAULT 0
    linesperagent numeric NOT NULL DEFAULT 1
    mostlinesperagent numeric NOT NULL DEFAULT 5
    minagents integer NOT NULL DEFAULT 5
    abandonlimit numeric NOT NULL DEFAULT 3
    abandonthreshold numeric NOT NULL DEFAULT 2
    abandonhold integer NOT NULL DEFAULT 72
    abandonmessage text
    detectmachines flag NOT NULL DEFAULT 0
    machineaction machineaction NOT NULL DEFAULT 'HangUp'::machineaction
    machinemessage text
    agentfirst flag NOT NULL DEFAULT 0
    rulepackid uuid
    hasconsent flag NOT NULL DEFAULT 0
    donotcalllists uuid[]
    donotcalluntil timestamp with time zone
    scenarioid uuid
    CONSTRAINT abandonholdnotnegative CHECK (abandonhold >= 0)
    CONSTRAINT abandonlimitinrange CHECK (abandonlimit >= 0::numeric AND abandonlimit <= 100::numeric)
    CONSTRAINT abandonthresholdinrange CHECK (abandonthreshold >= 0::numeric AND abandonthreshold <= 60::numeric)
    CONSTRAINT linesperagentinrange CHECK (linesperagent >= 1::numeric AND linesperagent <= 20::numeric)
    CONSTRAINT manualdistributionnotnegative CHECK (manualdistribution >= 0)
    CONSTRAINT maxchannelspositive CHECK (maxchannels > 0)
    CONSTRAINT maxofferspositive CHECK (maxoffers > 0)
    CONSTRAINT maxtrialspositive CHECK (maxtrials > 0)
    CONSTRAINT minagentspositive CHECK (minagents > 0)
    CONSTRAINT mostlinesperagentinrange CHECK (mostlinesperagent >= 1::numeric AND mostlinesperagent <= 20::numeric)
    CONSTRAINT openmissedafterpositive CHECK (openmissedafter > 0)
    CONSTRAINT outboundlist_calendarid_fkey FOREIGN KEY (calendarid) REFERENCES calendar(calendarid)
    CONSTRAINT outboundlist_languageid_fkey FOREIGN KEY (languageid) REFERENCES language(languageid)
    CONSTRAINT outboundlist_pkey PRIMARY KEY (outboundlistid)
    CONSTRAINT outboundlist_projectid_fkey FOREIGN KEY (projectid) REFERENCES project(projectid)
    CONSTRAINT outboundlist_rulepackid_fkey FOREIGN KEY (rulepackid) REFERENCES rulepack(rulepackid)
    CONSTRAINT outboundlist_scenarioid_fkey FOREIGN KEY (scenarioid) REFERENCES scenario(scenarioid)
    CONSTRAINT previewtimenotnegative CHECK (previewtime >= 0)
    CONSTRAINT rankbatchpositive CHECK (rankbatch > 0)
    CONSTRAINT ringtimepositive CHECK (ringtime > 0)
    INDEX outboundlistbycalendar ON outboundlist USING btree (calendarid)
    INDEX outboundlistbylanguage ON outboundlist USING btree (languageid)
    INDEX outboundlistbyproject ON outboundlist USING btree (projectid)
    INDEX outboundlistbyrulepack ON outboundlist USING btree (rulepackid)
    INDEX outboundlistbyscenario ON outboundlist USING btree (scenarioid)
    TRIGGER list_1_guard BEFORE INSERT OR UPDATE OF timezone, country, dialingmode ON outboundlist FOR EACH ROW EXECUTE FUNCTION guard_list()
    TRIGGER list_1_refresh AFTER UPDATE ON outboundlist FOR EACH ROW WHEN (old.timezone IS DISTINCT FROM new.timezone OR old.calendarid IS DISTINCT FROM new.calendarid OR old.openmissedafter IS DISTINCT FROM new.openmissedafter OR old.rulepackid IS DISTINCT FROM new.rulepackid) EXECUTE FUNCTION refresh_calls()
    TRIGGER list_1_release AFTER UPDATE ON outboundlist FOR EACH ROW WHEN (old.donotcalllists IS DISTINCT FROM new.donotcalllists OR old.donotcalluntil IS DISTINCT FROM new.donotcalluntil OR old.callerid IS DISTINCT FROM new.callerid OR old.hasconsent::smallint IS DISTINCT FROM new.hasconsent::smallint OR old.abandonhold IS DISTINCT FROM new.abandonhold OR old.dialingmode IS DISTINCT FROM new.dialingmode) EXECUTE FUNCTION release_held()
    TRIGGER list_2_do_not_call BEFORE INSERT OR UPDATE OF projectid, rulepackid, donotcalllists, donotcalluntil ON outboundlist FOR EACH ROW EXECUTE FUNCTION settle_do_not_call()
    TRIGGER list_2_scenario AFTER UPDATE OF scenarioid ON outboundlist FOR EACH ROW WHEN (old.scenarioid IS DISTINCT FROM new.scenarioid) EXECUTE FUNCTION follow_list_scenario()
    TRIGGER list_9_completed AFTER UPDATE ON outboundlist FOR EACH ROW WHEN (new.activity = 'Completed'::listactivity AND old.activity <> 'Completed'::listactivity) EXECUTE FUNCTION tell_list_completed()
    TRIGGER setup_9_added AFTER INSERT ON outboundlist REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('OutboundList')
    TRIGGER setup_9_changed AFTER UPDATE ON outboundlist REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('OutboundList')
    TRIGGER setup_9_removed AFTER DELETE ON outboundlist REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('OutboundList')

TABLE outboundlistdonotcall
    outboundlistid uuid NOT NULL
    donotcalllistid uuid NOT NULL
    CONSTRAINT outboundlistdonotcall_donotcalllistid_fkey FOREIGN KEY (donotcalllistid) REFERENCES donotcalllist(donotcalllistid) ON DELETE CASCADE
    CONSTRAINT outboundlistdonotcall_outboundlistid_fkey FOREIGN KEY (outboundlistid) REFERENCES outboundlist(outboundlistid) ON DELETE CASCADE
    CONSTRAINT outboundlistdonotcall_pkey PRIMARY KEY (outboundlistid, donotcalllistid)
    INDEX outboundlistdonotcallbylist ON outboundlistdonotcall USING btree (donotcalllistid)
    TRIGGER named_1_followed AFTER INSERT OR DELETE OR UPDATE ON outboundlistdonotcall FOR EACH STATEMENT EXECUTE FUNCTION follow_do_not_call()
    TRIGGER setup_9_added AFTER INSERT ON outboundlistdonotcall REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('OutboundListDoNotCall')
    TRIGGER setup_9_changed AFTER UPDATE ON outboundlistdonotcall REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('OutboundListDoNotCall')
    TRIGGER setup_9_removed AFTER DELETE ON outboundlistdonotcall REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('OutboundListDoNotCall')

TABLE outboundlistimport
    outboundlistimportid bigint NOT NULL GENERATED ALWAYS AS IDENTITY
    outboundlistid uuid NOT NULL
    displayname text NOT NULL
    active flag NOT NULL DEFAULT 1
    rankbarrier integer
    filehash text
    options jsonb NOT NULL DEFAULT '{}'::jsonb
    rowsread bigint NOT NULL DEFAULT 0
    rowsimported bigint NOT NULL DEFAULT 0
    rowsupdated bigint NOT NULL DEFAULT 0
    rowsduplicate bigint NOT NULL DEFAULT 0
    rowsrejected bigint NOT NULL DEFAULT 0
    startedtime timestamp with time zone NOT NULL DEFAULT now()
    finishedtime timestamp with time zone
    undonetime timestamp with time zone
    duplicates duplicatepolicy NOT NULL DEFAULT 'Skip'::duplicatepolicy
    allornothing flag NOT NULL DEFAULT 0
    dryrun flag NOT NULL DEFAULT 0
    lastline bigint NOT NULL DEFAULT 0
    CONSTRAINT outboundlistimport_outboundlistid_fkey FOREIGN KEY (outboundlistid) REFERENCES outboundlist(outboundlistid)
    CONSTRAINT outboundlistimport_pkey PRIMARY KEY (outboundlistimportid)
    INDEX outboundlistimportbylist ON outboundlistimport USING btree (outboundlistid)
    UNIQUE INDEX outboundlistimportonce ON outboundlistimport USING btree (outboundlistid, filehash) WHERE finishedtime IS NULL AND undonetime IS NULL
    TRIGGER batch_1_release AFTER UPDATE ON outboundlistimport FOR EACH ROW WHEN (old.rankbarrier IS DISTINCT FROM new.rankbarrier) EXECUTE FUNCTION release_batch()

TABLE paceevent WITH (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000)
    paceeventid bigint NOT NULL GENERATED ALWAYS AS IDENTITY
    outboundlistid uuid NOT NULL
    eventtime timestamp with time zone NOT NULL
    ended integer NOT NULL DEFAULT 0
    answered integer NOT NULL DEFAULT 0
    abandoned integer NOT NULL DEFAULT 0
    machines integer NOT NULL DEFAULT 0
    answerafter double precision
    handletime double precision
    CONSTRAINT paceevent_pkey PRIMARY KEY (paceeventid)

TABLE paceminute WITH (fillfactor=70)
    outboundlistid uuid NOT NULL
    minute timestamp with time zone NOT NULL
    ended integer NOT NULL DEFAULT 0
    answered integer NOT NULL DEFAULT 0
    abandoned integer NOT NULL DEFAULT 0
    machines integer NOT NULL DEFAULT 0
    CONSTRAINT paceminute_outboundlistid_fkey FOREIGN KEY (outboundlistid) REFERENCES outboundlist(outboundlistid) ON DELETE CASCADE
    CONSTRAINT paceminute_pkey PRIMARY KEY (outboundlistid, minute)
    INDEX paceminutebytime ON paceminute USING btree (minute)

TABLE pacingdecision
    pacingdecisionid bigint NOT NULL GENERATED ALWAYS AS IDENTITY
    decisiontime timestamp with time zone NOT NULL
    outboundlistid uuid NOT NULL
    callgroupid bigint NOT NULL
    starts integer NOT NULL
    dialled integer NOT NULL
    agentfirst flag NOT NULL
    expectedabandons double precision
    reason text NOT NULL
    inputs jsonb NOT NULL
    CONSTRAINT pacingdecision_pkey PRIMARY KEY (pacingdecisionid)
    INDEX pacingdecisionbylist ON pacingdecision USING btree (outboundlistid, decisiontime)
    INDEX pacingdecisionbytime ON pacingdecision USING btree (decisiontime)

TABLE pbx
    pbxid uuid NOT NULL DEFAULT gen_random_uuid()
    displayname text NOT NULL
    bridge text NOT NULL DEFAULT 'simulated'::text
    deleted flag NOT NULL DEFAULT 0
    CONSTRAINT pbx_pkey PRIMARY KEY (pbxid)
    TRIGGER setup_9_added AFTER INSERT ON pbx REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Pbx')
    TRIGGER setup_9_changed AFTER UPDATE ON pbx REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Pbx')
    TRIGGER setup_9_removed AFTER DELETE ON pbx REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Pbx')

TABLE pbxcause
    cause text NOT NULL
    trunkfault flag NOT NULL DEFAULT 0
    meaning text NOT NULL
    CONSTRAINT causehasname CHECK (cause = lower(btrim(cause)) AND cause <> ''::text)
    CONSTRAINT pbxcause_pkey PRIMARY KEY (cause)
    TRIGGER setup_9_added AFTER INSERT ON pbxcause REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('PbxCause')
    TRIGGER setup_9_changed AFTER UPDATE ON pbxcause REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('PbxCause')
    TRIGGER setup_9_removed AFTER DELETE ON pbxcause REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('PbxCause')

TABLE pbxcommand WITH (fillfactor=80, autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000)
    pbxcommandid bigint NOT NULL GENERATED ALWAYS AS IDENTITY
    pbxcallid text NOT NULL
    outboundcallid bigint
    command pbxcommandkind NOT NULL
    createdtime timestamp with time zone NOT NULL
    takentime timestamp with time zone
    takenby text
    voidtime timestamp with time zone
    turn integer NOT NULL DEFAULT 0
    workplaceid uuid
    number text
    trunkid uuid
    endedtime timestamp with time zone
    pbxid uuid
    message text
    CONSTRAINT pbxcommand_pkey PRIMARY KEY (pbxcommandid)
    CONSTRAINT pbxcommandonce UNIQUE (pbxcallid, command, turn)
    INDEX pbxcommandbytime ON pbxcommand USING btree (createdtime)
    INDEX pbxcommandontrunk ON pbxcommand USING btree (trunkid) WHERE trunkid IS NOT NULL AND endedtime IS NULL
    INDEX pbxcommandwaiting ON pbxcommand USING btree (pbxcommandid) WHERE takentime IS NULL AND voidtime IS NULL

TABLE pbxevent
    pbxcallid text NOT NULL
    event pbxeventkind NOT NULL
    cause text
    happenedat timestamp with time zone NOT NULL
    reportedtime timestamp with time zone NOT NULL
    CONSTRAINT pbxevent_pkey PRIMARY KEY (pbxcallid, event)

TABLE pbxkeys
    pbxcommandid bigint NOT NULL
    keys text NOT NULL
    CONSTRAINT pbxkeys_pbxcommandid_fkey FOREIGN KEY (pbxcommandid) REFERENCES pbxcommand(pbxcommandid) ON DELETE CASCADE
    CONSTRAINT pbxkeys_pkey PRIMARY KEY (pbxcommandid)

TABLE permission
    roleid uuid NOT NULL
    permissionname text NOT NULL
    degree permissiondegree NOT NULL
    CONSTRAINT permission_permissionname_fkey FOREIGN KEY (permissionname) REFERENCES protected(permissionname)
    CONSTRAINT permission_pkey PRIMARY KEY (roleid, permissionname, degree)
    CONSTRAINT permission_roleid_fkey FOREIGN KEY (roleid) REFERENCES role(roleid) ON DELETE CASCADE
    INDEX permissionbyname ON permission USING btree (permissionname)
    TRIGGER setup_9_added AFTER INSERT ON permission REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Permission')
    TRIGGER setup_9_changed AFTER UPDATE ON permission REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Permission')
    TRIGGER setup_9_removed AFTER DELETE ON permission REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Permission')

TABLE phasetransition
    phasetransitionid bigint NOT NULL GENERATED ALWAYS AS IDENTITY
    fromphase callphase
    fromresult callresult
    tophase callphase NOT NULL
    toresult callresult NOT NULL
    rank integer NOT NULL DEFAULT 0
    eventtype text NOT NULL
    CONSTRAINT phasetransition_pkey PRIMARY KEY (phasetransitionid)
    CONSTRAINT phasetransitiononce UNIQUE NULLS NOT DISTINCT (fromphase, fromresult, tophase, toresult)

TABLE phonenumber
    phonenumberid uuid NOT NULL DEFAULT gen_random_uuid()
    contactid uuid NOT NULL
    number text NOT NULL
    rank integer NOT NULL DEFAULT 0
    CONSTRAINT phonenumber_contactid_fkey FOREIGN KEY (contactid) REFERENCES contact(contactid) ON DELETE CASCADE
    CONSTRAINT phonenumber_pkey PRIMARY KEY (phonenumberid)
    CONSTRAINT phonenumberonce UNIQUE (contactid, number)
    INDEX phonenumberbynumber ON phonenumber USING btree (number text_pattern_ops)
    TRIGGER phone_number_complete BEFORE INSERT OR UPDATE OF number ON phonenumber FOR EACH ROW EXECUTE FUNCTION complete_phone_number()

TABLE proficiency
    agentid uuid NOT NULL
    languageid uuid NOT NULL
    voiceknowledge integer NOT NULL DEFAULT 100
    voiceenabled flag NOT NULL DEFAULT 1
    voicechannel flag NOT NULL DEFAULT 1
    CONSTRAINT proficiency_agentid_fkey FOREIGN KEY (agentid) REFERENCES agent(agentid) ON DELETE CASCADE
    CONSTRAINT proficiency_languageid_fkey FOREIGN KEY (languageid) REFERENCES language(languageid) ON DELETE CASCADE
    CONSTRAINT proficiency_pkey PRIMARY KEY (agentid, languageid)
    CONSTRAINT voiceknowledgeinrange CHECK (voiceknowledge >= 0 AND voiceknowledge <= 100)
    INDEX proficiencybylanguage ON proficiency USING btree (languageid)
    TRIGGER setup_9_added AFTER INSERT ON proficiency REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Proficiency')
    TRIGGER setup_9_changed AFTER UPDATE ON proficiency REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Proficiency')
    TRIGGER setup_9_removed AFTER DELETE ON proficiency REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Proficiency')

TABLE project
    projectid uuid NOT NULL DEFAULT gen_random_uuid()
    displayname text NOT NULL
    projectgroupname text
    languageid uuid
    pbxoutdistribute flag NOT NULL DEFAULT 1
    waitingoffset integer NOT NULL DEFAULT 0
    postcallpause integer
    pcpunanswered flag NOT NULL DEFAULT 1
    automaticpcpstatus uuid
    showresultbar flag NOT NULL DEFAULT 1
    resultwait integer DEFAULT 0
    callerid text
    deleted flag NOT NULL DEFAULT 0
    inboundnumber text
    CONSTRAINT postcallpausenotnegative CHECK (postcallpause >= 0)
    CONSTRAINT project_automaticpcpstatus_fkey FOREIGN KEY (automaticpcpstatus) REFERENCES agentstatus(agentstatusid)
    CONSTRAINT project_languageid_fkey FOREIGN KEY (languageid) REFERENCES language(languageid)
    CONSTRAINT project_pkey PRIMARY KEY (projectid)
    CONSTRAINT resultwaitnotnegative CHECK (resultwait >= 0)
    INDEX projectbylanguage ON project USING btree (languageid)
    INDEX projectbypcpstatus ON project USING btree (automaticpcpstatus)
    UNIQUE INDEX projectbyinboundnumber ON project USING btree (inboundnumber) WHERE inboundnumber IS NOT NULL
    TRIGGER project_1_caller_id AFTER UPDATE OF callerid ON project FOR EACH ROW WHEN (old.callerid IS DISTINCT FROM new.callerid) EXECUTE FUNCTION release_project()
    TRIGGER project_9_masked AFTER UPDATE OF projectgroupname ON project FOR EACH STATEMENT EXECUTE FUNCTION follow_masked()
    TRIGGER setup_9_added AFTER INSERT ON project REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Project')
    TRIGGER setup_9_changed AFTER UPDATE ON project REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Project')
    TRIGGER setup_9_removed AFTER DELETE ON project REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Project')

TABLE protected
    permissionname text NOT NULL
    description text NOT NULL
    readmeans text NOT NULL
    writemeans text NOT NULL
    fullmeans text NOT NULL
    CONSTRAINT protected_pkey PRIMARY KEY (permissionname)

TABLE queuetransition
    queuetransitionid uuid NOT NULL DEFAULT gen_random_uuid()
    sourceprojectid uuid
    calendarid uuid
    outboundlistid uuid NOT NULL
    targetprojectid uuid
    rank integer NOT NULL DEFAULT 0
    priority integer NOT NULL DEFAULT 0
    skill integer NOT NULL DEFAULT 0
    active flag NOT NULL DEFAULT 1
    deleted flag NOT NULL DEFAULT 0
    transitiontype transitiontype NOT NULL DEFAULT 'LostShift'::transitiontype
    CONSTRAINT queuetransition_calendarid_fkey FOREIGN KEY (calendarid) REFERENCES calendar(calendarid)
    CONSTRAINT queuetransition_outboundlistid_fkey FOREIGN KEY (outboundlistid) REFERENCES outboundlist(outboundlistid)
    CONSTRAINT queuetransition_pkey PRIMARY KEY (queuetransitionid)
    CONSTRAINT queuetransition_sourceprojectid_fkey FOREIGN KEY (sourceprojectid) REFERENCES project(projectid)
    CONSTRAINT queuetransition_targetprojectid_fkey FOREIGN KEY (targetprojectid) REFERENCES project(projectid)
    CONSTRAINT transitionskillinrange CHECK (skill >= 0 AND skill <= 100)
    INDEX queuetransitionbycalendar ON queuetransition USING btree (calendarid)
    INDEX queuetransitionbylist ON queuetransition USING btree (outboundlistid)
    INDEX queuetransitionbysource ON queuetransition USING btree (sourceprojectid)
    INDEX queuetransitionbytarget ON queuetransition USING btree (targetprojectid)
    TRIGGER setup_9_added AFTER INSERT ON queuetransition REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('QueueTransition')
    TRIGGER setup_9_changed AFTER UPDATE ON queuetransition REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('QueueTransition')
    TRIGGER setup_9_removed AFTER DELETE ON queuetransition REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('QueueTransition')
    TRIGGER transition_1_guard BEFORE INSERT OR UPDATE ON queuetransition FOR EACH ROW EXECUTE FUNCTION guard_transition()

TABLE quota WITH (fillfactor=50)
    quotaid uuid NOT NULL DEFAULT gen_random_uuid()
    outboundlistid uuid NOT NULL
    displayname text NOT NULL
    target integer NOT NULL
    conditions text
    countedresults callresult[] NOT NULL DEFAULT '{Completed}'::callresult[]
    boundconditions jsonb NOT NULL DEFAULT '[]'::jsonb
    counted flag NOT NULL DEFAULT 0
    filled integer NOT NULL DEFAULT 0
    reachedtime timestamp with time zone
    CONSTRAINT quota_outboundlistid_fkey FOREIGN KEY (outboundlistid) REFERENCES outboundlist(outboundlistid) ON DELETE CASCADE
    CONSTRAINT quota_pkey PRIMARY KEY (quotaid)
    CONSTRAINT quotanameonce UNIQUE (outboundlistid, displayname)
    CONSTRAINT targetpositive CHECK (target > 0)
    TRIGGER quota_1_guard BEFORE INSERT OR UPDATE OF outboundlistid, displayname, target, conditions, countedresults ON quota FOR EACH ROW EXECUTE FUNCTION guard_quota()
    TRIGGER quota_9_followed AFTER INSERT OR DELETE OR UPDATE OF target, conditions, countedresults ON quota FOR EACH ROW EXECUTE FUNCTION follow_quota()
    TRIGGER setup_9_added AFTER INSERT ON quota REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Quota')
    TRIGGER setup_9_changed AFTER UPDATE OF displayname, target, conditions, countedresults ON quota FOR EACH ROW EXECUTE FUNCTION record_changes('Quota')
    TRIGGER setup_9_removed AFTER DELETE ON quota REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Quota')

TABLE quotacall
    quotaid uuid NOT NULL
    outboundcallid bigint NOT NULL
    CONSTRAINT quotacall_outboundcallid_fkey FOREIGN KEY (outboundcallid) REFERENCES outboundcall(outboundcallid) ON DELETE CASCADE
    CONSTRAINT quotacall_pkey PRIMARY KEY (outboundcallid, quotaid)
    CONSTRAINT quotacall_quotaid_fkey FOREIGN KEY (quotaid) REFERENCES quota(quotaid) ON DELETE CASCADE
    INDEX quotacallbyquota ON quotacall USING btree (quotaid)
    TRIGGER counted_9_added AFTER INSERT ON quotacall REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION add_filled()
    TRIGGER counted_9_removed AFTER DELETE ON quotacall FOR EACH ROW EXECUTE FUNCTION take_filled()

TABLE quotacheck WITH (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=2000)
    quotacheckid bigint NOT NULL GENERATED ALWAYS AS IDENTITY
    outboundlistid uuid NOT NULL
    fromcallid bigint NOT NULL
    tocallid bigint NOT NULL
    checktime timestamp with time zone NOT NULL DEFAULT '-infinity'::timestamp with time zone
    holds flag NOT NULL DEFAULT 0
    recounts flag NOT NULL DEFAULT 0
    CONSTRAINT quotacheck_pkey PRIMARY KEY (quotacheckid)
    INDEX quotacheckbytime ON quotacheck USING btree (checktime, quotacheckid)
    INDEX quotacheckholds ON quotacheck USING btree (outboundlistid) WHERE holds::smallint = 1

TABLE quotaevent
    quotaeventid bigint NOT NULL GENERATED ALWAYS AS IDENTITY
    eventtime timestamp with time zone NOT NULL
    eventtype text NOT NULL
    outboundlistid uuid NOT NULL
    quotaid uuid NOT NULL
    displayname text NOT NULL
    target integer NOT NULL
    filled integer NOT NULL
    CONSTRAINT quotaevent_outboundlistid_fkey FOREIGN KEY (outboundlistid) REFERENCES outboundlist(outboundlistid) ON DELETE CASCADE
    CONSTRAINT quotaevent_pkey PRIMARY KEY (quotaeventid)
    CONSTRAINT quotaeventisknown CHECK (eventtype = ANY (ARRAY['QuotaReached'::text, 'QuotaReopened'::text]))
    INDEX quotaeventbylist ON quotaevent USING btree (outboundlistid, eventtime)

TABLE recording
    recordingid bigint NOT NULL GENERATED ALWAYS AS IDENTITY
    outboundcallid bigint NOT NULL
    pbxcallid text NOT NULL
    filename text NOT NULL
    starttime timestamp with time zone NOT NULL
    seconds double precision
    bytes bigint
    calldeleted flag NOT NULL DEFAULT 0
    deletetried timestamp with time zone
    deletedtime timestamp with time zone
    pbxid uuid
    CONSTRAINT bytesareasize CHECK (bytes >= 0)
    CONSTRAINT filenameisplain CHECK (filename ~ '^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$'::text)
    CONSTRAINT recording_pkey PRIMARY KEY (recordingid)
    CONSTRAINT recordingonce UNIQUE (pbxcallid)
    CONSTRAINT secondsarealength CHECK (seconds >= 0::double precision AND seconds <= 31536000::double precision)
    INDEX recordingbycall ON recording USING btree (outboundcallid)
    INDEX recordingbyfile ON recording USING btree (filename)
    INDEX recordingkept ON recording USING btree (starttime) WHERE deletedtime IS NULL
    INDEX recordingofnocall ON recording USING btree (starttime) WHERE calldeleted::smallint = 1

TABLE recordingheard
    recordingheardid bigint NOT NULL GENERATED ALWAYS AS IDENTITY
    recordingid bigint NOT NULL
    heardtime timestamp with time zone NOT NULL
    agentid uuid
    actor text NOT NULL
    CONSTRAINT recordingheard_pkey PRIMARY KEY (recordingheardid)
    CONSTRAINT recordingheard_recordingid_fkey FOREIGN KEY (recordingid) REFERENCES recording(recordingid) ON DELETE CASCADE
    INDEX recordingheardbyrecording ON recordingheard USING btree (recordingid, heardtime)

TABLE request
    requestkey uuid NOT NULL
    answer bigint NOT NULL
    createdtime timestamp with time zone NOT NULL
    CONSTRAINT request_pkey PRIMARY KEY (requestkey)
    INDEX requestbytime ON request USING btree (createdtime)

TABLE retention
    logname text NOT NULL
    keptfrom timestamp with time zone
    purgeduntil timestamp with time zone
    CONSTRAINT retention_pkey PRIMARY KEY (logname)

TABLE retryrule
    retryruleid bigint NOT NULL GENERATED ALWAYS AS IDENTITY
    outboundlistid uuid
    callresult callresult NOT NULL
    fromtrial integer NOT NULL DEFAULT 1
    delay integer NOT NULL DEFAULT 0
    action retryaction NOT NULL DEFAULT 'SameNumber'::retryaction
    CONSTRAINT delaynotnegative CHECK (delay >= 0)
    CONSTRAINT fromtrialpositive CHECK (fromtrial > 0)
    CONSTRAINT retryrule_outboundlistid_fkey FOREIGN KEY (outboundlistid) REFERENCES outboundlist(outboundlistid) ON DELETE CASCADE
    CONSTRAINT retryrule_pkey PRIMARY KEY (retryruleid)
    CONSTRAINT retryruleonce UNIQUE NULLS NOT DISTINCT (outboundlistid, callresult, fromtrial)
    TRIGGER setup_9_added AFTER INSERT ON retryrule REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('RetryRule')
    TRIGGER setup_9_changed AFTER UPDATE ON retryrule REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('RetryRule')
    TRIGGER setup_9_removed AFTER DELETE ON retryrule REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('RetryRule')

TABLE role
    roleid uuid NOT NULL DEFAULT gen_random_uuid()
    displayname text NOT NULL
    description text
    CONSTRAINT role_pkey PRIMARY KEY (roleid)
    CONSTRAINT roleonce UNIQUE (displayname)
    TRIGGER setup_9_added AFTER INSERT ON role REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Role')
    TRIGGER setup_9_changed AFTER UPDATE ON role REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Role')
    TRIGGER setup_9_removed AFTER DELETE ON role REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Role')

TABLE rolegrant
    rolegrantid bigint NOT NULL GENERATED ALWAYS AS IDENTITY
    roleid uuid NOT NULL
    agentid uuid
    teamname text
    projectid uuid
    everyone flag NOT NULL DEFAULT 0
    CONSTRAINT grantedtoone CHECK ((num_nonnulls(agentid, teamname, projectid) + everyone::smallint) = 1)
    CONSTRAINT rolegrant_agentid_fkey FOREIGN KEY (agentid) REFERENCES agent(agentid) ON DELETE CASCADE
    CONSTRAINT rolegrant_pkey PRIMARY KEY (rolegrantid)
    CONSTRAINT rolegrant_projectid_fkey FOREIGN KEY (projectid) REFERENCES project(projectid) ON DELETE CASCADE
    CONSTRAINT rolegrant_roleid_fkey FOREIGN KEY (roleid) REFERENCES role(roleid) ON DELETE CASCADE
    CONSTRAINT rolegrantonce UNIQUE NULLS NOT DISTINCT (roleid, agentid, teamname, projectid, everyone)
    INDEX rolegrantbyagent ON rolegrant USING btree (agentid)
    INDEX rolegrantbyproject ON rolegrant USING btree (projectid)
    TRIGGER setup_9_added AFTER INSERT ON rolegrant REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('RoleGrant')
    TRIGGER setup_9_changed AFTER UPDATE ON rolegrant REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('RoleGrant')
    TRIGGER setup_9_removed AFTER DELETE ON rolegrant REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('RoleGrant')

TABLE rulelevel
    conditionlevel integer NOT NULL
    triedlevel integer NOT NULL
    shortestwait integer
    CONSTRAINT rulelevel_pkey PRIMARY KEY (conditionlevel)

TABLE rulepack
    rulepackid uuid NOT NULL DEFAULT gen_random_uuid()
    displayname text NOT NULL
    country text
    source text NOT NULL
    sourcedate date NOT NULL
    minring integer
    abandonlimit numeric
    abandonhold integer
    consentfrom timestamp with time zone
    needscallerid flag NOT NULL DEFAULT 0
    hashours flag NOT NULL DEFAULT 0
    counts integer[]
    windows interval[]
    longesttalk interval
    longestrefusal interval
    CONSTRAINT packcountryisacode CHECK (country ~ '^[A-Z]{2}$'::text)
    CONSTRAINT rulepack_pkey PRIMARY KEY (rulepackid)
    CONSTRAINT rulepackhasname CHECK (btrim(displayname) <> ''::text)
    TRIGGER pack_1_guard BEFORE INSERT OR UPDATE ON rulepack FOR EACH ROW EXECUTE FUNCTION guard_pack()
    TRIGGER setup_9_added AFTER INSERT ON rulepack REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('RulePack')
    TRIGGER setup_9_changed AFTER UPDATE ON rulepack REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('RulePack')
    TRIGGER setup_9_removed AFTER DELETE ON rulepack REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('RulePack')

TABLE rulepackrule
    rulepackruleid uuid NOT NULL DEFAULT gen_random_uuid()
    rulepackid uuid NOT NULL
    kind rulekind NOT NULL
    region text
    weekdays text
    timefrom time without time zone
    timeto time without time zone
    holiday text
    maxcount integer
    windowhours integer
    per countedper NOT NULL DEFAULT 'Number'::countedper
    seconds integer
    percent numeric
    startson date
    source text NOT NULL
    sourcedate date NOT NULL
    CONSTRAINT caphascount CHECK ((kind = 'Cap'::rulekind) = (maxcount IS NOT NULL))
    CONSTRAINT holidayhasday CHECK ((kind = 'Holiday'::rulekind) = (holiday IS NOT NULL))
    CONSTRAINT holidayisreadable CHECK (holiday ~ '^([0-9]{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'::text OR holiday ~ '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]) observed$'::text OR holiday ~ '^easter([+-][0-9]{1,3})?$'::text OR holiday ~ '^([1-4]|last) (Mon|Tue|Wed|Thu|Fri|Sat|Sun) (0[1-9]|1[0-2])$'::text)
    CONSTRAINT hourshavehours CHECK (kind <> 'Hours'::rulekind OR num_nonnulls(weekdays, timefrom, timeto) = 3 AND timefrom < timeto)
    CONSTRAINT limithaspercent CHECK ((kind = 'AbandonLimit'::rulekind) = (percent IS NOT NULL))
    CONSTRAINT maxcountpositive CHECK (maxcount > 0)
    CONSTRAINT percentinrange CHECK (percent >= 0::numeric AND percent <= 100::numeric)
    CONSTRAINT regionisacode CHECK (region ~ '^[A-Z]{2}-[A-Z0-9]{1,3}$'::text)
    CONSTRAINT regionisofnumbers CHECK (region IS NULL OR (kind = ANY (ARRAY['Hours'::rulekind, 'Holiday'::rulekind, 'Cap'::rulekind, 'Gap'::rulekind, 'RestAfterTalk'::rulekind, 'RefusalHold'::rulekind])))
    CONSTRAINT resthaswindow CHECK ((kind <> ALL (ARRAY['Cap'::rulekind, 'Gap'::rulekind, 'RestAfterTalk'::rulekind, 'RefusalHold'::rulekind, 'AbandonHold'::rulekind, 'DoNotCallAge'::rulekind])) OR windowhours IS NOT NULL)
    CONSTRAINT ringhasseconds CHECK ((kind = 'MinRing'::rulekind) = (seconds IS NOT NULL))
    CONSTRAINT rulehassource CHECK (btrim(source) <> ''::text)
    CONSTRAINT ruleisofapack CHECK (kind <> 'DoNotCall'::rulekind)
    CONSTRAINT rulepackrule_pkey PRIMARY KEY (rulepackruleid)
    CONSTRAINT rulepackrule_rulepackid_fkey FOREIGN KEY (rulepackid) REFERENCES rulepack(rulepackid) ON DELETE CASCADE
    CONSTRAINT secondsinrange CHECK (seconds >= 1 AND seconds <= 300)
    CONSTRAINT weekdaysaredays CHECK (weekdays ~ '^[1-7]{1,7}$'::text)
    CONSTRAINT windowhourspositive CHECK (windowhours > 0)
    INDEX rulepackrulebypack ON rulepackrule USING btree (rulepackid, kind)
    TRIGGER pack_rule_1_guard BEFORE INSERT OR UPDATE OF holiday ON rulepackrule FOR EACH ROW WHEN (new.holiday IS NOT NULL) EXECUTE FUNCTION guard_pack_rule()
    TRIGGER pack_rules_1_added AFTER INSERT ON rulepackrule REFERENCING NEW TABLE AS changedrow FOR EACH STATEMENT EXECUTE FUNCTION follow_pack()
    TRIGGER pack_rules_1_changed AFTER UPDATE ON rulepackrule REFERENCING NEW TABLE AS changedrow FOR EACH STATEMENT EXECUTE FUNCTION follow_pack()
    TRIGGER pack_rules_1_left AFTER UPDATE ON rulepackrule REFERENCING OLD TABLE AS changedrow FOR EACH STATEMENT EXECUTE FUNCTION follow_pack()
    TRIGGER pack_rules_1_removed AFTER DELETE ON rulepackrule REFERENCING OLD TABLE AS changedrow FOR EACH STATEMENT EXECUTE FUNCTION follow_pack()
    TRIGGER setup_9_added AFTER INSERT ON rulepackrule REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('RulePackRule')
    TRIGGER setup_9_changed AFTER UPDATE ON rulepackrule REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('RulePackRule')
    TRIGGER setup_9_removed AFTER DELETE ON rulepackrule REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('RulePackRule')

TABLE rulerefresh
    rulerefreshid smallint NOT NULL
    fromcallid bigint
    nextpass timestamp with time zone
    CONSTRAINT onerulerefresh CHECK (rulerefreshid = 1)
    CONSTRAINT rulerefresh_pkey PRIMARY KEY (rulerefreshid)

TABLE runner WITH (fillfactor=70)
    runnername text NOT NULL
    startedtime timestamp with time zone NOT NULL
    heartbeattime timestamp with time zone NOT NULL
    cycletime timestamp with time zone
    cycleseconds double precision
    pbxready flag
    pbxid uuid
    CONSTRAINT runner_pbxid_fkey FOREIGN KEY (pbxid) REFERENCES pbx(pbxid)
    CONSTRAINT runner_pkey PRIMARY KEY (runnername)
    INDEX runnerbypbx ON runner USING btree (pbxid)

TABLE scenario
    scenarioid uuid NOT NULL DEFAULT gen_random_uuid()
    displayname text NOT NULL
    deleted flag NOT NULL DEFAULT 0
    CONSTRAINT scenario_pkey PRIMARY KEY (scenarioid)
    TRIGGER setup_9_added AFTER INSERT ON scenario REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Scenario')
    TRIGGER setup_9_changed AFTER UPDATE ON scenario REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Scenario')
    TRIGGER setup_9_removed AFTER DELETE ON scenario REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Scenario')

TABLE scenarioquestion
    scenarioquestionid uuid NOT NULL DEFAULT gen_random_uuid()
    scenarioid uuid NOT NULL
    rank integer
    questionkey text NOT NULL
    questiontype questiontype NOT NULL DEFAULT 'Text'::questiontype
    question text NOT NULL
    help text
    required flag NOT NULL DEFAULT 0
    options text
    shownif text
    filledfrom text
    boundoptions jsonb NOT NULL DEFAULT '[]'::jsonb
    boundcondition jsonb NOT NULL DEFAULT '[]'::jsonb
    CONSTRAINT questionkeyonce UNIQUE (scenarioid, questionkey)
    CONSTRAINT scenarioquestion_pkey PRIMARY KEY (scenarioquestionid)
    CONSTRAINT scenarioquestion_scenarioid_fkey FOREIGN KEY (scenarioid) REFERENCES scenario(scenarioid) ON DELETE CASCADE
    TRIGGER question_1_guard BEFORE INSERT OR UPDATE ON scenarioquestion FOR EACH ROW EXECUTE FUNCTION guard_question()
    TRIGGER question_2_added AFTER INSERT ON scenarioquestion REFERENCING NEW TABLE AS changedrow FOR EACH STATEMENT EXECUTE FUNCTION follow_questions()
    TRIGGER question_2_changed AFTER UPDATE ON scenarioquestion REFERENCING NEW TABLE AS changedrow FOR EACH STATEMENT EXECUTE FUNCTION follow_questions()
    TRIGGER question_2_removed AFTER DELETE ON scenarioquestion REFERENCING OLD TABLE AS changedrow FOR EACH STATEMENT EXECUTE FUNCTION follow_questions()
    TRIGGER setup_9_added AFTER INSERT ON scenarioquestion REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('ScenarioQuestion')
    TRIGGER setup_9_changed AFTER UPDATE ON scenarioquestion REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('ScenarioQuestion')
    TRIGGER setup_9_removed AFTER DELETE ON scenarioquestion REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('ScenarioQuestion')

TABLE scenarioresult
    outboundcallid bigint NOT NULL
    scenarioversionid bigint NOT NULL
    contactid uuid
    agentid uuid
    answers jsonb NOT NULL DEFAULT '{}'::jsonb
    actor text NOT NULL
    createdtime timestamp with time zone NOT NULL
    changedtime timestamp with time zone NOT NULL
    CONSTRAINT answersareanobject CHECK (jsonb_typeof(answers) = 'object'::text)
    CONSTRAINT scenarioresult_agentid_fkey FOREIGN KEY (agentid) REFERENCES agent(agentid)
    CONSTRAINT scenarioresult_contactid_fkey FOREIGN KEY (contactid) REFERENCES contact(contactid) ON DELETE SET NULL
    CONSTRAINT scenarioresult_outboundcallid_fkey FOREIGN KEY (outboundcallid) REFERENCES outboundcall(outboundcallid) ON DELETE CASCADE
    CONSTRAINT scenarioresult_pkey PRIMARY KEY (outboundcallid)
    CONSTRAINT scenarioresult_scenarioversionid_fkey FOREIGN KEY (scenarioversionid) REFERENCES scenarioversion(scenarioversionid)
    INDEX scenarioresultbyagent ON scenarioresult USING btree (agentid) WHERE agentid IS NOT NULL
    INDEX scenarioresultbycontact ON scenarioresult USING btree (contactid) WHERE contactid IS NOT NULL
    INDEX scenarioresultbyversion ON scenarioresult USING btree (scenarioversionid)
    TRIGGER result_1_guard BEFORE INSERT OR UPDATE ON scenarioresult FOR EACH ROW EXECUTE FUNCTION guard_scenario_result()
    TRIGGER result_9_watched AFTER INSERT OR DELETE OR UPDATE ON scenarioresult FOR EACH ROW EXECUTE FUNCTION watch_answers()

TABLE scenarioversion
    scenarioversionid bigint NOT NULL GENERATED ALWAYS AS IDENTITY
    scenarioid uuid NOT NULL
    questionshash text NOT NULL
    questions jsonb NOT NULL
    createdtime timestamp with time zone NOT NULL
    CONSTRAINT scenarioversion_pkey PRIMARY KEY (scenarioversionid)
    CONSTRAINT scenarioversion_scenarioid_fkey FOREIGN KEY (scenarioid) REFERENCES scenario(scenarioid) ON DELETE CASCADE
    CONSTRAINT scenarioversiononce UNIQUE (scenarioid, questionshash)

TABLE schedulepostcondition
    schedulepostconditionid uuid NOT NULL DEFAULT gen_random_uuid()
    displayname text NOT NULL
    conditionlevel integer NOT NULL DEFAULT 0
    rank integer NOT NULL DEFAULT 0
    active flag NOT NULL DEFAULT 1
    waitinglonger integer
    priorityfrom integer
    priorityto integer
    projectid uuid
    projectgroupmask text
    languageid uuid
    outboundlistid uuid
    skillfrom integer
    skillto integer
    proficiencyfrom integer
    proficiencyto integer
    trialfrom integer
    trialto integer
    calltype calltype
    predistributed flag
    agentid uuid
    teammask text
    timemode timemode
    timefrom text
    timeto text
    timezone text
    setprojectid uuid
    setlanguageid uuid
    setoutboundlistid uuid
    setpriority integer
    addpriority integer
    setskill integer
    setproficiency integer
    cancelpredistribution flag NOT NULL DEFAULT 0
    setagentid uuid
    setpreferredagentid uuid
    postpone integer
    pause flag NOT NULL DEFAULT 0
    endas callresult
    marker text
    CONSTRAINT schedulepostcondition_agentid_fkey FOREIGN KEY (agentid) REFERENCES agent(agentid)
    CONSTRAINT schedulepostcondition_languageid_fkey FOREIGN KEY (languageid) REFERENCES language(languageid)
    CONSTRAINT schedulepostcondition_outboundlistid_fkey FOREIGN KEY (outboundlistid) REFERENCES outboundlist(outboundlistid)
    CONSTRAINT schedulepostcondition_pkey PRIMARY KEY (schedulepostconditionid)
    CONSTRAINT schedulepostcondition_projectid_fkey FOREIGN KEY (projectid) REFERENCES project(projectid)
    CONSTRAINT schedulepostcondition_setagentid_fkey FOREIGN KEY (setagentid) REFERENCES agent(agentid)
    CONSTRAINT schedulepostcondition_setlanguageid_fkey FOREIGN KEY (setlanguageid) REFERENCES language(languageid)
    CONSTRAINT schedulepostcondition_setoutboundlistid_fkey FOREIGN KEY (setoutboundlistid) REFERENCES outboundlist(outboundlistid)
    CONSTRAINT schedulepostcondition_setpreferredagentid_fkey FOREIGN KEY (setpreferredagentid) REFERENCES agent(agentid)
    CONSTRAINT schedulepostcondition_setprojectid_fkey FOREIGN KEY (setprojectid) REFERENCES project(projectid)
    INDEX rulebyagent ON schedulepostcondition USING btree (agentid)
    INDEX rulebylanguage ON schedulepostcondition USING btree (languageid)
    INDEX rulebylist ON schedulepostcondition USING btree (outboundlistid)
    INDEX rulebyproject ON schedulepostcondition USING btree (projectid)
    INDEX rulebysetagent ON schedulepostcondition USING btree (setagentid)
    INDEX rulebysetlanguage ON schedulepostcondition USING btree (setlanguageid)
    INDEX rulebysetlist ON schedulepostcondition USING btree (setoutboundlistid)
    INDEX rulebysetpreferredagent ON schedulepostcondition USING btree (setpreferredagentid)
    INDEX rulebysetproject ON schedulepostcondition USING btree (setprojectid)
    TRIGGER rule_1_guard BEFORE INSERT OR UPDATE ON schedulepostcondition FOR EACH ROW EXECUTE FUNCTION guard_rule()
    TRIGGER rules_1_followed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON schedulepostcondition FOR EACH STATEMENT EXECUTE FUNCTION follow_rules()
    TRIGGER setup_9_added AFTER INSERT ON schedulepostcondition REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('SchedulePostCondition')
    TRIGGER setup_9_changed AFTER UPDATE ON schedulepostcondition REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('SchedulePostCondition')
    TRIGGER setup_9_removed AFTER DELETE ON schedulepostcondition REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('SchedulePostCondition')

TABLE schemaversion
    version text NOT NULL
    migration text NOT NULL
    servermajor integer NOT NULL
    deployedtime timestamp with time zone NOT NULL
    CONSTRAINT schemaversion_pkey PRIMARY KEY (version)

TABLE seating
    agentid uuid NOT NULL
    workplaceid uuid NOT NULL
    knowledgeoffset integer NOT NULL DEFAULT 0
    CONSTRAINT seating_agentid_fkey FOREIGN KEY (agentid) REFERENCES agent(agentid) ON DELETE CASCADE
    CONSTRAINT seating_pkey PRIMARY KEY (agentid, workplaceid)
    CONSTRAINT seating_workplaceid_fkey FOREIGN KEY (workplaceid) REFERENCES workplace(workplaceid) ON DELETE CASCADE
    INDEX seatingbyworkplace ON seating USING btree (workplaceid)
    TRIGGER setup_9_added AFTER INSERT ON seating REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Seating')
    TRIGGER setup_9_changed AFTER UPDATE ON seating REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Seating')
    TRIGGER setup_9_removed AFTER DELETE ON seating REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Seating')

TABLE secret
    secretname text NOT NULL
    secretvalue bytea NOT NULL
    CONSTRAINT secret_pkey PRIMARY KEY (secretname)

TABLE setupchange
    setupchangeid bigint NOT NULL GENERATED ALWAYS AS IDENTITY
    changedtime timestamp with time zone NOT NULL
    actor text NOT NULL
    action setupaction NOT NULL
    tablename text NOT NULL
    rowkey text
    ownertable text NOT NULL
    ownerkey text
    rowcount integer NOT NULL DEFAULT 1
    before jsonb NOT NULL DEFAULT '{}'::jsonb
    after jsonb NOT NULL DEFAULT '{}'::jsonb
    CONSTRAINT rowcountpositive CHECK (rowcount > 0)
    CONSTRAINT setupchange_pkey PRIMARY KEY (setupchangeid)
    INDEX setupchangebyowner ON setupchange USING btree (ownerkey, setupchangeid)
    INDEX setupchangebytime ON setupchange USING btree (changedtime)

TABLE skill
    agentid uuid NOT NULL
    projectid uuid NOT NULL
    pbxoutknowledge integer NOT NULL DEFAULT 50
    pbxoutenabled flag NOT NULL DEFAULT 1
    pbxoutchannel flag NOT NULL DEFAULT 1
    CONSTRAINT pbxoutknowledgeinrange CHECK (pbxoutknowledge >= 0 AND pbxoutknowledge <= 100)
    CONSTRAINT skill_agentid_fkey FOREIGN KEY (agentid) REFERENCES agent(agentid) ON DELETE CASCADE
    CONSTRAINT skill_pkey PRIMARY KEY (agentid, projectid)
    CONSTRAINT skill_projectid_fkey FOREIGN KEY (projectid) REFERENCES project(projectid) ON DELETE CASCADE
    INDEX skillbyproject ON skill USING btree (projectid)
    TRIGGER setup_9_added AFTER INSERT ON skill REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Skill')
    TRIGGER setup_9_changed AFTER UPDATE ON skill REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Skill')
    TRIGGER setup_9_removed AFTER DELETE ON skill REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Skill')
    TRIGGER skill_0_rights BEFORE INSERT OR UPDATE OF agentid, projectid ON skill FOR EACH ROW EXECUTE FUNCTION guard_skill_rights()

TABLE tallyreader
    tallyreaderid smallint NOT NULL
    talliedto bigint NOT NULL DEFAULT 0
    markto bigint NOT NULL DEFAULT 0
    marktransaction xid8
    CONSTRAINT onetallyreader CHECK (tallyreaderid = 1)
    CONSTRAINT tallyreader_pkey PRIMARY KEY (tallyreaderid)

TABLE tile
    tileid uuid NOT NULL DEFAULT gen_random_uuid()
    displayname text NOT NULL
    description text
    query text
    command text
    url text
    color text
    image text
    rank integer NOT NULL DEFAULT 0
    issample flag NOT NULL DEFAULT 0
    deleted flag NOT NULL DEFAULT 0
    boundquery text
    boundcommand text
    CONSTRAINT tile_pkey PRIMARY KEY (tileid)
    TRIGGER setup_9_added AFTER INSERT ON tile REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Tile')
    TRIGGER setup_9_changed AFTER UPDATE ON tile REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Tile')
    TRIGGER setup_9_removed AFTER DELETE ON tile REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Tile')
    TRIGGER tile_1_guard BEFORE INSERT OR UPDATE ON tile FOR EACH ROW EXECUTE FUNCTION guard_tile()

TABLE trunk WITH (fillfactor=50, autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=1000)
    trunkid uuid NOT NULL DEFAULT gen_random_uuid()
    displayname text NOT NULL
    endpoint text NOT NULL
    pbxid uuid
    rank integer NOT NULL DEFAULT 0
    callspersecond integer
    maxcalls integer
    restfailures integer
    restattempts integer
    resttime integer NOT NULL DEFAULT 300
    restsuntil timestamp with time zone
    starts timestamp with time zone[] NOT NULL DEFAULT '{}'::timestamp with time zone[]
    outcomes smallint[] NOT NULL DEFAULT '{}'::smallint[]
    deleted flag NOT NULL DEFAULT 0
    CONSTRAINT trunk_pbxid_fkey FOREIGN KEY (pbxid) REFERENCES pbx(pbxid)
    CONSTRAINT trunk_pkey PRIMARY KEY (trunkid)
    CONSTRAINT trunkattemptsarecounted CHECK (restattempts >= 0 AND restattempts <= 100)
    CONSTRAINT trunkfailuresarecounted CHECK (restfailures >= 0)
    CONSTRAINT trunkfailuresareofattempts CHECK (restfailures <= GREATEST(restattempts, 0))
    CONSTRAINT trunkhasendpoint CHECK (endpoint ~ '^\S{1,200}$'::text)
    CONSTRAINT trunkhasname CHECK (btrim(displayname) <> ''::text)
    CONSTRAINT trunkrestsforatime CHECK (resttime >= 1 AND resttime <= 86400)
    CONSTRAINT trunktakessomeasecond CHECK (callspersecond >= 1 AND callspersecond <= 1000)
    CONSTRAINT trunktakessomeatonce CHECK (maxcalls >= 1 AND maxcalls <= 100000)
    INDEX trunkbypbx ON trunk USING btree (pbxid)
    UNIQUE INDEX onetrunkperendpoint ON trunk USING btree (endpoint) WHERE deleted::smallint = 0
    TRIGGER setup_9_added AFTER INSERT ON trunk REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Trunk')
    TRIGGER setup_9_changed AFTER UPDATE OF displayname, endpoint, pbxid, rank, callspersecond, maxcalls, restfailures, restattempts, resttime, deleted ON trunk FOR EACH ROW EXECUTE FUNCTION record_changes('Trunk')
    TRIGGER setup_9_removed AFTER DELETE ON trunk REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Trunk')
    TRIGGER trunk_1_guard BEFORE INSERT OR UPDATE OF trunkid, displayname, endpoint, callspersecond, maxcalls, restfailures, restattempts, resttime, deleted ON trunk FOR EACH ROW EXECUTE FUNCTION guard_trunk()

TABLE webhook
    webhookid uuid NOT NULL DEFAULT gen_random_uuid()
    displayname text NOT NULL
    url text NOT NULL
    secret text NOT NULL
    events text[] NOT NULL
    active flag NOT NULL DEFAULT 1
    activesince timestamp with time zone
    CONSTRAINT webhook_pkey PRIMARY KEY (webhookid)
    CONSTRAINT webhookhasname CHECK (btrim(displayname) <> ''::text)
    TRIGGER hook_1_guard BEFORE INSERT OR UPDATE ON webhook FOR EACH ROW EXECUTE FUNCTION guard_hook()
    TRIGGER hook_9_started AFTER INSERT OR UPDATE ON webhook FOR EACH ROW EXECUTE FUNCTION start_reading()
    TRIGGER setup_9_added AFTER INSERT ON webhook REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('WebHook')
    TRIGGER setup_9_changed AFTER UPDATE ON webhook REFERENCING OLD TABLE AS oldrow NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('WebHook')
    TRIGGER setup_9_removed AFTER DELETE ON webhook REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('WebHook')

TABLE webhookdelivery WITH (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000)
    webhookdeliveryid bigint NOT NULL GENERATED ALWAYS AS IDENTITY
    webhookid uuid NOT NULL
    event text NOT NULL
    subject text NOT NULL
    body jsonb NOT NULL
    createdtime timestamp with time zone NOT NULL
    nexttime timestamp with time zone
    attempts integer NOT NULL DEFAULT 0
    takentime timestamp with time zone
    takenby text
    deliveredtime timestamp with time zone
    failedtime timestamp with time zone
    laststatus integer
    lasterror text
    CONSTRAINT deliverywaitsorisover CHECK ((nexttime IS NULL) = (deliveredtime IS NOT NULL OR failedtime IS NOT NULL))
    CONSTRAINT webhookdelivery_pkey PRIMARY KEY (webhookdeliveryid)
    CONSTRAINT webhookdelivery_webhookid_fkey FOREIGN KEY (webhookid) REFERENCES webhook(webhookid) ON DELETE CASCADE
    CONSTRAINT webhookdeliveryonce UNIQUE (webhookid, event, subject)
    INDEX webhookdeliveryover ON webhookdelivery USING btree (COALESCE(deliveredtime, failedtime)) WHERE COALESCE(deliveredtime, failedtime) IS NOT NULL
    INDEX webhookdeliverytaken ON webhookdelivery USING btree (webhookid) WHERE takentime IS NOT NULL
    INDEX webhookdeliverywaiting ON webhookdelivery USING btree (webhookid, nexttime) WHERE nexttime IS NOT NULL

TABLE workplace WITH (fillfactor=70)
    workplaceid uuid NOT NULL DEFAULT gen_random_uuid()
    displayname text NOT NULL
    number text NOT NULL
    state workplacestate NOT NULL DEFAULT 'Free'::workplacestate
    blocking integer NOT NULL DEFAULT 0
    blockeduntil timestamp with time zone
    maxoffering integer NOT NULL DEFAULT 20
    pbxid uuid
    deleted flag NOT NULL DEFAULT 0
    linemode linemode NOT NULL DEFAULT 'OnDemand'::linemode
    lineid text
    linetime timestamp with time zone
    CONSTRAINT blockingnotnegative CHECK (blocking >= 0)
    CONSTRAINT lineuphasid CHECK (linetime IS NULL OR lineid IS NOT NULL)
    CONSTRAINT maxofferingpositive CHECK (maxoffering > 0)
    CONSTRAINT workplace_pbxid_fkey FOREIGN KEY (pbxid) REFERENCES pbx(pbxid)
    CONSTRAINT workplace_pkey PRIMARY KEY (workplaceid)
    INDEX workplacebypbx ON workplace USING btree (pbxid)
    UNIQUE INDEX workplacebyline ON workplace USING btree (lineid) WHERE lineid IS NOT NULL
    TRIGGER setup_9_added AFTER INSERT ON workplace REFERENCING NEW TABLE AS newrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Workplace')
    TRIGGER setup_9_changed AFTER UPDATE OF displayname, number, blocking, maxoffering, pbxid, linemode, deleted ON workplace FOR EACH ROW EXECUTE FUNCTION record_changes('Workplace')
    TRIGGER setup_9_removed AFTER DELETE ON workplace REFERENCING OLD TABLE AS oldrow FOR EACH STATEMENT EXECUTE FUNCTION record_changes('Workplace')
    TRIGGER workplace_9_line AFTER UPDATE ON workplace FOR EACH ROW EXECUTE FUNCTION follow_line_mode()

TYPE importcall
    line bigint
    outcome importoutcome
    reason text
    turn integer
    rank integer
    number text
    numbergiven text
    displayname text
    priority integer
    scheduletime timestamp with time zone
    timemode timemode
    timefrom text
    timeto text
    timezone text
    languageid uuid
    agentid uuid
    predistributed smallint
    preferredagentid uuid
    skill integer
    proficiency integer
    callkey text
    callerid text
    extendedfields jsonb
    enqueueingtime timestamp with time zone

VIEW agentcondition
    agentid uuid
    workplaceid uuid
    lastcallutc timestamp with time zone
    isloggedin boolean
    isready boolean
    takesowncalls boolean
    lineisfree boolean
    hasnocall boolean
    notblocked boolean
    hasroom boolean
    fullpercent bigint
    knowledgeoffset integer

VIEW aheadagent
    agentid uuid
    knowledgeoffset integer
    lastcallutc timestamp with time zone
    pbxid uuid

VIEW callcheck
    outboundcallid bigint
    outboundlistid uuid
    callgroupid bigint
    holds boolean[]

VIEW callcondition
    outboundcallid bigint
    callgroupid bigint
    outboundlistid uuid
    due flag
    predistributed flag
    agentid uuid
    preferredagentid uuid
    missedby uuid[]
    number text
    allowsharednumber flag
    priority integer
    enqueueingtime timestamp with time zone
    waitssince timestamp with time zone
    listruns boolean
    isscheduled boolean
    isqueued boolean
    inwindow boolean
    schedulehascome boolean
    batchisactive boolean
    insidebarrier boolean
    projectdistributes boolean
    notfordialer boolean
    numberisfree boolean
    quotaisopen boolean
    notlisted boolean
    listsarefresh boolean
    hoursareknown boolean
    hasconsent boolean
    showsnumber boolean
    resting rulekind[]
    isallowed boolean

VIEW callrecording WITH (security_invoker=true)
    outboundcallid bigint
    recordingid bigint
    filename text
    url text
    seconds double precision
    starttime timestamp with time zone
    deletedtime timestamp with time zone

VIEW candidatecall
    outboundcallid bigint
    callgroupid bigint
    outboundlistid uuid
    due flag
    predistributed flag
    agentid uuid
    preferredagentid uuid
    missedby uuid[]
    number text
    allowsharednumber flag
    priority integer
    enqueueingtime timestamp with time zone
    waitssince timestamp with time zone
    isallowed boolean

VIEW conditiontext
    "position" integer
    condition text
    remedy text

VIEW distributablecall
    outboundcallid bigint
    callgroupid bigint
    outboundlistid uuid
    due flag
    predistributed flag
    agentid uuid
    preferredagentid uuid
    missedby uuid[]
    number text
    allowsharednumber flag
    priority integer
    enqueueingtime timestamp with time zone
    waitssince timestamp with time zone

VIEW eligibleagent
    callgroupid bigint
    agentid uuid
    workplaceid uuid
    isready boolean
    knowledge integer
    proficiency integer
    idlesince timestamp with time zone

VIEW errorcode
    code text
    httpstatus integer
    meaning text

VIEW exportedcall WITH (security_invoker=true)
    outboundlistid uuid
    changedtime timestamp with time zone
    outboundcallid bigint
    outboundlistimportid bigint
    outboundlist text
    project text
    number text
    numbergiven text
    displayname text
    callkey character varying(48)
    callresult callresult
    callphase callphase
    callresultdetail text
    cause text
    trial integer
    agent text
    predistributed flag
    preferredagent text
    language text
    priority integer
    skill integer
    proficiency integer
    callerid text
    timemode timemode
    timefrom wallclock
    timeto wallclock
    timezone text
    scheduletime timestamp with time zone
    createdtime timestamp with time zone
    enqueueingtime timestamp with time zone
    distributiontime timestamp with time zone
    dialtime timestamp with time zone
    ringingtime timestamp with time zone
    answertime timestamp with time zone
    endtime timestamp with time zone
    postcallendtime timestamp with time zone
    extendedfields jsonb
    answers jsonb
    questions jsonb
    facts jsonb

VIEW fittingrule
    outboundcallid bigint
    calllevel integer
    schedulepostconditionid uuid
    rulelevel integer
    waitedat timestamp with time zone

VIEW freeagent
    agentid uuid
    workplaceid uuid
    lastcallutc timestamp with time zone
    knowledgeoffset integer
    isready boolean

VIEW functionright
    kind rolekind
    functionname text

VIEW listdonotcall
    outboundlistid uuid
    donotcalllistid uuid
    source text
    until timestamp with time zone

VIEW recordedtable
    tablename text
    keycolumns text[]
    ownertable text
    ownercolumn text
    leftout text[]
    secret text
    watched text

VIEW rowright
    tablename text
    command text
    condition text
    outcome text

VIEW rulecondition
    outboundcallid bigint
    calllevel integer
    schedulepostconditionid uuid
    rulelevel integer
    waitedat timestamp with time zone
    iswaiting boolean
    priorityfits boolean
    projectfits boolean
    projectgroupfits boolean
    languagefits boolean
    listfits boolean
    skillfits boolean
    proficiencyfits boolean
    trialfits boolean
    calltypefits boolean
    predistributedfits boolean
    agentfits boolean
    teamfits boolean

VIEW ruleeffect
    outboundcallid bigint
    schedulepostconditionid uuid
    displayname text
    fromphase callphase
    fromresult callresult
    enqueueingtime timestamp with time zone
    moment timestamp with time zone
    projectid uuid
    languageid uuid
    outboundlistid uuid
    priority integer
    skill integer
    proficiency integer
    predistributed integer
    agentid uuid
    preferredagentid uuid
    scheduletime timestamp with time zone
    callresult callresult
    conditionlevel integer
    extendedfields jsonb
    before jsonb
    after jsonb

VIEW skillcondition
    agentid uuid
    callgroupid bigint
    hasskill boolean
    skillisenabled boolean
    skillisengaged boolean
    knowsenough boolean
    speaksenough boolean
    knowledge integer
    knowledgeasked integer
    proficiency integer
    proficiencyasked integer

VIEW skilledagent
    callgroupid bigint
    agentid uuid
    knowledge integer
    proficiency integer

VIEW tableright
    kind rolekind
    tablename text
    privilege text
    columnname text

VIEW trunkstate
    trunkid uuid
    displayname text
    endpoint text
    pbxid uuid
    rank integer
    callspersecond integer
    maxcalls integer
    livecalls integer
    lastsecond integer
    restsuntil timestamp with time zone
    attempts integer
    failureshare double precision

VIEW unansweredresult
    outboundcallid bigint
    changedtime timestamp with time zone

VIEW unattendedcall
    outboundcallid bigint
    callgroupid bigint
    outboundlistid uuid
    due flag
    predistributed flag
    number text
    allowsharednumber flag
    priority integer
    enqueueingtime timestamp with time zone
    waitssince timestamp with time zone

FUNCTION abandon_rates(outbound_list_id uuid, OUT answeredday bigint, OUT abandonedday bigint, OUT answeredmonth bigint, OUT abandonedmonth bigint)
    RETURNS record PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION abandoned_detail()
    RETURNS uuid PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION accept_offer(call_id bigint, agent_id uuid)
    RETURNS callphase PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION act_as(kind text, credential text)
    RETURNS TABLE(agent_id uuid, display_name text, scope text) PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION acting_agent()
    RETURNS uuid PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION acting_projects()
    RETURNS uuid[] PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION acting_scope()
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION acting_seal(agent_id text, scope text)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION actor()
    RETURNS text PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION acts_freely()
    RETURNS boolean PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION add_do_not_call(do_not_call_list_id uuid, numbers text[])
    RETURNS TABLE(place integer, problem text) PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own, jit=off

FUNCTION add_filled()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION add_tally(from_id bigint, to_id bigint)
    RETURNS void PLPGSQL VOLATILE SET search_path=its own, jit=off

FUNCTION affordable_starts(fewest integer, most integer, agents double precision, busy double precision[], ringing double precision[], answer_chance double precision, risk double precision, loss double precision, OUT starts integer, OUT expected_abandons double precision)
    RETURNS record PLPGSQL IMMUTABLE PARALLEL SAFE SET search_path=its own

FUNCTION agent_day(agent_id uuid, since timestamp with time zone)
    RETURNS TABLE(outboundcallid bigint, endtime timestamp with time zone, displayname text, number text, callresult callresult, detailname text, talkseconds integer) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION agent_state(agent_id uuid)
    RETURNS TABLE(login text, displayname text, agentstatusid uuid, agentstatus text, activity agentactivity, statussince timestamp with time zone, workplaceid uuid, workplace text, linestate workplacestate, outboundcallid bigint, calltype calltype, callphase callphase, callresult callresult, number text, callname text, outboundlistid uuid, deadline timestamp with time zone, talkstate talkstate, consultnumber text, transferredto text, talkproblem text, muted flag, keyssent integer) PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION agent_tokens(agent_id uuid)
    RETURNS TABLE(apitokenid uuid, displayname text, scope text, createdtime timestamp with time zone, expirestime timestamp with time zone, revokedtime timestamp with time zone, lastseentime timestamp with time zone) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION agent_versions(agent_ids uuid[])
    RETURNS TABLE(agentid uuid, version text) PLPGSQL STABLE SET search_path=its own, jit=off

FUNCTION ahead_agents(group_id bigint, pbx_id uuid)
    RETURNS uuid[] PLPGSQL VOLATILE SET search_path=its own, enable_hashjoin=off, enable_mergejoin=off, jit=off

FUNCTION all_allowed(call_ids bigint[])
    RETURNS boolean PLPGSQL STABLE SET search_path=its own, enable_seqscan=off, enable_hashjoin=off, enable_mergejoin=off, enable_bitmapscan=off, jit=off

FUNCTION allowed_values(parameter configuration)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION answer_chance(ended integer[], answered integer[])
    RETURNS double precision PLPGSQL IMMUTABLE PARALLEL SAFE SET search_path=its own

FUNCTION answer_text(answer jsonb)
    RETURNS text PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION apply_pbx_events(pbx_call_ids text[], events text[], causes text[], happened_at timestamp with time zone[])
    RETURNS TABLE(place bigint, outbound_call_id bigint, answer text) PLPGSQL VOLATILE SET search_path=its own, enable_seqscan=off, enable_hashjoin=off, enable_mergejoin=off, jit=off, plan_cache_mode=force_generic_plan

FUNCTION apply_post_conditions()
    RETURNS integer PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own, enable_seqscan=off, enable_hashjoin=off, enable_mergejoin=off, jit=off

FUNCTION asked_skills()
    RETURNS TABLE(projectid uuid, projectname text, languageid uuid) PLPGSQL STABLE SET search_path=its own

FUNCTION attempts_in_progress()
    RETURNS bigint[] PLPGSQL STABLE SET search_path=its own, enable_seqscan=off, jit=off

FUNCTION attempts_needed()
    RETURNS interval PLPGSQL STABLE SET search_path=its own

FUNCTION beat(runner_name text, cycle_seconds double precision DEFAULT NULL::double precision, pbx_ready boolean DEFAULT NULL::boolean)
    RETURNS void PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION begin_do_not_call(list_name text, replace boolean)
    RETURNS uuid PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION begin_import(outbound_list_id uuid, file_name text, file_hash text DEFAULT NULL::text, options jsonb DEFAULT '{}'::jsonb, duplicates duplicatepolicy DEFAULT NULL::duplicatepolicy, all_or_nothing boolean DEFAULT false, dry_run boolean DEFAULT false, again boolean DEFAULT false)
    RETURNS bigint PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION begin_login(login text, address text)
    RETURNS TABLE(agent_id uuid, password_hash text) PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION bind_command(command text, known_names text[], column_name text, owner_name text, OUT bound_command text, OUT parameter_names text[])
    RETURNS record PLPGSQL VOLATILE SET search_path=its own, standard_conforming_strings=on

FUNCTION broken_rules(called outboundcall, moment timestamp with time zone, of_hours boolean)
    RETURNS TABLE(kind rulekind, rule text, source text, until timestamp with time zone) PLPGSQL STABLE SET search_path=its own, jit=off, plan_cache_mode=force_generic_plan

FUNCTION bulk_obstacle(action text, call_type calltype, call_phase callphase, call_result callresult, is_done boolean)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION bulk_wish(action text, filter jsonb, ids bigint[], outbound_list_id uuid, agent_id uuid, schedule_time timestamp with time zone, OUT chosen text, OUT is_done text)
    RETURNS record PLPGSQL VOLATILE SET search_path=its own

FUNCTION busy_outlook(busy_ages double precision[], handle_times double precision[], handled bigint, moments double precision[], ring_time double precision, OUT sums double precision[], OUT soon double precision)
    RETURNS record PLPGSQL IMMUTABLE PARALLEL SAFE SET search_path=its own

FUNCTION cache_version(cache_name text DEFAULT 'DataStructures.Config'::text)
    RETURNS bigint PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION calendar_hours(calendar_id uuid, day date)
    RETURNS TABLE(opens time without time zone, closes time without time zone) PLPGSQL STABLE PARALLEL SAFE SET search_path=its own

FUNCTION calendar_is_open(calendar_id uuid, moment timestamp with time zone)
    RETURNS boolean PLPGSQL STABLE SET search_path=its own

FUNCTION call_actions(call_id bigint)
    RETURNS TABLE(cmd text, forme boolean) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION call_answers(called outboundcall, form jsonb, language_code text, result_detail text)
    RETURNS jsonb PLPGSQL STABLE SET search_path=its own

FUNCTION call_back_abandoned(called outboundcall)
    RETURNS bigint PLPGSQL VOLATILE SET search_path=its own

FUNCTION call_clock(call_id bigint)
    RETURNS TABLE(timezone text, walltime timestamp without time zone, schedulewalltime timestamp without time zone, timewindow text) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION call_condition(filter jsonb)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION call_facts(called outboundcall, answers jsonb, language_code text, result_detail text)
    RETURNS jsonb PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION call_form(call_id bigint)
    RETURNS TABLE(place integer, questionkey text, questiontype text, question text, help text, required boolean, options jsonb, shown boolean, answer jsonb, prefilled boolean, isold boolean) PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION call_group(outbound_list_id uuid, outbound_list_import_id bigint, project_id uuid, language_id uuid, skill integer, proficiency integer)
    RETURNS bigint PLPGSQL VOLATILE SET search_path=its own

FUNCTION call_language(language_of_list uuid, project_id uuid)
    RETURNS uuid PLPGSQL STABLE SET search_path=its own

FUNCTION call_moment(call_id bigint, schedule_time text)
    RETURNS timestamp with time zone PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION call_off_calls(call_ids bigint[])
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own, jit=off

FUNCTION call_order(order_name text, is_down boolean)
    RETURNS text PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION call_place(order_name text)
    RETURNS text PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION call_time_zone(time_zone text, number text, list_time_zone text)
    RETURNS text PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION call_walk(order_name text, is_down boolean, condition text, place jsonb)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION call_way(filter jsonb, OUT order_name text, OUT is_down boolean, OUT condition text)
    RETURNS record PLPGSQL STABLE SET search_path=its own

FUNCTION callback_title(inbound inboundcall)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION caller_problem(given text)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION cancel_call(call_id bigint)
    RETURNS callphase PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION cell_value(grid_column dataquerycolumn, value text, agent_id uuid)
    RETURNS text PLPGSQL VOLATILE SET search_path=its own

FUNCTION census_pause(seconds double precision, activity listactivity)
    RETURNS interval PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION change_bulk_call(action text, call_id bigint, outbound_list_id uuid, agent_id uuid, schedule_time timestamp with time zone)
    RETURNS void PLPGSQL VOLATILE SET search_path=its own

FUNCTION change_bulk_calls(action text, filter jsonb DEFAULT NULL::jsonb, ids bigint[] DEFAULT NULL::bigint[], outbound_list_id uuid DEFAULT NULL::uuid, agent_id uuid DEFAULT NULL::uuid, schedule_time timestamp with time zone DEFAULT NULL::timestamp with time zone, after_id bigint DEFAULT 0, until_id bigint DEFAULT NULL::bigint, "limit" integer DEFAULT 500)
    RETURNS jsonb PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own, jit=off

FUNCTION change_mute(call_id bigint, agent_id uuid, muted boolean, what text)
    RETURNS boolean PLPGSQL VOLATILE SET search_path=its own

FUNCTION change_talk(call_id bigint, agent_id uuid, talk_state talkstate, target text, what text)
    RETURNS talkstate PLPGSQL VOLATILE SET search_path=its own

FUNCTION check_batch(outbound_list_import_id bigint)
    RETURNS TABLE(firstline bigint, lastline bigint) PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION check_call_key(call_key text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION check_import(batch outboundlistimport, first_line bigint, last_line bigint)
    RETURNS importcall[] PLPGSQL STABLE SET search_path=its own, enable_nestloop=off, enable_seqscan=off, jit=off, work_mem=64MB

FUNCTION check_invariants()
    RETURNS TABLE(invariant text, broken bigint, example bigint) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION check_list_quotas(outbound_list_id uuid, recounts integer, holds integer)
    RETURNS void PLPGSQL VOLATILE SET search_path=its own

FUNCTION check_quotas()
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own, jit=off

FUNCTION check_report(dimension text, allowed text[], since timestamp with time zone, until timestamp with time zone, time_zone text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION check_scenario(scenario_id uuid)
    RETURNS void PLPGSQL VOLATILE SET search_path=its own

FUNCTION check_setup()
    RETURNS TABLE(rank integer, requirement text, holds boolean, value text, remedy text) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION check_staged(batch outboundlistimport)
    RETURNS importcall[] PLPGSQL VOLATILE SET search_path=its own, enable_seqscan=off, jit=off

FUNCTION check_time_zone(time_zone text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION check_url_ids(parameters jsonb)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION check_window(time_mode timemode, time_from text, time_to text, time_zone text)
    RETURNS void PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION check_zone_name(time_zone text)
    RETURNS void PLPGSQL IMMUTABLE PARALLEL SAFE SET search_path=its own

FUNCTION checked_value(parameter configuration, column_name text, given text)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION choose_pbxs(call_ids bigint[])
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own, enable_seqscan=off, enable_hashjoin=off, enable_mergejoin=off, jit=off

FUNCTION choose_trunks("limit" integer, other_pbxs uuid[] DEFAULT '{}'::uuid[])
    RETURNS TABLE(pbx_command_id bigint, trunk_id uuid) PLPGSQL VOLATILE SET search_path=its own, enable_seqscan=off, enable_hashjoin=off, enable_mergejoin=off, jit=off

FUNCTION clean_number(number text)
    RETURNS text PLPGSQL IMMUTABLE PARALLEL SAFE SET search_path=its own

FUNCTION clear_cache(cache_name text DEFAULT 'DataStructures.Config'::text)
    RETURNS bigint PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION clock()
    RETURNS timestamp with time zone PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION clock_face(moment timestamp with time zone)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION close_line(workplace_id uuid)
    RETURNS boolean PLPGSQL VOLATILE SET search_path=its own

FUNCTION close_unanswered_results()
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own

FUNCTION close_windows()
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own, enable_seqscan=off, enable_hashjoin=off, enable_mergejoin=off, jit=off

FUNCTION column_choices(grid_column dataquerycolumn, agent_id uuid)
    RETURNS jsonb PLPGSQL VOLATILE SET search_path=its own

FUNCTION column_of(names text[], name text)
    RETURNS text PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION complete_call()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION complete_inbound_call()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION complete_phone_number()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION condition_fields()
    RETURNS text[] PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION condition_holds(conditions jsonb, facts jsonb)
    RETURNS boolean PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION configuration(configuration_name text)
    RETURNS text PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION connect_answered(call_ids bigint[])
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own, jit=off

FUNCTION connect_waiting()
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own, enable_seqscan=off, jit=off

FUNCTION consult(call_id bigint, agent_id uuid, target text)
    RETURNS talkstate PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION count_calls(filter jsonb, OUT calls integer, OUT is_all boolean)
    RETURNS record PLPGSQL STABLE SECURITY DEFINER SET search_path=its own, jit=off

FUNCTION count_calls_in_quotas(call_ids bigint[])
    RETURNS void PLPGSQL VOLATILE SET search_path=its own, jit=off

FUNCTION count_failure(subject_kind text, name text, limit_is integer)
    RETURNS boolean PLPGSQL VOLATILE SET search_path=its own

FUNCTION count_reasons(outbound_list_id uuid, suppose_running boolean)
    RETURNS TABLE(condition text, calls bigint, remedy text) PLPGSQL STABLE SET search_path=its own

FUNCTION count_soon(outbound_list_id uuid)
    RETURNS void PLPGSQL VOLATILE SET search_path=its own

FUNCTION count_talk()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION create_call(outbound_list_id uuid, number text, display_name text DEFAULT NULL::text, schedule_time timestamp with time zone DEFAULT NULL::timestamp with time zone, agent_id uuid DEFAULT NULL::uuid, predistributed boolean DEFAULT false, priority integer DEFAULT 0, language_id uuid DEFAULT NULL::uuid, contact_id uuid DEFAULT NULL::uuid, call_key text DEFAULT NULL::text, extended_fields jsonb DEFAULT NULL::jsonb, request_key uuid DEFAULT NULL::uuid, project_id uuid DEFAULT NULL::uuid, phone_number_id uuid DEFAULT NULL::uuid, issue_id uuid DEFAULT NULL::uuid, message_id uuid DEFAULT NULL::uuid, chat_id uuid DEFAULT NULL::uuid)
    RETURNS bigint PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION create_list(name text, project text)
    RETURNS uuid PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION create_token(agent_id uuid, token_hash text, scope text, expires timestamp with time zone, display_name text)
    RETURNS uuid PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION create_visitor(agent_id uuid, number text DEFAULT NULL::text, project_id uuid DEFAULT NULL::uuid, outbound_list_id uuid DEFAULT NULL::uuid, language_id uuid DEFAULT NULL::uuid, issue_id uuid DEFAULT NULL::uuid, contact_id uuid DEFAULT NULL::uuid, call_key text DEFAULT NULL::text, request_key uuid DEFAULT NULL::uuid)
    RETURNS bigint PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION database_role(kind rolekind)
    RETURNS text PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION date_of(given text)
    RETURNS text PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION day_hours(calendar_id uuid, rule_pack_id uuid, region text, day date)
    RETURNS TABLE(opens time without time zone, closes time without time zone) PLPGSQL STABLE PARALLEL SAFE SET search_path=its own

FUNCTION default_status(activity agentactivity)
    RETURNS uuid PLPGSQL STABLE SET search_path=its own

FUNCTION demand(permission text, degree text, agent_id uuid DEFAULT NULL::uuid)
    RETURNS void PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION demand_call(call_id bigint, degree text, agent_id uuid DEFAULT NULL::uuid)
    RETURNS void PLPGSQL VOLATILE SET search_path=its own

FUNCTION demand_self(agent_id uuid)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION demands(OUT group_ids bigint[], OUT demands integer[], OUT samples bigint[])
    RETURNS record PLPGSQL STABLE SET search_path=its own

FUNCTION describe_grid(data_query_id uuid, agent_id uuid DEFAULT NULL::uuid)
    RETURNS jsonb PLPGSQL VOLATILE SET search_path=its own

FUNCTION describe_hours(rule_pack_id uuid, number text, time_zone text)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION describe_window(time_mode timemode, time_from text, time_to text, time_zone text, calendar_id uuid)
    RETURNS text PLPGSQL STABLE PARALLEL SAFE SECURITY DEFINER SET search_path=its own

FUNCTION dial_ahead()
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own, jit=off

FUNCTION dial_call(call_id bigint, agent_id uuid)
    RETURNS callphase PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION dial_unattended(call_ids bigint[])
    RETURNS bigint[] PLPGSQL VOLATILE SET search_path=its own, enable_seqscan=off, enable_hashjoin=off, enable_mergejoin=off, jit=off

FUNCTION distribute(call_ids bigint[], agent_ids uuid[])
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own, lock_timeout=1s

FUNCTION drop_history(before date)
    RETURNS TABLE(partition text, outcome text) PLPGSQL VOLATILE SET search_path=its own

FUNCTION drop_months(until timestamp with time zone, patient boolean)
    RETURNS TABLE(partition text, outcome text) PLPGSQL VOLATILE SET search_path=its own, lock_timeout=100ms

FUNCTION dry_run_list(outbound_list_id uuid)
    RETURNS TABLE(condition text, calls bigint, remedy text) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION earlier_calls(call_id bigint)
    RETURNS TABLE(outboundcallid bigint, endtime timestamp with time zone, agentname text, callresult callresult, detailname text, listname text, talkseconds integer) PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION easter_date(year integer)
    RETURNS date PLPGSQL IMMUTABLE PARALLEL SAFE SET search_path=its own

FUNCTION editor_call(parameters jsonb, save boolean DEFAULT false)
    RETURNS TABLE(outbound_call_id bigint, number text, project_id uuid, outbound_list_id uuid, language_id uuid, contact_id uuid, phone_number_id uuid, issue_id uuid, message_id uuid, chat_id uuid, agent_id uuid, predistributed boolean, call_type calltype, call_key text, display_name text, priority integer, time_zone text, schedule_time timestamp with time zone, time_mode timemode, time_from text, time_to text) PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION editor_number(parameters jsonb)
    RETURNS TABLE(number text, countries text[], time_zone text, wall_time timestamp without time zone, opens timestamp with time zone, closes timestamp with time zone, busy_call bigint) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION end_callback(call_id bigint)
    RETURNS boolean PLPGSQL VOLATILE SET search_path=its own

FUNCTION end_pauses()
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own

FUNCTION end_reported_calls(pbx_call_ids text[], events text[], causes text[])
    RETURNS void PLPGSQL VOLATILE SET search_path=its own

FUNCTION end_session(session_hash text)
    RETURNS void PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION end_trunk_calls(pbx_call_ids text[], causes text[])
    RETURNS void PLPGSQL VOLATILE SET search_path=its own, enable_seqscan=off, enable_hashjoin=off, enable_mergejoin=off, jit=off

FUNCTION ends_channel(event pbxeventkind)
    RETURNS boolean PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION enqueue_call(call_id bigint, agent_id uuid DEFAULT NULL::uuid)
    RETURNS callphase PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION enter_phase()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION expected_loss(agents double precision, mean double precision, variance double precision)
    RETURNS double precision PLPGSQL IMMUTABLE PARALLEL SAFE SET search_path=its own

FUNCTION expire_calls()
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own

FUNCTION explain_number_problem(problem text, OUT reason text, OUT remedy text)
    RETURNS record PLPGSQL IMMUTABLE PARALLEL SAFE SET search_path=its own

FUNCTION export_grid(data_query_id uuid, order_by text DEFAULT NULL::text, descending boolean DEFAULT NULL::boolean, filter jsonb DEFAULT NULL::jsonb, agent_id uuid DEFAULT NULL::uuid, OUT statement text, OUT given text[], OUT headings text[])
    RETURNS record PLPGSQL VOLATILE SET search_path=its own

FUNCTION export_search(filter jsonb, OUT statement text, OUT headings text[])
    RETURNS record PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION export_statement(outbound_list_id uuid, since timestamp with time zone DEFAULT NULL::timestamp with time zone, safe boolean DEFAULT false, OUT statement text, OUT headings text[])
    RETURNS record PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION fails_too_often(outcomes smallint[], failures integer, attempts integer)
    RETURNS boolean PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION filter_conditions(grid dataquery, filter jsonb)
    RETURNS TABLE(columnname text, operator text, value text[]) PLPGSQL STABLE SET search_path=its own

FUNCTION find_agent(agent_id uuid)
    RETURNS agent PLPGSQL VOLATILE SET search_path=its own

FUNCTION find_call(call_id bigint)
    RETURNS outboundcall PLPGSQL VOLATILE SET search_path=its own

FUNCTION find_colleagues(typed text)
    RETURNS TABLE(login text, displayname text, extension text, agentstatus text, color text, isfree boolean) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION find_contacts(typed text)
    RETURNS TABLE(contactid uuid, displayname text, number text) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION find_grid(data_query_id uuid)
    RETURNS dataquery PLPGSQL STABLE SET search_path=its own

FUNCTION find_inbound_call(inbound_call_id bigint)
    RETURNS inboundcall PLPGSQL VOLATILE SET search_path=its own

FUNCTION find_list(outbound_list_id uuid)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION find_option(options jsonb, given text)
    RETURNS text PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION find_own_call(call_id bigint, agent_id uuid, phases callphase[], what text)
    RETURNS outboundcall PLPGSQL VOLATILE SET search_path=its own

FUNCTION find_pbx(pbx_name text)
    RETURNS uuid PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION find_rule(rule uuid)
    RETURNS schedulepostcondition PLPGSQL STABLE SET search_path=its own

FUNCTION find_status(status text)
    RETURNS uuid PLPGSQL STABLE SET search_path=its own

FUNCTION find_tile(tile_id uuid)
    RETURNS tile PLPGSQL STABLE SET search_path=its own

FUNCTION finish_do_not_call(do_not_call_list_id uuid)
    RETURNS integer PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own, jit=off

FUNCTION finish_import(outbound_list_import_id bigint)
    RETURNS outboundlistimport PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION finish_login(login text, address text, succeeded boolean, session_hash text)
    RETURNS uuid PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION first_answer(request_key uuid)
    RETURNS bigint PLPGSQL VOLATILE SET search_path=its own

FUNCTION first_calls(group_ids bigint[], depths integer[], are_vetted boolean)
    RETURNS TABLE(outboundcallid bigint, number text, isshared boolean, ischoosy boolean, priority integer, waitssince timestamp with time zone, place integer) PLPGSQL STABLE SET search_path=its own, enable_seqscan=off, enable_sort=off, enable_incremental_sort=off, enable_hashjoin=off, enable_mergejoin=off, enable_bitmapscan=off, jit=off

FUNCTION first_own_calls(agents uuid[], depth integer)
    RETURNS TABLE(outboundcallid bigint, number text, isshared boolean, priority integer, waitssince timestamp with time zone, owner integer) PLPGSQL STABLE SET search_path=its own, enable_hashjoin=off, enable_mergejoin=off, jit=off

FUNCTION fits_type(value text, type_name text)
    RETURNS boolean PLPGSQL STABLE SET search_path=its own

FUNCTION floats_of(list jsonb)
    RETURNS double precision[] PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION floor_agents(project_ids uuid[] DEFAULT NULL::uuid[], everybody boolean DEFAULT false)
    RETURNS TABLE(agentid uuid, displayname text, teamname text, agentstatusid uuid, agentstatus text, activity agentactivity, color text, statussince timestamp with time zone, workplaceid uuid, workplace text, linestate workplacestate, outboundcallid bigint, callphase callphase, callsince timestamp with time zone, number text, outboundlistid uuid, listname text, problem text) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own, jit=off

FUNCTION floor_figures(project_ids uuid[] DEFAULT NULL::uuid[], list_ids uuid[] DEFAULT NULL::uuid[])
    RETURNS TABLE(agents jsonb, calls jsonb, waiting bigint, due bigint, retry bigint, oldestdue timestamp with time zone, countedtime timestamp with time zone, attempts bigint, answered bigint, finished bigint, callerswaiting bigint, callerslost bigint) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own, jit=off

FUNCTION floor_setup()
    RETURNS TABLE(rank integer, requirement text, holds boolean, value text, remedy text) PLPGSQL STABLE SET search_path=its own

FUNCTION floor_version()
    RETURNS text PLPGSQL STABLE SET search_path=its own, jit=off

FUNCTION fold_heading(heading text)
    RETURNS text PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION follow_agent(agent_id uuid, workplace_id uuid, project_id uuid, from_phase callphase, to_phase callphase, is_live boolean, is_missed boolean, outbound_list_id uuid)
    RETURNS void PLPGSQL VOLATILE SET search_path=its own

FUNCTION follow_call()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION follow_do_not_call()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION follow_grid()
    RETURNS trigger PLPGSQL VOLATILE SET search_path=its own

FUNCTION follow_history(batch integer DEFAULT 5000)
    RETURNS integer PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION follow_inbound_call()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION follow_line_mode()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION follow_list_scenario()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION follow_masked()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION follow_new_calls()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own, jit=off

FUNCTION follow_pack()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION follow_questions()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION follow_quota()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION follow_rules()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION follow_seat()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION follow_talk()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION forbidden_heads()
    RETURNS bigint[] PLPGSQL STABLE SET search_path=its own, enable_seqscan=off, enable_sort=off, enable_hashjoin=off, enable_mergejoin=off, enable_bitmapscan=off, jit=off

FUNCTION forecast_hours(outbound_list_id uuid, remaining bigint, pace double precision)
    RETURNS TABLE(fromtime timestamp with time zone, totime timestamp with time zone, finished double precision, callsleft bigint, byhistory boolean) PLPGSQL STABLE SET search_path=its own

FUNCTION forget_marks()
    RETURNS void PLPGSQL VOLATILE SET search_path=its own

FUNCTION forget_recordings()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION forget_rejects(outbound_list_import_id bigint)
    RETURNS bigint PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION form_state(questions jsonb, saved jsonb, facts jsonb)
    RETURNS TABLE(place integer, question jsonb, shown boolean, answer jsonb, prefilled boolean) PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION grid_agent(agent_id uuid, what text, is_asked boolean)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION grid_columns(grid dataquery)
    RETURNS TABLE(columnname text, sourcename text, displayname text, place bigint) PLPGSQL STABLE SET search_path=its own

FUNCTION grid_values(grid dataquery, parameter_names text[], agent text, id text, value text)
    RETURNS text[] PLPGSQL VOLATILE SET search_path=its own

FUNCTION guard_agent()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION guard_agent_rights()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION guard_configuration()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION guard_do_not_call()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION guard_grid()
    RETURNS trigger PLPGSQL VOLATILE SET search_path=its own

FUNCTION guard_grid_column()
    RETURNS trigger PLPGSQL VOLATILE SET search_path=its own

FUNCTION guard_hook()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION guard_list()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION guard_pack()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION guard_pack_rule()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION guard_question()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION guard_quota()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION guard_rule()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION guard_scenario_result()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION guard_skill_rights()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION guard_talk()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION guard_tile()
    RETURNS trigger PLPGSQL VOLATILE SET search_path=its own

FUNCTION guard_transition()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION guard_trunk()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION hang_up(call_id bigint, agent_id uuid)
    RETURNS callphase PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION hash_of_nobody()
    RETURNS text PLPGSQL VOLATILE SET search_path=its own

FUNCTION hear_recording(recording_id bigint)
    RETURNS text PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION hold_call(call_id bigint, agent_id uuid)
    RETURNS talkstate PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION hold_callback_number(number text, lost timestamp with time zone, served timestamp with time zone)
    RETURNS callbacknumber PLPGSQL VOLATILE SET search_path=its own

FUNCTION holiday_date(holiday text, year integer)
    RETURNS date PLPGSQL IMMUTABLE PARALLEL SAFE SET search_path=its own

FUNCTION import_batch(outbound_list_import_id bigint)
    RETURNS outboundlistimport PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION import_field(name text)
    RETURNS TABLE(known boolean, field importfield, own boolean) PLPGSQL STABLE SET search_path=its own

FUNCTION is_moment(value text)
    RETURNS boolean PLPGSQL STABLE SET search_path=its own

FUNCTION is_over(result callresult)
    RETURNS boolean PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION is_own_call(called outboundcall, degree text, agent_id uuid)
    RETURNS boolean PLPGSQL STABLE SET search_path=its own

FUNCTION ivr_call_back(number text, schedule_time timestamp with time zone DEFAULT NULL::timestamp with time zone, inbound_call_id bigint DEFAULT NULL::bigint, outbound_list_id uuid DEFAULT NULL::uuid, project_id uuid DEFAULT NULL::uuid, language_id uuid DEFAULT NULL::uuid)
    RETURNS bigint PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION ivr_feedback(outbound_list_id uuid, outbound_call_id bigint DEFAULT NULL::bigint, inbound_call_id bigint DEFAULT NULL::bigint, delay integer DEFAULT 0)
    RETURNS bigint PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION ivr_result(pbx_call_id text, answers jsonb)
    RETURNS integer PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION judge_quotas(list_ids uuid[])
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own

FUNCTION keep_answer(request_key uuid, answer bigint)
    RETURNS bigint PLPGSQL VOLATILE SET search_path=its own

FUNCTION keep_parameter()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION keep_status()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION ladder_mark(ladder text)
    RETURNS timestamp with time zone PLPGSQL STABLE SET search_path=its own

FUNCTION last_hour(list_ids uuid[], OUT attempts bigint, OUT answered bigint, OUT finished bigint)
    RETURNS record PLPGSQL STABLE SET search_path=its own

FUNCTION last_message(called outboundcall)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION like_text(value text)
    RETURNS text PLPGSQL IMMUTABLE SECURITY DEFINER SET search_path=its own

FUNCTION limit_grid_time()
    RETURNS void PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION line_state(seat workplace)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION list_best_hours(outbound_list_id uuid, days integer DEFAULT 90)
    RETURNS TABLE(weekday integer, hour integer, attempts bigint, answered bigint) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION list_days(outbound_list_id uuid, days integer DEFAULT 14)
    RETURNS TABLE(day date, fromtime timestamp with time zone, totime timestamp with time zone, attempts bigint, answered bigint, finished bigint) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION list_decisions(outbound_list_id uuid, "limit" integer DEFAULT 50)
    RETURNS TABLE(pacingdecisionid bigint, decisiontime timestamp with time zone, starts integer, dialled integer, agentfirst flag, expectedabandons double precision, ready integer, busy integer, ringing integer, reason text) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION list_figures(outbound_list_id uuid)
    RETURNS TABLE(countedtime timestamp with time zone, calls bigint, waiting bigint, due bigint, inprogress bigint, paused bigint, retry bigint, finished bigint, oldestdue timestamp with time zone, counts jsonb, details jsonb, attemptslasthour bigint, answeredlasthour bigint, finishedlasthour bigint, remaining bigint, pace double precision, workhours double precision, endtime timestamp with time zone) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION list_forecast(outbound_list_id uuid)
    RETURNS TABLE(remaining bigint, pace double precision, workhours double precision, endtime timestamp with time zone) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION list_forecast_hours(outbound_list_id uuid)
    RETURNS TABLE(fromtime timestamp with time zone, totime timestamp with time zone, finished double precision, callsleft bigint, contactsleft bigint, byhistory boolean) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION list_hours(outbound_list_id uuid, since timestamp with time zone, until timestamp with time zone DEFAULT NULL::timestamp with time zone)
    RETURNS TABLE(fromtime timestamp with time zone, attempts bigint, answered bigint, finished bigint) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION list_pace(outbound_list_id uuid)
    RETURNS TABLE(dialingmode dialingmode, agentfirst flag, ready bigint, busy bigint, ringing bigint, waiting bigint, answerrate double precision, abandonlimit numeric, answeredday bigint, abandonedday bigint, answeredmonth bigint, abandonedmonth bigint, room double precision, reason text) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION list_progress(outbound_list_id uuid)
    RETURNS TABLE(callresult callresult, callphase callphase, calls bigint, trials bigint) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION list_quotas(outbound_list_id uuid)
    RETURNS TABLE(quotaid uuid, displayname text, conditions text, target integer, filled integer, reachedtime timestamp with time zone, iscounted boolean) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION list_rest(outbound_list_id uuid, OUT remaining bigint, OUT pace double precision)
    RETURNS record PLPGSQL STABLE SET search_path=its own

FUNCTION list_setup()
    RETURNS TABLE(rank integer, requirement text, holds boolean, value text, remedy text) PLPGSQL STABLE SET search_path=its own

FUNCTION list_work_ends(outbound_list_id uuid, work_hours double precision)
    RETURNS timestamp with time zone PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION list_zone(outbound_list_id uuid)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION live_versions(topic text, keys text[])
    RETURNS TABLE(key text, version text) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION log_in(agent_id uuid, workplace_id uuid)
    RETURNS text PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION log_off(agent_id uuid)
    RETURNS text PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION login_times(agent_id uuid)
    RETURNS TABLE(passwordtime timestamp with time zone, lastlogintime timestamp with time zone) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION lost_shift(inbound_call_id bigint)
    RETURNS bigint PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION make_callback(inbound inboundcall, way queuetransition, schedule_time timestamp with time zone, valid_until timestamp with time zone)
    RETURNS bigint PLPGSQL VOLATILE SET search_path=its own

FUNCTION make_partitions()
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own

FUNCTION map_columns(headings text[], given jsonb DEFAULT '{}'::jsonb)
    RETURNS TABLE(place integer, heading text, field importfield) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION match_calls(OUT call_id bigint, OUT agent_id uuid)
    RETURNS SETOF record PLPGSQL STABLE SET search_path=its own

FUNCTION match_rules(call_ids bigint[], rule uuid DEFAULT NULL::uuid)
    RETURNS TABLE(outboundcallid bigint, ruleid uuid, nextlook timestamp with time zone) PLPGSQL STABLE SET search_path=its own

FUNCTION may(permission text, degree text)
    RETURNS boolean PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION metrics()
    RETURNS TABLE(name text, help text, labels jsonb, value double precision) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own, jit=off

FUNCTION move_call()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION move_callback(call_id bigint, schedule_time timestamp with time zone)
    RETURNS void PLPGSQL VOLATILE SET search_path=its own

FUNCTION move_mark(ladder text, lowest timestamp with time zone)
    RETURNS timestamp with time zone PLPGSQL VOLATILE SET search_path=its own

FUNCTION mute_call(call_id bigint, agent_id uuid)
    RETURNS boolean PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION named_list(name text)
    RETURNS uuid PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION named_places(command text, said text)
    RETURNS text PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION neglect_call(call_id bigint)
    RETURNS callphase PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION new_call()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION newest_of(times double precision[], "limit" integer)
    RETURNS double precision[] PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION next_calendar_hours(calendar_id uuid, wall timestamp without time zone, range_from timestamp without time zone, range_to timestamp without time zone, rule_pack_id uuid, region text, OUT opens timestamp without time zone, OUT closes timestamp without time zone)
    RETURNS record PLPGSQL STABLE PARALLEL SAFE SET search_path=its own

FUNCTION next_counted_day(time_mode timemode, first_day integer, last_day integer, day date)
    RETURNS date PLPGSQL IMMUTABLE PARALLEL SAFE SET search_path=its own

FUNCTION next_moment()
    RETURNS timestamp with time zone PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION next_pbx_command(runner_name text DEFAULT NULL::text)
    RETURNS double precision PLPGSQL STABLE SECURITY DEFINER SET search_path=its own, enable_seqscan=off, enable_hashjoin=off, enable_mergejoin=off, jit=off

FUNCTION next_rule_calls(batch integer)
    RETURNS bigint[] PLPGSQL VOLATILE SET search_path=its own, enable_seqscan=off, enable_hashjoin=off, enable_mergejoin=off, jit=off

FUNCTION next_wall_window(time_mode timemode, time_from text, time_to text, calendar_id uuid, rule_pack_id uuid, region text, wall timestamp without time zone, OUT opens timestamp without time zone, OUT closes timestamp without time zone)
    RETURNS record PLPGSQL STABLE PARALLEL SAFE SET search_path=its own

FUNCTION next_window(time_mode timemode, time_from text, time_to text, time_zone text, calendar_id uuid, moment timestamp with time zone, rule_pack_id uuid DEFAULT NULL::uuid, region text DEFAULT NULL::text, OUT opens timestamp with time zone, OUT closes timestamp with time zone)
    RETURNS record PLPGSQL STABLE PARALLEL SAFE SECURITY DEFINER SET search_path=its own

FUNCTION normalise_number(number text, country text)
    RETURNS text PLPGSQL STABLE PARALLEL SAFE SECURITY DEFINER SET search_path=its own

FUNCTION note_attempt()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION note_handle_time(outbound_list_id uuid, busy_since timestamp with time zone)
    RETURNS void PLPGSQL VOLATILE SET search_path=its own

FUNCTION note_pace(from_phase callphase, called outboundcall)
    RETURNS void PLPGSQL VOLATILE SET search_path=its own

FUNCTION number_beginnings(typed text)
    RETURNS text[] PLPGSQL STABLE SET search_path=its own

FUNCTION number_countries(number text)
    RETURNS text[] PLPGSQL STABLE SET search_path=its own

FUNCTION number_problem(number text, country text)
    RETURNS text PLPGSQL STABLE PARALLEL SAFE SECURITY DEFINER SET search_path=its own

FUNCTION number_region(number text)
    RETURNS text PLPGSQL STABLE PARALLEL SAFE SECURITY DEFINER SET search_path=its own

FUNCTION number_time_zone(number text)
    RETURNS text PLPGSQL STABLE PARALLEL SAFE SECURITY DEFINER SET search_path=its own

FUNCTION offer_calls(call_ids bigint[], agent_ids uuid[])
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own

FUNCTION offered_details(call_id bigint)
    RETURNS SETOF callresultdetail PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION offset_holds_until(time_zone text, after timestamp without time zone, before timestamp without time zone)
    RETURNS timestamp without time zone PLPGSQL IMMUTABLE PARALLEL SAFE SET search_path=its own

FUNCTION open_import(outbound_list_import_id bigint)
    RETURNS outboundlistimport PLPGSQL VOLATILE SET search_path=its own

FUNCTION open_line(workplace_id uuid)
    RETURNS boolean PLPGSQL VOLATILE SET search_path=its own

FUNCTION open_windows()
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own, enable_seqscan=off, enable_hashjoin=off, enable_mergejoin=off, jit=off

FUNCTION order_clause(grid dataquery, order_name text, is_down boolean)
    RETURNS text PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION other_pbxs(pbx_id uuid)
    RETURNS uuid[] PLPGSQL STABLE SET search_path=its own

FUNCTION over_cause(inbound_call_id bigint, valid_until timestamp with time zone)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION pace(mode dialingmode, lines_per_agent double precision, min_agents integer, ready integer, busy_ages double precision[], ringing_ages double precision[], waiting integer, ended integer[], answered integer[], answer_times double precision[], handle_times double precision[], ring_time double precision, abandon_limit double precision, answered_day bigint, abandoned_day bigint, answered_month bigint, abandoned_month bigint, OUT starts integer, OUT agent_first boolean, OUT expected_abandons double precision, OUT reason text)
    RETURNS record PLPGSQL IMMUTABLE PARALLEL SAFE SET search_path=its own

FUNCTION pace_due()
    RETURNS boolean PLPGSQL STABLE SET search_path=its own, jit=off

FUNCTION pace_from(inputs jsonb, OUT starts integer, OUT agent_first boolean, OUT expected_abandons double precision, OUT reason text)
    RETURNS record PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION pace_pools()
    RETURNS TABLE(outbound_list_id uuid, call_group_id bigint, group_ids bigint[], has_calls boolean, was_agent_first boolean, inputs jsonb) PLPGSQL STABLE SET search_path=its own, jit=off

FUNCTION pack_hours(rule_pack_id uuid, region text, day date)
    RETURNS int4multirange PLPGSQL STABLE PARALLEL SAFE SET search_path=its own

FUNCTION pack_source(rule_pack_id uuid, kind rulekind)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION parameter_setup()
    RETURNS TABLE(rank integer, requirement text, holds boolean, value text, remedy text) PLPGSQL STABLE SET search_path=its own

FUNCTION parse_number(number text, country text, OUT e164 text, OUT problem text)
    RETURNS record PLPGSQL STABLE PARALLEL SAFE SET search_path=its own

FUNCTION partition_is_missing(months_ahead integer)
    RETURNS boolean PLPGSQL STABLE SET search_path=its own

FUNCTION pause_call(call_id bigint)
    RETURNS callphase PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION pbx_setup()
    RETURNS TABLE(rank integer, requirement text, holds boolean, value text, remedy text) PLPGSQL STABLE SET search_path=its own

FUNCTION placeable_agents()
    RETURNS TABLE(agentid uuid, login text) PLPGSQL STABLE SET search_path=its own

FUNCTION plain_number(number text, home callingcountry)
    RETURNS text PLPGSQL IMMUTABLE PARALLEL SAFE SET search_path=its own

FUNCTION press_tile(tile_id uuid, agent_id uuid DEFAULT NULL::uuid)
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own

FUNCTION preview_bulk_calls(action text, filter jsonb DEFAULT NULL::jsonb, ids bigint[] DEFAULT NULL::bigint[], outbound_list_id uuid DEFAULT NULL::uuid, agent_id uuid DEFAULT NULL::uuid, schedule_time timestamp with time zone DEFAULT NULL::timestamp with time zone)
    RETURNS TABLE(obstacle text, call_phase callphase, call_result callresult, calls bigint, last_id bigint) PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own, jit=off

FUNCTION preview_import(outbound_list_import_id bigint)
    RETURNS SETOF importcall PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION private_call(number text, agent_id uuid, outbound_list_id uuid DEFAULT NULL::uuid, project_id uuid DEFAULT NULL::uuid, language_id uuid DEFAULT NULL::uuid, issue_id uuid DEFAULT NULL::uuid, contact_id uuid DEFAULT NULL::uuid, call_key text DEFAULT NULL::text, from_bar boolean DEFAULT false, request_key uuid DEFAULT NULL::uuid)
    RETURNS bigint PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION purge()
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own

FUNCTION purge_attempts(before timestamp with time zone)
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own, enable_hashjoin=off, enable_mergejoin=off, jit=off

FUNCTION purge_call_attempts(before timestamp with time zone)
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own, enable_hashjoin=off, enable_mergejoin=off, jit=off

FUNCTION purge_callback_numbers(before timestamp with time zone)
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own, enable_hashjoin=off, enable_mergejoin=off, jit=off

FUNCTION purge_hook_deliveries()
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own

FUNCTION purge_logins(before timestamp with time zone)
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own

FUNCTION purge_months(until timestamp with time zone)
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own

FUNCTION purge_number_attempts(before timestamp with time zone)
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own, enable_hashjoin=off, enable_mergejoin=off, jit=off

FUNCTION purge_pacing(decisions_before timestamp with time zone, minutes_before timestamp with time zone)
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own

FUNCTION purge_requests(before timestamp with time zone)
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own

FUNCTION purge_setup_changes(before timestamp with time zone)
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own

FUNCTION purge_tallies(before timestamp with time zone)
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own

FUNCTION put_call(call_id bigint, call_result callresult)
    RETURNS callphase PLPGSQL VOLATILE SET search_path=its own

FUNCTION query_columns(bound_query text, column_name text, owner_name text)
    RETURNS text[] PLPGSQL VOLATILE SET search_path=its own

FUNCTION query_types(grid dataquery)
    RETURNS jsonb PLPGSQL VOLATILE SET search_path=its own

FUNCTION queue_call()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION queue_transition(project_id uuid, moment timestamp with time zone, transition_type transitiontype DEFAULT 'LostShift'::transitiontype)
    RETURNS queuetransition PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION quota_fits(call_ids bigint[])
    RETURNS TABLE(outboundcallid bigint, quotaid uuid, fits boolean) PLPGSQL STABLE SET search_path=its own, jit=off

FUNCTION reached_quota(call_id bigint)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION read_condition(line text, OUT condition jsonb, OUT problem text, OUT remedy text)
    RETURNS record PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION read_conditions(lines text, questions jsonb, OUT conditions jsonb, OUT problem text, OUT remedy text)
    RETURNS record PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION read_moment(value text, time_zone text)
    RETURNS timestamp with time zone PLPGSQL STABLE SET search_path=its own

FUNCTION read_options(options text)
    RETURNS jsonb PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION read_place(grid dataquery, order_type text, place jsonb)
    RETURNS text[] PLPGSQL STABLE SET search_path=its own

FUNCTION read_rows(query text, given text[], what text)
    RETURNS SETOF jsonb PLPGSQL VOLATILE SET search_path=its own, standard_conforming_strings=on

FUNCTION read_value(parameter configuration, given text, OUT value text, OUT is_allowed boolean)
    RETURNS record PLPGSQL STABLE SET search_path=its own

FUNCTION read_window(time_mode timemode, time_from text, time_to text, OUT range_from timestamp without time zone, OUT range_to timestamp without time zone, OUT first_day integer, OUT last_day integer, OUT begins time without time zone, OUT ends time without time zone)
    RETURNS record PLPGSQL STABLE PARALLEL SAFE SET search_path=its own

FUNCTION read_window_border(time_mode timemode, border text, border_name text, OUT day date, OUT weekday integer, OUT month_day integer, OUT time_of_day time without time zone)
    RETURNS record PLPGSQL STABLE PARALLEL SAFE SET search_path=its own

FUNCTION read_wish(grid dataquery, order_by text, descending boolean, filter jsonb, OUT order_name text, OUT order_type text, OUT is_down boolean, OUT condition text, OUT given text[])
    RETURNS record PLPGSQL VOLATILE SET search_path=its own

FUNCTION readiness()
    RETURNS TABLE(part text, ready boolean, description text) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION reconcile_inbound(runner_name text, live_ids text[])
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own

FUNCTION reconcile_lines(runner_name text, live_ids text[], is_new boolean)
    RETURNS TABLE(pbx_call_id text, action text) PLPGSQL VOLATILE SET search_path=its own

FUNCTION reconcile_pbx(runner_name text, live_ids text[], is_new boolean DEFAULT false)
    RETURNS TABLE(pbx_call_id text, action text) PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own, enable_seqscan=off, enable_hashjoin=off, enable_mergejoin=off, jit=off

FUNCTION reconsider_calls()
    RETURNS void PLPGSQL VOLATILE SET search_path=its own

FUNCTION record_agent_move()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION record_attempt()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION record_changes()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION record_moves()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own, jit=off

FUNCTION recording_deleted(file_name text)
    RETURNS integer PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION recordings_to_delete("limit" integer DEFAULT 100, runner_name text DEFAULT NULL::text)
    RETURNS TABLE(recording_id bigint, file_name text) PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION refresh_calendar()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION refresh_calls()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION refresh_default_zone()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION refuse_absent(what text, id uuid, remedy text)
    RETURNS void PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION refuse_answers(column_name text, problem text, remedy text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_built_in(configuration_name text, what text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_cache(cache_name text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_change(call_id bigint, call_phase callphase, column_name text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_event(event text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_filter(grid dataquery, problem text)
    RETURNS void PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION refuse_forbidden(called outboundcall, moment timestamp with time zone)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_keys(call_id bigint, reason text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_kind(call_id bigint, call_type calltype, call_phase callphase)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_kind_change(call_id bigint, from_type calltype, to_type calltype)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_list(outbound_list_id uuid, number text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_login(subject_kind text, name text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_move(call_id bigint, from_phase callphase, from_result callresult, to_phase callphase, to_result callresult)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_nested(stack text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_nobody(number text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_parameter(name text, value text, problem text, remedy text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_question(question_key text, column_name text, problem text, remedy text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_quota(quota_name text, column_name text, problem text, remedy text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_removal()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION refuse_right(permission text, degree text, whose text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_row(grid dataquery, id text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_rule(rule_name text, column_name text, problem text, remedy text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_second_attempt(constraint_name text, agent_id uuid, number text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_statement(column_name text, owner_name text, problem text, remedy text, place text DEFAULT NULL::text)
    RETURNS void PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION refuse_talk(call_id bigint, reason text, remedy text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_target(target text, reason text, remedy text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_trunk(column_name text, message text, hint text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION refuse_while_busy(agent_id uuid, what text)
    RETURNS void PLPGSQL STABLE SET search_path=its own

FUNCTION register_runner(runner_name text, pbx_name text DEFAULT NULL::text, bridge text DEFAULT NULL::text)
    RETURNS uuid PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION reject_offer(call_id bigint, agent_id uuid)
    RETURNS callphase PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION release_batch()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION release_contact()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION release_held()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION release_numbers()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION release_project()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION rename_status()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION replay_decision(pacing_decision_id bigint, OUT starts integer, OUT agent_first boolean, OUT expected_abandons double precision, OUT reason text)
    RETURNS record PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION report_attempts(since timestamp with time zone, until timestamp with time zone, dimension text, time_zone text, outbound_list_id uuid, project_id uuid, agent_id uuid, team_name text)
    RETURNS TABLE(key text, callresult callresult, callresultdetailid uuid, attempts bigint, answered bigint, talkseconds double precision, wrapupseconds double precision) PLPGSQL STABLE SET search_path=its own, jit=off, plan_cache_mode=force_custom_plan

FUNCTION report_callers(since timestamp with time zone, until timestamp with time zone, dimension text, time_zone text DEFAULT NULL::text, project_id uuid DEFAULT NULL::uuid, agent_id uuid DEFAULT NULL::uuid, team_name text DEFAULT NULL::text)
    RETURNS TABLE(key text, name text, came bigint, served bigint, lost bigint, asked bigint, waitseconds double precision, callbacksmade bigint, callbacksmissed bigint, callbackswaiting bigint) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own, jit=off

FUNCTION report_calls(since timestamp with time zone, until timestamp with time zone, dimension text, time_zone text DEFAULT NULL::text, outbound_list_id uuid DEFAULT NULL::uuid, project_id uuid DEFAULT NULL::uuid, agent_id uuid DEFAULT NULL::uuid, team_name text DEFAULT NULL::text)
    RETURNS TABLE(key text, name text, attempts bigint, answered bigint, completed bigint, talkseconds double precision, wrapupseconds double precision) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION report_hook_delivery(web_hook_delivery_id bigint, status integer, error text DEFAULT NULL::text)
    RETURNS text PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION report_inbound(runner_name text, pbx_call_id text, event text, caller text DEFAULT NULL::text, called text DEFAULT NULL::text, key text DEFAULT NULL::text, happened_at timestamp with time zone DEFAULT NULL::timestamp with time zone)
    RETURNS bigint PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION report_line(line_id text, event text, happened_at timestamp with time zone DEFAULT NULL::timestamp with time zone)
    RETURNS text PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION report_line_states(extensions text[], states text[], runner_name text DEFAULT NULL::text)
    RETURNS integer PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION report_names(dimension text, since timestamp with time zone, until timestamp with time zone, time_zone text)
    RETURNS TABLE(key text, name text, place bigint) PLPGSQL STABLE SET search_path=its own

FUNCTION report_not_done(pbx_command_id bigint, reason text)
    RETURNS text PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION report_pbx_event(pbx_call_id text, event text, cause text DEFAULT NULL::text, happened_at timestamp with time zone DEFAULT NULL::timestamp with time zone)
    RETURNS text PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION report_pbx_events(pbx_call_ids text[], events text[], causes text[], happened_at timestamp with time zone[])
    RETURNS TABLE(place bigint, outbound_call_id bigint, answer text, problem text) PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION report_recording(pbx_call_id text, file_name text, seconds double precision DEFAULT NULL::double precision, happened_at timestamp with time zone DEFAULT NULL::timestamp with time zone, bytes bigint DEFAULT NULL::bigint)
    RETURNS bigint PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION report_results(since timestamp with time zone, until timestamp with time zone, dimension text, time_zone text DEFAULT NULL::text, outbound_list_id uuid DEFAULT NULL::uuid, project_id uuid DEFAULT NULL::uuid, agent_id uuid DEFAULT NULL::uuid, team_name text DEFAULT NULL::text)
    RETURNS TABLE(key text, callresult callresult, callresultdetailid uuid, detailname text, attempts bigint) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION reschedule_call(call_id bigint, agent_id uuid, schedule_time timestamp with time zone, personal boolean DEFAULT false)
    RETURNS callphase PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION reserves_agent(dialing_mode dialingmode, agent_first integer, predistributed integer)
    RETURNS boolean SQL IMMUTABLE

FUNCTION resting_kinds(rule_pack_id uuid, number text, contact_id uuid, abandon_hold integer, moment timestamp with time zone)
    RETURNS rulekind[] PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION resting_rules(rule_pack_id uuid, number text, contact_id uuid, abandon_hold integer, moment timestamp with time zone)
    RETURNS TABLE(kind rulekind, maxcount integer, windowhours integer, region text, source text, until timestamp with time zone) PLPGSQL STABLE SET search_path=its own, jit=off

FUNCTION result_phases()
    RETURNS callphase[] PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION result_wait(project_id uuid, ended timestamp with time zone, OUT wanted boolean, OUT until timestamp with time zone)
    RETURNS record PLPGSQL STABLE SET search_path=its own

FUNCTION resume_call(call_id bigint, agent_id uuid)
    RETURNS talkstate PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION retry_calls()
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own

FUNCTION retry_number(outbound_list_id uuid, call_result callresult, trial integer, contact_id uuid, number text)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION retry_rule(outbound_list_id uuid, call_result callresult, trial integer, OUT action retryaction, OUT delay integer)
    RETURNS record PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION revoke_token(api_token_id uuid)
    RETURNS void PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION ringing_outlook(ringing_ages double precision[], answer_times double precision[], answer_chance double precision, moments double precision[])
    RETURNS double precision[] PLPGSQL IMMUTABLE PARALLEL SAFE SET search_path=its own

FUNCTION rule_problems(rule schedulepostcondition)
    RETURNS TABLE(place integer, columnname text, problem text, remedy text) PLPGSQL STABLE SET search_path=its own

FUNCTION rule_range(low integer, high integer)
    RETURNS text PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION rule_references(rule schedulepostcondition)
    RETURNS TABLE(place integer, columnname text, problem text, remedy text) PLPGSQL STABLE SET search_path=its own

FUNCTION rules_to_try(rule uuid DEFAULT NULL::uuid)
    RETURNS TABLE(schedulepostconditionid uuid, place integer, fromlevel integer, opens timestamp with time zone) PLPGSQL STABLE SET search_path=its own

FUNCTION run_bulk_action(data_query_id uuid, action text, ids text[], agent_id uuid DEFAULT NULL::uuid)
    RETURNS TABLE(id text, outcome text) PLPGSQL VOLATILE SET search_path=its own

FUNCTION run_command(bound_command text, given text[], owner_name text)
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own, standard_conforming_strings=on

FUNCTION run_cycle(OUT ran boolean, OUT offered integer, OUT expired integer, OUT opened integer, OUT closed integer, OUT retried integer, OUT pauses_ended integer, OUT rules_applied integer, OUT dialled integer, OUT connected integer, OUT next_run timestamp with time zone)
    RETURNS record PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own, plan_cache_mode=force_generic_plan, jit=off

FUNCTION run_grid(data_query_id uuid, "limit" integer DEFAULT NULL::integer, after_key text DEFAULT NULL::text, agent_id uuid DEFAULT NULL::uuid, order_by text DEFAULT NULL::text, descending boolean DEFAULT NULL::boolean, filter jsonb DEFAULT NULL::jsonb, place jsonb DEFAULT NULL::jsonb, backward boolean DEFAULT false)
    RETURNS SETOF jsonb PLPGSQL VOLATILE SET search_path=its own

FUNCTION run_grid_command(data_query_column_id uuid, id text, value text DEFAULT NULL::text, agent_id uuid DEFAULT NULL::uuid)
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own

FUNCTION run_tile(tile_id uuid, agent_id uuid DEFAULT NULL::uuid)
    RETURNS text PLPGSQL VOLATILE SET search_path=its own

FUNCTION runner_pbx(runner_name text)
    RETURNS uuid PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION safe_cell(value text)
    RETURNS text PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION said_actor()
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION save_answers(call_id bigint, agent_id uuid, answers jsonb)
    RETURNS timestamp with time zone PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION save_editor_call(parameters jsonb, request_key uuid DEFAULT NULL::uuid)
    RETURNS bigint PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION scenario_form(scenario_id uuid)
    RETURNS jsonb PLPGSQL STABLE SET search_path=its own

FUNCTION scenario_version(scenario_id uuid)
    RETURNS bigint PLPGSQL VOLATILE SET search_path=its own

FUNCTION schedule_call(call_id bigint, schedule_time timestamp with time zone DEFAULT NULL::timestamp with time zone, agent_id uuid DEFAULT NULL::uuid)
    RETURNS callphase PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION schema_version()
    RETURNS text PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION script_calls()
    RETURNS bigint[] PLPGSQL STABLE SET search_path=its own, jit=off

FUNCTION search_calls(filter jsonb, "limit" integer DEFAULT 50, place jsonb DEFAULT NULL::jsonb, backward boolean DEFAULT false)
    RETURNS jsonb PLPGSQL STABLE SECURITY DEFINER SET search_path=its own, jit=off

FUNCTION search_reach()
    RETURNS integer PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION seat_call()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION send_hint()
    RETURNS void PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION send_keys(call_id bigint, agent_id uuid, keys text, request_key uuid DEFAULT NULL::uuid)
    RETURNS bigint PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION set_agent_status(agent_id uuid, status text)
    RETURNS text PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION set_aside(group_ids bigint[])
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own, enable_seqscan=off, enable_sort=off, enable_hashjoin=off, enable_mergejoin=off, enable_bitmapscan=off, jit=off

FUNCTION set_call_result(call_id bigint, agent_id uuid, call_result_detail_id uuid)
    RETURNS callresult PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION set_list_activity(outbound_list_id uuid, activity listactivity)
    RETURNS listactivity PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION set_password(agent_id uuid, password_hash text)
    RETURNS void PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION settle_do_not_call()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION settle_functions()
    RETURNS TABLE(statement text) PLPGSQL STABLE SET search_path=its own

FUNCTION settle_rights()
    RETURNS TABLE(statement text) PLPGSQL STABLE SET search_path=its own

FUNCTION settle_roles()
    RETURNS TABLE(statement text) PLPGSQL STABLE SET search_path=its own

FUNCTION settle_rows()
    RETURNS TABLE(statement text) PLPGSQL STABLE SET search_path=its own

FUNCTION settle_tables()
    RETURNS TABLE(statement text) PLPGSQL STABLE SET search_path=its own

FUNCTION shift_call(inbound inboundcall, OUT call_id bigint, OUT problem text)
    RETURNS record PLPGSQL VOLATILE SET search_path=its own

FUNCTION shown_answers(questions jsonb, saved jsonb, facts jsonb)
    RETURNS jsonb PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION shown_contacts(contact_ids uuid[], numbers text[])
    RETURNS TABLE(contactid uuid, displayname text, number text) PLPGSQL STABLE SET search_path=its own

FUNCTION skill_setup()
    RETURNS TABLE(rank integer, requirement text, holds boolean, value text, remedy text) PLPGSQL STABLE SET search_path=its own

FUNCTION skills_of_few(agents uuid[], samples bigint[], OUT numbers integer[], OUT demands integer[], OUT knowledge integer[], OUT proficiency integer[])
    RETURNS record PLPGSQL STABLE SET search_path=its own

FUNCTION skills_of_many(agents uuid[], samples bigint[], OUT numbers integer[], OUT demands integer[], OUT knowledge integer[], OUT proficiency integer[])
    RETURNS record PLPGSQL STABLE SET search_path=its own, enable_nestloop=off, enable_mergejoin=off, jit=off

FUNCTION skills_version()
    RETURNS text PLPGSQL STABLE SET search_path=its own, jit=off

FUNCTION somebody_for_waiting()
    RETURNS boolean PLPGSQL STABLE SET search_path=its own, jit=off

FUNCTION split_statement(statement text)
    RETURNS TABLE(place integer, start integer, piece text, isblank boolean, placeholder text) PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION start_reading()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION start_unattended(call_ids bigint[])
    RETURNS bigint[] PLPGSQL VOLATILE SET search_path=its own

FUNCTION steps_behind(grid dataquery, order_name text, order_type text, is_down boolean, at text[])
    RETURNS text[] PLPGSQL STABLE SET search_path=its own

FUNCTION still_possible(call_ids bigint[], agent_ids uuid[])
    RETURNS TABLE(call_id bigint, agent_id uuid) PLPGSQL STABLE SET search_path=its own, enable_hashjoin=off, enable_mergejoin=off, enable_bitmapscan=off, jit=off

FUNCTION strip_national_prefix(digits text, plan callingcountry)
    RETURNS text PLPGSQL IMMUTABLE PARALLEL SAFE SET search_path=its own

FUNCTION take_back(call_id bigint, agent_id uuid)
    RETURNS talkstate PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION take_batch(outbound_list_import_id bigint, first_line bigint DEFAULT NULL::bigint, last_line bigint DEFAULT NULL::bigint)
    RETURNS outboundlistimport PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION take_census()
    RETURNS double precision PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own, jit=off

FUNCTION take_counted(batch outboundlistimport, calls importcall[])
    RETURNS outboundlistimport PLPGSQL VOLATILE SET search_path=its own

FUNCTION take_filled()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION take_hook_deliveries(runner_name text, "limit" integer DEFAULT 20)
    RETURNS TABLE(webhookdeliveryid bigint, webhookid uuid, url text, secret text, event text, body text, attempts integer) PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION take_import(batch outboundlistimport, calls importcall[])
    RETURNS TABLE(imported bigint, updated bigint, duplicate bigint, rejected bigint) PLPGSQL VOLATILE SET search_path=its own, work_mem=64MB

FUNCTION take_pbx_commands(runner_name text, "limit" integer DEFAULT 100)
    RETURNS TABLE(pbx_command_id bigint, command pbxcommandkind, pbx_call_id text, outbound_call_id bigint, number text, caller_id text, extension text, ring_time integer, pbx_id uuid, script text, trunk text, recording text, line text, keys text, ahead boolean, detect boolean, message text) PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own, enable_seqscan=off, enable_hashjoin=off, enable_mergejoin=off, jit=off

FUNCTION take_quota_checks(room integer, OUT call_ids bigint[], OUT list_ids uuid[])
    RETURNS record PLPGSQL VOLATILE SET search_path=its own

FUNCTION takers(agents uuid[], offsets integer[], idle_since timestamp with time zone[], are_ready boolean[], samples bigint[], OUT takers integer[], OUT starts integer[], OUT ends integer[])
    RETURNS record PLPGSQL STABLE SET search_path=its own

FUNCTION talk_target(target text, agent_id uuid, call_number text, outbound_list_id uuid)
    RETURNS TABLE(dialled text, shown text) PLPGSQL STABLE SET search_path=its own

FUNCTION tally_calls(batch integer DEFAULT 20000)
    RETURNS double precision PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own, jit=off

FUNCTION tally_pace()
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own, jit=off

FUNCTION tell_list_completed()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION tell_of_calls(from_id bigint, to_id bigint)
    RETURNS integer PLPGSQL VOLATILE SET search_path=its own, jit=off

FUNCTION tell_talk(pbx_call_id text, call_id bigint, kind pbxcommandkind, whom text)
    RETURNS bigint PLPGSQL VOLATILE SET search_path=its own

FUNCTION transfer_call(call_id bigint, agent_id uuid, target text DEFAULT NULL::text)
    RETURNS callphase PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION transfer_failed(called outboundcall)
    RETURNS boolean PLPGSQL STABLE SET search_path=its own

FUNCTION trunk_room(now_is timestamp with time zone)
    RETURNS TABLE(trunk_id uuid, pbx_id uuid, place bigint, room integer, opens timestamp with time zone) PLPGSQL STABLE SET search_path=its own, enable_seqscan=off, jit=off

FUNCTION trunk_setup()
    RETURNS TABLE(rank integer, requirement text, holds boolean, value text, remedy text) PLPGSQL STABLE SET search_path=its own

FUNCTION trunk_states()
    RETURNS SETOF trunkstate PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION trunk_window()
    RETURNS interval PLPGSQL STABLE SET search_path=its own

FUNCTION trusts_session()
    RETURNS boolean PLPGSQL STABLE SET search_path=its own

FUNCTION try_answer(question jsonb, given jsonb, OUT answer jsonb, OUT problem text, OUT remedy text)
    RETURNS record PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION try_post_condition(rule uuid, "limit" integer DEFAULT 1000)
    RETURNS TABLE(outboundcallid bigint, columnname text, oldvalue text, newvalue text, earlierruleid uuid) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION try_scenario(scenario_id uuid, answers jsonb DEFAULT '{}'::jsonb)
    RETURNS TABLE(place integer, questionkey text, questiontype text, question text, help text, required boolean, options jsonb, shown boolean, answer jsonb, problem text) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION unattended_calls(group_ids bigint[], pools integer[], rooms integer[])
    RETURNS TABLE(call_id bigint, pool integer) PLPGSQL STABLE SET search_path=its own, enable_seqscan=off, enable_sort=off, enable_incremental_sort=off, enable_hashjoin=off, enable_mergejoin=off, enable_bitmapscan=off, jit=off

FUNCTION undo_import(outbound_list_import_id bigint)
    RETURNS TABLE(removed bigint, kept bigint, inprogress bigint) PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION undo_preview(outbound_list_import_id bigint)
    RETURNS TABLE(removed bigint, kept bigint, inprogress bigint) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION undriven_pbxs()
    RETURNS uuid[] PLPGSQL STABLE SET search_path=its own

FUNCTION unknown_recordings(file_names text[])
    RETURNS TABLE(pbx_call_id text, file_name text, finished timestamp with time zone) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION unmute_call(call_id bigint, agent_id uuid)
    RETURNS boolean PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION update_calls(batch outboundlistimport, calls importcall[])
    RETURNS TABLE(updated bigint, missed bigint) PLPGSQL VOLATILE SET search_path=its own

FUNCTION url_flag(parameters jsonb, name text)
    RETURNS boolean PLPGSQL STABLE SET search_path=its own

FUNCTION url_id(parameters jsonb, name text)
    RETURNS uuid PLPGSQL STABLE SET search_path=its own

FUNCTION url_integer(parameters jsonb, name text)
    RETURNS integer PLPGSQL STABLE SET search_path=its own

FUNCTION url_number(parameters jsonb, name text, outbound_list_id uuid)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION url_parameter_values(parameters jsonb)
    RETURNS TABLE(name text, value text) PLPGSQL STABLE SET search_path=its own

FUNCTION url_parameters(parameters jsonb)
    RETURNS jsonb PLPGSQL STABLE SET search_path=its own

FUNCTION url_time(parameters jsonb, name text, time_zone text)
    RETURNS timestamp with time zone PLPGSQL STABLE SET search_path=its own

FUNCTION url_time_mode(parameters jsonb, time_zone text)
    RETURNS timemode PLPGSQL STABLE SET search_path=its own

FUNCTION url_zone(parameters jsonb, number text, list_time_zone text)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION value_fits(given text, operator text, wanted text)
    RETURNS boolean PLPGSQL IMMUTABLE SET search_path=its own

FUNCTION visitor_workplace(agent_id uuid)
    RETURNS uuid PLPGSQL STABLE SET search_path=its own

FUNCTION waiting_callback(call_id bigint)
    RETURNS outboundcall PLPGSQL VOLATILE SET search_path=its own

FUNCTION was_transferred_to(called outboundcall, target text)
    RETURNS boolean PLPGSQL STABLE SET search_path=its own

FUNCTION watch_answers()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION watch_call()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION watch_new_calls()
    RETURNS trigger PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own, jit=off

FUNCTION watched_extensions(pbx_id uuid DEFAULT NULL::uuid)
    RETURNS SETOF text PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION web_private_call(parameters jsonb, request_key uuid DEFAULT NULL::uuid)
    RETURNS TABLE(outbound_call_id bigint, call_phase callphase, call_result callresult, number text) PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION who_sits_at(extension text)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION whole_number(filter jsonb)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION why_not(call_id bigint)
    RETURNS TABLE(condition text, holds boolean, value text, limitvalue text, remedy text) PLPGSQL VOLATILE SECURITY DEFINER SET search_path=its own

FUNCTION why_not_agents(call_id bigint)
    RETURNS TABLE(agentid uuid, isloggedin boolean, isready boolean, takesowncalls boolean, lineisfree boolean, hasnocall boolean, notblocked boolean, hasroom boolean, fullpercent bigint, hasskill boolean, skillisenabled boolean, skillisengaged boolean, knowsenough boolean, speaksenough boolean, knowledge integer, knowledgeasked integer, proficiency integer, proficiencyasked integer, status text, linestate text, blockeduntil timestamp with time zone) PLPGSQL VOLATILE SET search_path=its own

FUNCTION why_not_list(outbound_list_id uuid)
    RETURNS TABLE(condition text, calls bigint, remedy text) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION why_rule(rule uuid, call_id bigint)
    RETURNS TABLE(condition text, holds boolean, value text, limitvalue text) PLPGSQL STABLE SECURITY DEFINER SET search_path=its own

FUNCTION window_open(time_mode timemode, time_from text, time_to text, time_zone text, calendar_id uuid, moment timestamp with time zone, rule_pack_id uuid DEFAULT NULL::uuid, region text DEFAULT NULL::text)
    RETURNS boolean PLPGSQL STABLE PARALLEL SAFE SECURITY DEFINER SET search_path=its own

FUNCTION window_problem(time_mode text, time_from text, time_to text, time_zone text)
    RETURNS text PLPGSQL STABLE SET search_path=its own

FUNCTION work_setup()
    RETURNS TABLE(rank integer, requirement text, holds boolean, value text, remedy text) PLPGSQL STABLE SET search_path=its own

FUNCTION write_changes(table_name text, before jsonb[], after jsonb[])
    RETURNS void PLPGSQL VOLATILE SET search_path=its own
