"""The cookie sessions of people, on whichever devices."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone


def cookie_sessions_of(account_ids: Collection[int]) -> list[Any]:
    """Those that last. Whose a cookie session is stands inside of it, so that all of them are read, once."""
    wanted = {str(account_id) for account_id in account_ids}
    rows = Session.objects.filter(expire_date__gt=timezone.now()).iterator() if wanted else ()
    return [row for row in rows if row.get_decoded().get(SESSION_KEY) in wanted]


def end_cookie_sessions(account_ids: Collection[int]) -> None:
    """Sign these people out everywhere."""
    for row in cookie_sessions_of(account_ids):
        row.delete()
