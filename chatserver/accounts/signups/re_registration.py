"""Blocks re-registration: nobody gets a second voice, or evades a ban, by being erased and signing up again.

For a month, or as long as the ban would have lasted, the number or address makes no new account. Only a keyed hash is
kept for that, and only for a person who has lately done what counts once for each person, or is banned.
"""

from datetime import datetime, timedelta

from django.db.models import Max, Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chatserver.accounts.limits.keyed_hash import hash_keyed
from chatserver.accounts.models import User
from chatserver.accounts.models.identity import identifiers_of, mailbox_at
from chatserver.accounts.models.tally import Tally
from sessions.models import (
    Backing,
    Ban,
    JoinedSupport,
    Matter,
    MatterSupport,
    MatterVerdict,
    PromiseVerdict,
    Question,
    Report,
)
from sessions.platform.refusals import Refused

BLOCKED_FOR = timedelta(days=31)

ERASED_LATELY = _(
    "An account that signed in with it was deleted less than a month ago. No new account can be made with it until a "
    "month has passed, so that nobody is counted twice."
)
KEPT_OUT = _(
    "A person who signs in with it is banned, so no new account can be made with it for now. Ask your ward office."
)


COUNTS_ONCE: dict[type[Model], tuple[str, str]] = {
    Question: ("author", "asked_at"),
    Backing: ("person", "backed_at"),
    JoinedSupport: ("person", "backed_at"),
    Report: ("person", "reported_at"),
    Matter: ("author", "lodged_at"),
    MatterSupport: ("person", "at"),
    MatterVerdict: ("person", "at"),
    PromiseVerdict: ("person", "at"),
}
"""What stays when its person is erased and counts once for each: the fields that say whose it is, and since when."""


def block_re_registration(person: User) -> None:
    """Block a new registration.

    To be called before the person is erased. The hashes are deleted when they expire, like all counters.
    """
    has_acted = _has_acted(person, timezone.now() - BLOCKED_FOR)
    now = timezone.now().timestamp()
    closes_at = max(now + BLOCKED_FOR.total_seconds() if has_acted else now, _end_of_bans(person))
    for channel, address in identifiers_of(person) if closes_at > now else ():
        span = {"opened_at": now, "closes_at": closes_at, "times": 1}
        Tally.objects.update_or_create(key=_key(channel, mailbox_at(channel, address)), defaults=span)


def require_not_blocked(channel: str, address: str) -> None:
    """Raises Refused too_often, with after_ms, where a person with this address was erased lately."""
    spellings = {address, mailbox_at(channel, address)}  # until late in 2026 it was kept as it was written
    keys = [_key(channel, spelling) for spelling in spellings]
    now = timezone.now().timestamp()
    blocked = Tally.objects.filter(key__in=keys, closes_at__gt=now).order_by("-closes_at").first()
    if blocked is not None:
        is_for_longer = blocked.closes_at - blocked.opened_at > BLOCKED_FOR.total_seconds()
        message = KEPT_OUT if is_for_longer else ERASED_LATELY
        raise Refused("too_often", message, after_ms=int((blocked.closes_at - timezone.now().timestamp()) * 1000))


def _has_acted(person: User, since: datetime) -> bool:
    return any(
        model._default_manager.filter(**{whose: person, f"{at}__gte": since}).exists()  # noqa: SLF001 -- Django's name
        for model, (whose, at) in COUNTS_ONCE.items()
    )


def _end_of_bans(person: User) -> float:
    """The end of the person's last ban, in seconds since 1970, or 0. The bans themselves are deleted by the erasure."""
    last = Ban.objects.in_force(timezone.now()).filter(person=person).aggregate(last=Max("until_at"))["last"]
    return last.timestamp() if last is not None else 0.0


def _key(channel: str, address: str) -> str:
    return hash_keyed("coming_back", f"{channel}:{address}")
