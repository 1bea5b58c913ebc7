import pytest

from chatserver.accounts.models import User
from tests.factories.evening import make_person, make_ward
from tests.factories.planning_desk import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]


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


def test_a_ward_is_given_to_new_people_alone_so_that_nobody_is_moved_past_the_rules_of_moving():
    client = client_of(User.objects.create_superuser("root"))
    person = make_person("resident", make_ward(95))
    pages = [client.get(f"/admin/accounts/user/{page}/") for page in ("add", f"{person.pk}/change")]
    assert ['name="ward"' in page.content.decode() for page in pages] == [True, False]
    given = pages[1].context["adminform"].form.initial | {"ward": make_ward(96).pk}
    client.post(f"/admin/accounts/user/{person.pk}/change/", {k: v for k, v in given.items() if v is not None})
    person.refresh_from_db()
    assert person.ward.number == 95
