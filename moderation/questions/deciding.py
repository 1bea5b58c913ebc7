"""Decides about a question: locks it, changes its state, and saves the decision."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, UUIDField
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import UNSET

from moderation.models import Decision, Recusal
from sessions.contract.limits import MAX_NOTE_GRAPHEMES
from sessions.contract.reasons import Reason
from sessions.log.events.streams import PublicEvent
from sessions.log.steps.locks import LockedChatSession, lock_question, question_state_facts
from sessions.log.steps.steps import actor, require_not_over, take_step
from sessions.models import Question
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.direction.isolating import isolate
from sessions.platform.text.text_input import clean_optional_line


def lock_seen(chat_session: LockedChatSession, question_id: UUID, version: int) -> Question:
    """The question of a locked chat session as the moderator saw it, locked until the transaction ends.

    Raises Refused: closed, not_found, stale (which says what a colleague has done meanwhile).
    """
    require_not_over(chat_session)
    question = lock_question(chat_session, question_id)
    if question.version != version:
        raise Refused("stale", _what_happened(question), facts=question_state_facts(question))
    return question


def _what_happened(question: Question) -> str:
    """Why the moderator's version is old: a colleague reads it, or has decided; otherwise only that it has changed."""
    is_claimed = question.claimed_until is not None and question.claimed_until > timezone.now()
    if question.claimed_by is None or not is_claimed:
        return _("Somebody else has changed this question in the meantime.")
    return _decided_words(question) if question.pending is not None else _reading_words(question)


def _decided_words(question: Question) -> str:
    name = question.claimed_by.shown_as if question.claimed_by else ""
    return _("%(name)s has just decided about this question.") % {"name": isolate(name)}


def _reading_words(question: Question) -> str:
    name = question.claimed_by.shown_as if question.claimed_by else ""
    return _("%(name)s is reading this question.") % {"name": isolate(name)}


def require_unclaimed(question: Question, moderator: Person) -> None:
    """Raises Refused claimed while a colleague's claim has not ended."""
    is_claimed = question.claimed_until is not None and question.claimed_until > timezone.now()
    if is_claimed and question.claimed_by_id not in (None, moderator.pk):
        raise Refused("claimed", _reading_words(question), facts=question_state_facts(question))


def decide(
    question: Question,
    name: str,
    moderator: Person,
    told: Mapping[str, Any] | None = None,
    *,
    public: Sequence[PublicEvent] = (),
) -> None:
    """Change the state, end any claim, and save the decision. told, public: as in take_step().

    Raises Refused state; passed_on for a moderator who leaves the question to colleagues; and pending while a decision
    of a moderator waits, except that a question is taken down all the same.
    """
    require_not_passed_on(question, moderator)
    if name != "take_down":
        require_nothing_pending(question)
    question.claimed_by = question.claimed_until = None
    seen = question.version
    facts = {"claimed_by": None, "commitment": question.commitment or UNSET}
    take_step(question, name, by=actor("moderator", moderator), told={**facts, **(told or {})}, public=public)
    save_decision(question, name, moderator, seen=seen)


def save_decision(question: Question, name: str, moderator: Person, *, seen: int) -> None:
    """Save who decided what; seen: the version that the moderator saw."""
    Decision.objects.create(
        question=question,
        moderator=moderator,
        step=name,
        version=seen,
        reason=question.reason if name in WITH_REASON else "",
        decided_at=timezone.now(),
    )


def require_nothing_pending(question: Question) -> None:
    """Raises Refused pending while a decision about the question waits."""
    if question.pending is not None:
        raise Refused("pending", _decided_words(question), facts=question_state_facts(question))


def require_not_passed_on(question: Question, moderator: Person) -> None:
    """Raises Refused passed_on."""
    if _recusal_query.rows(question=question.pk, person=moderator.pk):
        raise passed_on_already(question)


_recusal_query = PreparedQuery(
    lambda: (
        Recusal.objects.filter(question=Given("question", UUIDField()))
        .filter(person=Given("person", BigIntegerField()))
        .values_list("pk")
    )
)


def passed_on_already(question: Question) -> Refused:
    return Refused(
        "passed_on", _("You have passed this question on to your colleagues."), facts=question_state_facts(question)
    )


WITH_REASON = ("decline", "take_down")


def require_reason(reason: str) -> None:
    """Raises Refused bad_field unless it is one of the eight reasons."""
    if reason not in Reason:
        raise Refused("bad_field", _("Choose one of the reasons."))


def clean_note(note: str) -> str:
    """The normalised note; blank for none. Raises Refused too_long or bad_characters."""
    return clean_optional_line(note, max_graphemes=MAX_NOTE_GRAPHEMES)
