"""Find and end the cookie sessions of people, on all of their devices."""

from collections.abc import Collection

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone


def cookie_sessions_of(account_ids: Collection[int]) -> QuerySet[Session]:
    """The unexpired cookie sessions of these accounts."""
    return Session.objects.filter(owner__account_id__in=account_ids, expire_date__gt=timezone.now())


def end_cookie_sessions(account_ids: Collection[int], *, but: str | None = None) -> None:
    """Sign these people out everywhere, and delete their cookie sessions; but: the key of one that stays."""
    Session.objects.filter(owner__account_id__in=account_ids).exclude(pk=but or "").delete()


def forget_expired_sessions() -> None:
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
