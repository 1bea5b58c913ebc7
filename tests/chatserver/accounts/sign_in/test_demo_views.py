import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from chatserver.accounts.models import Installation, User
from chatserver.accounts.sign_in import demo_links

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return User.objects.create_user("mitali", "long secret", language="bn")


def signed_in_as(client: Client) -> str | None:
    return client.session.get(SESSION_KEY)


@pytest.mark.parametrize(
    ("wanted", "target"),
    [
        ("/me/", "/me/"),
        ("https://elsewhere.test/", "/my-chat/"),
        ("//elsewhere.test/", "/my-chat/"),
        ("javascript:alert(1)", "/my-chat/"),
    ],
)
def test_signing_in_leads_only_to_our_own_pages(client: Client, person: User, wanted: str, target: str):
    Installation.make_demo()
    answer = client.get(demo_links.sign_in_link(person), {"next": wanted})
    assert (answer.status_code, answer["Location"]) == (302, target)


@pytest.mark.row("threat", 8)
def test_a_demo_link_signs_in_under_a_new_session_key(client: Client, person: User):
    Installation.make_demo()
    client.force_login(User.objects.create_user("another"))
    before = client.session.session_key
    client.get(demo_links.sign_in_link(person))
    assert signed_in_as(client) == str(person.pk)
    assert client.session.session_key != before


def test_outside_of_a_demo_there_is_no_such_page(client: Client, person: User):
    assert client.get(demo_links.sign_in_link(person)).status_code == 404
    assert signed_in_as(client) is None


def test_a_person_brings_their_language_to_a_new_device(client: Client, person: User):
    Installation.make_demo()
    client.get(demo_links.sign_in_link(person))
    assert client.cookies["language"].value == "bn"


def test_a_language_chosen_on_the_device_stays(client: Client, person: User):
    Installation.make_demo()
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    client.get(demo_links.sign_in_link(person))
    assert client.cookies["language"].value == "en"
