"""Propose a redaction, and reject one: the first of four eyes."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.contract.limits import MAX_REASON_GRAPHEMES
from sessions.contract.redaction_grounds import RedactionGround
from sessions.log import audit
from sessions.log.steps.locks import lock_chat_session, lock_chat_session_with
from sessions.models import ChatSession, Record, RedactedEntry, Redaction, RedactionState
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_line, clean_optional_line
from sessions.record.redaction.free_texts.comparing import holds_any, phrases_of
from sessions.record.redaction.hooks import chats_reached_from
from sessions.record.redaction.redactable_words import RedactableEntry, fields_proposed, find_entries, words_of


class CourtOrder(NamedTuple):
    """A court's order.

    reference: its number, as the court writes it, such as WPA 1234 of 2026. on: its day. Both are public.
    """

    reference: str
    on: date | None


@transaction.atomic
def propose_redaction(
    chat_session: ChatSession,
    entries: Mapping[int, Collection[str]],
    *,
    ground: str,
    authority: str,
    clerk: Person | None,
    order: CourtOrder | None = None,
) -> Redaction:
    """Ask a second clerk for the redaction of entries of a record. Nothing is destroyed yet.

    entries: by number, the fields to redact; no fields: all of the entry. clerk: None for the operator of the server.
    order: needed for the ground of a court's order, and kept for no other. Raises Refused: not_found (no record yet),
    empty, too_long, bad_characters (authority, order), bad_field (ground, order, an entry without such words, or a
    public line that quotes the record), proposed (somebody has proposed it already).
    """
    if ground not in RedactionGround:
        raise Refused("bad_field", _("Choose one of the grounds."), facts={"part": "ground"})
    authority = clean_line(authority, max_graphemes=MAX_REASON_GRAPHEMES)
    order = _cleaned(order) if ground == RedactionGround.COURT_ORDER else None
    chat_session = lock_chat_session(chat_session.pk)
    record = Record.objects.filter(chat_session=chat_session).first()
    if record is None:
        raise Refused("not_found", _("This chat has no record yet."))
    found = find_entries(record, entries)
    waiting = fields_proposed(record)
    if any((entry.n, name) in waiting for entry, names in found for name in names):
        raise Refused("proposed", _("A redaction of this entry is proposed already, and waits for a second clerk."))
    rows = [_row(entry, names) for entry, names in found]
    phrases = phrases_of([*words_of(chat_session, rows), *_texts_of(record)])
    if any(holds_any(line, phrases) for line in (authority, order.reference if order else "")):
        message = _(
            "The line about whose order it is repeats words of the record, and everybody would read it for good."
        )
        raise Refused("bad_field", message, facts={"part": "authority"})
    redaction = Redaction.objects.create(
        chat_session=chat_session,
        ground=ground,
        authority=authority,
        order_reference=order.reference if order else "",
        order_on=order.on if order else None,
        proposed_by=clerk,
        proposed_at=timezone.now(),
    )
    for row in rows:
        row.redaction = redaction
    RedactedEntry.objects.bulk_create(rows)
    note_change(redaction, clerk=clerk, before=None)
    return redaction


def _cleaned(order: CourtOrder | None) -> CourtOrder:
    """Raises Refused: bad_field (part: order or order_on), too_long, bad_characters."""
    reference = clean_optional_line(order.reference, max_graphemes=MAX_REASON_GRAPHEMES) if order else ""
    if order is None or not reference:
        raise Refused("bad_field", _("Enter the number of the court’s order."), facts={"part": "order"})
    if order.on is None or order.on > timezone.localdate():
        message = _("Enter the day of the court’s order: today or earlier.")
        raise Refused("bad_field", message, facts={"part": "order_on"})
    return CourtOrder(reference, order.on)


def _texts_of(record: Record) -> Iterator[str]:
    """All of them: what stands in the line about whose order it is can never be redacted."""
    for entry in record.document["entries"]:
        yield from (text["value"] for text in entry["texts"].values() if text is not None)


def _row(entry: RedactableEntry, names: list[str]) -> RedactedEntry:
    return RedactedEntry(
        n=entry.n,
        seq=entry.seq,
        type=entry.type,
        given_at=datetime.fromisoformat(entry.at),
        question_id=UUID(entry.question) if entry.question else None,
        texts=names,
    )


@transaction.atomic
def reject_redaction(redaction_id: int, *, clerk: Person, note: str) -> Redaction:
    """Decide that the words stay. The clerk who proposed it may take it back so.

    Raises Refused: not_found, state (decided already), empty, too_long, bad_characters (note).
    """
    note = clean_line(note, max_graphemes=MAX_REASON_GRAPHEMES)
    redaction = lock_proposed(redaction_id)
    before = facts_of_redaction(redaction)
    redaction.state, redaction.note = RedactionState.REJECTED, note
    redaction.decided_by, redaction.decided_at = clerk, timezone.now()
    redaction.save()
    note_change(redaction, clerk=clerk, before=before)
    return redaction


def lock_proposed(redaction_id: int, *, also: Collection[UUID] = ()) -> Redaction:
    """The redaction under the lock of its chat session, of those that it may reach into, and of these.

    Raises Refused: not_found, state.
    """
    found = Redaction.objects.filter(pk=redaction_id).values_list("chat_session", flat=True).first()
    if found is None:
        raise Refused("not_found", _("There is no such redaction."))
    chat_session = lock_chat_session_with(found, {*chats_reached_from(found), *also})
    redaction = Redaction.objects.select_for_update().get(pk=redaction_id)
    redaction.chat_session = chat_session
    if redaction.state != RedactionState.PROPOSED:
        message = _("Another clerk has decided about this redaction already.")
        raise Refused("state", message, facts={"state": redaction.state})
    return redaction


def note_change(
    redaction: Redaction,
    *,
    clerk: Person | None,
    before: Mapping[str, str] | None,
    otherwise: str = audit.OPERATOR,
) -> None:
    """Write it down in the audit of the ward's clerks. otherwise: the actor where no clerk acted."""
    by, after = audit.changed_by(clerk, otherwise=otherwise), facts_of_redaction(redaction)
    audit.note_by("redaction", redaction.pk, by=by, ward=redaction.chat_session.ward, before=before, after=after)


def facts_of_redaction(redaction: Redaction) -> dict[str, str]:
    entries = ", ".join(str(entry.n) for entry in redaction.entries.all())
    return {
        "starts_at": redaction.chat_session.starts_at.isoformat(),
        "entries": entries,
        "ground": redaction.ground,
        "authority": redaction.authority,
        **({"order": redaction.order_reference} if redaction.order_reference else {}),
        "redaction_state": redaction.state,
        "redaction_note": redaction.note,
        **({"elsewhere": ", ".join(redaction.elsewhere)} if redaction.elsewhere else {}),
    }
