"""Which of the found questions answer a search best: BM25F over the question's words and those of its answers; pure.

Every found question holds every term, so that the rarity of a term would change no order: there is no IDF in it.
https://www.nowpublishers.com/article/Details/INR-019 (3.6, BM25F).
"""

from collections.abc import Iterable
from typing import NamedTuple

from sessions.record.search.search_terms import SearchTerms

IN_QUESTION, IN_ANSWERS = 2.0, 1.0
WHOLE_WORD = 2.0
"""A whole word counts so much more than one that only begins so."""

K1, B = 1.2, 0.5
USUAL_LENGTH = 250
"""Characters of folded words, of a question with its answers."""


class FoundText(NamedTuple):
    entry: int
    question: str
    answers: str


def best_first(found: Iterable[FoundText], terms: SearchTerms) -> list[int]:
    """The entries, the best first; of equally good ones, what was published later."""
    scores = {each.entry: _score(each, terms) for each in found}
    return sorted(scores, key=lambda entry: (-scores[entry], -entry))


def _score(found: FoundText, terms: SearchTerms) -> float:
    question, answers = f" {found.question} ", f" {found.answers} "
    norm = K1 * (1 - B + B * (len(question) + len(answers)) / USUAL_LENGTH)
    wholes = [*terms.words, *(" ".join(phrase) for phrase in terms.phrases)]
    score = 0.0
    for term in wholes:
        score += _saturated(_count(f" {term} ", question, answers) * WHOLE_WORD, norm)
    for term in terms.beginnings:
        weight = _count(f" {term} ", question, answers) * (WHOLE_WORD - 1) + _count(f" {term}", question, answers)
        score += _saturated(weight, norm)
    return round(score, 2)


def _count(term: str, question: str, answers: str) -> float:
    return IN_QUESTION * question.count(term) + IN_ANSWERS * answers.count(term)


def _saturated(weight: float, norm: float) -> float:
    return weight * (K1 + 1) / (weight + norm)
