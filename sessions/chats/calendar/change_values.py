"""The fields and values of the audit, in words."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.conf.locale import LANG_INFO
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.chats.calendar.rules.parsing import parse_rule
from sessions.chats.calendar.rules.words import rule_in_words
from sessions.city.display import clerks_place
from sessions.models import (
    Borough,
    ClosureKind,
    CopyState,
    Duty,
    OnClosed,
    PostOccasion,
    PostState,
    RedactionState,
    Removal,
    SecondAct,
    WaiverReason,
)
from sessions.models.wards.chair import CHAIR_WORDS
from sessions.platform.text.by_language import language_codes, language_name
from sessions.platform.text.digits import digits
from sessions.platform.text.labels import CHAT_SESSION_WORDS, GROUND_WORDS, OFFICE_WORDS
from sessions.platform.text.spoken.dates import date_words, day_and_time, time_words
from sessions.platform.text.spoken.lists import join_words
from sessions.record.redaction.free_texts.place_words import emptied_place_words

FIELD_WORDS = {
    "kind": gettext_lazy("Kind"),
    "office": gettext_lazy("Office"),
    "councillor": gettext_lazy("Councillor of"),
    "duty": gettext_lazy("Role"),
    "place": gettext_lazy("Where"),
    "name": gettext_lazy("Name in {language}"),
    "account": gettext_lazy("Account"),
    "receipt": gettext_lazy("Receipt"),
    "record": gettext_lazy("Record"),
    "entry": gettext_lazy("Entry"),
    "language": gettext_lazy("Language"),
    "version": gettext_lazy("Version"),
    "ban_reason": gettext_lazy("Why"),
    "slips": gettext_lazy("Printed codes"),
    "starts_at": gettext_lazy("Begins"),
    "rule": gettext_lazy("Rule"),
    "at": gettext_lazy("Begins at"),
    "minutes": gettext_lazy("Length in minutes"),
    "days": gettext_lazy("Days between two ward changes"),
    "time_zone": gettext_lazy("Time zone"),
    "ask_days": gettext_lazy("Questions open (days before the chat)"),
    "on_closed": gettext_lazy("If a date falls on closed days"),
    "from": gettext_lazy("First day"),
    "to": gettext_lazy("Last day"),
    "reason": gettext_lazy("Reason in {language}"),
    "state": gettext_lazy("State"),
    "waits": gettext_lazy("Waiting for a date"),
    "because": gettext_lazy("Why, in {language}"),
    "cancelled_reason": gettext_lazy("Why it is cancelled"),
    "entries": gettext_lazy("Entries of the record"),
    "ground": gettext_lazy("Ground"),
    "authority": gettext_lazy("By whose order"),
    "order": gettext_lazy("Number of the court’s order"),
    "act": gettext_lazy("What is to be possible"),
    "waiver_reason": gettext_lazy("Why"),
    "redaction_state": gettext_lazy("State"),
    "redaction_note": gettext_lazy("Why it was rejected"),
    "elsewhere": gettext_lazy("Emptied with it"),
    "clock": gettext_lazy("The server's clock"),
    "phone": gettext_lazy("Telephone of the office"),
    "address": gettext_lazy("Address of the office in {language}"),
    "hours": gettext_lazy("Office hours in {language}"),
    "post_state": gettext_lazy("State"),
    "copy": gettext_lazy("Service"),
    "copy_state": gettext_lazy("Sent"),
    "post_languages": gettext_lazy("Languages of posts"),
    "always_ask": gettext_lazy("Wait for approval before each post about"),
}
"""Field to label, in the order in which fields are shown: PostgreSQL orders JSON keys by itself. name, reason and
because have a field for each language: name_en, name_bn, …"""

_PLACES = {name: place for place, name in enumerate(FIELD_WORDS)}
NOTHING = "–"


def field_place(name: str) -> int:
    """The position of a field among the fields of its entry; an unknown field comes last."""
    return _PLACES.get(name, _PLACES.get(_without_language(name)[0], len(_PLACES)))


def field_word(name: str) -> str | Promise:
    language = field_language(name)
    if language:
        return str(FIELD_WORDS[_without_language(name)[0]]).format(language=language_name(language))
    return FIELD_WORDS.get(name, name)


def field_language(name: str) -> str:
    """The code of the language that the words of a field are in; blank for a field of all languages.

    A language that was left out of the settings since is still one: its words stay in the audit.
    """
    start, language = _without_language(name)
    is_known = language in language_codes() or language in LANG_INFO
    return language if name not in FIELD_WORDS and start in FIELD_WORDS and is_known else ""


def _without_language(name: str) -> tuple[str, str]:
    start, _underscore, language = name.rpartition("_")
    return start, language


def value_word(name: str, value: Any, names: Mapping[str, str] | None = None) -> str:
    """One value in words; a value that cannot be read is shown unchanged.

    names: from names_of, for many values at once.
    """
    if value is None or value == "":
        return NOTHING
    try:
        return _word(name, value, names)
    except (ValueError, KeyError, TypeError, AttributeError):
        return str(value)


def names_of(*, accounts: Collection[str] = (), places: Collection[str] = ()) -> dict[str, str]:
    """Public id to shown name for accounts, and place code to name for boroughs.

    At most one query for each kind. Deleted accounts are left out.
    """
    people = get_user_model().objects.filter(public_id__in=accounts).select_related("ward") if accounts else ()
    codes = [place.partition(":")[2] for place in places if place.startswith("borough:")]
    boroughs = Borough.objects.filter(code__in=codes) if codes else ()
    shown = {str(person.public_id): person.shown_as for person in people}
    return shown | {f"borough:{borough.code}": borough.name for borough in boroughs}


def place_word(code: str, names: Mapping[str, str] | None = None) -> str:
    """The name of a place that forms and the audit write as ward:95, borough:X or city."""
    known = names_of(places=[code]) if names is None else names
    return known.get(code) or clerks_place(code.replace(":", " "))


def _word(name: str, value: Any, names: Mapping[str, str] | None) -> str:
    if name in _SPOKEN:
        return _SPOKEN[name](value)
    if name in _LABELS:
        return str(_LABELS[name][value])
    match name:
        case "waits":
            return _("Yes") if value else _("No")
        case "place" | "councillor":
            return place_word(value, names)
        case "account":
            return _account_word(value, names)
    return digits(value) if name == "entries" else str(value)


def _account_word(public_id: str, names: Mapping[str, str] | None) -> str:
    known = names_of(accounts=[str(UUID(public_id))]) if names is None else names
    return known.get(public_id) or _("an account that has been deleted")


def _moment_words(written: str) -> str:
    return day_and_time(timezone.localtime(datetime.fromisoformat(written)))


def _each_of(word: Callable[[str], str]) -> Callable[[str], str]:
    """Return a function that puts each code of a list with commas into words."""
    return lambda codes: join_words([word(code) for code in codes.split(", ")])


_SPOKEN: dict[str, Callable[[Any], str]] = {
    "language": language_name,
    "post_languages": _each_of(language_name),
    "always_ask": _each_of(lambda code: str(dict(PostOccasion.choices)[code])),
    "elsewhere": _each_of(emptied_place_words),
    "rule": lambda rule: rule_in_words(parse_rule(rule)),
    "at": lambda at: time_words(time.fromisoformat(at)),
    "from": lambda day: date_words(date.fromisoformat(day)),
    "to": lambda day: date_words(date.fromisoformat(day)),
    "starts_at": _moment_words,
    "clock": _moment_words,
    "minutes": digits,
    "days": digits,
    "ask_days": digits,
    "slips": digits,
    "entry": digits,
    "version": digits,
}
_LABELS: dict[str, Mapping[str, str | Promise]] = {
    "on_closed": dict(OnClosed.choices),
    "kind": dict(ClosureKind.choices),
    "office": OFFICE_WORDS,
    "state": CHAT_SESSION_WORDS,
    "ground": GROUND_WORDS,
    "act": dict(SecondAct.choices),
    "waiver_reason": dict(WaiverReason.choices),
    "redaction_state": dict(RedactionState.choices),
    "post_state": dict(PostState.choices),
    "copy_state": {**dict(CopyState.choices), **dict(Removal.choices)},
    "duty": {**dict(Duty.choices), "office": gettext_lazy("Office"), "chair": CHAIR_WORDS},
}
