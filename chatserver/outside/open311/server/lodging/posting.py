"""Lodges what a program sent: once, however often it sends the same, and within the limit of its key."""

import hashlib
import json
import secrets
from datetime import timedelta
from math import ceil

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chatserver.accounts.limits.rate_limits import DAY_S, HOUR_S, Limit, Spending, spend
from chatserver.outside.open311.server.forms import WrittenDocument
from chatserver.outside.open311.server.lodging.posted import Posted
from chatserver.outside.open311.server.responses import too_often
from sessions.matters.lodging.lodging import lodge
from sessions.models import Open311Key, Open311Post
from sessions.platform.refusals import Refused

SAME_WITHIN = timedelta(minutes=30)
"""How long equal words at one place by one key count as one request, sent again because no answer came."""

PER_KEY_HOUR = Limit("open311.key.hour", 1_000, HOUR_S, "")
PER_KEY_DAY = Limit("open311.key.day", 5_000, DAY_S, "")
"""An hour of heavy rain brings a whole borough five hundred complaints."""


def lodge_posted(posted: Posted, key: Open311Key) -> WrittenDocument:
    """The token at once; the number comes after a moderator has read it. Raises ServiceError too often."""
    found = _lodged_before(posted, key)
    if found is None:
        _spend(key)
        found = _lodge_once(posted, key)
    notice = _notice(found.matter.receipt, posted)
    return WrittenDocument("service_requests", [{"token": found.token, "service_notice": notice, "account_id": None}])


@transaction.atomic
def _lodge_once(posted: Posted, key: Open311Key) -> Open311Post:
    Open311Key.objects.select_for_update().get(pk=key.pk)  # a second request of this key waits here, and finds the row
    before = _lodged_before(posted, key)
    if before is not None:
        return before
    matter = lodge(posted.matter)
    token = secrets.token_urlsafe(16)
    return Open311Post.objects.create(
        key=key, matter=matter, token=token, fingerprint=_fingerprint(posted), at=matter.lodged_at
    )


def _lodged_before(posted: Posted, key: Open311Key) -> Open311Post | None:
    since = timezone.now() - SAME_WITHIN
    rows = Open311Post.objects.filter(key=key, fingerprint=_fingerprint(posted), at__gt=since)
    return rows.select_related("matter").first()


def _fingerprint(posted: Posted) -> str:
    new = posted.matter
    said = [new.category.slug, new.kind, new.text, new.ward.number, new.landmark, str(new.lat), str(new.lon)]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _spend(key: Open311Key) -> None:
    try:
        spend(Spending(PER_KEY_HOUR, str(key.pk)), Spending(PER_KEY_DAY, str(key.pk)))
    except Refused as refusal:
        raise too_often(ceil((refusal.after_ms or 1000) / 1000)) from None


def _notice(receipt: str, posted: Posted) -> str:
    """For the person who lodged it. The receipt stands here and in no address: addresses end up in logs."""
    words = [
        _("A moderator reads it first; then it gets a number, and everybody can see what happens to it."),
        _("Receipt of the person who lodged it: {receipt}. Keep it: with it one can answer the office.").format(
            receipt=receipt
        ),
    ]
    if posted.has_contact:
        words.append(_("Names and addresses of persons that were sent with it are not kept."))
    if posted.has_photo:
        words.append(_("The photograph was not taken over."))
    return " ".join(words)
