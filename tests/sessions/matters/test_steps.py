"""Complaints and suggestions: numbers, states, and what the ward's log says of each step."""

from datetime import date

import pytest
from django.db import transaction

from sessions.matters.matter_numbers import read_matter_number
from sessions.matters.steps import lock_matter, take_matter_step
from sessions.models import ENDED_STATES, WORK_STATES, MatterKind, MatterState
from sessions.models.matters.transitions import MATTER_TRANSITIONS, STEPS_BY, By, state_after
from sessions.platform.refusals import Refused
from tests.factories.matters import PLACE, WardOffice, on_day


@pytest.mark.costly
def test_numbers_count_from_one_in_each_ward_and_year(office: WardOffice) -> None:
    with on_day(date(2027, 12, 31), hour=23):
        first, second = office.lodge(), office.lodge("A second one.")
    with on_day(date(2028, 1, 1), hour=0):
        third = office.lodge("In the new year.")
    assert [each.number for each in (first, second, third)] == ["95-2027-0001", "95-2027-0002", "95-2028-0001"]
    assert len({each.receipt for each in (first, second, third)}) == 3


@pytest.mark.parametrize("words", ["95-2027-0143", " ৯৫–২০২৭–০১৪৩ ", "95 2027 143", "९५/२०२७/१४३"])
def test_a_number_is_read_as_people_write_it(words: str) -> None:
    assert read_matter_number(words) == "95-2027-0143"


@pytest.mark.parametrize("words", ["", "95-2027", "9" * 50, "95-2027-0143-1", "٠"])
def test_what_cannot_be_a_number_is_none(words: str) -> None:
    assert read_matter_number(words) is None


def test_nothing_of_what_waits_is_public_and_the_desk_hears_no_words(office: WardOffice) -> None:
    matter = office.lodge("Only the desk knows this.")
    assert office.public_events() == []
    [lodged] = office.desk_events()
    assert (lodged["type"], lodged["number"]) == ("matter.lodged", matter.number)
    assert "Only the desk" not in str(lodged)


@pytest.mark.costly
def test_the_public_log_tells_the_words_the_place_and_each_step(office: WardOffice) -> None:
    with on_day(date(2027, 3, 1)):
        matter = office.publish()
        office.step(matter, "acknowledge", agency="Drainage", due_on="2027-03-30")
    published, acknowledged = office.public_events()
    assert published["place"] == {"landmark": PLACE["landmark"], "lat": 22.4989, "lon": 88.3712}
    assert (published["acknowledge_by"], published["due_on"]) == ("2027-03-10", "2027-03-30")
    assert acknowledged["step"] == "acknowledge"
    assert acknowledged["state"] == "acknowledged"
    assert acknowledged["agency"] == "Drainage"
    assert [each.event.type for each in matter.events.all()] == ["matter.lodged", "matter.published", "matter.stepped"]


@pytest.mark.costly
def test_where_the_place_would_betray_somebody_only_the_landmark_is_public(office: WardOffice) -> None:
    office.category.is_place_hidden = True
    office.category.save()
    office.publish()
    [published] = office.public_events()
    assert published["place"] == {"landmark": PLACE["landmark"]}


def test_a_step_that_the_table_does_not_have_is_refused_and_saves_nothing(office: WardOffice) -> None:
    matter = office.publish()
    with pytest.raises(Refused) as refusal, transaction.atomic():
        take_matter_step(lock_matter(matter.pk), "confirm", by=By.RESIDENT)
    assert refusal.value.code == "state"
    assert len(office.public_events()) == 1


def test_of_two_people_at_once_the_second_is_told(office: WardOffice) -> None:
    matter = office.publish()
    office.step(matter, "start")
    with pytest.raises(Refused) as refusal, transaction.atomic():
        lock_matter(matter.pk, version=matter.version)
    assert refusal.value.code == "stale"
    assert refusal.value.facts["state"] == "in_progress"


def test_what_was_withdrawn_before_it_was_public_stays_at_the_desk(office: WardOffice) -> None:
    office.step(office.lodge(), "withdraw")
    assert office.public_events() == []
    assert [each["type"] for each in office.desk_events()] == ["matter.lodged", "matter.withdrawn"]


@pytest.mark.parametrize("kind", MatterKind)
def test_each_state_can_be_reached_and_each_that_is_under_way_can_be_left(kind: str) -> None:
    table = MATTER_TRANSITIONS[kind]
    reached = {MatterState.WAITING}
    while more := {to for step in table.values() for state, to in step.items() if state in reached} - reached:
        reached |= more
    others = MATTER_TRANSITIONS[{"complaint": "suggestion", "suggestion": "complaint"}[kind]]
    only_others = {to for step in others.values() for to in step.values()} - {
        to for step in table.values() for to in step.values()
    }
    assert reached == set(MatterState) - only_others
    for state in reached & set(WORK_STATES):
        ends = {"claim_done", "finish", "not_accept", "refuse"}
        assert any(state_after(kind, step, state) in ENDED_STATES for step in ends), state


def test_each_step_is_somebodys() -> None:
    assert set(STEPS_BY) == {step for table in MATTER_TRANSITIONS.values() for step in table}
