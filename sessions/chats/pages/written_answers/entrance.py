"""Access to the pages of owed answers: for the holders of offices, for their staff, and for clerks, who only read."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from sessions.city.pages.entrance import for_staff
from sessions.city.people.written_answers import WrittenAnswerAccess, admit_to_written_answers
from sessions.models import Question
from sessions.platform.people import Person


@dataclass(frozen=True, slots=True)
class Reader:
    """A person who may read what is owed, and perhaps draft and send."""

    person: Person
    access: WrittenAnswerAccess

    def find_question(self, question_id: UUID) -> Question:
        """A question that is or was owed in the person's wards. Raises Http404 for all others."""
        rows = Question.objects.public().filter(due_on__isnull=False, chat_session__ward__in=self.access.reads)
        rows = rows.select_related("chat_session__ward", "chat_session__office", "chat_session__record", "draft")
        question = rows.defer("chat_session__record__document").filter(pk=question_id).first()
        if question is None:
            raise Http404
        return question


def _enter(person: Person | None, is_proven: bool) -> Reader:
    access = admit_to_written_answers(person, is_proven=is_proven)
    assert person is not None, "nobody owes an answer without an account"
    return Reader(person, access)


for_readers = for_staff(_enter)
"""Calls the page with the requesting person."""
