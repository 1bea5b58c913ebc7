"""Forget whoever has not been here for long: identities have a retention of their own, apart from the record."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from chatserver.accounts.cookie_sessions import end_cookie_sessions
from chatserver.accounts.erasure import cut_links
from chatserver.accounts.identity import Identity
from chatserver.accounts.models import Installation, User
from sessions.refusals import Refused

type Watch = Callable[[list[User]], Iterable[User]]
"""Shows how far one is with a list, while it hands on what stands in it."""


def forget_unused(now: datetime, *, watch: Watch = iter) -> int:
    """Erase those who have not signed in for as long as the settings say, and what others sign in with no more.

    Answers how many people were forgotten. Whoever decides something here, or enters the administration, stays, and so
    do the invented people of a demo.
    """
    if Installation.is_demo():
        return 0
    before = now - timedelta(days=settings.FORGET_AFTER_DAYS)
    forgotten: list[int] = []
    for person in watch(_unused(before)):
        try:
            cut_links(person)
        except Refused:
            continue  # has a duty
        forgotten.append(person.pk)
    end_cookie_sessions(forgotten)
    kept = Identity.objects.filter(person=OuterRef("person"), last_used_at__gte=before)
    Identity.objects.filter(Exists(kept), last_used_at__lt=before).delete()
    return len(forgotten)


def _unused(before: datetime) -> list[User]:
    used = Identity.objects.filter(person=OuterRef("pk"), last_used_at__gte=before)
    rows = User.objects.filter(~Exists(used), is_active=True, is_staff=False, joined_at__lt=before)
    return list(rows.filter(Q(last_login=None) | Q(last_login__lt=before)))
