"""What the database's words are called on pages, in the reader's language."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

# Of enumerations; a word that is not here is shown as it is.
WORDS: dict[str, Any] = {
    # Status
    "Active": _("Active"),
    "Busy": _("Busy"),
    "Cancelled": _("Cancelled"),
    "Completed": _("Completed"),
    "Failed": _("Failed"),
    "Neglected": _("Neglected"),
    "NoAnswer": _("No answer"),
    "NoResult": _("No result"),
    "Paused": _("Paused"),
    "Prepared": _("Prepared"),
    "Scheduled": _("Scheduled"),
    "TalkError": _("Talk error"),
    "ToContinue": _("To continue"),
    # Phase
    "AgentDialing": _("Dialling"),
    "AgentOfferFirst": _("Offered"),
    "AgentOfferMissed": _("Offer missed"),
    "AgentOfferNext": _("Offered again"),
    "AgentPreCall": _("Preview"),
    "AgentTalk": _("Talking"),
    "Enqueue": _("In the queue"),
    "EnqueueNoTime": _("Outside its time"),
    "EnqueueTimedOut": _("Timed out"),
    "Obsolete": _("Obsolete"),
    "HangupAgent": _("Agent hung up"),
    "HangupCalled": _("Customer hung up"),
    "New": _("New"),
    "Manual": _("Waits for release"),
    "WaitForResult": _("Waits for a result"),
    "AutoDial": _("Dialled by the system"),
    "IvrScript": _("In a script"),
    "IvrEnded": _("Script ended"),
    "PredictiveDial": _("Dialled ahead"),
    "Answered": _("Answered"),
    "AgentRing": _("Rings at the agent"),
    # Line
    "Free": _("Free"),
    "Ring": _("Ringing"),
    "Hold": _("On hold"),
    "OutOfOrder": _("Out of order"),
    # Activity of agents and of lists
    "Ready": _("Ready"),
    "Pause": _("Pause"),
    "PostCall": _("Wrap-up"),
    "LogOff": _("Logged off"),
    "Running": _("Running"),
    # Kind
    "Private": _("Private"),
    "DialOut": _("Outbound"),
    "Visitor": _("Visitor"),
    # Mode
    "Preview": _("Preview"),
    "Progressive": _("Progressive"),
    "Power": _("Power"),
    "Predictive": _("Predictive"),
    "Ivr": _("Script"),
    # What is set up
    "Dial": _("Dial"),
    "TakeBack": _("Take it back to the queue"),
    "HangUp": _("Hang up"),
    "Message": _("Play a message"),
    "Agent": _("Give it to an agent"),
    "LostShift": _("Came in and ended unserved"),
    "Abandon": _("Dialled ahead and abandoned"),
    "Skip": _("Leave it out"),
    "Update": _("Change the call that is there"),
    "Keep": _("Make another call"),
    "SameNumber": _("the same number"),
    "NextNumber": _("the contact's next number"),
    "Stop": _("no further attempt"),
    "OnDemand": _("Rings for each call"),
    "OpenLine": _("Line open for the shift"),
    "None": _("Always"),
    "Range": _("Between two moments"),
    "Daily": _("Daily"),
    "Weekly": _("Weekly"),
    "Yearly": _("Yearly"),
    "Added": _("Added"),
    "Changed": _("Changed"),
    "Removed": _("Removed"),
}

# How bad it is, for the colour of a badge.
TONES = {
    "Completed": "good",
    "AgentTalk": "good",
    "Running": "good",
    "Ready": "good",
    "Free": "good",
    "AgentOfferFirst": "busy",
    "AgentOfferNext": "busy",
    "AgentPreCall": "busy",
    "AgentDialing": "busy",
    "AgentRing": "busy",
    "Ring": "busy",
    "Active": "busy",
    "WaitForResult": "warn",
    "Paused": "warn",
    "Busy": "warn",
    "Hold": "warn",
    "NoAnswer": "warn",
    "Failed": "bad",
    "TalkError": "bad",
    "OutOfOrder": "bad",
    "Neglected": "bad",
}


def word(value: Any) -> Any:
    """Return what a word of the database is called, or the word itself."""
    return "" if value is None else WORDS.get(str(value), value)


def tone(value: Any) -> str:
    """Return the tone of a badge for a word of the database: good, busy, warn, bad or none."""
    return TONES.get(str(value), "none")
