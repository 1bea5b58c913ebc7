"""The cookie sessions of one person, on whichever devices."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone


def cookie_sessions_of(account_id: int) -> list[Any]:
    """Those that last. Whose a cookie session is stands inside of it, so that all of them are read."""
    rows = Session.objects.filter(expire_date__gt=timezone.now()).iterator()
    return [row for row in rows if row.get_decoded().get(SESSION_KEY) == str(account_id)]


def end_cookie_sessions(account_id: int) -> None:
    """Sign the person out everywhere."""
    Session.objects.filter(pk__in=[row.pk for row in cookie_sessions_of(account_id)]).delete()
