from typing import Any

import pytest

from sessions.city.wards.cool_downs import cool_down_days
from sessions.city.wards.ward_change import choose_ward
from sessions.models import Change
from tests.factories.evening import make_person
from tests.factories.planning_desk import Desk, errors_beside, make_desk, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]
ADDRESS = "/planning/moves/"


def move(desk: Desk, name: str, before: int, after: int, label: str = "") -> Any:
    person = make_person(name, desk.wards[before], label=label)
    choose_ward(person, desk.wards[after])
    return person


def test_the_clerks_of_the_old_and_of_the_new_ward_see_a_move_by_the_name_that_is_shown():
    desk = make_desk(95, 96, 97, ward_clerk_of=95)
    move(desk, "secret-one", 95, 96, label="Lamplighter")
    move(desk, "secret-two", 97, 95)
    move(desk, "secret-three", 96, 97, label="Elsewhere")
    html = desk.get(ADDRESS)
    page = words_of(html)
    assert "No name chosen Ward 97 → Ward 95" in page
    assert "Lamplighter Ward 95 → Ward 96" in page
    assert ("Elsewhere" in page, "secret" in html) == (False, False)


def test_a_first_choice_is_no_move():
    desk = make_desk(95)
    choose_ward(make_person("new"), desk.wards[95])
    assert "Nobody has changed their ward yet." in words_of(desk.get(ADDRESS))


def test_a_clerk_of_the_borough_sets_it_for_all_its_wards_and_for_one():
    desk = make_desk(95, 96)
    borough = desk.wards[95].borough
    assert borough is not None
    assert desk.post(ADDRESS, place=f"borough-{borough.pk}", days="৩০").status_code == 302
    assert desk.post(ADDRESS, place="ward-96", days="10").status_code == 302
    assert [cool_down_days(desk.wards[number]) for number in (95, 96)] == [30, 10]
    page = words_of(desk.get(ADDRESS))
    assert ("Borough X 30 days" in page, "Ward 96 10 days" in page) == (True, True)
    assert "The minimum time between ward changes was set" in words_of(desk.get("/planning/changes/"))


def test_a_clerk_of_one_ward_sets_it_for_no_other():
    desk = make_desk(95, 96, ward_clerk_of=95)
    borough = desk.wards[95].borough
    assert borough is not None
    for place in ("ward-96", f"borough-{borough.pk}"):
        assert desk.post(ADDRESS, place=place, days="0").status_code == 422
    assert Change.objects.filter(subject="cool_down").count() == 0


@pytest.mark.parametrize("days", ["", "-1", "731", "many"])
def test_days_without_sense_are_refused_beside_their_field(days: str):
    desk = make_desk(95)
    page = desk.post(ADDRESS, place="ward-95", days=days)
    assert (page.status_code, len(errors_beside(page, "days"))) == (422, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_as_many_queries_for_three_moves_as_for_one(rows: int, django_assert_num_queries: Any):
    desk = make_desk(95, 96)
    for index in range(rows):
        move(desk, f"mover-{index}", 95, 96)
    desk.get(ADDRESS)
    with django_assert_num_queries(13):
        desk.get(ADDRESS)
