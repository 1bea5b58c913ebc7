"""Keep the questions that were merged into one that is withdrawn or removed."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from django.contrib.auth import get_user_model
from django.utils import timezone
from msgspec import UNSET

from sessions.chats.questions.asking import facts_of_question
from sessions.chats.questions.merged_question import inherit_common_words, tell_merged
from sessions.chats.questions.queueing import enter_queue, queued_event
from sessions.chats.support.joining import forget_joined
from sessions.chats.support.support_counts import COUNT_FIELDS, move_support
from sessions.log import log
from sessions.log.events.desk import DeskMerged, DeskRequeued, DeskUnmerged, DeskWithdrawn
from sessions.log.events.room import QuestionMerged, QuestionUnmerged, QuestionWithdrawn
from sessions.log.steps.steps import append_changes
from sessions.models import Ban, ChatSession, Consent, Mute, Question, QuestionState

BY = "server"
"""The actor of steps that follow from a person's step without a decision."""


def put_successor(gone: Question) -> Question | None:
    """Put the oldest eligible question that was merged into this just withdrawn one in its place.

    It gets the withdrawn question's supporters, and the others are merged into it. If none is eligible, all of them
    wait for a moderator again, and the first that reaches the queue gets the supporters. Every author is told. Runs in
    the caller's transaction, which has locked the chat session.
    """
    merged = list(merged_into(gone))
    successor = next(iter(_fit(gone.chat_session, merged)), None)
    if successor is not None:
        _put_in_place(successor, gone)
        repoint([question for question in merged if question.pk != successor.pk], successor, by=BY)
        tell_merged(successor, by=BY)
    else:
        _set_free(merged, gone)
    return successor


def set_free(gone: Question) -> None:
    """Let the questions that were merged into this one, which a moderator has just removed, wait for a moderator again.

    None takes its place automatically: a question that asks the same may have to be removed for the same reason. The
    first that reaches the queue gets the supporters.
    """
    _set_free(list(merged_into(gone)), gone)


def merged_into(question: Question) -> Iterable[Question]:
    """The questions that are merged into this one now, the oldest first."""
    rows = Question.objects.filter(merged_into=question, state=QuestionState.MERGED).select_related("author")
    for row in rows.order_by("asked_at", "id"):
        row.chat_session = question.chat_session
        yield row


def repoint(questions: Sequence[Question], into: Question, *, by: str) -> None:
    """Merge questions that are merged already into another one, and tell their authors and the public."""
    for question in questions:
        question.merged_into = into
    append_changes(questions, DeskMerged, by=by, told={"into": str(into.pk)})
    if questions:
        log.append_all(into.chat_session, [log.NewEvent(merged_event(question, into), by) for question in questions])


def merged_event(question: Question, into: Question) -> QuestionMerged:
    """The event of a merged question, without its words, and with the commitment that was made of them.

    An older question has none.
    """
    facts = facts_of_question(question)
    return QuestionMerged(**facts, into=str(into.pk), commitment=question.commitment or UNSET)


def inherit_support(question: Question) -> None:
    """Give a question that is about to leave the desk the supporters of the one that it was merged into before."""
    gone = question.successor_of
    if gone is not None:
        gone.chat_session = question.chat_session
        move_support(gone, question)


def state_before_merge(question: Question) -> QuestionState:
    """Where a merged question that has not been public waits once it is merged no longer."""
    return QuestionState.HELD if question.merged_from == QuestionState.HELD else QuestionState.WAITING


def agreed_authors(questions: Iterable[Question]) -> set[int | None]:
    """The authors whose accounts still exist and whose consent to publishing their words still holds."""
    people = get_user_model().objects.filter(pk__in={question.author_id for question in questions}, is_active=True)
    return set(Consent.objects.not_withdrawn().filter(person__in=people).values_list("person", flat=True))


def _put_in_place(successor: Question, gone: Question) -> None:
    successor.state, successor.merged_into, successor.successor_of = QuestionState.QUEUED, None, gone
    enter_queue(successor)
    inherit_common_words(successor, gone)
    successor.claimed_by = successor.claimed_until = None
    forget_joined([successor])
    successor.backings.all().delete()  # from before the merge: people who stood by it since then back the withdrawn one
    told = {"into": None, "claimed_by": None, "in_place_of": str(gone.pk)}
    append_changes([successor], DeskRequeued, by=BY, told=told)
    move_support(gone, successor)
    log.append(gone.chat_session, queued_event(successor, in_place_of=str(gone.pk)), actor=BY)


def _set_free(questions: Sequence[Question], gone: Question) -> None:
    """Let them wait again, or for a second look if they were held. If an author no longer agrees, withdraw theirs."""
    if not questions:
        return
    forget_joined(questions)
    agreed = agreed_authors(questions)
    for question in questions:
        question.merged_into, question.successor_of = None, gone
        question.backings.all().delete()
        for count in COUNT_FIELDS.values():
            setattr(question, count, 0)
        question.state = state_before_merge(question) if question.author_id in agreed else QuestionState.WITHDRAWN
    told = {"into": None, "claimed_by": None, "in_place_of": str(gone.pk)}
    free = [question for question in questions if question.state != QuestionState.WITHDRAWN]
    append_changes(free, DeskUnmerged, by=BY, told=told)
    _append_public(free, partial(QuestionUnmerged, came_from=str(gone.pk)), by=BY)
    over = [question for question in questions if question.state == QuestionState.WITHDRAWN]
    append_changes(over, DeskWithdrawn, by=BY, told=told)
    _append_public(over, partial(QuestionWithdrawn, came_from=str(gone.pk)), by=BY)


def _fit(chat_session: ChatSession, merged: Sequence[Question]) -> list[Question]:
    """The questions that may be in the queue without another look.

    Either their words are in the log already, or a moderator has read them and never held them, and their author still
    agrees that they become public. A question is left out if its author may not ask here now.
    """
    silent = _kept_from_asking(chat_session, merged)
    agreed = agreed_authors(merged)
    return [
        question
        for question in merged
        if question.author_id not in silent
        and (
            question.has_been_public or (question.merged_from == QuestionState.WAITING and question.author_id in agreed)
        )
    ]


def _kept_from_asking(chat_session: ChatSession, questions: Iterable[Question]) -> set[int | None]:
    now, authors = timezone.now(), {question.author_id for question in questions}
    banned = Ban.objects.in_force(now).filter(person__in=authors, ward=chat_session.ward_id)
    muted = Mute.objects.filter(chat_session=chat_session, person__in=authors, until__gt=now)
    return {*banned.values_list("person", flat=True), *muted.values_list("person", flat=True)}


def _append_public(
    questions: Sequence[Question],
    event: Callable[..., QuestionUnmerged | QuestionWithdrawn],
    *,
    by: str,
) -> None:
    """Never with their words, which may never have been public."""
    if questions:
        entries = [log.NewEvent(event(**facts_of_question(question)), by) for question in questions]
        log.append_all(questions[0].chat_session, entries)
