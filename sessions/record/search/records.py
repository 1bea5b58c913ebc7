"""Lists of whole records: those that filters leave, with what was asked in them; and who and where has any."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from sessions.models import ChatSession, Office, Question, QuestionState, Record, Ward
from sessions.platform.clock.city_zone import city_moment
from sessions.platform.text.months import next_month, read_year_and_month
from sessions.record.search.filters import SearchFilters


class QuestionCounts(NamedTuple):
    """Counts of the questions of a record.

    owed: written answers that were promised and not given yet; overdue: those of them whose day has passed.
    """

    asked: int = 0
    answered: int = 0
    owed: int = 0
    overdue: int = 0


def listed_records(filters: SearchFilters) -> QuerySet[Record]:
    """The records of a ward, of an office, of a month; the newest evening first. Their documents are not read."""
    records = Record.objects.select_related("chat_session__ward", "chat_session__office").defer("document")
    if filters.ward is not None:
        records = records.filter(chat_session__ward__number=filters.ward)
    if filters.office is not None:
        records = records.filter(chat_session__office=filters.office)
    if (first := read_year_and_month(filters.month)) is not None:
        since, until = city_moment(first), city_moment(next_month(first))
        records = records.filter(chat_session__starts_at__gte=since, chat_session__starts_at__lt=until)
    return records.order_by("-chat_session__starts_at", "-pk")


def count_questions(records: Iterable[Record]) -> dict[int, QuestionCounts]:
    """Count questions by record, of the records that have any. One query."""
    keys = {record.chat_session_id: record.pk for record in records}
    answered, owed = Q(state=QuestionState.ANSWERED), Q(state=QuestionState.ON_NOTICE)
    rows = Question.objects.filter(chat_session__in=list(keys)).order_by().values("chat_session")
    rows = rows.annotate(
        asked=Count("pk"),
        answered=Count("pk", filter=answered),
        owed=Count("pk", filter=owed),
        overdue=Count("pk", filter=owed & Q(due_on__lt=timezone.localdate())),
    )
    return {
        keys[chat_session]: QuestionCounts(*numbers)
        for chat_session, *numbers in rows.values_list("chat_session", *QuestionCounts._fields)
    }


def wards_with_records() -> QuerySet[Ward]:
    return Ward.objects.filter(Exists(_published().filter(ward=OuterRef("pk"))))


def offices_with_records() -> QuerySet[Office]:
    """Terms of office that hosted a chat with a record; by ward, the newest term first. Nobody holds a vacant one."""
    held = Office.objects.filter(Exists(_published().filter(office=OuterRef("pk")))).exclude(kind="vacant")
    return held.select_related("ward").order_by("ward__number", "-from_on", "-pk")


def _published() -> QuerySet[ChatSession]:
    return ChatSession.objects.filter(record__isnull=False)
