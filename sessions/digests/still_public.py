"""What of a digest may still be read: words that were redacted, removed or withdrawn since it was made are left out.

The document is frozen; each time when it is shown or sent, its ids are looked up again, with a query for each kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from sessions.chats.calendar.lifecycle.closed_days import freeze_on
from sessions.digests.document import Document
from sessions.log.logged_event import wire_time
from sessions.models import (
    AHEAD_STATES,
    Activity,
    Answer,
    ChatSession,
    ChatSessionState,
    Matter,
    Promise,
    Question,
    Ward,
)


@dataclass(frozen=True, slots=True)
class ReadableDigest:
    """A digest without what is no longer public.

    is_frozen: an election freeze is on today. has_moved: the next chat is no longer on that date.

    records: of questions, by id, the slug of the record in which they stand.
    """

    document: Document
    is_frozen: bool
    has_moved: bool
    records: Mapping[str, str]


def readable_digest(document: Document, ward: Ward, *, today: date | None = None) -> ReadableDigest:
    """The document with None for words that nobody may read now; in an election freeze without achievements."""
    shown = dict(document)
    questions = _questions(document)
    records = {pk: question.chat_session.record.slug for pk, question in questions.items() if _has_record(question)}
    answers = _texts_of_answers(document)
    shown["answers"] = [_answer(each, questions, answers) for each in document["answers"]]
    open_promises = _ids(Promise.objects.filter(is_withheld=False), _named(document, "promise"))
    for name in ("due", "overdue", "kept"):
        shown[name] = [_without(each, "what", each["promise"] in open_promises) for each in document[name]]
    matters = _ids(Matter.objects.shown(), _named(document, "matter"))
    shown["confirmed"] = [_without(each, "text", each["matter"] in matters) for each in document["confirmed"]]
    activities = _ids(Activity.objects.public(), _named(document, "activity"))
    is_frozen = freeze_on(ward, today or timezone.localdate()) is not None
    if is_frozen or document["built"] is None:
        shown["built"] = None
    else:
        shown["built"] = [_without(each, "title", each["activity"] in activities) for each in document["built"]]
    return ReadableDigest(shown, is_frozen, _has_moved(document), records)


def _questions(document: Document) -> dict[str, Question]:
    ids = [each["question"] for each in document["answers"]]
    rows = (
        Question.objects.filter(pk__in=ids)
        .select_related("chat_session__record")
        .defer("chat_session__record__document")
    )
    return {str(row.pk): row for row in rows}


def _has_record(question: Question) -> bool:
    return getattr(question.chat_session, "record", None) is not None


def _texts_of_answers(document: Document) -> dict[int, str]:
    rows = Answer.objects.filter(pk__in=[each["answer"] for each in document["answers"]])
    return dict(rows.order_by().values_list("pk", "text"))


def _answer(each: Document, questions: Mapping[str, Question], answers: Mapping[int, str]) -> Document:
    question = questions.get(each["question"])
    is_asked = question is not None and question.is_public and question.text != ""
    is_said = question is not None and question.is_public and answers.get(each["answer"], "") != ""
    return _without(_without(each, "asked", is_asked), "said", is_said)


def _named(document: Document, name: str) -> list[str]:
    """The ids of one kind in all lists."""
    lists = (each for each in document.values() if isinstance(each, list))
    return [row[name] for rows in lists for row in rows if name in row]


def _ids(rows: Any, ids: list[str]) -> set[str]:
    return {str(pk) for pk in rows.filter(pk__in=ids).order_by().values_list("pk", flat=True)} if ids else set()


def _without(row: Document, name: str, is_open: bool) -> Document:
    return row if is_open else row | {name: None}


def _has_moved(document: Document) -> bool:
    row = document["next"]
    if row is None:
        return False
    chat = ChatSession.objects.filter(pk=row["chat"]).first()
    if chat is None or (chat.state in AHEAD_STATES and chat.waits):
        return True
    return chat.state == ChatSessionState.CANCELLED or wire_time(chat.starts_at) != row["starts_at"]
