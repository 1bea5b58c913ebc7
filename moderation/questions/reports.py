"""Settles residents' reports about public questions."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import UNSET

from sessions.log.events.desk import DeskReportsDismissed
from sessions.log.steps.locks import LockedChatSession, lock_question, locks_chat_session, question_state_facts
from sessions.log.steps.steps import actor, append_change
from sessions.models import Question
from sessions.platform.people import Person
from sessions.platform.refusals import Refused


@locks_chat_session
def dismiss_reports(chat_session: LockedChatSession, question_id: UUID, *, moderator: Person, version: int) -> Question:
    """Dismiss the reports that the moderator saw; the question stays as it is. After the chat, too: their clocks go on.

    Raises Refused: not_found, stale (also where another report has come), state where there is no report.
    """
    question = lock_question(chat_session, question_id, version=version)
    told = settle_reports(question)
    if not told:
        raise Refused("state", _("No report about this question is open."), facts=question_state_facts(question))
    about = {"commitment": question.commitment or UNSET}
    append_change(question, DeskReportsDismissed, by=actor("moderator", moderator), told=told | about)
    return question


@locks_chat_session
def acknowledge_reports(chat_session: LockedChatSession, question_id: UUID, *, moderator: Person) -> Question:
    """Note that a moderator has seen the open reports about a question. It is no decision: nothing is in the log.

    Raises Refused: not_found, state where none waits for that.
    """
    question = lock_question(chat_session, question_id)
    unseen = question.reports.unsettled().filter(acknowledged_at=None)
    if not unseen.update(acknowledged_at=timezone.now()):
        raise Refused("state", _("No report about this question is open."), facts=question_state_facts(question))
    return question


def settle_reports(question: Question) -> dict[str, int]:
    """Settle the open reports about a locked question; answers the facts for the desk, empty where none was open."""
    settled = question.reports.unsettled().update(settled_at=timezone.now())
    return {"reports": 0} if settled else {}
