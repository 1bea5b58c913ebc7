import pytest
from django.test import Client
from django.urls import reverse

from chatserver.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.row("threat", 59)
def test_pages_of_a_signed_in_person_stay_out_of_caches(client: Client):
    assert "no-store" not in client.get(reverse("about")).headers.get("Cache-Control", "")
    client.force_login(User.objects.create_user("mitali", "long secret"))
    assert client.get(reverse("about")).headers["Cache-Control"] == "private, no-store"
