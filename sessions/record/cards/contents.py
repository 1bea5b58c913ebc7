"""What the cards say, in the active language. No label of a resident is on them: a picture travels, and cannot be
called back."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sessions.city.display import office_holder, short_date, ward_name
from sessions.models import Answer, ChatSession, Question
from sessions.platform.text.digits import digits
from sessions.platform.text.labels import OFFICE_WORDS
from sessions.platform.text.spoken.lists import join_facts
from sessions.record.cards.card import Card, CardKind, SaidWords
from sessions.record.cards.shown_words import said_words
from sessions.record.forms.record_facts import RecordFacts
from sessions.record.office_words import office_holder_then
from sessions.record.transcript import Transcript

MOST_OF_ANSWERED = 90
"""Graphemes of a question above its answer."""


def card_of_question(question: Question) -> Card:
    """Describe the card of a question. question: public, with words, with its chat session and ward."""
    return make_card(
        CardKind.QUESTION,
        question.receipt,
        question.chat_session_id,
        head=_head_of(question.chat_session),
        words=[said_words(question.public_text)],
        foot=[_("Councillor Live Chat"), _("Asked by a resident")],
    )


def card_of_answer(question: Question, answer: Answer) -> Card:
    """Describe the card of an answer. question: as for its own card. answer: with words, with its office."""
    return make_card(
        CardKind.ANSWER,
        question.receipt,
        question.chat_session_id,
        head=_head_of(question.chat_session),
        words=[said_words(question.public_text, most=MOST_OF_ANSWERED), said_words(answer.text)],
        foot=[_answerer(answer), _("Councillor Live Chat")],
    )


def card_of_record(facts: RecordFacts, transcript: Transcript, chat_session_id: UUID) -> Card:
    numbers = {
        "asked": digits(transcript.asked),
        "answered": digits(len(transcript.answered)),
        "refused": digits(len(transcript.refused)),
    }
    shown = _("Asked: %(asked)s, answered: %(answered)s, not accepted: %(refused)s") % numbers
    return make_card(
        CardKind.RECORD,
        facts.slug,
        chat_session_id,
        head=[ward_name(facts.ward), short_date(facts.starts_at)],
        words=[said_words(office_holder_then(transcript.office)), said_words(shown)],
        foot=[_("The record of the live chat"), _("Councillor Live Chat")],
    )


def _head_of(chat_session: ChatSession) -> list[str]:
    return [ward_name(chat_session.ward), short_date(chat_session.starts_at)]


def _answerer(answer: Answer) -> str:
    return f"{OFFICE_WORDS[answer.role]} {answer.by}" if answer.role else office_holder(answer.office)


def make_card(
    kind: CardKind,
    card_id: str,
    chat_session_id: UUID,
    *,
    head: Iterable[str],
    words: Iterable[SaidWords],
    foot: Iterable[str],
) -> Card:
    """Make a card in the active language."""
    language = get_language() or "en"
    return Card(
        kind, card_id, chat_session_id, language, tuple(head), tuple(words), tuple(foot), between=join_facts(["", ""])
    )
