"""Forget in this process what the search for similar questions keeps of words that were redacted."""

from uuid import UUID

from moderation.questions.similar.chat_indexes import at_desk, in_public
from moderation.questions.similar.record_index import records
from sessions.platform.text.likeness.consonants import consonants_of
from sessions.platform.text.likeness.features import features_of


def forget_likeness(chat_session_id: UUID) -> None:
    """All of it is made again from what is left when somebody next looks for similar questions."""
    for indexes in (in_public, at_desk):
        indexes.forget(chat_session_id)
    records.forget()
    for remembered in (features_of, consonants_of):
        remembered.cache_clear()
