from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from chatserver.accounts.landing_page import landing_path
from chatserver.accounts.models import User
from sessions.models import Appointment, Borough, ChatSession, Duty, Office, OfficeKind, Ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward() -> Ward:
    borough = Borough.objects.create(code="X", names={"en": "Borough X"})
    return Ward.objects.create(number=95, borough=borough)


@pytest.fixture
def councillor() -> User:
    return User.objects.create_user("councillor")


@pytest.fixture
def chat_session(ward: Ward, councillor: User) -> ChatSession:
    now = timezone.now()
    office = Office.objects.create(
        ward=ward, kind=OfficeKind.COUNCILLOR, holder=councillor, names={"en": "A. Councillor"}, from_on="2020-01-01"
    )
    return ChatSession.objects.create(
        ward=ward, office=office, starts_at=now, ends_at=now + timedelta(hours=1), announced_at=now
    )


def test_a_resident_goes_to_the_lobby_with_a_ward_and_without(ward: Ward, chat_session: ChatSession):
    assert landing_path(User.objects.create_resident(ward=ward)) == "/my-chat/"
    assert landing_path(User.objects.create_user("somebody")) == "/my-chat/"


def test_a_person_who_answers_lands_in_the_live_chat_before_an_announced_one(
    councillor: User, chat_session: ChatSession
):
    sooner = ChatSession.objects.get()
    sooner.pk = None
    sooner.starts_at -= timedelta(days=1)
    sooner.save()
    ChatSession.objects.filter(pk=chat_session.pk).update(state="live")
    assert landing_path(councillor) == f"/floor/{chat_session.pk}/"


def test_the_councillor_goes_to_the_floor(councillor: User, chat_session: ChatSession):
    assert landing_path(councillor) == f"/floor/{chat_session.pk}/"


def test_a_chat_of_an_office_that_is_over_keeps_nobody_from_the_work_that_they_have_now(
    councillor: User, chat_session: ChatSession
):
    Office.objects.update(to_on=timezone.localdate() - timedelta(days=1))
    ward = Ward.objects.create(number=96)
    Appointment.objects.create(person=councillor, duty=Duty.MODERATOR, ward=ward, from_on="2020-01-01")
    now = timezone.now()
    later = {"starts_at": now + timedelta(days=9), "ends_at": now + timedelta(days=10), "announced_at": now}
    office = Office.objects.create(ward=ward, kind=OfficeKind.COUNCILLOR, from_on="2020-01-01")
    own = ChatSession.objects.create(ward=ward, office=office, **later)
    assert landing_path(councillor) == f"/desk/{own.pk}/"


@pytest.mark.parametrize("duty", [Duty.MODERATOR, Duty.CLERK])
def test_moderators_and_clerks_go_to_the_desk(duty: Duty, ward: Ward, chat_session: ChatSession):
    person = User.objects.create_user("staff")
    Appointment.objects.create(person=person, duty=duty, borough=ward.borough, from_on="2020-01-01")
    assert landing_path(person) == f"/desk/{chat_session.pk}/"


def test_staff_come_to_their_own_chat_however_many_others_there_are(
    chat_session: ChatSession, councillor: User, django_assert_max_num_queries: Any
) -> None:
    ChatSession.objects.filter(pk=chat_session.pk).update(state="closed", closed_at=timezone.now())
    for number in (91, 92, 93):
        ward = Ward.objects.create(number=number, borough=chat_session.ward.borough)
        office = Office.objects.create(ward=ward, kind=OfficeKind.COUNCILLOR, from_on="2020-01-01")
        ChatSession.objects.create(
            ward=ward,
            office=office,
            starts_at=chat_session.starts_at,
            ends_at=chat_session.ends_at,
            announced_at=timezone.now(),
            closed_at=timezone.now() + timedelta(minutes=number),
            state="closed",
        )
    with django_assert_max_num_queries(5):
        assert landing_path(councillor) == f"/floor/{chat_session.pk}/"
