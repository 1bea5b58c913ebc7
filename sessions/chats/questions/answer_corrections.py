"""Correct an answer in public: the new words hold from then on, and everybody can still read the earlier ones."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sessions.chats.questions.floor import shown_office
from sessions.city.people.access import answering_role
from sessions.contract.limits import MAX_ANSWER_GRAPHEMES
from sessions.log import log
from sessions.log.event_form import tag_of
from sessions.log.events.room import AnswerCorrected, AnswerGiven
from sessions.log.steps.locks import lock_chat_session, lock_question, question_state_facts
from sessions.log.steps.steps import actor, require_live
from sessions.models import RECORD_STATES, Answer, ChatSession, Correction, Event, Question, StreamName
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_text
from sessions.record.sealing.after_close import take_into_record

MOST_CORRECTIONS = 5
"""The most corrections of one part of an answer: a correction is for slips, and readers look at each."""


@transaction.atomic
def correct_answer(chat_session: ChatSession, question_id: UUID, *, person: Person, part: int, text: str) -> Question:
    """Replace one's own words in a part of an answer that was given in this chat session.

    part: the seq of its public event. The question may be on the floor, answered, on notice or back in the queue. After
    the close the correction is a further entry of the record, before it is sealed and afterwards. Words that are the
    same change nothing and are no event.

    Raises Refused: closed, not_open, not_found, forbidden (another person gave it), corrected_often, empty, too_long,
    bad_characters.
    """
    text = clean_text(text, max_graphemes=MAX_ANSWER_GRAPHEMES)
    chat_session = lock_chat_session(chat_session.pk)
    _require_held(chat_session)
    question = lock_question(chat_session, question_id)
    answer = Answer.objects.filter(question=question, seq=part).first() if question.is_public else None
    if answer is None:
        raise Refused("not_found", _("There is no such answer."))
    role = answering_role(person, chat_session)
    if not _has_given(person, chat_session, part):
        raise Refused(
            "forbidden", _("Only the person who gave this answer can correct it."), facts=question_state_facts(question)
        )
    if text != answer.text:
        name, kind = shown_office(person, chat_session, role=role)
        replace_words(answer, question, text=text, name=name, kind=kind, by=actor(role, person))
    return question


def replace_words(answer: Answer, question: Question, *, text: str, name: str, kind: str, by: str) -> None:
    """Put other words in place of an answer's, in the caller's transaction. Raises Refused corrected_often.

    name, kind: as the log names the person who corrects, and their office or duty. After the close, the record and its
    search get the new words, too.
    """
    _require_not_often(answer)
    assert answer.seq is not None, "the caller found it by its seq"
    event = AnswerCorrected(question=str(question.pk), of=answer.seq, text=text, by=name, office=kind)
    corrected = log.append(question.chat_session, event, actor=by)
    Correction.objects.create(answer=answer, before=answer.text, corrected_at=corrected.at)
    answer.text = text
    answer.save(update_fields=["text"])
    if question.chat_session.state in RECORD_STATES:
        take_into_record(question.chat_session)


def _require_held(chat_session: ChatSession) -> None:
    """Raises Refused closed or not_open unless the chat session is live or has been held."""
    if chat_session.state not in RECORD_STATES:
        require_live(chat_session)


def parts_given_by(person: Person, chat_session_id: UUID) -> list[int]:
    """The parts of answers that a person gave in a chat session, by the seq of their public events."""
    rows = Event.objects.filter(
        stream__chat_session_id=chat_session_id, stream__name=StreamName.PUBLIC, type=tag_of(AnswerGiven)
    )
    return list(rows.filter(actor__endswith=f":{person.public_id}").order_by("seq").values_list("seq", flat=True))


def _has_given(person: Person, chat_session: ChatSession, part: int) -> bool:
    """The form of the log, which names people by their opaque ids."""
    rows = Event.objects.filter(stream__chat_session=chat_session, stream__name=StreamName.PUBLIC, seq=part)
    return rows.filter(type=tag_of(AnswerGiven), actor__endswith=f":{person.public_id}").exists()


def _require_not_often(answer: Answer) -> None:
    if answer.corrections.count() >= MOST_CORRECTIONS:
        message = _("This part has been corrected often enough. Please say the rest in a new part.")
        raise Refused("corrected_often", message)
