"""Notes of moderators to their colleagues about a question: neither its author nor the room ever sees them."""

from uuid import UUID

from django.db import transaction

from sessions.contract.limits import MAX_NOTE_GRAPHEMES
from sessions.log import log
from sessions.log.events.desk import DeskNoted
from sessions.log.steps.locks import lock_chat_session, lock_question, question_state_facts
from sessions.log.steps.steps import actor, require_not_over
from sessions.models import ChatSession, Question
from sessions.platform.people import Person
from sessions.platform.text.text_input import clean_line


@transaction.atomic
def leave_note(chat_session: ChatSession, question_id: UUID, *, moderator: Person, text: str) -> Question:
    """Leave a note at a question, in whatever state it is; the log of the desk keeps it.

    It is no decision: the question keeps its version, so that nobody's decision becomes stale by it.
    Raises Refused: closed, not_found, empty, too_long, bad_characters.
    """
    text = clean_line(text, max_graphemes=MAX_NOTE_GRAPHEMES)
    chat_session = lock_chat_session(chat_session.pk)
    require_not_over(chat_session)
    question = lock_question(chat_session, question_id)
    facts = question_state_facts(question)
    noted = DeskNoted(
        id=facts["question"], state=facts["state"], version=facts["version"], by=moderator.shown_as, text=text
    )
    log.append(chat_session, noted, actor=actor("moderator", moderator))
    return question
