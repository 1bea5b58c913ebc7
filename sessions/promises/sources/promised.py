"""What somebody enters as a promise, cleaned and checked before anything is locked; pure but for today's day."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.contract.limits import MAX_AGENCY_GRAPHEMES, MAX_ANSWER_GRAPHEMES, MAX_DUE_DAYS
from sessions.models import Answer
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_optional_line, clean_text
from sessions.promises.making import NewPromise


@dataclass(frozen=True, slots=True)
class Promised:
    """What was promised.

    said: words of the answer, exactly, blank for all of it. what: blank for those words. due_on: the last day.
    """

    what: str = ""
    due_on: date | None = None
    where: str = ""
    budget_line: str = ""
    said: str = ""


def clean_promised(promised: Promised, *, answer: str, needs_day: bool = True) -> Promised:
    """Clean what somebody entered as a promise. answer: the words from which it comes, cleaned.

    Raises Refused: bad_field (no day, one that is past or too far ahead, or words that do not stand in the answer),
    too_long, bad_characters.
    """
    require_promised_day(promised.due_on, is_needed=needs_day)
    said = _clean_said(promised.said, answer)
    what = promised.what if promised.what.strip() else said
    return replace(
        promised,
        said=said,
        what=clean_text(what, max_graphemes=MAX_ANSWER_GRAPHEMES),
        where=clean_optional_line(promised.where, max_graphemes=MAX_AGENCY_GRAPHEMES),
        budget_line=clean_optional_line(promised.budget_line, max_graphemes=MAX_AGENCY_GRAPHEMES),
    )


def require_promised_day(day: date | None, *, is_needed: bool = True) -> None:
    """Raises Refused bad_field for none (where it is needed), a past day, or one more than 366 days ahead."""
    if day is None:
        if is_needed:
            raise Refused("bad_field", _("A promise needs a day. Name the day by which it will be done."))
        return
    ahead = (day - timezone.localdate()).days
    if ahead < 0:
        raise Refused("bad_field", _("The day of the promise is past. Name a day that is still to come."))
    if ahead > MAX_DUE_DAYS:
        raise Refused("bad_field", _("The day of the promise is more than a year away. Name an earlier one."))


def new_promise(promised: Promised, answer: Answer) -> NewPromise:
    """Build a new promise.

    promised: cleaned. answer: with its question and chat session; the promise is its office's.
    """
    return NewPromise(
        ward=answer.question.chat_session.ward,
        office=answer.office,
        what=promised.what,
        due_on=promised.due_on,
        where=promised.where,
        budget_line=promised.budget_line,
        question=answer.question,
        answer=answer,
        said=promised.said,
        said_from=answer.text.index(promised.said),
    )


def _clean_said(said: str, answer: str) -> str:
    if not said.strip():
        return answer
    said = clean_text(said, max_graphemes=MAX_ANSWER_GRAPHEMES)
    if said not in answer:
        raise Refused(
            "bad_field", _("The quoted words do not stand in the answer. Copy them exactly as they stand there.")
        )
    return said
