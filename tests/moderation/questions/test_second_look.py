"""Words that look like personal data become public only after a confirmation."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.translation import override

from chatserver.accounts.models import User
from chatserver.live.commands.submitted_commands import SubmittedCommand
from chatserver.live.commands.transaction import carry_out_together
from chatserver.live.wire.decoding import make_command
from chatserver.live.wire.messages import success_words
from moderation.checks.flags import PERSONAL_CHECKS, Check
from moderation.questions.second_look import DATA_WORDS, WIRE_NAMES, data_words, looks_like
from sessions.chats.questions.own_questions import withdraw_question
from sessions.models import QuestionState
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening, make_evening
from tests.factories.planning_desk import client_of
from tests.running.tables import table

pytestmark = [pytest.mark.django_db, pytest.mark.row("threat", 47)]
CALL = "Please call me on 98300 12345."
THIEF = "Ramesh Das is a thief."


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening()


def give(evening: Evening, person: User, op: str, **fields: Any) -> Any:
    command = make_command(str(uuid4()), op, fields)
    submitted = SubmittedCommand(person.pk, evening.chat_session.pk, "any", "en", command, is_proven=True)
    [verdict] = carry_out_together([submitted])
    return verdict


def public_types(evening: Evening) -> list[str]:
    return [event["type"] for event in evening.public_events()]


def test_each_kind_has_a_word() -> None:
    assert set(DATA_WORDS) == {WIRE_NAMES.get(check, check) for check in PERSONAL_CHECKS | {Check.ACCUSATION}}
    assert looks_like("ABCPD1234F", CALL) == ("phone", "pan")


@table(
    ("text", "kinds"),
    [
        ("033 2419 1234", ("phone",)),
        ("9123 4567 8901 2346", ("aadhaar",)),
        ("WKH1186253", ("voter_card",)),
        ("ratan@ybl", ("upi",)),
        ("ratan@example.org", ("email",)),
        ("WB 02 AB 1234", ("vehicle",)),
        ("SBIN0001234", ("bank_code",)),
        ("Ramesh Das is a thief.", ("accusation",)),
        ("See https://example.org, NOW!!!", ()),
    ],
)
def test_personal_data_and_accusations_are_looked_at_twice(text: str, kinds: tuple[str, ...]) -> None:
    assert looks_like(text) == kinds


def test_the_author_is_told_at_once_and_not_stopped(evening: Evening) -> None:
    verdict = give(evening, evening.residents[0], "question.ask", text=CALL, kind="question")
    result = verdict.frame.result
    assert (verdict.code, result["state"], result["looks_like"]) == ("", "waiting", ["phone"])
    assert result["warning"].startswith("Your question seems to contain a phone number.")
    assert success_words("question.ask", result).endswith("You can withdraw it and ask again without it.")


def test_an_ordinary_question_has_no_warning(evening: Evening) -> None:
    result = give(
        evening, evening.residents[0], "question.ask", text="Drains in wards 95, 96?", kind="question"
    ).frame.result
    assert set(result) == {"question", "receipt", "state", "version"}


@pytest.mark.costly
def test_an_accusation_is_approved_only_when_the_moderator_confirms(evening: Evening) -> None:
    question = evening.ask(THIEF)
    fields = {"question": str(question.pk), "version": 1}
    refused = give(evening, evening.moderator, "question.approve", **fields)
    assert (refused.code, refused.facts["looks_like"], refused.facts["version"]) == ("second_look", ["accusation"], 1)
    assert refused.frame.message.startswith("This seems to contain an accusation")
    assert "question.queued" not in public_types(evening)
    assert give(evening, evening.moderator, "question.approve", **fields, confirmed=True).code == ""
    assert "question.queued" in public_types(evening)


@pytest.mark.costly
def test_what_is_masked_is_approved_without_a_second_look_and_an_older_page_may_confirm_it(evening: Evening) -> None:
    for person, more in enumerate(({}, {"confirmed": True})):
        fields = {"question": str(evening.ask(CALL, by=person).pk), "version": 1}
        assert give(evening, evening.moderator, "question.approve", **fields, **more).code == ""
    assert [card["text"] for card in evening.public_state()["queue"]] == ["Please call me on […]."] * 2


def test_confirming_takes_the_version_that_was_seen(evening: Evening) -> None:
    question = evening.ask(CALL)
    fields = {"question": str(question.pk), "version": 7, "confirmed": True}
    assert give(evening, evening.moderator, "question.approve", **fields).code == "stale"


@pytest.mark.parametrize(("op", "fields"), [("notice.post", {"text": CALL}), ("session.cancel", {"reason": CALL})])
def test_what_the_staff_write_to_all_is_confirmed_once(op: str, fields: dict[str, str]) -> None:
    evening = make_evening(is_live=False) if op == "session.cancel" else make_evening()
    person = evening.clerk if op == "session.cancel" else evening.moderator
    before = evening.public_events()
    refused = give(evening, person, op, **fields)
    assert (refused.code, refused.facts["looks_like"]) == ("second_look", ["phone"])
    assert evening.public_events() == before
    assert give(evening, person, op, **fields, confirmed=True).code == ""


@pytest.mark.costly
def test_an_answer_is_confirmed_once(evening: Evening) -> None:
    question = evening.queue()
    evening.take(question)
    fields = {"question": str(question.pk), "text": CALL, "final": True}
    assert give(evening, evening.councillor, "answer.give", **fields).code == "second_look"
    assert give(evening, evening.councillor, "answer.give", **fields, confirmed=True).code == ""


def test_who_may_not_publish_hears_that_and_nothing_of_the_words(evening: Evening) -> None:
    assert give(evening, evening.residents[0], "notice.post", text=CALL).code == "forbidden"


def test_left_out_the_new_field_changes_no_digest() -> None:
    ref, fields = str(uuid4()), {"question": str(uuid4()), "version": 1}
    one, two = (make_command(ref, "question.approve", each) for each in (fields, fields | {"confirmed": False}))
    assert one.body_digest == two.body_digest


@pytest.mark.costly
def test_a_merged_one_does_not_take_the_place_of_a_withdrawn_one_unseen(evening: Evening) -> None:
    target, held = evening.queue(), evening.ask(CALL, by=1)
    merged = give(
        evening, evening.moderator, "question.merge", question=str(held.pk), into=str(target.pk), version=held.version
    )
    assert merged.code == ""
    withdraw_question(evening.chat_session, target.pk, person=evening.residents[0])
    held.refresh_from_db()
    assert held.state == QuestionState.HELD
    assert CALL not in str(evening.public_events())


@pytest.mark.costly
def test_a_plain_form_asks_once_more_and_then_publishes(evening: Evening) -> None:
    question = evening.ask(THIEF)
    client = client_of(evening.moderator)
    address = reverse("do", args=[evening.chat_session.pk])
    form = {"op": "question.approve", "question": str(question.pk), "version": "1"}
    page = client.post(address, form, headers={"accept-language": "en"})
    assert (page.status_code, "Publish anyway" in page.content.decode()) == (409, True)
    answer = client.post(
        address, {**dict(page.context["fields"]), "confirmed": "true"}, headers={"accept-language": "en"}
    )
    assert [str(message) for message in get_messages(answer.wsgi_request)] == ["The question is in the queue."]


@pytest.mark.costly
def test_the_desk_says_what_a_question_seems_to_hold(evening: Evening) -> None:
    evening.ask(CALL)
    evening.ask("Drains?", by=1)
    page = client_of(evening.moderator).get(f"/desk/{evening.chat_session.pk}/", headers={"accept-language": "en"})
    assert page.content.decode().count("It seems to contain a phone number.") >= 2  # in the list, and selected
    assert list(page.context["selected"]["looks"].split()) == [
        "It",
        "seems",
        "to",
        "contain",
        "a",
        "phone",
        "number.",
    ]


def test_the_desk_hears_it_of_a_question_that_arrives(evening: Evening) -> None:
    give(evening, evening.residents[0], "question.ask", text=CALL, kind="question")
    give(evening, evening.residents[1], "question.ask", text="Drains?", kind="question")
    events = [event for event in evening.desk_events() if event["type"] == "question.asked"]
    assert [event.get("looks_like") for event in events] == [["phone"], None]
    cards = evening.desk_state()["questions"]
    assert [card.get("looks_like") for card in cards] == [["phone"], None]
    assert "looks_like" not in cards[1]


def test_the_domain_refuses_by_itself(evening: Evening) -> None:
    with pytest.raises(Refused) as refused:
        evening.queue(THIEF)
    assert refused.value.code == "second_look"


def test_in_urdu_they_are_listed_with_urdu_commas() -> None:
    with override("ur"):
        kinds = list(DATA_WORDS)[:2]
        assert data_words(kinds) == "، ".join(str(DATA_WORDS[kind]) for kind in kinds)
