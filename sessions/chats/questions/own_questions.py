"""What a resident does with questions: ask, withdraw, back, report."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.chats.questions.asking import Ask, NewQuestion, Repeated, ask_questions
from sessions.chats.questions.successors import put_successor
from sessions.chats.support.backing import Back, back_questions
from sessions.contract.limits import MAX_REPORT_GRAPHEMES, MAX_UNSETTLED_REPORTS
from sessions.contract.reasons import URGENT_REPORTS, ReportReason
from sessions.log import log
from sessions.log.events.desk import DeskReported
from sessions.log.events.room import QuestionWithdrawn
from sessions.log.logged_event import wire_time
from sessions.log.steps.locks import lock_chat_session, lock_public_question, lock_question, no_such_question
from sessions.log.steps.steps import actor, append_change, require_not_over, take_step
from sessions.models import ChatSession, Question, Report
from sessions.platform.database.insert_rows import note_saved
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.digits import digits
from sessions.platform.text.text_input import clean_line


@transaction.atomic
def ask_question(chat_session: ChatSession, ask: Ask) -> Question:
    """Save a resident's question for screening; it is open from the announcement until the close.

    The same words by the same person within a minute are one question: the first. Raises Refused: closed, muted, empty,
    too_long, bad_characters, too_many_waiting.
    """
    locked = lock_chat_session(chat_session.pk)
    [asked] = ask_questions(locked, [ask])
    match asked.question if isinstance(asked, Repeated) else asked:
        case NewQuestion() as row:
            question = Question(**row._asdict())
            question.chat_session, question.author = locked, ask.person
            note_saved(question)
            return question
        case decided:
            return _only([decided])


@transaction.atomic
def withdraw_question(chat_session: ChatSession, question_id: UUID, *, person: Person) -> Question:
    """Withdraw one's own question, screened or not, unless it is on the floor or finished.

    Questions that were merged into it stay: the oldest takes its place
    (sessions/chats/questions/successors.py). Raises Refused: closed, not_found (also for other people's),
    state.
    """
    chat_session = lock_chat_session(chat_session.pk)
    require_not_over(chat_session)
    question = lock_question(chat_session, question_id)
    if question.author_id != person.pk:
        raise no_such_question()
    by = actor("resident", person)
    came_back = question.successor_of_id is not None
    question.successor_of = None  # its author withdrew it, and no longer another question's withdrawal
    take_step(question, "withdraw", by=by, told={"in_place_of": None} if came_back else None)
    if question.has_been_public:
        log.append(chat_session, QuestionWithdrawn(id=str(question.pk)), actor=by)
        put_successor(question)
    return question


@transaction.atomic
def back_question(chat_session: ChatSession, question_id: UUID, *, person: Person, on: bool) -> Question:
    """Back a queued question, or end the backing; one row per person and question, so repeating changes nothing.

    Raises Refused: closed, not_found (also for questions that are not public), state (no longer queued), own_question.
    """
    return _only(back_questions([Back(lock_chat_session(chat_session.pk), person, question_id, on)]))


@transaction.atomic
def report_question(
    chat_session: ChatSession, question_id: UUID, *, person: Person, why: str, reason: str = ReportReason.OTHER
) -> Question:
    """Tell the desk that a public question should not stand as it does; once per person.

    From now on its clock runs: a moderator has to acknowledge it in REPORT_ACKNOWLEDGE_HOURS, and to act on it in
    REPORT_DAYS, or for an urgent reason in REPORT_URGENT_HOURS. Raises Refused: closed, not_found, empty, too_long,
    bad_characters, bad_field (reason), too_many_waiting.
    """
    if reason not in ReportReason:
        raise Refused("bad_field", _("Choose one of the reasons."), facts={"part": "reason"})
    why = clean_line(why, max_graphemes=MAX_REPORT_GRAPHEMES)
    chat_session = lock_chat_session(chat_session.pk)
    require_not_over(chat_session)
    question = lock_public_question(chat_session, question_id)
    _require_few_unsettled(question, person)
    clock = _clock_of(reason, timezone.now())
    defaults = {"why": why, "reason": reason, **clock}
    _report, is_new = Report.objects.get_or_create(question=question, person=person, defaults=defaults)
    if is_new:
        told = {
            "why": why,
            "reports": question.reports.unsettled().count(),
            "reported_for": str(reason),
            "due_at": wire_time(clock["due_at"]),
        }
        append_change(question, DeskReported, by=actor("resident", person), told=told)
    return question


def _require_few_unsettled(question: Question, person: Person) -> None:
    """Refuse too many unsettled questions.

    Else one person could start the clocks of all questions of a chat. A question that they have reported is none.
    """
    own = Report.objects.unsettled().filter(person=person, question__chat_session=question.chat_session_id)
    if len(own.exclude(question=question)[:MAX_UNSETTLED_REPORTS]) < MAX_UNSETTLED_REPORTS:
        return
    message = _("You have reported {n} questions that no moderator has dealt with yet. Please wait for that.")
    facts = {"max": MAX_UNSETTLED_REPORTS}
    raise Refused("too_many_waiting", message.format(n=digits(MAX_UNSETTLED_REPORTS)), facts=facts)


def _clock_of(reason: str, now: datetime) -> dict[str, datetime]:
    until = (
        timedelta(hours=settings.REPORT_URGENT_HOURS)
        if reason in URGENT_REPORTS
        else timedelta(days=settings.REPORT_DAYS)
    )
    acknowledge_by = now + timedelta(hours=settings.REPORT_ACKNOWLEDGE_HOURS)
    return {"reported_at": now, "acknowledge_by": acknowledge_by, "due_at": now + until}


def _only(decided: list[Question | Refused]) -> Question:
    [question] = decided
    if isinstance(question, Refused):
        raise question
    return question
