"""The cookie sessions of people, on whichever devices."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone


def cookie_sessions_of(account_ids: Collection[int]) -> list[Any]:
    """Those that last."""
    return _those_of(account_ids, Session.objects.filter(expire_date__gt=timezone.now()))


def end_cookie_sessions(account_ids: Collection[int]) -> None:
    """Sign these people out everywhere, and keep no cookie session that was theirs."""
    for row in _those_of(account_ids, Session.objects.all()):
        row.delete()


def forget_expired_sessions() -> None:
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


def _those_of(account_ids: Collection[int], rows: QuerySet[Any]) -> list[Any]:
    """Whose a cookie session is stands inside of it, so that all of them are read, once."""
    wanted = {str(account_id) for account_id in account_ids}
    return [row for row in rows.iterator() if row.get_decoded().get(SESSION_KEY) in wanted] if wanted else []
