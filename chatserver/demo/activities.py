"""Loads what the demo's office says of its work, with drawn pictures; everything goes through the domain."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from PIL import Image, ImageDraw

from chatserver.accounts.models import User
from sessions.activities.answered_matters import Answered
from sessions.activities.facts import ActivityFacts
from sessions.activities.photos import add_photo, show_activity_photo
from sessions.activities.rupees import read_rupees
from sessions.activities.writing import draft_activity, publish_activity
from sessions.models import Activity, Category, Matter, Ward
from sessions.platform.photos.encoding import encode_picture
from sessions.platform.photos.picture import Picture
from sessions.platform.photos.storage import keep_picture

ACTIVITIES = Path(__file__).with_name("activities.toml")


@cache
def read_activities() -> tuple[Mapping[str, Any], ...]:
    """activities.toml explains the fields."""
    return tuple(tomllib.loads(ACTIVITIES.read_text(encoding="utf-8"))["activity"])


def load_activities(ward: Ward, matters: Sequence[Matter], *, officer: User, moderator: User) -> list[Activity]:
    """Write each, add its pictures, which the moderator looks at, and publish it. matters: those of matters.toml."""
    return [_load(each, ward, matters, officer, moderator) for each in read_activities()]


def _load(script: Mapping[str, Any], ward: Ward, matters: Sequence[Matter], officer: User, moderator: User) -> Activity:
    activity = draft_activity(ward, _facts(script, matters), person=officer)
    for each in script.get("photos", ()):
        picture = drawn_picture(each["drawing"])
        keep_picture(picture)
        photo = add_photo(activity.pk, picture, person=officer, moment=each["moment"], alt=each["alt"])
        show_activity_photo(photo.pk, person=moderator, seen=photo.sha256)
    return publish_activity(activity.pk, person=officer, version=activity.version)


def _facts(script: Mapping[str, Any], matters: Sequence[Matter]) -> ActivityFacts:
    lat, lon = script.get("lat"), script.get("lon")
    return ActivityFacts(
        titles=script["titles"],
        texts=script["texts"],
        is_planned=script["in_days"] > 0,
        on_day=timezone.localdate() + timedelta(days=script["in_days"]),
        category=Category.objects.get(slug=script["category"]),
        lat=Decimal(lat) if lat else None,
        lon=Decimal(lon) if lon else None,
        landmark=script.get("landmark", ""),
        budget_line=script.get("budget_line", ""),
        amount_paise=read_rupees(script.get("amount", "")),
        answered=Answered(matters=tuple(matters[place] for place in script["answers"])),
    )


# The pictures that stand for photographs in the demo: drawn here, so that they show nobody and no place.

SIZE: Final = (640, 480)
SKY, WALL, ROAD, NIGHT = "#bcd6ea", "#d8c3a5", "#8d8d8d", "#101828"


def drawn_picture(name: str) -> Picture:
    """The drawn picture, by its name in activities.toml. Raises KeyError for an unknown one."""
    image = Image.new("RGB", SIZE, SKY)
    DRAWINGS[name](ImageDraw.Draw(image))
    return encode_picture(image)


def _drain(draw: ImageDraw.ImageDraw, *, water: str, level: int, has_silt: bool = False) -> None:
    draw.rectangle((0, 150, 640, 300), fill=WALL)
    draw.rectangle((0, 300, 640, 480), fill=ROAD)
    draw.polygon([(180, 480), (290, 300), (350, 300), (460, 480)], fill="#4a4a4a")
    width = level / 180 * 85
    draw.polygon([(320 - 55 - width, 480), (300, 320), (340, 320), (320 + 55 + width, 480)], fill=water)
    for left in (60, 420):
        draw.rectangle((left, 180, left + 120, 260), fill="#7fa6b8", outline="#5b4a3a", width=6)
    if has_silt:
        draw.pieslice((450, 340, 640, 560), 180, 360, fill="#3b2f25")


def _street(draw: ImageDraw.ImageDraw, *, is_lit: bool) -> None:
    draw.rectangle((0, 0, 640, 480), fill=NIGHT)
    draw.rectangle((0, 360, 640, 480), fill="#2b2f36")
    if is_lit:
        draw.polygon([(330, 130), (150, 480), (560, 480)], fill="#6d6338")
        draw.ellipse((270, 70, 390, 190), fill="#c9b458")
    draw.rectangle((440, 100, 452, 400), fill="#737a86")
    draw.rectangle((330, 100, 452, 110), fill="#737a86")
    draw.ellipse((310, 110, 350, 146), fill="#fff3b0" if is_lit else "#3a4150")


DRAWINGS: Final[Mapping[str, Callable[[ImageDraw.ImageDraw], None]]] = {
    "drain-full": lambda draw: _drain(draw, water="#6b4f2a", level=180),
    "drain-silt": lambda draw: _drain(draw, water="#6b4f2a", level=60, has_silt=True),
    "drain-clear": lambda draw: _drain(draw, water="#4f7f8f", level=20),
    "lamp-dark": lambda draw: _street(draw, is_lit=False),
    "lamp-lit": lambda draw: _street(draw, is_lit=True),
}
