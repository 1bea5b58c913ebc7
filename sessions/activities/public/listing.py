"""A page of the list: the last published first, and where the next page begins."""

from datetime import date

from sessions.activities.public.facts import ACTIVITY_RELATIONS, PublicActivity
from sessions.activities.public.filters import ActivityFilter
from sessions.chats.calendar.lifecycle.freezes import Freezes
from sessions.contract.limits import ACTIVITIES_PER_PAGE
from sessions.models import Activity
from sessions.models.activity_numbers import read_activity_number
from sessions.platform.lists.listed_page import ListedPage, page_of_rows
from sessions.platform.lists.older_rows import older_rows


def activity_list(
    wanted: ActivityFilter,
    *,
    before: str = "",
    per_page: int = ACTIVITIES_PER_PAGE,
    today: date,
    with_links: bool = False,
) -> ListedPage[PublicActivity]:
    """One page of the published activities.

    before: a number as people write it; the page holds what was published before that one. Unknown: the first.

    with_links: with what they answer.
    """
    rows = older_rows(wanted.rows(today), Activity.objects.all(), read_activity_number(before))
    rows = rows.select_related(*ACTIVITY_RELATIONS).order_by("-published_at", "-id")
    rows = rows.prefetch_related("matters", "promises") if with_links else rows
    freezes = Freezes(today)
    found = [PublicActivity(each, freezes.of(each), today) for each in rows[: per_page + 1]]
    return page_of_rows(found, per_page)
