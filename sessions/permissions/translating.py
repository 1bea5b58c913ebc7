"""Who may translate a record's words: the clerks and the moderators of its ward."""

from django.utils import timezone

from sessions.models import Appointment, Duty, Ward
from sessions.people import Person
from sessions.permissions.access import require_staff

TRANSLATING = (Duty.CLERK, Duty.MODERATOR)
"""In which role a person acts who has both."""


def admit_translator(person: Person | None, ward: Ward, *, is_proven: bool) -> str:
    """The role in which the person may translate today: clerk or moderator. One query.

    Raises Refused: sign_in, forbidden, second_factor.
    """
    duties: list[str] = []
    if person is not None and person.is_active:
        held = Appointment.objects.held_on(timezone.localdate()).covering(ward).filter(person=person)
        found = set(held.values_list("duty", flat=True))
        duties = [duty for duty in TRANSLATING if duty in found]
    require_staff(person, duties, is_proven=is_proven)
    return str(duties[0])
