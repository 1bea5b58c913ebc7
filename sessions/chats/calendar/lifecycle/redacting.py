"""Texts of the calendar that may repeat redacted words: why a chat was moved or cancelled, why days are closed.

A record has why its chat was moved, and why it was sealed early, behind commitments: there these are redacted as its
other words are.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.log import log
from sessions.log.audit import CLOCK
from sessions.log.event_form import tag_of
from sessions.log.events.chat_session import SessionCancelled, SessionMoved, SessionSealed
from sessions.log.kept_words import moved_event, reasons_in
from sessions.log.steps.locks import lock_chat_session
from sessions.models import (
    ChatSession,
    ChatSessionState,
    Closure,
    Event,
    Record,
    RecordText,
    Redaction,
    StreamName,
    Ward,
)
from sessions.record.compile import refresh_record
from sessions.record.redaction.confirming import decision_of_redaction, redact_also
from sessions.record.redaction.free_texts.comparing import Phrases, holds_any
from sessions.record.redaction.free_texts.place_words import chat_words, closed_days_words
from sessions.record.redaction.free_texts.places import CHAT_ID, QuotingPlace
from sessions.record.redaction.free_texts.removed_sentence import without_quote, without_quotes

CLOSURE = "closure"


def places_in_calendar(ward: Ward, phrases: Phrases) -> Iterator[QuotingPlace]:
    """Where a closed day of the whole city holds the words, chats of all wards: they were moved for its reason."""
    closures = [each for each in Closure.objects.for_ward(ward) if holds_any(each.reasons, phrases)]
    is_of_city = any(closure.ward_id is None for closure in closures)
    chats = ChatSession.objects.filter(~Q(move_reasons={}, cancelled_reason="") | Exists(_sealed_early()))
    chats = chats.select_related("ward")
    for chat in (chats if is_of_city else chats.filter(ward=ward)).order_by("starts_at", "pk"):
        yield from _of_chat(chat, phrases)
    for closure in closures:
        yield QuotingPlace(
            key=f"{CLOSURE}:{closure.pk}",
            what=closed_days_words(closure),
            address=reverse("planning_closure", args=[closure.pk]),
            lock=partial(_lock_closure, closure.pk),
            empty=partial(_empty_closure, closure.pk, phrases),
        )


def _of_chat(chat: ChatSession, phrases: Phrases) -> Iterator[QuotingPlace]:
    told = [each for each in _reasons_told(chat.pk) if holds_any(each.body, phrases)]
    record = Record.objects.filter(chat_session=chat, sealed_at__isnull=False).only("slug").first()
    kept = [each for each in told if record is not None and not _committed_in(chat, each)]
    if holds_any([chat.move_reasons, chat.cancelled_reason], phrases) or len(told) > len(kept):
        yield QuotingPlace(
            key=f"{CHAT_ID}:{chat.pk}",
            what=chat_words(chat),
            address=reverse("planning_chat", args=[chat.pk]),
            lock=partial(lock_chat_session, chat.pk),
            empty=partial(_empty_chat, chat.pk, phrases),
        )
    if kept and record is not None:
        yield QuotingPlace(
            key=f"record:{record.slug}",
            what=chat_words(chat),
            address=reverse("record", args=[record.slug]),
            left=_(
                "Its record was sealed before such reasons could be redacted: the proof covers these words as they "
                "are, and they stay there."
            ),
        )


def _reasons_told(chat_session_id: UUID) -> QuerySet[Event]:
    kinds = [tag_of(SessionMoved), tag_of(SessionCancelled), tag_of(SessionSealed)]
    stream = {"stream__chat_session": chat_session_id, "stream__name": StreamName.PUBLIC}
    return Event.objects.filter(**stream, type__in=kinds).order_by("seq")


def _sealed_early() -> QuerySet[Event]:
    stream = {"stream__chat_session": OuterRef("pk"), "stream__name": StreamName.PUBLIC}
    return Event.objects.filter(**stream, type=tag_of(SessionSealed), body__has_key="reason")


def _committed_in(chat: ChatSession, event: Event) -> set[str]:
    """The names of the event's texts that the record of the chat has commitments of."""
    return set(RecordText.objects.filter(chat_session=chat, seq=event.seq).values_list("field", flat=True))


def _empty_chat(chat_session_id: UUID, phrases: Phrases, redaction: Redaction) -> None:
    """Calendar feeds are told by the next sequence. A record keeps the commitments, and has a tombstone in its log."""
    chat = lock_chat_session(chat_session_id)
    chat.move_reasons = without_quotes(chat.move_reasons, phrases)
    chat.cancelled_reason = without_quote(chat.cancelled_reason, phrases)
    chat.sequence += 1
    chat.changed_at = timezone.now()
    chat.save(update_fields=["move_reasons", "cancelled_reason", "sequence", "changed_at"])
    record = Record.objects.filter(chat_session=chat).only("sealed_at").first()
    if record is not None and record.is_draft:
        refresh_record(chat)  # one that was made before its reasons had commitments gets them
    _redact_committed(chat, phrases, redaction)
    if record is not None:
        return
    changed = False
    for event in _reasons_told(chat.pk):
        body = _without_quotes_in(event.body, phrases)
        if body != event.body:
            Event.objects.filter(pk=event.pk).update(body=body)
            changed = True
    if changed and chat.state == ChatSessionState.SCHEDULED:
        _tell_again(chat)


def _redact_committed(chat: ChatSession, phrases: Phrases, redaction: Redaction) -> None:
    """What its record commits to, or will once it is over: by a redaction of its own, on the same ground, by the same
    clerks."""
    found = []
    for event in _reasons_told(chat.pk):
        committed, reasons = _committed_in(chat, event), reasons_in(event.type, event.body)
        names = [name for name in reasons if name in committed and holds_any(reasons[name], phrases)]
        if names:
            found.append((event, names))
    if found:
        redact_also(chat, found, decision_of_redaction(redaction))


def _without_quotes_in(body: Mapping[str, Any], phrases: Phrases) -> dict[str, Any]:
    """Copy an event's body without redacted words in its reasons.

    The reasons are `because` and `reasons` by language, or one `reason`.
    """
    changed: dict[str, Any] = {
        name: without_quotes(body[name], phrases) for name in ("because", "reasons") if name in body
    }
    if "reason" in body:
        changed["reason"] = without_quote(body["reason"], phrases)
    return {**body, **changed}


def _tell_again(chat: ChatSession) -> None:
    """People who follow the chat have the words of the earlier event: this one takes their place."""
    log.append(chat, moved_event(chat), actor=CLOCK)


def _lock_closure(closure_id: int) -> None:
    Closure.objects.select_for_update(of=("self",)).get(pk=closure_id)


def _empty_closure(closure_id: int, phrases: Phrases, _redaction: Redaction) -> None:
    closure = Closure.objects.get(pk=closure_id)
    closure.reasons = without_quotes(closure.reasons, phrases)
    closure.version += 1
    closure.save(update_fields=["reasons", "version"])
