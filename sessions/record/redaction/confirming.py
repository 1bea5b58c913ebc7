"""Confirm a redaction: the second of four eyes. From then on the words are destroyed; in other chats, too.

A redaction may follow from another one: the same words in another chat, on the same ground, by the same clerks. Each
chat has its own: a tombstone, a leaf, and a line of the public list.
"""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import UNSET

from sessions.city.duties.independence import SecondPeople
from sessions.city.duties.second_person_words import require_independent
from sessions.log.audit import OPERATOR
from sessions.log.event_form import body_of, read_event, tag_of
from sessions.log.events.desk import DeskRedacted
from sessions.log.events.room import QuestionDeclined, QuestionMerged, QuestionUndecided
from sessions.log.events.staff import RedactionConfirmed
from sessions.log.months.current import append_to_month
from sessions.log.steps.locks import lock_chat_session, lock_question
from sessions.log.steps.steps import actor, append_change
from sessions.models import (
    ChatSession,
    Event,
    Question,
    Record,
    RedactedEntry,
    Redaction,
    RedactionState,
    SecondAct,
    StreamName,
)
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.record.committed_texts import TEXT_FIELDS
from sessions.record.redaction.after_commit import finish_redaction
from sessions.record.redaction.desk_copies import OWN_ENTRIES, destroy_at_desk
from sessions.record.redaction.destroying import destroy_words
from sessions.record.redaction.free_texts.places import chats_in, keys_of, places_quoting
from sessions.record.redaction.proposing import facts_of_redaction, lock_proposed, note_change
from sessions.record.redaction.question_words import destroy_in_tables
from sessions.record.redaction.redactable_words import find_entries, places_of, with_quoting_entries, words_of
from sessions.record.redaction.storage import overwrite_deleted


def confirm_redaction(
    redaction_id: int, *, clerk: Person, seen: Collection[str] | None = None, kept: Collection[str] = ()
) -> Redaction:
    """Destroy the words and salts everywhere, in one transaction, and publish the tombstone.

    Other texts that repeat the words are emptied with them (free_texts/places.py). seen: the keys of those that the
    clerk was shown; None for all that there are. kept: of those that stay as they are. After the commit, this process
    forgets the words at once. What unused places of the database's files hold of them is removed within seconds by
    another thread (storage.py). Raises Refused: not_found, state (decided already), own (the same clerk proposed it),
    not_independent (duties/independence.py), bad_field (an entry has no such words any longer), stale (a text that
    repeats them is not among those seen).
    """
    overwrite_deleted()
    with transaction.atomic():
        redaction = lock_proposed(redaction_id, also=chats_in(_keys_before(redaction_id)))
        people = _require_second_clerk(redaction, clerk)
        entries = list(redaction.entries.all())
        record = Record.objects.get(chat_session=redaction.chat_session)
        find_entries(record, {entry.n: entry.texts for entry in entries})
        before = facts_of_redaction(redaction)
        redaction.state, redaction.decided_by, redaction.decided_at = RedactionState.CONFIRMED, clerk, timezone.now()
        confirmed = _tell_confirmed(redaction, record, people, clerk)
        redaction.clerks = _clerks_of(confirmed)
        redaction.save()
        entries = with_quoting_entries(redaction, record)
        found = keys_of(places_quoting(redaction.chat_session, words_of(redaction.chat_session, entries)))
        if seen is not None and not set(found) <= set(seen):
            message = _("Another text that repeats these words has been published since. Look at the list again.")
            raise Refused("stale", message)
        redaction.elsewhere = [key for key in found if key not in kept]
        redaction.save(update_fields=["elsewhere"])
        destroy_words(redaction, entries, by=actor("clerk", clerk))
        note_change(redaction, clerk=clerk, before=before)
        transaction.on_commit(partial(finish_redaction, redaction))
    return redaction


def _require_second_clerk(redaction: Redaction, clerk: Person) -> SecondPeople:
    """Raises Refused: own, not_independent."""
    if redaction.proposed_by_id == clerk.pk:
        raise Refused("own", _("You proposed this redaction yourself. Another clerk has to confirm it."))
    people = SecondPeople(SecondAct.REDACTION, redaction.chat_session.ward)
    require_independent(people, clerk, [redaction.proposed_by_id])
    return people


def _tell_confirmed(redaction: Redaction, record: Record, people: SecondPeople, clerk: Person) -> RedactionConfirmed:
    """An event of the ward's log: who proposed and confirmed it, and since when they may."""
    waiver = people.waiver_for(clerk.pk, [redaction.proposed_by_id])
    event = RedactionConfirmed(
        chat_session=str(redaction.chat_session_id),
        record=record.slug,
        ground=redaction.ground,
        entries=redaction.entries.count(),
        proposed_by=people.age(redaction.proposed_by, timezone.localdate(redaction.proposed_at)),
        confirmed_by=people.age(clerk, timezone.localdate()),
        waived=waiver.reason if waiver is not None else UNSET,
    )
    append_to_month(redaction.chat_session.ward, event, actor=actor("clerk", clerk))
    return event


def _clerks_of(event: RedactionConfirmed) -> dict[str, Any]:
    """Facts about both clerks for the lists of redactions."""
    told = body_of(event)
    return {name: told[name] for name in ("proposed_by", "confirmed_by", "waived") if name in told}


def _keys_before(redaction_id: int) -> list[str]:
    """The keys of the places that repeat the words of a redaction; nothing is locked yet."""
    redaction = Redaction.objects.select_related("chat_session__ward").filter(pk=redaction_id).first()
    return keys_of(places_of(redaction)) if redaction is not None else []


class RedactionDecision(NamedTuple):
    """The decision about a redaction.

    fields: of each further redaction, which is decided already. by: the actor for the log.
    """

    fields: dict[str, Any]
    by: str


def decision_of_redaction(redaction: Redaction) -> RedactionDecision:
    """The decision of a redaction: its ground, its authority, and who proposed and confirmed it when."""
    clerk = redaction.decided_by
    fields: dict[str, Any] = {
        "ground": redaction.ground,
        "authority": redaction.authority,
        "order_reference": redaction.order_reference,
        "order_on": redaction.order_on,
        "clerks": redaction.clerks,
        "proposed_by": redaction.proposed_by,
        "proposed_at": redaction.proposed_at,
        "decided_by": clerk,
        "decided_at": redaction.decided_at,
    }
    return RedactionDecision(fields, actor("clerk", clerk) if clerk is not None else OPERATOR)


def redact_also(
    chat_session: ChatSession,
    found: Sequence[tuple[Event, Sequence[str]]],
    decision: RedactionDecision,
    *,
    question: Question | None = None,
) -> Redaction:
    """Destroy these fields of public events of a locked chat session, in the caller's transaction.

    question: whose events they are. Without an event, nothing of it was public, and its words go from the desk alone.
    """
    redaction = Redaction.objects.create(chat_session=chat_session, state=RedactionState.CONFIRMED, **decision.fields)
    for event, texts in found:
        # Also of a chat without a record: each event is an entry, and the first one has the number 0.
        RedactedEntry.objects.create(
            redaction=redaction,
            n=event.seq - 1,
            seq=event.seq,
            type=event.type,
            given_at=event.at,
            question_id=question.pk if question is not None else None,
            texts=list(texts),
        )
    destroy_words(redaction, list(redaction.entries.all()), by=decision.by)
    note_change(redaction, clerk=redaction.decided_by, before=None, otherwise=decision.by)
    transaction.on_commit(partial(finish_redaction, redaction))
    return redaction


def redact_question_also(found: Question, decision: RedactionDecision) -> None:
    """Destroy the own words of a question that says the same, in the transaction of the redaction it follows from."""
    chat_session = lock_chat_session(found.chat_session_id)
    events = Event.objects.filter(
        stream__chat_session=chat_session,
        stream__name=StreamName.PUBLIC,
        type__in=OWN_ENTRIES,
        body__id=str(found.pk),
    )
    own = [(event, names) for event in events.order_by("seq") if (names := _own_texts_of(event))]
    if own:
        redact_also(chat_session, own, decision, question=found)
        return
    question, texts = lock_question(chat_session, found.pk), {"text"}
    destroy_in_tables(chat_session, [], [(question, texts)])
    destroy_at_desk(question, texts)
    told = {"texts": sorted(texts), "ground": decision.fields["ground"]}
    append_change(question, DeskRedacted, by=decision.by, told=told)


def _own_texts_of(event: Event) -> list[str]:
    """The names of the question's own texts that still stand in an event.

    For a question that was never public: of those that stand at the desk.
    """
    if event.type in (tag_of(QuestionDeclined), tag_of(QuestionUndecided)):
        return ["text"]
    if event.type == tag_of(QuestionMerged):
        return ["text"] if "commitment" in event.body else []
    told = read_event(StreamName.PUBLIC, event.type, event.body)
    return [name for name in TEXT_FIELDS.get(type(told), ()) if isinstance(event.body.get(name), str)]
