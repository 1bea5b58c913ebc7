"""Photographs of an activity: a second person looks at each before everybody can."""

from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from sessions.activities.photos import add_photo, blur_activity_photo, hide_activity_photo, show_activity_photo
from sessions.activities.writing import publish_activity
from sessions.models import PhotoState
from sessions.models.photo_references import referenced_pictures
from sessions.platform.photos.boxes import Box
from sessions.platform.photos.encoding import encode_picture
from sessions.platform.photos.storage import read_kept
from sessions.platform.refusals import Refused
from tests.factories.activities import drafted, freeze_of, published, shown, with_photo
from tests.factories.matters import WardOffice

pytestmark = pytest.mark.costly


@pytest.mark.long
def test_it_is_shown_once_a_second_person_has_looked(office: WardOffice) -> None:
    photo = with_photo(published(office), office)
    for person in (office.resident, office.neighbours[0]):
        with pytest.raises(Refused, match="forbidden"):
            show_activity_photo(photo.pk, person=person, seen=photo.sha256)
    with pytest.raises(Refused, match="own_photo"):
        show_activity_photo(photo.pk, person=office.official, seen=photo.sha256)
    assert [event["type"] for event in office.public_events()] == ["activity.published"]
    assert shown(photo, office).state == PhotoState.SHOWN
    shown(photo, office)
    told = office.public_events()[1:]
    assert [(event["type"], event["alt"]) for event in told] == [("activity.photo_shown", "A clean drain.")]


def test_a_person_who_publishes_is_no_second_person_either(office: WardOffice) -> None:
    draft = drafted(office)
    photo = with_photo(draft, office)
    publish_activity(draft.pk, person=office.clerk, version=draft.version)
    with pytest.raises(Refused, match="own_photo"):
        show_activity_photo(photo.pk, person=office.clerk, seen=photo.sha256)
    assert show_activity_photo(photo.pk, person=office.councillor, seen=photo.sha256).state == PhotoState.SHOWN


def test_one_that_was_looked_at_in_the_draft_is_told_when_that_is_published(office: WardOffice) -> None:
    draft = drafted(office)
    shown(with_photo(draft, office), office)
    assert office.public_events() == []
    publish_activity(draft.pk, person=office.official, version=draft.version)
    assert [event["type"] for event in office.public_events()] == ["activity.published", "activity.photo_shown"]


@pytest.mark.long
def test_a_face_is_stopped(office: WardOffice) -> None:
    activity = published(office)
    face, child = with_photo(activity, office), with_photo(activity, office, colour="blue")
    hide_activity_photo(child.pk, person=office.moderator, seen=child.sha256)
    before = face.sha256
    boxes = [Box(0.1, 0.1, 0.5, 0.5)]
    with pytest.raises(Refused, match="forbidden"):
        blur_activity_photo(face.pk, person=office.resident, seen=before, boxes=boxes)
    with pytest.raises(Refused, match="stale"):
        show_activity_photo(child.pk, person=office.councillor, seen=child.sha256)
    assert referenced_pictures() == {face.sha256, child.sha256}


@pytest.mark.slow
def test_blurring_replaces_the_file(office: WardOffice, django_capture_on_commit_callbacks: object) -> None:
    photo = shown(with_photo(published(office), office), office)
    before = photo.sha256
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        blurred = blur_activity_photo(photo.pk, person=office.moderator, seen=before, boxes=[Box(0.1, 0.1, 0.5, 0.5)])
    assert blurred.is_blurred
    assert blurred.sha256 != before
    assert (read_kept(before), read_kept(blurred.sha256) is None) == (None, False)


def test_a_hidden_one_has_no_words_in_the_log(office: WardOffice) -> None:
    photo = shown(with_photo(published(office), office, alt="Mina by the drain."), office)
    hide_activity_photo(photo.pk, person=office.clerk, seen=photo.sha256)
    assert [event["type"] for event in office.public_events()][1:] == ["activity.photo_shown", "activity.photo_hidden"]
    assert "Mina" not in str(office.public_events())


def test_what_it_shows_has_to_be_said_and_it_is_taken_once(office: WardOffice) -> None:
    draft = drafted(office)
    photo = with_photo(draft, office)
    assert with_photo(draft, office).pk == photo.pk
    for given, part in (({"alt": " "}, "alt"), ({"moment": "later"}, "moment")):
        fields: dict[str, Any] = {"alt": "A drain.", "moment": "before"} | given
        with pytest.raises(Refused) as refused:
            add_photo(draft.pk, encode_picture(Image.new("RGB", (9, 9))), person=office.official, **fields)
        assert refused.value.facts["part"] == part
    for each in range(8):
        with_photo(draft, office, colour=f"#0000{each}0")
    with pytest.raises(Refused) as refused:
        with_photo(draft, office, colour="white")
    assert refused.value.facts["part"] == "photo"


def test_in_a_freeze_no_photo_of_a_public_one_is_shown(office: WardOffice) -> None:
    photo = with_photo(published(office), office)
    freeze_of(None, timezone.localdate(), timezone.localdate())
    with pytest.raises(Refused, match="frozen"):
        shown(photo, office)
