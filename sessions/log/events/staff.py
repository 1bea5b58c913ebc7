"""What the month logs of wards and boroughs tell of staff: who was given a duty by whom, and what they may do for it.

People stand here by their name of the month (sessions/log/pseudonyms.py), never by their own. The log of a ward tells
of duties there; a borough's of those for all its wards; where a duty for the whole city stands:
sessions/city/duties/events.py::log_of.
"""

from msgspec import UNSET, Struct

from sessions.log.events.fields import Day, Id, Later, StreamEvent


class DutyEvent(StreamEvent, frozen=True, kw_only=True):
    """An event about a duty.

    person: who has the duty. place: ward:95, borough:X or city. from_on: the first day; with duty and place, it tells
    in any month which duty is meant.

    role: clerk, operator (a command or the administration, on the server's own machine) or clock. by: the clerk's name
    of the month.
    """

    person: str
    duty: str
    place: str
    from_on: Day
    role: str
    by: Later[str] = UNSET
    to_on: Later[Day] = UNSET


class DutyGiven(DutyEvent, frozen=True, kw_only=True, tag="duty.given"):
    """Somebody became a delegate, official, moderator or clerk."""


class DutyEnded(DutyEvent, frozen=True, kw_only=True, tag="duty.ended"):
    """A duty was ended by a clerk or the operator at once, or by the clock after its last day."""


class DutyResumed(DutyEvent, frozen=True, kw_only=True, tag="duty.resumed"):
    """An end was taken back: the duty goes on as if it had not been."""


class DutyAge(Struct, frozen=True, kw_only=True):
    """The right by which somebody acted. role: clerk or operator, of whom nothing else is told.

    person, appointed_by: names of the month of the decision; appointed_by: operator for a command or the
    administration, left out where it was before the log told of it. since: the first day without a break; days: from
    then to the act.
    """

    role: str
    person: Later[str] = UNSET
    place: Later[str] = UNSET
    since: Later[Day] = UNSET
    days: Later[int] = UNSET
    appointed_by: Later[str] = UNSET


class RedactionConfirmed(StreamEvent, frozen=True, kw_only=True, tag="redaction.confirmed"):
    """Words were taken out of the record of a chat. entries: how many of it.

    waived: the reason for which the rule about the second person was lifted then.
    """

    chat_session: Id
    ground: str
    entries: int
    proposed_by: DutyAge
    confirmed_by: DutyAge
    record: Later[str] = UNSET
    waived: Later[str] = UNSET


class IndependenceWaived(StreamEvent, frozen=True, kw_only=True, tag="independence.waived"):
    """A clerk lifted the rule about the second person here, through a day. act: redaction, appeal or rereading.

    reason: one of WaiverReason. by: the clerk's name of the month.
    """

    act: str
    reason: str
    until_on: Day
    place: str
    by: str


class CodesPrinted(StreamEvent, frozen=True, kw_only=True, tag="codes.printed"):
    """A clerk printed codes with which residents of the ward sign in. by: the clerk's name of the month."""

    count: int
    expires_on: Day
    by: str


class CodesCounted(StreamEvent, frozen=True, kw_only=True, tag="codes.counted"):
    """How many codes were printed in a month, and how many signed somebody in, told after its end."""

    month: Day
    printed: int
    used: int
