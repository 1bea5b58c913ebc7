"""What an office-holder answered in public: their months, and each question with its answers. Never a resident."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from sessions.models import Answer, Office, Record, SearchEntry


@dataclass(frozen=True, slots=True)
class SpeakerMonth:
    """The month of an office.

    first: its first day. answered: how many questions got an answer from this office in it.
    """

    first: date
    answered: int


def answered_by_office(office: Office) -> QuerySet[SearchEntry]:
    """The published questions that got an answer from this term of office, the newest evening first."""
    rows = SearchEntry.objects.filter(question__in=_published(office).values("question"))
    return rows.order_by("-at", "-pk")


def speaker_months(office: Office) -> list[SpeakerMonth]:
    """Newest first; months without an answer are not among them."""
    rows = _published(office).order_by().annotate(month=TruncMonth("question__chat_session__starts_at"))
    numbers: dict[datetime, int] = dict(rows.values_list("month").annotate(Count("question", distinct=True)))
    return [SpeakerMonth(month.date(), numbers[month]) for month in sorted(numbers, reverse=True)]


def records_of(office: Office) -> QuerySet[Record]:
    """The records of the chats that this term of office hosted, the newest first."""
    records = Record.objects.filter(chat_session__office=office).select_related("chat_session__ward").defer("document")
    return records.order_by("-chat_session__starts_at")


def _published(office: Office) -> QuerySet[Answer]:
    return Answer.objects.filter(office=office, question__search_entry__isnull=False)
