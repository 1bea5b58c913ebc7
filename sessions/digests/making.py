"""Make the digests that are due: each once, in every language, told in the ward's log and written into the outbox."""

from collections.abc import Iterator
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import DateField, DateTimeField, Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import override

from sessions.digests.days import due_month, moments_of
from sessions.digests.document import Document, document_of, sum_of_document
from sessions.digests.gathering import gather
from sessions.digests.line import line_of_digest, subject_of
from sessions.log.audit import CLOCK
from sessions.log.events.promises_and_activities import DigestMade
from sessions.log.months.current import append_to_month, current_month_log
from sessions.models import Activity, ChatSession, Closure, Digest, Matter, Promise, Ward
from sessions.notifications.digest_rounds import write_digest_round
from sessions.platform.database.prepared_query import Given, PreparedQuery

MOST_AT_ONCE = 5
"""Wards in one turn of the clock, so that no chat waits for all of a city's digests."""


def make_due_digests(now: datetime) -> list[str]:
    """Make those of last month that are missing, from the first working day on; answers which.

    A ward that fails stops no other: an ExceptionGroup is raised at the end. Two queries where nothing is due.
    """
    month = due_month(timezone.localdate(now), _closed_days())
    if month is None:
        return []
    done: list[str] = []
    failures: list[Exception] = []
    for ward in _wards_without.rows(month=month, end=moments_of(month)[1]):
        if len(done) == MOST_AT_ONCE:
            break
        try:
            if make_digest(ward, month):
                done.append(f"made the digest of ward {ward.number}")
        except Exception as failure:  # noqa: BLE001 -- after any error, the other wards get theirs
            failures.append(failure)
    if failures:
        raise ExceptionGroup("some digests could not be made", failures)
    return done


@transaction.atomic
def make_digest(ward: Ward, month: date) -> bool:
    """Make it in every language in one transaction, with its event and its messages; False where it is made already."""
    current_month_log(ward)  # locks it: of two clocks, one makes it
    if Digest.objects.filter(ward=ward, month=month).exists():
        return False
    now = timezone.now()
    rows = [
        Digest(
            ward=ward,
            month=month,
            language=language,
            document=document,
            subject=subject,
            line=line,
            sha256=sum_of_document(document),
            made_at=now,
        )
        for language, document, subject, line in _in_every_language(ward, month, now)
    ]
    Digest.objects.bulk_create(rows)
    sums = {row.language: row.sha256 for row in rows}
    append_to_month(ward, DigestMade(month=month.isoformat(), sha256=sums), actor=CLOCK)
    write_digest_round(ward, month)
    return True


def preview_digest(ward: Ward, month: date, language: str) -> Document:
    """What it would be, were it made now; nothing is kept."""
    found = gather(ward, month)
    with override(language):
        return document_of(found, language)


def _in_every_language(ward: Ward, month: date, now: datetime) -> Iterator[tuple[str, Document, str, str]]:
    found = gather(ward, month, now=now)
    for language, _name in settings.LANGUAGES:
        with override(language):
            document = document_of(found, language)
            yield language, document, subject_of(document), line_of_digest(document)


def _closed_days() -> list[tuple[date, date]]:
    """The closed days of the whole city: the day on which digests are made is the same for all wards."""
    return [(row.from_on, row.to_on) for row in _closed_query.rows()]


_closed_query = PreparedQuery(lambda: Closure.objects.closed().filter(ward=None).only("from_on", "to_on"))


def _served(end: Given) -> QuerySet[Ward]:
    """Wards in which anything stood here before that moment. The others would get an empty digest every month."""
    of_it = {"ward": OuterRef("pk")}
    chats = ChatSession.objects.filter(**of_it, announced_at__isnull=False, starts_at__lt=end)
    matters = Matter.objects.filter(**of_it, published_at__lt=end)
    promises = Promise.objects.filter(**of_it, made_at__lt=end)
    activities = Activity.objects.public().filter(**of_it, published_at__lt=end)
    return Ward.objects.filter(Exists(chats) | Exists(matters) | Exists(promises) | Exists(activities))


_wards_without = PreparedQuery(
    lambda: (
        _served(Given("end", DateTimeField()))
        .filter(~Exists(Digest.objects.filter(ward=OuterRef("pk"), month=Given("month", DateField()))))
        .select_related("borough")
        .order_by("number")
    )
)
