"""Destroy a question's redacted words in the complaint or suggestion that was made from it, or that it was made of.

Whatever people wrote about that goes with them: what its author added, the office's words of each step and its ground
for a refusal, the descriptions of photos, the landmark, notes. Number, state, days and steps stay: the office still
owes what it owes. The ward's log and its months keep the commitments, as they do of what is removed; a month that
versions before this one sealed keeps a ground as it is. A question of another chat that says the same, because the
complaint was made from it or asked in it, gets a redaction of its own.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from sessions.log.months.texts import TEXTS_OF_EVENTS
from sessions.log.steps.locks import lock_chat_session_with
from sessions.matters.steps import lock_matter
from sessions.models import (
    ChatSession,
    Matter,
    MatterPhoto,
    MatterReply,
    Open311Post,
    Open311Sending,
    Question,
    RedactedEntry,
    Redaction,
    RedactionState,
    ReplyState,
    UnpreparedPhoto,
)
from sessions.platform.hooks import Hook
from sessions.record.months.removing import destroy_in_months
from sessions.record.redaction.confirming import decision_of_redaction, redact_question_also
from sessions.record.redaction.hooks import Destroyed, chats_reached_from
from sessions.record.redaction.storage import clean_up, overwrite_deleted

WRITTEN_ABOUT = ("landmark", "alt", "ground")
"""Names of texts in the ward's log, beside those of the question itself, which are text and label."""


@Hook
def also_written_about(matter_id: UUID, until: datetime) -> bool:
    """Called with the id of a locked matter, in the transaction of the redaction, and in that of an erasure.

    Destroys what other rooms keep of words that people wrote about it until then. Answers whether there were any.
    """
    raise NotImplementedError


def matters_with_words_of(questions: Iterable[Question]) -> QuerySet[Matter]:
    ids = [question.pk for question in questions]
    return Matter.objects.filter(Q(from_question__in=ids) | Q(asked_again_of__in=ids))


def chats_with_the_same_words(chat_session_id: UUID) -> set[UUID]:
    """The other chats whose questions these complaints were made from, or were asked again as."""
    here = Q(from_question__chat_session=chat_session_id) | Q(asked_again_of__chat_session=chat_session_id)
    pairs = Matter.objects.filter(here, from_question__isnull=False, asked_again_of__isnull=False)
    found = pairs.order_by().values_list("from_question__chat_session", "asked_again_of__chat_session")
    return {chat for pair in found for chat in pair} - {chat_session_id}


def redact_left_matters() -> int:
    """Do the same for redactions of versions that did not look for complaints; answers in how many words were left.

    Repeating it changes nothing. The files are clean before this returns, unless a chat is live: then the thread of
    the server cleans them later.
    """
    overwrite_deleted()
    emptied = RedactedEntry.objects.filter(redaction__state=RedactionState.CONFIRMED, question__text="")
    chats = emptied.order_by().values_list("redaction__chat_session", flat=True).distinct()
    left = sum(map(_redact_left, sorted(chats)))
    if left:
        clean_up()
    return left


@transaction.atomic
def _redact_left(chat_session_id: UUID) -> int:
    left = 0
    chat_session = lock_chat_session_with(chat_session_id, chats_reached_from(chat_session_id))
    for entry in _emptied_in(chat_session):
        if entry.question is None or "text" not in entry.texts:
            continue
        changed = _destroy_with(entry.question, entry.redaction)
        if changed:
            Redaction.objects.filter(pk=entry.redaction_id).update(cleaned_at=None)
        left += changed
    return left


def _emptied_in(chat_session: ChatSession) -> QuerySet[RedactedEntry]:
    emptied = RedactedEntry.objects.filter(
        redaction__state=RedactionState.CONFIRMED, redaction__chat_session=chat_session, question__text=""
    )
    return emptied.select_related("redaction", "question").order_by("redaction__decided_at", "pk")


def destroy_in_matters(gone: Destroyed) -> None:
    """In the transaction of the redaction; the locks of chats come before those of matters, and these before those of
    promises."""
    for question in gone.questions:
        _destroy_with(question, gone.redaction)


def _destroy_with(question: Question, redaction: Redaction) -> int:
    """Answers in how many complaints and suggestions there were words left, and in how many other questions."""
    names = _redacted_of(question)
    if not names:
        return 0
    changed = 0
    for matter_id in _ids(matters_with_words_of([question])):
        others = _others_of(matter_id, question) if "text" in names else []
        changed += _destroy_in(matter_id, names, redaction)
        for other in others:
            redact_question_also(other, decision_of_redaction(redaction))
        changed += len(others)
    return changed


def _others_of(matter_id: UUID, question: Question) -> list[Question]:
    """The other question with the matter's words, where it still has them."""
    matter = Matter.objects.only("from_question", "asked_again_of").get(pk=matter_id)
    both = (matter.from_question_id, matter.asked_again_of_id)
    ids = [each for each in both if each is not None and each != question.pk]
    return list(Question.objects.filter(pk__in=ids).exclude(text="").order_by("chat_session", "pk"))


def _ids(rows: QuerySet[Matter]) -> list[UUID]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _redacted_of(question: Question) -> set[str]:
    """Which of its own words are gone."""
    return {name for name in ("text", "label") if not getattr(question, name)}


def _destroy_in(matter_id: UUID, redacted: Collection[str], redaction: Redaction) -> bool:
    """Answers whether there were any. What was written after the redaction stays."""
    matter, until = lock_matter(matter_id), redaction.decided_at or timezone.now()
    names = {*redacted, *WRITTEN_ABOUT} if "text" in redacted else set(redacted)
    own = [name for name in ("text", "label", "landmark") if name in names and getattr(matter, name)]
    about = "text" in redacted and _forget_written_about(matter.pk, until)
    destroy_in_months(matter.pk, names, until=until, ground=redaction.ground, authority=redaction.authority)
    logged = _empty_log(matter, names, until)
    if not own and not about and not logged:
        return False
    for name in own:
        setattr(matter, name, "")
    if "text" in redacted:
        matter.salt, matter.masked, matter.note = "", None, ""
    matter.version += 1
    matter.changed_at = timezone.now()
    matter.save()
    return True


def _forget_written_about(matter_id: UUID, until: datetime) -> bool:
    """What waits for a moderator waits no longer. Another program's request is no longer known by the hash of it."""
    replies = MatterReply.objects.filter(matter=matter_id, at__lte=until).exclude(text="")
    replies.filter(state=ReplyState.WAITING).update(state=ReplyState.DECLINED)
    changed = [
        replies.update(text="", masked=None),
        MatterPhoto.objects.filter(matter=matter_id, added_at__lte=until).exclude(alt="").update(alt=""),
        UnpreparedPhoto.objects.filter(matter=matter_id, added_at__lte=until).exclude(alt="").update(alt=""),
        Open311Post.objects.filter(matter=matter_id).exclude(fingerprint="").update(fingerprint=""),
        Open311Sending.objects.filter(matter=matter_id).exclude(their_notes="").update(their_notes=""),
        *also_written_about(matter_id, until),
    ]
    return any(changed)


def _empty_log(matter: Matter, names: Collection[str], until: datetime) -> bool:
    """Empty the words in the ward's log itself. A part of an event keeps a blank: it is read as a text."""
    changed = False
    for told in matter.events.select_related("event").filter(event__at__lte=until).order_by("event_id"):
        event = told.event
        for *within, name in TEXTS_OF_EVENTS.get(event.type, ()):
            holder: Any = event.body.get(within[0]) if within else event.body
            if name in names and holder and holder.get(name):
                holder[name] = "" if within else None
                event.save(update_fields=["body"])
                changed = True
    return changed
