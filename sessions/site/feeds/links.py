"""Links that put one date into a person's calendar without a feed."""

from datetime import UTC, datetime

from django.utils.http import urlencode

from sessions.chats.calendar.public.entries import Occasion
from sessions.site.feeds.ical import description_of, occasion_title, path_of_occasion
from sessions.site.feeds.planned import Absolute

GOOGLE = "https://calendar.google.com/calendar/render"


def is_addable(occasion: Occasion) -> bool:
    """Whether it is still ahead on its date: neither suspended nor cancelled."""
    return occasion.state in ("planned", "scheduled")


def google_calendar_address(occasion: Occasion, *, absolute: Absolute) -> str:
    """Google's own form, filled in. Google learns nothing before a user follows the link."""
    url = absolute(path_of_occasion(occasion))
    words = {
        "action": "TEMPLATE",
        "text": occasion_title(occasion),
        "dates": f"{_utc(occasion.starts_at)}/{_utc(occasion.ends_at)}",
        "details": "\n".join(filter(None, (description_of(occasion), url))),
        "location": url,
    }
    return f"{GOOGLE}?{urlencode(words)}"


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
