"""What is shown of a row of figures, how it is written, and how it compares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from flask_babel import format_decimal, format_percent
from flask_babel import lazy_gettext as _

Row = Mapping[str, Any]
Kind = Literal["count", "share", "seconds"]


@dataclass(frozen=True)
class Measure:
    """A column of a report."""

    key: str
    name: Any
    kind: Kind
    of: Callable[[Row], float | None]
    better: int = 0  # 1: more is better, -1: less is
    # What the calls search is asked for besides the row; None: it cannot be asked for these calls.
    link: Mapping[str, str] | None = None

    def text(self, row: Row | None) -> str:
        """Return the value as people read it; nothing where there is none."""
        value = None if row is None else self.of(row)
        if value is None:
            return "–"
        if self.kind == "share":
            return str(format_percent(value, "#,##0.0 %"))
        return clock(value) if self.kind == "seconds" else str(format_decimal(value))

    def plain(self, row: Row) -> str:
        """Return the value as programs read it."""
        value = self.of(row)
        if value is None:
            return ""
        return str(value) if self.kind == "count" else f"{value:.4f}".rstrip("0").rstrip(".")

    def change(self, row: Row, before: Row | None) -> tuple[str, str] | None:
        """Return the difference to another period with its tone; None where there is none."""
        now = self.of(row)
        then = None if before is None else self.of(before)
        if now is None or then is None:
            return None
        if self.kind == "share":
            by = 100 * (now - then)
            said = f"{by:+.1f} pp"
        elif then:
            by = 100 * (now - then) / then
            said = f"{by:+.0f} %"
        else:
            by, said = now, "" if not now else f"+{self.text(row)}"
        tone = "none" if not self.better or not by else "good" if by * self.better > 0 else "bad"
        return said, tone


def clock(seconds: float) -> str:
    """Write a length of time."""
    minutes, left = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def _ratio(part: str, whole: str) -> Callable[[Row], float | None]:
    return lambda row: row[part] / row[whole] if row[whole] else None


def _plain(key: str) -> Callable[[Row], float]:
    return lambda row: row[key]


def _lost(row: Row) -> float | None:
    over = row["served"] + row["lost"] + row["asked"]
    return row["lost"] / over if over else None


CALLS = (
    Measure("attempts", _("Attempts"), "count", _plain("attempts"), 1, {}),
    Measure("answered", _("Answered"), "count", _plain("answered"), 1),
    Measure("contact_rate", _("Contact rate"), "share", _ratio("answered", "attempts"), 1),
    Measure("completed", _("Completed"), "count", _plain("completed"), 1, {"result": "Completed"}),
    Measure("success_rate", _("Of the answered"), "share", _ratio("completed", "answered"), 1),
    Measure("talk", _("Talk time"), "seconds", _plain("talkseconds")),
    Measure("average_talk", _("Average talk"), "seconds", _ratio("talkseconds", "answered")),
    Measure("average_wrap_up", _("Average wrap-up"), "seconds", _ratio("wrapupseconds", "answered")),  # noqa: E501
)  # fmt: skip
INBOUND = (
    Measure("came", _("Came in"), "count", _plain("came")),
    Measure("served", _("Served"), "count", _plain("served"), 1),
    Measure("lost", _("Lost"), "count", _plain("lost"), -1),
    Measure("abandon_rate", _("Abandon rate"), "share", _lost, -1),
    Measure("average_wait", _("Average wait"), "seconds", _ratio("waitseconds", "served"), -1),
    Measure("asked", _("Asked to be called back"), "count", _plain("asked")),
    Measure("made", _("Callbacks made"), "count", _plain("callbacksmade"), 1),
    Measure("missed", _("Callbacks missed"), "count", _plain("callbacksmissed"), -1),
    Measure("waiting", _("Callbacks waiting"), "count", _plain("callbackswaiting")),
)
