"""One's own: found by account or receipt, with its whole history, and withdrawn."""

import pytest
from django.utils.translation import override

from sessions.matters.categories import guess_category
from sessions.matters.lodging.next_words import next_words
from sessions.matters.lodging.own import find_by_receipt, find_own, is_matter_withdrawable, withdraw_matter
from sessions.matters.lodging.own_history import own_history
from sessions.platform.refusals import Refused
from tests.factories.matters import WardOffice, make_category


def test_it_is_found_by_its_author_and_by_its_receipt_as_people_write_it(office: WardOffice) -> None:
    matter = office.lodge()
    assert find_own(office.resident, matter.number) == matter
    code = matter.receipt
    assert find_by_receipt(f" {code[:4].lower()}-{code[4:]} ") == matter
    assert find_by_receipt("00000000000") is None
    with pytest.raises(Refused):
        find_own(office.neighbours[0], matter.number)
    with pytest.raises(Refused):
        find_own(office.resident, "no number")


def test_its_author_sees_what_nobody_else_does_yet(office: WardOffice) -> None:
    matter = office.lodge()
    assert [str(step.words) for step in own_history(matter)] == ["Received"]
    assert "moderator" in str(next_words(matter))


@pytest.mark.costly
def test_the_history_says_each_step_with_the_words_of_the_office(office: WardOffice) -> None:
    matter = office.publish()
    office.step(matter, "acknowledge", agency="Drainage", due_on="2027-03-30")
    office.step(matter, "update", text="The pump is ordered.")
    office.step(matter, "withdraw")
    told = [(str(step.words), str(step.detail), step.said) for step in own_history(matter)]
    assert told == [
        ("Received", "", ""),
        ("Everybody can read it", "", ""),
        ("Acknowledged", "Drainage", ""),
        ("News from the office", "", "The pump is ordered."),
        ("You withdrew it", "", ""),
    ]


def test_the_ward_office_is_named_in_the_readers_language(office: WardOffice) -> None:
    matter = office.publish()
    office.step(matter, "acknowledge", agency="Ward office", due_on="2027-03-30")
    with override("bn"):
        assert [str(step.detail) for step in own_history(matter)][-1] == "ওয়ার্ড দপ্তর"


@pytest.mark.costly
def test_it_is_withdrawn_before_and_after_it_is_public_and_only_once(office: WardOffice) -> None:
    for matter in (office.lodge("One."), office.publish("Two.")):
        assert is_matter_withdrawable(matter)
        assert withdraw_matter(matter.pk, person=office.resident).state == "withdrawn"
        with pytest.raises(Refused):
            withdraw_matter(matter.pk, person=office.resident)


def test_a_category_is_guessed_by_whole_words_and_the_last_is_for_the_rest(office: WardOffice) -> None:
    lamps = make_category("lamps", keywords="lamp;alo;আলো", position=1)
    rest = make_category("rest", position=99)
    assert guess_category("Two lamps are broken") == lamps
    assert guess_category("রাস্তার আলোগুলি জ্বলে না") == lamps
    assert guess_category("Come along") == rest
