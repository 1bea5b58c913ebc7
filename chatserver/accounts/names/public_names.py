"""Rules for the name and the title under which a person answers in public."""

from django.db import transaction

from chatserver.accounts.models import User
from chatserver.accounts.names.labels import PERSONAL_IN_NAME, choose_label
from moderation.checks.screen import find_personal_data
from sessions.contract.limits import MAX_LABEL_GRAPHEMES, MAX_TITLE_GRAPHEMES
from sessions.models import Appointment, Duty
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_line


@transaction.atomic
def enter_public_name(person: User, *, name: str, title: str, duty: str) -> None:
    """Save them: the name with the person, the title with each of their duties as an official.

    title: only an official has one, and needs it. Raises Refused: empty, and what
    sessions.platform.text.text_input.clean_line and chatserver.accounts.names.labels.choose_label raise.
    """
    person.label = choose_label(person, clean_line(name, max_graphemes=MAX_LABEL_GRAPHEMES))
    person.save(update_fields=["label"])
    if duty == Duty.OFFICIAL:
        title = clean_line(title, max_graphemes=MAX_TITLE_GRAPHEMES)
        if find_personal_data(title):
            raise Refused("personal_data", PERSONAL_IN_NAME)
        Appointment.objects.filter(person=person, duty=Duty.OFFICIAL).update(title=title)
