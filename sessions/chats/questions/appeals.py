"""Appeals: an author asks once that another moderator looks at a refusal or a removal again.

Nobody who answers questions has a say in it. It can be made and decided after the evening, too
(moderation/appeals/deciding.py).
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import UNSET

from sessions.contract.limits import MAX_NOTE_GRAPHEMES
from sessions.log.events.desk import AppealMade
from sessions.log.logged_event import wire_time
from sessions.log.steps.locks import lock_chat_session, lock_question, no_such_question, question_state_facts
from sessions.log.steps.steps import actor, append_change
from sessions.models import Appeal, AppealState, ChatSession, Question, QuestionState
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_optional_line

APPEALABLE = (QuestionState.DECLINED, QuestionState.REMOVED)


@transaction.atomic
def appeal(chat_session: ChatSession, question_id: UUID, *, person: Person, words: str = "") -> Question:
    """Appeal against the refusal or the removal of one's own question, once, with a sentence or without.

    Another moderator has APPEAL_DAYS days to decide. Raises Refused: too_long, bad_characters, not_found (also for
    other people's questions), state (it was not refused), appealed (it was appealed already).
    """
    words = clean_optional_line(words, max_graphemes=MAX_NOTE_GRAPHEMES)
    chat_session = lock_chat_session(chat_session.pk)
    question = lock_question(chat_session, question_id)
    if question.author_id != person.pk:
        raise no_such_question()
    if question.appeal:
        raise Refused("appealed", _("You have appealed already."), facts=question_state_facts(question))
    if not may_appeal(question):
        raise Refused("state", _("That cannot be done with this question now."), facts=question_state_facts(question))
    now = timezone.now()
    due_at = now + timedelta(days=settings.APPEAL_DAYS)
    Appeal.objects.create(question=question, words=words, made_at=now, due_at=due_at)
    question.appeal = AppealState.MADE
    about = {"reason": question.reason, "note": question.note or None}
    told = about | {"words": words or None, "due_at": wire_time(due_at), "commitment": question.commitment or UNSET}
    append_change(question, AppealMade, by=actor("resident", person), told=told)
    return question


def may_appeal(question: Question) -> bool:
    return question.state in APPEALABLE and not question.appeal
