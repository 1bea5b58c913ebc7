"""The audit in words: what was changed, where and by whom, and each field before and after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.chats.calendar.change_values import (
    field_language,
    field_place,
    field_word,
    names_of,
    place_word,
    value_word,
)
from sessions.city.display import ward_name
from sessions.log.audit import CLOCK, OPERATOR, changed_fields
from sessions.models import Change, ClosureKind
from sessions.platform.text.direction.isolating import isolate
from sessions.platform.text.spoken.dates import date_words


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that a change has altered.

    language: the code of that which the words are in, where they are of one language; blank for all others.
    """

    name: str | Promise
    before: str
    after: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class ChangeInWords:
    """One change in words.

    where: a ward, a borough or the whole city. day: of the chat, where the change is about one.
    """

    at: datetime
    who: str
    what: str
    where: str
    day: str
    fields: list[FieldChange]


def all_in_words(changes: Iterable[Change]) -> list[ChangeInWords]:
    """Changes (with ward and person loaded) in the reader's language; two queries for all names in them."""
    changes = list(changes)
    names = names_of(accounts=_values_of("account", changes), places=_values_of("place", changes))
    return [_in_words(change, names) for change in changes]


def _in_words(change: Change, names: Mapping[str, str]) -> ChangeInWords:
    fields = [
        FieldChange(
            field_word(name), value_word(name, before, names), value_word(name, after, names), field_language(name)
        )
        for name, before, after in sorted(changed_fields(change), key=lambda field: field_place(field[0]))
    ]
    told = [field for field in fields if field.before != field.after]  # an empty text and None look the same
    return ChangeInWords(change.at, _who(change), _what(change), _where(change, names), _day_words(change), told)


def _values_of(name: str, changes: Iterable[Change]) -> set[str]:
    facts = [side for change in changes for side in (change.before, change.after) if side]
    return {each[name] for each in facts if each.get(name)}


def _where(change: Change, names: Mapping[str, str]) -> str:
    if change.ward is not None:
        return ward_name(change.ward)
    return place_word((change.after or change.before or {}).get("place", "city"), names)


def _what(change: Change) -> str:
    facts = change.after or change.before or {}
    subject = "freeze" if change.subject == "closure" and facts.get("kind") == ClosureKind.FREEZE else change.subject
    if subject not in _SUBJECTS:
        return _chat_session_words(change.before or {}, change.after or {})
    begun, changed, ended = _SUBJECTS[subject]
    return str(begun if change.before is None else ended if change.after is None else changed)


_HOST_ENTERED = gettext_lazy("Who hosts the chats was entered")
_CHAIR_ENTERED = gettext_lazy("Who chairs the borough was entered")
_CLOCK_JUMPED = gettext_lazy("The server's clock jumped")
_RULE_CHANGED = gettext_lazy("The rule was changed")
_CONTACT_CHANGED = gettext_lazy("How to reach the office was changed")
_CODES_MADE = gettext_lazy("Printed codes were made")
_INVITED = gettext_lazy("Somebody was invited")
_APPOINTED = gettext_lazy("Somebody was given a role")
_RESTORED = gettext_lazy("A role that had been ended was given back")
_WAIVED = gettext_lazy("The rule about the second person was lifted")
_BANNED = gettext_lazy("Somebody was banned")
_TRANSLATED = gettext_lazy("Words of a record were translated")
_POST_DECIDED = gettext_lazy("A post on social media was decided")
_POSTS_SET = gettext_lazy("How a ward’s posts are written was changed")
_STAY_SET = gettext_lazy("The minimum time between ward changes was set")
_SUBJECTS: dict[str, tuple[Promise, Promise, Promise]] = {
    "schedule": (gettext_lazy("A new rule"), _RULE_CHANGED, _RULE_CHANGED),
    "freeze": (
        gettext_lazy("An election freeze was entered"),
        gettext_lazy("An election freeze was changed"),
        gettext_lazy("An election freeze was removed"),
    ),
    "closure": (
        gettext_lazy("Closed days were entered"),
        gettext_lazy("Closed days were changed"),
        gettext_lazy("Closed days were removed"),
    ),
    "clock": (_CLOCK_JUMPED, _CLOCK_JUMPED, _CLOCK_JUMPED),
    "office": (_HOST_ENTERED, _HOST_ENTERED, _HOST_ENTERED),
    "chair": (_CHAIR_ENTERED, _CHAIR_ENTERED, _CHAIR_ENTERED),
    "contact": (_CONTACT_CHANGED, _CONTACT_CHANGED, _CONTACT_CHANGED),
    "printed_codes": (_CODES_MADE, _CODES_MADE, gettext_lazy("Printed codes were revoked")),
    "invite": (_INVITED, _INVITED, gettext_lazy("An invitation was revoked")),
    "appointment": (_APPOINTED, _APPOINTED, gettext_lazy("A role was ended")),
    "restoring": (_RESTORED, _RESTORED, _RESTORED),
    "cool_down": (_STAY_SET, _STAY_SET, _STAY_SET),
    "translation": (_TRANSLATED, _TRANSLATED, gettext_lazy("A translation was withdrawn")),
    "redaction": (
        gettext_lazy("A redaction of a record was proposed"),
        gettext_lazy("A redaction of a record was decided"),
        gettext_lazy("A redaction of a record was decided"),
    ),
    "post": (_POST_DECIDED, _POST_DECIDED, _POST_DECIDED),
    "post_settings": (_POSTS_SET, _POSTS_SET, _POSTS_SET),
    "waiver": (_WAIVED, _WAIVED, _WAIVED),
    "ban": (_BANNED, _BANNED, gettext_lazy("A ban was lifted")),
}
"""Words for the subjects of the audit except chats: for its beginning, a change, and its end."""


def _chat_session_words(before: dict[str, Any], after: dict[str, Any]) -> str:
    if not before and after.get("state") == "planned":
        return _("A chat was planned by hand")
    if after.get("state") != before.get("state"):
        return {
            "cancelled": _("A chat was cancelled"),
            "scheduled": _("A chat was announced"),
        }.get(str(after.get("state")), _("A chat was changed"))
    return _("A chat lost its date") if after.get("waits") else _("A chat was moved")


def _day_words(change: Change) -> str:
    """The day of the chat before the change."""
    written = (change.before or change.after or {}).get("starts_at")
    if written is None:
        return ""
    return date_words(timezone.localdate(datetime.fromisoformat(written)))


def _who(change: Change) -> str:
    """The person who made a change, for clerks only: the role, and the shown name, if any."""
    if change.actor == CLOCK:
        return _("The clock")
    if change.actor == OPERATOR:
        return _("The operator of the server")
    if change.actor.partition(":")[0] == "moderator":
        name = change.person.label if change.person is not None else ""
        return _("{name} (moderator)").format(name=isolate(name)) if name else _("Moderator")
    if change.person is None:
        return _("A clerk whose account has been deleted")
    return _("{name} (clerk)").format(name=isolate(change.person.label)) if change.person.label else _("Clerk")
