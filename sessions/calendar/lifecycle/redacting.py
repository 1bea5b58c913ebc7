"""Texts of the calendar that may repeat redacted words: why a chat was moved or cancelled, why days are closed."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.audit import CLOCK
from sessions.log import log
from sessions.log.event_form import tag_of
from sessions.log.events import SessionCancelled, SessionMoved
from sessions.log.kept_words import reason_facts
from sessions.log.logged_event import wire_time
from sessions.models import ChatSession, ChatSessionState, Closure, Event, Record, Redaction, StreamName, Ward
from sessions.record.compile import refresh_record
from sessions.record.redaction.free_texts.comparing import Phrases, holds_any
from sessions.record.redaction.free_texts.place_words import chat_words, closed_days_words
from sessions.record.redaction.free_texts.places import CHAT, QuotingPlace
from sessions.record.redaction.free_texts.removed_sentence import without_quote, without_quotes
from sessions.state_machine.locks import lock_chat_session

CLOSURE = "closure"


def places_in_calendar(ward: Ward, phrases: Phrases) -> Iterator[QuotingPlace]:
    """Where a closed day of the whole city holds the words, chats of all wards: they were moved for its reason."""
    closures = [each for each in Closure.objects.for_ward(ward) if holds_any(each.reasons, phrases)]
    is_of_city = any(closure.ward_id is None for closure in closures)
    chats = ChatSession.objects.exclude(move_reasons={}, cancelled_reason="").select_related("ward")
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
    if holds_any([chat.move_reasons, chat.cancelled_reason], phrases) or (told and record is None):
        yield QuotingPlace(
            key=f"{CHAT}:{chat.pk}",
            what=chat_words(chat),
            address=reverse("planning_chat", args=[chat.pk]),
            lock=partial(lock_chat_session, chat.pk),
            empty=partial(_empty_chat, chat.pk, phrases),
        )
    if told and record is not None:
        yield QuotingPlace(
            key=f"record:{record.slug}",
            what=chat_words(chat),
            address=reverse("record", args=[record.slug]),
            left=_(
                "Its record is sealed and says why the chat was moved: the proof covers these words as they are, and "
                "they stay there."
            ),
        )


def _reasons_told(chat_session_id: UUID) -> QuerySet[Event]:
    kinds = [tag_of(SessionMoved), tag_of(SessionCancelled)]
    stream = {"stream__chat_session": chat_session_id, "stream__name": StreamName.PUBLIC}
    return Event.objects.filter(**stream, type__in=kinds).order_by("seq")


def _empty_chat(chat_session_id: UUID, phrases: Phrases, _redaction: Redaction) -> None:
    """Calendar feeds are told by the next sequence. What nobody has sealed is corrected in its log, too."""
    chat = lock_chat_session(chat_session_id)
    chat.move_reasons = without_quotes(chat.move_reasons, phrases)
    chat.cancelled_reason = without_quote(chat.cancelled_reason, phrases)
    chat.sequence += 1
    chat.changed_at = timezone.now()
    chat.save(update_fields=["move_reasons", "cancelled_reason", "sequence", "changed_at"])
    record = Record.objects.filter(chat_session=chat).only("sealed_at").first()
    if record is not None and record.sealed_at is not None:
        return
    changed = False
    for event in _reasons_told(chat.pk):
        body = _without_quotes_in(event.body, phrases)
        if body != event.body:
            Event.objects.filter(pk=event.pk).update(body=body)
            changed = True
    if changed and record is not None:
        refresh_record(chat)
    elif changed and chat.state == ChatSessionState.SCHEDULED:
        _tell_again(chat)


def _without_quotes_in(body: Mapping[str, Any], phrases: Phrases) -> dict[str, Any]:
    """Of an event that says why: because and reasons by language, or one reason."""
    changed: dict[str, Any] = {
        name: without_quotes(body[name], phrases) for name in ("because", "reasons") if name in body
    }
    if "reason" in body:
        changed["reason"] = without_quote(body["reason"], phrases)
    return {**body, **changed}


def _tell_again(chat: ChatSession) -> None:
    """Who follows the chat has the words of the earlier event: this one takes their place."""
    moved = SessionMoved(
        starts_at=wire_time(chat.starts_at),
        ends_at=wire_time(chat.ends_at),
        waits=chat.waits,
        **reason_facts(chat.move_reasons),
    )
    log.append(chat, moved, actor=CLOCK)


def _lock_closure(closure_id: int) -> None:
    Closure.objects.select_for_update(of=("self",)).get(pk=closure_id)


def _empty_closure(closure_id: int, phrases: Phrases, _redaction: Redaction) -> None:
    closure = Closure.objects.get(pk=closure_id)
    closure.reasons = without_quotes(closure.reasons, phrases)
    closure.version += 1
    closure.save(update_fields=["reasons", "version"])
