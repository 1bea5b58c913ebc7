"""Erase people who have not signed in for long: identities have a retention of their own, apart from the record."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from chatserver.accounts.cookie_sessions.ending import end_cookie_sessions
from chatserver.accounts.models import Installation, User
from chatserver.accounts.models.identity import Identity
from chatserver.accounts.privacy.erasure import cut_links
from sessions.platform.refusals import Refused
from sessions.record.redaction.storage import log_truncation

type RetentionProgress = Callable[[list[User]], Iterable[User]]
"""Wraps an iteration over the list, to show its progress."""


def forget_unused_accounts(now: datetime, *, watch: RetentionProgress = iter) -> int:
    """Erase people who have not signed in for as long as the settings say, and identities that are no longer used.

    Answers how many people were erased. People with a duty, administrators and the invented people of a demo stay.
    """
    if Installation.is_demo():
        return 0
    before = now - timedelta(days=settings.FORGET_AFTER_DAYS)
    forgotten: list[int] = []
    for person in watch(list(_unused(before))):
        try:
            if _forget(person, before):
                forgotten.append(person.pk)
        except Refused:
            continue  # has a duty
    end_cookie_sessions(forgotten)
    if forgotten:
        transaction.on_commit(log_truncation.truncate_after_erasure)
    kept = Identity.objects.filter(person=OuterRef("person"), last_used_at__gte=before)
    Identity.objects.filter(Exists(kept), last_used_at__lt=before).delete()
    return len(forgotten)


@transaction.atomic
def _forget(person: User, before: datetime) -> bool:
    """Erase the person, unless they have signed in since the list was made: a long list takes a while."""
    if not _unused(before).filter(pk=person.pk).exists():
        return False
    cut_links(person)
    return True


def _unused(before: datetime) -> QuerySet[User]:
    used = Identity.objects.filter(person=OuterRef("pk"), last_used_at__gte=before)
    is_known = Q(is_active=True) | Exists(Identity.objects.filter(person=OuterRef("pk")))  # an erased one is neither
    rows = User.objects.filter(is_known, ~Exists(used), is_staff=False, joined_at__lt=before)
    return rows.filter(Q(last_login=None) | Q(last_login__lt=before))
