"""Unmasks a place in a question that only looked like personal data, such as the number of a docket."""

from uuid import UUID

from django.utils.translation import gettext as _

from moderation.questions.deciding import lock_seen, require_not_passed_on, require_nothing_pending
from moderation.questions.masking.masked_places import find_places_of
from sessions.log.events.desk import DeskUnmasked
from sessions.log.steps.locks import LockedChatSession, locks_chat_session, question_state_facts
from sessions.log.steps.steps import actor, append_change
from sessions.models import UNDECIDED_STATES, Question
from sessions.platform.people import Person
from sessions.platform.refusals import Refused


@locks_chat_session
def unmask_place(
    chat_session: LockedChatSession, question_id: UUID, *, moderator: Person, version: int, start: int
) -> Question:
    """Let the public read a masked place of a question once it is accepted; nothing becomes public by this itself.

    start: the code point at which the place begins. Raises Refused: closed, not_found, stale, passed_on, pending (a
    decision waits about the words as they were shown), state (no longer to be decided), bad_field (no place that is
    masked begins there).
    """
    question = lock_seen(chat_session, question_id, version)
    require_not_passed_on(question, moderator)
    require_nothing_pending(question)
    if question.state not in UNDECIDED_STATES:
        raise Refused("state", _("That cannot be done with this question now."), facts=question_state_facts(question))
    find_places_of(question)
    left = [place for place in question.masked or () if place["start"] != start]
    if len(left) == len(question.masked or ()):
        raise Refused("bad_field", _("Nothing is hidden at this place."), facts=question_state_facts(question))
    question.masked = left
    append_change(question, DeskUnmasked, by=actor("moderator", moderator), told={"masked": left})
    return question
