"""The notice before the first question on pages, and the hints that follow from it."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sessions.chats.questions.author_labels import label_of, plain_label
from sessions.city.display import shown_label
from sessions.city.people.consents import NOTICE_VERSION, notice_template, spoken_in
from sessions.models import Ward
from sessions.platform.people import Person
from sessions.platform.text.by_language import for_reader


def notice_context() -> dict[str, Any]:
    """The present notice in the reader's language, with the version and language for a consent to it."""
    language = spoken_in(get_language())
    return {
        "notice_text": notice_template(language),
        "notice_version": NOTICE_VERSION,
        "notice_language": language,
        "complaints_to": complaints_to(),
    }


def complaints_to() -> str:
    """The grievance officer's name and address from the settings, in the reader's language if given."""
    return for_reader(settings.COMPLAINTS_TO) or _("Write to your ward office.")


def shown_to_all(person: Person, ward: Ward) -> str:
    """The name under which the person's questions in this ward are shown, in the reader's language."""
    return shown_label(label_of(person, ward))


def shown_plainly(ward: Ward | None) -> str:
    """The name of a person who has chosen none, as others see it."""
    return shown_label(plain_label(ward.number)) if ward is not None else _("Resident")


def ask_hint(shown_as: str) -> str:
    """The hint above the field for a question."""
    words = _(
        "A moderator reads it first. Then it stands in the public record, under “%(label)s”. "
        "Leave out phone numbers and private names."
    )
    return words % {"label": shown_as}
