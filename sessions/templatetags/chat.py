"""How numbers, moments, states and names are written for the reader."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import count
from uuid import UUID, uuid4

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sessions.chats.questions.appeals import may_appeal
from sessions.city.display import (
    clerks_place,
    clock_time,
    month_and_year,
    office_holder,
    short_date,
    shown_label,
    steady_offset,
    wait_words,
    ward_name,
    weekday_date,
)
from sessions.city.duties.age_words import redaction_clerks
from sessions.log.steps import transitions
from sessions.models import OPEN_STATES, Answer, Question, RedactedEntry
from sessions.platform.text import labels as words
from sessions.platform.text.digits import ASCII_DIGITS, as_code, digits, own_digits, year_digits
from sessions.platform.text.direction.isolating import isolate
from sessions.platform.text.direction.tagged_text import TaggedText
from sessions.platform.text.script_detection import text_language
from sessions.platform.text.spoken.lists import join_facts, join_with_commas
from sessions.record.office_words import answer_by, office_holder_then

NUMBER = re.compile(r"(\d+(?:-[A-Z])?(?:-\d+)+[:,،]?)")
"""A number with the sign behind it, which would otherwise begin the next line by itself."""

register = template.Library()
for each in (
    as_code,
    digits,
    year_digits,
    isolate,
    clock_time,
    short_date,
    weekday_date,
    month_and_year,
    wait_words,
    office_holder,
    ward_name,
    clerks_place,
    shown_label,
):
    register.filter(each)


@register.simple_tag
def native_digits() -> SafeString | str:
    """The page's attribute by which its scripts write numbers in the reader's digits; nothing where those are 0-9."""
    own = own_digits()
    return "" if own == ASCII_DIGITS else format_html(' data-digits="{}"', own)


@register.simple_tag
def zone_attributes() -> SafeString:
    """The page's attributes for the time zone: its name, and its minutes from UTC where they never change.

    With those, a script tells the time by arithmetic: the browser's first formatter of times keeps a cheap phone busy
    for a tenth of a second.
    """
    name = format_html(' data-time-zone="{}"', timezone.get_current_timezone_name())
    minutes = steady_offset(timezone.localdate().year)
    return name if minutes is None else format_html('{} data-utc-offset="{}"', name, minutes)


@register.simple_tag
def moment(at: datetime, form: str = "time") -> SafeString:
    """A <time> element that shows the time, the date, or both."""
    shown = {
        "time": lambda: clock_time(at),
        "date": lambda: short_date(at),
        "both": lambda: f"{short_date(at)}{comma()}{clock_time(at)}",
    }[form]()
    return format_html('<time datetime="{}">{}</time>', timezone.localtime(at).isoformat(timespec="seconds"), shown)


@register.simple_tag
def comma() -> str:
    """What stands between two facts, with its blank: Urdu has a comma of its own."""
    return join_with_commas(["", ""])


@register.filter
def with_commas(items: Iterable[str]) -> SafeString:
    """A, B, C; each may be tagged with its language."""
    return format_html_join(comma(), "{}", ((item,) for item in items))


@register.simple_tag
def dot() -> str:
    """What stands between short facts on one line, with its blanks."""
    return join_facts(["", ""])


@register.filter
def unbroken_numbers(text: str) -> SafeString:
    """A heading whose numbers with hyphens (95-2027-0143, 95-P-2027-12) stand on one line."""
    parts = enumerate(NUMBER.split(text.tagged if isinstance(text, TaggedText) else text))
    shown = (format_html('<span class="unbroken">{}</span>', part) if at % 2 else part for at, part in parts)
    return format_html_join("", "{}", ((part,) for part in shown))


@register.filter
def on_one_line(name: str) -> SafeString:
    """A short name that does not break inside of a heading, such as ward 95."""
    return format_html('<span class="unbroken">{}</span>', name)


@register.filter
def with_whole_words(text: str) -> SafeString:
    """A short text, as of a tab, in which a word with a hyphen stands on one line: by e-mail."""
    shown = (on_one_line(word) if "-" in word else word for word in text.split(" "))
    return format_html_join(" ", "{}", ((word,) for word in shown))


@register.simple_tag(takes_context=True)
def new_ref(context: template.Context) -> UUID:
    """The ref of one form, by which pressing twice does it once.

    Those of one page differ in their ends alone: what is random takes its whole length on the line.
    """
    request: HttpRequest | None = context.get("request")
    refs: Iterator[UUID] = request.META.setdefault("sessions.refs", _refs()) if request else _refs()
    return next(refs)


def _refs() -> Iterator[UUID]:
    first = uuid4()
    return (UUID(int=first.int ^ number) for number in count())


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
    """Explain the outcome in a sentence or two."""
    return words.OUTCOME_EXPLANATIONS[outcome]


@register.filter
def chat_state_word(state: str) -> str | Promise:
    return words.CHAT_SESSION_WORDS[state]


@register.filter
def kind_word(kind: str) -> str | Promise:
    return words.QUESTION_KIND_WORDS[kind]


@register.filter
def topic_word(topic: str | None) -> str | Promise:
    """Blank for a question without a topic."""
    return words.TOPIC_WORDS.get(topic or "", "")


@register.filter
def reason_word(reason: str) -> str | Promise:
    return words.REASON_WORDS[reason]


@register.filter
def is_withdrawable(question: Question) -> bool:
    """Whether its author can still take it back; asked again when that is tried."""
    return question.chat_session.state in OPEN_STATES and question.state in transitions.QUESTION_TRANSITIONS["withdraw"]


@register.filter
def is_appealable(question: Question) -> bool:
    """Whether its author may appeal now."""
    return may_appeal(question)


@register.filter
def rephrase_address(question: Question) -> str:
    """Where its author finds its words in the form again: in the same chat, or in the next one of their ward."""
    is_open = question.chat_session.state in OPEN_STATES
    if not is_open:
        return reverse("ask_again", args=[question.pk])
    return f"{reverse('room', args=[question.chat_session_id])}?rephrase={question.pk}#ask"


@register.filter
def answerer(answer: Answer) -> str:
    """Who gave an answer: the holder of the office, or a person in another role."""
    return f"{words.OFFICE_WORDS[answer.role]} {answer.by}" if answer.role else office_holder(answer.office)


register.filter(office_holder_then)
register.simple_tag(answer_by)


@register.filter("text_language")
def written_language(text: str | None) -> str:
    """The language of a text, by text_language(). text: None for words that were removed."""
    return text_language(text or "")


@register.filter
def redaction_line(entry: RedactedEntry) -> str:
    """A redacted entry in the public list, as its tombstone says it."""
    redaction = entry.redaction
    at = redaction.decided_at or redaction.proposed_at
    return tombstone({"ground": redaction.ground, "authority": redaction.authority, "at": at.isoformat()})


register.filter(redaction_clerks)


@register.filter
def tombstone(redacted: Mapping[str, str] | None) -> str:
    """What stands where words were: on what ground they were redacted, by whose order and when; or that they are gone.

    redacted: {"ground", "authority", "at"}, as sessions/log/folding/tombstones.py puts it there.
    """
    if not redacted:
        return str(words.WORDS_REMOVED)
    return str(words.TOMBSTONE).format(
        ground=words.GROUND_WORDS.get(redacted["ground"], redacted["ground"]),
        authority=redacted["authority"],
        day=short_date(datetime.fromisoformat(redacted["at"])),
    )
