"""Authors ask for the correction of a typing fault in their own question, while its record is a draft."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.log.events.desk import CorrectionAsked
from sessions.log.steps.locks import lock_chat_session, lock_question, no_such_question, question_state_facts
from sessions.log.steps.steps import actor, append_change
from sessions.models import ChatSession, Question, QuestionCorrection, Record
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_text
from sessions.record.sealing.window import require_window

MOST_REQUESTS = 3
"""About one question: a correction is for slips, and a moderator reads each request."""


@transaction.atomic
def ask_for_correction(
    chat_session: ChatSession, question_id: UUID, *, person: Person, text: str
) -> QuestionCorrection:
    """Propose new words for one's own public question. A moderator decides; until then nothing changes.

    Raises Refused: empty, too_long, bad_characters, state (there is no record yet, the question is not public, or the
    words are the same), closed (the window has ended), not_found (also for other people's questions), corrected_often
    (a request waits, or there have been too many).
    """
    text = clean_text(text)
    chat_session = lock_chat_session(chat_session.pk)
    question = lock_question(chat_session, question_id)
    if question.author_id != person.pk:
        raise no_such_question()
    require_window(chat_session)
    if not question.is_public or text == question.text:
        raise Refused("state", _("There is nothing to correct."), facts=question_state_facts(question))
    if not may_ask_again(question):
        message = _("You have asked for a correction of this question already.")
        raise Refused("corrected_often", message, facts=question_state_facts(question))
    asked = QuestionCorrection.objects.create(
        question=question, before=question.text, text=text, asked_at=timezone.now()
    )
    append_change(question, CorrectionAsked, by=actor("resident", person))
    return asked


def may_ask_again(question: Question) -> bool:
    """Whether no request about it waits, and there have not been too many."""
    return not question.corrections.waiting().exists() and question.corrections.count() < MOST_REQUESTS


def may_ask_for_correction(question: Question) -> bool:
    """Whether its author can propose other words now."""
    record = Record.objects.defer("document").filter(chat_session=question.chat_session_id).first()
    return record is not None and record.is_in_window and question.is_public and may_ask_again(question)


def words_as_asked(question: Question) -> str:
    """The words to which the question's commitment was made, whatever was corrected since."""
    first = question.corrections.accepted().first()
    return first.before if first is not None else question.text
