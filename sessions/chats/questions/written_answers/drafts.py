"""Drafts of written answers: the staff of an office write them, and no draft of a colleague is overwritten unseen."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sessions.chats.questions.written_answers.steps import STEP, require_seen
from sessions.city.people.written_answers import drafting_role
from sessions.contract.limits import MAX_ANSWER_GRAPHEMES
from sessions.log.steps.locks import lock_chat_session, lock_public_question
from sessions.log.steps.steps import require_over, require_step
from sessions.models import ChatSession, WrittenDraft
from sessions.platform.people import Person
from sessions.platform.text.text_input import clean_text


@transaction.atomic
def save_draft(chat_session: ChatSession, question_id: UUID, *, person: Person, text: str, seen: int) -> WrittenDraft:
    """Save the draft of an answer that is owed. seen: the version that the person saw, 0 for none.

    Unchanged words make no new version. Raises Refused: forbidden, not_found, state (it is not owed, or no longer),
    stale (somebody saved meanwhile; facts: text and version of theirs), empty, too_long, bad_characters.
    """
    text = clean_text(text, max_graphemes=MAX_ANSWER_GRAPHEMES)
    chat_session = lock_chat_session(chat_session.pk)
    role = drafting_role(person, chat_session.ward)
    require_over(chat_session)
    question = lock_public_question(chat_session, question_id)
    require_step(question, STEP)
    draft = WrittenDraft.objects.filter(question=question).first()
    if draft is not None and draft.text == text:
        return draft
    require_seen(draft, seen)
    draft = draft or WrittenDraft(question=question, version=0)
    draft.text, draft.version = text, draft.version + 1
    draft.saved_at, draft.saved_by, draft.role = timezone.now(), person, role
    draft.save()
    return draft
