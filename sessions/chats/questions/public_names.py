"""The public names of people who answer without holding the office: officials with their title, and delegates."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.models import Appointment, ChatSession, Duty, Ward
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

NAMED_DUTIES = (Duty.DELEGATE, Duty.OFFICIAL)


@dataclass(frozen=True, slots=True)
class Official:
    """An official of today. name: the one that the public reads; blank until it is entered."""

    person: Person
    name: str


def officials_of(ward: Ward) -> dict[UUID, Official]:
    """The officials of this ward's chats today, by their public ids, in one query."""
    held = Appointment.objects.held_on(timezone.localdate()).covering(ward).filter(duty=Duty.OFFICIAL)
    found: dict[UUID, Official] = {}
    for row in held.filter(person__is_active=True).select_related("person__ward").order_by("pk"):
        name = f"{row.person.label}, {row.title}" if row.person.label and row.title else ""
        if name or row.person.public_id not in found:
            found[row.person.public_id] = Official(row.person, name)
    return found


def name_for_log(person: Person, chat_session: ChatSession, *, role: str) -> str:
    """The log's name for a delegate or an official, never "Resident". Raises Refused unnamed until it is entered."""
    if role == Duty.OFFICIAL:
        official = officials_of(chat_session.ward).get(person.public_id)
        name = official.name if official is not None else ""
    else:
        name = person.label
    if not name:
        raise Refused("unnamed", _("Enter your public name first. It stands on the page on which you answer."))
    return name


def lacks_name(person: Person, ward: Ward, *, role: str) -> bool:
    """Whether a person who may answer here has to enter their name first, or an official their title."""
    if role == Duty.OFFICIAL:
        official = officials_of(ward).get(person.public_id)
        return official is not None and not official.name
    return role == Duty.DELEGATE and not person.label
