-- The one place that says what an SQLSTATE of ours means and which HTTP status it becomes: the web service answers by
-- it, and docs/reference/errors.md is written from it.
CREATE OR REPLACE VIEW ErrorCode AS
SELECT e.Code, e.HttpStatus, e.Meaning
FROM (VALUES
    ('PD001', 409, 'The phase machine has no such transition, or no call begins so.'),
    ('PD002', 409, 'A call in progress would be deleted, or its agent or number changed.'),
    ('PD003', 404, 'There is no configuration parameter, or no cache, of this name.'),
    ('PD004', 404, 'There is no such outbound list, or a project call names none.'),
    ('PD005', 422, 'A call is pre-distributed to nobody.'),
    ('PD006', 422, 'There is no such agent status, or an agent may not choose it.'),
    ('PD007', 404, 'There is no such agent.'),
    ('PD008', 409, 'The workplace is unknown, not open to the agent, or taken.'),
    ('PD009', 422, 'This is no event of a PBX.'),
    ('PD010', 422,
        'The number cannot be dialled (the detail has what number_problem returns), or its country is unknown.'),
    ('PD011', 422, 'The window or the time zone cannot be understood.'),
    ('PD012', 404, 'There is no such call.'),
    ('PD013', 422, 'The result detail is not offered for this call.'),
    ('PD014', 422, 'The time to reschedule to is missing or not in the future.'),
    ('PD015', 422, 'The CallKey has more than 48 characters.'),
    ('PD016', 409, 'The call does not wait for its release: somebody was quicker, or it never did.'),
    ('PD017', 409, 'The import is unknown, over, begun otherwise, or cannot be read or taken as asked.'),
    ('PD020', 409, 'The call is not the agent''s, or its phase does not allow this.'),
    ('PD021', 409, 'The call would be dialled after its window has closed.'),
    ('PD022', 409, 'The agent is not logged in.'),
    ('PD023', 409, 'The agent has an offer or a call and cannot do this now.'),
    ('PD030', 409, 'The kind of the call does not go with its phase, or does not change so.'),
    ('PD031', 409, 'The agent has an offer or a call already.'),
    ('PD032', 409, 'The number is being dialled or talked to already.'),
    ('PD033', 422,
        'A parameter of a URL is missing, malformed, unknown, or contradicts another; the error''s column names it.'),
    ('PD034', 404, 'There is no such inbound call.'),
    ('PD035', 422, 'No queue transition gives a list for the call back, and none is named.'),
    ('PD036', 422, 'The list is not one of mode Ivr and plays no script.'),
    ('PD037', 409, 'No script is played to the call.'),
    ('PD038', 422, 'A schedule post condition has a mistake; the error''s column names it.'),
    ('PD039', 404, 'There is no such schedule post condition.'),
    ('PD040', 422, 'The parameter may not have this value, or has no description.'),
    ('PD041', 409, 'A parameter of ours would be deleted or renamed, named twice, or lose the status it names.'),
    ('PD046', 401, 'The session, the token or the login is unknown, expired or revoked.'),
    ('PD050', 422, 'A command of a grid or tile cannot be run.'),
    ('PD051', 404, 'There is no such grid, column with a command, or tile.'),
    ('PD052', 409, 'A click came too late: the row is not as it was shown any more.'),
    ('PD053', 422, 'The grid has no such bulk action.')
) AS e (Code, HttpStatus, Meaning);
COMMENT ON VIEW ErrorCode IS
'The SQLSTATEs of class PD: the HTTP status each becomes, and when it is raised.';
