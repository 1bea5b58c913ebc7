"""Confirm a redaction: the second of four eyes. From then on the words are destroyed."""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.models import Record, Redaction, RedactionState
from sessions.people import Person
from sessions.record.redaction.after_commit import finish_redaction
from sessions.record.redaction.destroying import destroy_words
from sessions.record.redaction.proposing import facts_of_redaction, lock_proposed, note_change
from sessions.record.redaction.redactable_words import find_entries, with_quoting_entries
from sessions.record.redaction.storage import overwrite_deleted
from sessions.refusals import Refused
from sessions.state_machine.steps import actor


def confirm_redaction(redaction_id: int, *, clerk: Person) -> Redaction:
    """Destroy the words and salts everywhere, in one transaction, and publish the tombstone.

    After the commit, this process forgets the words at once. What unused places of the database's files hold of them
    is removed within seconds by another thread (storage.py). Raises Refused: not_found, state (decided already), own
    (the same clerk proposed it), bad_field (an entry has no such words any longer).
    """
    overwrite_deleted()
    with transaction.atomic():
        redaction = lock_proposed(redaction_id)
        if redaction.proposed_by_id == clerk.pk:
            message = _("You proposed this redaction yourself. Another clerk has to confirm it.")
            raise Refused("own", message)
        entries = list(redaction.entries.all())
        record = Record.objects.get(chat_session=redaction.chat_session)
        find_entries(record, {entry.n: entry.texts for entry in entries})
        before = facts_of_redaction(redaction)
        redaction.state, redaction.decided_by, redaction.decided_at = RedactionState.CONFIRMED, clerk, timezone.now()
        redaction.save()
        entries = with_quoting_entries(redaction, record)
        destroy_words(redaction, entries, by=actor("clerk", clerk))
        note_change(redaction, clerk=clerk, before=before)
        transaction.on_commit(partial(finish_redaction, redaction.chat_session_id))
    return redaction
