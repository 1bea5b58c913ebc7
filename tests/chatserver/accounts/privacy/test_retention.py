"""A person who has not signed in for long is erased, and nobody else."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from chatserver.accounts.models import Installation, User
from chatserver.accounts.models.identity import Identity
from chatserver.accounts.privacy.retention import forget_unused_accounts
from chatserver.operations.workers.retention_thread import RetentionThread
from tests.factories.evening import Evening, make_evening

pytestmark = pytest.mark.costly

NOW = timezone.now()
LONG_AGO = NOW - timedelta(days=31)


@pytest.fixture(autouse=True)
def a_month(settings: Any) -> None:
    settings.FORGET_AFTER_DAYS = 30


@pytest.fixture
def evening(db: None) -> Evening:
    evening = make_evening(residents=4)
    User.objects.update(joined_at=LONG_AGO)
    return evening


def sign_in(person: Any, at: datetime, address: str = "+919830012345") -> Identity:
    return Identity.objects.create(person=person, channel="sms", address=address, last_used_at=at)


def test_those_who_were_here_lately_and_those_who_decide_something_stay(evening: Evening) -> None:
    lately, by_number, unused, never = evening.residents
    User.objects.filter(pk=lately.pk).update(last_login=NOW)
    sign_in(by_number, NOW)
    sign_in(unused, LONG_AGO)
    assert forget_unused_accounts(NOW) == 2
    active = set(User.objects.filter(is_active=True).values_list("pk", flat=True))
    staff = {evening.moderator.pk, evening.second_moderator.pk, evening.councillor.pk, evening.clerk.pk}
    assert active == {lately.pk, by_number.pk} | staff
    assert not Identity.objects.filter(person__in=[unused, never]).exists()


def test_a_number_that_is_no_longer_used_is_deleted_alone(evening: Evening) -> None:
    person = evening.residents[0]
    sign_in(person, LONG_AGO, "+919830000001")
    sign_in(person, NOW, "+919830000002")
    forget_unused_accounts(NOW)
    assert [one.address for one in Identity.objects.filter(person=person)] == ["+919830000002"]
    person.refresh_from_db()
    assert person.is_active


def test_who_comes_back_while_others_are_being_forgotten_stays(evening: Evening) -> None:
    def sign_in_meanwhile(people: list[User]) -> Iterator[User]:
        User.objects.filter(pk=evening.residents[3].pk).update(last_login=NOW)
        yield from people

    assert forget_unused_accounts(NOW, watch=sign_in_meanwhile) == 3
    assert User.objects.filter(pk__in=[one.pk for one in evening.residents], is_active=True).count() == 1


def test_a_person_who_was_locked_out_is_erased_too_and_once(evening: Evening) -> None:
    locked = evening.residents[0]
    User.objects.filter(pk=locked.pk).update(is_active=False)
    sign_in(locked, LONG_AGO)
    assert (forget_unused_accounts(NOW), Identity.objects.count(), forget_unused_accounts(NOW)) == (4, 0, 0)


def test_the_people_of_a_demo_stay(evening: Evening) -> None:
    Installation.make_demo()
    assert forget_unused_accounts(NOW) == 0


def test_it_is_done_by_a_command_and_by_the_server_itself(evening: Evening, capsys: Any) -> None:
    call_command("forget")
    assert capsys.readouterr().out == "Deleted 4 accounts.\n"
    User.objects.create_user("late", joined_at=LONG_AGO)
    RetentionThread().take_turn()
    assert not User.objects.filter(username="late").exists()
