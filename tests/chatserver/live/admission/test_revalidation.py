"""The people who may no longer stay are found, for many people at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.utils import timezone

from chatserver.live.admission.identity import SocketIdentity, mark_of_password
from chatserver.live.admission.revalidation import find_sockets_to_close
from sessions.models import Ban, Office
from tests.factories.evening import Evening, make_evening
from tests.servers.programs.evenings import cookie_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]
MANY = [pytest.mark.slow, pytest.mark.tries_many]


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening()


@dataclass(eq=False)
class FakeSocket:
    person: SocketIdentity
    chat_session_id: UUID
    door: str
    reads_desk: bool


def socket_of(evening: Evening, person: Any, door: str = "room", language: str = "en") -> FakeSocket:
    who = SocketIdentity(person.pk, language, cookie_of(person), mark_of_password(person.password), is_proven=True)
    return FakeSocket(who, evening.chat_session.pk, door, reads_desk=door == "desk")


def sockets_of(evening: Evening) -> dict[str, FakeSocket]:
    return {
        "resident": socket_of(evening, evening.residents[0]),
        "neighbour": socket_of(evening, evening.residents[1]),
        "moderator": socket_of(evening, evening.moderator, "desk"),
        "second moderator": socket_of(evening, evening.second_moderator, "desk"),
        "councillor": socket_of(evening, evening.councillor, "desk"),
        "clerk": socket_of(evening, evening.clerk, "desk"),
        "clerk in the room": socket_of(evening, evening.clerk),
    }


def users(*people: Any) -> Any:
    return get_user_model().objects.filter(pk__in=[person.pk for person in people])


def ban(evening: Evening, person: Any) -> Ban:
    now = timezone.now()
    until_at = now + timedelta(days=1)
    return Ban.objects.create(person=person, ward=evening.ward, reason="Threats", from_at=now, until_at=until_at)


def yesterday() -> Any:
    return timezone.localdate() - timedelta(days=1)


CHANGES: dict[str, tuple[Callable[[Evening, dict[str, FakeSocket]], object], dict[str, str]]] = {
    "nothing": (lambda evening, sockets: None, {}),
    "signed out": (
        lambda evening, sockets: Session.objects.filter(pk=sockets["resident"].person.session_key).delete(),
        {"resident": "sign_in"},
    ),
    "run out": (
        lambda evening, sockets: Session.objects.filter(pk=sockets["clerk"].person.session_key).update(
            expire_date=timezone.now()
        ),
        {"clerk": "sign_in"},
    ),
    "locked": (
        lambda evening, sockets: users(evening.residents[0], evening.clerk).update(is_active=False),
        {"resident": "sign_in", "clerk": "sign_in", "clerk in the room": "sign_in"},
    ),
    "gone": (lambda evening, sockets: users(evening.residents[1]).delete(), {"neighbour": "sign_in"}),
    "another password": (
        lambda evening, sockets: users(evening.moderator, evening.residents[1]).update(password="other"),
        {"neighbour": "sign_in", "moderator": "sign_in"},
    ),
    "no appointment": (
        lambda evening, sockets: evening.moderator.appointments.all().delete(),
        {"moderator": "forbidden"},
    ),
    "an official alone": (
        lambda evening, sockets: evening.moderator.appointments.update(duty="official"),
        {"moderator": "forbidden"},
    ),
    "an appointment that ended": (
        lambda evening, sockets: evening.clerk.appointments.update(to_on=yesterday()),
        {"clerk": "forbidden"},
    ),
    "a ban": (lambda evening, sockets: ban(evening, evening.residents[0]), {"resident": "banned"}),
    "a term that ended": (
        lambda evening, sockets: Office.objects.update(to_on=yesterday()),
        {"councillor": "forbidden"},
    ),
}


@pytest.mark.long
@pytest.mark.parametrize("change", CHANGES)
def test_people_who_may_not_stay_leave_and_everybody_else_stays(evening: Evening, change: str) -> None:
    sockets = sockets_of(evening)
    names = {one: name for name, one in sockets.items()}
    act, expected = CHANGES[change]
    act(evening, sockets)
    assert {names[one]: no.code for one, no in find_sockets_to_close(list(sockets.values()))} == expected


def test_a_person_who_has_to_leave_is_told_why_in_their_language(evening: Evening) -> None:
    sockets = [socket_of(evening, evening.residents[0], "desk", language) for language in ("en", "bn")]
    sockets += [socket_of(evening, evening.residents[1], "room", language) for language in ("en", "bn")]
    users(evening.residents[1]).update(is_active=False)
    words = {(no.code, one.person.language): str(no.message) for one, no in find_sockets_to_close(sockets)}
    assert words["forbidden", "en"] == "This page is for the people who run this chat."
    assert words["sign_in", "en"] == "You were signed out. Please sign in again."
    assert [words[code, "bn"].isascii() for code in ("forbidden", "sign_in")] == [False, False]


@pytest.mark.long
@pytest.mark.parametrize("people", [1, 3, 50, pytest.param(500, marks=MANY)])
def test_any_number_of_residents_costs_two_queries(people: int, django_assert_num_queries: Any) -> None:
    evening = make_evening(residents=people)
    sockets = [socket_of(evening, person) for person in evening.residents]
    with django_assert_num_queries(2):
        assert find_sockets_to_close(sockets) == []


@pytest.mark.long
@pytest.mark.parametrize("desks", [1, 3, 50])
def test_desks_cost_three_more_queries_wherever_they_are(desks: int, django_assert_num_queries: Any) -> None:
    evenings = [make_evening(number=number) for number in (95, 96)]
    sockets = [socket_of(evenings[number % 2], evenings[number % 2].clerk, "desk") for number in range(desks)]
    with django_assert_num_queries(5):
        assert find_sockets_to_close(sockets) == []
