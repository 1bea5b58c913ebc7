"""What is overdue for long becomes a question of the ward's next chat, by itself."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sessions.chats.questions.asking import facts_of_question
from sessions.chats.questions.queueing import enter_queue, queued_event
from sessions.contract.limits import MAX_QUESTION_GRAPHEMES
from sessions.log import log
from sessions.log.audit import CLOCK
from sessions.log.events.desk import DeskAsked
from sessions.log.steps.locks import LockedChatSession, lock_chat_session
from sessions.log.steps.steps import require_not_over, take_step
from sessions.matters.deadlines import closed_days_of
from sessions.matters.publishing import public_text
from sessions.matters.resolving.clock.stages import NEXT_CHAT_STAGE, past_due, stage_on, tell_stage
from sessions.matters.steps import lock_matter
from sessions.models import OPEN_STATES, ChatSession, ChatSessionState, Matter, Question, QuestionState, Ward
from sessions.platform.refusals import Refused
from sessions.platform.text.commitments import commitment, new_salt
from sessions.platform.text.receipts import new_receipt
from sessions.platform.text.text_input import split_graphemes

GONE_STATES = (QuestionState.WITHDRAWN, QuestionState.DECLINED, QuestionState.REMOVED)

TO_ASK = Q(overdue_stage=NEXT_CHAT_STAGE - 1) | Q(
    overdue_stage=NEXT_CHAT_STAGE, asked_again_of__chat_session__state=ChatSessionState.CANCELLED
)
"""Condition for overdue matters to ask: never asked in a chat, or only in one that was cancelled."""


def ask_next_chat(ward: Ward, today: date, *, at_most: int) -> list[str]:
    """The questions for the chat that is announced next; without one, they wait until there is one."""
    chat_session = (
        ChatSession.objects.upcoming()
        .filter(ward=ward, state=ChatSessionState.SCHEDULED, waits=False, starts_at__gt=timezone.now())
        .first()
    )
    if chat_session is None:
        return []
    closed = closed_days_of(ward)
    done: list[str] = []
    for matter in past_due(ward, today).filter(TO_ASK).only("pk", "due_on"):
        if stage_on(matter.due_on, today, closed) >= NEXT_CHAT_STAGE:
            done += _ask(chat_session, matter, today)
        if len(done) >= at_most:
            break
    return done


@transaction.atomic
def _ask(chat_session: ChatSession, found: Matter, today: date) -> list[str]:
    locked = lock_chat_session(chat_session.pk)
    matter = lock_matter(found.pk)
    if not past_due(matter.ward, today).filter(TO_ASK, pk=matter.pk).exists():
        return []
    try:
        require_not_over(locked)
    except Refused:
        return []  # cancelled meanwhile: the next chat is asked
    question = _question_ahead(matter) or _make_question(locked, matter)
    matter.overdue_stage, matter.asked_again_of = NEXT_CHAT_STAGE, question
    matter.save(update_fields=["overdue_stage", "asked_again_of"])
    tell_stage(matter, question=str(question.pk))
    return [f"asked in chat {question.chat_session_id}: {matter.number}"]


def _question_ahead(matter: Matter) -> Question | None:
    """The matter's question in a chat still to come, if it has one: its day was moved since, and has passed again."""
    if matter.asked_again_of_id is None:
        return None
    asked = Question.objects.filter(pk=matter.asked_again_of_id, chat_session__state__in=OPEN_STATES)
    return asked.exclude(state__in=GONE_STATES).first()


def words_for_chat(matter: Matter) -> str:
    """The matter's number, by which everybody finds it, and its public words, cut to the length of a question."""
    words = f"{matter.number}: {public_text(matter)}"
    signs = split_graphemes(words)
    return words if len(signs) <= MAX_QUESTION_GRAPHEMES else "".join(signs[: MAX_QUESTION_GRAPHEMES - 1]) + "…"


def _make_question(chat_session: LockedChatSession, matter: Matter) -> Question:
    """Put the matter's question into the queue at once: a moderator has approved its words.

    The question has no author, so that it costs nobody the one ward in which they may ask this month.
    """
    text, salt = words_for_chat(matter), new_salt()
    question = Question.objects.create(
        chat_session=chat_session,
        author=None,
        kind=matter.kind,
        text=text,
        masked=[],
        label=matter.label,
        commitment=commitment(salt, text),
        receipt=new_receipt(),
        asked_at=timezone.now(),
    )
    asked = DeskAsked(
        **facts_of_question(question),
        text=text,
        label=question.label,
        version=question.version,
        commitment=question.commitment,
    )
    log.append(chat_session, asked, actor=CLOCK)
    enter_queue(question)
    question.first_time = False  # it is no one's question
    take_step(question, "approve", by=CLOCK)
    log.append(chat_session, queued_event(question), actor=CLOCK)
    return question
