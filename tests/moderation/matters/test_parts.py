"""Photos and later words are decided apart from the words of a complaint."""

from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from moderation.matters.blurring import blur_photo
from moderation.matters.photos import SHOW, decline_photo, show_photo
from moderation.matters.replies import approve_reply, decline_reply
from moderation.matters.screening import approve_matter
from sessions.models import MatterPhoto
from sessions.platform.photos.boxes import Box
from sessions.platform.photos.preparing import read_picture
from sessions.platform.photos.storage import keep_picture
from sessions.platform.refusals import Refused
from tests.factories.matters import WardOffice
from tests.moderation.matters.parts import add_photo, add_reply
from tests.sessions.platform.photos.files import file_of, noise

pytestmark = pytest.mark.costly


def types_of(office: WardOffice) -> list[str]:
    return [each["type"] for each in office.events_without_decisions()]


def refused(act: Any, *args: Any, **fields: Any) -> str:
    with pytest.raises(Refused) as refusal:
        act(*args, **fields)
    return refusal.value.code


def test_each_photo_has_its_own_tick(office: WardOffice) -> None:
    matter = office.lodge()
    good, bad, later = (add_photo(matter, alt) for alt in ("Good", "Canary", "Later"))
    photos = {good.pk: SHOW, bad.pk: "personal_data"}
    approve_matter(matter.pk, moderator=office.moderator, version=1, photos=photos)
    published, shown = office.events_without_decisions()
    assert published["type"] == "matter.published"
    assert shown["photo"] == {"id": str(good.pk), "use": "lodged", "alt": "Good", "width": 40, "height": 20}
    assert dict(MatterPhoto.objects.values_list("alt", "state")) == {
        "Good": "shown",
        "Canary": "declined",
        "Later": "waiting",
    }
    assert str(later.pk) not in str(office.desk_events())
    assert "Canary" not in str(office.public_events() + office.desk_events())


def test_no_photo_is_public_before_the_words(office: WardOffice) -> None:
    matter = office.lodge()
    photo = add_photo(matter)
    assert refused(show_photo, matter.pk, photo.pk, moderator=office.moderator, version=1) == "state"
    other = add_photo(office.publish("Another one."))
    code = refused(approve_matter, matter.pk, moderator=office.moderator, version=1, photos={other.pk: SHOW})
    assert (code, types_of(office)) == ("not_found", ["matter.published"])


def test_a_photo_that_came_later_is_shown_and_hidden_again(office: WardOffice) -> None:
    matter = office.publish()
    photo, by = add_photo(matter, "Canary"), {"moderator": office.moderator, "version": matter.version}
    show_photo(matter.pk, photo.pk, **by)
    assert refused(show_photo, matter.pk, photo.pk, **by) == "state"
    decline_photo(matter.pk, photo.pk, **by, reason="personal_data")
    assert types_of(office) == ["matter.published", "matter.photo_shown", "matter.photo_hidden"]
    assert "Canary" not in str(office.public_events())
    assert [(each["part"], each["decision"]) for each in office.desk_events()[1:]] == [
        ("photo", "approved"),
        ("photo", "taken_down"),
    ]


def test_a_description_with_a_number_needs_a_look(office: WardOffice) -> None:
    matter = office.publish()
    photo, by = add_photo(matter, "Sign: 98300 12345"), {"moderator": office.moderator, "version": matter.version}
    assert refused(show_photo, matter.pk, photo.pk, **by) == "second_look"
    assert show_photo(matter.pk, photo.pk, **by, is_confirmed=True).state == "shown"


def test_a_reply_is_public_once_it_is_approved_with_its_masks(office: WardOffice) -> None:
    matter = office.publish()
    reply = add_reply(matter, "Still there. Call 98300 12345.")
    assert types_of(office) == ["matter.published"]
    approve_reply(matter.pk, reply.pk, moderator=office.moderator, version=1)
    assert office.events_without_decisions()[1]["text"] == "Still there. Call […]."
    reply.refresh_from_db()
    assert (reply.state, reply.public_text) == ("shown", "Still there. Call […].")


def test_a_reply_is_refused_or_hidden_later(office: WardOffice) -> None:
    matter, by = office.publish(), {"moderator": office.moderator}
    refused_one, hidden_one = add_reply(matter, "Canary one"), add_reply(matter, "Canary two")
    decline_reply(matter.pk, refused_one.pk, **by, version=1, reason="attack")
    approve_reply(matter.pk, hidden_one.pk, **by, version=1)
    assert refused(approve_reply, matter.pk, hidden_one.pk, **by, version=1) == "stale"
    decline_reply(matter.pk, hidden_one.pk, **by, version=2, reason="attack")
    replied = office.events_without_decisions()[1]
    assert (replied["type"], replied["text"]) == ("matter.replied", None)
    decided = [each["decision"] for each in office.desk_events() if each["type"] == "matter.decided"]
    assert decided == ["declined", "approved", "taken_down"]


def test_a_step_of_the_office_does_not_make_a_reply_stale(office: WardOffice) -> None:
    matter = office.publish()
    reply = add_reply(matter)
    office.step(matter, "start")
    assert approve_reply(matter.pk, reply.pk, moderator=office.moderator, version=1).state == "shown"


def test_the_blurred_photo_replaces_the_old_one_which_is_deleted(
    office: WardOffice, data_dir: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    before = read_picture(file_of(noise((64, 32))))
    keep_picture(before)
    matter = office.lodge()
    photo = add_photo(matter, sha256=before.sha256)
    fields: dict[str, Any] = {"moderator": office.moderator, "version": 1, "boxes": [Box(0, 0, 1, 1)]}
    with django_capture_on_commit_callbacks(execute=True):
        blur_photo(matter.pk, photo.pk, **fields, sha256=before.sha256)
    photo.refresh_from_db()
    assert (photo.is_blurred, photo.state, photo.width, photo.height) == (True, "waiting", 64, 32)
    assert [path.stem for path in data_dir.glob("photos/*/*.webp")] == [photo.sha256] != [before.sha256]
    assert refused(blur_photo, matter.pk, photo.pk, **fields, sha256=before.sha256) == "stale"
    assert (office.events_without_decisions(), [each["decision"] for each in office.listed_decisions()]) == (
        [],
        ["blurred"],
    )
