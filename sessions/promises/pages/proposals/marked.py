"""An answer as the desk and the clerk see it: below its question, with marks, and with the promises in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sessions.models import Answer, Promise
from sessions.promises.candidates import Candidate, Mark, find_candidates, find_marks
from sessions.promises.pages.proposals.forms import PromiseForm


@dataclass(frozen=True, slots=True)
class AnswerPiece:
    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class MarkedAnswer:
    """A written answer with its promises marked.

    pieces: the words of the answer in their order. promises: those from it. form: to enter another one.
    """

    answer: Answer
    pieces: list[AnswerPiece]
    promises: list[Promise]
    form: PromiseForm

    @property
    def question(self) -> str:
        """The words that it answers; blank where nobody may read them any longer."""
        asked = self.answer.question
        return asked.public_text if asked.is_public else ""


def marked_answers(
    answers: Iterable[Answer], today: date, *, sent: PromiseForm | None = None, all_fields: bool = False
) -> list[MarkedAnswer]:
    """List the answers with their promises.

    sent: the form that was refused, with its answer. all_fields: also the place and the budget line.
    """
    answers = list(answers)
    promises: dict[int, list[Promise]] = {}
    for promise in Promise.objects.filter(answer__in=answers).order_by("serial"):
        if promise.answer_id is not None:
            promises.setdefault(promise.answer_id, []).append(promise)
    return [_marked(answer, today, promises.get(answer.pk, []), sent, all_fields=all_fields) for answer in answers]


def _marked(
    answer: Answer, today: date, promises: list[Promise], sent: PromiseForm | None, *, all_fields: bool
) -> MarkedAnswer:
    if sent is not None and sent.answer_id == answer.pk:
        form = sent
    else:
        taken = {promise.said_from for promise in promises}
        candidates = (each for each in find_candidates(answer.text, today) if each.start not in taken)
        form = _prefilled(answer, next(candidates, None), today, all_fields=all_fields)
    return MarkedAnswer(answer, pieces_of(answer.text, find_marks(answer.text, today)), promises, form)


def _prefilled(answer: Answer, candidate: Candidate | None, today: date, *, all_fields: bool) -> PromiseForm:
    """The form, prefilled with the first sentence that looks like a promise; a day that is past already is left out."""
    words = answer.text[candidate.start : candidate.end] if candidate is not None else ""
    day = candidate.day if candidate is not None and candidate.day is not None and candidate.day >= today else None
    return PromiseForm(answer.pk, initial={"said": words, "due_on": day}, all_fields=all_fields)


def pieces_of(text: str, marks: Iterable[Mark]) -> list[AnswerPiece]:
    """The whole text; of overlapping marks the rest is marked, too."""
    pieces: list[AnswerPiece] = []
    place = 0
    for mark in marks:
        start = max(mark.start, place)
        if mark.end <= start:
            continue
        pieces += [AnswerPiece(text[place:start], is_marked=False), AnswerPiece(text[start : mark.end], is_marked=True)]
        place = mark.end
    pieces.append(AnswerPiece(text[place:], is_marked=False))
    return [piece for piece in pieces if piece.text]
