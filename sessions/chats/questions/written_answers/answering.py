"""Answer a question on notice in writing, after its chat is over: the answer is public at once, and in the record."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sessions.chats.questions.answer_corrections import replace_words
from sessions.chats.questions.written_answers.steps import STEP, require_seen
from sessions.city.people.written_answers import office_of
from sessions.contract.limits import MAX_ANSWER_GRAPHEMES
from sessions.log import log
from sessions.log.events.room import AnswerGiven, QuestionAnswered
from sessions.log.steps.locks import (
    lock_chat_session,
    lock_chat_session_with,
    lock_public_question,
    question_state_facts,
)
from sessions.log.steps.steps import actor, require_over, require_step, take_step
from sessions.models import Answer, ChatSession, ChatSessionState, Office, Promise, Question, WrittenDraft
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_text
from sessions.record.sealing.after_close import take_into_record


@transaction.atomic
def give_written_answer(
    chat_session: ChatSession, question_id: UUID, *, person: Person, text: str, seen: int | None = None
) -> Answer:
    """Answer in the name of the office, which the person holds today; the draft goes.

    seen: the version of the draft that the person saw; None: whatever the draft is.
    A successor also answers what was promised before their term. In one transaction the public stream, the record and
    the search get the answer. Raises Refused: forbidden, not_found, state (the chat is not over, or the question is not
    on notice, such as where it has just been answered), stale (facts: text and version of the draft), empty, too_long,
    bad_characters.
    """
    text = clean_text(text, max_graphemes=MAX_ANSWER_GRAPHEMES)
    chat_session = lock_chat_session_with(chat_session.pk, _chats_listing_promise(question_id))
    office = office_of(person, chat_session.ward)
    require_over(chat_session)
    question = lock_public_question(chat_session, question_id)
    require_step(question, STEP)
    if seen is not None:
        require_seen(WrittenDraft.objects.filter(question=question).first(), seen)
    by = actor("councillor", person)
    given = log.append(
        chat_session,
        AnswerGiven(
            question=str(question.pk), text=text, by=office.name_in_log, office=office.kind, final=True, written=True
        ),
        actor=by,
    )
    answer = Answer.objects.create(
        question=question, text=text, office=office, final=True, given_at=given.at, seq=given.seq, written=True
    )
    log.append(chat_session, QuestionAnswered(id=str(question.pk)), actor=by)
    take_step(question, STEP, by=by)
    WrittenDraft.objects.filter(question=question).delete()
    take_into_record(chat_session)
    return answer


@transaction.atomic
def correct_written_answer(
    chat_session: ChatSession, question_id: UUID, *, person: Person, part: int, text: str
) -> Question:
    """Replace the words of a written answer of the person's own term; the earlier words can still be read.

    part: the seq of its public event. Unchanged words are no event. Raises Refused: forbidden (also for an answer of
    an earlier term), not_found, corrected_often, empty, too_long, bad_characters.
    """
    text = clean_text(text, max_graphemes=MAX_ANSWER_GRAPHEMES)
    chat_session = lock_chat_session(chat_session.pk)
    office = office_of(person, chat_session.ward)
    question = lock_public_question(chat_session, question_id)
    answer = Answer.objects.filter(question=question, seq=part, written=True).first()
    if answer is None:
        raise Refused("not_found", _("There is no such answer."))
    _require_own_term(answer, office, question)
    if text != answer.text:
        by = actor("councillor", person)
        replace_words(answer, question, text=text, name=office.name_in_log, kind=office.kind, by=by)
    return question


def _require_own_term(answer: Answer, office: Office, question: Question) -> None:
    if answer.office_id != office.pk:
        message = _("Only the person who gave this answer can correct it.")
        raise Refused("forbidden", message, facts=question_state_facts(question))


def _chats_listing_promise(question_id: UUID) -> list[UUID]:
    """The live chats whose list of what is owed has the question's promise: they are told of the answer."""
    rows = Promise.objects.filter(question=question_id, owed_in__state=ChatSessionState.LIVE)
    return list(rows.values_list("owed_in", flat=True))
