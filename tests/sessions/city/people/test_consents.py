"""Agreeing to the notice, taking it back, and what a resident may do without it."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import get_template

from sessions.chats.questions.consent_withdrawal import withdraw_consent
from sessions.city.people import consents
from sessions.city.people.access import admit, duties_of, why_not
from sessions.city.people.consents import agree, agreed_among, has_agreed, notice_template
from sessions.models import Consent, Question
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening
from tests.running.tables import table

TEXTS = {
    "sessions/city/consent/1.en.html": "f02171adfaa7ca1ca8755782767db7535b221a0d9a8e05b3590a5fa92fc0b3b7",
    "sessions/city/consent/1.bn.html": "ef9e0cbd0f5dff9638a83dd6b11d6906599b4fc49d0b493feefcbbc71a0f9dc0",
    "sessions/city/consent/2.en.html": "e1a41b1d3826468d8bbc98eed56bbddffb048b3a3888222567084096742fbc74",
    "sessions/city/consent/2.bn.html": "0f36ae71f6334e488aab6d3fbc3a6cc3bc671797aad2e88a2956dafc87e024c5",
    "sessions/city/consent/2.hi.html": "8fa25935c3863cf78b0213dc0ee2cb264f3430084587153c066631caf59ba90d",
    "sessions/city/consent/2.ur.html": "72a78024649c9637d7e684503aed3fcb09b4f10c29fd3c2cc737a0e91418c5bf",
}
"""By template, the SHA-256 of what people have agreed to."""


def person_of(evening: Evening) -> Any:
    """A resident who has not seen the notice."""
    Consent.objects.filter(person=evening.residents[0]).delete()
    return evening.residents[0]


def code_of(evening: Evening, person: Any, op: str) -> str:
    no = why_not(person, duties_of(person, evening.chat_session), evening.chat_session, op, door="room")
    return "may" if no is None else no.code


def test_without_consent_one_reads_backs_withdraws_and_appeals_and_does_not_ask(evening: Evening) -> None:
    person = person_of(evening)
    ops = ("question.ask", "draft.check", "question.back", "question.withdraw", "report", "question.appeal")
    assert [code_of(evening, person, op) for op in ops] == ["consent", "consent", "may", "may", "may", "may"]
    may = admit(account_id=person.pk, chat_session_id=evening.chat_session.pk, door="room").may
    assert may == ("question.withdraw", "question.back", "report", "question.appeal", "correction.ask")


def test_a_person_who_agrees_may_ask_and_the_version_and_the_language_are_kept(evening: Evening) -> None:
    person = person_of(evening)
    agree(person, language="bn", adult=True)
    agree(person, language="en", adult=True)
    assert code_of(evening, person, "question.ask") == "may"
    [kept] = Consent.objects.filter(person=person)
    assert (kept.version, kept.language, kept.withdrawn_at) == (consents.NOTICE_VERSION, "bn", None)


def test_a_person_who_does_not_say_that_they_are_an_adult_has_not_agreed(evening: Evening) -> None:
    person = person_of(evening)
    with pytest.raises(Refused) as no:
        agree(person, language="en", adult=False)
    assert (no.value.code, has_agreed(person)) == ("under_age", False)


def test_a_language_without_a_text_of_its_own_is_shown_and_kept_as_the_first(evening: Evening) -> None:
    person = person_of(evening)
    agree(person, language="ta", adult=True)
    assert Consent.objects.get(person=person).language == "en"
    assert notice_template("ta") == notice_template("en")


def test_a_new_version_of_the_notice_asks_again(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    person = evening.residents[0]
    monkeypatch.setattr(consents, "NOTICE_VERSION", "3")
    assert code_of(evening, person, "question.ask") == "consent"
    agree(person, language="en", adult=True)
    assert code_of(evening, person, "question.ask") == "may"
    assert [row.version for row in Consent.objects.filter(person=person)] == ["2", "3"]


def test_the_same_in_other_words_asks_nobody_again_and_what_they_agreed_to_stays_written_down(evening: Evening) -> None:
    person = evening.residents[0]
    Consent.objects.filter(person=person).update(version="1")
    assert code_of(evening, person, "question.ask") == "may"
    assert admit(account_id=person.pk, chat_session_id=evening.chat_session.pk, door="room").may[0] == "question.ask"
    assert has_agreed(person)
    assert [row.version for row in Consent.objects.filter(person=person)] == ["1"]
    withdraw_consent(person)
    assert code_of(evening, person, "question.ask") == "consent"


@pytest.mark.costly
def test_a_consent_that_is_withdrawn_stays_written_down_and_may_be_given_again(evening: Evening) -> None:
    person = evening.residents[0]
    withdraw_consent(person)
    assert code_of(evening, person, "question.ask") == "consent"
    agree(person, language="en", adult=True)
    assert code_of(evening, person, "question.ask") == "may"
    assert [row.withdrawn_at is None for row in Consent.objects.filter(person=person)] == [False, True]


@pytest.mark.costly
def test_withdrawing_takes_back_what_nobody_has_decided_and_leaves_what_is_public(evening: Evening) -> None:
    evening.queue("Public")
    evening.ask("Waiting")
    evening.ask("Somebody else's", by=1)
    withdraw_consent(evening.residents[0])
    states = dict(Question.objects.values_list("text", "state"))
    assert states == {"Public": "queued", "Waiting": "withdrawn", "Somebody else's": "waiting"}


@pytest.mark.parametrize("people", [1, 3])
def test_who_has_agreed_is_one_query_for_any_number(
    evening: Evening, people: int, django_assert_num_queries: Any
) -> None:
    ids = [person.pk for person in evening.residents[:people]]
    with django_assert_num_queries(1):
        assert agreed_among([*ids, evening.clerk.pk]) == set(ids)
    with django_assert_num_queries(0):
        assert agreed_among([]) == set()


@table("template", TEXTS)
def test_a_text_that_people_have_agreed_to_is_never_changed(template: str) -> None:
    """Change the words, and VERSION goes up: then another pair of templates stands beside these."""
    source = Path(get_template(template).origin.name).read_bytes()  # type: ignore[attr-defined]
    assert sha256(source).hexdigest() == TEXTS[template]
