"""Somebody who makes themselves many: accounts as signing in makes them, and support as sockets bring it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from chatserver.accounts.codes.codes import LIFE, RequestOrigin
from chatserver.accounts.models import SignInCode, User
from chatserver.accounts.signups.shared_numbers import add_person
from chatserver.live.commands.shared_operations import SHARED_OPERATIONS
from chatserver.live.wire.ops import BackQuestion
from sessions.city.people.access import find_people
from sessions.log.steps.locks import lock_chat_session
from sessions.models import Question, Ward

NETWORK = "203.0.113.0/24"
LEADING = 10


def sign_in(ward: Ward, channel: str, address: str, *, index: int = 0, network: str = NETWORK) -> User:
    """A new account, as a right code makes it, which says at once that it lives in the ward."""
    now = timezone.now()
    proof = SignInCode.objects.create(
        browser=address, channel=channel, address=address, digest="", asked_at=now, expires_at=now + LIFE, used_at=now
    )
    origin = RequestOrigin(f"203.0.113.{index % 250}/32", network)
    person = add_person(proof, language="en", origin=origin)
    User.objects.filter(pk=person.pk).update(ward=ward)
    return person


@transaction.atomic
def support(question: Question, people: Iterable[User], *, on: bool = True) -> list[Any]:
    """All of them at once, as a batch of commands decides it."""
    found = find_people([person.pk for person in people])
    chat_session = lock_chat_session(question.chat_session_id)
    fields = BackQuestion(question=question.pk, on=on)
    return SHARED_OPERATIONS["question.back"]([(chat_session, person, fields) for person in found.values()])


def counts(question: Question) -> tuple[int, int, int]:
    """How much counts, how much is held, how much does not count; and that the rows say the same."""
    question.refresh_from_db()
    kept = (question.backing, question.backing_held, question.backing_not_counted)
    standings = list(question.backings.values_list("standing", flat=True))
    assert kept == tuple(standings.count(each) for each in ("counted", "held", "not_counted"))
    return kept
