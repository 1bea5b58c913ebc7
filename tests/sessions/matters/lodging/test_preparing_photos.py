"""Photos that were kept as they were sent, while too many came at once: each is made later, once, or told about."""

import os
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
    keep_file,
    prepare_next_photo,
)
from sessions.matters.lodging.unprepared_files import MOST_OF_ONE, UNPREPARED_FOLDER, UNUSED_FILE_S, read_unprepared
from sessions.models import Matter, MatterPhoto, UnpreparedPhoto
from sessions.platform.photos import preparing
from sessions.platform.photos.storage import read_kept
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import CleanText
from tests.factories.matters import WardOffice
from tests.sessions.platform.photos.files import claiming, corners, file_of, noise

pytestmark = pytest.mark.costly

SENDER = 1_000_000
"""The id of somebody else than the office's resident."""


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def lodge_with(office: WardOffice, *files: bytes) -> Matter:
    photos = [
        LodgedFile(name=keep_file(file, office.resident.pk), alt=CleanText(f"photo {place}"))
        for place, file in enumerate(files, 1)
    ]
    return office.lodge(photos=photos)


def kept_files(data_dir: Path) -> int:
    return len(list((data_dir / UNPREPARED_FOLDER).iterdir()))


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
    next((data_dir / UNPREPARED_FOLDER).iterdir()).unlink()
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
        patched.setattr("sessions.platform.photos.storage.FREE_BYTES_BESIDE_PHOTOS", 2**62)
        assert not prepare_next_photo()
    assert (matter.unprepared_photos.get().fault, kept_files(data_dir)) == ("", 1)
    with time_machine.travel(timezone.now() + 3 * CLAIMED_FOR):
        assert prepare_next_photo()
    assert matter.photos.count() == 1


@pytest.mark.parametrize("made_between", [False, True])
def test_one_file_that_comes_with_two_complaints_is_a_photo_of_both(office: WardOffice, made_between: bool) -> None:
    photo = LodgedFile(name=keep_file(file_of(corners()), SENDER), alt=CleanText("a drain"))
    first = office.lodge(photos=[photo])
    if made_between:
        assert prepare_next_photo()
    second = office.lodge(photos=[photo])
    while prepare_next_photo():
        pass
    assert [[each.alt for each in matter.photos.all()] for matter in (first, second)] == [["a drain"], ["a drain"]]
    assert UnpreparedPhoto.objects.count() == 0


def test_a_damaged_file_that_comes_with_two_complaints_is_told_of_both(office: WardOffice) -> None:
    photo = LodgedFile(name=keep_file(file_of(noise((64, 64)))[:400], SENDER))
    first = office.lodge(photos=[photo])
    assert prepare_next_photo()
    second = office.lodge(photos=[photo])
    assert [matter.unprepared_photos.get().fault for matter in (first, second)] == ["damaged"] * 2


def test_as_many_wait_as_may_and_what_was_never_sent_is_removed_an_hour_later(
    office: WardOffice, monkeypatch: pytest.MonkeyPatch, data_dir: Path
) -> None:
    file = file_of(corners())
    lodge_with(office, file)
    unsent = keep_file(file, SENDER)
    with time_machine.travel(timezone.now() + timedelta(seconds=UNUSED_FILE_S - 5)):
        assert forget_unused_files() == 0
    with time_machine.travel(timezone.now() + timedelta(seconds=UNUSED_FILE_S + 5)):
        assert forget_unused_files() == 1
    assert (read_unprepared(unsent), kept_files(data_dir)) == (None, 1)
    monkeypatch.setattr(unprepared_files, "MOST_BYTES", 2 * len(file) - 1)
    assert_busy(file, SENDER)
    monkeypatch.setattr(unprepared_files, "MOST_FILES", 1)
    assert_busy(b"", SENDER)
    assert prepare_next_photo()
    assert MatterPhoto.objects.count() == 1
    assert keep_file(b"", SENDER)


def assert_busy(file: bytes, sender_id: int) -> None:
    with pytest.raises(Refused) as refused:
        keep_file(file, sender_id)
    assert refused.value.code == "photo_busy"


def keep_one_after_another(*senders: int) -> list[str]:
    """Each is a minute older than the next."""
    names = []
    for place, sender_id in enumerate(senders):
        names.append(keep_file(file_of(corners()), sender_id))
        [path] = unprepared_files._folder().glob(f"{names[-1]}*")
        at = timezone.now().timestamp() - 60 * (len(senders) - place)
        os.utime(path, (at, at))
    return names


def test_of_one_person_three_wait_and_a_newer_one_comes_for_the_oldest_that_was_not_sent(
    office: WardOffice, data_dir: Path
) -> None:
    first, *later = keep_one_after_another(*[SENDER] * (MOST_OF_ONE + 1))
    assert (read_unprepared(first), kept_files(data_dir)) == (None, MOST_OF_ONE)
    sent = office.lodge(photos=[LodgedFile(name=name, alt=CleanText("a drain")) for name in later])
    assert_busy(b"a file", SENDER)
    assert keep_file(b"a file", SENDER + 1)
    assert sent.unprepared_photos.count() == MOST_OF_ONE
    while prepare_next_photo():
        pass
    assert sent.photos.count() == MOST_OF_ONE


@pytest.mark.row("threat", 38)
def test_what_others_sent_with_no_complaint_takes_nobodys_room(
    office: WardOffice, monkeypatch: pytest.MonkeyPatch, data_dir: Path
) -> None:
    """Nine accounts could fill all room for a day."""
    lodge_with(office, file_of(corners()))
    leftovers = keep_one_after_another(*[SENDER + place // 3 for place in range(9)])
    monkeypatch.setattr(unprepared_files, "MOST_FILES", kept_files(data_dir))
    mine = keep_file(file_of(corners()), SENDER - 1)
    assert (read_unprepared(mine) is not None, kept_files(data_dir)) == (True, 10)
    assert [read_unprepared(name) is None for name in leftovers] == [True] + [False] * 8
    assert prepare_next_photo()
    assert MatterPhoto.objects.count() == 1


def test_a_full_disk_is_said_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch, data_dir: Path) -> None:
    monkeypatch.setattr(unprepared_files, "FREE_BYTES_BESIDE_PHOTOS", 2**62)
    with pytest.raises(Refused) as refused:
        keep_file(b"a file", SENDER)
    assert (refused.value.code, (data_dir / UNPREPARED_FOLDER).exists()) == ("photo_no_space", False)
