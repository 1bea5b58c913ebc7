"""What became of the other questions of a question's author this evening: under a pseudonym, and never who it is."""

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count

from sessions.models import ANSWERED_STATES, Question, QuestionState

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32."""

LENGTH = 4


@dataclass(frozen=True, slots=True)
class AskerHistory:
    """The history of one person in a chat.

    pseudonym: the same for all questions of one person in one chat, and another one in the next chat.
    """

    pseudonym: str
    asked: int
    answered: int
    declined: int
    waiting: int


WAITING = (QuestionState.WAITING, QuestionState.HELD)


def history_of_asker(question: Question) -> AskerHistory | None:
    """Count the questions of the person who asked; None where the person is no longer known.

    Makes one query, and one for the author.
    """
    if question.author is None:
        return None
    rows = Question.objects.filter(chat_session=question.chat_session_id, author=question.author_id).order_by()
    numbers = dict(rows.values_list("state").annotate(Count("pk")))
    return AskerHistory(
        pseudonym=_pseudonym(f"{question.chat_session_id}:{question.author.public_id}"),
        asked=sum(numbers.values()),
        answered=sum(numbers.get(state, 0) for state in ANSWERED_STATES),
        declined=numbers.get(QuestionState.DECLINED, 0),
        waiting=sum(numbers.get(state, 0) for state in WAITING),
    )


def _pseudonym(person_here: str) -> str:
    """A pseudonym, made with a key of the installation: nobody finds the person by trying out ids."""
    key = hashlib.sha256(b"asker pseudonym" + settings.SECRET_KEY.encode()).digest()
    digest = hmac.digest(key, person_here.encode(), "sha256")
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:LENGTH])
