"""What pages show of the notice before the first question, and of what it means for the form under it."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sessions.display import shown_label
from sessions.models import Ward
from sessions.people import Person
from sessions.permissions.consents import LANGUAGES, VERSION, text_of
from sessions.questions.author_labels import label_of, plain_label


def notice_context() -> dict[str, Any]:
    """The notice of now in the reader's language, and by which version and language an agreement names it."""
    language = get_language() or LANGUAGES[0]
    return {
        "notice_text": text_of(language),
        "notice_version": VERSION,
        "notice_language": language,
        "complaints_to": complaints_to(),
    }


def complaints_to() -> str:
    """The officer's name and address as the installation has it, in the reader's language where it is known in it."""
    told = settings.COMPLAINTS_TO
    return str(told.get(get_language() or "") or told["en"] or _("Write to your ward office."))


def shown_to_all(person: Person, ward: Ward) -> str:
    """Under which name the person's questions in this ward stand, as the reader's language has it."""
    return shown_label(label_of(person, ward))


def shown_plainly(ward: Ward | None) -> str:
    """How others see who has chosen no name."""
    return shown_label(plain_label(ward.number)) if ward is not None else _("Resident")


def ask_hint(shown_as: str) -> str:
    """What whoever writes a question is told over the field."""
    words = _(
        "A moderator reads it first. Then it stands in the public record, under “%(label)s”. "
        "Leave out phone numbers and private names."
    )
    return words % {"label": shown_as}
