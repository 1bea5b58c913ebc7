"""Claims: a moderator says which question they read, so that no two read the same one by accident.

A claim is a lease. Its end is a fact of the event and of the row: every reader compares it with the clock. So a claim
that was left behind ends by itself, at the same moment for everybody, and no tick has to find it and write an event.
"""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from moderation.questions.deciding import lock_seen, require_not_passed_on, require_nothing_pending, require_unclaimed
from sessions.contract.desk_times import CLAIM_SECONDS
from sessions.log.logged_event import wire_time
from sessions.log.steps.locks import LockedChatSession, locks_chat_session
from sessions.log.steps.steps import actor, require_step, take_step
from sessions.models import Question
from sessions.platform.people import Person


@locks_chat_session
def claim_question(chat_session: LockedChatSession, question_id: UUID, *, moderator: Person, version: int) -> Question:
    """Claim an undecided question, or renew one's own claim: it ends CLAIM_SECONDS from now.

    It keeps other moderators from claiming it, and not from deciding: a decision on what they saw before the claim is
    stale, and one after it was made in sight of the claim. Raises Refused: closed, not_found, stale, state, pending,
    passed_on, claimed.
    """
    question = lock_seen(chat_session, question_id, version)
    require_step(question, "claim")
    require_nothing_pending(question)
    require_not_passed_on(question, moderator)
    require_unclaimed(question, moderator)
    question.claimed_by, question.claimed_until = moderator, timezone.now() + timedelta(seconds=CLAIM_SECONDS)
    told = {"claimed_by": moderator.shown_as, "until": wire_time(question.claimed_until)}
    take_step(question, "claim", by=actor("moderator", moderator), told=told)
    return question


@locks_chat_session
def release_question(
    chat_session: LockedChatSession, question_id: UUID, *, moderator: Person, version: int
) -> Question:
    """Give a claim up. Raises Refused as claim_question."""
    question = lock_seen(chat_session, question_id, version)
    require_step(question, "release")
    require_nothing_pending(question)
    require_unclaimed(question, moderator)
    question.claimed_by = question.claimed_until = None
    take_step(question, "release", by=actor("moderator", moderator), told={"claimed_by": None})
    return question
