"""Decides appeals. A decision that is overturned during the evening takes effect at once.

Overturned while the chat is open, a refused question goes to the queue. What was taken down stays down: its place and
its support have gone, and everybody has read why; its author may ask it again. After the chat is over the record is
sealed, so nothing in it changes: the question is offered to its author for the next chat, with its words. In each case
the author and the ledger are told.
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import UNSET

from moderation.appeals.verdict import AppealVerdict
from moderation.models import Decision
from moderation.questions.deciding import decide, require_not_passed_on
from moderation.questions.screening import approve_question
from sessions.city.duties.independence import SecondPeople
from sessions.city.duties.second_person_words import require_independent
from sessions.log.events.desk import AppealDecided
from sessions.log.steps.locks import lock_chat_session, lock_question, question_state_facts
from sessions.log.steps.steps import actor, append_change
from sessions.models import OPEN_STATES, Appeal, AppealState, ChatSession, Question, QuestionState, SecondAct
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

APPEALED_STEPS = ("decline", "take_down")


def withdraw_appeals(person: Person) -> None:
    """Withdraw the appeals that wait of an author who is about to be erased: nobody could overturn for them.

    In the caller's transaction, which has locked their chats.
    """
    waiting = Appeal.objects.waiting().filter(question__author=person)
    for question_id, chat_session_id in waiting.values_list("question", "question__chat_session"):
        question = lock_question(lock_chat_session(chat_session_id), question_id)
        Appeal.objects.filter(question=question).update(decided_at=timezone.now(), words="")
        question.appeal = AppealState.WITHDRAWN
        _tell_decided(question, note="", by=actor("resident", person))


@transaction.atomic
def decide_appeal(
    chat_session: ChatSession,
    question_id: UUID,
    *,
    moderator: Person,
    version: int,
    verdict: AppealVerdict,
    is_confirmed: bool = False,
) -> Question:
    """Uphold or overturn what another moderator decided. It may be overdue.

    is_confirmed: as in approve_question. Raises Refused: bad_field (outcome), empty, too_long, bad_characters,
    not_found, stale, state (no appeal waits), own_decision (the first decision was this moderator's), passed_on,
    not_independent, second_look.
    """
    verdict = verdict.cleaned()
    outcome, note = verdict.outcome, verdict.note
    chat_session = lock_chat_session(chat_session.pk)
    question = lock_question(chat_session, question_id, version=version)
    if question.appeal != AppealState.MADE:
        raise Refused("state", _("No appeal about this question waits."), facts=question_state_facts(question))
    require_another_moderator(question, moderator)
    Appeal.objects.filter(question=question).update(decided_by=moderator, decided_at=timezone.now(), note=note)
    question.appeal = outcome
    _tell_decided(question, note=note, by=actor("moderator", moderator))
    if outcome == AppealState.OVERTURNED and question.state == QuestionState.DECLINED and is_open(chat_session):
        _put_into_queue(question, note, moderator, is_confirmed=is_confirmed)
    return question


def _tell_decided(question: Question, *, note: str, by: str) -> None:
    about = {"reason": question.reason, "appeal": str(question.appeal), "note": note}
    append_change(question, AppealDecided, by=by, told=about | {"commitment": question.commitment or UNSET})


def require_another_moderator(question: Question, moderator: Person) -> None:
    """Raises Refused: own_decision, passed_on, not_independent."""
    decided = Decision.objects.filter(question=question, step__in=APPEALED_STEPS, moderator__isnull=False)
    first = set(decided.order_by().values_list("moderator", flat=True))
    if moderator.pk in first:
        message = _("You made this decision: another moderator decides about the appeal.")
        raise Refused("own_decision", message, facts=question_state_facts(question))
    require_not_passed_on(question, moderator)
    require_independent(SecondPeople(SecondAct.APPEAL, question.chat_session.ward), moderator, first)


def is_open(chat_session: ChatSession) -> bool:
    return chat_session.state in OPEN_STATES


def _put_into_queue(question: Question, note: str, moderator: Person, *, is_confirmed: bool) -> None:
    question.reason, question.note = "", note
    decide(question, "reopen", moderator, {"reason": None, "note": note})
    approve_question(
        question.chat_session, question.pk, moderator=moderator, version=question.version, is_confirmed=is_confirmed
    )
    question.refresh_from_db(fields=("state", "version", "queued_at"))
