"""What nobody may read any longer comes to no reader of a ward's log, however it came to that."""

import pytest
from pytest_django import DjangoAssertNumQueries

from sessions.models import Matter
from tests.factories.matters import WardOffice

pytestmark = pytest.mark.costly


@pytest.mark.long
@pytest.mark.parametrize("step", ["withdraw", "take_down", "merge"])
def test_of_what_is_no_longer_shown_no_words_and_no_place_come(office: WardOffice, step: str) -> None:
    matter = office.publish("Canary words", landmark="Canary lane")
    office.step(matter, "update", text="Canary of the office")
    office.publish("This one stays.")
    office.step(matter, step)
    told = office.public_events()
    assert "Canary" not in str(told)
    assert [each.get("text") for each in told if each["type"] == "matter.published"] == [None, "This one stays."]


def test_a_hidden_place_comes_to_no_reader(office: WardOffice) -> None:
    matter = office.publish()
    Matter.objects.filter(pk=matter.pk).update(is_place_hidden=True)
    assert "place" not in office.public_events()[0]


def test_what_is_withheld_costs_few_queries(
    office: WardOffice, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The months, and for each page of a log: its events, and the hidden ones among them."""
    for _each in range(3):
        office.publish()
    with django_assert_num_queries(4):
        assert len(office.public_events()) == 3
