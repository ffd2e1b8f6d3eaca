"""Rule packs: by which rules lists dial, and where each of them comes from."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from .blueprint import Api
from .kinds import Day, Given, Id, Name, Shown
from .nouns import offer
from .rows import Table
from .setup import Country

api = Api("rule-packs", "Rule packs: caps, hours, holidays and other rules by which lists dial.")

Clock = Annotated[
    str,
    Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$|^24:00(:00)?$"),
]
RuleKind = Literal[
    "Hours", "Holiday", "Cap", "Gap", "RestAfterTalk", "RefusalHold", "MinRing", "AbandonHold",
    "AbandonLimit", "DoNotCallAge", "Consent", "CallerId",
]  # fmt: skip
Source = Annotated[str, Field(min_length=1, max_length=2000)]


class RulePack(Shown):
    """A rule pack."""

    rule_pack_id: Id
    display_name: str
    country: str | None
    source: str
    source_date: date


class PackChange(Given):
    """What may be changed of a rule pack."""

    display_name: Name = ""
    country: Country | None = None
    source: Source = ""
    source_date: Annotated[Day, Field(default_factory=lambda: date.min)]


class PackNew(PackChange):
    """A rule pack to be made; without a rule it closes its lists."""

    display_name: Name
    source: Source
    source_date: Day


PACKS = Table("RulePack", "rule_pack_id", RulePack)
offer(
    api, "rule-packs", PACKS, new=PackNew, change=PackChange, remove=True, what="rule pack"
)  # fmt: skip


class PackRule(Shown):
    """A rule of a pack."""

    rule_pack_rule_id: Id
    rule_pack_id: Id
    kind: str
    region: str | None
    weekdays: str | None
    time_from: str | None
    time_to: str | None
    holiday: str | None
    max_count: int | None
    window_hours: int | None
    per: str
    seconds: int | None
    percent: float | None
    starts_on: date | None
    source: str
    source_date: date


class PackRuleChange(Given):
    """What a rule of a pack says."""

    kind: RuleKind = "Hours"
    region: Annotated[str | None, Field(max_length=6, description="Such as US-FL.")] = None
    weekdays: Annotated[
        str | None, Field(max_length=7, description="Such as 12345 for Monday to Friday.")
    ] = None
    time_from: Clock | None = None
    time_to: Clock | None = None
    holiday: Annotated[
        str | None,
        Field(max_length=30, description="Such as 12-25, 07-04 observed, easter+1, 4 Thu 11."),
    ] = None
    max_count: Annotated[int | None, Field(ge=1, le=2147483647)] = None
    window_hours: Annotated[int | None, Field(ge=1, le=2147483647)] = None
    per: Literal["Number", "Contact"] = "Number"
    seconds: Annotated[int | None, Field(ge=1, le=300)] = None
    percent: Annotated[float | None, Field(ge=0, le=100)] = None
    starts_on: Day | None = None
    source: Source = ""
    source_date: Annotated[Day, Field(default_factory=lambda: date.min)]


class PackRuleNew(PackRuleChange):
    """A rule to be made."""

    rule_pack_id: Id
    kind: RuleKind
    source: Source
    source_date: Day


RULES = Table(
    "RulePackRule", "rule_pack_rule_id", PackRule,
    {"time_from": "t.TimeFrom::text", "time_to": "t.TimeTo::text"},
)  # fmt: skip
offer(
    api, "rule-pack-rules", RULES, new=PackRuleNew, change=PackRuleChange, remove=True,
    what="rule of a pack",
)  # fmt: skip
