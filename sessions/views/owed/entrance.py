"""Access to the pages of owed answers: for the holders of offices, for their staff, and for clerks, who only read."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sessions.models import Question
from sessions.people import Person
from sessions.permissions.owed_answers import OwedAccess, admit_to_owed
from sessions.permissions.second_factor import is_proven
from sessions.refusals import Refused
from sessions.views.entrance import turn_away


@dataclass(frozen=True, slots=True)
class Reader:
    """A person who may read what is owed, and perhaps draft and send."""

    person: Person
    access: OwedAccess

    def find_question(self, question_id: UUID) -> Question:
        """A question that is or was owed in the person's wards. Raises Http404 for all others."""
        rows = Question.objects.public().filter(due_on__isnull=False, chat_session__ward__in=self.access.reads)
        rows = rows.select_related("chat_session__ward", "chat_session__office", "chat_session__record", "draft")
        question = rows.defer("chat_session__record__document").filter(pk=question_id).first()
        if question is None:
            raise Http404
        return question


def for_readers(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Call the page with the requesting person. Any other user is asked to sign in, or refused."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(page)
    def enter(request: HttpRequest, **given: Any) -> HttpResponse:
        person = None if isinstance(request.user, AnonymousUser) else request.user
        try:
            access = admit_to_owed(person, is_proven=is_proven(request.session))
        except Refused as refused:
            return turn_away(request, refused)
        assert person is not None, "nobody owes an answer without an account"
        return page(request, Reader(person, access), **given)

    return enter
