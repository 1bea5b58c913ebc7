"""Whose support counts: the ways in which one person tries to be many, and the leading question stays first."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from chatserver.accounts.codes.codes import RequestOrigin
from chatserver.accounts.codes.printed_codes import print_batch, sign_in_by_slip
from chatserver.accounts.models import Crowd, User
from chatserver.accounts.signups.crowds import CROWD, crowds_for, settle_crowd
from chatserver.accounts.signups.shared_numbers import people_at
from chatserver.accounts.signups.spike_detector import SPIKE
from chatserver.live.commands.submitted_commands import SubmittedCommand
from chatserver.live.commands.transaction import carry_out_together
from chatserver.live.wire.decoding import make_command
from chatserver.live.wire.messages import success_words
from chatserver.live.wire.protocol import Ack
from moderation.questions.screening import merge_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.own_questions import withdraw_question
from sessions.city.people.second_factor import MARK
from sessions.log.queries import support_counts
from sessions.models import Question, Record
from sessions.platform.refusals import Refused
from sessions.platform.text.labels import APART_WORDS
from sessions.record.transcript_reader import read_transcript
from tests.chatserver.accounts.stuffing import LEADING, NETWORK, counts, sign_in, support
from tests.factories.evening import Evening, make_evening, make_ward

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.tries_many]


@pytest.fixture
def evening() -> Evening:
    return make_evening(residents=LEADING + 2)


@pytest.fixture
def leader(evening: Evening) -> Question:
    """With the support of people whom everybody knows."""
    question = evening.queue("The leader?", by=0)
    support(question, evening.residents[1 : LEADING + 1])
    return question


@pytest.fixture
def pushed(evening: Evening, leader: Question) -> Question:
    """What the attacker wants to be taken first."""
    return evening.queue("Pushed?", by=LEADING + 1)


def taken(evening: Evening) -> dict[str, Any]:
    evening.take()
    event: dict[str, Any] = next(each for each in evening.public_events() if each["type"] == "question.taken")
    return event


def of_type(evening: Evening, event: str) -> list[dict[str, Any]]:
    return [each for each in evening.public_events() if each["type"] == event]


@pytest.mark.long
@pytest.mark.row("threat", 27, 28)
def test_forty_mailboxes_of_one_domain_do_not_overtake_the_leader(
    evening: Evening, leader: Question, pushed: Question
) -> None:
    people = [sign_in(evening.ward, "email", f"v{index}@attack.example", index=index) for index in range(40)]
    results = support(pushed, people)
    assert counts(pushed) == (0, 0, 40)
    assert {(result["standing"], result["why"]) for result in results} == {("not_counted", "email")}
    assert "you signed in by e-mail" in success_words("question.back", results[0])
    assert taken(evening)["id"] == str(leader.pk)


def test_whose_support_does_not_count_is_told_why_in_their_language(evening: Evening, pushed: Question) -> None:
    person = sign_in(evening.ward, "email", "v@attack.example", index=0)
    command = make_command(str(uuid4()), "question.back", {"question": str(pushed.pk), "on": True})
    [verdict] = carry_out_together(
        [SubmittedCommand(person.pk, evening.chat_session.pk, "any", "bn", command, is_proven=True)]
    )
    assert isinstance(verdict.frame, Ack)
    with translation.override("bn"):
        assert verdict.frame.result["warning"] == str(APART_WORDS["not_counted", "email"])


@pytest.mark.long
@pytest.mark.row("threat", 28)
def test_where_mail_counts_forty_mailboxes_are_held_as_a_crowd(
    evening: Evening, leader: Question, pushed: Question, settings: Any
) -> None:
    settings.SUPPORT_BY_EMAIL = True
    people = [sign_in(evening.ward, "email", f"v{index}@attack.example", index=index) for index in range(40)]
    results = support(pushed, people)
    assert counts(pushed) == (0, 40, 0)
    assert {(result["standing"], result["why"]) for result in results} == {("held", "crowd")}
    event = taken(evening)
    assert (event["id"], event["passed_over"], event["backing"]) == (str(leader.pk), {}, LEADING)


@pytest.mark.long
@pytest.mark.row("threat", 28)
def test_a_hundred_and_twenty_numbers_from_one_network_are_held_until_a_clerk_decides(
    evening: Evening, leader: Question, pushed: Question
) -> None:
    people = [sign_in(evening.ward, "sms", f"+9198300{index:05}", index=index) for index in range(120)]
    support(pushed, people)
    assert counts(pushed) == (0, 120, 0)
    assert support_counts(evening.chat_session.pk).held == {str(pushed.pk): 120}
    [seen] = crowds_for([evening.ward])
    assert seen.support == [("Pushed?", 120)]
    assert taken(evening)["id"] == str(leader.pk)


@pytest.mark.long
@pytest.mark.row("threat", 28)
def test_support_that_came_before_the_crowd_was_seen_is_held_with_it_and_the_log_says_so(
    evening: Evening, leader: Question, pushed: Question
) -> None:
    early = [sign_in(evening.ward, "sms", f"+9198300{index:05}") for index in range(SPIKE - 1)]
    support(pushed, early)
    assert counts(pushed) == (SPIKE - 1, 0, 0)
    for index in range(SPIKE, CROWD + 1):
        sign_in(evening.ward, "sms", f"+9198300{index:05}")
    assert counts(pushed) == (0, SPIKE - 1, 0)
    [event] = of_type(evening, "support.held")
    assert (event["question"], event["number"], event["backing"]) == (str(pushed.pk), SPIKE - 1, 0)


@pytest.mark.long
@pytest.mark.row("threat", 28)
def test_new_accounts_of_one_network_that_rush_to_one_question_are_held(
    evening: Evening, leader: Question, pushed: Question
) -> None:
    people = [sign_in(evening.ward, "sms", f"+9198300{index:05}") for index in range(SPIKE + 1)]
    elsewhere = sign_in(evening.ward, "sms", "+919830099999", network="198.51.100.0/24")
    for person in (*people, elsewhere):
        support(pushed, [person])
    assert counts(pushed) == (1, SPIKE + 1, 0)
    assert taken(evening)["id"] == str(leader.pk)


@pytest.mark.long
def test_as_many_who_support_different_questions_are_no_rush(evening: Evening, leader: Question) -> None:
    questions = [evening.queue(f"Q{by}?", by=by) for by in range(2)]
    people = [sign_in(evening.ward, "sms", f"+9198300{index:05}") for index in range(2 * (SPIKE - 1))]
    for place, person in enumerate(people):
        support(questions[place % 2], [person])
    assert [counts(question) for question in questions] == [(SPIKE - 1, 0, 0)] * 2
    assert Crowd.objects.count() == 0


@pytest.mark.long
@pytest.mark.row("threat", 28)
def test_of_one_number_a_household_counts_and_not_more(evening: Evening, leader: Question, pushed: Question) -> None:
    people = [sign_in(evening.ward, "sms", "+919830012345") for _index in range(8)]
    results = support(pushed, people)
    assert counts(pushed) == (4, 0, 4)
    assert [result.get("why") for result in results] == [None] * 4 + ["number"] * 4
    support(pushed, people, on=False)
    assert counts(pushed) == (0, 0, 0)


def test_who_leaves_a_household_gives_their_place_to_the_next(evening: Evening) -> None:
    first, _second = (sign_in(evening.ward, "sms", "+919830012345") for _index in range(2))
    first.identities.all().delete()
    third = sign_in(evening.ward, "sms", "+919830012345")
    assert User.objects.get(pk=third.pk).place_at_address == 1


@pytest.mark.row("threat", 28)
def test_plus_signs_make_no_second_identity_of_a_mailbox(evening: Evening) -> None:
    sign_in(evening.ward, "email", "one@example.org")
    for other in ("one+a@example.org", "one+b@example.org"):
        with pytest.raises(Refused, match="mailbox_known"):
            sign_in(evening.ward, "email", other)
    assert User.objects.filter(vouched_by="email").count() == 1


@pytest.mark.row("threat", 28)
def test_hyphens_and_other_names_of_a_provider_make_no_second_identity_of_a_mailbox(evening: Evening) -> None:
    sign_in(evening.ward, "email", "mina.das@proton.me")
    for other in ("mina-das@proton.me", "minadas@protonmail.com", "mina_das+a@pm.me"):
        with pytest.raises(Refused, match="mailbox_known"):
            sign_in(evening.ward, "email", other)
    assert User.objects.filter(vouched_by="email").count() == 1


def test_who_signed_in_before_their_provider_was_known_has_one_voice_all_the_same(evening: Evening) -> None:
    person = sign_in(evening.ward, "email", "mina-das@proton.me")
    person.identities.update(mailbox="mina-das@proton.me")
    another = sign_in(evening.ward, "email", "mina-das@proton.me")
    assert [User.objects.get(pk=each.pk).place_at_address for each in (person, another)] == [1, 2]


@pytest.mark.row("threat", 28)
def test_all_spellings_of_gmail_sign_in_as_one_mailbox_with_one_voice(evening: Evening, settings: Any) -> None:
    settings.SUPPORT_BY_EMAIL = True
    person = sign_in(evening.ward, "email", "two@gmail.com")
    assert people_at("email", "t.w.o+x@googlemail.com") == [person]
    another = sign_in(evening.ward, "email", "t.w.o+x@googlemail.com")
    question = evening.queue(by=0)
    support(question, [person, another])
    assert counts(question) == (1, 0, 1)


def test_a_person_with_a_printed_code_counts_from_any_network(evening: Evening) -> None:
    question = evening.queue(by=0)
    _batch, slips = print_batch(evening.ward, count=SPIKE + 1, expires_on=timezone.localdate(), clerk=evening.clerk)
    origin = RequestOrigin("203.0.113.7/32", NETWORK)
    support(question, [sign_in_by_slip(slip.digits, language="en", origin=origin) for slip in slips])
    assert counts(question) == (SPIKE + 1, 0, 0)


@pytest.mark.long
@pytest.mark.parametrize("decision", [True, False])
def test_what_a_clerk_decides_moves_the_queue_at_once_and_stands_in_the_record(
    evening: Evening, leader: Question, pushed: Question, decision: bool
) -> None:
    people = [sign_in(evening.ward, "sms", f"+9198300{index:05}") for index in range(CROWD)]
    support(pushed, people)
    [crowd] = Crowd.objects.all()
    for _again in range(2):
        settle_crowd(crowd, clerk=evening.clerk, wards=[evening.ward], counts=decision)
    assert counts(pushed) == ((CROWD, 0, 0) if decision else (0, 0, CROWD))
    assert taken(evening)["id"] == str((pushed if decision else leader).pk)
    close_chat_session(evening.chat_session, by="clerk")
    document = Record.objects.get(chat_session=evening.chat_session).document
    [entry] = [entry["data"] for entry in document["entries"] if entry["type"] == "support.settled"]
    assert (entry["question"], entry["number"], entry["counts"]) == (str(pushed.pk), CROWD, decision)
    assert entry["by"] == {"office": "clerk", "for": "borough X"}
    assert entry["backing"] == (CROWD if decision else 0)
    close = document["entries"][-1]["data"]
    assert close.get("not_counted", {}) == ({} if decision else {str(pushed.pk): CROWD})


@pytest.mark.long
def test_what_nobody_decided_stands_in_the_record_as_held(evening: Evening, pushed: Question) -> None:
    support(pushed, [sign_in(evening.ward, "sms", f"+9198300{index:05}") for index in range(CROWD)])
    evening.take(pushed)
    close_chat_session(evening.chat_session, by="clerk")
    transcript = read_transcript(Record.objects.get(chat_session=evening.chat_session).document)
    [shown] = [each for each in transcript.not_reached if each.text == "Pushed?"]
    assert (shown.backing, shown.held, shown.not_counted) == (0, CROWD, 0)


@pytest.mark.long
def test_a_clerk_decides_about_the_people_of_their_own_wards(evening: Evening, pushed: Question) -> None:
    other = make_ward(96)
    there = [sign_in(other, "sms", f"+9198300{index:05}") for index in range(CROWD)]
    here = sign_in(evening.ward, "sms", "+919830099999")
    [crowd] = Crowd.objects.all()
    settle_crowd(crowd, clerk=evening.clerk, wards=[evening.ward], counts=True)
    verdicts = [User.objects.get(pk=person.pk).verdict for person in (here, there[0])]
    assert verdicts == ["counts", "open"]
    assert [len(crowds_for([ward])) for ward in (evening.ward, other)] == [0, 1]


@pytest.mark.long
def test_the_people_of_a_network_that_a_clerk_has_let_count_are_no_longer_held_that_evening(evening: Evening) -> None:
    for index in range(CROWD):
        sign_in(evening.ward, "sms", f"+9198300{index:05}")
    settle_crowd(Crowd.objects.get(), clerk=evening.clerk, wards=[evening.ward], counts=True)
    person = sign_in(evening.ward, "sms", "+919830099999")
    assert User.objects.get(pk=person.pk).eligibility.standing == "counted"


@pytest.mark.long
def test_held_support_stays_held_when_its_question_is_joined_with_another(
    evening: Evening, leader: Question, pushed: Question
) -> None:
    support(pushed, [sign_in(evening.ward, "sms", f"+9198300{index:05}") for index in range(CROWD)])
    merge_question(evening.chat_session, pushed.pk, moderator=evening.moderator, version=pushed.version, into=leader.pk)
    assert counts(leader) == (LEADING + 1, CROWD, 0)
    withdraw_question(evening.chat_session, leader.pk, person=evening.residents[0])
    assert counts(pushed) == (LEADING, CROWD, 0)


@pytest.mark.long
def test_the_queries_of_a_batch_do_not_grow_with_new_accounts(evening: Evening, leader: Question) -> None:
    questions = [evening.queue(f"Q{by}?", by=by) for by in range(2)]
    people = [sign_in(evening.ward, "sms", f"+9198300{index:05}") for index in range(SPIKE - 1)]
    numbers = []
    for question, some in zip(questions, (people[:1], people), strict=True):
        with CaptureQueriesContext(connection) as queries:
            support(question, some)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


@pytest.mark.long
def test_room_and_desk_say_how_much_is_held_and_its_people_why(
    evening: Evening, leader: Question, pushed: Question, client: Client
) -> None:
    people = [sign_in(evening.ward, "sms", f"+9198300{index:05}") for index in range(CROWD)]
    support(pushed, people)
    room, desk = f"/chat/{evening.chat_session.pk}/", f"/desk/{evening.chat_session.pk}/"
    assert "40 set aside" in page_of(client, room)
    client.force_login(people[0])
    assert "very many new accounts came from one network" in page_of(client, room)
    client.force_login(evening.moderator)
    cookies = client.session
    cookies[MARK] = {"by": "totp", "at": 0}
    cookies.save()
    assert "supported by 0, 40 set aside" in page_of(client, f"{desk}?question={pushed.pk}")


def page_of(client: Client, address: str) -> str:
    return client.get(address, headers={"accept-language": "en"}).content.decode()
