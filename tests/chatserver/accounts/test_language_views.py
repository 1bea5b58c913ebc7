import pytest
from django.test import Client
from django.urls import reverse

from chatserver.accounts.models import User

pytestmark = pytest.mark.django_db


def test_the_chosen_language_is_remembered_for_the_person(client: Client):
    person = User.objects.create_user("mitali", "long secret", language="bn")
    client.force_login(person)
    answer = client.post(reverse("set_language"), {"language": "en", "next": "/wards/"})
    assert answer["Location"] == "/wards/"
    person.refresh_from_db()
    assert person.language == "en"
    client.post(reverse("set_language"), {"language": "tlh", "next": "/"})
    person.refresh_from_db()
    assert person.language == "en"
