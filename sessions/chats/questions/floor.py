"""What the councillor or a delegate does: take a question, answer it, return it, or put it on notice."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.chats.questions.declared_order import read_queue, taken_event
from sessions.chats.questions.officials import end_calls, is_called
from sessions.chats.questions.public_names import name_for_log
from sessions.chats.support.support_trees import commit_support
from sessions.city.people.access import answering_role, taking_role
from sessions.contract.limits import MAX_ANSWER_GRAPHEMES
from sessions.contract.overrides import OverrideReason
from sessions.log.events.desk import DeskAnsweredInPart
from sessions.log.events.room import AnswerGiven, QuestionAnswered, QuestionOnNotice, QuestionReturned
from sessions.log.logged_event import LoggedEvent
from sessions.log.steps.locks import (
    LockedChatSession,
    lock_on_floor,
    lock_public_question,
    locks_chat_session,
    question_state_facts,
)
from sessions.log.steps.steps import actor, append_change, require_live, require_step, take_step
from sessions.models import Answer, ChatSession, Duty, Question
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_text


@locks_chat_session
def take_question(
    chat_session: LockedChatSession, question_id: UUID | None, *, person: Person, reason: str = OverrideReason.UNSTATED
) -> Question:
    """Bring a question to the floor: the named one, or the next in the declared order.

    Another one than the next is an override: the log says so, with the reason, and which questions stood before it.
    Raises Refused: closed, not_open, floor_taken, queue_empty, not_found, state.
    """
    require_live(chat_session)
    queue = read_queue(chat_session)
    if queue.on_floor is not None:
        message = _("Finish the question that is being answered first.")
        raise Refused("floor_taken", message, facts=question_state_facts(queue.on_floor))
    following = queue.find_next()
    if following is None and question_id is None:
        raise Refused("queue_empty", _("No question is waiting in the queue."))
    wanted = question_id or UUID(following.card["id"] if following else "")
    question = lock_public_question(chat_session, wanted)
    by = actor(taking_role(person, chat_session), person)
    question.taken_at = timezone.now()
    require_step(question, "take")
    root = commit_support(chat_session, question)
    taken = taken_event(queue, question, following, reason=reason, support_root=root)
    take_step(question, "take", by=by, public=[taken])
    return question


@locks_chat_session
def give_answer(
    chat_session: LockedChatSession, question_id: UUID, *, person: Person, text: str, final: bool
) -> Answer:
    """Answer the question on the floor, in one part or several; the final part takes it off the floor.

    The log names the person who answers: as the holder of the office, or a delegate or an official by their own name.
    An official answers only questions that they are called to, and never gives the final part.

    Raises Refused: closed, not_open, not_found, not_on_floor, not_called, unnamed, empty, too_long,
    bad_characters.
    """
    text = clean_text(text, max_graphemes=MAX_ANSWER_GRAPHEMES)
    require_live(chat_session)
    question = lock_on_floor(chat_session, question_id)
    role = answering_role(person, chat_session)
    if role == Duty.OFFICIAL:
        _require_called(person, question, final=final)
    name, kind = shown_office(person, chat_session, role=role)
    part = AnswerGiven(question=str(question.pk), text=text, by=name, office=kind, final=final)
    by = actor(role, person)
    if final:
        given, _end = _end_answer(question, by=by, last=[part])
    else:
        [given] = append_change(question, DeskAnsweredInPart, by=by, public=[part])
    return _save_answer(question, part, given, role=role)


@locks_chat_session
def finish_answer(chat_session: LockedChatSession, question_id: UUID, *, person: Person) -> Question:
    """Take the question off the floor as answered, with the parts given so far: there is nothing to add.

    Raises Refused: closed, not_open, not_found, not_on_floor, forbidden (an official), empty (nothing was said yet).
    """
    require_live(chat_session)
    question = lock_on_floor(chat_session, question_id)
    if not question.answers.exists():
        raise Refused(
            "empty", _("Nothing has been answered yet. Send an answer first."), facts=question_state_facts(question)
        )
    _end_answer(question, by=actor(answering_role(person, chat_session), person))
    return question


@locks_chat_session
def return_question(chat_session: LockedChatSession, question_id: UUID, *, person: Person) -> Question:
    """Put the question on the floor back into the queue, with its backing and any part of an answer.

    Raises Refused: closed, not_open, not_found, not_on_floor.
    """
    require_live(chat_session)
    question = lock_on_floor(chat_session, question_id)
    send_back(question, by=actor(answering_role(person, chat_session), person))
    return question


@locks_chat_session
def defer_question(chat_session: LockedChatSession, question_id: UUID, *, person: Person, due_on: date) -> Question:
    """Promise a written answer by a day, for the question on the floor or one in the queue.

    Raises Refused: closed, not_open, not_found, state, bad_field (a day in the past).
    """
    require_live(chat_session)
    if due_on < timezone.localdate():
        raise Refused("bad_field", _("Name a day that is still to come."))
    question = lock_public_question(chat_session, question_id)
    question.due_on = due_on
    by = actor(answering_role(person, chat_session), person)
    require_step(question, "defer")
    end_calls(question)
    told = {"due_on": due_on.isoformat()}
    take_step(question, "defer", by=by, told=told, public=[QuestionOnNotice(id=str(question.pk), **told)])
    return question


def shown_office(person: Person, chat_session: ChatSession, *, role: str) -> tuple[str, str]:
    """The name, and the office or duty, by which the log names the person who answers. Raises Refused unnamed."""
    if role != "councillor":
        return name_for_log(person, chat_session, role=role), role
    return chat_session.host.name_in_log, chat_session.host.kind


def send_back(question: Question, *, by: str) -> None:
    """Return a locked question from the floor to the queue."""
    end_calls(question)
    question.taken_at = None
    take_step(question, "return", by=by, public=[QuestionReturned(id=str(question.pk))])


def _save_answer(question: Question, part: AnswerGiven, given: LoggedEvent, *, role: str) -> Answer:
    """Save a part of an answer. given: the part as it is logged."""
    assert part.text is not None, "only a part that was removed has no words"
    is_holder = role == "councillor"
    return Answer.objects.create(
        question=question,
        text=part.text,
        office=question.chat_session.host,
        role="" if is_holder else role,
        by="" if is_holder else part.by,
        final=part.final,
        given_at=given.at,
        seq=given.seq,
    )


def _end_answer(question: Question, *, by: str, last: Sequence[AnswerGiven] = ()) -> list[LoggedEvent]:
    """End an answer. last: the final part; answers it, and the end, as they are logged."""
    end_calls(question)
    return take_step(question, "answer", by=by, public=[*last, QuestionAnswered(id=str(question.pk))])


def _require_called(person: Person, question: Question, *, final: bool) -> None:
    if not is_called(person, question):
        raise Refused(
            "not_called",
            _("You can answer once you are called to this question."),
            facts=question_state_facts(question),
        )
    if final:
        message = _("Only the councillor can finish the answer. Please send yours as a part.")
        raise Refused("not_called", message, facts=question_state_facts(question))
