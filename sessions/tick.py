"""Do what is due: plan, announce, carry over, open, warn, extend, close, seal, cancel, remind, clean up.

And the days of complaints, suggestions and promises. Safe to run twice.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DateField, DateTimeField
from django.db.models.functions import Coalesce
from django.utils import timezone

from sessions.chats.calendar.lifecycle.announcing import announce_planned
from sessions.chats.calendar.lifecycle.automatic_cancelling import cancel_missed
from sessions.chats.calendar.lifecycle.carrying_over import carry_over, due_to_carry_over
from sessions.chats.calendar.lifecycle.closed_days import days_to_stay_quiet, freeze_among
from sessions.chats.calendar.lifecycle.extending import due_to_extend, extend_for_answer
from sessions.chats.calendar.lifecycle.lifecycle import WARNING, close_chat_session, open_chat_session, warn_of_end
from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.chats.calendar.schedules import generation
from sessions.chats.questions.reply_retention import drop_old_replies
from sessions.city.duties.events import tell_due_duties
from sessions.digests.making import make_due_digests
from sessions.log.audit import CLOCK
from sessions.log.steps.locks import lock_chat_session
from sessions.log.steps.waiting_decisions import between_evenings, carry_out_due, chats_with_due_decisions
from sessions.matters.resolving.due import carry_out_due_matters
from sessions.matters.supporting.support_events import log_support
from sessions.models import ChatSession, Closure
from sessions.models.chat_session import ChatSessionQuerySet
from sessions.notifications import reminders, written_answer_reminders
from sessions.platform.clock.city_zone import city_moment
from sessions.platform.database.prepared_query import Day, Given, Moment, PreparedQuery
from sessions.platform.refusals import Refused
from sessions.promises.keeping.clock.due import carry_out_due_promises
from sessions.promises.sources.on_notice import promise_earlier_answers
from sessions.promises.sources.proposals import tell_unanswered
from sessions.record.months.removing import finish_removals
from sessions.record.months.sealing import due_months, seal_due_months, sealed_from
from sessions.record.sealing.late_drafts import append_late_drafts
from sessions.record.sealing.live_checkpoints import commit_live_chats

logger = logging.getLogger(__name__)

NOW, TODAY = Given("now", DateTimeField()), Given("today", DateField())

type Due = Callable[[Moment, Day], ChatSessionQuerySet]
type Step = Callable[..., ChatSession]


class DueStep:
    """One step that the clock took.

    word: what was done. During a freeze, chats that it stops wait without a word each second.

    find: the query of what is due, prepared, because the clock asks each second.
    """

    def __init__(self, word: str, due: Due, step: Step, *, is_held_by_freeze: bool = False) -> None:
        self.word, self.due, self.step, self.is_held_by_freeze = word, due, step, is_held_by_freeze
        self.find = PreparedQuery(lambda: due(NOW, TODAY).select_related("ward", "schedule"))


def tick(now: datetime | None = None) -> list[str]:
    """Carry out every step whose time has come, each in its own transaction, and answer what was done.

    Steps missed during a downtime are made up in their order: announced late, opened late, then closed. A step that
    another clock or the clerk took first is skipped, and so is one that was postponed meanwhile. A step that fails does
    not stop other chat sessions: this raises an ExceptionGroup of the failures after everything else is done.
    """
    now = now or timezone.now()
    done: list[str] = []
    failures: list[Exception] = []
    for schedule in generation.due_to_plan(now):
        try:
            done += [f"planned {chat_session.pk}" for chat_session in generation.plan_ahead(schedule, now=now)]
        except Exception as failure:  # noqa: BLE001 -- after any error, the other wards are planned
            failures.append(failure)
    for due_step in DUE_STEPS:
        for chat_session in _not_held(due_step, now):
            try:
                if _do_if_due(chat_session, due_step, now):
                    done.append(f"{due_step.word} {chat_session.pk}")
            except Exception as failure:  # noqa: BLE001 -- after any error, the other chats go on
                failures.append(failure)
    for part in BESIDE_CHATS:
        try:
            done += part(now)
        except Exception as failure:  # noqa: BLE001 -- after any error, the other parts are carried out
            failures.append(failure)
    if failures:
        raise ExceptionGroup("some chat sessions or complaints could not be brought on", failures)
    return done


def _forget_replies(now: datetime) -> list[str]:
    drop_old_replies(now)
    return []


def _carry_out_decisions(now: datetime) -> list[str]:
    return [word for done in between_evenings(now) for word in done]


BESIDE_CHATS: tuple[Callable[[datetime], list[str]], ...] = (
    commit_live_chats,
    append_late_drafts,
    finish_removals,
    tell_due_duties,
    seal_due_months,
    _carry_out_decisions,
    carry_out_due_matters,
    carry_out_due_promises,
    log_support,
    promise_earlier_answers,
    tell_unanswered,
    make_due_digests,
    _forget_replies,
)
"""What is due of months, duties, complaints, promises, digests and stored replies: each answers what was done."""


def count_overdue(by: datetime) -> int:
    """How many chat sessions are overdue to open or close at that moment, without a freeze that stops them."""
    steps = [step for step in DUE_STEPS if step.step in (open_chat_session, close_chat_session)]
    return sum(len(list(_not_held(step, by))) for step in steps)


def sealing_lag(now: datetime) -> timedelta:
    """For how long the record or month that waits longest could have been sealed; nothing where none waits."""
    ended = Coalesce("record__correct_until", "closed_at", "ends_at")
    since = [
        *_rows().due_to_seal(now).annotate(ended=ended).order_by("ended").values_list("ended", flat=True)[:1],
        *(city_moment(sealed_from(month_log.month)) for month_log in due_months(now)[:1]),
    ]
    return now - min(since, default=now)


def _rows() -> ChatSessionQuerySet:
    return ChatSession.objects.all()


DUE_STEPS = (
    DueStep("cancelled", lambda now, today: _rows().missed(now, today).order_by("ends_at"), cancel_missed),
    DueStep(
        "announced",
        lambda now, _today: _rows().due_to_announce(now).order_by("starts_at"),
        announce_planned,
        is_held_by_freeze=True,
    ),
    DueStep(
        "opened",
        lambda now, _today: _rows().due_to_open(now).order_by("starts_at"),
        open_chat_session,
        is_held_by_freeze=True,
    ),
    DueStep("carried over into", lambda now, _today: due_to_carry_over(now), carry_over, is_held_by_freeze=True),
    DueStep("extended", lambda now, _today: due_to_extend(now).order_by("ends_at"), extend_for_answer),
    DueStep("decided in", lambda now, _today: chats_with_due_decisions(now), carry_out_due),
    DueStep("closed", lambda now, _today: _rows().due_to_close(now).order_by("ends_at"), close_chat_session),
    DueStep("sealed", lambda now, _today: _rows().due_to_seal(now).order_by("closed_at"), seal_chat_session),
    DueStep("warned", lambda now, _today: _rows().due_to_warn(now + WARNING).order_by("ends_at"), warn_of_end),
    # Send nothing during a freeze. Cancellations and moves go first, so that nobody is told both.
    DueStep(
        "told of the end of",
        lambda now, _today: reminders.due_to_tell_of_end(now),
        reminders.tell_of_end,
        is_held_by_freeze=True,
    ),
    DueStep(
        "told of the move of",
        lambda now, _today: reminders.due_to_tell_of_move(now),
        reminders.tell_of_move,
        is_held_by_freeze=True,
    ),
    DueStep(
        "reminded of",
        lambda now, _today: reminders.due_a_week_before(now),
        reminders.remind_a_week_before,
        is_held_by_freeze=True,
    ),
    DueStep(
        "reminded of",
        lambda now, _today: reminders.due_an_hour_before(now),
        reminders.remind_an_hour_before,
        is_held_by_freeze=True,
    ),
    DueStep(
        "told of a written answer in",
        written_answer_reminders.due_to_tell_of_written,
        written_answer_reminders.tell_of_written,
        is_held_by_freeze=True,
    ),
    DueStep(
        "reminded of what is owed in",
        written_answer_reminders.due_to_remind_of_owed,
        written_answer_reminders.remind_of_owed,
        is_held_by_freeze=True,
    ),
)


def _not_held(due_step: DueStep, now: datetime) -> Iterable[ChatSession]:
    today = timezone.localdate(now)
    found: list[ChatSession] = due_step.find.rows(now=now, today=today)
    if not found or not due_step.is_held_by_freeze:
        return found
    freezes = list(Closure.objects.freezes())
    return [
        chat_session
        for chat_session in found
        if freeze_among(freezes, chat_session.ward_id, *days_to_stay_quiet(chat_session, today)) is None
    ]


def _do_if_due(chat_session: ChatSession, due_step: DueStep, now: datetime) -> bool:
    try:
        with transaction.atomic():
            lock_chat_session(chat_session.pk)
            if not due_step.due(now, timezone.localdate(now)).filter(pk=chat_session.pk).exists():
                return False
            due_step.step(chat_session, by=CLOCK)
    except Refused as refusal:
        logger.debug("The clock skipped chat session %s: %s", chat_session.pk, refusal.code)
        return False
    return True
