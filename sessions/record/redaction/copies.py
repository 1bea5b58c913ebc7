"""What else holds a record's words: translations, rendered files, other orders; and the log, which is told of it."""

from sessions.record.forms.kept_forms import forget_forms_of
from sessions.record.proof.installation_log import append_redaction
from sessions.record.proof.log_refused import LogRefused
from sessions.record.redaction.free_texts.authority_lines import places_in_authority_lines
from sessions.record.redaction.free_texts.places import quoting_places
from sessions.record.redaction.hooks import Destroyed, destroy_copies, forget_copies
from sessions.record.redaction.leaves import log_of_redactions
from sessions.record.translations.translating import drop_translations


def connect_record_copies() -> None:
    """Once, when the program starts."""
    log_of_redactions.set_log(append_redaction, LogRefused)
    destroy_copies.append(_destroy_translations)
    forget_copies.append(forget_forms_of)
    quoting_places.append(places_in_authority_lines)


def _destroy_translations(gone: Destroyed) -> None:
    if gone.record is not None:
        for n in gone.entries:
            drop_translations(gone.record, n)
