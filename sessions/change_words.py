"""The audit in words: what was changed, and each field before and after."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sessions.audit import CLOCK, OPERATOR, changed_fields
from sessions.models import Change, ClosureKind, Duty, OnClosed, Ward
from sessions.scheduling.bilingual import Bilingual, date_words, number_words, time_words
from sessions.scheduling.parsing import parse_rule
from sessions.scheduling.words import rule_in_words
from sessions.words import CHAT_SESSION_WORDS, OFFICE_WORDS

FIELD_WORDS = {
    "rule": gettext_lazy("Rule"),
    "at": gettext_lazy("Begins at"),
    "minutes": gettext_lazy("Length in minutes"),
    "days": gettext_lazy("Days between two moves of one person"),
    "time_zone": gettext_lazy("Time zone"),
    "ask_days": gettext_lazy("Questions open so many days before"),
    "on_closed": gettext_lazy("If a date falls on closed days"),
    "from": gettext_lazy("First day"),
    "to": gettext_lazy("Last day"),
    "kind": gettext_lazy("Kind"),
    "reason_en": gettext_lazy("Reason in English"),
    "reason_bn": gettext_lazy("Reason in Bengali"),
    "starts_at": gettext_lazy("Begins"),
    "state": gettext_lazy("State"),
    "waits": gettext_lazy("Waits for a date"),
    "because_en": gettext_lazy("Why, in English"),
    "because_bn": gettext_lazy("Why, in Bengali"),
    "cancelled_reason": gettext_lazy("Why it is cancelled"),
    "office": gettext_lazy("Office"),
    "name_en": gettext_lazy("Name in English"),
    "name_bn": gettext_lazy("Name in Bengali"),
    "account": gettext_lazy("Account that answers"),
    "clock": gettext_lazy("The server's clock"),
    "duty": gettext_lazy("Duty"),
    "place": gettext_lazy("Where"),
    "receipt": gettext_lazy("Receipt"),
    "ban_reason": gettext_lazy("Why"),
    "slips": gettext_lazy("Printed codes"),
}
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class FieldChange:
    name: str | Promise
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeInWords:
    """ward is None where it concerns the whole city; day: of which chat, where it concerns one."""

    at: datetime
    who: str
    what: str
    ward: Ward | None
    day: str
    fields: list[FieldChange]


def in_words(change: Change) -> ChangeInWords:
    """A change (with ward and person loaded) in the reader's language."""
    fields = [
        FieldChange(field_word(name), value_word(name, before), value_word(name, after))
        for name, before, after in changed_fields(change)
    ]
    return ChangeInWords(change.at, _who(change), _what(change), change.ward, _day_words(change), fields)


def all_in_words(changes: Iterable[Change]) -> list[ChangeInWords]:
    return [in_words(change) for change in changes]


def field_word(name: str) -> str | Promise:
    return FIELD_WORDS.get(name, name)


def value_word(name: str, value: Any) -> str:
    """One value as a person says it; what cannot be read is shown as it stands."""
    if value is None or value == "":
        return NOTHING
    try:
        return _word(name, value)
    except (ValueError, KeyError, TypeError, AttributeError):
        return str(value)


def _word(name: str, value: Any) -> str:
    if name in _IN_BOTH:
        return _IN_BOTH[name](value).in_language(get_language())
    if name in _LABELS:
        return str(_LABELS[name][value])
    if name == "waits":
        return _("Yes") if value else _("No")
    return str(value)


def _moment_words(written: str) -> Bilingual:
    at = timezone.localtime(datetime.fromisoformat(written))
    return Bilingual("{day}, {at}", "{day}, {at}").fill(day=date_words(at.date()), at=time_words(at.time()))


_IN_BOTH: dict[str, Callable[[Any], Bilingual]] = {
    "rule": lambda rule: rule_in_words(parse_rule(rule)),
    "at": lambda at: time_words(time.fromisoformat(at)),
    "from": lambda day: date_words(date.fromisoformat(day)),
    "to": lambda day: date_words(date.fromisoformat(day)),
    "starts_at": _moment_words,
    "clock": _moment_words,
    "minutes": number_words,
    "days": number_words,
    "ask_days": number_words,
    "slips": number_words,
}
_LABELS: dict[str, Mapping[str, str | Promise]] = {
    "on_closed": dict(OnClosed.choices),
    "kind": dict(ClosureKind.choices),
    "office": OFFICE_WORDS,
    "state": CHAT_SESSION_WORDS,
    "duty": {**dict(Duty.choices), "office": gettext_lazy("Office")},
}


def _what(change: Change) -> str:
    facts = change.after or change.before or {}
    subject = "freeze" if change.subject == "closure" and facts.get("kind") == ClosureKind.FREEZE else change.subject
    if subject not in _SUBJECTS:
        return _chat_session_words(change.before or {}, change.after or {})
    begun, changed, ended = _SUBJECTS[subject]
    return str(begun if change.before is None else ended if change.after is None else changed)


_HOST_ENTERED = gettext_lazy("Who hosts the chats was entered")
_CLOCK_JUMPED = gettext_lazy("The server's clock jumped")
_RULE_CHANGED = gettext_lazy("The rule was changed")
_CODES_MADE = gettext_lazy("Printed codes were made")
_INVITED = gettext_lazy("Somebody was invited")
_DUTY_BEGAN = gettext_lazy("A duty began")
_KEPT_OUT = gettext_lazy("Somebody was kept out")
_STAY_SET = gettext_lazy("How long one stays before moving was set")
_SUBJECTS: dict[str, tuple[Promise, Promise, Promise]] = {
    "schedule": (gettext_lazy("A new rule"), _RULE_CHANGED, _RULE_CHANGED),
    "freeze": (
        gettext_lazy("An election freeze was entered"),
        gettext_lazy("An election freeze was changed"),
        gettext_lazy("An election freeze was taken back"),
    ),
    "closure": (
        gettext_lazy("Closed days were entered"),
        gettext_lazy("Closed days were changed"),
        gettext_lazy("Closed days were taken back"),
    ),
    "clock": (_CLOCK_JUMPED, _CLOCK_JUMPED, _CLOCK_JUMPED),
    "office": (_HOST_ENTERED, _HOST_ENTERED, _HOST_ENTERED),
    "printed_codes": (_CODES_MADE, _CODES_MADE, gettext_lazy("Printed codes were taken back")),
    "invite": (_INVITED, _INVITED, gettext_lazy("An invitation was taken back")),
    "appointment": (_DUTY_BEGAN, _DUTY_BEGAN, gettext_lazy("A duty was ended")),
    "cool_down": (_STAY_SET, _STAY_SET, _STAY_SET),
    "ban": (_KEPT_OUT, _KEPT_OUT, gettext_lazy("Somebody was let in again")),
}
"""What the audit has entries of, beside chats: when it began, was changed, and ended."""


def _chat_session_words(before: dict[str, Any], after: dict[str, Any]) -> str:
    if after.get("state") != before.get("state"):
        return {
            "cancelled": _("A chat was cancelled"),
            "scheduled": _("A chat was announced"),
        }.get(str(after.get("state")), _("A chat was changed"))
    return _("A chat lost its date") if after.get("waits") else _("A chat was moved")


def _day_words(change: Change) -> str:
    """The day on which the chat stood before the change."""
    written = (change.before or change.after or {}).get("starts_at")
    if written is None:
        return ""
    return date_words(timezone.localdate(datetime.fromisoformat(written))).in_language(get_language())


def _who(change: Change) -> str:
    """For clerks' eyes: the role, and the name that the person has chosen to be shown by."""
    if change.actor == CLOCK:
        return _("The clock")
    if change.actor == OPERATOR:
        return _("The operator of the server")
    if change.person is None:
        return _("Clerk")
    return _("{name} (clerk)").format(name=change.person.shown_as)
