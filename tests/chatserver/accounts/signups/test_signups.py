"""Many new accounts from one network: there is a limit, and the clerks of their wards are told."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from chatserver.accounts.codes.codes import RequestOrigin
from chatserver.accounts.limits.rate_limits import ACCOUNTS_PER_NETWORK
from chatserver.accounts.models import Arrival, Crowd, User
from chatserver.accounts.signups.crowds import CROWD, crowds_for, settle_crowd
from chatserver.accounts.signups.signups import forget_arrivals, sign_up
from sessions.city.people.second_factor import MARK
from sessions.models import Ward
from sessions.platform.refusals import Refused
from tests.factories.evening import make_evening, make_person, make_ward

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

BEGIN = datetime(2027, 1, 2, 18, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(BEGIN, tick=False) as clock:
        yield clock


def arrive(count: int, network: str = "203.0.113.0/24", ward: Ward | None = None) -> int:
    """How many of so many got an account."""
    made = 0
    for index in range(count):
        try:
            origin = RequestOrigin(f"203.0.113.{index % 250}/32", network)
            person = sign_up(language="bn", origin=origin, vouched_by="sms")
        except Refused as refused:
            assert refused.code in ("too_often", "work_needed")
        else:
            made += 1
            User.objects.filter(pk=person.pk).update(ward=ward)
    return made


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.tries_many
@pytest.mark.row("threat", 28)
def test_two_hundred_from_one_network_are_stopped_and_flagged(clock):
    ward, other = make_ward(95), make_ward(96)
    assert arrive(200, ward=ward) == ACCOUNTS_PER_NETWORK.free == 150  # what comes after costs work
    [seen] = crowds_for([ward, other])
    assert (seen.in_all, seen.wards, seen.without_ward) == (150, [(ward, 150)], 0)
    assert arrive(5, "198.51.100.0/24") == 5


@pytest.mark.long
def test_moderators_of_its_ward_are_told_on_their_desk(client: Client):
    evening = make_evening()
    desk = f"/desk/{evening.chat_session.pk}/"
    client.force_login(evening.moderator)
    cookies = client.session
    cookies[MARK] = {"by": "totp", "at": 0}
    cookies.save()
    told = "Unusually many new accounts of this ward came from one network."
    arrive(CROWD, ward=make_ward(96))
    assert told not in client.get(desk, headers={"accept-language": "en"}).content.decode()
    arrive(CROWD, "198.51.100.0/24", ward=evening.ward)
    assert told in client.get(desk, headers={"accept-language": "en"}).content.decode()
    for crowd in Crowd.objects.all():
        settle_crowd(crowd, clerk=evening.clerk, wards=list(Ward.objects.all()), counts=True)
    assert told not in client.get(desk, headers={"accept-language": "en"}).content.decode()


@pytest.mark.long
def test_a_crowd_is_shown_where_it_lives_and_everywhere_while_it_has_no_ward(clock):
    ward, other = make_ward(95), make_ward(96)
    arrive(CROWD, ward=ward)
    assert [len(crowds_for([each])) for each in (ward, other)] == [1, 0]
    arrive(CROWD, "198.51.100.0/24")
    assert [len(crowds_for([each])) for each in (ward, other)] == [2, 1]


@pytest.mark.long
def test_as_many_in_a_day_as_make_a_crowd_in_an_hour_are_none(clock):
    for _part in range(8):
        arrive(CROWD // 4)
        clock.shift(timedelta(minutes=30))
    assert Crowd.objects.count() == 0


def test_a_crowd_that_goes_on_is_the_same_one_until_a_clerk_has_looked(clock):
    clerk, ward = make_person("clerk"), make_ward()
    arrive(CROWD)
    clock.shift(timedelta(minutes=10))
    arrive(1)
    [crowd] = Crowd.objects.all()
    assert (crowd.first_at, crowd.last_at) == (BEGIN, BEGIN + timedelta(minutes=10))
    settle_crowd(crowd, clerk=clerk, wards=[ward], counts=False)
    settle_crowd(crowd, clerk=make_person("second"), wards=[ward], counts=True)
    crowd.refresh_from_db()
    assert (crowd.settled_by, crowd.counts, crowds_for([ward])) == (clerk, False, [])
    arrive(1)
    assert Crowd.objects.count() == 2


def test_networks_are_told_apart_for_a_month_and_never_by_their_address(clock):
    arrive(CROWD)
    assert "203.0.113" not in repr([*Arrival.objects.values(), *Crowd.objects.values()])
    clock.shift(timedelta(days=30))
    forget_arrivals()
    assert Arrival.objects.count() == CROWD
    clock.shift(timedelta(seconds=1))
    forget_arrivals()
    assert (Arrival.objects.count(), User.objects.count()) == (0, CROWD)
    assert [crowd.network for crowd in Crowd.objects.all()] == [""]  # the open crowd stays, without its network
    settle_crowd(Crowd.objects.get(), clerk=make_person("clerk"), wards=[], counts=True)
    forget_arrivals()
    assert Crowd.objects.count() == 0
