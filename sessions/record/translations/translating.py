"""Add, replace, withdraw and destroy translations. The record itself, its tree and its proof never change by it."""

from dataclasses import asdict, dataclass, replace
from typing import Self

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.contract.limits import MAX_ANSWER_GRAPHEMES, MAX_NAME_GRAPHEMES, MAX_REASON_GRAPHEMES
from sessions.log.audit import changed_by, note_by
from sessions.log.steps.locks import lock_chat_session
from sessions.models import Record, RecordTranslation, TranslationBy
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import language_codes
from sessions.platform.text.text_input import clean_line, clean_optional_line, clean_text
from sessions.record.translations.text_places import TextPlace, find_text_place

SUBJECT = "translation"
"""The subject in the audit, which never holds the words of a translation: they may have to be destroyed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatedText:
    """n, field: which text of the record. by: of TranslationBy. label: the name of a volunteer, or blank; an office has
    none, because it is that of the ward."""

    n: int
    field: str
    language: str
    text: str
    by: str
    label: str = ""

    def cleaned(self) -> Self:
        """Raises Refused: bad_field, empty, too_long, bad_characters."""
        text = clean_text(self.text, max_graphemes=MAX_ANSWER_GRAPHEMES)
        is_named = self.by == TranslationBy.VOLUNTEER
        label = clean_optional_line(self.label, max_graphemes=MAX_NAME_GRAPHEMES) if is_named else ""
        if self.language not in language_codes() or self.by not in TranslationBy.values:
            raise Refused("bad_field", _("Please choose from the list."))
        return replace(self, text=text, label=label)

    def is_said_by(self, row: RecordTranslation) -> bool:
        return row.withdrawn_at is None and (row.text, row.by, row.label) == (self.text, self.by, self.label)


@transaction.atomic
def add_translation(record: Record, given: TranslatedText, *, person: Person, role: str) -> RecordTranslation:
    """Add the next version of a translation; earlier ones stay readable. The caller has asked the permissions.

    role: in which the person acts, for the audit. The words of the newest version again change nothing.

    Raises Refused: bad_field, not_found (no such text), withheld (its words were removed, redacted or never public),
    empty, too_long, bad_characters.
    """
    given = given.cleaned()
    chat_session = lock_chat_session(record.chat_session_id)
    _require_words(Record.objects.get(pk=record.pk), given.n, given.field)
    versions = RecordTranslation.objects.filter(record=record).of_text(given.n, given.field, given.language)
    newest = versions.order_by("-version").first()
    if newest is not None and given.is_said_by(newest):
        return newest
    version = newest.version + 1 if newest else 1
    translation = RecordTranslation.objects.create(
        record=record, version=version, made_at=timezone.now(), **asdict(given)
    )
    by, facts = changed_by(person, role=role), _facts(record, translation)
    note_by(SUBJECT, translation.pk, by=by, ward=chat_session.ward, before=None, after=facts)
    return translation


@transaction.atomic
def withdraw_translation(
    record: Record, translation_id: int, *, reason: str, person: Person, role: str
) -> RecordTranslation:
    """Take a version back, with a public reason; an earlier one holds again. Nobody is given its words any longer.

    Raises Refused: not_found, stale (it is withdrawn already), empty, too_long, bad_characters.
    """
    reason = clean_line(reason, max_graphemes=MAX_REASON_GRAPHEMES)
    chat_session = lock_chat_session(record.chat_session_id)
    translation = RecordTranslation.objects.filter(record=record, pk=translation_id).first()
    if translation is None:
        raise Refused("not_found", _("There is no such translation."))
    if translation.withdrawn_at is not None:
        raise Refused("stale", _("This translation is withdrawn already."))
    before = _facts(record, translation)
    translation.withdrawn_at, translation.withdrawn_reason = timezone.now(), reason
    translation.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    by = changed_by(person, role=role)
    note_by(SUBJECT, translation.pk, by=by, ward=chat_session.ward, before=before, after=None)
    return translation


def drop_translations(record: Record, n: int) -> int:
    """Destroy the words of all versions of all translations of an entry, in the caller's transaction.

    To be called when the original is redacted. That there were translations, and by whom, stays. Answers how many rows
    have lost their words.
    """
    return RecordTranslation.objects.filter(record=record, n=n, text__isnull=False).update(text=None)


def _require_words(record: Record, n: int, field: str) -> TextPlace:
    place = find_text_place(record.document, n, field)
    if place is None:
        raise Refused("not_found", _("The record has no such text."))
    if place.text is None:
        raise Refused("withheld", _("These words are not public, so they cannot be translated."))
    return place


def _facts(record: Record, translation: RecordTranslation) -> dict[str, object]:
    """Facts for the audit, without the words."""
    return {
        "record": record.slug,
        "entry": translation.n,
        "language": translation.language,
        "version": translation.version,
    }
