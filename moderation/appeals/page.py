"""The appeals of one chat at the desk, the most urgent first; it works without scripts, and after the chat."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moderation.appeals.deciding import APPEALED_STEPS, is_open
from moderation.models import Decision, Recusal
from sessions.city.display import ward_name
from sessions.city.duties.independence import SecondPeople
from sessions.city.duties.second_person_words import SecondPersonShown, show_second_person
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.access import Admission
from sessions.models import Appeal, ChatSession, SecondAct
from sessions.platform.people import Person

# Who may decide which appeals: moderators of the ward who are independent of the first, and have not passed it on.


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


MOST_SHOWN = 100


@require_safe
@staff_page("desk")
def appeals_page(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """Each with the words, the reason and the note of the first decision, and who may decide."""
    assert not isinstance(request.user, AnonymousUser), "nobody comes to the desk without an account"
    chat_session = ChatSession.objects.select_related("ward").get(pk=chat_session_id)
    waiting = Appeal.objects.waiting().filter(question__chat_session=chat_session).select_related("question")
    appeals = waiting[:MOST_SHOWN]
    deciders = Deciders(chat_session, appeals)
    context = {
        "heading": _("{ward}: appeals").format(ward=ward_name(chat_session.ward.number)),
        "appeals": [_shown(each, deciders, request.user, may="appeal.decide" in admission.may) for each in appeals],
        "is_clerk": "session.open" in admission.may,
        "ward": chat_session.ward.number,
        "is_open": is_open(chat_session),
        "do_url": reverse("do", args=[chat_session_id]),
        "desk_url": reverse("desk", args=[chat_session_id]),
    }
    return render(request, "moderation/appeals/appeals.html", context)


def _shown(appeal: Appeal, deciders: Deciders, reader: Person, *, may: bool) -> dict[str, Any]:
    return {
        "appeal": appeal,
        "question": appeal.question,
        "is_overdue": appeal.is_overdue,
        "is_own": deciders.has_decided(appeal, reader),
        "may_decide": may and deciders.may_decide(appeal, reader),
        "has_nobody": not deciders.anybody_for(appeal),
        "second": None if deciders.has_left(appeal, reader) or not may else deciders.second_person(appeal, reader),
    }
