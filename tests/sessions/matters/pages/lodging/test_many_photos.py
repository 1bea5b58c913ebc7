"""While too many photos come at once, a complaint is taken with its photos, which are prepared a little later."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from chatserver.operations.workers.photo_thread import PhotoThread
from sessions.matters.lodging import unprepared_files
from sessions.matters.lodging.preparing_photos import forget_unused_files
from sessions.models import Matter, MatterPhoto, UnpreparedPhoto
from sessions.platform.photos import preparing
from tests.factories.matters import WardOffice
from tests.factories.planning_desk import client_of
from tests.sessions.matters.pages.lodging.test_new import NEW, fields, page_of, value_of
from tests.sessions.platform.photos.files import corners, file_of, noise

pytestmark = pytest.mark.costly

PREPARED_LATER = "it is prepared a little later"


@pytest.fixture
def crowd(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExitStack]:
    """Crowd the preparation: as many photos are being prepared, or wait for that, as may; until the stack is closed."""
    settings.DATA_DIR = tmp_path
    with ExitStack() as stack:
        for _each in range(preparing.MOST_COMING):
            preparing.coming.acquire()
            stack.callback(preparing.coming.release)
        yield stack


@pytest.fixture
def client_of_resident(office: WardOffice, client: Client) -> Client:
    client.force_login(office.resident)
    return client


def photo(file: bytes | None = None, claimed: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile("a.jpg", file or file_of(corners()), content_type=claimed)


@pytest.mark.costly
def test_a_complaint_with_a_photo_is_taken_at_once_and_the_photo_comes_to_it(
    client_of_resident: Client, crowd: ExitStack, office: WardOffice
) -> None:
    look = client_of_resident.post(NEW, fields(photos=[photo()]))
    page = page_of(look)
    assert (look.status_code, PREPARED_LATER in page) == (200, True)
    reference = value_of(page, "kept_photo")
    assert client_of_resident.get(f"{NEW}photo/{reference}/").status_code == 404
    sent = client_of_resident.post(NEW, fields(do="send", kept_photo=[reference], kept_alt=["A full drain"]))
    assert sent.status_code == 302
    own = page_of(client_of_resident.get(sent["Location"]))
    assert "1 photo is being prepared" in own
    crowd.close()
    PhotoThread().take_turn()
    own = page_of(client_of_resident.get(sent["Location"]))
    assert "being prepared" not in own
    assert "A full drain" in own
    assert (MatterPhoto.objects.get().state, UnpreparedPhoto.objects.count()) == ("waiting", 0)
    matter = Matter.objects.get()
    assert "A full drain" not in page_of(Client().get(f"/matters/{matter.number}/"))


def test_the_phone_that_sends_it_unseen_gets_it_sent(client_of_resident: Client, crowd: ExitStack) -> None:
    photos = [photo(), photo(file_of(noise((30, 20))))]
    assert client_of_resident.post(NEW, fields(do="background", photos=photos)).status_code == 302
    assert UnpreparedPhoto.objects.count() == 2


def test_the_same_photo_chosen_twice_is_one(client_of_resident: Client, crowd: ExitStack) -> None:
    page = page_of(client_of_resident.post(NEW, fields(do="change", photos=[photo(), photo()])))
    reference = value_of(page, "kept_photo")
    again = page_of(client_of_resident.post(NEW, fields(do="change", kept_photo=[reference], photos=[photo()])))
    assert (page.count('name="kept_photo"'), again.count('name="kept_photo"')) == (1, 1)


def test_what_its_first_bytes_show_is_refused_at_once(client_of_resident: Client, crowd: ExitStack) -> None:
    page = page_of(client_of_resident.post(NEW, fields(photos=[photo(b"<svg/>", "image/svg+xml")])))
    assert "This file is a drawing" in page
    page = page_of(client_of_resident.post(NEW, fields(photos=[photo(claimed="image/png")])))
    assert "another type than its name says" in page


def test_one_that_cannot_be_read_is_told_on_the_page_of_the_complaint(
    client_of_resident: Client, crowd: ExitStack
) -> None:
    torn = file_of(noise((64, 64)))[:400]
    sent = client_of_resident.post(NEW, fields(do="background", photos=[photo(torn)]))
    crowd.close()
    PhotoThread().take_turn()
    assert "its file is damaged or incomplete" in page_of(client_of_resident.get(sent["Location"]))


def test_nobody_else_can_send_it_and_a_full_folder_asks_to_come_again(
    client_of_resident: Client, crowd: ExitStack, office: WardOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = value_of(page_of(client_of_resident.post(NEW, fields(do="change", photos=[photo()]))), "kept_photo")
    stranger = Client()
    stranger.force_login(office.neighbours[0])
    assert stranger.post(NEW, fields(kept_photo=[reference], do="send")).status_code == 302
    assert UnpreparedPhoto.objects.count() == 0
    monkeypatch.setattr(unprepared_files, "MOST_FILES", 0)
    response = client_of_resident.post(NEW, fields(photos=[photo()]))
    assert (response.status_code, "Many photos are arriving" in page_of(response)) == (422, True)


def test_a_clerk_who_enters_it_need_not_wait_either(crowd: ExitStack, office: WardOffice) -> None:
    given = fields(source="phone", consented="on", read_back="on", photos=[photo()])
    assert client_of(office.clerk).post("/office/enter/", given).status_code == 302
    assert UnpreparedPhoto.objects.count() == 1


def test_a_photo_whose_form_was_open_too_long_is_asked_for_again(client_of_resident: Client, crowd: ExitStack) -> None:
    reference = value_of(page_of(client_of_resident.post(NEW, fields(do="change", photos=[photo()]))), "kept_photo")
    with time_machine.travel(timezone.now() + timedelta(seconds=unprepared_files.UNUSED_FILE_S + 5)):
        forget_unused_files()
    again = client_of_resident.post(NEW, fields(do="send", kept_photo=[reference], kept_alt=["A full drain"]))
    assert (again.status_code, Matter.objects.count()) == (422, 0)
    page = page_of(again)
    assert "Please choose it again." in page
    assert 'name="kept_photo"' not in page
    assert client_of_resident.post(NEW, fields(do="send")).status_code == 302
