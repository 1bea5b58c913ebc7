"""Who may decide which appeals: every moderator of the ward who has neither made the decision nor passed it on."""

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from moderation.appeals.deciding import APPEALED_STEPS
from moderation.models import Decision, Recusal
from sessions.models import Appeal, Appointment, ChatSession, Duty
from sessions.people import Person


class Deciders:
    """For several appeals of one chat, by three queries, however many there are."""

    def __init__(self, chat_session: ChatSession, appeals: Iterable[Appeal]) -> None:
        questions = [appeal.question_id for appeal in appeals]
        decided = Decision.objects.filter(question__in=questions, step__in=APPEALED_STEPS, moderator__isnull=False)
        self._decided = set(decided.order_by().values_list("question", "moderator"))
        self._left = set(Recusal.objects.filter(question__in=questions).values_list("question", "person"))
        self._moderators = _moderators_of(chat_session)

    def has_decided(self, appeal: Appeal, person: Person) -> bool:
        """Whether the decision that was appealed against is this person's."""
        return (appeal.question_id, person.pk) in self._decided

    def may_decide(self, appeal: Appeal, person: Person) -> bool:
        """Whether this moderator is another one than the first, and has not passed the question on."""
        return self._may(appeal.question_id, person.pk)

    def anybody_for(self, appeal: Appeal) -> bool:
        """Whether any moderator of the ward may; if not, a clerk has to invite one before the deadline."""
        return any(self._may(appeal.question_id, moderator) for moderator in self._moderators)

    def _may(self, question: UUID, person: int) -> bool:
        return (question, person) not in self._decided | self._left


def _moderators_of(chat_session: ChatSession) -> set[int]:
    """The accounts that may moderate this ward today."""
    held = Appointment.objects.held_on(timezone.localdate()).covering(chat_session.ward)
    return set(held.filter(duty=Duty.MODERATOR, person__is_active=True).values_list("person", flat=True))
