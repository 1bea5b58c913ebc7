"""What the desk knows about one question besides its words, as sentences for its page."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext as _

from moderation.desk.desk_labels import DECIDED_WORDS, pending_own
from sessions.log.folding.desk_folding import claimed_now
from sessions.models import ANSWERED_STATES, Question, QuestionState
from sessions.platform.text.digits import digits
from sessions.platform.text.direction.isolating import isolate
from sessions.platform.text.spoken.lists import join_with_commas


def claim_words(question: Mapping[str, Any], me: str, now: datetime) -> str:
    """The person who reads the question, or has just decided about it, in words; blank for nobody."""
    pending = question.get("pending")
    if pending:
        return _pending_words(pending, question["claimed_by"], me, now)
    by = claimed_now(question, now)
    if by is None:
        return ""
    return _("You are reading this") if by == me else _("{name} is reading this").format(name=isolate(by))


def may_undo(question: Mapping[str, Any], me: str, now: datetime) -> bool:
    """Whether this moderator's decision about it can still be undone."""
    pending = question.get("pending")
    return pending is not None and question["claimed_by"] == me and datetime.fromisoformat(pending["until"]) > now


def passed_on_words(question: Mapping[str, Any]) -> str:
    """The moderator who leaves it to the colleagues; blank for nobody."""
    names = question.get("passed_on", ())
    return _("Passed on by {names}").format(names=join_with_commas([isolate(name) for name in names])) if names else ""


def history_words(question: Mapping[str, Any] | None) -> str:
    """What became of the other questions of the person who asked; blank where that is not known."""
    row = Question.objects.filter(pk=question["id"]).select_related("author").first() if question else None
    history = history_of_asker(row) if row else None
    if history is None:
        return ""
    sentence = _(
        "Person {pseudonym}, this evening: {asked} asked, {answered} answered, {refused} not accepted, "
        "{waiting} waiting"
    )
    numbers = (history.asked, history.answered, history.declined, history.waiting)
    asked, answered, refused, waiting = map(digits, numbers)
    return sentence.format(
        pseudonym=history.pseudonym, asked=asked, answered=answered, refused=refused, waiting=waiting
    )


def _pending_words(pending: Mapping[str, Any], by: str | None, me: str, now: datetime) -> str:
    decision = DECIDED_WORDS[pending["decision"]]
    if by != me:
        return _("{name} has decided: {decision}").format(name=isolate(by), decision=decision)
    left = max(ceil((datetime.fromisoformat(pending["until"]) - now).total_seconds()), 0)
    return pending_own(left).format(decision=decision, n=digits(left))


# What became of the other questions of a question's author this evening: under a pseudonym, and never who it is.

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
