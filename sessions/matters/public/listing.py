"""A page of the list: the newest first, and where the next page begins."""

from datetime import date

from sessions.contract.limits import MATTERS_PER_PAGE
from sessions.matters.matter_numbers import read_matter_number
from sessions.matters.public.facts import PublicFacts, facts_of_matter
from sessions.matters.public.filters import MatterFilter
from sessions.models import Matter
from sessions.models.matters.matter import MatterQuerySet
from sessions.platform.lists.listed_page import ListedPage, page_of_rows
from sessions.platform.lists.older_rows import older_rows

NOT_READ = ("salt", "commitment", "receipt", "note", "entered_by", "author")


def list_matters(
    wanted: MatterFilter, *, before: str = "", per_page: int = MATTERS_PER_PAGE, today: date
) -> ListedPage[PublicFacts]:
    """One page of the published matters.

    before: a number as people write it; the page holds what was published before that one. Unknown: the first.
    """
    rows = newest_first(older_rows(wanted.rows(today), Matter.objects.all(), read_matter_number(before)))[
        : per_page + 1
    ]
    found = [facts_of_matter(matter, today) for matter in rows]
    return page_of_rows(found, per_page)


def newest_first(rows: MatterQuerySet) -> MatterQuerySet:
    """Return matters, the newest first, with what their facts need and without what only author and office may know."""
    return rows.select_related("ward__borough", "category").defer(*NOT_READ).order_by("-published_at", "-id")
