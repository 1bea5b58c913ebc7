"""Destroy redacted words in texts that nobody can change by hand: reasons of bans, notes of clerks, the audit."""

from collections.abc import Iterable

from django.db.models import Q

from sessions.models import Ban, Change, ChatSession, Redaction
from sessions.record.redaction.free_texts.comparing import holds_any, phrases_of, without_holders

AT_ONCE = 500
"""Rows of the audit that are read at once."""


def destroy_in_free_texts(chat_session: ChatSession, words: Iterable[str]) -> None:
    """Destroy words in free texts, in the transaction of the redaction.

    Of its ward, each text that holds any of these words is emptied.

    A ban stays, and so does the audit's line: who did what, and when; also one about the whole city.
    """
    phrases = phrases_of(words)
    if not phrases:
        return
    for ban in Ban.objects.filter(ward=chat_session.ward_id).exclude(reason=""):
        if holds_any(ban.reason, phrases):
            Ban.objects.filter(pk=ban.pk).update(reason="")
    for redaction in Redaction.objects.filter(chat_session__ward=chat_session.ward_id).exclude(note=""):
        if holds_any(redaction.note, phrases):
            Redaction.objects.filter(pk=redaction.pk).update(note="")
    changes = Change.objects.filter(Q(ward=chat_session.ward_id) | Q(ward=None))
    for change in changes.order_by("pk").iterator(chunk_size=AT_ONCE):
        if holds_any([change.before, change.after], phrases):
            emptied = {name: without_holders(getattr(change, name), phrases) for name in ("before", "after")}
            Change.objects.filter(pk=change.pk).update(**emptied)
