"""Who may decide which appeals: moderators of the ward who are independent of the first, and have not passed it on."""

from collections.abc import Iterable
from uuid import UUID

from moderation.appeals.deciding import APPEALED_STEPS
from moderation.models import Decision, Recusal
from sessions.city.duties.independence import SecondPeople
from sessions.city.duties.second_person_words import SecondPersonShown, show_second_person
from sessions.models import Appeal, ChatSession, SecondAct
from sessions.platform.people import Person


class Deciders:
    """People who may decide about several appeals of one chat, read by a few queries for any number of appeals."""

    def __init__(self, chat_session: ChatSession, appeals: Iterable[Appeal]) -> None:
        questions = [appeal.question_id for appeal in appeals]
        decided = Decision.objects.filter(question__in=questions, step__in=APPEALED_STEPS, moderator__isnull=False)
        self._decided: dict[UUID, set[int]] = {}
        for question, moderator in decided.order_by().values_list("question", "moderator"):
            self._decided.setdefault(question, set()).add(moderator)
        self._left = set(Recusal.objects.filter(question__in=questions).values_list("question", "person"))
        self._people = SecondPeople(SecondAct.APPEAL, chat_session.ward)

    def has_decided(self, appeal: Appeal, person: Person) -> bool:
        """Whether the decision that was appealed against is this person's."""
        return person.pk in self._decided.get(appeal.question_id, ())

    def has_left(self, appeal: Appeal, person: Person) -> bool:
        """Whether they have passed the question on to their colleagues."""
        return (appeal.question_id, person.pk) in self._left

    def second_person(self, appeal: Appeal, reader: Person) -> SecondPersonShown:
        """Why the reader may not, if so, and who may."""
        left = {person for question, person in self._left if question == appeal.question_id}
        return show_second_person(self._people, reader, self._decided.get(appeal.question_id, ()), but=left)

    def may_decide(self, appeal: Appeal, person: Person) -> bool:
        """Whether this moderator is independent of the first, and has not passed the question on."""
        return self._may(appeal.question_id, person.pk)

    def anybody_for(self, appeal: Appeal) -> bool:
        """Whether any moderator of the ward may; if not, a clerk has to invite one before the deadline."""
        return any(self._may(appeal.question_id, moderator.pk) for moderator in self._people.holders())

    def _may(self, question: UUID, person: int) -> bool:
        if (question, person) in self._left:
            return False
        return self._people.bar(person, self._decided.get(question, ())) is None
