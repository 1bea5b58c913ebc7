"""A ward's rule as a clerk asks for it, before it is saved and after."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sessions.chats.calendar.rules.errors import ScheduleError
from sessions.chats.calendar.rules.parsing import parse_rule
from sessions.chats.calendar.rules.placing import WhenClosed
from sessions.chats.calendar.rules.preview import Plan
from sessions.models import Schedule
from sessions.platform.clock.city_zone import city_zone
from sessions.platform.refusals import Refused


@dataclass(frozen=True, slots=True)
class ScheduleDraft:
    """A rule as text (RFC 5545), with the other fields of a schedule."""

    rule: str
    at: time
    minutes: int
    from_on: date
    to_on: date | None = None
    ask_days: int = 7
    on_closed: WhenClosed = WhenClosed.NEXT_FREE

    def as_plan(self) -> Plan:
        """The draft as a plan. Raises Refused bad_field, in the clerk's language; facts name the wrong part."""
        try:
            return Plan(
                rule=parse_rule(self.rule),
                at=self.at,
                minutes=self.minutes,
                zone=city_zone(),
                anchor_on=self.from_on,
                last_on=self.to_on,
                on_closed=self.on_closed,
            )
        except ScheduleError as error:
            raise Refused("bad_field", error.message, facts={"part": error.part}) from error


def draft_of(schedule: Schedule) -> ScheduleDraft:
    """The draft that would make this rule."""
    return ScheduleDraft(
        rule=schedule.rule,
        at=schedule.at,
        minutes=schedule.minutes,
        from_on=schedule.from_on,
        to_on=schedule.to_on,
        ask_days=schedule.ask_days,
        on_closed=WhenClosed(schedule.on_closed),
    )


def facts_of_schedule(schedule: Schedule) -> dict[str, Any]:
    """The fields of a rule for the audit, and for a clerk whose page is stale."""
    return {
        "rule": schedule.rule,
        "at": f"{schedule.at:%H:%M}",
        "minutes": schedule.minutes,
        "ask_days": schedule.ask_days,
        "on_closed": str(schedule.on_closed),
        "from": schedule.from_on.isoformat(),
        "to": schedule.to_on.isoformat() if schedule.to_on else None,
    }
