"""Translations under the words that they translate."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from sessions.city.display import short_date, ward_name
from sessions.models import Record, RecordTranslation, TranslationBy, Ward
from sessions.platform.text.direction.isolating import isolate
from sessions.platform.text.labels import LANGUAGE_WORDS
from sessions.record.translations.reading import translations_by_anchor

register = template.Library()


@register.inclusion_tag("sessions/record/translations/_under.html", name="translations_under")
def translations_under(record: Record | str, anchor: str) -> dict[str, Any]:
    """The translations of the words that the record's page shows at this anchor. One query for a whole page.

    A file of a record shows the words in its proof alone: it has no record here, and so no translations.
    """
    if not isinstance(record, Record):
        return {"languages": ()}
    kept: dict[str, Any] | None = vars(record).get("_translations")
    if kept is None:
        kept = vars(record)["_translations"] = translations_by_anchor(record)
    return {"languages": kept.get(anchor, ()), "ward": record.chat_session.ward}


@register.simple_tag
def translated_by(translation: RecordTranslation, ward: Ward) -> str:
    """Into which language, by whom and when; and that the proof does not cover it."""
    given = {"language": LANGUAGE_WORDS[translation.language], "day": short_date(translation.made_at)}
    if translation.by == TranslationBy.OFFICE:
        words = _("Translation into {language} by the office of {ward}, {day}; not part of the record’s proof.")
    elif translation.label:
        words = _("Translation into {language} by {name} (volunteer), {day}; not part of the record’s proof.")
    else:
        words = _("Translation into {language} by a volunteer, {day}; not part of the record’s proof.")
    return words.format(**given, ward=ward_name(ward), name=isolate(translation.label))


@register.filter
def language_word(language: str) -> str:
    return str(LANGUAGE_WORDS.get(language, language))
