"""Translations as the record's page and its file show them: only beside words that are public themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sessions.log.logged_event import wire_time
from sessions.models import Record, RecordTranslation
from sessions.record.translations.text_places import TextPlace, text_places_in

FORMAT = "councillor-chat-translations/1"


@dataclass(frozen=True, slots=True)
class Translated:
    """The versions of one text in one language. newest: the one that holds, None where all are withdrawn.

    others: the rest, the newest first; a withdrawn one shows its reason, and not its words.
    """

    place: TextPlace
    language: str
    newest: RecordTranslation | None
    others: Sequence[RecordTranslation] = field(default_factory=list)


def translations_by_anchor(record: Record) -> dict[str, list[Translated]]:
    """Translations by the anchor of the text that the record's page shows. One query."""
    rows = list(RecordTranslation.objects.filter(record=record))
    if not rows:
        return {}
    found: dict[str, list[Translated]] = {}
    for place in text_places_in(record.document):
        if place.anchor and place.text is not None:
            found.setdefault(place.anchor, []).extend(translations_of(place, rows))
    return found


def translations_of(place: TextPlace, rows: Iterable[RecordTranslation]) -> list[Translated]:
    """Translations by language; the rows may be those of the whole record."""
    by_language: dict[str, list[RecordTranslation]] = {}
    for row in rows:
        if (row.n, row.field) == (place.n, place.field):
            by_language.setdefault(row.language, []).append(row)
    return [_in_one_language(place, language, by_language[language]) for language in sorted(by_language)]


def translations_document(record: Record) -> dict[str, Any]:
    """Plain JSON values: one object for each version. text: null where it is withdrawn, or the original is not public.

    commitment: of the original's words, as the record has it.
    """
    places = {(place.n, place.field): place for place in text_places_in(record.document)}
    rows = RecordTranslation.objects.filter(record=record)
    return {"format": FORMAT, "record": record.slug, "translations": [_row(each, places) for each in rows]}


def _in_one_language(place: TextPlace, language: str, rows: list[RecordTranslation]) -> Translated:
    newest_first = sorted(rows, key=lambda row: -row.version)
    holding = next((row for row in newest_first if row.withdrawn_at is None and row.text is not None), None)
    return Translated(place, language, holding, [row for row in newest_first if row is not holding])


def _row(row: RecordTranslation, places: dict[tuple[int, str], TextPlace]) -> dict[str, Any]:
    place = places.get((row.n, row.field))
    is_public = place is not None and place.text is not None and row.withdrawn_at is None
    return {
        "n": row.n,
        "field": row.field,
        "commitment": place.commitment if place else "",
        "language": row.language,
        "version": row.version,
        "text": row.text if is_public else None,
        "by": row.by,
        "label": row.label or None,
        "made_at": wire_time(row.made_at),
        "withdrawn_at": wire_time(row.withdrawn_at) if row.withdrawn_at else None,
        "withdrawn_reason": row.withdrawn_reason or None,
    }
