"""Redacted words go from the digests that quote them, and not only from what is shown of them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from sessions.activities.redacting import ACTIVITY
from sessions.digests.document import Document
from sessions.log.event_form import tag_of
from sessions.log.events.room import QuestionUnited
from sessions.matters.redacting import matters_with_words_of
from sessions.models import Activity, Answer, Digest, Promise
from sessions.record.redaction.free_texts.places import ids_in
from sessions.record.redaction.hooks import Destroyed
from sessions.record.redaction.redactable_words import ANSWER_EVENTS, first_seq_of


def destroy_titles_in_digests(gone: Destroyed) -> None:
    """Destroy titles of activities that repeated the words, in digests of their ward or their borough's wards."""
    numbers = ids_in(gone.redaction.elsewhere, ACTIVITY)
    if not numbers:
        return
    activities = Activity.objects.filter(number__in=numbers)
    of_them = Q(ward__activities__in=activities) | Q(ward__borough__activities__in=activities)
    ids = _as_texts(activities)
    found = Digest.objects.filter(of_them).order_by().values("pk")
    for digest in Digest.objects.select_for_update().filter(pk__in=found).order_by("pk"):
        _forget(digest, [(row, "title") for row in digest.document["built"] or () if row["activity"] in ids])


def destroy_in_digests(gone: Destroyed) -> None:
    """Destroy the words in digests, in the transaction of the redaction.

    What was promised in a redacted answer goes with its question.
    """
    ward = gone.chat_session.ward_id
    if not gone.questions or not Digest.objects.filter(ward=ward).exists():
        return
    redacted = _redacted(gone)
    for digest in Digest.objects.select_for_update().filter(ward=ward).order_by("pk"):
        _forget(digest, list(_quoted(digest.document, redacted)))


def _forget(digest: Digest, quoted: Collection[tuple[Document, str]]) -> None:
    gone_words = [_destroy(row, name) for row, name in quoted]
    if any(gone_words):
        digest.are_words_destroyed = True
        digest.save(update_fields=["document", "are_words_destroyed"])


@dataclass(frozen=True, slots=True)
class _Redacted:
    """Ids, as a document has them: of what has no words any longer, or had redacted ones when it was quoted."""

    questions: Collection[str]
    answers: Collection[int]
    promises: Collection[str]
    matters: Collection[str]


def _redacted(gone: Destroyed) -> _Redacted:
    """A quoted answer or united question may have other words by now: what was quoted goes with any of its words."""
    ids = [each.pk for each in gone.questions]
    emptied = {str(each.pk) for each in gone.questions if not each.text}
    united = {str(entry.question_id) for entry in gone.places if entry.type == tag_of(QuestionUnited)}
    said = {first_seq_of(gone.chat_session, entry) for entry in gone.places if entry.type in ANSWER_EVENTS}
    answers = Answer.objects.filter(Q(text="") | Q(seq__in=said), question__in=ids)
    answer_ids = set(answers.values_list("pk", flat=True))
    promises = Promise.objects.filter(
        Q(answer__in=answer_ids, question__in=ids) | Q(is_withheld=True, question__in=ids) | _of_suggestions(ids)
    )
    matters = matters_with_words_of(gone.questions).filter(text="")
    return _Redacted(emptied | united, answer_ids, _as_texts(promises), _as_texts(matters))


def _of_suggestions(questions: Collection[Any]) -> Q:
    return Q(is_withheld=True, matter__from_question__in=questions)


def _as_texts(rows: QuerySet[Any]) -> set[str]:
    return {str(pk) for pk in rows.order_by().values_list("pk", flat=True)}


def _quoted(document: Document, redacted: _Redacted) -> Iterator[tuple[Document, str]]:
    """The rows, and the names of the words in them, that have to go."""
    for row in document["answers"]:
        if row["question"] in redacted.questions:
            yield row, "asked"
        if row["answer"] in redacted.answers:
            yield row, "said"
    for row in (row for name in ("due", "overdue", "kept") for row in document[name]):
        if row["promise"] in redacted.promises:
            yield row, "what"
    for row in document["confirmed"]:
        if row["matter"] in redacted.matters:
            yield row, "text"


def _destroy(row: Document, name: str) -> bool:
    was_there = row[name] is not None
    row[name] = None
    return was_there
