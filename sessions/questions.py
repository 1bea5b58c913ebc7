"""What a resident does with questions: ask, withdraw, back, report."""

import secrets
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions import log
from sessions.labels import label_of
from sessions.models import Backing, ChatSession, Mute, Question, QuestionState, Report, StreamName
from sessions.people import Person
from sessions.refusals import Refused
from sessions.steps import actor, append_change, lock_chat_session, lock_question, require_not_over, standing, take_step
from sessions.wording import clean_line, clean_text

RECEIPT_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that a receipt can be read out over the phone."""


@transaction.atomic
def ask_question(chat_session: ChatSession, *, person: Person, text: str, kind: str) -> Question:
    """Save a resident's question for screening; it is open from the announcement until the close.

    Raises Refused: closed, muted, empty, too_long, bad_characters.
    """
    text = clean_text(text)
    chat_session = lock_chat_session(chat_session.pk)
    require_not_over(chat_session)
    _require_not_muted(chat_session, person)
    question = Question.objects.create(
        chat_session=chat_session,
        author=person,
        kind=kind,
        text=text,
        label=label_of(person, chat_session.ward),
        receipt=new_receipt(),
        asked_at=timezone.now(),
    )
    log.append(
        chat_session,
        stream=StreamName.DESK,
        type="question.asked",
        body={**public_body(question), "version": question.version},
        actor=actor("resident", person),
        note_to=person.public_id,
    )
    return question


@transaction.atomic
def withdraw_question(chat_session: ChatSession, question_id: UUID, *, person: Person) -> Question:
    """Take back one's own question, screened or not, unless it is on the floor or done.

    Raises Refused: closed, not_found (also for other people's), state.
    """
    chat_session = lock_chat_session(chat_session.pk)
    require_not_over(chat_session)
    question = lock_question(chat_session, question_id)
    if question.author_id != person.pk:
        raise Refused("not_found", _("There is no such question."))
    was_public = question.is_public
    by = actor("resident", person)
    take_step(question, "withdraw", by=by)
    if was_public:
        body = {"id": str(question.pk)}
        log.append(chat_session, stream=StreamName.PUBLIC, type="question.withdrawn", body=body, actor=by)
    return question


@transaction.atomic
def back_question(chat_session: ChatSession, question_id: UUID, *, person: Person, on: bool) -> Question:
    """Back a queued question, or take the backing back; one row per person and question, so repeating is harmless.

    Raises Refused: closed, not_found (also for what is not public), state (no longer queued), own_question.
    """
    chat_session = lock_chat_session(chat_session.pk)
    require_not_over(chat_session)
    question = lock_question(chat_session, question_id)
    if not question.is_public:
        raise Refused("not_found", _("There is no such question."))
    if question.state != QuestionState.QUEUED:
        raise Refused("state", _("This question has left the queue."), facts=standing(question))
    if question.author_id == person.pk:
        raise Refused("own_question", _("You asked this question yourself: it counts already."))
    if on:
        rows = [Backing(question=question, person=person, backed_at=timezone.now())]
        changed = not Backing.objects.filter(question=question, person=person).exists()
        Backing.objects.bulk_create(rows, ignore_conflicts=True)
    else:
        changed = bool(Backing.objects.filter(question=question, person=person).delete()[0])
    if changed:
        Question.objects.filter(pk=question.pk).update(backing=F("backing") + (1 if on else -1))
        log.announce_backing(chat_session)
    return question


@transaction.atomic
def report_question(chat_session: ChatSession, question_id: UUID, *, person: Person, why: str) -> Question:
    """Tell the desk that a public question should not stand as it does; once per person.

    Raises Refused: closed, not_found, empty, too_long, bad_characters.
    """
    why = clean_line(why, max_graphemes=300)
    chat_session = lock_chat_session(chat_session.pk)
    require_not_over(chat_session)
    question = lock_question(chat_session, question_id)
    if not question.is_public:
        raise Refused("not_found", _("There is no such question."))
    defaults = {"why": why, "reported_at": timezone.now()}
    _report, is_new = Report.objects.get_or_create(question=question, person=person, defaults=defaults)
    if is_new:
        told = {"why": why, "reports": question.reports.count()}
        append_change(question, "question.reported", by=actor("resident", person), told=told)
    return question


def public_body(question: Question) -> dict[str, str]:
    """What the log says of a question's words, on the desk when asked and in the room when queued."""
    return {
        "id": str(question.pk),
        "text": question.text,
        "kind": question.kind,
        "label": question.label,
        "receipt": question.receipt,
        "asked_at": log.wire_time(question.asked_at),
    }


def new_receipt() -> str:
    """Fifty random bits: nobody finds a receipt by trying."""
    return "".join(secrets.choice(RECEIPT_ALPHABET) for _place in range(10))


def _require_not_muted(chat_session: ChatSession, person: Person) -> None:
    mute = Mute.objects.filter(chat_session=chat_session, person=person, until__gt=timezone.now()).first()
    if mute is not None:
        after_ms = int((mute.until - timezone.now()).total_seconds() * 1000)
        message = _("The moderators have paused your questions for a while. You can go on reading.")
        raise Refused("muted", message, after_ms=max(after_ms, 0))
