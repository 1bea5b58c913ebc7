"""Redacted words go from the digests that quote them, and not only from what is shown of them."""

from collections.abc import Collection, Iterator, Mapping

from django.db.models import Q

from sessions.digests.document import Document
from sessions.models import Answer, Digest, Promise, Question
from sessions.record.redaction.hooks import Destroyed, destroy_copies


def connect_digests() -> None:
    """Once, when the program starts."""
    destroy_copies.append(destroy_in_digests)


def destroy_in_digests(gone: Destroyed) -> None:
    """In the transaction of the redaction. What was promised in a redacted answer goes with its question."""
    ids, about = [each.pk for each in gone.questions], {str(each.pk): each for each in gone.questions}
    ward = gone.chat_session.ward_id
    if not about or not Digest.objects.filter(ward=ward).exists():
        return
    emptied = set(Answer.objects.filter(question__in=ids, text="").values_list("pk", flat=True))
    said_there = Promise.objects.filter(Q(is_withheld=True) | Q(answer__in=emptied), question__in=ids)
    promises = {str(pk) for pk in said_there.values_list("pk", flat=True)}
    for digest in Digest.objects.select_for_update().filter(ward=ward).order_by("pk"):
        gone_words = [_destroy(row, name) for row, name in _quoted(digest.document, about, emptied, promises)]
        if any(gone_words):
            digest.are_words_destroyed = True
            digest.save(update_fields=["document", "are_words_destroyed"])


def _quoted(
    document: Document, questions: Mapping[str, Question], answers: Collection[int], promises: Collection[str]
) -> Iterator[tuple[Document, str]]:
    """The rows, and the names of the words in them, that have to go."""
    for row in document["answers"]:
        if row["question"] in questions and not questions[row["question"]].text:
            yield row, "asked"
        if row["answer"] in answers:
            yield row, "said"
    for row in (row for name in ("due", "overdue", "kept") for row in document[name]):
        if row["promise"] in promises:
            yield row, "what"


def _destroy(row: Document, name: str) -> bool:
    was_there = row[name] is not None
    row[name] = None
    return was_there
