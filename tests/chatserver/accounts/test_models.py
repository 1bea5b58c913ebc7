import pytest
from django.db import IntegrityError
from django.utils import translation

from chatserver.accounts.models import Installation, User
from sessions.models import Borough, Ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward() -> Ward:
    borough = Borough.objects.create(code="X", names={"en": "Borough X"})
    return Ward.objects.create(number=95, borough=borough)


def test_a_resident_is_known_by_nothing_but_their_ward(ward: Ward):
    resident, other = User.objects.create_resident(ward=ward), User.objects.create_resident(ward=ward)
    assert resident.username != other.username
    assert resident.public_id != other.public_id
    assert resident.shown_as == "Resident, ward 95"
    with translation.override("bn"):
        assert resident.shown_as == "বাসিন্দা, ওয়ার্ড ৯৫"
    assert not resident.has_usable_password()
    assert (resident.is_staff, resident.is_superuser) == (False, False)


def test_a_chosen_label_is_what_others_see(ward: Ward):
    assert User.objects.create_resident(ward=ward, label="Mitali").shown_as == "Mitali"


def test_the_username_is_shown_for_staff_alone():
    assert User.objects.create_user("clerk.x", "secret", is_staff=True).shown_as == "clerk.x"
    assert User.objects.create_user("somebody", "secret").shown_as == "Resident"


def test_a_superuser_may_do_everything():
    root = User.objects.create_superuser("root", "secret")
    assert (root.is_staff, root.is_superuser, root.check_password("secret")) == (True, True, True)


def test_an_installation_is_no_demo_until_it_is_made_one():
    assert not Installation.is_demo()
    Installation.make_demo()
    Installation.make_demo()
    assert Installation.is_demo()


def test_there_is_one_installation():
    with pytest.raises(IntegrityError):
        Installation.objects.create(pk=2)
