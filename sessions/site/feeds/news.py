"""The calendar's news, newest first: announced, moved, cancelled, suspended, records, and written answers in them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.chats.calendar.public.entries import Occasion
from sessions.chats.calendar.public.entry_words import notes_of
from sessions.chats.calendar.rules.spans import Span, freeze_words
from sessions.city.display import clock_time, ward_name, weekday_date
from sessions.log import log
from sessions.models import Answer, Change, Ward
from sessions.platform.feeds.atom import MOST_ENTRIES, AtomEntry
from sessions.platform.text.by_language import for_reader, from_fields
from sessions.platform.text.spoken.clauses import without_full_stop
from sessions.platform.text.spoken.dates import range_words
from sessions.platform.text.spoken.lists import join_with_commas
from sessions.site.feeds.ical import path_of_occasion
from sessions.site.feeds.planned import Absolute

CHAT, RECORD = ("chat",), ("record",)
"""What an entry is about, as its category."""


def news_of(occasions: Sequence[Occasion], *, wards: Iterable[Ward] | None, absolute: Absolute) -> list[AtomEntry]:
    """The latest news of these dates, and of the freezes of these wards (None: of all), in the active language."""
    by_id = {str(occasion.chat_session.pk): occasion for occasion in occasions}
    entries = [
        *_announced(by_id, absolute),
        *_moved(by_id, absolute),
        *_cancelled(occasions, absolute),
        *_records(occasions, absolute),
        *_written_answers(by_id, absolute),
        *_freezes(occasions, wards, absolute),
    ]
    return sorted(entries, key=lambda entry: (entry.updated, entry.id), reverse=True)[:MOST_ENTRIES]


def _announced(by_id: dict[str, Occasion], absolute: Absolute) -> Iterator[AtomEntry]:
    """The day comes from the log: this entry says what was announced, and a later move has its own entry."""
    for event, at in log.read_announcements([each.chat_session.pk for each in by_id.values()]):
        facts = event.session
        occasion = by_id[facts.id]
        title = _("{ward}: live chat on {day}").format(ward=ward_name(occasion.ward), day=_day(facts.starts_at))
        starts_at = datetime.fromisoformat(facts.starts_at)
        summary = _("At {time}. Questions can be asked from now on.").format(time=clock_time(starts_at))
        if occasion.moved_from is not None and occasion.starts_at == starts_at:
            summary = "\n".join([summary, *notes_of(occasion)])  # its rule had given another day
        yield _entry(occasion, "announced", words=(title, summary), at=at, absolute=absolute)


def _moved(by_id: dict[str, Occasion], absolute: Absolute) -> Iterator[AtomEntry]:
    for change in Change.objects.filter(subject="chat_session", subject_id__in=by_id).order_by("at", "pk"):
        before, after = change.before or {}, change.after or {}
        if "starts_at" not in before or "starts_at" not in after:
            continue
        occasion = by_id[change.subject_id]
        because = without_full_stop(for_reader(from_fields("because", after)))
        summary = _("Because {clause}").format(clause=because)
        is_on_the_same_day = not after.get("waits") and _day(before["starts_at"]) == _day(after["starts_at"])
        write = _day_and_hour if is_on_the_same_day else _day
        words = {"ward": ward_name(occasion.ward), "day": write(before["starts_at"])}
        if after.get("waits") and not before.get("waits"):
            title = _("{ward}: the live chat of {day} is waiting for a new date").format(**words)
        elif before["starts_at"] != after["starts_at"] or before.get("waits") != after.get("waits"):
            title = _("{ward}: live chat moved from {day} to {new_day}").format(
                **words, new_day=write(after["starts_at"])
            )
        else:
            continue
        yield _entry(
            occasion, f"moved {change.at.isoformat()}", words=(title, summary), at=change.at, absolute=absolute
        )


def _cancelled(occasions: Iterable[Occasion], absolute: Absolute) -> Iterator[AtomEntry]:
    for occasion in occasions:
        changed_at = occasion.chat_session.changed_at
        if occasion.state == "cancelled" and changed_at is not None:
            day = weekday_date(occasion.day)
            title = _("{ward}: live chat of {day} cancelled").format(ward=ward_name(occasion.ward), day=day)
            yield _entry(occasion, "cancelled", words=(title, occasion.reason), at=changed_at, absolute=absolute)


def _records(occasions: Iterable[Occasion], absolute: Absolute) -> Iterator[AtomEntry]:
    for occasion in occasions:
        if occasion.record:
            words = {"ward": ward_name(occasion.ward), "day": weekday_date(occasion.day)}
            is_draft = occasion.is_draft
            title = (_("{ward}: draft record of {day}") if is_draft else _("{ward}: record of {day}")).format(**words)
            summary = _(
                "Everything that was asked and answered in public, and each question that was not accepted, with its "
                "reason."
            )
            record = occasion.chat_session.record
            at = record.sealed_at or record.made_at
            yield _entry(occasion, "record", words=(title, summary), at=at, absolute=absolute, terms=RECORD)


def _written_answers(by_id: dict[str, Occasion], absolute: Absolute) -> Iterator[AtomEntry]:
    """The written answers, without a word of them: what a feed reader keeps, no redaction reaches."""
    with_record = [each.chat_session.pk for each in by_id.values() if each.record]
    answers = Answer.objects.filter(written=True, question__chat_session__in=with_record).select_related("question")
    for answer in answers.order_by("-given_at", "-pk")[:MOST_ENTRIES]:
        question = answer.question
        occasion = by_id[str(question.chat_session_id)]
        words = {"ward": ward_name(occasion.ward), "day": weekday_date(occasion.day)}
        title = _("{ward}: a question of {day} was answered in writing").format(**words)
        summary = _("Receipt {code}. The answer stands in the record.").format(code=question.receipt)
        address = absolute(reverse("record_question", args=[occasion.chat_session.record.slug, question.receipt]))
        yield AtomEntry(uuid5(question.pk, "written"), title, summary, answer.given_at, address, RECORD)


def _freezes(occasions: Sequence[Occasion], wards: Iterable[Ward] | None, absolute: Absolute) -> Iterator[AtomEntry]:
    """One entry for each freeze, from the audit: so it also says when a freeze was changed or deleted."""
    rows = Change.objects.filter(Q(after__kind="freeze") | Q(before__kind="freeze"), subject="closure")
    if wards is not None:
        rows = rows.filter(Q(ward=None) | Q(ward__in=wards))
    latest = {change.subject_id: change for change in rows.select_related("ward").order_by("at", "pk")}
    for closure_id, change in latest.items():
        place = ward_name(change.ward) if change.ward is not None else _("All wards")
        url = absolute(reverse("calendar_month", args=[_span(change.after or change.before or {}).from_on]))
        if change.after is None:
            span = range_words(*_days(change.before or {}))
            title = _("{ward}: no longer suspended").format(ward=place)
            summary = _("The election freeze of {days} was lifted.").format(days=span)
        else:
            title = _("{ward}: live chats suspended").format(ward=place)
            clause = freeze_words(_span(change.after))
            held_up = [each for each in occasions if each.freeze is not None and str(each.freeze.pk) == closure_id]
            summary = "\n".join([_("Because {clause}").format(clause=clause), *map(_date_line, held_up)])
        yield AtomEntry(
            uuid5(NAMESPACE_URL, absolute(f"/calendar/#freeze-{closure_id}")), title, summary, change.at, url, CHAT
        )


def _entry(
    occasion: Occasion,
    what: str,
    *,
    words: tuple[str, str],
    at: datetime,
    absolute: Absolute,
    terms: tuple[str, ...] = CHAT,
) -> AtomEntry:
    """Build an entry of the feed.

    words: title and summary. what: tells it apart from the other news about its chat, for ever.
    """
    title, summary = words
    return AtomEntry(
        uuid5(occasion.chat_session.pk, what), title, summary, at, absolute(path_of_occasion(occasion)), terms
    )


def _date_line(occasion: Occasion) -> str:
    return join_with_commas([ward_name(occasion.ward), weekday_date(occasion.day)])


def _day(wire_time: str) -> str:
    return weekday_date(timezone.localtime(datetime.fromisoformat(wire_time)))


def _day_and_hour(wire_time: str) -> str:
    return join_with_commas([_day(wire_time), clock_time(datetime.fromisoformat(wire_time))])


def _days(facts: dict[str, Any]) -> tuple[date, date]:
    return date.fromisoformat(facts["from"]), date.fromisoformat(facts["to"])


def _span(facts: dict[str, Any]) -> Span:
    return Span(*_days(facts), from_fields("reason", facts))
