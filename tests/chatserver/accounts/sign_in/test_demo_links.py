import uuid

import pytest
from django.core.signing import Signer

from chatserver.accounts.models import Installation, User
from chatserver.accounts.sign_in import demo_links

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return User.objects.create_user("somebody")


def token_of(person: User) -> str:
    return demo_links.sign_in_link(person).removeprefix("/demo/sign-in/").removesuffix("/")


def test_in_a_demo_a_link_finds_its_person(person: User):
    Installation.make_demo()
    assert demo_links.person_of_link(token_of(person)) == person


def test_outside_of_a_demo_a_link_finds_nobody(person: User):
    assert demo_links.person_of_link(token_of(person)) is None
    Installation.objects.create(pk=1, demo=False)
    assert demo_links.person_of_link(token_of(person)) is None


def test_a_person_who_may_not_act_is_not_found(person: User):
    Installation.make_demo()
    User.objects.update(is_active=False)
    assert demo_links.person_of_link(token_of(person)) is None


def test_a_link_that_is_not_ours_finds_nobody(person: User):
    Installation.make_demo()
    stranger = str(uuid.uuid4())
    signer = Signer(salt=demo_links.SALT)
    forged = [
        "",
        str(person.public_id),
        token_of(person)[:-1],
        Signer(salt="another").sign(str(person.public_id)),
        signer.sign(stranger),
        signer.sign("nobody"),
    ]
    assert [demo_links.person_of_link(token) for token in forged] == [None] * len(forged)
