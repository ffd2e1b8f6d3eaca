from tests.floor import Floor
def test_smoke(db):
    floor = Floor(db)
    call = floor.call()
    r = floor.add("SchedulePostCondition", DisplayName="x", WaitingLonger=600, AddPriority=5)
    print(floor.rows("select * from RuleLevel"), floor.rows("select * from RuleRefresh"))
    print(floor.cycle())
    print(floor.see(call, "ConditionTime", "ConditionLevel"))
    floor.pass_time(600)
    print(floor.rows("select * from try_post_condition(%s)", r))
    print(floor.rows("select * from why_rule(%s, %s)", r, call))
    print(floor.cycle())
    print(floor.rows("select * from CallEvent where outboundcallid=%s order by step", call))
    print(floor.see(call, "Priority", "ConditionTime", "ConditionLevel", "Step"))
    print(floor.broken())
    assert 0
