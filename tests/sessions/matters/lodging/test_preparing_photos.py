"""Photos that were kept as they were sent, while too many came at once: each is made later, once, or told about."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from sessions.matters.lodging import unprepared_files
from sessions.matters.lodging.lodging import LodgedFile
from sessions.matters.lodging.preparing_photos import (
    CLAIMED_FOR,
    forget_unused_files,
    prepare_next_photo,
)
from sessions.matters.lodging.unprepared_files import FOLDER, keep_unprepared, read_unprepared
from sessions.models import Matter, MatterPhoto, UnpreparedPhoto
from sessions.photos import preparing
from sessions.photos.storage import UNUSED_PHOTO_S, read_kept
from sessions.refusals import Refused
from tests.factories.matters import WardOffice
from tests.sessions.photos.files import claiming, corners, file_of, noise


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def lodge_with(office: WardOffice, *files: bytes) -> Matter:
    photos = [LodgedFile(name=keep_unprepared(file), alt=f"photo {place}") for place, file in enumerate(files, 1)]
    return office.lodge(photos=photos)


def kept_files(data_dir: Path) -> int:
    return len(list((data_dir / FOLDER).iterdir()))


def test_each_becomes_a_photo_that_waits_for_a_moderator_in_the_order_in_which_they_were_chosen(
    office: WardOffice, data_dir: Path, django_capture_on_commit_callbacks: Any
) -> None:
    matter = lodge_with(office, file_of(corners()), file_of(noise((30, 30)), "PNG"))
    sent = list(matter.unprepared_photos.all())
    assert not matter.photos.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert [prepare_next_photo() for _each in range(3)] == [True, True, False]
    made = list(matter.photos.all())
    assert [(each.pk, each.alt, each.state, each.added_at) for each in made] == [
        (each.pk, f"photo {place}", "waiting", each.added_at) for place, each in enumerate(sent, 1)
    ]
    assert all((read_kept(each.sha256) or b"").startswith(b"RIFF") for each in made)
    assert (kept_files(data_dir), UnpreparedPhoto.objects.count()) == (0, 0)


def test_one_that_cannot_be_read_keeps_no_other_from_its_place_and_its_row_says_why(
    office: WardOffice, data_dir: Path, django_capture_on_commit_callbacks: Any
) -> None:
    torn = file_of(noise((64, 64)))[:400]
    matter = lodge_with(office, torn, claiming("PNG"), file_of(corners()))
    with django_capture_on_commit_callbacks(execute=True):
        while prepare_next_photo():
            pass
    assert [each.alt for each in matter.photos.all()] == ["photo 3"]
    assert [(each.fault, each.alt) for each in matter.unprepared_photos.all()] == [
        ("damaged", ""),
        ("too_many_pixels", ""),
    ]
    assert kept_files(data_dir) == 0


def test_a_file_that_is_gone_is_told_too(office: WardOffice, data_dir: Path) -> None:
    matter = lodge_with(office, file_of(corners()))
    next((data_dir / FOLDER).iterdir()).unlink()
    assert prepare_next_photo()
    assert matter.unprepared_photos.get().fault == "damaged"


def test_one_whose_thread_was_killed_is_taken_again_also_after_a_clock_that_was_wrong(office: WardOffice) -> None:
    matter = lodge_with(office, file_of(corners()))
    rows = UnpreparedPhoto.objects.all()
    rows.update(claimed_until=timezone.now() + CLAIMED_FOR - timedelta(seconds=5))
    assert not prepare_next_photo()
    with time_machine.travel(timezone.now() + CLAIMED_FOR):
        assert prepare_next_photo()
    other = lodge_with(office, file_of(corners()))
    rows.update(claimed_until=timezone.now() + timedelta(days=365))
    assert prepare_next_photo()
    assert [matter.photos.count(), other.photos.count()] == [1, 1]


def test_without_a_turn_or_room_on_the_disk_it_stays_and_comes_later(
    office: WardOffice, monkeypatch: pytest.MonkeyPatch, data_dir: Path
) -> None:
    matter = lodge_with(office, file_of(corners()))
    with monkeypatch.context() as patched, preparing.waiting_turn(), preparing.waiting_turn():
        patched.setattr(preparing, "WAIT_S", 0)
        assert not prepare_next_photo()
    with monkeypatch.context() as patched, time_machine.travel(timezone.now() + CLAIMED_FOR):
        patched.setattr("sessions.photos.storage.FREE_BYTES_BESIDE_PHOTOS", 2**62)
        assert not prepare_next_photo()
    assert (matter.unprepared_photos.get().fault, kept_files(data_dir)) == ("", 1)
    with time_machine.travel(timezone.now() + 3 * CLAIMED_FOR):
        assert prepare_next_photo()
    assert matter.photos.count() == 1


@pytest.mark.parametrize("made_between", [False, True])
def test_one_file_that_comes_with_two_complaints_is_a_photo_of_both(office: WardOffice, made_between: bool) -> None:
    photo = LodgedFile(name=keep_unprepared(file_of(corners())), alt="a drain")
    first = office.lodge(photos=[photo])
    if made_between:
        assert prepare_next_photo()
    second = office.lodge(photos=[photo])
    while prepare_next_photo():
        pass
    assert [[each.alt for each in matter.photos.all()] for matter in (first, second)] == [["a drain"], ["a drain"]]
    assert UnpreparedPhoto.objects.count() == 0


def test_a_damaged_file_that_comes_with_two_complaints_is_told_of_both(office: WardOffice) -> None:
    photo = LodgedFile(name=keep_unprepared(file_of(noise((64, 64)))[:400]))
    first = office.lodge(photos=[photo])
    assert prepare_next_photo()
    second = office.lodge(photos=[photo])
    assert [matter.unprepared_photos.get().fault for matter in (first, second)] == ["damaged"] * 2


def test_as_many_wait_as_may_and_what_was_never_sent_is_removed_a_day_later(
    office: WardOffice, monkeypatch: pytest.MonkeyPatch, data_dir: Path
) -> None:
    file = file_of(corners())
    lodge_with(office, file)
    unsent = keep_unprepared(file)
    monkeypatch.setattr(unprepared_files, "MOST_BYTES", 3 * len(file) - 1)
    with pytest.raises(Refused) as refused:
        keep_unprepared(file)
    assert (refused.value.code, kept_files(data_dir)) == ("photo_busy", 2)
    monkeypatch.setattr(unprepared_files, "MOST_FILES", 2)
    with pytest.raises(Refused) as refused:
        keep_unprepared(b"")
    assert refused.value.code == "photo_busy"
    assert forget_unused_files() == 0
    with time_machine.travel(timezone.now() + timedelta(seconds=UNUSED_PHOTO_S + 5)):
        assert forget_unused_files() == 1
    assert (read_unprepared(unsent), kept_files(data_dir)) == (None, 1)
    assert prepare_next_photo()
    assert MatterPhoto.objects.count() == 1


def test_a_full_disk_is_said_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch, data_dir: Path) -> None:
    monkeypatch.setattr(unprepared_files, "FREE_BYTES_BESIDE_PHOTOS", 2**62)
    with pytest.raises(Refused) as refused:
        keep_unprepared(b"a file")
    assert (refused.value.code, (data_dir / FOLDER).exists()) == ("photo_no_space", False)
