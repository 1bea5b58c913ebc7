"""Many values at once are compared as __in compares them."""

from typing import Any
from uuid import uuid4

import pytest

from sessions.models import ChatSession, Ward
from sessions.platform.database.in_array import InArray
from tests.factories.evening import make_evening

NAMES = ['It\'s "quoted"', "\\", "%s", "{}", "যাদবপুর", "Jadavpur"]

pytestmark = [pytest.mark.django_db, pytest.mark.costly]


@pytest.mark.long
@pytest.mark.parametrize("numbers", [[], [95], [95, 97, 1000], list(range(500))])
def test_numbers_are_found_as_by_in(numbers: list[int]) -> None:
    for number in (95, 96, 97):
        make_evening(number=number)
    found = Ward.objects.filter(InArray("number", numbers)).order_by("number")
    assert list(found) == list(Ward.objects.filter(number__in=numbers).order_by("number"))


@pytest.mark.parametrize("names", [[], ["Jadavpur"], [*NAMES, "Nowhere"]])
def test_texts_are_found_as_by_in(names: list[str]) -> None:
    for number, name in enumerate(NAMES, start=1):
        Ward.objects.create(number=number, places=name)
    found = Ward.objects.filter(InArray("places", names)).order_by("number")
    assert [ward.places for ward in found] == [name for name in NAMES if name in names]


def test_uuids_are_found_as_by_in_and_for_none_no_query_is_made(django_assert_num_queries: Any) -> None:
    evenings = [make_evening(number=number).chat_session for number in (95, 96, 97)]
    ids = {evenings[0].pk, evenings[2].pk, uuid4()}
    assert set(ChatSession.objects.filter(InArray("pk", ids))) == {evenings[0], evenings[2]}
    with django_assert_num_queries(0):
        assert not ChatSession.objects.filter(InArray("pk", set()))
