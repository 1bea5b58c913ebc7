"""Call an official, such as an engineer, to answer the question on the floor beside the councillor."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.chats.questions.public_names import Official, officials_of
from sessions.log import log
from sessions.log.events.desk import OfficialCalled, OfficialSentBack
from sessions.log.steps.locks import LockedChatSession, lock_on_floor, locks_chat_session, question_state_facts
from sessions.log.steps.steps import actor, require_live
from sessions.models import Call, Question
from sessions.platform.people import Person
from sessions.platform.refusals import Refused


@locks_chat_session
def call_official(
    chat_session: LockedChatSession, question_id: UUID, *, official: UUID, by: Person, role: str
) -> Question:
    """Let an official answer the question on the floor; a second call changes nothing. The desk is told their label.

    Raises Refused: closed, not_open, not_found, not_on_floor, bad_field (nobody who may be called here), unnamed.
    """
    require_live(chat_session)
    question = lock_on_floor(chat_session, question_id)
    called = officials_of(question.chat_session.ward).get(official)
    if called is None:
        raise Refused("bad_field", _("Choose an official of this ward."), facts=question_state_facts(question))
    if not called.name:
        message = _("This official has not entered a public name and title yet. Ask them to open this chat and do so.")
        raise Refused("unnamed", message, facts=question_state_facts(question))
    _call, is_new = Call.objects.get_or_create(
        question=question, official=called.person, defaults={"called_at": timezone.now()}
    )
    if is_new:
        _append(question, OfficialCalled, called, by=actor(role, by))
    return question


@locks_chat_session
def send_official_back(
    chat_session: LockedChatSession, question_id: UUID, *, official: UUID, by: Person, role: str
) -> Question:
    """End a call before the question leaves the floor; without a call nothing happens. Raises as call_official."""
    require_live(chat_session)
    question = lock_on_floor(chat_session, question_id)
    call = Call.objects.filter(question=question, official__public_id=official).select_related("official").first()
    if call is not None:
        call.delete()
        sent_back = Official(call.official, call.official.label)
        _append(question, OfficialSentBack, sent_back, by=actor(role, by))
    return question


def officials_called_to(question_id: UUID) -> list[Person]:
    """Officials in the order in which they were called."""
    calls = Call.objects.filter(question=question_id).select_related("official__ward").order_by("called_at", "pk")
    return [call.official for call in calls]


def is_called(person: Person, question: Question) -> bool:
    return Call.objects.filter(question=question, official=person).exists()


def end_calls(question: Question) -> None:
    """Delete the calls of a question that leaves the floor."""
    Call.objects.filter(question=question).delete()


def _append(question: Question, event: type[OfficialCalled | OfficialSentBack], official: Official, *, by: str) -> None:
    public_id = str(official.person.public_id)
    log.append(
        question.chat_session, event(question=str(question.pk), official=public_id, label=official.name), actor=by
    )
