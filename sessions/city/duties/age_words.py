"""Say by what right somebody acted: their name of the month, since when they have the duty, and by whom."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import UNSET, convert

from sessions.city.display import clerks_place, short_date
from sessions.log.audit import OPERATOR
from sessions.log.events.staff import DutyAge
from sessions.models import Redaction, WaiverReason
from sessions.platform.text.digits import digits
from sessions.platform.text.direction.isolating import isolate


class ClerkLine(NamedTuple):
    name: str
    told: str


def redaction_clerks(redaction: Redaction) -> list[ClerkLine]:
    """Who proposed and who confirmed it; empty where it is older than that."""
    told = redaction.clerks
    named = {"proposed_by": _("Proposed by"), "confirmed_by": _("Confirmed by")}
    lines = [ClerkLine(words, duty_age_words(told[name])) for name, words in named.items() if name in told]
    lines += [
        ClerkLine(_("The rule about the second person was lifted"), waiver_reason_words(reason))
        for name, reason in told.items()
        if name == "waived"
    ]
    return lines


def duty_age_words(told: Mapping[str, Any]) -> str:
    """Say by which right somebody acted. told: a DutyAge as the log has it."""
    age = convert(told, DutyAge)
    if age.role == OPERATOR:
        return _("the operator of the server")
    if age.person is UNSET or age.place is UNSET or age.since is UNSET or age.days is UNSET:
        return "–"
    words = _("{name}, clerk ({place}) since {day}, {days}").format(
        name=isolate(age.person),
        place=place_words(age.place),
        day=short_date(date.fromisoformat(age.since)),
        days=ngettext("{n} day", "{n} days", age.days).format(n=digits(age.days)),
    )
    return words if age.appointed_by is UNSET else f"{words}; {given_by_words(age.appointed_by)}"


def given_by_words(by: str) -> str:
    """Say who gave a duty. by: a name of the month, or operator."""
    if by == OPERATOR:
        return _("the role was given by the operator of the server")
    return _("the role was given by {name}").format(name=isolate(by))


def place_words(code: str) -> str:
    """Name a place of duties. code: ward:95, borough:X or city."""
    return clerks_place(code.replace(":", " "))


def waiver_reason_words(reason: str) -> str:
    return str(WaiverReason(reason).label) if reason in WaiverReason else reason
