"""The desk between the evenings: what waits, the oldest first, and every decision as a plain form."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from moderation.matters.recusals import pass_matter_on
from moderation.matters.screening import decline_matter
from moderation.matters.waiting import how_many_late, waiting_in
from sessions.contract.desk_times import MATTER_UNDO_SECONDS
from sessions.models import Closure, Matter, MatterPhoto
from sessions.platform.photos.picture import Picture
from sessions.platform.photos.storage import keep_picture
from sessions.tick import tick
from tests.factories.matters import WardOffice, make_ward_office, on_day
from tests.factories.planning_desk import client_of
from tests.moderation.matters.parts import add_photo, add_reply

pytestmark = pytest.mark.costly

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def browser(office: WardOffice) -> Client:
    return client_of(office.moderator)


def page_of(browser: Client, address: str = "/desk/matters/") -> str:
    return browser.get(address, headers=ENGLISH).content.decode()


def send(browser: Client, matter: Matter, do: str, **fields: Any) -> Any:
    version = fields.pop("version", matter.version)
    address = f"/desk/matters/{matter.pk}/"
    return browser.post(address, {"do": do, "version": version, **fields}, headers=ENGLISH)


def wait_out() -> None:
    """Until nothing can be undone any longer."""
    tick(timezone.now() + timedelta(seconds=MATTER_UNDO_SECONDS))


def test_what_waits_of_each_is_listed_the_oldest_first(office: WardOffice, browser: Client) -> None:
    first, public, other = office.lodge("Lodged first."), office.publish("Is public."), make_ward_office(96).lodge()
    add_reply(public)
    add_photo(public)
    add_photo(public)
    listed = waiting_in({office.ward.pk}, office.moderator)
    assert [(each.what, each.matter_id) for each in listed] == [
        ("words", first.pk),
        ("reply", public.pk),
        ("photo", public.pk),
    ]
    page = page_of(browser)
    assert (first.number in page, other.number in page) == (True, False)
    pass_matter_on(first.pk, moderator=office.moderator, version=1)
    assert [each.what for each in waiting_in({office.ward.pk}, office.moderator)] == ["reply", "photo"]


def test_what_waits_for_more_than_one_working_day_is_marked(office: WardOffice) -> None:
    """Lodged on a Friday, with the Monday closed: late from the Wednesday on."""
    friday = date(2027, 3, 5)
    monday = friday + timedelta(days=3)
    Closure.objects.create(kind="closed", from_on=monday, to_on=monday, reasons={"en": "Holi"})
    with on_day(friday):
        office.lodge()
    counted = {}
    for days in (4, 5):
        with on_day(friday + timedelta(days=days)):
            counted[days] = how_many_late(waiting_in({office.ward.pk}, office.moderator))
            page = page_of(client_of(office.moderator))
    assert counted == {4: 0, 5: 1}
    assert "1 waits for more than one working day." in page


def test_two_hundred_that_wait_cost_no_more_queries_than_two(
    office: WardOffice, browser: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = office.lodge()
    page_of(browser)
    now = timezone.now()
    copies = [
        Matter(
            **{
                field.name: getattr(first, field.name)
                for field in Matter._meta.concrete_fields
                if field.name not in ("id", "serial", "number", "receipt", "salt")
            },
            serial=n,
            number=f"95-{first.year}-{n:04}",
            receipt=f"R{n:09}",
        )
        for n in range(2, 202)
    ]
    Matter.objects.bulk_create(copies)
    MatterPhoto.objects.bulk_create(
        MatterPhoto(matter=each, sha256="0" * 64, width=4, height=2, added_at=now) for each in copies
    )
    with django_assert_max_num_queries(20):
        page = page_of(browser)
    assert page.count('class="button button--quiet" href="/desk/matters/') == 25
    assert len(page.encode()) < 40 * 1024


@pytest.mark.long
def test_every_decision_works_by_its_form(office: WardOffice, browser: Client) -> None:
    matter = office.lodge("The lamp is out.")
    photo = add_photo(matter)
    fields = {"place": "landmark", f"photo-{photo.pk}": "show"}
    assert send(browser, matter, "approve", **fields)["Location"] == "/desk/matters/"
    wait_out()
    matter.refresh_from_db()
    assert (matter.state, matter.is_landmark_only, matter.photos.get().state) == ("open", True, "shown")
    reply = add_reply(matter)
    send(browser, matter, "reply_shown", version=1, reply=str(reply.pk))
    send(browser, matter, "photo_declined", photo=str(photo.pk), reason="personal_data")
    send(browser, matter, "hide_place", place="nothing")
    matter.refresh_from_db()
    assert (matter.is_place_hidden, matter.replies.get().state, matter.photos.get().state) == (
        True,
        "shown",
        "declined",
    )
    send(browser, matter, "take_down", reason="attack", note="")
    matter.refresh_from_db()
    assert matter.state == "removed"
    assert "Removed" in page_of(browser, f"/desk/matters/{matter.pk}/")


@pytest.mark.long
def test_after_a_refusal_the_reason_and_the_note_are_in_the_form_again(office: WardOffice, browser: Client) -> None:
    matter = office.lodge()
    answer = send(browser, matter, "decline", version=9, reason="attack", note="Kept words")
    page = answer.content.decode()
    assert (answer.status_code, 'value="Kept words"' in page, 'value="attack" required checked' in page) == (
        422,
        True,
        True,
    )
    assert "Somebody else has changed this" in page
    for do in ("", "launch", "approve"):
        assert send(browser, matter, do, version="x").status_code == 422
    assert send(browser, matter, "reply_shown", reply="no-id").status_code == 422


def test_what_is_in_doubt_is_said_and_held_first(office: WardOffice, browser: Client) -> None:
    matter = office.lodge("Mr. Ghosh took bribes.")
    page = page_of(browser, f"/desk/matters/{matter.pk}/")
    assert "an accusation against a private person" in page
    refused = send(browser, matter, "approve", place="point")
    assert refused.status_code == 422
    send(browser, matter, "approve", place="point", confirmed="yes")
    wait_out()
    matter.refresh_from_db()
    assert matter.state == "open"


def test_a_number_leads_to_it_also_once_it_is_decided(office: WardOffice, browser: Client) -> None:
    matter = office.lodge()
    decline_matter(matter.pk, moderator=office.moderator, version=1, reason="attack")
    assert browser.get("/desk/matters/", {"number": matter.number})["Location"] == f"/desk/matters/{matter.pk}/"
    assert "There is none with this number" in page_of(browser, "/desk/matters/?number=95-2020-0001")
    assert matter.number in page_of(browser)


def test_other_wards_and_other_people_find_nothing(office: WardOffice, browser: Client, data_dir: Path) -> None:
    picture = Picture.of(b"pixels", (4, 2))
    keep_picture(picture)
    here, there = office.lodge(), make_ward_office(96).lodge()
    addresses = []
    for matter in (here, there):
        photo = add_photo(matter, sha256=picture.sha256)
        base = f"/desk/matters/{matter.pk}/"
        addresses.append([base, f"{base}photos/{photo.pk}/", f"{base}photos/{photo.pk}/blur/"])
    assert [browser.get(each).status_code for each in addresses[0]] == [200, 200, 200]
    assert [browser.get(each).status_code for each in addresses[1]] == [404, 404, 404]
    own = client_of(office.resident)
    assert [own.get(each).status_code for each in addresses[0]] == [403, 403, 403]
    kept_by = browser.get(addresses[0][1])["Cache-Control"]
    assert {"private", "no-store"} <= set(kept_by.split(", "))
    nothing_drawn = browser.post(addresses[0][2], {"version": 1, "seen": picture.sha256, "box": "9 9"})
    assert nothing_drawn.status_code == 422
