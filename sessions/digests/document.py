"""The document of a digest: plain JSON in one language, with the ids of what it speaks of beside every word.

What is shown or sent is made from it alone. By the ids, words that were removed later are left out when it is shown
(sessions/digests/still_public.py); headings and sentences are added then, in the document's language.
"""

import hashlib
from typing import Any

import rfc8785

from sessions.chats.calendar.public.entries import Occasion
from sessions.digests.gathering import Gathered
from sessions.log.logged_event import wire_time
from sessions.matters.publishing import public_text
from sessions.models import Activity, Matter, Promise, Question
from sessions.platform.text.direction.marks import without_marks
from sessions.platform.text.one_line import one_line

FORMAT = "councillor-digest/1"
SHORT, LONG = 100, 140
"""Graphemes of words that are quoted: of a question, or of what answers it."""

type Document = dict[str, Any]


def document_of(found: Gathered, language: str) -> Document:
    """The document of a digest, in the language that is active, whose code `language` is.

    Days are 2027-03-31, a month 2027-03.

    Words are None where nobody may read them. answers: the most backed. due, overdue, kept, confirmed, built: the first
    ones, with how many there are in `counts`; built is None in an election freeze. refused: how many questions, and
    complaints or suggestions, by reason.
    """
    return {
        "format": FORMAT,
        "ward": found.ward.number,
        "month": f"{found.month:%Y-%m}",
        "language": language,
        "made_on": found.made_on.isoformat(),
        "next": _next(found.next),
        "answers": [_answer(each) for each in found.answered.rows],
        "due": [_promise(each) for each in found.due.rows],
        "overdue": [_promise(each) for each in found.overdue.rows],
        "kept": [_promise(each) for each in found.kept.rows],
        "confirmed": [_matter(each) for each in found.confirmed.rows],
        "built": None if found.built is None else [_activity(each) for each in found.built.rows],
        "counts": {
            "answers": found.answered.count,
            "due": found.due.count,
            "overdue": found.overdue.count,
            "kept": found.kept.count,
            "confirmed": found.confirmed.count,
            "claimed": found.claimed,
            "built": 0 if found.built is None else found.built.count,
        },
        "refused": {"questions": dict(found.refused), "matters": dict(found.refused_matters)},
    }


def sum_of_document(document: Document) -> str:
    """SHA-256 of its canonical form (RFC 8785), as the ward's log has it: 64 hexadecimal digits."""
    return hashlib.sha256(rfc8785.dumps(document)).hexdigest()


def _next(occasion: Occasion | None) -> Document | None:
    if occasion is None:
        return None
    return {"chat": str(occasion.chat_session.pk), "starts_at": wire_time(occasion.starts_at)}


def _answer(question: Question) -> Document:
    answer = question.answers.all()[0]
    return {
        "question": str(question.pk),
        "receipt": question.receipt,
        "answer": answer.pk,
        "support": question.backing,
        "asked": one_line(question.united_words or question.public_text, SHORT) or None,
        "said": one_line(answer.text, LONG) or None,
    }


def _promise(promise: Promise) -> Document:
    assert promise.due_on is not None, "what is owed has its day"
    words = None if promise.is_withheld else one_line(promise.what, SHORT)
    return {"promise": str(promise.pk), "number": promise.number, "due_on": promise.due_on.isoformat(), "what": words}


def _matter(matter: Matter) -> Document:
    return {
        "matter": str(matter.pk),
        "number": matter.number,
        "category": without_marks(matter.category.name),
        "text": one_line(public_text(matter), SHORT),
    }


def _activity(activity: Activity) -> Document:
    return {
        "activity": str(activity.pk),
        "number": activity.number,
        "on_day": activity.on_day.isoformat(),
        "title": one_line(activity.title, SHORT),
    }
