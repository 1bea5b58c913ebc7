"""Finds the card of a question, an answer or a record, if everybody may see it now."""

from collections.abc import Callable
from uuid import UUID

from sessions.models import Answer, Question, Record
from sessions.record.cards.card import Card, CardKind
from sessions.record.cards.contents import card_of_answer, card_of_question, card_of_record
from sessions.record.forms.record_facts import RecordFacts
from sessions.record.forms.served_document import readable_document
from sessions.record.transcript_reader import read_transcript


class NoSuchCard(Exception):
    """Raised where there is no card of that name, or it never was public."""


class CardGone(Exception):
    """Raised for a card that was public and no longer is.

    chat_session_id: of the chat whose kept pictures have to be deleted.
    """

    def __init__(self, chat_session_id: UUID) -> None:
        super().__init__(chat_session_id)
        self.chat_session_id = chat_session_id


def find_recorded_card(kind: str, card_id: str) -> Card:
    """Find the card of a question, an answer or a record, in the active language. Raises NoSuchCard, CardGone."""
    finders: dict[str, Callable[[str], Card]] = {
        CardKind.QUESTION: _find_question,
        CardKind.ANSWER: _find_answer,
        CardKind.RECORD: _find_record,
    }
    if kind not in finders:
        raise NoSuchCard
    return finders[kind](card_id)


def public_card_of(question: Question) -> Card | None:
    """The card of the question's answer, else of the question itself; None while the question's words are not public.

    question: with its chat session and ward. Everything else that shows a question's card asks here.
    """
    if not _is_shown(question):
        return None
    answer = _answer_of(question)
    return card_of_answer(question, answer) if answer is not None else card_of_question(question)


def _find_question(receipt: str) -> Card:
    return card_of_question(_public_question(receipt))


def _find_answer(receipt: str) -> Card:
    question = _public_question(receipt)
    answer = _answer_of(question)
    if answer is None:
        raise CardGone(question.chat_session_id)
    return card_of_answer(question, answer)


def _find_record(slug: str) -> Card:
    record = Record.objects.filter(slug=slug).first()
    if record is None:
        raise NoSuchCard
    document = readable_document(record)
    return card_of_record(RecordFacts.of(document, slug=slug), read_transcript(document), record.chat_session_id)


def _public_question(receipt: str) -> Question:
    question = Question.objects.select_related("chat_session__ward").filter(receipt=receipt).first()
    if question is None or not question.has_been_public:
        raise NoSuchCard
    if not _is_shown(question):
        raise CardGone(question.chat_session_id)
    return question


def _is_shown(question: Question) -> bool:
    """A redacted question has no words."""
    return question.is_public and bool(question.text)


def _answer_of(question: Question) -> Answer | None:
    """The first part of the answer that still has words; None without any."""
    return question.answers.select_related("office").exclude(text="").first()
