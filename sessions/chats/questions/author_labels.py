"""The name under which a person's words stand in the room and in the record."""

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model

from sessions.contract.label_uses import LabelUse
from sessions.contract.limits import MAX_LABEL_GRAPHEMES
from sessions.platform.people import Person
from sessions.platform.text.text_input import clean_optional_line, require_size

if TYPE_CHECKING:
    from sessions.models import Ward


def clean_label(text: str) -> str:
    """A valid label; blank for none. Raises Refused too_long or bad_characters."""
    return clean_optional_line(text, max_graphemes=MAX_LABEL_GRAPHEMES)


def require_bounded(text: str) -> None:
    """Check a written label's length before any other code reads it. Raises Refused too_long."""
    require_size(text, max_graphemes=MAX_LABEL_GRAPHEMES)


def label_of(person: Person, ward: "Ward") -> str:
    """The log's name for the person: the chosen label, while it is to be shown, otherwise "resident of the ward"."""
    return person.public_label or plain_label(ward.number)


def end_names_of_chat(ward: "Ward") -> None:
    """End the names of labels.

    With a chat of the ward end the names that its residents have not asked to keep: nobody joins their evenings.
    """
    get_user_model().objects.filter(ward=ward, label_use=LabelUse.CHAT).exclude(label="").update(
        label_use=LabelUse.NEVER
    )


def plain_label(ward_number: int) -> str:
    """The label of people who have chosen none. The log keeps it in English; pages translate it."""
    return f"Resident, ward {ward_number}"
