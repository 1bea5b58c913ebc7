"""A page of the list: the newest first, and where the next page begins."""

from datetime import date

from django.db.models import Q

from sessions.listing.listed_page import ListedPage, page_of_rows
from sessions.matters.numbers import read_matter_number
from sessions.matters.shown.facts import PublicFacts, facts_of_matter
from sessions.matters.shown.filters import MatterFilter
from sessions.models import Matter
from sessions.models.matters.matter import MatterQuerySet

PER_PAGE = 20
NOT_READ = ("salt", "commitment", "receipt", "note", "entered_by", "author")


def list_matters(
    wanted: MatterFilter, *, before: str = "", per_page: int = PER_PAGE, today: date
) -> ListedPage[PublicFacts]:
    """before: a number as people write it; the page holds what was published before that one. Unknown: the first."""
    rows = newest_first(matters_older_than(wanted.rows(today), before))[: per_page + 1]
    found = [facts_of_matter(matter, today) for matter in rows]
    return page_of_rows(found, per_page)


def newest_first(rows: MatterQuerySet) -> MatterQuerySet:
    """With what their facts need, and without what nobody but their author and the office may know."""
    return rows.select_related("ward__borough", "category").defer(*NOT_READ).order_by("-published_at", "-id")


def matters_older_than(rows: MatterQuerySet, before: str) -> MatterQuerySet:
    number = read_matter_number(before) if before else None
    mark = Matter.objects.only("published_at").filter(number=number).first() if number else None
    if mark is None or mark.published_at is None:
        return rows
    return rows.filter(Q(published_at__lt=mark.published_at) | Q(published_at=mark.published_at, pk__lt=mark.pk))
