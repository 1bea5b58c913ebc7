"""The clerk's pages of digests: what was made and sent, and what the next one would say now."""

from dateutil.relativedelta import relativedelta
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from sessions.city.pages.planning.clerk import Clerk, show
from sessions.city.pages.staff_page import staff_page
from sessions.digests.making import preview_digest
from sessions.digests.sent import made_digests
from sessions.digests.shown_digest import shown_digest
from sessions.digests.still_public import readable_digest


@staff_page("planning")
def digests_page(request: HttpRequest, clerk: Clerk) -> HttpResponse:
    context = {"made": made_digests(clerk.wards), "month": timezone.localdate().replace(day=1)}
    return show(request, clerk, "digests/office/digests", context)


@staff_page("planning")
def preview_page(request: HttpRequest, clerk: Clerk, number: int) -> HttpResponse:
    """What the digest of this month would say, were it made now, in the clerk's language; nothing is kept."""
    ward, month = clerk.find_ward(number), timezone.localdate().replace(day=1)
    document = preview_digest(ward, month, get_language() or "")
    context = {
        "ward": ward,
        "month": month,
        "made_from": month + relativedelta(months=1),
        "shown": shown_digest(readable_digest(document, ward)),
    }
    return show(request, clerk, "digests/office/digest_preview", context)
