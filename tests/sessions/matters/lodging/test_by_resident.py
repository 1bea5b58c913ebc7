"""A resident lodges: once for each form, within limits, and unless the ward's staff keep them out."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from sessions.matters.lodging.by_resident import is_same_place, lodge_by_resident
from sessions.matters.lodging.lodging import LodgedPhoto, NewMatter
from sessions.models import Ban, Matter, MatterPhoto, Mute
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import CleanText
from tests.factories.evening import make_evening, make_person, make_ward
from tests.factories.matters import WardOffice, make_category, on_day

pytestmark = pytest.mark.costly


def lodged(office: WardOffice, text: str = "The drain overflows.", **fields: object) -> NewMatter:
    given = {"author": office.resident, "ward": office.ward, "category": office.category, **fields}
    return NewMatter(kind="complaint", text=CleanText(text), **given)


def refusal_of(wish: NewMatter) -> Refused:
    before = Matter.objects.count()
    with pytest.raises(Refused) as refusal:
        lodge_by_resident(wish)
    assert Matter.objects.count() == before
    return refusal.value


def test_the_same_form_sent_twice_is_one_even_hours_later(office: WardOffice) -> None:
    wish = lodged(office, ref=uuid4())
    with on_day(date(2027, 3, 1), hour=9):
        first = lodge_by_resident(wish)
    with on_day(date(2027, 3, 1), hour=20):
        assert lodge_by_resident(wish) == first
    assert len(office.desk_events()) == 1


def test_a_form_sent_again_with_other_words_is_told_so_and_nothing_is_lost(office: WardOffice) -> None:
    wish = lodged(office, ref=uuid4())
    first = lodge_by_resident(wish)
    refused = refusal_of(replace(wish, text=CleanText("Other words.")))
    assert (refused.code, refused.facts) == ("conflict", {"number": first.number})
    assert lodge_by_resident(replace(wish, text=CleanText("Other words."), ref=uuid4())) != first


def test_nobody_gets_the_complaint_of_another_by_its_ref(office: WardOffice) -> None:
    wish = lodged(office, ref=uuid4())
    first = lodge_by_resident(wish)
    other = lodge_by_resident(replace(wish, author=office.neighbours[0]))
    assert (other.author, other.pk != first.pk) == (office.neighbours[0], True)


def test_the_same_words_moments_later_are_the_same_and_about_another_place_are_not(office: WardOffice) -> None:
    wish = lodged(office, ref=uuid4(), landmark="Jora Bridge")
    first = lodge_by_resident(wish)
    assert lodge_by_resident(replace(wish, ref=uuid4())) == first
    assert lodge_by_resident(replace(wish, ref=uuid4(), landmark=CleanText("Lake Market"))) != first


@pytest.mark.long
def test_three_a_day_and_ten_a_month_are_enough_and_a_hundred_are_refused_kindly(office: WardOffice) -> None:
    codes, free = [], []
    for day in range(1, 26):
        with on_day(date(2027, 3, day)):
            for number in range(4):
                try:
                    lodge_by_resident(lodged(office, f"Number {day} {number}."))
                    codes.append("")
                except Refused as refused:
                    assert refused.retry
                    codes.append(refused.code)
                    free.append(refused.facts["free_on"])
    assert (codes.count(""), codes.count("too_often")) == (10, 90)
    assert free[:3] == ["2027-03-02", "2027-03-03", "2027-03-04"]
    assert free[-1] == "2027-04-01"
    with on_day(date(2027, 4, 1)):
        assert lodge_by_resident(lodged(office, "A new month.")).pk


def test_one_at_a_place_while_it_is_open(office: WardOffice) -> None:
    first = lodge_by_resident(lodged(office, lat=Decimal("22.4989"), lon=Decimal("88.3712")))
    near = lodged(office, "It is worse now.", lat=Decimal("22.4997"), lon=Decimal("88.3712"))
    refused = refusal_of(near)
    assert (refused.code, refused.facts["number"]) == ("already_lodged", first.number)
    assert first.number in str(refused.message)
    assert not is_same_place(first, replace(near, lat=Decimal("22.4999")))
    assert lodge_by_resident(replace(near, category=make_category("lamps"))).pk
    assert lodge_by_resident(replace(near, author=office.neighbours[0])).pk
    office.step(first, "withdraw")
    assert lodge_by_resident(near).state == "waiting"


def test_without_a_point_the_same_landmark_is_the_same_place(office: WardOffice) -> None:
    lodge_by_resident(lodged(office, landmark="Jora Bridge"))
    assert refusal_of(lodged(office, "Again.", landmark="jora bridge")).code == "already_lodged"
    assert lodge_by_resident(lodged(office, "Nowhere said.")).pk


def test_a_place_in_another_ward_goes_to_its_office(office: WardOffice) -> None:
    there = make_ward(96)
    matter = lodge_by_resident(lodged(office, ward=there))
    assert (matter.number[:3], matter.ward) == ("96-", there)


def test_who_has_not_agreed_to_the_notice_is_asked_first(office: WardOffice) -> None:
    assert refusal_of(lodged(office, author=make_person("newcomer"))).code == "consent"


@pytest.mark.django_db
def test_the_banned_and_the_muted_are_told_why_and_until_when() -> None:
    evening = make_evening()
    [banned, muted, other] = evening.residents
    now = timezone.now()
    Ban.objects.create(
        person=banned,
        ward=evening.ward,
        reason="Threats",
        from_at=now,
        until_at=now + timedelta(days=3),
        banned_by=evening.clerk,
    )
    Mute.objects.create(chat_session=evening.chat_session, person=muted, until=now + timedelta(minutes=9))
    wish = NewMatter(
        ward=evening.ward, kind="complaint", category=make_category(), text=CleanText("Words."), author=banned
    )
    assert (refusal_of(wish).code, "Threats" in str(refusal_of(wish).message)) == ("banned", True)
    refused = refusal_of(replace(wish, author=muted))
    assert (refused.code, 0 < (refused.after_ms or 0) <= 9 * 60_000) == ("muted", True)
    assert lodge_by_resident(replace(wish, author=other)).pk
    assert lodge_by_resident(replace(wish, ward=make_ward(96))).pk


def test_photos_come_with_it_and_wait_too(office: WardOffice) -> None:
    photo = LodgedPhoto(sha256="a" * 64, width=40, height=20, alt=CleanText("A full drain"))
    matter = lodge_by_resident(lodged(office, photos=[photo]))
    kept = MatterPhoto.objects.get(matter=matter)
    assert (kept.sha256, kept.state, kept.use, kept.alt) == ("a" * 64, "waiting", "lodged", "A full drain")
