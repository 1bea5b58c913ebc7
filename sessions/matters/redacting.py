"""Destroy a question's redacted words in the complaint or suggestion that was made from it, or that it was made of.

Number, state, days and history stay: the office still owes what it owes. The ward's log and its sealed months keep the
commitments, as they do of what is removed.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from sessions.log.event_form import tag_of
from sessions.log.ward_events import MatterPublished
from sessions.matters.steps import lock_matter
from sessions.models import Matter, Question, RedactedEntry, Redaction, RedactionState
from sessions.month_records.removing import remove_words_from_months
from sessions.record.redaction.hooks import Destroyed, destroy_copies
from sessions.record.redaction.storage import clean_up, overwrite_deleted


def connect_redacting() -> None:
    """From now on, the redaction of a question reaches what was made of it, and what it was made of."""
    destroy_copies.append(_destroy)


def matters_with_words_of(questions: Iterable[Question]) -> QuerySet[Matter]:
    ids = [question.pk for question in questions]
    return Matter.objects.filter(Q(from_question__in=ids) | Q(asked_again_of__in=ids))


def redact_left_matters() -> int:
    """Do the same for redactions of versions that did not look for complaints; answers in how many words were left.

    Repeating it changes nothing. The files are clean before this returns, unless a chat is live: then the thread of
    the server cleans them later.
    """
    overwrite_deleted()
    left = _redact_left()
    if left:
        clean_up()
    return left


@transaction.atomic
def _redact_left() -> int:
    left = 0
    emptied = RedactedEntry.objects.filter(redaction__state=RedactionState.CONFIRMED, question__text="")
    for entry in emptied.select_related("redaction", "question").order_by("redaction__decided_at", "pk"):
        if entry.question is None or "text" not in entry.texts:
            continue
        for matter_id in _ids(matters_with_words_of([entry.question]).exclude(text="")):
            authority = entry.redaction.authority
            _destroy_in(matter_id, _redacted_of(entry.question), ground=entry.redaction.ground, authority=authority)
            Redaction.objects.filter(pk=entry.redaction_id).update(cleaned_at=None)
            left += 1
    return left


def _destroy(gone: Destroyed) -> None:
    """In the transaction of the redaction; the lock of a matter comes before those of promises."""
    for question in gone.questions:
        names, redaction = _redacted_of(question), gone.redaction
        if names:
            for matter_id in _ids(matters_with_words_of([question])):
                _destroy_in(matter_id, names, ground=redaction.ground, authority=redaction.authority)


def _ids(rows: QuerySet[Matter]) -> list[UUID]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _redacted_of(question: Question) -> set[str]:
    """Which of its own words are gone."""
    return {name for name in ("text", "label") if not getattr(question, name)}


def _destroy_in(matter_id: UUID, redacted: Collection[str], *, ground: str, authority: str) -> None:
    matter = lock_matter(matter_id)
    names = [name for name in redacted if getattr(matter, name)]
    if not names:
        return
    if "text" in names:
        matter.text, matter.salt, matter.masked, matter.note = "", "", None, ""
    if "label" in names:
        matter.label = ""
    matter.version += 1
    matter.changed_at = timezone.now()
    matter.save()
    for told in matter.events.select_related("event").filter(event__type=tag_of(MatterPublished)):
        told.event.body |= dict.fromkeys(names)
        told.event.save(update_fields=["body"])
    remove_words_from_months(matter.pk, names, ground=ground, authority=authority)
