"""The desk sees copies of other people's questions, and flooding; it sees them as they come and go."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import override_settings
from django.utils import timezone

from chatserver.accounts.models import User
from moderation.questions.screening import decline_question
from moderation.questions.similar import evening_flags as module
from moderation.questions.similar.evening_flags import ChatFlags, EveningFlags, position_of, together
from moderation.questions.similar.evening_words import EVENING_WORDS
from sessions.chats.questions.own_questions import withdraw_question
from sessions.city.people.consents import agree_together
from sessions.log.known_streams import latest_replica
from sessions.models import Question
from tests.chatserver.accounts.stuffing import NETWORK, sign_in
from tests.factories.evening import Evening, make_evening
from tests.factories.planning_desk import client_of

pytestmark = pytest.mark.costly

IN_BENGALI = "আমাদের গলির রাস্তার আলো দু মাস ধরে জ্বলে না"
IN_LATIN = "amader golir rastar alo du mash dhore jole na"
DIFFERENT = (
    "When does the park gate open?",
    "Bus 41 skips our stop, why?",
    "Is a new school planned here?",
    "Who drains ponds after rain?",
    "Market stalls block the footpath",
    "Can tax be paid by phone?",
    "The library has no Hindi books",
    "Stray dogs bite children at night",
)
OTHER = "When will the swings in the park be mended?"


def read(evening: Evening, chat: ChatFlags | None = None) -> EveningFlags:
    replica = latest_replica(evening.chat_session.pk, "desk")
    return (chat or ChatFlags()).read(position_of(replica), replica.state["questions"])


def ids(*questions: Question) -> list[str]:
    return [str(question.pk) for question in questions]


def test_copies_of_another_person_are_grouped_and_flagged_across_scripts(evening: Evening) -> None:
    public, mine, _other = evening.queue(IN_BENGALI), evening.ask(IN_LATIN, by=1), evening.ask(OTHER, by=2)
    found = read(evening)
    assert found.groups == [ids(public, mine)]
    assert found.flags == {str(mine.pk): ["copy"]}


def test_a_persons_own_copy_is_grouped_and_no_flag(evening: Evening) -> None:
    one, two = evening.ask(IN_BENGALI), evening.ask(IN_LATIN)
    found = read(evening)
    assert (found.groups, found.flags) == ([ids(one, two)], {})


def test_they_follow_the_desk(evening: Evening) -> None:
    chat = ChatFlags()
    assert read(evening, chat).groups == []
    one, two, three = evening.ask(IN_BENGALI), evening.ask(IN_LATIN, by=1), evening.ask(f"{IN_LATIN}!", by=2)
    assert read(evening, chat).groups == [ids(one, two, three)]
    withdraw_question(evening.chat_session, one.pk, person=evening.residents[0])
    found = read(evening, chat)
    assert (found.groups, set(found.flags)) == ([ids(two, three)], {*ids(two, three)})
    decline_question(
        evening.chat_session, two.pk, moderator=evening.moderator, version=1, reason="already_asked", note=""
    )
    found = read(evening, chat)
    assert (found.groups, found.flags) == ([], {})
    assert read(evening, chat) is found


@override_settings(MAX_WAITING_QUESTIONS=9)
def test_the_fourth_question_of_a_person_within_minutes_is_flagged(evening: Evening) -> None:
    texts = (OTHER, "Who sweeps the lane?", "Is the library open on Sunday?", "Where is the new bus stop?")
    *_before, last = [evening.ask(text) for text in texts]
    evening.ask("Which school gets a playground?", by=1)
    assert read(evening).flags == {str(last.pk): ["flooding"]}


def test_a_full_chat_is_looked_at_piece_by_piece(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = evening.ask(IN_BENGALI), evening.ask(IN_LATIN, by=1)
    monkeypatch.setattr(module, "BUDGET_S", -1.0)  # each look ends after its first piece
    chat, looks = ChatFlags(), 0
    while not (found := read(evening, chat)).position:
        looks += 1
    assert (looks > 1, found.groups) == (True, [ids(one, two)])


def test_the_script_gets_them_once(evening: Evening) -> None:
    public, mine = evening.queue(IN_BENGALI), evening.ask(IN_LATIN, by=1)
    address = f"/desk/{evening.chat_session.pk}/copies/groups/"
    told: dict[str, Any] = client_of(evening.moderator).get(address).json()
    assert (told["groups"], told["flags"]) == ([ids(public, mine)], {str(mine.pk): ["copy"]})
    again = client_of(evening.moderator).get(address, {"known": told["known"]}).json()
    assert again == {"type": "groups", "known": told["known"]}
    assert client_of(evening.residents[0]).get(address).status_code == 403


def test_copies_stand_behind_the_first_of_them() -> None:
    questions = [{"id": each} for each in "abcde"]
    assert [each["id"] for each in together(questions, [["x", "b", "e"], ["c", "d"]])] == list("abecd")


@override_settings(MAX_WAITING_QUESTIONS=9)
def test_questions_of_new_accounts_of_one_network_are_flagged_from_the_fifth_on(db: None) -> None:
    evening, chat = make_evening(residents=1), ChatFlags()
    evening.ask("Who sweeps the lane?")
    asked = [ask_as_newcomer(evening, index) for index in range(4)]
    other = ask_as_newcomer(evening, 4, network="198.51.100.0/24")
    assert read(evening, chat).flags == {}
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        asked.append(ask_as_newcomer(evening, 5))
        late = ask_as_newcomer(evening, 6)
    asked.append(late)
    with time_machine.travel(timezone.now() + timedelta(minutes=13), tick=False):
        alone = ask_as_newcomer(evening, 7)
    found = read(evening, chat)
    assert {each: flags for each, flags in found.flags.items() if "network" in flags}.keys() == {*ids(*asked)}
    assert not {*ids(other, alone)} & found.flags.keys()
    page = client_of(evening.moderator).get(f"/desk/{evening.chat_session.pk}/").content.decode()
    assert page.count(str(EVENING_WORDS["network"])) >= len(asked)
    assert "network" not in str(evening.public_events())


def ask_as_newcomer(evening: Evening, index: int, *, network: str = NETWORK) -> Question:
    """Each about something else, so that nothing but the network is alike."""
    person = sign_in(evening.ward, "email", f"s{index}@puppets.example", index=index, network=network)
    evening.residents.append(User.objects.get(pk=person.pk))
    agree_together([person], language="en")
    return evening.ask(DIFFERENT[index], by=-1)
