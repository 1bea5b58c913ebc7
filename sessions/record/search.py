"""Find published questions by the words of the question or of its answers."""

import unicodedata

from django.db.models import Exists, OuterRef, Q, QuerySet

from sessions.models import Answer, Question

MAX_WORDS = 8


def find_in_records(words: str, *, ward_number: int | None = None) -> QuerySet[Question]:
    """Questions in published records that hold every word, in themselves or in an answer; the newest evening first.

    Only what is public in the record is searched: refused, withdrawn and merged questions are never found.
    """
    found = Question.objects.public().filter(chat_session__record__isnull=False)
    if ward_number is not None:
        found = found.filter(chat_session__ward__number=ward_number)
    for word in unicodedata.normalize("NFC", words).split()[:MAX_WORDS]:
        answers = Answer.objects.filter(question=OuterRef("pk"), text__icontains=word)
        found = found.filter(Q(text__icontains=word) | Exists(answers))
    return (
        found.select_related("chat_session__ward", "chat_session__record")
        .defer("chat_session__record__document")
        .prefetch_related("answers")
        .order_by("-chat_session__starts_at", "taken_at", "asked_at")
    )
