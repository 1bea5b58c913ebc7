"""Where a reminder leads."""

from django.urls import reverse

from sessions.models import ReminderRound
from sessions.notifications.matter_reminders import path_between_chats


def path_of_reminder(told: ReminderRound, *, has_account: bool = True) -> str:
    """The list of what is owed, or the question's receipt; for a date the room's address, or before the announcement,
    when the room has no page yet, the ward's."""
    chat_session = told.chat_session
    if chat_session is None:
        return path_between_chats(told, has_account=has_account)
    if told.due_on is not None:
        return reverse("owed")
    if told.question is not None:
        return reverse("receipt", args=[told.question.receipt])
    if chat_session.announced_at is None:
        return reverse("ward", args=[chat_session.ward.number])
    return reverse("room", args=[chat_session.pk])
