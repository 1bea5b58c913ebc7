"""One's own photos: the person who sent them sees each with its state; until one is approved, nobody else sees it."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from moderation.matters.photos import decline_photo, show_photo
from sessions.matters.lodging.lodging import LodgedPhoto
from sessions.matters.pages.lodging.own_photos import SHOWN_S
from sessions.models import Matter
from sessions.platform.photos.picture import Picture
from sessions.platform.photos.storage import keep_picture
from sessions.platform.text.text_input import CleanText
from tests.factories.matters import WardOffice
from tests.factories.planning_desk import client_of

pytestmark = pytest.mark.costly

RECEIPT = "/matters/receipt/"
PICTURES = ("a full drain", "the same from near", "the street")


@pytest.fixture
def matter(office: WardOffice, settings: Any, tmp_path: Path) -> Matter:
    """Public, with three photos: one waits, one is shown, one is declined."""
    settings.DATA_DIR = tmp_path
    photos = []
    for alt in PICTURES:
        picture = Picture.of(alt.encode(), (40, 20))
        keep_picture(picture)
        photos.append(LodgedPhoto(sha256=picture.sha256, width=40, height=20, alt=CleanText(alt)))
    matter = office.publish("The drain overflows.", photos=photos)
    by_alt = {each.alt: each for each in matter.photos.all()}
    show_photo(matter.pk, by_alt[PICTURES[1]].pk, moderator=office.moderator, version=matter.version)
    declined = by_alt[PICTURES[2]].pk
    decline_photo(matter.pk, declined, moderator=office.moderator, version=matter.version, reason="personal_data")
    return matter


def page_of(response: Any) -> str:
    return unescape(response.content.decode())


def addresses_in(page: str) -> list[str]:
    return re.findall(r'<a href="([^"]*/own-photo/[^"]*)"', page)


def by_account(matter: Matter) -> tuple[Client, str]:
    browser = client_of(matter.author)
    return browser, page_of(browser.get(f"/me/matters/{matter.number}/"))


def by_receipt(matter: Matter) -> tuple[Client, str]:
    browser = Client(enforce_csrf_checks=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', page_of(browser.get(RECEIPT)))
    assert token is not None
    return browser, page_of(browser.post(RECEIPT, {"code": matter.receipt, "csrfmiddlewaretoken": token[1]}))


@pytest.mark.parametrize("come", [by_account, by_receipt])
def test_the_author_sees_each_photo_with_its_state_and_the_reason_of_a_refusal(matter: Matter, come: Any) -> None:
    browser, page = come(matter)
    assert [browser.get(each).content.decode() for each in addresses_in(page)] == list(PICTURES)
    states = re.findall(r'data-photo="(\w+)"', page)
    assert states == ["waiting", "shown", "declined"]
    assert "Names a private person or shows personal data" in page[page.index(PICTURES[2]) :].partition("</figure>")[0]
    assert matter.receipt not in "".join(addresses_in(page))


@pytest.mark.long
@pytest.mark.parametrize("come", [by_account, by_receipt])
def test_no_cache_keeps_it_and_nobody_else_gets_it_by_its_address(
    office: WardOffice, matter: Matter, come: Any
) -> None:
    browser, page = come(matter)
    for address in addresses_in(page):
        assert {"private", "no-store"} <= set(browser.get(address)["Cache-Control"].split(", "))
        others = [Client(), client_of(office.neighbours[0]), client_of(office.official), by_receipt(matter)[0]]
        assert [each.get(address).status_code for each in others] == [404] * 4
    waiting, _shown, declined = matter.photos.all()
    for photo in (waiting, declined):
        assert browser.get(f"/photos/{photo.pk}/{photo.version}.webp").status_code == 404


@pytest.mark.parametrize("come", [by_account, by_receipt])
def test_an_address_ends_after_a_while_and_a_changed_one_finds_nothing(matter: Matter, come: Any) -> None:
    browser, page = come(matter)
    address = addresses_in(page)[0]
    assert browser.get(address.replace("/own-photo/", "/own-photo/x")).status_code == 404
    assert browser.get(f"/matters/own-photo/{'x' * 3000}/").status_code == 404
    with time_machine.travel(timezone.now() + timedelta(seconds=SHOWN_S + 2)):
        assert browser.get(address).status_code == 404


def test_a_photo_that_a_moderator_blurs_is_shown_to_its_author_as_it_is_then(matter: Matter) -> None:
    browser, page = by_account(matter)
    blurred = Picture.of(b"blurred", (40, 20))
    keep_picture(blurred)
    matter.photos.filter(alt=PICTURES[0]).update(sha256=blurred.sha256, is_blurred=True)
    assert browser.get(addresses_in(page)[0]).content == b"blurred"
