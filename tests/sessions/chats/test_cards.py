"""Only what everybody may see has a card, and its address tells nothing of its words."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from moderation.questions.removal import take_down_question
from sessions.chats.cards import find_card
from sessions.chats.questions.own_questions import withdraw_question
from sessions.models import ChatSession, Question
from sessions.record.cards.card import Card
from sessions.record.cards.contents import card_of_question
from sessions.record.cards.finding import CardGone, NoSuchCard, public_card_of
from tests.factories.evening import AN_ANSWER, Evening
from tests.factories.recorded import BENGALI, close
from tests.sessions.record.redaction.conftest import ALL, make_recorded

pytestmark = pytest.mark.django_db


def texts(card: Card) -> list[str]:
    return [said.text for said in card.words]


def loaded(question: Question) -> Question:
    return Question.objects.select_related("chat_session__ward").get(pk=question.pk)


def test_a_chat_says_who_answers_and_when_in_the_language_of_the_page(evening: Evening) -> None:
    with translation.override("bn"):
        card = find_card("chat", str(evening.chat_session.pk))
    assert (card.head, card.language) == (("ওয়ার্ড ৯৫", "এখন চলছে"), "bn")
    assert texts(card)[0].endswith("Holder of ward 95")
    assert len(card.words) == 2


def test_a_chat_that_was_not_announced_has_none(evening: Evening) -> None:
    ChatSession.objects.update(state="planned", announced_at=None, office=None)
    for made_up in (str(evening.chat_session.pk), "no-uuid", "00000000-0000-4000-8000-000000000000"):
        with pytest.raises(NoSuchCard):
            find_card("chat", made_up)


def test_a_date_that_waits_is_not_told(evening: Evening) -> None:
    day = timezone.now() + timedelta(days=9)
    ChatSession.objects.update(state="scheduled", waits=True, starts_at=day, ends_at=day + timedelta(hours=1))
    assert len(find_card("chat", str(evening.chat_session.pk)).words) == 1


def test_a_question_shows_its_public_words_and_never_who_asked(evening: Evening) -> None:
    evening.residents[0].label = "Rahima of lane 4"
    evening.residents[0].save()
    question = loaded(evening.queue("Call me at 98300 12345 about the drain."))
    assert question.label == "Rahima of lane 4"
    card = find_card("question", question.receipt)
    assert texts(card) == [question.public_text] != [question.text]
    assert "Rahima" not in str(card)


def test_a_question_that_was_never_public_has_none(evening: Evening) -> None:
    with pytest.raises(NoSuchCard):
        find_card("question", evening.ask().receipt)
    with pytest.raises(NoSuchCard):
        find_card("photograph", "x")


def test_it_is_gone_with_the_question(evening: Evening) -> None:
    withdrawn, removed = evening.queue(), evening.queue(by=1)
    withdraw_question(evening.chat_session, withdrawn.pk, person=evening.residents[0])
    take_down_question(
        evening.chat_session,
        removed.pk,
        moderator=evening.moderator,
        version=removed.version,
        reason="attack",
        note="",
    )
    for question in (withdrawn, removed):
        assert public_card_of(loaded(question)) is None
        with pytest.raises(CardGone):
            find_card("question", question.receipt)


def test_an_answer_stands_below_its_question(evening: Evening) -> None:
    question = loaded(evening.answer())
    card = find_card("answer", question.receipt)
    assert card == public_card_of(question)
    assert card.words[0].text == question.text
    assert card.words[1].text.startswith(AN_ANSWER[:60])
    assert card.foot[0] == "Councillor Holder of ward 95"


@pytest.mark.costly
def test_redacted_words_are_on_no_card(evening: Evening) -> None:
    recorded = make_recorded(evening)
    assert "Canary" in texts(find_card("question", recorded.question.receipt))[0]
    recorded.redact(*ALL)
    for kind in ("question", "answer"):
        with pytest.raises(CardGone):
            find_card(kind, recorded.question.receipt)
    assert "Canary" not in str(find_card("record", recorded.record.slug))


def test_a_record_tells_its_numbers(evening: Evening) -> None:
    evening.answer()
    card = find_card("record", close(evening).slug)
    assert texts(card) == ["Councillor Holder of ward 95", "Asked: 1, answered: 1, not accepted: 0"]
    with pytest.raises(NoSuchCard):
        find_card("record", "no-such-record")


def test_the_version_changes_with_the_words_and_cannot_be_computed_without_the_key(
    evening: Evening, settings: object
) -> None:
    question = loaded(evening.queue(BENGALI))
    version = card_of_question(question).version
    question.text = "Other words?"
    changed = card_of_question(question).version
    assert version.split("-")[:2] == changed.split("-")[:2]
    assert version != changed
    settings.SECRET_KEY = "another key of another installation"  # type: ignore[attr-defined]
    assert card_of_question(question).version.split("-")[1:] != changed.split("-")[1:]
