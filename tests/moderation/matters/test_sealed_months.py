"""What is hidden after its month was sealed leaves the sealed file, too: a tombstone stands there, the root holds."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from moderation.matters.photos import decline_photo, show_photo
from moderation.matters.replies import approve_reply, decline_reply
from moderation.matters.screening import PLACE_HIDDEN, PlaceShown, narrow_place
from sessions.activities.photos import PHOTO_HIDDEN, hide_activity_photo
from sessions.models import LogLeaf, Matter, MatterReply, MonthText
from sessions.record.proof.verifier.served_copy import known_keys
from sessions.record.proof.verifier.verify import Verified, verify_document
from sessions.tick import tick
from tests.factories.activities import published, shown, with_photo
from tests.factories.matters import PLACE, WardOffice, on_day
from tests.moderation.matters.parts import add_photo, add_reply

pytestmark = pytest.mark.costly

SEALED_AT = datetime(2027, 4, 9, 12, tzinfo=UTC)
FILE = "/wards/95/log/2027-03.json"
REPLY, ALT, LANDMARK, PICTURE = "Zorawar took it", "Zorawar at work", "Zorawar's gate", "Zorawar's child"
POINT = f"{PLACE['lat']} {PLACE['lon']}"

OWN_ROWS = {
    REPLY: {"MatterReply.text", "Event.body"},
    ALT: {"MatterPhoto.alt", "Event.body"},
    LANDMARK: {"Matter.landmark", "Event.body"},
    PICTURE: {"ActivityPhoto.alt", "Event.body"},
}
"""Where the words stay: in the row of their author, and in the log itself, of which no reader gets them."""


@pytest.fixture
def matter(office: WardOffice) -> Iterator[Matter]:
    """With a reply and a photo that are shown, in a month that is sealed."""
    with on_day(date(2027, 3, 10)):
        matter = office.publish("The drain overflows.", landmark=LANDMARK)
        reply, photo = add_reply(matter, REPLY), add_photo(matter, ALT)
        approve_reply(matter.pk, reply.pk, moderator=office.moderator, version=1)
        show_photo(matter.pk, photo.pk, moderator=office.moderator, version=matter.version)
        shown(with_photo(published(office), office, alt=PICTURE), office)
    with on_day(date(2027, 4, 9)):
        tick(SEALED_AT)
        yield matter


def file_of(client: Client) -> bytes:
    return bytes(client.get(FILE).content)


def verified(file: bytes) -> Verified:
    return verify_document(file, known_keys())


def columns_with(word: str) -> set[str]:
    """Every column of the whole database in which the word stands, however it is written there."""
    spelt = (word.encode(), json.dumps(word)[1:-1].encode())
    found = set()
    for model in apps.get_models(include_auto_created=True):
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                cells = ((name, _bytes(cell)) for name, cell in zip(names, row, strict=True))
                found |= {f"{model.__name__}.{name}" for name, cell in cells if any(each in cell for each in spelt)}
    return found


def _bytes(cell: Any) -> bytes:
    if isinstance(cell, (bytes, memoryview)):
        return bytes(cell)
    return (cell if isinstance(cell, str) else json.dumps(cell, default=str, ensure_ascii=False)).encode()


def files_with(word: str, folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]


def hide_reply(matter: Matter, office: WardOffice) -> None:
    reply = MatterReply.objects.get()
    decline_reply(matter.pk, reply.pk, moderator=office.moderator, version=reply.version, reason="personal_data")


def hide_photo(matter: Matter, office: WardOffice) -> None:
    photo, seen = matter.photos.get(), Matter.objects.get().version
    decline_photo(matter.pk, photo.pk, moderator=office.moderator, version=seen, reason="personal_data")


def hide_place(matter: Matter, office: WardOffice) -> None:
    seen = Matter.objects.get().version
    narrow_place(matter.pk, moderator=office.moderator, version=seen, place=PlaceShown.NOTHING)


def hide_picture(_matter: Matter, office: WardOffice) -> None:
    photo = apps.get_model("chat_sessions.ActivityPhoto").objects.get()
    hide_activity_photo(photo.pk, person=office.moderator, seen=photo.sha256)


@dataclass(frozen=True)
class Hidden:
    """A word, how it is hidden, and what the sealed month says of that."""

    word: str
    hide: Callable[[Matter, WardOffice], None]
    texts: list[str]
    ground: str


@pytest.mark.long
@pytest.mark.parametrize(
    "hidden",
    [
        Hidden(REPLY, hide_reply, ["text"], "personal_data"),
        Hidden(ALT, hide_photo, ["alt"], "personal_data"),
        Hidden(LANDMARK, hide_place, ["landmark", "point"], PLACE_HIDDEN),
        Hidden(PICTURE, hide_picture, ["alt"], PHOTO_HIDDEN),
    ],
    ids=lambda hidden: hidden.word,
)
def test_a_word_that_is_hidden_later_is_nowhere_but_in_its_own_row(
    data_dir: Path, office: WardOffice, matter: Matter, client: Client, hidden: Hidden
) -> None:
    word = hidden.word
    before = file_of(client)
    assert word in before.decode()
    assert {"MonthRecord.document"} <= columns_with(word)
    client.get(f"/matters/{matter.number}/")
    hidden.hide(matter, office)
    after = file_of(client)
    assert word not in after.decode()
    assert (verified(after).root, verified(after).redacted) == (verified(before).root, 1)
    [line] = json.loads(after)["redactions"]
    assert (sorted(line["texts"]), line["ground"]) == (hidden.texts, hidden.ground)
    told = client.get("/log/").status_code, LogLeaf.objects.filter(kind=LogLeaf.Kind.REDACTION).count()
    assert told == (200, 1)
    assert columns_with(word) == OWN_ROWS[word]
    assert files_with(word, data_dir) == []
    assert MonthText.objects.filter(salt=None).count() == len(hidden.texts)
    for address in ("/wards/95/", "/matters/", f"/matters/{matter.number}/", "/feeds/ward-95.atom"):
        assert word not in client.get(address).content.decode(), address


def test_a_point_that_is_hidden_leaves_the_sealed_month_and_its_landmark_stays(
    data_dir: Path, office: WardOffice, matter: Matter, client: Client
) -> None:
    before = file_of(client)
    assert POINT in before.decode()
    narrow_place(
        matter.pk,
        moderator=office.moderator,
        version=Matter.objects.get().version,
        place=PlaceShown.LANDMARK,
    )
    after = file_of(client).decode()
    assert (POINT in after, str(PLACE["lat"]) in after, str(PLACE["lon"]) in after) == (False, False, False)
    assert LANDMARK in after
    assert verified(after.encode()).root == verified(before).root


def test_what_waited_and_was_never_public_writes_no_line(
    data_dir: Path, office: WardOffice, matter: Matter, client: Client
) -> None:
    reply = add_reply(matter, "Another one")
    decline_reply(matter.pk, reply.pk, moderator=office.moderator, version=1, reason="personal_data")
    assert json.loads(file_of(client))["redactions"] == []
