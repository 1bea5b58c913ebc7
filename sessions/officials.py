"""Call an official, such as an engineer, to answer the question on the floor beside the councillor."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions import log
from sessions.models import Appointment, Call, ChatSession, Duty, Question, QuestionState, StreamName, Ward
from sessions.people import Person
from sessions.refusals import Refused
from sessions.steps import actor, lock_chat_session, lock_question, require_live, standing


@transaction.atomic
def call_official(chat_session: ChatSession, question_id: UUID, *, official: UUID, by: Person, role: str) -> Question:
    """Let an official answer the question on the floor; calling twice is once. The desk is told, by their label.

    Raises Refused: closed, not_open, not_found, not_on_floor, bad_field (nobody who may be called here).
    """
    question = _lock_on_floor(chat_session, question_id)
    person = officials_of(question.chat_session.ward).get(official)
    if person is None:
        raise Refused("bad_field", _("Choose an official of this ward."), facts=standing(question))
    _call, is_new = Call.objects.get_or_create(
        question=question, official=person, defaults={"called_at": timezone.now()}
    )
    if is_new:
        _tell(question, "official.called", person, by=actor(role, by))
    return question


@transaction.atomic
def send_official_back(
    chat_session: ChatSession, question_id: UUID, *, official: UUID, by: Person, role: str
) -> Question:
    """End a call before the question leaves the floor; who is not called needs no word. Raises as call_official."""
    question = _lock_on_floor(chat_session, question_id)
    call = Call.objects.filter(question=question, official__public_id=official).select_related("official").first()
    if call is not None:
        call.delete()
        _tell(question, "official.sent_back", call.official, by=actor(role, by))
    return question


def officials_of(ward: Ward) -> dict[UUID, Person]:
    """Who may be called in this ward's chats today, by their public ids."""
    held = Appointment.objects.held_on(timezone.localdate()).covering(ward).filter(duty=Duty.OFFICIAL)
    people: Iterable[Person] = get_user_model().objects.filter(is_active=True, pk__in=held.values("person"))
    return {person.public_id: person for person in people}


def officials_called_to(question_id: UUID) -> list[Person]:
    """In the order in which they were called."""
    calls = Call.objects.filter(question=question_id).select_related("official__ward").order_by("called_at", "pk")
    return [call.official for call in calls]


def is_called(person: Person, question: Question) -> bool:
    return Call.objects.filter(question=question, official=person).exists()


def end_calls(question: Question) -> None:
    """What leaves the floor needs nobody any more."""
    Call.objects.filter(question=question).delete()


def _lock_on_floor(chat_session: ChatSession, question_id: UUID) -> Question:
    chat_session = lock_chat_session(chat_session.pk)
    require_live(chat_session)
    question = lock_question(chat_session, question_id)
    if question.state != QuestionState.ON_FLOOR:
        raise Refused("not_on_floor", _("This question is not being answered now."), facts=standing(question))
    return question


def _tell(question: Question, event: str, official: Person, *, by: str) -> None:
    body = {"question": str(question.pk), "official": str(official.public_id), "label": official.shown_as}
    log.append(
        question.chat_session, stream=StreamName.DESK, type=event, body=body, actor=by, note_to=official.public_id
    )
