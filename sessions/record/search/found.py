"""What a page or the API shows of a found question: its words and answers with the place that was looked for."""

from collections.abc import Iterable
from dataclasses import dataclass

from sessions.models import Answer, Question
from sessions.record.search.question_search import questions_of_entries
from sessions.record.search.search_terms import SearchTerms
from sessions.record.search.snippets import SnippetPart, has_mark, snippet_of


@dataclass(frozen=True, slots=True)
class FoundAnswer:
    answer: Answer
    parts: list[SnippetPart]


@dataclass(frozen=True, slots=True)
class FoundQuestion:
    """A question that the search found.

    answers: those that hold a word that was looked for; without one, the first of all.
    """

    question: Question
    parts: list[SnippetPart]
    answers: list[FoundAnswer]


def found_questions(entries: Iterable[int], terms: SearchTerms) -> list[FoundQuestion]:
    """The found questions, in the order of the entries."""
    return [_found(question, terms) for question in questions_of_entries(entries)]


def _found(question: Question, terms: SearchTerms) -> FoundQuestion:
    answers = [FoundAnswer(answer, snippet_of(answer.text, terms)) for answer in question.answers.all()]
    marked = [each for each in answers if has_mark(each.parts)]
    return FoundQuestion(question, snippet_of(question.public_text, terms), marked or answers[:1])
