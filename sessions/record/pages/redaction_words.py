"""What a clerk reads of an entry whose words can be redacted: its number, what it is, and how it begins."""

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from sessions.log.event_form import kind_of
from sessions.log.events.chat_session import SessionMoved, SessionSealed
from sessions.log.events.room import (
    AnswerCorrected,
    AnswerGiven,
    NoticeCorrected,
    NoticePosted,
    OwedAnswered,
    OwedListed,
    PromiseNoted,
    QuestionCorrected,
    QuestionDeclined,
    QuestionMerged,
    QuestionQueued,
    QuestionUndecided,
    QuestionUnited,
)
from sessions.models import StreamName
from sessions.platform.text.digits import digits
from sessions.platform.text.labels import WORDS_REMOVED
from sessions.record.redaction.redactable_words import RedactableEntry

LONGEST_EXCERPT = 120

REDACTABLE_WORDS: dict[type, dict[str, Promise]] = {
    QuestionQueued: {
        "text": pgettext_lazy("part of a record", "question"),
        "label": pgettext_lazy("part of a record", "name shown with the question"),
    },
    QuestionCorrected: {"text": pgettext_lazy("part of a record", "corrected question")},
    QuestionDeclined: {"text": pgettext_lazy("part of a record", "question that was not accepted")},
    QuestionMerged: {"text": pgettext_lazy("part of a record", "merged question")},
    QuestionUndecided: {"text": pgettext_lazy("part of a record", "question that nobody decided about")},
    QuestionUnited: {"words": pgettext_lazy("part of a record", "common words")},
    AnswerGiven: {"text": pgettext_lazy("part of a record", "answer")},
    AnswerCorrected: {"text": pgettext_lazy("part of a record", "corrected answer")},
    PromiseNoted: {
        "said": pgettext_lazy("part of a record", "words quoted in a promise"),
        "what": pgettext_lazy("part of a record", "promise"),
        "text": pgettext_lazy("part of a record", "what the office said of a promise"),
    },
    NoticePosted: {"text": pgettext_lazy("part of a record", "notice")},
    NoticeCorrected: {"text": pgettext_lazy("part of a record", "corrected notice")},
    OwedListed: {"what": pgettext_lazy("part of a record", "promise")},
    OwedAnswered: {"text": pgettext_lazy("part of a record", "what the office said of a promise")},
}
"""Words for a field with people's words, by public event and field."""

REASONS_REDACTABLE: dict[type, Promise] = {
    SessionMoved: pgettext_lazy("part of a record", "why the chat was moved"),
    SessionSealed: pgettext_lazy("part of a record", "why the record was sealed early"),
}
"""Words for the one reason of staff, in one language or more, by public event."""


def label_of_entry(entry: RedactableEntry, name: str) -> str:
    """The label of an entry, such as: Entry 17, question: “When will …”."""
    words = entry.words.get(name)
    shown = f"“{Truncator(words).chars(LONGEST_EXCERPT)}”" if words else str(WORDS_REMOVED)
    return _("Entry {n}, {what}: {words}").format(n=digits(entry.n), what=_what(entry, name), words=shown)


def _what(entry: RedactableEntry, name: str) -> Promise | str:
    kind = kind_of(StreamName.PUBLIC, entry.type)
    if kind is None:
        return name
    return REDACTABLE_WORDS.get(kind, {}).get(name) or REASONS_REDACTABLE.get(kind) or name
