import pytest

from chatserver.accounts.models import User
from tests.planning_desk import client_of

pytestmark = pytest.mark.django_db


def test_the_administration_is_strict_but_for_trusted_types():
    client = client_of(User.objects.create_superuser("root"))
    anywhere = client.get("/about/").headers["Content-Security-Policy"]
    assert "; require-trusted-types-for 'script'" in anywhere
    inside = client.get("/admin/").headers["Content-Security-Policy"]
    assert inside == anywhere.replace("; require-trusted-types-for 'script'", "")


@pytest.mark.parametrize("page", ["", "accounts/user/", "accounts/user/add/", "accounts/user/{pk}/change/"])
def test_people_can_be_administered(page: str):
    root = User.objects.create_superuser("root")
    client = client_of(root)
    assert client.get("/admin/" + page.format(pk=root.pk)).status_code == 200
