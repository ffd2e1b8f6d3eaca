-- depends: 0036.reports
-- What happens to a call while it waits: to which list, and for whom alone.
COMMENT ON COLUMN CallEvent.EventType IS
'What, as PhaseTransition calls it; besides: level, rule, moved (to another list), assigned (to one agent alone),
unassigned (from then on for all), put on hold, taken off hold, consultation, consultation over, transferred instead of
ended, and transfer failed, after which the conversation goes on.';
