"""How numbers, moments, states and names are written for the reader."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sessions import transitions, words
from sessions.digits import digits, reads_bengali
from sessions.models import OPEN_STATES, Answer, Office, Question, Ward
from sessions.record.html import GivenAnswer
from sessions.scheduling.bilingual import time_words
from sessions.scripts import text_language

register = template.Library()
register.filter(digits)

_PLAIN_LABEL = re.compile(r"Resident, ward (\d+)")


@register.filter
def clock_time(at: datetime) -> str:
    """The time of day in the city: 6:30 pm, সন্ধ্যা ৬:৩০."""
    return time_words(timezone.localtime(at).time()).in_language(get_language())


@register.filter
def short_date(day: date | datetime) -> str:
    """The day in the city: 2 January 2027, ২ জানুয়ারি ২০২৭."""
    return _day(day, "j F Y")


@register.filter
def weekday_date(day: date | datetime) -> str:
    """The day with its weekday: Saturday 2 January, শনিবার ২ জানুয়ারি."""
    return _day(day, "l j F")


@register.simple_tag
def moment(at: datetime, form: str = "time") -> SafeString:
    """A <time> element that shows the time, the date, or both."""
    shown = {
        "time": lambda: clock_time(at),
        "date": lambda: short_date(at),
        "both": lambda: f"{short_date(at)}, {clock_time(at)}",
    }[form]()
    return format_html('<time datetime="{}">{}</time>', timezone.localtime(at).isoformat(timespec="seconds"), shown)


@register.simple_tag
def new_ref() -> UUID:
    """The ref of one form, by which pressing twice does it once."""
    return uuid4()


@register.filter
def outcome_word(outcome: str) -> str | Promise:
    """What became of a question (Question.outcome, or a state of its own), in a word or two."""
    return words.OUTCOME_WORDS[outcome]


@register.simple_tag
def removed_words(reason: str) -> str:
    """What everybody reads in place of a question that a moderator removed."""
    return str(words.REMOVED_LINE).format(reason=words.REASON_WORDS[reason])


@register.filter
def outcome_explanation(outcome: str) -> str | Promise:
    """The same in a sentence or two."""
    return words.OUTCOME_EXPLANATIONS[outcome]


@register.filter
def chat_state_word(state: str) -> str | Promise:
    return words.CHAT_SESSION_WORDS[state]


@register.filter
def kind_word(kind: str) -> str | Promise:
    return words.KIND_WORDS[kind]


@register.filter
def reason_word(reason: str) -> str | Promise:
    return words.REASON_WORDS[reason]


@register.filter
def is_withdrawable(question: Question) -> bool:
    """Whether its author can still take it back; asked again when that is tried."""
    return question.chat_session.state in OPEN_STATES and question.state in transitions.QUESTION["withdraw"]


@register.filter
def office_word(kind: str) -> str | Promise:
    return words.OFFICE_WORDS[kind]


@register.filter
def office_holder(office: Office) -> str:
    """The office and who holds it: Councillor Asha Sen. Only the office where no name is entered."""
    return f"{words.OFFICE_WORDS[office.kind]} {office.name}".strip()


@register.filter
def answerer(answer: Answer) -> str:
    """Who gave an answer: the holder of the office, or whoever did in another role."""
    return f"{words.OFFICE_WORDS[answer.role]} {answer.by}" if answer.role else office_holder(answer.office)


@register.filter
def office_in_record(office: Mapping[str, str]) -> str:
    """The same for an office as the record's head holds it."""
    return f"{words.OFFICE_WORDS[office['kind']]} {_name_in_record(office)}".strip()


@register.simple_tag
def answer_by(answer: GivenAnswer, office: Mapping[str, str]) -> str:
    """Who gave an answer of a record, by the Bengali name where that is the name of the record's own office."""
    name = _name_in_record(office) if answer.by == office["name_en"] else answer.by
    return f"{words.OFFICE_WORDS[answer.office]} {name}".strip()


@register.filter
def ward_name(ward: Ward | int) -> str:
    """Ward 95, ওয়ার্ড ৯৫."""
    return _("Ward %(number)s") % {"number": digits(ward.number if isinstance(ward, Ward) else ward)}


@register.filter
def clerks_place(place: str) -> str:
    """Of what a clerk is the clerk, as the log says it: city, borough X, ward 95."""
    kind, _blank, name = place.partition(" ")
    if kind == "ward":
        return ward_name(int(name))
    return _("Borough %(code)s") % {"code": name} if kind == "borough" else _("the whole city")


@register.filter
def shown_label(label: str) -> str:
    """The name under which somebody asked; the plain one, which the log keeps in English, in the reader's language."""
    plain = _PLAIN_LABEL.fullmatch(label)
    return _("Resident, ward %(number)s") % {"number": digits(plain[1])} if plain else label


register.filter("text_language", text_language)


def _day(day: date | datetime, form: str) -> str:
    return digits(date_format(timezone.localtime(day) if isinstance(day, datetime) else day, form))


def _name_in_record(office: Mapping[str, str]) -> str:
    return (office["name_bn"] if reads_bengali() else "") or office["name_en"]
