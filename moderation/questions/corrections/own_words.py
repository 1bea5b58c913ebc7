"""Moderators correct typing faults in words of their own, in public: notices, and common words of merged questions.

Only in the draft record, until the correction window ends; the earlier words stay in the record.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sessions.chats.questions.answer_corrections import MOST_CORRECTIONS
from sessions.chats.questions.merged_question import tell_merged
from sessions.contract.limits import MAX_NOTICE_GRAPHEMES
from sessions.log import log
from sessions.log.event_form import tag_of
from sessions.log.events.desk import DeskReworded
from sessions.log.events.room import NoticeCorrected, NoticePosted
from sessions.log.steps.locks import lock_chat_session, lock_question, question_state_facts
from sessions.log.steps.steps import actor, append_change
from sessions.models import ChatSession, Event, Question, StreamName
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_text
from sessions.record.sealing.after_close import take_into_record
from sessions.record.sealing.window import require_window


@transaction.atomic
def correct_notice(chat_session: ChatSession, seq: int, *, moderator: Person, text: str) -> int:
    """Replace the words of one's own notice; seq: of its public event. Answers that seq.

    The same words change nothing and are no event. Raises Refused: empty, too_long, bad_characters, state, closed (the
    window has ended), not_found, forbidden (a colleague's notice), corrected_often.
    """
    text = clean_text(text, max_graphemes=MAX_NOTICE_GRAPHEMES)
    chat_session = lock_chat_session(chat_session.pk)
    require_window(chat_session)
    posted = _public_events(chat_session).filter(seq=seq, type=tag_of(NoticePosted)).first()
    if posted is None:
        raise Refused("not_found", _("There is no such notice."))
    if not _is_by(posted, moderator):
        raise Refused("forbidden", _("Only the person who wrote these words can correct them."))
    corrections = _public_events(chat_session).filter(type=tag_of(NoticeCorrected), body__of=seq).order_by("seq")
    words = [posted.body["text"], *corrections.values_list("body__text", flat=True)]
    if text == words[-1]:
        return seq
    if len(words) > MOST_CORRECTIONS:
        raise Refused("corrected_often", _("These words have been corrected often enough."))
    log.append(chat_session, NoticeCorrected(of=seq, text=text), actor=actor("moderator", moderator))
    take_into_record(chat_session)
    return seq


def correct_common_words(
    chat_session: ChatSession, question_id: UUID, *, moderator: Person, version: int, words: str
) -> Question:
    """Replace one's own common words of a question with others, in the caller's transaction; words are clean.

    Raises Refused: closed (the window has ended), state (it has no common words), not_found, stale, forbidden (a
    colleague's words), corrected_often.
    """
    require_window(chat_session)
    question = lock_question(chat_session, question_id, version=version)
    if not (question.is_public and question.united_words):
        raise Refused("state", _("That cannot be done with this question now."), facts=question_state_facts(question))
    if not gave_common_words(chat_session, question, moderator):
        raise Refused("forbidden", _("Only the person who wrote these words can correct them."))
    if words == question.united_words:
        return question
    if _rewordings(chat_session, question).count() > MOST_CORRECTIONS:
        raise Refused("corrected_often", _("These words have been corrected often enough."))
    question.united_words = words
    by = actor("moderator", moderator)
    append_change(question, DeskReworded, by=by, told={"words": words})
    tell_merged(question, by=by)
    take_into_record(chat_session)
    return question


def gave_common_words(chat_session: ChatSession, question: Question, moderator: Person) -> bool:
    """Whether this moderator wrote the common words that hold now."""
    last = _rewordings(chat_session, question).order_by("seq").last()
    return last is not None and _is_by(last, moderator)


def notices_by(moderator: Person, chat_session: ChatSession) -> list[int]:
    """The notices that a moderator has posted in a chat, by the seq of their public events."""
    rows = _public_events(chat_session).filter(type=tag_of(NoticePosted), actor__endswith=f":{moderator.public_id}")
    return list(rows.order_by("seq").values_list("seq", flat=True))


def _rewordings(chat_session: ChatSession, question: Question) -> QuerySet[Event]:
    rows = Event.objects.filter(stream__chat_session=chat_session, stream__name=StreamName.DESK)
    return rows.filter(type=tag_of(DeskReworded), body__id=str(question.pk))


def _public_events(chat_session: ChatSession) -> QuerySet[Event]:
    return Event.objects.filter(stream__chat_session=chat_session, stream__name=StreamName.PUBLIC)


def _is_by(event: Event, person: Person) -> bool:
    """The log names people by their opaque ids."""
    return event.actor.endswith(f":{person.public_id}")
