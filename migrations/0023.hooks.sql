-- depends: 0018.configuration
-- Web hooks: programs that are told by HTTP what happens to calls and lists.

CREATE TABLE WebHook (
    WebHookId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    DisplayName text NOT NULL CONSTRAINT WebHookHasName CHECK (btrim(DisplayName) <> ''),
    Url text NOT NULL,
    Secret text NOT NULL,
    Events text[] NOT NULL,
    Active Flag NOT NULL DEFAULT 1,
    ActiveSince timestamptz
);
COMMENT ON TABLE WebHook IS 'Who is told of events by HTTP POST.';
COMMENT ON COLUMN WebHook.WebHookId IS 'Key.';
COMMENT ON COLUMN WebHook.DisplayName IS 'Name shown to people.';
COMMENT ON COLUMN WebHook.Url IS 'Where to: https, or http to this machine itself.';
COMMENT ON COLUMN WebHook.Secret IS
'With which deliveries are signed, 16 characters at least; the receiver knows it, too.';
COMMENT ON COLUMN WebHook.Events IS 'What it is told of: call_finished, callback_created, list_completed.';
COMMENT ON COLUMN WebHook.Active IS '1: it is told; 0: nothing is kept for it, and what waits stays.';
COMMENT ON COLUMN WebHook.ActiveSince IS 'It is told of what happened then or later; kept by the system.';

CREATE TABLE WebHookDelivery (
    WebHookDeliveryId bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    WebHookId uuid NOT NULL REFERENCES WebHook ON DELETE CASCADE,
    Event text NOT NULL,
    Subject text NOT NULL,
    Body jsonb NOT NULL,
    CreatedTime timestamptz NOT NULL,
    NextTime timestamptz,
    Attempts integer NOT NULL DEFAULT 0,
    TakenTime timestamptz,
    TakenBy text,
    DeliveredTime timestamptz,
    FailedTime timestamptz,
    LastStatus integer,
    LastError text,
    CONSTRAINT WebHookDeliveryOnce UNIQUE (WebHookId, Event, Subject),
    CONSTRAINT DeliveryWaitsOrIsOver CHECK (
        (NextTime IS NULL) = (DeliveredTime IS NOT NULL OR FailedTime IS NOT NULL)
    )
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
CREATE INDEX WebHookDeliveryWaiting ON WebHookDelivery (WebHookId, NextTime) WHERE NextTime IS NOT NULL;
CREATE INDEX WebHookDeliveryTaken ON WebHookDelivery (WebHookId) WHERE TakenTime IS NOT NULL;
CREATE INDEX WebHookDeliveryOver ON WebHookDelivery (coalesce(DeliveredTime, FailedTime))
WHERE coalesce(DeliveredTime, FailedTime) IS NOT NULL;
COMMENT ON TABLE WebHookDelivery IS 'Outbox of the web hooks: what each is told, until HookLogDays after it is over.';
COMMENT ON COLUMN WebHookDelivery.WebHookDeliveryId IS 'Key; the receiver knows a repeated delivery by it.';
COMMENT ON COLUMN WebHookDelivery.WebHookId IS 'Who is told.';
COMMENT ON COLUMN WebHookDelivery.Event IS 'Of what: call_finished, callback_created, list_completed.';
COMMENT ON COLUMN WebHookDelivery.Subject IS
'What happened, so that it is told once: the call and its step, or the list and the moment.';
COMMENT ON COLUMN WebHookDelivery.Body IS 'What is sent.';
COMMENT ON COLUMN WebHookDelivery.CreatedTime IS 'When it was written down.';
COMMENT ON COLUMN WebHookDelivery.NextTime IS
'When it is sent next; while it is being sent, when it is given to another sender. NULL = it is over.';
COMMENT ON COLUMN WebHookDelivery.Attempts IS 'How often it was sent.';
COMMENT ON COLUMN WebHookDelivery.TakenTime IS 'Since when it is being sent; NULL = it is not.';
COMMENT ON COLUMN WebHookDelivery.TakenBy IS 'The runner that sends it, or sent it last.';
COMMENT ON COLUMN WebHookDelivery.DeliveredTime IS 'When the receiver took it.';
COMMENT ON COLUMN WebHookDelivery.FailedTime IS 'When it was given up, after HookAttempts.';
COMMENT ON COLUMN WebHookDelivery.LastStatus IS 'HTTP status of the last answer; NULL = there was none.';
COMMENT ON COLUMN WebHookDelivery.LastError IS 'Why the last attempt failed.';

CREATE TABLE HookReader (
    HookReaderId smallint PRIMARY KEY CONSTRAINT OneHookReader CHECK (HookReaderId = 1),
    ReadTo bigint NOT NULL DEFAULT 0,
    SettledTo bigint NOT NULL DEFAULT 0,
    MarkTo bigint NOT NULL DEFAULT 0,
    MarkTransaction xid8
);
INSERT INTO HookReader (HookReaderId) VALUES (1);
COMMENT ON TABLE HookReader IS 'One row: how far the web hooks have read the history.';
COMMENT ON COLUMN HookReader.HookReaderId IS 'Always 1.';
COMMENT ON COLUMN HookReader.ReadTo IS 'The last CallEventId read.';
COMMENT ON COLUMN HookReader.SettledTo IS
'Up to this CallEventId everything has been read: no transaction can bring in more.';
COMMENT ON COLUMN HookReader.MarkTo IS 'Up to where is read once more when MarkTransaction and all before are over.';
COMMENT ON COLUMN HookReader.MarkTransaction IS
'The first transaction that cannot have a CallEventId up to MarkTo; NULL = nothing is to be read once more.';

INSERT INTO Configuration (ConfigurationName, DefaultValue, Description)
VALUES
('HookAttempts', '12', 'Attempts after which a web hook''s delivery is given up; the waits double from 10 s to 1 h.'),
('HookLogDays', '7', 'Days for which deliveries of web hooks are kept once they are over.');
