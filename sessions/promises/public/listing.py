"""A page of the list: the newest first, and where the next page begins."""

from datetime import date

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, LessThan

from sessions.contract.limits import PROMISES_PER_PAGE
from sessions.models import Promise, PromiseState
from sessions.models.promises.promise import PromiseQuerySet
from sessions.platform.lists.listed_page import ListedPage, page_of_rows
from sessions.promises.promise_numbers import read_promise_number
from sessions.promises.public.facts import PROMISE_RELATIONS, PromiseFacts, facts_of_promise
from sessions.promises.public.filters import PromiseFilter, with_words

BEGAN = Coalesce("made_at", "proposed_at")
"""When it was made, or proposed."""


def list_promises(
    wanted: PromiseFilter, *, before: str = "", per_page: int = PROMISES_PER_PAGE, today: date
) -> ListedPage[PromiseFacts]:
    """One page of the published promises.

    before: a number as people write it; the page holds what is older than that one. Unknown: the first.
    """
    rows = newest_promises_first(older_than_promise(wanted.rows(today), before))[: per_page + 1]
    found = [facts_of_promise(promise, today) for promise in rows]
    return page_of_rows(found, per_page)


def promises_matching(words: str) -> PromiseQuerySet:
    """Promises with all of these words in any script, newest first, with their related rows; none for blank words."""
    rows = Promise.objects.exclude(state=PromiseState.MERGED)
    return newest_promises_first(with_words(rows, words) if words.strip() else rows.none())


def newest_promises_first(rows: PromiseQuerySet) -> PromiseQuerySet:
    """The promises, ordered by the moment at which each was made, or proposed; with what their facts need."""
    return rows.select_related(*PROMISE_RELATIONS).order_by(BEGAN.desc(), "-id")


def older_than_promise(rows: PromiseQuerySet, before: str) -> PromiseQuerySet:
    number = read_promise_number(before) if before else None
    mark = Promise.objects.only("made_at", "proposed_at").filter(number=number).first() if number else None
    began = (mark.made_at or mark.proposed_at) if mark is not None else None
    if mark is None or began is None:
        return rows
    older = LessThan(BEGAN, began) | (Exact(BEGAN, began) & Q(pk__lt=mark.pk))
    return rows.filter(older)
