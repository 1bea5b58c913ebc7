"""Finds the complaints and suggestions that a client asks for: only those that a moderator has made public."""

import re
from http import HTTPStatus

from django.utils import timezone

from chatserver.outside.open311.server.described import describe_matters
from chatserver.outside.open311.server.errors import ServiceError
from chatserver.outside.open311.server.forms import WrittenDocument
from chatserver.outside.open311.server.listing_query import ListingQuery
from sessions.matters.matter_numbers import read_matter_number
from sessions.models import WORK_STATES, Matter, MatterSource, MatterState, Open311Post
from sessions.models.matters.matter import MatterQuerySet
from sessions.platform.database.in_array import InArray
from sessions.platform.text.absolute_addresses import WholeAddress

ROOT = "service_requests"
CLOSED_STATES = tuple(state for state in MatterState if state not in WORK_STATES)
TOKEN = re.compile(r"[a-zA-Z0-9_-]{1,32}")


def list_requests(query: ListingQuery, whole: WholeAddress) -> WrittenDocument:
    """The newest first; where changes are asked for, what changed last first."""
    rows = _public()
    rows = _filtered(rows, query) if query.numbers is None else rows.filter(InArray("number", query.numbers))
    by = "-changed_at" if query.asks_for_changes else "-lodged_at"
    page = rows.order_by(by, "-pk")[query.begin : query.begin + query.page_size]
    return WrittenDocument(ROOT, describe_matters(page, whole))


def find_request(number: str, whole: WholeAddress) -> WrittenDocument:
    """Raises ServiceError where there is none, or none that is public."""
    written = read_matter_number(number)
    described = describe_matters(_public().filter(number=written), whole) if written else []
    if not described:
        raise ServiceError(HTTPStatus.NOT_FOUND, "There is no such service_request_id.")
    return WrittenDocument(ROOT, described)


def find_token(token: str) -> WrittenDocument:
    """The number once a moderator has approved it; nothing before that. Raises ServiceError for an unknown token."""
    rows = Open311Post.objects.select_related("matter").filter(matter__source=MatterSource.OPEN311)
    post = rows.filter(token=token).first() if TOKEN.fullmatch(token) else None
    if post is None:
        raise ServiceError(HTTPStatus.NOT_FOUND, "There is no such token.")
    number = post.matter.number if post.matter.was_public else None
    notice = None if number else f"{post.matter.state}: {post.matter.get_state_display()}"
    return WrittenDocument(ROOT, [{"service_request_id": number, "token": post.token, "service_notice": notice}])


def _public() -> MatterQuerySet:
    """The published matters, including those joined with another, withdrawn or removed since, without their words."""
    return Matter.objects.filter(published_at__lte=timezone.now())


def _filtered(rows: MatterQuerySet, query: ListingQuery) -> MatterQuerySet:
    bounds = {
        "lodged_at__gte": query.since,
        "lodged_at__lte": query.until,
        "changed_at__gt": query.changed_after,
        "changed_at__lte": query.changed_before,
    }
    rows = rows.filter(**{name: at for name, at in bounds.items() if at is not None})
    if query.asks_for_codes:
        rows = rows.filter(category__slug__in=query.codes[:100])
    if query.status is not None:
        # Said by what it is not: SQLite would else read all of a state by its index, and then sort them by date.
        rows = rows.exclude(state__in=CLOSED_STATES if query.status == "open" else WORK_STATES)
    return rows
