"""A moderator decides about an author's request to correct a typing fault in their own question."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import UNSET

from moderation.questions.deciding import require_not_passed_on
from moderation.questions.masking.masked_places import places_to_mask
from sessions.contract.limits import MAX_NOTE_GRAPHEMES
from sessions.log import log
from sessions.log.events.desk import CorrectionDecided
from sessions.log.events.room import QuestionCorrected
from sessions.log.steps.locks import lock_chat_session, lock_question, question_state_facts
from sessions.log.steps.steps import actor, append_change
from sessions.models import ChatSession, Question, QuestionCorrection
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_line
from sessions.record.sealing.after_close import take_into_record
from sessions.record.sealing.window import require_window


@transaction.atomic
def decide_correction(
    chat_session: ChatSession, question_id: UUID, *, moderator: Person, version: int, is_accepted: bool, note: str
) -> Question:
    """Accept the words that the author proposes, or not; note: why, for the author.

    Accepted words are public at once, with personal data masked as in any question; the earlier words stay in the
    record. Raises Refused: empty, too_long, bad_characters, not_found, stale, state (no request waits, or the question
    is no longer public), closed (the window has ended), passed_on.
    """
    note = clean_line(note, max_graphemes=MAX_NOTE_GRAPHEMES)
    chat_session = lock_chat_session(chat_session.pk)
    question = lock_question(chat_session, question_id, version=version)
    require_not_passed_on(question, moderator)
    require_window(chat_session)
    asked = question.corrections.waiting().first()
    if asked is None or not question.is_public:
        raise Refused("state", _("No request about this question waits."), facts=question_state_facts(question))
    asked.is_accepted, asked.note = is_accepted, note
    asked.decided_by, asked.decided_at = moderator, timezone.now()
    if is_accepted:
        asked.public_before = question.public_text
        question.text, question.masked = asked.text, [*places_to_mask(asked.text)]
    asked.save()
    by = actor("moderator", moderator)
    told = {"accepted": is_accepted, "commitment": question.commitment or UNSET}
    append_change(question, CorrectionDecided, by=by, told=told)
    if is_accepted:
        log.append(chat_session, QuestionCorrected(id=str(question.pk), text=question.public_text), actor=by)
        take_into_record(chat_session)
    return question


def waiting_requests(chat_session: ChatSession) -> list[QuestionCorrection]:
    """The requests of one chat that nobody has decided, the oldest first."""
    rows = QuestionCorrection.objects.waiting().filter(question__chat_session=chat_session)
    return list(rows.select_related("question"))
