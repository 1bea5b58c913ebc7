"""Gives common words to a public question and to those that were merged into it; nobody's own words change."""

from uuid import UUID

from django.utils.translation import gettext as _

from moderation.questions.corrections.own_words import correct_common_words
from moderation.questions.deciding import lock_seen, require_not_passed_on, require_nothing_pending
from sessions.chats.questions.merged_question import tell_merged
from sessions.log.events.desk import DeskReworded
from sessions.log.steps.locks import LockedChatSession, locks_chat_session, question_state_facts
from sessions.log.steps.steps import actor, append_change
from sessions.models import RECORD_STATES, Question, QuestionState
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_text


@locks_chat_session
def reword_question(
    chat_session: LockedChatSession, question_id: UUID, *, moderator: Person, version: int, text: str
) -> Question:
    """Show these words above a question into which others were merged, for as long as it is in the queue or answered.

    In the draft record after the chat, the moderator who wrote the words can correct a typing fault in them
    (moderation/questions/corrections/own_words.py).
    Raises Refused: empty, too_long, bad_characters, closed, not_found, stale, passed_on, pending, state (not public, or
    nothing was merged into it).
    """
    words = clean_text(text)
    if chat_session.state in RECORD_STATES:
        return correct_common_words(chat_session, question_id, moderator=moderator, version=version, words=words)
    question = lock_seen(chat_session, question_id, version)
    require_not_passed_on(question, moderator)
    require_nothing_pending(question)
    is_united = question.united_words or question.merged.filter(state=QuestionState.MERGED).exists()
    if not (question.is_public and is_united):
        raise Refused(
            "state",
            _("Only a question with which others were merged has words of its own."),
            facts=question_state_facts(question),
        )
    question.united_words = words
    by = actor("moderator", moderator)
    append_change(question, DeskReworded, by=by, told={"words": words})
    tell_merged(question, by=by)
    return question
