"""What the office types: amounts, web addresses, and the numbers of what it answers."""

import pytest

from sessions.activities.answered_matters import read_answers
from sessions.activities.facts import read_source_link
from sessions.activities.rupees import plain_rupees, read_rupees
from sessions.models import PromiseState
from sessions.models.activity_numbers import read_activity_number
from sessions.platform.refusals import Refused
from tests.factories.matters import WardOffice, make_ward_office
from tests.factories.promises import promise_of


@pytest.mark.parametrize(
    ("written", "paise"),
    [
        ("", None),
        ("1,25,000", 12_500_000),
        ("১,২৫,০০০", 12_500_000),
        ("₹ १,२५,०००.५", 12_500_050),
        ("۱۲۵۰۰۰٫۵۰", 12_500_050),
        ("Rs. 125,000/-", 12_500_000),
        ("0", 0),
    ],
)
def test_an_amount_is_read_as_people_write_it(written: str, paise: int | None) -> None:
    assert read_rupees(written) == paise


@pytest.mark.parametrize(
    "written", ["-5", "−5", "1,25", "1.25.000", "two lakh", "1e9", "9" * 12, "9" * 400, "১,২৫", "NaN"]
)
def test_what_is_no_amount_is_refused(written: str) -> None:
    with pytest.raises(Refused) as refused:
        read_rupees(written)
    assert refused.value.code == "bad_field"


def test_an_amount_is_written_into_the_form_as_it_can_be_read_again() -> None:
    for paise in (0, 5, 12_500_000, 12_500_050):
        assert read_rupees(plain_rupees(paise)) == paise


@pytest.mark.parametrize(
    "written",
    [
        "http://kmc.gov.in/",
        "javascript:alert(1)",
        "https://me@kmc.gov.in/",
        "https://",
        "kmc.gov.in",
        "https://a.in/" + "a" * 500,
    ],
)
def test_a_source_is_a_plain_https_address(written: str) -> None:
    assert read_source_link(" https://www.kmcgov.in/budget?y=2027 ") == "https://www.kmcgov.in/budget?y=2027"
    with pytest.raises(Refused):
        read_source_link(written)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("95-A-2027-3", "95-A-2027-3"),
        (" ৯৫/a/২০২৭/৩", "95-A-2027-3"),
        ("x-a-2027-03", "X-A-2027-3"),
        ("95-2027-3", None),
    ],
)
def test_a_number_is_read_from_any_script(written: str, number: str | None) -> None:
    assert read_activity_number(written) == number


@pytest.mark.costly
def test_what_it_answers_is_found_by_its_number_in_any_digits(office: WardOffice) -> None:
    matter, promise = office.publish(), promise_of(office)
    in_bengali = matter.number.translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))
    found = read_answers(f"{in_bengali}, {promise.number}; {matter.number}", office.ward)
    assert found.numbers == [matter.number, promise.number]
    assert read_answers("", office.ward).numbers == []


@pytest.mark.costly
def test_what_is_not_public_or_of_another_ward_cannot_be_linked(office: WardOffice) -> None:
    there = make_ward_office(96)
    withdrawn = office.publish("Withdrawn.")
    office.step(withdrawn, "withdraw")
    proposed = promise_of(office)
    proposed.state = PromiseState.PROPOSED
    proposed.save()
    wrong = (office.lodge().number, withdrawn.number, proposed.number, "95-2027-9999", "the drain")
    elsewhere = (there.publish().number, promise_of(there).number)
    for number in (*wrong, *elsewhere):
        with pytest.raises(Refused) as refused:
            read_answers(number, office.ward)
        assert refused.value.code == "bad_field"
    assert office.ward.borough is not None
    assert read_answers(", ".join(elsewhere), office.ward.borough).numbers == list(elsewhere)
    with pytest.raises(Refused, match="too_long"):
        read_answers(", ".join(f"95-2027-{each:04}" for each in range(21)), office.ward)
