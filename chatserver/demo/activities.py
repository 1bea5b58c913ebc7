"""Loads what the demo's office says of its work, with drawn pictures; everything goes through the domain."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from chatserver.accounts.models import User
from chatserver.demo.drawings import drawn_picture
from sessions.activities.answered_matters import Answered
from sessions.activities.facts import ActivityFacts
from sessions.activities.photos import add_photo, show_activity_photo
from sessions.activities.rupees import read_rupees
from sessions.activities.writing import draft_activity, publish_activity
from sessions.models import Activity, Category, Matter, Ward
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
